/* SPDX-License-Identifier: MIT */
/*
 * Filters by order and equality: sort, dictsort, groupby, unique, min, max.
 * Sorting is stable, ascending and descending.
 */
#include "builtins.h"

struct sorting {
    struct eval *e;
    bool reverse;
    bool in_lists;
    bool failed;
};

/* Python's <; a failure ends the sorting. */
static bool less(struct sorting *s, struct value a, struct value b)
{
    bool result = false;

    if (s->failed)
        return false;
    if (a.kind == VALUE_STRING && b.kind == VALUE_STRING)
        return str_cmp(value_text(a), value_text(b)) < 0;
    if (a.kind == VALUE_INT && b.kind == VALUE_INT)
        return a.as.integer < b.as.integer;
    /* Keys of sort are lists: two undefined ones are equal elements. */
    if (s->in_lists && is_undefined(a) && is_undefined(b) &&
        !undefined_is_strict(s->e, a))
        return false;
    if (!eval_compare(s->e, OP_LT, a, b, &result))
        s->failed = true;
    return result;
}

static void merge(struct sorting *s, struct sort_item *items,
                  struct sort_item *room, size_t len)
{
    size_t half = len / 2;
    size_t left = 0, right = half, at = 0;

    if (len < 2)
        return;
    merge(s, items, room, half);
    merge(s, items + half, room, len - half);
    while (left < half && right < len && !s->failed) {
        bool take_right = s->reverse
                              ? less(s, items[left].key, items[right].key)
                              : less(s, items[right].key, items[left].key);
        room[at++] = items[take_right ? right++ : left++];
    }
    while (left < half)
        room[at++] = items[left++];
    while (right < len)
        room[at++] = items[right++];
    memcpy(items, room, len * sizeof(*items));
}

static bool sort_with(struct sorting *sorting, struct sort_item *items,
                      size_t len)
{
    struct arena *arena = sorting->e->arena;

    merge(sorting, items, arena_array(arena, struct sort_item, len), len);
    return !sorting->failed;
}

bool sort_items(struct eval *e, struct sort_item *items, size_t len,
                bool reverse)
{
    struct sorting sorting = {.e = e, .reverse = reverse};

    return sort_with(&sorting, items, len);
}

static struct value items_of(struct eval *e, const struct sort_item *sorted,
                             size_t len)
{
    struct value *items = arena_array(e->arena, struct value, len);

    for (size_t i = 0; i < len; i++)
        items[i] = sorted[i].item;
    return value_list_of(e->arena, items, len);
}

/* The key "a,b.c" is a list of two. */
static bool multi_key(struct eval *e, const struct attribute_path *paths,
                      size_t count, bool case_sensitive, struct value item,
                      struct value *out)
{
    struct value *keys = arena_array(e->arena, struct value, count);

    for (size_t i = 0; i < count; i++) {
        if (!attribute_get(e, &paths[i], item, &keys[i]))
            return false;
        if (!case_sensitive)
            keys[i] = ignore_case(e, keys[i]);
    }
    *out = count == 1 ? keys[0] : value_list_of(e->arena, keys, count);
    return true;
}

static size_t multi_path(struct eval *e, struct value attribute,
                         struct attribute_path **out)
{
    struct str rest, part;
    size_t count = 1;

    if (attribute.kind != VALUE_STRING) {
        *out = arena_array(e->arena, struct attribute_path, 1);
        attribute_path(e, attribute, &(*out)[0]);
        return 1;
    }
    rest = value_text(attribute);
    for (size_t i = 0; i < rest.len; i++)
        count += rest.ptr[i] == ',';
    *out = arena_array(e->arena, struct attribute_path, count);
    count = 0;
    while (str_split(&rest, ',', &part))
        attribute_path(e, value_str(part), &(*out)[count++]);
    return count;
}

