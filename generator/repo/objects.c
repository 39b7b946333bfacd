/* SPDX-License-Identifier: MIT */
/*
 * Commits made without a checkout, and the references that name them. What to
 * commit, and whether, is publish/'s business.
 */
#include "repo_private.h" /* before base.h, which bans a name in git2.h */

#include "sha1.h"
#include "tree.h"

#include <sys/types.h>

struct str repo_worktree(const struct repo *repo)
{
    return repo->has_git ? repo->worktree : STR("");
}

/* ---- Reading ---- */

/* Opens the repository and the commit; the caller frees *out. */
static int open_commit(struct repo *repo, struct str id, git_commit **out,
                       struct error *err)
{
    git_oid oid;
    int rc = repo_git(repo, err);

    if (rc < 0)
        return rc;
    if (!repo_oid_parse(id, &oid) ||
        repo->lib->commit_lookup(out, repo->git, &oid) < 0)
        return phx_fail(err, PHX_ENOENT,
                        "the repository has no commit %" STR_FMT, STR_ARG(id));
    return 0;
}

int repo_commit_read(struct repo *repo, struct arena *arena, struct str commit,
                     struct repo_commit *out, struct error *err)
{
    git_commit *object = NULL;
    int rc = open_commit(repo, commit, &object, err);

    if (rc < 0)
        return rc;
    const struct git_lib *lib = repo->lib;
    *out = (struct repo_commit){
        .tree = repo_hex(arena, lib->commit_tree_id(object)),
        .parent = STR(""),
        .message = str_dup(arena, str_of(lib->commit_message(object)))};
    if (lib->commit_parentcount(object) > 0)
        out->parent = repo_hex(arena, lib->commit_parent_id(object, 0));
    lib->commit_free(object);
    return 0;
}

int repo_commit_files(struct repo *repo, struct arena *arena, struct str commit,
                      struct repo_entries *out, struct error *err)
{
    struct changes files;
    git_commit *object = NULL;
    git_oid tree;
    int rc = open_commit(repo, commit, &object, err);

    *out = (struct repo_entries){0};
    if (rc < 0)
        return rc;
    tree = *repo->lib->commit_tree_id(object);
    repo->lib->commit_free(object);
    rc = tree_diff(repo, arena, NULL, &tree, &files, err);
    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        const struct change *file = &files.list.items[i];
        struct repo_entry *entry = vec_add(arena, &out->list);
        *entry = (struct repo_entry){.path = file->path,
                                     .blob = repo_hex(arena, &file->new_id),
                                     .mode = file->new_mode};
    }
    return rc;
}

int repo_ref_read(struct repo *repo, struct arena *arena, const char *name,
                  struct str *out, struct error *err)
{
    git_oid oid;
    int rc = repo_git(repo, err);

    *out = STR("");
    if (rc < 0)
        return rc;
    rc = repo->lib->reference_name_to_id(&oid, repo->git, name);
    if (rc == 0)
        *out = repo_hex(arena, &oid);
    else if (rc != GIT_ENOTFOUND)
        return git_lib_fail(repo->lib, PHX_EINPUT, name, err);
    return 0;
}

/* ---- Writing ---- */

struct str repo_blob_name(struct arena *arena, struct str bytes)
{
    git_oid oid;

    sha1_blob(bytes, oid.id);
    return repo_hex(arena, &oid);
}

int repo_blob_write(struct repo *repo, struct str bytes, struct error *err)
{
    git_oid oid;
    int rc = repo_git(repo, err);

    if (rc == 0 && repo->lib->blob_create_from_buffer(&oid, repo->git,
                                                      bytes.ptr, bytes.len) < 0)
        return git_lib_fail(repo->lib, PHX_EIO, "cannot write to git", err);
    return rc;
}

/* A walk over the sorted paths: what lies below one folder is a run. */
struct tree_writer {
    struct repo *repo;
    struct arena *arena;
    const struct repo_entries *entries;
    struct error *err;
};

static int insert(struct tree_writer *writer, git_treebuilder *builder,
                  struct str name, const git_oid *oid, uint32_t mode)
{
    const char *text = str_cstr(writer->arena, name);

    if (writer->repo->lib->treebuilder_insert(NULL, builder, text, oid,
                                              (git_filemode_t)mode) < 0)
        return git_lib_fail(writer->repo->lib, PHX_EINPUT, text, writer->err);
    return 0;
}

static int write_folder(struct tree_writer *writer, size_t from, size_t to,
                        size_t prefix, git_oid *out);

