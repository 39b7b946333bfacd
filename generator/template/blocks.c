/* SPDX-License-Identifier: MIT */
/* Blocks: their order of inheritance, super() and self. */
#include "run.h"

static struct block_entry *blocks_find(const struct block_table *table,
                                       struct str name)
{
    for (size_t i = 0; i < table->list.len; i++)
        if (str_eq(table->list.items[i]->name, name))
            return table->list.items[i];
    return NULL;
}

void blocks_add(struct run *r, struct block_table *table,
                const struct template *t)
{
    for (size_t i = 0; i < t->blocks.len; i++) {
        const struct block *block = t->blocks.items[i];
        struct block_entry *entry = blocks_find(table, block->name);
        if (!entry) {
            entry = arena_new(r->e.arena, struct block_entry);
            entry->name = block->name;
            vec_push(r->e.arena, &table->list, entry);
        }
        vec_push(r->e.arena, &entry->blocks, block);
        vec_push(r->e.arena, &entry->owners, t);
    }
}

/* ---- super() and self.name() ---- */

struct block_ref {
    struct run *run;
    struct context *context;
    const struct block_entry *entry;
    size_t index;
};

static struct value block_value(struct run *r, struct context *context,
                                const struct block_entry *entry, size_t index)
{
    struct block_ref *ref;

    if (index >= entry->blocks.len)
        return undefined_because(
            &r->e, str_fmt(r->e.arena,
                           "there is no parent block called '%" STR_FMT "'.",
                           STR_ARG(entry->name)));
    ref = arena_new(r->e.arena, struct block_ref);
    *ref = (struct block_ref){r, context, entry, index};
    return value_object(r->e.arena, &block_type, ref);
}

static bool block_render(struct run *r, struct context *context,
                         const struct block_entry *entry, size_t index,
                         uint32_t at);

bool block_invoke(const struct value_object *self)
{
    const struct block_ref *ref = self->data;

    return block_render(ref->run, ref->context, ref->entry, ref->index, 0);
}

static bool block_call(const struct value_object *self,
                       const struct value_args *args, struct reader *reader,
                       struct value *out)
{
    const struct block_ref *ref = self->data;
    struct run *r = ref->run;
    size_t start = r->out->len;

    (void)args;
    (void)reader;
    if (!block_invoke(self))
        return false;
    *out = run_capture(r, start, *ref->context->autoescape);
    return true;
}

static bool block_get(const struct value_object *self, struct str key,
                      struct reader *reader, struct value *out)
{
    const struct block_ref *ref = self->data;

    (void)reader;
    if (!str_is(key, "super"))
        return false;
    *out = block_value(ref->run, ref->context, ref->entry, ref->index + 1);
    return true;
}

const struct value_object_type block_type = {
    .name = "block", .get = block_get, .call = block_call};

struct self_ref {
    struct run *run;
    struct context *context;
};

static bool self_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    const struct self_ref *ref = self->data;
    const struct block_entry *entry = blocks_find(ref->context->blocks, key);

    (void)reader;
    if (entry)
        *out = block_value(ref->run, ref->context, entry, 0);
    return entry != NULL;
}

static bool self_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    const struct self_ref *ref = self->data;
    struct list_builder names;

    list_builder_init(&names, reader->arena);
    for (size_t i = 0; i < ref->context->blocks->list.len; i++)
        list_builder_push(&names,
                          value_str(ref->context->blocks->list.items[i]->name));
    *out = list_builder_finish(&names);
    return true;
}

static const struct value_object_type self_type = {
    .name = "self", .get = self_get, .keys = self_keys};

struct value self_value(struct run *r, struct context *context)
{
    struct self_ref *ref = arena_new(r->e.arena, struct self_ref);

    ref->run = r;
    ref->context = context;
    return value_object(r->e.arena, &self_type, ref);
}

/* ---- Rendering ---- */

static bool block_render(struct run *r, struct context *context,
                         const struct block_entry *entry, size_t index,
                         uint32_t at)
{
    const struct block *block = entry->blocks.items[index];
    const struct template *from = run_template(r);
    struct run_state now = run_save(r);
    bool ok = run_enter(r);

    if (ok) {
        run_switch(r, entry->owners.items[index], context);
        run_activate(r, &block->function, NULL, &block->entry);
        r->root = NULL;
        if (block->self_slot >= 0)
            r->e.frame->slots[block->self_slot] = self_value(r, context);
        if (block->super_slot >= 0)
            r->e.frame->slots[block->super_slot] =
                block_value(r, context, entry, index + 1);
        ok = run_stmts(r, block->body);
    }
    run_leave(r);
    run_restore(r, &now);
    if (!ok && at > 0 && from != entry->owners.items[index])
        run_chain(r, "block of", from, at);
    return ok;
}

bool run_block(struct run *r, const struct stmt *stmt)
{
    const struct block_entry *entry =
        blocks_find(r->context->blocks, stmt->as.block.block->name);
    struct context *context = r->context;

    if (!entry)
        return eval_fail(&r->e, "the block is not known here");
    if (stmt->as.block.required && entry->blocks.len <= 1)
        return eval_fail(&r->e, "Required block '%" STR_FMT "' not found",
                         STR_ARG(entry->name));
    if (stmt->as.block.scoped) {
        context = context_new(r, r->context, r->context->sealed);
        context->blocks = r->context->blocks;
        context->autoescape = r->context->autoescape;
        context_locals(r, context, &stmt->as.block.locals);
    }
    return block_render(r, context, entry, 0, stmt->at);
}
