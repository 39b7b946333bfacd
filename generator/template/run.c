/* SPDX-License-Identifier: MIT */
/*
 * The interpreter: one switch over the statements, and the state that moving
 * into another scope, function or template changes. Loops, macros, blocks,
 * includes and imports have files of their own.
 */
#include "run.h"

#include <time.h>

/* How much of the C stack nested templates may take; a worker's stack has at
 * least twice that, and the depth limit is met first in practice. */
#define STACK_LIMIT ((size_t)2 << 20)

#define ACTIVATION_STACK 4096 /* values */

/* ---- State ---- */

/* Notes the place of a failure, once; always false. */
static bool run_fail(struct run *r, uint32_t at)
{
    if (!r->e.fail_node && !r->fail_template) {
        r->fail_template = run_template(r);
        r->fail_at = at;
    }
    return false;
}

void run_chain(struct run *r, const char *what, const struct template *t,
               uint32_t at)
{
    struct span span;

    if (r->chain_len++ >= 8)
        return;
    span = span_at(t->text, at);
    if (r->chain.len > 0)
        buf_add_cstr(&r->chain, ", ");
    buf_add_fmt(&r->chain, "%s %" STR_FMT ":%u", what, STR_ARG(t->path),
                (unsigned)span.line);
}

void run_report(struct run *r)
{
    const struct node *node = r->e.fail_node;
    const struct template *t = node ? r->e.fail_source : r->fail_template;
    struct reader *reader = r->e.reader;
    struct diag *diag;

    if (!reader->diags || !t)
        return;
    diag = template_report(t, reader->diags, reader->fail_id,
                           node ? node->at : r->fail_at, node ? node->len : 0,
                           reader->fail_message);
    if (!diag)
        return;
    if (reader->fail_hint.len > 0)
        diag_hint(reader->diags, diag, "%" STR_FMT, STR_ARG(reader->fail_hint));
    diag->chain = buf_dup(reader->diags->arena, &r->chain);
}

bool run_enter(struct run *r)
{
    char here;
    size_t used = r->stack_base > &here ? (size_t)(r->stack_base - &here)
                                        : (size_t)(&here - r->stack_base);

    if (++r->depth <= r->depth_limit && used < STACK_LIMIT)
        return true;
    reader_fail(r->e.reader, DIAG_TEMPLATE_LIMIT,
                "templates include or call each other %u levels deep",
                r->depth);
    return false;
}

bool run_step_failed(struct run *r)
{
    if (!eval_steps(&r->e, 1))
        return false;
    return reader_fail(r->e.reader, DIAG_TEMPLATE_LIMIT,
                       "a rendering takes more than %zu bytes of memory",
                       r->memory_limit);
}

struct run_state run_save(const struct run *r)
{
    return (struct run_state){.frame = r->e.frame,
                              .context = r->context,
                              .source = r->e.source,
                              .function = r->function,
                              .root = r->root,
                              .stack_used = r->stack_used,
                              .autoescape = r->e.autoescape};
}

static uint64_t clock_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The time since the last switch belongs to the template that ran. */
static void count_time(struct run *r, const void *next)
{
    const struct template *t = run_template(r);

    if (!r->profile || t == next)
        return;
    uint64_t now = clock_ns();
    if (t)
        r->profile->times[t->index].nanoseconds += now - r->since;
    r->since = now;
}

void run_restore(struct run *r, const struct run_state *state)
{
    count_time(r, state->source);
    r->e.frame = state->frame;
    r->context = state->context;
    r->e.source = state->source;
    r->function = state->function;
    r->root = state->root;
    r->stack_used = state->stack_used;
    r->e.autoescape = state->autoescape;
}

void run_switch(struct run *r, const struct template *t,
                struct context *context)
{
    count_time(r, t);
    r->e.source = t;
    r->context = context;
    r->e.autoescape = context ? *context->autoescape : r->e.autoescape;
}

void run_activate(struct run *r, const struct function *function,
                  struct frame *up, const struct scope_entry *entry)
{
    size_t values = function->slot_count + 1;
    struct frame *frame;

    if (!r->stack) {
        r->stack = arena_array(r->e.arena, struct value, ACTIVATION_STACK);
        r->stack_len = ACTIVATION_STACK;
    }
    /* A frame's head is no larger than one value. */
    _Static_assert(sizeof(struct frame) <= sizeof(struct value), "frame");
    if (function->captured || r->stack_len - r->stack_used < values) {
        frame = arena_alloc(r->e.arena, values, sizeof(struct value));
    } else {
        void *room = r->stack + r->stack_used;
        frame = room;
        r->stack_used += values;
    }
    frame->up = up;
    if (function->slot_count > 0)
        memcpy(frame->slots, function->initial,
               function->slot_count * sizeof(struct value));
    r->e.frame = frame;
    r->function = function;
    run_enter_scope(r, entry);
}

