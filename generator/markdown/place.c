/* SPDX-License-Identifier: MIT */
/*
 * Where things stand in the source file. The library's own positions of inline
 * nodes are not usable (wrong after link definitions, over several lines, in
 * indented or quoted text; none for bare links), but the first and last line of
 * a block are right. So a construct's own text is looked for in its block's
 * lines, from the last construct on. The search reads the file as it was
 * written, before emphasis markers, so columns are the author's.
 */
#include "parse.h"

#include <stdarg.h>

/* How far a construct is looked for: a text of a megabyte on one line must not
 * be read again for each link whose address was written with escapes. */
#define WINDOW 16384

/* Longer lines are not shown with a diagnostic; more diagnostics are not made
 * for one page. */
#define SHOWN_MAX 4096
#define REPORTS_MAX 200

/* Where the line that starts at `i` ends, its end included. To cmark a lone CR
 * ends a line, too. */
static size_t line_end(struct str text, size_t i, bool returns)
{
    const char *end;

    if (!returns) {
        end = memchr(text.ptr + i, '\n', text.len - i);
        return end ? (size_t)(end - text.ptr) + 1 : text.len;
    }
    while (i < text.len && text.ptr[i] != '\n' && text.ptr[i] != '\r')
        i++;
    if (i + 1 < text.len && text.ptr[i] == '\r' && text.ptr[i + 1] == '\n')
        i++;
    return i < text.len ? i + 1 : i;
}

void lines_init(struct lines *lines, struct str text, uint32_t before)
{
    cmark_mem *mem = cmark_memory();
    size_t cap = text.len / 32 + 16, count = 0;
    uint32_t *starts = mem->calloc(cap, sizeof(*starts));
    bool returns = str_chr(text, '\r') != STR_NONE;

    PHX_BUG_ON(text.len >= UINT32_MAX);
    for (size_t i = 0; i < text.len;) {
        if (count + 2 > cap) {
            cap *= 2;
            starts = mem->realloc(starts, cap * sizeof(*starts));
        }
        starts[count++] = (uint32_t)i;
        i = line_end(text, i, returns);
    }
    starts[count] = (uint32_t)text.len;
    *lines = (struct lines){text, starts, count, before};
}

/* Where line `number` (from 1) of the piece starts; behind its last line, the
 * end. */
static size_t line_start(const struct piece *piece, size_t number)
{
    size_t line = piece->first_line + (number ? number - 1 : 0);

    if (line > piece->lines->count)
        line = piece->lines->count;
    return piece->lines->starts[line];
}

struct str piece_line(const struct piece *piece, size_t number)
{
    size_t from = line_start(piece, number);

    return str_trim_right(
        str_slice(piece->lines->text, from, line_start(piece, number + 1)));
}

void place_block(struct piece *piece, const cmark_node *block)
{
    piece->block = block;
    piece->cursor = piece->limit = 0;
}

static void find_block(struct piece *piece)
{
    const cmark_node *block = piece->block;

    /* A paragraph that a table's first line ends has no lines of its own. */
    if (!block->start_line && block->next)
        block = block->next;
    size_t first = block->start_line > 0 ? (size_t)block->start_line : 1;
    size_t last = block->end_line > 0 ? (size_t)block->end_line : first;

    piece->cursor = line_start(piece, first);
    piece->limit = line_start(piece, (last > first ? last : first) + 1);
}

size_t place_find(struct piece *piece, struct str needle)
{
    struct str window;
    size_t at;

    if (!piece->block || !needle.len)
        return STR_NONE;
    if (!piece->limit)
        find_block(piece);
    window = str_slice(piece->lines->text, piece->cursor, piece->limit);
    window = str_slice(window, 0, WINDOW);
    at = str_find(window, needle);
    if (at == STR_NONE)
        return STR_NONE;
    at += piece->cursor;
    piece->cursor = at + needle.len;
    return at;
}

