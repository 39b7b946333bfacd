/* SPDX-License-Identifier: MIT */
/* Expressions of their own: compiled from a text, evaluated in a scope. */
#include "expr.h"

#include "eval.h"
#include "parser.h"

#define STEPS 50000000

struct expr {
    struct node *root;
    const struct expr_env *env;
    struct str text;
    struct source_ref source;
    struct span span;
};

/* The place of a part of the text, which starts at `whole` in its source. */
static struct span place(struct str text, struct span whole, uint32_t at,
                         uint32_t len)
{
    struct span inner = span_at(text, at);

    if (whole.line == 0)
        return whole;
    if (inner.line == 1)
        inner.col += whole.col ? whole.col - 1 : 0;
    inner.line += whole.line - 1;
    inner.len = len;
    return inner;
}

static struct token *scan_all(struct arena *arena, struct str text, size_t *len)
{
    struct token_scan scan = {.arena = arena, .source = text};
    PHX_VEC(struct token) tokens = {0};
    struct token token;

    do {
        token_scan(&scan, &token);
        vec_push(arena, &tokens, token);
    } while (token.type != TOKEN_EOF && token.type != TOKEN_ERROR);
    if (token.type == TOKEN_ERROR) {
        token.type = TOKEN_EOF;
        vec_push(arena, &tokens, token);
    }
    *len = tokens.len;
    return tokens.items;
}

struct resolve_context {
    const struct expr_env *env;
    struct node *unknown;
};

static void find_function(struct node *node, void *ctx)
{
    struct resolve_context *context = ctx;
    bool filter = node->kind == NODE_FILTER;

    if (node->kind == NODE_CONCAT)
        node->escape = ESCAPE_ON;
    if (!filter && node->kind != NODE_TEST)
        return;
    node->as.filter.function =
        filter ? expr_env_find_filter(context->env, node->as.filter.name)
               : expr_env_find_test(context->env, node->as.filter.name);
    if (!node->as.filter.function && !context->unknown)
        context->unknown = node;
}

static void report_unknown(const struct expr *expr, const struct node *node,
                           struct arena *arena, struct diags *diags)
{
    bool filter = node->kind == NODE_FILTER;
    struct str near =
        expr_env_nearest(expr->env, filter, node->as.filter.name, arena);
    struct diag *diag = diag_add(
        diags, filter ? DIAG_TEMPLATE_FILTER : DIAG_TEMPLATE_TEST,
        &expr->source, place(expr->text, expr->span, node->at, node->len),
        "No %s named '%" STR_FMT "'.", filter ? "filter" : "test",
        STR_ARG(node->as.filter.name));

    if (near.len > 0)
        diag_hint(diags, diag, "did you mean '%" STR_FMT "'?", STR_ARG(near));
}

struct expr *expr_compile(struct expr_env *env, struct arena *arena,
                          struct str text, const struct source_ref *source,
                          struct span span, struct diags *diags)
{
    struct expr *expr = arena_new(arena, struct expr);
    struct resolve_context context = {.env = env};
    struct parser parser;
    size_t len;
    struct token *tokens = scan_all(arena, text, &len);

    expr->env = env;
    expr->text = text;
    expr->source = *source;
    expr->span = span;
    parser_init(&parser, arena, tokens, len);
    expr->root = parse_expression(&parser);
    if (!parser_is(&parser, TOKEN_EOF))
        parser_fail(&parser, parser_current(&parser),
                    "expected the end of the expression, got '%" STR_FMT "'",
                    STR_ARG(token_describe(parser_current(&parser))));
    if (parser.failed) {
        diag_add(diags, DIAG_EXPRESSION, source,
                 place(text, span, parser.error_at, parser.error_len),
                 "%" STR_FMT, STR_ARG(parser.error));
        return NULL;
    }
    node_walk(expr->root, find_function, &context);
    if (context.unknown) {
        report_unknown(expr, context.unknown, arena, diags);
        return NULL;
    }
    expr->root = node_fold(expr->root, env, arena);
    return expr;
}

static bool resolve(struct eval *e, struct str name, struct value *out)
{
    const struct value *scope = e->scope;

    if (scope->kind == VALUE_MAP) {
        const struct value *found = value_map_get(*scope, name);
        if (found) {
            *out = *found;
            return true;
        }
    } else if (scope->kind == VALUE_OBJECT && scope->as.object->type->get) {
        if (scope->as.object->type->get(scope->as.object, name, e->reader, out))
            return true;
        if (e->reader->failed)
            return false;
    }
    return expr_env_find_global(e->env, name, e->reader, out);
}

static void scope_names(struct eval *e, struct list_builder *out)
{
    const struct value *scope = e->scope;
    struct value keys;

    if (scope->kind == VALUE_MAP) {
        for (size_t i = 0; i < scope->as.map->len; i++)
            list_builder_push(out, scope->as.map->entries[i].key);
    } else if (scope->kind == VALUE_OBJECT && scope->as.object->type->keys &&
               scope->as.object->type->keys(scope->as.object, e->reader,
                                            &keys) &&
               keys.kind == VALUE_LIST) {
        for (size_t i = 0; i < keys.as.list->len; i++)
            list_builder_push(out, keys.as.list->items[i]);
    }
    expr_env_names(e->env, out);
}

static void report_failure(const struct expr *expr, const struct eval *e)
{
    struct reader *reader = e->reader;
    const struct node *node = e->fail_node ? e->fail_node : expr->root;
    struct diag *diag;

    if (!reader->diags)
        return;
    diag = diag_add(reader->diags, reader->fail_id, &expr->source,
                    place(expr->text, expr->span, node->at, node->len),
                    "%" STR_FMT, STR_ARG(reader->fail_message));
    if (reader->fail_hint.len > 0)
        diag_hint(reader->diags, diag, "%" STR_FMT, STR_ARG(reader->fail_hint));
}

bool expr_eval(const struct expr *expr, struct value scope,
               struct reader *reader, struct value *out)
{
    struct eval e = {.reader = reader,
                     .arena = reader->arena,
                     .env = expr->env,
                     .resolve = resolve,
                     .names = scope_names,
                     .scope = &scope,
                     .autoescape = true,
                     .steps_left = STEPS};
    bool ok;

    reader->failed = false;
    ok = eval_node(&e, expr->root, out);
    if (ok && is_undefined(*out) && undefined_is_strict(&e, *out))
        ok = fail_undefined(&e, *out);
    if (!ok)
        report_failure(expr, &e);
    return ok;
}
