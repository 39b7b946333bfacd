/* SPDX-License-Identifier: MIT */
/*
 * The one pass over a piece's tree, in document order: nodes that the renderer
 * must write itself get their notes, constructs their places in the source,
 * text facts are counted, emphasis markers go. Loops instead of recursing,
 * because trees can be as deep as a file is long.
 */
#include "parse.h"

cmark_node *walk_next(cmark_node *node, const cmark_node *root, bool into)
{
    if (into && node->first_child)
        return node->first_child;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

static bool is_top(const struct piece *piece, const cmark_node *node)
{
    return !piece->outer && node->parent &&
           node->parent->type == CMARK_NODE_DOCUMENT;
}

static bool is_display_math(const cmark_node *node)
{
    const struct note *note = note_of(node);

    return note && note->kind == NOTE_MATH && note->hole.display;
}

static void enter_paragraph(struct piece *piece, cmark_node *node)
{
    cmark_node *only = node->first_child;

    if (only && !only->next &&
        (only->type == CMARK_NODE_IMAGE || is_display_math(only))) {
        note_attach(node, note_new(NOTE_ALONE));
    } else if (is_top(piece, node) && !piece->parse->summary_node) {
        piece->parse->summary_node = node;
        note_attach(node, note_new(NOTE_PARAGRAPH));
    }
}

/* <!--more--> in a paragraph ends the summary behind that paragraph. */
static void finish_more(struct piece *piece, cmark_node *node)
{
    struct parse *parse = piece->parse;
    cmark_node *paragraph = node->parent;
    struct note *note;

    if (parse->more_node)
        return;
    if (node->type == CMARK_NODE_HTML_BLOCK && is_top(piece, node)) {
        parse->more_node = node;
        note_attach(node, note_new(NOTE_MORE));
    } else if (node->type == CMARK_NODE_HTML_INLINE &&
               paragraph->type == CMARK_NODE_PARAGRAPH &&
               is_top(piece, paragraph)) {
        note = note_of(paragraph);
        if (!note)
            note_attach(paragraph, note = note_new(NOTE_PARAGRAPH));
        note->more = true;
        parse->more_node = paragraph;
    }
}

static struct str kept(struct piece *piece, cmark_chunk *chunk)
{
    if (piece->marked)
        emphasis_unmark(chunk);
    return str_dup(piece->parse->arena, chunk_str(*chunk));
}

static void finish_math(struct piece *piece, cmark_node *node,
                        struct note *note)
{
    struct str raw;

    if (piece->marked)
        emphasis_unmark(&node->as.literal);
    raw = chunk_str(node->as.literal);
    place_inline(piece, note, note->hole.display ? STR("$$") : STR("$"), raw,
                 note->hole.display ? 2 : 1);
    note->hole.text = str_dup(piece->parse->arena, str_trim(raw));
    note->hole.alone = node->parent->type == CMARK_NODE_PARAGRAPH &&
                       note_of(node->parent) &&
                       note_of(node->parent)->kind == NOTE_ALONE;
    note->hole.source = piece->source;
    piece->parse->out->has_math = true;
}

static void finish_html_inline(struct piece *piece, cmark_node *node)
{
    struct note *note = note_of(node);

    if (note && note->kind == NOTE_MATH) {
        finish_math(piece, node, note);
    } else if (note) {
        role_finish(piece, node, note);
    } else {
        if (piece->marked)
            emphasis_unmark(&node->as.literal);
        if (text_is_more(chunk_str(node->as.literal)))
            finish_more(piece, node);
    }
}

/* ``{eval}`x` `` in an address or an alternative text cannot be computed. */
static void report_role(struct piece *piece, struct span span, const char *what)
{
    piece_report(piece, DIAG_ROLE_PLACE, span,
                 "a role in %s cannot be computed", what);
}

static void check_address(struct piece *piece, const struct note *note)
{
    struct str url = note->hole.text;
    size_t at = str_chr(url, '{');
    size_t name = at == STR_NONE ? 0 : fence_name(str_from(url, at + 1));

    if (name && str_starts(str_from(url, at + 1 + name), STR("}`")))
        report_role(piece, note->hole.text_span, "a link's address");
}

static void finish_link(struct piece *piece, cmark_node *node)
{
    struct note *note = note_new(NOTE_LINK);

    note->hole.text = kept(piece, &node->as.link.url);
    note->hole.title = kept(piece, &node->as.link.title);
    note->hole.source = piece->source;
    place_link(piece, node, note);
    check_address(piece, note);
    note_attach(node, note);
}

static void finish_image(struct piece *piece, cmark_node *node)
{
    struct parse *parse = piece->parse;
    struct note *note = note_new(NOTE_IMAGE), *inner;
    struct buf alt = BUF_INIT;
    cmark_chunk words;
    bool role = false;

    for (cmark_node *n = node; n; n = walk_next(n, node, true))
        if ((inner = note_of(n)) && inner->kind == NOTE_ROLE)
            role = true;
    text_plain(&alt, node);
    words = chunk_of(buf_dup(parse->arena, &alt));
    buf_deinit(&alt);
    note->hole.alt = kept(piece, &words);
    note->hole.text = kept(piece, &node->as.link.url);
    note->hole.title = kept(piece, &node->as.link.title);
    note->hole.source = piece->source;
    place_link(piece, node, note);
    check_address(piece, note);
    if (role)
        report_role(piece, note->hole.span, "an alternative text");
    inner = note_of(node->parent);
    note->hole.alone = inner && inner->kind == NOTE_ALONE;
    while (node->first_child)
        cmark_node_free(node->first_child);
    if (!parse->out->first_image.len)
        parse->out->first_image = note->hole.text;
    note_attach(node, note);
}

/* A table may be wider than its column of text: its wrapper can scroll. */
static void wrap_table(cmark_node *table)
{
    cmark_node *wrapper = piece_node(CMARK_NODE_CUSTOM_BLOCK);

    wrapper->as.custom.on_enter =
        chunk_of(STR("<div class=\"table\" tabindex=\"0\">"));
    wrapper->as.custom.on_exit = chunk_of(STR("</div>"));
    if (cmark_node_insert_before(table, wrapper))
        cmark_node_append_child(wrapper, table);
}

/* What must happen before the children are walked. *at may become another node;
 * false: do not walk into it. */
static bool enter(struct piece *piece, cmark_node **at)
{
    cmark_node *node = *at;

    switch (node->type) {
    case CMARK_NODE_BLOCK_QUOTE:
        alert_finish(piece, node);
        return true;
    case CMARK_NODE_PARAGRAPH:
        place_block(piece, node);
        enter_paragraph(piece, node);
        return true;
    case CMARK_NODE_HEADING:
        place_block(piece, node);
        return true;
    case CMARK_NODE_CODE_BLOCK:
        *at = fence_finish(piece, node);
        return false;
    case CMARK_NODE_HTML_BLOCK:
        if (piece->marked)
            emphasis_unmark(&node->as.literal);
        if (text_is_more(chunk_str(node->as.literal)))
            finish_more(piece, node);
        return false;
    case CMARK_NODE_HTML_INLINE:
        finish_html_inline(piece, node);
        return false;
    case CMARK_NODE_IMAGE:
        finish_image(piece, node);
        return false;
    case CMARK_NODE_FOOTNOTE_REFERENCE:
        footnote_reference(piece, node);
        return false;
    }
    if (node->type == CMARK_NODE_TABLE)
        wrap_table(node);
    else if (node->type == CMARK_NODE_TABLE_CELL)
        place_block(piece, node);
    return true;
}

static void leave(struct piece *piece, cmark_node *node)
{
    switch (node->type) {
    case CMARK_NODE_TEXT:
        if (piece->marked)
            emphasis_unmark(&node->as.literal);
        text_count(piece->parse, chunk_str(node->as.literal));
        break;
    case CMARK_NODE_CODE:
        if (piece->marked)
            emphasis_unmark(&node->as.literal);
        break;
    case CMARK_NODE_SOFTBREAK:
        if (text_joins(node))
            cmark_node_free(node);
        break;
    case CMARK_NODE_LINK:
        finish_link(piece, node);
        break;
    case CMARK_NODE_HEADING:
        heading_finish(piece, node);
        break;
    case CMARK_NODE_FOOTNOTE_DEFINITION:
        if (piece->marked)
            emphasis_unmark(&node->as.literal);
        vec_push(piece->parse->arena, &piece->parse->definitions, node);
        break;
    }
}

/* A level-1 heading that opens the page is its title. */
static void find_title(struct piece *piece, cmark_node *root)
{
    cmark_node *node = root->first_child;

    while (node && node->type == CMARK_NODE_HTML_BLOCK &&
           text_is_comment(chunk_str(node->as.literal)))
        node = node->next;
    if (node && node->type == CMARK_NODE_HEADING && node->as.heading.level == 1)
        piece->parse->title_node = node;
}

void walk(struct piece *piece, cmark_node *root)
{
    cmark_node *node = root->first_child;

    if (!piece->outer)
        find_title(piece, root);
    while (node) {
        if (enter(piece, &node) && node->first_child) {
            node = node->first_child;
            continue;
        }
        for (;;) {
            cmark_node *next = node->next, *parent = node->parent;

            leave(piece, node);
            if (next) {
                node = next;
                break;
            }
            node = parent;
            if (node == root)
                return;
        }
    }
}
