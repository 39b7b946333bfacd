/* SPDX-License-Identifier: MIT */
/* One set, many threads: the bytes are those of one thread. Meant for
 * SANITIZE=thread too. And what a rendering leaves behind: trace, profile. */
#include "template_test.h"

#define RENDERINGS 400

struct job {
    struct fixture *f;
    struct buf results[RENDERINGS];
    struct template_profile profiles[8];
};

static void add_site(struct fixture *f)
{
    set_context(f, "{\"site\": {\"title\": \"S & T\"}, \"posts\": ["
                   "{\"t\": \"a\", \"tags\": [\"x\", \"y\"]},"
                   "{\"t\": \"b\", \"tags\": []}]}");
    add(f, "main",
        "{% extends 'base' %}{% from 'm' import card %}{% block body %}"
        "{% set ns = namespace(n=0) %}{% for p in posts %}"
        "{% set ns.n = ns.n + p.tags|length %}{{ card(p) }}"
        "{% include 'part' %}{% endfor %}{{ ns.n }}{{ super() }}"
        "{% endblock %}");
    add(f, "base",
        "<title>{{ site.title }}</title>{% block body %}base"
        "{% endblock %}");
    add(f, "m",
        "{% macro card(p) %}<li>{{ p.t|upper }} "
        "{{ p.tags|sort|join(', ') }}</li>{% endmacro %}");
    add(f, "part", "{{ loop.index if loop is defined }}{{ p.t }};");
}

static void render_into(struct job *job, size_t index, unsigned worker)
{
    struct fixture *f = job->f;
    struct arena arena;
    struct diags diags;
    struct reader reader = {.arena = &arena, .diags = &diags};

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    phx_ignore(template_render_profiled(
                   f->set, template_find(f->set, STR("main")), f->context,
                   &reader, &job->results[index], &job->profiles[worker]),
               "the bytes are compared");
    arena_deinit(&arena);
}

static void work(void *ctx, size_t index, struct worker *worker)
{
    render_into(ctx, index, worker->id);
}

static void eight_threads_write_the_same_bytes(void **state)
{
    struct fixture *f = *state;
    struct pool *pool = pool_new(8);
    struct job *job = calloc(1, sizeof(*job));
    const char *expected;

    assert_non_null(job);
    job->f = f;
    for (size_t i = 0; i < RENDERINGS; i++)
        buf_init(&job->results[i]);
    add_site(f);
    expected = render(f);
    assert_non_null(expected);
    for (unsigned i = 0; i < 8; i++)
        template_profile_init(&job->profiles[i], f->set, &f->arena);
    pool_run(pool, RENDERINGS, work, job);
    for (unsigned i = 1; i < 8; i++)
        template_profile_merge(&job->profiles[0], &job->profiles[i]);
    for (size_t i = 0; i < RENDERINGS; i++) {
        assert_string_equal(job->results[i].ptr, expected);
        buf_deinit(&job->results[i]);
    }
    assert_int_equal(job->profiles[0].times[0].runs, RENDERINGS);
    pool_free(pool);
    free(job);
}

static void every_template_that_was_read_is_in_the_trace(void **state)
{
    struct fixture *f = *state;
    struct trace trace;

    trace_init(&trace, &f->arena);
    f->reader.trace = &trace;
    add_site(f);
    assert_non_null(render(f));
    assert_int_equal(trace.inputs.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(trace.inputs.items[i].kind, INPUT_TEMPLATE);
}

static void the_profile_counts_each_template_once_per_run(void **state)
{
    struct fixture *f = *state;
    struct template_profile profile;
    struct buf out = BUF_INIT;

    add_site(f);
    assert_non_null(render(f));
    template_profile_init(&profile, f->set, &f->arena);
    assert_true(
        template_render_profiled(f->set, template_find(f->set, STR("main")),
                                 f->context, &f->reader, &out, &profile));
    assert_int_equal(profile.len, 4);
    assert_string_equal(text_of(f, profile.times[3].name), "part");
    assert_int_equal(profile.times[3].runs, 2);
    assert_int_equal(profile.times[1].runs, 1);
    assert_true(profile.times[0].nanoseconds > 0);
    buf_deinit(&out);
}

/* ---- A context that is an object ---- */

static bool context_get(const struct value_object *self, struct str key,
                        struct reader *reader, struct value *out)
{
    (void)self;
    reader_note(reader, INPUT_SETTING, key, (struct hash){0, 1});
    if (!str_is(key, "a") && !str_is(key, "b"))
        return false;
    *out = value_str(key);
    return true;
}

static const struct value_object_type context_type = {.name = "context",
                                                      .get = context_get};

static void names_are_read_from_the_context_only_when_used(void **state)
{
    struct fixture *f = *state;
    struct trace trace;

    trace_init(&trace, &f->arena);
    f->reader.trace = &trace;
    f->context = value_object(&f->arena, &context_type, NULL);
    assert_string_equal(render_one(f, "{% for i in [1, 2] %}{{ a }}{% endfor %}"
                                      "{% if false %}{{ b }}{% endif %}"),
                        "aa");
    assert_int_equal(trace.inputs.len, 2);
    assert_string_equal(text_of(f, trace.inputs.items[1].key), "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(eight_threads_write_the_same_bytes),
        TEST(every_template_that_was_read_is_in_the_trace),
        TEST(the_profile_counts_each_template_once_per_run),
        TEST(names_are_read_from_the_context_only_when_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
