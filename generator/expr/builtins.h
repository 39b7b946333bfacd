/* SPDX-License-Identifier: MIT */
/* The tables of built-ins, one per file; each ends with a NULL name. */
#ifndef PHX_EXPR_BUILTINS_H
#define PHX_EXPR_BUILTINS_H

#include "eval.h"

extern const struct builtin filters_text[];    /* upper, title, replace … */
extern const struct builtin filters_layout[];  /* indent, wordwrap … */
extern const struct builtin filters_html[];    /* escape, striptags … */
extern const struct builtin filters_url[];     /* urlize, urlencode */
extern const struct builtin filters_list[];    /* first, batch, join … */
extern const struct builtin filters_select[];  /* map, select … */
extern const struct builtin filters_sort[];    /* sort, groupby, min … */
extern const struct builtin filters_number[];  /* round, int … */
extern const struct builtin filters_json[];    /* tojson, pprint */
extern const struct builtin filters_format[];  /* format */
extern const struct builtin filters_default[]; /* default, attr */
extern const struct builtin tests_builtin[];
extern const struct builtin functions_builtin[];
extern const struct builtin methods_text[];
extern const struct builtin methods_list[];
extern const struct builtin methods_map[];
extern const struct builtin methods_date[];

builtin_bound filter_wordwrap;

/* ---- Shared by them ---- */

/* An optional argument's value, or what stands for it when it was not given. */
bool arg_bool(struct eval *e, struct value v, bool fallback, bool *out);
bool arg_int(struct eval *e, const char *what, struct value v, int64_t fallback,
             int64_t *out);
/* As arg_int where Jinja2 calculates with it: an undefined one is named. */
bool arg_operand(struct eval *e, const char *what, struct value v,
                 int64_t fallback, int64_t *out);
bool arg_text(struct eval *e, struct value v, struct str fallback,
              struct str *out);
/* None stands for "not given". */
bool arg_given(struct value v);

/* A path as map(attribute="a.0.b") takes it: text with dots, or an index. */
struct attribute_path {
    struct value *parts;
    size_t len;
};
void attribute_path(struct eval *e, struct value attribute,
                    struct attribute_path *out);
bool attribute_get(struct eval *e, const struct attribute_path *path,
                   struct value item, struct value *out);
/* For comparisons without case: text in lower case, the rest as it is. */
struct value ignore_case(struct eval *e, struct value v);

/* Sorts stably with Python's <; false when two do not compare. */
struct sort_item {
    struct value key;
    struct value item;
};
bool sort_items(struct eval *e, struct sort_item *items, size_t len,
                bool reverse);

/* Python's lower(): a sigma at the end of a word is the final one. */
struct str text_uppered(struct eval *e, struct str s);
struct str text_lowered(struct eval *e, struct str s);
/* One character as it begins a word: "ß" is "Ss". */
struct str text_titled(struct eval *e, struct str one);
struct str text_capitalize(struct eval *e, struct str s);
/* Python's str.strip: white space, or any of the characters of `chars`. */
struct str text_strip(struct str s, const struct str *chars, bool left,
                      bool right);
/* At most `count` times; < 0: all. */
struct str text_replace(struct eval *e, struct str s, struct str from,
                        struct str to, int64_t count);
/* The lines of a text without their ends, as Python's splitlines. */
bool text_next_line(struct str *rest, struct str *line);
struct str text_collapse(struct eval *e, struct str s);

#endif