static bool f_sort(struct eval *e, const struct value *a, struct value *out)
{
    struct attribute_path *paths;
    const struct value *items;
    bool reverse, case_sensitive;
    size_t len, count;

    if (!eval_items(e, a[0], &items, &len) ||
        !arg_bool(e, a[1], false, &reverse) ||
        !arg_bool(e, a[2], false, &case_sensitive))
        return false;
    count = multi_path(e, a[3], &paths);
    struct sort_item *sorted = arena_array(e->arena, struct sort_item, len);
    for (size_t i = 0; i < len; i++) {
        sorted[i].item = items[i];
        if (!multi_key(e, paths, count, case_sensitive, items[i],
                       &sorted[i].key))
            return false;
    }
    struct sorting sorting = {.e = e, .reverse = reverse, .in_lists = true};
    if (!sort_with(&sorting, sorted, len))
        return false;
    *out = items_of(e, sorted, len);
    return true;
}

static bool f_dictsort(struct eval *e, const struct value *a, struct value *out)
{
    struct value_args none = {.items = NULL};
    const struct builtin *pairs_of = method_find(a[0], STR("items"));
    bool reverse, case_sensitive;
    struct value pairs;
    struct str by;

    if (is_undefined(a[0]))
        return fail_undefined(e, a[0]);
    if (!pairs_of)
        return eval_fail(e, "dictsort takes a map, not %s",
                         value_kind_name(a[0]));
    if (!arg_bool(e, a[1], false, &case_sensitive) ||
        !arg_text(e, a[2], STR("key"), &by) ||
        !arg_bool(e, a[3], false, &reverse) ||
        !method_call(e, pairs_of, a[0], &none, &pairs))
        return false;
    if (!str_is(by, "key") && !str_is(by, "value"))
        return eval_fail(e, "dictsort is by 'key' or 'value'");
    size_t len = pairs.as.list->len;
    struct sort_item *sorted = arena_array(e->arena, struct sort_item, len);
    for (size_t i = 0; i < len; i++) {
        struct value pair = pairs.as.list->items[i];
        sorted[i].item = pair;
        sorted[i].key = pair.as.list->items[str_is(by, "value")];
        if (!case_sensitive)
            sorted[i].key = ignore_case(e, sorted[i].key);
    }
    if (!sort_items(e, sorted, len, reverse))
        return false;
    *out = items_of(e, sorted, len);
    return true;
}

/* ---- groupby ---- */

struct group {
    struct value pair[2]; /* grouper, list */
};

static bool group_get(const struct value_object *self, struct str key,
                      struct reader *reader, struct value *out)
{
    const struct group *group = self->data;

    (void)reader;
    if (str_is(key, "grouper"))
        *out = group->pair[0];
    else if (str_is(key, "list"))
        *out = group->pair[1];
    else
        return false;
    return true;
}

static bool group_items(const struct value_object *self, struct reader *reader,
                        struct value *out)
{
    const struct group *group = self->data;

    *out = value_tuple_of(reader->arena, group->pair, 2);
    return true;
}

static bool group_text(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    return group_items(self, reader, out);
}

static const struct value_object_type group_type = {.name = "group",
                                                    .get = group_get,
                                                    .items = group_items,
                                                    .text = group_text};

static bool group_key(struct eval *e, const struct attribute_path *path,
                      struct value fallback, struct value item,
                      struct value *out)
{
    for (size_t i = 0; i < path->len; i++) {
        if (!eval_getitem(e, item, path->parts[i], &item))
            return false;
        if (is_undefined(item) && arg_given(fallback))
            item = fallback;
    }
    *out = item;
    return true;
}

static struct value make_group(struct eval *e, const struct sort_item *sorted,
                               size_t len, struct value grouper)
{
    struct group *group = arena_new(e->arena, struct group);

    group->pair[0] = grouper;
    group->pair[1] = items_of(e, sorted, len);
    return value_object(e->arena, &group_type, group);
}

