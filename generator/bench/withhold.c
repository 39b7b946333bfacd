/* SPDX-License-Identifier: MIT */
/*
 * May a result file be published as it is? A reader takes what is on its
 * tool's list, but the file beside the page is the tool's own: with prompts,
 * answers, paths, hosts, people. What the page shows anyway does not count;
 * the author can allow the rest.
 */
#include "store.h"

#include "plain.h"

#include "value/json_stream.h"

struct search {
    const struct table *table;
    struct arena *arena;
    struct map shown; /* texts of the table, made when first needed */
    bool made;
};

static void add_shown(struct search *s, struct str text)
{
    map_set(&s->shown, text, s);
}

static bool is_shown(struct search *s, struct str text)
{
    if (!s->made) {
        s->made = true;
        map_init(&s->shown, s->arena);
        for (size_t i = 0; i < s->table->columns.len; i++) {
            const struct column *c = table_at(s->table, i);

            for (size_t row = 0; !c->hidden && row < c->cells.len; row++)
                if (c->cells.items[row].kind == VALUE_STRING)
                    add_shown(s, value_text(c->cells.items[row]));
        }
        for (size_t i = 0; i < s->table->facts.len; i++)
            add_shown(s, s->table->facts.items[i].text);
    }
    return map_get(&s->shown, text) != NULL;
}

/* The strings of all documents; *is_json is false when they are none. */
static bool json_has_private(struct search *s, struct str text, bool *is_json)
{
    struct json_stream stream;
    enum json_event event = JSON_END;
    bool named = false, found = false;

    json_stream_init(&stream, text, s->arena);
    while (!found && (event = json_next(&stream)) != JSON_END &&
           event != JSON_ERROR) {
        if (event == JSON_KEY)
            named = private_name(stream.text);
        else if (event == JSON_STRING && stream.text.len > 0)
            found = (named || private_text(stream.text)) &&
                    !is_shown(s, stream.text);
    }
    *is_json = found || event == JSON_END;
    return found;
}

static bool parts_words(char c)
{
    return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7f || c == '"' ||
           c == '\'' || c == ',' || c == ';' || c == '=' || c == '(' ||
           c == ')' || c == '[' || c == ']' || c == '|' || c == '<' || c == '>';
}

static bool text_has_private(struct search *s, struct str text)
{
    size_t from = 0;

    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && !parts_words(text.ptr[i]))
            continue;
        if (i - from > 5 && private_word(str_slice(text, from, i)) &&
            !is_shown(s, str_slice(text, from, i)))
            return true;
        from = i + 1;
    }
    return false;
}

/* "raw": true in the side file. */
static bool author_allows(const struct result *result, struct arena *arena)
{
    const struct source_ref source = {.path = result->path,
                                      .text = result->schema};
    struct diags diags;
    struct value v;

    diags_init(&diags, arena, NULL);
    return result->schema.len > 0 &&
           json_read(arena, &source, NULL, &diags, &v) &&
           json_get(v, "raw").kind == VALUE_BOOL &&
           json_get(v, "raw").as.boolean;
}

/* Of plain tables every column is shown or hidden already. */
static bool bytes_have_private(const struct result *result, struct arena *arena)
{
    struct search s = {.table = &result->table, .arena = arena};
    struct str text = result->bytes;
    size_t at = 0;
    bool is_json = false;

    while (at < text.len && text.ptr[at] != '{' && text.ptr[at] != '[')
        at++;
    if (at < text.len && json_has_private(&s, str_from(text, at), &is_json))
        return true;
    return !is_json && !tool_is_plain(result->table.tool) &&
           text_has_private(&s, text);
}

bool result_withholds(const struct result *result)
{
    struct arena scratch;
    bool found;

    if (result->error.code != 0 || !result->table.tool)
        return false;
    arena_init(&scratch);
    found = !author_allows(result, &scratch) &&
            (table_hidden(&result->table) != NO_COLUMN ||
             bytes_have_private(result, &scratch));
    arena_deinit(&scratch);
    return found;
}
