/* SPDX-License-Identifier: MIT */
/*
 * Text facts: the plain text of a part of the tree, words, the summary, and the
 * line breaks in Chinese prose that are no spaces.
 */
#include "parse.h"

void text_plain(struct buf *out, cmark_node *node)
{
    const struct note *note;

    for (cmark_node *n = node; n; n = walk_next(n, node, true)) {
        switch (n->type) {
        case CMARK_NODE_TEXT:
        case CMARK_NODE_CODE:
            buf_add(out, chunk_str(n->as.literal));
            break;
        case CMARK_NODE_SOFTBREAK:
        case CMARK_NODE_LINEBREAK:
            buf_add_char(out, ' ');
            break;
        case CMARK_NODE_HTML_INLINE:
            note = note_of(n);
            if (note && note->kind == NOTE_MATH)
                buf_add(out, chunk_str(n->as.literal));
            break;
        case CMARK_NODE_PARAGRAPH:
        case CMARK_NODE_ITEM:
        case CMARK_NODE_HEADING:
            if (out->len)
                buf_add_char(out, ' ');
            break;
        default:
            if (n->type == CMARK_NODE_TABLE_CELL && out->len)
                buf_add_char(out, ' ');
        }
    }
}

/* Behind "<!--" and white space. */
static bool comment_starts(struct str html, struct str *rest)
{
    html = str_trim(html);
    if (!str_starts(html, STR("<!--")))
        return false;
    *rest = str_trim_left(str_from(html, 4));
    return true;
}

bool text_is_more(struct str html)
{
    struct str rest;

    return comment_starts(html, &rest) && str_starts(rest, STR("more")) &&
           str_is(str_trim(str_from(rest, 4)), "-->");
}

bool text_is_comment(struct str html)
{
    struct str rest;
    size_t end;

    if (!comment_starts(html, &rest))
        return false;
    end = str_find(rest, STR("-->"));
    return end != STR_NONE && end + 3 == rest.len;
}

/* CJK that is written without spaces: Korean is written with them. */
static bool is_unspaced(uint32_t c)
{
    bool hangul = (c >= 0x1100 && c <= 0x11FF) ||
                  (c >= 0x3130 && c <= 0x318F) ||
                  (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF);

    return !hangul && c != UTF8_INVALID && text_is_cjk(c);
}

bool text_joins(const cmark_node *node)
{
    const cmark_node *before = node->prev, *after = node->next;
    cmark_chunk left, right;
    size_t at = 0;

    while (before && before->last_child)
        before = before->last_child;
    while (after && after->first_child)
        after = after->first_child;
    if (!before || !after || before->type != CMARK_NODE_TEXT ||
        after->type != CMARK_NODE_TEXT)
        return false;
    left = before->as.literal;
    right = after->as.literal;
    if (!left.len || !right.len || left.data[left.len - 1] < 0x80 ||
        right.data[0] < 0x80)
        return false;
    emphasis_unmark(&right);
    return right.len &&
           is_unspaced(utf8_before(chunk_str(left), (size_t)left.len)) &&
           is_unspaced(utf8_next(chunk_str(right), &at));
}

void text_count(struct parse *parse, struct str text)
{
    struct text_count *words = &parse->out->words;
    struct text_count count;
    size_t ascii = 0;
    bool in_word = false;

    /* Most text of most pages needs no table of Unicode. */
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9');

        if (c >= 0x80 || c == '\'') {
            count = text_count_words(text);
            words->cjk += count.cjk;
            words->words += count.words;
            return;
        }
        ascii += letter && !in_word;
        in_word = letter;
    }
    words->words += ascii;
}

void text_summary(struct parse *parse, cmark_node *root)
{
    struct buf text = BUF_INIT;

    if (parse->more_node) {
        for (cmark_node *n = root->first_child; n; n = n->next) {
            if (n != parse->title_node)
                text_plain(&text, n);
            if (n == parse->more_node)
                break;
        }
    } else if (parse->summary_node) {
        cmark_node *node = root->first_child;

        while (node && node != parse->summary_node)
            node = node->next;
        if (node)
            text_plain(&text, node);
    }
    parse->out->summary_text = str_trim(buf_dup(parse->arena, &text));
    buf_deinit(&text);
}
