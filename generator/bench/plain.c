/* SPDX-License-Identifier: MIT */
/* Plain tables: headers with units and arrows, cells with units and ±. */
#include "plain.h"

#include "metric.h"

#include <math.h>

#define LONG_TEXT 80

/* ---- Headers: "latency [ms]", "speed (tok/s) ↑" ---- */

struct header {
    struct str key;
    struct str unit;
    enum better better;
};

static bool take_suffix(struct str *s, const char *suffix)
{
    if (!str_ends(*s, str_of(suffix)))
        return false;
    *s = str_trim(str_slice(*s, 0, s->len - strlen(suffix)));
    return true;
}

static bool looks_like_unit(struct str text)
{
    return text.len > 0 && text.len <= 16 && str_chr(text, ' ') == STR_NONE &&
           str_chr(text, ',') == STR_NONE;
}

static void take_unit(struct header *h, char open, char close)
{
    size_t at = str_rchr(h->key, open);
    struct str unit;

    if (h->unit.len > 0 || at == STR_NONE || at == 0 ||
        h->key.ptr[h->key.len - 1] != close)
        return;
    unit = str_trim(str_slice(h->key, at + 1, h->key.len - 1));
    if (!looks_like_unit(unit))
        return;
    h->unit = unit;
    h->key = str_trim(str_slice(h->key, 0, at));
}

static struct header read_header(struct str text)
{
    struct header h = {.key = str_trim(text), .unit = STR("")};

    if (take_suffix(&h.key, "↑"))
        h.better = BETTER_HIGHER;
    else if (take_suffix(&h.key, "↓"))
        h.better = BETTER_LOWER;
    if (h.key.len > 0) {
        take_unit(&h, '[', ']');
        take_unit(&h, '(', ')');
    }
    return h;
}

/* ---- Columns ---- */

static struct str cell_of(const struct plain_grid *grid, size_t row, size_t at)
{
    const struct value_list *cells = grid->rows[row].as.list;

    return at < cells->len ? str_trim(value_text(cells->items[at])) : STR("");
}

/* What the cells of one column are, all together. */
struct survey {
    size_t numbers;
    size_t texts;
    size_t dates;
    size_t bools;
    size_t spreads;
    bool one_unit;
    struct str unit;
    uint8_t decimals;
};

static bool is_bool(struct str text)
{
    return str_eq_nocase(text, STR("true")) ||
           str_eq_nocase(text, STR("false"));
}

static bool is_date(struct str text, struct date *out)
{
    return text.len >= 10 && text.ptr[4] == '-' && date_parse(text, NULL, out);
}

static struct survey survey_column(const struct plain_grid *grid, size_t at)
{
    struct survey s = {.one_unit = true, .unit = STR("")};
    bool first = true;

    for (size_t row = 0; row < grid->row_count; row++) {
        struct str text = cell_of(grid, row, at);
        struct cell cell;
        struct date date;

        cell_read(text, grid->decimal_comma, &cell);
        if (cell.kind == CELL_ABSENT)
            continue;
        s.dates += is_date(text, &date);
        s.bools += is_bool(text);
        s.texts += cell.kind == CELL_TEXT;
        if (cell.kind != CELL_NUMBER)
            continue;
        s.numbers++;
        if (!isnan(cell.spread))
            s.spreads++;
        if (first)
            s.unit = cell.unit;
        else if (!str_eq(s.unit, cell.unit))
            s.one_unit = false;
        first = false;
        if (cell.decimals == DECIMALS_UNKNOWN)
            s.decimals = DECIMALS_UNKNOWN;
        else if (cell.decimals > s.decimals)
            s.decimals = cell.decimals;
    }
    return s;
}

enum column_form { FORM_TEXT, FORM_NUMBER, FORM_DATE, FORM_BOOL };

static enum column_form form_of(const struct survey *s)
{
    if (s->dates > 0 && s->dates == s->texts && s->numbers == 0)
        return FORM_DATE;
    if (s->bools > 0 && s->bools == s->texts && s->numbers == 0)
        return FORM_BOOL;
    if (s->numbers > s->texts && s->one_unit)
        return FORM_NUMBER;
    return FORM_TEXT;
}

static size_t new_column(struct table *table, struct str key, size_t at)
{
    struct str base = key.len ? key : str_fmt(table->arena, "column_%zu", at);

    key = base;
    for (unsigned n = 2; table_find(table, key) != NO_COLUMN; n++)
        key = str_fmt(table->arena, "%" STR_FMT "_%u", STR_ARG(base), n);
    return table_column(table, key);
}

struct target {
    size_t column;
    size_t spread; /* NO_COLUMN where no cell has a ± */
    enum column_form form;
};

static struct target make_column(const struct plain_grid *grid,
                                 struct table *table, size_t at)
{
    struct header h = read_header(value_text(grid->header->items[at]));
    struct survey survey = survey_column(grid, at);
    struct target t = {.column = new_column(table, h.key, at + 1),
                       .spread = NO_COLUMN,
                       .form = form_of(&survey)};
    struct column *c = table_at(table, t.column);

