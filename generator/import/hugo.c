/* SPDX-License-Identifier: MIT */
/*
 * Hugo (https://gohugo.io/documentation/): content/ is nearly phx's own. Page
 * bundles, _index.md and languages by suffix stay as they are.
 */
#include "private.h"

static int open_site(struct importer *im, struct error *err)
{
    static const char *const files[] = {"hugo.toml",
                                        "hugo.yaml",
                                        "hugo.yml",
                                        "hugo.json",
                                        "config.toml",
                                        "config.yaml",
                                        "config.yml",
                                        "config.json",
                                        "config/_default/hugo.toml",
                                        "config/_default/config.toml",
                                        "config/_default/hugo.yaml",
                                        "config/_default/config.yaml",
                                        NULL};
    int rc = old_config_load(im, files, err);
    struct str tag =
        value_map_str(im->config, STR("defaultContentLanguage"), STR(""));

    if (!tag.len)
        tag = value_map_str(im->config, STR("languageCode"), STR("en"));
    size_t end = str_chr(tag, '-');
    im->language = str_lower_ascii(
        im->arena, end == STR_NONE ? tag : str_slice(tag, 0, end));
    return rc;
}

static bool skip(struct str path, bool folder)
{
    static const char *const kept[] = {"content", "static", "data"};

    (void)folder;
    if (str_starts(path_name(path), STR(".")))
        return true;
    for (size_t i = 0; i < PHX_COUNT(kept); i++)
        if (path_is_under(path, str_of(kept[i])))
            return false;
    return true;
}

/* The language a page is in: by its folder (contentDir) or suffix; *rest is the
 * path without it. Empty: the site's own. */
static struct str language_of(const struct importer *im, struct str path,
                              struct str *rest)
{
    const struct value *all = value_map_get(im->config, STR("languages"));
    struct str suffix = path_ext(path_stem(path));

    *rest = path;
    if (!all || !value_is(*all, VALUE_MAP))
        return STR("");
    for (size_t i = 0; i < all->as.map->len; i++) {
        const struct value_entry *e = &all->as.map->entries[i];
        struct str code = value_text(e->key);
        struct str folder = value_map_str(e->value, STR("contentDir"), STR(""));
        if (str_starts(folder, STR("content/")) &&
            path_is_under(path, str_from(folder, 8))) {
            *rest = str_from(path, folder.len - 8 + 1);
            return code;
        }
        if (str_eq(code, suffix))
            return code;
    }
    return STR("");
}

static bool read_page(struct importer *im, struct old_page *page)
{
    struct str path, stem;

    if (!path_is_under(page->source, STR("content")))
        return false;
    phx_ignore(language_of(im, str_from(page->source, 8), &path).len,
               "only the path is wanted here");
    stem = path_stem(path);
    page->folder = path_dir(path);
    size_t slash = str_chr(page->folder, '/');
    page->section =
        slash == STR_NONE ? page->folder : str_slice(page->folder, 0, slash);
    page->folder =
        str_from(page->folder, page->section.len + (slash == STR_NONE ? 0 : 1));
    page->name = stem;
    page->target = page->source;
    map_set(&im->by_name, path, page);
    map_set(&im->by_name, path_name(path), page);
    map_set(&im->by_name, path_stem(path), page);
    if (str_is(stem, "index") || str_is(stem, "_index"))
        map_set(&im->by_name, path_dir(path), page);
    return true;
}

/* Hugo's urlize: lower case, spaces to hyphens, odd characters gone. */
static struct str urlize(struct importer *im, struct str path)
{
    struct buf out = BUF_INIT;
    struct str lower = text_lower(im->arena, path);

    for (size_t at = 0; at < lower.len;) {
        uint32_t c = utf8_next(lower, &at);
        if (c == ' ')
            buf_add_char(&out, '-');
        else if (c != UTF8_INVALID &&
                 (text_is_letter_or_digit(c) ||
                  (c < 128 && strchr("/._-~+#@%&", (int)c))))
            buf_add_utf8(&out, c);
    }
    struct str result = buf_dup(im->arena, &out);
    buf_deinit(&out);
    return result;
}

static struct str pattern_of(const struct importer *im,
                             const struct old_page *page)
{
    const struct value *all = value_map_get(im->config, STR("permalinks"));
    const struct value *pages = all ? value_map_get(*all, STR("page")) : NULL;
    const struct value *in = pages && value_is(*pages, VALUE_MAP) ? pages : all;

    return in ? value_map_str(*in, page->section, STR("")) : STR("");
}

static void address(struct importer *im, struct old_page *page)
{
    struct str rest, written = front_text(page, "url");
    struct str language = language_of(im, str_from(page->source, 8), &rest);
    struct str stem = path_stem(rest);
    struct str pattern = pattern_of(im, page), path;
    const char *prefix = "/";

    if (language.len && !str_eq(language, im->language))
        prefix = str_fmt(im->arena, "/%" STR_FMT "/", STR_ARG(language)).ptr;
    if (language.len && str_ends(stem, language) && stem.len > language.len)
        stem = path_stem(stem);
    page->name = stem;
    bool list = str_is(stem, "_index");
    bool bundle = str_is(stem, "index");
    if (bundle)
        page->name = path_name(path_dir(rest));
    if (written.len) {
        while (str_starts(written, STR("/")))
            written = str_from(written, 1);
        path = written;
    } else if (!list && pattern.len &&
               permalink_fill(im, page, pattern, &path)) {
        path = str_from(path, 1);
    } else {
        struct str own = front_text(page, "slug");
        struct str dir = path_dir(rest);
        if (list || (bundle && !own.len))
            path = dir;
        else
            path = path_join(im->arena, bundle ? path_dir(dir) : dir,
                             own.len ? own : stem);
        path = urlize(im, path);
    }
    bool file =
        str_ends(path, STR(".html")) || str_ends(path, STR("/")) || !path.len;
    page->url = str_fmt(im->arena, "%s%" STR_FMT "%s", prefix, STR_ARG(path),
                        file ? "" : "/");
}

static struct str file(struct importer *im, struct str path)
{
    (void)im;
    return path;
}

const struct layout hugo_layout = {
    .open = open_site,
    .page = read_page,
    .address = address,
    .file = file,
    .skip = skip,
    .body = shortcode_body,
};
