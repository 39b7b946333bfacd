/* SPDX-License-Identifier: MIT */
/*
 * Roles: {name}`text`, which GitHub shows as code. The text ends at a run of as
 * many backticks as it began with; nothing in it is Markdown.
 */
#include "parse.h"

/* A cell cuts its line at each bare bar, also inside a role. */
static void report_bar(struct piece *piece, cmark_node *cell, struct str text,
                       size_t at)
{
    struct diag *diag;
    size_t place;

    place_block(piece, cell);
    place = place_find(piece, str_slice(text, at, at + 80));
    diag = piece_report(piece, DIAG_ROLE_BAR,
                        place == STR_NONE
                            ? place_line(piece, cell->start_line)
                            : place_span(piece, place, text.len - at),
                        "a bar inside a role ends the table cell");
    diag_hint(piece->parse->diags, diag, "write \\| instead of |");
}

cmark_node *role_inline(struct piece *piece, cmark_parser *parser,
                        cmark_node *parent, cmark_inline_parser *inlines)
{
    struct str text = chunk_str(*cmark_inline_parser_get_chunk(inlines));
    size_t at = (size_t)cmark_inline_parser_get_offset(inlines);
    size_t name = fence_name(str_from(text, at + 1));
    size_t ticks, from, close;
    cmark_node *node;
    struct note *note;

    (void)parser;
    if (!name || at + name + 2 >= text.len || text.ptr[at + name + 1] != '}')
        return NULL;
    ticks = run_length(text, at + name + 2, '`');
    if (!ticks)
        return NULL;
    from = at + name + 2 + ticks;
    close = ticks_close(piece, text, from, ticks);
    if (close == STR_NONE) {
        if (cmark_node_get_type(parent) == CMARK_NODE_TABLE_CELL)
            report_bar(piece, parent, text, at);
        return NULL;
    }
    node = piece_node(CMARK_NODE_HTML_INLINE);
    node->as.literal = chunk_of(str_slice(text, from, close));
    note = note_new(NOTE_ROLE);
    note->hole.name = str_slice(text, at + 1, at + 1 + name);
    note->hole.argument = str_slice(text, at, from); /* to find it again */
    note_attach(node, note);
    cmark_inline_parser_set_offset(inlines, (int)(close + ticks));
    return node;
}

/* As in a code span: line ends are spaces, one space at both ends goes. */
static struct str normalised(struct arena *arena, struct str raw)
{
    struct str s = str_dup(arena, raw);
    char *copy = arena_bytes(arena, s.len);

    memcpy(copy, s.ptr, s.len);
    for (size_t i = 0; i < s.len; i++)
        if (copy[i] == '\n' || copy[i] == '\r')
            copy[i] = ' ';
    s = str_bytes(copy, s.len);
    if (s.len > 2 && copy[0] == ' ' && copy[s.len - 1] == ' ' &&
        str_trim(s).len)
        return str_slice(s, 1, s.len - 1);
    return s;
}

static bool is_known(const struct dialect *dialect, struct str name)
{
    for (size_t i = 0; i < dialect->role_count; i++)
        if (str_eq(dialect->roles[i], name))
            return true;
    return false;
}

/* An unknown role is shown as GitHub shows it: its name, then code. */
static void show_as_code(struct piece *piece, cmark_node *node,
                         struct note *note)
{
    struct parse *parse = piece->parse;
    const struct dialect *dialect = parse->dialect;
    struct diag *diag = piece_report(piece, DIAG_ROLE_UNKNOWN, note->hole.span,
                                     "there is no role {%" STR_FMT "}",
                                     STR_ARG(note->hole.name));
    struct str near =
        str_nearest(note->hole.name, dialect->roles, dialect->role_count);
    cmark_node *name = piece_node(CMARK_NODE_TEXT);

    if (near.len)
        diag_hint(parse->diags, diag, "did you mean {%" STR_FMT "}?",
                  STR_ARG(near));
    name->as.literal = chunk_of(
        str_fmt(parse->arena, "{%" STR_FMT "}", STR_ARG(note->hole.name)));
    cmark_node_insert_before(node, name);
    node->type = CMARK_NODE_CODE;
    node->extension = NULL;
    node->user_data = NULL;
    node->as.literal = chunk_of(note->hole.text);
}

void role_finish(struct piece *piece, cmark_node *node, struct note *note)
{
    struct parse *parse = piece->parse;

    if (piece->marked)
        emphasis_unmark(&node->as.literal);
    place_inline(piece, note, note->hole.argument, chunk_str(node->as.literal),
                 note->hole.argument.len - note->hole.name.len - 2);
    note->hole.text = normalised(parse->arena, chunk_str(node->as.literal));
    note->hole.name = str_dup(parse->arena, note->hole.name);
    note->hole.argument = STR("");
    note->hole.source = piece->source;
    if (!is_known(parse->dialect, note->hole.name))
        show_as_code(piece, node, note);
}
