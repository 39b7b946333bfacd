/* SPDX-License-Identifier: MIT */
/*
 * template: the Jinja2-compatible language: lexer, parser, compiler,
 * interpreter, loader. Compiled once, run by many threads, no global state.
 *
 * (Contract sketch: the owner of this room completes it. What other rooms use
 * is below and stays.)
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
    bool autoescape;          /* true for sites */
    size_t output_limit;      /* bytes of one rendering; 0: 64 MiB */
    uint64_t step_limit;      /* loop rounds of one rendering; 0: 50,000,000 */
    unsigned depth_limit;     /* includes, calls, recursion; 0: 200 */
};

struct template_set *template_set_new(struct arena *arena, struct expr_env *env,
                                      const struct template_options *options);

/* Adds a source under its name ("page.html", "components/note.html"). Both are
 * borrowed. A later one of the same name replaces an earlier: that is how the
 * site overrides the theme. `path` is what diagnostics print. */
void template_set_add(struct template_set *set, struct str name,
                      struct str path, struct str text);

/* Compiles every source; all errors become diagnostics. Main thread, once;
 * afterwards the set is frozen and read by any thread. False when any failed. */
bool template_set_compile(struct template_set *set, struct diags *diags);

/* NULL when there is none of that name. */
const struct template *template_find(const struct template_set *set,
                                     struct str name);

/* Renders into `out` with `context` (a map or an object) as its names. Every
 * template read is noted in reader->trace as INPUT_TEMPLATE. False: diagnostics
 * are in reader->diags. */
bool template_render(const struct template_set *set, const struct template *t,
                     struct value context, struct reader *reader,
                     struct buf *out) PHX_MUST_USE;

#endif
