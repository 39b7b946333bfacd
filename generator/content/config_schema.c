/* SPDX-License-Identifier: MIT */
/*
 * The table of configuration keys as a JSON Schema, for editors. It is as
 * strict as config_check.c: what that reports, an editor underlines.
 */
#include "content.h"

#include <stdlib.h>

/* The keys below `prefix` ("languages.*." or ""), one level down. */
static bool is_child(struct str path, struct str prefix, struct str *name)
{
    if (!str_starts(path, prefix))
        return false;
    *name = str_from(path, prefix.len);
    return name->len && str_chr(*name, '.') == STR_NONE;
}

static struct value text_value(const char *text)
{
    return value_str(str_of(text));
}

static struct value split_choices(struct arena *arena, const char *choices,
                                  char sep)
{
    struct list_builder list;
    struct str rest = str_of(choices), one;

    list_builder_init(&list, arena);
    while (str_split(&rest, sep, &one))
        list_builder_push(&list, value_str(one));
    return list_builder_finish(&list);
}

/* Choices bind the texts, in lists too; bounds bind the numbers. */
static void put_text(struct map_builder *map, struct arena *arena,
                     const struct config_key *key)
{
    map_builder_put(map, "type", text_value("string"));
    if (key->choices)
        map_builder_put(map, "enum", split_choices(arena, key->choices, '|'));
}

static void put_number(struct map_builder *map, const struct config_key *key)
{
    map_builder_put(
        map, "type",
        text_value(key->types & CONFIG_NUMBER ? "number" : "integer"));
    if (key->min || key->max) {
        map_builder_put(map, "minimum", value_int(key->min));
        map_builder_put(map, "maximum", value_int(key->max));
    }
}

static void put_list(struct map_builder *map, struct arena *arena,
                     const struct config_key *key)
{
    struct map_builder items;

    map_builder_put(map, "type", text_value("array"));
    if (!key->choices)
        return;
    map_builder_init(&items, arena);
    put_text(&items, arena, key);
    map_builder_put(map, "items", map_builder_finish(&items));
}

static struct value schema_of(struct arena *arena, const struct config_key *key,
                              struct str path);

/* A map without rows below it takes any keys. */
static void put_map(struct map_builder *map, struct arena *arena,
                    struct str prefix)
{
    struct map_builder named;
    struct value any = value_bool(false);
    size_t count, children = 0;
    const struct config_key *keys = config_keys(&count);

    map_builder_init(&named, arena);
    map_builder_put(map, "type", text_value("object"));
    for (size_t i = 0; i < count; i++) {
        struct str path = str_of(keys[i].path), name;
        if (!is_child(path, prefix, &name))
            continue;
        struct value schema = schema_of(arena, &keys[i], path);
        children++;
        if (str_is(name, "*"))
            any = schema;
        else
            map_builder_set(&named, value_str(name), schema);
    }
    if (!children)
        return;
    map_builder_put(map, "properties", map_builder_finish(&named));
    map_builder_put(map, "additionalProperties", any);
}

static void put_type(struct map_builder *map, struct arena *arena,
                     const struct config_key *key, unsigned type,
                     struct str path)
{
    if (type == CONFIG_TEXT)
        put_text(map, arena, key);
    else if (type == CONFIG_BOOL)
        map_builder_put(map, "type", text_value("boolean"));
    else if (type == CONFIG_LIST)
        put_list(map, arena, key);
    else if (type == CONFIG_MAP)
        put_map(map, arena, str_fmt(arena, "%" STR_FMT ".", STR_ARG(path)));
    else
        put_number(map, key);
}

static void put_default(struct map_builder *map, struct arena *arena,
                        const struct config_key *key)
{
    int64_t number;

    if (!key->fallback || !key->fallback[0])
        return;
    struct str text = str_of(key->fallback);
    struct value value = value_str(text);
    if (key->types & CONFIG_LIST)
        value = split_choices(arena, key->fallback, ',');
    else if (key->types & CONFIG_BOOL)
        value = value_bool(str_is(text, "true"));
    else if (key->types & CONFIG_INT && str_to_int(text, &number))
        value = value_int(number);
    map_builder_put(map, "default", value);
}

static struct value schema_of(struct arena *arena, const struct config_key *key,
                              struct str path)
{
    static const unsigned kinds[] = {CONFIG_TEXT, CONFIG_BOOL, CONFIG_INT,
                                     CONFIG_LIST, CONFIG_MAP,  CONFIG_NUMBER};
    struct map_builder map, one;
    struct list_builder any;
    /* Each number that is whole is a number. */
    unsigned types = key->types & CONFIG_NUMBER
                         ? key->types & ~(unsigned)CONFIG_INT
                         : key->types;

    map_builder_init(&map, arena);
    map_builder_put(&map, "description", text_value(key->text));
    put_default(&map, arena, key);
    if ((types & (types - 1)) == 0) {
        put_type(&map, arena, key, types, path);
        return map_builder_finish(&map);
    }
    list_builder_init(&any, arena);
    for (size_t i = 0; i < PHX_COUNT(kinds); i++) {
        if (!(types & kinds[i]))
            continue;
        map_builder_init(&one, arena);
        put_type(&one, arena, key, kinds[i], path);
        list_builder_push(&any, map_builder_finish(&one));
    }
    map_builder_put(&map, "anyOf", list_builder_finish(&any));
    return map_builder_finish(&map);
}

struct value config_schema(struct arena *arena)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "$schema",
                    text_value("https://json-schema.org/draft/2020-12/schema"));
    map_builder_put(&map, "title", text_value("phx.yaml"));
    put_map(&map, arena, STR(""));
    return map_builder_finish(&map);
}
