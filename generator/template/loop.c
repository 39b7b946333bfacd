/* SPDX-License-Identifier: MIT */
/*
 * {% for %}: elements with or without a condition, the `loop` object,
 * recursion. A condition is asked one element ahead at most, as in Jinja2, so
 * that what the body changes in a namespace counts.
 */
#include "run.h"

struct loop {
    struct run *run;
    const struct stmt_for *stmt;
    struct run_state home; /* where the condition is evaluated */
    struct iter it;
    struct value current, before, after;
    bool has_after;
    int64_t index0;
    int64_t length; /* < 0: not known yet */
    int64_t depth0;
    struct value changed;
    bool was_changed;
};

/* Objects hold what they are by a const pointer; a loop changes. */
struct loop_ref {
    struct loop *loop;
};

static bool fetch_if(struct loop *loop, struct value *out, bool *got)
{
    struct run *r = loop->run;
    struct run_state now = run_save(r);
    bool truth = false, ok = true;

    run_restore(r, &loop->home);
    *got = false;
    while (ok && !truth && iter_next(&loop->it, out)) {
        run_enter_scope(r, &loop->stmt->test_entry);
        ok = run_step(r) && run_assign(r, loop->stmt->test_target, *out) &&
             eval_test(&r->e, loop->stmt->test, &truth);
    }
    *got = truth;
    run_restore(r, &now);
    return ok;
}

/* The next element that counts. */
static inline bool fetch(struct loop *loop, struct value *out, bool *got)
{
    if (loop->has_after) {
        loop->has_after = false;
        *out = loop->after;
        *got = true;
        return true;
    }
    if (loop->stmt->test)
        return fetch_if(loop, out, got);
    *got = iter_next(&loop->it, out);
    return true;
}

static bool peek(struct loop *loop, bool *got)
{
    struct value next;

    *got = loop->has_after;
    if (loop->has_after)
        return true;
    if (!fetch(loop, &next, got))
        return false;
    loop->has_after = *got;
    loop->after = *got ? next : value_null();
    return true;
}

/* All elements that are left, once: only a condition hides how many. */
static bool measure(struct loop *loop)
{
    struct list_builder rest;
    struct value v;
    bool got;

    if (loop->length >= 0)
        return true;
    if (!loop->stmt->test) {
        loop->length = loop->index0 + 1 + (int64_t)loop->it.len +
                       (loop->has_after ? 1 : 0);
        return true;
    }
    list_builder_init(&rest, loop->run->e.arena);
    for (;;) {
        if (!fetch(loop, &v, &got))
            return false;
        if (!got)
            break;
        list_builder_push(&rest, v);
    }
    struct value list = list_builder_finish(&rest);
    loop->length = loop->index0 + 1 + (int64_t)list.as.list->len;
    /* They passed the condition already: peeked one by one from here. */
    loop->it = (struct iter){.kind = ITER_LIST,
                             .len = list.as.list->len,
                             .as.items = list.as.list->items};
    struct stmt_for *without =
        arena_copy(loop->run->e.arena, loop->stmt, sizeof(*loop->stmt));
    without->test = NULL;
    loop->stmt = without;
    return true;
}

/* ---- The loop object ---- */

static struct loop *loop_of(const struct value_object *self)
{
    const struct loop_ref *ref = self->data;

    return ref->loop;
}

static bool loop_cycle(void *data, const struct value_args *args,
                       struct reader *reader, struct value *out)
{
    const struct loop *loop = data;

    if (args->len == 0)
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "no items for cycling given");
    *out = args->items[(size_t)loop->index0 % args->len];
    return true;
}

static bool loop_changed(void *data, const struct value_args *args,
                         struct reader *reader, struct value *out)
{
    struct loop *loop = data;
    struct value now =
        value_tuple_of(reader->arena,
                       arena_copy(reader->arena, args->items,
                                  args->len * sizeof(struct value)),
                       args->len);
    bool same = loop->was_changed && value_equal(now, loop->changed);

