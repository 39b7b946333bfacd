/* SPDX-License-Identifier: MIT */
/*
 * LaTeX of bibliographies as Unicode text: what a name or title holds, no more.
 * A command that is not known goes, its argument stays.
 */
#include "bibtex.h"

struct accent {
    char command;
    uint32_t mark; /* combining, behind the letter */
};

static const struct accent accents[] = {
    {'`', 0x300}, {'\'', 0x301}, {'^', 0x302}, {'~', 0x303}, {'=', 0x304},
    {'u', 0x306}, {'.', 0x307},  {'"', 0x308}, {'r', 0x30A}, {'H', 0x30B},
    {'v', 0x30C}, {'d', 0x323},  {'c', 0x327}, {'k', 0x328}, {'b', 0x331},
};

static const struct {
    const char *command;
    const char *text;
} letters[] = {
    {"ss", "ß"},    {"o", "ø"},          {"O", "Ø"},
    {"l", "ł"},     {"L", "Ł"},          {"ae", "æ"},
    {"AE", "Æ"},    {"oe", "œ"},         {"OE", "Œ"},
    {"aa", "å"},    {"AA", "Å"},         {"i", "i"},
    {"j", "j"},     {"dh", "ð"},         {"DH", "Ð"},
    {"th", "þ"},    {"TH", "Þ"},         {"LaTeX", "LaTeX"},
    {"TeX", "TeX"}, {"textendash", "–"}, {"textemdash", "—"},
    {"dots", "…"},  {"ldots", "…"},      {"textquoteright", "’"},
    {"S", "§"},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const struct accent *accent_of(struct str command)
{
    for (size_t i = 0; command.len == 1 && i < PHX_COUNT(accents); i++)
        if (accents[i].command == command.ptr[0])
            return &accents[i];
    return NULL;
}

/* \'e, \'{e}, \v{c}, \c c, \'{\i}: the letter with its mark. Moves behind it;
 * nothing when no letter follows. */
static size_t put_accent(struct buf *out, struct str s, size_t at,
                         const struct accent *accent)
{
    size_t from = at;
    bool braces;

    while (at < s.len && s.ptr[at] == ' ')
        at++;
    braces = at < s.len && s.ptr[at] == '{';
    at += braces;
    if (at < s.len && s.ptr[at] == '\\')
        at++; /* \i and \j: the dot goes with the mark */
    if (at >= s.len ||
        !((unsigned char)s.ptr[at] & 0x80 || is_letter(s.ptr[at])))
        return from;
    uint32_t c = utf8_next(s, &at);
    buf_add_utf8(out, c);
    buf_add_utf8(out, accent->mark);
    if (braces && at < s.len && s.ptr[at] == '}')
        at++;
    return at;
}

/* Behind a backslash. */
static size_t put_command(struct buf *out, struct str s, size_t at)
{
    size_t from = at;
    struct str name;
    const struct accent *accent;

    if (at >= s.len)
        return at;
    if (!is_letter(s.ptr[at])) {
        name = str_slice(s, at, at + 1);
        accent = accent_of(name);
        if (accent)
            return put_accent(out, s, at + 1, accent);
        if (strchr("&%_#$", s.ptr[at]) || strchr("{}", s.ptr[at]))
            buf_add(out, name);
        utf8_next(s, &at);
        return at;
    }
    while (at < s.len && is_letter(s.ptr[at]))
        at++;
    name = str_slice(s, from, at);
    accent = accent_of(name);
    if (accent)
        return put_accent(out, s, at, accent);
    for (size_t i = 0; i < PHX_COUNT(letters); i++)
        if (str_is(name, letters[i].command))
            buf_add_cstr(out, letters[i].text);
    while (at < s.len && s.ptr[at] == ' ')
        at++;
    return at;
}

static size_t put_dashes(struct buf *out, struct str s, size_t at)
{
    size_t n = 0;

    while (at + n < s.len && s.ptr[at + n] == '-' && n < 3)
        n++;
    buf_add_cstr(out, n == 3 ? "—" : n == 2 ? "–" : "-");
    return at + n;
}

struct str bibtex_text(struct arena *arena, struct str latex)
{
    struct buf out = BUF_INIT;
    size_t at = 0;

    latex = str_trim(latex);
    while (at < latex.len) {
        char c = latex.ptr[at];
        if (c == '\\') {
            at = put_command(&out, latex, at + 1);
        } else if (c == '-') {
            at = put_dashes(&out, latex, at);
        } else if (c == '{' || c == '}' || c == '$') {
            at++;
        } else if (strchr(" \t\n\r~", c)) {
            if (out.len && out.ptr[out.len - 1] != ' ')
                buf_add_char(&out, ' ');
            at++;
        } else {
            buf_add_char(&out, c);
            at++;
        }
    }
    struct str text = text_nfc(arena, str_trim(buf_dup(arena, &out)));
    buf_deinit(&out);
    return text;
}

/* ---- Names ---- */

/* Where `needle` stands outside of braces at or behind `from`, or STR_NONE. */
static size_t find_outside(struct str s, struct str needle, size_t from)
{
    size_t depth = 0;

    for (size_t i = from; i < s.len; i++) {
        if (s.ptr[i] == '{')
            depth++;
        else if (s.ptr[i] == '}' && depth > 0)
            depth--;
        if (depth == 0 && str_starts(str_from(s, i), needle))
            return i;
    }
    return STR_NONE;
}

/* "Last, First" and "Last, Jr, First" as they are spoken. */
static struct str spoken(struct arena *arena, struct str name)
{
    size_t comma = find_outside(name, STR(","), 0);
    size_t second;

    if (str_is(str_trim(name), "others"))
        return STR("et al");
    if (comma == STR_NONE)
        return bibtex_text(arena, name);
    second = find_outside(name, STR(","), comma + 1);
    struct str last = bibtex_text(arena, str_slice(name, 0, comma));
    struct str first = bibtex_text(
        arena, str_from(name, (second == STR_NONE ? comma : second) + 1));
    struct str junior =
        second == STR_NONE
            ? STR("")
            : bibtex_text(arena, str_slice(name, comma + 1, second));
    return str_fmt(arena, "%" STR_FMT "%s%" STR_FMT "%s%" STR_FMT,
                   STR_ARG(first), first.len ? " " : "", STR_ARG(last),
                   junior.len ? " " : "", STR_ARG(junior));
}

const struct str *bibtex_names(struct arena *arena, struct str latex,
                               size_t *count)
{
    PHX_VEC(struct str) names = {0};
    struct str flat;
    char *copy = arena_bytes(arena, latex.len + 1);

    for (size_t i = 0; i < latex.len; i++)
        copy[i] =
            strchr("\t\n\r", latex.ptr[i]) && latex.ptr[i] ? ' ' : latex.ptr[i];
    flat = str_bytes(copy, latex.len);
    while (str_trim(flat).len) {
        size_t end = find_outside(flat, STR(" and "), 0);
        struct str one = str_slice(flat, 0, end);
        if (str_trim(one).len)
            vec_push(arena, &names, spoken(arena, str_trim(one)));
        flat = end == STR_NONE ? STR("") : str_from(flat, end + 4);
    }
    *count = names.len;
    return names.items;
}
