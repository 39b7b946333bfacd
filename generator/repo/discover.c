/* SPDX-License-Identifier: MIT */
/*
 * Finds the repository that a folder is in and says who owns it; opens it with
 * libgit2 when somebody asks; reads HEAD. What is in the repository is left to
 * the other files.
 */
#include "commits.h"
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#define HEX_LEN ((size_t)GIT_OID_HEXSZ)

#define SMALL_LIMIT ((uint64_t)1 << 16)
#define PACKED_REFS_LIMIT ((uint64_t)1 << 28)
#define REF_DEPTH 5 /* as git */

static void broken(struct diags *diags, const char *what)
{
    struct diag *diag = diag_add(diags, DIAG_GIT_BROKEN, NULL, (struct span){0},
                                 "the git repository cannot be read: %s", what);

    diag_hint(diags, diag, "`git fsck` may say more; dates are then missing");
}

/* `name` as git reads it: from `dir`, or absolute. */
static struct str join(struct arena *arena, struct str dir, struct str name)
{
    return path_join(arena, str_starts(name, STR("/")) ? STR("") : dir, name);
}

bool repo_read_small(struct arena *arena, struct str dir, const char *name,
                     struct str *out)
{
    struct str path = join(arena, dir, str_of(name));
    struct error err;

    if (fs_read(arena, path.ptr, SMALL_LIMIT, out, &err) < 0)
        return false;
    *out = str_trim(*out);
    return true;
}

static bool is_kind(struct arena *arena, struct str dir, const char *name,
                    enum fs_kind kind)
{
    struct fs_stat st;
    struct error err;

    return fs_stat(join(arena, dir, str_of(name)).ptr, true, &st, &err) == 0 &&
           st.kind == kind;
}

static struct str parent_of(struct str dir)
{
    size_t slash = str_rchr(dir, '/');

    return str_slice(dir, 0, slash == STR_NONE || slash == 0 ? 1 : slash);
}

enum found { FOUND_NONE, FOUND, FOUND_BROKEN };

/* Is there a `.git` in `dir`, and where does it lead? */
static enum found look_in(struct repo *repo, struct str dir)
{
    struct arena *arena = repo->arena;
    struct str link;

    if (is_kind(arena, dir, ".git", FS_DIR)) {
        repo->git_dir = join(arena, dir, STR(".git"));
    } else if (is_kind(arena, dir, ".git", FS_FILE)) {
        if (!repo_read_small(arena, dir, ".git", &link) ||
            !str_starts(link, STR("gitdir:")))
            return FOUND_BROKEN;
        repo->git_dir = join(arena, dir, str_trim(str_from(link, 7)));
    } else {
        return FOUND_NONE;
    }
    repo->common_dir = repo->git_dir;
    if (repo_read_small(arena, repo->git_dir, "commondir", &link))
        repo->common_dir = join(arena, repo->git_dir, link);
    return is_kind(arena, repo->git_dir, "HEAD", FS_FILE) &&
                   is_kind(arena, repo->common_dir, "objects", FS_DIR)
               ? FOUND
               : FOUND_BROKEN;
}

static bool owned_by_us(struct arena *arena, struct str path)
{
    struct stat st;
    const char *sudo = getenv("SUDO_UID");
    int64_t sudo_uid;

    if (lstat(str_cstr(arena, path), &st) < 0 || st.st_uid == geteuid())
        return true;
    return geteuid() == 0 && sudo && str_to_int(str_of(sudo), &sudo_uid) &&
           st.st_uid == (uid_t)sudo_uid;
}

/*
 * The same question git asks before it reads a repository's configuration. A
 * foreign one may still be listed in safe.directory: libgit2 knows. False when
 * the repository is not to be read, with the reason in *diags.
 */
static bool is_trusted(struct repo *repo, struct diags *diags)
{
    struct arena *arena = repo->arena;
    struct error err = {0};
    struct diag *diag;

    if (owned_by_us(arena, repo->worktree) &&
        owned_by_us(arena, join(arena, repo->worktree, STR(".git"))) &&
        owned_by_us(arena, repo->git_dir))
        return true;
    if (repo_git(repo, &err) == 0)
        return true;
    if (err.code == PHX_ELIBRARY) {
        broken(diags, err.message);
        return false;
    }
    diag = diag_add(diags, DIAG_GIT_OWNER, NULL, (struct span){0},
                    "%" STR_FMT " belongs to another user, so its history is "
                    "not read",
                    STR_ARG(repo->worktree));
    diag_hint(diags, diag,
              "if you trust it: git config --global --add safe.directory "
              "'%" STR_FMT "'",
              STR_ARG(repo->worktree));
    return false;
}

static bool discover(struct repo *repo, struct diags *diags)
{
    struct str dir = repo->root;

    for (;;) {
        enum found found = look_in(repo, dir);
        if (found == FOUND)
            break;
        if (found == FOUND_BROKEN) {
            broken(diags, str_fmt(repo->arena,
                                  "%" STR_FMT "/.git leads to no repository",
                                  STR_ARG(dir))
                              .ptr);
            return false;
        }
        if (dir.len <= 1)
            return false;
        dir = parent_of(dir);
    }
    repo->worktree = str_dup(repo->arena, dir);
    if (dir.len < repo->root.len)
        repo->prefix = str_cat(
            repo->arena, str_from(repo->root, dir.len + (dir.len > 1 ? 1 : 0)),
            STR("/"));
    return is_trusted(repo, diags);
}

