/* SPDX-License-Identifier: MIT */
/*
 * markdown: the dialect. cmark-gfm with its extension API; bodies as HTML with
 * holes; headings, summary, text facts. Knows no template, result or script:
 * build/ fills the holes. The only room that includes cmark-gfm's headers.
 *
 * Raw HTML of the author passes unchanged (the author is trusted); everything
 * else in document.html is escaped. Relative URLs stand in holes only.
 */
#ifndef PHX_MARKDOWN_MARKDOWN_H
#define PHX_MARKDOWN_MARKDOWN_H

#include "value/value.h"

/*
 * A hole is a place in the HTML whose text is known only when the page is
 * rendered. `offset` is where in document.html its filling goes.
 *
 * HOLE_LINK       inside href="…": text is the URL as written. The filling is
 *                 the escaped final URL.
 * HOLE_IMAGE      the whole element: text is the URL, alt and title are plain
 *                 text; `alone` when it is a paragraph by itself (a figure).
 * HOLE_ANCHOR     just before </hN>: name is the id; for a theme's permalink.
 * HOLE_MATH       the whole formula: text is the TeX, `display` as written;
 *                 `alone` when no <p> stands around it.
 * HOLE_CODE       the whole block: text is the code, name the language,
 *                 argument the rest of the info string, attrs what its braces
 *                 say: of `{title="a.py" numbers .wide #x}` these are title,
 *                 numbers (empty value), class and id.
 * HOLE_ROLE       {name}`text` inline.
 * HOLE_DIRECTIVE  ```{name} argument: argument, options (attrs, or `yaml`),
 *                 text is the raw body, `body` its document when the
 *                 component's body is Markdown. An alert `> [!NOTE]` is a
 *                 directive "note" without argument and options.
 *
 * Spans count in source->text, an included file; or, when it is NULL, in the
 * page's own file (markdown_parse).
 */
enum hole_kind {
    HOLE_LINK,
    HOLE_IMAGE,
    HOLE_ANCHOR,
    HOLE_MATH,
    HOLE_CODE,
    HOLE_ROLE,
    HOLE_DIRECTIVE
};

struct hole_attr {
    struct str name;
    struct str value;
    struct span name_span;
    struct span value_span;
};

struct document;

struct hole {
    size_t offset;
    enum hole_kind kind;
    bool display;          /* HOLE_MATH: $$…$$ or ```math */
    bool alone;            /* HOLE_IMAGE, HOLE_MATH: a block by itself */
    struct span span;      /* of the construct in the source file */
    struct span text_span; /* of `text` there */
    struct str text;
    struct str name;
    struct str title;    /* HOLE_LINK, HOLE_IMAGE */
    struct str alt;      /* HOLE_IMAGE */
    struct str argument; /* HOLE_DIRECTIVE: after the name; HOLE_CODE: info */
    const struct hole_attr *attrs;
    size_t attr_count;
    struct value yaml; /* HOLE_DIRECTIVE with a YAML option block, else null */
    const struct document *body;
    const struct source_ref *source;
};

struct heading {
    unsigned level; /* 1..6 */
    struct str id;
    struct str text;    /* plain; formulas as TeX, roles left out */
    struct str classes; /* of `{#id .class}`, or empty */
    size_t begin, end;  /* of its inner HTML in document.html */
    size_t first_hole;  /* holes of that range: [first_hole, last_hole) */
    size_t last_hole;
    struct span span;
};

struct document {
    struct str html; /* with holes; owned by the arena given to parse */
    const struct hole *holes; /* by offset */
    size_t hole_count;
    const struct heading *headings; /* in order; level 1 title included */
    size_t heading_count;
    /* The first level-1 heading when it opens the document: its text is the
     * title, [title_begin, title_end) its whole element to leave out. */
    struct str title;
    size_t title_begin, title_end;
    /* Summary: [summary_begin, summary_end) of html: up to <!--more-->
     * (has_more), else the first paragraph; empty when there is none. */
    size_t summary_begin, summary_end;
    bool has_more;
    struct str summary_text; /* plain text of the summary, for descriptions */
    struct text_count words; /* of prose; code and formulas do not count */
    size_t code_lines;
    bool has_math;
    bool has_code;
    struct str first_image;     /* URL as written, or empty */
    const struct str *includes; /* site paths that {include} asked for */
    size_t include_count;
};

enum component_body { COMPONENT_NO_BODY, COMPONENT_MARKDOWN, COMPONENT_RAW };

struct component {
    struct str name;
    enum component_body body;
};

/* What parsing depends on besides the text. Frozen before workers start. */
struct dialect {
    bool additions; /* false: GFM alone, for the specification's examples */
    bool footnotes, strikethrough, tables, tasklists, autolinks;
    const struct component *components; /* sorted by name */
    size_t component_count;
    const struct str *roles; /* sorted */
    size_t role_count;
    /* Reads a file for {include}; `path` is the site's ("content/a/b.md"), made
     * from the including file's. False: it is not there. The file's front
     * matter, if it has one, must be left out by out->text and line_offset.
     * NULL: includes are reported. */
    bool (*include)(void *ctx, struct str path, struct arena *arena,
                    struct source_ref *out);
    void *include_ctx;
};

/* Registers extensions and proves that parsing is safe on several threads.
 * Main thread, once, before any parse. */
int markdown_init(struct error *err) PHX_MUST_USE;

/* The site's dialect, with the built-in components. */
struct dialect markdown_site_dialect(void);

/*
 * Parses `body` (the text behind the front matter). Where source->text is the
 * whole file that `body` is a part of, or empty, spans count in the whole file,
 * source->line_offset being the number of lines before `body`; where it is
 * `body` itself, they count in that. Heading ids are unique on the page. All
 * memory in `arena`. Never fails: what is wrong becomes
 * diagnostics and what was written stays visible. Thread class: any.
 */
void markdown_parse(struct arena *arena, const struct dialect *dialect,
                    const struct source_ref *source, struct str body,
                    struct diags *diags, struct document *out);

/* One line or a few as inline HTML without a <p> (titles, captions): no block
 * begins in it, so "2024. A year" is no list. */
void markdown_parse_inline(struct arena *arena, const struct dialect *dialect,
                           const struct source_ref *source, struct str text,
                           struct diags *diags, struct document *out);

/*
 * For the conformance runner: plain cmark-gfm through phx's own parser set-up,
 * with the named extensions ("table", "strikethrough", "autolink", "tagfilter",
 * "tasklist") and options ("smart", "footnotes", "unsafe", "hardbreaks", …).
 */
struct str markdown_gfm_html(struct arena *arena, struct str text,
                             const struct str *extensions,
                             size_t extension_count, const struct str *options,
                             size_t option_count);

const char *markdown_library_version(void);

#endif
