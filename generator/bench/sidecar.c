/* SPDX-License-Identifier: MIT */
/*
 * The author's word on a result, in files beside it: NAME.schema.json is a
 * Frictionless Table Schema (fields[] of name, title; a title may be a map from
 * languages to texts) with `unit`, `better` and `role` of ours; NAME.facts.json
 * is an object of facts about the run, which pages mark as the author's.
 */
#include "metric.h"
#include "plain.h"

static bool side_file(const struct input *input, struct str text,
                      const char *what, struct value *out, struct error *err)
{
    const struct source_ref source = {.path = input->path, .text = text};
    struct diags diags;

    diags_init(&diags, input->arena, NULL);
    if (json_read(input->arena, &source, NULL, &diags, out) &&
        out->kind == VALUE_MAP)
        return true;
    phx_fail(err, PHX_EINPUT, "the side file .%s.json is no JSON object", what);
    return false;
}

static void set_role(struct column *c, struct str role)
{
    if (str_is(role, "param"))
        c->role = ROLE_PARAM;
    else if (str_is(role, "metric"))
        c->role = ROLE_METRIC;
    else if (str_is(role, "step"))
        c->role = ROLE_STEP;
    else if (str_is(role, "detail"))
        c->role = ROLE_DETAIL;
}

/* A text, or one a language; the first is what queries know as well. */
static void set_title(struct table *table, struct column *c, struct value title)
{
    struct column_title *titles;

    if (title.kind == VALUE_STRING && title.len > 0)
        c->label = str_dup(table->arena, value_text(title));
    if (title.kind != VALUE_MAP || title.as.map->len == 0)
        return;
    titles = arena_array(table->arena, struct column_title, title.as.map->len);
    for (size_t i = 0; i < title.as.map->len; i++) {
        const struct value_entry *entry = &title.as.map->entries[i];

        if (entry->value.kind == VALUE_STRING)
            titles[c->title_count++] = (struct column_title){
                str_dup(table->arena, value_text(entry->key)),
                str_dup(table->arena, value_text(entry->value))};
    }
    c->titles = titles;
    if (c->title_count > 0)
        c->label = titles[0].text;
}

static void apply_field(struct table *table, struct value field)
{
    const size_t at = table_find(table, json_text(field, "name"));
    struct str better = json_text(field, "better");
    struct str unit = json_text(field, "unit");
    struct column *c;

    if (at == NO_COLUMN)
        return;
    c = table_at(table, at);
    if (c->hidden) { /* the author wants it read */
        c->hidden = false;
        c->role = ROLE_PARAM;
    }
    set_role(c, json_text(field, "role"));
    set_title(table, c, json_get(field, "title"));
    if (unit.len > 0)
        c->unit = str_dup(table->arena, unit);
    if (str_is(better, "higher"))
        c->better = BETTER_HIGHER;
    else if (str_is(better, "lower"))
        c->better = BETTER_LOWER;
    else if (str_is(better, "none"))
        c->better = BETTER_NONE;
}

int sidecar_apply(const struct input *input, struct table *table,
                  struct error *err)
{
    const struct value_list *fields;
    struct value v;

    if (input->schema.len > 0) {
        if (!side_file(input, input->schema, "schema", &v, err))
            return PHX_EINPUT;
        fields = json_list(v, "fields");
        for (size_t i = 0; fields && i < fields->len; i++)
            apply_field(table, fields->items[i]);
    }
    if (input->facts.len == 0)
        return 0;
    if (!side_file(input, input->facts, "facts", &v, err))
        return PHX_EINPUT;
    for (size_t i = 0; i < v.as.map->len; i++) {
        const struct value_entry *entry = &v.as.map->entries[i];
        struct buf text = BUF_INIT;

        if (entry->value.kind != VALUE_MAP && entry->value.kind != VALUE_LIST) {
            value_print(&text, entry->value, NULL);
            table_fact_author(table, value_text(entry->key), buf_str(&text));
        }
        buf_deinit(&text);
    }
    return 0;
}
