/* SPDX-License-Identifier: MIT */
/*
 * Git's wildcards. No recursion: of the stars already passed only the last one
 * of each kind can still make a difference, because a star that reached the
 * next literal part as early as it can leaves the most to the stars behind it.
 */
#include "ignore.h"

struct class_name {
    const char *name;
    bool (*has)(unsigned char c);
};

static bool is_upper(unsigned char c)
{
    return c >= 'A' && c <= 'Z';
}
static bool is_lower(unsigned char c)
{
    return c >= 'a' && c <= 'z';
}
static bool is_alpha(unsigned char c)
{
    return is_upper(c) || is_lower(c);
}
static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}
static bool is_alnum(unsigned char c)
{
    return is_alpha(c) || is_digit(c);
}
static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\t';
}
static bool is_space(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}
static bool is_cntrl(unsigned char c)
{
    return c < 32 || c == 127;
}
static bool is_graph(unsigned char c)
{
    return c > 32 && c < 127;
}
static bool is_print(unsigned char c)
{
    return c >= 32 && c < 127;
}
static bool is_punct(unsigned char c)
{
    return is_graph(c) && !is_alnum(c);
}
static bool is_xdigit(unsigned char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static const struct class_name classes[] = {
    {"alnum", is_alnum}, {"alpha", is_alpha}, {"blank", is_blank},
    {"cntrl", is_cntrl}, {"digit", is_digit}, {"graph", is_graph},
    {"lower", is_lower}, {"print", is_print}, {"punct", is_punct},
    {"space", is_space}, {"upper", is_upper}, {"xdigit", is_xdigit},
};

enum bracket { BRACKET_NO, BRACKET_YES, BRACKET_BAD };

static unsigned char at(struct str s, size_t i)
{
    return i < s.len ? (unsigned char)s.ptr[i] : 0;
}

/* "[:alpha:]" at *pos, which moves to its last ']'. BRACKET_BAD: no class of
 * that name; *pos stays when it is no class at all (then '[' is itself). */
static enum bracket match_class(struct str pattern, size_t *pos,
                                unsigned char c, bool *is_class)
{
    size_t start = *pos + 2;
    size_t close = str_find_from(pattern, STR("]"), start);
    struct str name;

    *is_class = false;
    if (close == STR_NONE)
        return BRACKET_BAD;
    if (close == start || pattern.ptr[close - 1] != ':')
        return BRACKET_NO;
    *is_class = true;
    name = str_slice(pattern, start, close - 1);
    *pos = close;
    for (size_t i = 0; i < PHX_COUNT(classes); i++)
        if (str_is(name, classes[i].name))
            return classes[i].has(c) ? BRACKET_YES : BRACKET_NO;
    return BRACKET_BAD;
}

/* "[a-z]" at *pos; *pos moves behind it. */
static enum bracket match_bracket(struct str pattern, size_t *pos,
                                  unsigned char c)
{
    size_t i = *pos + 1;
    bool negated = at(pattern, i) == '!' || at(pattern, i) == '^';
    bool matched = false;
    unsigned char previous = 0;

    if (negated)
        i++;
    for (bool first = true; first || at(pattern, i) != ']'; first = false) {
        unsigned char p = at(pattern, i);
        if (i >= pattern.len)
            return BRACKET_BAD;
        if (p == '-' && previous && i + 1 < pattern.len &&
            at(pattern, i + 1) != ']') {
            p = at(pattern, ++i);
            if (p == '\\')
                p = at(pattern, ++i);
            matched |= c >= previous && c <= p;
            previous = 0;
            i++;
            continue;
        }
        if (p == '[' && at(pattern, i + 1) == ':') {
            bool is_class;
            enum bracket verdict = match_class(pattern, &i, c, &is_class);
            if (verdict == BRACKET_BAD)
                return BRACKET_BAD;
            matched |= is_class ? verdict == BRACKET_YES : c == '[';
            previous = is_class ? 0 : '[';
            i++;
            continue;
        }
        if (p == '\\')
            p = at(pattern, ++i);
        matched |= c == p;
        previous = p;
        i++;
    }
    *pos = i + 1;
    return matched != negated && c != '/' ? BRACKET_YES : BRACKET_NO;
}

/* One character of the pattern that is no star against one of the text. */
static bool match_one(struct str pattern, size_t *pos, unsigned char c)
{
    unsigned char p = at(pattern, *pos);

    if (p == '[')
        return match_bracket(pattern, pos, c) == BRACKET_YES;
    if (p == '?') {
        (*pos)++;
        return c != '/';
    }
    if (p == '\\') {
        if (*pos + 1 >= pattern.len)
            return false;
        p = at(pattern, ++*pos);
    }
    (*pos)++;
    return p == c;
}

/* Where to go on when what follows a star did not match. */
struct retry {
    bool set;
    size_t pattern;
    size_t text;
};

/* Two or more stars that are a whole part of the path. */
static bool is_double_star(struct str pattern, size_t start, size_t end)
{
    if (end - start < 2 || (start > 0 && at(pattern, start - 1) != '/'))
        return false;
    return end == pattern.len || at(pattern, end) == '/' ||
           (at(pattern, end) == '\\' && at(pattern, end + 1) == '/');
}

bool wildmatch(struct str pattern, struct str text)
{
    struct retry one = {0}, two = {0};
    size_t p = 0, t = 0;

    for (;;) {
        if (at(pattern, p) == '*') {
            size_t start = p;
            while (at(pattern, p) == '*')
                p++;
            if (is_double_star(pattern, start, p)) {
                two = (struct retry){true, p, t};
                one.set = false;
                /* A double star may also stand for no folder at all. */
                if (at(pattern, p) == '/')
                    p++;
            } else {
                one = (struct retry){true, p, t};
            }
            continue;
        }
        if (p == pattern.len && t == text.len)
            return true;
        if (p < pattern.len && t < text.len &&
            match_one(pattern, &p, at(text, t))) {
            t++;
            continue;
        }
        if (one.set && one.text < text.len && at(text, one.text) != '/') {
            p = one.pattern;
            t = ++one.text;
        } else if (two.set && two.text <= text.len) {
            p = two.pattern;
            t = two.text++;
            one.set = false;
        } else {
            return false;
        }
    }
}
