/* SPDX-License-Identifier: MIT */
/*
 * Text facts: the plain text of a part of the tree, words, the summary, and the
 * line breaks in Chinese prose that are no spaces.
 */
#include "parse.h"

/* Between two blocks. */
static void put_space(struct buf *out)
{
    if (out->len && out->ptr[out->len - 1] != ' ')
        buf_add_char(out, ' ');
}

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
            put_space(out);
            break;
        default:
            if (n->type == CMARK_NODE_TABLE_CELL)
                put_space(out);
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

static bool is_ascii_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* Does `c` between `before` and `after` belong to a word, as in don't, 1.5? */
static bool is_inside(unsigned char before, unsigned char c,
                      unsigned char after)
{
    if (c == '.' || c == ',')
        return before <= '9' && after >= '0' && after <= '9';
    return (c == '\'' || c == '-') && is_ascii_letter(after);
}

/* The length of the Han letter or CJK mark at `s`, 0 when it is neither. */
static size_t han_or_mark(const unsigned char *s, size_t len, bool *han)
{
    if (len < 3 || s[0] < 0xE3 || s[0] > 0xE9)
        return 0;
    *han = s[0] > 0xE4 || (s[0] == 0xE4 && s[1] >= 0xB8);
    if (*han || (s[0] == 0xE3 && s[1] == 0x80 && s[2] >= 0x80 && s[2] < 0x85))
        return 3;
    return 0;
}

/* text_count_words for ASCII and Han without tables of Unicode, which is most
 * text of most pages; false when it holds something else. */
static bool count_plain(struct str text, struct text_count *count)
{
    const unsigned char *s = (const unsigned char *)text.ptr;
    unsigned char before = 0;
    bool han = false;

    for (size_t i = 0; i < text.len; i++) {
        unsigned char after = i + 1 < text.len ? s[i + 1] : ' ';
        size_t len = 0;

        if (s[i] >= 0x80 && !(len = han_or_mark(s + i, text.len - i, &han)))
            return false;
        if (len) {
            count->cjk += han;
            before = 0;
            i += len - 1;
        } else if (is_ascii_letter(s[i])) {
            count->words += !before;
            before = s[i];
        } else if (before && after >= 0x80 && strchr("'-", s[i])) {
            return false;
        } else if (before && !is_inside(before, s[i], after)) {
            before = 0;
        }
    }
    return true;
}

void text_count(struct parse *parse, struct str text)
{
    struct text_count *words = &parse->out->words, count = {0};

    if (!count_plain(text, &count))
        count = text_count_words(text);
    words->cjk += count.cjk;
    words->words += count.words;
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