    loop->changed = now;
    loop->was_changed = true;
    *out = value_bool(!same);
    return true;
}

static struct value loop_method(struct reader *reader, const char *name,
                                expr_native *fn, struct loop *loop)
{
    struct expr_function *function =
        arena_new(reader->arena, struct expr_function);

    function->name = str_of(name);
    function->kind = "function";
    function->native = fn;
    function->data = loop;
    return value_object(reader->arena, &function_type, function);
}

static bool loop_neighbour(struct loop *loop, bool next, struct value *out)
{
    bool got = loop->index0 > 0;

    if (next && !peek(loop, &got))
        return false;
    if (got)
        *out = next ? loop->after : loop->before;
    else
        *out = undefined_because(&loop->run->e,
                                 next ? STR("there is no next item")
                                      : STR("there is no previous item"));
    return true;
}

/* With literals: a length and a few bytes, no call. */
#define IS(s, literal)                                                         \
    ((s).len == sizeof(literal) - 1 &&                                         \
     memcmp((s).ptr, literal, sizeof(literal) - 1) == 0)

static bool loop_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    struct loop *loop = loop_of(self);
    bool got;

    if (IS(key, "index")) {
        *out = value_int(loop->index0 + 1);
    } else if (IS(key, "index0")) {
        *out = value_int(loop->index0);
    } else if (IS(key, "first")) {
        *out = value_bool(loop->index0 == 0);
    } else if (IS(key, "last")) {
        if (!peek(loop, &got))
            return false;
        *out = value_bool(!got);
    } else if (IS(key, "length") || IS(key, "revindex") ||
               IS(key, "revindex0")) {
        if (!measure(loop))
            return false;
        int64_t past = IS(key, "length")     ? 0
                       : IS(key, "revindex") ? loop->index0
                                             : loop->index0 + 1;
        *out = value_int(loop->length - past);
    } else if (IS(key, "depth") || IS(key, "depth0")) {
        *out = value_int(loop->depth0 + (IS(key, "depth") ? 1 : 0));
    } else if (IS(key, "previtem") || IS(key, "nextitem")) {
        return loop_neighbour(loop, IS(key, "nextitem"), out);
    } else if (IS(key, "cycle")) {
        *out = loop_method(reader, "cycle", loop_cycle, loop);
    } else if (IS(key, "changed")) {
        *out = loop_method(reader, "changed", loop_changed, loop);
    } else {
        return false;
    }
    return true;
}

static bool loop_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    static const struct str keys[] = {
        STR_INIT("index"),     STR_INIT("index0"),   STR_INIT("first"),
        STR_INIT("last"),      STR_INIT("length"),   STR_INIT("revindex"),
        STR_INIT("revindex0"), STR_INIT("depth"),    STR_INIT("depth0"),
        STR_INIT("previtem"),  STR_INIT("nextitem"), STR_INIT("cycle"),
        STR_INIT("changed"),
    };

    (void)self;
    *out = value_strings(reader->arena, keys, PHX_COUNT(keys));
    return true;
}

static bool loop_text(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    struct loop *loop = loop_of(self);

    if (!measure(loop))
        return false;
    *out = value_str(str_fmt(reader->arena, "<LoopContext %lld/%lld>",
                             (long long)loop->index0 + 1,
                             (long long)loop->length));
    return true;
}

static bool run_elements(struct run *r, const struct stmt_for *stmt,
                         struct value over, int64_t depth0);

/* loop(children) in a recursive loop. */
static bool loop_call(const struct value_object *self,
                      const struct value_args *args, struct reader *reader,
                      struct value *out)
{
    struct loop *loop = loop_of(self);
    const struct stmt_for *stmt = loop->stmt;
    struct run *r = loop->run;
    struct run_state now = run_save(r);
    size_t start = r->out->len;
    bool ok;

