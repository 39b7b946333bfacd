/* SPDX-License-Identifier: MIT */
/*
 * What a page writes in a directive, checked against the component's
 * declaration and typed for its template.
 */
#include "components.h"

#include "fill.h"

#include <math.h>

static const char *const type_names[] = {
    [OPTION_TEXT] = "a text",
    [OPTION_INT] = "a whole number",
    [OPTION_NUMBER] = "a number",
    [OPTION_BOOL] = "true or false",
    [OPTION_CHOICE] = "one of its values",
    [OPTION_URL] = "an address",
};

/* One option at hand: as it was written, and where. */
struct written {
    struct fill *fill;
    const struct hole *hole;
    const struct component_option *option;
    struct value value;
    struct span span;
};

static struct diag *report(struct fill *fill, const struct hole *hole,
                           struct span span, struct str message)
{
    if (!fill->diags)
        return NULL;
    return diag_add(fill->diags, DIAG_DIRECTIVE_OPTION, fill_where(fill, hole),
                    span, "%" STR_FMT, STR_ARG(message));
}

static bool refuse(const struct written *w)
{
    struct buf text = BUF_INIT;

    value_print(&text, w->value, NULL);
    report(w->fill, w->hole, w->span,
           str_fmt(w->fill->reader->arena,
                   "the option %" STR_FMT " wants %s, not `%" STR_FMT "`",
                   STR_ARG(w->option->name), type_names[w->option->type],
                   STR_ARG(buf_str(&text))));
    buf_deinit(&text);
    return false;
}

static bool in_bounds(const struct written *w, double x)
{
    const struct component_option *o = w->option;
    struct buf text = BUF_INIT;

    if ((!o->has_min || x >= o->min) && (!o->has_max || x <= o->max))
        return true;
    buf_add_fmt(&text, "the option %" STR_FMT " must be ", STR_ARG(o->name));
    if (o->has_min) {
        buf_add_cstr(&text, "at least ");
        buf_add_fmt(&text, "%.15g", o->min);
    }
    if (o->has_max) {
        buf_add_cstr(&text, o->has_min ? " and at most " : "at most ");
        buf_add_fmt(&text, "%.15g", o->max);
    }
    report(w->fill, w->hole, w->span, buf_str(&text));
    buf_deinit(&text);
    return false;
}

static bool as_number(const struct written *w, struct value *out)
{
    bool whole = w->option->type == OPTION_INT;
    int64_t n;
    double x;

    if (value_is(w->value, VALUE_STRING)) {
        struct str text = value_text(w->value);
        if (str_to_int(text, &n))
            *out = value_int(n);
        else if (!whole && str_to_double(text, &x) && isfinite(x))
            *out = value_float(x);
        else
            return refuse(w);
    } else if (value_is(w->value, VALUE_INT) ||
               (!whole && value_is(w->value, VALUE_FLOAT))) {
        *out = w->value;
    } else {
        return refuse(w);
    }
    return in_bounds(w, value_as_double(*out));
}

/* `:open:` alone says yes. */
static bool as_bool(const struct written *w, struct value *out)
{
    struct str text;

    if (value_is(w->value, VALUE_BOOL)) {
        *out = w->value;
        return true;
    }
    if (!value_is(w->value, VALUE_STRING))
        return refuse(w);
    text = value_text(w->value);
    if (text.len == 0 || str_is(text, "true") || str_is(text, "yes"))
        *out = value_bool(true);
    else if (str_is(text, "false") || str_is(text, "no"))
        *out = value_bool(false);
    else
        return refuse(w);
    return true;
}

