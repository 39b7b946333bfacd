/* SPDX-License-Identifier: MIT */
/*
 * Serving: whatever cache, batching or drafting is chosen, greedy sampling
 * gives the tokens that recomputing gives, no block is lost, and no limit
 * exceeded.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "model/blas.h"
#include "serve.h"

struct fixture {
    struct memory memory;
    struct model *model, *other; /* `other` drafts, badly */
    struct outcome recomputed;
};

static int setup(void **state)
{
    blas_set_threads(1);
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    f->model = tiny_model(&f->memory, 3);
    f->other = tiny_model(&f->memory, 4);
    struct case_of c = standard_case(f->model);
    c.engine.cache = CACHE_RECOMPUTE;
    f->recomputed = run_case(&c);
    assert_int_equal(f->recomputed.serving.completed, c.load.requests);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    load_release(&f->recomputed.load);
    model_free(f->model);
    model_free(f->other);
    assert_int_equal(f->memory.total, 0);
    free(f);
    return 0;
}

static void assert_same_tokens(const struct load *a, const struct load *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        const struct request *x = &a->requests[i];
        const struct request *y = &b->requests[i];
        assert_int_equal(x->state, REQUEST_DONE);
        assert_int_equal(x->count, y->count);
        assert_memory_equal(x->tokens, y->tokens,
                            x->count * sizeof(*x->tokens));
    }
}

/* Runs it, compares with recomputing, and with what must always hold. */
static struct outcome assert_as_recomputed(const struct fixture *f,
                                           const struct case_of *c)
{
    struct outcome o = run_case(c);
    assert_same_tokens(&o.load, &f->recomputed.load);
    assert_int_equal(o.held, 0);
    assert_int_equal(o.available, o.total);
    assert_true(o.counts.running_most <= c->engine.batch);
    load_release(&o.load);
    return o;
}

static void a_contiguous_cache_changes_no_token(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.engine.cache = CACHE_CONTIGUOUS;
    struct outcome o = assert_as_recomputed(f, &c);
    assert_int_equal(o.total, c.engine.batch);
    assert_true(o.counts.tokens < f->recomputed.counts.tokens / 2);
}

static void a_paged_cache_changes_no_token(void **state)
{
    const struct fixture *f = *state;
    static const size_t sizes[] = {1, 3, 4, 16, 24};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct case_of c = standard_case(f->model);
        c.engine.block_tokens = sizes[i];
        assert_as_recomputed(f, &c);
    }
}

static void static_batching_changes_no_token(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    struct outcome continuous = assert_as_recomputed(f, &c);
    c.engine.batching = BATCHING_STATIC;
    struct outcome fixed = assert_as_recomputed(f, &c);
    assert_true(fixed.counts.steps > continuous.counts.steps);
}

static void any_chunk_of_prompts_changes_no_token(void **state)
{
    const struct fixture *f = *state;
    for (size_t chunk = 1; chunk < 24; chunk = 2 * chunk + 1) {
        struct case_of c = standard_case(f->model);
        c.engine.chunk = chunk;
        assert_as_recomputed(f, &c);
    }
}

/* Six blocks of four tokens for sequences of up to 21. */
static void blocks_that_run_out_change_no_token(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.engine.cache_bytes = 6 * 4 * kv_bytes_a_token(&f->model->config);
    struct outcome o = assert_as_recomputed(f, &c);
    assert_int_equal(o.total, 6);
    assert_int_equal(o.held_peak, 6);
    assert_true(o.counts.preempted > 0);
}

static void a_prefix_cache_changes_no_token(void **state)
{
    const struct fixture *f = *state;
    static const size_t blocks[] = {0, 7};
    for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
        struct case_of c = standard_case(f->model);
        c.engine.remember = true;
        c.engine.block_tokens = 2;
        c.engine.cache_bytes =
            blocks[i] * 4 * kv_bytes_a_token(&f->model->config);
        struct outcome o = assert_as_recomputed(f, &c);
        assert_true(o.remembered > 0);
    }
}

static void shared_beginnings_are_computed_once(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.load.shared_tokens = 8;
    c.load.output_tokens = 4;
    c.engine.cache = CACHE_RECOMPUTE;
    struct outcome want = run_case(&c);
    c.engine.cache = CACHE_PAGED;
    c.engine.remember = true;
    struct outcome o = run_case(&c);
    assert_same_tokens(&o.load, &want.load);
    /* All but those that came while the first was being computed. */
    assert_true(o.counts.recalled >= 8 * (c.load.requests - c.engine.batch));
    assert_int_equal(o.held, 0);
    load_release(&o.load);
    load_release(&want.load);
}

