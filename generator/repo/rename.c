/* SPDX-License-Identifier: MIT */
/*
 * Finds renames in one commit. Equal ids first, which is one look-up; then the
 * contents of what is left, cut into lines (or 64 bytes where lines are
 * longer) as git cuts them, and the bytes the two have in common.
 */
#include "rename.h"

#define CHUNK_MAX 64
#define ENOUGH 50
/* As git's diff.renameLimit: more pairs than this squared are not compared. */
#define PAIR_LIMIT ((size_t)1000 * 1000)
#define BLOB_LIMIT ((size_t)16 << 20)
#define MODE_KIND 0170000u

struct chunk {
    uint64_t hash;
    uint64_t bytes;
};
struct fingerprint {
    PHX_VEC(struct chunk) chunks; /* by hash, each once */
    uint64_t size;
    bool tried;
    bool usable;
};

struct finder {
    struct repo *repo;
    struct arena arena;
    const struct changes *changes;
    struct fingerprint *prints; /* by index of changes */
    size_t *gone;               /* indices of the files that are gone */
    size_t gone_count;
};

static int chunk_cmp(const void *a, const void *b)
{
    uint64_t x = ((const struct chunk *)a)->hash;
    uint64_t y = ((const struct chunk *)b)->hash;

    return (x > y) - (x < y);
}

static void make_fingerprint(struct arena *arena, struct str text,
                             struct fingerprint *out)
{
    size_t len = 0;

    out->size = text.len;
    for (size_t start = 0; start < text.len;) {
        size_t end = start;
        while (end < text.len && end - start < CHUNK_MAX)
            if (text.ptr[end++] == '\n')
                break;
        struct chunk chunk = {hash_short(str_slice(text, start, end)),
                              end - start};
        vec_push(arena, &out->chunks, chunk);
        start = end;
    }
    if (out->chunks.len == 0)
        return;
    qsort(out->chunks.items, out->chunks.len, sizeof(out->chunks.items[0]),
          chunk_cmp);
    for (size_t i = 1; i < out->chunks.len; i++) {
        struct chunk *last = &out->chunks.items[len];
        if (last->hash == out->chunks.items[i].hash)
            last->bytes += out->chunks.items[i].bytes;
        else
            out->chunks.items[++len] = out->chunks.items[i];
    }
    out->chunks.len = len + 1;
}

static unsigned similarity(const struct fingerprint *a,
                           const struct fingerprint *b)
{
    uint64_t larger = a->size > b->size ? a->size : b->size;
    uint64_t smaller = a->size > b->size ? b->size : a->size;
    uint64_t common = 0;
    size_t i = 0, j = 0;

    if (larger == 0 || smaller * 100 < larger * ENOUGH)
        return 0;
    while (i < a->chunks.len && j < b->chunks.len) {
        const struct chunk *x = &a->chunks.items[i], *y = &b->chunks.items[j];
        if (x->hash == y->hash)
            common += x->bytes < y->bytes ? x->bytes : y->bytes;
        i += x->hash <= y->hash;
        j += y->hash <= x->hash;
    }
    return (unsigned)(common * 100 / larger);
}

unsigned rename_similarity(struct arena *arena, struct str a, struct str b)
{
    struct fingerprint x = {0}, y = {0};

    make_fingerprint(arena, a, &x);
    make_fingerprint(arena, b, &y);
    return similarity(&x, &y);
}

static const struct fingerprint *fingerprint(struct finder *finder,
                                             size_t index)
{
    const struct git_lib *lib = finder->repo->lib;
    const struct change *change = &finder->changes->list.items[index];
    const git_oid *id = change->new_mode ? &change->new_id : &change->old_id;
    struct fingerprint *print = &finder->prints[index];
    git_blob *blob = NULL;

    if (print->tried)
        return print->usable ? print : NULL;
    print->tried = true;
    if (lib->blob_lookup(&blob, finder->repo->git, id) < 0)
        return NULL;
    size_t size = (size_t)lib->blob_rawsize(blob);
    if (size > 0 && size <= BLOB_LIMIT) {
        make_fingerprint(&finder->arena,
                         str_bytes(lib->blob_rawcontent(blob), size), print);
        print->usable = true;
    }
    lib->blob_free(blob);
    return print->usable ? print : NULL;
}

