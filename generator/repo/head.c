/* SPDX-License-Identifier: MIT */
/*
 * The commit the site is built from, and whether the tracked files are still
 * its: the index against HEAD's tree, then the files against the index. Only a
 * file whose stat does not prove it clean is read.
 */
#include "repo_private.h" /* before base.h, which bans a name in git2.h */

#include "sha1.h"
#include "tracked.h"
#include "tree.h"

#include <limits.h>
#include <unistd.h>

struct status {
    struct repo *repo;
    struct arena arena; /* scratch */
    struct tracked tracked;
};

/* The index has other files, or other contents, than HEAD. */
static int is_staged(struct status *status, const git_oid *tree, bool *out,
                     struct error *err)
{
    struct changes files;
    size_t i = 0;
    int rc = tree_diff(status->repo, &status->arena, NULL, tree, &files, err);

    if (rc < 0)
        return rc;
    *out = true;
    for (size_t k = 0; k < status->tracked.count; k++) {
        const struct tracked_file *file = &status->tracked.files[k];
        const struct change *change;
        if (file->kind == TRACKED_REPO)
            continue;
        /* A sparse index stands for a folder that nobody touched. */
        if (file->kind == TRACKED_OTHER) {
            while (i < files.list.len &&
                   str_starts(files.list.items[i].path, file->path))
                i++;
            continue;
        }
        if (file->unsettled || i == files.list.len)
            return 0;
        change = &files.list.items[i++];
        if (!str_eq(change->path, file->path) ||
            memcmp(change->new_id.id, file->blob, GIT_OID_RAWSZ) != 0)
            return 0;
    }
    *out = i != files.list.len;
    return 0;
}

/* A link's text is its content. */
static bool link_changed(const char *path, const struct tracked_file *file)
{
    char target[PATH_MAX];
    ssize_t len = readlink(path, target, sizeof(target));
    unsigned char blob[SHA1_SIZE];

    if (len < 0)
        return true;
    sha1_blob(str_bytes(target, (size_t)len), blob);
    return memcmp(blob, file->blob, SHA1_SIZE) != 0;
}

/* The stat did not prove it clean: what would git store? Its filters count. */
static bool content_changed(struct repo *repo, const char *path,
                            const struct tracked_file *file)
{
    git_oid id;

    if (repo->lib->repository_hashfile(&id, repo->git, path, GIT_OBJECT_BLOB,
                                       NULL) < 0)
        return true;
    return memcmp(id.id, file->blob, GIT_OID_RAWSZ) != 0;
}

static bool file_changed(struct status *status, const char *path,
                         const struct tracked_file *file)
{
    struct stat st;

    if (lstat(path, &st) < 0)
        return !file->skip_worktree;
    if (file->kind == TRACKED_LINK)
        return !S_ISLNK(st.st_mode) || link_changed(path, file);
    if (!S_ISREG(st.st_mode))
        return true;
    return !tracked_is_clean(&status->tracked, file, &st) &&
           content_changed(status->repo, path, file);
}

static bool is_worktree_changed(struct status *status)
{
    struct buf path = BUF_INIT;
    bool changed = false;
    size_t len;

    buf_add(&path, status->repo->worktree);
    buf_add_char(&path, '/');
    len = path.len;
    for (size_t i = 0; !changed && i < status->tracked.count; i++) {
        const struct tracked_file *file = &status->tracked.files[i];
        if (file->kind != TRACKED_FILE && file->kind != TRACKED_LINK)
            continue;
        buf_truncate(&path, len);
        buf_add(&path, file->path);
        changed = file_changed(status, path.ptr, file);
    }
    buf_deinit(&path);
    return changed;
}

static int read_dirty(struct repo *repo, const git_oid *tree, bool *out,
                      struct error *err)
{
    struct status status = {.repo = repo};
    struct str path;
    int rc;

    arena_init(&status.arena);
    path = str_fmt(&status.arena, "%" STR_FMT "/index", STR_ARG(repo->git_dir));
    rc = tracked_read(&status.arena, path.ptr, &status.tracked, err);
    if (rc == 0)
        rc = is_staged(&status, tree, out, err);
    if (rc == 0 && !*out)
        *out = is_worktree_changed(&status);
    arena_deinit(&status.arena);
    return rc;
}

int repo_head(struct repo *repo, struct arena *arena, struct repo_head *out,
              struct error *err)
{
    git_commit *commit = NULL;
    git_oid id, tree;
    int rc;

    repo_head_id(repo, arena, out);
    if (!out->known || !repo_oid_parse(out->commit, &id))
        return 0;
    rc = repo_git(repo, err);
    if (rc < 0)
        return rc;
    if (repo->lib->commit_lookup(&commit, repo->git, &id) < 0)
        return git_lib_fail(repo->lib, PHX_EINPUT, "cannot read HEAD", err);
    out->date = repo_date(repo->lib->commit_committer(commit));
    tree = *repo->lib->commit_tree_id(commit);
    repo->lib->commit_free(commit);
    return read_dirty(repo, &tree, &out->dirty, err);
}

struct hash repo_history_id(struct repo *repo, struct arena *scratch)
{
    static const char *const names[] = {"shallow", "config", "info/grafts"};
    struct repo_head head;
    struct hash h = hash_mix_int((struct hash){0}, repo->has_git);
    struct str text;

    repo_head_id(repo, scratch, &head);
    h = hash_mix_str(h, head.commit);
    h = hash_mix_str(h, head.branch);
    h = hash_mix_str(h, head.remote);
    for (size_t i = 0; repo->has_git && i < PHX_COUNT(names); i++)
        if (repo_read_small(scratch, repo->common_dir, names[i], &text))
            h = hash_mix_str(hash_mix_int(h, i), text);
    if (repo->has_git &&
        repo_read_small(scratch, repo->worktree, ".mailmap", &text))
        h = hash_mix_str(h, text);
    return h;
}

const char *repo_library_version(void)
{
    return LIBGIT2_VERSION;
}
