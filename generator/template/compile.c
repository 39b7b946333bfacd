/* SPDX-License-Identifier: MIT */
/*
 * From the tree to what runs: names get slots, filters their functions, output
 * its escaping, constants are folded. The order and the checks are those of
 * Jinja2's compiler.
 */
#include "compile.h"

void compile_fail(struct compiler *c, enum diag_id id, uint32_t at,
                  uint32_t len, struct str message)
{
    if (c->ok)
        template_report(c->t, c->diags, id, at, len, message);
    c->ok = false;
}

/* ---- Expressions ---- */

struct expr_context {
    struct compiler *c;
    const struct scope *scope;
};

static void soften(struct node *node, void *ctx)
{
    (void)ctx;
    if (node->kind == NODE_FILTER || node->kind == NODE_TEST)
        node->op = 1;
}

static void unknown_function(struct compiler *c, const struct node *node)
{
    bool filter = node->kind == NODE_FILTER;
    struct str name = node->as.filter.name;
    struct str near = expr_env_nearest(c->env, filter, name, c->arena);
    struct diag *diag;

    if (!c->ok)
        return;
    c->ok = false;
    diag = template_report(c->t, c->diags,
                           filter ? DIAG_TEMPLATE_FILTER : DIAG_TEMPLATE_TEST,
                           node->at, node->len,
                           str_fmt(c->arena, "No %s named '%" STR_FMT "'.",
                                   filter ? "filter" : "test", STR_ARG(name)));
    if (near.len > 0)
        diag_hint(c->diags, diag, "did you mean '%" STR_FMT "'?",
                  STR_ARG(near));
}

static void place_name(const struct scope *scope, struct node *node)
{
    const struct symbol *symbol =
        symbols_find(scope->symbols, node->as.name.name);

    if (!symbol)
        return;
    node->as.name.hops = symbol_hops(scope->home, &symbol->ref);
    node->as.name.slot = symbol->ref.slot;
}

static void compile_node(struct node *node, void *ctx)
{
    const struct expr_context *context = ctx;
    const struct scope *scope = context->scope;
    struct compiler *c = context->c;

    if (node->kind == NODE_NAME || node->kind == NODE_NSREF) {
        place_name(scope, node);
    } else if (node->kind == NODE_CONCAT) {
        node->escape = scope->escape;
    } else if (node->kind == NODE_COND) {
        node_walk(node->as.cond.test, soften, NULL);
        node_walk(node->as.cond.yes, soften, NULL);
        node_walk(node->as.cond.no, soften, NULL);
    } else if (node->kind == NODE_FILTER || node->kind == NODE_TEST) {
        node->as.filter.function =
            node->kind == NODE_FILTER
                ? expr_env_find_filter(c->env, node->as.filter.name)
                : expr_env_find_test(c->env, node->as.filter.name);
        if (!node->as.filter.function && !node->op && !scope->soft)
            unknown_function(c, node);
    }
}

void compile_expr(struct compiler *c, const struct scope *scope,
                  struct node *node)
{
    struct expr_context context = {c, scope};

    if (!node)
        return;
    node_walk(node, compile_node, &context);
    node_fold(node, c->env, c->arena);
}

/* ---- Scopes and functions ---- */

struct symbols *new_symbols(struct compiler *c, const struct scope *scope,
                            struct function_scope *home)
{
    struct symbols *symbols = arena_new(c->arena, struct symbols);

    symbols_init(symbols, scope ? scope->symbols : NULL, home, c->arena);
    return symbols;
}

void open_function(struct function_scope *home, struct function *function,
                   const struct function_scope *outer)
{
    *home = (struct function_scope){.function = function};
    function->depth = outer ? outer->function->depth + 1 : 0;
    if (outer)
        outer->function->captured = true;
}

void close_function(struct function_scope *home)
{
    home->function->slot_count = home->initial.len;
    home->function->initial = home->initial.items;
    home->function->names = home->names.items;
    home->function->names_len = home->names.len;
}

