/* SPDX-License-Identifier: MIT */
/* A build's report as JSON for live.js. */
#include "news.h"

#include "value/value.h"

/* Longer lists make a page load again whatever is in them. */
#define CHANGED_LIMIT 400
#define PROBLEM_LIMIT 50

static struct value problem_value(struct arena *arena, const struct diag *d)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "code", value_str(str_of(diag_code(d->id))));
    map_builder_put(&map, "path", value_str(d->path));
    map_builder_put(&map, "line", value_int(d->span.line));
    map_builder_put(&map, "column", value_int(d->span.col));
    map_builder_put(&map, "length", value_int(d->span.len));
    map_builder_put(&map, "message", value_str(d->message));
    map_builder_put(&map, "hint", value_str(d->hint));
    map_builder_put(&map, "source", value_str(d->source));
    map_builder_put(&map, "chain", value_str(d->chain));
    return map_builder_finish(&map);
}

/* What failed outside of the author's files has no place and no code. */
static struct value failure_value(struct arena *arena, const struct error *err)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "message", value_str(str_of(err->message)));
    return map_builder_finish(&map);
}

/* Where warnings alone kept the output back, they are the problems. */
static enum severity problem_severity(const struct diags *diags)
{
    for (size_t i = 0; i < diags->list.len; i++)
        if (diags->list.items[i].severity == SEVERITY_ERROR)
            return SEVERITY_ERROR;
    return SEVERITY_WARNING;
}

static void put_problems(struct map_builder *map, const struct news *news,
                         const struct build_report *report)
{
    const struct diags *diags = &report->diags;
    struct arena *arena = report->arena;
    enum severity floor = problem_severity(diags);
    struct list_builder list;
    int64_t count = 0;

    list_builder_init(&list, arena);
    if (news->rc < 0)
        list_builder_push(&list, failure_value(arena, news->err));
    for (size_t i = 0; !report->written && i < diags->list.len; i++)
        if (diags->list.items[i].severity >= floor && count++ < PROBLEM_LIMIT)
            list_builder_push(&list,
                              problem_value(arena, &diags->list.items[i]));
    map_builder_put(map, "problems", list_builder_finish(&list));
    map_builder_put(
        map, "more",
        value_int(count > PROBLEM_LIMIT ? count - PROBLEM_LIMIT : 0));
}

static void push_paths(struct list_builder *list, const struct str *paths,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        list_builder_push(list, value_str(paths[i]));
}

static struct value changed_value(struct arena *arena,
                                  const struct build_report *report)
{
    struct list_builder list;

    if (report->changed_paths.len + report->deleted_paths.len > CHANGED_LIMIT)
        return value_null();
    list_builder_init(&list, arena);
    push_paths(&list, report->changed_paths.items, report->changed_paths.len);
    push_paths(&list, report->deleted_paths.items, report->deleted_paths.len);
    return list_builder_finish(&list);
}

void news_first(struct buf *out, struct str session)
{
    buf_add_fmt(out,
                "{\"session\": \"%" STR_FMT
                "\", \"build\": 0, \"output\": 0, \"changed\": "
                "[], \"problems\": [], \"more\": 0}",
                STR_ARG(session));
}

void news_write(struct buf *out, const struct news *news,
                const struct build_report *report)
{
    struct arena *arena = report->arena;
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "session", value_str(news->session));
    map_builder_put(&map, "build", value_int((int64_t)news->build));
    map_builder_put(&map, "output", value_int((int64_t)news->output));
    map_builder_put(&map, "changed", changed_value(arena, report));
    put_problems(&map, news, report);
    json_write(out, map_builder_finish(&map), 0, true, NULL);
    buf_truncate(out, str_trim_right(buf_str(out)).len);
}

static uint32_t number_of(const struct value *v)
{
    return v && value_is(*v, VALUE_INT) && v->as.integer > 0 &&
                   v->as.integer <= INT32_MAX
               ? (uint32_t)v->as.integer
               : 0;
}

bool news_place(struct arena *arena, struct str news, size_t index,
                struct place *out)
{
    const struct source_ref source = {.path = STR("news"), .text = news};
    struct diags diags;
    struct value root;

    diags_init(&diags, arena, NULL);
    if (!json_read(arena, &source, NULL, &diags, &root))
        return false;
    const struct value *list = value_map_get(root, STR("problems"));
    if (!list || !value_is(*list, VALUE_LIST) || index >= list->as.list->len)
        return false;
    struct value problem = list->as.list->items[index];
    const struct value *path = value_map_get(problem, STR("path"));
    if (!path || !value_is(*path, VALUE_STRING) || path->len == 0)
        return false;
    *out = (struct place){
        .path = value_text(*path),
        .line = number_of(value_map_get(problem, STR("line"))),
        .column = number_of(value_map_get(problem, STR("column"))),
    };
    return true;
}
