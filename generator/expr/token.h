/* SPDX-License-Identifier: MIT */
/*
 * Tokens of the language inside {{ }} and {% %}, and their descriptions in
 * messages. The template room adds the tokens around them (data, begin and end
 * of tags); both are walked by one parser, so the types are listed together.
 */
#ifndef PHX_EXPR_TOKEN_H
#define PHX_EXPR_TOKEN_H

#include "value/value.h"

enum token_type {
    TOKEN_EOF,
    TOKEN_ERROR, /* text: the message; raised when the parser reaches it */
    TOKEN_DATA,
    TOKEN_VARIABLE_BEGIN,
    TOKEN_VARIABLE_END,
    TOKEN_BLOCK_BEGIN,
    TOKEN_BLOCK_END,
    TOKEN_NAME,
    TOKEN_STRING,
    TOKEN_INTEGER,
    TOKEN_FLOAT,
    TOKEN_ADD,
    TOKEN_ASSIGN,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_DIV,
    TOKEN_DOT,
    TOKEN_EQ,
    TOKEN_FLOORDIV,
    TOKEN_GT,
    TOKEN_GTEQ,
    TOKEN_LBRACE,
    TOKEN_LBRACKET,
    TOKEN_LPAREN,
    TOKEN_LT,
    TOKEN_LTEQ,
    TOKEN_MOD,
    TOKEN_MUL,
    TOKEN_NE,
    TOKEN_PIPE,
    TOKEN_POW,
    TOKEN_RBRACE,
    TOKEN_RBRACKET,
    TOKEN_RPAREN,
    TOKEN_SEMICOLON,
    TOKEN_SUB,
    TOKEN_TILDE
};

struct token {
    enum token_type type;
    uint32_t at; /* where it starts in the source */
    uint32_t len;
    struct str text; /* name, unescaped string, data, or an error's message */
    union {
        int64_t integer;
        double number;
    } as;
};

#define TOKEN_BRACKETS_MAX 250

/* Scans the inside of one tag after the other; `stack` holds the brackets that
 * are open, so that the end of a tag is only looked for outside of them. */
struct token_scan {
    struct arena *arena; /* of unescaped strings and messages */
    struct str source;
    size_t pos;
    size_t depth;
    char stack[TOKEN_BRACKETS_MAX];
};

/* Skips white space, then reads one token; TOKEN_EOF at the end of the source,
 * TOKEN_ERROR when none fits. */
void token_scan(struct token_scan *scan, struct token *out);

/* "end of print statement", ")", or the name itself. */
struct str token_describe(const struct token *token);
const char *token_type_name(enum token_type type);

/* What Python's str.isspace and \s call white space. */
bool char_is_space(uint32_t c);
/* `s` without white space at its end or start, as Python's strip. */
struct str text_rstrip(struct str s);
struct str text_lstrip(struct str s);

#endif
