/* SPDX-License-Identifier: MIT */
/*
 * The YAML test suite. A case says what libyaml does with it: "pass" must give
 * the recorded documents or an error, "refuses-valid" must be an error, and
 * "accepts-invalid" and "events-differ" must give something. Where JSON cannot
 * express the documents (keys that are lists or mappings), they are rebuilt
 * from the recorded events.
 */
#include "conformance.h"

struct events {
    struct conformance *run;
    const struct value_list *list;
    size_t at;
    struct map anchors; /* struct value */
};

static bool read_text(struct conformance *run, struct str text,
                      struct value *out)
{
    const struct yaml_options options = {.dates = false};
    const struct source_ref source = {.text = text};
    struct diags diags;

    diags_init(&diags, run->scratch, NULL);
    return yaml_read_all(run->scratch, &source, &options, &diags, out);
}

/* ---- Documents from events ---- */

static struct str unescape(struct arena *arena, struct str text)
{
    struct buf buf = BUF_INIT;
    struct str out;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '\\' && i + 1 < text.len) {
            c = text.ptr[++i];
            c = c == 'n'   ? '\n'
                : c == 't' ? '\t'
                : c == 'r' ? '\r'
                : c == 'b' ? '\b'
                           : c;
        }
        buf_add_char(&buf, c);
    }
    out = buf_dup(arena, &buf);
    buf_deinit(&buf);
    return out;
}

/* "&name" and "<tag>" off the front of what follows an event's kind. */
static struct str take_part(struct str *rest, char first)
{
    struct str part = STR("");

    *rest = str_trim_left(*rest);
    if (rest->len > 0 && rest->ptr[0] == first) {
        size_t space = str_chr(*rest, ' ');

        part = str_from(str_slice(*rest, 0, space), 1);
        *rest = str_from(*rest, part.len + 1);
    }
    return part;
}

static struct value scalar(struct events *e, struct str tag, struct str rest)
{
    struct str text = unescape(e->run->scratch, str_from(rest, 1));
    struct value documents;

    if (str_is(tag, "tag:yaml.org,2002:null>"))
        return value_null();
    if (rest.ptr[0] != ':' || tag.len > 0)
        return value_str(text);
    if (!read_text(e->run, text, &documents) || documents.as.list->len != 1)
        return text.len == 0 ? value_null() : value_str(text);
    return documents.as.list->items[0];
}

static void set_anchor(struct events *e, struct str name, struct value v)
{
    if (name.len > 0)
        map_set(&e->anchors, name, arena_copy(e->run->scratch, &v, sizeof(v)));
}

static struct value node(struct events *e);

static bool at_end(const struct events *e)
{
    return e->at >= e->list->len ||
           value_text(e->list->items[e->at]).ptr[0] == '-';
}

static struct value container(struct events *e, bool map)
{
    struct list_builder list;
    struct map_builder entries;

    list_builder_init(&list, e->run->scratch);
    map_builder_init(&entries, e->run->scratch);
    while (!at_end(e)) {
        struct value first = node(e);

        if (map)
            map_builder_set(&entries, first, node(e));
        else
            list_builder_push(&list, first);
    }
    e->at++;
    return map ? map_builder_finish(&entries) : list_builder_finish(&list);
}

static struct value node(struct events *e)
{
    struct str event = value_text(e->list->items[e->at++]);
    struct str rest = str_from(event, 4), anchor, tag;
    struct value v = value_null();

    if (str_starts(event, STR("=ALI"))) {
        const struct value *known =
            map_get(&e->anchors, str_from(str_trim(rest), 1));

        return known ? *known : v;
    }
    rest = str_trim_left(rest);
    if (str_starts(rest, STR("[]")) || str_starts(rest, STR("{}")))
        rest = str_from(rest, 2);
    anchor = take_part(&rest, '&');
    tag = take_part(&rest, '<');
    rest = str_trim_left(rest);
    if (str_starts(event, STR("=VAL")))
        v = scalar(e, tag, rest);
    else
        v = container(e, str_starts(event, STR("+MAP")));
    set_anchor(e, anchor, v);
    return v;
}