int32_t slot_of(const struct symbols *symbols, const char *name)
{
    const struct symbol *symbol = symbols_find(symbols, str_of(name));

    return symbol ? symbol->ref.slot : -1;
}

/* ---- Statements ---- */

static void compile_output(struct compiler *c, const struct scope *scope,
                           struct stmt *stmt)
{
    struct node *node = stmt->as.output;
    struct value v;

    stmt->escape = scope->escape;
    compile_expr(c, scope, node);
    if (node->kind != NODE_CONST || scope->escape == ESCAPE_RUNTIME)
        return;
    v = node->as.constant;
    struct buf text = BUF_INIT;
    struct reader reader = {.arena = c->arena};
    struct eval e = {.reader = &reader, .arena = c->arena, .env = c->env};
    if (eval_write(&e, v, scope->escape == ESCAPE_ON, &text)) {
        stmt->kind = STMT_DATA;
        stmt->as.data = buf_dup(c->arena, &text);
    }
    buf_deinit(&text);
}

static void compile_block_call(struct compiler *c, const struct scope *scope,
                               struct stmt *stmt)
{
    (void)c;
    if (scope->toplevel)
        stmt->unless_extended = c->may_extend;
    if (stmt->as.block.scoped)
        stmt->as.block.locals = symbols_locals(scope->symbols);
}

static void compile_extends(struct compiler *c, const struct scope *scope,
                            struct stmt *stmt)
{
    if (!scope->toplevel)
        compile_fail(c, DIAG_TEMPLATE_SYNTAX, stmt->at, 7,
                     STR("cannot use extend from a non top-level scope"));
    compile_expr(c, scope, stmt->as.extends.name);
    stmt->as.extends.again = c->known_extends;
    c->may_extend = true;
    if (scope->rootlevel)
        c->known_extends = true;
}

static void compile_include(struct compiler *c, const struct scope *scope,
                            struct stmt *stmt)
{
    compile_expr(c, scope, stmt->as.include.name);
    if (stmt->as.include.with_context)
        stmt->as.include.locals = symbols_locals(scope->symbols);
    compile_expr(c, scope, stmt->as.include.target);
    for (size_t i = 0; i < stmt->as.include.names_len; i++)
        compile_expr(c, scope, stmt->as.include.names[i].target);
    stmt->toplevel = scope->toplevel;
}

static void compile_stmt(struct compiler *c, const struct scope *scope,
                         struct stmt *stmt)
{
    switch ((enum stmt_kind)stmt->kind) {
    case STMT_DATA:
        break;
    case STMT_OUTPUT:
        compile_output(c, scope, stmt);
        break;
    case STMT_FOR:
        compile_for(c, scope, stmt);
        break;
    case STMT_IF:
        compile_if(c, scope, stmt);
        break;
    case STMT_SET:
        compile_expr(c, scope, stmt->as.set.value);
        compile_expr(c, scope, stmt->as.set.target);
        stmt->toplevel = scope->toplevel;
        break;
    case STMT_SET_BLOCK:
        compile_set_block(c, scope, stmt);
        break;
    case STMT_WITH:
        compile_with(c, scope, stmt);
        break;
    case STMT_FILTER:
        compile_filter(c, scope, stmt);
        break;
    case STMT_AUTOESCAPE:
        compile_autoescape(c, scope, stmt);
        break;
    case STMT_BLOCK:
        compile_block_call(c, scope, stmt);
        break;
    case STMT_EXTENDS:
        compile_extends(c, scope, stmt);
        break;
    case STMT_INCLUDE:
    case STMT_IMPORT:
    case STMT_FROM_IMPORT:
        compile_include(c, scope, stmt);
        break;
    case STMT_MACRO:
        compile_macro(c, scope, stmt->as.macro.macro);
        compile_expr(c, scope, stmt->as.macro.target);
        stmt->toplevel = scope->toplevel;
        break;
    case STMT_CALL:
        compile_macro(c, scope, stmt->as.macro.macro);
        compile_expr(c, scope, stmt->as.macro.call);
        break;
    }
}

