/* SPDX-License-Identifier: MIT */
/* What moved between two results, for people and for programs. */
#include "diff.h"
#include "display.h"
#include "grid.h"
#include "past.h"

#include <math.h>

struct printer {
    const struct diff *d;
    const struct bench_terminal *terminal;
    struct arena *arena;
    struct buf *out;
    struct str names[2];
};

static const char *const verdicts[] = {"worse", "better", "moved", "same"};

/* ---- Which result ---- */

/* "NAME", or "NAME@REVISION"; "NAME@" is what the newest commit before the
 * present content has. */
static const struct result *open_side(struct bench_store *store,
                                      struct str text, struct reader *reader)
{
    const size_t at = str_rchr(text, '@');
    const struct result *result;

    if (at == STR_NONE || bench_store_has(store, text))
        return store_open(store, text, reader);
    result = store_open(store, str_slice(text, 0, at), reader);
    return result ? past_at(store, result, str_from(text, at + 1), reader)
                  : NULL;
}

/* ---- For people ---- */

static void add_plain(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        buf_add_char(out, (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i]);
}

static void write_line(const struct printer *p, struct str key, struct str old,
                       struct str now)
{
    buf_add_cstr(p->out, "  ");
    add_plain(p->out, key);
    buf_add_cstr(p->out, ": ");
    add_plain(p->out, old);
    buf_add_cstr(p->out, " → ");
    add_plain(p->out, now);
    buf_add_char(p->out, '\n');
}

static struct str printed(const struct printer *p, struct value v)
{
    struct buf out = BUF_INIT;
    struct str text;

    if (v.kind != VALUE_UNDEFINED)
        value_print(&out, v, NULL);
    text = buf_dup(p->arena, &out);
    buf_deinit(&out);
    return text;
}

/* Another machine or version explains a change better than the code. */
static void write_differences(const struct printer *p)
{
    const struct table *old = p->d->sides[0].table;
    const struct table *now = p->d->sides[1].table;

    for (size_t i = 0; i < old->facts.len; i++) {
        const struct fact *fact = &old->facts.items[i];
        const struct fact *other =
            table_fact_of(now, str_cstr(p->arena, fact->key));

        if (other && !str_eq(fact->text, other->text))
            write_line(p, fact->key, fact->text, other->text);
    }
    for (size_t i = 0; i < p->d->differing.len; i++) {
        struct str key = p->d->differing.items[i];

        write_line(p, key, printed(p, table_cell(old, table_find(old, key), 0)),
                   printed(p, table_cell(now, table_find(now, key), 0)));
    }
}

static struct str quantity(const struct printer *p, size_t column, double x)
{
    const struct display display = display_for(&p->d->sides[0], column);
    struct buf out = BUF_INIT;
    struct str text;

    display_quantity(&out, &display, x);
    text = buf_dup(p->arena, &out);
    buf_deinit(&out);
    return text;
}

static double share_of(const struct change *c)
{
    return (c->now - c->old) / fabs(c->old);
}

static struct str percent(const struct printer *p, double share)
{
    return isfinite(share) ? str_fmt(p->arena, "%+.1f %%", share * 100)
                           : STR("");
}

static void write_change(const struct printer *p, struct grid *grid,
                         const struct change *c)
{
    static const enum grid_style styles[] = {GRID_BAD, GRID_GOOD, GRID_NUMBER,
                                             GRID_NUMBER};
    const struct column *column = table_at(p->d->sides[0].table, c->column);

    grid_row(grid);
    grid_cell(grid, GRID_TEXT, c->row->title);
    grid_cell(grid, GRID_TEXT, column_title(column, STR("en"), p->arena));
    grid_cell(grid, GRID_NUMBER, quantity(p, c->column, c->old));
    grid_cell(grid, GRID_NUMBER, quantity(p, c->column, c->now));
    grid_cell(grid, styles[c->verdict], percent(p, share_of(c)));
    grid_cell(grid, GRID_DIM_NUMBER,
              str_fmt(p->arena, "±%.1f %%%s",
                      fabs(c->old) > 0 ? c->noise / fabs(c->old) * 100 : 0.0,
                      c->assumed ? " assumed" : ""));
    grid_cell(grid, styles[c->verdict], str_of(verdicts[c->verdict]));
}

