/* SPDX-License-Identifier: MIT */
/*
 * kind jinja: templates with the text or the error that Jinja2 gives for them.
 *
 * Two shapes of a case are read: {templates, main, context, env, expected} and
 * {template, refs, context, settings, autoescape, jinja2, verdict}, of which
 * the rows whose verdict is "same" or "both-error" count.
 *
 * An error is compared by kind, template and line. Jinja2 gives a failure while
 * rendering the line on which its statement begins, we the line of the operand:
 * a later line inside the same tag counts as equal.
 */
#include "conformance.h"

#include "template/template.h"

struct jinja_case {
    struct str id;
    struct value templates; /* name → text */
    struct str main;
    struct value context;
    struct value env;
    bool autoescape;
    bool trimmed;        /* the expected output has no newlines around it */
    struct value output; /* null: an error is expected */
    struct value error;
};

static const char *kind_of(enum diag_id id)
{
    switch ((int)id) {
    case DIAG_TEMPLATE_SYNTAX:
        return "syntax";
    case DIAG_TEMPLATE_MISSING:
        return "template-not-found";
    case DIAG_TEMPLATE_UNDEFINED:
        return "undefined";
    case DIAG_TEMPLATE_FILTER:
        return "unknown-filter";
    case DIAG_TEMPLATE_TEST:
        return "unknown-test";
    case DIAG_TEMPLATE_LIMIT:
        return "recursion";
    default:
        return "runtime";
    }
}

static struct value member(struct value map, const char *key)
{
    const struct value *found = value_map_get(map, str_of(key));

    return found ? *found : value_null();
}

static bool read_main_shape(struct value row, struct jinja_case *out)
{
    struct value expected = member(row, "expected");

    out->templates = member(row, "templates");
    out->main = value_map_str(row, STR("main"), STR("main"));
    out->env = member(row, "env");
    out->autoescape = value_map_bool(out->env, STR("autoescape"), false);
    out->output = member(expected, "output");
    out->error = member(expected, "error");
    return true;
}

static bool read_minijinja_shape(struct arena *arena, struct value row,
                                 struct jinja_case *out)
{
    struct str verdict = value_map_str(row, STR("verdict"), STR(""));
    struct value expected = member(row, "jinja2"), refs = member(row, "refs");
    struct map_builder templates;

    map_builder_init(&templates, arena);
    map_builder_put(&templates, "<template>", member(row, "template"));
    for (size_t i = 0; refs.kind == VALUE_MAP && i < refs.as.map->len; i++)
        map_builder_set(&templates, refs.as.map->entries[i].key,
                        refs.as.map->entries[i].value);
    out->templates = map_builder_finish(&templates);
    out->main = STR("<template>");
    out->trimmed = true;
    out->env = member(row, "settings");
    out->autoescape = value_map_bool(row, STR("autoescape"), false);
    out->output = member(expected, "output");
    out->error = member(expected, "error");
    return str_is(verdict, "same") || str_is(verdict, "both-error");
}

static struct template_set *make_set(struct arena *arena,
                                     const struct jinja_case *c)
{
    struct str mode = value_map_str(c->env, STR("undefined"), STR("default"));
    struct expr_env *env = expr_env_new(arena);
    struct template_options options = {
        .trim_blocks = value_map_bool(c->env, STR("trim_blocks"), false),
        .lstrip_blocks = value_map_bool(c->env, STR("lstrip_blocks"), false),
        .keep_trailing_newline =
            value_map_bool(c->env, STR("keep_trailing_newline"), false),
        .autoescape = c->autoescape,
    };
    struct template_set *set = template_set_new(arena, env, &options);

    expr_env_undefined(env, str_is(mode, "strict")      ? EXPR_STRICT
                            : str_is(mode, "chainable") ? EXPR_CHAINABLE
                                                        : EXPR_DEFAULT);
    for (size_t i = 0; i < c->templates.as.map->len; i++) {
        const struct value_entry *entry = &c->templates.as.map->entries[i];
        template_set_add(set, value_text(entry->key), value_text(entry->key),
                         value_text(entry->value));
    }
    return set;
}

static int64_t count_lines(struct str s)
{
    int64_t lines = 0;

    for (size_t i = 0; i < s.len; i++)
        lines += s.ptr[i] == '\n';
    return lines;
}

