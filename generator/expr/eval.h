/* SPDX-License-Identifier: MIT */
/*
 * Evaluation. struct eval is one call's state: nothing here is shared between
 * threads. Every function answers false after a failure, which then stands in
 * reader->fail_message, and whose place is fail_node of fail_source.
 */
#ifndef PHX_EXPR_EVAL_H
#define PHX_EXPR_EVAL_H

#include "ast.h"
#include "expr.h"

/* The local names of one activation (a template, block, macro or recursive
 * loop); `up` is the activation around it. */
struct frame {
    struct frame *up;
    struct value slots[];
};

struct eval {
    struct reader *reader;
    struct arena *arena; /* reader->arena */
    const struct expr_env *env;
    struct frame *frame;
    /* Names that are no local: false when there is none of this name. */
    bool (*resolve)(struct eval *e, struct str name, struct value *out);
    /* Appends the names in scope, for hints. */
    void (*names)(struct eval *e, struct list_builder *out);
    void *scope; /* of the two above */
    struct value captured;
    bool autoescape;
    uint64_t steps_left; /* bounds loops and what filters materialise */
    const void *source;  /* of the nodes that run; the owner's */
    const struct node *fail_node;
    const void *fail_source;
};

/* ---- Undefined ------------------------------------------------------------
 * VALUE_UNDEFINED carries flags in date_offset. Missing and unresolved stand in
 * slots and never leave them; a missing argument is one that was not given. */
enum undefined_flag {
    UNDEFINED_INFO = 1,    /* as.object is a struct undefined_info */
    UNDEFINED_LENIENT = 2, /* prints as nothing in every mode */
    UNDEFINED_MISSING = 4,
    UNDEFINED_UNRESOLVED = 8 /* a name that was not looked up yet */
};

static inline struct value value_missing(void)
{
    return (struct value){.kind = VALUE_UNDEFINED,
                          .date_offset = UNDEFINED_MISSING,
                          .as.text = ""};
}
static inline struct value value_unresolved(void)
{
    return (struct value){.kind = VALUE_UNDEFINED,
                          .date_offset = UNDEFINED_UNRESOLVED,
                          .as.text = ""};
}
static inline bool is_missing(struct value v)
{
    return v.kind == VALUE_UNDEFINED && (v.date_offset & UNDEFINED_MISSING);
}
static inline bool is_undefined(struct value v)
{
    return v.kind == VALUE_UNDEFINED;
}

/* `parent` has no attribute or element `key`. */
struct value undefined_in(struct eval *e, struct value parent,
                          struct value key);
/* Undefined for the reason that the text gives. */
struct value undefined_because(struct eval *e, struct str reason);
bool undefined_is_strict(const struct eval *e, struct value v);
bool undefined_is_chainable(const struct eval *e, struct value v);
/* Reports that an undefined value was used; always false. */
bool fail_undefined(struct eval *e, struct value v);
/* Reports a failure of an operation; always false. */
bool eval_fail(struct eval *e, const char *fmt, ...) PHX_PRINTF(2, 3);
/* Notes the node at which a failure happened, once; always false. */
bool eval_fail_at(struct eval *e, const struct node *node);
/* Takes `count` steps off the limit. */
bool eval_steps(struct eval *e, uint64_t count);

/* memcpy of up to 16 bytes by two moves that may overlap. */
static inline void eval_copy_short(char *to, const char *from, size_t len)
{
    if (len >= 8) {
        memcpy(to, from, 8);
        memcpy(to + len - 8, from + len - 8, 8);
    } else if (len >= 4) {
        memcpy(to, from, 4);
        memcpy(to + len - 4, from + len - 4, 4);
    } else {
        for (size_t i = 0; i < len; i++)
            to[i] = from[i];
    }
}

/* buf_add without a call where there is room: output is most of the work. */
static inline void eval_put(struct buf *out, const char *bytes, size_t len)
{
    if (len >= out->cap - out->len) {
        buf_add_bytes(out, bytes, len);
        return;
    }
    if (len <= 16)
        eval_copy_short(out->ptr + out->len, bytes, len);
    else
        memcpy(out->ptr + out->len, bytes, len);
    out->len += len;
    out->ptr[out->len] = '\0';
}

/* ---- Evaluating ---- */

bool eval_node(struct eval *e, const struct node *node, struct value *out);
/* Evaluates straight into a buffer, escaped or not. */
bool eval_output(struct eval *e, const struct node *node, bool escape,
                 struct buf *out);
bool eval_write(struct eval *e, struct value v, bool escape, struct buf *out);
bool eval_test(struct eval *e, const struct node *node, bool *out);
bool eval_slot(struct eval *e, const struct node *name, struct value *out);
/* Stores into a name's slot. */
static inline void eval_store(struct eval *e, const struct node *name,
                              struct value v)
{
    struct frame *frame = e->frame;

    for (int32_t i = name->as.name.hops; i > 0; i--)
        frame = frame->up;
    frame->slots[name->as.name.slot] = v;
}

/* Evaluates a NODE_CALL; `extra` (may be NULL) is one more named argument. */
bool eval_call_node(struct eval *e, const struct node *node,
                    const struct value_entry *extra, struct value *out);
bool eval_call(struct eval *e, struct value callee,
               const struct value_args *args, struct value *out);
/* Evaluates the arguments of a call into the arena, behind `subject` (of a
 * filter or test; may be NULL). */
bool eval_args(struct eval *e, const struct node_args *args,
               const struct value *subject, struct value_args *out);
