/* SPDX-License-Identifier: MIT */
/*
 * Reads Prism's components.json into a table of languages. Loading them is left
 * to highlight.c.
 *
 * In components.json a language may `require` others, use others when they are
 * there (`optional`), and change others (`modify`). Here optional ones are
 * always loaded. css and javascript complete markup and come with it; what else
 * changes another language is either guarded (it is a language of its own, so
 * it is loaded on copies of the others) or not offered.
 */
#include "languages.h"

#include "value/value.h"

/* Languages that change others, and what is done about them. */
static const char *const completing[] = {"css", "javascript"};
static const char *const guarded[] = {"actionscript", "opencl"};

static const char *const plain[] = {
    "", "text", "txt", "plain", "plaintext", "none", "output", "ascii",
};

/* Names that people write and Prism does not have. */
static const struct {
    const char *name;
    const char *id;
} more_names[] = {
    {"asm", "nasm"},
    {"assembly", "nasm"},
    {"bazel", "python"},
    {"bzl", "python"},
    {"c++", "cpp"},
    {"c#", "csharp"},
    {"cc", "cpp"},
    {"cfg", "ini"},
    {"cjs", "javascript"},
    {"cl", "opencl"},
    {"cmd", "batch"},
    {"console", "shell-session"},
    {"cu", "cpp"},
    {"cuda", "cpp"},
    {"cuh", "cpp"},
    {"cxx", "cpp"},
    {"dosini", "ini"},
    {"f#", "fsharp"},
    {"fish", "bash"},
    {"golang", "go"},
    {"h", "c"},
    {"h++", "cpp"},
    {"hip", "cpp"},
    {"hpp", "cpp"},
    {"htm", "markup"},
    {"ipython", "python"},
    {"jsonc", "json5"},
    {"jsonl", "json"},
    {"ksh", "bash"},
    {"make", "makefile"},
    {"metal", "cpp"},
    {"mjs", "javascript"},
    {"mk", "makefile"},
    {"ndjson", "json"},
    {"node", "javascript"},
    {"patch", "diff"},
    {"perl5", "perl"},
    {"postgres", "sql"},
    {"postgresql", "sql"},
    {"ps1", "powershell"},
    {"pwsh", "powershell"},
    {"py3", "python"},
    {"pyi", "python"},
    {"python3", "python"},
    {"pyx", "python"},
    {"rs", "rust"},
    {"sbatch", "bash"},
    {"shellscript", "bash"},
    {"sqlite", "sql"},
    {"starlark", "python"},
    {"svelte", "markup"},
    {"terminal", "shell-session"},
    {"terraform", "hcl"},
    {"tf", "hcl"},
    {"triton", "python"},
    {"vue", "markup"},
    {"xhtml", "markup"},
    {"zsh", "bash"},
};

void languages_init(struct languages *languages)
{
    *languages = (struct languages){0};
    pthread_mutex_init(&languages->lock, NULL);
    arena_init(&languages->arena);
}

void languages_deinit(struct languages *languages)
{
    arena_deinit(&languages->arena);
    pthread_mutex_destroy(&languages->lock);
}

static bool is_one_of(struct str name, const char *const *list, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (str_is(name, list[i]))
            return true;
    return false;
}

bool languages_is_plain(struct str name)
{
    for (size_t i = 0; i < PHX_COUNT(plain); i++)
        if (str_eq_nocase(name, str_of(plain[i])))
            return true;
    return false;
}

/* components.json writes a list of one as its only member. */
static size_t texts_of(const struct value *v, const struct value **items)
{
    if (!v)
        return 0;
    if (value_is(*v, VALUE_LIST)) {
        *items = v->as.list->items;
        return v->as.list->len;
    }
    *items = v;
    return 1;
}

static size_t number_of(const struct languages *languages, struct str id)
{
    const struct language *language = map_get(&languages->names, id);

    return language ? (size_t)(language - languages->list) : STR_NONE;
}

static void add_number(struct languages *languages, size_t **list, size_t *len,
                       size_t number)
{
    size_t *grown = arena_array(&languages->arena, size_t, *len + 1);

    if (*len)
        memcpy(grown, *list, *len * sizeof(grown[0]));
    grown[(*len)++] = number;
    *list = grown;
}

static void add_names(struct languages *languages, struct language *language,
                      struct value entry)
{
    const struct value *alias = NULL;
    size_t count = texts_of(value_map_get(entry, STR("alias")), &alias);

    map_set(&languages->names, language->id, language);
    for (size_t i = 0; i < count; i++)
        map_set(&languages->names, value_text(alias[i]), language);
}

