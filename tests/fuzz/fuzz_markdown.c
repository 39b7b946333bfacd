/* SPDX-License-Identifier: MIT */
/*
 * Markdown: the first byte chooses options and entry point, the rest is text.
 * What must hold for every document is checked: holes lie in the HTML in order,
 * ranges lie in it, and a second parse gives the same bytes.
 */
#include "markdown/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    BIT_ADDITIONS = 1,
    BIT_FOOTNOTES = 2,
    BIT_TABLES = 4,
    BIT_STRIKETHROUGH = 8,
    BIT_AUTOLINKS = 16,
    BIT_TASKLISTS = 32,
    BIT_INLINE = 64,
    BIT_GFM = 128
};

static bool include_itself(void *ctx, struct str path, struct arena *arena,
                           struct source_ref *out)
{
    (void)path;
    (void)arena;
    *out = (struct source_ref){.path = STR("inc.md"),
                               .text = *(const struct str *)ctx};
    return true;
}

static void check(const struct document *d)
{
    size_t at = 0;

    for (size_t i = 0; i < d->hole_count; i++) {
        PHX_BUG_ON(d->holes[i].offset < at);
        at = d->holes[i].offset;
        if (d->holes[i].body)
            check(d->holes[i].body);
    }
    PHX_BUG_ON(at > d->html.len);
    for (size_t i = 0; i < d->heading_count; i++) {
        const struct heading *h = &d->headings[i];

        PHX_BUG_ON(h->begin > h->end || h->end > d->html.len);
        PHX_BUG_ON(h->first_hole > h->last_hole ||
                   h->last_hole >= d->hole_count);
        for (size_t k = h->first_hole; k < h->last_hole; k++)
            PHX_BUG_ON(d->holes[k].offset < h->begin ||
                       d->holes[k].offset > h->end);
    }
    PHX_BUG_ON(d->title_begin > d->title_end || d->title_end > d->html.len);
    PHX_BUG_ON(d->summary_begin > d->summary_end ||
               d->summary_end > d->html.len);
}

static void parse(struct arena *arena, uint8_t bits, struct str text,
                  struct document *document)
{
    struct dialect dialect = markdown_site_dialect();
    struct source_ref source = {STR("content/fuzz.md"), text, 0};
    struct diags diags;

    dialect.additions = bits & BIT_ADDITIONS;
    dialect.footnotes = bits & BIT_FOOTNOTES;
    dialect.tables = bits & BIT_TABLES;
    dialect.strikethrough = bits & BIT_STRIKETHROUGH;
    dialect.autolinks = bits & BIT_AUTOLINKS;
    dialect.tasklists = bits & BIT_TASKLISTS;
    dialect.include = include_itself;
    dialect.include_ctx = &text;
    diags_init(&diags, arena, NULL);
    if (bits & BIT_INLINE)
        markdown_parse_inline(arena, &dialect, &source, text, &diags, document);
    else
        markdown_parse(arena, &dialect, &source, text, &diags, document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str extensions[] = {
        STR_INIT("table"), STR_INIT("strikethrough"), STR_INIT("autolink"),
        STR_INIT("tagfilter"), STR_INIT("tasklist")};
    static const struct str options[] = {STR_INIT("footnotes"),
                                         STR_INIT("smart")};
    struct document once, twice;
    struct arena arena;
    struct error err;
    struct str text;

    if (size < 1 || size > 20000 || markdown_init(&err) < 0)
        return 0;
    arena_init(&arena);
    text = str_bytes((const char *)data + 1, size - 1);
    if (data[0] & BIT_GFM) {
        markdown_gfm_html(&arena, text, extensions, PHX_COUNT(extensions),
                          options, PHX_COUNT(options));
    } else {
        parse(&arena, data[0], text, &once);
        parse(&arena, data[0], text, &twice);
        check(&once);
        PHX_BUG_ON(!str_eq(once.html, twice.html) ||
                   once.hole_count != twice.hole_count);
    }
    arena_deinit(&arena);
    return 0;
}
