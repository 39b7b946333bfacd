/* SPDX-License-Identifier: MIT */
/* Which files and folders are looked at, and what differs between two looks. */
#include "watch.h"

#include "repo/repo.h"

static bool is_ignored(struct str name)
{
    static const struct str ends[] = {
        STR_INIT("~"),     STR_INIT(".swp"),        STR_INIT(".swx"),
        STR_INIT(".swo"),  STR_INIT(".tmp"),        STR_INIT(".bak"),
        STR_INIT(".part"), STR_INIT(".crdownload"),
    };

    if (name.len == 0 || name.ptr[0] == '.' || name.ptr[0] == '#' ||
        str_is(name, "node_modules") ||
        str_is(name, "4913")) /* vim tries whether it may write */
        return true;
    for (size_t i = 0; i < PHX_COUNT(ends); i++)
        if (str_ends(name, ends[i]))
            return true;
    return false;
}

/* "gitdir: ../.git/modules/x", as worktrees and submodules have. */
static bool read_pointer(struct arena *arena, struct str folder,
                         struct str file, struct str *out)
{
    static const struct str key = STR_INIT("gitdir:");
    struct error err;
    struct str text;

    if (fs_read(arena, file.ptr, 4096, &text, &err) < 0 ||
        !str_starts(text, key))
        return false;
    struct str path = str_trim(str_from(text, key.len));
    *out = str_starts(path, STR("/")) ? str_dup(arena, path)
                                      : path_join(arena, folder, path);
    return true;
}

bool watch_ignores(struct str path)
{
    struct str part;

    while (str_split(&path, '/', &part))
        if (is_ignored(part))
            return true;
    return false;
}

bool watch_git_folder(struct arena *arena, struct str root, struct str *out)
{
    for (struct str at = root; at.len > 1; at = path_dir(at)) {
        struct str git = path_join(arena, at, STR(".git"));
        struct fs_stat stat;
        struct error err;

        if (fs_stat(git.ptr, true, &stat, &err) < 0)
            return false;
        if (stat.kind == FS_DIR) {
            *out = git;
            return true;
        }
        if (stat.kind == FS_FILE)
            return read_pointer(arena, at, git, out);
    }
    return false;
}

bool watch_scan(struct arena *arena, const struct watch_options *options,
                struct repo_files *out)
{
    struct repo *repo = NULL;
    struct error err = {0};
    struct diags diags; /* the build says what is wrong */
    bool ok;

    diags_init(&diags, arena, NULL);
    ok = repo_open(arena, options->root, &diags, &repo, &err) == 0 &&
         repo_scan(repo, arena, NULL, options->skip, out, &diags, &err) == 0;
    repo_close(repo);
    return ok;
}

static bool is_same(const struct repo_file *a, const struct repo_file *b)
{
    return a->size == b->size && a->mtime_ns == b->mtime_ns;
}

void watch_compare(struct arena *arena, struct str root,
                   const struct repo_files *before,
                   const struct repo_files *after, struct watch_paths *out)
{
    size_t a = 0, b = 0;

    while (a < before->list.len || b < after->list.len) {
        const struct repo_file *old =
            a < before->list.len ? &before->list.items[a] : NULL;
        const struct repo_file *new =
            b < after->list.len ? &after->list.items[b] : NULL;
        int order = !old ? 1 : !new ? -1 : str_cmp(old->path, new->path);
        const struct repo_file *differs = order <= 0 ? old : new;

        if (order == 0 && is_same(old, new))
            differs = NULL;
        if (differs && !watch_ignores(differs->path))
            vec_push(arena, &out->list,
                     path_join(arena, root, differs->path).ptr);
        a += order <= 0;
        b += order >= 0;
    }
}
