/* SPDX-License-Identifier: MIT */
/*
 * SVG files: their size, and what has to go before they are published. One pass
 * over the tags, which copies only what it understands: a tag that is not well
 * formed ends the copy. It is no XML parser; entities are never expanded, the
 * document type that could declare them goes.
 */
#include "asset/asset.h"

struct svg {
    struct str text;
    size_t at;
    struct buf *out;
    bool changed;
};

struct attribute {
    struct str all; /* with the space before it */
    struct str name;
    struct str value;
};

/* ---- Tags and attributes ---- */

static bool is_name(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == ':' || c == '-' ||
           c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static struct str take_name(struct str text, size_t *at)
{
    size_t begin = *at;

    while (*at < text.len && is_name(text.ptr[*at]))
        ++*at;
    return str_slice(text, begin, *at);
}

static void skip_space(struct str text, size_t *at)
{
    while (*at < text.len && ascii_is_space(text.ptr[*at]))
        ++*at;
}

/* "xlink:href" is an href. */
static struct str local_name(struct str name)
{
    size_t colon = str_rchr(name, ':');

    return colon == STR_NONE ? name : str_from(name, colon + 1);
}

/* The next attribute; false at the tag's end, or (*wrong) at what is none. */
static bool next_attribute(struct str text, size_t *at, struct attribute *out,
                           bool *wrong)
{
    size_t begin = *at, pos = begin;

    skip_space(text, &pos);
    if (pos < text.len && (text.ptr[pos] == '>' || text.ptr[pos] == '/')) {
        *at = pos;
        return false;
    }
    *wrong = true;
    out->name = take_name(text, &pos);
    if (out->name.len == 0)
        return false;
    skip_space(text, &pos);
    if (pos >= text.len || text.ptr[pos] != '=')
        return false;
    pos++;
    skip_space(text, &pos);
    if (pos >= text.len || (text.ptr[pos] != '"' && text.ptr[pos] != '\''))
        return false;
    size_t end = str_chr(str_from(text, pos + 1), text.ptr[pos]);
    if (end == STR_NONE)
        return false;
    out->value = str_slice(text, pos + 1, pos + 1 + end);
    *at = pos + end + 2;
    out->all = str_slice(text, begin, *at);
    *wrong = false;
    return true;
}

/* ---- What may stay ---- */

static bool starts_any(struct str s, const char *const *list)
{
    for (; *list; list++) {
        struct str prefix = str_of(*list);
        if (s.len >= prefix.len &&
            str_eq_nocase(str_slice(s, 0, prefix.len), prefix))
            return true;
    }
    return false;
}

static bool is_any(struct str s, const char *const *list)
{
    for (; *list; list++)
        if (str_eq_nocase(s, str_of(*list)))
            return true;
    return false;
}

static bool is_inside(struct str url)
{
    static const char *const inside[] = {"#",
                                         "data:image/png",
                                         "data:image/jpeg",
                                         "data:image/gif",
                                         "data:image/webp",
                                         "data:image/avif",
                                         "data:font/",
                                         NULL};

    return starts_any(str_trim(url), inside);
}

/* Where a reader may go by a click. */
static bool is_link(struct str url)
{
    static const char *const links[] = {"https://", "http://", "mailto:", "/",
                                        ".",        "#",       NULL};

    return starts_any(str_trim(url), links);
}

/* No url() that leaves the file, and nothing that loads or runs. */
static bool is_quiet(struct arena *arena, struct str css)
{
    static const struct str open = STR_INIT("url(");
    struct str lower = text_lower(arena, css);
    size_t at = 0;

    if (str_find(lower, STR("@import")) != STR_NONE ||
        str_find(lower, STR("javascript:")) != STR_NONE ||
        str_find(lower, STR("expression(")) != STR_NONE ||
        str_chr(lower, '\\') != STR_NONE)
        return false;
    while ((at = str_find_from(lower, open, at)) != STR_NONE) {
        at += open.len;
        struct str url = str_trim_left(str_from(css, at));
        if (str_starts(url, STR("&quot;")))
            url = str_from(url, 6);
        else if (url.len && (url.ptr[0] == '"' || url.ptr[0] == '\''))
            url = str_from(url, 1);
        if (!is_inside(url))
            return false;
    }
    return true;
}

static bool may_stay(struct arena *arena, struct str element,
                     const struct attribute *a)
{
    struct str name = local_name(a->name);

    if (name.len > 2 && str_eq_nocase(str_slice(name, 0, 2), STR("on")))
        return false;
    if (str_eq_nocase(name, STR("href")) || str_eq_nocase(name, STR("src")))
        return is_inside(a->value) ||
               (str_eq_nocase(element, STR("a")) && is_link(a->value));
    if (str_is(a->name, "xml:base"))
        return false;
    return is_quiet(arena, a->value);
}

/* An animation of what may not be written outright. */
static bool animates_link(const struct attribute *a)
{
    struct str target = local_name(str_trim(a->value));

    return str_eq_nocase(local_name(a->name), STR("attributeName")) &&
           (str_eq_nocase(target, STR("href")) ||
            (target.len > 2 &&
             str_eq_nocase(str_slice(target, 0, 2), STR("on"))));
}

/* ---- The pass ---- */

/* Behind the element that begins at `at`, whose name is `name`. */
static size_t element_end(struct str text, size_t at, struct str name)
{
    size_t depth = 0;

    while ((at = str_find_from(text, STR("<"), at)) != STR_NONE) {
        size_t pos = at + 1;
        bool closing = pos < text.len && text.ptr[pos] == '/';
        if (closing)
            pos++;
        struct str here = take_name(text, &pos);
        size_t end = str_find_from(text, STR(">"), pos);
        if (end == STR_NONE)
            break;
        if (str_eq_nocase(here, name)) {
            bool empty = text.ptr[end - 1] == '/';
            depth += !closing;
            depth -= closing || empty;
            if (depth == 0)
                return end + 1;
        }
        at = pos;
    }
    return text.len;
}

static void drop_to(struct svg *s, size_t end)
{
    s->changed = true;
    s->at = end;
}

static void copy_to(struct svg *s, size_t end)
{
    buf_add(s->out, str_slice(s->text, s->at, end));
    s->at = end < s->text.len ? end : s->text.len;
}

/* Behind `mark`, or the end of the text. */
static size_t behind(const struct svg *s, const char *mark)
{
    size_t at = str_find_from(s->text, str_of(mark), s->at);

    return at == STR_NONE ? s->text.len : at + strlen(mark);
}

/* Behind a document type with its internal subset. */
static size_t doctype_end(struct str text, size_t at)
{
    bool subset = false;

    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '"' || c == '\'') {
            size_t close = str_chr(str_from(text, at + 1), c);
            if (close == STR_NONE)
                break;
            at += close + 1;
        } else if (c == '[' || c == ']') {
            subset = c == '[';
        } else if (c == '>' && !subset) {
            return at + 1;
        }
    }
    return text.len;
}

