/* SPDX-License-Identifier: MIT */
/*
 * Reading phx.yaml and phx.ENVIRONMENT.yaml: files, defaults, merging, and
 * where a key stands. What the keys mean is config_apply.c's.
 */
#include "config.h"

#include <stdarg.h>

/* ---- Defaults and merging ---- */

/* `over` laid over `under`, maps deeply. */
static struct value merge(struct arena *arena, struct value under,
                          struct value over)
{
    struct map_builder map;

    if (over.kind == VALUE_NULL)
        return under;
    if (under.kind != VALUE_MAP || over.kind != VALUE_MAP)
        return over;
    map_builder_init(&map, arena);
    for (size_t i = 0; i < under.as.map->len; i++)
        map_builder_set(&map, under.as.map->entries[i].key,
                        under.as.map->entries[i].value);
    for (size_t i = 0; i < over.as.map->len; i++) {
        const struct value_entry *entry = &over.as.map->entries[i];
        const struct value *old = value_map_find(under, entry->key);

        map_builder_set(&map, entry->key,
                        old ? merge(arena, *old, entry->value) : entry->value);
    }
    return map_builder_finish(&map);
}

static struct value default_list(struct arena *arena, struct str text)
{
    struct list_builder list;
    struct str item;

    list_builder_init(&list, arena);
    while (str_split(&text, ',', &item))
        list_builder_push(&list, value_str(item));
    return list_builder_finish(&list);
}

static struct value default_value(struct arena *arena,
                                  const struct config_key *key)
{
    struct str text = str_of(key->fallback);
    int64_t number;

    if (key->types & CONFIG_BOOL)
        return value_bool(str_is(text, "true"));
    if (key->types & CONFIG_INT && str_to_int(text, &number))
        return value_int(number);
    if (key->types & CONFIG_LIST)
        return default_list(arena, text);
    return value_str(text);
}

/* The rows directly below `prefix` ("" or "content."). */
static struct value default_map(struct arena *arena, struct str prefix)
{
    struct map_builder map;
    size_t count;
    const struct config_key *keys = config_keys(&count);

    map_builder_init(&map, arena);
    for (size_t i = 0; i < count; i++) {
        struct str path = str_of(keys[i].path);
        struct str name;
        struct str below;

        if (!str_starts(path, prefix))
            continue;
        name = str_from(path, prefix.len);
        if (str_chr(name, '.') != STR_NONE || str_is(name, "*"))
            continue;
        below = str_fmt(arena, "%" STR_FMT ".", STR_ARG(path));
        if (keys[i].fallback)
            map_builder_set(&map, value_str(name),
                            default_value(arena, &keys[i]));
        else if (keys[i].types & CONFIG_MAP)
            map_builder_set(&map, value_str(name), default_map(arena, below));
    }
    return map_builder_finish(&map);
}

/* ---- Places ---- */

struct value config_value(const struct config *config, const char *path)
{
    struct value v = config->root;
    struct str rest = str_of(path);
    struct str part;

    while (str_split(&rest, '.', &part)) {
        const struct value *next = value_map_get(v, part);

        if (!next)
            return value_null();
        v = *next;
    }
    return v;
}

static bool place_in(const struct config_file *file, const char *path,
                     struct span *out)
{
    struct value v = file->root;
    struct str rest = str_of(path);
    struct str part;

    while (str_split(&rest, '.', &part)) {
        const struct value *next = value_map_get(v, part);
        const struct value_place *place;

        if (!next)
            return false;
        for (size_t i = 0; i < v.as.map->len; i++) {
            if (&v.as.map->entries[i].value != next)
                continue;
            place = value_place_of(&file->places, v, i);
            *out = place ? place->value : (struct span){0};
        }
        v = *next;
    }
    return true;
}

