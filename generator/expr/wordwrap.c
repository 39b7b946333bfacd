/* SPDX-License-Identifier: MIT */
/*
 * The wordwrap filter: Python's textwrap. A line is cut into chunks (runs of
 * white space, words, parts of words up to a hyphen), which are then packed.
 */
#include "builtins.h"

/* A line as code points, with the byte offset of each and of the end. */
struct points {
    struct str text;
    uint32_t *code;
    size_t *offset;
    size_t len;
};

struct chunk {
    size_t start;
    size_t end;
};

struct wrap {
    struct eval *e;
    struct buf *out;
    struct str separator;
    size_t width;
    bool break_words;
    bool at_hyphens;
    struct points line;
    PHX_VEC(struct chunk) chunks;
};

static struct points points_of(struct eval *e, struct str text)
{
    struct points p = {.text = text};

    p.code = arena_array(e->arena, uint32_t, text.len + 1);
    p.offset = arena_array(e->arena, size_t, text.len + 1);
    for (size_t pos = 0; pos < text.len; p.len++) {
        p.offset[p.len] = pos;
        p.code[p.len] = utf8_next(text, &pos);
    }
    p.offset[p.len] = text.len;
    return p;
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_word(const struct points *p, size_t i)
{
    return i < p->len &&
           (p->code[i] == '_' || (p->code[i] != UTF8_INVALID &&
                                  text_is_letter_or_digit(p->code[i])));
}

static bool is_letter(const struct points *p, size_t i)
{
    return is_word(p, i) && !(p->code[i] >= '0' && p->code[i] <= '9');
}

static bool is_hyphen(const struct points *p, size_t i)
{
    return i < p->len && p->code[i] == '-';
}

static bool is_punctuated(const struct points *p, size_t i)
{
    return is_word(p, i) ||
           (i < p->len && p->code[i] < 0x80 && p->code[i] != 0 &&
            strchr("!\"'&.,?", (int)p->code[i]) != NULL);
}

/* A word may end behind the hyphen at `i`. */
static bool hyphen_breaks(const struct points *p, size_t start, size_t i)
{
    bool before = i >= 2 && ((is_letter(p, i - 1) && is_letter(p, i - 2)) ||
                             (i >= 3 && is_punctuated(p, i - 1) &&
                              is_hyphen(p, i - 2) && is_letter(p, i - 3)));

    return i > start && before && is_letter(p, i + 1) &&
           (is_letter(p, i + 2) ||
            (is_hyphen(p, i + 2) && is_letter(p, i + 3)));
}

/* The end of a run of two or more hyphens between words at `i`, or `i`. */
static size_t dash_end(const struct points *p, size_t i)
{
    size_t end = i;

    if (i == 0 || !is_punctuated(p, i - 1))
        return i;
    while (is_hyphen(p, end))
        end++;
    return end >= i + 2 && is_word(p, end) ? end : i;
}

static size_t chunk_end(const struct wrap *w, size_t start)
{
    const struct points *p = &w->line;
    size_t i = start;

    if (is_blank(p->code[i])) {
        while (i < p->len && is_blank(p->code[i]))
            i++;
        return i;
    }
    if (w->at_hyphens && dash_end(p, i) > i)
        return dash_end(p, i);
    for (; i < p->len && !is_blank(p->code[i]); i++) {
        if (!w->at_hyphens || !is_hyphen(p, i))
            continue;
        if (i > start && dash_end(p, i) > i)
            return i;
        if (hyphen_breaks(p, start, i))
            return i + 1;
    }
    return i;
}

static void put(struct wrap *w, struct chunk c)
{
    buf_add(w->out, str_slice(w->line.text, w->line.offset[c.start],
                              w->line.offset[c.end]));
}

static bool chunk_is_blank(const struct wrap *w, struct chunk c)
{
    return is_blank(w->line.code[c.start]);
}

/* Where a word that is longer than a line is cut, with `room` left on it. */
static size_t long_cut(const struct wrap *w, struct chunk c, size_t room)
{
    size_t cut = c.start + room;

    if (!w->at_hyphens || c.end - c.start <= room)
        return cut < c.end ? cut : c.end;
    for (size_t i = cut; i-- > c.start + 1;) {
        if (!is_hyphen(&w->line, i))
            continue;
        for (size_t k = c.start; k < i; k++)
            if (!is_hyphen(&w->line, k))
                return i + 1;
        break;
    }
    return cut;
}

/* Packs one line from chunk `first` on; returns the first of the next. */
static size_t pack(struct wrap *w, size_t first, bool later)
{
    struct chunk *chunks = w->chunks.items;
    size_t i = first, column = 0, last;

    if (later && chunk_is_blank(w, chunks[i]))
        i++;
    size_t from = i;
    while (i < w->chunks.len &&
           column + chunks[i].end - chunks[i].start <= w->width) {
        column += chunks[i].end - chunks[i].start;
        i++;
    }
    last = i;
    bool cut_word = i < w->chunks.len &&
                    chunks[i].end - chunks[i].start > w->width &&
                    (w->break_words || i == from);
    bool cut_blank = cut_word && chunk_is_blank(w, chunks[i]);
    if (last > from && !cut_word && chunk_is_blank(w, chunks[last - 1]))
        last--;
    if (later && (last > from || (cut_word && !cut_blank)))
        buf_add(w->out, w->separator);
    for (size_t k = from; k < last; k++)
        put(w, chunks[k]);
    if (cut_word && w->break_words) {
        size_t cut = long_cut(w, chunks[i], w->width - column);
        if (!cut_blank)
            put(w, (struct chunk){chunks[i].start, cut});
        chunks[i].start = cut;
        return cut == chunks[i].end ? i + 1 : i;
    }
    if (cut_word && !cut_blank)
        put(w, chunks[i]);
    return cut_word ? i + 1 : i;
}

static void wrap_line(struct wrap *w, struct str text)
{
    w->line = points_of(w->e, text);
    w->chunks.len = 0;
    for (size_t i = 0; i < w->line.len;) {
        struct chunk c = {i, chunk_end(w, i)};
        vec_push(w->e->arena, &w->chunks, c);
        i = c.end;
    }
    size_t begin = w->out->len;
    for (size_t i = 0; i < w->chunks.len;)
        i = pack(w, i, w->out->len > begin);
}

bool filter_wordwrap(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;
    struct wrap w = {.e = e, .out = &buf};
    struct str rest, line;
    int64_t width;
    bool first = true;

    if (is_undefined(a[0]))
        return fail_undefined(e, a[0]);
    if (a[0].kind != VALUE_STRING)
        return eval_fail(e, "only text can be wrapped, not %s",
                         value_kind_name(a[0]));
    rest = value_text(a[0]);
    if (!arg_operand(e, "the width", a[1], 79, &width) ||
        !arg_bool(e, a[2], true, &w.break_words) ||
        !arg_text(e, a[3], STR("\n"), &w.separator) ||
        !arg_bool(e, a[4], true, &w.at_hyphens))
        return false;
    if (width <= 0)
        return eval_fail(e, "the width is not above zero");
    w.width = (size_t)width;
    while (text_next_line(&rest, &line)) {
        if (!first)
            buf_add(&buf, w.separator);
        wrap_line(&w, line);
        first = false;
    }
    *out = text_value(e, &buf, false);
    buf_deinit(&buf);
    return true;
}
