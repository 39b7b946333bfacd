/* SPDX-License-Identifier: MIT */
/* Diagnostics as `--json` prints them, the same for every verb. */
#include "cli/cli.h"

static struct value diag_value(struct arena *arena, const struct diag *d)
{
    static const char *const names[] = {"off", "note", "warning", "error"};
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "id", value_str(str_of(diag_code(d->id))));
    map_builder_put(&map, "severity", value_str(str_of(names[d->severity])));
    map_builder_put(&map, "path", value_str(d->path));
    map_builder_put(&map, "line", value_int(d->span.line));
    map_builder_put(&map, "column", value_int(d->span.col));
    map_builder_put(&map, "message", value_str(d->message));
    map_builder_put(&map, "hint", value_str(d->hint));
    map_builder_put(&map, "chain", value_str(d->chain));
    return map_builder_finish(&map);
}

struct value cli_diags_value(struct arena *arena, const struct diags *diags)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < diags->list.len; i++)
        list_builder_push(&list, diag_value(arena, &diags->list.items[i]));
    return list_builder_finish(&list);
}
