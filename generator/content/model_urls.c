/* SPDX-License-Identifier: MIT */
/*
 * Where pages are published: `url`, else the section's permalink pattern, else
 * folder and slug. A URL, slug or pattern that is not usable is reported and
 * the default taken, so that links to the page still lead somewhere.
 */
#include "model.h"

/* ---- Messages ---- */

static struct diag *bad(struct assembly *a, const struct page *page,
                        struct span span, const char *what, struct str text)
{
    return diag_add(a->diags, DIAG_URL_BAD, &page->meta_source, span,
                    "`%" STR_FMT "` cannot be %s", STR_ARG(text), what);
}

/* ---- Slugs ---- */

static bool slug_ok(struct str slug)
{
    if (str_is(slug, ".") || str_find(slug, STR("..")) != STR_NONE)
        return false;
    for (size_t i = 0; i < slug.len; i++)
        if ((unsigned char)slug.ptr[i] < 0x20 || slug.ptr[i] == '/' ||
            slug.ptr[i] == '\\')
            return false;
    return slug.len > 0;
}

/* A name without a letter or digit ("🎉") stands for itself. */
static struct str slug_of(struct arena *arena, struct str name)
{
    struct str slug = text_slug(arena, name);

    if (slug.len)
        return slug;
    return slug_ok(name) ? name : hash_hex(arena, hash_bytes(name));
}

static struct str page_slug(struct assembly *a, const struct page *page)
{
    struct str written = page->slug_written;

    if (written.len && slug_ok(written))
        return str_replace(a->arena, written, STR(" "), STR("-"));
    if (written.len)
        diag_hint(a->diags, bad(a, page, page->slug_span, "a slug", written),
                  "a slug is one part of a URL, without / and ..");
    return slug_of(a->arena, page->name);
}

/* ---- Permalink patterns ---- */

/* The pattern of the nearest section that has one. */
static struct str pattern_of(const struct config *config, struct str folder)
{
    for (;;) {
        for (size_t i = 0; i < config->permalink_count; i++)
            if (str_eq(config->permalinks[i].section, folder))
                return config->permalinks[i].pattern;
        if (folder.len == 0)
            return STR("");
        folder = path_dir(folder);
        if (folder.len == 0)
            return STR("");
    }
}

/* Appends what :name stands for; false: the page has no date. */
static bool add_part(struct assembly *a, const struct page *page,
                     struct str name, struct buf *out)
{
    struct date_fields date = date_fields(page->date);
    struct str top = str_slice(page->folder, 0, str_chr(page->folder, '/'));

    if (str_is(name, "year"))
        buf_add_fmt(out, "%04d", date.year);
    else if (str_is(name, "month"))
        buf_add_fmt(out, "%02d", date.month);
    else if (str_is(name, "day"))
        buf_add_fmt(out, "%02d", date.day);
    else if (str_is(name, "yearday"))
        buf_add_fmt(out, "%03d", date.yearday + 1);
    else if (str_is(name, "slug"))
        buf_add(out, page->slug);
    else if (str_is(name, "title"))
        buf_add(out, slug_of(a->arena, page->title));
    else if (str_is(name, "section"))
        buf_add(out, top);
    else if (str_is(name, "sections"))
        buf_add(out, page->folder);
    else if (str_is(name, "filename"))
        buf_add(out, page->name);
    else
        buf_add(out, page->id);
    return page->has_date || !(str_is(name, "year") || str_is(name, "month") ||
                               str_is(name, "day") || str_is(name, "yearday"));
}

static bool expand(struct assembly *a, const struct page *page,
                   struct str pattern, struct buf *out)
{
    bool ok = true;

    for (size_t i = 0; i < pattern.len;) {
        size_t end = i + 1;

        if (pattern.ptr[i] != ':') {
            buf_add_char(out, pattern.ptr[i++]);
            continue;
        }
        while (end < pattern.len && pattern.ptr[end] >= 'a' &&
               pattern.ptr[end] <= 'z')
            end++;
        ok = add_part(a, page, str_slice(pattern, i + 1, end), out) && ok;
        i = end;
    }
    return ok;
}

static bool pattern_path(struct assembly *a, struct page *page,
                         struct str pattern, struct str *path, bool *file)
{
    struct buf text = BUF_INIT;
    struct str clean;
    bool ok = expand(a, page, pattern, &text);
    bool folder = str_ends(buf_str(&text), STR("/"));

    if (!ok) {
        diag_hint(a->diags,
                  diag_add(a->diags, DIAG_URL_BAD, &page->meta_source,
                           (struct span){0},
                           "the permalink `%" STR_FMT
                           "` needs a date, and the page has none",
                           STR_ARG(pattern)),
                  "add `date: 2026-03-01` to its front matter");
        buf_deinit(&text);
        return false;
    }
    clean = buf_str(&text);
    while (str_starts(clean, STR("/")))
        clean = str_from(clean, 1);
    ok = path_resolve(a->arena, STR(""), clean, path);
    buf_deinit(&text);
    *file = ok && !folder && str_eq_nocase(path_ext(*path), STR("html"));
    return ok;
}

/* ---- Pages ---- */

static void set_address(struct page *page, struct address address)
{
    page->url = address.url;
    page->permalink = address.permalink;
    page->output = address.output;
}

static void page_url(struct assembly *a, struct page *page)
{
    const struct language *language = page->language;
    struct str pattern;
    struct str path;
    bool file = false;

    page->slug = page->is_index ? page->name : page_slug(a, page);
    if (page->url_written.len) {
        if (address_path(a->arena, page->url_written, &path, &file)) {
            set_address(page,
                        address_make(a->site, a->arena, NULL, path, file));
            return;
        }
        diag_hint(
            a->diags,
            bad(a, page, page->url_span, "the page's URL", page->url_written),
            "write a path from the site's root, such as /about/");
    }
    if (page->is_index)
        path = page->folder.len && page->slug_written.len
                   ? path_join(a->arena, path_dir(page->folder),
                               page_slug(a, page))
                   : page->folder;
    else if (str_is(page->id, "404")) {
        path = STR("404.html");
        file = true;
    } else {
        pattern = pattern_of(a->config, page->folder);
        if (pattern.len == 0 || !pattern_path(a, page, pattern, &path, &file))
            path = path_join(a->arena, page->folder, page->slug);
    }
    set_address(page, address_make(a->site, a->arena, language, path, file));
}

void model_page_urls(struct assembly *a)
{
    for (size_t i = 0; i < a->site->pages.len; i++)
        page_url(a, a->site->pages.items[i]);
}

void model_section_urls(struct assembly *a)
{
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        for (size_t k = 0; k < lang->section_list.len; k++) {
            struct section *section = lang->section_list.items[k];

            if (section->page)
                section->address = (struct address){section->page->url,
                                                    section->page->permalink,
                                                    section->page->output};
            else
                section->address = address_make(
                    a->site, a->arena, section->language, section->id, false);
        }
    }
}

struct str page_markdown_url(struct arena *arena, const struct page *page)
{
    struct value wanted = config_value(page->site->config, "markdown_twins");

    if (!value_is(wanted, VALUE_BOOL) || !wanted.as.boolean ||
        !str_ends(page->output, STR("index.html")) || str_is(page->id, "404"))
        return STR("");
    return str_cat(arena, page->url, STR("index.md"));
}