int repo_open(struct arena *arena, const char *root, struct diags *diags,
              struct repo **out, struct error *err)
{
    struct repo *repo = arena_new(arena, struct repo);
    struct fs_stat st;
    int rc;

    *repo = (struct repo){.arena = arena};
    repo->worktree = repo->prefix = STR("");
    rc = fs_realpath(arena, root, &repo->root, err);
    if (rc < 0)
        return rc;
    rc = fs_stat(repo->root.ptr, true, &st, err);
    if (rc < 0)
        return rc;
    if (st.kind != FS_DIR)
        return phx_fail(err, PHX_EKIND, "%s is no folder", root);
    repo->has_git = discover(repo, diags);
    if (!repo->has_git)
        repo->worktree = repo->prefix = STR("");
    *out = repo;
    return 0;
}

void repo_close(struct repo *repo)
{
    if (!repo)
        return;
    commits_free(repo->commits);
    repo->commits = NULL;
    if (repo->git)
        repo->lib->repository_free(repo->git);
    repo->git = NULL;
}

bool repo_has_git(const struct repo *repo)
{
    return repo->has_git;
}

int repo_git(struct repo *repo, struct error *err)
{
    if (repo->git)
        return 0;
    repo->lib = git_lib(err);
    if (!repo->lib)
        return PHX_ELIBRARY;
    if (repo->lib->repository_open_ext(&repo->git, repo->worktree.ptr,
                                       GIT_REPOSITORY_OPEN_NO_SEARCH,
                                       NULL) < 0) {
        repo->git = NULL;
        return git_lib_fail(repo->lib, PHX_EINPUT, "cannot open the repository",
                            err);
    }
    return 0;
}

struct str repo_hex(struct arena *arena, const git_oid *id)
{
    static const char digits[] = "0123456789abcdef";
    char *text = arena_bytes(arena, HEX_LEN + 1);

    for (size_t i = 0; i < GIT_OID_RAWSZ; i++) {
        text[2 * i] = digits[id->id[i] >> 4];
        text[2 * i + 1] = digits[id->id[i] & 15];
    }
    text[HEX_LEN] = '\0';
    return str_bytes(text, HEX_LEN);
}

bool repo_oid_parse(struct str hex, git_oid *out)
{
    if (hex.len != HEX_LEN)
        return false;
    for (size_t i = 0; i < GIT_OID_RAWSZ; i++) {
        int high = ascii_hex_digit(hex.ptr[2 * i]);
        int low = ascii_hex_digit(hex.ptr[2 * i + 1]);

        if (high < 0 || low < 0)
            return false;
        out->id[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

struct date repo_date(const git_signature *signature)
{
    int offset = signature->when.offset;

    /* Broken tools have written offsets of hundreds of hours. */
    if (offset < -24 * 60 || offset > 24 * 60)
        offset = 0;
    return (struct date){.unix_seconds = signature->when.time,
                         .offset = (int16_t)offset};
}

/* A ref that `git pack-refs` has moved into one file. */
static bool packed_ref(struct repo *repo, struct arena *arena, struct str name,
                       struct str *hex)
{
    struct str path = join(arena, repo->common_dir, STR("packed-refs"));
    struct str text, line;
    struct error err;

    if (fs_read(arena, path.ptr, PACKED_REFS_LIMIT, &text, &err) < 0)
        return false;
    while (str_line(&text, &line)) {
        if (line.len > HEX_LEN && line.ptr[HEX_LEN] == ' ' &&
            str_eq(str_from(line, HEX_LEN + 1), name)) {
            *hex = str_slice(line, 0, HEX_LEN);
            return true;
        }
    }
    return false;
}

/* HEAD followed to an object id; *branch is the ref it names, or empty. */
static bool resolve_head(struct repo *repo, struct arena *arena,
                         struct str *branch, git_oid *out)
{
    struct str value;

    *branch = STR("");
    if (!repo_read_small(arena, repo->git_dir, "HEAD", &value))
        return false;
    for (int depth = 0; depth < REF_DEPTH; depth++) {
        if (!str_starts(value, STR("ref:")))
            return repo_oid_parse(value, out);
        *branch = str_trim(str_from(value, 4));
        const char *name = str_cstr(arena, *branch);
        if (!repo_read_small(arena, repo->git_dir, name, &value) &&
            !repo_read_small(arena, repo->common_dir, name, &value) &&
            !packed_ref(repo, arena, *branch, &value))
            return false;
    }
    return false;
}

bool repo_head_oid(struct repo *repo, git_oid *out)
{
    struct arena scratch;
    struct str branch;
    bool known;

    arena_init(&scratch);
    known = repo->has_git && resolve_head(repo, &scratch, &branch, out);
    arena_deinit(&scratch);
    return known;
}

void repo_head_id(struct repo *repo, struct arena *arena, struct repo_head *out)
{
    struct arena scratch;
    struct config config;
    struct str branch, remote;
    git_oid id;

    *out = (struct repo_head){.commit = STR(""), .branch = STR("")};
    out->remote = STR("");
    if (!repo->has_git)
        return;
    arena_init(&scratch);
    out->known = resolve_head(repo, &scratch, &branch, &id);
    if (out->known)
        out->commit = repo_hex(arena, &id);
    if (str_starts(branch, STR("refs/heads/")))
        branch = str_from(branch, 11);
    out->branch = str_dup(arena, branch);
    config_load(repo, &scratch, &config);
    if (config_get(&config, "remote.origin.url", &remote))
        out->remote = str_dup(arena, remote);
    arena_deinit(&scratch);
}
