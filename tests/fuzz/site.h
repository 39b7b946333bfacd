/* SPDX-License-Identifier: MIT */
/*
 * A site in memory for the targets that read pages: a configuration, made once,
 * and per input one page of that text beside a page that is always there.
 */
#ifndef PHX_TESTS_FUZZ_SITE_H
#define PHX_TESTS_FUZZ_SITE_H

#include "content/content.h"

#include <stdlib.h>

/* config_read reads a folder: phx.yaml is written for as long as that takes. */
static inline void site_config(struct arena *arena, struct config *config)
{
    static const char yaml[] =
        "title: Fuzz\n"
        "base_url: https://example.org/base\n"
        "timezone: Asia/Shanghai\n"
        "languages: {en: {name: English}, zh: {name: 中文}}\n"
        "taxonomies: {tags: {}, categories: {}}\n"
        "permalinks: {posts: '/:year/:month/:slug/'}\n"
        "authors: {ann: {name: Ann}}\n";
    const struct build_settings settings = {
        .base_url = STR(""),
        .environment = STR(""),
        .now = {.unix_seconds = 1780272000},
    };
    char root[] = "/tmp/phx-fuzz-XXXXXX";
    struct diags diags;
    struct error err;

    diags_init(&diags, arena, NULL);
    PHX_BUG_ON(!mkdtemp(root));
    struct str path = str_fmt(arena, "%s/phx.yaml", root);
    PHX_BUG_ON(fs_write(path.ptr, str_of(yaml), &err) < 0);
    PHX_BUG_ON(!config_read(arena, root, &settings, &diags, config));
    PHX_BUG_ON(fs_remove_tree(root, &err) < 0);
    PHX_BUG_ON(markdown_init(&err) < 0);
}

static const char site_other_page[] =
    "---\ntitle: Other\ndate: 2026-01-02\ntags: [a]\n---\n"
    "# Other\n\n## Part {#part}\n\nText[^1] with $x$.\n\n[^1]: Note.\n";

struct site_inputs {
    struct repo_files files;
    struct content_files content;
    struct str text; /* of content/posts/fuzz.md */
};

/* Every page is parsed; *diags has what is wrong. */
static inline void site_parse(struct arena *arena, const struct config *config,
                              const struct dialect *dialect,
                              struct site_inputs *in, struct diags *diags)
{
    static const struct str names[] = {STR_INIT("content/posts/fuzz.md"),
                                       STR_INIT("content/posts/fuzz.zh.md"),
                                       STR_INIT("content/posts/other.md")};

    for (size_t i = 0; i < PHX_COUNT(names); i++)
        vec_push(arena, &in->files.list, (struct repo_file){.path = names[i]});
    content_scan(arena, config, &in->files, &in->content, diags);
    for (size_t i = 0; i < in->content.pages.len; i++) {
        struct content_source *s = &in->content.pages.items[i];

        s->bytes =
            str_eq(s->path, names[0]) ? in->text : str_of(site_other_page);
        diags_init(&s->diags, arena, &config->policy);
        content_parse_page(arena, config, dialect, s);
        diags_merge(diags, &s->diags);
    }
}

/* Every place lies in the text it is about. */
static inline void site_check_places(const struct diags *diags, struct str text)
{
    uint32_t lines = 2;

    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n' || text.ptr[i] == '\r';
    for (size_t i = 0; i < diags->list.len; i++) {
        const struct diag *d = &diags->list.items[i];
        PHX_BUG_ON(d->message.len == 0);
        PHX_BUG_ON(str_is(d->path, "content/posts/fuzz.md") &&
                   d->span.line > lines);
    }
}

#endif
