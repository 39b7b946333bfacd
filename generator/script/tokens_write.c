/* SPDX-License-Identifier: MIT */
/* A list of tokens as markup: narrow text as it is, wide text by way of UTF-16,
 * so that halves of a pair which meet become one character. */
#include "tokens_list.h"

#include "utf16.h"

#define NO_BREAK_SPACE 0xA0u

struct writer {
    struct buf *out; /* units of the text's width */
    const struct grammars *grammars;
    const struct tokens_text *text;
};

static void write_units(struct writer *w, const uint16_t *units, size_t len)
{
    buf_add_bytes(w->out, units, len * sizeof(units[0]));
}

/* ASCII of phx's own. */
static void write_markup(struct writer *w, struct str markup)
{
    if (w->text->width == PCRE_NARROW) {
        buf_add(w->out, markup);
        return;
    }
    for (size_t i = 0; i < markup.len; i++) {
        uint16_t unit = (unsigned char)markup.ptr[i];

        write_units(w, &unit, 1);
    }
}

/* What the character becomes; empty when it stays. */
static struct str escape(unsigned unit)
{
    switch (unit) {
    case '&':
        return STR("&amp;");
    case '<':
        return STR("&lt;");
    case NO_BREAK_SPACE:
        return STR(" ");
    default:
        return STR("");
    }
}

static void write_run(struct writer *w, size_t start, size_t end)
{
    if (w->text->width == PCRE_NARROW)
        buf_add_bytes(w->out, (const char *)w->text->units + start,
                      end - start);
    else
        write_units(w, (const uint16_t *)w->text->units + start, end - start);
}

static void write_text(struct writer *w, size_t start, size_t len)
{
    size_t from = start;

    for (size_t i = start; i < start + len; i++) {
        struct str markup = escape(tokens_unit(w->text, i));

        if (!markup.len)
            continue;
        write_run(w, from, i);
        write_markup(w, markup);
        from = i + 1;
    }
    write_run(w, from, start + len);
}

/* Recursive, as deep as tokens.c went. */
static void write_list(struct writer *w, const struct token *first)
{
    for (const struct token *t = first; t; t = t->next) {
        if (!t->rule) {
            write_text(w, t->start, t->len);
            continue;
        }
        write_markup(w, grammars_text(w->grammars, t->rule->open));
        if (t->inside)
            write_list(w, t->inside);
        else
            write_text(w, t->start, t->len);
        write_markup(w, STR("</span>"));
    }
}

struct str tokens_write(struct arena *arena, struct buf *out,
                        const struct grammars *grammars,
                        const struct tokens_text *text,
                        const struct token *first)
{
    struct writer w = {.out = out, .grammars = grammars, .text = text};

    buf_reset(out);
    write_list(&w, first);
    if (text->width == PCRE_NARROW)
        return buf_dup(arena, out);
    return utf16_to_utf8(arena, (const uint16_t *)(const void *)out->ptr,
                         out->len / sizeof(uint16_t));
}
