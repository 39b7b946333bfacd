/* SPDX-License-Identifier: MIT */
/*
 * Calling: arguments with * and **, built-ins with their signatures, natives,
 * bound methods, objects.
 */
#include "eval.h"

static bool add_star(struct eval *e, const struct node *node,
                     struct list_builder *items)
{
    struct value v;
    const struct value *more;
    size_t len;

    if (!eval_node(e, node, &v))
        return false;
    if (!eval_items(e, v, &more, &len))
        return eval_fail_at(e, node);
    for (size_t i = 0; i < len; i++)
        list_builder_push(items, more[i]);
    return true;
}

static bool add_star_star(struct eval *e, const struct node *node,
                          struct map_builder *named)
{
    struct value v;

    if (!eval_node(e, node, &v))
        return false;
    if (v.kind != VALUE_MAP) {
        if (is_undefined(v))
            fail_undefined(e, v);
        else
            eval_fail(e, "** takes a map, not %s", value_kind_name(v));
        return eval_fail_at(e, node);
    }
    for (size_t i = 0; i < v.as.map->len; i++)
        map_builder_set(named, v.as.map->entries[i].key,
                        v.as.map->entries[i].value);
    return true;
}

/* The general case: anything spread. */
static bool eval_spread(struct eval *e, const struct node_args *args,
                        const struct value *subject, struct value_args *out)
{
    struct list_builder items;
    struct map_builder named;
    struct value v;

    list_builder_init(&items, e->arena);
    map_builder_init(&named, e->arena);
    if (subject)
        list_builder_push(&items, *subject);
    for (size_t i = 0; i < args->len; i++) {
        if (!eval_node(e, args->items[i], &v))
            return false;
        list_builder_push(&items, v);
    }
    if (args->star && !add_star(e, args->star, &items))
        return false;
    for (size_t i = 0; i < args->named_len; i++) {
        if (!eval_node(e, args->named[i].value, &v))
            return false;
        map_builder_set(&named, value_str(args->named[i].name), v);
    }
    if (args->star_star && !add_star_star(e, args->star_star, &named))
        return false;
    struct value list = list_builder_finish(&items);
    struct value map = map_builder_finish(&named);
    *out = (struct value_args){.items = list.as.list->items,
                               .len = list.as.list->len,
                               .named = map.as.map->entries,
                               .named_len = map.as.map->len};
    return true;
}

bool eval_args(struct eval *e, const struct node_args *args,
               const struct value *subject, struct value_args *out)
{
    size_t room = subject != NULL;
    struct value *items;
    struct value_entry *named;

    if (args->star || args->star_star)
        return eval_spread(e, args, subject, out);
    items = arena_array(e->arena, struct value, room + args->len);
    if (subject)
        items[0] = *subject;
    for (size_t i = 0; i < args->len; i++)
        if (!eval_node(e, args->items[i], &items[room + i]))
            return false;
    named = args->named_len > 0
                ? arena_array(e->arena, struct value_entry, args->named_len)
                : NULL;
    for (size_t i = 0; i < args->named_len; i++) {
        named[i].key = value_str(args->named[i].name);
        if (!eval_node(e, args->named[i].value, &named[i].value))
            return false;
    }
    *out = (struct value_args){.items = items,
                               .len = room + args->len,
                               .named = named,
                               .named_len = args->named_len};
    return true;
}

/* Takes one parameter's name off the signature. */
static bool next_param(struct str *signature, struct str *name, bool *optional)
{
    if (signature->len == 0)
        return false;
    size_t end = str_chr(*signature, ' ');
    *name = str_slice(*signature, 0, end);
    *signature = end == STR_NONE ? STR("") : str_from(*signature, end + 1);
    *optional = name->len > 0 && name->ptr[name->len - 1] == '?';
    if (*optional)
        name->len--;
    return true;
}

static bool fail_call(struct eval *e, const char *kind,
                      const struct builtin *builtin, const char *what,
                      struct str name)
{
    return eval_fail(e, "%s '%s' %s%" STR_FMT, kind, builtin->name, what,
                     STR_ARG(name));
}

/* A name that no parameter has. */
static struct str unknown_name(const struct builtin *builtin,
                               const struct value_args *args)
{
    for (size_t i = 0; i < args->named_len; i++) {
        struct str signature = str_of(builtin->signature);
        struct str given = value_text(args->named[i].key), name;
        bool optional, known = false;
        while (!known && next_param(&signature, &name, &optional))
            known = str_eq(name, given);
        if (!known)
            return given;
    }
    return STR("");
}

