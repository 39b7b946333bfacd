/* SPDX-License-Identifier: MIT */
/* The results of a site, opened without building it (private to cli/). */
#ifndef PHX_CLI_BENCH_SITE_H
#define PHX_CLI_BENCH_SITE_H

#include "bench/bench.h"
#include "content/content.h"

struct bench_site {
    struct arena *arena;
    struct diags *diags;
    struct config config;
    struct str root;   /* absolute */
    struct str folder; /* of results, below root */
    struct repo *repo;
    struct repo_files files;      /* of results */
    struct repo_history *history; /* NULL: no git */
    struct bench_store *store;
};

/* Reads phx.yaml below `root` and adds every result file to the store. False:
 * diags or err say why. */
bool bench_site_open(struct bench_site *site, struct arena *arena,
                     const char *root, struct diags *diags, struct error *err);
void bench_site_close(struct bench_site *site);

/* Results from anywhere: `path` is a file (with its side files) or a folder of
 * them; afterwards its name in the store is `*name`. */
bool bench_file_add(struct bench_store *store, struct arena *arena,
                    const char *path, struct str *name, struct error *err);

/* The result that the command line calls `what`: a path that is there, else a
 * name of the site below `root`. *name is what the store calls it. */
bool bench_open(struct bench_site *site, struct arena *arena, const char *what,
                const char *root, struct str *name, struct diags *diags,
                struct error *err);

/* Prints what was found wrong, and unless `ok` what the reader or the machine
 * could not do. */
void bench_report(const struct diags *diags, const struct reader *reader,
                  const struct error *err, bool ok);

#endif
