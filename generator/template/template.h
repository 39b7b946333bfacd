/* SPDX-License-Identifier: MIT */
/*
 * template: the Jinja2-compatible language: lexer, parser, compiler,
 * interpreter, loader. Compiled once, run by many threads, no global state.
 *
 * A set holds all sources of a site. It is filled and compiled by one thread;
 * afterwards nothing in it changes, and any number of threads render from it,
 * each with a reader and a buffer of its own. A template reads nothing but its
 * context, the set and the environment: no files, no programs.
 */
#ifndef PHX_TEMPLATE_TEMPLATE_H
#define PHX_TEMPLATE_TEMPLATE_H

#include "expr/expr.h"

struct template_set;
struct template;

/* Jinja2's Environment settings; zero is a site's default except where said. */
struct template_options {
    bool trim_blocks;
    bool lstrip_blocks;
    bool keep_trailing_newline;
    bool autoescape;      /* true for sites */
    size_t output_limit;  /* bytes of one rendering; 0: 64 MiB */
    uint64_t step_limit;  /* loop rounds of one rendering; 0: 50,000,000 */
    unsigned depth_limit; /* includes, calls, recursion; 0: 200 */
    size_t memory_limit;  /* of values made while rendering; 0: 1 GiB */
};

struct template_set *template_set_new(struct arena *arena, struct expr_env *env,
                                      const struct template_options *options);

/* Adds a source under its name ("page.html", "components/note.html"). Both are
 * borrowed. A later one of the same name replaces an earlier: that is how the
 * site overrides the theme. `path` is what diagnostics print. */
void template_set_add(struct template_set *set, struct str name,
                      struct str path, struct str text);

/* Compiles every source; all errors become diagnostics, the first of each
 * template. Main thread, once; afterwards the set is frozen and read by any
 * thread. False when any failed; the others can be rendered all the same. */
bool template_set_compile(struct template_set *set, struct diags *diags);

/* NULL when there is none of that name. */
const struct template *template_find(const struct template_set *set,
                                     struct str name);
/* The same for a job: what it finds, or that there is none, is noted in the
 * reader's trace. */
const struct template *template_seek(const struct template_set *set,
                                     struct str name, struct reader *reader);
/* The fingerprint that is noted: of the text; zero when there is none. */
struct hash template_fingerprint(const struct template_set *set,
                                 struct str name);
/* The name it was added under; borrowed from the set. */
struct str template_name(const struct template *t);

/* Renders into `out` with `context` (a map or an object) as its names. Every
 * template read is noted in reader->trace as INPUT_TEMPLATE. False: diagnostics
 * are in reader->diags, reader->failed stays set, and what was written to
 * `out` before stays there. */
bool template_render(const struct template_set *set, const struct template *t,
                     struct value context, struct reader *reader,
                     struct buf *out) PHX_MUST_USE;

/* How often each template ran and for how long itself, without those that it
 * includes, extends or calls. One per worker; merged when they are done. */
struct template_time {
    struct str name;
    uint64_t runs;
    uint64_t nanoseconds;
};
struct template_profile {
    struct template_time *times; /* by template, in the order of the set */
    size_t len;
};
void template_profile_init(struct template_profile *profile,
                           const struct template_set *set, struct arena *arena);
/* Both of the same set. */
void template_profile_merge(struct template_profile *into,
                            const struct template_profile *from);

/* template_render that also counts into `profile` (NULL: does not). */
bool template_render_profiled(const struct template_set *set,
                              const struct template *t, struct value context,
                              struct reader *reader, struct buf *out,
                              struct template_profile *profile) PHX_MUST_USE;

#endif
