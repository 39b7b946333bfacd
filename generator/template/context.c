/* SPDX-License-Identifier: MIT */
/*
 * Looking up names that are no locals. A context is a chain: what an include or
 * a scoped block adds lies over what its surroundings have.
 */
#include "run.h"

struct context *context_new(struct run *r, const struct context *up,
                            bool sealed)
{
    struct context *context = arena_new(r->e.arena, struct context);

    context->up = up;
    context->sealed = sealed;
    context->blocks = arena_new(r->e.arena, struct block_table);
    context->autoescape = arena_new(r->e.arena, bool);
    *context->autoescape = r->set->options.autoescape;
    return context;
}

void context_locals(struct run *r, struct context *context,
                    const struct local_names *names)
{
    struct context_name *locals =
        arena_array(r->e.arena, struct context_name, names->len);
    size_t count = 0;

    for (size_t i = 0; i < names->len; i++) {
        const struct local_name *name = &names->items[i];
        struct frame *frame = r->e.frame;
        for (int32_t k = name->hops; k > 0; k--)
            frame = frame->up;
        struct value v = frame->slots[name->slot];
        if (v.kind == VALUE_UNDEFINED &&
            (v.date_offset & (UNDEFINED_MISSING | UNDEFINED_UNRESOLVED)))
            continue;
        locals[count++] = (struct context_name){name->name, v};
    }
    context->locals = locals;
    context->locals_len = count;
}

void context_set(struct run *r, struct context *context, struct str name,
                 struct value v, bool exported)
{
    struct context_var var = {name, v, exported};

    for (size_t i = 0; i < context->vars.len; i++) {
        if (str_eq(context->vars.items[i].name, name)) {
            context->vars.items[i] = var;
            return;
        }
    }
    vec_push(r->e.arena, &context->vars, var);
}

static bool find_own(const struct context *context, struct str name,
                     struct value *out)
{
    for (size_t i = 0; i < context->vars.len; i++) {
        if (str_eq(context->vars.items[i].name, name)) {
            *out = context->vars.items[i].value;
            return true;
        }
    }
    for (size_t i = 0; i < context->locals_len; i++) {
        if (str_eq(context->locals[i].name, name)) {
            *out = context->locals[i].value;
            return true;
        }
    }
    return false;
}

static bool find_in_render(struct run *r, struct str name, struct value *out)
{
    const struct value_object *object = r->names.as.object;

    if (r->names.kind == VALUE_MAP) {
        const struct value *found = value_map_get(r->names, name);
        if (found)
            *out = *found;
        return found != NULL;
    }
    return r->names.kind == VALUE_OBJECT && object->type->get &&
           object->type->get(object, name, r->e.reader, out);
}

bool context_resolve(struct eval *e, struct str name, struct value *out)
{
    struct run *r = e->scope;
    const struct context *context = r->context;

    for (;; context = context->up) {
        if (find_own(context, name, out))
            return true;
        if (!context->up)
            break;
    }
    if (!context->sealed && find_in_render(r, name, out))
        return true;
    return !e->reader->failed &&
           expr_env_find_global(e->env, name, e->reader, out);
}

static void add_keys(struct run *r, struct list_builder *out)
{
    const struct value_object *object = r->names.as.object;
    struct value keys;

    if (r->names.kind == VALUE_MAP) {
        for (size_t i = 0; i < r->names.as.map->len; i++)
            list_builder_push(out, r->names.as.map->entries[i].key);
    } else if (r->names.kind == VALUE_OBJECT && object->type->keys &&
               object->type->keys(object, r->e.reader, &keys) &&
               keys.kind == VALUE_LIST) {
        for (size_t i = 0; i < keys.as.list->len; i++)
            list_builder_push(out, keys.as.list->items[i]);
    }
}

/* Locals first, globals last: a hint shows the beginning. */
void context_names(struct eval *e, struct list_builder *out)
{
    struct run *r = e->scope;
    const struct context *context = r->context;

    for (size_t i = 0; r->function && i < r->function->names_len; i++)
        list_builder_push(out, value_str(r->function->names[i]));
    for (;; context = context->up) {
        for (size_t i = 0; i < context->vars.len; i++)
            list_builder_push(out, value_str(context->vars.items[i].name));
        for (size_t i = 0; i < context->locals_len; i++)
            list_builder_push(out, value_str(context->locals[i].name));
        if (!context->up)
            break;
    }
    if (!context->sealed)
        add_keys(r, out);
    expr_env_names(e->env, out);
}
