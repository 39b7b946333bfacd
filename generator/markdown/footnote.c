/* SPDX-License-Identifier: MIT */
/*
 * Footnotes. The library resolves them for each parser alone and drops what is
 * not used there, but a page is several pieces: a note in a directive may be
 * defined at the end of the page. So it only recognises them, and they are
 * resolved here, once for the page. How they look is the library's renderer's.
 */
#include "parse.h"

void footnotes_own(cmark_parser *parser)
{
    cmark_node *last = piece_node(CMARK_NODE_CUSTOM_BLOCK);

    /* The last line must be complete, or it would be read behind this node. */
    if (parser->linebuf.size)
        cmark_parser_feed(parser, "\n", 1);
    cmark_node_append_child(parser->root, last);
    note_attach(last, note_new(NOTE_GROUP));
}

int footnotes_asked(cmark_syntax_extension *extension, cmark_node *node)
{
    (void)extension;
    if (node->type == CMARK_NODE_CUSTOM_BLOCK && !node->next && node->parent &&
        node->parent->type == CMARK_NODE_DOCUMENT && piece_current())
        piece_current()->parser->options &= ~CMARK_OPT_FOOTNOTES;
    return 0;
}

/* cmark-gfm counts a label over two lines by columns and may cut a character in
 * two. */
static struct str label_of(struct parse *parse, const cmark_node *node)
{
    return utf8_repair(parse->arena, chunk_str(node->as.literal));
}

void footnote_reference(struct piece *piece, cmark_node *node)
{
    struct parse *parse = piece->parse;
    struct reference *reference = vec_add(parse->arena, &parse->references);
    struct str mark;
    size_t at;

    if (piece->marked)
        emphasis_unmark(&node->as.literal);
    mark = str_fmt(parse->arena, "[^%" STR_FMT "]",
                   STR_ARG(label_of(parse, node)));
    at = place_find(piece, mark);
    reference->node = node;
    reference->where =
        arena_copy(parse->arena, &piece->where, sizeof(piece->where));
    if (at != STR_NONE)
        reference->span = place_span(piece, at, mark.len);
    else if (piece->block)
        reference->span = place_line(piece, piece->block->start_line);
}

/* Labels are compared without case, as link labels are. */
static struct str label_key(struct parse *parse, const cmark_node *node)
{
    return text_casefold(parse->arena, label_of(parse, node));
}

/* What nothing defines is shown as it was written. */
static void show_undefined(struct parse *parse,
                           const struct reference *reference)
{
    cmark_node *node = reference->node;
    struct str mark = str_fmt(parse->arena, "[^%" STR_FMT "]",
                              STR_ARG(label_of(parse, node)));
    struct diag *diag = parse_report(
        parse, reference->where, DIAG_FOOTNOTE_UNDEFINED, reference->span,
        str_fmt(parse->arena, "the footnote %" STR_FMT " is not defined",
                STR_ARG(mark)));

    diag_hint(parse->diags, diag, "add a line %" STR_FMT ": with its text",
              STR_ARG(mark));
    node->type = CMARK_NODE_TEXT;
    node->as.literal = chunk_of(mark);
}

static void number_reference(struct parse *parse, cmark_node *root,
                             cmark_node *node, cmark_node *definition,
                             int *count)
{
    node->parent_footnote_def = definition;
    node->footnote.ref_ix = ++definition->footnote.def_count;
    if (node->footnote.ref_ix == 1) {
        definition->internal_offset = ++*count;
        cmark_node_append_child(root, definition);
    }
    node->as.literal =
        chunk_of(str_fmt(parse->arena, "%d", definition->internal_offset));
}

void footnotes_finish(struct parse *parse, cmark_node *root)
{
    struct map labels;
    int count = 0;

    if (!parse->references.len && !parse->definitions.len)
        return;
    map_init(&labels, parse->arena);
    for (size_t i = 0; i < parse->definitions.len; i++) {
        cmark_node *definition = parse->definitions.items[i];
        void **place = map_place(&labels, label_key(parse, definition));

        cmark_node_unlink(definition);
        definition->footnote.def_count = 0;
        *place = *place ? *place : definition;
    }
    for (size_t i = 0; i < parse->references.len; i++) {
        struct reference *reference = &parse->references.items[i];
        cmark_node *definition =
            map_get(&labels, label_key(parse, reference->node));

        if (definition)
            number_reference(parse, root, reference->node, definition, &count);
        else
            show_undefined(parse, reference);
    }
}
