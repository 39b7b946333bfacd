/* SPDX-License-Identifier: MIT */
/*
 * Components: what a directive may hold and what its template gets. A template
 * components/NAME.html of the theme or site may begin with a declaration:
 *
 *   {# phx:
 *   body: markdown            # or raw, none
 *   argument: required        # or optional, none; {type: url, required: true}
 *   numbered: figure          # or table, equation: with a label it has a
 * number options: width: {type: int, min: 1, max: 4000} kind: {type: choice,
 * values: [bar, line], default: bar} open: {type: bool}
 *   #}
 *
 * Types are text, int, number, bool, choice and url (resolved as a link of the
 * page is). A component without a declaration takes a Markdown body and any
 * option as text. Private to build/.
 */
#ifndef PHX_BUILD_COMPONENTS_H
#define PHX_BUILD_COMPONENTS_H

#include "base/base.h"
#include "markdown/markdown.h"

struct build;
struct fill;

enum option_type {
    OPTION_TEXT,
    OPTION_INT,
    OPTION_NUMBER,
    OPTION_BOOL,
    OPTION_CHOICE,
    OPTION_URL
};

struct component_option {
    struct str name;
    enum option_type type;
    bool required;
    bool has_min, has_max;
    double min, max;
    struct value fallback; /* null: none */
    const struct str *choices;
    size_t choice_count;
};

enum component_argument { ARGUMENT_OPTIONAL, ARGUMENT_REQUIRED, ARGUMENT_NONE };

/* What is counted; NUMBERED_NOTHING counts no more than kinds. */
enum numbered {
    NUMBERED_FIGURE,
    NUMBERED_TABLE,
    NUMBERED_EQUATION,
    NUMBERED_NOTHING
};

struct component_spec {
    struct str name;
    bool declared; /* false: any option goes */
    enum component_body body;
    enum component_argument argument;
    bool argument_is_url;
    enum numbered numbered;
    const struct component_option *options;
    size_t option_count;
};

struct components {
    struct map by_name;      /* name → struct component_spec * */
    struct hash fingerprint; /* of names and declarations */
};

/* Before the first components_add. */
void components_init(struct build *build);
/* The template NAME.html in `text`, read from `path`; a later one of the same
 * name replaces the earlier. All must live as long as the build. */
void components_add(struct build *build, struct str name, struct str path,
                    struct str text);
/* build->dialect.components: what was added and what is built in. */
void components_finish(struct build *build);

/* NULL for one without a template. */
const struct component_spec *component_find(const struct build *build,
                                            struct str name);

/* The label of a directive: its option `name` or `label`, or empty. */
struct str component_label(const struct hole *hole);

/* What the template gets: argument and options, typed, with their defaults.
 * What is wrong is reported to fill->diags; the default stands in its place. */
struct value component_argument(struct fill *fill, const struct hole *hole,
                                const struct component_spec *spec);
struct value component_options(struct fill *fill, const struct hole *hole,
                               const struct component_spec *spec);

#endif
