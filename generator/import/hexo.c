/* SPDX-License-Identifier: MIT */
/* Hexo (https://hexo.io/docs/): everything below source/. */
#include "private.h"

static int open_site(struct importer *im, struct error *err)
{
    static const char *const files[] = {"_config.yml", "_config.json", NULL};
    int rc = old_config_load(im, files, err);
    struct str tag = value_map_str(im->config, STR("language"), STR("en"));
    size_t end = str_chr(tag, '-');

    im->language = end == STR_NONE ? tag : str_slice(tag, 0, end);
    return rc;
}

static bool skip(struct str path, bool folder)
{
    (void)folder;
    return !path_is_under(path, STR("source")) ||
           str_starts(path_name(path), STR("."));
}

static bool read_page(struct importer *im, struct old_page *page)
{
    struct str path = str_from(page->source, 7); /* source/ */
    struct str stem = path_stem(path);
    bool draft = path_is_under(path, STR("_drafts"));
    bool post = draft || path_is_under(path, STR("_posts"));

    if (!post && str_starts(path, STR("_")))
        return false;
    page->draft = draft;
    page->section = post ? STR("posts") : STR("");
    page->folder = path_dir(post ? str_from(path, draft ? 8 : 7) : path);
    split_date(stem, &page->date, &page->name);
    map_set(&im->by_name, stem, page);
    map_set(&im->by_name, page->name, page);
    struct str dir =
        post ? path_join(im->arena, STR("posts"), page->folder) : page->folder;
    bool index = str_is(stem, "index");
    if (!post && index)
        stem = STR("_index");
    page->target = str_fmt(im->arena, "content/%" STR_FMT "%s%" STR_FMT ".md",
                           STR_ARG(dir), dir.len ? "/" : "", STR_ARG(stem));
    return true;
}

static void address(struct importer *im, struct old_page *page)
{
    struct str pattern = front_text(page, "permalink");
    struct str path = str_from(page->source, 7);

    if (!pattern.len && page->section.len)
        pattern = value_map_str(im->config, STR("permalink"),
                                STR(":year/:month/:day/:title/"));
    if (!pattern.len) {
        bool index = str_is(path_stem(path), "index");
        page->url = str_fmt(
            im->arena, "/%" STR_FMT "%s%" STR_FMT "%s", STR_ARG(path_dir(path)),
            path_dir(path).len ? "/" : "",
            STR_ARG(index ? STR("") : path_stem(path)), index ? "" : ".html");
        return;
    }
    /* :title is the file's path below _posts, as Hexo has it. */
    if (page->folder.len)
        page->name = path_join(im->arena, page->folder, page->name);
    if (!permalink_fill(im, page, pattern, &page->url))
        page->url = STR("");
}

/* Pictures of a post lie in a folder of its name: they become its bundle's. */
static struct str file(struct importer *im, struct str path)
{
    struct str rest = str_from(path, 7);

    if (path_is_under(rest, STR("_posts")))
        return str_cat(im->arena, STR("content/posts/"), str_from(rest, 7));
    if (str_starts(rest, STR("_")))
        return str_starts(rest, STR("_data/"))
                   ? str_cat(im->arena, STR("data/"), str_from(rest, 6))
                   : STR("");
    return str_cat(im->arena, STR("static/"), rest);
}

const struct layout hexo_layout = {
    .open = open_site,
    .page = read_page,
    .address = address,
    .file = file,
    .skip = skip,
    .body = liquid_body,
};
