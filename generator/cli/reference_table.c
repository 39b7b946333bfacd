/* SPDX-License-Identifier: MIT */
/* Tables of the manual as Markdown: generator/make/docs.sh puts them there. */
#include "reference.h"

#include "content/content.h"

/* A cell: a bar would end it. */
static void add_cell(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '|')
            buf_add_char(out, '\\');
        buf_add_char(out, *p);
    }
}

/* ---- Commands ---- */

struct writer {
    struct cli_visitor visitor;
    struct buf *out;
};

static void see(struct cli_visitor *visitor, const struct cli_verb *verb,
                const struct cli_option *options, size_t count)
{
    struct buf *out = ((struct writer *)visitor)->out;

    if (out->len)
        buf_add_char(out, '\n');
    buf_add_fmt(out, "## phx %s\n\n%s.\n\n```text\nphx %s %s\n```\n",
                verb->name, verb->summary, verb->name, verb->arguments);
    if (count)
        buf_add_cstr(out, "\n| option | |\n| --- | --- |\n");
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        buf_add_cstr(out, "| ");
        if (o->letter)
            buf_add_fmt(out, "`-%c`, ", o->letter);
        buf_add_fmt(out, "`--%s%s%s` | ", o->name, o->value ? "=" : "",
                    o->value ? o->value : "");
        add_cell(out, o->help);
        buf_add_cstr(out, " |\n");
    }
    if (verb->example)
        buf_add_fmt(out, "\n```sh\n%s\n```\n", verb->example);
}

static void add_commands(struct buf *out)
{
    struct writer writer = {{see}, out};

    cli_visit(&writer.visitor);
}

/* ---- Configuration ---- */

static void add_types(struct buf *out, unsigned types)
{
    static const struct {
        unsigned type;
        const char *name;
    } names[] = {
        {CONFIG_TEXT, "text"},     {CONFIG_LIST, "list"},
        {CONFIG_MAP, "map"},       {CONFIG_INT, "whole number"},
        {CONFIG_NUMBER, "number"}, {CONFIG_BOOL, "true/false"},
    };
    const char *between = "";

    for (size_t i = 0; i < PHX_COUNT(names); i++)
        if (types & names[i].type) {
            buf_add_fmt(out, "%s%s", between, names[i].name);
            between = " or ";
        }
}

static void add_choices(struct buf *out, const char *choices)
{
    struct str rest = str_of(choices), one;
    const char *between = " One of ";

    while (str_split(&rest, '|', &one)) {
        buf_add_fmt(out, "%s`%" STR_FMT "`", between, STR_ARG(one));
        between = ", ";
    }
    buf_add_char(out, '.');
}

static void add_configuration(struct buf *out)
{
    size_t count;
    const struct config_key *keys = config_keys(&count);

    buf_add_cstr(out, "| key | type | default | meaning |\n"
                      "| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < count; i++) {
        const struct config_key *key = &keys[i];
        buf_add_fmt(out, "| `%s` | ", key->path);
        add_types(out, key->types);
        buf_add_cstr(out, " | ");
        if (key->fallback && key->fallback[0])
            buf_add_fmt(out, "`%s`", key->fallback);
        buf_add_cstr(out, " | ");
        add_cell(out, key->text);
        if (key->choices)
            add_choices(out, key->choices);
        if (key->min || key->max)
            buf_add_fmt(out, " From %lld to %lld.", (long long)key->min,
                        (long long)key->max);
        buf_add_cstr(out, " |\n");
    }
}

/* ---- Diagnostics ---- */

static void add_group(struct buf *out, char letter, const char *title)
{
    buf_add_fmt(out,
                "%s### %s\n\n| code | severity | class | what it says |\n"
                "| --- | --- | --- | --- |\n",
                out->len ? "\n" : "", title);
    for (unsigned i = 0; i < DIAG_COUNT; i++) {
        enum diag_id id = (enum diag_id)i;
        if (diag_code(id)[0] != letter)
            continue;
        buf_add_fmt(out, "| %s | %s | `%s` | ", diag_code(id),
                    severity_name(diag_severity_of(id)),
                    diag_class_name(diag_class_of(id)));
        add_cell(out, diag_title(id));
        buf_add_cstr(out, " |\n");
    }
}

static void add_diagnostics(struct buf *out)
{
    static const struct {
        char letter;
        const char *title;
    } groups[] = {
        {'F', "Files"},
        {'C', "Configuration and content"},
        {'V', "Values: YAML, JSON, TOML, CSV"},
        {'M', "Markdown"},
        {'T', "Templates and expressions"},
        {'A', "Assets"},
        {'B', "Results"},
        {'S', "Scripts: maths and code"},
        {'G', "Git"},
        {'X', "Feeds"},
        {'P', "Output and publication"},
        {'H', "Published pages"},
        {'W', "GitHub Pages"},
        {'E', "The outside"},
        {'I', "Sites that come over"},
    };

    for (size_t i = 0; i < PHX_COUNT(groups); i++)
        add_group(out, groups[i].letter, groups[i].title);
}

bool reference_table(struct buf *out, struct str name)
{
    static const struct {
        const char *name;
        void (*add)(struct buf *out);
    } tables[] = {{"commands", add_commands},
                  {"configuration", add_configuration},
                  {"diagnostics", add_diagnostics}};

    for (size_t i = 0; i < PHX_COUNT(tables); i++)
        if (str_is(name, tables[i].name)) {
            tables[i].add(out);
            return true;
        }
    return false;
}
