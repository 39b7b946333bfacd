/* SPDX-License-Identifier: MIT */
/*
 * What a screen reader reads out: alternative texts of images, names of links
 * and buttons, headings that skip no level.
 */
#include "page.h"

#define HEADING_TEXT_MAX 80u

static unsigned heading_level(enum html_element element)
{
    return element >= ELEMENT_H1 && element <= ELEMENT_H6
               ? (unsigned)(element - ELEMENT_H1) + 1
               : 0;
}

static bool is_filled(struct page_reader *r, const char *attr)
{
    return str_trim(html_attr_text(r->arena, &r->token, attr)).len > 0;
}

static bool has_label(struct page_reader *r)
{
    return is_filled(r, "aria-label") || is_filled(r, "aria-labelledby") ||
           is_filled(r, "title");
}

static void give_name(struct page_reader *r)
{
    r->control.named = true;
    r->heading.named = true;
}

/* ---- Images ---- */

static bool is_decoration(struct page_reader *r)
{
    struct str role = html_attr_text(r->arena, &r->token, "role");

    return r->hidden_depth || str_is(role, "presentation") ||
           str_is(role, "none") ||
           str_is(html_attr_text(r->arena, &r->token, "aria-hidden"), "true");
}

static void image(struct page_reader *r)
{
    struct str src = html_attr_text(
        r->arena, &r->token, r->token.element == ELEMENT_AREA ? "href" : "src");

    if (html_attr(&r->token, "alt")) {
        if (is_filled(r, "alt") && !r->hidden_depth)
            give_name(r);
        return;
    }
    if (is_decoration(r) || has_label(r))
        return;
    struct finding *f = page_find(
        r, DIAG_PAGE_ALT, r->token.at,
        "the image `%" STR_FMT "` has no alternative text", STR_ARG(src));
    f->needle = str_dup(&r->worker->keep, src);
    f->hint = STR("alt=\"what it shows\", or alt=\"\" when it is decoration");
}

static bool is_image(struct page_reader *r)
{
    switch ((unsigned)r->token.element) {
    case ELEMENT_IMG:
        return true;
    case ELEMENT_AREA:
        return html_attr(&r->token, "href") != NULL;
    case ELEMENT_INPUT:
        return str_is(html_attr_text(r->arena, &r->token, "type"), "image");
    }
    return false;
}

/* ---- Links, buttons, headings ---- */

static void open_control(struct page_reader *r)
{
    r->control = (struct named){
        .open = true,
        .named = r->hidden_depth > 0 || has_label(r),
        .element = r->token.element,
        .at = r->token.at,
        .needle = html_attr_text(r->arena, &r->token, "href"),
    };
}

static void close_control(struct page_reader *r)
{
    bool link = r->control.element == ELEMENT_A;

    r->control.open = false;
    if (r->control.named)
        return;
    struct finding *f =
        link ? page_find(r, DIAG_PAGE_NAME, r->control.at,
                         "the link to `%" STR_FMT "` has no text",
                         STR_ARG(r->control.needle))
             : page_find(r, DIAG_PAGE_NAME, r->control.at,
                         "a button has no text");
    f->needle = str_dup(&r->worker->keep, r->control.needle);
    f->hint = STR("a text inside, an image's alt, or aria-label");
}

static void open_heading(struct page_reader *r)
{
    r->heading = (struct named){
        .open = true,
        .named = r->hidden_depth > 0 || has_label(r),
        .element = r->token.element,
        .at = r->token.at,
        .needle = STR(""),
    };
    buf_reset(r->heading_text);
}

static struct str shown(struct page_reader *r)
{
    struct str text = str_trim(buf_str(r->heading_text));
    size_t end = text.len;

    while (end > HEADING_TEXT_MAX ||
           (end < text.len && ((unsigned char)text.ptr[end] & 0xC0) == 0x80))
        end--;
    return html_decode(r->arena, str_slice(text, 0, end));
}

static void close_heading(struct page_reader *r)
{
    unsigned level = heading_level(r->heading.element);
    struct str text = shown(r);

    r->heading.open = false;
    if (!r->heading.named)
        page_find(r, DIAG_PAGE_NAME, r->heading.at,
                  "a heading of level %u has no text", level);
    if (r->hidden_depth)
        return;
    if (r->heading_level && level > r->heading_level + 1) {
        struct finding *f = page_find(r, DIAG_PAGE_HEADING, r->heading.at,
                                      "the heading “%" STR_FMT
                                      "” is of level %u, the one before of %u",
                                      STR_ARG(text), level, r->heading_level);
        f->needle = str_fmt(&r->worker->keep, "# %" STR_FMT, STR_ARG(text));
        f->hint = STR("levels go down one at a time, so that an outline can be "
                      "read out");
    }
    r->heading_level = level;
}

void page_names_open(struct page_reader *r)
{
    enum html_element element = r->token.element;

    if (element == ELEMENT_OTHER && !r->control.open && !r->heading.open)
        return;
    if (is_image(r))
        image(r);
    else if (element == ELEMENT_BUTTON ||
             (element == ELEMENT_A && html_attr(&r->token, "href")))
        open_control(r);
    else if (heading_level(element))
        open_heading(r);
    else if (!r->hidden_depth && is_filled(r, "aria-label"))
        give_name(r);
}

void page_names_text(struct page_reader *r)
{
    if (str_trim(r->token.text).len == 0 && !r->heading.open)
        return;
    if (r->hidden_depth)
        return;
    if (str_trim(r->token.text).len)
        give_name(r);
    if (r->heading.open && r->heading_text->len < 4 * HEADING_TEXT_MAX)
        buf_add(r->heading_text, r->token.text);
}

void page_names_close(struct page_reader *r)
{
    enum html_element element = r->token.element;

    if (r->control.open && element == r->control.element)
        close_control(r);
    else if (r->heading.open && element == r->heading.element)
        close_heading(r);
}
