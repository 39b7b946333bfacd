/* SPDX-License-Identifier: MIT */
/*
 * All results of a site (private to bench/). A file is read when somebody first
 * asks for it, once, under its own lock; its table never changes afterwards.
 * A folder is a result too: the rows of all its files of one tool.
 */
#ifndef PHX_BENCH_STORE_H
#define PHX_BENCH_STORE_H

#include "bench/bench.h"
#include "tool.h"

#include <pthread.h>

struct result {
    struct str name; /* "vllm/serve" */
    struct str path; /* "benchmarks/results/vllm/serve.json" */
    struct str bytes;
    struct str schema; /* the side files' bytes, or empty */
    struct str facts;
    const struct repo_file_history *history; /* may be NULL */
    struct result *twin;                     /* another file of the same name */
    bool is_folder;
    bool publish; /* ask whether its bytes may be */
    PHX_VEC(struct result *) members;

    pthread_mutex_t lock; /* guards what follows until `loaded` */
    bool loaded;
    struct arena arena;
    struct table table;
    bool withheld; /* its bytes hold what looks private */
    struct hash fingerprint;
    struct error error; /* code 0: the table is good */
};

struct bench_store {
    struct arena *arena;
    struct map by_name; /* struct result */
    struct map by_path;
    struct expr_env *env; /* of `where` and assertions */
    bool publish;         /* set before files are added */

    /* Of past versions (past.c), which the lock guards. */
    pthread_mutex_t lock;
    struct arena past_arena;
    struct str root;       /* of the site, absolute; empty: no history */
    struct str commit_url; /* before a commit's id; empty: no links */
    struct repo *repo;     /* opened when first needed */
    struct map pasts;      /* path → struct past */
    struct map by_blob;    /* blob id → struct result */
};

struct result *result_new(struct arena *arena, struct str name,
                          struct str path);

/* NULL when there is none. It may not be read yet. */
struct result *store_find(const struct bench_store *store, struct str name);

/* Finds and reads; the read is noted. NULL: reader_fail said why. */
struct result *store_open(struct bench_store *store, struct str name,
                          struct reader *reader);

/* NAME.schema.json and NAME.facts.json: the author's word on NAME. */
bool result_is_side_file(const struct result *result);

/* Its bytes hold prompts, paths, hosts … that its table does not show, and the
 * author has not allowed them. The result is read. */
bool result_withholds(const struct result *result);

/* Reads a file or folder now. */
void result_load(struct result *result);
/* A folder's table: the rows of its members. */
void folder_load(struct result *folder);
/* MLflow's store, whose files are loaded already: its runs, as one table. */
bool folder_is_mlflow(const struct result *folder);
void folder_read_mlflow(struct result *folder);

#endif
