/* SPDX-License-Identifier: MIT */
/*
 * Patterns of URLs: Jekyll's, Hugo's and Hexo's names for the parts agree where
 * they overlap.
 */
#include "private.h"

bool old_date(const struct old_page *page, struct date *out)
{
    struct str text = front_text(page, "date");

    if (!text.len)
        text = page->date;
    return text.len && date_parse(str_trim(text), NULL, out);
}

/* Jekyll's are in lower case and no more, Hexo's and Hugo's are slugs. */
static void put_category(struct importer *im, struct str name, bool first,
                         struct buf *out)
{
    if (!first)
        buf_add_char(out, '/');
    buf_add(out, im->options->from == IMPORT_JEKYLL
                     ? text_lower(im->arena, name)
                     : text_slug(im->arena, name));
}

/* `categories: a b` is two for Jekyll, `category: a b` one. */
static void put_categories(struct importer *im, const struct old_page *page,
                           bool all, struct buf *out)
{
    const struct value *many = value_map_get(page->front, STR("categories"));
    const struct value *one = value_map_get(page->front, STR("category"));
    const struct value *v = many ? many : one;
    struct str text, word;
    bool first = true;

    if (v && value_is(*v, VALUE_STRING) &&
        (v == one || im->options->from != IMPORT_JEKYLL)) {
        put_category(im, value_text(*v), true, out);
    } else if (v && value_is(*v, VALUE_STRING)) {
        for (text = value_text(*v); str_split(&text, ' ', &word);) {
            if (!word.len)
                continue;
            put_category(im, word, first, out);
            first = false;
        }
    }
    if (!v || !value_is(*v, VALUE_LIST))
        return;
    for (size_t i = 0; i < v->as.list->len && (all || i == 0); i++) {
        struct value item = v->as.list->items[i];
        while (value_is(item, VALUE_LIST) && item.as.list->len)
            item = item.as.list->items[0];
        if (value_is(item, VALUE_STRING))
            put_category(im, value_text(item), i == 0, out);
    }
}

static bool put_date(const struct old_page *page, struct str part,
                     struct buf *out)
{
    static const struct {
        const char *name, *format;
    } formats[] = {
        {"year", "%Y"},       {"month", "%m"},     {"day", "%d"},
        {"hour", "%H"},       {"minute", "%M"},    {"second", "%S"},
        {"i_month", "%-m"},   {"i_day", "%-d"},    {"short_year", "%y"},
        {"y_day", "%j"},      {"yearday", "%j"},   {"short_month", "%b"},
        {"long_month", "%B"}, {"monthname", "%B"},
    };
    struct arena scratch;
    struct date date;

    for (size_t i = 0; i < PHX_COUNT(formats); i++) {
        if (!str_is(part, formats[i].name))
            continue;
        if (!old_date(page, &date))
            return false;
        arena_init(&scratch);
        buf_add(out, date_format(&scratch, date, str_of(formats[i].format)));
        arena_deinit(&scratch);
        return true;
    }
    return false;
}

/* Of the title for Hugo's and Hexo's patterns, of the file for Jekyll's. */
static struct str slug(struct importer *im, const struct old_page *page,
                       bool title)
{
    struct str own = front_text(page, "slug");

    if (own.len)
        return own;
    own = front_text(page, "title");
    return title && own.len ? text_slug(im->arena, own) : page->name;
}

static bool put_part(struct importer *im, const struct old_page *page,
                     struct str part, struct buf *out)
{
    bool hugo = im->options->from == IMPORT_HUGO;

    if (str_is(part, "title") || str_is(part, "slug"))
        buf_add(out, slug(im, page, hugo));
    else if (str_is(part, "post_title"))
        buf_add(out, slug(im, page, true));
    else if (str_is(part, "slugorfilename") ||
             str_is(part, "slugorcontentbasename"))
        buf_add(out, slug(im, page, false));
    else if (str_is(part, "name") || str_is(part, "filename") ||
             str_is(part, "basename") || str_is(part, "contentbasename"))
        buf_add(out, page->name);
    else if (str_is(part, "section") || str_is(part, "collection"))
        buf_add(out, page->section);
    else if (str_is(part, "path") || str_is(part, "sections")) {
        buf_add(out, str_is(part, "sections") ? page->section : STR(""));
        if (page->folder.len && str_is(part, "sections"))
            buf_add_char(out, '/');
        buf_add(out, page->folder);
        if (str_is(part, "path")) {
            if (page->folder.len)
                buf_add_char(out, '/');
            buf_add(out, page->name);
        }
    } else if (str_is(part, "categories") || str_is(part, "category"))
        put_categories(im, page, str_is(part, "categories"), out);
    else if (str_is(part, "output_ext"))
        buf_add_cstr(out, ".html");
    else
        return put_date(page, part, out);
    return true;
}

/* "//" where a part was empty becomes "/". */
static struct str single_slashes(struct importer *im, struct str path)
{
    struct buf out = BUF_INIT;

    if (!str_starts(path, STR("/")))
        buf_add_char(&out, '/');
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] != '/' || i == 0 || path.ptr[i - 1] != '/')
            buf_add_char(&out, path.ptr[i]);
    struct str result = buf_dup(im->arena, &out);
    buf_deinit(&out);
    return result;
}

bool permalink_fill(struct importer *im, const struct old_page *page,
                    struct str pattern, struct str *out)
{
    struct buf path = BUF_INIT;
    bool ok = true;

    for (size_t i = 0; ok && i < pattern.len;) {
        size_t end = i + 1;
        if (pattern.ptr[i] != ':') {
            buf_add_char(&path, pattern.ptr[i++]);
            continue;
        }
        while (end < pattern.len &&
               (ascii_is_letter(pattern.ptr[end]) || pattern.ptr[end] == '_'))
            end++;
        ok = put_part(im, page, str_slice(pattern, i + 1, end), &path);
        i = end;
    }
    if (ok)
        *out = single_slashes(im, buf_str(&path));
    buf_deinit(&path);
    return ok;
}
