/* SPDX-License-Identifier: MIT */
/*
 * Macros and call blocks. A macro keeps the activation and the context in which
 * it was defined; what it prints goes straight to the output where it can, and
 * is a text (markup under autoescape) where it is a value.
 */
#include "run.h"

struct macro_value {
    struct run *run;
    const struct macro *macro;
    const struct template *t;
    struct frame *up;
    struct context *context;
};

static struct value macro_value(struct run *r, const struct macro *macro)
{
    struct macro_value *v = arena_new(r->e.arena, struct macro_value);

    v->run = r;
    v->macro = macro;
    v->t = run_template(r);
    v->up = r->e.frame;
    v->context = r->context;
    return value_object(r->e.arena, &macro_type, v);
}

static bool fail_macro(struct run *r, const struct macro *macro,
                       const char *what, struct str name)
{
    return eval_fail(&r->e, "macro '%" STR_FMT "' %s%" STR_FMT,
                     STR_ARG(macro->name), what, STR_ARG(name));
}

static const struct value_entry *find_named(const struct value_args *args,
                                            struct str name)
{
    for (size_t i = 0; i < args->named_len; i++)
        if (str_eq(value_text(args->named[i].key), name))
            return &args->named[i];
    return NULL;
}

/* Named arguments that are no parameters. */
static bool rest_named(struct run *r, const struct macro *macro,
                       const struct value_args *args, size_t positional,
                       bool takes_caller)
{
    struct map_builder rest;
    struct frame *frame = r->e.frame;

    map_builder_init(&rest, r->e.arena);
    for (size_t i = 0; i < args->named_len; i++) {
        struct str name = value_text(args->named[i].key);
        bool known = takes_caller && str_is(name, "caller");
        for (size_t k = positional; k < macro->params_len && !known; k++)
            known = str_eq(macro->params[k]->as.name.name, name);
        if (known)
            continue;
        if (macro->kwargs_slot < 0)
            return str_is(name, "caller")
                       ? fail_macro(r, macro,
                                    "was invoked with two values for the "
                                    "special caller argument",
                                    STR(""))
                       : fail_macro(r, macro, "takes no keyword argument ",
                                    name);
        map_builder_set(&rest, args->named[i].key, args->named[i].value);
    }
    if (macro->kwargs_slot >= 0)
        frame->slots[macro->kwargs_slot] = map_builder_finish(&rest);
    return true;
}

static bool rest_positional(struct run *r, const struct macro *macro,
                            const struct value_args *args)
{
    size_t rest =
        args->len > macro->params_len ? args->len - macro->params_len : 0;

    if (macro->varargs_slot >= 0)
        r->e.frame->slots[macro->varargs_slot] = value_tuple_of(
            r->e.arena,
            arena_copy(r->e.arena, args->items + args->len - rest,
                       rest * sizeof(struct value)),
            rest);
    else if (rest > 0)
        return eval_fail(
            &r->e, "macro '%" STR_FMT "' takes not more than %zu argument(s)",
            STR_ARG(macro->name), macro->params_len);
    return true;
}

/* Parameters that were not given, in order: a default may use those before. */
static bool fill_defaults(struct run *r, const struct macro *macro)
{
    size_t first = macro->params_len - macro->defaults_len;

    for (size_t i = 0; i < macro->params_len; i++) {
        const struct node *param = macro->params[i];
        struct value *slot = &r->e.frame->slots[param->as.name.slot];
        if (!is_missing(*slot))
            continue;
        if (i < first)
            *slot = undefined_because(
                &r->e,
                str_fmt(r->e.arena, "parameter '%" STR_FMT "' was not provided",
                        STR_ARG(param->as.name.name)));
        else if (!eval_node(&r->e, macro->defaults[i - first], slot))
            return false;
    }
    return true;
}

static bool bind(struct run *r, const struct macro *macro,
                 const struct value_args *args)
{
    size_t positional =
        args->len < macro->params_len ? args->len : macro->params_len;
    struct frame *frame = r->e.frame;
    bool takes_caller = macro->caller_slot >= 0;

    for (size_t i = 0; i < macro->params_len; i++) {
        struct value *slot = &frame->slots[macro->params[i]->as.name.slot];
        const struct value_entry *named;
        *slot = value_missing();
        if (i < positional) {
            *slot = args->items[i];
        } else {
            named = find_named(args, macro->params[i]->as.name.name);
            if (named)
                *slot = named->value;
        }
    }
    if (takes_caller) {
        const struct value_entry *caller = find_named(args, STR("caller"));
        frame->slots[macro->caller_slot] =
            caller ? caller->value
                   : undefined_because(&r->e, STR("No caller defined"));
    }
    return rest_named(r, macro, args, positional, takes_caller) &&
           rest_positional(r, macro, args) && fill_defaults(r, macro);
}

