/* SPDX-License-Identifier: MIT */
/*
 * The library is safe on several threads only with one of its functions
 * replaced (generator/markdown/cmark_wrap.c); what goes wrong without that is
 * wrong output and no crash. So bytes are compared: one thread's against
 * eight's, over a page with everything on it.
 */
#include "fixture.h"

#define JOBS 8
#define PARSES 8000

static const char page[] =
    "# Title $x$ {#top}\n\n"
    "a ~~b $c$~~ **真，**她 见https://a.b/c，d www.e.org [r] [^n] {eval}`1`\n\n"
    "| a | b |\n|---|:-:|\n| ~~$x$~~ | {eval}`a \\| b` http://c.d |\n\n"
    "- [x] task\n- [ ] $5 and $6\n\n"
    "> [!NOTE]\n> alert www.f.org ~~g~~\n\n"
    "```{note} T\n:x: 1\n\n~~h~~ http://i.j $k$ [r] [^n]\n```\n\n"
    "$$\nx_1 * y * z\n$$\n\n"
    "```py {numbers}\nprint(1)\n```\n\n"
    "[r]: s.md\n[^n]: note ~~t~~\n";

struct run {
    struct dialect dialect;
    struct str expected;
    size_t wrong[JOBS];
};

static struct str result(struct arena *arena, const struct dialect *dialect)
{
    struct source_ref source = {STR("p.md"), str_of(page), 0};
    struct document document;
    struct diags diags;
    struct buf out = BUF_INIT;
    struct str text;

    diags_init(&diags, arena, NULL);
    markdown_parse(arena, dialect, &source, source.text, &diags, &document);
    show_into(&out, &document);
    for (size_t i = 0; i < document.hole_count; i++)
        buf_add_fmt(&out, "%zu %u:%u\n", document.holes[i].offset,
                    document.holes[i].span.line, document.holes[i].span.col);
    for (size_t i = 0; i < diags.list.len; i++)
        buf_add(&out, diags.list.items[i].message);
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static void parse_once(void *ctx, size_t index, struct worker *worker)
{
    struct run *run = ctx;

    (void)index;
    if (!str_eq(result(&worker->scratch, &run->dialect), run->expected))
        run->wrong[worker->id]++;
}

static void eight_threads_give_the_bytes_of_one(void **state)
{
    struct fixture *f = *state;
    struct run run = {.dialect = f->dialect};
    struct pool *pool = pool_new(JOBS);

    run.expected = result(&f->arena, &f->dialect);
    assert_true(str_find(run.expected, STR("<del>b (math c)</del>")) !=
                STR_NONE);
    pool_run(pool, PARSES, parse_once, &run);
    pool_free(pool);
    for (size_t i = 0; i < JOBS; i++)
        assert_int_equal(run.wrong[i], 0);
}

/* GFM alone and the site's dialect at the same time. */
static void parse_either(void *ctx, size_t index, struct worker *worker)
{
    struct run *run = ctx;
    const struct str text = STR("a ~~b~~ $c$ http://d.e {eval}`f` www.g.hi");

    if (index % 2)
        parse_once(ctx, index, worker);
    else if (!str_is(
                 markdown_gfm_html(&worker->scratch, text, NULL, 0, NULL, 0),
                 "<p>a ~~b~~ $c$ http://d.e {eval}<code>f</code> "
                 "www.g.hi</p>\n"))
        run->wrong[worker->id]++;
}

static void other_extensions_do_not_disturb(void **state)
{
    struct fixture *f = *state;
    struct run run = {.dialect = f->dialect};
    struct pool *pool = pool_new(JOBS);

    run.expected = result(&f->arena, &f->dialect);
    pool_run(pool, PARSES, parse_either, &run);
    pool_free(pool);
    for (size_t i = 0; i < JOBS; i++)
        assert_int_equal(run.wrong[i], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(eight_threads_give_the_bytes_of_one),
        TEST(other_extensions_do_not_disturb),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
