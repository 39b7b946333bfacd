/* SPDX-License-Identifier: MIT */
/*
 * From paths to URLs and outputs. A URL is percent-encoded once, here, so that
 * whatever a template, a feed or a link writes is right; an output path keeps
 * the real names.
 */
#include "model.h"

static bool is_plain(struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];

        if (!(ascii_is_letter(c) || ascii_is_digit(c) || c == '/' || c == '-' ||
              c == '_' || c == '.' || c == '~'))
            return false;
    }
    return true;
}

struct str address_encode(struct arena *arena, struct str path)
{
    struct buf marked = BUF_INIT;
    struct buf text = BUF_INIT;
    struct str out;

    if (is_plain(path))
        return path;
    /* These may stand in a URL, but mean something else than in a name. */
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];

        if (c == '%' || c == '?' || c == '#')
            buf_add_fmt(&marked, "%%%02X", (unsigned)c);
        else
            buf_add_char(&marked, c);
    }
    buf_add_url(&text, buf_str(&marked));
    out = buf_dup(arena, &text);
    buf_deinit(&marked);
    buf_deinit(&text);
    return out;
}

bool address_decode(struct arena *arena, struct str text, struct str *out)
{
    char *bytes;
    size_t len = 0;

    if (str_chr(text, '%') == STR_NONE) {
        *out = text;
        return !str_has_nul(text);
    }
    bytes = arena_bytes(arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        int high;
        int low;

        if (text.ptr[i] != '%') {
            bytes[len++] = text.ptr[i];
            continue;
        }
        if (text.len - i < 3)
            return false;
        high = ascii_hex_digit(text.ptr[i + 1]);
        low = ascii_hex_digit(text.ptr[i + 2]);
        if (high < 0 || low < 0 || (high == 0 && low == 0))
            return false;
        bytes[len++] = (char)(high * 16 + low);
        i += 2;
    }
    bytes[len] = '\0';
    *out = (struct str){bytes, len};
    return true;
}

bool address_path(struct arena *arena, struct str text, struct str *path,
                  bool *file)
{
    struct str ext;
    bool folder;

    text = str_trim(text);
    if (str_find(text, STR("://")) != STR_NONE || str_starts(text, STR("//")) ||
        !address_decode(arena, text, &text))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 ||
            str_chr(STR("?#\\\x7F"), text.ptr[i]) != STR_NONE)
            return false;
    if (!utf8_valid(text, NULL) || str_starts(text, STR("../")) ||
        str_find(text, STR("/../")) != STR_NONE || str_ends(text, STR("/..")) ||
        str_is(text, ".."))
        return false;
    folder = str_ends(text, STR("/"));
    while (str_starts(text, STR("/")))
        text = str_from(text, 1);
    if (!path_resolve(arena, STR(""), text, path))
        return false;
    ext = path_ext(*path);
    *file = !folder &&
            (str_eq_nocase(ext, STR("html")) || str_eq_nocase(ext, STR("htm")));
    return true;
}

struct str site_absolute(const struct site *site, struct arena *arena,
                         struct str url)
{
    const struct config *config = site->config;

    /* base_url ends with base_path, and so does a URL of the site begin. */
    if (config->base_url.len == 0 || !str_starts(url, STR("/")) ||
        str_starts(url, STR("//")))
        return url;
    return str_cat(arena,
                   str_slice(config->base_url, 0,
                             config->base_url.len - config->base_path.len),
                   url);
}

/* There are many pages: plain copies, no formatting. */
static struct str join(struct arena *arena, const struct str *parts,
                       size_t count)
{
    size_t len = 0;
    char *text;

    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    text = arena_bytes(arena, len + 1);
    len = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(text + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
    }
    text[len] = '\0';
    return (struct str){text, len};
}

struct address address_make(const struct site *site, struct arena *arena,
                            const struct language *language, struct str path,
                            bool file)
{
    const struct config *config = site->config;
    bool prefixed = language && !language->is_default;
    struct str prefix = prefixed ? language->code : STR("");
    struct str slash = prefixed ? STR("/") : STR("");
    bool folder = !file && path.len > 0;
    struct str url[] = {
        config->base_path,
        STR("/"),
        prefix,
        slash,
        address_encode(arena, path),
        folder ? STR("/") : STR(""),
    };
    struct str output[] = {
        prefix,
        slash,
        path,
        folder ? STR("/index.html")
        : file ? STR("")
               : STR("index.html"),
    };
    struct address out;

    out.url = join(arena, url, PHX_COUNT(url));
    out.permalink = site_absolute(site, arena, out.url);
    out.output = join(arena, output, PHX_COUNT(output));
    return out;
}
