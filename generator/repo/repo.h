/* SPDX-License-Identifier: MIT */
/*
 * repo: the git repository as phx needs it: files and their content ids, dates
 * and authors, a file's past versions, commits. The only room that includes
 * git2.h. Works, with less to say, where there is no repository.
 *
 * libgit2 is opened (dlopen) when first needed: by repo_history_read,
 * repo_head, repo_file_versions and repo_blob_read, and by repo_open only when
 * somebody else owns the repository. Opening, scanning and repo_head_id read
 * git's files themselves, so a run that needs no history does not pay.
 *
 * Thread class: a struct repo and everything that takes one belong to one
 * thread at a time; a second thread opens a second repo. What they returned
 * lives in the caller's arena and is read by any thread.
 */
#ifndef PHX_REPO_REPO_H
#define PHX_REPO_REPO_H

#include "base/base.h"

struct repo;

/*
 * The repository that contains the folder `root` (absolute), which may be a
 * subfolder of it, a linked worktree or a submodule. Never fails for lack of
 * one: *out then walks files only, and so it does for a repository of an owner
 * that git does not trust (GIT_OWNER) or one that is damaged (GIT_BROKEN).
 * PHX_ENOENT or PHX_EKIND when `root` is no folder. `arena` must outlive *out.
 */
int repo_open(struct arena *arena, const char *root, struct diags *diags,
              struct repo **out, struct error *err) PHX_MUST_USE;
void repo_close(struct repo *repo); /* NULL is fine */
bool repo_has_git(const struct repo *repo);

struct repo_file {
    struct str path; /* relative to root, '/' between parts; not made NFC */
    struct hash id;  /* of the content: equal id, equal bytes */
    bool id_known;   /* false: repo_blob_id of the bytes is its id */
    bool tracked;
    uint64_t size; /* this and the rest: of the file that a link leads to */
    int64_t mtime_ns;
    int64_t ctime_ns;
    uint64_t inode;
};
struct repo_files {
    PHX_VEC(struct repo_file) list; /* sorted by path, byte order */
};

/*
 * The id that a file of these bytes has: made of git's blob id (the index
 * gives it for clean tracked files without reading them) and the size. The
 * one exception: a file whose line ends git converts (`text`, autocrlf) may
 * have one id as long as it is clean and another when its bytes are hashed.
 */
struct hash repo_blob_id(struct str bytes);

/*
 * Every regular file below root that is tracked, or untracked and not ignored
 * (.gitignore, .git/info/exclude, core.excludesFile); without git, or where
 * root itself is an ignored folder, every file. Files and folders whose name
 * starts with '.' are left out, and what `skip` names (relative paths: the
 * output, node_modules, build; NULL: none). `under` limits the walk to some
 * folders (relative, NULL-terminated; NULL: all); one that is not there is no
 * error.
 *
 * Symbolic links: one to a file inside root counts as a file, one to a folder
 * is not followed, one that leaves root is FILE_OUTSIDE, one that leads nowhere
 * FILE_UNREADABLE. The files of a submodule belong to the site (tracked, id not
 * known, no history); one that is not checked out, and a folder that is an
 * untracked repository of its own, are left out with GIT_NESTED. Names that are
 * not UTF-8 are FILE_ENCODING and left out.
 */
int repo_scan(struct repo *repo, struct arena *arena, const char *const *under,
              const char *const *skip, struct repo_files *out,
              struct diags *diags, struct error *err) PHX_MUST_USE;

struct repo_author {
    struct str name;
    struct str email;
};
/* Of the commits that touched a file, following renames; merges do not count
 * unless nothing else brought the file. */
struct repo_file_history {
    struct date created; /* author date of the first, in the author's offset */
    struct date updated; /* of the last */
    struct str commit;   /* the last, 40 hexadecimal digits */
    const struct repo_author *authors; /* by first appearance, mailmap'd */
    size_t author_count;
    size_t commits;
};
struct repo_history; /* path → struct repo_file_history */

/*
 * One pass over the history of HEAD, for the files of HEAD below root. A
 * shallow clone ends at its border (GIT_SHALLOW, once a repo). Without git
 * (GIT_NONE), before the first commit, and when the history cannot be read
 * (GIT_BROKEN) it is empty. PHX_ELIBRARY when libgit2 is missing. About 0.05
 * ms a commit.
 */
int repo_history_read(struct repo *repo, struct arena *arena,
                      struct repo_history **out, struct diags *diags,
                      struct error *err) PHX_MUST_USE;
/* NULL when the file is not in any commit. Any thread. */
const struct repo_file_history *
repo_history_of(const struct repo_history *history, struct str path);

