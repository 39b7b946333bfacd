/* SPDX-License-Identifier: MIT */
/*
 * Whether a body reads one of the special names (loop, self, super, caller,
 * varargs, kwargs) without having assigned it: only then it is made. Goes into
 * nested scopes, but not into blocks.
 */
#include "symbols.h"

struct search {
    const char *name;
    bool read;
    bool assigned;
    bool for_assignment; /* looks for the first assignment instead */
    const struct node *place;
};

static void visit(struct node *node, void *ctx)
{
    struct search *search = ctx;

    if (node->kind != NODE_NAME || search->read || search->assigned ||
        !str_is(node->as.name.name, search->name))
        return;
    if (node->store) {
        search->assigned = true;
        search->place = node;
    } else if (!search->for_assignment) {
        search->read = true;
    }
}

static void search_stmts(struct search *search, const struct stmt *stmts);

static void search_macro(struct search *search, const struct macro *macro)
{
    for (size_t i = 0; i < macro->params_len && !search->for_assignment; i++)
        node_walk(macro->params[i], visit, search);
    for (size_t i = 0; i < macro->defaults_len; i++)
        node_walk(macro->defaults[i], visit, search);
    search_stmts(search, macro->body);
}

static void search_loop(struct search *search, const struct stmt_for *loop)
{
    node_walk(loop->target, visit, search);
    node_walk(loop->iter, visit, search);
    search_stmts(search, loop->body);
    search_stmts(search, loop->orelse);
    node_walk(loop->test, visit, search);
}

static void search_stmt(struct search *search, const struct stmt *stmt)
{
    switch ((enum stmt_kind)stmt->kind) {
    case STMT_DATA:
    case STMT_BLOCK:
        break;
    case STMT_OUTPUT:
        node_walk(stmt->as.output, visit, search);
        break;
    case STMT_FOR:
        search_loop(search, stmt->as.loop);
        break;
    case STMT_IF:
        node_walk(stmt->as.cond.test, visit, search);
        search_stmts(search, stmt->as.cond.body);
        search_stmts(search, stmt->as.cond.elifs);
        search_stmts(search, stmt->as.cond.orelse);
        break;
    case STMT_SET:
    case STMT_SET_BLOCK:
        node_walk(stmt->as.set.target, visit, search);
        node_walk(stmt->as.set.value, visit, search);
        node_walk(stmt->as.set.filter, visit, search);
        search_stmts(search, stmt->as.set.body);
        break;
    case STMT_WITH:
        for (size_t i = 0; i < stmt->as.with.len; i++)
            node_walk(stmt->as.with.targets[i], visit, search);
        for (size_t i = 0; i < stmt->as.with.len; i++)
            node_walk(stmt->as.with.values[i], visit, search);
        search_stmts(search, stmt->as.with.body);
        break;
    case STMT_FILTER:
    case STMT_AUTOESCAPE:
        search_stmts(search, stmt->as.wrap.body);
        node_walk(stmt->as.wrap.value, visit, search);
        break;
    case STMT_EXTENDS:
        node_walk(stmt->as.extends.name, visit, search);
        break;
    case STMT_INCLUDE:
    case STMT_IMPORT:
    case STMT_FROM_IMPORT:
        node_walk(stmt->as.include.name, visit, search);
        break;
    case STMT_MACRO:
        search_macro(search, stmt->as.macro.macro);
        break;
    case STMT_CALL:
        node_walk(stmt->as.macro.call, visit, search);
        search_macro(search, stmt->as.macro.macro);
        break;
    }
}

static void search_stmts(struct search *search, const struct stmt *stmts)
{
    for (; stmts; stmts = stmts->next)
        search_stmt(search, stmts);
}

bool stmts_read(const struct stmt *stmts, const char *name)
{
    struct search search = {.name = name};

    search_stmts(&search, stmts);
    return search.read;
}

const struct node *loop_assigns(const struct stmt_for *loop, const char *name)
{
    struct search search = {.name = name, .for_assignment = true};

    search_loop(&search, loop);
    return search.place;
}
