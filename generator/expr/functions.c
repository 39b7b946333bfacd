/* SPDX-License-Identifier: MIT */
/*
 * The global functions range, dict, namespace, cycler and joiner. What they
 * make belongs to one rendering, so that namespace, cycler and joiner may
 * change: the only values that do.
 */
#include "builtins.h"

/* ---- range ---- */

static bool range_items(const struct value_object *self, struct reader *reader,
                        struct value *out)
{
    const struct range *range = self->data;
    struct value *items;

    if (range->len > 10000000)
        return reader_fail(reader, DIAG_TEMPLATE_LIMIT,
                           "a range of %zu numbers is too long for a list",
                           range->len);
    items = arena_array(reader->arena, struct value, range->len);
    for (size_t i = 0; i < range->len; i++)
        items[i] = value_int(range_at(range, i));
    *out = value_list_of(reader->arena, items, range->len);
    return true;
}

static bool range_text(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    const struct range *range = self->data;
    long long start = range->start, stop = range->stop, step = range->step;

    *out = value_str(
        step == 1 ? str_fmt(reader->arena, "range(%lld, %lld)", start, stop)
                  : str_fmt(reader->arena, "range(%lld, %lld, %lld)", start,
                            stop, step));
    return true;
}

static bool range_truthy(const struct value_object *self, struct reader *reader)
{
    const struct range *range = self->data;

    (void)reader;
    return range->len > 0;
}

static bool range_equal(const struct value_object *a,
                        const struct value_object *b)
{
    const struct range *x = a->data, *y = b->data;

    return x->len == y->len &&
           (x->len == 0 || (x->start == y->start && x->step == y->step));
}

const struct value_object_type range_type = {.name = "range",
                                             .items = range_items,
                                             .text = range_text,
                                             .truthy = range_truthy,
                                             .equal = range_equal};

static bool fn_range(struct eval *e, const struct value_args *args,
                     struct value *out)
{
    struct range *range = arena_new(e->arena, struct range);
    int64_t numbers[3] = {0, 0, 1};

    if (args->len < 1 || args->len > 3 || args->named_len > 0)
        return eval_fail(e, "range takes one to three integers");
    for (size_t i = 0; i < args->len; i++)
        if (!eval_integer(e, "an argument of range", args->items[i],
                          &numbers[args->len == 1 ? 1 : i]))
            return false;
    if (numbers[2] == 0)
        return eval_fail(e, "the step of a range is not zero");
    range->start = numbers[0];
    range->stop = numbers[1];
    range->step = numbers[2];
    bool back = range->step < 0;
    if (back ? range->stop < range->start : range->stop > range->start) {
        uint64_t span = back ? (uint64_t)range->start - (uint64_t)range->stop
                             : (uint64_t)range->stop - (uint64_t)range->start;
        uint64_t step =
            back ? 0 - (uint64_t)range->step : (uint64_t)range->step;
        range->len = (size_t)(span / step + (span % step != 0));
    }
    *out = value_object(e->arena, &range_type, range);
    return true;
}

/* ---- dict, namespace ---- */

static bool add_pairs(struct eval *e, struct map_builder *map, struct value v)
{
    const struct value *items, *pair;
    size_t len, pair_len;

    if (is_undefined(v))
        return fail_undefined(e, v);
    if (v.kind == VALUE_MAP) {
        for (size_t i = 0; i < v.as.map->len; i++)
            map_builder_set(map, v.as.map->entries[i].key,
                            v.as.map->entries[i].value);
        return true;
    }
    if (!eval_items(e, v, &items, &len))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!eval_items(e, items[i], &pair, &pair_len))
            return false;
        if (pair_len != 2)
            return eval_fail(e, "a map is made from pairs");
        map_builder_set(map, pair[0], pair[1]);
    }
    return true;
}

static bool build_map(struct eval *e, const struct value_args *args,
                      struct map_builder *map)
{
    map_builder_init(map, e->arena);
    if (args->len > 1)
        return eval_fail(e, "a map is made from one map or list of pairs");
    if (args->len == 1 && !add_pairs(e, map, args->items[0]))
        return false;
    for (size_t i = 0; i < args->named_len; i++)
        map_builder_set(map, args->named[i].key, args->named[i].value);
    return true;
}

static bool fn_dict(struct eval *e, const struct value_args *args,
                    struct value *out)
{
    struct map_builder map;

    if (!build_map(e, args, &map))
        return false;
    *out = map_builder_finish(&map);
    return true;
}

struct namespace
{
    struct map_builder *map;
};

static struct value *namespace_find(const struct namespace *ns, struct str name)
{
    for (size_t i = 0; i < ns->map->entries.len; i++) {
        struct value_entry *entry = &ns->map->entries.items[i];
        if (entry->key.kind == VALUE_STRING &&
            str_eq(value_text(entry->key), name))
            return &entry->value;
    }
    return NULL;
}

static bool namespace_get(const struct value_object *self, struct str key,
                          struct reader *reader, struct value *out)
{
    const struct value *found = namespace_find(self->data, key);

