/* SPDX-License-Identifier: MIT */
/*
 * The lists of a configuration: languages (the default first), taxonomies,
 * permalink patterns, main sections.
 */
#include "config.h"

/* ---- Languages ---- */

/* What a language is called by itself, and its tag when that is not its code:
 * "zh" alone does not choose between two scripts, and fonts differ. */
static const struct {
    const char *code, *tag, *name;
} known_languages[] = {
    {"ar", "ar", "العربية"},          {"de", "de", "Deutsch"},
    {"en", "en", "English"},          {"es", "es", "Español"},
    {"fr", "fr", "Français"},         {"hi", "hi", "हिन्दी"},
    {"id", "id", "Indonesia"},        {"it", "it", "Italiano"},
    {"ja", "ja", "日本語"},           {"ko", "ko", "한국어"},
    {"nl", "nl", "Nederlands"},       {"pl", "pl", "Polski"},
    {"pt", "pt", "Português"},        {"ru", "ru", "Русский"},
    {"tr", "tr", "Türkçe"},           {"uk", "uk", "Українська"},
    {"vi", "vi", "Tiếng Việt"},       {"zh", "zh-Hans", "中文"},
    {"zh-cn", "zh-Hans", "中文"},     {"zh-hans", "zh-Hans", "中文"},
    {"zh-tw", "zh-Hant", "繁體中文"}, {"zh-hant", "zh-Hant", "繁體中文"},
};

static bool code_ok(struct str code)
{
    if (code.len == 0 || code.len > 35)
        return false;
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];

        if (!(ascii_is_letter(c) || (ascii_is_digit(c) && i > 0) ||
              (c == '-' && i > 0) || (c == '_' && i > 0)))
            return false;
    }
    return true;
}

static struct language language_make(const struct config *config,
                                     struct str code, struct value settings)
{
    struct language l = {.code = code, .tag = code, .name = code};

    for (size_t i = 0; i < PHX_COUNT(known_languages); i++) {
        if (!str_eq_nocase(code, str_of(known_languages[i].code)))
            continue;
        l.tag = str_of(known_languages[i].tag);
        l.name = str_of(known_languages[i].name);
    }
    l.name = value_map_str(settings, STR("name"), l.name);
    l.tag = value_map_str(settings, STR("tag"), l.tag);
    l.folder = value_map_str(settings, STR("folder"), STR(""));
    while (str_ends(l.folder, STR("/")))
        l.folder = str_slice(l.folder, 0, l.folder.len - 1);
    l.title = value_map_str(settings, STR("title"), config->title);
    l.description =
        value_map_str(settings, STR("description"), config->description);
    return l;
}

/* The default language: `language:`, else the first of `languages:`, else
 * English. */
static struct str default_code(const struct config *config, struct value all)
{
    struct str code = value_map_str(config->root, STR("language"), STR(""));

    if (code.len)
        return code;
    if (all.kind == VALUE_MAP && all.as.map->len &&
        all.as.map->entries[0].key.kind == VALUE_STRING)
        return value_text(all.as.map->entries[0].key);
    return STR("en");
}

void config_apply_languages(struct arena *arena, struct config *config,
                            struct diags *diags)
{
    PHX_VEC(struct language) list = {0};
    struct value all = config_value(config, "languages");
    struct str first = default_code(config, all);
    const struct value *settings = value_map_get(all, first);

    if (!code_ok(first)) {
        config_report(config, diags, DIAG_CONFIG_VALUE, "language",
                      "`%" STR_FMT "` is no code of a language",
                      STR_ARG(first));
        first = STR("en");
    }
    vec_push(arena, &list,
             language_make(config, first, settings ? *settings : value_null()));
    list.items[0].is_default = true;
    for (size_t i = 0; all.kind == VALUE_MAP && i < all.as.map->len; i++) {
        const struct value_entry *entry = &all.as.map->entries[i];
        struct str code =
            entry->key.kind == VALUE_STRING ? value_text(entry->key) : STR("");

        if (str_eq(code, first))
            continue;
        if (!code_ok(code)) {
            config_report(config, diags, DIAG_CONFIG_VALUE, "languages",
                          "`%" STR_FMT "` is no code of a language",
                          STR_ARG(code));
            continue;
        }
        vec_push(arena, &list, language_make(config, code, entry->value));
        list.items[list.len - 1].index = (unsigned)list.len - 1;
    }
    config->languages = list.items;
    config->language_count = list.len;
}

/* ---- Taxonomies ---- */

static struct taxonomy_config taxonomy_make(const struct config *config,
                                            struct str name,
                                            struct value settings)
{
    const struct value *paginate = value_map_get(settings, STR("paginate"));
    struct taxonomy_config t = {
        .name = name,
        .title = value_map_str(settings, STR("title"), STR("")),
        .feeds = value_map_bool(settings, STR("feeds"), true),
        .paginate = config->paginate,
    };

    if (paginate && paginate->kind == VALUE_INT && paginate->as.integer >= 0)
        t.paginate = (size_t)paginate->as.integer;
    return t;
}

static bool taxonomy_name_ok(const struct config *config, struct diags *diags,
                             struct str name)
{
    struct str bad[] = {STR("series"), STR("page"), STR("title"), STR("date")};
    bool ok = name.len > 0 && str_chr(name, '/') == STR_NONE &&
              str_chr(name, '.') == STR_NONE;

