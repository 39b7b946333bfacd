/* SPDX-License-Identifier: MIT */
/*
 * Logs of training runs: Megatron's iterations ("a: 1 | b: 2"), DeepSpeed's
 * timers, verl's steps ("step:5 - a/b:1.0"), and Megatron's golden values
 * ({tag: {start_step, values}}). Lines that are none of these are ignored.
 */
#include "series.h"

/* ---- Golden values ---- */

static bool golden_recognise(const struct input *input)
{
    struct value d = input_document(input);

    if (d.kind != VALUE_MAP || d.as.map->len == 0)
        return false;
    for (size_t i = 0; i < d.as.map->len; i++) {
        struct value tag = d.as.map->entries[i].value;

        if (!json_has(tag, "start_step") || !json_has(tag, "step_interval") ||
            json_get(tag, "values").kind != VALUE_MAP)
            return false;
    }
    return true;
}

static int golden_read(const struct input *input, struct table *table,
                       struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = "megatron"};
    struct value d = input_document(input);

    for (size_t i = 0; i < d.as.map->len; i++) {
        struct value values = json_get(d.as.map->entries[i].value, "values");
        struct str tag = value_text(d.as.map->entries[i].key);

        for (size_t k = 0; k < values.as.map->len; k++) {
            const struct value_entry *entry = &values.as.map->entries[k];
            int64_t step;

            struct value v = entry->value;
            struct cell cell;

            if (v.kind == VALUE_STRING) { /* "nan" */
                cell_read(value_text(v), false, &cell);
                v = cell.value;
            }
            if (str_to_int(value_text(entry->key), &step) &&
                value_is_number(v) &&
                !series_add(&set, tag, step, value_as_double(v)))
                return phx_fail(err, PHX_ELIMIT, "it has too many values");
        }
    }
    series_finish(&set);
    return 0;
}

const struct tool tool_megatron_golden = {"megatron", "Megatron-LM",
                                          golden_recognise, golden_read};

/* ---- Megatron and DeepSpeed logs ---- */

/* " iteration       10/ 1716613 | …": the step and what follows. */
static bool iteration_line(struct str line, int64_t *step, struct str *rest)
{
    const size_t at = str_find(line, STR("iteration "));
    size_t slash;

    if (at == STR_NONE || at > 120)
        return false;
    line = str_from(line, at + strlen("iteration "));
    slash = str_chr(line, '/');
    if (slash == STR_NONE ||
        !str_to_int(str_trim(str_slice(line, 0, slash)), step))
        return false;
    slash = str_find(line, STR("|"));
    if (slash == STR_NONE)
        return false;
    *rest = str_from(line, slash + 1);
    return true;
}

static bool log_recognise(const struct input *input)
{
    struct str rest = input->text, line, parts;
    int64_t step;

    while (!input->binary && str_line(&rest, &line))
        if (iteration_line(line, &step, &parts))
            return true;
    return false;
}

/* " validation loss at iteration 100 | lm loss value: 2.1E+00 | lm loss PPL: 8"
 */
static bool validation_line(struct str line, int64_t *step, struct str *rest)
{
    static const struct str mark = STR_INIT("loss at iteration ");
    const size_t at = str_find(line, mark);
    size_t bar;

    if (at == STR_NONE || at > 120)
        return false;
    line = str_from(line, at + mark.len);
    bar = str_chr(line, '|');
    if (bar == STR_NONE || !str_to_int(str_trim(str_slice(line, 0, bar)), step))
        return false;
    *rest = str_from(line, bar + 1);
    return true;
}

/* The unit that a name ends with: "(ms)", "(TFLOP/s/GPU)". */
static void set_named_unit(struct column *c)
{
    const size_t open = str_rchr(c->key, '(');

    if (open == STR_NONE || !str_ends(c->key, STR(")")) || open == 0)
        return;
    c->unit = str_slice(c->key, open + 1, c->key.len - 1);
    if (str_is(c->unit, "ms"))
        c->better = BETTER_LOWER;
    else if (str_find(c->unit, STR("/s")) != STR_NONE)
        c->better = BETTER_HIGHER;
}

