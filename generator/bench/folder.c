/* SPDX-License-Identifier: MIT */
/*
 * A folder of results as one table: serving benchmarks write one file a run.
 * The files must be of one tool; what no tool knows (logs, notes) is left out.
 */
#include "store.h"

static bool is_plain(const struct table *table)
{
    return tool_is_plain(table->tool);
}

/* The tool of the folder: a real one before plain tables. NULL: none. */
static const struct tool *tool_of(struct result *folder)
{
    const struct tool *tool = NULL;
    bool plain = true;

    for (size_t i = 0; i < folder->members.len; i++) {
        struct result *member = folder->members.items[i];

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

/* criterion writes what a benchmark is called and what it measured to two files
 * of one folder: they are one row. */
static bool completes(const struct table *into, const struct table *from,
                      bool same_folder)
{
    if (!same_folder || into->rows == 0 || from->rows != 1)
        return false;
    for (size_t i = 0; i < from->columns.len; i++) {
        const size_t at = table_find(into, from->columns.items[i].key);

        if (at != NO_COLUMN &&
            table_cell(into, at, into->rows - 1).kind != VALUE_UNDEFINED)
            return false;
    }
    return true;
}

static void add_member(struct table *into, const struct table *from,
                       struct str file, bool same_folder)
{
    struct extra_cell cell = {STR("file"), value_str(file)};

    if (completes(into, from, same_folder)) {
        cell.value = value_str(path_dir(file));
        table_complete(into, from, &cell, 1);
    } else {
        table_append(into, from, &cell, 1);
    }
}

static bool tells_rows_apart(const struct table *table, size_t column)
{
    const struct value first = table_cell(table, column, 0);

    for (size_t row = 1; row < table->rows; row++)
        if (!value_equal(first, table_cell(table, column, row)))
            return true;
    return false;
}

/* Where the files have no parameter that differs, their names are one. */
static void name_rows(struct table *table)
{
    const size_t file = table_find(table, STR("file"));

    for (size_t i = 0; i < table->columns.len; i++)
        if ((table_at(table, i)->role == ROLE_PARAM ||
             table_at(table, i)->role == ROLE_STEP) &&
            tells_rows_apart(table, i))
            return;
    if (file != NO_COLUMN)
        table_at(table, file)->role = ROLE_PARAM;
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

static void load_members(struct result *folder)
{
    for (size_t i = 0; i < folder->members.len; i++) {
        result_load(folder->members.items[i]);
        folder->fingerprint = hash_mix(folder->fingerprint,
                                       folder->members.items[i]->fingerprint);
    }
}

static void load_files(struct result *folder)
{
    const struct tool *tool = tool_of(folder);
    const struct table *first = NULL;
    struct str before = STR(""), dir;

    if (folder->error.code != 0)
        return;
    for (size_t i = 0; tool && i < folder->members.len; i++) {
        struct result *member = folder->members.items[i];

        if (member->error.code != 0 || member->table.tool != tool)
            continue;
        dir = path_dir(member->name);
        add_member(&folder->table, &member->table,
                   str_from(member->name, folder->name.len + 1),
                   dir.len > folder->name.len && str_eq(dir, before));
        before = dir;
        if (!first)
            first = &member->table;
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
    else {
        name_rows(&folder->table);
        common_facts(folder, first, tool);
    }
}

void folder_load(struct result *folder)
{
    table_init(&folder->table, &folder->arena);
    load_members(folder);
    if (folder_is_mlflow(folder))
        folder_read_mlflow(folder);
    else
        load_files(folder);
}
