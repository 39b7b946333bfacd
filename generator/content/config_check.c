/* SPDX-License-Identifier: MIT */
/*
 * One configuration file against the table of keys: what is unknown, of the
 * wrong type or out of bounds, each at its place. What several keys mean
 * together is config_apply's.
 */
#include "config.h"

struct check {
    struct arena *arena;
    const struct config_file *file;
    struct diags *diags;
};

/* Whether a row's path matches, part by part. */
static bool row_matches(const char *row, struct str path)
{
    struct str pattern = str_of(row);
    struct str want;
    struct str part;

    while (str_split(&pattern, '.', &want)) {
        if (!str_split(&path, '.', &part))
            return false;
        if (!str_is(want, "*") && !str_eq(want, part))
            return false;
    }
    return !str_split(&path, '.', &part);
}

/* The row for `path`, where "*" of a row matches any part; NULL: none. */
static const struct config_key *key_find(struct str path)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);

    for (size_t i = 0; i < count; i++)
        if (row_matches(keys[i].path, path))
            return &keys[i];
    return NULL;
}

/* The row without its last part. */
static struct str row_parent(const char *row)
{
    struct str path = str_of(row);
    size_t dot = str_rchr(path, '.');

    return dot == STR_NONE ? STR("") : str_slice(path, 0, dot);
}

static bool parent_matches(struct arena *arena, const char *row,
                           struct str path)
{
    struct str parent = row_parent(row);

    if (parent.len == 0 || path.len == 0)
        return parent.len == path.len;
    return row_matches(str_cstr(arena, parent), path);
}

/* Whether any row stands below `path`. */
static bool has_rows(struct str path)
{
    struct arena scratch;
    size_t count;
    const struct config_key *keys = config_keys(&count);
    bool found = false;

    arena_init(&scratch);
    for (size_t i = 0; i < count && !found; i++)
        found = parent_matches(&scratch, keys[i].path, path);
    arena_deinit(&scratch);
    return found;
}

static unsigned type_of(struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_BOOL:
        return CONFIG_BOOL;
    case VALUE_INT:
        return CONFIG_INT | CONFIG_NUMBER | CONFIG_TEXT;
    case VALUE_FLOAT:
        return CONFIG_NUMBER | CONFIG_TEXT;
    case VALUE_STRING:
    case VALUE_DATE:
        return CONFIG_TEXT;
    case VALUE_LIST:
        return CONFIG_LIST;
    case VALUE_MAP:
        return CONFIG_MAP;
    case VALUE_NULL:
        return CONFIG_ANY; /* "key:" with nothing behind it is unset */
    case VALUE_UNDEFINED:
    case VALUE_OBJECT:
        break;
    }
    return 0;
}

static struct str type_names(struct arena *arena, unsigned types)
{
    static const struct {
        unsigned type;
        const char *name;
    } names[] = {
        {CONFIG_TEXT, "text"},          {CONFIG_BOOL, "true or false"},
        {CONFIG_INT, "a whole number"}, {CONFIG_NUMBER, "a number"},
        {CONFIG_LIST, "a list"},        {CONFIG_MAP, "a map (key: value)"},
    };
    struct buf text = BUF_INIT;
    struct str out;

    for (size_t i = 0; i < PHX_COUNT(names); i++) {
        if (!(types & names[i].type))
            continue;
        if (text.len)
            buf_add_cstr(&text, " or ");
        buf_add_cstr(&text, names[i].name);
    }
    out = buf_dup(arena, &text);
    buf_deinit(&text);
    return out;
}

static bool is_choice(const char *choices, struct str text)
{
    struct str rest = str_of(choices);
    struct str choice;

    while (str_split(&rest, '|', &choice))
        if (str_eq(choice, text))
            return true;
    return false;
}

static void check_choice(const struct check *check,
                         const struct config_key *key, struct value v,
                         struct span span, struct str path)
{
    if (v.kind != VALUE_STRING || is_choice(key->choices, value_text(v)))
        return;
    diag_hint(check->diags,
              diag_add(check->diags, DIAG_CONFIG_VALUE, &check->file->source,
                       span, "`%" STR_FMT "` cannot be `%" STR_FMT "`",
                       STR_ARG(path), STR_ARG(value_text(v))),
              "one of: %" STR_FMT,
              STR_ARG(str_replace(check->arena, str_of(key->choices), STR("|"),
                                  STR(", "))));
}

