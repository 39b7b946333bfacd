/* SPDX-License-Identifier: MIT */
/*
 * What one build leaves for the next: which files it read and wrote, and why
 * each output is as it is. Two values of the cache, since a build that finds
 * nothing changed needs only the first: the ledger (files, outputs,
 * diagnostics) and the traces (the inputs of each unit). A unit is what is
 * rendered at once: one route, with one output, or several for a sitemap in
 * parts.
 *
 * A decoded record borrows from its bytes. Private to build/.
 */
#ifndef PHX_BUILD_RECORD_H
#define PHX_BUILD_RECORD_H

#include "value/value.h"

/* A file by its stat; see record_racy for what that proves. */
struct record_stat {
    bool there;
    uint64_t size;
    int64_t mtime_ns;
    int64_t ctime_ns;
    uint64_t inode;
};

struct record_file { /* one of repo_scan */
    struct str path;
    struct record_stat stat;
    bool known; /* `id` is */
    struct hash id;
};

struct record_extra { /* one that repo_scan did not see, or one not there */
    struct str path;  /* absolute */
    struct record_stat stat;
};

struct record_output {
    struct str path; /* of ledger_decode: NUL-terminated */
    struct record_stat stat;
    struct hash hash; /* of its bytes */
    bool asset;       /* OUTPUT_ASSET */
};

struct ledger {
    struct hash settings;  /* configuration, options */
    struct hash history;   /* HEAD, and what else git's answers depend on */
    struct hash said;      /* by configuration and scan */
    struct hash traces;    /* of the traces' bytes */
    struct hash addresses; /* site_addresses */
    int64_t scanned_ns;    /* the clock when files were looked at */
    int64_t written_ns;    /* the clock when outputs were */
    int64_t valid_from, valid_to; /* the instants for which it holds */
    bool uses_dirty; /* an output says whether tracked files were changed */
    bool dirty;
    size_t pages;
    PHX_VEC(struct record_file) files; /* sorted by path */
    PHX_VEC(struct record_extra) extras;
    PHX_VEC(struct record_output) outputs; /* sorted by path */
    struct diags diags;                    /* all, as reported */
};

void ledger_encode(const struct ledger *ledger, struct buf *out);
/* False: the bytes are no ledger. */
bool ledger_decode(struct arena *arena, struct str bytes, struct ledger *out);

/* By path; NULL when there is none. */
const struct record_file *ledger_file(const struct ledger *ledger,
                                      struct str path);
const struct record_output *ledger_output(const struct ledger *ledger,
                                          struct str path);

struct record_stat record_stat_of(const struct fs_stat *st);
bool record_stat_eq(struct record_stat a, struct record_stat b);
/* The file was changed so shortly before it was looked at (`looked_ns`) that a
 * later change may have left its times as they are: its stat proves nothing. */
bool record_racy(struct record_stat stat, int64_t looked_ns);

#endif
