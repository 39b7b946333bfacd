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
    struct extra_cell file = {STR("file"), value_null()};

    table_init(&folder->table, &folder->arena);
    if (folder->error.code != 0)
        return;
    for (size_t i = 0; tool && i < folder->members.len; i++) {
        struct result *member = folder->members.items[i];

        if (member->error.code != 0 || member->table.tool != tool)
            continue;
        file.value = value_str(str_from(member->name, folder->name.len + 1));
        table_append(&folder->table, &member->table, &file, 1);
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
    else
        common_facts(folder, first, tool);
}