void run_enter_scope(struct run *r, const struct scope_entry *entry)
{
    for (size_t i = 0; i < entry->len; i++) {
        const struct slot_load *load = &entry->loads[i];
        struct frame *frame = r->e.frame;
        struct value *slot = &frame->slots[load->slot];
        switch (load->kind) {
        case LOAD_UNDEFINED:
            *slot = value_missing();
            break;
        case LOAD_RESOLVE:
            *slot = value_unresolved();
            break;
        case LOAD_ALIAS:
            for (int32_t k = load->from_hops; k > 0; k--)
                frame = frame->up;
            *slot = frame->slots[load->from_slot];
            break;
        }
    }
}

struct value run_capture(struct run *r, size_t start, bool safe)
{
    struct str s = str_bytes(r->out->ptr + start, r->out->len - start);
    struct value v = value_str(str_dup(r->e.arena, s));

    v.safe = safe;
    buf_truncate(r->out, start);
    return v;
}

/* ---- Assignment ---- */

static bool assign_tuple(struct run *r, const struct node *target,
                         struct value v)
{
    const struct value *items;
    size_t len, wanted = target->as.list.len;

    if (!eval_items(&r->e, v, &items, &len))
        return eval_fail_at(&r->e, target);
    if (len != wanted) {
        eval_fail(&r->e, "%s values to unpack (expected %zu, got %zu)",
                  len < wanted ? "not enough" : "too many", wanted, len);
        return eval_fail_at(&r->e, target);
    }
    for (size_t i = 0; i < wanted; i++)
        if (!run_assign(r, target->as.list.items[i], items[i]))
            return false;
    return true;
}

bool run_assign(struct run *r, const struct node *target, struct value v)
{
    struct value ns;

    if (target->kind == NODE_NAME) {
        eval_store(&r->e, target, v);
        return true;
    }
    if (target->kind == NODE_TUPLE)
        return assign_tuple(r, target, v);
    if (!eval_node(&r->e, target, &ns))
        return false;
    if (namespace_set(&r->e, ns, target->as.name.attr, v))
        return true;
    return eval_fail_at(&r->e, target);
}

void run_publish(struct run *r, const struct node *target, bool exported)
{
    struct str name = target->as.name.name;
    struct value v;

    if (target->kind == NODE_TUPLE) {
        for (size_t i = 0; i < target->as.list.len; i++)
            run_publish(r, target->as.list.items[i], exported);
        return;
    }
    if (target->kind != NODE_NAME)
        return;
    eval_slot(&r->e, target, &v);
    context_set(r, r->context, name, v,
                exported && !str_starts(name, STR("_")));
}

/* ---- Statements ---- */

static bool escapes(const struct run *r, const struct stmt *stmt)
{
    return stmt->escape == ESCAPE_RUNTIME ? r->e.autoescape
                                          : stmt->escape == ESCAPE_ON;
}

static bool run_output(struct run *r, const struct stmt *stmt)
{
    const struct node *node = stmt->as.output;
    bool escape = escapes(r, stmt), done = false;

    if (node->kind == NODE_CALL && !run_call_output(r, node, escape, &done))
        return false;
    return done || eval_output(&r->e, node, escape, r->out);
}

static bool run_if(struct run *r, const struct stmt *stmt)
{
    const struct stmt *branch = stmt;
    bool truth;

    if (!eval_test(&r->e, stmt->as.cond.test, &truth))
        return false;
    for (branch = stmt->as.cond.elifs; !truth && branch;
         branch = branch->next) {
        if (!eval_test(&r->e, branch->as.cond.test, &truth))
            return false;
        if (truth)
            return run_stmts(r, branch->as.cond.body);
    }
    return run_stmts(r, truth ? stmt->as.cond.body : stmt->as.cond.orelse);
}

static bool run_set(struct run *r, const struct stmt *stmt)
{
    struct value v;

    if (!eval_node(&r->e, stmt->as.set.value, &v) ||
        !run_assign(r, stmt->as.set.target, v))
        return false;
    if (stmt->toplevel)
        run_publish(r, stmt->as.set.target, true);
    return true;
}

/* Filters what was captured; `v` goes in and out. */
static bool apply_captured(struct run *r, const struct node *filter,
                           struct value *v)
{
    struct value before = r->e.captured;
    bool ok;

