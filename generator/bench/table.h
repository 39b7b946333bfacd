/* SPDX-License-Identifier: MIT */
/*
 * The one form that every result file is read into (private to bench/).
 *
 * Rows are measured configurations, or the points of a series. A metric with
 * several statistics is several columns (ttft mean, ttft p99) of one `base`;
 * a dispersion is a column of its own that the point's column refers to, with
 * its kind, so that no two kinds are ever printed alike. All texts are in the
 * table's arena. Read-only once its file is read; any thread reads it then.
 */
#ifndef PHX_BENCH_TABLE_H
#define PHX_BENCH_TABLE_H

#include "value/value.h"

enum column_role {
    ROLE_PARAM,  /* what was varied or set */
    ROLE_METRIC, /* what was measured */
    ROLE_STEP,   /* the order of a series: step, epoch, time */
    ROLE_DETAIL  /* dispersion, counts, environment: shown when asked for */
};

enum better { BETTER_UNKNOWN, BETTER_HIGHER, BETTER_LOWER, BETTER_NONE };

enum statistic {
    STAT_SINGLE,
    STAT_MEAN,
    STAT_MEDIAN,
    STAT_MIN,
    STAT_MAX,
    STAT_QUANTILE, /* column.quantile */
    STAT_DEVIATION,
    STAT_RATE,
    STAT_LAST,
    STAT_SUM,
    STAT_COUNT
};

const char *statistic_name(enum statistic stat); /* "mean", "quantile" … */

enum spread_kind {
    SPREAD_NONE,
    SPREAD_SD_SAMPLE,
    SPREAD_SD_POPULATION,
    SPREAD_SD, /* the tool does not say of what */
    SPREAD_STANDARD_ERROR,
    SPREAD_CONFIDENCE, /* spread.level */
    SPREAD_RANGE
};

#define NO_COLUMN SIZE_MAX

/* Columns of the table: half a width, or both ends, and the sample count. */
struct spread {
    enum spread_kind kind;
    double level; /* 0.95 */
    size_t by;
    size_t lo;
    size_t hi;
};

#define DECIMALS_UNKNOWN UINT8_MAX

/* The author's title of a column in one language. */
struct column_title {
    struct str language;
    struct str text;
};

struct column {
    struct str key;   /* how queries name it */
    struct str label; /* how readers see it */
    const struct column_title *titles;
    size_t title_count;
    struct str unit; /* "ms", "tok/s"; may be empty */
    struct str base; /* the metric without its statistic */
    enum column_role role;
    enum better better;
    enum statistic stat;
    double quantile;  /* 0..1 */
    uint8_t decimals; /* as the file writes them */
    bool log_natural; /* powers of two: batch, concurrency, context */
    bool hidden;      /* looks private: it is not shown nor given away */
    size_t samples;   /* column of lists of samples, or NO_COLUMN */
    size_t count;     /* column of how many samples, or NO_COLUMN */
    struct spread spread;
    PHX_VEC(struct value) cells; /* may be shorter than the table */
};

struct fact {
    struct str key; /* "version", "machine", "date", "commit" … */
    struct str text;
    bool from_author;
};

struct tool;

struct table {
    struct arena *arena;
    const struct tool *tool;
    struct str tool_label; /* when the file itself names a tool */
    PHX_VEC(struct column) columns;
    struct map by_key; /* index + 1 */
    size_t rows;
    PHX_VEC(bool) aggregate; /* rows that sum up others */
    PHX_VEC(struct fact) facts;
    PHX_VEC(struct str) notes; /* what reading decided: for captions */
};

/* Limits of one table; more is refused. */
#define TABLE_COLUMNS_MAX 2000
#define TABLE_CELLS_MAX 20000000

void table_init(struct table *table, struct arena *arena);

/* The column of that key, made as a detail when it is new. The pointer is good
 * until the next new column. */
size_t table_column(struct table *table, struct str key);
size_t table_find(const struct table *table, struct str key); /* NO_COLUMN */
struct column *table_at(const struct table *table, size_t column);

/* Makes a column for a metric or parameter with what metric.h knows. */
size_t table_metric(struct table *table, struct str tool, struct str key);
size_t table_param(struct table *table, struct str key);

void table_row(struct table *table); /* begins the next row */
/* Into the last row; texts are copied. */
void table_set(struct table *table, size_t column, struct value v);
/* Into any row. */
void table_set_at(struct table *table, size_t column, size_t row,
                  struct value v);
void table_aggregate(struct table *table); /* marks the last row */
bool table_is_aggregate(const struct table *table, size_t row);
bool table_too_large(const struct table *table);

/* VALUE_UNDEFINED where the cell is absent. */
struct value table_cell(const struct table *table, size_t column, size_t row);
/* The number of a cell; NaN when it has none. */
double table_number(const struct table *table, size_t column, size_t row);

/* Adds the rows of `from`, and the columns that are new; each row gets the
 * extra cells too. */
struct extra_cell {
    struct str key;
    struct value value;
};
void table_append(struct table *into, const struct table *from,
                  const struct extra_cell *extra, size_t extra_count);
/* The one row of `from` into the last row of `into`, which lacks its cells. */
void table_complete(struct table *into, const struct table *from,
                    const struct extra_cell *extra, size_t extra_count);

void table_fact(struct table *table, const char *key, struct str text);
void table_fact_author(struct table *table, struct str key, struct str text);
/* Empty when nobody said. */
const struct fact *table_fact_of(const struct table *table, const char *key);
void table_note(struct table *table, struct str text);

/* The first column that looks private; NO_COLUMN. */
size_t table_hidden(const struct table *table);

/* Columns in which no row has anything are dropped, constant ones stay. */
bool column_is_empty(const struct table *table, size_t column);

#endif
