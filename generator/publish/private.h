/* SPDX-License-Identifier: MIT */
/* What the files of this room share. */
#ifndef PHX_PUBLISH_PRIVATE_H
#define PHX_PUBLISH_PRIVATE_H

#include "publish/publish.h"
#include "repo/repo.h"

#define MANIFEST ".phx-manifest"
#define KEPT ".phx-kept"
/* The line of the message that tells a commit of ours from others. */
#define TRAILER "\nPhx-Source: "

struct publication {
    struct arena *arena;
    const struct publish_options *options;
    struct publish_report *report;
    struct repo *repo;
    struct repo_head head;
    bool has_remote;
    struct str tip; /* of the branch; empty: there is none yet */
};

/* ---- remote.c ---- */

/* Whether options->remote is one that git knows, or a URL or path. */
int remote_known(struct publication *pub, bool *out, struct error *err);
/* pub->tip: the remote branch, its objects in the repository; or the local
 * one. */
int remote_tip(struct publication *pub, struct error *err);
/* Moves the remote branch from pub->tip to `commit`; *moved is false, with a
 * diagnostic, when it stands elsewhere by now or the remote refuses. */
int remote_push(struct publication *pub, struct str commit, bool *moved,
                struct error *err);

/* ---- branch.c ---- */

enum owner {
    OWNER_SITE,  /* listed by the manifest */
    OWNER_KEPT,  /* an asset of the publication before */
    OWNER_PHX,   /* what publishing itself adds */
    OWNER_OTHERS /* everybody else's */
};

struct branch_file {
    struct repo_entry entry;
    enum owner owner;
    bool edited; /* ours, but somebody has changed it since */
};

struct branch {
    bool ours;          /* phx has published here */
    struct map by_path; /* path → struct branch_file *, in order of paths */
    struct map listed;  /* by the manifest: path → itself */
    PHX_VEC(struct str) removed; /* ours, but somebody has deleted them */
};

int branch_read(struct publication *pub, struct branch *out, struct error *err);

/* ---- files.c ---- */

/* What the branch shall hold, by path. Contents that git lacks are written only
 * by files_write. */
struct files {
    struct repo_entries entries;
    struct map sources; /* path → const char *, the file to read */
};

int files_collect(struct publication *pub, const struct branch *branch,
                  struct files *out, struct error *err);
/* Fills report->changes with what differs but for kept assets. */
void files_compare(struct publication *pub, const struct branch *branch,
                   const struct files *files);
int files_write(struct publication *pub, const struct branch *branch,
                const struct files *files, struct error *err);

#endif
