/* SPDX-License-Identifier: MIT */
/*
 * Emphasis beside Chinese punctuation. By CommonMark's rule a run of stars
 * between punctuation and a letter is not closing (`**真，**她`), because it
 * was made for scripts that put spaces between words. Between the punctuation
 * and the run goes U+FDD0, a noncharacter that is neither: the run then stands
 * between letters. Walking the tree takes it out again. This is the only place
 * where text is changed before it is parsed.
 */
#include "parse.h"

#define MARKER "\xEF\xB7\x90" /* U+FDD0 */

static bool is_hangul(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F) ||
           (c >= 0xA960 && c <= 0xA97F) || (c >= 0xAC00 && c <= 0xD7FF);
}

static bool is_cjk(uint32_t c)
{
    if (c < 0x1100)
        return false;
    if (is_hangul(c) || (c >= 0xFF61 && c <= 0xFFEE)) /* half width forms */
        return true;
    return text_is_wide(c) && !text_is_emoji(c);
}

static bool is_punctuation(uint32_t c)
{
    return cmark_utf8proc_is_punctuation((int32_t)c) != 0;
}

static bool is_space(uint32_t c)
{
    return c == 0 || c == UTF8_INVALID || cmark_utf8proc_is_space((int32_t)c);
}

/* Where the run text[from, to) needs a marker, or STR_NONE. */
static size_t marker_place(struct str text, size_t from, size_t to)
{
    size_t pos = to;
    uint32_t before, after;
    bool left, right;

    if (from == 0 || to == text.len || text.ptr[from - 1] == '\\')
        return STR_NONE;
    if (!((unsigned char)text.ptr[from - 1] & 0x80) &&
        !((unsigned char)text.ptr[to] & 0x80))
        return STR_NONE;
    before = utf8_before(text, from);
    after = utf8_next(text, &pos);
    if (is_space(before) || is_space(after))
        return STR_NONE;
    if (!is_cjk(before) && !is_cjk(after))
        return STR_NONE;
    left = is_punctuation(before);
    right = is_punctuation(after);
    if (left == right || (left ? before : after) == '_')
        return STR_NONE;
    return left ? from : to;
}

static size_t next_of(struct str text, size_t from, char c)
{
    const char *at = memchr(text.ptr + from, c, text.len - from);

    return at ? (size_t)(at - text.ptr) : text.len;
}

struct str emphasis_mark(struct str text, bool *marked)
{
    cmark_strbuf out;
    size_t done = 0, star = next_of(text, 0, '*'), wave = next_of(text, 0, '~');

    *marked = false;
    cmark_strbuf_init(cmark_memory(), &out, 0);
    while (star < text.len || wave < text.len) {
        bool is_star = star < wave;
        size_t from = is_star ? star : wave;
        size_t to = from + run_length(text, from, is_star ? '*' : '~');
        size_t place =
            is_star || to - from <= 2 ? marker_place(text, from, to) : STR_NONE;

        if (place != STR_NONE) {
            cmark_strbuf_put(&out, (const unsigned char *)text.ptr + done,
                             (bufsize_t)(place - done));
            cmark_strbuf_puts(&out, MARKER);
            done = place;
            *marked = true;
        }
        if (is_star)
            star = next_of(text, to, '*');
        else
            wave = next_of(text, to, '~');
    }
    if (!*marked)
        return text;
    cmark_strbuf_put(&out, (const unsigned char *)text.ptr + done,
                     (bufsize_t)(text.len - done));
    return str_bytes((const char *)out.ptr, (size_t)out.size);
}

void emphasis_unmark(cmark_chunk *chunk)
{
    struct str s = chunk_str(*chunk);
    size_t at = str_find(s, STR(MARKER)), write = at;

    if (at == STR_NONE)
        return;
    /* The text is the pool's own copy, so it may change in place; but two
     * chunks can share one text (a bare link's address and its words). */
    unsigned char *copy = cmark_memory()->calloc(s.len + 1, 1);

    memcpy(copy, s.ptr, s.len);
    while (at < s.len) {
        if (s.len - at >= 3 && memcmp(s.ptr + at, MARKER, 3) == 0)
            at += 3;
        else
            copy[write++] = (unsigned char)s.ptr[at++];
    }
    copy[write] = '\0';
    *chunk = (cmark_chunk){copy, (bufsize_t)write, 1};
}
