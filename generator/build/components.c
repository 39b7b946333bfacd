/* SPDX-License-Identifier: MIT */
/*
 * Reads the declarations of component templates. What a page writes is checked
 * against them by options.c.
 */
#include "components.h"

#include "state.h"

/* Before {# phx: … #}: comments and space may stand there. */
static bool find_declaration(struct str text, struct str *yaml, size_t *line)
{
    static const struct str open = STR_INIT("{#");
    size_t at = 0;

    if (str_starts(text, STR("\xEF\xBB\xBF")))
        at = 3;
    for (;;) {
        struct str rest = str_trim_left(str_from(text, at));
        if (!str_starts(rest, open))
            return false;
        size_t end = str_find(rest, STR("#}"));
        if (end == STR_NONE)
            return false;
        struct str inner = str_slice(rest, open.len, end);
        struct str word = str_trim_left(inner);
        if (str_starts(word, STR("phx:"))) {
            *yaml = str_from(word, sizeof("phx:") - 1);
            *line = span_at(text, (size_t)(yaml->ptr - text.ptr)).line - 1;
            return true;
        }
        at = (size_t)(rest.ptr - text.ptr) + end + 2;
    }
}

/* ---- One declaration ---- */

struct declaration {
    struct build *build;
    struct source_ref source; /* text: the YAML */
    struct value_places places;
    struct component_spec *spec;
};

static void wrong(struct declaration *d, struct value container, size_t index,
                  bool key, const char *what)
{
    const struct value_place *place =
        value_place_of(&d->places, container, index);
    struct span span = {.line = 1};

    if (place)
        span = key ? place->key : place->value;
    diag_add(d->build->diags, DIAG_COMPONENT_DECLARATION, &d->source, span,
             "%s", what);
}

/* The index of `v` among `names`, or SIZE_MAX. */
static size_t index_of(struct value v, const char *const *names, size_t count)
{
    for (size_t i = 0; value_is(v, VALUE_STRING) && i < count; i++)
        if (str_is(value_text(v), names[i]))
            return i;
    return SIZE_MAX;
}

static void read_choices(struct declaration *d, struct component_option *o,
                         struct value map, size_t index)
{
    struct value list = map.as.map->entries[index].value;
    struct arena *arena = d->build->arena;

    if (!value_is(list, VALUE_LIST) || list.as.list->len == 0) {
        wrong(d, map, index, false, "values must be a list of texts");
        return;
    }
    struct str *choices = arena_array(arena, struct str, list.as.list->len);
    for (size_t i = 0; i < list.as.list->len; i++) {
        struct buf text = BUF_INIT;
        value_print(&text, list.as.list->items[i], NULL);
        choices[i] = buf_dup(arena, &text);
        buf_deinit(&text);
    }
    o->choices = choices;
    o->choice_count = list.as.list->len;
}

static void read_bound(struct declaration *d, struct value map, size_t index,
                       bool *has, double *bound)
{
    struct value v = map.as.map->entries[index].value;

    if (!value_is_number(v)) {
        wrong(d, map, index, false, "a bound must be a number");
        return;
    }
    *has = true;
    *bound = value_as_double(v);
}

static void read_option_key(struct declaration *d, struct component_option *o,
                            struct value map, size_t index)
{
    static const char *const types[] = {"text", "int",    "number",
                                        "bool", "choice", "url"};
    const struct value_entry *e = &map.as.map->entries[index];
    struct str key =
        value_is(e->key, VALUE_STRING) ? value_text(e->key) : STR("");

    if (str_is(key, "type")) {
        size_t type = index_of(e->value, types, PHX_COUNT(types));
        if (type == SIZE_MAX)
            wrong(d, map, index, false,
                  "type is text, int, number, bool, choice or url");
        else
            o->type = (enum option_type)type;
    } else if (str_is(key, "default")) {
        o->fallback = e->value;
    } else if (str_is(key, "required") && value_is(e->value, VALUE_BOOL)) {
        o->required = e->value.as.boolean;
    } else if (str_is(key, "min")) {
        read_bound(d, map, index, &o->has_min, &o->min);
    } else if (str_is(key, "max")) {
        read_bound(d, map, index, &o->has_max, &o->max);
    } else if (str_is(key, "values")) {
        read_choices(d, o, map, index);
    } else {
        wrong(d, map, index, true,
              "an option has type, default, required, min, max and values");
    }
}

static void read_options(struct declaration *d, struct value map, size_t index)
{
    struct value list = map.as.map->entries[index].value;

    if (!value_is(list, VALUE_MAP)) {
        wrong(d, map, index, false, "options must be a map");
        return;
    }
    size_t count = list.as.map->len;
    struct component_option *options =
        arena_array(d->build->arena, struct component_option, count);
    for (size_t i = 0; i < count; i++) {
        const struct value_entry *e = &list.as.map->entries[i];
        struct component_option *o = &options[i];
        o->fallback = value_null();
        o->name = value_is(e->key, VALUE_STRING) ? value_text(e->key) : STR("");
        if (!value_is(e->value, VALUE_MAP)) {
            wrong(d, list, i, false, "an option is a map such as {type: int}");
            continue;
        }
        for (size_t k = 0; k < e->value.as.map->len; k++)
            read_option_key(d, o, e->value, k);
        if (o->type == OPTION_CHOICE && o->choice_count == 0)
            wrong(d, list, i, true, "a choice needs values: […]");
    }
    d->spec->options = options;
    d->spec->option_count = count;
}

