/* SPDX-License-Identifier: MIT */
/*
 * A result file as its readers see it (private to bench/): its text, and what
 * it is as JSON or as rows of cells, each made once. Result files are not
 * trusted: depth, size and counts are bounded here. All of it lives in the
 * scratch arena and is gone when the table is made.
 */
#ifndef PHX_BENCH_INPUT_H
#define PHX_BENCH_INPUT_H

#include "table.h"

#define INPUT_BYTES_MAX ((size_t)256 << 20)
#define INPUT_DEPTH_MAX 64

/* The rows of a delimited text. A ';' file writes decimals with commas. */
struct rows {
    const struct value_list *list; /* of lists of texts; NULL: none */
    char delimiter;
};

struct input {
    struct arena *arena; /* scratch */
    struct str path;     /* below the site */
    struct str bytes;    /* as they are */
    struct str text;     /* UTF-8 without BOM; empty for binary files */
    bool binary;
    /* The JSON documents of the file, empty when it is not JSON. Arrays of raw
     * samples per request are left out (FORMATS.md 1.8). */
    struct value json;     /* a list */
    struct str json_error; /* where the JSON stops being JSON; may be empty */
    struct rows rows;      /* made by input_open */
    struct str schema;     /* NAME.schema.json beside it, or empty */
    struct str facts;      /* NAME.facts.json beside it, or empty */
};

/* PHX_EINPUT with a sentence: an LFS pointer, nothing in it, cut JSON … */
int input_open(struct input *input, struct error *err) PHX_MUST_USE;

/* The first JSON document; null when there is none. */
struct value input_document(const struct input *input);
/* The members of the first document when it is one list, else all documents:
 * "an array of objects, or one object a line". */
const struct value_list *input_records(const struct input *input);

/* False when the text has no two columns, or is JSON. */
bool input_rows(const struct input *input, struct rows *out);
void input_make_rows(struct input *input);
/* Cell `at` of row `row`, trimmed; empty when there is none. */
struct str rows_cell(const struct rows *rows, size_t row, size_t at);
/* The column of the first row named so; NO_COLUMN. */
size_t rows_column(const struct rows *rows, const char *name);
/* The first row starts with these names. */
bool rows_start(const struct rows *rows, const char *const *names,
                size_t count);

/* JSON conveniences: NULL when absent or of another kind. */
const struct value_list *json_list(struct value map, const char *key);
bool json_has(struct value map, const char *key);
bool json_number_of(struct value map, const char *key, double *out);
struct str json_text(struct value map, const char *key);
struct value json_get(struct value map, const char *key);

/*
 * What a cell of text says: a number (with a sign, thousands separators, a
 * decimal comma, an exponent, inf, nan), a mark for "nothing", or text.
 */
enum cell_kind { CELL_ABSENT, CELL_NUMBER, CELL_TEXT };
struct cell {
    enum cell_kind kind;
    struct value value;
    struct str unit;  /* behind the number: "MHz" */
    double spread;    /* behind "±", or NaN */
    uint8_t decimals; /* written behind the point */
};
void cell_read(struct str text, bool decimal_comma, struct cell *out);

#endif
