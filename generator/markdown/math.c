/* SPDX-License-Identifier: MIT */
/*
 * Where formulas begin and end. Inline: `$` opens when no white space follows,
 * and closes when none precedes and no digit follows, so that prices stay text;
 * `$$ … $$` may have spaces inside. A backslash guards the character behind it,
 * and code spans are stronger than formulas, as everywhere in Markdown.
 *
 * A line that starts with `$$` opens a block when a later line, before any
 * blank one, ends with `$$`: looking ahead keeps a lone `$$` in prose text. The
 * block is a fenced code block to cmark, with our extension so that we are
 * asked whether the next line still belongs to it. Rendering is not done here.
 */
#include "parse.h"

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* May the `$` at `at` close a formula that starts at `from`? */
static bool closes(struct str text, size_t from, size_t at)
{
    return at > from && !is_white(text.ptr[at - 1]) &&
           !(at + 1 < text.len && text.ptr[at + 1] >= '0' &&
             text.ptr[at + 1] <= '9');
}

/* The run of `run` dollars that closes what starts at `from`, or STR_NONE. A
 * dollar that cannot close `$` ends the attempt, so that a price before a
 * formula does not swallow it. */
static size_t find_close(struct piece *piece, struct str text, size_t from,
                         size_t run)
{
    size_t i = from;

    while (i < text.len) {
        size_t n, close;

        switch (text.ptr[i]) {
        case '\\':
            i += 2;
            break;
        case '`':
            n = run_length(text, i, '`');
            close = ticks_close(piece, text, i + n, n);
            i = close == STR_NONE ? i + n : close + n;
            break;
        case '$':
            n = run_length(text, i, '$');
            if (n == run && (run == 2 ? i > from : closes(text, from, i)))
                return i;
            if (run == 1)
                return STR_NONE;
            i += n;
            break;
        default:
            i++;
        }
    }
    return STR_NONE;
}

cmark_node *math_inline(struct piece *piece, cmark_parser *parser,
                        cmark_inline_parser *inlines)
{
    struct str text = chunk_str(*cmark_inline_parser_get_chunk(inlines));
    size_t at = (size_t)cmark_inline_parser_get_offset(inlines);
    size_t run, from, close;
    cmark_node *node;
    struct note *note;

    (void)parser;
    /* The rest of a longer run; asked first, for a run may be a megabyte. */
    if (at > 0 && text.ptr[at - 1] == '$' &&
        !(at > 1 && text.ptr[at - 2] == '\\'))
        return NULL;
    run = run_length(text, at, '$');
    from = at + run;
    if (run > 2 || from >= text.len ||
        (run == 2 && piece->known.no_double_dollar))
        return NULL;
    if (run == 1 && is_white(text.ptr[from]))
        return NULL;
    close = find_close(piece, text, from, run);
    if (close == STR_NONE && run == 2)
        piece->known.no_double_dollar = true;
    if (close == STR_NONE || !str_trim(str_slice(text, from, close)).len)
        return NULL;

    node = piece_node(CMARK_NODE_HTML_INLINE);
    node->as.literal = chunk_of(str_slice(text, from, close));
    note = note_new(NOTE_MATH);
    note->hole.display = run == 2;
    note_attach(node, note);
    cmark_inline_parser_set_offset(inlines, (int)(close + run));
    return node;
}

/* Does a line behind line `number` end with `$$`, before a blank one? */
static bool is_closed(const struct piece *piece, size_t number)
{
    for (number++; number <= piece->line_count; number++) {
        struct str line = piece_line(piece, number);
        size_t i = 0, at;

        while (i < line.len && strchr(" \t>", line.ptr[i]))
            i++;
        if (i == line.len)
            return false;
        at = str_find_from(line, STR("$$"), i);
        if (at != STR_NONE)
            return at + 2 == line.len;
    }
    return false;
}

cmark_node *math_open_block(struct piece *piece, cmark_parser *parser,
                            cmark_node *parent, unsigned char *input)
{
    int at = cmark_parser_get_first_nonspace(parser);
    const char *line = (const char *)input + at;
    cmark_node *block;
    struct note *note;

    if (line[0] != '$' || line[1] != '$' || line[2] == '$' ||
        strstr(line + 2, "$$"))
        return NULL;
    if (!is_closed(piece, (size_t)cmark_parser_get_line_number(parser)))
        return NULL;
    block =
        cmark_parser_add_child(parser, parent, CMARK_NODE_CODE_BLOCK, at + 1);
    block->as.code.fenced = 1;
    block->as.code.fence_char = '$';
    block->as.code.fence_length = 2;
    /* What follows on this line is no info string. */
    cmark_strbuf_putc(&block->content, '\n');
    note = note_new(NOTE_MATH);
    note->hole.display = note->hole.alone = true;
    note_attach(block, note);
    cmark_parser_advance_offset(parser, (const char *)input,
                                at + 2 - cmark_parser_get_offset(parser),
                                false);
    return block;
}

bool math_continue_block(cmark_parser *parser, cmark_node *block,
                         unsigned char *input, int len)
{
    struct note *note = note_of(block);
    int at = cmark_parser_get_offset(parser);
    struct str line =
        str_trim_right(str_bytes((const char *)input + at, (size_t)(len - at)));

    if (!note || note->closed || !line.len)
        return false;
    if (!str_ends(line, STR("$$")))
        return true;
    note->closed = true;
    cmark_strbuf_put(&block->content, (const unsigned char *)line.ptr,
                     (bufsize_t)(line.len - 2));
    cmark_parser_advance_offset(parser, (const char *)input, len - 1 - at,
                                false);
    return true;
}
