/* SPDX-License-Identifier: MIT */
/*
 * Addresses as a browser resolves them and GitHub Pages answers them: folders
 * by their index.html, "/foo" by foo, foo.html or the redirect to "/foo/",
 * names by case.
 */
#include "state.h"

/* ---- Parts ---- */

/* The length of "https:" before the rest, or 0. */
static size_t scheme_len(struct str url)
{
    size_t i = 0;

    if (url.len == 0 || !ascii_is_letter(url.ptr[0]))
        return 0;
    while (i < url.len &&
           (ascii_is_letter(url.ptr[i]) || ascii_is_digit(url.ptr[i]) ||
            url.ptr[i] == '+' || url.ptr[i] == '-' || url.ptr[i] == '.'))
        i++;
    return i < url.len && url.ptr[i] == ':' ? i + 1 : 0;
}

struct str address_decoded(struct arena *arena, struct str s)
{
    if (str_chr(s, '%') == STR_NONE)
        return s;
    char *out = arena_bytes(arena, s.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.ptr[i] == '%' && i + 2 < s.len;
        int high = escape ? ascii_hex_digit(s.ptr[i + 1]) : -1;
        int low = escape ? ascii_hex_digit(s.ptr[i + 2]) : -1;
        if (high >= 0 && low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = s.ptr[i];
        }
    }
    out[len] = '\0';
    return str_bytes(out, len);
}

/* "/a/./b/../c" as "/a/c"; it stays below the root and keeps a '/' at its end.
 */
static struct str normalised(struct arena *arena, struct str path)
{
    char *out = arena_bytes(arena, path.len + 2);
    size_t len = 0;
    struct str rest = path, part;
    bool folder = true;

    while (str_split(&rest, '/', &part)) {
        folder = part.len == 0 || str_is(part, ".") || str_is(part, "..");
        if (str_is(part, "..")) {
            while (len > 0 && out[--len] != '/')
                ;
        } else if (part.len && !str_is(part, ".")) {
            out[len++] = '/';
            memcpy(out + len, part.ptr, part.len);
            len += part.len;
        }
    }
    if (folder || len == 0)
        out[len++] = '/';
    out[len] = '\0';
    return str_bytes(out, len);
}

/* ---- Files ---- */

static const struct site_file *find(const struct check *check, struct str path)
{
    return map_get(&check->by_path, path);
}

/* `path` is below the site, without the '/' at its front. */
static const struct site_file *answer(const struct check *check,
                                      struct arena *arena, struct str path)
{
    const struct site_file *file;

    if (path.len == 0 || str_ends(path, STR("/")))
        return find(check, str_cat(arena, path, STR("index.html")));
    if ((file = find(check, path)))
        return file;
    if ((file = find(check, str_cat(arena, path, STR(".html")))))
        return file;
    return find(check, str_cat(arena, path, STR("/index.html")));
}

/* The rooted path's part below the base path; false: it is elsewhere. */
static bool below_base(const struct check *check, struct str rooted,
                       struct str *path)
{
    struct str base = check->base_path;

    if (!str_starts(rooted, base))
        return false;
    *path = str_from(rooted, base.len);
    if (path->len == 0)
        return true; /* "/base" is answered by a redirect to "/base/" */
    if (path->ptr[0] != '/')
        return false;
    *path = str_from(*path, 1);
    return true;
}

static void look_up(const struct check *check, struct arena *arena,
                    struct str rooted, struct address *out)
{
    struct str path = normalised(arena, address_decoded(arena, rooted));

    out->path = str_from(path, 1);
    if (!below_base(check, path, &path)) {
        out->kind = ADDRESS_LEAK;
        return;
    }
    out->path = path;
    out->file = answer(check, arena, path);
    out->kind = out->file ? ADDRESS_FILE : ADDRESS_MISSING;
}

/* ---- The whole ---- */

