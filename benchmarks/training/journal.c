/* SPDX-License-Identifier: MIT */
/* Rows, their order, the files. */
#include "journal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/json.h"

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct row_item *)a)->name,
                  ((const struct row_item *)b)->name);
}

static void sort_row(struct row *row)
{
    qsort(row->items, row->count, sizeof(row->items[0]), by_name);
}

void journal_add(struct journal *j, const struct row *row)
{
    j->history = base_realloc(j->history, j->count + 1, sizeof(*j->history));
    j->history[j->count] = *row;
    sort_row(&j->history[j->count]);
    j->count++;
}

void journal_release(struct journal *j)
{
    free(j->history);
    *j = (struct journal){0};
}

/* ---- trainer_state.json
 * ---------------------------------------------------------------- */

static void write_row(struct json_writer *w, const struct row *row)
{
    json_open(w, NULL, '{');
    for (size_t i = 0; i < row->count; i++)
        json_write_number(w, row->items[i].name, row->items[i].value);
    json_close(w, '}');
}

int journal_save_state(const struct journal *j, const struct journal_head *head,
                       const char *dir, struct fault *fault)
{
    struct json_writer w;
    json_writer_init(&w, false);
    json_open(&w, NULL, '{');
    json_write_null(&w, "best_metric");
    json_write_null(&w, "best_model_checkpoint");
    json_write_number(&w, "epoch", head->epoch);
    json_write_number(&w, "eval_steps", (double)head->max_steps);
    json_write_number(&w, "global_step", (double)head->global_step);
    json_write_bool(&w, "is_hyper_param_search", false);
    json_write_bool(&w, "is_local_process_zero", true);
    json_write_bool(&w, "is_world_process_zero", true);
    json_open(&w, "log_history", '[');
    for (size_t i = 0; i < j->count; i++)
        write_row(&w, &j->history[i]);
    json_close(&w, ']');
    json_write_number(&w, "logging_steps", (double)head->logging_steps);
    json_write_number(&w, "max_steps", (double)head->max_steps);
    json_write_number(&w, "num_train_epochs", 1);
    json_write_number(&w, "save_steps", (double)head->save_steps);
    json_write_number(&w, "total_flos", head->total_flos);
    json_write_number(&w, "train_batch_size", (double)head->batch);
    json_write_null(&w, "trial_name");
    json_write_null(&w, "trial_params");
    json_close(&w, '}');
    char *path = path_join(dir, "trainer_state.json");
    int rc = json_writer_save(&w, path, fault);
    free(path);
    return rc;
}

/* Whether the row came after the step. */
static bool is_later(const struct json *row, size_t step)
{
    return json_number(row, "step", 0) > (double)step;
}

int journal_load(struct journal *j, const char *dir, size_t step,
                 struct fault *fault)
{
    char *path = path_join(dir, "trainer_state.json");
    struct json state;
    int rc = json_load(&state, path, fault);
    const struct json *history = json_get(&state, "log_history");
    for (size_t i = 0; history != NULL && i < history->count; i++) {
        const struct json *old = &history->items[i];
        struct row row = {.count = 0};
        if (is_later(old, step) || json_get(old, "train_runtime") != NULL)
            continue;
        for (size_t k = 0; k < old->count && k < ROW_ITEMS; k++)
            row_set(&row, old->items[k].key, old->items[k].number);
        journal_add(j, &row);
    }
    json_release(&state);
    free(path);
    return rc;
}

/* ---- Results
 * ------------------------------------------------------------------------- */

/* What is not of the evaluation is of the training; `epoch` is of both. */
enum side { SIDE_TRAIN, SIDE_EVAL, SIDE_BOTH };

static bool is_of(const char *name, enum side side)
{
    bool evaluation = strncmp(name, "eval_", 5) == 0;
    return side == SIDE_BOTH || strcmp(name, "epoch") == 0 ||
           evaluation == (side == SIDE_EVAL);
}

static int save_results(const struct row *results, enum side side,
                        const char *path, struct fault *fault)
{
    struct json_writer w;
    json_writer_init(&w, false);
    json_open(&w, NULL, '{');
    for (size_t i = 0; i < results->count; i++) {
        const struct row_item *item = &results->items[i];
        if (is_of(item->name, side))
            json_write_number(&w, item->name, item->value);
    }
    json_close(&w, '}');
    return json_writer_save(&w, path, fault);
}

int journal_save_results(const struct journal *j, const char *dir,
                         struct fault *fault)
{
    static const char *const files[] = {
        "train_results.json", "eval_results.json", "all_results.json"};
    struct row sorted = j->results;
    sort_row(&sorted);
    int rc = 0;
    for (size_t i = 0; i < 3 && rc == 0; i++) {
        char *path = path_join(dir, files[i]);
        rc = save_results(&sorted, (enum side)i, path, fault);
        free(path);
    }
    return rc;
}
