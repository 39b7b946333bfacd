/* SPDX-License-Identifier: MIT */
/*
 * The output folder, replaced as a whole.
 *
 * Protocol: output_open; output_put for every file, from any thread; then
 * output_commit, or output_abort. New files are first written beside the old
 * ones (a stage folder), so that an error or a full disk is met before anything
 * is replaced. Into an absent or empty folder the stage is moved in one rename;
 * else files are renamed one by one (assets, then pages, then deletions) with a
 * journal, which the next output_open finishes if the process was killed.
 *
 * The manifest (.phx-manifest) lists what phx wrote. What a new build no longer
 * lists is deleted; a folder without a manifest keeps everything phx does not
 * write. Private to build/.
 */
#ifndef PHX_BUILD_OUTPUT_H
#define PHX_BUILD_OUTPUT_H

#include "base/base.h"

struct output;

#define OUTPUT_MANIFEST ".phx-manifest"

enum output_class {
    OUTPUT_ASSET, /* replaced first: pages refer to them */
    OUTPUT_PAGE
};

/* One file of the site as it is in the output after a commit. */
struct output_file {
    struct str path;
    struct hash hash; /* of its bytes */
    enum output_class class;
    struct fs_stat stat; /* FS_NONE: it could not be read */
};

struct output_changes {
    int64_t looked_ns; /* the clock before the first of `files` was looked at */
    PHX_VEC(struct output_file) files; /* all, changed or not; by path */
    PHX_VEC(struct str) changed;
    PHX_VEC(struct str) deleted;
};

/* Finishes an interrupted commit, takes the lock (one build at a time a
 * folder), makes the stage. `path` is absolute. *foreign is set when the folder
 * holds files but no manifest. Owner: output_commit or output_abort free it. */
int output_open(const char *path, struct output **out, bool *foreign,
                struct error *err) PHX_MUST_USE;

/* Keeps `bytes` for site path `path` (borrowed until the end). Thread class:
 * any. */
int output_put(struct output *output, struct str path, struct str bytes,
               enum output_class class, struct error *err) PHX_MUST_USE;

/* As output_put of bytes with this hash that are there already: whoever calls
 * has made sure of that and knows the file's stat. */
int output_keep(struct output *output, struct str path, struct hash hash,
                enum output_class class, const struct fs_stat *stat,
                struct error *err) PHX_MUST_USE;

/* Replaces the output; *changes and its paths live in `arena`. On failure
 * before the first rename the old output is whole; after it, the next
 * output_open finishes. Frees `output`. */
int output_commit(struct output *output, struct arena *arena,
                  struct output_changes *changes,
                  struct error *err) PHX_MUST_USE;

/* Drops what was put. Frees `output`; NULL is fine. */
void output_abort(struct output *output);

#endif