static bool as_choice(const struct written *w, struct value *out)
{
    const struct component_option *o = w->option;
    struct buf text = BUF_INIT;
    struct buf all = BUF_INIT;
    struct diag *d;
    bool found = false;

    value_print(&text, w->value, NULL);
    for (size_t i = 0; i < o->choice_count; i++) {
        buf_add_fmt(&all, "%s%" STR_FMT, i ? ", " : "", STR_ARG(o->choices[i]));
        if (str_eq(buf_str(&text), o->choices[i])) {
            *out = value_str(o->choices[i]);
            found = true;
        }
    }
    if (!found) {
        struct str near =
            str_nearest(buf_str(&text), o->choices, o->choice_count);
        d = report(w->fill, w->hole, w->span,
                   str_fmt(w->fill->reader->arena,
                           "the option %" STR_FMT " has no value `%" STR_FMT
                           "`: it is one of %" STR_FMT,
                           STR_ARG(o->name), STR_ARG(buf_str(&text)),
                           STR_ARG(buf_str(&all))));
        if (near.len && w->fill->diags)
            diag_hint(w->fill->diags, d, "did you mean %" STR_FMT "?",
                      STR_ARG(near));
    }
    buf_deinit(&text);
    buf_deinit(&all);
    return found;
}

static struct value resolved(struct fill *fill, const struct hole *hole,
                             struct span span, struct str url)
{
    struct hole place = *hole;

    place.span = span;
    return value_str(fill_url(fill, &place, url));
}

static bool as_text(const struct written *w, struct value *out)
{
    struct arena *arena = w->fill->reader->arena;
    struct buf text = BUF_INIT;

    if (value_is(w->value, VALUE_MAP) || value_is(w->value, VALUE_LIST))
        return refuse(w);
    value_print(&text, w->value, NULL);
    *out = value_str(buf_dup(arena, &text));
    buf_deinit(&text);
    if (w->option->type == OPTION_URL && w->value.len)
        *out = resolved(w->fill, w->hole, w->span, value_text(*out));
    return true;
}

static bool typed(const struct written *w, struct value *out)
{
    switch (w->option->type) {
    case OPTION_INT:
    case OPTION_NUMBER:
        return as_number(w, out);
    case OPTION_BOOL:
        return as_bool(w, out);
    case OPTION_CHOICE:
        return as_choice(w, out);
    case OPTION_TEXT:
    case OPTION_URL:
        break;
    }
    return as_text(w, out);
}

/* ---- Names ---- */

static bool is_label(struct str name)
{
    return str_is(name, "name") || str_is(name, "label");
}

static const struct component_option *find(const struct component_spec *spec,
                                           struct str name)
{
    for (size_t i = 0; i < spec->option_count; i++)
        if (str_eq(spec->options[i].name, name))
            return &spec->options[i];
    return NULL;
}

static void report_unknown(struct fill *fill, const struct hole *hole,
                           const struct component_spec *spec, struct span span,
                           struct str name)
{
    struct arena *arena = fill->reader->arena;
    struct str *names = arena_array(arena, struct str, spec->option_count + 1);
    size_t count = 0;
    struct buf all = BUF_INIT;
    struct diag *d;

    for (; count < spec->option_count; count++)
        names[count] = spec->options[count].name;
    if (spec->numbered != NUMBERED_NOTHING)
        names[count++] = STR("name");
    for (size_t i = 0; i < count; i++)
        buf_add_fmt(&all, "%s%" STR_FMT, i ? ", " : "", STR_ARG(names[i]));
    d = report(fill, hole, span,
               str_fmt(arena, "{%" STR_FMT "} has no option `%" STR_FMT "`",
                       STR_ARG(spec->name), STR_ARG(name)));
    struct str near = str_nearest(name, names, count);
    if (fill->diags && near.len)
        diag_hint(fill->diags, d, "did you mean `%" STR_FMT "`?",
                  STR_ARG(near));
    else if (fill->diags && count)
        diag_hint(fill->diags, d, "its options are %" STR_FMT,
                  STR_ARG(buf_str(&all)));
    buf_deinit(&all);
}

struct str component_label(const struct hole *hole)
{
    struct str label = value_map_str(hole->yaml, STR("name"), STR(""));