/* The entry at `*at`, or the folder that it begins; moves *at behind it. */
static int write_entry(struct tree_writer *writer, git_treebuilder *builder,
                       size_t *at, size_t to, size_t prefix)
{
    const struct repo_entry *all = writer->entries->list.items;
    struct str rest = str_from(all[*at].path, prefix);
    size_t slash = str_chr(rest, '/');
    size_t first = *at;
    git_oid oid;
    int rc = 0;

    if (slash == STR_NONE) {
        PHX_BUG_ON(!repo_oid_parse(all[first].blob, &oid));
        ++*at;
        return insert(writer, builder, rest, &oid, all[first].mode);
    }
    struct str folder = str_slice(all[first].path, 0, prefix + slash + 1);
    while (*at < to && str_starts(all[*at].path, folder))
        ++*at;
    rc = write_folder(writer, first, *at, folder.len, &oid);
    if (rc == 0)
        rc = insert(writer, builder, str_slice(rest, 0, slash), &oid,
                    GIT_FILEMODE_TREE);
    return rc;
}

static int write_folder(struct tree_writer *writer, size_t from, size_t to,
                        size_t prefix, git_oid *out)
{
    const struct git_lib *lib = writer->repo->lib;
    git_treebuilder *builder = NULL;
    int rc = 0;

    if (lib->treebuilder_new(&builder, writer->repo->git, NULL) < 0)
        return git_lib_fail(lib, PHX_EIO, "cannot make a tree", writer->err);
    for (size_t at = from; rc == 0 && at < to;)
        rc = write_entry(writer, builder, &at, to, prefix);
    if (rc == 0 && lib->treebuilder_write(out, builder) < 0)
        rc = git_lib_fail(lib, PHX_EIO, "cannot write to git", writer->err);
    lib->treebuilder_free(builder);
    return rc;
}

int repo_tree_write(struct repo *repo, struct arena *arena,
                    const struct repo_entries *entries, struct str *out,
                    struct error *err)
{
    struct tree_writer writer = {repo, arena, entries, err};
    git_oid oid;
    int rc = repo_git(repo, err);

    if (rc == 0)
        rc = write_folder(&writer, 0, entries->list.len, 0, &oid);
    if (rc == 0)
        *out = repo_hex(arena, &oid);
    return rc;
}

static int create_commit(struct repo *repo, struct arena *arena,
                         const struct repo_commit *commit,
                         const git_signature *who, struct str *out,
                         struct error *err)
{
    const struct git_lib *lib = repo->lib;
    const char *message = str_cstr(arena, commit->message);
    git_commit *parent = NULL;
    git_tree *tree = NULL;
    git_oid id;
    int rc = 0;

    if (!repo_oid_parse(commit->tree, &id) ||
        lib->tree_lookup(&tree, repo->git, &id) < 0)
        return git_lib_fail(lib, PHX_EINPUT, "cannot read a tree", err);
    if (commit->parent.len)
        rc = open_commit(repo, commit->parent, &parent, err);
    const git_commit *parents[] = {parent};
    if (rc == 0 &&
        lib->commit_create(&id, repo->git, NULL, who, who, "UTF-8", message,
                           tree, parent ? 1 : 0, parents) < 0)
        rc = git_lib_fail(lib, PHX_EIO, "cannot commit", err);
    if (rc == 0)
        *out = repo_hex(arena, &id);
    lib->commit_free(parent);
    lib->tree_free(tree);
    return rc;
}

int repo_commit_write(struct repo *repo, struct arena *arena,
                      const struct repo_commit *commit, struct str *out,
                      struct error *err)
{
    git_signature *who = NULL;
    int rc = repo_git(repo, err);

    if (rc < 0)
        return rc;
    if (repo->lib->signature_default(&who, repo->git) < 0)
        return phx_fail(err, PHX_EINPUT,
                        "git does not know who you are: git config user.name "
                        "\"Your Name\" and user.email you@example.org");
    rc = create_commit(repo, arena, commit, who, out, err);
    repo->lib->signature_free(who);
    return rc;
}

int repo_ref_move(struct repo *repo, const char *name, struct str commit,
                  struct str expected, struct error *err)
{
    git_reference *reference = NULL;
    git_oid to, from = {{0}};
    int rc = repo_git(repo, err);

    if (rc < 0)
        return rc;
    if (!repo_oid_parse(commit, &to) ||
        (expected.len && !repo_oid_parse(expected, &from)))
        return phx_fail(err, PHX_EINPUT, "%s: no commit id", name);
    rc = repo->lib->reference_create_matching(&reference, repo->git, name, &to,
                                              true, &from, "phx publish");
    if (rc == GIT_EMODIFIED)
        return phx_fail(err, PHX_EINPUT, "%s has moved meanwhile", name);
    if (rc < 0)
        return git_lib_fail(repo->lib, PHX_EIO, name, err);
    repo->lib->reference_free(reference);
    return 0;
}
