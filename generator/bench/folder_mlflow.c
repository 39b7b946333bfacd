/* SPDX-License-Identifier: MIT */
/*
 * MLflow's folder store as one table: RUN/meta.yaml, RUN/metrics/NAME,
 * RUN/params/NAME, RUN/tags/NAME. A row is a step of a run; its parameters
 * stand in each. Of the tags only the commit is kept: the rest are users, hosts
 * and paths.
 */
#include "metric.h"
#include "plain.h"
#include "series.h"
#include "store.h"

#define NAME "mlflow"
#define PARAMS_MAX 200

struct mlflow_run {
    struct str dir; /* its path */
    struct str name;
    const struct result *meta;
    struct extra_cell cells[PARAMS_MAX + 1]; /* its name and parameters */
    size_t cell_count;
    struct str commit;
    struct table steps;
    struct series_set metrics;
};

static bool is_run_meta(const struct result *member)
{
    return str_is(path_name(member->path), "meta.yaml") &&
           member->error.code == 0 && member->table.tool == &tool_mlflow_meta;
}

bool folder_is_mlflow(const struct result *folder)
{
    for (size_t i = 0; i < folder->members.len; i++)
        if (is_run_meta(folder->members.items[i]))
            return true;
    return false;
}

/* What stands behind DIR/part/ in the member's path; empty: it is no such. */
static struct str below(const struct result *member, struct str dir,
                        const char *part)
{
    struct str rest = STR("");
    const size_t len = strlen(part);

    if (member->path.len > dir.len + len + 2 && str_starts(member->path, dir) &&
        member->path.ptr[dir.len] == '/')
        rest = str_from(member->path, dir.len + 1);
    return str_starts(rest, str_of(part)) && rest.ptr[len] == '/'
               ? str_from(rest, len + 1)
               : STR("");
}

static bool add_metric(struct mlflow_run *run, struct str name,
                       const struct result *member)
{
    const struct table *t = &member->table;
    const size_t step = table_find(t, STR("step"));
    size_t value = NO_COLUMN;

    if (member->error.code != 0 || t->tool != &tool_mlflow)
        return true;
    for (size_t i = 0; i < t->columns.len; i++)
        if (i != step)
            value = i;
    for (size_t row = 0; row < t->rows && value != NO_COLUMN; row++)
        if (!series_add(&run->metrics, name,
                        (int64_t)table_number(t, step, row),
                        table_number(t, value, row)))
            return false;
    return true;
}

static void add_param(struct mlflow_run *run, struct str name, struct str text)
{
    struct cell cell;

    if (run->cell_count == PHX_COUNT(run->cells))
        return;
    cell_read(text, false, &cell);
    run->cells[run->cell_count++] = (struct extra_cell){
        name, cell.kind == CELL_NUMBER && cell.unit.len == 0 ? cell.value
                                                             : value_str(text)};
}

static bool add_member(struct mlflow_run *run, const struct result *member)
{
    struct str name = below(member, run->dir, "metrics");

    if (name.len > 0)
        return add_metric(run, name, member);
    name = below(member, run->dir, "params");
    if (name.len > 0)
        add_param(run, name, str_trim(member->bytes));
    if (str_is(below(member, run->dir, "tags"), "mlflow.source.git.commit"))
        run->commit = str_slice(str_trim(member->bytes), 0, 12);
    return true;
}

static struct str name_of(const struct result *meta)
{
    const size_t at = table_find(&meta->table, STR("run_name"));
    struct value v =
        at == NO_COLUMN ? value_null() : table_cell(&meta->table, at, 0);

    return v.kind == VALUE_STRING ? value_text(v)
                                  : path_name(path_dir(meta->path));
}

/* False when there are too many values. */
static bool read_run(struct result *folder, const struct result *meta,
                     struct mlflow_run *run)
{
    *run = (struct mlflow_run){.dir = path_dir(meta->path),
                               .name = name_of(meta),
                               .meta = meta,
                               .commit = STR("")};
    table_init(&run->steps, &folder->arena);
    run->metrics = (struct series_set){
        .arena = &folder->arena, .table = &run->steps, .tool = NAME};
    run->cells[run->cell_count++] =
        (struct extra_cell){STR("run_name"), value_str(run->name)};
    for (size_t i = 0; i < folder->members.len; i++)
        if (!add_member(run, folder->members.items[i]))
            return false;
    series_finish(&run->metrics);
    for (size_t i = 0; i < run->cell_count; i++)
        phx_ignore(table_param(&folder->table, run->cells[i].key),
                   "it is found again by its name");
    table_append(&folder->table, &run->steps, run->cells, run->cell_count);
    return true;
}

/* Of one run; several share nothing that is worth a line. */
static void add_facts(struct result *folder, const struct mlflow_run *run)
{
    const struct fact *date = table_fact_of(&run->meta->table, "date");

    table_fact(&folder->table, "commit", run->commit);
    if (date)
        table_fact(&folder->table, "date", date->text);
}

void folder_read_mlflow(struct result *folder)
{
    struct mlflow_run run;
    size_t runs = 0;

    for (size_t i = 0; i < folder->members.len; i++) {
        const struct result *member = folder->members.items[i];

        if (!is_run_meta(member))
            continue;
        if (!read_run(folder, member, &run) ||
            table_too_large(&folder->table)) {
            folder->error.code = PHX_ELIMIT;
            phx_fail(&folder->error, PHX_ELIMIT,
                     "the runs of the folder have too many values");
            return;
        }
        runs++;
    }
    folder->table.tool = &tool_mlflow;
    if (runs == 1)
        add_facts(folder, &run);
    plain_hide(&folder->table);
}
