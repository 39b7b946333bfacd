/* SPDX-License-Identifier: MIT */
/* Other templates: extends, include, import. All come from the frozen set. */
#include "run.h"

static void fail_missing(struct run *r, struct str name)
{
    const struct template_set *set = r->set;
    struct str *names = arena_array(r->e.arena, struct str, set->list.len);
    struct str near;

    for (size_t i = 0; i < set->list.len; i++)
        names[i] = set->list.items[i]->name;
    near = str_nearest(name, names, set->list.len);
    reader_fail(r->e.reader, DIAG_TEMPLATE_MISSING,
                "there is no template '%" STR_FMT "'", STR_ARG(name));
    if (near.len > 0)
        reader_hint(r->e.reader, "did you mean '%" STR_FMT "'?", STR_ARG(near));
}

/* The first of several names that there is. */
static bool find_first(struct run *r, struct value names,
                       const struct template **out)
{
    const struct value *items;
    struct str name = STR("(none given)");
    size_t len;

    if (!eval_items(&r->e, names, &items, &len))
        return false;
    *out = NULL;
    for (size_t i = 0; i < len && !*out; i++) {
        if (is_undefined(items[i])) {
            fail_undefined(&r->e, items[i]);
            return false;
        }
        if (!eval_text(&r->e, items[i], &name))
            return false;
        *out = template_seek(r->set, name, r->e.reader);
    }
    if (!*out)
        fail_missing(r, name);
    return *out != NULL;
}

static bool find_value(struct run *r, struct value v, bool several,
                       const struct template **out)
{
    struct str name;

    *out = NULL;
    if (v.kind == VALUE_NULL && several)
        return reader_fail(r->e.reader, DIAG_TEMPLATE_MISSING,
                           "null names no template");
    if (v.kind == VALUE_LIST && several)
        return find_first(r, v, out);
    if (v.kind != VALUE_STRING) {
        if (is_undefined(v))
            fail_undefined(&r->e, v);
        else
            eval_fail(&r->e, "a template's name is text, not %s",
                      value_kind_name(v));
        return false;
    }
    name = value_text(v);
    *out = template_seek(r->set, name, r->e.reader);
    if (!*out)
        fail_missing(r, name);
    return *out != NULL;
}

/* A template by its value: a name, or (several) a list of names. *out is NULL
 * when there is none and `missing_ok`. */
static bool find_template(struct run *r, const struct node *node, bool several,
                          bool missing_ok, const struct template **out)
{
    struct value v;

    if (!eval_node(&r->e, node, &v))
        return false;
    if (!find_value(r, v, several, out)) {
        if (missing_ok && r->e.reader->fail_id == DIAG_TEMPLATE_MISSING) {
            r->e.reader->failed = false;
            return true;
        }
        eval_fail_at(&r->e, node);
        return false;
    }
    if ((*out)->compiled)
        return true;
    reader_fail(r->e.reader, DIAG_TEMPLATE_SYNTAX,
                "the template '%" STR_FMT "' did not compile",
                STR_ARG((*out)->name));
    eval_fail_at(&r->e, node);
    return false;
}

/* ---- Roots ---- */

static bool run_one_root(struct run *r, const struct template *t,
                         struct root_state *root)
{
    run_switch(r, t, r->context);
    if (r->profile)
        r->profile->times[t->index].runs++;
    run_activate(r, &t->function, NULL, &t->entry);
    r->root = root;
    if (t->self_slot >= 0)
        r->e.frame->slots[t->self_slot] = self_value(r, r->context);
    return run_stmts(r, t->body);
}

bool run_root(struct run *r, const struct template *t)
{
    struct run_state now = run_save(r);
    struct root_state root = {NULL};
    unsigned levels = 0;
    bool ok = true;

    blocks_add(r, r->context->blocks, t);
    while (ok && t) {
        root.parent = NULL;
        ok = run_enter(r) && run_one_root(r, t, &root);
        levels++;
        t = root.parent;
    }
    r->depth -= levels;
    run_restore(r, &now);
    return ok;
}

bool run_extends(struct run *r, const struct stmt *stmt)
{
    const struct template *parent;

    if (stmt->as.extends.again || r->root->parent)
        return eval_fail(&r->e, "extended multiple times");
    if (!find_template(r, stmt->as.extends.name, false, false, &parent))
        return false;
    r->root->parent = parent;
    blocks_add(r, r->context->blocks, parent);
    return true;
}

/* ---- Include ---- */

bool run_include(struct run *r, const struct stmt *stmt)
{
    const struct template *from = run_template(r), *t;
    struct run_state now = run_save(r);
    struct context *context;
    bool ok;

    if (!find_template(r, stmt->as.include.name, true,
                       stmt->as.include.ignore_missing, &t))
        return false;
    if (!t)
        return true;
    if (stmt->as.include.with_context) {
        context = context_new(r, r->context, r->context->sealed);
        context_locals(r, context, &stmt->as.include.locals);
    } else {
        context = context_new(r, NULL, true);
    }
    ok = run_enter(r);
    if (ok) {
        r->context = context;
        ok = run_root(r, t);
    }
    run_leave(r);
    run_restore(r, &now);
    if (!ok)
        run_chain(r, "included from", from, stmt->at);
    return ok;
}

