/* SPDX-License-Identifier: MIT */
/*
 * CSV by libcsv (one parser a call, no shared state: any thread). What the
 * fields mean, and which row is the header, is the caller's business.
 */
#include "value/value.h"

#include <csv.h>

#define GUESS_ROWS 20

struct rows {
    struct arena *arena;
    struct list_builder row;
    struct list_builder all;
};

static void take_field(void *field, size_t len, void *data)
{
    struct rows *rows = data;
    struct str text = str_bytes(field ? field : "", len);

    list_builder_push(&rows->row, value_str(str_dup(rows->arena, text)));
}

static void take_row(int terminator, void *data)
{
    struct rows *rows = data;

    (void)terminator; /* which character ended the row does not matter */
    list_builder_push(&rows->all, list_builder_finish(&rows->row));
    list_builder_init(&rows->row, rows->arena);
}

/* RFC 4180: spaces are part of a field. */
static int never_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* How often `delimiter` stands in the first line of *rest, outside quotes. */
static size_t count_in_row(struct str *rest, char delimiter)
{
    bool quoted = false;
    size_t count = 0, i;

    for (i = 0; i < rest->len; i++) {
        char c = rest->ptr[i];

        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '\n')
            break;
        else if (!quoted && c == delimiter)
            count++;
    }
    *rest = str_from(*rest, i + 1);
    return count;
}

/* The delimiter that stands equally often in most of the first rows; among
 * equals the one that stands more often. */
static char guess(struct str text)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t best_same = 0, best_count = 0;

    for (size_t i = 0; i < PHX_COUNT(candidates); i++) {
        struct str rest = text;
        size_t first = count_in_row(&rest, candidates[i]), same = 1;

        for (size_t row = 1; row < GUESS_ROWS && rest.len > 0; row++)
            same += count_in_row(&rest, candidates[i]) == first;
        if (first > 0 &&
            (same > best_same || (same == best_same && first > best_count))) {
            best = candidates[i];
            best_same = same;
            best_count = first;
        }
    }
    return best;
}

/* Where the quote stands that no other closes. */
static size_t open_quote(struct str text)
{
    size_t at = 0;
    bool quoted = false;

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '"')
            continue;
        quoted = !quoted;
        if (quoted)
            at = i;
    }
    return at;
}

/* libcsv reads to the end of any input; only a quote can stay open. */
static bool parse(struct rows *rows, struct str text, char delimiter)
{
    struct csv_parser parser;
    bool open;

    if (csv_init(&parser, CSV_APPEND_NULL) != 0)
        base_out_of_memory(sizeof(parser));
    csv_set_delim(&parser, (unsigned char)delimiter);
    csv_set_space_func(&parser, never_space);
    if (csv_parse(&parser, text.ptr, text.len, take_field, take_row, rows) !=
        text.len)
        base_out_of_memory(text.len);
    /* pstate 2 is inside a field, 3 just behind its closing quote. */
    open = parser.quoted && parser.pstate == 2;
    csv_fini(&parser, take_field, take_row, rows);
    csv_free(&parser);
    return !open;
}

bool csv_read(struct arena *arena, const struct source_ref *source,
              char delimiter, struct diags *diags, struct value *out)
{
    struct rows rows = {.arena = arena};
    struct str text = source->text;
    struct diag *diag;
    size_t bad;

    if (!utf8_valid(text, &bad)) {
        diag_add(diags, DIAG_CSV_SYNTAX, source, span_at(text, bad),
                 "bytes that are not UTF-8");
        return false;
    }
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_from(text, 3);
    list_builder_init(&rows.row, arena);
    list_builder_init(&rows.all, arena);
    if (!parse(&rows, text, delimiter ? delimiter : guess(text))) {
        size_t skipped = source->text.len - text.len;

        diag = diag_add(diags, DIAG_CSV_SYNTAX, source,
                        span_at(source->text, skipped + open_quote(text)),
                        "a quote is not closed");
        diag_hint(diags, diag, "inside quotes a quote is written twice: \"\"");
        return false;
    }
    *out = list_builder_finish(&rows.all);
    return true;
}