static void take_declaration(struct svg *s)
{
    struct str rest = str_from(s->text, s->at);

    if (str_starts(rest, STR("<?xml ")))
        copy_to(s, behind(s, "?>"));
    else if (str_starts(rest, STR("<?")))
        drop_to(s, behind(s, "?>"));
    else if (str_starts(rest, STR("<!--")))
        copy_to(s, behind(s, "-->"));
    else if (str_starts(rest, STR("<![CDATA[")))
        copy_to(s, behind(s, "]]>"));
    else
        drop_to(s, doctype_end(s->text, s->at + 2));
}

/* A style element stays whole or goes. */
static bool take_style(struct svg *s, struct arena *arena, struct str name)
{
    size_t end = element_end(s->text, s->at, name);

    if (is_quiet(arena, str_slice(s->text, s->at, end)))
        return false;
    drop_to(s, end);
    return true;
}

/* The start tag at s->at: its attributes one by one. */
static void take_element(struct svg *s, struct arena *arena)
{
    static const char *const unwanted[] = {
        "script", "foreignObject", "iframe",  "object",   "embed",
        "audio",  "video",         "handler", "listener", NULL};
    const size_t begin = s->at;
    const size_t before = s->out->len;
    size_t at = begin + 1;
    struct str name = take_name(s->text, &at);
    struct str element = local_name(name);
    struct attribute a;
    bool wrong = name.len == 0;

    if (is_any(element, unwanted)) {
        drop_to(s, element_end(s->text, begin, name));
        return;
    }
    if (str_eq_nocase(element, STR("style")) && take_style(s, arena, name))
        return;
    buf_add(s->out, str_slice(s->text, begin, at));
    while (!wrong && next_attribute(s->text, &at, &a, &wrong)) {
        if (animates_link(&a)) {
            buf_truncate(s->out, before);
            drop_to(s, element_end(s->text, begin, name));
            return;
        }
        if (may_stay(arena, element, &a))
            buf_add(s->out, a.all);
        else
            s->changed = true;
    }
    size_t end = wrong ? STR_NONE : str_find_from(s->text, STR(">"), at);
    if (end == STR_NONE) {
        buf_truncate(s->out, before);
        drop_to(s, s->text.len);
        return;
    }
    buf_add(s->out, str_slice(s->text, at, end + 1));
    s->at = end + 1;
}

