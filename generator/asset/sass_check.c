/* SPDX-License-Identifier: MIT */
/*
 * What libsass accepts and silently gets wrong, found in the source before it
 * is compiled:
 *
 *   @use "x", @forward "x"     copied out as CSS, which browsers ignore
 *   :nth-child(2n+1 of .x)     loses its `of`, interpolated or not
 *   @import "x" screen         loses its media query
 *
 * The scanner knows comments, strings, interpolation and url(), no more of
 * Sass. sass.c compiles.
 */
#include "sass.h"

struct scanner {
    const struct sass_file *file;
    struct str text;
    size_t pos;
    struct diags *diags;
};

static bool is_name_char(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '-' || c == '_' ||
           (c & 0x80);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool starts_at(struct str text, size_t pos, struct str word)
{
    return str_eq_nocase(str_slice(text, pos, pos + word.len), word);
}

static struct diag *report(struct scanner *s, size_t from, size_t to,
                           const char *message)
{
    struct source_ref where = sass_source(s->file);
    struct span span = span_at(s->text, from);
    span.len = (uint32_t)(to - from);
    return diag_add(s->diags, DIAG_SASS, &where, span, "%s", message);
}

/* Past a comment at `pos`, or `pos` when there is none. */
static size_t skip_comment(struct str text, size_t pos)
{
    size_t end;
    if (starts_at(text, pos, STR("//")))
        end = str_find_from(text, STR("\n"), pos);
    else if (starts_at(text, pos, STR("/*")))
        end = str_find_from(text, STR("*/"), pos + 2);
    else
        return pos;
    if (end == STR_NONE)
        return text.len;
    return text.ptr[end] == '*' ? end + 2 : end;
}

static size_t skip_blank(struct str text, size_t pos)
{
    for (;;) {
        size_t before = pos;
        while (pos < text.len && is_space(text.ptr[pos]))
            pos++;
        pos = skip_comment(text, pos);
        if (pos == before)
            return pos;
    }
}

/* From behind '(' to behind its ')'. */
static size_t skip_parens(struct str text, size_t pos)
{
    for (size_t depth = 1; pos < text.len; pos++) {
        if (text.ptr[pos] == '(')
            depth++;
        else if (text.ptr[pos] == ')' && --depth == 0)
            return pos + 1;
    }
    return text.len;
}

static bool has_lossy_of(struct str argument)
{
    size_t at = str_find(argument, STR(" of "));
    if (at == STR_NONE)
        return false;
    struct str step = str_trim(str_slice(argument, 0, at));
    return !str_eq_nocase(step, STR("even")) &&
           !str_eq_nocase(step, STR("odd"));
}

/* At a ':'. */
static void check_nth(struct scanner *s)
{
    static const struct str names[] = {STR_INIT(":nth-child("),
                                       STR_INIT(":nth-last-child(")};
    for (size_t i = 0; i < PHX_COUNT(names); i++) {
        if (!starts_at(s->text, s->pos, names[i]))
            continue;
        size_t from = s->pos + names[i].len;
        size_t end = skip_parens(s->text, from);
        if (!has_lossy_of(str_slice(s->text, from, end)))
            continue;
        struct diag *diag = report(s, s->pos, end,
                                   "libsass would lose the \"of\" of this "
                                   "selector");
        diag_hint(s->diags, diag,
                  "put the rule into a plain .css file of the theme");
    }
}

bool sass_is_css_import(struct str url)
{
    if (str_ends(url, STR(".css")) || str_starts(url, STR("//")))
        return true;
    size_t scheme = str_find(url, STR("://"));
    return scheme != STR_NONE &&
           !str_eq_nocase(str_slice(url, 0, scheme), STR("file"));
}

/* Behind "@import": its strings, then what may only be the end. */
static void check_import(struct scanner *s, size_t at)
{
    bool sass = false;
    size_t pos = s->pos;
    for (;;) {
        pos = skip_blank(s->text, pos);
        if (pos >= s->text.len ||
            (s->text.ptr[pos] != '"' && s->text.ptr[pos] != '\''))
            break;
        char quote[2] = {s->text.ptr[pos], 0};
        size_t end = str_find_from(s->text, str_of(quote), pos + 1);
        if (end == STR_NONE)
            return;
        sass = sass || !sass_is_css_import(str_slice(s->text, pos + 1, end));
        pos = skip_blank(s->text, end + 1);
        if (pos >= s->text.len || s->text.ptr[pos] != ',')
            break;
        pos++;
    }
    if (!sass || pos >= s->text.len || s->text.ptr[pos] == ';' ||
        s->text.ptr[pos] == '}' || s->text.ptr[pos] == 'u')
        return; /* 'u': of a url() behind a comma, which is CSS's own import */
    struct diag *diag = report(s, at, pos,
                               "libsass would lose the media query of this "
                               "@import");
    diag_hint(s->diags, diag, "write @media … { @import \"…\"; }");
}

/* At a '@'. */
static void check_at_rule(struct scanner *s)
{
    size_t at = s->pos++;
    while (s->pos < s->text.len && is_name_char(s->text.ptr[s->pos]))
        s->pos++;
    struct str name = str_slice(s->text, at, s->pos);
    if (str_is(name, "@import")) {
        check_import(s, at);
    } else if (str_is(name, "@use") || str_is(name, "@forward")) {
        struct diag *diag = report(s, at, s->pos,
                                   "libsass has no modules: it would copy this "
                                   "rule into the CSS");
        diag_hint(s->diags, diag, "use @import, and names without a prefix");
    }
}

static void scan_code(struct scanner *s, size_t depth);

/* At the opening quote. Inside an interpolation strings become code, so that
 * selectors in them count. */
static void scan_string(struct scanner *s, size_t depth)
{
    char quote = s->text.ptr[s->pos++];
    while (s->pos < s->text.len && s->text.ptr[s->pos] != quote) {
        if (s->text.ptr[s->pos] == '\\') {
            s->pos += 2;
        } else if (starts_at(s->text, s->pos, STR("#{"))) {
            s->pos += 2;
            scan_code(s, depth + 1);
        } else {
            if (depth > 0 && s->text.ptr[s->pos] == ':')
                check_nth(s);
            s->pos++;
        }
    }
    s->pos++;
}

/* Braces of blocks are ignored at depth 0; inside an interpolation the first
 * closing brace ends it. */
static void scan_code(struct scanner *s, size_t depth)
{
    enum { DEPTH_MAX = 64 };
    if (depth > DEPTH_MAX) {
        s->pos = s->text.len; /* libsass refuses it, too */
        return;
    }
    while (s->pos < s->text.len) {
        char c = s->text.ptr[s->pos];
        size_t comment = skip_comment(s->text, s->pos);
        if (comment != s->pos) {
            s->pos = comment;
        } else if (c == '"' || c == '\'') {
            scan_string(s, depth);
        } else if (starts_at(s->text, s->pos, STR("#{"))) {
            s->pos += 2;
            scan_code(s, depth + 1);
        } else if (starts_at(s->text, s->pos, STR("url("))) {
            s->pos = skip_parens(s->text, s->pos + 4);
        } else if (c == '@') {
            check_at_rule(s);
        } else {
            if (c == ':')
                check_nth(s);
            s->pos++;
            if (c == '}' && depth > 0)
                return;
        }
    }
}

void sass_check(const struct sass_file *file, struct diags *diags)
{
    struct scanner s = {.file = file, .text = file->text, .diags = diags};
    scan_code(&s, 0);
}

/* A number with this unit stands in `text`. */
static bool has_unit(struct str text, struct str unit)
{
    for (size_t at = str_find(text, unit); at != STR_NONE;
         at = str_find_from(text, unit, at + 1)) {
        bool number = at > 0 && ascii_is_digit(text.ptr[at - 1]);
        size_t end = at + unit.len;
        if (number && (end >= text.len || !is_name_char(text.ptr[end])))
            return true;
    }
    return false;
}

size_t sass_find_units(struct str text, struct str a, struct str b)
{
    for (size_t pos = 0; pos < text.len;) {
        size_t next = skip_comment(text, pos);
        if (next != pos) {
            pos = next;
            continue;
        }
        bool call = starts_at(text, pos, STR("min(")) ||
                    starts_at(text, pos, STR("max("));
        bool quoted = pos > 0 && (is_name_char(text.ptr[pos - 1]) ||
                                  text.ptr[pos - 1] == '"');
        if (call && !quoted) {
            struct str arguments =
                str_slice(text, pos, skip_parens(text, pos + 4));
            if (has_unit(arguments, a) && has_unit(arguments, b))
                return pos;
        }
        pos++;
    }
    return STR_NONE;
}
