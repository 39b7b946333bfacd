/* SPDX-License-Identifier: MIT */
/*
 * A site in memory for the tests of content/: add files, then build. phx.yaml
 * is the one file that is written, because config_read reads a folder.
 */
#ifndef PHX_TESTS_CONTENT_FIXTURE_H
#define PHX_TESTS_CONTENT_FIXTURE_H

#include "content/content.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct fixture {
    struct arena arena;
    struct diags diags;
    struct config config;
    struct build_settings settings;
    struct repo_files files;
    PHX_VEC(struct str) texts; /* of files, same index */
    struct content_files content;
    struct dialect dialect;
    struct site *site;
    struct reader reader;
    struct trace trace;
};

/* 2026-06-01T00:00:00Z. */
#define FIXTURE_NOW 1780272000

static inline void fixture_config(struct fixture *f, const char *yaml,
                                  const char *environment_yaml)
{
    char root[] = "/tmp/phx-content-XXXXXX";
    struct error err = {0};
    struct str path;

    assert_non_null(mkdtemp(root));
    if (yaml) {
        path = str_fmt(&f->arena, "%s/phx.yaml", root);
        assert_int_equal(fs_write(path.ptr, str_of(yaml), &err), 0);
    }
    if (environment_yaml) {
        path = str_fmt(&f->arena, "%s/phx.%" STR_FMT ".yaml", root,
                       STR_ARG(f->settings.environment));
        assert_int_equal(fs_write(path.ptr, str_of(environment_yaml), &err), 0);
    }
    phx_ignore(
        config_read(&f->arena, root, &f->settings, &f->diags, &f->config),
        "tests look at the diagnostics");
    assert_int_equal(fs_remove_tree(root, &err), 0);
}

static inline struct fixture *fixture_empty(void)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct error err = {0};

    assert_non_null(f);
    assert_int_equal(markdown_init(&err), 0);
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->dialect = markdown_site_dialect();
    f->settings.base_url = f->settings.environment = STR("");
    f->settings.now = (struct date){.unix_seconds = FIXTURE_NOW};
    return f;
}

static inline struct fixture *fixture_new(const char *yaml)
{
    struct fixture *f = fixture_empty();

    fixture_config(f, yaml, NULL);
    return f;
}

static inline void fixture_free(struct fixture *f)
{
    arena_deinit(&f->arena);
    free(f);
}

/* Files are added in any order. */
static inline void fixture_add(struct fixture *f, const char *path,
                               const char *text)
{
    struct repo_file file = {.path = str_of(path), .size = strlen(text)};
    size_t at = 0;

    while (at < f->files.list.len &&
           str_cmp(f->files.list.items[at].path, file.path) < 0)
        at++;
    vec_push(&f->arena, &f->files.list, file);
    vec_push(&f->arena, &f->texts, str_of(text));
    for (size_t i = f->files.list.len - 1; i > at; i--) {
        f->files.list.items[i] = f->files.list.items[i - 1];
        f->texts.items[i] = f->texts.items[i - 1];
    }
    f->files.list.items[at] = file;
    f->texts.items[at] = str_of(text);
}

static inline struct str fixture_text(const struct fixture *f, struct str path)
{
    for (size_t i = 0; i < f->files.list.len; i++)
        if (str_eq(f->files.list.items[i].path, path))
            return f->texts.items[i];
    fail_msg("no file %.*s", STR_ARG(path));
    return STR("");
}

/* page.content and page.summary without filling holes. */
static inline bool fixture_body(struct reader *reader, const struct page *page,
                                bool summary, struct value *out)
{
    const struct document *d = &page->document;

    (void)reader;
    *out = value_html(html_trust(
        summary ? str_slice(d->html, d->summary_begin, d->summary_end)
                : d->html));
    return true;
}

static inline bool fixture_heading(struct reader *reader,
                                   const struct page *page, size_t index,
                                   struct value *out)
{
    (void)reader;
    *out = value_str(page->document.headings[index].text);
    return true;
}

static struct content_host fixture_host = {.body = fixture_body,
                                           .heading = fixture_heading};

static inline void fixture_build_with(struct fixture *f,
                                      const struct repo_history *history,
                                      const struct repo_head *head)
{
    content_scan(&f->arena, &f->config, &f->files, &f->content, &f->diags);
    for (size_t i = 0; i < f->content.pages.len; i++) {
        struct content_source *source = &f->content.pages.items[i];

        source->bytes = fixture_text(f, source->path);
        diags_init(&source->diags, &f->arena, &f->config.policy);
        content_parse_page(&f->arena, &f->config, &f->dialect, source);
        diags_merge(&f->diags, &source->diags);
    }
    f->site = site_assemble(&f->arena, &f->config, &f->content, history, head,
                            value_null(), &f->diags);
    trace_init(&f->trace, &f->arena);
    f->reader = (struct reader){
        .arena = &f->arena,
        .trace = &f->trace,
        .language = f->config.languages[0].code,
        .host = &fixture_host,
    };
}