static bool macro_invoke(struct run *r, const struct value_object *self,
                         const struct value_args *args)
{
    const struct macro_value *v = self->data;
    struct run_state now = run_save(r);
    const struct node *failed_before = r->e.fail_node;
    bool ok = run_enter(r) && run_step(r);

    if (ok) {
        run_switch(r, v->t, v->context);
        run_activate(r, &v->macro->function, v->up, &v->macro->entry);
        r->root = NULL;
        if (bind(r, v->macro, args)) {
            ok = run_stmts(r, v->macro->body);
        } else {
            /* Wrong arguments are the caller's fault: it gets the mark. */
            ok = false;
            if (r->e.fail_node == failed_before)
                r->e.fail_node = NULL;
        }
    }
    run_leave(r);
    run_restore(r, &now);
    return ok;
}

static bool macro_call(const struct value_object *self,
                       const struct value_args *args, struct reader *reader,
                       struct value *out)
{
    const struct macro_value *v = self->data;
    struct run *r = v->run;
    size_t start = r->out->len;
    bool escape = r->e.autoescape;

    (void)reader;
    if (!macro_invoke(r, self, args))
        return false;
    *out = run_capture(r, start, escape);
    return true;
}

static bool macro_get(const struct value_object *self, struct str key,
                      struct reader *reader, struct value *out)
{
    const struct macro_value *v = self->data;
    const struct macro *macro = v->macro;

    if (str_is(key, "name")) {
        *out = macro->name.len > 0 ? value_str(macro->name) : value_null();
    } else if (str_is(key, "arguments")) {
        struct value *names =
            arena_array(reader->arena, struct value, macro->params_len);
        for (size_t i = 0; i < macro->params_len; i++)
            names[i] = value_str(macro->params[i]->as.name.name);
        *out = value_tuple_of(reader->arena, names, macro->params_len);
    } else if (str_is(key, "catch_kwargs")) {
        *out = value_bool(macro->kwargs_slot >= 0);
    } else if (str_is(key, "catch_varargs")) {
        *out = value_bool(macro->varargs_slot >= 0);
    } else if (str_is(key, "caller")) {
        *out = value_bool(macro->caller_slot >= 0 || macro->explicit_caller);
    } else {
        return false;
    }
    return true;
}

static bool macro_text(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    const struct macro_value *v = self->data;

    *out = value_str(v->macro->name.len > 0
                         ? str_fmt(reader->arena, "<Macro '%" STR_FMT "'>",
                                   STR_ARG(v->macro->name))
                         : STR("<Macro anonymous>"));
    return true;
}

const struct value_object_type macro_type = {
    .name = "macro", .get = macro_get, .call = macro_call, .text = macro_text};

bool run_macro(struct run *r, const struct stmt *stmt)
{
    struct value v = macro_value(r, stmt->as.macro.macro);

    eval_store(&r->e, stmt->as.macro.target, v);
    if (stmt->toplevel)
        run_publish(r, stmt->as.macro.target, true);
    return true;
}

bool run_call_block(struct run *r, const struct stmt *stmt)
{
    struct value_entry caller = {.key = value_str(STR("caller")),
                                 .value = macro_value(r, stmt->as.macro.macro)};
    struct value v;

    return eval_call_node(&r->e, stmt->as.macro.call, &caller, &v) &&
           (eval_write(&r->e, v, false, r->out) ||
            eval_fail_at(&r->e, stmt->as.macro.call));
}

/* The callee of `name()` and `module.name()`, which can be looked at without
 * doing anything. */
static bool find_callee(struct run *r, const struct node *base,
                        struct value *out)
{
    struct value module;

    if (base->kind == NODE_NAME)
        return eval_slot(&r->e, base, out);
    *out = value_null();
    if (base->kind != NODE_GETATTR || base->as.attr.base->kind != NODE_NAME)
        return true;
    if (!eval_slot(&r->e, base->as.attr.base, &module))
        return false;
    if (module.kind == VALUE_OBJECT && module.as.object->type == &module_type)
        module_export(module.as.object, base->as.attr.name, out);
    return true;
}

bool run_call_output(struct run *r, const struct node *call, bool escape,
                     bool *done)
{
    struct value callee;
    struct value_args args;
    bool ok;

    *done = false;
    if (escape && !r->e.autoescape)
        return true;
    if (!find_callee(r, call->as.call.base, &callee))
        return false;
    if (callee.kind != VALUE_OBJECT || (callee.as.object->type != &macro_type &&
                                        callee.as.object->type != &block_type))
        return true;
    if (!eval_args(&r->e, call->as.call.args, NULL, &args))
        return eval_fail_at(&r->e, call);
    *done = true;
    ok = callee.as.object->type == &macro_type
             ? macro_invoke(r, callee.as.object, &args)
             : block_invoke(callee.as.object);
    return ok || eval_fail_at(&r->e, call);
}
