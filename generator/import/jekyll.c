/* SPDX-License-Identifier: MIT */
/*
 * Jekyll (https://jekyllrb.com/docs/): posts in _posts, drafts in _drafts,
 * collections in _NAME, pages anywhere else. The folder may be a repository
 * whose site is below docs/.
 */
#include "private.h"

static int open_site(struct importer *im, struct error *err)
{
    static const char *const files[] = {"_config.yml", "_config.yaml",
                                        "_config.toml", NULL};
    int rc = old_config_load(im, files, err);

    im->language = value_map_str(im->config, STR("lang"), STR("en"));
    return rc;
}

static bool skip(struct str path, bool folder)
{
    static const char *const names[] = {
        "_site",  "_layouts",     "_includes", "_sass",        "_plugins",
        "vendor", "node_modules", "Gemfile",   "Gemfile.lock", "_config.yml"};
    struct str name = path_name(path);

    if (str_starts(name, STR(".")))
        return true;
    for (size_t i = 0; i < PHX_COUNT(names); i++)
        if (str_is(name, names[i]))
            return true;
    return !folder && str_starts(name, STR("_")) && !is_markdown(path);
}

/* Where in `path` the folder of that name begins; STR_NONE. */
static size_t folder_at(struct str path, const char *name)
{
    struct str rest = path, part;
    size_t at = 0;

    while (str_split(&rest, '/', &part)) {
        if (str_is(part, name))
            return at;
        at += part.len + 1;
    }
    return STR_NONE;
}

/* "_tutorials/a/b.md": a collection's page. */
static bool collection(struct importer *im, struct old_page *page)
{
    struct str rest = page->source, part;

    while (str_split(&rest, '/', &part) && rest.ptr)
        if (str_starts(part, STR("_")) && part.len > 1) {
            page->section = str_from(part, 1);
            page->folder = path_dir(rest);
            page->target = str_fmt(
                im->arena, "content/%" STR_FMT "/%" STR_FMT "%s%" STR_FMT ".md",
                STR_ARG(page->section), STR_ARG(page->folder),
                page->folder.len ? "/" : "", STR_ARG(page->name));
            return true;
        }
    return false;
}

static void post(struct importer *im, struct old_page *page, bool draft)
{
    page->section = STR("posts");
    page->draft = draft;
    page->target = str_fmt(im->arena, "content/posts/%" STR_FMT ".md",
                           STR_ARG(page->name));
}

/* A README is a folder's page only where no index is. */
static bool has_index(struct importer *im, struct str folder)
{
    static const char *const names[] = {"index.md", "index.markdown",
                                        "index.html"};
    struct fs_stat st;
    struct error ignored;

    for (size_t i = 0; i < PHX_COUNT(names); i++) {
        struct str name = str_of(names[i]);
        struct str path =
            folder.len ? path_join(im->arena, folder, name) : name;
        if (fs_stat(old_path(im, path).ptr, true, &st, &ignored) == 0 &&
            st.kind == FS_FILE)
            return true;
    }
    return false;
}

static bool read_page(struct importer *im, struct old_page *page)
{
    struct str stem = path_stem(page->source);

    if (str_is(stem, "README") && has_index(im, path_dir(page->source)))
        return false;

    split_date(stem, &page->date, &page->name);
    map_set(&im->by_name, stem, page);
    map_set(&im->by_name, page->source, page);
    if (folder_at(page->source, "_posts") != STR_NONE)
        post(im, page, false);
    else if (folder_at(page->source, "_drafts") != STR_NONE)
        post(im, page, true);
    else if (!collection(im, page)) {
        page->folder = path_dir(page->source);
        page->name = stem;
        bool index = str_is(stem, "index") || str_is(stem, "README");
        page->target =
            str_fmt(im->arena, "content/%" STR_FMT "%s%s%" STR_FMT ".md",
                    STR_ARG(page->folder), page->folder.len ? "/" : "",
                    index ? "_index" : "", STR_ARG(index ? STR("") : stem));
        if (index)
            page->name = STR("");
    }
    return true;
}

static struct str style(struct str permalink)
{
    static const char *const styles[][2] = {
        {"date", "/:categories/:year/:month/:day/:title:output_ext"},
        {"pretty", "/:categories/:year/:month/:day/:title/"},
        {"ordinal", "/:categories/:year/:y_day/:title:output_ext"},
        {"none", "/:categories/:title:output_ext"},
    };

    for (size_t i = 0; i < PHX_COUNT(styles); i++)
        if (str_is(permalink, styles[i][0]))
            return str_of(styles[i][1]);
    return permalink;
}

/* collections.NAME.permalink of the configuration. */
static struct str collection_pattern(const struct importer *im,
                                     struct str section)
{
    const struct value *all = value_map_get(im->config, STR("collections"));
    const struct value *one = all ? value_map_get(*all, section) : NULL;

    return one ? value_map_str(*one, STR("permalink"), STR("")) : STR("");
}

static struct str page_url(struct importer *im, const struct old_page *page,
                           bool pretty)
{
    if (!page->name.len)
        return str_fmt(im->arena, "/%" STR_FMT "%s", STR_ARG(page->folder),
                       page->folder.len ? "/" : "");
    return str_fmt(im->arena, "/%" STR_FMT "%s%" STR_FMT "%s",
                   STR_ARG(page->folder), page->folder.len ? "/" : "",
                   STR_ARG(page->name), pretty ? "/" : ".html");
}

static void address(struct importer *im, struct old_page *page)
{
    struct str site =
        style(value_map_str(im->config, STR("permalink"), STR("date")));
    struct str pattern = style(front_text(page, "permalink"));
    bool pretty = str_ends(site, STR("/"));

    if (!pattern.len && str_is(page->section, "posts"))
        pattern = site;
    else if (!pattern.len && page->section.len) {
        pattern = collection_pattern(im, page->section);
        if (!pattern.len)
            pattern = pretty ? STR("/:collection/:path/")
                             : STR("/:collection/:path:output_ext");
    }
    if (!pattern.len)
        page->url = page_url(im, page, pretty);
    else if (!permalink_fill(im, page, pattern, &page->url))
        page->url = STR("");
}

static struct str file(struct importer *im, struct str path)
{
    return str_cat(im->arena, STR("static/"), path);
}

const struct layout jekyll_layout = {
    .open = open_site,
    .page = read_page,
    .address = address,
    .file = file,
    .skip = skip,
    .body = liquid_body,
};
