/* SPDX-License-Identifier: MIT */
/*
 * Undefined values and the messages when one is used: what is missing, where,
 * and the nearest name that is there. Also the evaluator's failures as such.
 */
#include "eval.h"

#include <stdarg.h>

struct undefined_info {
    struct value parent;
    struct value key;
    struct str reason; /* instead of both, when not empty */
};

static struct value with_info(const struct undefined_info *info)
{
    struct value v = {.kind = VALUE_UNDEFINED, .date_offset = UNDEFINED_INFO};
    const void *anything = info;

    v.as.object = anything;
    return v;
}

static const struct undefined_info *info_of(struct value v)
{
    const void *anything = v.as.object;

    return anything;
}

struct value undefined_in(struct eval *e, struct value parent, struct value key)
{
    struct undefined_info *info = arena_new(e->arena, struct undefined_info);

    info->parent = parent;
    info->key = key;
    info->reason = STR("");
    return with_info(info);
}

struct value undefined_because(struct eval *e, struct str reason)
{
    struct undefined_info *info = arena_new(e->arena, struct undefined_info);

    info->reason = reason;
    return with_info(info);
}

bool undefined_is_strict(const struct eval *e, struct value v)
{
    return !(v.date_offset & UNDEFINED_LENIENT) &&
           expr_env_mode(e->env) == EXPR_STRICT;
}

bool undefined_is_chainable(const struct eval *e, struct value v)
{
    return !(v.date_offset & UNDEFINED_LENIENT) &&
           expr_env_mode(e->env) == EXPR_CHAINABLE;
}

bool eval_fail(struct eval *e, const char *fmt, ...)
{
    struct buf text = BUF_INIT;
    va_list args;

    va_start(args, fmt);
    buf_add_vfmt(&text, fmt, args);
    va_end(args);
    reader_fail(e->reader, DIAG_TEMPLATE_RUNTIME, "%" STR_FMT,
                STR_ARG(buf_str(&text)));
    buf_deinit(&text);
    return false;
}

bool eval_fail_at(struct eval *e, const struct node *node)
{
    if (!e->fail_node && node) {
        e->fail_node = node;
        e->fail_source = e->source;
    }
    return false;
}

bool eval_steps(struct eval *e, uint64_t count)
{
    if (count <= e->steps_left) {
        e->steps_left -= count;
        return true;
    }
    e->steps_left = 0;
    reader_fail(e->reader, DIAG_TEMPLATE_LIMIT,
                "too many loop rounds in one rendering");
    return false;
}

/* The texts among `names`. */
static size_t candidates(struct eval *e, struct value names, struct str **out)
{
    const struct value_list *list = names.as.list;
    size_t count = 0;

    *out = arena_array(e->arena, struct str, list->len + 1);
    for (size_t i = 0; i < list->len; i++)
        if (list->items[i].kind == VALUE_STRING)
            (*out)[count++] = value_text(list->items[i]);
    return count;
}

static void hint_listing(struct eval *e, const char *what,
                         const struct str *names, size_t count)
{
    struct buf text = BUF_INIT;
    size_t shown = count < 16 ? count : 16;

    for (size_t i = 0; i < shown; i++) {
        buf_add_cstr(&text, i > 0 ? ", " : "");
        buf_add(&text, names[i]);
    }
    if (shown < count)
        buf_add_cstr(&text, ", …");
    if (count > 0)
        reader_hint(e->reader, "%s: %" STR_FMT, what, STR_ARG(buf_str(&text)));
    buf_deinit(&text);
}

static void hint_names(struct eval *e, const char *what, struct str name,
                       struct value names)
{
    struct str *list;
    size_t count = candidates(e, names, &list);
    struct str near = str_nearest(name, list, count);

    if (near.len > 0)
        reader_hint(e->reader, "did you mean '%" STR_FMT "'?", STR_ARG(near));
    else
        hint_listing(e, what, list, count);
}

static void fail_name(struct eval *e, struct str name)
{
    struct list_builder names;

    reader_fail(e->reader, DIAG_TEMPLATE_UNDEFINED,
                "'%" STR_FMT "' is undefined", STR_ARG(name));
    if (!e->names)
        return;
    list_builder_init(&names, e->arena);
    e->names(e, &names);
    hint_names(e, "in scope", name, list_builder_finish(&names));
}

/* The keys of a map or object as a list; false when it has none. */
static bool keys_of(struct eval *e, struct value parent, struct value *out)
{
    struct list_builder keys;

    if (parent.kind == VALUE_OBJECT)
        return parent.as.object->type->keys &&
               parent.as.object->type->keys(parent.as.object, e->reader, out) &&
               out->kind == VALUE_LIST;
    if (parent.kind != VALUE_MAP)
        return false;
    list_builder_init(&keys, e->arena);
    for (size_t i = 0; i < parent.as.map->len; i++)
        list_builder_push(&keys, parent.as.map->entries[i].key);
    *out = list_builder_finish(&keys);
    return true;
}

static void fail_key(struct eval *e, const struct undefined_info *info)
{
    struct buf key = BUF_INIT;
    struct value keys;

    /* The keys are asked for first: an object that fails while it lists them
     * must not hide what is missing. */
    bool have_keys = keys_of(e, info->parent, &keys);
    value_repr(&key, info->key, e->reader);
    reader_fail(e->reader, DIAG_TEMPLATE_UNDEFINED, "%s has no %s %" STR_FMT,
                value_kind_name(info->parent),
                info->key.kind == VALUE_STRING ? "attribute" : "element",
                STR_ARG(buf_str(&key)));
    buf_deinit(&key);
    if (have_keys && info->key.kind == VALUE_STRING)
        hint_names(e, "it has", value_text(info->key), keys);
}

bool fail_undefined(struct eval *e, struct value v)
{
    if (!(v.date_offset & UNDEFINED_INFO)) {
        fail_name(e, (struct str){v.as.text, v.len});
        return false;
    }
    const struct undefined_info *info = info_of(v);
    if (info->reason.len > 0)
        reader_fail(e->reader, DIAG_TEMPLATE_UNDEFINED, "%" STR_FMT,
                    STR_ARG(info->reason));
    else
        fail_key(e, info);
    return false;
}