/* ---- Import ---- */

bool module_export(const struct value_object *self, struct str name,
                   struct value *out)
{
    const struct module *module = self->data;

    for (size_t i = 0; i < module->context->vars.len; i++) {
        const struct context_var *var = &module->context->vars.items[i];
        if (var->exported && str_eq(var->name, name)) {
            *out = var->value;
            return true;
        }
    }
    return false;
}

static bool module_get(const struct value_object *self, struct str key,
                       struct reader *reader, struct value *out)
{
    (void)reader;
    return module_export(self, key, out);
}

static bool module_keys(const struct value_object *self, struct reader *reader,
                        struct value *out)
{
    const struct module *module = self->data;
    struct list_builder names;

    list_builder_init(&names, reader->arena);
    for (size_t i = 0; i < module->context->vars.len; i++)
        if (module->context->vars.items[i].exported)
            list_builder_push(&names,
                              value_str(module->context->vars.items[i].name));
    *out = list_builder_finish(&names);
    return true;
}

static bool module_text(const struct value_object *self, struct reader *reader,
                        struct value *out)
{
    const struct module *module = self->data;

    (void)reader;
    *out = module->text;
    return true;
}

const struct value_object_type module_type = {.name = "module",
                                              .get = module_get,
                                              .keys = module_keys,
                                              .text = module_text};

/* What was assigned at top level so far: the importing template may go on
 * assigning, its modules keep what they saw. */
static void freeze_vars(struct run *r, const struct context *from,
                        struct context *into)
{
    for (const struct context *c = from; c; c = c->up) {
        struct context_name *names = arena_array(
            r->e.arena, struct context_name, c->vars.len + into->locals_len);
        if (c->vars.len == 0)
            continue;
        memcpy(names, into->locals, into->locals_len * sizeof(*names));
        for (size_t i = 0; i < c->vars.len; i++)
            names[into->locals_len + i] = (struct context_name){
                c->vars.items[i].name, c->vars.items[i].value};
        into->locals = names;
        into->locals_len += c->vars.len;
    }
}

static bool make_module(struct run *r, const struct stmt *stmt,
                        const struct template *t, struct module **out)
{
    struct module *module = arena_new(r->e.arena, struct module);
    struct run_state now = run_save(r);
    size_t start = r->out->len;
    bool ok = run_enter(r);

    module->t = t;
    if (stmt->as.include.with_context) {
        module->context = context_new(r, r->context, r->context->sealed);
        context_locals(r, module->context, &stmt->as.include.locals);
        freeze_vars(r, r->context, module->context);
    } else {
        module->context = context_new(r, NULL, true);
    }
    if (ok) {
        r->context = module->context;
        ok = run_root(r, t);
    }
    run_leave(r);
    run_restore(r, &now);
    if (!ok) {
        run_chain(r, "imported from", run_template(r), stmt->at);
        return false;
    }
    module->text = run_capture(r, start, true);
    *out = module;
    return true;
}

static bool get_module(struct run *r, const struct stmt *stmt,
                       struct module **out)
{
    const struct template *t;

    if (!find_template(r, stmt->as.include.name, false, false, &t))
        return false;
    if (stmt->as.include.with_context)
        return make_module(r, stmt, t, out);
    if (!r->modules)
        r->modules = arena_array(r->e.arena, struct module *, r->set->list.len);
    if (!r->modules[t->index] &&
        !make_module(r, stmt, t, &r->modules[t->index]))
        return false;
    *out = r->modules[t->index];
    return true;
}

static void import_name(struct run *r, const struct stmt *stmt,
                        struct value module, const struct import_name *name)
{
    const struct module *m = module.as.object->data;
    struct span span = span_at(run_template(r)->text, stmt->at);
    struct value v;

    if (!module_export(module.as.object, name->name, &v))
        v = undefined_because(
            &r->e,
            str_fmt(r->e.arena,
                    "the template '%" STR_FMT "' (imported on line %u in "
                    "'%" STR_FMT "') does not export the requested name "
                    "'%" STR_FMT "'",
                    STR_ARG(m->t->name), (unsigned)span.line,
                    STR_ARG(run_template(r)->name), STR_ARG(name->name)));
    eval_store(&r->e, name->target, v);
    if (stmt->toplevel)
        run_publish(r, name->target, false);
}

bool run_import(struct run *r, const struct stmt *stmt)
{
    struct module *module;
    struct value v;

    if (!get_module(r, stmt, &module))
        return false;
    v = value_object(r->e.arena, &module_type, module);
    if (stmt->kind == STMT_IMPORT) {
        eval_store(&r->e, stmt->as.include.target, v);
        if (stmt->toplevel)
            run_publish(r, stmt->as.include.target, false);
    }
    for (size_t i = 0; i < stmt->as.include.names_len; i++)
        import_name(r, stmt, v, &stmt->as.include.names[i]);
    return true;
}
