/* SPDX-License-Identifier: MIT */
/*
 * One diagnostic on a terminal:
 *
 *     posts/a.md:12:7: error[M001]: the link "b.md" leads nowhere
 *        12 | see [b](b.md) for more
 *           |         ^~~~
 *        = hint: did you mean "c.md"?
 *
 * Texts can come from files that nobody trusts, so that control characters
 * never reach the terminal.
 */
#include "diag.h"

#include "buf.h"
#include "text.h"

#include "banned.h"

#define WINDOW 100u /* columns of a source line that are shown */
#define BEFORE 40u  /* of them before the place */
#define TAB 4u

struct style {
    const char *error;
    const char *warning;
    const char *note;
    const char *place;
    const char *gutter;
    const char *off;
};

static const struct style plain = {"", "", "", "", "", ""};
static const struct style colored = {"\033[1;31m", "\033[1;33m", "\033[1;36m",
                                     "\033[1m",    "\033[34m",   "\033[0m"};

const char *severity_name(enum severity severity)
{
    switch (severity) {
    case SEVERITY_OFF:
        break;
    case SEVERITY_NOTE:
        return "note";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_ERROR:
        return "error";
    }
    return "off";
}

static const char *severity_style(const struct style *style,
                                  enum severity severity)
{
    switch (severity) {
    case SEVERITY_OFF:
    case SEVERITY_NOTE:
        break;
    case SEVERITY_WARNING:
        return style->warning;
    case SEVERITY_ERROR:
        return style->error;
    }
    return style->note;
}

/* The code point at *pos as it is shown; returns its columns. */
static unsigned add_shown(struct buf *out, struct str s, size_t *pos)
{
    size_t from = *pos;
    uint32_t c = utf8_next(s, pos);
    if (c == '\t') {
        buf_add_cstr(out, "    ");
        return TAB;
    }
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == UTF8_INVALID ||
        (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
        buf_add_utf8(out, 0xFFFD); /* also what turns the direction of text */
        return 1;
    }
    struct str whole = str_slice(s, from, *pos);
    buf_add(out, whole);
    return text_columns(whole);
}

/* A text of any number of lines, those behind the first indented. */
static void add_text(struct buf *out, struct str s)
{
    for (size_t pos = 0; pos < s.len;) {
        if (s.ptr[pos] == '\n') {
            buf_add_cstr(out, "\n     ");
            pos++;
        } else {
            add_shown(out, s, &pos);
        }
    }
}

/* The columns that `line` takes up to byte `end`. */
static unsigned columns_to(struct str line, size_t end)
{
    struct buf shown = BUF_INIT;
    unsigned columns = 0;
    for (size_t pos = 0; pos < line.len && pos < end;)
        columns += add_shown(&shown, line, &pos);
    buf_deinit(&shown);
    return columns;
}

/* The part of `line` from column `first` on, at most WINDOW columns. Returns
 * how many columns of the line stand before the part, less the mark's. */
static unsigned add_window(struct buf *out, struct str line, unsigned first)
{
    unsigned column = 0;
    size_t pos = 0;
    while (pos < line.len && column < first) {
        size_t before = out->len;
        column += add_shown(out, line, &pos);
        buf_truncate(out, before);
    }
    unsigned hidden = column;
    if (first > 0) {
        buf_add_cstr(out, "…");
        hidden--;
    }
    while (pos < line.len) {
        if (column - hidden >= WINDOW) {
            buf_add_cstr(out, "…");
            break;
        }
        column += add_shown(out, line, &pos);
    }
    return hidden;
}

static void add_gutter(struct buf *out, const struct style *style,
                       uint32_t line)
{
    buf_add_cstr(out, style->gutter);
    if (line != 0)
        buf_add_fmt(out, "%5u |", line);
    else
        buf_add_cstr(out, "      |");
    buf_add_cstr(out, style->off);
    buf_add_char(out, ' ');
}

static void add_source(struct buf *out, const struct diag *diag,
                       const struct style *style)
{
    struct str line = diag->source;
    size_t from = diag->span.col == 0 ? 0 : diag->span.col - 1;
    if (from > line.len)
        from = line.len;
    size_t to = from + diag->span.len;
    if (to > line.len)
        to = line.len;
    unsigned mark = columns_to(line, from);
    unsigned mark_end = columns_to(line, to);
    bool fits = columns_to(line, line.len) <= WINDOW;
    unsigned first = fits || mark <= BEFORE ? 0 : mark - BEFORE;

    add_gutter(out, style, diag->span.line);
    unsigned hidden = add_window(out, line, first);
    buf_add_char(out, '\n');
    if (diag->span.col == 0)
        return;
    add_gutter(out, style, 0);
    for (unsigned i = hidden; i < mark; i++)
        buf_add_char(out, ' ');
    buf_add_cstr(out, severity_style(style, diag->severity));
    buf_add_char(out, '^');
    for (unsigned i = mark + 1; i < mark_end && i - hidden < WINDOW; i++)
        buf_add_char(out, '~');
    buf_add_cstr(out, style->off);
    buf_add_char(out, '\n');
}

void diag_print(struct buf *out, const struct diag *diag, bool color)
{
    const struct style *style = color ? &colored : &plain;
    if (diag->path.len != 0) {
        buf_add_cstr(out, style->place);
        add_text(out, diag->path);
        if (diag->span.line != 0)
            buf_add_fmt(out, ":%u", diag->span.line);
        if (diag->span.line != 0 && diag->span.col != 0)
            buf_add_fmt(out, ":%u", diag->span.col);
        buf_add_fmt(out, ":%s ", style->off);
    }
    buf_add_fmt(out, "%s%s[%s]:%s ", severity_style(style, diag->severity),
                severity_name(diag->severity), diag_code(diag->id), style->off);
    add_text(out, diag->message);
    buf_add_char(out, '\n');
    if (diag->source.len != 0 && diag->span.line != 0)
        add_source(out, diag, style);
    if (diag->hint.len != 0) {
        buf_add_fmt(out, "   %s= hint:%s ", style->gutter, style->off);
        add_text(out, diag->hint);
        buf_add_char(out, '\n');
    }
    if (diag->chain.len != 0) {
        buf_add_fmt(out, "   %s=%s ", style->gutter, style->off);
        add_text(out, diag->chain);
        buf_add_char(out, '\n');
    }
}
