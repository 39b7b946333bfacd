/* SPDX-License-Identifier: MIT */
/*
 * What the merged configuration means for the site: its address, zone,
 * severities, author, feeds. Languages, taxonomies and permalinks are
 * config_lists.c's.
 */
#include "config.h"

static struct str text_at(const struct config *config, struct arena *arena,
                          const char *path)
{
    struct value v = config_value(config, path);
    struct buf text = BUF_INIT;
    struct str out;

    if (v.kind == VALUE_STRING)
        return value_text(v);
    if (!value_is_number(v))
        return STR("");
    value_print(&text, v, NULL); /* title: 2024 */
    out = buf_dup(arena, &text);
    buf_deinit(&text);
    return out;
}

static size_t count_at(const struct config *config, const char *path)
{
    struct value v = config_value(config, path);

    return v.kind == VALUE_INT && v.as.integer > 0 ? (size_t)v.as.integer : 0;
}

static bool bool_at(const struct config *config, const char *path)
{
    struct value v = config_value(config, path);

    return v.kind == VALUE_BOOL && v.as.boolean;
}

/* ---- Where the site is ---- */

static void bad_url(const struct config *config, struct diags *diags,
                    struct str url, const char *why)
{
    diag_hint(diags,
              config_report(config, diags, DIAG_CONFIG_VALUE, "base_url",
                            "`%" STR_FMT "` cannot be the base URL: %s",
                            STR_ARG(url), why),
              "write where the site will be, such as https://name.github.io/"
              "site");
}

/* The path of a URL without its scheme and host, checked and percent-encoded;
 * without a final '/'. */
static bool base_path(struct arena *arena, struct str path, struct str *out)
{
    struct buf text = BUF_INIT;
    struct str clean;

    if (str_chr(path, '?') != STR_NONE || str_chr(path, '#') != STR_NONE)
        return false;
    while (str_starts(path, STR("/")))
        path = str_from(path, 1);
    if (!path_resolve(arena, STR(""), path, &clean))
        return false;
    if (clean.len)
        buf_add_char(&text, '/');
    buf_add_url(&text, clean);
    *out = buf_dup(arena, &text);
    buf_deinit(&text);
    return true;
}

static void apply_base_url(struct arena *arena, struct config *config,
                           struct diags *diags)
{
    struct str url = config->build.base_url.len
                         ? config->build.base_url
                         : text_at(config, arena, "base_url");
    size_t host = str_starts(url, STR("https://"))  ? 8
                  : str_starts(url, STR("http://")) ? 7
                                                    : 0;
    size_t slash;

    config->base_url = config->base_path = STR("");
    url = str_trim(url);
    if (url.len == 0)
        return;
    if (!host && url.ptr[0] != '/') {
        bad_url(config, diags, url, "it must start with https:// or http://");
        return;
    }
    slash = str_chr(str_from(url, host), '/');
    slash = slash == STR_NONE ? url.len : host + slash;
    if (host && slash == host) {
        bad_url(config, diags, url, "there is no host in it");
        return;
    }
    if (!base_path(arena, str_from(url, slash), &config->base_path)) {
        bad_url(config, diags, url, "its path is not plain");
        return;
    }
    if (host)
        config->base_url =
            str_cat(arena, str_slice(url, 0, slash), config->base_path);
}

static void apply_zone(struct arena *arena, struct config *config,
                       struct diags *diags)
{
    struct str name = text_at(config, arena, "timezone");

    if (name.len == 0 || date_zone_find(arena, name, &config->zone))
        return;
    config->zone = NULL;
    diag_hint(diags,
              config_report(config, diags, DIAG_CONFIG_VALUE, "timezone",
                            "there is no time zone `%" STR_FMT "`",
                            STR_ARG(name)),
              "write a name such as Asia/Shanghai, or an offset such as "
              "+08:00");
}

/* ---- Severities ---- */

static enum severity severity_of(struct value v)
{
    struct str name;

