/* SPDX-License-Identifier: MIT */
/*
 * The expression parser over an array of tokens. The first error is kept and
 * moves the parser to the end of the input; every function then still returns
 * a node, so that callers check `failed` once. Nesting is bounded.
 */
#ifndef PHX_EXPR_PARSER_H
#define PHX_EXPR_PARSER_H

#include "ast.h"
#include "token.h"

#define PARSER_DEPTH_MAX 120

struct parser {
    struct arena *arena;
    const struct token *tokens; /* ends with TOKEN_EOF */
    size_t len;
    size_t pos;
    size_t depth;
    bool failed;
    enum diag_id error_id;
    uint32_t error_at;
    uint32_t error_len;
    struct str error;
    struct node *nothing; /* what is returned after an error */
};

void parser_init(struct parser *p, struct arena *arena,
                 const struct token *tokens, size_t len);

static inline const struct token *parser_current(const struct parser *p)
{
    return &p->tokens[p->pos];
}
/* The token behind the current one. */
const struct token *parser_look(const struct parser *p);
/* Moves on and returns the token that was current. */
const struct token *parser_next(struct parser *p);
bool parser_is(const struct parser *p, enum token_type type);
bool parser_is_name(const struct parser *p, const char *name);
bool token_is_name(const struct token *token, const char *name);
bool parser_skip(struct parser *p, enum token_type type);
bool parser_skip_name(struct parser *p, const char *name);
/* The token, or a syntax error (then some other token). */
const struct token *parser_expect(struct parser *p, enum token_type type);
void parser_expect_name(struct parser *p, const char *name);
void parser_fail(struct parser *p, const struct token *at, const char *fmt, ...)
    PHX_PRINTF(3, 4);

struct node *parser_node(struct parser *p, enum node_kind kind, uint32_t at,
                         uint32_t len);
/* Counts `child` into the height of `parent`. */
void parser_under(struct parser *p, struct node *parent,
                  const struct node *child);

struct node *parse_expression(struct parser *p);
struct node *parse_or(struct parser *p); /* no inline if */

struct tuple_options {
    bool simplified;      /* names and literals only: a target */
    bool without_if;      /* no inline if: after `for … in` and `if` */
    bool parentheses;     /* "()" is a tuple */
    const char *end_name; /* a name that ends it: "in", "recursive" */
};
struct node *parse_tuple(struct parser *p, struct tuple_options options);
struct node *parse_primary(struct parser *p);
struct node *parse_postfix(struct parser *p, struct node *node);
/* `|a|b(1)` after `base`; with `inline_first` the first bar is left out. */
struct node *parse_filters(struct parser *p, struct node *base,
                           bool inline_first);
struct node *parse_test(struct parser *p, struct node *base);

/* An assignment's target: names, tuples of them, or (namespaces) ns.attr. */
struct node *parse_target(struct parser *p, bool namespaces,
                          const char *end_name);
struct node *parse_target_name(struct parser *p);

#endif
