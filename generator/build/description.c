/* SPDX-License-Identifier: MIT */
/*
 * A page's description where its summary holds roles: the summary with what
 * they compute, as plain text. Images, code and directives say nothing there.
 */
#include "bodies.h"

/* Does page->description come from a summary with a role in it? */
static bool wanted(const struct page *page)
{
    const struct document *d = &page->document;

    if (page->summary.len ||
        value_map_get(page->meta, STR("description")) != NULL)
        return false;
    for (size_t i = 0; i < d->hole_count; i++)
        if (d->holes[i].kind == HOLE_ROLE &&
            d->holes[i].offset >= d->summary_begin &&
            d->holes[i].offset < d->summary_end)
            return true;
    return false;
}

/* The summary's HTML with roles and formulas in place, nothing else. */
static void fill_words(struct fill *fill)
{
    const struct document *d = fill->document;
    size_t at = d->summary_begin;

    for (size_t i = 0; i < d->hole_count; i++) {
        const struct hole *hole = &d->holes[i];
        if (hole->offset < at || hole->offset >= d->summary_end)
            continue;
        buf_add(fill->out, str_slice(d->html, at, hole->offset));
        at = hole->offset;
        if (hole->kind == HOLE_ROLE)
            fill_role(fill, hole);
        else if (hole->kind == HOLE_MATH)
            buf_add_escaped(fill->out, hole->text);
    }
    buf_add(fill->out, str_slice(d->html, at, d->summary_end));
}

/* Our own escapes, back to characters. */
static size_t put_entity(struct buf *out, struct str html, size_t at)
{
    static const struct {
        const char *entity;
        char c;
    } known[] = {{"&amp;", '&'}, {"&lt;", '<'},   {"&gt;", '>'},
                 {"&#34;", '"'}, {"&#39;", '\''}, {"&quot;", '"'}};

    for (size_t i = 0; i < PHX_COUNT(known); i++)
        if (str_starts(str_from(html, at), str_of(known[i].entity))) {
            buf_add_char(out, known[i].c);
            return at + strlen(known[i].entity);
        }
    buf_add_char(out, '&');
    return at + 1;
}

/* Behind the tag at `at`, or behind a whole footnote mark. */
static size_t skip_tag(struct str html, size_t at)
{
    struct str rest = str_from(html, at);
    struct str close = str_starts(rest, STR("<sup class=\"footnote-ref\">"))
                           ? STR("</sup>")
                           : STR(">");
    size_t end = str_find(rest, close);

    return end == STR_NONE ? html.len : at + end + close.len;
}

static struct str words_of(struct arena *arena, struct str html)
{
    struct buf out = BUF_INIT;
    size_t at = 0;

    while (at < html.len) {
        char c = html.ptr[at];
        if (c == '<') {
            at = skip_tag(html, at);
        } else if (c == '&') {
            at = put_entity(&out, html, at);
        } else {
            if (c != '\n')
                buf_add_char(&out, c);
            else if (out.len && out.ptr[out.len - 1] != ' ')
                buf_add_char(&out, ' ');
            at++;
        }
    }
    struct str text = str_trim(buf_dup(arena, &out));
    buf_deinit(&out);
    return text;
}

bool body_description(struct reader *reader, const struct page *page,
                      struct value *out)
{
    struct render_host *host = render_host_of(reader);
    struct buf html = BUF_INIT;
    struct fill fill = {
        .page = page,
        .document = &page->document,
        .reader = reader,
        .out = &html,
        .elsewhere = true,
    };

    /* Asked by a role of that summary: it cannot contain itself. */
    if (host->describing || !wanted(page))
        return false;
    const struct page *outer = host->filling;
    host->filling = page;
    host->describing = true;
    fill_words(&fill);
    host->describing = false;
    host->filling = outer;
    *out =
        value_str(content_description(reader->arena, &host->build->config,
                                      words_of(reader->arena, buf_str(&html))));
    buf_deinit(&html);
    return true;
}
