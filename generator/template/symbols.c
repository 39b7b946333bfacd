/* SPDX-License-Identifier: MIT */
/*
 * Scope analysis: a port of the rules of Jinja2's idtracking, whose results
 * templates rely on (which `x` a loop body sees after an if that may set it).
 */
#include "symbols.h"

void symbols_init(struct symbols *s, struct symbols *parent,
                  struct function_scope *home, struct arena *arena)
{
    *s = (struct symbols){.parent = parent, .home = home, .arena = arena};
}

static struct symbol *find_here(const struct symbols *s, struct str name)
{
    for (size_t i = 0; i < s->list.len; i++)
        if (str_eq(s->list.items[i].name, name))
            return &s->list.items[i];
    return NULL;
}

const struct symbol *symbols_find(const struct symbols *s, struct str name)
{
    for (; s; s = s->parent) {
        const struct symbol *symbol = find_here(s, name);
        if (symbol)
            return symbol;
    }
    return NULL;
}

static struct symbol *define(struct symbols *s, struct str name,
                             enum symbol_load load)
{
    struct symbol *symbol = find_here(s, name);

    if (!symbol) {
        symbol = vec_add(s->arena, &s->list);
        symbol->name = name;
    }
    symbol->load = load;
    return symbol;
}

void symbols_param(struct symbols *s, struct str name)
{
    define(s, name, SYMBOL_PARAM)->stored = true;
}

static void load(struct symbols *s, struct str name)
{
    if (!symbols_find(s, name))
        define(s, name, SYMBOL_RESOLVE);
}

static void store(struct symbols *s, struct str name)
{
    struct symbol *symbol = find_here(s, name);
    const struct symbol *outer;

    if (symbol) {
        symbol->stored = true;
        return;
    }
    outer = s->parent ? symbols_find(s->parent, name) : NULL;
    symbol = define(s, name, outer ? SYMBOL_ALIAS : SYMBOL_UNDEFINED);
    symbol->stored = true;
    if (outer)
        symbol->outer = outer->ref;
}

static void visit_name(struct node *node, void *ctx)
{
    struct symbols *s = ctx;

    if (node->kind == NODE_NSREF || (node->kind == NODE_NAME && !node->store))
        load(s, node->as.name.name);
    else if (node->kind == NODE_NAME)
        store(s, node->as.name.name);
}

void symbols_expr(struct symbols *s, struct node *node)
{
    node_walk(node, visit_name, s);
}

static void visit_param(struct node *node, void *ctx)
{
    if (node->kind == NODE_NAME)
        symbols_param(ctx, node->as.name.name);
}

void symbols_target_params(struct symbols *s, struct node *target)
{
    node_walk(target, visit_param, s);
}

/* ---- Branches ---- */

static void copy(struct symbols *to, const struct symbols *from)
{
    *to = *from;
    to->list.items = arena_copy(from->arena, from->list.items,
                                from->list.len * sizeof(struct symbol));
    to->list.cap = from->list.len;
}

static bool is_stored(const struct symbols *s, struct str name)
{
    const struct symbol *symbol = find_here(s, name);

    return symbol && symbol->stored;
}

/* What only some branches assign begins as what it was outside. */
static void merge_branches(struct symbols *s, const struct symbols *branches,
                           size_t count)
{
    struct symbols before;

    copy(&before, s);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < branches[i].list.len; k++) {
            const struct symbol *from = &branches[i].list.items[k];
            struct symbol *into = define(s, from->name, from->load);
            into->outer = from->outer;
            into->stored = into->stored || from->stored;
        }
    }
    for (size_t i = 0; i < s->list.len; i++) {
        struct symbol *symbol = &s->list.items[i];
        size_t stored = 0;
        if (is_stored(&before, symbol->name))
            continue;
        for (size_t k = 0; k < count; k++)
            stored += is_stored(&branches[k], symbol->name);
        if (stored == 0 || stored == count)
            continue;
        const struct symbol *outer =
            s->parent ? symbols_find(s->parent, symbol->name) : NULL;
        symbol->load = outer ? SYMBOL_ALIAS : SYMBOL_RESOLVE;
        if (outer)
            symbol->outer = outer->ref;
    }
}

static void visit_stmt(struct symbols *s, const struct stmt *stmt);

static void visit_if(struct symbols *s, const struct stmt *stmt)
{
    struct symbols branches[3];

    symbols_expr(s, stmt->as.cond.test);
    copy(&branches[0], s);
    symbols_stmts(&branches[0], stmt->as.cond.body);
    copy(&branches[1], s);
    symbols_stmts(&branches[1], stmt->as.cond.elifs);
    copy(&branches[2], s);
    symbols_stmts(&branches[2], stmt->as.cond.orelse);
    merge_branches(s, branches, 3);
}

