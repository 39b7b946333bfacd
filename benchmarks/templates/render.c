/* SPDX-License-Identifier: MIT */
/*
 * render FILE: phx's time for each case of cases.py, as "name microseconds
 * bytes": the best of 200 renderings, templates compiled before.
 */
#include "template/template.h"

#include <stdio.h>

#define RENDERINGS 200

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static struct template_set *compile(struct arena *arena, struct value templates)
{
    struct template_options options = {.autoescape = true};
    struct template_set *set =
        template_set_new(arena, expr_env_new(arena), &options);
    struct diags diags;

    diags_init(&diags, arena, NULL);
    for (size_t i = 0; i < templates.as.map->len; i++) {
        const struct value_entry *entry = &templates.as.map->entries[i];
        template_set_add(set, value_text(entry->key), value_text(entry->key),
                         value_text(entry->value));
    }
    return template_set_compile(set, &diags) ? set : NULL;
}

static bool measure(struct arena *arena, struct value row)
{
    struct value id = *value_map_get(row, STR("id"));
    struct value context = *value_map_get(row, STR("context"));
    const struct template_set *set =
        compile(arena, *value_map_get(row, STR("templates")));
    const struct template *t = set ? template_find(set, STR("main")) : NULL;
    struct buf out = BUF_INIT;
    struct arena job;
    double best = 1e9;
    bool ok = t != NULL;

    arena_init(&job);
    for (int i = 0; ok && i < RENDERINGS; i++) {
        struct reader reader = {.arena = &job};
        double start = seconds();
        arena_reset(&job);
        buf_reset(&out);
        ok = template_render(set, t, context, &reader, &out);
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    printf("%" STR_FMT " %.1f %zu\n", STR_ARG(value_text(id)), best * 1e6,
           out.len);
    arena_deinit(&job);
    buf_deinit(&out);
    return ok;
}

int main(int argc, char **argv)
{
    struct source_ref source = {.path = STR("cases")};
    struct arena arena;
    struct diags diags;
    struct error err;
    struct value rows;
    bool ok;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    ok = argc == 2 && fs_read(&arena, argv[1], 0, &source.text, &err) == 0 &&
         json_read(&arena, &source, NULL, &diags, &rows);
    for (size_t i = 0; ok && i < rows.as.list->len; i++)
        ok = measure(&arena, rows.as.list->items[i]);
    arena_deinit(&arena);
    return ok ? 0 : 1;
}