static struct value documents_of(struct conformance *run, struct value events)
{
    struct events e = {.run = run, .list = events.as.list};
    struct list_builder documents;

    list_builder_init(&documents, run->scratch);
    for (e.at = 0; e.at < e.list->len;) {
        struct str event = value_text(e.list->items[e.at++]);

        if (!str_starts(event, STR("+DOC")))
            continue;
        map_init(&e.anchors, run->scratch);
        list_builder_push(&documents, node(&e));
    }
    return list_builder_finish(&documents);
}

/* ---- Comparison ---- */

static bool same(struct conformance *run, struct value expected,
                 struct value got);

/* JSON writes every key as a string. */
static bool same_key(struct value expected, struct value got)
{
    struct buf text = BUF_INIT;
    bool equal;

    if (value_equal(expected, got))
        return true;
    if (got.kind == VALUE_STRING || expected.kind != VALUE_STRING)
        return false;
    if (got.kind != VALUE_NULL)
        value_print(&text, got, NULL);
    equal = str_eq(buf_str(&text), value_text(expected));
    buf_deinit(&text);
    return equal;
}

static bool same_map(struct conformance *run, const struct value_map *expected,
                     const struct value_map *got)
{
    if (expected->len != got->len)
        return false;
    for (size_t i = 0; i < got->len; i++) {
        size_t k = 0;

        while (k < got->len &&
               !same_key(expected->entries[k].key, got->entries[i].key))
            k++;
        if (k == got->len ||
            !same(run, expected->entries[k].value, got->entries[i].value))
            return false;
    }
    return true;
}

static bool same(struct conformance *run, struct value expected,
                 struct value got)
{
    if (expected.kind == VALUE_MAP && got.kind == VALUE_MAP)
        return same_map(run, expected.as.map, got.as.map);
    if (expected.kind != VALUE_LIST || got.kind != VALUE_LIST)
        return value_equal(expected, got) &&
               (expected.kind == got.kind || value_is_number(got));
    if (expected.as.list->len != got.as.list->len)
        return false;
    for (size_t i = 0; i < got.as.list->len; i++)
        if (!same(run, expected.as.list->items[i], got.as.list->items[i]))
            return false;
    return true;
}

static struct str shown(struct conformance *run, struct value v)
{
    struct buf buf = BUF_INIT;
    struct str text;

    value_repr(&buf, v, NULL);
    text = buf_dup(run->scratch, &buf);
    buf_deinit(&buf);
    return text;
}

static void run_case(struct conformance *run, struct value c)
{
    struct str id = value_map_str(c, STR("id"), STR("?"));
    struct str verdict = value_map_str(c, STR("libyaml"), STR(""));
    bool refuses = value_map_bool(c, STR("error"), false);
    const struct value *json = value_map_get(c, STR("json"));
    const struct value *events = value_map_get(c, STR("events"));
    struct value got, expected;
    bool read = read_text(run, value_map_str(c, STR("yaml"), STR("")), &got);
    struct str have = read ? shown(run, got) : STR("an error");

    if (!str_is(verdict, "pass"))
        refuses = str_is(verdict, "refuses-valid");
    if (refuses == read) {
        conformance_fail(run, id, refuses ? STR("an error") : STR("a value"),
                         have);
        return;
    }
    if (!str_is(verdict, "pass") || refuses) {
        conformance_pass(run);
        return;
    }
    PHX_BUG_ON(!json || !events);
    expected = json->kind == VALUE_LIST ? *json : documents_of(run, *events);
    if (same(run, expected, got))
        conformance_pass(run);
    else
        conformance_fail(run, id, shown(run, expected), have);
}

void kind_yaml(struct conformance *run, struct value cases)
{
    PHX_BUG_ON(cases.kind != VALUE_LIST);
    for (size_t i = 0; i < cases.as.list->len; i++) {
        arena_reset(run->scratch);
        run_case(run, cases.as.list->items[i]);
    }
}
