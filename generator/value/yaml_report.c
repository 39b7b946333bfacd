/* SPDX-License-Identifier: MIT */
/*
 * Why libyaml stopped, in words for an author: most errors of front matter are
 * a tab, a colon or another special character in a value without quotes.
 */
#include "value/yaml_room.h"

struct trouble {
    const yaml_parser_t *parser;
    struct yaml_cursor *cursor;
    const struct source_ref *source;
    struct diags *diags;
};

static bool problem_is(const struct trouble *t, const char *problem)
{
    return str_is(str_of(t->parser->problem), problem);
}

static bool context_is(const struct trouble *t, const char *context)
{
    return str_is(str_of(t->parser->context), context);
}

static struct diag *at_mark(const struct trouble *t, yaml_mark_t mark,
                            const char *message)
{
    struct span span = yaml_span(t->cursor, mark.index, mark.index);

    return diag_add(t->diags, DIAG_YAML_SYNTAX, t->source, span, "%s", message);
}

static void complain(const struct trouble *t, yaml_mark_t mark,
                     const char *message, const char *hint)
{
    struct diag *diag = at_mark(t, mark, message);

    diag_hint(t->diags, diag, "%s", hint);
}

/* The line of a mark, and how many bytes of it stand before the mark. */
static struct str line_of(const struct trouble *t, yaml_mark_t mark,
                          size_t *before)
{
    struct str rest, line;

    yaml_cursor_move(t->cursor, mark.index);
    *before = t->cursor->offset - t->cursor->line_start;
    rest = str_from(t->cursor->text, t->cursor->line_start);
    return str_line(&rest, &line) ? line : STR("");
}

/* Where the value of "key: value" starts in the line, or STR_NONE. */
static size_t value_start(struct str line)
{
    size_t colon = str_find(line, STR(": "));

    if (colon == STR_NONE)
        return STR_NONE;
    while (colon + 1 < line.len && line.ptr[colon + 1] == ' ')
        colon++;
    return colon + 1;
}

/* key: "value", with the quotes that need the least escaping. */
static struct str quoted(const struct trouble *t, struct str line, size_t value)
{
    struct arena *arena = t->diags->arena;
    struct str key = str_trim(str_slice(line, 0, value));
    struct str text = str_trim(str_from(line, value));
    char c = text.len > 1 ? text.ptr[0] : ' ';

    /* 'It's' was meant as a whole. */
    if ((c == '\'' || c == '"') && text.ptr[text.len - 1] == c)
        text = str_slice(text, 1, text.len - 1);
    if (str_chr(text, '"') == STR_NONE && str_chr(text, '\\') == STR_NONE)
        return str_fmt(arena, "%" STR_FMT " \"%" STR_FMT "\"", STR_ARG(key),
                       STR_ARG(text));
    text = str_replace(arena, text, STR("'"), STR("''"));
    return str_fmt(arena, "%" STR_FMT " '%" STR_FMT "'", STR_ARG(key),
                   STR_ARG(text));
}

static void hint_quotes(const struct trouble *t, struct diag *diag,
                        struct str line, size_t value)
{
    diag_hint(t->diags, diag, "put the value in quotes: %" STR_FMT,
              STR_ARG(quoted(t, line, value)));
}

/* A second colon of the line, or a key that is indented deeper than the value
 * above it allows. */
static void report_colon(const struct trouble *t, yaml_mark_t mark)
{
    size_t before;
    struct str line = line_of(t, mark, &before);
    size_t value = value_start(line);

    if (value == STR_NONE || value > before) {
        complain(t, mark, "a key is not expected here",
                 "keys of one mapping start in the same column, and a key "
                 "that has a value of its own holds no further keys");
        return;
    }
    hint_quotes(t, at_mark(t, mark, "a colon in a value that is not in quotes"),
                line, value);
}

static void report_start(const struct trouble *t, yaml_mark_t mark)
{
    size_t before;
    struct str line = line_of(t, mark, &before);
    char c = before < line.len ? line.ptr[before] : ' ';
    char message[64];

    if (c == '\t') {
        complain(t, mark, "a tab where YAML wants spaces",
                 "indent with spaces; YAML allows no tabs there");
        return;
    }
    snprintf(message, sizeof(message), "a value cannot start with '%c'", c);
    hint_quotes(t, at_mark(t, mark, message), line, before);
}

