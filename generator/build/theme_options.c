/* SPDX-License-Identifier: MIT */
/*
 * Options of themes: declared with a type and a default, checked at their place
 * in phx.yaml, given to style sheets as Sass variables and to templates as a
 * map.
 */
#include "theme_options.h"

#include "inputs.h"

enum theme_type {
    THEME_TEXT,
    THEME_COLOR,
    THEME_NUMBER,
    THEME_BOOL,
    THEME_CHOICE
};

static const char *const type_names[] = {
    [THEME_TEXT] = "text", [THEME_COLOR] = "color",   [THEME_NUMBER] = "number",
    [THEME_BOOL] = "bool", [THEME_CHOICE] = "choice",
};

/* For "… wants X, not …". */
static const char *const type_wants[] = {
    [THEME_TEXT] = "a text",
    [THEME_COLOR] = "a colour such as \"#b3380a\"",
    [THEME_NUMBER] = "a number",
    [THEME_BOOL] = "true or false",
    [THEME_CHOICE] = "one of its values",
};

static bool find_type(struct value declaration, enum theme_type *out)
{
    struct str name = value_map_str(declaration, STR("type"), STR(""));

    for (size_t i = 0; i < PHX_COUNT(type_names); i++)
        if (str_is(name, type_names[i])) {
            *out = (enum theme_type)i;
            return true;
        }
    return false;
}

/* "#b3380a" and its kin; everything else of CSS is a function or a name. */
static bool is_color(struct str text)
{
    bool hex = text.len > 1 && text.ptr[0] == '#';

    for (size_t i = 1; hex && i < text.len; i++)
        hex = str_chr(STR("0123456789abcdefABCDEF"), text.ptr[i]) != STR_NONE;
    if (hex)
        return text.len == 4 || text.len == 5 || text.len == 7 || text.len == 9;
    if (text.len == 0 || !ascii_is_letter(text.ptr[0]))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (str_chr(STR(";{}\"'\\<>"), text.ptr[i]) != STR_NONE)
            return false;
    return true;
}

static bool in_list(struct value list, struct value v)
{
    for (size_t i = 0; value_is(list, VALUE_LIST) && i < list.as.list->len; i++)
        if (value_equal(list.as.list->items[i], v))
            return true;
    return false;
}

static bool fits(struct value declaration, enum theme_type type, struct value v)
{
    const struct value *choices;

    switch (type) {
    case THEME_TEXT:
        return value_is(v, VALUE_STRING);
    case THEME_COLOR:
        return value_is(v, VALUE_STRING) && is_color(value_text(v));
    case THEME_NUMBER:
        return value_is_number(v);
    case THEME_BOOL:
        return value_is(v, VALUE_BOOL);
    case THEME_CHOICE:
        choices = value_map_get(declaration, STR("values"));
        return choices && in_list(*choices, v);
    }
    return false;
}

/* ---- theme.yaml ---- */

static void check_declaration(struct build *build, const struct value_places *p,
                              const struct source_ref *source,
                              struct value options, size_t index)
{
    const struct value_entry *e = &options.as.map->entries[index];
    const struct value_place *place = value_place_of(p, options, index);
    const struct value *fallback = value_map_get(e->value, STR("default"));
    enum theme_type type;

    if (find_type(e->value, &type) && fallback &&
        fits(e->value, type, *fallback))
        return;
    diag_hint(build->diags,
              diag_add(build->diags, DIAG_THEME_OPTION, source,
                       place ? place->key : (struct span){0},
                       "an option needs a type and a default of that type"),
              "write {type: color, default: \"#b3380a\"}; types are text, "
              "color, number, bool, and choice with values");
}

void theme_options_declare(struct build *build, struct str origin,
                           struct str text)
{
    const struct yaml_options yaml = {0};
    const struct source_ref source = {.path = origin, .text = text};
    struct value_places places = {0};
    struct value root;

    if (!yaml_read(build->arena, &source, &yaml, build->diags, &root, &places))
        return;
    const struct value *options = value_map_get(root, STR("options"));
    if (!options || !value_is(*options, VALUE_MAP))
        return;
    for (size_t i = 0; i < options->as.map->len; i++)
        check_declaration(build, &places, &source, *options, i);
    build->theme_declared = *options;
}

/* ---- phx.yaml ---- */

static struct diag *report(struct build *build, struct str name,
                           const char *what)
{
    const struct source_ref *source = &build->config.source;
    struct str path =
        str_fmt(build->arena, "theme_options.%" STR_FMT, STR_ARG(name));
    struct span span = config_place(&build->config, path.ptr, &source);

    return diag_add(build->diags, DIAG_THEME_OPTION, source, span,
                    "the theme's option `%" STR_FMT "` %s", STR_ARG(name),
                    what);
}

static void report_unknown(struct build *build, struct str name)
{
    struct value declared = build->theme_declared;
    size_t count = value_is(declared, VALUE_MAP) ? declared.as.map->len : 0;
    struct str *names = arena_array(build->arena, struct str, count);

    for (size_t i = 0; i < count; i++)
        names[i] = value_text(declared.as.map->entries[i].key);
    struct str near = str_nearest(name, names, count);
    struct diag *d = report(build, name, "is not in its theme.yaml");
    if (near.len)
        diag_hint(build->diags, d, "did you mean `%" STR_FMT "`?",
                  STR_ARG(near));
}

static struct value chosen(struct build *build, struct value map,
                           const struct value_entry *option)
{
    const struct value *fallback = value_map_get(option->value, STR("default"));
    const struct value *own = value_map_get(map, value_text(option->key));
    enum theme_type type;

    if (!find_type(option->value, &type))
        return value_null();
    if (own && fits(option->value, type, *own))
        return *own;
    if (own && own->kind != VALUE_NULL)
        report(build, value_text(option->key),
               str_fmt(build->arena, "wants %s", type_wants[type]).ptr);
    return fallback ? *fallback : value_null();
}

void theme_options_apply(struct build *build)
{
    struct value map = config_value(&build->config, "theme_options");
    struct value declared = build->theme_declared;
    struct map_builder values;

    map_builder_init(&values, build->arena);
    for (size_t i = 0;
         value_is(declared, VALUE_MAP) && i < declared.as.map->len; i++)
        map_builder_set(&values, declared.as.map->entries[i].key,
                        chosen(build, map, &declared.as.map->entries[i]));
    for (size_t i = 0; value_is(map, VALUE_MAP) && i < map.as.map->len; i++) {
        struct str name = value_text(map.as.map->entries[i].key);
        if (!value_is(declared, VALUE_MAP) || !value_map_get(declared, name))
            report_unknown(build, name);
    }
    build->theme_options = map_builder_finish(&values);
    const struct trace_input input = {
        .kind = INPUT_COLLECTION,
        .key = STR(INPUT_THEME_OPTIONS),
        .fingerprint = theme_options_fingerprint(build),
    };
    expr_env_noted(build->env, "theme_options", build->theme_options, &input);
}

struct hash theme_options_fingerprint(const struct build *build)
{
    struct buf text = BUF_INIT;

    value_print(&text, build->theme_options, NULL);
    struct hash h = hash_bytes(buf_str(&text));
    buf_deinit(&text);
    return h;
}
