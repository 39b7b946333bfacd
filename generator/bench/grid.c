/* SPDX-License-Identifier: MIT */
/* Aligned text and small drawings of it. */
#include "grid.h"

#include <math.h>

#define GAP 2
#define CELL_MOST 48

void grid_init(struct grid *grid, struct arena *arena, size_t columns)
{
    *grid = (struct grid){.arena = arena, .columns = columns};
}

void grid_row(struct grid *grid)
{
    struct grid_cell *row =
        arena_array(grid->arena, struct grid_cell, grid->columns);

    for (size_t i = 0; i < grid->columns; i++)
        row[i].text = STR("");
    vec_push(grid->arena, &grid->rows, row);
    grid->filled = 0;
}

/* Printable, and no wider than a cell may be. */
static struct str tidy(struct arena *arena, struct str text)
{
    const bool cut = text_columns(text) > CELL_MOST;
    struct buf out = BUF_INIT;
    unsigned used = 0;

    for (size_t pos = 0; pos < text.len;) {
        const size_t from = pos;
        const uint32_t c = utf8_next(text, &pos);
        struct str one = str_slice(text, from, pos);

        if (c == UTF8_INVALID || !text_is_printable(c))
            one = STR(" ");
        used += text_columns(one);
        if (cut && used > CELL_MOST - 1) {
            buf_add_cstr(&out, "…");
            break;
        }
        buf_add(&out, one);
    }
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

void grid_put(struct grid *grid, struct grid_cell *cell, enum grid_style style,
              struct str text)
{
    *cell = (struct grid_cell){tidy(grid->arena, text), style};
}

void grid_cell(struct grid *grid, enum grid_style style, struct str text)
{
    PHX_BUG_ON(grid->filled == grid->columns);
    grid_put(grid, &grid->rows.items[grid->rows.len - 1][grid->filled++], style,
             text);
}

static unsigned column_width(const struct grid *grid, size_t column)
{
    unsigned width = 0;

    for (size_t i = 0; i < grid->rows.len; i++) {
        const unsigned w = text_columns(grid->rows.items[i][column].text);

        width = w > width ? w : width;
    }
    return width;
}

size_t grid_fitting(const struct grid *grid, unsigned width)
{
    unsigned used = 0;

    for (size_t i = 0; i < grid->columns && width > 0; i++) {
        used += column_width(grid, i) + (i > 0 ? GAP : 0);
        if (used > width)
            return i > 1 ? i : 1;
    }
    return grid->columns;
}

static bool is_right(enum grid_style style)
{
    return style == GRID_NUMBER || style == GRID_HEAD_NUMBER ||
           style == GRID_DIM_NUMBER || style == GRID_GOOD || style == GRID_BAD;
}

static void add_spaces(struct buf *out, unsigned count)
{
    while (count-- > 0)
        buf_add_char(out, ' ');
}

static void add_cell(struct buf *out, const struct grid_cell *cell,
                     unsigned width, bool last, bool color)
{
    static const char *const codes[] = {
        [GRID_TEXT] = "",         [GRID_NUMBER] = "",
        [GRID_HEAD] = "\033[1m",  [GRID_HEAD_NUMBER] = "\033[1m",
        [GRID_DIM] = "\033[2m",   [GRID_DIM_NUMBER] = "\033[2m",
        [GRID_GOOD] = "\033[32m", [GRID_BAD] = "\033[31m"};
    const char *code = color && cell->text.len > 0 ? codes[cell->style] : "";
    const unsigned pad = width - text_columns(cell->text);

    if (is_right(cell->style))
        add_spaces(out, pad);
    buf_add_cstr(out, code);
    buf_add(out, cell->text);
    if (*code)
        buf_add_cstr(out, "\033[0m");
    if (!is_right(cell->style) && !last)
        add_spaces(out, pad);
}

void grid_write(const struct grid *grid, size_t columns, bool color,
                struct buf *out)
{
    unsigned *widths = arena_array(grid->arena, unsigned, columns);

    for (size_t i = 0; i < columns; i++)
        widths[i] = column_width(grid, i);
    for (size_t i = 0; i < grid->rows.len; i++) {
        size_t count = columns;

        while (count > 0 && grid->rows.items[i][count - 1].text.len == 0)
            count--;
        for (size_t k = 0; k < count; k++) {
            if (k > 0)
                add_spaces(out, GAP);
            add_cell(out, &grid->rows.items[i][k], widths[k], k + 1 == count,
                     color);
        }
        buf_add_char(out, '\n');
    }
}

struct str sparkline(const double *values, size_t len, size_t most,
                     struct arena *arena)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const size_t parts = len < most ? len : most;
    double lo = (double)INFINITY, hi = -(double)INFINITY;
    struct buf out = BUF_INIT;
    struct str text;

    for (size_t i = 0; i < len; i++)
        if (isfinite(values[i])) {
            lo = fmin(lo, values[i]);
            hi = fmax(hi, values[i]);
        }
    for (size_t i = 0; i < parts; i++) {
        double sum = 0, count = 0;

        for (size_t k = i * len / parts; k < (i + 1) * len / parts; k++)
            if (isfinite(values[k])) {
                sum += values[k];
                count++;
            }
        if (count > 0 && hi > lo)
            buf_add_cstr(
                &out, bars[(size_t)(7.999 * (sum / count - lo) / (hi - lo))]);
        else
            buf_add_cstr(&out, count > 0 ? bars[3] : " ");
    }
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}
