/* SPDX-License-Identifier: MIT */
/*
 * Hugging Face Trainer, and what stands on it (TRL, axolotl):
 * trainer_state.json with rows of several kinds in log_history, and
 * *_results.json. Names neither model nor date. Paths (best_model_checkpoint)
 * are not kept.
 */
#include "tool.h"

#define NAME "hf-trainer"

static bool state_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_list(d, "log_history") && json_has(d, "global_step");
}

static const char *const steps[] = {"step", "epoch", NULL};

static int state_read(const struct input *input, struct table *table,
                      struct error *err)
{
    static const char *const said[] = {"max_steps", "num_train_epochs",
                                       "train_batch_size", "best_metric"};
    struct value d = input_document(input);
    const struct value_list *log = json_list(d, "log_history");

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < log->len; i++) {
        if (log->items[i].kind != VALUE_MAP)
            continue;
        table_row(table);
        set_fields(table, NAME, log->items[i], steps, NULL);
    }
    for (size_t i = 0; i < PHX_COUNT(said); i++) {
        struct value v = json_get(d, said[i]);
        struct buf text = BUF_INIT;

        if (value_is_number(v) && value_as_double(v) < 1e15) {
            value_print(&text, v, NULL);
            table_fact(table, said[i], buf_str(&text));
        }
        buf_deinit(&text);
    }
    link_deviations(table, SPREAD_SD);
    return 0;
}

const struct tool tool_hf_state = {NAME, "Hugging Face Trainer",
                                   state_recognise, state_read};

static bool results_recognise(const struct input *input)
{
    struct value d = input_document(input);

    return input->json.as.list->len == 1 &&
           ((json_has(d, "train_runtime") &&
             json_has(d, "train_samples_per_second")) ||
            (json_has(d, "eval_runtime") &&
             json_has(d, "eval_samples_per_second")));
}

static int results_read(const struct input *input, struct table *table,
                        struct error *err)
{
    static const char *const params[] = {"epoch", NULL};

    (void)err; /* what was recognised can be read */
    table_row(table);
    set_fields(table, NAME, input_document(input), params, NULL);
    return 0;
}

const struct tool tool_hf_results = {NAME, "Hugging Face Trainer",
                                     results_recognise, results_read};
