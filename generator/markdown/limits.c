/* SPDX-License-Identifier: MIT */
/*
 * What cmark's parser must not be given: a table of 300 columns and 20,000 rows
 * of `|a|` is 79 KB of text and 1.4 GB of tree, because each row is filled up
 * to the header's columns; a paragraph full of delimiter rows is cut into cells
 * once for each of them; each link in a paragraph walks over the images that
 * are open before it. They are counted before parsing, generously: a real page
 * is a thousand times below.
 */
#include "parse.h"

#define CELLS_MAX 500000
#define COLUMNS_MAX 1000 /* a cell looks for its place among its row */
#define HEADER_WORK_MAX (16u << 20)
#define BRACKETS_MAX 200000000
#define QUOTES_MAX 200
#define SIZE_MAX_BYTES ((size_t)64 << 20)

struct table_count {
    size_t cells;
    size_t columns;   /* of the open table, or 0 */
    size_t paragraph; /* bytes since the last blank line */
    size_t work;      /* bytes cut into cells in search of headers */
};

/* The columns of a delimiter row like `|:--|--:|`, or 0. */
static size_t delimiter_columns(struct str line)
{
    size_t pipes = 0, dashes = 0;

    line = str_trim(line);
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '|')
            pipes++;
        else if (line.ptr[i] == '-')
            dashes++;
        else if (!strchr(": \t", line.ptr[i]))
            return 0;
    }
    return dashes ? pipes + 1 : 0;
}

static bool table_line(struct table_count *count, struct str line)
{
    size_t columns;

    if (!line.len) {
        *count = (struct table_count){.cells = count->cells};
        return true;
    }
    count->paragraph += line.len;
    count->cells += count->columns;
    columns = strchr("|:-", line.ptr[0]) ? delimiter_columns(line) : 0;
    if (columns) {
        count->work += count->paragraph;
        count->columns = columns > count->columns ? columns : count->columns;
    }
    return count->cells <= CELLS_MAX && columns <= COLUMNS_MAX &&
           count->work <= HEADER_WORK_MAX;
}

/* The line behind its quote marks and indentation; *quotes counts markers of
 * quotes and list items on the line. */
static struct str strip_prefix(struct str line, size_t *quotes)
{
    size_t i = 0;

    *quotes = 0;
    for (; i < line.len; i++) {
        char c = line.ptr[i];

        if (c == '>')
            ++*quotes;
        else if ((c == '-' || c == '+' || c == '*') && i + 1 < line.len &&
                 line.ptr[i + 1] == ' ')
            ++*quotes;
        else if (c != ' ' && c != '\t')
            break;
    }
    return str_from(line, i);
}

/* Does a block of its own begin: an item, a table's row, a heading? */
static bool begins_block(struct str line)
{
    size_t i = 0;

    if (!line.len || strchr("|#", line.ptr[0]))
        return true;
    while (i < line.len && line.ptr[i] >= '0' && line.ptr[i] <= '9')
        i++;
    return i + 1 < line.len && line.ptr[i + 1] == ' ' &&
           strchr(i ? ".)" : "-+*", line.ptr[i]);
}

/* Open marks (of emphasis and images) times links, in any one paragraph. */
static bool brackets_fit(struct str text, size_t *offset)
{
    struct str rest = text, line;
    size_t marks = 0, links = 0;

    if (text.len / 2 < BRACKETS_MAX / (text.len / 2 + 1))
        return true;
    while (str_line(&rest, &line)) {
        struct str inner = line;

        while (inner.len && strchr(" \t>", inner.ptr[0]))
            inner = str_from(inner, 1);
        if (begins_block(inner))
            marks = links = 0;
        for (size_t i = 0; i < inner.len; i++) {
            marks += strchr("*_~!", inner.ptr[i]) != NULL;
            links += inner.ptr[i] == ']';
        }
        *offset = (size_t)(line.ptr - text.ptr);
        if (marks > BRACKETS_MAX / (links + 1))
            return false;
    }
    return true;
}

enum limit limits_check(struct str text, size_t *offset)
{
    struct table_count count = {0};
    bool tables = str_chr(text, '|') != STR_NONE;
    struct str rest = text, line;

    *offset = 0;
    if (text.len > SIZE_MAX_BYTES)
        return LIMIT_SIZE;
    if (!brackets_fit(text, offset))
        return LIMIT_BRACKETS;
    *offset = 0;
    while (str_line(&rest, &line)) {
        size_t quotes;
        struct str inner;

        if (line.len && (unsigned char)line.ptr[0] > '>' && !count.columns &&
            line.ptr[0] != '|') {
            count.paragraph += line.len;
            continue;
        }
        *offset = (size_t)(line.ptr - text.ptr);
        inner = strip_prefix(line, &quotes);
        if (quotes > QUOTES_MAX)
            return LIMIT_DEPTH;
        if (tables && !table_line(&count, inner))
            return LIMIT_TABLES;
    }
    return LIMIT_NONE;
}