    (void)reader;
    if (found)
        *out = *found;
    return found != NULL;
}

static bool namespace_text(const struct value_object *self,
                           struct reader *reader, struct value *out)
{
    const struct namespace *ns = self->data;
    struct map_builder copy;
    struct buf buf = BUF_INIT;

    map_builder_init(&copy, reader->arena);
    for (size_t i = 0; i < ns->map->entries.len; i++)
        map_builder_set(&copy, ns->map->entries.items[i].key,
                        ns->map->entries.items[i].value);
    buf_add_cstr(&buf, "<Namespace ");
    value_repr(&buf, map_builder_finish(&copy), reader);
    buf_add_char(&buf, '>');
    *out = value_str(buf_dup(reader->arena, &buf));
    buf_deinit(&buf);
    return true;
}

const struct value_object_type namespace_type = {
    .name = "namespace", .get = namespace_get, .text = namespace_text};

bool namespace_set(struct eval *e, struct value ns, struct str name,
                   struct value v)
{
    if (ns.kind != VALUE_OBJECT || ns.as.object->type != &namespace_type)
        return eval_fail(e, "cannot assign attribute on non-namespace object");
    const struct namespace *self = ns.as.object->data;
    map_builder_set(self->map, value_str(name), v);
    return true;
}

static bool fn_namespace(struct eval *e, const struct value_args *args,
                         struct value *out)
{
    struct namespace *ns = arena_new(e->arena, struct namespace);

    ns->map = arena_new(e->arena, struct map_builder);
    if (!build_map(e, args, ns->map))
        return false;
    *out = value_object(e->arena, &namespace_type, ns);
    return true;
}

/* ---- cycler ---- */

struct cycler {
    const struct value *items;
    size_t len;
    size_t *at;
};

static bool cycler_next(void *data, const struct value_args *args,
                        struct reader *reader, struct value *out)
{
    const struct cycler *cycler = data;

    (void)args;
    (void)reader;
    *out = cycler->items[*cycler->at];
    *cycler->at = (*cycler->at + 1) % cycler->len;
    return true;
}

static bool cycler_reset(void *data, const struct value_args *args,
                         struct reader *reader, struct value *out)
{
    const struct cycler *cycler = data;

    (void)args;
    (void)reader;
    *cycler->at = 0;
    *out = value_null();
    return true;
}

static struct value native_method(struct reader *reader, struct str name,
                                  expr_native *fn, const void *data)
{
    struct expr_function *function =
        arena_new(reader->arena, struct expr_function);
    void **own = arena_new(reader->arena, void *);

    function->name = name;
    function->kind = "method";
    function->native = fn;
    memcpy(own, &data, sizeof(data));
    function->data = *own;
    return value_object(reader->arena, &function_type, function);
}

static bool cycler_get(const struct value_object *self, struct str key,
                       struct reader *reader, struct value *out)
{
    const struct cycler *cycler = self->data;

    if (str_is(key, "current"))
        *out = cycler->items[*cycler->at];
    else if (str_is(key, "next"))
        *out = native_method(reader, STR("next"), cycler_next, cycler);
    else if (str_is(key, "reset"))
        *out = native_method(reader, STR("reset"), cycler_reset, cycler);
    else
        return false;
    return true;
}

static const struct value_object_type cycler_type = {.name = "cycler",
                                                     .get = cycler_get};

static bool fn_cycler(struct eval *e, const struct value_args *args,
                      struct value *out)
{
    struct cycler *cycler = arena_new(e->arena, struct cycler);

    if (args->len == 0)
        return eval_fail(e, "at least one item has to be provided");
    cycler->items =
        arena_copy(e->arena, args->items, args->len * sizeof(struct value));
    cycler->len = args->len;
    cycler->at = arena_new(e->arena, size_t);
    *out = value_object(e->arena, &cycler_type, cycler);
    return true;
}

/* ---- joiner ---- */

struct joiner {
    struct value separator;
    bool *used;
};

static bool joiner_call(const struct value_object *self,
                        const struct value_args *args, struct reader *reader,
                        struct value *out)
{
    const struct joiner *joiner = self->data;

    (void)args;
    (void)reader;
    *out = *joiner->used ? joiner->separator : value_str(STR(""));
    *joiner->used = true;
    return true;
}

static const struct value_object_type joiner_type = {.name = "joiner",
                                                     .call = joiner_call};

static bool fn_joiner(struct eval *e, const struct value *a, struct value *out)
{
    struct joiner *joiner = arena_new(e->arena, struct joiner);

    joiner->separator = is_missing(a[0]) ? value_str(STR(", ")) : a[0];
    joiner->used = arena_new(e->arena, bool);
    *out = value_object(e->arena, &joiner_type, joiner);
    return true;
}

const struct builtin functions_builtin[] = {
    {"range", NULL, NULL, fn_range},         {"dict", NULL, NULL, fn_dict},
    {"namespace", NULL, NULL, fn_namespace}, {"cycler", NULL, NULL, fn_cycler},
    {"joiner", "sep?", fn_joiner, NULL},     {NULL, NULL, NULL, NULL},
};
