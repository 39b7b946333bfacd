/* SPDX-License-Identifier: MIT */
/* What `phx cache` asks for. */
#include "build/build.h"

#include "cache.h"

#include <unistd.h>

int build_cache_look(struct arena *arena, const char *root,
                     struct build_cache *out, struct error *err)
{
    struct cache_options options = {0};
    struct cache_stat stat = {0};
    struct error why;
    struct str real;
    int rc = fs_realpath(arena, root, &real, err);

    if (rc < 0)
        return rc;
    options.root = real.ptr;
    *out = (struct build_cache){.path = str_cat(arena, real, STR(CACHE_FILE))};
    if (access(out->path.ptr, F_OK) < 0)
        return 0;
    struct cache *cache = cache_open(&options, &why);
    if (cache)
        cache_stat(cache, &stat);
    cache_close(cache);
    out->bytes = stat.file_bytes;
    for (int i = 0; i < CACHE_KINDS; i++) {
        const struct build_cache_part part = {
            cache_kind_name((enum cache_kind)i), stat.entries[i],
            stat.bytes[i]};
        vec_push(arena, &out->parts, part);
    }
    return 0;
}

int build_cache_clear(const char *root, struct error *err)
{
    struct arena arena;

    arena_init(&arena);
    int rc = fs_remove_tree(
        str_cat(&arena, str_of(root), STR(CACHE_FOLDER)).ptr, err);
    arena_deinit(&arena);
    return rc;
}
