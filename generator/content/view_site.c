/* SPDX-License-Identifier: MIT */
/* The site, its languages, configuration and build as templates see them. What
 * depends on the language answers in the one that is being rendered. */
#include "view.h"

#define GETTER(name)                                                           \
    static bool name(const void *self, struct reader *reader, struct value *out)
#define SITE                                                                   \
    const struct site *site = self;                                            \
    const struct site_language *lang = view_language(site, reader)

/* A getter that stands on one setting. */
#define SETTING(name, key, expression)                                         \
    GETTER(site_##name)                                                        \
    {                                                                          \
        SITE;                                                                  \
        (void)lang;                                                            \
        note_setting(reader, site, key);                                       \
        *out = (expression);                                                   \
        return true;                                                           \
    }

SETTING(base_url, "base_url", value_str(site->config->base_url))
SETTING(base_path, "base_url", value_str(site->config->base_path))
SETTING(copyright, "copyright", value_str(site->config->copyright))
SETTING(author, "author", site->config->author)
SETTING(authors, "authors", site->config->authors)
SETTING(theme, "theme", value_str(site->config->theme))

GETTER(site_title)
{
    SITE;
    note_setting(reader, site, "title");
    note_setting(reader, site, "languages");
    *out = value_str(lang->language->title);
    return true;
}

GETTER(site_description)
{
    SITE;
    note_setting(reader, site, "description");
    note_setting(reader, site, "languages");
    *out = value_str(lang->language->description);
    return true;
}

/* ---- Pages ---- */

#define LIST(name, list)                                                       \
    GETTER(site_##name)                                                        \
    {                                                                          \
        SITE;                                                                  \
        note_list(reader, &(list));                                            \
        *out = page_list_value(&(list));                                       \
        return true;                                                           \
    }

LIST(all_pages, lang->pages)
LIST(main, lang->main)

GETTER(site_home)
{
    SITE;
    *out = view_object(&lang->home->object);
    return true;
}

GETTER(site_sections)
{
    SITE;
    reader_note(reader, INPUT_COLLECTION, lang->home->head_key,
                lang->home->head_fingerprint);
    *out = view_list(&lang->home->child_values);
    return true;
}

GETTER(site_archive)
{
    SITE;
    *out = view_archive(lang, reader);
    return true;
}

GETTER(site_taxonomies)
{
    SITE;
    struct map_builder map;

    note_setting(reader, site, "taxonomies");
    map_builder_init(&map, reader->arena);
    for (size_t i = 0; i < site->config->taxonomy_count; i++)
        map_builder_set(&map, value_str(lang->taxonomies[i].config.name),
                        view_object(&lang->taxonomies[i].object));
    *out = map_builder_finish(&map);
    return true;
}

GETTER(site_series)
{
    SITE;
    const struct taxonomy *series = SERIES_OF(lang);

    reader_note(reader, INPUT_COLLECTION, series->key, series->fingerprint);
    *out = view_list(&series->values);
    return true;
}

GETTER(site_feeds)
{
    SITE;
    struct list_builder list;

    note_setting(reader, site, "feeds");
    note_setting(reader, site, "base_url");
    list_builder_init(&list, reader->arena);
    view_feeds(&list, site, reader->arena, lang->home->address.url,
               lang->language->title);
    *out = list_builder_finish(&list);
    return true;
}

GETTER(site_menus)
{
    SITE;
    reader_note(reader, INPUT_COLLECTION,
                str_fmt(reader->arena, "menus@%" STR_FMT,
                        STR_ARG(lang->language->code)),
                lang->menus_fingerprint);
    *out = lang->menus;
    return true;
}

/* ---- Languages ---- */

GETTER(site_languages)
{
    SITE;
    struct list_builder list;

    (void)lang;
    note_setting(reader, site, "languages");
    list_builder_init(&list, reader->arena);
    for (size_t i = 0; i < site->config->language_count; i++)
        list_builder_push(&list, view_object(&site->languages[i].object));
    *out = list_builder_finish(&list);
    return true;
}

GETTER(site_language)
{
    SITE;
    (void)site;
    *out = view_object(&lang->object);
    return true;
}

#define LANGUAGE(name, expression)                                             \
    GETTER(language_##name)                                                    \
    {                                                                          \
        const struct site_language *lang = self;                               \
        note_setting(reader, lang->site, "languages");                         \
        *out = (expression);                                                   \
        return true;                                                           \
    }

LANGUAGE(code, value_str(lang->language->code))
LANGUAGE(tag, value_str(lang->language->tag))
LANGUAGE(name, value_str(lang->language->name))
LANGUAGE(title, value_str(lang->language->title))
LANGUAGE(description, value_str(lang->language->description))
LANGUAGE(is_default, value_bool(lang->language->is_default))
LANGUAGE(url, value_str(lang->home->address.url))

GETTER(language_is_current)
{
    const struct site_language *lang = self;

    *out = value_bool(lang == view_language(lang->site, reader));
    return true;
}

static const struct field language_list[] = {
    {"code", language_code, "Its code in URLs and file names: zh."},
    {"description", language_description, "The site's description in it."},
    {"is_current", language_is_current,
     "Whether the page being made is in it."},
    {"is_default", language_is_default, "Whether it is at /."},
    {"name", language_name, "Its name in itself: 中文."},
    {"tag", language_tag, "For lang attributes: zh-Hans."},
    {"title", language_title, "The site's title in it."},
    {"url", language_url, "Its home page."},
};
const struct fields language_fields = {"language", language_list,
                                       PHX_COUNT(language_list)};

static bool language_get(const struct value_object *self, struct str key,
                         struct reader *reader, struct value *out)
{
    return view_get(&language_fields, self->data, key, reader, out);
}
static bool language_keys(const struct value_object *self,
                          struct reader *reader, struct value *out)
{
    (void)self;
    return view_keys(&language_fields, reader, out);
}
static bool language_text(const struct value_object *self,
                          struct reader *reader, struct value *out)
{
    return language_code(self->data, reader, out);
}
const struct value_object_type language_type = {
    .name = "language",
    .get = language_get,
    .keys = language_keys,
    .text = language_text,
};

/* ---- Configuration ---- */

static bool config_object_get(const struct value_object *self, struct str key,
                              struct reader *reader, struct value *out)
{
    const struct site *site = self->data;
    const struct value *v = value_map_get(site->config->root, key);

    note_setting(reader, site, str_cstr(reader->arena, key));
    if (v)
        *out = *v;
    return v != NULL;
}

static bool map_keys(struct value map, struct reader *reader, struct value *out)
{
    struct list_builder list;

    list_builder_init(&list, reader->arena);
    for (size_t i = 0; map.kind == VALUE_MAP && i < map.as.map->len; i++)
        list_builder_push(&list, map.as.map->entries[i].key);
    *out = list_builder_finish(&list);
    return true;
}

static bool config_object_keys(const struct value_object *self,
                               struct reader *reader, struct value *out)
{
    const struct site *site = self->data;

    return map_keys(site->config->root, reader, out);
}

const struct value_object_type config_type = {
    .name = "config",
    .get = config_object_get,
    .keys = config_object_keys,
};

/* params of the language before params of the site. */
static bool params_get(const struct value_object *self, struct str key,
                       struct reader *reader, struct value *out)
{
    const struct site *site = self->data;
    const struct language *language = view_language(site, reader)->language;
    struct value own = config_value(
        site->config, str_fmt(reader->arena, "languages.%" STR_FMT ".params",
                              STR_ARG(language->code))
                          .ptr);
    const struct value *v = value_map_get(own, key);

    note_setting(reader, site, "languages");
    if (!v) {
        note_setting(reader, site,
                     str_cat(reader->arena, STR("params."), key).ptr);
        v = value_map_get(config_value(site->config, "params"), key);
    }
    if (v)
        *out = *v;
    return v != NULL;
}

static bool params_keys(const struct value_object *self, struct reader *reader,
                        struct value *out)
{
    const struct site *site = self->data;

    note_setting(reader, site, "params");
    return map_keys(config_value(site->config, "params"), reader, out);
}

const struct value_object_type params_type = {
    .name = "params",
    .get = params_get,
    .keys = params_keys,
};

GETTER(site_config)
{
    const struct site *site = self;

    (void)reader;
    *out = view_object(&site->config_object);
    return true;
}

GETTER(site_params)
{
    const struct site *site = self;

    (void)reader;
    *out = view_object(&site->params_object);
    return true;
}

GETTER(site_data)
{
    const struct site *site = self;

    reader_note(reader, INPUT_DATA, STR("data"), site->data_fingerprint);
    *out = site->data;
    return true;
}

/* ---- Build ---- */

#define BUILD(name, expression)                                                \
    GETTER(build_##name)                                                       \
    {                                                                          \
        const struct site *site = self;                                        \
        note_setting(reader, site, "build." #name);                            \
        *out = (expression);                                                   \
        return true;                                                           \
    }

BUILD(commit, view_text(site->head.commit))
BUILD(short_commit, view_text(str_slice(site->head.commit, 0, 8)))
BUILD(branch, view_text(site->head.branch))
BUILD(dirty, value_bool(site->head.dirty))
BUILD(environment, value_str(site->config->build.environment))
/* Before the first commit the clock says it. */
GETTER(build_time)
{
    const struct site *site = self;
    struct date now = site->config->build.now;

    note_setting(reader, site, "build.time");
    if (!site->head.known)
        reader_note(reader, INPUT_CLOCK, STR("now"),
                    hash_mix_int((struct hash){0}, (uint64_t)now.unix_seconds));
    *out = value_date(site->head.known ? site->head.date : now);
    return true;
}

GETTER(build_version)
{
    (void)self;
    (void)reader;
    *out = value_str(STR(PHX_VERSION));
    return true;
}

static const struct field build_list[] = {
    {"branch", build_branch, "The branch, or null."},
    {"commit", build_commit, "The commit, 40 digits, or null."},
    {"dirty", build_dirty, "Whether tracked files were changed."},
    {"environment", build_environment, "Such as production; may be empty."},
    {"short_commit", build_short_commit, "Its first 8 digits, or null."},
    {"time", build_time,
     "The commit's date, so that a commit always gives the same bytes."},
    {"version", build_version, "phx's version."},
};
const struct fields build_fields = {"build", build_list, PHX_COUNT(build_list)};

static bool build_get(const struct value_object *self, struct str key,
                      struct reader *reader, struct value *out)
{
    return view_get(&build_fields, self->data, key, reader, out);
}
static bool build_keys(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    (void)self;
    return view_keys(&build_fields, reader, out);
}
const struct value_object_type build_type = {
    .name = "build",
    .get = build_get,
    .keys = build_keys,
};

GETTER(site_build)
{
    const struct site *site = self;

    (void)reader;
    *out = view_object(&site->build_object);
    return true;
}

/* ---- The site ---- */

static const struct field site_list[] = {
    {"archive", site_archive,
     "The main sections' dated pages by year: year, count, pages."},
    {"author", site_author, "author of phx.yaml, a map."},
    {"authors", site_authors, "authors of phx.yaml by id."},
    {"base_path", site_base_path, "What stands before every URL; or empty."},
    {"base_url", site_base_url, "Where the site is published; or empty."},
    {"build", site_build, "The build: commit, time, version …"},
    {"config", site_config, "phx.yaml, with defaults."},
    {"copyright", site_copyright, "copyright of phx.yaml."},
    {"data", site_data, "The files of data/ by name."},
    {"description", site_description, "The site's description."},
    {"feeds", site_feeds, "Its feeds: format, type, title, url, permalink."},
    {"home", site_home, "The root section."},
    {"language", site_language, "The language being rendered."},
    {"languages", site_languages, "All languages, the default first."},
    {"main", site_main, "The main sections' pages, newest first."},
    {"menus", site_menus, "Menus by name: entries with name, url, children."},
    {"pages", site_all_pages, "All pages of the language, newest first."},
    {"params", site_params, "params of phx.yaml."},
    {"sections", site_sections, "The top sections, by weight and title."},
    {"series", site_series, "All series of the language."},
    {"taxonomies", site_taxonomies, "Taxonomies by name."},
    {"theme", site_theme, "The theme's name."},
    {"title", site_title, "The site's title."},
};
const struct fields site_fields = {"site", site_list, PHX_COUNT(site_list)};

static bool site_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    return view_get(&site_fields, self->data, key, reader, out);
}
static bool site_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    (void)self;
    return view_keys(&site_fields, reader, out);
}
static bool site_text(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    return site_title(self->data, reader, out);
}
const struct value_object_type site_type = {
    .name = "site",
    .get = site_get,
    .keys = site_keys,
    .text = site_text,
};

struct value site_value(struct arena *arena, const struct site *site)
{
    (void)arena;
    return view_object(&site->object);
}