    for (size_t i = 0; i < PHX_COUNT(bad); i++)
        ok = ok && !str_eq(name, bad[i]);
    if (!ok)
        config_report(config, diags, DIAG_CONFIG_VALUE, "taxonomies",
                      "`%" STR_FMT "` cannot be a taxonomy", STR_ARG(name));
    return ok;
}

static void apply_taxonomies(struct arena *arena, struct config *config,
                             struct diags *diags)
{
    PHX_VEC(struct taxonomy_config) list = {0};
    struct value all = config_value(config, "taxonomies");
    struct str standard[] = {STR("tags"), STR("categories")};

    if (all.kind == VALUE_LIST)
        for (size_t i = 0; i < all.as.list->len; i++) {
            struct value name = all.as.list->items[i];

            if (name.kind == VALUE_STRING &&
                taxonomy_name_ok(config, diags, value_text(name)))
                vec_push(arena, &list,
                         taxonomy_make(config, value_text(name), value_null()));
        }
    else if (all.kind == VALUE_MAP && all.as.map->len)
        for (size_t i = 0; i < all.as.map->len; i++) {
            const struct value_entry *e = &all.as.map->entries[i];

            if (e->key.kind == VALUE_STRING &&
                taxonomy_name_ok(config, diags, value_text(e->key)))
                vec_push(arena, &list,
                         taxonomy_make(config, value_text(e->key), e->value));
        }
    else
        for (size_t i = 0; i < PHX_COUNT(standard); i++)
            vec_push(arena, &list,
                     taxonomy_make(config, standard[i], value_null()));
    config->taxonomies = list.items;
    config->taxonomy_count = list.len;
}

/* ---- Permalinks ---- */

static const char *const permalink_names[] = {
    "year",    "month",    "day",      "slug", "title",
    "section", "sections", "filename", "id",   "yearday",
};

/* Every :name of a pattern must be known. */
static bool pattern_ok(const struct config *config, struct diags *diags,
                       const char *path, struct str pattern)
{
    for (size_t at = str_chr(pattern, ':'); at != STR_NONE;) {
        size_t end = at + 1;
        struct str name;
        bool known = false;
        size_t next;

        while (end < pattern.len && pattern.ptr[end] >= 'a' &&
               pattern.ptr[end] <= 'z')
            end++;
        name = str_slice(pattern, at + 1, end);
        for (size_t i = 0; i < PHX_COUNT(permalink_names); i++)
            known = known || str_is(name, permalink_names[i]);
        if (!known) {
            diag_hint(diags,
                      config_report(config, diags, DIAG_CONFIG_VALUE, path,
                                    "a permalink has no `:%" STR_FMT "`",
                                    STR_ARG(name)),
                      "there are :year :month :day :yearday :slug :title "
                      ":section :sections :filename :id");
            return false;
        }
        next = str_chr(str_from(pattern, end), ':');
        at = next == STR_NONE ? STR_NONE : end + next;
    }
    if (str_find(pattern, STR("..")) == STR_NONE && pattern.len)
        return true;
    config_report(config, diags, DIAG_CONFIG_VALUE, path,
                  "`%" STR_FMT "` cannot be a permalink", STR_ARG(pattern));
    return false;
}

static struct str section_name(struct str name)
{
    while (str_starts(name, STR("/")))
        name = str_from(name, 1);
    while (str_ends(name, STR("/")))
        name = str_slice(name, 0, name.len - 1);
    return name;
}

static void apply_permalinks(struct arena *arena, struct config *config,
                             struct diags *diags)
{
    PHX_VEC(struct permalink) list = {0};
    struct value all = config_value(config, "permalinks");

    for (size_t i = 0; all.kind == VALUE_MAP && i < all.as.map->len; i++) {
        const struct value_entry *e = &all.as.map->entries[i];
        struct permalink p;

        if (e->key.kind != VALUE_STRING || e->value.kind != VALUE_STRING)
            continue; /* reported by the checks */
        p.section = section_name(value_text(e->key));
        p.pattern = value_text(e->value);
        if (pattern_ok(config, diags,
                       str_cstr(arena, str_cat(arena, STR("permalinks."),
                                               value_text(e->key))),
                       p.pattern))
            vec_push(arena, &list, p);
    }
    config->permalinks = list.items;
    config->permalink_count = list.len;
}

static void apply_main_sections(struct arena *arena, struct config *config)
{
    PHX_VEC(struct str) list = {0};
    struct value v = config_value(config, "content.main");

    if (v.kind == VALUE_STRING)
        vec_push(arena, &list, section_name(value_text(v)));
    for (size_t i = 0; v.kind == VALUE_LIST && i < v.as.list->len; i++)
        if (v.as.list->items[i].kind == VALUE_STRING)
            vec_push(arena, &list,
                     section_name(value_text(v.as.list->items[i])));
    config->main_sections = list.items;
    config->main_section_count = list.len;
}

void config_apply_lists(struct arena *arena, struct config *config,
                        struct diags *diags)
{
    apply_taxonomies(arena, config, diags);
    apply_permalinks(arena, config, diags);
    apply_main_sections(arena, config);
}
