/* SPDX-License-Identifier: MIT */
/*
 * What stands on the branch and whose it is. The manifest says which files are
 * the site's; the newest commit with phx's trailer says how they looked when
 * phx left them, so a file that differs since was changed by somebody.
 */
#include "private.h"

/* How many commits of others are looked behind. */
#define WALK_LIMIT 10000

static bool is_trailed(struct str message)
{
    return str_find(message, STR(TRAILER)) != STR_NONE;
}

/* The newest commit of ours at or below the tip; empty: none. */
static int last_own(struct publication *pub, struct str *out, struct error *err)
{
    struct repo_commit commit;
    struct str id = pub->tip;

    *out = STR("");
    for (int i = 0; id.len && i < WALK_LIMIT; i++, id = commit.parent) {
        int rc = repo_commit_read(pub->repo, pub->arena, id, &commit, err);
        if (rc == PHX_ENOENT && i > 0)
            return 0; /* the border of a shallow clone */
        if (rc < 0)
            return rc;
        if (is_trailed(commit.message)) {
            *out = id;
            return 0;
        }
    }
    return 0;
}

static struct branch_file *file_at(const struct branch *branch, struct str path)
{
    return map_get(&branch->by_path, path);
}

/* The text of a file on the branch; empty when it is not there. */
static int read_list(struct publication *pub, const struct branch *branch,
                     const char *path, struct str *out, struct error *err)
{
    const struct branch_file *file = file_at(branch, str_of(path));

    *out = STR("");
    return file ? repo_blob_read(pub->repo, pub->arena, file->entry.blob, out,
                                 err)
                : 0;
}

static void give(const struct branch *branch, struct str path, enum owner owner)
{
    struct branch_file *file = file_at(branch, path);

    if (file)
        file->owner = owner;
}

/* The site's own files, "HASH PATH" a line, and those kept from before. */
static int claim_listed(struct publication *pub, struct branch *branch,
                        struct error *err)
{
    struct str manifest, kept, line;
    int rc = read_list(pub, branch, MANIFEST, &manifest, err);

    if (rc == 0)
        rc = read_list(pub, branch, KEPT, &kept, err);
    while (rc == 0 && str_line(&manifest, &line)) {
        struct str path = str_from(line, 33);
        map_set(&branch->listed, path, branch);
        give(branch, path, OWNER_SITE);
    }
    while (rc == 0 && str_line(&kept, &line))
        give(branch, line, OWNER_KEPT);
    return rc;
}

static void claim_added(const struct branch *branch)
{
    static const char *const added[] = {MANIFEST, KEPT, ".nojekyll"};

    for (size_t i = 0; i < PHX_COUNT(added); i++)
        give(branch, str_of(added[i]), OWNER_PHX);
}

/* Compares with what phx left: new files are others', changed ones edited. */
static int find_edits(struct publication *pub, struct branch *branch,
                      struct str own, struct error *err)
{
    struct repo_entries left;
    struct map before;
    int rc = repo_commit_files(pub->repo, pub->arena, own, &left, err);

    if (rc < 0)
        return rc;
    map_init(&before, pub->arena);
    for (size_t i = 0; i < left.list.len; i++) {
        struct repo_entry *entry = &left.list.items[i];
        map_set(&before, entry->path, entry);
        if (!map_has(&branch->by_path, entry->path) &&
            map_has(&branch->listed, entry->path))
            vec_push(pub->arena, &branch->removed, entry->path);
    }
    for (size_t i = 0; i < branch->by_path.len; i++) {
        struct branch_file *file = branch->by_path.entries[i].value;
        const struct repo_entry *old = map_get(&before, file->entry.path);
        if (!old)
            file->owner = OWNER_OTHERS;
        else if (!str_eq(old->blob, file->entry.blob))
            file->edited = file->owner != OWNER_OTHERS;
    }
    return 0;
}

int branch_read(struct publication *pub, struct branch *out, struct error *err)
{
    struct repo_entries files;
    struct str own;

    *out = (struct branch){0};
    map_init(&out->by_path, pub->arena);
    map_init(&out->listed, pub->arena);
    if (!pub->tip.len)
        return 0;
    int rc = repo_commit_files(pub->repo, pub->arena, pub->tip, &files, err);
    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        struct branch_file *file = arena_new(pub->arena, struct branch_file);
        *file = (struct branch_file){files.list.items[i], OWNER_OTHERS, false};
        map_set(&out->by_path, file->entry.path, file);
    }
    if (rc == 0)
        rc = last_own(pub, &own, err);
    if (rc < 0 || !own.len)
        return rc;
    out->ours = true;
    rc = claim_listed(pub, out, err);
    claim_added(out);
    if (rc == 0 && !str_eq(own, pub->tip))
        rc = find_edits(pub, out, own, err);
    return rc;
}
