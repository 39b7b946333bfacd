/* SPDX-License-Identifier: MIT */
/*
 * repo: the git repository as phx needs it: files and their content ids, dates
 * and authors, a file's past versions, commits. The only room that includes
 * git2.h. Works, with less to say, where there is no repository.
 *
 * libgit2 is opened (dlopen) when first needed; a run that needs no history and
 * no status does not pay for it.
 *
 * (Contract sketch: the owner of this room completes it.)
 */
#ifndef PHX_REPO_REPO_H
#define PHX_REPO_REPO_H

#include "base/base.h"

struct repo;

/* The repository that contains the folder `root` (absolute), which may be a
 * subfolder of it. Never fails for lack of one: *out then walks files only.
 * Shallow clones, foreign owners and damaged repositories are diagnostics. */
int repo_open(struct arena *arena, const char *root, struct diags *diags,
              struct repo **out, struct error *err) PHX_MUST_USE;
void repo_close(struct repo *repo); /* NULL is fine */
bool repo_has_git(const struct repo *repo);

struct repo_file {
    struct str path;   /* relative to root, '/' between parts */
    struct hash id;    /* of the content: equal id, equal bytes */
    bool id_known;     /* false: the bytes must be read to know it */
    bool tracked;
    uint64_t size;
    int64_t mtime_ns;
};
struct repo_files {
    PHX_VEC(struct repo_file) list; /* sorted by path, byte order */
};

/*
 * Every regular file below root that is tracked, or untracked and not ignored
 * by .gitignore; without git every file but dotfiles. Never follows a symbolic
 * link out of root (FILE_OUTSIDE); links to files inside count as files. Files
 * and folders whose name starts with '.' are left out, and what `skip` names
 * (relative folders: the output, node_modules, build). `under` limits the walk
 * to some folders (relative, NULL-terminated; NULL: all).
 */
int repo_scan(struct repo *repo, struct arena *arena, const char *const *under,
              const char *const *skip, struct repo_files *out,
              struct diags *diags, struct error *err) PHX_MUST_USE;

struct repo_author {
    struct str name;
    struct str email;
};
/* Of the commits that touched a file, following renames. */
struct repo_file_history {
    struct date created; /* author date of the first */
    struct date updated; /* of the last */
    struct str commit;   /* the last, 40 hexadecimal digits */
    const struct repo_author *authors; /* by first appearance, mailmap'd */
    size_t author_count;
    size_t commits;
};
struct repo_history; /* path → struct repo_file_history */

/* One pass over the history of HEAD. A shallow clone ends at its border. */
int repo_history_read(struct repo *repo, struct arena *arena,
                      struct repo_history **out, struct diags *diags,
                      struct error *err) PHX_MUST_USE;
/* NULL when the file is not in any commit. Any thread. */
const struct repo_file_history *
repo_history_of(const struct repo_history *history, struct str path);

struct repo_head {
    bool known;         /* false: no git, or no commit yet */
    struct str commit;  /* 40 digits */
    struct str branch;  /* empty when detached */
    struct date date;   /* committer date */
    bool dirty;         /* tracked files changed */
    struct str remote;  /* URL of origin, or empty */
};
int repo_head(struct repo *repo, struct arena *arena, struct repo_head *out,
              struct error *err) PHX_MUST_USE;

const char *repo_library_version(void); /* libgit2's, "1.5.1" */

#endif
