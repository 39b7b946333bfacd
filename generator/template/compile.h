/* SPDX-License-Identifier: MIT */
/* The compiler's own state, shared by its two files. */
#ifndef PHX_TEMPLATE_COMPILE_H
#define PHX_TEMPLATE_COMPILE_H

#include "symbols.h"

struct compiler {
    struct template *t;
    struct arena *arena;
    const struct expr_env *env;
    struct diags *diags;
    bool ok;
    bool known_extends; /* an {% extends %} that surely ran stands before */
    bool may_extend;
};

struct scope {
    struct symbols *symbols;
    struct function_scope *home;
    bool toplevel;      /* what is assigned goes into the context */
    bool rootlevel;     /* not even in an if */
    bool soft;          /* in an if: unknown filters fail when they run */
    bool checks_output; /* output counts only without a parent */
    uint8_t escape;
};

/* Reports the first thing that is wrong with a template. */
void compile_fail(struct compiler *c, enum diag_id id, uint32_t at,
                  uint32_t len, struct str message);
/* `node` may be NULL. */
void compile_expr(struct compiler *c, const struct scope *scope,
                  struct node *node);
void compile_stmts(struct compiler *c, const struct scope *scope,
                   struct stmt *stmts);

struct symbols *new_symbols(struct compiler *c, const struct scope *scope,
                            struct function_scope *home);
/* A function's slots are known when it is closed. */
void open_function(struct function_scope *home, struct function *function,
                   const struct function_scope *outer);
void close_function(struct function_scope *home);
/* < 0: the scope has no such name. */
int32_t slot_of(const struct symbols *symbols, const char *name);

/* Statements that open scopes. */
void compile_for(struct compiler *c, const struct scope *scope,
                 struct stmt *stmt);
void compile_if(struct compiler *c, const struct scope *scope,
                struct stmt *stmt);
void compile_set_block(struct compiler *c, const struct scope *scope,
                       struct stmt *stmt);
void compile_with(struct compiler *c, const struct scope *scope,
                  struct stmt *stmt);
void compile_filter(struct compiler *c, const struct scope *scope,
                    struct stmt *stmt);
void compile_autoescape(struct compiler *c, const struct scope *scope,
                        struct stmt *stmt);
void compile_macro(struct compiler *c, const struct scope *scope,
                   struct macro *macro);

#endif
