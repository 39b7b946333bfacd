/* SPDX-License-Identifier: MIT */
/*
 * Columns that look as if they were not meant for readers: prompts, answers,
 * people, hosts, paths, keys. A tool's reader takes what is on its list; a
 * plain table has no list, so what looks private stays out until the author
 * names it in the side file.
 */
#include "plain.h"

#define TEXT_LONG 160 /* characters: a prompt rather than a name */

/* Words of a column's name, for columns of text. */
static bool is_private_word(struct str word)
{
    static const char *const known[] = {
        "prompt",   "prompts", "completion", "completions", "messages",
        "question", "answer",  "response",   "generated",   "host",
        "hostname", "node",    "user",       "username",    "email",
        "ip",       "cwd",     "path",       "dir",         "directory",
        "filepath", "apikey",  "secret",     "password",    "credential"};

    for (size_t i = 0; i < PHX_COUNT(known); i++)
        if (str_eq_nocase(word, str_of(known[i])))
            return true;
    return false;
}

bool private_name(struct str key)
{
    size_t from = 0;

    for (size_t i = 0; i <= key.len; i++) {
        const bool end = i == key.len || key.ptr[i] == '_' ||
                         key.ptr[i] == '-' || key.ptr[i] == '.' ||
                         key.ptr[i] == ' ' || key.ptr[i] == '/';

        if (end && is_private_word(str_slice(key, from, i)))
            return true;
        from = end ? i + 1 : from;
    }
    return false;
}

/* "/home/a", "~/a", "C:\a", "file:///a"; "/" and "/table" are routes. */
static bool is_path(struct str s)
{
    if (str_starts(s, STR("~/")) || str_starts(s, STR("file://")))
        return true;
    if (s.len > 2 && ascii_is_letter(s.ptr[0]) && s.ptr[1] == ':' &&
        s.ptr[2] == '\\')
        return true;
    return s.len > 2 && s.ptr[0] == '/' &&
           str_find_from(s, STR("/"), 1) != STR_NONE &&
           str_chr(s, ' ') == STR_NONE;
}

static bool is_email(struct str s)
{
    const size_t at = str_chr(s, '@');

    return at != STR_NONE && at > 0 && str_chr(s, ' ') == STR_NONE &&
           str_find_from(s, STR("."), at + 1) != STR_NONE;
}

/* 10.0.0.1, with or without a port. */
static bool is_address(struct str s)
{
    size_t dots = 0, digits = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == ':' && dots == 3)
            return digits > 0;
        if (ascii_is_digit(s.ptr[i]))
            digits++;
        else if (s.ptr[i] == '.' && digits > 0 && digits <= 3) {
            dots++;
            digits = 0;
        } else
            return false;
    }
    return dots == 3 && digits > 0;
}

static bool is_key(struct str s)
{
    return s.len >= 20 && str_chr(s, ' ') == STR_NONE &&
           (str_starts(s, STR("sk-")) || str_starts(s, STR("hf_")) ||
            str_starts(s, STR("ghp_")));
}

bool private_word(struct str s)
{
    return is_path(s) || is_email(s) || is_address(s) || is_key(s);
}

bool private_text(struct str s)
{
    return utf8_count(s) > TEXT_LONG || str_chr(s, '\n') != STR_NONE ||
           private_word(s);
}

static bool looks_private(const struct table *table, size_t at)
{
    const bool named = private_name(table_at(table, at)->key);

    for (size_t row = 0; row < table->rows; row++) {
        struct value v = table_cell(table, at, row);

        if (v.kind == VALUE_STRING && (named || private_text(value_text(v))))
            return true;
    }
    return false;
}

void plain_hide(struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *c = table_at(table, i);

        if (!looks_private(table, i))
            continue;
        c->hidden = true;
        c->role = ROLE_DETAIL;
    }
}
