/* SPDX-License-Identifier: MIT */
/*
 * map, select, reject, selectattr, rejectattr: they name another filter or test
 * and an attribute's path, and make a list (Jinja2: a generator).
 */
#include "builtins.h"

/* Elements of the subject; nothing to do when it is false. */
static bool subject_items(struct eval *e, struct value v,
                          const struct value **items, size_t *len)
{
    bool truth;

    if (!eval_truth(e, v, &truth))
        return false;
    *items = NULL;
    *len = 0;
    return !truth || eval_items(e, v, items, len);
}

static bool map_attribute(struct eval *e, const struct value_args *args,
                          struct value attribute, struct value *out)
{
    const struct value *fallback = value_args_named(args, STR("default"));
    struct attribute_path path;
    struct list_builder list;
    const struct value *items;
    size_t len;

    if (args->named_len > (fallback ? 2u : 1u))
        return eval_fail(e, "map takes an attribute and a default");
    attribute_path(e, attribute, &path);
    list_builder_init(&list, e->arena);
    if (!subject_items(e, args->items[0], &items, &len))
        return false;
    for (size_t i = 0; i < len; i++) {
        struct value v = items[i];
        for (size_t k = 0; k < path.len; k++) {
            if (!eval_getitem(e, v, path.parts[k], &v))
                return false;
            if (is_undefined(v) && fallback && fallback->kind != VALUE_NULL)
                v = *fallback;
        }
        list_builder_push(&list, v);
    }
    *out = list_builder_finish(&list);
    return true;
}

/* Finds the filter or test that an argument names. */
static const struct expr_function *find(struct eval *e, bool filter,
                                        struct value name)
{
    const struct expr_function *function;
    struct str text;

    if (!eval_text(e, name, &text))
        return NULL;
    function = filter ? expr_env_find_filter(e->env, text)
                      : expr_env_find_test(e->env, text);
    if (!function) {
        struct str near = expr_env_nearest(e->env, filter, text, e->arena);
        eval_fail(e, "No %s named '%" STR_FMT "'.", filter ? "filter" : "test",
                  STR_ARG(text));
        if (near.len > 0)
            reader_hint(e->reader, "did you mean '%" STR_FMT "'?",
                        STR_ARG(near));
    }
    return function;
}

/* The arguments behind the first `skip`, with room for a subject before. */
static struct value *rest_args(struct eval *e, const struct value_args *args,
                               size_t skip, struct value_args *out)
{
    size_t rest = args->len > skip ? args->len - skip : 0;
    struct value *items = arena_array(e->arena, struct value, rest + 1);

    if (rest > 0)
        memcpy(items + 1, args->items + skip, rest * sizeof(*items));
    *out = (struct value_args){.items = items,
                               .len = rest + 1,
                               .named = args->named,
                               .named_len = args->named_len};
    return items;
}

static bool f_map(struct eval *e, const struct value_args *args,
                  struct value *out)
{
    const struct value *attribute = value_args_named(args, STR("attribute"));
    const struct expr_function *function;
    struct value_args call;
    struct list_builder list;
    const struct value *items;
    size_t len;

    if (args->len == 1 && attribute)
        return map_attribute(e, args, *attribute, out);
    list_builder_init(&list, e->arena);
    if (!subject_items(e, args->items[0], &items, &len))
        return false;
    if (len > 0) {
        if (args->len < 2)
            return eval_fail(e, "map requires a filter argument");
        function = find(e, true, args->items[1]);
        if (!function)
            return false;
        struct value *room = rest_args(e, args, 2, &call);
        for (size_t i = 0; i < len; i++) {
            struct value v;
            room[0] = items[i];
            if (!eval_apply(e, function, &call, &v))
                return false;
            list_builder_push(&list, v);
        }
    }
    *out = list_builder_finish(&list);
    return true;
}

struct selection {
    struct attribute_path path;
    const struct expr_function *test; /* NULL: truth */
    struct value *room;
    struct value_args call;
    bool keep;
};

static bool selects(struct eval *e, const struct selection *s,
                    struct value item, bool *out)
{
    struct value v;

    if (!attribute_get(e, &s->path, item, &v))
        return false;
    if (!s->test)
        return eval_truth(e, v, out);
    s->room[0] = v;
    return eval_apply(e, s->test, &s->call, &v) && eval_truth(e, v, out);
}

static bool select_items(struct eval *e, const struct value_args *args,
                         bool keep, bool by_attribute, struct value *out)
{
    struct selection s = {.keep = keep};
    size_t name_at = by_attribute ? 2 : 1;
    struct list_builder list;
    const struct value *items;
    size_t len;
    bool yes;

    list_builder_init(&list, e->arena);
    if (!subject_items(e, args->items[0], &items, &len))
        return false;
    if (len > 0 && args->len < name_at)
        return eval_fail(e, "Missing parameter for attribute name");
    if (len > 0 && by_attribute)
        attribute_path(e, args->items[1], &s.path);
    if (len > 0 && args->len > name_at) {
        s.test = find(e, false, args->items[name_at]);
        if (!s.test)
            return false;
        s.room = rest_args(e, args, name_at + 1, &s.call);
    }
    for (size_t i = 0; i < len; i++) {
        if (!selects(e, &s, items[i], &yes))
            return false;
        if (yes == keep)
            list_builder_push(&list, items[i]);
    }
    *out = list_builder_finish(&list);
    return true;
}

static bool f_select(struct eval *e, const struct value_args *args,
                     struct value *out)
{
    return select_items(e, args, true, false, out);
}

static bool f_reject(struct eval *e, const struct value_args *args,
                     struct value *out)
{
    return select_items(e, args, false, false, out);
}

static bool f_selectattr(struct eval *e, const struct value_args *args,
                         struct value *out)
{
    return select_items(e, args, true, true, out);
}

static bool f_rejectattr(struct eval *e, const struct value_args *args,
                         struct value *out)
{
    return select_items(e, args, false, true, out);
}

const struct builtin filters_select[] = {
    {"map", NULL, NULL, f_map},
    {"select", NULL, NULL, f_select},
    {"reject", NULL, NULL, f_reject},
    {"selectattr", NULL, NULL, f_selectattr},
    {"rejectattr", NULL, NULL, f_rejectattr},
    {NULL, NULL, NULL, NULL},
};