/* Output behind a certain {% extends %} never counts: it is dropped, and with
 * it whatever it would have evaluated. */
static bool is_dropped(const struct compiler *c, const struct scope *scope,
                       const struct stmt *stmt)
{
    if (!c->known_extends)
        return false;
    if (stmt->kind == STMT_BLOCK)
        return scope->toplevel;
    return scope->checks_output &&
           (stmt->kind == STMT_DATA || stmt->kind == STMT_OUTPUT);
}

void compile_stmts(struct compiler *c, const struct scope *scope,
                   struct stmt *stmts)
{
    for (struct stmt *stmt = stmts; stmt; stmt = stmt->next) {
        if (is_dropped(c, scope, stmt)) {
            stmt->kind = STMT_DATA;
            stmt->as.data = STR("");
            continue;
        }
        if (stmt->kind == STMT_DATA || stmt->kind == STMT_OUTPUT)
            stmt->unless_extended = scope->checks_output && c->may_extend;
        bool again = stmt->kind == STMT_EXTENDS && c->known_extends;
        compile_stmt(c, scope, stmt);
        if (again) {
            stmt->next = NULL; /* running it fails */
            return;
        }
    }
}

static void compile_blocks(struct compiler *c, uint8_t escape)
{
    for (size_t i = 0; i < c->t->blocks.len; i++) {
        struct block *block = c->t->blocks.items[i];
        struct function_scope home;
        open_function(&home, &block->function, NULL);
        struct symbols *symbols = new_symbols(c, NULL, &home);
        struct scope scope = {
            .symbols = symbols, .home = &home, .escape = escape};
        bool self = stmts_read(block->body, "self");
        bool super = stmts_read(block->body, "super");
        if (self)
            symbols_param(symbols, STR("self"));
        if (super)
            symbols_param(symbols, STR("super"));
        symbols_stmts(symbols, block->body);
        symbols_settle(symbols, &block->entry);
        block->self_slot = self ? slot_of(symbols, "self") : -1;
        block->super_slot = super ? slot_of(symbols, "super") : -1;
        compile_stmts(c, &scope, block->body);
        close_function(&home);
    }
}

static void check_blocks(struct compiler *c)
{
    struct map names;

    map_init(&names, c->arena);
    for (size_t i = 0; i < c->t->blocks.len; i++) {
        struct block *block = c->t->blocks.items[i];
        if (map_has(&names, block->name))
            compile_fail(c, DIAG_TEMPLATE_SYNTAX, block->at, 5,
                         str_fmt(c->arena, "block '%" STR_FMT "' defined twice",
                                 STR_ARG(block->name)));
        map_set(&names, block->name, block);
    }
}

bool template_compile(struct template *t, struct arena *arena,
                      const struct expr_env *env, bool autoescape,
                      struct diags *diags)
{
    struct compiler c = {
        .t = t, .arena = arena, .env = env, .diags = diags, .ok = true};
    uint8_t escape = autoescape ? ESCAPE_ON : ESCAPE_OFF;
    bool self = stmts_read(t->body, "self");
    struct function_scope home;

    check_blocks(&c);
    open_function(&home, &t->function, NULL);
    struct symbols *symbols = new_symbols(&c, NULL, &home);
    struct scope scope = {.symbols = symbols,
                          .home = &home,
                          .toplevel = true,
                          .rootlevel = true,
                          .checks_output = t->has_extends,
                          .escape = escape};
    if (self)
        symbols_param(symbols, STR("self"));
    symbols_stmts(symbols, t->body);
    symbols_settle(symbols, &t->entry);
    t->self_slot = self ? slot_of(symbols, "self") : -1;
    compile_stmts(&c, &scope, t->body);
    close_function(&home);
    c.known_extends = c.may_extend = false;
    compile_blocks(&c, escape);
    t->compiled = c.ok;
    return c.ok;
}
