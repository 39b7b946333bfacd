/* SPDX-License-Identifier: MIT */
/*
 * Authors as written: one name, a list of names or ids of `authors:` in
 * phx.yaml, or maps. Always a list of maps with `name` afterwards.
 */
#include "front.h"

static struct value named(struct arena *arena, struct value name)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "name", name);
    return map_builder_finish(&map);
}

/* A text is the id of a configured author, the main author's name, or a name.
 */
static struct value author(struct arena *arena, const struct config *config,
                           struct value v)
{
    struct str text = str_trim(value_text(v));
    const struct value *known = value_map_get(config->authors, text);

    if (known)
        return *known;
    if (str_eq(text, value_map_str(config->author, STR("name"), STR(""))))
        return config->author;
    return named(arena, value_str(text));
}

struct value front_authors(struct arena *arena, const struct config *config,
                           struct value v)
{
    struct list_builder list;
    const struct value *items = &v;
    size_t count = 1;

    list_builder_init(&list, arena);
    if (v.kind == VALUE_LIST) {
        items = v.as.list->items;
        count = v.as.list->len;
    }
    for (size_t i = 0; i < count; i++) {
        struct buf text = BUF_INIT;

        if (items[i].kind == VALUE_MAP)
            list_builder_push(&list, items[i]);
        else if (items[i].kind == VALUE_STRING) {
            if (str_trim(value_text(items[i])).len)
                list_builder_push(&list, author(arena, config, items[i]));
        } else if (value_is_number(items[i])) {
            value_print(&text, items[i], NULL);
            list_builder_push(&list,
                              named(arena, value_str(buf_dup(arena, &text))));
        }
        buf_deinit(&text);
    }
    return list_builder_finish(&list);
}