/* Applies a filter or test to args->items[0]. */
bool eval_apply(struct eval *e, const struct expr_function *function,
                const struct value_args *args, struct value *out);

/* ---- Operations ---- */

bool eval_binary(struct eval *e, enum node_op op, struct value a,
                 struct value b, struct value *out);
bool eval_compare(struct eval *e, enum node_op op, struct value a,
                  struct value b, bool *out);
bool eval_truth(struct eval *e, struct value v, bool *out);
/* Jinja2's ~: markup when `escape` and any part is markup. */
bool eval_concat(struct eval *e, const struct value *parts, size_t len,
                 bool escape, struct value *out);
bool eval_getattr(struct eval *e, struct value base, struct str name,
                  struct value *out);
bool eval_getitem(struct eval *e, struct value base, struct value key,
                  struct value *out);
bool eval_slice(struct eval *e, struct value base, const struct value parts[3],
                struct value *out);
bool eval_length(struct eval *e, struct value v, int64_t *out);

/* Python's str(): text stays what it is, markup included. */
bool eval_string(struct eval *e, struct value v, struct value *out);
bool eval_text(struct eval *e, struct value v, struct str *out);
/* The same, escaped unless it was markup. */
bool eval_markup(struct eval *e, struct value v, struct str *out);
bool eval_integer(struct eval *e, const char *what, struct value v,
                  int64_t *out);

/* ---- Iteration ---- */

enum iter_kind { ITER_LIST, ITER_KEYS, ITER_RANGE, ITER_TEXT };
struct iter {
    enum iter_kind kind;
    size_t len; /* elements left */
    union {
        const struct value *items;
        const struct value_entry *entries;
        struct str text;
        struct {
            int64_t next;
            int64_t step;
        } range;
    } as;
};
bool iter_begin(struct eval *e, struct value v, struct iter *it);
bool iter_next_other(struct iter *it, struct value *out);
static inline bool iter_next(struct iter *it, struct value *out)
{
    if (it->kind != ITER_LIST || it->len == 0)
        return iter_next_other(it, out);
    it->len--;
    *out = *it->as.items++;
    return true;
}
bool value_is_iterable(struct value v);
/* All elements at once; borrowed where they are an array already. */
bool eval_items(struct eval *e, struct value v, const struct value **items,
                size_t *len);

/* ---- Functions ---- */

/*
 * A built-in. `signature` names the parameters behind the subject, with '?'
 * for optional ones ("old new count?"); a[] then holds the subject and each of
 * them, value_missing() where not given. `raw` takes the arguments as they are.
 */
typedef bool builtin_bound(struct eval *e, const struct value *a,
                           struct value *out);
typedef bool builtin_raw(struct eval *e, const struct value_args *args,
                         struct value *out);
struct builtin {
    const char *name;
    const char *signature;
    builtin_bound *bound;
    builtin_raw *raw;
};

struct expr_function {
    struct str name;
    const char *kind; /* "filter", "test", "function" */
    struct builtin builtin;
    expr_native *native; /* instead of the built-in */
    void *data;
};

#define ARGS_MAX 8

/* A function as a value. */
extern const struct value_object_type function_type;
extern const struct value_object_type range_type;
extern const struct value_object_type namespace_type;
struct range {
    int64_t start;
    int64_t stop;
    int64_t step;
    size_t len;
};
static inline int64_t range_at(const struct range *range, size_t index)
{
    return range->start + (int64_t)index * range->step;
}
bool namespace_set(struct eval *e, struct value ns, struct str name,
                   struct value v);

/* The method `name` of a text, list, map or date; NULL: there is none. */
const struct builtin *method_find(struct value self, struct str name);
bool method_call(struct eval *e, const struct builtin *method,
                 struct value self, const struct value_args *args,
                 struct value *out);
/* A method without its call, as a value. */
struct value method_value(struct eval *e, const struct builtin *method,
                          struct value self);

const struct expr_function *expr_env_find_filter(const struct expr_env *env,
                                                 struct str name);
const struct expr_function *expr_env_find_test(const struct expr_env *env,
                                               struct str name);
/* Notes the read where expr_env_noted asked for it. */
bool expr_env_find_global(const struct expr_env *env, struct str name,
                          struct reader *reader, struct value *out);
enum expr_undefined expr_env_mode(const struct expr_env *env);
/* The names of all globals, filters or tests, for hints. */
void expr_env_names(const struct expr_env *env, struct list_builder *out);
/* "did you mean …" for an unknown filter or test; empty when nothing is near.
 */
struct str expr_env_nearest(const struct expr_env *env, bool filter,
                            struct str name, struct arena *arena);

/* ---- Formatting, shared by filters and methods ---- */

/* Python's `format % args`. */
bool format_percent(struct eval *e, struct value format, struct value args,
                    struct value *out);
/* Python's "…{}…".format(…). */
bool format_braces(struct eval *e, struct value format,
                   const struct value_args *args, struct value *out);
/* One value's specification; width 0 and precision -1 mean none. */
struct number_spec {
    uint32_t fill_point; /* a code point: a blank or a zero, mostly */
    char align;          /* < > ^ or = (after the sign); 0: by the value */
    char sign;           /* '-', '+' or ' ' */
    bool alternate;      /* # */
    char comma;          /* ',' or '_' between groups of digits, or 0 */
    int width;
    int precision;
    char type; /* s d i x X o b c f F e E g G %, 0: by the value */
};
bool format_one(struct eval *e, const struct number_spec *spec, struct value v,
                struct buf *out);

struct value text_value(struct eval *e, const struct buf *buf, bool safe);

#endif