/* The model itself as the draft: everything stands. */
static void drafts_of_the_model_itself_all_stand(void **state)
{
    const struct fixture *f = *state;
    for (size_t k = 1; k <= 5; k++) {
        struct case_of c = standard_case(f->model);
        c.draft = f->model;
        c.engine.drafts = k;
        struct outcome o = assert_as_recomputed(f, &c);
        assert_true(o.counts.drafted > 0);
        assert_int_equal(o.counts.stood, o.counts.drafted);
    }
}

static void bad_drafts_change_no_token(void **state)
{
    const struct fixture *f = *state;
    for (size_t k = 1; k <= 5; k++) {
        struct case_of c = standard_case(f->model);
        c.draft = f->other;
        c.engine.drafts = k;
        struct outcome o = assert_as_recomputed(f, &c);
        assert_true(o.counts.stood < o.counts.drafted / 2);
    }
}

static void everything_at_once_changes_no_token(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.draft = f->other;
    c.engine.drafts = 2;
    c.engine.remember = true;
    c.engine.block_tokens = 2;
    c.engine.cache_bytes = 12 * 4 * kv_bytes_a_token(&f->model->config);
    struct outcome o = assert_as_recomputed(f, &c);
    assert_true(o.counts.preempted > 0);
    c.engine.batching = BATCHING_STATIC;
    assert_as_recomputed(f, &c);
}

static void limited_concurrency_is_kept(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.concurrency = 2;
    struct outcome o = assert_as_recomputed(f, &c);
    assert_int_equal(o.serving.in_flight, 2);
    assert_int_equal(o.counts.running_most, 2);
}

static void a_full_queue_sheds(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.load.rate = 0;
    c.engine.queue = 10;
    size_t before = f->memory.total;
    struct outcome o = run_case(&c);
    assert_int_equal(o.counts.refused_queue, 30);
    assert_int_equal(o.serving.completed, 10);
    assert_int_equal(o.serving.failed, 30);
    assert_string_equal(o.load.requests[39].reason, "the queue is full");
    assert_int_equal(f->memory.total, before);
    load_release(&o.load);
}

/* However many come, the engine has what it was made with. */
static void load_takes_no_more_memory(void **state)
{
    struct fixture *f = *state;
    size_t peaks[2];
    for (size_t i = 0; i < 2; i++) {
        struct case_of c = standard_case(f->model);
        c.load.requests = i == 0 ? 1 : 300;
        c.load.rate = 0;
        c.engine.queue = 20;
        c.engine.cache_bytes = 8 * 4 * kv_bytes_a_token(&f->model->config);
        memory_reset_peaks(&f->memory);
        struct outcome o = run_case(&c);
        peaks[i] = f->memory.total_peak;
        load_release(&o.load);
    }
    assert_int_equal(peaks[0], peaks[1]);
}

static void what_can_never_fit_is_refused(void **state)
{
    const struct fixture *f = *state;
    struct case_of c = standard_case(f->model);
    c.load.output_tokens = 40;
    struct outcome o = run_case(&c);
    assert_true(o.counts.refused_size > 0);
    for (size_t i = 0; i < o.load.count; i++) {
        const struct request *r = &o.load.requests[i];
        bool fits = r->prompt_count + r->wanted <= 24;
        assert_int_equal(r->state, fits ? REQUEST_DONE : REQUEST_REFUSED);
        if (!fits)
            assert_string_equal(r->reason, "longer than the context");
    }
    load_release(&o.load);
    c.engine.cache_bytes = 2 * 4 * kv_bytes_a_token(&f->model->config);
    c.load.output_tokens = 8;
    o = run_case(&c);
    assert_true(o.counts.refused_size > 0 && o.serving.completed > 0);
    assert_int_equal(o.serving.completed + o.serving.failed, 40);
    load_release(&o.load);
}

static void what_is_late_is_cancelled_midway(void **state)
{
    const struct fixture *f = *state;
    static const enum batching kinds[] = {BATCHING_CONTINUOUS, BATCHING_STATIC};
    for (size_t i = 0; i < 2; i++) {
        struct case_of c = standard_case(f->model);
        c.engine.deadline = 0.012;
        c.engine.batching = kinds[i];
        c.load.rate = 0;
        struct outcome o = run_case(&c);
        size_t midway = 0;
        for (size_t k = 0; k < o.load.count; k++) {
            const struct request *r = &o.load.requests[k];
            midway +=
                r->state == REQUEST_CANCELLED && r->count > r->prompt_count;
        }
        assert_true(midway > 0);
        assert_int_equal(o.counts.cancelled, o.serving.failed);
        assert_int_equal(o.held, 0);
        load_release(&o.load);
    }
}

