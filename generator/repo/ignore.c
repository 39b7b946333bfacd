/* SPDX-License-Identifier: MIT */
/*
 * Reads the lines of .gitignore and .gitattributes and asks them in git's
 * order. What a wildcard matches is wildmatch.c's.
 */
#include "ignore.h"

static bool is_wild(char c)
{
    return c == '*' || c == '?' || c == '[' || c == '\\';
}

static void add_pattern(struct arena *arena, struct str text,
                        struct ignore_rules *out)
{
    struct ignore_pattern pattern = {.text = text};

    if (str_starts(text, STR("!"))) {
        pattern.negative = true;
        pattern.text = str_from(text, 1);
    }
    if (str_ends(pattern.text, STR("/"))) {
        pattern.dir_only = true;
        pattern.text = str_slice(pattern.text, 0, pattern.text.len - 1);
    }
    pattern.name_only = str_chr(pattern.text, '/') == STR_NONE;
    if (str_starts(pattern.text, STR("/")))
        pattern.text = str_from(pattern.text, 1);
    if (pattern.text.len == 0)
        return;
    while (pattern.literal < pattern.text.len &&
           !is_wild(pattern.text.ptr[pattern.literal]))
        pattern.literal++;
    vec_push(arena, &out->list, pattern);
}

/* Spaces at the end go, unless a backslash stands before them. */
static struct str trim_spaces(struct str line)
{
    size_t end = 0;

    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '\\') {
            if (i + 1 == line.len)
                return line;
            i++;
            end = i + 1;
        } else if (line.ptr[i] != ' ') {
            end = i + 1;
        }
    }
    return str_slice(line, 0, end);
}

static struct str without_bom(struct str text)
{
    return str_starts(text, STR("\xef\xbb\xbf")) ? str_from(text, 3) : text;
}

void ignore_parse(struct arena *arena, struct str text,
                  struct ignore_rules *out)
{
    struct str line;

    text = without_bom(text);
    while (str_line(&text, &line)) {
        if (line.len > 0 && line.ptr[0] != '#')
            add_pattern(arena, trim_spaces(line), out);
    }
}

static bool next_word(struct str *rest, struct str *word)
{
    size_t end = 0;

    *rest = str_trim_left(*rest);
    while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t')
        end++;
    *word = str_slice(*rest, 0, end);
    *rest = str_from(*rest, end);
    return word->len > 0;
}

/* The pattern may stand in double quotes, with C's escapes; only \" and \\ are
 * met in practice. */
static bool next_pattern(struct arena *arena, struct str *rest,
                         struct str *word)
{
    size_t end = 1;

    if (!str_starts(*rest, STR("\"")))
        return next_word(rest, word);
    while (end < rest->len && rest->ptr[end] != '"')
        end += rest->ptr[end] == '\\' ? 2 : 1;
    *word =
        str_replace(arena, str_slice(*rest, 1, end), STR("\\\""), STR("\""));
    *rest = str_from(*rest, end + 1);
    return word->len > 0;
}

void ignore_parse_filters(struct arena *arena, struct str text,
                          struct ignore_rules *out)
{
    struct str line, pattern, word;

    text = without_bom(text);
    while (str_line(&text, &line)) {
        line = str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == '!' ||
            !next_pattern(arena, &line, &pattern))
            continue;
        /* A macro's name may be used for any file, here or deeper. */
        if (str_starts(pattern, STR("[attr]")))
            pattern = STR("*");
        while (next_word(&line, &word)) {
            if (str_starts(word, STR("filter=")) || str_is(word, "ident") ||
                str_starts(word, STR("working-tree-encoding="))) {
                add_pattern(arena, pattern, out);
                break;
            }
        }
    }
}

static bool pattern_matches(const struct ignore_pattern *pattern,
                            struct str path, bool is_dir)
{
    size_t literal = pattern->literal;

    if (pattern->dir_only && !is_dir)
        return false;
    if (pattern->name_only)
        path = path_name(path);
    if (literal == pattern->text.len)
        return str_eq(path, pattern->text);
    if (path.len < literal || memcmp(path.ptr, pattern->text.ptr, literal) != 0)
        return false;
    /* Git matches the rest alone, so "a/b**" is a double star too. */
    if (!pattern->name_only)
        return wildmatch(str_from(pattern->text, literal),
                         str_from(path, literal));
    return wildmatch(pattern->text, path);
}

bool ignore_matches(const struct ignore_rules *rules, struct str path,
                    bool is_dir)
{
    for (; rules; rules = rules->weaker) {
        struct str below = str_from(path, rules->base);
        for (size_t i = rules->list.len; i > 0; i--) {
            const struct ignore_pattern *pattern = &rules->list.items[i - 1];
            if (pattern_matches(pattern, below, is_dir))
                return !pattern->negative;
        }
    }
    return false;
}
