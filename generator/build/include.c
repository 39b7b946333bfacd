/* SPDX-License-Identifier: MIT */
/*
 * What {include} reads: a file below the site's root, whatever links lie on the
 * way. markdown/ has made the path and looks for cycles; a page's fingerprint
 * counts what was included, since it becomes part of the body.
 */
#include "include.h"

#include "keep.h"

#define INCLUDE_LIMIT (16u << 20)

/* Where `path` is once links are followed; NULL when that is no file below the
 * root. */
static const char *real_path(const struct build *build, struct arena *arena,
                             struct str path)
{
    struct error err;
    struct str real;

    if (fs_realpath(arena, path_join(arena, build->root, path).ptr, &real,
                    &err) < 0 ||
        !path_is_under(real, build->root))
        return NULL;
    return real.ptr;
}

static bool read_include(void *ctx, struct str path, struct arena *arena,
                         struct source_ref *out)
{
    struct build *build = ctx;
    const char *real = real_path(build, arena, path);
    struct str bytes;
    struct error err;
    uint32_t lines = 0;

    keep_extra(build, path_join(arena, build->root, path));
    if (!real || fs_read(arena, real, INCLUDE_LIMIT, &bytes, &err) < 0)
        return false;
    bytes = utf8_repair(arena, bytes);
    if (str_is(path_ext(path), "md"))
        bytes = content_body(bytes, &lines);
    *out = (struct source_ref){.path = path, .text = bytes};
    out->line_offset = lines;
    return true;
}

void include_init(struct build *build)
{
    build->dialect.include = read_include;
    build->dialect.include_ctx = build;
}