static void write_text(const struct printer *p)
{
    static const char *const heads[] = {"row",    "metric", "old", "new",
                                        "change", "noise",  ""};
    const struct diff *d = p->d;
    struct grid grid;

    add_plain(p->out, p->names[0]);
    buf_add_cstr(p->out, " → ");
    add_plain(p->out, p->names[1]);
    buf_add_char(p->out, '\n');
    write_differences(p);
    if (d->changes.len > 0) {
        grid_init(&grid, p->arena, PHX_COUNT(heads));
        grid_row(&grid);
        for (size_t i = 0; i < PHX_COUNT(heads); i++)
            grid_cell(&grid, i < 2 ? GRID_DIM : GRID_DIM_NUMBER,
                      str_of(heads[i]));
        for (size_t i = 0; i < d->changes.len; i++)
            write_change(p, &grid, &d->changes.items[i]);
        buf_add_char(p->out, '\n');
        grid_write(&grid, grid.columns, p->terminal->color, p->out);
        buf_add_char(p->out, '\n');
    }
    buf_add_fmt(p->out,
                "%zu worse, %zu better, %zu moved, %zu within the noise",
                d->counts[DIFF_WORSE], d->counts[DIFF_BETTER],
                d->counts[DIFF_MOVED], d->counts[DIFF_SAME]);
    if (d->only[0] > 0)
        buf_add_fmt(p->out, ", %zu rows only in the old", d->only[0]);
    if (d->only[1] > 0)
        buf_add_fmt(p->out, ", %zu rows only in the new", d->only[1]);
    buf_add_char(p->out, '\n');
}

/* ---- For programs ---- */

static struct value change_value(const struct printer *p,
                                 const struct change *c)
{
    const struct column *column = table_at(p->d->sides[0].table, c->column);
    struct map_builder map;

    map_builder_init(&map, p->arena);
    map_builder_put(&map, "row", value_str(c->row->title));
    map_builder_put(&map, "column", value_str(column->key));
    map_builder_put(&map, "unit", value_str(column->unit));
    map_builder_put(&map, "old", value_float(c->old));
    map_builder_put(&map, "new", value_float(c->now));
    map_builder_put(&map, "change", value_float(share_of(c)));
    map_builder_put(&map, "noise", value_float(c->noise));
    map_builder_put(&map, "noise_assumed", value_bool(c->assumed));
    map_builder_put(&map, "verdict", value_str(str_of(verdicts[c->verdict])));
    return map_builder_finish(&map);
}

static void write_json(const struct printer *p, struct reader *reader)
{
    const struct diff *d = p->d;
    struct list_builder changes;
    struct map_builder map;

    list_builder_init(&changes, p->arena);
    for (size_t i = 0; i < d->changes.len; i++)
        list_builder_push(&changes, change_value(p, &d->changes.items[i]));
    map_builder_init(&map, p->arena);
    map_builder_put(&map, "old", value_str(p->names[0]));
    map_builder_put(&map, "new", value_str(p->names[1]));
    map_builder_put(&map, "changes", list_builder_finish(&changes));
    for (size_t i = 0; i < PHX_COUNT(verdicts); i++)
        map_builder_put(&map, verdicts[i], value_int((int64_t)d->counts[i]));
    map_builder_put(&map, "only_old", value_int((int64_t)d->only[0]));
    map_builder_put(&map, "only_new", value_int((int64_t)d->only[1]));
    json_write(p->out, map_builder_finish(&map), 2, false, reader);
    buf_add_char(p->out, '\n');
}

static struct str side_name(struct str side, struct arena *arena)
{
    return str_ends(side, STR("@")) ? str_cat(arena, side, STR("before"))
                                    : side;
}

bool bench_diff(struct bench_store *store, const struct bench_diff *ask,
                struct reader *reader, struct buf *out, size_t *worse)
{
    const struct result *old = open_side(store, ask->old, reader);
    const struct result *now = old ? open_side(store, ask->now, reader) : NULL;
    struct diff d = {0};
    const struct printer p = {.d = &d,
                              .terminal = &ask->terminal,
                              .arena = reader->arena,
                              .out = out,
                              .names = {side_name(ask->old, reader->arena),
                                        side_name(ask->now, reader->arena)}};

    if (!now)
        return false;
    d.sides[0] = view_all(store, old, reader->arena);
    d.sides[1] = view_all(store, now, reader->arena);
    if (!diff_make(&d, ask->threshold, reader))
        return false;
    *worse = d.counts[DIFF_WORSE];
    if (ask->json)
        write_json(&p, reader);
    else
        write_text(&p);
    return true;
}
