/* SPDX-License-Identifier: MIT */
/*
 * The HTML of nodes with notes: where cmark's renderer calls us, the size of
 * what it has written so far is the offset of the hole. A directive's body is
 * written like everything else and then cut out, with its holes and headings,
 * which needs no recursion and copies each byte once.
 */
#include "parse.h"

static void put(cmark_strbuf *html, struct str s)
{
    cmark_strbuf_put(html, (const unsigned char *)s.ptr, (bufsize_t)s.len);
}

static void put_escaped(cmark_strbuf *html, struct str s)
{
    houdini_escape_html0(html, (const uint8_t *)s.ptr, (bufsize_t)s.len, 0);
}

static void put_line_end(cmark_strbuf *html)
{
    if (html->size && html->ptr[html->size - 1] != '\n')
        cmark_strbuf_putc(html, '\n');
}

static size_t here(const cmark_strbuf *html)
{
    return (size_t)html->size;
}

static void add_hole(struct parse *parse, const cmark_strbuf *html,
                     enum hole_kind kind, struct note *note)
{
    struct hole hole = note->hole;

    hole.kind = kind;
    hole.offset = here(html);
    vec_push(&parse->lists, &parse->holes, hole);
}

static void render_link(struct parse *parse, cmark_strbuf *html,
                        struct note *note, bool entering)
{
    if (!entering) {
        put(html, STR("</a>"));
        return;
    }
    put(html, STR("<a href=\""));
    add_hole(parse, html, HOLE_LINK, note);
    if (note->hole.title.len) {
        put(html, STR("\" title=\""));
        put_escaped(html, note->hole.title);
    }
    put(html, STR("\">"));
}

static void heading_open(struct parse *parse, cmark_strbuf *html,
                         const cmark_node *node, struct heading *heading)
{
    put_line_end(html);
    if (node == parse->title_node)
        parse->out->title_begin = here(html);
    cmark_strbuf_puts(html, "<h");
    cmark_strbuf_putc(html, '0' + (int)heading->level);
    put(html, STR(" id=\""));
    put_escaped(html, heading->id);
    if (heading->classes.len) {
        put(html, STR("\" class=\""));
        put_escaped(html, heading->classes);
    }
    put(html, STR("\">"));
    heading->begin = here(html);
    heading->first_hole = parse->holes.len;
}

static void heading_close(struct parse *parse, cmark_strbuf *html,
                          const cmark_node *node, struct note *note)
{
    struct heading *heading = &note->heading;

    heading->end = here(html);
    heading->last_hole = parse->holes.len;
    note->hole.name = heading->id;
    note->hole.span = heading->span;
    add_hole(parse, html, HOLE_ANCHOR, note);
    cmark_strbuf_puts(html, "</h");
    cmark_strbuf_putc(html, '0' + (int)heading->level);
    cmark_strbuf_puts(html, ">\n");
    vec_push(&parse->lists, &parse->headings, *heading);
    if (node == parse->title_node)
        parse->out->title_end = here(html);
}

static void capture_begin(struct parse *parse, cmark_strbuf *html,
                          struct note *note)
{
    struct capture *capture;

    put_line_end(html);
    capture = vec_add(&parse->lists, &parse->captures);
    capture->note = note;
    capture->html = here(html);
    capture->holes = parse->holes.len;
    capture->headings = parse->headings.len;
}

static void capture_end(struct parse *parse, cmark_strbuf *html)
{
    struct capture at = parse->captures.items[--parse->captures.len];
    struct document *body = arena_new(parse->arena, struct document);
    struct hole *holes;
    struct heading *headings;

    body->html =
        str_dup(parse->arena, str_bytes((const char *)html->ptr + at.html,
                                        here(html) - at.html));
    body->hole_count = parse->holes.len - at.holes;
    body->heading_count = parse->headings.len - at.headings;
    holes = arena_array(parse->arena, struct hole, body->hole_count);
    headings = arena_array(parse->arena, struct heading, body->heading_count);
    for (size_t i = 0; i < body->hole_count; i++)
        holes[i] = parse->holes.items[at.holes + i];
    for (size_t i = 0; i < body->heading_count; i++)
        headings[i] = parse->headings.items[at.headings + i];
    for (size_t i = 0; i < body->hole_count; i++)
        holes[i].offset -= at.html;
    for (size_t i = 0; i < body->heading_count; i++) {
        headings[i].begin -= at.html;
        headings[i].end -= at.html;
        headings[i].first_hole -= at.holes;
        headings[i].last_hole -= at.holes;
    }
    body->holes = holes;
    body->headings = headings;
    body->title = body->summary_text = body->first_image = STR("");
    parse->holes.len = at.holes;
    parse->headings.len = at.headings;
    cmark_strbuf_truncate(html, (bufsize_t)at.html);
    at.note->hole.body = body;
    add_hole(parse, html, HOLE_DIRECTIVE, at.note);
    cmark_strbuf_putc(html, '\n');
}

