/* SPDX-License-Identifier: MIT */
/*
 * The statement parser: data, output and the dispatch to one function per tag
 * (parse_flow.c, parse_parts.c), with Jinja2's messages about tags that do not
 * fit.
 */
#include "parse.h"

struct stmt *stmt_new(struct template_parser *tp, enum stmt_kind kind,
                      uint32_t at)
{
    struct stmt *stmt = arena_new(tp->arena, struct stmt);

    stmt->kind = (uint8_t)kind;
    stmt->at = at;
    return stmt;
}

static void add_expected(struct buf *out, const struct end_names *ends)
{
    for (size_t i = 0; i < END_NAMES_MAX && ends->names[i]; i++)
        buf_add_fmt(out, "%s'%s'", i > 0 ? " or " : "", ends->names[i]);
}

static bool expected_outside(const struct template_parser *tp, struct str name)
{
    for (size_t i = 0; i < tp->ends_len; i++)
        for (size_t k = 0; k < END_NAMES_MAX && tp->ends[i].names[k]; k++)
            if (str_is(name, tp->ends[i].names[k]))
                return true;
    return false;
}

/* `name` is NULL at the end of the template. */
static void fail_tag(struct template_parser *tp, const struct str *name,
                     const struct token *token)
{
    struct buf message = BUF_INIT;

    if (name)
        buf_add_fmt(&message, "Encountered unknown tag '%" STR_FMT "'.",
                    STR_ARG(*name));
    else
        buf_add_cstr(&message, "Unexpected end of template.");
    if (tp->ends_len > 0) {
        bool nesting = name && expected_outside(tp, *name);
        buf_add_cstr(&message,
                     nesting ? " You probably made a nesting mistake. Jinja is "
                               "expecting this tag, but currently looking for "
                             : " Jinja was looking for the following tags: ");
        add_expected(&message, &tp->ends[tp->ends_len - 1]);
        buf_add_char(&message, '.');
    }
    if (tp->tags_len > 0)
        buf_add_fmt(&message,
                    " The innermost block that needs to be closed is "
                    "'%" STR_FMT "'.",
                    STR_ARG(tp->tags[tp->tags_len - 1]));
    parser_fail(&tp->p, token, "%" STR_FMT, STR_ARG(buf_str(&message)));
    buf_deinit(&message);
}

static const struct tag {
    const char *name;
    struct stmt *(*parse)(struct template_parser *tp, uint32_t at);
} tags[] = {
    {"for", parse_for},
    {"if", parse_if},
    {"set", parse_set},
    {"with", parse_with},
    {"block", parse_block},
    {"extends", parse_extends},
    {"include", parse_include},
    {"import", parse_import},
    {"from", parse_from},
    {"macro", parse_macro},
    {"call", parse_call_block},
    {"filter", parse_filter_block},
    {"autoescape", parse_autoescape},
    {"print", parse_print},
};

static const struct tag *find_tag(struct str name)
{
    for (size_t i = 0; i < PHX_COUNT(tags); i++)
        if (str_is(name, tags[i].name))
            return &tags[i];
    return NULL;
}

static struct stmt *parse_statement(struct template_parser *tp)
{
    const struct token *token = parser_current(&tp->p);
    const struct tag *tag;
    struct stmt *stmt;

    if (token->type != TOKEN_NAME) {
        parser_fail(&tp->p, token, "tag name expected");
        return NULL;
    }
    tag = find_tag(token->text);
    if (!tag) {
        fail_tag(tp, &token->text, token);
        return NULL;
    }
    if (tp->tags_len == STMT_DEPTH_MAX) {
        parser_fail(&tp->p, token, "tags are nested too deeply");
        tp->p.error_id = DIAG_TEMPLATE_LIMIT;
        return NULL;
    }
    tp->tags[tp->tags_len++] = token->text;
    parser_next(&tp->p);
    stmt = tag->parse(tp, token->at);
    tp->tags_len--;
    return stmt;
}

static bool at_end_tag(const struct template_parser *tp,
                       const struct end_names *ends)
{
    for (size_t i = 0; ends && i < END_NAMES_MAX && ends->names[i]; i++)
        if (parser_is_name(&tp->p, ends->names[i]))
            return true;
    return false;
}

static struct stmt *parse_output(struct template_parser *tp)
{
    uint32_t at = parser_next(&tp->p)->at;
    struct stmt *stmt = stmt_new(tp, STMT_OUTPUT, at);

    stmt->as.output = parse_tuple(&tp->p, (struct tuple_options){0});
    parser_expect(&tp->p, TOKEN_VARIABLE_END);
    return stmt;
}

/* Statements up to an end tag (`ends`) or the end of the template (NULL). */
static struct stmt *parse_statements(struct template_parser *tp,
                                     const struct end_names *ends)
{
    struct stmt *first = NULL, **link = &first;

    while (!tp->p.failed && !parser_is(&tp->p, TOKEN_EOF)) {
        const struct token *token = parser_current(&tp->p);
        if (token->type == TOKEN_DATA) {
            *link = stmt_new(tp, STMT_DATA, token->at);
            (*link)->as.data = token->text;
            parser_next(&tp->p);
        } else if (token->type == TOKEN_VARIABLE_BEGIN) {
            *link = parse_output(tp);
        } else {
            parser_next(&tp->p);
            if (at_end_tag(tp, ends))
                return first;
            *link = parse_statement(tp);
            parser_expect(&tp->p, TOKEN_BLOCK_END);
        }
        while (*link)
            link = &(*link)->next;
    }
    return first;
}

struct stmt *parse_body(struct template_parser *tp, struct end_names ends)
{
    struct stmt *body;

    parser_skip(&tp->p, TOKEN_COLON);
    parser_expect(&tp->p, TOKEN_BLOCK_END);
    tp->ends[tp->ends_len++] = ends;
    body = parse_statements(tp, &tp->ends[tp->ends_len - 1]);
    if (parser_is(&tp->p, TOKEN_EOF))
        fail_tag(tp, NULL, parser_current(&tp->p));
    tp->ends_len--;
    return body;
}

struct stmt *parse_whole_body(struct template_parser *tp, const char *end)
{
    struct stmt *body = parse_body(tp, (struct end_names){{end}});

    parser_next(&tp->p);
    return body;
}

struct diag *template_report(const struct template *t, struct diags *diags,
                             enum diag_id id, uint32_t at, uint32_t len,
                             struct str message)
{
    struct source_ref source = {.path = t->path, .text = t->text};
    struct span span = span_at(t->text, at);

    span.len = len;
    return diag_add(diags, id, &source, span, "%" STR_FMT, STR_ARG(message));
}

bool template_parse(struct template *t, struct arena *arena,
                    const struct template_options *options, struct diags *diags)
{
    struct template_parser *tp = arena_new(arena, struct template_parser);
    struct str text = t->text;
    struct token *tokens;
    size_t len;

    if (text.len >= UINT32_MAX / 2) {
        template_report(t, diags, DIAG_TEMPLATE_LIMIT, 0, 0,
                        STR("a template has at most 2 GiB"));
        return false;
    }
    if (!options->keep_trailing_newline && str_ends(text, STR("\n")))
        text.len--;
    tokens = template_lex(arena, text, options, &len);
    tp->t = t;
    tp->arena = arena;
    parser_init(&tp->p, arena, tokens, len);
    t->body = parse_statements(tp, NULL);
    if (tp->p.failed)
        template_report(t, diags, tp->p.error_id, tp->p.error_at,
                        tp->p.error_len, tp->p.error);
    return !tp->p.failed;
}
