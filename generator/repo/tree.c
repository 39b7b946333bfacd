/* SPDX-License-Identifier: MIT */
/*
 * Compares trees entry by entry and goes only into folders whose ids differ.
 * Renames are rename.c's: here a renamed file is one gone and one new.
 */
#include "tree.h"

#define MODE_KIND 0170000u
#define MODE_TREE 0040000u
#define MODE_SUBMODULE 0160000u
#define DEPTH_LIMIT 512

struct diff {
    struct repo *repo;
    struct arena *arena;
    struct buf path;
    int depth;
    struct changes *out;
    struct error *err;
};

static uint32_t mode_of(const struct git_lib *lib, const git_tree_entry *entry)
{
    return entry ? (uint32_t)lib->tree_entry_filemode_raw(entry) : 0;
}

static bool is_tree(uint32_t mode)
{
    return (mode & MODE_KIND) == MODE_TREE;
}

static bool is_file(uint32_t mode)
{
    return mode != 0 && !is_tree(mode) && (mode & MODE_KIND) != MODE_SUBMODULE;
}

/* The order of a tree's entries: folders as if '/' ended their name. */
static int entry_cmp(const struct git_lib *lib, const git_tree_entry *a,
                     const git_tree_entry *b)
{
    const char *x = lib->tree_entry_name(a), *y = lib->tree_entry_name(b);
    size_t i = 0;
    int cx, cy;

    while (x[i] && x[i] == y[i])
        i++;
    cx = (unsigned char)x[i];
    cy = (unsigned char)y[i];
    if (cx == 0 && is_tree(mode_of(lib, a)))
        cx = '/';
    if (cy == 0 && is_tree(mode_of(lib, b)))
        cy = '/';
    return cx - cy;
}

static int diff_trees(struct diff *diff, const git_oid *old_id,
                      const git_oid *new_id);

/* One name that differs; both entries are of one kind, or one is NULL. */
static int diff_entry(struct diff *diff, const git_tree_entry *old,
                      const git_tree_entry *new)
{
    const struct git_lib *lib = diff->repo->lib;
    uint32_t old_mode = mode_of(lib, old), new_mode = mode_of(lib, new);
    const git_oid *old_id = old ? lib->tree_entry_id(old) : NULL;
    const git_oid *new_id = new ? lib->tree_entry_id(new) : NULL;
    size_t len = diff->path.len;
    int rc = 0;

    if (old && new &&old_mode == new_mode &&
        memcmp(old_id->id, new_id->id, GIT_OID_RAWSZ) == 0)
        return 0;
    buf_add_cstr(&diff->path, lib->tree_entry_name(old ? old : new));
    if (is_tree(old_mode) || is_tree(new_mode)) {
        buf_add_char(&diff->path, '/');
        rc = diff_trees(diff, old_id, new_id);
    } else if (is_file(old_mode) || is_file(new_mode)) {
        struct change *change = vec_add(diff->arena, &diff->out->list);
        change->path = buf_dup(diff->arena, &diff->path);
        if (is_file(old_mode)) {
            change->old_id = *old_id;
            change->old_mode = old_mode;
        }
        if (is_file(new_mode)) {
            change->new_id = *new_id;
            change->new_mode = new_mode;
        }
    }
    buf_truncate(&diff->path, len);
    return rc;
}

static int open_tree(struct diff *diff, const git_oid *id, git_tree **out)
{
    const struct git_lib *lib = diff->repo->lib;

    if (id && lib->tree_lookup(out, diff->repo->git, id) < 0)
        return git_lib_fail(lib, PHX_EINPUT, "cannot read a tree", diff->err);
    return 0;
}

static int diff_open_trees(struct diff *diff, const git_tree *old,
                           const git_tree *new)
{
    const struct git_lib *lib = diff->repo->lib;
    size_t old_count = old ? lib->tree_entrycount(old) : 0;
    size_t new_count = new ? lib->tree_entrycount(new) : 0;
    size_t i = 0, j = 0;
    int rc = 0;

    while (rc == 0 && (i < old_count || j < new_count)) {
        const git_tree_entry *a =
            i < old_count ? lib->tree_entry_byindex(old, i) : NULL;
        const git_tree_entry *b =
            j < new_count ? lib->tree_entry_byindex(new, j) : NULL;
        int order = a && b ? entry_cmp(lib, a, b) : a ? -1 : 1;
        rc = diff_entry(diff, order <= 0 ? a : NULL, order >= 0 ? b : NULL);
        i += order <= 0;
        j += order >= 0;
    }
    return rc;
}

static int diff_trees(struct diff *diff, const git_oid *old_id,
                      const git_oid *new_id)
{
    const struct git_lib *lib = diff->repo->lib;
    git_tree *old = NULL, *new = NULL;
    int rc;

    if (diff->depth >= DEPTH_LIMIT)
        return phx_fail(diff->err, PHX_EINPUT, "a tree is nested too deep");
    diff->depth++;
    rc = open_tree(diff, old_id, &old);
    if (rc == 0)
        rc = open_tree(diff, new_id, &new);
    if (rc == 0)
        rc = diff_open_trees(diff, old, new);
    lib->tree_free(new);
    lib->tree_free(old);
    diff->depth--;
    return rc;
}

int tree_diff(struct repo *repo, struct arena *arena, const git_oid *old_tree,
              const git_oid *new_tree, struct changes *out, struct error *err)
{
    struct diff diff = {
        .repo = repo, .arena = arena, .path = BUF_INIT, .out = out, .err = err};
    int rc = 0;

    *out = (struct changes){0};
    if (!old_tree || !new_tree ||
        memcmp(old_tree->id, new_tree->id, GIT_OID_RAWSZ) != 0)
        rc = diff_trees(&diff, old_tree, new_tree);
    buf_deinit(&diff.path);
    return rc;
}

int tree_find(struct repo *repo, const git_oid *tree, struct str path,
              struct tree_file *out, struct error *err)
{
    const struct git_lib *lib = repo->lib;
    git_oid id = *tree;
    struct str name;
    uint32_t mode = MODE_TREE;
    char text[256];

    *out = (struct tree_file){0};
    while (is_tree(mode) && str_split(&path, '/', &name)) {
        git_tree *object = NULL;
        const git_tree_entry *entry;
        if (name.len >= sizeof(text))
            return 0;
        memcpy(text, name.ptr, name.len);
        text[name.len] = '\0';
        if (lib->tree_lookup(&object, repo->git, &id) < 0)
            return git_lib_fail(lib, PHX_EINPUT, "cannot read a tree", err);
        entry = lib->tree_entry_byname(object, text);
        mode = mode_of(lib, entry);
        if (entry)
            id = *lib->tree_entry_id(entry);
        lib->tree_free(object);
    }
    /* More parts left means that one on the way was a file. */
    if (is_file(mode) && !str_split(&path, '/', &name))
        *out = (struct tree_file){id, mode};
    return 0;
}
