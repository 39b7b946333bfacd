/* SPDX-License-Identifier: MIT */
/*
 * Collects commits from HEAD through all parents, then orders them: a heap by
 * time of those whose children are all out. What the commits changed is
 * tree.c's.
 */
#include "commits.h"

#define SHALLOW_LIMIT ((uint64_t)1 << 26)

struct walk {
    struct repo *repo;
    struct arena *arena;
    struct map known;  /* raw id → struct commit */
    struct map border; /* raw ids of .git/shallow */
    struct commits *out;
};

static struct str raw(const git_oid *id)
{
    return str_bytes((const char *)id->id, GIT_OID_RAWSZ);
}

static void read_border(struct walk *walk)
{
    struct str path = str_fmt(walk->arena, "%" STR_FMT "/shallow",
                              STR_ARG(walk->repo->common_dir));
    struct str text, line;
    struct error err;
    git_oid id;

    if (fs_read(walk->arena, path.ptr, SHALLOW_LIMIT, &text, &err) < 0)
        return;
    while (str_line(&text, &line)) {
        if (repo_oid_parse(line, &id)) {
            git_oid *copy = arena_copy(walk->arena, &id, sizeof(id));
            map_set(&walk->border, raw(copy), copy);
        }
    }
}

/* The commit of that id, put on the list when it is new. */
static struct commit *know(struct walk *walk, const git_oid *id)
{
    struct commit *commit = map_get(&walk->known, raw(id));

    if (commit)
        return commit;
    commit = arena_new(walk->arena, struct commit);
    commit->id = *id;
    commit->found = (uint32_t)walk->out->list.len;
    map_set(&walk->known, raw(&commit->id), commit);
    vec_push(walk->arena, &walk->out->list, commit);
    return commit;
}

static int read_commit(struct walk *walk, struct commit *commit,
                       struct error *err)
{
    const struct git_lib *lib = walk->repo->lib;
    git_commit *object = NULL;

    if (lib->commit_lookup(&object, walk->repo->git, &commit->id) < 0)
        return git_lib_fail(lib, PHX_EINPUT, "cannot read a commit", err);
    commit->tree = *lib->commit_tree_id(object);
    commit->time = lib->commit_time(object);
    if (map_has(&walk->border, raw(&commit->id))) {
        walk->out->shallow = true;
    } else {
        commit->parent_count = lib->commit_parentcount(object);
        commit->parents =
            arena_array(walk->arena, struct commit *, commit->parent_count);
        for (uint32_t i = 0; i < commit->parent_count; i++) {
            struct commit *parent =
                know(walk, lib->commit_parent_id(object, i));
            parent->children++;
            commit->parents[i] = parent;
        }
    }
    lib->commit_free(object);
    return 0;
}

/* ---- Order ---- */

struct heap {
    struct commit **items;
    size_t len;
};

static bool goes_first(const struct commit *a, const struct commit *b)
{
    return a->time != b->time ? a->time > b->time : a->found < b->found;
}

static void heap_add(struct heap *heap, struct commit *commit)
{
    size_t i = heap->len++;

    while (i > 0 && goes_first(commit, heap->items[(i - 1) / 2])) {
        heap->items[i] = heap->items[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap->items[i] = commit;
}

static struct commit *heap_take(struct heap *heap)
{
    struct commit *top = heap->items[0];
    struct commit *last = heap->items[--heap->len];
    size_t i = 0;

    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= heap->len)
            break;
        if (child + 1 < heap->len &&
            goes_first(heap->items[child + 1], heap->items[child]))
            child++;
        if (goes_first(last, heap->items[child]))
            break;
        heap->items[i] = heap->items[child];
        i = child;
    }
    heap->items[i] = last;
    return top;
}

static void order(struct walk *walk)
{
    struct commits *out = walk->out;
    struct heap heap = {
        .items = arena_array(walk->arena, struct commit *, out->list.len)};
    size_t len = 0;

    /* HEAD alone has no children among what it reaches. */
    heap_add(&heap, out->list.items[0]);
    while (heap.len > 0) {
        struct commit *commit = heap_take(&heap);
        out->list.items[len++] = commit;
        for (uint32_t i = 0; i < commit->parent_count; i++)
            if (--commit->parents[i]->children == 0)
                heap_add(&heap, commit->parents[i]);
    }
    PHX_BUG_ON(len != out->list.len);
}

static int collect(struct repo *repo, const git_oid *head, struct commits *out,
                   struct error *err)
{
    struct walk walk = {.repo = repo, .arena = &out->arena, .out = out};

    map_init(&walk.known, walk.arena);
    map_init(&walk.border, walk.arena);
    read_border(&walk);
    know(&walk, head);
    for (size_t i = 0; i < out->list.len; i++) {
        int rc = read_commit(&walk, out->list.items[i], err);
        if (rc < 0)
            return rc;
    }
    order(&walk);
    return 0;
}

void commits_free(struct commits *commits)
{
    if (!commits)
        return;
    arena_deinit(&commits->arena);
    free(commits);
}

int commits_read(struct repo *repo, const git_oid *head,
                 const struct commits **out, struct error *err)
{
    struct commits *made = repo->commits;
    int rc;

    if (!made ||
        memcmp(made->list.items[0]->id.id, head->id, GIT_OID_RAWSZ) != 0) {
        made = calloc(1, sizeof(*made));
        if (!made)
            base_out_of_memory(sizeof(*made));
        arena_init(&made->arena);
        rc = collect(repo, head, made, err);
        if (rc < 0) {
            commits_free(made);
            return rc;
        }
        commits_free(repo->commits);
        repo->commits = made;
    }
    *out = made;
    return 0;
}