/* Something follows a value that had come to its end: title: "a" b */
static void report_key(const struct trouble *t, yaml_mark_t mark)
{
    size_t before;
    struct str line = line_of(t, mark, &before);
    size_t value = value_start(line);

    if (value != STR_NONE && value < before && value < line.len &&
        str_chr(STR("\"'[{*&!"), line.ptr[value]) != STR_NONE) {
        hint_quotes(t, at_mark(t, mark, "text behind the end of a value"), line,
                    value);
        return;
    }
    complain(
        t, mark, "expected a key in the column of the keys above",
        "keys of one mapping start in the same column, each as key: value");
}

static void report_alias(const struct trouble *t, yaml_mark_t mark)
{
    size_t before;
    struct str line = line_of(t, mark, &before);
    size_t value = value_start(line);
    struct diag *diag =
        at_mark(t, mark, "a value that starts with '*' or '&' names an anchor");

    if (value != STR_NONE && value <= before)
        hint_quotes(t, diag, line, value);
}

static void report_flow(const struct trouble *t, yaml_mark_t mark, bool list)
{
    complain(t, mark, list ? "expected ',' or ']'" : "expected ',' or '}'",
             "a value that starts with '[' is a list and one that starts with "
             "'{' a mapping; for text, put the whole value in quotes");
}

/* Errors that need no look at the line. */
static const struct known {
    const char *problem;
    const char *message;
    const char *hint;
} known[] = {
    {"found a tab character that violates indentation",
     "a tab where YAML wants spaces",
     "indent with spaces; YAML allows no tabs there"},
    {"found a tab character where an indentation space is expected",
     "a tab where YAML wants spaces",
     "indent with spaces; YAML allows no tabs there"},
    {"found unknown escape character", "an unknown escape in double quotes",
     "single quotes keep a backslash as it is"},
    {"block sequence entries are not allowed in this context",
     "a list item is not expected here",
     "start the list on its own line, or write it as [a, b]"},
    {"did not find expected '-' indicator",
     "expected '-' in the column of the items above",
     "the items of one list start in the same column"},
};

static bool report_known(const struct trouble *t, yaml_mark_t mark)
{
    for (size_t i = 0; i < PHX_COUNT(known); i++)
        if (problem_is(t, known[i].problem)) {
            complain(t, mark, known[i].message, known[i].hint);
            return true;
        }
    return false;
}

static void report_syntax(const struct trouble *t)
{
    yaml_mark_t mark = t->parser->problem_mark;
    yaml_mark_t start = t->parser->context_mark;
    struct span span;

    if (problem_is(t, "mapping values are not allowed in this context")) {
        report_colon(t, mark);
    } else if (problem_is(t, "found character that cannot start any token")) {
        report_start(t, mark);
    } else if (problem_is(t, "did not find expected key")) {
        report_key(t, mark);
    } else if (problem_is(t, "could not find expected ':'")) {
        complain(t, start, "expected ':' behind a key",
                 "each line of a mapping is written as key: value");
    } else if (context_is(t, "while scanning a quoted scalar") &&
               problem_is(t, "found unexpected end of stream")) {
        complain(t, start, "a quote is not closed",
                 "inside single quotes a quote is written twice: 'it''s'");
    } else if (context_is(t, "while scanning an alias") ||
               context_is(t, "while scanning an anchor")) {
        report_alias(t, start);
    } else if (problem_is(t, "did not find expected ',' or ']'")) {
        report_flow(t, mark, true);
    } else if (problem_is(t, "did not find expected ',' or '}'")) {
        report_flow(t, mark, false);
    } else if (!report_known(t, mark)) {
        span = yaml_span(t->cursor, mark.index, mark.index);
        diag_add(t->diags, DIAG_YAML_SYNTAX, t->source, span, "%s%s%s",
                 t->parser->problem, t->parser->context ? " " : "",
                 t->parser->context ? t->parser->context : "");
    }
}

void yaml_report(const yaml_parser_t *parser, struct yaml_cursor *cursor,
                 const struct source_ref *source, struct diags *diags)
{
    const struct trouble t = {parser, cursor, source, diags};

    if (parser->error == YAML_MEMORY_ERROR)
        base_out_of_memory(0);
    if (parser->error == YAML_READER_ERROR) {
        /* A reader's error has an offset in bytes and no mark. */
        size_t skipped = source->text.len - cursor->text.len;

        diag_add(diags, DIAG_YAML_SYNTAX, source,
                 span_at(source->text, skipped + parser->problem_offset), "%s",
                 parser->problem);
        return;
    }
    report_syntax(&t);
}
