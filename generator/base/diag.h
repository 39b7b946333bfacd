/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics: what is wrong with the author's content. Each has a stable id,
 * a severity, a place, a message ("what was expected, what is there") and a
 * hint where the fix is known. A job appends to its own struct diags; the
 * build merges them in page order, so any number of threads prints the same.
 *
 * The ids stand in diag_ids.h, one line each.
 */
#ifndef PHX_BASE_DIAG_H
#define PHX_BASE_DIAG_H

#include "str.h"
#include "vec.h"

enum severity { SEVERITY_OFF, SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

/* The classes that `severity:` in phx.yaml can change. */
enum diag_class {
#define PHX_DIAG_CLASS(name, text) DIAG_CLASS_##name,
#include "diag_classes.h"
    DIAG_CLASS_COUNT
};

enum diag_id {
#define PHX_DIAG(name, code, severity, class, text) DIAG_##name,
#include "diag_ids.h"
    DIAG_COUNT
};

/* Lines and columns count from 1; columns count bytes of UTF-8 in the line.
 * 0 is "unknown". `len` is the length of the marked text, 0 for one place. */
struct span {
    uint32_t line;
    uint32_t col;
    uint32_t len;
};

struct diag {
    enum diag_id id;
    enum severity severity;
    struct str path; /* relative to the site; empty when there is no file */
    struct span span;
    struct str message;
    struct str hint;   /* may be empty */
    struct str source; /* the line of source text, may be empty */
    struct str chain;  /* "included from a.html:3", may be empty */
};

struct diags {
    struct arena *arena; /* owns every text below */
    PHX_VEC(struct diag) list;
    const struct diag_policy *policy; /* NULL: severities as the ids say */
    size_t errors; /* with the warnings, where the policy is strict */
    size_t warnings;
};

/* `severity` counts for the classes that are `changed`. Strict changes what is
 * counted, not what is printed. */
struct diag_policy {
    bool changed[DIAG_CLASS_COUNT];
    enum severity severity[DIAG_CLASS_COUNT];
    bool strict; /* warnings count as errors */
};

/*
 * Where a text came from. `text` is what spans count in: a whole file (then
 * line_offset is 0), or a part of one that starts behind `line_offset` lines
 * (the body below the front matter). The marked line is line span.line of
 * `text`; the line that is recorded and printed is span.line + line_offset.
 */
struct source_ref {
    struct str path;
    struct str text; /* may be empty: then no line is shown */
    uint32_t line_offset;
};

void diags_init(struct diags *diags, struct arena *arena,
                const struct diag_policy *policy);

/* Everything is copied into diags->arena; `where` may be NULL (no file), and
 * the caller may set ->chain to a text of that arena. Severities follow the
 * policy; an id switched off is dropped, and so is all without `diags`: who
 * shows a text a second time has said what is wrong with it. Returns the entry
 * to add a hint to (valid until the next diag_add), or NULL when it was
 * dropped. */
struct diag *diag_add(struct diags *diags, enum diag_id id,
                      const struct source_ref *where, struct span span,
                      const char *fmt, ...) PHX_PRINTF(5, 6);
/* No-op for a NULL diag. */
void diag_hint(struct diags *diags, struct diag *diag, const char *fmt, ...)
    PHX_PRINTF(3, 4);

/* Appends copies of all of `from`; a no-op without `into`. */
void diags_merge(struct diags *into, const struct diags *from);
/* By path, line, column; stable. */
void diags_sort(struct diags *diags);

const char *diag_code(enum diag_id id);          /* "C001" */
const char *diag_title(enum diag_id id);         /* the text of diag_ids.h */
enum severity diag_severity_of(enum diag_id id); /* without a policy */
enum diag_class diag_class_of(enum diag_id id);
const char *diag_class_name(enum diag_class class);
const char *severity_name(enum severity severity); /* "warning" */
bool diag_class_find(struct str name, enum diag_class *out);

/* The place of byte `offset` of `text`. */
struct span span_at(struct str text, size_t offset);

struct buf;
/* One diagnostic as a compiler prints it, ended by a line break; ANSI colours
 * when asked. Control characters of the texts are never printed. */
void diag_print(struct buf *out, const struct diag *diag, bool color);

#endif