    if (label.len == 0)
        label = value_map_str(hole->yaml, STR("label"), STR(""));
    for (size_t i = 0; i < hole->attr_count; i++)
        if (is_label(hole->attrs[i].name))
            label = hole->attrs[i].value;
    return label;
}

/* ---- A directive ---- */

struct value component_argument(struct fill *fill, const struct hole *hole,
                                const struct component_spec *spec)
{
    if (spec->declared && spec->argument == ARGUMENT_REQUIRED &&
        hole->argument.len == 0)
        report(fill, hole, hole->span,
               str_fmt(fill->reader->arena,
                       "{%" STR_FMT "} needs an argument behind its name",
                       STR_ARG(spec->name)));
    if (spec->declared && spec->argument == ARGUMENT_NONE && hole->argument.len)
        report(fill, hole, hole->span,
               str_fmt(fill->reader->arena, "{%" STR_FMT "} takes no argument",
                       STR_ARG(spec->name)));
    if (spec->argument_is_url && hole->argument.len)
        return resolved(fill, hole, hole->span, hole->argument);
    return value_str(hole->argument);
}

static void set_option(struct fill *fill, const struct hole *hole,
                       const struct component_spec *spec,
                       struct map_builder *map, struct str name,
                       struct span name_span, struct value value,
                       struct span value_span)
{
    struct written w = {
        .fill = fill,
        .hole = hole,
        .option = find(spec, name),
        .value = value,
        .span = value_span.line ? value_span : hole->span,
    };
    struct value v;

    if (!spec->declared ||
        (!w.option && is_label(name) && spec->numbered != NUMBERED_NOTHING))
        map_builder_set(map, value_str(name), value);
    else if (!w.option)
        report_unknown(fill, hole, spec,
                       name_span.line ? name_span : hole->span, name);
    else if (typed(&w, &v))
        map_builder_set(map, value_str(name), v);
}

/* Every declared option is there: with its default, false, or none. */
static void set_defaults(struct map_builder *map,
                         const struct component_spec *spec)
{
    for (size_t i = 0; i < spec->option_count; i++) {
        const struct component_option *o = &spec->options[i];
        struct value v = o->fallback;
        if (value_is(v, VALUE_NULL) && o->type == OPTION_BOOL)
            v = value_bool(false);
        map_builder_set(map, value_str(o->name), v);
    }
}

static bool is_written(const struct hole *hole, struct str name)
{
    for (size_t i = 0; i < hole->attr_count; i++)
        if (str_eq(hole->attrs[i].name, name))
            return true;
    return value_map_get(hole->yaml, name) != NULL;
}

struct value component_options(struct fill *fill, const struct hole *hole,
                               const struct component_spec *spec)
{
    struct map_builder map;

    map_builder_init(&map, fill->reader->arena);
    set_defaults(&map, spec);
    for (size_t i = 0;
         value_is(hole->yaml, VALUE_MAP) && i < hole->yaml.as.map->len; i++) {
        const struct value_entry *e = &hole->yaml.as.map->entries[i];
        if (value_is(e->key, VALUE_STRING))
            set_option(fill, hole, spec, &map, value_text(e->key),
                       (struct span){0}, e->value, (struct span){0});
    }
    for (size_t i = 0; i < hole->attr_count; i++)
        set_option(fill, hole, spec, &map, hole->attrs[i].name,
                   hole->attrs[i].name_span, value_str(hole->attrs[i].value),
                   hole->attrs[i].value_span);
    for (size_t i = 0; i < spec->option_count; i++)
        if (spec->options[i].required &&
            !is_written(hole, spec->options[i].name))
            report(fill, hole, hole->span,
                   str_fmt(fill->reader->arena,
                           "{%" STR_FMT "} needs the option `%" STR_FMT "`",
                           STR_ARG(spec->name),
                           STR_ARG(spec->options[i].name)));
    return map_builder_finish(&map);
}