static bool same_name(const struct change *a, const struct change *b)
{
    return str_eq(path_name(a->path), path_name(b->path));
}

static bool same_kind(const struct change *gone, const struct change *new)
{
    return (gone->old_mode & MODE_KIND) == (new->new_mode &MODE_KIND);
}

/* Files gone, chained by equal id. */
struct twin {
    size_t index;
    struct twin *next;
};

static void index_gone(struct finder *finder, struct map *by_id)
{
    const struct changes *changes = finder->changes;

    finder->gone = arena_array(&finder->arena, size_t, changes->list.len);
    /* From the end, so that a chain is in order of path. */
    for (size_t i = changes->list.len; i > 0; i--) {
        const struct change *change = &changes->list.items[i - 1];
        struct str key;
        struct twin *twin;
        if (change->new_mode != 0)
            continue;
        finder->gone[finder->gone_count++] = i - 1;
        key = str_bytes((const char *)change->old_id.id, GIT_OID_RAWSZ);
        twin = arena_new(&finder->arena, struct twin);
        *twin = (struct twin){i - 1, map_get(by_id, key)};
        map_set(by_id, key, twin);
    }
}

/* Among files of the same bytes the one of the same name, else the first. */
static size_t find_exact(struct finder *finder, const struct map *by_id,
                         const struct change *new)
{
    struct str key = str_bytes((const char *)new->new_id.id, GIT_OID_RAWSZ);
    size_t found = RENAME_NONE;

    for (const struct twin *twin = map_get(by_id, key); twin;
         twin = twin->next) {
        const struct change *gone = &finder->changes->list.items[twin->index];
        if (!same_kind(gone, new))
            continue;
        if (same_name(gone, new))
            return twin->index;
        if (found == RENAME_NONE)
            found = twin->index;
    }
    return found;
}

static size_t find_similar(struct finder *finder, size_t wanted)
{
    const struct change *items = finder->changes->list.items;
    const struct fingerprint *new = fingerprint(finder, wanted);
    size_t found = RENAME_NONE;
    unsigned best = 0;

    if (!new)
        return RENAME_NONE;
    for (size_t i = finder->gone_count; i > 0; i--) {
        size_t index = finder->gone[i - 1];
        const struct fingerprint *old;
        unsigned score;
        if (!same_kind(&items[index], &items[wanted]))
            continue;
        old = fingerprint(finder, index);
        score = old ? similarity(old, new) : 0;
        if (score < ENOUGH)
            continue;
        if (score > best ||
            (score == best && same_name(&items[index], &items[wanted]) &&
             !same_name(&items[found], &items[wanted]))) {
            best = score;
            found = index;
        }
    }
    return found;
}

void rename_find(struct repo *repo, const struct changes *changes,
                 const size_t *wanted, size_t wanted_count, size_t *sources)
{
    struct finder finder = {.repo = repo, .changes = changes};
    struct map by_id;
    size_t open = 0;

    arena_init(&finder.arena);
    map_init(&by_id, &finder.arena);
    index_gone(&finder, &by_id);
    for (size_t i = 0; i < wanted_count; i++) {
        sources[i] =
            find_exact(&finder, &by_id, &changes->list.items[wanted[i]]);
        open += sources[i] == RENAME_NONE;
    }
    if (open > 0 && finder.gone_count > 0 &&
        open <= PAIR_LIMIT / finder.gone_count) {
        finder.prints =
            arena_array(&finder.arena, struct fingerprint, changes->list.len);
        for (size_t i = 0; i < wanted_count; i++)
            if (sources[i] == RENAME_NONE)
                sources[i] = find_similar(&finder, wanted[i]);
    }
    arena_deinit(&finder.arena);
}
