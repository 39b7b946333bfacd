/* SPDX-License-Identifier: MIT */
/*
 * Compiling the statements that open scopes: loops, with, captures, macros.
 * Each gets its symbols before its body is compiled.
 */
#include "compile.h"

/* A scope inside another, in the same function or (home) in its own. */
static struct scope inner_scope(const struct scope *outer,
                                struct symbols *symbols,
                                struct function_scope *home)
{
    return (struct scope){.symbols = symbols,
                          .home = home,
                          .checks_output = outer->checks_output,
                          .escape = outer->escape};
}

static bool scoped_block_below(const struct stmt *stmts);

static bool scoped_in(const struct stmt *stmt)
{
    switch ((enum stmt_kind)stmt->kind) {
    case STMT_BLOCK:
        return stmt->as.block.scoped ||
               scoped_block_below(stmt->as.block.block->body);
    case STMT_FOR:
        return scoped_block_below(stmt->as.loop->body) ||
               scoped_block_below(stmt->as.loop->orelse);
    case STMT_IF:
        return scoped_block_below(stmt->as.cond.body) ||
               scoped_block_below(stmt->as.cond.elifs) ||
               scoped_block_below(stmt->as.cond.orelse);
    case STMT_SET_BLOCK:
        return scoped_block_below(stmt->as.set.body);
    case STMT_WITH:
        return scoped_block_below(stmt->as.with.body);
    case STMT_FILTER:
    case STMT_AUTOESCAPE:
        return scoped_block_below(stmt->as.wrap.body);
    case STMT_MACRO:
    case STMT_CALL:
        return scoped_block_below(stmt->as.macro.macro->body);
    case STMT_DATA:
    case STMT_OUTPUT:
    case STMT_SET:
    case STMT_EXTENDS:
    case STMT_INCLUDE:
    case STMT_IMPORT:
    case STMT_FROM_IMPORT:
        break;
    }
    return false;
}

static bool scoped_block_below(const struct stmt *stmts)
{
    for (; stmts; stmts = stmts->next)
        if (scoped_in(stmts))
            return true;
    return false;
}

/* The filter's test sees its own copies of the loop's variables. */
static struct node *copy_target(struct arena *arena, const struct node *node)
{
    struct node *copy = arena_copy(arena, node, sizeof(*node));

    if (node->kind != NODE_TUPLE)
        return copy;
    copy->as.list.items = arena_array(arena, struct node *, node->as.list.len);
    for (size_t i = 0; i < node->as.list.len; i++)
        copy->as.list.items[i] = copy_target(arena, node->as.list.items[i]);
    return copy;
}

static void compile_loop_test(struct compiler *c, const struct scope *scope,
                              struct function_scope *home,
                              struct stmt_for *loop)
{
    struct symbols *symbols = new_symbols(c, scope, home);
    struct scope inner = inner_scope(scope, symbols, home);

    loop->test_target = copy_target(c->arena, loop->target);
    symbols_target_params(symbols, loop->test_target);
    symbols_expr(symbols, loop->test);
    symbols_settle(symbols, &loop->test_entry);
    compile_expr(c, &inner, loop->test_target);
    compile_expr(c, &inner, loop->test);
}

void compile_for(struct compiler *c, const struct scope *scope,
                 struct stmt *stmt)
{
    struct stmt_for *loop = stmt->as.loop;
    struct function_scope own, *home = scope->home;
    const struct node *assigned = loop_assigns(loop, "loop");
    bool uses_loop =
        loop->recursive || stmts_read(loop->body, "loop") || scoped_in(stmt);

    if (assigned)
        compile_fail(
            c, DIAG_TEMPLATE_SYNTAX, assigned->at, assigned->len,
            STR("Can't assign to special loop variable in for-loop target"));
    compile_expr(c, scope, loop->iter);
    if (loop->recursive) {
        loop->function = arena_new(c->arena, struct function);
        open_function(&own, loop->function, home);
        home = &own;
    }
    struct symbols *body = new_symbols(c, scope, home);
    struct scope inner = inner_scope(scope, body, home);
    if (uses_loop)
        symbols_param(body, STR("loop"));
    symbols_target_params(body, loop->target);
    symbols_stmts(body, loop->body);
    symbols_settle(body, &loop->entry);
    loop->loop_slot = uses_loop ? slot_of(body, "loop") : -1;
    loop->escape = scope->escape;
    if (loop->test)
        compile_loop_test(c, scope, home, loop);
    compile_expr(c, &inner, loop->target);
    compile_stmts(c, &inner, loop->body);
    if (loop->orelse) {
        struct symbols *orelse = new_symbols(c, scope, home);
        struct scope other = inner_scope(scope, orelse, home);
        symbols_stmts(orelse, loop->orelse);
        symbols_settle(orelse, &loop->else_entry);
        compile_stmts(c, &other, loop->orelse);
    }
    if (loop->recursive)
        close_function(&own);
}

void compile_if(struct compiler *c, const struct scope *scope,
                struct stmt *stmt)
{
    struct scope soft = *scope;

    soft.soft = true;
    soft.rootlevel = false;
    compile_expr(c, &soft, stmt->as.cond.test);
    compile_stmts(c, &soft, stmt->as.cond.body);
    for (struct stmt *s = stmt->as.cond.elifs; s; s = s->next) {
        compile_expr(c, &soft, s->as.cond.test);
        compile_stmts(c, &soft, s->as.cond.body);
    }
    compile_stmts(c, &soft, stmt->as.cond.orelse);
}