static void visit_stmt(struct symbols *s, const struct stmt *stmt)
{
    switch ((enum stmt_kind)stmt->kind) {
    case STMT_DATA:
    case STMT_BLOCK:
    case STMT_AUTOESCAPE:
        break;
    case STMT_OUTPUT:
        symbols_expr(s, stmt->as.output);
        break;
    case STMT_FOR:
        symbols_expr(s, stmt->as.loop->iter);
        break;
    case STMT_IF:
        visit_if(s, stmt);
        break;
    case STMT_SET:
        symbols_expr(s, stmt->as.set.value);
        symbols_expr(s, stmt->as.set.target);
        break;
    case STMT_SET_BLOCK:
        symbols_expr(s, stmt->as.set.target);
        break;
    case STMT_WITH:
        for (size_t i = 0; i < stmt->as.with.len; i++)
            symbols_expr(s, stmt->as.with.values[i]);
        break;
    case STMT_FILTER:
        symbols_expr(s, stmt->as.wrap.value);
        break;
    case STMT_EXTENDS:
        symbols_expr(s, stmt->as.extends.name);
        break;
    case STMT_INCLUDE:
        symbols_expr(s, stmt->as.include.name);
        break;
    case STMT_IMPORT:
        symbols_expr(s, stmt->as.include.name);
        symbols_expr(s, stmt->as.include.target);
        break;
    case STMT_FROM_IMPORT:
        symbols_expr(s, stmt->as.include.name);
        for (size_t i = 0; i < stmt->as.include.names_len; i++)
            symbols_expr(s, stmt->as.include.names[i].target);
        break;
    case STMT_MACRO:
        symbols_expr(s, stmt->as.macro.target);
        break;
    case STMT_CALL:
        symbols_expr(s, stmt->as.macro.call);
        break;
    }
}

void symbols_stmts(struct symbols *s, const struct stmt *stmts)
{
    for (; stmts; stmts = stmts->next)
        visit_stmt(s, stmts);
}

/* ---- Slots ---- */

static int32_t new_slot(struct symbols *s, struct value initial)
{
    vec_push(s->arena, &s->home->initial, initial);
    return (int32_t)s->home->initial.len - 1;
}

/* The slot that all readers of a context name share in one function. */
static int32_t resolved_slot(struct symbols *s, struct str name)
{
    struct function_scope *home = s->home;
    struct symbol shared = {.name = name};

    for (size_t i = 0; i < home->resolved.len; i++)
        if (str_eq(home->resolved.items[i].name, name))
            return home->resolved.items[i].ref.slot;
    shared.ref.slot = new_slot(s, value_unresolved());
    vec_push(s->arena, &home->resolved, shared);
    return shared.ref.slot;
}

int32_t symbol_hops(const struct function_scope *home,
                    const struct symbol_ref *ref)
{
    return home->function->depth - ref->function->depth;
}

void symbols_settle(struct symbols *s, struct scope_entry *entry)
{
    PHX_VEC(struct slot_load) loads = {0};

    for (size_t i = 0; i < s->list.len; i++) {
        struct symbol *symbol = &s->list.items[i];
        struct slot_load action = {.kind = LOAD_UNDEFINED};
        symbol->ref.function = s->home->function;
        if (symbol->stored)
            vec_push(s->arena, &s->home->names, symbol->name);
        if (symbol->load == SYMBOL_RESOLVE && !symbol->stored) {
            symbol->ref.slot = resolved_slot(s, symbol->name);
            continue;
        }
        symbol->ref.slot =
            new_slot(s, symbol->load == SYMBOL_RESOLVE ? value_unresolved()
                                                       : value_missing());
        if (symbol->load == SYMBOL_PARAM)
            continue;
        action.slot = symbol->ref.slot;
        if (symbol->load == SYMBOL_RESOLVE)
            action.kind = LOAD_RESOLVE;
        if (symbol->load == SYMBOL_ALIAS) {
            action.kind = LOAD_ALIAS;
            action.from_slot = symbol->outer.slot;
            action.from_hops = symbol_hops(s->home, &symbol->outer);
        }
        vec_push(s->arena, &loads, action);
    }
    entry->loads = loads.items;
    entry->len = loads.len;
}

struct local_names symbols_locals(const struct symbols *s)
{
    PHX_VEC(struct local_name) names = {0};
    const struct function_scope *home = s->home;
    struct arena *arena = s->arena;

    for (const struct symbols *scope = s; scope; scope = scope->parent) {
        for (size_t i = 0; i < scope->list.len; i++) {
            const struct symbol *symbol = &scope->list.items[i];
            bool seen = !symbol->stored;
            for (size_t k = 0; k < names.len && !seen; k++)
                seen = str_eq(names.items[k].name, symbol->name);
            if (seen)
                continue;
            const struct symbol *visible = symbols_find(s, symbol->name);
            if (!visible)
                continue;
            struct local_name name = {.name = symbol->name,
                                      .hops = symbol_hops(home, &visible->ref),
                                      .slot = visible->ref.slot};
            vec_push(arena, &names, name);
        }
    }
    return (struct local_names){names.items, names.len};
}
