/* SPDX-License-Identifier: MIT */
/*
 * markdown_parse and markdown_parse_inline, and the dialect of a site: from a
 * page's text to its document. The steps are other files'.
 */
#include "parse.h"

static void report_limit(struct piece *piece, enum limit limit, size_t offset)
{
    struct span span = place_span(piece, offset, 0);

    switch (limit) {
    case LIMIT_NONE:
        break;
    case LIMIT_TABLES:
        piece_report(piece, DIAG_MARKDOWN_LIMIT, span,
                     "a table has over 1,000 columns, or all have over 500,000 "
                     "cells: shown as text");
        break;
    case LIMIT_DEPTH:
        piece_report(piece, DIAG_MARKDOWN_LIMIT, span,
                     "more than 200 quotes or lists in each other: the page is "
                     "shown as text");
        break;
    case LIMIT_BRACKETS:
        piece_report(
            piece, DIAG_MARKDOWN_LIMIT, span,
            "a paragraph has too much emphasis and too many links: the "
            "page is shown as text");
        break;
    case LIMIT_SIZE:
        piece_report(piece, DIAG_MARKDOWN_LIMIT, (struct span){0, 0, 0},
                     "the page is larger than 64 MiB");
        break;
    }
}

/* What cannot be parsed stays visible. */
static void show_text(struct parse *parse, struct str text)
{
    struct buf html = BUF_INIT;

    buf_add_cstr(&html, "<pre>");
    buf_add_escaped(&html, text);
    buf_add_cstr(&html, "</pre>\n");
    parse->out->html = buf_dup(parse->arena, &html);
    buf_deinit(&html);
}

/* What spans count in: see markdown_parse. */
static void piece_source(struct piece *piece, struct lines *lines,
                         const struct source_ref *source, struct str body)
{
    bool part = source->text.len && source->text.ptr == body.ptr;

    piece->where = *source;
    if (!part)
        piece->where.line_offset = 0;
    lines_init(lines, body, part ? 0 : source->line_offset);
    piece->lines = lines;
    piece->line_count = lines->count;
}

static const void *kept(const struct parse *parse, const void *items,
                        size_t len, size_t size)
{
    return len ? arena_copy(parse->arena, items, len * size) : NULL;
}

static void finish(struct parse *parse, struct piece *piece)
{
    struct document *out = parse->out;

    footnotes_finish(parse, piece->root);
    text_summary(parse, piece->root);
    out->html = piece_render(piece);
    out->hole_count = parse->holes.len;
    out->holes =
        kept(parse, parse->holes.items, out->hole_count, sizeof(*out->holes));
    out->heading_count = parse->headings.len;
    out->headings = kept(parse, parse->headings.items, out->heading_count,
                         sizeof(*out->headings));
    out->includes = parse->included.items;
    out->include_count = parse->included.len;
}

static void parse_text(struct arena *arena, const struct dialect *dialect,
                       const struct source_ref *source, struct str body,
                       struct str text, bool bare, struct diags *diags,
                       struct document *out)
{
    struct parse parse = {
        .arena = arena, .dialect = dialect, .diags = diags, .out = out};
    struct piece piece = {.parse = &parse, .tables = true, .bare = bare};
    struct lines lines;
    enum limit limit;
    size_t offset;

    *out = (struct document){0};
    out->html = out->title = out->summary_text = out->first_image = STR("");
    map_init(&parse.ids, arena);
    arena_init(&parse.lists);
    limit = limits_check(text, &offset);
    cmark_memory_begin();
    if (limit == LIMIT_SIZE) {
        piece.where = *source;
        report_limit(&piece, limit, 0);
    } else {
        piece_source(&piece, &lines, source, body);
        report_limit(&piece, limit, offset);
        piece.tables = limit != LIMIT_TABLES;
        if (limit == LIMIT_DEPTH || limit == LIMIT_BRACKETS) {
            show_text(&parse, text);
        } else {
            piece_parse(&piece, text);
            finish(&parse, &piece);
        }
    }
    cmark_memory_end();
    arena_deinit(&parse.lists);
}

void markdown_parse(struct arena *arena, const struct dialect *dialect,
                    const struct source_ref *source, struct str body,
                    struct diags *diags, struct document *out)
{
    parse_text(arena, dialect, source, body, body, false, diags, out);
}

/* As the text of a heading, in which no block begins. A closing sequence of
 * `#` is added because the library takes one off. */
void markdown_parse_inline(struct arena *arena, const struct dialect *dialect,
                           const struct source_ref *source, struct str text,
                           struct diags *diags, struct document *out)
{
    struct buf line = BUF_INIT;

    buf_add_cstr(&line, "# ");
    buf_add(&line, str_trim(text));
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '\n' || line.ptr[i] == '\r')
            line.ptr[i] = ' ';
    buf_add_cstr(&line, " #\n");
    parse_text(arena, dialect, source, text, buf_str(&line), true, diags, out);
    buf_deinit(&line);
}

struct dialect markdown_site_dialect(void)
{
    static const struct component components[] = {
        {STR_INIT("bench"), COMPONENT_MARKDOWN},
        {STR_INIT("caution"), COMPONENT_MARKDOWN},
        {STR_INIT("details"), COMPONENT_MARKDOWN},
        {STR_INIT("dot"), COMPONENT_RAW},
        {STR_INIT("figure"), COMPONENT_MARKDOWN},
        {STR_INIT("important"), COMPONENT_MARKDOWN},
        {STR_INIT("include"), COMPONENT_NO_BODY},
        {STR_INIT("mermaid"), COMPONENT_RAW},
        {STR_INIT("note"), COMPONENT_MARKDOWN},
        {STR_INIT("tip"), COMPONENT_MARKDOWN},
        {STR_INIT("video"), COMPONENT_NO_BODY},
        {STR_INIT("warning"), COMPONENT_MARKDOWN},
    };
    static const struct str roles[] = {STR_INIT("cite"), STR_INIT("eval"),
                                       STR_INIT("ref")};

    return (struct dialect){
        .additions = true,
        .footnotes = true,
        .strikethrough = true,
        .tables = true,
        .tasklists = true,
        .autolinks = true,
        .components = components,
        .component_count = PHX_COUNT(components),
        .roles = roles,
        .role_count = PHX_COUNT(roles),
    };
}
