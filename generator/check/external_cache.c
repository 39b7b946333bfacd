/* SPDX-License-Identifier: MIT */
/*
 * What hosts said before, as a JSON file: {"version": 1, "pages": {URL:
 * {"status": 200, "checked": 1760000000}}}. What was there is believed for some
 * days, what was gone for one; what was unsure is asked again.
 */
#include "external.h"

#include "value/value.h"

#define FILE_LIMIT (64u << 20)
#define DAY 86400
#define FORMAT 1

static bool is_there(int64_t status)
{
    return status > 0 && status != 404 && status != 410;
}

static void recall(struct value pages, int64_t now, int64_t days,
                   struct outside *o)
{
    const struct value *entry = value_map_get(pages, o->url);
    int64_t status = entry ? value_map_int(*entry, STR("status"), 0) : 0;
    int64_t checked = entry ? value_map_int(*entry, STR("checked"), 0) : 0;
    int64_t age = now - checked;

    if (status <= 0 || status > 999 || age < 0)
        return;
    if (age >= (is_there(status) ? days : 1) * DAY)
        return;
    o->status = (int)status;
    o->checked = checked;
    o->outcome = is_there(status) ? OUTCOME_THERE : OUTCOME_GONE;
}

void external_recall(struct arena *arena, const char *path, int64_t now,
                     int64_t days, struct outside_list *all)
{
    struct source_ref source = {.path = str_of(path)};
    struct diags diags;
    struct error err;
    struct value root;

    diags_init(&diags, arena, NULL);
    if (fs_read(arena, path, FILE_LIMIT, &source.text, &err) < 0 ||
        !json_read(arena, &source, NULL, &diags, &root) ||
        value_map_int(root, STR("version"), 0) != FORMAT)
        return;
    const struct value *pages = value_map_get(root, STR("pages"));
    for (size_t i = 0; pages && i < all->list.len; i++)
        recall(*pages, now, days, all->list.items[i]);
}

static struct value entry_value(struct arena *arena, const struct outside *o)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "status", value_int(o->status));
    map_builder_put(&map, "checked", value_int(o->checked));
    return map_builder_finish(&map);
}

int external_remember(const char *path, const struct outside_list *all,
                      struct error *err)
{
    struct arena arena;
    struct map_builder pages, root;
    struct buf text = BUF_INIT;

    arena_init(&arena);
    map_builder_init(&pages, &arena);
    for (size_t i = 0; i < all->list.len; i++) {
        const struct outside *o = all->list.items[i];
        if (o->outcome == OUTCOME_THERE || o->outcome == OUTCOME_GONE)
            map_builder_set(&pages, value_str(o->url), entry_value(&arena, o));
    }
    map_builder_init(&root, &arena);
    map_builder_put(&root, "version", value_int(FORMAT));
    map_builder_put(&root, "pages", map_builder_finish(&pages));
    json_write(&text, map_builder_finish(&root), 1, false, NULL);
    int rc = fs_mkdirs(str_cstr(&arena, path_dir(str_of(path))), err);
    if (rc == 0)
        rc = fs_write_atomic(path, buf_str(&text), err);
    buf_deinit(&text);
    arena_deinit(&arena);
    return rc;
}