/* Whether `got` lies in a tag that begins on `line`, or on that line. */
static bool same_line(struct str text, int64_t line, int64_t got)
{
    struct str rest = text, part;
    int64_t at = 1;

    if (line == got)
        return true;
    while (at < line && str_line(&rest, &part))
        at++;
    size_t line_end = str_chr(rest, '\n');
    for (size_t i = 0; i + 1 < rest.len && i < line_end; i++) {
        char kind = rest.ptr[i + 1];
        if (rest.ptr[i] != '{' || (kind != '{' && kind != '%'))
            continue;
        struct str tag = str_from(rest, i);
        size_t end = str_find(tag, kind == '{' ? STR("}}") : STR("%}"));
        if (got > line && got <= line + count_lines(str_slice(tag, 0, end)))
            return true;
    }
    return false;
}

static bool error_matches(const struct jinja_case *c, const struct diag *diag)
{
    struct str kind = value_map_str(c->error, STR("kind"), STR(""));
    struct str template = value_map_str(c->error, STR("template"), STR(""));
    int64_t line = value_map_int(c->error, STR("line"), 0);
    const struct value *text = value_map_get(c->templates, template);

    if (kind.len > 0 && !str_is(kind, kind_of(diag->id)))
        return false;
    if (template.len > 0 && !str_eq(template, diag->path))
        return false;
    return line == 0 || !text ||
           same_line(value_text(*text), line, diag->span.line);
}

static bool any_matches(const struct jinja_case *c, const struct diags *diags)
{
    for (size_t i = 0; i < diags->list.len; i++)
        if (error_matches(c, &diags->list.items[i]))
            return true;
    return false;
}

static struct str describe(struct arena *arena, const struct jinja_case *c,
                           const struct diag *diag)
{
    struct buf buf = BUF_INIT;
    struct str result;

    if (diag)
        buf_add_fmt(&buf, "%s at %" STR_FMT ":%u: %" STR_FMT, kind_of(diag->id),
                    STR_ARG(diag->path), diag->span.line,
                    STR_ARG(diag->message));
    else
        value_repr(&buf, c->output.kind == VALUE_STRING ? c->output : c->error,
                   NULL);
    result = buf_dup(arena, &buf);
    buf_deinit(&buf);
    return result;
}

static struct str without_newlines(struct str s)
{
    while (str_starts(s, STR("\n")))
        s = str_from(s, 1);
    while (str_ends(s, STR("\n")))
        s.len--;
    return s;
}

static bool output_matches(const struct jinja_case *c, struct str got)
{
    if (c->output.kind != VALUE_STRING)
        return false;
    if (!c->trimmed)
        return str_eq(got, value_text(c->output));
    return str_eq(without_newlines(got),
                  without_newlines(value_text(c->output)));
}

static void run_case(struct conformance *run, const struct jinja_case *c)
{
    struct arena *arena = run->scratch;
    struct buf out = BUF_INIT;
    struct diags diags, run_diags;
    struct reader reader = {.arena = arena, .diags = &run_diags};
    const struct template *t;
    struct template_set *set;
    bool ok, matches;

    diags_init(&diags, arena, NULL);
    set = make_set(arena, c);
    diags_init(&run_diags, arena, NULL);
    phx_ignore(template_set_compile(set, &diags), "if it is not reached");
    t = template_find(set, c->main);
    ok = t && template_render(set, t, c->context, &reader, &out);
    if (reader.fail_id != DIAG_TEMPLATE_SYNTAX || diags.list.len == 0)
        diags = run_diags; /* else: which template did not compile, and why */
    if (ok)
        matches = output_matches(c, buf_str(&out));
    else
        matches = c->error.kind == VALUE_MAP && any_matches(c, &diags);
    if (matches)
        conformance_pass(run);
    else
        conformance_fail(run, c->id, describe(arena, c, NULL),
                         ok ? buf_str(&out)
                         : diags.list.len > 0
                             ? describe(arena, c, &diags.list.items[0])
                             : STR("no diagnostic"));
    buf_deinit(&out);
}

void kind_jinja(struct conformance *run, struct value cases)
{
    struct value list =
        cases.kind == VALUE_MAP ? member(cases, "cases") : cases;

    for (size_t i = 0; list.kind == VALUE_LIST && i < list.as.list->len; i++) {
        struct value row = list.as.list->items[i];
        struct jinja_case c = {.context = member(row, "context")};
        arena_reset(run->scratch);
        c.id = value_map_str(row, STR("id"), STR("?"));
        if (value_map_get(row, STR("template"))
                ? read_minijinja_shape(run->scratch, row, &c)
                : read_main_shape(row, &c))
            run_case(run, &c);
        else
            run->skipped++;
    }
}
