/* SPDX-License-Identifier: MIT */
/*
 * A folder of results as one table: serving benchmarks write one file a run.
 * The files must be of one tool; what no tool knows (logs, notes) is left out.
 */
#include "store.h"

static bool is_plain(const struct table *table)
{
    return str_is(str_of(table->tool->name), "table") ||
           str_is(str_of(table->tool->name), "json") ||
           str_is(str_of(table->tool->name), "markdown");
}

/* The tool of the folder: a real one before plain tables. NULL: none. */
static const struct tool *tool_of(struct result *folder)
{
    const struct tool *tool = NULL;
    bool plain = true;

    for (size_t i = 0; i < folder->members.len; i++) {
        struct result *member = folder->members.items[i];

        result_load(member);
        folder->fingerprint =
            hash_mix(folder->fingerprint, member->fingerprint);
        if (member->error.code != 0)
            continue;
        if (!tool || (plain && !is_plain(&member->table))) {
            tool = member->table.tool;
            plain = is_plain(&member->table);
        } else if (tool != member->table.tool && !is_plain(&member->table)) {
            folder->error.code = PHX_EINPUT;
            phx_fail(&folder->error, PHX_EINPUT,
                     "the folder has results of %s and of %s: their metrics "
                     "are not the same",
                     tool->label, member->table.tool->label);
            return NULL;
        }
    }
    return tool;
}

static const struct column_title *copy_titles(struct arena *arena,
                                              const struct column *from)
{
    struct column_title *titles =
        arena_array(arena, struct column_title, from->title_count);

    for (size_t i = 0; i < from->title_count; i++)
        titles[i] =
            (struct column_title){str_dup(arena, from->titles[i].language),
                                  str_dup(arena, from->titles[i].text)};
    return titles;
}

static size_t copy_column(struct table *into, const struct column *from)
{
    const size_t known = into->columns.len;
    const size_t at = table_column(into, from->key);

    if (at == known) {
        struct column *c = table_at(into, at);
        struct column copy = *from;

        copy.key = c->key;
        copy.label = str_dup(into->arena, from->label);
        copy.titles = copy_titles(into->arena, from);
        copy.unit = str_dup(into->arena, from->unit);
        copy.base = str_dup(into->arena, from->base);
        copy.cells.items = NULL;
        copy.cells.len = copy.cells.cap = 0;
        copy.samples = copy.count = NO_COLUMN;
        copy.spread.by = copy.spread.lo = copy.spread.hi = NO_COLUMN;
        *c = copy;
    }
    return at;
}

static size_t same_column(struct table *into, const struct table *from,
                          size_t column)
{
    return column == NO_COLUMN ? NO_COLUMN
                               : table_find(into, table_at(from, column)->key);
}

static void copy_table(struct table *into, const struct table *from,
                       struct str file)
{
    size_t *columns = arena_array(into->arena, size_t, from->columns.len);

    for (size_t i = 0; i < from->columns.len; i++)
        columns[i] = copy_column(into, &from->columns.items[i]);
    for (size_t i = 0; i < from->columns.len; i++) {
        const struct column *c = &from->columns.items[i];
        struct column *t = table_at(into, columns[i]);

        t->samples = same_column(into, from, c->samples);
        t->count = same_column(into, from, c->count);
        t->spread.by = same_column(into, from, c->spread.by);
        t->spread.lo = same_column(into, from, c->spread.lo);
        t->spread.hi = same_column(into, from, c->spread.hi);
    }
    for (size_t row = 0; row < from->rows; row++) {
        table_row(into);
        if (table_is_aggregate(from, row))
            table_aggregate(into);
        table_set(into, table_column(into, STR("file")), value_str(file));
        for (size_t i = 0; i < from->columns.len; i++) {
            struct value v = table_cell(from, i, row);

            if (v.kind != VALUE_UNDEFINED)
                table_set(into, columns[i], v);
        }
    }
}

/* Only what every file says alike is said of the folder. */
static void common_facts(struct result *folder, const struct table *first,
                         const struct tool *tool)
{
    for (size_t i = 0; i < first->facts.len; i++) {
        const struct fact *fact = &first->facts.items[i];
        const char *key = str_cstr(&folder->arena, fact->key);
        bool common = true;

        for (size_t k = 0; k < folder->members.len; k++) {
            const struct table *t = &folder->members.items[k]->table;
            const struct fact *other;

            if (t->tool != tool)
                continue;
            other = table_fact_of(t, key);
            common = common && other && str_eq(other->text, fact->text);
        }
        if (common && fact->from_author)
            table_fact_author(&folder->table, fact->key, fact->text);
        else if (common)
            table_fact(&folder->table, key, fact->text);
    }
}

void folder_load(struct result *folder)
{
    const struct tool *tool = tool_of(folder);
    const struct table *first = NULL;
    size_t files = 0;

    table_init(&folder->table, &folder->arena);
    if (folder->error.code != 0)
        return;
    for (size_t i = 0; tool && i < folder->members.len; i++) {
        struct result *member = folder->members.items[i];

        if (member->error.code != 0 || member->table.tool != tool)
            continue;
        copy_table(&folder->table, &member->table,
                   str_from(member->name, folder->name.len + 1));
        if (!first)
            first = &member->table;
        files++;
        if (table_too_large(&folder->table)) {
            phx_fail(&folder->error, PHX_ELIMIT,
                     "the files of the folder have too many rows together");
            return;
        }
    }
    folder->table.tool = tool;
    if (!first)
        phx_fail(&folder->error, PHX_EKIND,
                 "the folder has no file that phx can read");
    else
        common_facts(folder, first, tool);
}
