/* SPDX-License-Identifier: MIT */
/* One file by itself, outside of a site: what `phx bench show` prints. */
#include "view.h"

static struct value field(struct value view, const char *name,
                          struct reader *reader)
{
    struct value v = value_null();

    phx_ignore(
        view.as.object->type->get(view.as.object, str_of(name), reader, &v),
        "every view has these");
    return v;
}

bool bench_show(struct arena *arena, struct str path, struct str bytes,
                struct reader *reader, struct value *out)
{
    struct bench_store *store = bench_store_new(arena);
    const struct result *result;
    struct map_builder map;
    struct view view;
    struct value v;

    bench_store_add(store, STR("file"), path, bytes, NULL);
    result = store_open(store, STR("file"), reader);
    if (!result)
        return false;
    view = view_all(store, result, arena);
    v = view_value(&view, arena);
    map_builder_init(&map, arena);
    map_builder_put(&map, "tool", value_str(str_of(view.table->tool->name)));
    map_builder_put(&map, "label", value_str(str_of(view.table->tool->label)));
    map_builder_put(&map, "columns", field(v, "columns", reader));
    map_builder_put(&map, "rows", field(v, "rows", reader));
    map_builder_put(&map, "facts", field(v, "meta", reader));
    map_builder_put(
        &map, "notes",
        value_strings(arena, view.table->notes.items, view.table->notes.len));
    *out = map_builder_finish(&map);
    return true;
}
