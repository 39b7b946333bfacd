/* SPDX-License-Identifier: MIT */
/*
 * What the files of the YAML reader share: typing of scalars, places, and the
 * diagnostics of libyaml's errors.
 */
#ifndef PHX_VALUE_YAML_ROOM_H
#define PHX_VALUE_YAML_ROOM_H

#include "value/value.h"

#include <yaml.h>

/* A plain scalar by the core schema of YAML 1.2: null, bool, int, float; a date
 * when the options want dates; else the text itself, borrowed. */
struct value yaml_type_plain(struct str text,
                             const struct yaml_options *options);

/* libyaml counts characters, spans count bytes: a place in the text that walks
 * to where it is wanted, in steps of its distance. */
struct yaml_cursor {
    struct str text;
    size_t index;  /* in characters */
    size_t offset; /* in bytes */
    size_t line_start;
    uint32_t line;
};
void yaml_cursor_init(struct yaml_cursor *c, struct str text);
void yaml_cursor_move(struct yaml_cursor *c, size_t index);
/* From character `start` to `end`; no length when it passes its line. */
struct span yaml_span(struct yaml_cursor *c, size_t start, size_t end);

/* Says why libyaml stopped. `cursor` may be moved. */
void yaml_report(const yaml_parser_t *parser, struct yaml_cursor *cursor,
                 const struct source_ref *source, struct diags *diags);

#endif