bool svg_clean(struct arena *arena, struct str svg, struct str *out)
{
    struct buf clean = BUF_INIT;
    struct svg s = {.text = svg, .out = &clean};

    while (s.at < svg.len) {
        size_t tag = str_find_from(svg, STR("<"), s.at);
        copy_to(&s, tag == STR_NONE ? svg.len : tag);
        if (s.at >= svg.len)
            break;
        char next = s.at + 1 < svg.len ? svg.ptr[s.at + 1] : '\0';
        if (next == '!' || next == '?')
            take_declaration(&s);
        else if (next == '/')
            copy_to(&s, behind(&s, ">"));
        else
            take_element(&s, arena);
    }
    if (s.changed)
        *out = buf_dup(arena, &clean);
    buf_deinit(&clean);
    return s.changed;
}

/* ---- The size ---- */

/* "640", "640px"; 0 for other units and what is none. */
static int pixels(struct str s)
{
    double n;

    s = str_trim(s);
    if (str_ends(s, STR("px")))
        s.len -= 2;
    if (!str_to_double(s, &n) || !(n >= 1 && n <= 100000))
        return 0;
    return (int)(n + 0.5);
}

/* Number `index` of "0 0 640 480". */
static int view_box(struct str s, int index)
{
    while (s.len) {
        s = str_trim_left(s);
        size_t end = 0;
        while (end < s.len && s.ptr[end] != ',' && !ascii_is_space(s.ptr[end]))
            end++;
        if (index-- == 0)
            return pixels(str_slice(s, 0, end));
        s = str_from(s, end);
        if (str_starts(s, STR(",")))
            s = str_from(s, 1);
    }
    return 0;
}

void svg_size(struct str svg, int *width, int *height)
{
    size_t at = str_find(svg, STR("<svg"));
    struct str box = STR("");
    struct attribute a;
    bool wrong = false;

    *width = *height = 0;
    if (at == STR_NONE)
        return;
    at += 4;
    while (next_attribute(svg, &at, &a, &wrong)) {
        if (str_is(a.name, "width"))
            *width = pixels(a.value);
        else if (str_is(a.name, "height"))
            *height = pixels(a.value);
        else if (str_is(a.name, "viewBox"))
            box = a.value;
    }
    if (*width && *height)
        return;
    *width = view_box(box, 2);
    *height = view_box(box, 3);
    if (!*width || !*height)
        *width = *height = 0;
}