static void check_bounds(const struct check *check,
                         const struct config_key *key, struct value v,
                         struct span span, struct str path)
{
    double number = value_as_double(v);

    if (number >= (double)key->min && number <= (double)key->max)
        return;
    diag_add(check->diags, DIAG_CONFIG_VALUE, &check->file->source, span,
             "`%" STR_FMT "` must be between %lld and %lld", STR_ARG(path),
             (long long)key->min, (long long)key->max);
}

static void check_value(const struct check *check, const struct config_key *key,
                        struct value v, struct span span, struct str path)
{
    if (!(type_of(v) & key->types)) {
        diag_add(check->diags, DIAG_CONFIG_TYPE, &check->file->source, span,
                 "`%" STR_FMT "` must be %" STR_FMT ", not %s", STR_ARG(path),
                 STR_ARG(type_names(check->arena, key->types)),
                 value_kind_name(v));
        return;
    }
    if (key->choices && v.kind == VALUE_LIST)
        for (size_t i = 0; i < v.as.list->len; i++)
            check_choice(check, key, v.as.list->items[i], span, path);
    if (key->choices)
        check_choice(check, key, v, span, path);
    if (value_is_number(v) && (key->min || key->max))
        check_bounds(check, key, v, span, path);
}

/* The names that could stand at `path`, for a suggestion. */
static struct str nearest(const struct check *check, struct str path,
                          struct str name)
{
    PHX_VEC(struct str) names = {0};
    size_t count;
    const struct config_key *keys = config_keys(&count);

    for (size_t i = 0; i < count; i++) {
        struct str row = str_of(keys[i].path);
        size_t dot = str_rchr(row, '.');

        if (!parent_matches(check->arena, keys[i].path, path))
            continue;
        row = dot == STR_NONE ? row : str_from(row, dot + 1);
        if (!str_is(row, "*"))
            vec_push(check->arena, &names, row);
    }
    if (str_is(path, "severity"))
        for (unsigned i = 0; i < DIAG_CLASS_COUNT; i++)
            vec_push(check->arena, &names,
                     str_of(diag_class_name((enum diag_class)i)));
    return str_nearest(name, names.items, names.len);
}

static void unknown(const struct check *check, struct str path, struct str name,
                    struct span span)
{
    struct str near = nearest(check, path, name);
    struct diag *d =
        diag_add(check->diags, DIAG_CONFIG_KEY, &check->file->source, span,
                 path.len ? "phx knows no key `%" STR_FMT "` in `%" STR_FMT "`"
                          : "phx knows no key `%" STR_FMT "`%" STR_FMT,
                 STR_ARG(name), STR_ARG(path));

    if (near.len)
        diag_hint(check->diags, d, "did you mean `%" STR_FMT "`?",
                  STR_ARG(near));
    else if (path.len == 0)
        diag_hint(check->diags, d, "values of your own belong under `params`");
}

static void check_map(const struct check *check, struct value map,
                      struct str path)
{
    for (size_t i = 0; i < map.as.map->len; i++) {
        const struct value_entry *entry = &map.as.map->entries[i];
        const struct value_place *place =
            value_place_of(&check->file->places, map, i);
        struct span at = place ? place->key : (struct span){0};
        const struct config_key *key;
        enum diag_class class;
        struct str name;
        struct str full;

        if (entry->key.kind != VALUE_STRING) {
            diag_add(check->diags, DIAG_CONFIG_TYPE, &check->file->source, at,
                     "a key must be text, not %s", value_kind_name(entry->key));
            continue;
        }
        name = value_text(entry->key);
        full = path.len ? str_fmt(check->arena, "%" STR_FMT ".%" STR_FMT,
                                  STR_ARG(path), STR_ARG(name))
                        : name;
        key = str_chr(name, '.') == STR_NONE ? key_find(full) : NULL;
        if (!key ||
            (str_is(path, "severity") && !diag_class_find(name, &class))) {
            unknown(check, path, name, at);
            continue;
        }
        check_value(check, key, entry->value,
                    place ? place->value : (struct span){0}, full);
        if (entry->value.kind == VALUE_MAP && has_rows(full))
            check_map(check, entry->value, full);
    }
}

void config_check_file(struct arena *arena, const struct config_file *file,
                       struct diags *diags)
{
    struct check check = {arena, file, diags};

    check_map(&check, file->root, STR(""));
}
