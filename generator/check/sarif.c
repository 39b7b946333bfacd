/* SPDX-License-Identifier: MIT */
/*
 * SARIF 2.1.0 (OASIS): what code hosts show beside the lines of a change. Only
 * the rules that were broken are listed.
 */
#include "check/check.h"

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

struct sarif {
    struct arena arena;
    size_t rule_of[DIAG_COUNT]; /* index + 1 of the id's rule; 0: none yet */
    size_t rule_count;
    struct list_builder rules;
    struct list_builder results;
};

static struct value text_of(struct sarif *s, struct str text)
{
    struct map_builder map;

    map_builder_init(&map, &s->arena);
    map_builder_put(&map, "text", value_str(utf8_repair(&s->arena, text)));
    return map_builder_finish(&map);
}

static const char *level_of(enum severity severity)
{
    switch (severity) {
    case SEVERITY_OFF:
        break;
    case SEVERITY_NOTE:
        return "note";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_ERROR:
        return "error";
    }
    return "none";
}

static size_t rule_index(struct sarif *s, enum diag_id id)
{
    struct map_builder rule;

    if (s->rule_of[id])
        return s->rule_of[id] - 1;
    map_builder_init(&rule, &s->arena);
    map_builder_put(&rule, "id", value_str(str_of(diag_code(id))));
    map_builder_put(&rule, "shortDescription",
                    text_of(s, str_of(diag_title(id))));
    list_builder_push(&s->rules, map_builder_finish(&rule));
    s->rule_of[id] = ++s->rule_count;
    return s->rule_count - 1;
}

/* Columns count letters there, bytes here. Without the line nobody knows. */
static struct value region(struct sarif *s, const struct diag *d)
{
    struct str line = d->source;
    size_t from = d->span.col ? d->span.col - 1 : 0;
    struct map_builder map;

    map_builder_init(&map, &s->arena);
    map_builder_put(&map, "startLine", value_int(d->span.line));
    if (d->span.col && line.len) {
        size_t column = utf8_count(str_slice(line, 0, from)) + 1;
        size_t len = utf8_count(str_slice(line, from, from + d->span.len));
        map_builder_put(&map, "startColumn", value_int((int64_t)column));
        map_builder_put(&map, "endColumn",
                        value_int((int64_t)(column + (len ? len : 1))));
    }
    return map_builder_finish(&map);
}

/* A code host drops what has no file: what concerns the site as a whole is the
 * configuration's. */
static struct value location(struct sarif *s, const struct diag *d)
{
    struct map_builder artifact, physical, location;
    struct buf uri = BUF_INIT;

    buf_add_url(&uri, d->path.len ? d->path : STR("phx.yaml"));
    map_builder_init(&artifact, &s->arena);
    map_builder_put(&artifact, "uri", value_str(buf_dup(&s->arena, &uri)));
    buf_deinit(&uri);
    map_builder_init(&physical, &s->arena);
    map_builder_put(&physical, "artifactLocation",
                    map_builder_finish(&artifact));
    if (d->span.line)
        map_builder_put(&physical, "region", region(s, d));
    map_builder_init(&location, &s->arena);
    map_builder_put(&location, "physicalLocation",
                    map_builder_finish(&physical));
    return map_builder_finish(&location);
}

static void add_result(struct sarif *s, const struct diag *d)
{
    struct map_builder map;
    struct list_builder where;
    struct str message = d->message;

    if (d->hint.len)
        message = str_fmt(&s->arena, "%" STR_FMT " (%" STR_FMT ")",
                          STR_ARG(message), STR_ARG(d->hint));
    map_builder_init(&map, &s->arena);
    map_builder_put(&map, "ruleId", value_str(str_of(diag_code(d->id))));
    map_builder_put(&map, "ruleIndex",
                    value_int((int64_t)rule_index(s, d->id)));
    map_builder_put(&map, "level", value_str(str_of(level_of(d->severity))));
    map_builder_put(&map, "message", text_of(s, message));
    list_builder_init(&where, &s->arena);
    list_builder_push(&where, location(s, d));
    map_builder_put(&map, "locations", list_builder_finish(&where));
    list_builder_push(&s->results, map_builder_finish(&map));
}

static struct value tool(struct sarif *s)
{
    struct map_builder driver, tool;

    map_builder_init(&driver, &s->arena);
    map_builder_put(&driver, "name", value_str(STR("phx")));
    map_builder_put(&driver, "version", value_str(STR(PHX_VERSION)));
    map_builder_put(&driver, "rules", list_builder_finish(&s->rules));
    map_builder_init(&tool, &s->arena);
    map_builder_put(&tool, "driver", map_builder_finish(&driver));
    return map_builder_finish(&tool);
}

void check_sarif(struct buf *out, const struct diags *diags)
{
    struct sarif s = {0};
    struct map_builder run, root;

    arena_init(&s.arena);
    list_builder_init(&s.rules, &s.arena);
    list_builder_init(&s.results, &s.arena);
    for (size_t i = 0; i < diags->list.len; i++)
        add_result(&s, &diags->list.items[i]);
    map_builder_init(&run, &s.arena);
    map_builder_put(&run, "tool", tool(&s));
    map_builder_put(&run, "columnKind", value_str(STR("unicodeCodePoints")));
    map_builder_put(&run, "results", list_builder_finish(&s.results));
    struct value one = map_builder_finish(&run);
    map_builder_init(&root, &s.arena);
    map_builder_put(&root, "$schema", value_str(STR(SARIF_SCHEMA)));
    map_builder_put(&root, "version", value_str(STR("2.1.0")));
    map_builder_put(&root, "runs", value_list_of(&s.arena, &one, 1));
    json_write(out, map_builder_finish(&root), 2, false, NULL);
    buf_add_char(out, '\n');
    arena_deinit(&s.arena);
}
