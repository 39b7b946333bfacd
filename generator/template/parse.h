/* SPDX-License-Identifier: MIT */
/* The statement parser's own state, shared by its files. */
#ifndef PHX_TEMPLATE_PARSE_H
#define PHX_TEMPLATE_PARSE_H

#include "stmt.h"

#define STMT_DEPTH_MAX 100
#define END_NAMES_MAX 3

/* The tags that may end a body: {"else", "endfor"}. */
struct end_names {
    const char *names[END_NAMES_MAX];
};

struct template_parser {
    struct parser p;
    struct template *t;
    struct arena *arena;
    size_t depth;
    struct str tags[STMT_DEPTH_MAX + 1];       /* open ones */
    struct end_names ends[STMT_DEPTH_MAX + 1]; /* what each body waits for */
    size_t tags_len;
    size_t ends_len;
};

struct stmt *stmt_new(struct template_parser *tp, enum stmt_kind kind,
                      uint32_t at);
/* From the end of an opening tag to one of the end tags, which is then the
 * current token. */
struct stmt *parse_body(struct template_parser *tp, struct end_names ends);
/* The same for one end tag, which is taken off. */
struct stmt *parse_whole_body(struct template_parser *tp, const char *end);

struct stmt *parse_for(struct template_parser *tp, uint32_t at);
struct stmt *parse_if(struct template_parser *tp, uint32_t at);
struct stmt *parse_set(struct template_parser *tp, uint32_t at);
struct stmt *parse_with(struct template_parser *tp, uint32_t at);
struct stmt *parse_autoescape(struct template_parser *tp, uint32_t at);
struct stmt *parse_filter_block(struct template_parser *tp, uint32_t at);
struct stmt *parse_print(struct template_parser *tp, uint32_t at);
struct stmt *parse_block(struct template_parser *tp, uint32_t at);
struct stmt *parse_extends(struct template_parser *tp, uint32_t at);
struct stmt *parse_include(struct template_parser *tp, uint32_t at);
struct stmt *parse_import(struct template_parser *tp, uint32_t at);
struct stmt *parse_from(struct template_parser *tp, uint32_t at);
struct stmt *parse_macro(struct template_parser *tp, uint32_t at);
struct stmt *parse_call_block(struct template_parser *tp, uint32_t at);

#endif
