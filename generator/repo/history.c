/* SPDX-License-Identifier: MIT */
/*
 * Dates and authors of every file, in one pass from HEAD to the first commit.
 * Each file of HEAD is a record that carries the name it has at the commit
 * being looked at; where that name is new and another is gone, the record goes
 * on under the older name. This is what `git log --follow --no-merges` does
 * for one file at a time.
 */
#include "commits.h"
#include "rename.h"

struct seen_author {
    const struct repo_author *author;
    size_t last; /* number of the oldest commit seen, counted from HEAD */
};

struct record {
    struct str path; /* below root */
    struct repo_file_history history;
    PHX_VEC(struct seen_author) authors;
    struct record *next; /* another of the same name at this commit */
};

struct repo_history {
    struct map files; /* path → struct repo_file_history */
};

struct pass {
    struct repo *repo;
    struct arena *arena;  /* of the result */
    struct arena scratch; /* of the pass */
    struct arena step;    /* of one commit */
    struct map live;      /* name at this commit → struct record */
    struct map authors;   /* "name\nemail" → struct repo_author */
    const struct commits *commits;
    PHX_VEC(struct record *) records;
    git_mailmap *mailmap; /* NULL: none */
    size_t number;        /* of the commit */
};

/* ---- Authors ---- */

static const struct repo_author *intern_author(struct pass *pass,
                                               const git_signature *signature)
{
    const struct git_lib *lib = pass->repo->lib;
    const char *name = signature->name, *email = signature->email;
    struct repo_author *author;
    struct str key;

    if (pass->mailmap &&
        lib->mailmap_resolve(&name, &email, pass->mailmap, signature->name,
                             signature->email) < 0) {
        name = signature->name;
        email = signature->email;
    }
    key = str_fmt(&pass->step, "%s\n%s", name, email);
    author = map_get(&pass->authors, key);
    if (author)
        return author;
    author = arena_new(pass->arena, struct repo_author);
    author->name = str_dup(pass->arena, utf8_repair(&pass->step, str_of(name)));
    author->email =
        str_dup(pass->arena, utf8_repair(&pass->step, str_of(email)));
    map_set(&pass->authors, str_dup(&pass->scratch, key), author);
    return author;
}

/* What the records that a commit touched learn from it; read at most once. */
struct signed_by {
    const struct commit *commit;
    bool known;
    struct date date;
    const struct repo_author *author;
    struct str hex;
};

static int read_signature(struct pass *pass, struct signed_by *by,
                          struct error *err)
{
    const struct git_lib *lib = pass->repo->lib;
    const git_signature *signature;
    git_commit *object = NULL;

    if (by->known)
        return 0;
    if (lib->commit_lookup(&object, pass->repo->git, &by->commit->id) < 0)
        return git_lib_fail(lib, PHX_EINPUT, "cannot read a commit", err);
    signature = lib->commit_author(object);
    by->date = repo_date(signature);
    by->author = intern_author(pass, signature);
    by->hex = repo_hex(pass->arena, &by->commit->id);
    by->known = true;
    lib->commit_free(object);
    return 0;
}

static void touch(struct pass *pass, struct record *record,
                  const struct signed_by *by)
{
    struct repo_file_history *history = &record->history;
    struct seen_author seen = {by->author, pass->number};

    history->created = by->date;
    if (history->commits++ == 0) {
        history->updated = by->date;
        history->commit = by->hex;
    }
    for (size_t i = 0; i < record->authors.len; i++) {
        if (record->authors.items[i].author == by->author) {
            record->authors.items[i].last = pass->number;
            return;
        }
    }
    vec_push(&pass->scratch, &record->authors, seen);
}

/* ---- One commit ---- */

static void rename_records(struct pass *pass, const struct changes *changes,
                           const size_t *wanted, size_t count)
{
    size_t *sources = arena_array(&pass->step, size_t, count);

    rename_find(pass->repo, changes, wanted, count, sources);
    for (size_t i = 0; i < count; i++) {
        const struct change *items = changes->list.items;
        struct record *first, *last;
        struct str old;
        if (sources[i] == RENAME_NONE)
            continue;
        first = last = map_set(&pass->live, items[wanted[i]].path, NULL);
        while (last->next)
            last = last->next;
        /* Keys must outlive the step. */
        old = str_dup(&pass->scratch, items[sources[i]].path);
        last->next = map_get(&pass->live, old);
        map_set(&pass->live, old, first);
    }
}

