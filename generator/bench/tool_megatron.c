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
        if (ok && str_ends(key, STR("(ms)"))) {
            struct column *c =
                table_at(set->table, table_find(set->table, key));

            c->unit = STR("ms");
            c->better = BETTER_LOWER;
        }
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
        if (!iteration_line(line, &step, &parts))
            continue;
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

/* ---- verl ---- */

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
