/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room share: the parse of one page, its pieces (the
 * page's own text, directive bodies, included files; each has a cmark parser of
 * its own), and the notes that nodes of the tree carry for the renderer.
 *
 * One markdown_parse:
 *   limits.c    refuses what cmark could not bear
 *   emphasis.c  puts markers beside Chinese punctuation
 *   syntax.c    cmark's callbacks: math.c, role.c, bare_link.c add to the tree
 *   walk.c      goes through the tree once: notes, places, ids, text facts;
 *               fence.c and directive.c take code blocks apart
 *   render.c    notes where the holes are while cmark writes HTML
 */
#ifndef PHX_MARKDOWN_PARSE_H
#define PHX_MARKDOWN_PARSE_H

#include "markdown/markdown.h"

#include "cmark.h"

/* How deep directives and includes may stand in each other. */
#define DEPTH_MAX 16

enum note_kind {
    NOTE_LINK,
    NOTE_IMAGE,
    NOTE_HEADING,
    NOTE_BARE, /* a heading without its tags (markdown_parse_inline) */
    NOTE_MATH, /* inline or block */
    NOTE_CODE,
    NOTE_ROLE,
    NOTE_DIRECTIVE, /* a leaf, or a container whose HTML becomes the body */
    NOTE_GROUP,     /* only its children: an included file */
    NOTE_PARAGRAPH, /* a <p> whose place is wanted */
    NOTE_ALONE,     /* a paragraph without its <p> */
    NOTE_PLAIN,     /* a block of text: a formula that never ended */
    NOTE_MORE       /* <!--more--> */
};

/* node->user_data of nodes that this room renders. */
struct note {
    enum note_kind kind;
    bool closed; /* NOTE_MATH block: its end was there */
    bool more;   /* NOTE_PARAGRAPH: the summary ends behind it */
    struct hole hole;
    struct heading heading;
};

/* A source file cut into lines as cmark counts them. */
struct lines {
    struct str text;
    const uint32_t *starts; /* count + 1 of them; the last is text.len */
    size_t count;
    uint32_t before; /* lines of the file before `text` */
};

struct capture {
    struct note *note;
    size_t html, holes, headings; /* where the body starts */
};

/* [^label] in the text. */
struct reference {
    cmark_node *node;
    struct span span;
    const struct source_ref *where;
};

/* One markdown_parse. */
struct parse {
    struct arena *arena; /* the caller's: results */
    struct arena lists;  /* what grows meanwhile: kept sizes are exact */
    const struct dialect *dialect;
    struct diags *diags;
    struct document *out;
    struct map ids; /* heading id → how often */
    PHX_VEC(struct hole) holes;
    PHX_VEC(struct heading) headings;
    PHX_VEC(struct capture) captures;
    PHX_VEC(struct reference) references; /* to footnotes, in order */
    PHX_VEC(cmark_node *) definitions;
    PHX_VEC(struct str) included; /* paths of files that {include} read */
    size_t reported;              /* diagnostics */
    size_t includes;              /* files read */
    const cmark_node *title_node;
    const cmark_node *summary_node; /* first paragraph */
    const cmark_node *more_node;
};

/* Text with a parser of its own. */
struct piece {
    struct parse *parse;
    struct piece *outer;
    const struct lines *lines; /* of the file it stands in */
    size_t first_line;         /* its line 1 there, from 0 */
    size_t line_count;
    struct source_ref where; /* the file, for diagnostics */
    const struct source_ref
        *source; /* for holes: NULL in the page's own file */
    bool marked; /* emphasis markers were put in */
    bool bare;   /* markdown_parse_inline */
    bool tables; /* false when a limit says so */
    bool has_at; /* a mail address may be in it */
    unsigned depth;
    cmark_parser *parser; /* while it has one */
    cmark_node *root;

    /* place.c: where the last construct was found */
    const cmark_node *block;
    size_t cursor, limit;

    /* math.c, role.c, bare_link.c: what is known not to follow in `chunk` */
    struct {
        const unsigned char *chunk;
        bool no_double_dollar;
        bool no_ticks[81];
        size_t no_www; /* none starts before */
    } known;
};

/* ---- cmark_parser.c ---- */

/* Parses and walks `text` as `piece`; the tree is piece->root. */
void piece_parse(struct piece *piece, struct str text);
/* A piece inside `outer`, in the same file, from its line `first` (from 1). */
void piece_inside(struct piece *piece, struct piece *outer, size_t first,
                  size_t lines);
/* The tree as HTML, in the parse's arena; notes holes on the way. */
struct str piece_render(struct piece *piece);
/* A new node of the tree that is being walked. */
cmark_node *piece_node(cmark_node_type type);
struct note *note_new(enum note_kind kind);
/* Makes `node` one that render.c writes. */
void note_attach(cmark_node *node, struct note *note);
/* The note of a node that this room renders, else NULL. */
struct note *note_of(const cmark_node *node);

/* ---- syntax.c: callbacks of the extension ---- */

struct piece *piece_current(void);
struct piece *piece_switch(struct piece *piece);
cmark_syntax_extension *syntax_extension_new(void);

cmark_node *math_inline(struct piece *piece, cmark_parser *parser,
                        cmark_inline_parser *inlines);