/* "elapsed time per iteration (ms): 918.1" */
static bool add_part(struct series_set *set, struct str part, int64_t step)
{
    size_t colon = str_rchr(part, ':');
    struct cell cell;
    bool ok = true;

    if (colon == STR_NONE)
        return true;
    cell_read(str_from(part, colon + 1), false, &cell);
    if (cell.kind == CELL_NUMBER && cell.unit.len == 0) {
        struct str key = str_trim(str_slice(part, 0, colon));

        ok = series_add(set, key, step, value_as_double(cell.value));
        if (ok)
            set_named_unit(table_at(set->table, table_find(set->table, key)));
    }
    return ok;
}

/* "CurrSamplesPerSec=368.8" of DeepSpeed's timer, of the iteration that
 * follows it in the log. */
static bool timer_line(struct str line, double *speed)
{
    static const struct str name = STR_INIT("CurrSamplesPerSec=");
    const size_t at = str_find(line, name);
    struct str text;
    size_t end;

    if (at == STR_NONE)
        return false;
    text = str_from(line, at + name.len);
    end = str_chr(text, ',');
    return str_to_double(str_slice(text, 0, end == STR_NONE ? text.len : end),
                         speed);
}

/* "[Rank 0] step=10, skipped=0, lr=[6e-05, 6e-05], mom=[(0.9, 0.95)]" */
static bool rank_line(struct str line, int64_t *step, double *lr)
{
    const size_t at = str_find(line, STR("step=")),
                 rate = str_find(line, STR(", lr=["));
    struct str text;
    size_t end;

    if (at == STR_NONE || rate == STR_NONE || rate < at ||
        str_find(line, STR(", skipped=")) == STR_NONE)
        return false;
    text = str_slice(line, at + 5, rate);
    if (!str_to_int(str_slice(text, 0, str_chr(text, ',')), step))
        return false;
    text = str_from(line, rate + 6);
    for (end = 0;
         end < text.len && text.ptr[end] != ',' && text.ptr[end] != ']';)
        end++;
    return str_to_double(str_slice(text, 0, end), lr);
}

static int log_read(const struct input *input, struct table *table,
                    struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = "megatron"};
    struct str rest = input->text, line, parts, part;
    double speed = 0;
    bool timed = false;

    while (str_line(&rest, &line)) {
        int64_t step;
        bool ok = true;

        timed = timer_line(line, &speed) || timed;
        if (!iteration_line(line, &step, &parts)) {
            if (!validation_line(line, &step, &parts))
                continue;
            while (ok && str_split(&parts, '|', &part))
                ok = add_part(&set, str_trim(part), step);
            if (!ok)
                return phx_fail(err, PHX_ELIMIT, "it has too many values");
            continue;
        }
        if (timed)
            ok = series_add(&set, STR("samples_per_second"), step, speed);
        timed = false;
        while (ok && str_split(&parts, '|', &part))
            ok = add_part(&set, str_trim(part), step);
        if (!ok)
            return phx_fail(err, PHX_ELIMIT, "it has too many values");
    }
    series_finish(&set);
    return 0;
}

const struct tool tool_megatron_log = {"megatron", "Megatron-LM / DeepSpeed",
                                       log_recognise, log_read};

/* ---- DeepSpeed without Megatron ---- */

static bool deepspeed_recognise(const struct input *input)
{
    struct str rest = input->text, line;
    int64_t step;
    double lr;

    while (!input->binary && str_line(&rest, &line))
        if (rank_line(line, &step, &lr))
            return true;
    return false;
}

/* The number behind a name, as in "MemAllocated=1.64GB". */
static bool number_behind(struct str line, const char *name, double *out)
{
    const size_t at = str_find(line, str_of(name));
    size_t end = 0;

    if (at == STR_NONE)
        return false;
    line = str_from(line, at + strlen(name));
    while (end < line.len &&
           (ascii_is_digit(line.ptr[end]) || line.ptr[end] == '.'))
        end++;
    return str_to_double(str_slice(line, 0, end), out);
}

/* "epoch=0/micro_step=10/global_step=10, RunningAvgSamplesPerSec=…" */
static bool deepspeed_timer(struct series_set *set, struct str line)
{
    double step, x;

    if (!number_behind(line, "global_step=", &step) || step > 1e15)
        return true;
    if (timer_line(line, &x) &&
        !series_add(set, STR("samples_per_second"), (int64_t)step, x))
        return false;
    return !number_behind(line, " MemAllocated=", &x) ||
           str_find(line, STR("GB")) == STR_NONE ||
           series_add(set, STR("mem_allocated_gb"), (int64_t)step, x);
}

