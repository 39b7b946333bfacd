/* SPDX-License-Identifier: MIT */
/*
 * Two results of one tool, row by row: what moved beyond its dispersion, and
 * whether to the better. Rows belong together when all that was set is the
 * same; repeats of a row are one, with their median and their range. The noise
 * of a change is the two dispersions together (root of the sum of squares);
 * where a file has none, a share of the old value stands for it.
 */
#include "diff.h"

#include <math.h>

/* ---- Rows by what was set ---- */

/* Differs from run to run by nature. */
static bool is_volatile(struct str key)
{
    static const char *const keys[] = {
        "run",      "run_number", "date",          "seed",     "timestamp",
        "time",     "test_time",  "start_time",    "end_time", "tag",
        "run_name", "run_id",     "model_filename"};

    for (size_t i = 0; i < PHX_COUNT(keys); i++)
        if (str_is(key, keys[i]))
            return true;
    return false;
}

static void add_part(struct buf *out, struct value v)
{
    if (v.kind == VALUE_UNDEFINED || v.kind == VALUE_NULL)
        buf_add_char(out, '-');
    else
        value_print(out, v, NULL);
    buf_add_char(out, '\n');
}

/* The settings that tell rows apart, as a key and as a title. */
static struct str key_of(const struct diff *d, const struct view *side,
                         size_t row, struct str *title)
{
    struct buf key = BUF_INIT, name = BUF_INIT;
    struct str text;

    for (size_t i = 0; i < d->keys.len; i++) {
        const struct value v = table_cell(
            side->table, table_find(side->table, d->keys.items[i]), row);

        add_part(&key, v);
        if (v.kind == VALUE_UNDEFINED || v.kind == VALUE_NULL)
            continue;
        if (name.len > 0)
            buf_add_cstr(&name, " · ");
        value_print(&name, v, NULL);
    }
    text = buf_dup(d->arena, &key);
    *title = buf_dup(d->arena, &name);
    buf_deinit(&name);
    buf_deinit(&key);
    return text;
}

static bool is_setting(const struct diff *d, const struct column *c)
{
    return (c->role == ROLE_PARAM || c->role == ROLE_STEP) &&
           !is_volatile(c->key) &&
           table_find(d->sides[1].table, c->key) != NO_COLUMN;
}

/* Settings in which the rows of a side differ tell rows apart. One that all
 * rows of a side share may be what is compared. */
static void find_keys(struct diff *d)
{
    const struct table *table = d->sides[0].table;

    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *c = &table->columns.items[i];
        const size_t other = table_find(d->sides[1].table, c->key);

        if (!is_setting(d, c))
            continue;
        if (view_varies(&d->sides[0], i) || view_varies(&d->sides[1], other))
            vec_push(d->arena, &d->keys, c->key);
        else if (!value_equal(table_cell(table, i, 0),
                              table_cell(d->sides[1].table, other, 0)))
            vec_push(d->arena, &d->differing, c->key);
    }
}

static void gather(struct diff *d, int side)
{
    const struct view *view = &d->sides[side];

    for (size_t i = 0; i < view->len; i++) {
        const size_t row = view->rows[i];
        struct str title, key;
        struct diff_row *found;

        if (table_is_aggregate(view->table, row))
            continue;
        key = key_of(d, view, row, &title);
        found = map_get(&d->by_key, key);
        if (!found) {
            found = arena_new(d->arena, struct diff_row);
            found->title = title;
            map_set(&d->by_key, key, found);
        }
        vec_push(d->arena, &found->rows[side], row);
    }
}

/* ---- One number ---- */

struct number {
    double value; /* NaN: none */
    double noise; /* NaN: not known */
};

static double dispersion(const struct table *table, const struct column *c,
                         size_t row)
{
    const double by = table_number(table, c->spread.by, row);
    const double lo = table_number(table, c->spread.lo, row);
    const double hi = table_number(table, c->spread.hi, row);

    if (c->spread.kind == SPREAD_STANDARD_ERROR && !isnan(by))
        return 1.96 * by;
    return isnan(by) ? (hi - lo) / 2 : by;
}

static struct number number_of(const struct diff *d, int side, size_t column,
                               const struct diff_row *row)
{
    const struct table *table = d->sides[side].table;
    const size_t count = row->rows[side].len;
    double *numbers = arena_array(d->arena, double, count);
    struct number n = {(double)NAN, (double)NAN};
    size_t len = 0;

    for (size_t i = 0; column != NO_COLUMN && i < count; i++) {
        const double x = table_number(table, column, row->rows[side].items[i]);

        if (isfinite(x))
            numbers[len++] = x;
    }
    if (len == 0)
        return n;
    n.value = median_of(numbers, len);
    if (len > 1)
        n.noise = (numbers[len - 1] - numbers[0]) / 2;
    else
        n.noise = dispersion(table, table_at(table, column),
                             row->rows[side].items[0]);
    return n;
}

static enum diff_verdict judge(const struct change *c, enum better better)
{
    const double moved = c->now - c->old;

    if (!(fabs(moved) > c->noise))
        return DIFF_SAME;
    if (better != BETTER_HIGHER && better != BETTER_LOWER)
        return DIFF_MOVED;
    return (moved > 0) == (better == BETTER_HIGHER) ? DIFF_BETTER : DIFF_WORSE;
}

static void compare(struct diff *d, const struct diff_row *row, size_t column,
                    double threshold)
{
    const struct column *c = table_at(d->sides[0].table, column);
    const size_t other = table_find(d->sides[1].table, c->key);
    const struct number old = number_of(d, 0, column, row);
    const struct number now = number_of(d, 1, other, row);
    struct change change = {.row = row,
                            .column = column,
                            .old = old.value,
                            .now = now.value,
                            .noise = hypot(old.noise, now.noise)};

    if (isnan(old.value) || isnan(now.value))
        return;
    change.assumed = isnan(change.noise);
    if (change.assumed)
        change.noise = threshold * fabs(old.value);
    change.verdict = judge(&change, c->better);
    d->counts[change.verdict]++;
    if (change.verdict != DIFF_SAME)
        vec_push(d->arena, &d->changes, change);
}

/* ---- The whole ---- */

static int change_cmp(const void *a, const void *b)
{
    const struct change *p = a, *q = b;

    if (p->verdict != q->verdict)
        return (int)p->verdict - (int)q->verdict;
    return (p->index > q->index) - (p->index < q->index);
}

bool diff_make(struct diff *d, double threshold, struct reader *reader)
{
    const struct table *old = d->sides[0].table, *now = d->sides[1].table;

    d->arena = reader->arena;
    if (old->tool != now->tool)
        return reader_fail(reader, DIAG_RESULT_QUERY,
                           "one result is of %s, the other of %s: their "
                           "metrics are not the same",
                           old->tool->label, now->tool->label);
    map_init(&d->by_key, d->arena);
    find_keys(d);
    gather(d, 0);
    gather(d, 1);
    for (size_t i = 0; i < d->by_key.len; i++) {
        const struct diff_row *row = d->by_key.entries[i].value;

        d->only[0] += row->rows[1].len == 0;
        d->only[1] += row->rows[0].len == 0;
        for (size_t k = 0;
             row->rows[0].len && row->rows[1].len && k < old->columns.len; k++)
            if (table_at(old, k)->role == ROLE_METRIC)
                compare(d, row, k, threshold);
    }
    for (size_t i = 0; i < d->changes.len; i++)
        d->changes.items[i].index = i;
    if (d->changes.len > 0)
        qsort(d->changes.items, d->changes.len, sizeof(struct change),
              change_cmp);
    return true;
}