    r->e.captured = *v;
    ok = eval_node(&r->e, filter, v);
    r->e.captured = before;
    return ok;
}

static bool run_set_block(struct run *r, const struct stmt *stmt)
{
    size_t start = r->out->len;
    struct value v;

    run_enter_scope(r, &stmt->as.set.entry);
    if (!run_stmts(r, stmt->as.set.body))
        return false;
    v = run_capture(r, start,
                    stmt->as.set.filter ? escapes(r, stmt) : r->e.autoescape);
    if (stmt->as.set.filter) {
        if (!apply_captured(r, stmt->as.set.filter, &v))
            return false;
        if (r->e.autoescape && !eval_string(&r->e, v, &v))
            return eval_fail_at(&r->e, stmt->as.set.filter);
        if (v.kind == VALUE_STRING)
            v.safe = v.safe || r->e.autoescape;
    }
    if (!run_assign(r, stmt->as.set.target, v))
        return false;
    if (stmt->toplevel)
        run_publish(r, stmt->as.set.target, true);
    return true;
}

static bool run_with(struct run *r, const struct stmt *stmt)
{
    struct value v;

    run_enter_scope(r, &stmt->as.with.entry);
    for (size_t i = 0; i < stmt->as.with.len; i++)
        if (!eval_node(&r->e, stmt->as.with.values[i], &v) ||
            !run_assign(r, stmt->as.with.targets[i], v))
            return false;
    return run_stmts(r, stmt->as.with.body);
}

static bool run_filter(struct run *r, const struct stmt *stmt)
{
    size_t start = r->out->len;
    struct value v;

    run_enter_scope(r, &stmt->as.wrap.entry);
    if (!run_stmts(r, stmt->as.wrap.body))
        return false;
    v = run_capture(r, start, escapes(r, stmt));
    if (!apply_captured(r, stmt->as.wrap.value, &v))
        return false;
    if (v.kind == VALUE_STRING)
        return eval_write(&r->e, v, false, r->out);
    eval_fail(&r->e, "the filters of a block give text, not %s",
              value_kind_name(v));
    return eval_fail_at(&r->e, stmt->as.wrap.value);
}

static bool run_autoescape(struct run *r, const struct stmt *stmt)
{
    bool before = *r->context->autoescape, escape, ok;

    run_enter_scope(r, &stmt->as.wrap.entry);
    if (!eval_test(&r->e, stmt->as.wrap.value, &escape))
        return false;
    *r->context->autoescape = r->e.autoescape = escape;
    ok = run_stmts(r, stmt->as.wrap.body);
    *r->context->autoescape = r->e.autoescape = before;
    return ok;
}

static bool run_stmt(struct run *r, const struct stmt *stmt)
{
    switch ((enum stmt_kind)stmt->kind) {
    case STMT_DATA:
        buf_add(r->out, stmt->as.data);
        return true;
    case STMT_OUTPUT:
        return run_output(r, stmt);
    case STMT_FOR:
        return run_loop(r, stmt);
    case STMT_IF:
        return run_if(r, stmt);
    case STMT_SET:
        return run_set(r, stmt);
    case STMT_SET_BLOCK:
        return run_set_block(r, stmt);
    case STMT_WITH:
        return run_with(r, stmt);
    case STMT_FILTER:
        return run_filter(r, stmt);
    case STMT_AUTOESCAPE:
        return run_autoescape(r, stmt);
    case STMT_BLOCK:
        return run_block(r, stmt);
    case STMT_EXTENDS:
        return run_extends(r, stmt);
    case STMT_INCLUDE:
        return run_include(r, stmt);
    case STMT_IMPORT:
    case STMT_FROM_IMPORT:
        return run_import(r, stmt);
    case STMT_MACRO:
        return run_macro(r, stmt);
    case STMT_CALL:
        return run_call_block(r, stmt);
    }
    return true;
}

bool run_stmts(struct run *r, const struct stmt *stmts)
{
    for (const struct stmt *stmt = stmts; stmt; stmt = stmt->next) {
        if (stmt->unless_extended && r->root && r->root->parent)
            continue;
        if (stmt->kind == STMT_DATA)
            eval_put(r->out, stmt->as.data.ptr, stmt->as.data.len);
        else if (!run_stmt(r, stmt))
            return run_fail(r, stmt->at);
        if (r->out->len > r->out_limit) {
            reader_fail(r->e.reader, DIAG_TEMPLATE_LIMIT,
                        "a rendering is longer than %zu bytes",
                        r->set->options.output_limit);
            return run_fail(r, stmt->at);
        }
    }
    return true;
}