void compile_set_block(struct compiler *c, const struct scope *scope,
                       struct stmt *stmt)
{
    struct symbols *symbols = new_symbols(c, scope, scope->home);
    struct scope inner = inner_scope(scope, symbols, scope->home);

    inner.checks_output = false;
    symbols_stmts(symbols, stmt->as.set.body);
    if (stmt->as.set.filter)
        symbols_expr(symbols, stmt->as.set.filter);
    symbols_settle(symbols, &stmt->as.set.entry);
    compile_stmts(c, &inner, stmt->as.set.body);
    compile_expr(c, scope, stmt->as.set.target);
    compile_expr(c, &inner, stmt->as.set.filter);
    stmt->escape = scope->escape;
    stmt->toplevel = scope->toplevel;
}

void compile_with(struct compiler *c, const struct scope *scope,
                  struct stmt *stmt)
{
    struct symbols *symbols = new_symbols(c, scope, scope->home);
    struct scope inner = inner_scope(scope, symbols, scope->home);

    for (size_t i = 0; i < stmt->as.with.len; i++)
        symbols_target_params(symbols, stmt->as.with.targets[i]);
    symbols_stmts(symbols, stmt->as.with.body);
    symbols_settle(symbols, &stmt->as.with.entry);
    for (size_t i = 0; i < stmt->as.with.len; i++) {
        compile_expr(c, scope, stmt->as.with.values[i]);
        compile_expr(c, &inner, stmt->as.with.targets[i]);
    }
    compile_stmts(c, &inner, stmt->as.with.body);
}

void compile_filter(struct compiler *c, const struct scope *scope,
                    struct stmt *stmt)
{
    struct symbols *symbols = new_symbols(c, scope, scope->home);
    struct scope inner = inner_scope(scope, symbols, scope->home);

    symbols_stmts(symbols, stmt->as.wrap.body);
    symbols_expr(symbols, stmt->as.wrap.value);
    symbols_settle(symbols, &stmt->as.wrap.entry);
    compile_stmts(c, &inner, stmt->as.wrap.body);
    compile_expr(c, &inner, stmt->as.wrap.value);
    stmt->escape = scope->escape;
}

void compile_autoescape(struct compiler *c, const struct scope *scope,
                        struct stmt *stmt)
{
    struct symbols *symbols = new_symbols(c, scope, scope->home);
    struct scope inner = inner_scope(scope, symbols, scope->home);
    struct node *value = stmt->as.wrap.value;

    symbols_expr(symbols, value);
    symbols_stmts(symbols, stmt->as.wrap.body);
    symbols_settle(symbols, &stmt->as.wrap.entry);
    compile_expr(c, &inner, value);
    if (value->kind == NODE_CONST)
        inner.escape =
            value_truthy(value->as.constant, NULL) ? ESCAPE_ON : ESCAPE_OFF;
    else
        inner.escape = ESCAPE_RUNTIME;
    compile_stmts(c, &inner, stmt->as.wrap.body);
}

/* The parameters that a macro gets without naming them. */
static int32_t special_param(const struct macro *macro, struct symbols *symbols,
                             const char *name, bool *named)
{
    *named = false;
    for (size_t i = 0; i < macro->params_len; i++)
        *named = *named || str_is(macro->params[i]->as.name.name, name);
    if (*named || !stmts_read(macro->body, name))
        return -1;
    symbols_param(symbols, str_of(name));
    return 0;
}

static bool caller_has_default(const struct macro *macro)
{
    size_t first = macro->params_len - macro->defaults_len;

    for (size_t i = 0; i < first; i++)
        if (str_is(macro->params[i]->as.name.name, "caller"))
            return false;
    return true;
}

void compile_macro(struct compiler *c, const struct scope *scope,
                   struct macro *macro)
{
    struct function_scope home;
    bool named;

    open_function(&home, &macro->function, scope->home);
    struct symbols *symbols = new_symbols(c, scope, &home);
    struct scope inner = inner_scope(scope, symbols, &home);
    inner.checks_output = false;
    for (size_t i = 0; i < macro->params_len; i++)
        symbols_param(symbols, macro->params[i]->as.name.name);
    macro->caller_slot =
        special_param(macro, symbols, "caller", &macro->explicit_caller);
    if (macro->explicit_caller && stmts_read(macro->body, "caller") &&
        !caller_has_default(macro))
        compile_fail(
            c, DIAG_TEMPLATE_SYNTAX, macro->at, 0,
            STR("When defining macros or call blocks the special \"caller\" "
                "argument must be omitted or be given a default."));
    macro->kwargs_slot = special_param(macro, symbols, "kwargs", &named);
    macro->varargs_slot = special_param(macro, symbols, "varargs", &named);
    for (size_t i = 0; i < macro->defaults_len; i++)
        symbols_expr(symbols, macro->defaults[i]);
    symbols_stmts(symbols, macro->body);
    symbols_settle(symbols, &macro->entry);
    if (macro->caller_slot >= 0)
        macro->caller_slot = slot_of(symbols, "caller");
    if (macro->kwargs_slot >= 0)
        macro->kwargs_slot = slot_of(symbols, "kwargs");
    if (macro->varargs_slot >= 0)
        macro->varargs_slot = slot_of(symbols, "varargs");
    for (size_t i = 0; i < macro->params_len; i++)
        compile_expr(c, &inner, macro->params[i]);
    for (size_t i = 0; i < macro->defaults_len; i++)
        compile_expr(c, &inner, macro->defaults[i]);
    compile_stmts(c, &inner, macro->body);
    close_function(&home);
}
