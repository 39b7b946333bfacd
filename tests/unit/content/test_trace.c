/* SPDX-License-Identifier: MIT */
/*
 * What a reader notes, and when a note still holds: each fingerprint changes
 * with what it stands for and with nothing else. Two sites are built, and a
 * trace of the first is verified in the second.
 */
#include "fixture.h"

#define A "content/posts/a.md"
#define B "content/posts/b.md"

struct pair {
    struct fixture *before, *after;
};

/* The same two posts; the second site's `a` and `b` are as given. */
static struct pair pair(const char *a, const char *b)
{
    struct pair p = {fixture_new("title: S\n"), fixture_new("title: S\n")};

    fixture_add(p.before, A, "---\ntitle: A\ndate: 2026-01-01\n---\none\n");
    fixture_add(p.before, B, "---\ntitle: B\ndate: 2026-01-02\n---\ntwo\n");
    fixture_add(p.after, A,
                a ? a : "---\ntitle: A\ndate: 2026-01-01\n---\none\n");
    if (!b || *b)
        fixture_add(p.after, B,
                    b ? b : "---\ntitle: B\ndate: 2026-01-02\n---\ntwo\n");
    fixture_build(p.before);
    fixture_build(p.after);
    return p;
}

static void pair_free(struct pair p)
{
    fixture_free(p.before);
    fixture_free(p.after);
}

/* Whether all that was read in the first site holds in the second. */
static bool holds(struct pair p)
{
    for (size_t i = 0; i < p.before->trace.inputs.len; i++) {
        const struct trace_input *input = &p.before->trace.inputs.items[i];
        struct hash now;

        if (!site_fingerprint(p.after->site, &p.after->arena, input->kind,
                              input->key, &now) ||
            !hash_eq(now, input->fingerprint))
            return false;
    }
    return p.before->trace.inputs.len > 0;
}

/* Reads `path` of page a (or of the site) in the first site; what the second
 * site's edit means for it. */
static bool kept(const char *root, const char *path, const char *a,
                 const char *b)
{
    struct pair p = pair(a, b);
    struct fixture *f = p.before;
    struct value v =
        strcmp(root, "site") == 0 ? site_value(&f->arena, f->site)
        : root[0] == '/'
            ? route_context(&f->arena, f->site, fixture_route(f, root))
            : page_value(&f->arena, fixture_page(f, root));
    bool result;

    assert_int_not_equal(fixture_get(f, v, path).kind, VALUE_UNDEFINED);
    result = holds(p);
    pair_free(p);
    return result;
}

static void nothing_changed_keeps_everything(void **state)
{
    const char *const fields[] = {
        "title",         "url",           "content",    "summary",
        "toc",           "words",         "previous",   "related",
        "authors",       "series",        "image",      "translations",
        "section.title", "section.pages", "next.title", "commit",
    };

    (void)state;
    for (size_t i = 0; i < PHX_COUNT(fields); i++)
        if (!kept(A, fields[i], NULL, NULL))
            fail_msg("%s does not hold", fields[i]);
    assert_true(kept("/posts/", "pages", NULL, NULL));
    assert_true(kept("/posts/", "alternates", NULL, NULL));
    assert_true(kept("site", "menus", NULL, NULL));
    assert_true(kept("site", "config.content", NULL, NULL));
    assert_true(kept("site", "archive", NULL, NULL));
    assert_true(kept("site", "sections", NULL, NULL));
}

static void a_body_s_edit_keeps_what_read_the_title(void **state)
{
    const char *edited =
        "---\ntitle: A\ndate: 2026-01-01\n---\none\n\nmore words\n";

    (void)state;
    assert_true(kept(A, "title", edited, NULL));
    assert_true(kept(A, "summary", edited, NULL));
    assert_true(kept(A, "toc", edited, NULL));
    assert_false(kept(A, "content", edited, NULL));
    assert_false(kept(A, "words", edited, NULL));
    assert_true(kept(B, "previous.title", edited, NULL));
    assert_true(kept("/posts/", "pages", edited, NULL));
}

static void a_title_s_edit_reaches_those_who_read_it(void **state)
{
    const char *edited = "---\ntitle: New\ndate: 2026-01-01\n---\none\n";

    (void)state;
    assert_false(kept(A, "title", edited, NULL));
    assert_false(kept(B, "previous.title", edited, NULL));
    assert_true(kept(B, "previous", edited, NULL));
    assert_true(kept(A, "content", edited, NULL));
    assert_true(kept("/posts/", "pages", edited, NULL));
    assert_false(kept("/posts/", "pages.1.title", edited, NULL));
}

