/* SPDX-License-Identifier: MIT */
/*
 * The author's word on a result, in files beside it: NAME.schema.json is a
 * Frictionless Table Schema (fields[] of name, title) with `unit`, `better` and
 * `role` of ours; NAME.facts.json is an object of facts about the run, which
 * pages mark as the author's.
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

static void apply_field(struct table *table, struct value field)
{
    const size_t at = table_find(table, json_text(field, "name"));
    struct str title = json_text(field, "title");
    struct str better = json_text(field, "better");
    struct str unit = json_text(field, "unit");
    struct column *c;

    if (at == NO_COLUMN)
        return;
    c = table_at(table, at);
    set_role(c, json_text(field, "role"));
    if (title.len > 0)
        c->label = str_dup(table->arena, title);
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
