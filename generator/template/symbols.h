/* SPDX-License-Identifier: MIT */
/*
 * Which name lives where. As Jinja2 does it (idtracking): each scope lists the
 * names it reads or assigns; a name that is assigned somewhere in a scope is
 * local to the whole scope, and begins as what the scope around it has.
 */
#ifndef PHX_TEMPLATE_SYMBOLS_H
#define PHX_TEMPLATE_SYMBOLS_H

#include "stmt.h"

enum symbol_load {
    SYMBOL_PARAM,   /* set by what enters the scope */
    SYMBOL_RESOLVE, /* from the context */
    SYMBOL_ALIAS,   /* from the scope around */
    SYMBOL_UNDEFINED
};

/* A slot of some function around. */
struct symbol_ref {
    const struct function *function;
    int32_t slot;
};

struct symbol {
    struct str name;
    enum symbol_load load;
    bool stored;
    struct symbol_ref outer; /* SYMBOL_ALIAS */
    struct symbol_ref ref;   /* after symbols_settle */
};

struct function_scope;

struct symbols {
    struct symbols *parent;
    struct function_scope *home;
    struct arena *arena;
    PHX_VEC(struct symbol) list;
};

/* A function while it is compiled. */
struct function_scope {
    struct function *function;
    PHX_VEC(struct value) initial;
    PHX_VEC(struct symbol) resolved; /* names read from the context, once */
    PHX_VEC(struct str) names;       /* assigned ones, for hints */
};

void symbols_init(struct symbols *s, struct symbols *parent,
                  struct function_scope *home, struct arena *arena);
void symbols_param(struct symbols *s, struct str name);
void symbols_expr(struct symbols *s, struct node *node);
/* The names of an assignment's target as parameters. */
void symbols_target_params(struct symbols *s, struct node *target);
void symbols_stmts(struct symbols *s, const struct stmt *stmts);

/* Gives every symbol its slot; `entry` is what entering the scope does. Names
 * that are only read share one slot per function, looked up once. */
void symbols_settle(struct symbols *s, struct scope_entry *entry);

/* In this scope or one around it; after settling. */
const struct symbol *symbols_find(const struct symbols *s, struct str name);
/* All assigned names that are visible here. */
struct local_names symbols_locals(const struct symbols *s);
/* The slot of a symbol seen from `home`. */
int32_t symbol_hops(const struct function_scope *home,
                    const struct symbol_ref *ref);

/* Whether a body reads `name` before it assigns it (blocks are left out). */
bool stmts_read(const struct stmt *stmts, const char *name);
/* The first place that assigns `name` in a loop, anywhere below; NULL: none. */
const struct node *loop_assigns(const struct stmt_for *loop, const char *name);

#endif