/* Fills a[]; the first `subjects` arguments stand before the signature's. */
static bool bind_args(struct eval *e, const char *kind,
                      const struct builtin *builtin,
                      const struct value_args *args, size_t subjects,
                      struct value a[ARGS_MAX])
{
    struct str signature = str_of(builtin->signature);
    size_t used = 0, count = subjects;
    struct str name;
    bool optional;

    for (size_t i = 0; i < subjects; i++)
        a[i] = args->items[i];
    if (signature.len == 0 && args->len == subjects && args->named_len == 0)
        return true;
    while (next_param(&signature, &name, &optional)) {
        const struct value *named = value_args_named(args, name);
        used += named != NULL;
        if (count < args->len && named)
            return fail_call(e, kind, builtin, "got two values for ", name);
        if (count < args->len)
            a[count] = args->items[count];
        else if (named)
            a[count] = *named;
        else if (optional)
            a[count] = value_missing();
        else
            return fail_call(e, kind, builtin, "needs the argument ", name);
        count++;
    }
    if (args->len > count)
        return eval_fail(e, "%s '%s' takes at most %zu arguments", kind,
                         builtin->name, count - subjects);
    if (used < args->named_len)
        return fail_call(e, kind, builtin, "has no argument ",
                         unknown_name(builtin, args));
    return true;
}

bool eval_apply(struct eval *e, const struct expr_function *function,
                const struct value_args *args, struct value *out)
{
    struct value a[ARGS_MAX];

    if (function->native)
        return function->native(function->data, args, e->reader, out);
    if (function->builtin.raw)
        return function->builtin.raw(e, args, out);
    return bind_args(e, function->kind, &function->builtin, args, 1, a) &&
           function->builtin.bound(e, a, out);
}

/* ---- Functions and methods as values ---- */

static bool function_call(const struct value_object *self,
                          const struct value_args *args, struct reader *reader,
                          struct value *out)
{
    const struct expr_function *function = self->data;

    if (!function->native)
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "this function works inside a template only");
    return function->native(function->data, args, reader, out);
}

static bool function_text(const struct value_object *self,
                          struct reader *reader, struct value *out)
{
    const struct expr_function *function = self->data;

    *out = value_str(str_fmt(reader->arena, "<function %" STR_FMT ">",
                             STR_ARG(function->name)));
    return true;
}

const struct value_object_type function_type = {
    .name = "function", .call = function_call, .text = function_text};

struct bound_method {
    const struct builtin *method;
    struct value self;
};

/* Present so that a method counts as callable; eval_call knows it. */
static bool bound_call(const struct value_object *self,
                       const struct value_args *args, struct reader *reader,
                       struct value *out)
{
    (void)self;
    (void)args;
    (void)out;
    return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                       "a method works inside a template only");
}

static const struct value_object_type method_type = {.name = "method",
                                                     .call = bound_call};

struct value method_value(struct eval *e, const struct builtin *method,
                          struct value self)
{
    struct bound_method *bound = arena_new(e->arena, struct bound_method);

    bound->method = method;
    bound->self = self;
    return value_object(e->arena, &method_type, bound);
}

bool method_call(struct eval *e, const struct builtin *method,
                 struct value self, const struct value_args *args,
                 struct value *out)
{
    struct value a[ARGS_MAX];
    struct value_args with_self = *args;
    struct value *items = arena_array(e->arena, struct value, args->len + 1);

    items[0] = self;
    if (args->len > 0)
        memcpy(items + 1, args->items, args->len * sizeof(*items));
    with_self.items = items;
    with_self.len = args->len + 1;
    if (method->raw)
        return method->raw(e, &with_self, out);
    return bind_args(e, "method", method, &with_self, 1, a) &&
           method->bound(e, a, out);
}

bool eval_call(struct eval *e, struct value callee,
               const struct value_args *args, struct value *out)
{
    const struct value_object *object = callee.as.object;
    struct value a[ARGS_MAX];

    if (is_undefined(callee))
        return fail_undefined(e, callee);
    if (callee.kind != VALUE_OBJECT || !object->type->call)
        return eval_fail(e, "%s cannot be called", value_kind_name(callee));
    if (object->type == &method_type) {
        const struct bound_method *bound = object->data;
        return method_call(e, bound->method, bound->self, args, out);
    }
    if (object->type == &function_type) {
        const struct expr_function *function = object->data;
        if (function->builtin.raw)
            return function->builtin.raw(e, args, out);
        if (function->builtin.bound)
            return bind_args(e, "function", &function->builtin, args, 0, a) &&
                   function->builtin.bound(e, a, out);
    }
    if (object->type->call(object, args, e->reader, out))
        return true;
    if (!e->reader->failed)
        eval_fail(e, "calling %s failed", object->type->name);
    return false;
}
