/* SPDX-License-Identifier: MIT */
/*
 * One rendering. struct run holds everything that changes; the set and its
 * templates are only read. Functions answer false after a failure.
 */
#ifndef PHX_TEMPLATE_RUN_H
#define PHX_TEMPLATE_RUN_H

#include "stmt.h"

struct template_set {
    struct arena *arena;
    const struct expr_env *env;
    struct template_options options;
    struct map by_name; /* → struct template */
    PHX_VEC(struct template *) list;
    bool frozen;
};

/* What the blocks of a name are, the most derived first. */
struct block_entry {
    struct str name;
    PHX_VEC(const struct block *) blocks;
    PHX_VEC(const struct template *) owners;
};
struct block_table {
    PHX_VEC(struct block_entry *) list;
};

struct context_var {
    struct str name;
    struct value value;
    bool exported;
};

struct context_name {
    struct str name;
    struct value value;
};

/* The names that are no locals: assigned at top level, then what the includer
 * handed over, then the context around, at last the render's own. */
struct context {
    const struct context *up; /* NULL: the outermost */
    const struct context_name *locals;
    size_t locals_len;
    PHX_VEC(struct context_var) vars;
    bool sealed; /* outermost, without the render's context: globals only */
    struct block_table *blocks;
    bool *autoescape; /* shared by scoped blocks with the context around */
};

/* The {% extends %} of the root that runs. */
struct root_state {
    const struct template *parent;
};

struct module {
    const struct template *t;
    struct context *context;
    struct value text;
};

struct run {
    struct eval e; /* e.source is the struct template that runs */
    const struct template_set *set;
    struct value names; /* the render's context */
    struct context *context;
    struct root_state *root;
    const struct function *function;
    struct buf *out;
    size_t out_limit;
    size_t memory_limit;
    unsigned depth;
    unsigned depth_limit;
    const char *stack_base;
    struct value *stack; /* activations that no closure keeps */
    size_t stack_len;
    size_t stack_used;
    struct module **modules; /* by template: imported without context */
    struct buf chain;        /* "included from a.html:3" */
    unsigned chain_len;
    const struct template *fail_template; /* when no expression failed */
    uint32_t fail_at;
    struct template_profile *profile;
    uint64_t since; /* when the template that runs began to */
};

static inline const struct template *run_template(const struct run *r)
{
    return r->e.source;
}

bool run_stmts(struct run *r, const struct stmt *stmts);
bool run_loop(struct run *r, const struct stmt *stmt);
bool run_include(struct run *r, const struct stmt *stmt);
bool run_import(struct run *r, const struct stmt *stmt);
bool run_extends(struct run *r, const struct stmt *stmt);
bool run_block(struct run *r, const struct stmt *stmt);
bool run_macro(struct run *r, const struct stmt *stmt);
bool run_call_block(struct run *r, const struct stmt *stmt);

/* Runs the whole of a template, and its parents, in r->context. */
bool run_root(struct run *r, const struct template *t);

void run_enter_scope(struct run *r, const struct scope_entry *entry);
/* Assigns to a target: a name, names of a tuple, a namespace's attribute. */
bool run_assign(struct run *r, const struct node *target, struct value v);
/* The same at top level: into the context too. */
void run_publish(struct run *r, const struct node *target, bool exported);

/* Adds "included from a.html:3" to what the diagnostic will say. */
void run_chain(struct run *r, const char *what, const struct template *t,
               uint32_t at);
/* Turns the failure into a diagnostic. */
void run_report(struct run *r);

/* One more level of include, call or recursion; run_leave takes it back. */
bool run_enter(struct run *r);
static inline void run_leave(struct run *r)
{
    r->depth--;
}
/* A loop round or call: bounds them, and the memory that they take. */
bool run_step_failed(struct run *r);
static inline bool run_step(struct run *r)
{
    if (r->e.steps_left > 0 && r->e.arena->allocated <= r->memory_limit) {
        r->e.steps_left--;
        return true;
    }
    return run_step_failed(r);
}

/* The state that running something elsewhere changes. */
struct run_state {
    struct frame *frame;
    struct context *context;
    const void *source;
    const struct function *function;
    struct root_state *root;
    size_t stack_used;
    bool autoescape;
};
struct run_state run_save(const struct run *r);
void run_restore(struct run *r, const struct run_state *state);
/* Lets `t` run in `context`; times are counted from here. */
void run_switch(struct run *r, const struct template *t,
                struct context *context);
/* A new activation of `function`, which becomes the current one. */
void run_activate(struct run *r, const struct function *function,
                  struct frame *up, const struct scope_entry *entry);

/* Takes what was written from `start` on as a value. */
struct value run_capture(struct run *r, size_t start, bool safe);

/* ---- Contexts ---- */

struct context *context_new(struct run *r, const struct context *up,
                            bool sealed);
/* Copies the locals' values; missing ones are left out. */
void context_locals(struct run *r, struct context *context,
                    const struct local_names *names);
void context_set(struct run *r, struct context *context, struct str name,
                 struct value v, bool exported);
bool context_resolve(struct eval *e, struct str name, struct value *out);
void context_names(struct eval *e, struct list_builder *out);

/* ---- Blocks ---- */

void blocks_add(struct run *r, struct block_table *table,
                const struct template *t);
struct value self_value(struct run *r, struct context *context);

/* ---- Values that only templates have ---- */

bool module_export(const struct value_object *module, struct str name,
                   struct value *out);

extern const struct value_object_type macro_type;
extern const struct value_object_type module_type;
extern const struct value_object_type block_type;

/* Writes what calling a macro, or super(), prints, straight to the output.
 * *done is false, and nothing happened, when the callee is something else. */
bool run_call_output(struct run *r, const struct node *call, bool escape,
                     bool *done);
bool block_invoke(const struct value_object *self);

#endif