cmark_node *math_open_block(struct piece *piece, cmark_parser *parser,
                            cmark_node *parent, unsigned char *input);
bool math_continue_block(cmark_parser *parser, cmark_node *block,
                         unsigned char *input, int len);
cmark_node *role_inline(struct piece *piece, cmark_parser *parser,
                        cmark_node *parent, cmark_inline_parser *inlines);
cmark_node *bare_link(struct piece *piece, cmark_parser *parser,
                      cmark_node *parent, unsigned char c,
                      cmark_inline_parser *inlines);
/* The run of `count` backticks at or behind `from`, or STR_NONE. */
size_t ticks_close(struct piece *piece, struct str text, size_t from,
                   size_t count);
/* How many bytes equal to `c` stand at `at`. */
size_t run_length(struct str text, size_t at, char c);

/* ---- emphasis.c ---- */

/* The text with markers where emphasis needs them; *marked says if any. */
struct str emphasis_mark(struct str text, bool *marked);
void emphasis_unmark(cmark_chunk *chunk);

/* ---- limits.c ---- */

enum limit {
    LIMIT_NONE,
    LIMIT_TABLES,
    LIMIT_DEPTH,
    LIMIT_BRACKETS,
    LIMIT_SIZE
};
enum limit limits_check(struct str text, size_t *offset);

/* ---- place.c ---- */

/* `lines` lives as long as the parse. */
void lines_init(struct lines *lines, struct str text, uint32_t before);
struct str piece_line(const struct piece *piece, size_t number); /* from 1 */
/* Looks for `needle` in the block from the last place on. Where it is, or
 * STR_NONE; the cursor moves behind it. */
size_t place_find(struct piece *piece, struct str needle);
struct span place_span(const struct piece *piece, size_t offset, size_t len);
/* Of a whole line of the piece, from 1, without indentation, quote marks and
 * list markers. */
struct span place_line(const struct piece *piece, int number);
/* A new block: places are looked for in its lines. */
void place_block(struct piece *piece, const cmark_node *block);
void place_link(struct piece *piece, cmark_node *node, struct note *note);
/* Of `before` `raw` and as many bytes behind as `before` ends with markers. */
void place_inline(struct piece *piece, struct note *note, struct str before,
                  struct str raw, size_t after);
/* Of `word` in line `number` from byte *from on, which moves behind it; the
 * whole line when it is not there. */
struct span place_word(const struct piece *piece, int number, struct str word,
                       size_t *from);
/* Like diag_add, within bounds for a page; NULL when they are passed. */
struct diag *parse_report(struct parse *parse, const struct source_ref *where,
                          enum diag_id id, struct span span,
                          struct str message);
struct diag *piece_report(struct piece *piece, enum diag_id id,
                          struct span span, const char *fmt, ...)
    PHX_PRINTF(4, 5);

/* ---- walk.c, text.c ---- */

void walk(struct piece *piece, cmark_node *root);
/* The node behind `node` in document order below `root`, or NULL. */
cmark_node *walk_next(cmark_node *node, const cmark_node *root, bool into);
/* Appends the text below `node`; roles and images are left out. */
void text_plain(struct buf *out, cmark_node *node);
bool text_is_more(struct str html);
/* Nothing but a comment? */
bool text_is_comment(struct str html);
/* True when the line break `node` stands between two CJK characters. */
bool text_joins(const cmark_node *node);
void text_count(struct parse *parse, struct str text);
/* The summary's plain text and where the document's first parts are. */
void text_summary(struct parse *parse, cmark_node *root);

/* ---- heading.c, footnote.c ---- */

void heading_finish(struct piece *piece, cmark_node *node);
/* Keeps the library from resolving footnotes parser by parser: a node at the
 * end of the tree that is asked for after the last inline was parsed. */
void footnotes_own(cmark_parser *parser);
int footnotes_asked(cmark_syntax_extension *extension, cmark_node *node);
void footnote_reference(struct piece *piece, cmark_node *node);
/* Resolves the page's footnotes, also those of directives and includes, and
 * puts the definitions that are used at its end. */
void footnotes_finish(struct parse *parse, cmark_node *root);

/* ---- fence.c, directive.c ---- */

/* Takes a code block apart. The node that stands for it now is returned; it is
 * not walked into. */
cmark_node *fence_finish(struct piece *piece, cmark_node *node);
/* [a-z][a-z0-9_-]* at the start of `s`: its length, or 0. */
size_t fence_name(struct str s);
/* The block as code in the language `name`. */
void fence_as_code(struct piece *piece, cmark_node *node, struct str name,
                   struct str rest);
cmark_node *directive_finish(struct piece *piece, cmark_node *node,
                             struct str name, struct str argument);
/* {include}: the file's tree in place of the node. */
cmark_node *include_finish(struct piece *piece, cmark_node *node,
                           struct note *note);
/* Puts a container with `note` and the children of inner->root in its place. */
cmark_node *directive_splice(cmark_node *node, struct note *note,
                             struct piece *inner);
void role_finish(struct piece *piece, cmark_node *node, struct note *note);
void alert_finish(struct piece *piece, cmark_node *quote);

/* ---- render.c ---- */

void render_node(cmark_syntax_extension *extension,
                 cmark_html_renderer *renderer, cmark_node *node,
                 cmark_event_type event, int options);

#endif