struct span config_place(const struct config *config, const char *path,
                         const struct source_ref **source)
{
    struct span span = {0};

    for (size_t i = 0; i < config->file_count; i++) {
        if (place_in(&config->files[i], path, &span)) {
            *source = &config->files[i].source;
            return span;
        }
    }
    *source = &config->source;
    return (struct span){0};
}

struct diag *config_report(const struct config *config, struct diags *diags,
                           enum diag_id id, const char *path, const char *fmt,
                           ...)
{
    const struct source_ref *source;
    struct span span = config_place(config, path, &source);
    struct buf text = BUF_INIT;
    struct diag *diag;
    va_list args;

    va_start(args, fmt);
    buf_add_vfmt(&text, fmt, args);
    va_end(args);
    diag = diag_add(diags, id, source, span, "%s", text.ptr);
    buf_deinit(&text);
    return diag;
}

/* ---- Files ---- */

/* A configuration is small; more is a mistake. */
#define CONFIG_BYTES_MAX (4U << 20)

static bool read_file(struct arena *arena, const char *root, struct str name,
                      struct config *config, struct diags *diags)
{
    struct config_file *file = &config->files[config->file_count];
    struct str path = str_fmt(arena, "%s/%" STR_FMT, root, STR_ARG(name));
    struct yaml_options options = {0};
    struct error err;
    int rc;

    *file = (struct config_file){.source = {.path = name, .text = STR("")}};
    rc = fs_read(arena, path.ptr, CONFIG_BYTES_MAX, &file->source.text, &err);
    if (rc == PHX_ENOENT)
        return true;
    if (rc < 0) {
        diag_add(diags, DIAG_FILE_UNREADABLE, &file->source, (struct span){0},
                 "%s", err.message);
        return false;
    }
    config->file_count++;
    if (!yaml_read(arena, &file->source, &options, diags, &file->root,
                   &file->places))
        return false;
    if (file->root.kind == VALUE_NULL) {
        struct map_builder empty;

        map_builder_init(&empty, arena);
        file->root = map_builder_finish(&empty);
    }
    if (file->root.kind != VALUE_MAP) {
        diag_add(diags, DIAG_CONFIG_TYPE, &file->source,
                 (struct span){.line = 1, .col = 1},
                 "the configuration must be keys and values, not %s",
                 value_kind_name(file->root));
        return false;
    }
    config_check_file(arena, file, diags);
    return true;
}

/* An environment is part of a file's name. */
static bool environment_ok(struct str name, struct diags *diags)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (ascii_is_letter(c) || ascii_is_digit(c) || c == '-' || c == '_')
            continue;
        diag_add(diags, DIAG_CONFIG_VALUE,
                 &(struct source_ref){.path = STR(""), .text = STR("")},
                 (struct span){0},
                 "`%" STR_FMT "` is no environment: letters, digits, - and _",
                 STR_ARG(name));
        return false;
    }
    return true;
}

bool config_read(struct arena *arena, const char *root,
                 const struct build_settings *settings, struct diags *diags,
                 struct config *out)
{
    size_t errors = diags->errors;
    bool ok = true;

    *out = (struct config){.build = *settings};
    out->source = (struct source_ref){.path = STR("phx.yaml"), .text = STR("")};
    if (settings->environment.len &&
        environment_ok(settings->environment, diags))
        ok = read_file(arena, root,
                       str_fmt(arena, "phx.%" STR_FMT ".yaml",
                               STR_ARG(settings->environment)),
                       out, diags);
    if (!read_file(arena, root, STR("phx.yaml"), out, diags))
        ok = false;
    if (out->file_count &&
        str_is(out->files[out->file_count - 1].source.path, "phx.yaml"))
        out->source = out->files[out->file_count - 1].source;

    out->root = default_map(arena, STR(""));
    for (size_t i = out->file_count; ok && i-- > 0;)
        out->root = merge(arena, out->root, out->files[i].root);
    config_apply(arena, out, diags);
    return ok && diags->errors == errors;
}
