/* SPDX-License-Identifier: MIT */
/*
 * A tolerant reader of HTML: tags with their attributes and the text between
 * them, in order, as the HTML standard's tokenizer splits them. It builds no
 * tree and never fails: any bytes give tokens. Names and values are slices of
 * the text, values with character references as written (html_decode).
 *
 * libxml2's parser knows HTML 4 only and takes about ten times as long.
 *
 * Thread class: one owner at a time.
 */
#ifndef PHX_CHECK_HTML_H
#define PHX_CHECK_HTML_H

#include "base/base.h"

/* The elements that a rule asks for; the rest are ELEMENT_OTHER. */
enum html_element {
    ELEMENT_OTHER,
#define PHX_HTML_ELEMENT(id, name) ELEMENT_##id,
#include "html_elements.h"
    ELEMENT_COUNT
};

enum html_kind {
    HTML_TEXT,  /* `text` */
    HTML_OPEN,  /* a start tag */
    HTML_CLOSE, /* an end tag */
    HTML_RAW    /* the text of a script, style, textarea or title: `element` */
};

struct html_attr {
    struct str name;
    struct str value; /* without quotes; empty when there is none */
    size_t at;        /* of the name */
};

#define HTML_ATTRS_MAX 64u /* further ones of a tag are left out */

struct html_token {
    enum html_kind kind;
    enum html_element element;
    struct str name; /* of a tag, as written */
    struct str text;
    size_t at; /* of the first byte */
    bool self_closing;
    size_t attr_count;
    struct html_attr attrs[HTML_ATTRS_MAX];
};

struct html_reader {
    struct str text;
    size_t pos;
    enum html_element raw; /* whose text comes next, or OTHER */
    unsigned foreign;      /* open svg and math elements */
    uint8_t first[27];     /* where a letter's elements begin */
};

void html_reader_init(struct html_reader *reader, struct str text);
/* False at the end; *token's slices are of the reader's text. */
bool html_next(struct html_reader *reader, struct html_token *token);

/* Elements that have no end tag: img, br, meta … */
bool html_is_void(enum html_element element);

/* The first attribute of that name (lower case), or NULL. */
const struct html_attr *html_attr(const struct html_token *token,
                                  const char *name);
/* Its value without references, or empty. */
struct str html_attr_text(struct arena *arena, const struct html_token *token,
                          const char *name);

/* The value without character references: numeric ones, and those that markup
 * itself needs (amp, lt, gt, quot, apos, nbsp); others stay as written. */
struct str html_decode(struct arena *arena, struct str value);

#endif