static int deepspeed_read(const struct input *input, struct table *table,
                          struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = "deepspeed"};
    struct str rest = input->text, line;

    while (str_line(&rest, &line)) {
        int64_t step;
        double lr;

        if ((rank_line(line, &step, &lr) &&
             !series_add(&set, STR("learning_rate"), step, lr)) ||
            !deepspeed_timer(&set, line))
            return phx_fail(err, PHX_ELIMIT, "it has too many values");
    }
    series_finish(&set);
    return 0;
}

const struct tool tool_deepspeed = {"deepspeed", "DeepSpeed",
                                    deepspeed_recognise, deepspeed_read};

/* ---- verl ---- */

/* Its file logger: {"step": 1, "data": {"actor/lr": 1e-06, …}} a line. */
static bool verl_file_recognise(const struct input *input)
{
    const struct value_list *records = input_records(input);

    for (size_t i = 0; i < records->len; i++)
        if (json_get(records->items[i], "step").kind != VALUE_INT ||
            json_get(records->items[i], "data").kind != VALUE_MAP)
            return false;
    return records->len > 0;
}

static int verl_file_read(const struct input *input, struct table *table,
                          struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = "verl"};
    const struct value_list *records = input_records(input);

    for (size_t i = 0; i < records->len; i++) {
        struct value data = json_get(records->items[i], "data");
        const int64_t step = json_get(records->items[i], "step").as.integer;

        for (size_t k = 0; k < data.as.map->len; k++) {
            const struct value_entry *entry = &data.as.map->entries[k];

            if (value_is_number(entry->value) &&
                !series_add(&set, value_text(entry->key), step,
                            value_as_double(entry->value)))
                return phx_fail(err, PHX_ELIMIT, "it has too many values");
        }
    }
    series_finish(&set);
    return 0;
}

const struct tool tool_verl_file = {"verl", "verl", verl_file_recognise,
                                    verl_file_read};

static bool step_line(struct str line, int64_t *step, struct str *rest)
{
    const size_t at = str_find(line, STR("step:"));
    size_t dash;

    if (at == STR_NONE || at > 80 || (at > 0 && line.ptr[at - 1] != ' '))
        return false;
    line = str_from(line, at + strlen("step:"));
    dash = str_find(line, STR(" - "));
    if (dash == STR_NONE || !str_to_int(str_slice(line, 0, dash), step))
        return false;
    *rest = str_from(line, dash + 3);
    return str_chr(*rest, '/') != STR_NONE && str_chr(*rest, ':') != STR_NONE;
}

static bool verl_recognise(const struct input *input)
{
    struct str rest = input->text, line, parts;
    int64_t step;

    while (!input->binary && str_line(&rest, &line))
        if (step_line(line, &step, &parts))
            return true;
    return false;
}

static bool verl_parts(struct series_set *set, struct str rest, int64_t step)
{
    while (rest.len > 0) {
        size_t dash = str_find(rest, STR(" - "));
        struct str part = dash == STR_NONE ? rest : str_slice(rest, 0, dash);
        const size_t colon = str_rchr(part, ':');
        struct cell cell;

        rest = dash == STR_NONE ? STR("") : str_from(rest, dash + 3);
        if (colon == STR_NONE)
            continue;
        cell_read(str_from(part, colon + 1), false, &cell);
        if (cell.kind == CELL_NUMBER && cell.unit.len == 0 &&
            !series_add(set, str_trim(str_slice(part, 0, colon)), step,
                        value_as_double(cell.value)))
            return false;
    }
    return true;
}

static int verl_read(const struct input *input, struct table *table,
                     struct error *err)
{
    struct series_set set = {
        .arena = input->arena, .table = table, .tool = "verl"};
    struct str rest = input->text, line, parts;
    int64_t step;

    while (str_line(&rest, &line))
        if (step_line(line, &step, &parts) && !verl_parts(&set, parts, step))
            return phx_fail(err, PHX_ELIMIT, "it has too many values");
    series_finish(&set);
    return 0;
}

const struct tool tool_verl = {"verl", "verl", verl_recognise, verl_read};