    if (v.kind == VALUE_BOOL)
        return v.as.boolean ? SEVERITY_WARNING : SEVERITY_OFF;
    if (v.kind != VALUE_STRING)
        return SEVERITY_OFF;
    name = value_text(v);
    if (str_is(name, "note"))
        return SEVERITY_NOTE;
    if (str_is(name, "warn") || str_is(name, "warning"))
        return SEVERITY_WARNING;
    return str_is(name, "error") ? SEVERITY_ERROR : SEVERITY_OFF;
}

static void apply_severities(struct config *config)
{
    struct value map = config_value(config, "severity");

    for (unsigned i = 0; i < DIAG_CLASS_COUNT; i++) {
        const struct value *v =
            value_map_get(map, str_of(diag_class_name((enum diag_class)i)));

        if (!v || v->kind == VALUE_NULL)
            continue;
        config->policy.changed[i] = true;
        config->policy.severity[i] = severity_of(*v);
    }
}

/* ---- People ---- */

/* "Jane" is {name: Jane}. */
static struct value person(struct arena *arena, struct value v)
{
    struct map_builder map;

    if (v.kind == VALUE_MAP)
        return v;
    map_builder_init(&map, arena);
    if (v.kind == VALUE_STRING && v.len)
        map_builder_put(&map, "name", v);
    return map_builder_finish(&map);
}

static void apply_authors(struct arena *arena, struct config *config)
{
    struct value authors = config_value(config, "authors");
    struct map_builder map;

    config->author = person(arena, config_value(config, "author"));
    map_builder_init(&map, arena);
    if (authors.kind == VALUE_MAP)
        for (size_t i = 0; i < authors.as.map->len; i++)
            map_builder_set(&map, authors.as.map->entries[i].key,
                            person(arena, authors.as.map->entries[i].value));
    config->authors = map_builder_finish(&map);
}

/* ---- Feeds ---- */

static unsigned feed_bit(struct value v)
{
    if (v.kind != VALUE_STRING)
        return 0;
    if (str_is(value_text(v), "atom"))
        return FEED_BIT_ATOM;
    if (str_is(value_text(v), "rss"))
        return FEED_BIT_RSS;
    return str_is(value_text(v), "json") ? FEED_BIT_JSON : 0;
}

static void apply_feeds(struct config *config)
{
    struct value feeds = config_value(config, "feeds");
    struct value formats = config_value(config, "feeds.formats");

    if (feeds.kind == VALUE_BOOL) {
        config->feed_formats =
            feeds.as.boolean ? FEED_BIT_ATOM | FEED_BIT_RSS | FEED_BIT_JSON : 0;
        config->feed_limit = 20;
        config->feed_sections = config->feed_full = true;
        return;
    }
    config->feed_formats = feed_bit(formats);
    if (formats.kind == VALUE_LIST)
        for (size_t i = 0; i < formats.as.list->len; i++)
            config->feed_formats |= feed_bit(formats.as.list->items[i]);
    config->feed_limit = count_at(config, "feeds.limit");
    config->feed_sections = bool_at(config, "feeds.sections");
    config->feed_full = bool_at(config, "feeds.full");
}

void config_apply(struct arena *arena, struct config *config,
                  struct diags *diags)
{
    config->title = text_at(config, arena, "title");
    config->description = text_at(config, arena, "description");
    config->copyright = text_at(config, arena, "copyright");
    config->theme = text_at(config, arena, "theme");
    config->menus = config_value(config, "menus");
    config->paginate = count_at(config, "content.paginate");
    config->summary_length = count_at(config, "content.summary_length");
    config->related = count_at(config, "content.related");
    apply_base_url(arena, config, diags);
    apply_zone(arena, config, diags);
    apply_severities(config);
    apply_authors(arena, config);
    apply_feeds(config);
    config_apply_languages(arena, config, diags);
    config_apply_lists(arena, config, diags);
}
