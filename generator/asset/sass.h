/* SPDX-License-Identifier: MIT */
/* What the files of this room share about one compilation. */
#ifndef PHX_ASSET_SASS_H
#define PHX_ASSET_SASS_H

#include "asset/asset.h"

struct sass_job {
    struct arena *arena; /* the result and everything on the way */
    const struct sass_file *entry;
    const struct sass_file *others;
    size_t other_count;
    /* Read before the entry without moving its lines; may be empty. */
    struct sass_file prelude;
    bool compressed;
    struct diags *diags;
    PHX_VEC(const struct sass_file *) read; /* in order of first use */
};

bool sass_run(struct sass_job *job, struct str *out);

/* The file's place in its source, for diag_add. */
struct source_ref sass_source(const struct sass_file *file);

/* ---- sass_check.c ---- */

/* Reports what libsass would accept and get wrong. */
void sass_check(const struct sass_file *file, struct diags *diags);
/* True for what an @import of CSS itself means: "x.css", "//…", "http://…". */
bool sass_is_css_import(struct str url);
/* The first min() or max() of `text` whose arguments have both units: libsass
 * does not say where it met them. STR_NONE when there is none. */
size_t sass_find_units(struct str text, struct str a, struct str b);

#endif