/* The line that holds byte `offset` of the file, from 0. */
static size_t line_of(const struct lines *lines, size_t offset)
{
    size_t low = 0, high = lines->count;

    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;

        if (lines->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

struct span place_span(const struct piece *piece, size_t offset, size_t len)
{
    const struct lines *lines = piece->lines;
    size_t line, rest;

    if (!lines->count)
        return (struct span){lines->before + 1, 1, 0};
    line = line_of(lines, offset);
    rest =
        str_trim_right(str_slice(lines->text, offset, lines->starts[line + 1]))
            .len;
    return (struct span){.line = lines->before + (uint32_t)line + 1,
                         .col = (uint32_t)(offset - lines->starts[line]) + 1,
                         .len = (uint32_t)(len < rest ? len : rest)};
}

/* How long the marks of quotes and list items before a line's text are. */
static size_t marks(struct str line)
{
    size_t i = 0, end;

    for (;;) {
        while (i < line.len && strchr(" \t>", line.ptr[i]))
            i++;
        end = i;
        while (end < line.len && line.ptr[end] >= '0' && line.ptr[end] <= '9')
            end++;
        if (end + 1 >= line.len || line.ptr[end + 1] != ' ' ||
            !strchr(end == i ? "-+*" : ".)", line.ptr[end]))
            return i == line.len ? 0 : i;
        i = end + 1;
    }
}

struct span place_line(const struct piece *piece, int number)
{
    size_t line = number > 0 ? (size_t)number : 1;
    struct str text = piece_line(piece, line);
    size_t before = marks(text);

    return place_span(piece, line_start(piece, line) + before,
                      text.len - before);
}

/* What is found of `s` in the file as it is: its first line, up to a bar that a
 * table cell may have escaped. */
static struct str searchable(struct str s)
{
    size_t end = 0;

    while (end < s.len && end < 80 && !strchr("\r\n|", s.ptr[end]))
        end++;
    return str_slice(s, 0, end);
}

/* The bracket that opens the link text before `close`. */
static size_t bracket_before(struct str text, size_t close)
{
    size_t depth = 0, end = close > 2000 ? close - 2000 : 0;

    for (size_t i = close; i-- > end;) {
        if (text.ptr[i] == ']')
            depth++;
        else if (text.ptr[i] == '[' && depth-- == 0)
            return i;
    }
    return close;
}

/* `](address` or `](<address`, from the cursor on. */
static bool place_inline_link(struct piece *piece, struct note *note)
{
    struct str url = searchable(note->hole.text);
    size_t cursor = piece->cursor, limit = piece->limit, tries = 0;
    struct str text = piece->lines->text;

    while (url.len && tries++ < 8) {
        size_t at = place_find(piece, url), open = at;

        if (at == STR_NONE)
            break;
        while (open > 0 && strchr("< \t\n", text.ptr[open - 1]))
            open--;
        if (open < 2 || text.ptr[open - 1] != '(' || text.ptr[open - 2] != ']')
            continue;
        open = bracket_before(text, open - 2);
        if (note->kind == NOTE_IMAGE && open > 0 && text.ptr[open - 1] == '!')
            open--;
        note->hole.text_span = place_span(piece, at, note->hole.text.len);
        note->hole.span =
            place_span(piece, open, at + note->hole.text.len - open + 1);
        return true;
    }
    if (piece->limit == limit)
        piece->cursor = cursor;
    return false;
}

/* The words of a reference `[words][label]`, or of a bare link. */
static size_t place_words(struct piece *piece, const cmark_node *node,
                          struct str *words)
{
    const cmark_node *leaf = node->first_child;
    cmark_strbuf needle;
    size_t at;

    while (leaf && leaf->first_child)
        leaf = leaf->first_child;
    if (!leaf ||
        (leaf->type != CMARK_NODE_TEXT && leaf->type != CMARK_NODE_CODE))
        return STR_NONE;
    *words = searchable(chunk_str(leaf->as.literal));
    cmark_strbuf_init(cmark_memory(), &needle, 0);
    cmark_strbuf_puts(&needle, leaf->type == CMARK_NODE_CODE ? "[`" : "[");
    cmark_strbuf_put(&needle, (const unsigned char *)words->ptr,
                     (bufsize_t)words->len);
    at = place_find(piece,
                    str_bytes((const char *)needle.ptr, (size_t)needle.size));
    if (at != STR_NONE)
        at += (size_t)needle.size - words->len;
    cmark_strbuf_free(&needle);
    return at == STR_NONE ? place_find(piece, *words) : at;
}

void place_link(struct piece *piece, cmark_node *node, struct note *note)
{
    struct str words = STR("");
    size_t at;

    if (piece->block && !piece->limit)
        find_block(piece);
    if (place_inline_link(piece, note))
        return;
    at = place_words(piece, node, &words);
    if (at != STR_NONE)
        note->hole.span = place_span(piece, at, words.len);
    else if (piece->block)
        note->hole.span = place_line(piece, piece->block->start_line);
    note->hole.text_span = note->hole.span;
}

struct span place_word(const struct piece *piece, int number, struct str word,
                       size_t *from)
{
    size_t line = number > 0 ? (size_t)number : 1;
    size_t at = str_find_from(piece_line(piece, line), word, *from);

    if (at == STR_NONE)
        return place_line(piece, number);
    *from = at + word.len;
    return place_span(piece, line_start(piece, line) + at, word.len);
}

void place_inline(struct piece *piece, struct note *note, struct str before,
                  struct str raw, size_t after)
{
    struct str part = searchable(raw);
    cmark_strbuf needle;
    size_t at;

    cmark_strbuf_init(cmark_memory(), &needle, 0);
    cmark_strbuf_put(&needle, (const unsigned char *)before.ptr,
                     (bufsize_t)before.len);
    cmark_strbuf_put(&needle, (const unsigned char *)part.ptr,
                     (bufsize_t)part.len);
    at = place_find(piece,
                    str_bytes((const char *)needle.ptr, (size_t)needle.size));
    cmark_strbuf_free(&needle);
    if (at == STR_NONE) {
        if (piece->block)
            note->hole.span = place_line(piece, piece->block->start_line);
        note->hole.text_span = note->hole.span;
        return;
    }
    note->hole.span = place_span(piece, at, before.len + raw.len + after);
    note->hole.text_span = place_span(piece, at + before.len, raw.len);
    if (part.len == raw.len) /* step over what closes it */
        piece->cursor = piece->cursor + 1;
}

/* The source without its text where the marked line is too long to show: each
 * diagnostic keeps a copy of its line. */
static struct source_ref shown_source(const struct source_ref *where,
                                      struct span span)
{
    struct source_ref source = *where;
    struct str rest = where->text, line = STR("");

    for (uint32_t i = 0; i < span.line; i++)
        if (!str_line(&rest, &line))
            break;
    if (line.len > SHOWN_MAX)
        source.text = STR("");
    return source;
}

struct diag *parse_report(struct parse *parse, const struct source_ref *where,
                          enum diag_id id, struct span span, struct str message)
{
    struct source_ref source;

    if (parse->reported >= REPORTS_MAX)
        return NULL;
    source = shown_source(where, span);
    if (++parse->reported == REPORTS_MAX)
        return diag_add(parse->diags, id, &source, span,
                        "%" STR_FMT " (and more like this on the page)",
                        STR_ARG(message));
    return diag_add(parse->diags, id, &source, span, "%" STR_FMT,
                    STR_ARG(message));
}

struct diag *piece_report(struct piece *piece, enum diag_id id,
                          struct span span, const char *fmt, ...)
{
    struct buf message = BUF_INIT;
    struct diag *diag;
    va_list args;

    va_start(args, fmt);
    buf_add_vfmt(&message, fmt, args);
    va_end(args);
    diag =
        parse_report(piece->parse, &piece->where, id, span, buf_str(&message));
    buf_deinit(&message);
    return diag;
}
