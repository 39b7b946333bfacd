/* SPDX-License-Identifier: MIT */
/* All results of a site: what they are, how old, and which pages ask. */
#include "grid.h"
#include "view.h"

#define METRICS_NAMED 3
#define PAGES_NAMED 3

struct listed {
    struct str name;
    struct str tool; /* or what is wrong */
    bool wrong;
    size_t rows;
    struct value metrics; /* keys */
    struct str date;
    struct str commit;
    struct value pages;
};

/* `{bench} NAME` or bench("NAME") */
static bool mentions(struct str page, struct str name)
{
    static const char *const forms[] = {"{bench} ", "bench(\"", "bench('"};
    size_t at = 0;

    while ((at = str_find_from(page, name, at)) != STR_NONE) {
        const struct str before = str_slice(page, 0, at);
        const char after =
            at + name.len < page.len ? page.ptr[at + name.len] : '\n';
        const bool ends = after == '\n' || after == '\r' || after == ' ' ||
                          after == '"' || after == '\'' || after == '.';

        for (size_t i = 0; ends && i < PHX_COUNT(forms); i++)
            if (str_ends(before, str_of(forms[i])))
                return true;
        at++;
    }
    return false;
}

static struct value pages_of(struct str name, const struct bench_pages *pages,
                             struct arena *arena)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < pages->len; i++)
        if (mentions(pages->items[i].text, name))
            list_builder_push(&list, value_str(pages->items[i].path));
    return list_builder_finish(&list);
}

static struct listed survey(struct result *result,
                            const struct bench_pages *pages,
                            struct arena *arena)
{
    struct listed l = {.name = result->name,
                       .tool = STR(""),
                       .date = STR(""),
                       .commit = STR(""),
                       .pages = pages_of(result->name, pages, arena)};
    struct list_builder metrics;

    result_load(result);
    list_builder_init(&metrics, arena);
    l.wrong = result->error.code != 0;
    if (l.wrong) {
        l.tool = str_dup(arena, str_of(result->error.message));
    } else {
        l.tool = str_of(result->table.tool->label);
        l.rows = result->table.rows;
        for (size_t i = 0; i < result->table.columns.len; i++)
            if (result->table.columns.items[i].role == ROLE_METRIC &&
                !column_is_empty(&result->table, i))
                list_builder_push(
                    &metrics, value_str(result->table.columns.items[i].key));
    }
    l.metrics = list_builder_finish(&metrics);
    if (result->history) {
        l.date = str_slice(date_iso(arena, result->history->updated), 0, 10);
        l.commit = str_slice(result->history->commit, 0, 10);
    }
    return l;
}

static struct value listed_value(const struct listed *l, struct arena *arena)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "name", value_str(l->name));
    map_builder_put(&map, l->wrong ? "error" : "tool", value_str(l->tool));
    map_builder_put(&map, "rows", value_int((int64_t)l->rows));
    map_builder_put(&map, "metrics", l->metrics);
    map_builder_put(&map, "date",
                    l->date.len ? value_str(l->date) : value_null());
    map_builder_put(&map, "commit",
                    l->commit.len ? value_str(l->commit) : value_null());
    map_builder_put(&map, "pages", l->pages);
    return map_builder_finish(&map);
}

/* "a, b, c and 4 more" */
static struct str some_of(struct value names, size_t most, struct arena *arena)
{
    struct buf out = BUF_INIT;
    struct str text;
    const size_t len = names.as.list->len;

    for (size_t i = 0; i < len && i < most; i++) {
        if (i > 0)
            buf_add_cstr(&out, ", ");
        buf_add(&out, value_text(names.as.list->items[i]));
    }
    if (len > most)
        buf_add_fmt(&out, " and %zu more", len - most);
    text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}

static void add_row(struct grid *grid, const struct listed *l)
{
    struct arena *arena = grid->arena;

    grid_row(grid);
    grid_cell(grid, GRID_HEAD, l->name);
    grid_cell(grid, l->wrong ? GRID_DIM : GRID_TEXT, l->tool);
    grid_cell(grid, GRID_NUMBER, str_fmt(arena, "%zu", l->rows));
    grid_cell(grid, GRID_DIM, l->date);
    grid_cell(grid, GRID_DIM, l->commit);
    grid_cell(grid, GRID_TEXT, some_of(l->metrics, METRICS_NAMED, arena));
    grid_cell(grid, GRID_TEXT, some_of(l->pages, PAGES_NAMED, arena));
}

void bench_list(struct bench_store *store, const struct bench_pages *pages,
                const struct bench_terminal *terminal, bool json,
                struct reader *reader, struct buf *out)
{
    static const char *const heads[] = {"name",   "tool",    "rows", "date",
                                        "commit", "metrics", "pages"};
    struct list_builder list;
    struct grid grid;

    list_builder_init(&list, reader->arena);
    grid_init(&grid, reader->arena, PHX_COUNT(heads));
    grid_row(&grid);
    for (size_t i = 0; i < PHX_COUNT(heads); i++)
        grid_cell(&grid, i == 2 ? GRID_DIM_NUMBER : GRID_DIM, str_of(heads[i]));
    for (size_t i = 0; i < store->by_path.len; i++) {
        struct result *result = store->by_path.entries[i].value;
        struct listed l;

        if (result_is_side_file(result))
            continue;
        l = survey(result, pages, reader->arena);
        list_builder_push(&list, listed_value(&l, reader->arena));
        add_row(&grid, &l);
    }
    if (json) {
        json_write(out, list_builder_finish(&list), 2, false, reader);
        buf_add_char(out, '\n');
    } else {
        grid_write(&grid, grid_fitting(&grid, terminal->width), terminal->color,
                   out);
    }
}