/* One commit that changed a file. */
struct repo_version {
    struct str commit; /* 40 digits */
    struct date date;  /* author date */
    struct repo_author author;
    struct str subject; /* first line of the message */
    struct str path;    /* the file's path then, from the repository's top */
    struct str blob;    /* its content then, 40 digits; empty: deleted */
};
struct repo_versions {
    PHX_VEC(struct repo_version) list; /* newest first */
    bool shallow; /* the clone ends before the history does */
};
/* The past of one file (relative to root), following renames. Empty without
 * git or when no commit has the file. About 0.03 ms a commit. PHX_ELIBRARY,
 * PHX_EINPUT (damaged). */
int repo_file_versions(struct repo *repo, struct arena *arena, struct str path,
                       struct repo_versions *out,
                       struct error *err) PHX_MUST_USE;
/* The file as it is in the commit that `revision` names, as git's command line
 * writes it ("v1.2", "HEAD~3"); out->blob is empty when it is not there.
 * Renames are not followed. PHX_ENOENT (no such commit), PHX_ELIBRARY,
 * PHX_EINPUT. */
int repo_version_at(struct repo *repo, struct arena *arena, struct str path,
                    const char *revision, struct repo_version *out,
                    struct error *err) PHX_MUST_USE;
/* The bytes of a blob of repo_file_versions, as git stores them. PHX_ENOENT
 * when the repository lacks it, PHX_ELIBRARY. */
int repo_blob_read(struct repo *repo, struct arena *arena, struct str blob,
                   struct str *out, struct error *err) PHX_MUST_USE;

struct repo_head {
    bool known;        /* false: no git, or no commit yet */
    struct str commit; /* 40 digits */
    struct str branch; /* empty when detached; set before the first commit */
    struct date date;  /* committer date */
    bool dirty;        /* tracked files changed, anywhere in the repository */
    struct str remote; /* URL of origin, or empty */
};
/* `dirty` compares contents, as `git status` does, and looks neither at
 * executable bits nor into submodules. PHX_ELIBRARY, PHX_EINPUT (damaged). */
int repo_head(struct repo *repo, struct arena *arena, struct repo_head *out,
              struct error *err) PHX_MUST_USE;
/* Only known, commit, branch and remote, read without libgit2: the key of what
 * is cached by HEAD. */
void repo_head_id(struct repo *repo, struct arena *arena,
                  struct repo_head *out);

/*
 * Making commits without a checkout: contents, then a tree of them, then the
 * commit; a branch is moved last. What is written before that and never
 * reached is dropped by git's own housekeeping. Ids are 40 hexadecimal digits.
 */
struct repo_entry {
    struct str path; /* from the tree's top, '/' between parts */
    struct str blob;
    uint32_t mode; /* 0100644 for a file, 0100755, 0120000 for a link */
};
struct repo_entries {
    PHX_VEC(struct repo_entry) list; /* by path, byte order */
};

struct repo_commit {
    struct str tree;
    struct str parent;  /* the first; empty for none */
    struct str message; /* whole */
};

/* The files of a commit, whole tree, submodules left out. */
int repo_commit_files(struct repo *repo, struct arena *arena, struct str commit,
                      struct repo_entries *out, struct error *err) PHX_MUST_USE;
/* PHX_ENOENT when the repository does not have it. */
int repo_commit_read(struct repo *repo, struct arena *arena, struct str commit,
                     struct repo_commit *out, struct error *err) PHX_MUST_USE;
/* git's id of a blob of these bytes; nothing is written. */
struct str repo_blob_name(struct arena *arena, struct str bytes);
int repo_blob_write(struct repo *repo, struct str bytes,
                    struct error *err) PHX_MUST_USE;
/* `entries` is sorted by path and names nothing twice. */
int repo_tree_write(struct repo *repo, struct arena *arena,
                    const struct repo_entries *entries, struct str *out,
                    struct error *err) PHX_MUST_USE;
/* Author and committer are git's user.name and user.email; PHX_EINPUT with the
 * fix when they are not set. */
int repo_commit_write(struct repo *repo, struct arena *arena,
                      const struct repo_commit *commit, struct str *out,
                      struct error *err) PHX_MUST_USE;
/* The commit a reference ("refs/heads/x") leads to; empty when it is not
 * there. */
int repo_ref_read(struct repo *repo, struct arena *arena, const char *name,
                  struct str *out, struct error *err) PHX_MUST_USE;
/* Moves it from `expected` (empty: it must not exist) to `commit`; PHX_EINPUT
 * when somebody else has moved it. */
int repo_ref_move(struct repo *repo, const char *name, struct str commit,
                  struct str expected, struct error *err) PHX_MUST_USE;
/* The absolute folder that holds .git, for running git in it; empty without
 * git. */
struct str repo_worktree(const struct repo *repo);

/* Changes with everything that repo_history_read, repo_file_versions and all of
 * repo_head but `dirty` depend on: HEAD, its branch, the border of a shallow
 * clone, names (.mailmap), the repository's configuration. Reads git's files
 * itself. */
struct hash repo_history_id(struct repo *repo, struct arena *scratch);

/* Of the libgit2 that phx was built against and opens, "1.5.1". */
const char *repo_library_version(void);

#endif
