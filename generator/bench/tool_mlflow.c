/* SPDX-License-Identifier: MIT */
/* A metric of MLflow's folder store, mlruns/EXP/RUN/metrics/NAME: lines of
 * "milliseconds value step". The metric's name is the file's. */
#include "series.h"

#define NAME "mlflow"

/* "1708208368539 0.96875 2"; the step is missing in old stores. */
static bool read_line(struct str line, int64_t *ms, double *value,
                      int64_t *step)
{
    struct str rest = str_trim(line), part;
    struct cell cell;

    *step = 0;
    if (!str_split(&rest, ' ', &part) || part.len != 13 ||
        !str_to_int(part, ms) || !str_split(&rest, ' ', &part))
        return false;
    cell_read(part, false, &cell);
    if (cell.kind != CELL_NUMBER || cell.unit.len > 0)
        return false;
    *value = value_as_double(cell.value);
    return !str_split(&rest, ' ', &part) || str_to_int(part, step);
}

static bool recognise(const struct input *input)
{
    struct str rest = input->text, line;
    size_t lines = 0;
    int64_t ms, step;
    double value;

    while (!input->binary && str_line(&rest, &line) && lines < 20) {
        if (!read_line(line, &ms, &value, &step))
            return false;
        lines++;
    }
    return lines > 0;
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = NAME};
    struct str rest = input->text, line, name = path_name(input->path);
    int64_t ms, step;
    double value;

    while (str_line(&rest, &line))
        if (read_line(line, &ms, &value, &step) &&
            !series_add(&set, name, step, value))
            return phx_fail(err, PHX_ELIMIT, "it has too many values");
    series_finish(&set);
    return 0;
}

const struct tool tool_mlflow = {NAME, "MLflow", recognise, read};