static void render_block_hole(struct parse *parse, cmark_strbuf *html,
                              enum hole_kind kind, struct note *note)
{
    put_line_end(html);
    add_hole(parse, html, kind, note);
    cmark_strbuf_putc(html, '\n');
}

static void render_math(struct parse *parse, cmark_strbuf *html,
                        const cmark_node *node, struct note *note)
{
    if (node->type == CMARK_NODE_CODE_BLOCK)
        render_block_hole(parse, html, HOLE_MATH, note);
    else
        add_hole(parse, html, HOLE_MATH, note);
}

static void render_paragraph(struct parse *parse, cmark_strbuf *html,
                             const cmark_node *node, const struct note *note,
                             bool entering)
{
    struct document *out = parse->out;

    if (entering) {
        put_line_end(html);
        if (node == parse->summary_node && !out->has_more)
            out->summary_begin = here(html);
        put(html, STR("<p>"));
        return;
    }
    put(html, STR("</p>\n"));
    if (note->more) {
        out->has_more = true;
        out->summary_begin = out->title_end;
        out->summary_end = here(html);
    } else if (node == parse->summary_node && !out->has_more) {
        out->summary_end = here(html);
    }
}

static void render_more(struct parse *parse, cmark_strbuf *html)
{
    put_line_end(html);
    parse->out->has_more = true;
    parse->out->summary_begin = parse->out->title_end;
    parse->out->summary_end = here(html);
}

static void render_plain(cmark_strbuf *html, const cmark_node *node)
{
    put_line_end(html);
    put(html, STR("<p>$$"));
    put_escaped(html, str_trim_right(chunk_str(node->as.code.literal)));
    put(html, STR("</p>\n"));
}

static void render_directive(struct parse *parse, cmark_strbuf *html,
                             const cmark_node *node, struct note *note,
                             bool entering)
{
    if (node->type == CMARK_NODE_CODE_BLOCK)
        render_block_hole(parse, html, HOLE_DIRECTIVE, note);
    else if (entering)
        capture_begin(parse, html, note);
    else
        capture_end(parse, html);
}

void render_node(cmark_syntax_extension *extension,
                 cmark_html_renderer *renderer, cmark_node *node,
                 cmark_event_type event, int options)
{
    struct parse *parse = piece_current()->parse;
    cmark_strbuf *html = renderer->html;
    struct note *note = note_of(node);
    bool entering = event == CMARK_EVENT_ENTER;

    (void)extension;
    (void)options;
    switch (note->kind) {
    case NOTE_LINK:
        render_link(parse, html, note, entering);
        break;
    case NOTE_IMAGE:
        if (entering)
            add_hole(parse, html, HOLE_IMAGE, note);
        break;
    case NOTE_HEADING:
        if (entering)
            heading_open(parse, html, node, &note->heading);
        else
            heading_close(parse, html, node, note);
        break;
    case NOTE_MATH:
        render_math(parse, html, node, note);
        break;
    case NOTE_CODE:
        render_block_hole(parse, html, HOLE_CODE, note);
        break;
    case NOTE_ROLE:
        add_hole(parse, html, HOLE_ROLE, note);
        break;
    case NOTE_DIRECTIVE:
        render_directive(parse, html, node, note, entering);
        break;
    case NOTE_PARAGRAPH:
        render_paragraph(parse, html, node, note, entering);
        break;
    case NOTE_ALONE:
        put_line_end(html);
        if (!entering)
            cmark_strbuf_putc(html, '\n');
        break;
    case NOTE_PLAIN:
        render_plain(html, node);
        break;
    case NOTE_MORE:
        render_more(parse, html);
        break;
    case NOTE_GROUP:
    case NOTE_BARE:
        break;
    }
}