static inline void fixture_build(struct fixture *f)
{
    fixture_build_with(f, NULL, NULL);
}

static inline const struct page *fixture_page(const struct fixture *f,
                                              const char *path)
{
    const struct page *page = site_page_find(f->site, str_of(path));

    if (!page)
        fail_msg("no page %s", path);
    return page;
}

static inline const struct route *fixture_route(const struct fixture *f,
                                                const char *url)
{
    const struct route *route = site_route_find(f->site, str_of(url));

    if (!route)
        fail_msg("no route %s", url);
    return route;
}

/* A dotted path of attributes, list indices among them: "pages.0.title". */
static inline struct value fixture_get(struct fixture *f, struct value v,
                                       const char *path)
{
    struct str rest = str_of(path);
    struct str part;

    while (str_split(&rest, '.', &part)) {
        const struct value *entry = value_map_get(v, part);
        int64_t index;

        if (v.kind == VALUE_OBJECT) {
            if (!v.as.object->type->get(v.as.object, part, &f->reader, &v))
                return value_undefined(part);
        } else if (v.kind == VALUE_LIST && str_to_int(part, &index)) {
            if (index < 0 || (size_t)index >= v.as.list->len)
                return value_undefined(part);
            v = v.as.list->items[index];
        } else {
            v = entry ? *entry : value_undefined(part);
        }
    }
    return v;
}

static inline void assert_str(struct str actual, const char *expected)
{
    if (!str_is(actual, expected))
        fail_msg("got \"%.*s\", expected \"%s\"", STR_ARG(actual), expected);
}

/* What str() of the value prints. */
static inline void assert_value(struct fixture *f, struct value v,
                                const char *expected)
{
    struct buf text = BUF_INIT;
    bool same;

    if (v.kind == VALUE_UNDEFINED)
        buf_add_cstr(&text, "undefined");
    else
        value_print(&text, v, &f->reader);
    same = str_is(buf_str(&text), expected);
    if (!same)
        print_error("got \"%s\", expected \"%s\"\n", text.ptr, expected);
    buf_deinit(&text);
    assert_true(same);
}

static inline void assert_get(struct fixture *f, struct value v,
                              const char *path, const char *expected)
{
    assert_value(f, fixture_get(f, v, path), expected);
}

/* The titles of a list of pages, joined by spaces. */
static inline void assert_titles(struct fixture *f, struct value list,
                                 const char *expected)
{
    struct buf text = BUF_INIT;
    struct str got;

    assert_int_equal(list.kind, VALUE_LIST);
    for (size_t i = 0; i < list.as.list->len; i++) {
        if (i)
            buf_add_char(&text, ' ');
        value_print(&text, fixture_get(f, list.as.list->items[i], "title"),
                    &f->reader);
    }
    got = buf_dup(&f->arena, &text);
    buf_deinit(&text);
    assert_str(got, expected);
}

static inline size_t count_diags(const struct fixture *f, enum diag_id id)
{
    size_t count = 0;

    for (size_t i = 0; i < f->diags.list.len; i++)
        count += f->diags.list.items[i].id == id;
    return count;
}

/* The one diagnostic of that id. */
static inline const struct diag *only_diag(const struct fixture *f,
                                           enum diag_id id)
{
    const struct diag *found = NULL;

    for (size_t i = 0; i < f->diags.list.len; i++) {
        if (f->diags.list.items[i].id != id)
            continue;
        if (found)
            fail_msg("more than one %s", diag_code(id));
        found = &f->diags.list.items[i];
    }
    if (!found)
        fail_msg("no %s", diag_code(id));
    return found;
}

/* Nothing but the warning about base_url. */
static inline void assert_clean(const struct fixture *f)
{
    struct buf text = BUF_INIT;

    for (size_t i = 0; i < f->diags.list.len; i++)
        if (f->diags.list.items[i].id != DIAG_BASE_URL_MISSING)
            diag_print(&text, &f->diags.list.items[i], false);
    if (text.len)
        print_error("%s", text.ptr);
    assert_int_equal(text.len, 0);
    buf_deinit(&text);
}

#define assert_has(text, part)                                                 \
    assert_int_not_equal(str_find((text), str_of(part)), STR_NONE)

#endif