    if (!stmt->recursive)
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "The loop must have the 'recursive' marker to be "
                           "called recursively.");
    if (args->len != 1)
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "a recursive loop takes one argument");
    ok = run_enter(r);
    run_restore(r, &loop->home);
    r->stack_used = now.stack_used;
    /* home is inside the activation: the one around it is its parent. */
    r->e.frame = loop->home.frame->up;
    ok = ok && run_elements(r, stmt, args->items[0], loop->depth0 + 1);
    run_leave(r);
    run_restore(r, &now);
    if (!ok)
        return false;
    *out =
        run_capture(r, start,
                    stmt->escape == ESCAPE_RUNTIME ? r->e.autoescape
                                                   : stmt->escape == ESCAPE_ON);
    return true;
}

static const struct value_object_type loop_type = {.name = "loop",
                                                   .get = loop_get,
                                                   .keys = loop_keys,
                                                   .call = loop_call,
                                                   .text = loop_text};

/* ---- Running ---- */

static void set_slot(struct run *r, int32_t slot, struct value v)
{
    r->e.frame->slots[slot] = v;
}

static struct value loop_value(struct run *r, struct loop *loop)
{
    struct loop_ref *ref = arena_new(r->e.arena, struct loop_ref);

    ref->loop = loop;
    return value_object(r->e.arena, &loop_type, ref);
}

/* A loop whose body asks for `loop`. */
static bool run_extended(struct run *r, struct loop *loop, bool *any)
{
    const struct stmt_for *stmt = loop->stmt;
    struct value self = loop_value(r, loop), v;
    bool got;

    for (;;) {
        if (!fetch(loop, &v, &got))
            return false;
        if (!got)
            return true;
        *any = true;
        loop->index0++;
        loop->before = loop->current;
        loop->current = v;
        run_enter_scope(r, &stmt->entry);
        set_slot(r, stmt->loop_slot, self);
        if (!run_step(r) || !run_assign(r, stmt->target, v) ||
            !run_stmts(r, stmt->body))
            return false;
    }
}

static bool run_plain(struct run *r, struct loop *loop, bool *any)
{
    const struct stmt_for *stmt = loop->stmt;
    struct value v;
    bool got;

    for (;;) {
        if (!fetch(loop, &v, &got))
            return false;
        if (!got)
            return true;
        *any = true;
        if (stmt->entry.len > 0)
            run_enter_scope(r, &stmt->entry);
        if (stmt->target->kind == NODE_NAME)
            eval_store(&r->e, stmt->target, v);
        else if (!run_assign(r, stmt->target, v))
            return false;
        if (!run_step(r) || !run_stmts(r, stmt->body))
            return false;
    }
}

static bool run_elements(struct run *r, const struct stmt_for *stmt,
                         struct value over, int64_t depth0)
{
    struct loop here = {.run = r,
                        .stmt = stmt,
                        .index0 = -1,
                        .length = -1,
                        .depth0 = depth0,
                        .current = value_null()};
    struct loop *loop = &here;
    bool any = false;

    if (stmt->loop_slot >= 0)
        loop = arena_copy(r->e.arena, &here, sizeof(here));
    if (!iter_begin(&r->e, over, &loop->it))
        return eval_fail_at(&r->e, stmt->iter);
    if (stmt->recursive)
        run_activate(r, stmt->function, r->e.frame, &stmt->entry);
    loop->home = run_save(r);
    if (!(stmt->loop_slot >= 0 ? run_extended(r, loop, &any)
                               : run_plain(r, loop, &any)))
        return false;
    if (any || !stmt->orelse)
        return true;
    run_enter_scope(r, &stmt->else_entry);
    return run_stmts(r, stmt->orelse);
}

bool run_loop(struct run *r, const struct stmt *stmt)
{
    const struct stmt_for *loop = stmt->as.loop;
    struct run_state now = run_save(r);
    struct value over;
    bool ok;

    if (!eval_node(&r->e, loop->iter, &over))
        return false;
    ok = run_elements(r, loop, over, 0);
    if (loop->recursive)
        run_restore(r, &now);
    return ok;
}