static bool f_groupby(struct eval *e, const struct value *a, struct value *out)
{
    struct attribute_path path;
    const struct value *items;
    struct list_builder groups;
    bool case_sensitive, same;
    size_t len;

    attribute_path(e, a[1], &path);
    list_builder_init(&groups, e->arena);
    if (!eval_items(e, a[0], &items, &len) ||
        !arg_bool(e, a[3], false, &case_sensitive))
        return false;
    struct sort_item *sorted = arena_array(e->arena, struct sort_item, len);
    for (size_t i = 0; i < len; i++) {
        sorted[i].item = items[i];
        if (!group_key(e, &path, a[2], items[i], &sorted[i].key))
            return false;
        if (!case_sensitive)
            sorted[i].key = ignore_case(e, sorted[i].key);
    }
    if (!sort_items(e, sorted, len, false))
        return false;
    for (size_t i = 0, end; i < len; i = end) {
        struct value grouper = sorted[i].key;
        for (end = i + 1; end < len; end++) {
            if (!eval_compare(e, OP_EQ, sorted[i].key, sorted[end].key, &same))
                return false;
            if (!same)
                break;
        }
        if (!case_sensitive &&
            !group_key(e, &path, a[2], sorted[i].item, &grouper))
            return false;
        list_builder_push(&groups, make_group(e, sorted + i, end - i, grouper));
    }
    *out = list_builder_finish(&groups);
    return true;
}

/* ---- unique, min, max ---- */

static bool plain_key(struct eval *e, const struct attribute_path *path,
                      bool case_sensitive, struct value item, struct value *out)
{
    if (!attribute_get(e, path, item, out))
        return false;
    if (!case_sensitive)
        *out = ignore_case(e, *out);
    return true;
}

static bool f_unique(struct eval *e, const struct value *a, struct value *out)
{
    struct attribute_path path;
    const struct value *items;
    struct list_builder list;
    struct map_builder seen;
    struct value key;
    bool case_sensitive;
    size_t len;

    attribute_path(e, a[2], &path);
    list_builder_init(&list, e->arena);
    map_builder_init(&seen, e->arena);
    if (!eval_items(e, a[0], &items, &len) ||
        !arg_bool(e, a[1], false, &case_sensitive))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!plain_key(e, &path, case_sensitive, items[i], &key))
            return false;
        if (is_undefined(key) && undefined_is_strict(e, key))
            return fail_undefined(e, key);
        if (!map_builder_set(&seen, key, value_null()))
            list_builder_push(&list, items[i]);
    }
    *out = list_builder_finish(&list);
    return true;
}

static bool extreme(struct eval *e, const struct value *a, enum node_op op,
                    struct value *out)
{
    struct attribute_path path;
    const struct value *items;
    struct value best, key;
    bool case_sensitive, better;
    size_t len;

    attribute_path(e, a[2], &path);
    if (!eval_items(e, a[0], &items, &len) ||
        !arg_bool(e, a[1], false, &case_sensitive))
        return false;
    if (len == 0) {
        *out = undefined_because(
            e, STR("No aggregated item, sequence was empty."));
        return true;
    }
    *out = items[0];
    if (!plain_key(e, &path, case_sensitive, items[0], &best))
        return false;
    for (size_t i = 1; i < len; i++) {
        if (!plain_key(e, &path, case_sensitive, items[i], &key) ||
            !eval_compare(e, op, key, best, &better))
            return false;
        if (better) {
            best = key;
            *out = items[i];
        }
    }
    return true;
}

static bool f_min(struct eval *e, const struct value *a, struct value *out)
{
    return extreme(e, a, OP_LT, out);
}

static bool f_max(struct eval *e, const struct value *a, struct value *out)
{
    return extreme(e, a, OP_GT, out);
}

const struct builtin filters_sort[] = {
    {"sort", "reverse? case_sensitive? attribute?", f_sort, NULL},
    {"dictsort", "case_sensitive? by? reverse?", f_dictsort, NULL},
    {"groupby", "attribute default? case_sensitive?", f_groupby, NULL},
    {"unique", "case_sensitive? attribute?", f_unique, NULL},
    {"min", "case_sensitive? attribute?", f_min, NULL},
    {"max", "case_sensitive? attribute?", f_max, NULL},
    {NULL, NULL, NULL, NULL},
};
