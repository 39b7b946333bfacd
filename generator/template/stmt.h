/* SPDX-License-Identifier: MIT */
/*
 * The tree of a template: statements that hold expressions. The parser makes
 * it, the compiler gives names their slots and statements what they need to
 * run; afterwards it is read-only and any thread walks it.
 */
#ifndef PHX_TEMPLATE_STMT_H
#define PHX_TEMPLATE_STMT_H

#include "expr/language.h"
#include "template.h"

enum stmt_kind {
    STMT_DATA,
    STMT_OUTPUT,
    STMT_FOR,
    STMT_IF,
    STMT_SET,
    STMT_SET_BLOCK,
    STMT_WITH,
    STMT_FILTER,
    STMT_AUTOESCAPE,
    STMT_BLOCK,
    STMT_EXTENDS,
    STMT_INCLUDE,
    STMT_IMPORT,
    STMT_FROM_IMPORT,
    STMT_MACRO,
    STMT_CALL
};

/* How a slot begins when its frame is entered. */
enum load_kind { LOAD_UNDEFINED, LOAD_RESOLVE, LOAD_ALIAS };
struct slot_load {
    enum load_kind kind;
    int32_t slot;
    int32_t from_hops; /* LOAD_ALIAS */
    int32_t from_slot;
};
struct scope_entry {
    const struct slot_load *loads;
    size_t len;
};

/* A name and where it lives, as an included template is told. */
struct local_name {
    struct str name;
    int32_t hops;
    int32_t slot;
};
struct local_names {
    const struct local_name *items;
    size_t len;
};

/* What has an activation of its own: a template's root, a block, a macro, a
 * recursive loop. */
struct function {
    int32_t depth; /* of closures around it */
    bool captured; /* closures may keep its activation */
    size_t slot_count;
    const struct value *initial; /* what the slots begin as */
    const struct str *names;     /* assigned in it, for hints */
    size_t names_len;
};

struct stmt;

struct block {
    struct str name;
    uint32_t at;
    struct stmt *body;
    struct function function;
    struct scope_entry entry;
    int32_t self_slot; /* < 0: not used */
    int32_t super_slot;
};

struct macro {
    struct str name; /* empty: a call block */
    uint32_t at;
    struct node **params;
    size_t params_len;
    struct node **defaults; /* of the last params */
    size_t defaults_len;
    struct stmt *body;
    struct function function;
    struct scope_entry entry;
    int32_t caller_slot; /* < 0: not accessed */
    int32_t kwargs_slot;
    int32_t varargs_slot;
    bool explicit_caller;
};

struct import_name {
    struct str name;
    struct node *target;
};

struct stmt_for {
    struct node *target;
    struct node *iter;
    struct node *test;        /* NULL: none */
    struct node *test_target; /* the target as the test sees it */
    struct stmt *body;
    struct stmt *orelse;
    bool recursive;
    int32_t loop_slot; /* < 0: `loop` is not used */
    struct scope_entry entry;
    struct scope_entry test_entry;
    struct scope_entry else_entry;
    struct function *function; /* recursive loops */
    uint8_t escape;
};

struct stmt {
    uint8_t kind;         /* enum stmt_kind */
    uint8_t escape;       /* enum escape_mode */
    bool toplevel;        /* what it assigns goes into the context too */
    bool unless_extended; /* nothing when the template has a parent by then */
    uint32_t at;
    struct stmt *next;
    union {
        struct str data;
        struct node *output;
        struct stmt_for *loop;
        struct {
            struct node *test;
            struct stmt *body;
            struct stmt *elifs; /* STMT_IF with test and body only */
            struct stmt *orelse;
        } cond;
        struct {
            struct node *target;
            struct node *value;  /* STMT_SET */
            struct node *filter; /* STMT_SET_BLOCK; may be NULL */
            struct stmt *body;
            struct scope_entry entry;
        } set;
        struct {
            struct node **targets;
            struct node **values;
            size_t len;
            struct stmt *body;
            struct scope_entry entry;
        } with;
        struct {
            struct node *value; /* the filter, or autoescape's expression */
            struct stmt *body;
            struct scope_entry entry;
        } wrap;
        struct {
            struct block *block;
            bool scoped;
            bool required;
            struct local_names locals;
        } block;
        struct {
            struct node *name;
            bool again; /* surely a second one */
        } extends;
        struct {
            struct node *name;
            bool ignore_missing;
            bool with_context;
            struct local_names locals;
            struct node *target;       /* STMT_IMPORT */
            struct import_name *names; /* STMT_FROM_IMPORT */
            size_t names_len;
        } include;
        struct {
            struct macro *macro;
            struct node *target; /* STMT_MACRO: its name */
            struct node *call;   /* STMT_CALL */
        } macro;
    } as;
};

struct template
{
    struct str name;
    struct str path;
    struct str text; /* with \n only */
    struct hash hash;
    uint32_t index; /* in its set */
    bool compiled;
    bool has_extends;
    struct stmt *body;
    PHX_VEC(struct block *) blocks;
    struct function function;
    struct scope_entry entry;
    int32_t self_slot;
};

/* Tokens of a whole template; ends with TOKEN_EOF. */
struct token *template_lex(struct arena *arena, struct str text,
                           const struct template_options *options, size_t *len);

/* Parses into t->body and t->blocks; false: a diagnostic says why. */
bool template_parse(struct template *t, struct arena *arena,
                    const struct template_options *options,
                    struct diags *diags);
/* Names, filters, scopes. */
bool template_compile(struct template *t, struct arena *arena,
                      const struct expr_env *env, bool autoescape,
                      struct diags *diags);
/* A diagnostic at a place of the template. */
struct diag *template_report(const struct template *t, struct diags *diags,
                             enum diag_id id, uint32_t at, uint32_t len,
                             struct str message);

#endif
