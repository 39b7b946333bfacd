/* SPDX-License-Identifier: MIT */
/* Paths as text. The one place that decides about "..", "." and '//'. */
#include "path.h"

#include "arena.h"

#include <string.h>

#include "banned.h"

/* Adds the parts of `path` to out[0, *len); false when ".." has nothing to
 * take back. */
static bool add_parts(char *out, size_t *len, struct str path)
{
    struct str part;
    while (str_split(&path, '/', &part)) {
        if (part.len == 0 || str_is(part, "."))
            continue;
        if (str_is(part, "..")) {
            if (*len == 0)
                return false;
            *len = path_dir((struct str){out, *len}).len;
            continue;
        }
        if (*len != 0)
            out[(*len)++] = '/';
        memcpy(out + *len, part.ptr, part.len);
        *len += part.len;
    }
    return true;
}

bool path_resolve(struct arena *arena, struct str base, struct str rel,
                  struct str *out)
{
    if (str_starts(rel, STR("/")) || str_has_nul(rel) ||
        str_chr(rel, '\\') != STR_NONE)
        return false;
    char *text = arena_bytes(arena, base.len + rel.len + 2);
    size_t len = 0;
    if (!add_parts(text, &len, base) || !add_parts(text, &len, rel))
        return false;
    text[len] = '\0';
    *out = (struct str){text, len};
    return true;
}

struct str path_join(struct arena *arena, struct str a, struct str b)
{
    if (a.len == 0 || b.len == 0)
        return str_dup(arena, a.len == 0 ? b : a);
    if (str_ends(a, STR("/")))
        return str_cat(arena, a, b);
    char *out = arena_bytes(arena, a.len + b.len + 2);
    memcpy(out, a.ptr, a.len);
    out[a.len] = '/';
    memcpy(out + a.len + 1, b.ptr, b.len);
    out[a.len + 1 + b.len] = '\0';
    return (struct str){out, a.len + 1 + b.len};
}

struct str path_dir(struct str path)
{
    size_t at = str_rchr(path, '/');
    return str_slice(path, 0, at == STR_NONE ? 0 : at);
}

struct str path_name(struct str path)
{
    size_t at = str_rchr(path, '/');
    return at == STR_NONE ? path : str_from(path, at + 1);
}

/* Where the dot of the extension stands in a name, or the name's length. */
static size_t ext_dot(struct str name)
{
    size_t at = str_rchr(name, '.');
    return at == STR_NONE || at == 0 ? name.len : at;
}

struct str path_ext(struct str path)
{
    struct str name = path_name(path);
    return str_from(name, ext_dot(name) + 1);
}

struct str path_stem(struct str path)
{
    struct str name = path_name(path);
    return str_slice(name, 0, ext_dot(name));
}

bool path_is_under(struct str path, struct str dir)
{
    if (dir.len == 0)
        return true;
    return str_starts(path, dir) &&
           (path.len == dir.len || path.ptr[dir.len] == '/');
}
