/* SPDX-License-Identifier: MIT */
/*
 * bench: results. Readers for each tool's own format, the normalised table,
 * queries, charts, provenance. Result files are untrusted input.
 *
 * Files are read when a page first asks for them, once, by whichever worker
 * asks first; their tables never change afterwards. Thread class: the store
 * belongs to one thread while it is filled; every other function here may then
 * be called by any thread.
 */
#ifndef PHX_BENCH_BENCH_H
#define PHX_BENCH_BENCH_H

#include "expr/expr.h"
#include "repo/repo.h"

struct bench_store; /* all results of a site, by name */

struct bench_store *bench_store_new(struct arena *arena);

/* Reads one file (bytes are borrowed for the store's life). `name` is how pages
 * ask for it: its path below benchmarks/results/ without extension. What is
 * wrong with it is said when a page uses it, not before. `history` may be
 * NULL. NAME.schema.json and NAME.facts.json are the author's word on NAME and
 * no results of their own. A folder is a result by its own name: the rows of
 * all its files. */
void bench_store_add(struct bench_store *store, struct str name,
                     struct str path, struct str bytes,
                     const struct repo_file_history *history);

/* Is there a result, or a result file, of that name? */
bool bench_store_has(struct bench_store *store, struct str name);

/* Where past versions are: the site's folder (absolute) in a git repository,
 * and what stands before a commit's id in the URL of its page (may be empty).
 * Without it there is no history. */
void bench_store_history(struct bench_store *store, struct str root,
                         struct str commit_url);

/* Of files added from now on it is asked whether their bytes may be published:
 * figures do not link to those that bench_withholds. Without it all may. */
void bench_store_publish(struct bench_store *store);

/* The file holds prompts, paths, hosts … that no page shows, and its side file
 * does not say "raw": true: its bytes are not published. */
bool bench_withholds(struct bench_store *store, struct str path);

/* The fingerprint of what a trace notes as INPUT_RESULT under `key`: a file's
 * path, a folder's path, or a name that nothing had. Zero and false when there
 * is no such result. */
bool bench_fingerprint(struct bench_store *store, struct str key,
                       struct hash *out);

/*
 * bench(name) for templates and {eval}: a callable value. What it gives has
 *   value(column, **filters)           the one cell; several rows are an error
 *   min max mean median last(column, **filters)
 *   ratio(column, over={…}, **filters) value here by value there
 *   best(column, **filters)            the row that is best in its direction
 *   where(text or **filters)           fewer rows
 *   history(column, **filters)         a list, oldest first: commit, date,
 *                                      subject, value, url
 *   unit(column)
 *   columns, rows, meta, name          lists of maps, a map, text
 * and is iterated as its rows.
 */
struct value bench_function(struct bench_store *store, struct arena *arena);

/* The {bench} directive: a <figure> with chart, table, provenance. Options are
 * `options` (names and raw text with their places). False: diagnostics said
 * why. Links in the figure come from `raw_url` (of the result file). */
struct bench_option {
    struct str name;
    struct str value;
    struct span name_span;
    struct span value_span;
};
struct bench_directive {
    struct str argument; /* the result's name */
    const struct bench_option *options;
    size_t option_count;
    struct str caption; /* the body, already HTML, or empty */
    struct span span;
    const struct source_ref *source;
    struct str id;     /* unique on the page: its label, or "result-1" */
    struct str number; /* "Figure 1", or empty */
    struct str language;
    struct str raw_url;  /* URL prefix under which result files are published */
    struct str site_url; /* absolute, for machines; may be empty */
    struct str creator;  /* who measured; may be empty */
    bool plain;          /* feeds, Markdown twins: the table alone, no SVG */
    /* Takes a copy of a file to publish at `path` below raw_url: the figure's
     * rows as CSV and JSON. Equal paths, equal bytes. NULL: none are kept. */
    void (*keep_file)(void *ctx, struct str path, struct str bytes);
    void *keep_ctx;
};
bool bench_render(struct bench_store *store, const struct bench_directive *d,
                  struct reader *reader, struct buf *out);

/* ---- For the command line ---- */

/* Which part of a result; empty texts ask for all of it. */
struct bench_ask {
    struct str name;
    struct str where;   /* a condition */
    struct str columns; /* names with commas */
    struct str sort;    /* a column; "-column" for the largest first */
};

/*
 * As strict JSON: file, tool, label, facts (name, value, said_by), columns
 * (name, label, role, type, unit, better, and of metrics: metric, statistic,
 * spread …), rows by name, series, notes. False: reader_fail said why, and
 * *out has file, tool, label and error where the tool was recognised.
 */
bool bench_show_json(struct bench_store *store, const struct bench_ask *ask,
                     struct reader *reader, struct buf *out) PHX_MUST_USE;

struct bench_terminal {
    unsigned width; /* in characters; 0: any */
    bool color;
    bool all; /* long series row by row */
};
/* As a table for people. */
bool bench_show_text(struct bench_store *store, const struct bench_ask *ask,
                     const struct bench_terminal *terminal,
                     struct reader *reader, struct buf *out) PHX_MUST_USE;
/* As one SVG file: what {bench} draws without options. */
bool bench_show_chart(struct bench_store *store, const struct bench_ask *ask,
                      struct reader *reader, struct buf *out) PHX_MUST_USE;

/* Two results of one tool: what moved beyond its dispersion. A side is a name
 * of the store, "NAME@REVISION" as git writes it, or "NAME@" for the version
 * before the present one. */
struct bench_diff {
    struct str old;
    struct str now;
    double threshold; /* noise as a share, where a file has no dispersion */
    bool json;
    struct bench_terminal terminal;
};
bool bench_diff(struct bench_store *store, const struct bench_diff *ask,
                struct reader *reader, struct buf *out,
                size_t *worse) PHX_MUST_USE;

/* A command that measures something. */
struct bench_run {
    struct str root;    /* the site's folder, absolute; it runs there */
    struct str command; /* for /bin/sh */
    struct str output;  /* what it writes, below root; empty: what it prints */
    struct str file;    /* where that is kept, below root */
    const struct repo_head *head; /* before the run */
};
/*
 * Runs it, and when it succeeds (*status 0) keeps its output and writes
 * NAME.facts.json beside it: date, command, commit, machine … When it fails,
 * nothing is kept. PHX_ENOENT and PHX_EINPUT when there is no output.
 */
int bench_run(struct arena *arena, const struct bench_run *run, int *status,
              struct error *err) PHX_MUST_USE;

enum bench_format {
    BENCH_EXPORT_GITHUB,  /* github-action-benchmark's list */
    BENCH_EXPORT_DATA_JS, /* its data.js: an entry a commit */
    BENCH_EXPORT_BENCHER  /* Bencher Metric Format */
};
struct bench_export {
    struct str name;
    enum bench_format format;
    bool higher, lower; /* which metrics a list has; neither: most of them */
};
/* *tool is the name under which github-action-benchmark reads the list, or
 * NULL. */
bool bench_export(struct bench_store *store, const struct bench_export *ask,
                  struct reader *reader, struct buf *out,
                  const char **tool) PHX_MUST_USE;

/* All results, with those of the pages that ask for them by name. */
struct bench_page {
    struct str path;
    struct str text;
};
struct bench_pages {
    const struct bench_page *items;
    size_t len;
};
void bench_list(struct bench_store *store, const struct bench_pages *pages,
                const struct bench_terminal *terminal, bool json,
                struct reader *reader, struct buf *out);

#endif
