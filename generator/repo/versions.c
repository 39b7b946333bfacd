/* SPDX-License-Identifier: MIT */
/*
 * The past of one file: the walk of history.c with one name to look for, so
 * that a commit costs a look-up in two trees instead of their comparison.
 */
#include "commits.h"
#include "rename.h"

struct search {
    struct repo *repo;
    struct arena *arena;
    struct arena scratch;
    struct str name; /* at this commit */
    struct repo_versions *out;
    /* What was last looked up: a commit's parent is mostly the next commit. */
    git_oid last_tree;
    struct str last_name;
    struct tree_file last_file;
};

static struct str clean(struct arena *arena, const char *text)
{
    return utf8_repair(arena, str_dup(arena, str_of(text)));
}

/* What a commit says of the file `name`. */
static void fill_version(struct repo *repo, struct arena *arena,
                         git_commit *commit, const git_oid *id, struct str name,
                         const struct tree_file *file, struct repo_version *out)
{
    const git_signature *author = repo->lib->commit_author(commit);

    *out = (struct repo_version){
        .commit = repo_hex(arena, id),
        .date = repo_date(author),
        .author = {clean(arena, author->name), clean(arena, author->email)},
        .subject = clean(arena, repo->lib->commit_summary(commit)),
        .path = str_dup(arena, name),
        .blob = file->mode ? repo_hex(arena, &file->id) : STR("")};
}

static int add_version(struct search *search, const struct commit *commit,
                       const struct tree_file *file, struct error *err)
{
    const struct git_lib *lib = search->repo->lib;
    git_commit *object = NULL;

    if (lib->commit_lookup(&object, search->repo->git, &commit->id) < 0)
        return git_lib_fail(lib, PHX_EINPUT, "cannot read a commit", err);
    fill_version(search->repo, search->arena, object, &commit->id, search->name,
                 file, vec_add(search->arena, &search->out->list));
    lib->commit_free(object);
    return 0;
}

/* The file is new in this commit: was it renamed from another? */
static int follow(struct search *search, const struct commit *commit,
                  struct error *err)
{
    struct changes changes;
    size_t source = RENAME_NONE;
    int rc = tree_diff(search->repo, &search->scratch,
                       &commit->parents[0]->tree, &commit->tree, &changes, err);

    for (size_t i = 0; rc == 0 && i < changes.list.len; i++)
        if (str_eq(changes.list.items[i].path, search->name))
            rename_find(search->repo, &changes, &i, 1, &source);
    if (rc == 0 && source != RENAME_NONE)
        search->name = changes.list.items[source].path;
    return rc;
}

static int look_up(struct search *search, const git_oid *tree,
                   struct tree_file *out, struct error *err)
{
    int rc;

    if (str_eq(search->last_name, search->name) &&
        memcmp(search->last_tree.id, tree->id, GIT_OID_RAWSZ) == 0) {
        *out = search->last_file;
        return 0;
    }
    rc = tree_find(search->repo, tree, search->name, out, err);
    search->last_tree = *tree;
    search->last_name = search->name;
    search->last_file = *out;
    return rc;
}

static int visit(struct search *search, const struct commit *commit,
                 struct error *err)
{
    struct tree_file new, old = {0};
    int rc = look_up(search, &commit->tree, &new, err);

    if (rc == 0 && commit->parent_count > 0)
        rc = look_up(search, &commit->parents[0]->tree, &old, err);
    if (rc < 0 || (new.mode ==
                   old.mode &&memcmp(new.id.id, old.id.id, GIT_OID_RAWSZ) == 0))
        return rc;
    rc = add_version(search, commit, &new, err);
    if (rc == 0 && old.mode == 0 && commit->parent_count > 0)
        rc = follow(search, commit, err);
    return rc;
}

int repo_file_versions(struct repo *repo, struct arena *arena, struct str path,
                       struct repo_versions *out, struct error *err)
{
    struct search search = {.repo = repo, .arena = arena, .out = out};
    const struct commits *commits;
    git_oid head;
    int rc;

    *out = (struct repo_versions){0};
    if (!repo_head_oid(repo, &head))
        return 0;
    rc = repo_git(repo, err);
    if (rc < 0)
        return rc;
    arena_init(&search.scratch);
    search.last_name = STR("");
    search.name = str_cat(&search.scratch, repo->prefix, path);
    rc = commits_read(repo, &head, &commits, err);
    for (size_t i = 0; rc == 0 && i < commits->list.len; i++)
        if (commits->list.items[i]->parent_count <= 1)
            rc = visit(&search, commits->list.items[i], err);
    if (rc == 0)
        out->shallow = commits->shallow;
    arena_deinit(&search.scratch);
    return rc;
}

int repo_version_at(struct repo *repo, struct arena *arena, struct str path,
                    const char *revision, struct repo_version *out,
                    struct error *err)
{
    struct str name, spec = str_fmt(arena, "%s^{commit}", revision);
    git_commit *commit = NULL;
    git_object *object = NULL;
    struct tree_file file;
    const git_oid *id;
    int rc;

    if (!repo->has_git)
        return phx_fail(err, PHX_ENOENT, "there is no git repository");
    rc = repo_git(repo, err);
    if (rc < 0)
        return rc;
    if (repo->lib->revparse_single(&object, repo->git, spec.ptr) < 0)
        return phx_fail(err, PHX_ENOENT, "git knows no commit `%s`", revision);
    id = repo->lib->object_id(object);
    name = str_cat(arena, repo->prefix, path);
    if (repo->lib->commit_lookup(&commit, repo->git, id) < 0) {
        rc = git_lib_fail(repo->lib, PHX_EINPUT, "cannot read a commit", err);
    } else {
        rc = tree_find(repo, repo->lib->commit_tree_id(commit), name, &file,
                       err);
        if (rc == 0)
            fill_version(repo, arena, commit, id, name, &file, out);
        repo->lib->commit_free(commit);
    }
    repo->lib->object_free(object);
    return rc;
}

int repo_blob_read(struct repo *repo, struct arena *arena, struct str blob,
                   struct str *out, struct error *err)
{
    git_blob *object = NULL;
    git_oid id;
    int rc;

    if (!repo->has_git || !repo_oid_parse(blob, &id))
        return phx_fail(err, PHX_ENOENT, "no blob is called %" STR_FMT,
                        STR_ARG(blob));
    rc = repo_git(repo, err);
    if (rc < 0)
        return rc;
    if (repo->lib->blob_lookup(&object, repo->git, &id) < 0)
        return git_lib_fail(repo->lib, PHX_ENOENT, "cannot read a blob", err);
    *out = str_dup(arena, str_bytes(repo->lib->blob_rawcontent(object),
                                    (size_t)repo->lib->blob_rawsize(object)));
    repo->lib->blob_free(object);
    return 0;
}