static int visit(struct pass *pass, const struct commit *commit,
                 struct error *err)
{
    struct signed_by by = {.commit = commit};
    PHX_VEC(size_t) wanted = {0};
    struct changes changes;
    bool any_gone = false;
    int rc;

    rc = tree_diff(pass->repo, &pass->step,
                   commit->parent_count ? &commit->parents[0]->tree : NULL,
                   &commit->tree, &changes, err);
    for (size_t i = 0; rc == 0 && i < changes.list.len; i++) {
        const struct change *change = &changes.list.items[i];
        struct record *record = map_get(&pass->live, change->path);
        any_gone |= change->new_mode == 0;
        if (record && change->old_mode == 0)
            vec_push(&pass->step, &wanted, i);
        for (; rc == 0 && record; record = record->next) {
            rc = read_signature(pass, &by, err);
            if (rc == 0)
                touch(pass, record, &by);
        }
    }
    if (rc == 0 && wanted.len > 0 && any_gone)
        rename_records(pass, &changes, wanted.items, wanted.len);
    return rc;
}

/*
 * A merge that brought files no other commit has (`git subtree add`, or a
 * conflict resolved by writing a new file): only for records without a commit.
 */
static int visit_merge(struct pass *pass, const struct commit *commit,
                       struct error *err)
{
    struct signed_by by = {.commit = commit};
    struct changes changes;
    int rc = tree_diff(pass->repo, &pass->step, &commit->parents[0]->tree,
                       &commit->tree, &changes, err);

    for (size_t i = 0; rc == 0 && i < changes.list.len; i++) {
        const struct change *change = &changes.list.items[i];
        struct record *record = map_get(&pass->live, change->path);
        bool own = record != NULL;
        for (uint32_t p = 1; own && rc == 0 && p < commit->parent_count; p++) {
            struct tree_file file;
            rc = tree_find(pass->repo, &commit->parents[p]->tree, change->path,
                           &file, err);
            own = file.mode != change->new_mode ||
                  memcmp(file.id.id, change->new_id.id, GIT_OID_RAWSZ) != 0;
        }
        if (rc == 0 && own)
            rc = read_signature(pass, &by, err);
        for (; rc == 0 && own && record; record = record->next)
            touch(pass, record, &by);
    }
    return rc;
}

/* ---- The pass ---- */

static int add_records(struct pass *pass, const git_oid *tree,
                       struct error *err)
{
    struct str prefix = pass->repo->prefix;
    struct changes files;
    int rc = tree_diff(pass->repo, &pass->scratch, NULL, tree, &files, err);

    for (size_t i = 0; rc == 0 && i < files.list.len; i++) {
        struct str name = files.list.items[i].path;
        struct record *record;
        if (!str_starts(name, prefix))
            continue;
        record = arena_new(&pass->scratch, struct record);
        record->path = str_from(name, prefix.len);
        vec_push(&pass->scratch, &pass->records, record);
        map_set(&pass->live, name, record);
    }
    return rc;
}