/* ---- Samples that share a prompt --------------------------------------------
 */

static void run_samples(const struct fixture *f, struct request *requests,
                        size_t count, struct outcome *o)
{
    static const int32_t prompt[] = {5, 9, 1, 14, 3, 7};
    struct engine_options options = standard_case(f->model).engine;
    struct clock clock;
    struct engine *e;
    struct fault fault;
    clock_start(&clock, 0.001);
    assert_return_code(
        engine_new(&e, &(struct engine_parts){f->model, NULL, &clock}, &options,
                   &fault),
        0);
    for (size_t i = 0; i < count; i++)
        requests[i] = (struct request){.prompt = prompt,
                                       .prompt_count = 6,
                                       .wanted = 10,
                                       .temperature = 1,
                                       .seed = i,
                                       .stop = -1};
    requests[0].followers = count - 1;
    engine_submit(e, requests);
    while (!engine_idle(e))
        engine_step(e);
    o->counts = *engine_counts(e);
    o->copied = engine_cache(e)->copied;
    o->held = blocks_held(engine_cache(e)->blocks);
    o->held_peak = blocks_held_peak(engine_cache(e)->blocks);
    engine_free(e);
}

static void samples_share_the_prompt_until_they_write(void **state)
{
    const struct fixture *f = *state;
    struct request together[4];
    struct request alone[1];
    struct outcome o;
    run_samples(f, together, 4, &o);
    assert_int_equal(o.held, 0);
    /* Blocks of four: the prompt's second block is copied for each but the
       last that has it, the first is nobody's own: 1 + 4 · 3. */
    assert_int_equal(o.copied, 3);
    assert_int_equal(o.held_peak, 13);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(together[i].count, 16);
    run_samples(f, alone, 1, &o);
    assert_memory_equal(alone[0].tokens, together[0].tokens,
                        16 * sizeof(int32_t));
    assert_memory_not_equal(together[1].tokens, together[2].tokens,
                            16 * sizeof(int32_t));
    for (size_t i = 0; i < 4; i++)
        request_release(&together[i]);
    request_release(&alone[0]);
}

/* ---- What does not go together ----------------------------------------------
 */

static void options_that_do_not_fit_are_refused(void **state)
{
    const struct fixture *f = *state;
    struct engine_options good = standard_case(f->model).engine;
    struct engine_options bad[6];
    for (size_t i = 0; i < 6; i++)
        bad[i] = good;
    bad[0].batch = 0;
    bad[1].drafts = 2;
    bad[2].cache_bytes = 100;
    bad[3].remember = true;
    bad[3].cache = CACHE_CONTIGUOUS;
    bad[4].chunk = 0;
    bad[5].block_tokens = 0;
    for (size_t i = 0; i < 6; i++) {
        struct clock clock;
        struct engine *e;
        struct fault fault;
        clock_start(&clock, 0.001);
        assert_int_equal(
            engine_new(&e, &(struct engine_parts){f->model, NULL, &clock},
                       &bad[i], &fault),
            -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contiguous_cache_changes_no_token),
        cmocka_unit_test(a_paged_cache_changes_no_token),
        cmocka_unit_test(static_batching_changes_no_token),
        cmocka_unit_test(any_chunk_of_prompts_changes_no_token),
        cmocka_unit_test(blocks_that_run_out_change_no_token),
        cmocka_unit_test(a_prefix_cache_changes_no_token),
        cmocka_unit_test(shared_beginnings_are_computed_once),
        cmocka_unit_test(drafts_of_the_model_itself_all_stand),
        cmocka_unit_test(bad_drafts_change_no_token),
        cmocka_unit_test(everything_at_once_changes_no_token),
        cmocka_unit_test(limited_concurrency_is_kept),
        cmocka_unit_test(a_full_queue_sheds),
        cmocka_unit_test(load_takes_no_more_memory),
        cmocka_unit_test(what_can_never_fit_is_refused),
        cmocka_unit_test(what_is_late_is_cancelled_midway),
        cmocka_unit_test(samples_share_the_prompt_until_they_write),
        cmocka_unit_test(options_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