static void a_new_heading_reaches_the_contents(void **state)
{
    const char *edited =
        "---\ntitle: A\ndate: 2026-01-01\n---\none\n\n## Head\n";

    (void)state;
    assert_false(kept(A, "toc", edited, NULL));
    assert_true(kept(A, "title", edited, NULL));
}

static void a_page_that_goes_reaches_lists_and_neighbours(void **state)
{
    (void)state;
    assert_false(kept("/posts/", "pages", NULL, ""));
    assert_false(kept("site", "pages", NULL, ""));
    assert_false(kept(A, "next", NULL, ""));
    assert_false(kept(B, "title", NULL, ""));
    assert_true(kept(A, "title", NULL, ""));
}

static void another_order_is_another_list(void **state)
{
    const char *edited = "---\ntitle: A\ndate: 2026-01-03\n---\none\n";

    (void)state;
    assert_false(kept("site", "pages", edited, NULL));
    assert_false(kept("/posts/", "pages", edited, NULL));
    assert_false(kept(B, "next", edited, NULL));
}

static void a_tag_reaches_its_term(void **state)
{
    const char *tagged = "---\ntitle: B\ndate: 2026-01-02\ntags: x\n---\ntwo\n";

    (void)state;
    assert_false(kept("site", "taxonomies.tags.terms", NULL, tagged));
    assert_false(kept(B, "tags", NULL, tagged));
    assert_true(kept(A, "tags", NULL, tagged));
}

static void a_link_that_breaks_is_noticed(void **state)
{
    struct pair p = pair(NULL, "");
    struct link link;

    (void)state;
    site_resolve(p.before->site, &p.before->arena, fixture_page(p.before, A),
                 STR("b.md"), &link);
    assert_int_equal(link.kind, LINK_PAGE);
    site_resolve_note(p.before->site, &p.before->reader,
                      fixture_page(p.before, A), STR("b.md"), &link);
    assert_false(holds(p));
    pair_free(p);
    p = pair(NULL, NULL);
    site_resolve(p.before->site, &p.before->arena, fixture_page(p.before, A),
                 STR("b.md"), &link);
    site_resolve_note(p.before->site, &p.before->reader,
                      fixture_page(p.before, A), STR("b.md"), &link);
    assert_true(holds(p));
    pair_free(p);
}

static bool same_addresses(const char *a, const char *b)
{
    struct pair p = pair(a, b);
    bool same =
        hash_eq(site_addresses(p.before->site), site_addresses(p.after->site));

    pair_free(p);
    return same;
}

static void addresses_change_with_urls_and_pages_alone(void **state)
{
    (void)state;
    assert_true(same_addresses(NULL, NULL));
    assert_true(same_addresses(
        "---\ntitle: Z\ndate: 2026-01-01\n---\nother words\n", NULL));
    assert_false(same_addresses(NULL, ""));
    assert_false(same_addresses(
        "---\ntitle: A\ndate: 2026-01-01\nslug: z\n---\none\n", NULL));
    assert_false(same_addresses(
        "---\ntitle: A\ndate: 2026-01-01\ndraft: true\n---\none\n", NULL));
    assert_false(same_addresses(
        "---\ntitle: A\ndate: 2026-01-01\naliases: /old/\n---\none\n", NULL));
}

static void a_setting_is_an_input_by_its_key(void **state)
{
    struct fixture *f = fixture_new("title: S\nparams: {a: 1, b: 2}\n");
    struct fixture *g = fixture_new("title: S\nparams: {a: 1, b: 3}\n");
    struct pair p = {f, g};

    (void)state;
    fixture_build(f);
    fixture_build(g);
    assert_get(f, site_value(&f->arena, f->site), "params.a", "1");
    assert_get(f, site_value(&f->arena, f->site), "title", "S");
    assert_true(holds(p));
    assert_get(f, site_value(&f->arena, f->site), "params.b", "2");
    assert_false(holds(p));
    pair_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_changed_keeps_everything),
        cmocka_unit_test(a_body_s_edit_keeps_what_read_the_title),
        cmocka_unit_test(a_title_s_edit_reaches_those_who_read_it),
        cmocka_unit_test(a_new_heading_reaches_the_contents),
        cmocka_unit_test(a_page_that_goes_reaches_lists_and_neighbours),
        cmocka_unit_test(another_order_is_another_list),
        cmocka_unit_test(a_tag_reaches_its_term),
        cmocka_unit_test(a_link_that_breaks_is_noticed),
        cmocka_unit_test(addresses_change_with_urls_and_pages_alone),
        cmocka_unit_test(a_setting_is_an_input_by_its_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