static int visit_all(struct pass *pass, bool merges, struct error *err)
{
    const struct commits *commits = pass->commits;

    for (size_t i = 0; i < commits->list.len; i++) {
        const struct commit *commit = commits->list.items[i];
        int rc;
        if ((commit->parent_count > 1) != merges)
            continue;
        pass->number = i;
        rc = merges ? visit_merge(pass, commit, err) : visit(pass, commit, err);
        arena_reset(&pass->step);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Leaves only the records that no commit touched; false when there are none. */
static bool keep_untouched(struct pass *pass)
{
    bool any = false;

    map_init(&pass->live, &pass->scratch);
    for (size_t i = 0; i < pass->records.len; i++) {
        struct record *record = pass->records.items[i];
        if (record->history.commits > 0)
            continue;
        any = true;
        record->next = NULL;
        map_set(&pass->live,
                str_cat(&pass->scratch, pass->repo->prefix, record->path),
                record);
    }
    return any;
}

static int oldest_first(const void *a, const void *b)
{
    size_t x = ((const struct seen_author *)a)->last;
    size_t y = ((const struct seen_author *)b)->last;

    return (x < y) - (x > y);
}

static void finish(struct pass *pass, struct repo_history *out)
{
    for (size_t i = 0; i < pass->records.len; i++) {
        struct record *record = pass->records.items[i];
        size_t count = record->authors.len;
        struct repo_author *authors;
        if (record->history.commits == 0)
            continue;
        authors = arena_array(pass->arena, struct repo_author, count);
        qsort(record->authors.items, count, sizeof(record->authors.items[0]),
              oldest_first);
        for (size_t k = 0; k < count; k++)
            authors[k] = *record->authors.items[k].author;
        record->history.authors = authors;
        record->history.author_count = count;
        map_set(
            &out->files, str_dup(pass->arena, record->path),
            arena_copy(pass->arena, &record->history, sizeof(record->history)));
    }
}

static int run(struct pass *pass, const git_oid *head, struct error *err)
{
    int rc = commits_read(pass->repo, head, &pass->commits, err);

    if (rc == 0)
        rc = add_records(pass, &pass->commits->list.items[0]->tree, err);
    if (rc == 0)
        rc = visit_all(pass, false, err);
    if (rc == 0 && keep_untouched(pass))
        rc = visit_all(pass, true, err);
    return rc;
}

static void tell_broken(struct diags *diags, const char *what)
{
    struct diag *diag = diag_add(diags, DIAG_GIT_BROKEN, NULL, (struct span){0},
                                 "the history cannot be read: %s", what);

    diag_hint(diags, diag,
              "`git fsck` may say more; dates from git are missing");
}

static void tell_shallow(struct repo *repo, struct diags *diags)
{
    struct diag *diag;

    if (repo->shallow_told)
        return;
    repo->shallow_told = true;
    diag = diag_add(diags, DIAG_GIT_SHALLOW, NULL, (struct span){0},
                    "the clone is shallow, so older files seem to begin at "
                    "its border");
    diag_hint(diags, diag,
              "git fetch --unshallow, or fetch-depth: 0 in the workflow");
}

static int read_history(struct repo *repo, struct arena *arena,
                        const git_oid *head, struct repo_history *out,
                        struct diags *diags, struct error *err)
{
    struct pass pass = {.repo = repo, .arena = arena};
    int rc;

    arena_init(&pass.scratch);
    arena_init(&pass.step);
    map_init(&pass.live, &pass.scratch);
    map_init(&pass.authors, &pass.scratch);
    if (repo->lib->mailmap_from_repository(&pass.mailmap, repo->git) < 0)
        pass.mailmap = NULL;
    rc = run(&pass, head, err);
    if (rc == 0) {
        finish(&pass, out);
        if (pass.commits->shallow)
            tell_shallow(repo, diags);
    }
    repo->lib->mailmap_free(pass.mailmap);
    arena_deinit(&pass.step);
    arena_deinit(&pass.scratch);
    return rc;
}

int repo_history_read(struct repo *repo, struct arena *arena,
                      struct repo_history **out, struct diags *diags,
                      struct error *err)
{
    struct repo_history *history = arena_new(arena, struct repo_history);
    git_oid head;
    int rc;

    map_init(&history->files, arena);
    if (!repo->has_git) {
        struct diag *diag =
            diag_add(diags, DIAG_GIT_NONE, NULL, (struct span){0},
                     "there is no git history to take dates and authors from");
        diag_hint(diags, diag, "git init, or state `date` on each page");
    } else if (repo_head_oid(repo, &head)) {
        rc = repo_git(repo, err);
        if (rc == 0)
            rc = read_history(repo, arena, &head, history, diags, err);
        if (rc == PHX_EINPUT)
            tell_broken(diags, err->message);
        else if (rc < 0)
            return rc;
    }
    *out = history;
    return 0;
}

const struct repo_file_history *
repo_history_of(const struct repo_history *history, struct str path)
{
    return map_get(&history->files, path);
}