static void add_before(struct languages *languages, struct language *language,
                       const struct value *names)
{
    const struct value *items = NULL;
    size_t count = texts_of(names, &items);

    for (size_t i = 0; i < count; i++) {
        size_t number = number_of(languages, value_text(items[i]));

        if (number != STR_NONE && languages->list[number].offered)
            add_number(languages, &language->before, &language->before_len,
                       number);
    }
}

/* `language` completes what it modifies: that comes first, and brings it. */
static void add_completing(struct languages *languages,
                           struct language *language, const struct value *names)
{
    const struct value *items = NULL;
    size_t count = texts_of(names, &items);

    add_before(languages, language, names);
    for (size_t i = 0; i < count; i++) {
        size_t number = number_of(languages, value_text(items[i]));

        if (number == STR_NONE)
            continue;
        struct language *other = &languages->list[number];

        add_number(languages, &other->after, &other->after_len,
                   (size_t)(language - languages->list));
    }
}

static void add_language(struct languages *languages, struct str id,
                         struct value entry)
{
    struct language *language = &languages->list[languages->len++];
    bool modifies = value_map_get(entry, STR("modify")) != NULL;
    bool completes = is_one_of(id, completing, PHX_COUNT(completing));

    language->id = id;
    language->path =
        str_fmt(&languages->arena,
                "npm/prismjs/components/prism-%" STR_FMT ".min.js", STR_ARG(id))
            .ptr;
    language->guarded = is_one_of(id, guarded, PHX_COUNT(guarded));
    language->offered = !modifies || completes || language->guarded;
    add_names(languages, language, entry);
}

static void add_relations(struct languages *languages, struct str id,
                          struct value entry)
{
    struct language *language = &languages->list[number_of(languages, id)];
    const struct value *modify = value_map_get(entry, STR("modify"));

    if (is_one_of(id, completing, PHX_COUNT(completing)))
        add_completing(languages, language, modify);
    add_before(languages, language, value_map_get(entry, STR("require")));
    add_before(languages, language, value_map_get(entry, STR("optional")));
}

static void add_more_names(struct languages *languages)
{
    for (size_t i = 0; i < PHX_COUNT(more_names); i++) {
        struct str name = str_of(more_names[i].name);

        if (!map_has(&languages->names, name))
            map_set(&languages->names, name,
                    map_get(&languages->names, str_of(more_names[i].id)));
    }
}

static bool is_language(const struct value_entry *entry)
{
    return value_is(entry->value, VALUE_MAP) &&
           !str_is(value_text(entry->key), "meta");
}

static int read_components(struct languages *languages, struct error *err)
{
    struct source_ref source = {.path = STR("npm/prismjs/components.json")};
    struct diags diags;
    struct value file;

    if (!embed_find(source.path, &source.text))
        return phx_fail(err, PHX_ELIBRARY,
                        "this phx was built without Prism, which highlights "
                        "code: run npm ci, then build it again");
    diags_init(&diags, &languages->arena, NULL);
    if (!json_read(&languages->arena, &source, NULL, &diags, &file))
        return phx_fail(err, PHX_ELIBRARY, "%s does not parse",
                        source.path.ptr);
    const struct value *all = value_map_get(file, STR("languages"));

    if (!all || !value_is(*all, VALUE_MAP))
        return phx_fail(err, PHX_ELIBRARY, "%s lists no languages",
                        source.path.ptr);
    const struct value_map *map = all->as.map;

    languages->list = arena_array(&languages->arena, struct language, map->len);
    map_init(&languages->names, &languages->arena);
    for (size_t i = 0; i < map->len; i++)
        if (is_language(&map->entries[i]))
            add_language(languages, value_text(map->entries[i].key),
                         map->entries[i].value);
    for (size_t i = 0; i < map->len; i++)
        if (is_language(&map->entries[i]))
            add_relations(languages, value_text(map->entries[i].key),
                          map->entries[i].value);
    add_more_names(languages);
    return PHX_OK;
}

int languages_open(struct languages *languages, struct error *err)
{
    int rc = PHX_OK;

    pthread_mutex_lock(&languages->lock);
    if (!languages->open) {
        rc = read_components(languages, err);
        languages->open = rc == PHX_OK;
    }
    pthread_mutex_unlock(&languages->lock);
    return rc;
}

const struct language *languages_find(const struct languages *languages,
                                      struct str name)
{
    char lower[64];
    const struct language *language;

    if (name.len > sizeof(lower))
        return NULL;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    name = str_bytes(lower, name.len);
    if (str_starts(name, STR("diff-")))
        name = STR("diff");
    language = map_get(&languages->names, name);
    return language && language->offered ? language : NULL;
}
