/* SPDX-License-Identifier: MIT */
/* LLaMA-Factory's trainer_log.jsonl: one object a log step; times as text
 * ("5:39:46", "3 days, 17:51:32") become seconds. */
#include "tool.h"

#define NAME "llamafactory"

static bool recognise(const struct input *input)
{
    struct value d = input_document(input);

    return json_has(d, "current_steps") && json_has(d, "total_steps") &&
           json_has(d, "percentage");
}

/* False when it is no such text. */
static bool seconds_of(struct str text, int64_t *out)
{
    const size_t day = str_find(text, STR(" day"));
    int64_t total = 0, n;
    struct str part;

    if (day != STR_NONE) {
        const size_t comma = str_chr(text, ',');

        if (comma == STR_NONE || !str_to_int(str_slice(text, 0, day), &n) ||
            n > 100000 || n < 0)
            return false;
        total = n * 24;
        text = str_trim(str_from(text, comma + 1));
    }
    for (int i = 0; i < 3; i++) {
        if (!str_split(&text, ':', &part) || !str_to_int(part, &n) || n < 0 ||
            n > 1000000)
            return false;
        total = i == 0 ? total + n : total * 60 + n;
    }
    *out = total;
    return true;
}

static void set_time(struct table *table, struct value d, const char *key)
{
    int64_t seconds;
    size_t at;

    if (!seconds_of(json_text(d, key), &seconds))
        return;
    at = table_metric(table, STR(NAME), str_of(key));
    table_at(table, at)->unit = STR("s");
    table_at(table, at)->better = BETTER_NONE;
    table_set(table, at, value_int(seconds));
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    static const char *const params[] = {"current_steps", "epoch", NULL};
    static const char *const skip[] = {"total_steps", "percentage",
                                       "elapsed_time", "remaining_time", NULL};
    const struct value_list *records = input_records(input);
    size_t epoch;

    (void)err; /* what was recognised can be read */
    for (size_t i = 0; i < records->len; i++) {
        if (!json_has(records->items[i], "current_steps"))
            continue;
        table_row(table);
        set_fields(table, NAME, records->items[i], params, skip);
        set_time(table, records->items[i], "elapsed_time");
        set_time(table, records->items[i], "remaining_time");
    }
    epoch = table_find(table, STR("epoch"));
    if (epoch != NO_COLUMN)
        table_at(table, epoch)->role = ROLE_STEP;
    return 0;
}

const struct tool tool_llamafactory = {NAME, "LLaMA-Factory", recognise, read};