static void read_argument(struct declaration *d, struct value map, size_t index)
{
    static const char *const names[] = {"optional", "required", "none"};
    struct value v = map.as.map->entries[index].value;

    if (value_is(v, VALUE_MAP)) {
        d->spec->argument = value_map_bool(v, STR("required"), false)
                                ? ARGUMENT_REQUIRED
                                : ARGUMENT_OPTIONAL;
        d->spec->argument_is_url =
            str_is(value_map_str(v, STR("type"), STR("text")), "url");
        return;
    }
    size_t which = index_of(v, names, PHX_COUNT(names));
    if (which == SIZE_MAX)
        wrong(d, map, index, false,
              "argument is required, optional, none or {type: url}");
    else
        d->spec->argument = (enum component_argument)which;
}

static void read_key(struct declaration *d, struct value map, size_t index)
{
    static const char *const bodies[] = {"none", "markdown", "raw"};
    static const char *const kinds[] = {"figure", "table", "equation"};
    const struct value_entry *e = &map.as.map->entries[index];
    struct str key =
        value_is(e->key, VALUE_STRING) ? value_text(e->key) : STR("");
    size_t which;

    if (str_is(key, "body")) {
        which = index_of(e->value, bodies, PHX_COUNT(bodies));
        if (which == SIZE_MAX)
            wrong(d, map, index, false, "body is markdown, raw or none");
        else
            d->spec->body = (enum component_body)which;
    } else if (str_is(key, "numbered")) {
        which = index_of(e->value, kinds, PHX_COUNT(kinds));
        if (which == SIZE_MAX)
            wrong(d, map, index, false,
                  "numbered is figure, table or equation");
        else
            d->spec->numbered = (enum numbered)which;
    } else if (str_is(key, "argument")) {
        read_argument(d, map, index);
    } else if (str_is(key, "options")) {
        read_options(d, map, index);
    } else {
        wrong(d, map, index, true,
              "a declaration has body, argument, numbered and options");
    }
}

static void read_declaration(struct declaration *d)
{
    const struct yaml_options options = {0};
    struct value root;

    if (!yaml_read(d->build->arena, &d->source, &options, d->build->diags,
                   &root, &d->places))
        return;
    if (!value_is(root, VALUE_MAP)) {
        diag_add(d->build->diags, DIAG_COMPONENT_DECLARATION, &d->source,
                 (struct span){.line = 1}, "a declaration is a map of YAML");
        return;
    }
    for (size_t i = 0; i < root.as.map->len; i++)
        read_key(d, root, i);
}

/* ---- All of them ---- */

void components_init(struct build *build)
{
    static const struct component_spec own[] = {
        {.name = STR_INIT("math"),
         .declared = true,
         .body = COMPONENT_RAW,
         .numbered = NUMBERED_EQUATION},
        {.name = STR_INIT("bench"),
         .declared = true,
         .body = COMPONENT_MARKDOWN,
         .numbered = NUMBERED_FIGURE},
    };

    map_init(&build->components.by_name, build->arena);
    for (size_t i = 0; i < PHX_COUNT(own); i++)
        map_set(&build->components.by_name, own[i].name,
                arena_copy(build->arena, &own[i], sizeof(own[i])));
}

void components_add(struct build *build, struct str name, struct str path,
                    struct str text)
{
    struct component_spec *spec =
        arena_new(build->arena, struct component_spec);
    struct declaration d = {.build = build, .spec = spec};
    size_t line = 0;

    spec->name = name;
    spec->body = COMPONENT_MARKDOWN;
    spec->numbered = NUMBERED_NOTHING;
    d.source.path = path;
    spec->declared = find_declaration(text, &d.source.text, &line);
    d.source.line_offset = (uint32_t)line;
    if (spec->declared)
        read_declaration(&d);
    map_set(&build->components.by_name, name, spec);
    struct hash h = hash_mix_str(build->components.fingerprint, name);
    build->components.fingerprint =
        hash_mix_str(h, spec->declared ? d.source.text : STR(""));
}

const struct component_spec *component_find(const struct build *build,
                                            struct str name)
{
    return map_get(&build->components.by_name, name);
}

static int by_name(const void *a, const void *b)
{
    const struct component *x = a;
    const struct component *y = b;

    return str_cmp(x->name, y->name);
}

void components_finish(struct build *build)
{
    /* No template draws these. */
    static const struct component fixed[] = {
        {STR_INIT("bench"), COMPONENT_MARKDOWN},
        {STR_INIT("include"), COMPONENT_NO_BODY},
        {STR_INIT("math"), COMPONENT_RAW},
    };
    const struct map *specs = &build->components.by_name;
    struct component *list = arena_array(build->arena, struct component,
                                         PHX_COUNT(fixed) + specs->len);
    size_t count = 0;

    for (; count < PHX_COUNT(fixed); count++)
        list[count] = fixed[count];
    for (size_t i = 0; i < specs->len; i++) {
        const struct component_spec *spec = specs->entries[i].value;
        bool taken = false;
        for (size_t k = 0; k < PHX_COUNT(fixed); k++)
            taken |= str_eq(fixed[k].name, spec->name);
        if (!taken)
            list[count++] = (struct component){spec->name, spec->body};
    }
    qsort(list, count, sizeof(*list), by_name);
    build->dialect.components = list;
    build->dialect.component_count = count;
}