    c->unit = str_dup(table->arena, h.unit.len ? h.unit : survey.unit);
    c->better = h.better;
    c->decimals = t.form == FORM_NUMBER ? survey.decimals : DECIMALS_UNKNOWN;
    if (t.form == FORM_NUMBER && survey.spreads > 0) {
        struct str key = c->key;

        t.spread =
            new_column(table, str_cat(table->arena, key, STR(" ±")), at + 1);
        c = table_at(table, t.column);
        c->spread.kind = SPREAD_SD;
        c->spread.by = t.spread;
        table_at(table, t.spread)->unit = c->unit;
    }
    return t;
}

static void set_cell(const struct plain_grid *grid, struct table *table,
                     const struct target *t, struct str text)
{
    struct cell cell;
    struct date date;

    cell_read(text, grid->decimal_comma, &cell);
    if (cell.kind == CELL_ABSENT) {
        if (text.len > 0)
            table_set(table, t->column, value_null());
        return;
    }
    if (t->form == FORM_DATE && is_date(text, &date))
        table_set(table, t->column, value_date(date));
    else if (t->form == FORM_BOOL && is_bool(text))
        table_set(table, t->column,
                  value_bool(str_eq_nocase(text, STR("true"))));
    else if (t->form == FORM_NUMBER && cell.kind == CELL_NUMBER)
        table_set(table, t->column, cell.value);
    else
        table_set(table, t->column, value_str(text));
    if (t->spread != NO_COLUMN && !isnan(cell.spread))
        table_set(table, t->spread, value_float(cell.spread));
}

int plain_read(const struct plain_grid *grid, struct table *table,
               struct error *err)
{
    const size_t count = grid->header->len;
    struct target *targets;

    if (count > TABLE_COLUMNS_MAX || count * grid->row_count > TABLE_CELLS_MAX)
        return phx_fail(err, PHX_ELIMIT,
                        "the table has %zu columns and %zu rows", count,
                        grid->row_count);
    targets = arena_array(table->arena, struct target, count);
    for (size_t at = 0; at < count; at++)
        targets[at] = make_column(grid, table, at);
    for (size_t row = 0; row < grid->row_count; row++) {
        table_row(table);
        for (size_t at = 0; at < count; at++)
            set_cell(grid, table, &targets[at], cell_of(grid, row, at));
    }
    plain_roles(table);
    return 0;
}

/* ---- Roles ---- */

static bool column_has_numbers(const struct table *table, size_t column)
{
    for (size_t row = 0; row < table->rows; row++)
        if (value_is_number(table_cell(table, column, row)))
            return true;
    return false;
}

static bool is_increasing(const struct table *table, size_t column)
{
    double before = -(double)INFINITY;

    for (size_t row = 0; row < table->rows; row++) {
        double x = table_number(table, column, row);

        if (isnan(x) || x <= before)
            return false;
        before = x;
    }
    return table->rows > 1;
}

static bool is_long_text(const struct table *table, size_t column)
{
    size_t total = 0, count = 0;

    for (size_t row = 0; row < table->rows; row++) {
        struct value v = table_cell(table, column, row);

        if (v.kind == VALUE_STRING) {
            total += utf8_count(value_text(v));
            count++;
        }
    }
    return count > 0 && total / count > LONG_TEXT;
}

static bool is_spread_of(const struct table *table, size_t column)
{
    for (size_t i = 0; i < table->columns.len; i++)
        if (table->columns.items[i].spread.by == column)
            return true;
    return false;
}

static void decide_role(struct table *table, size_t at)
{
    struct column *c = table_at(table, at);
    const enum better said = c->better;
    struct str label = c->label;

    if (is_spread_of(table, at) || column_is_empty(table, at))
        return;
    if (!column_has_numbers(table, at) || metric_names_step(c->key) ||
        metric_names_param(c->key)) {
        metric_param(table->arena, c);
        if (is_long_text(table, at))
            c->role = ROLE_DETAIL;
        if (c->unit.len > 0 && c->role == ROLE_PARAM && said != BETTER_UNKNOWN)
            c->role = ROLE_METRIC;
    } else {
        metric_describe(table->arena, STR(""), c);
    }
    c->label = label;
    if (said != BETTER_UNKNOWN)
        c->better = said;
}

static size_t count_role(const struct table *table, enum column_role role)
{
    size_t count = 0;

    for (size_t i = 0; i < table->columns.len; i++)
        count += table->columns.items[i].role == role;
    return count;
}

void plain_roles(struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++)
        decide_role(table, i);
    if (count_role(table, ROLE_METRIC) == 0)
        /* Numbers that are called as parameters are all there is to show. */
        for (size_t i = table->columns.len; i-- > 1;) {
            struct column *c = table_at(table, i);

            if (c->role == ROLE_PARAM && column_has_numbers(table, i))
                metric_describe(table->arena, STR(""), c);
        }
    if (table->columns.len > 1 && count_role(table, ROLE_PARAM) == 0 &&
        count_role(table, ROLE_STEP) == 0 && is_increasing(table, 0)) {
        table_at(table, 0)->role = ROLE_PARAM;
        table_at(table, 0)->better = BETTER_NONE;
    }
    plain_hide(table);
}