/* Behind "https://host" or "//host" of the site itself; false: another. */
static bool same_host(const struct check *check, struct str url, size_t scheme,
                      struct str *rooted)
{
    struct str host = check->origin;
    struct str rest = str_from(url, scheme);

    if (host.len == 0)
        return false;
    host = str_from(host, scheme_len(host));
    if (!str_eq_nocase(str_slice(rest, 0, host.len), host))
        return false;
    *rooted = str_from(rest, host.len);
    if (rooted->len && rooted->ptr[0] != '/')
        return false;
    if (rooted->len == 0)
        *rooted = STR("/");
    return true;
}

/* The rooted path of the folder that relative addresses of `from` start in. */
static struct str folder_of(const struct check *check, struct arena *arena,
                            const struct site_file *from, struct str base)
{
    struct str dir = path_dir(from->path);

    if (base.len) {
        size_t slash = str_rchr(base, '/');
        return str_slice(base, 0, slash == STR_NONE ? 0 : slash + 1);
    }
    return str_fmt(arena, "%" STR_FMT "/%" STR_FMT "%s",
                   STR_ARG(check->base_path), STR_ARG(dir), dir.len ? "/" : "");
}

static struct str without_query(struct str url)
{
    size_t at = str_chr(url, '?');

    return at == STR_NONE ? url : str_slice(url, 0, at);
}

/* Splits the fragment off; a text directive (":~:text=") is no anchor. */
static struct str take_fragment(struct arena *arena, struct str *url)
{
    size_t hash = str_chr(*url, '#');

    if (hash == STR_NONE)
        return STR("");
    struct str fragment = str_from(*url, hash + 1);
    size_t directive = str_find(fragment, STR(":~:"));
    if (directive != STR_NONE)
        fragment = str_slice(fragment, 0, directive);
    *url = str_slice(*url, 0, hash);
    return address_decoded(arena, fragment);
}

struct address address_resolve(const struct check *check, struct arena *arena,
                               const struct site_file *from, struct str base,
                               struct str url)
{
    struct address out = {.kind = ADDRESS_NONE, .path = STR("")};
    struct str rooted;

    url = str_trim(url);
    out.fragment = take_fragment(arena, &url);
    size_t scheme = scheme_len(url);
    if (url.len == 0) {
        out.kind = ADDRESS_SELF;
        return out;
    }
    if (scheme && !str_eq_nocase(str_slice(url, 0, scheme), STR("https:")) &&
        !str_eq_nocase(str_slice(url, 0, scheme), STR("http:")))
        return out;
    if (scheme || str_starts(url, STR("//"))) {
        if (!same_host(check, url, scheme, &rooted)) {
            out.kind = ADDRESS_OUTSIDE;
            return out;
        }
        url = rooted;
    }
    url = without_query(url);
    if (url.len == 0) { /* "?page=2" */
        out.kind = ADDRESS_SELF;
        return out;
    }
    if (url.ptr[0] != '/')
        url = str_cat(arena, folder_of(check, arena, from, base), url);
    look_up(check, arena, url, &out);
    return out;
}

const struct site_file *address_other_case(const struct check *check,
                                           struct arena *arena, struct str path)
{
    struct str folded = text_casefold(arena, path);
    bool folder = folded.len == 0 || str_ends(folded, STR("/"));
    const struct site_file *file = map_get(&check->by_fold, folded);

    if (file)
        return file;
    return map_get(&check->by_fold,
                   str_cat(arena, folded,
                           folder ? STR("index.html") : STR("/index.html")));
}

struct str address_of(const struct check *check, struct arena *arena,
                      const struct site_file *file)
{
    struct str path = file->path;

    if (str_is(path_name(path), "index.html"))
        path = str_slice(path, 0, path.len - 10);
    return str_fmt(arena, "%" STR_FMT "/%" STR_FMT, STR_ARG(check->base_path),
                   STR_ARG(path));
}
