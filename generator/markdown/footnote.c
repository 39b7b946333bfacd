/* SPDX-License-Identifier: MIT */
/*
 * Footnotes. The library numbers them per parser and puts the definitions at
 * the end of its document; those of directive bodies and included files join
 * the page's list here. References that nothing defines are reported.
 */
#include "parse.h"

static struct str number(struct parse *parse, size_t n)
{
    return str_fmt(parse->arena, "%zu", n);
}

/* Definitions of two pieces can have one label, and their ids come from it. */
static void rename_definition(struct parse *parse, cmark_node *definition)
{
    struct str label = chunk_str(definition->as.literal);
    struct str key = str_cat(parse->arena, STR("fn-"), label);

    for (size_t n = 2; map_has(&parse->ids, key); n++) {
        definition->as.literal = chunk_of(
            str_fmt(parse->arena, "%" STR_FMT "-%zu", STR_ARG(label), n));
        key = str_cat(parse->arena, STR("fn-"),
                      chunk_str(definition->as.literal));
    }
    map_set(&parse->ids, key, definition);
}

void footnotes_number(struct parse *parse, cmark_node *root)
{
    size_t count = 0;
    cmark_node *definition;

    if (!parse->moved_definitions.len)
        return;
    for (cmark_node *n = root->first_child; n; n = n->next)
        if (n->type == CMARK_NODE_FOOTNOTE_DEFINITION)
            rename_definition(parse, n);
    for (size_t i = 0; i < parse->moved_definitions.len; i++) {
        rename_definition(parse, parse->moved_definitions.items[i]);
        cmark_node_append_child(root, parse->moved_definitions.items[i]);
    }
    for (size_t i = 0; i < parse->references.len; i++)
        parse->references.items[i]->parent_footnote_def->footnote.def_count = 0;
    for (size_t i = 0; i < parse->references.len; i++) {
        cmark_node *reference = parse->references.items[i];

        definition = reference->parent_footnote_def;
        reference->footnote.ref_ix = ++definition->footnote.def_count;
        if (reference->footnote.ref_ix == 1) {
            /* Its place in the list: in order of first mention. */
            cmark_node_append_child(root, definition);
            definition->internal_offset = (int)++count;
        }
        reference->as.literal =
            chunk_of(number(parse, (size_t)definition->internal_offset));
    }
}

void footnotes_undefined(struct piece *piece, struct str text)
{
    size_t at = 0;

    while ((at = str_find_from(text, STR("[^"), at)) != STR_NONE) {
        struct str rest = str_from(text, at);
        size_t end = str_chr(rest, ']'), place;
        struct str mark = str_slice(rest, 0, end == STR_NONE ? 0 : end + 1);
        struct diag *diag;

        at += 2;
        if (mark.len < 4 || str_chr(mark, ' ') != STR_NONE)
            continue;
        place = place_find(piece, mark);
        if (place == STR_NONE ||
            (place > 0 && piece->lines->text.ptr[place - 1] == '\\'))
            continue;
        diag = piece_report(
            piece, DIAG_FOOTNOTE_UNDEFINED, place_span(piece, place, mark.len),
            "the footnote %" STR_FMT " is not defined", STR_ARG(mark));
        diag_hint(piece->parse->diags, diag,
                  "add a line %" STR_FMT ": with its text", STR_ARG(mark));
    }
}
