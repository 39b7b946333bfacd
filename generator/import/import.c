/* SPDX-License-Identifier: MIT */
/*
 * The order of an import: configuration, every file of the old site, addresses
 * (they need all front matter), bodies (their links need all addresses), and
 * phx.yaml.
 */
#include "import/import.h"

#include "private.h"

#define PAGE_LIMIT (16u << 20)
#define FILE_LIMIT ((uint64_t)256 << 20)
#define FILES_LIMIT 1000000u
#define DEPTH_LIMIT 64

static const char *const names[] = {"jekyll", "hugo", "hexo"};
static const struct layout *const layouts[] = {&jekyll_layout, &hugo_layout,
                                               &hexo_layout};

bool import_from_name(struct str name, enum import_from *out)
{
    for (size_t i = 0; i < PHX_COUNT(names); i++)
        if (str_is(name, names[i])) {
            *out = (enum import_from)i;
            return true;
        }
    return false;
}

static const struct layout *layout_of(const struct importer *im)
{
    return layouts[im->options->from];
}

struct str old_path(struct importer *im, struct str path)
{
    return path_join(im->arena, str_of(im->options->folder), path);
}

bool is_markdown(struct str path)
{
    struct str ext = path_ext(path);

    return str_is(ext, "md") || str_is(ext, "markdown") || str_is(ext, "mkd") ||
           str_is(ext, "mdown");
}

void split_date(struct str stem, struct str *date, struct str *name)
{
    struct date d;

    *date = STR("");
    *name = stem;
    if (stem.len > 11 && stem.ptr[10] == '-' &&
        date_parse(str_slice(stem, 0, 10), NULL, &d)) {
        *date = str_slice(stem, 0, 10);
        *name = str_from(stem, 11);
    }
}

/* ---- Configuration ---- */

static bool parse_config(struct importer *im, const struct source_ref *source)
{
    static const struct yaml_options yaml = {.dates = false};
    struct str ext = path_ext(source->path);
    struct diags *diags = &im->report->diags;

    if (str_is(ext, "toml"))
        return toml_read(im->arena, source, NULL, diags, &im->config);
    if (str_is(ext, "json"))
        return json_read(im->arena, source, NULL, diags, &im->config);
    return yaml_read(im->arena, source, &yaml, diags, &im->config, NULL);
}

int old_config_load(struct importer *im, const char *const *files,
                    struct error *err)
{
    struct map_builder empty;

    for (; *files; files++) {
        struct source_ref source = {.path = str_of(*files)};
        struct str path = old_path(im, source.path);
        int rc = fs_read(im->arena, path.ptr, PAGE_LIMIT, &source.text, err);
        if (rc == PHX_ENOENT)
            continue;
        if (rc < 0)
            return rc;
        if (!parse_config(im, &source))
            return phx_fail(err, PHX_EINPUT, "the configuration is wrong");
        if (value_is(im->config, VALUE_MAP))
            return 0;
    }
    map_builder_init(&empty, im->arena);
    im->config = map_builder_finish(&empty);
    return 0;
}

/* ---- Reading the old site ---- */

static int add_page(struct importer *im, struct str path, struct error *err)
{
    struct old_page *page = arena_new(im->arena, struct old_page);
    int rc;

    *page = (struct old_page){.source = path};
    rc = fs_read(im->arena, old_path(im, path).ptr, PAGE_LIMIT, &page->bytes,
                 err);
    if (rc < 0)
        return rc;
    page->bytes = utf8_repair(im->arena, page->bytes);
    if (layout_of(im)->page(im, page) && front_load(im, page))
        vec_push(im->arena, &im->pages, page);
    return 0;
}

static int copy_file(struct importer *im, struct str path, struct error *err)
{
    struct str to = layout_of(im)->file(im, path);
    struct arena scratch;
    struct str bytes;

    if (!to.len)
        return 0;
    arena_init(&scratch);
    to = path_join(&scratch, str_of(im->options->output), to);
    int rc = fs_read(&scratch, old_path(im, path).ptr, FILE_LIMIT, &bytes, err);
    if (rc == 0)
        rc = fs_mkdirs(str_cstr(&scratch, path_dir(to)), err);
    if (rc == 0)
        rc = fs_write(to.ptr, bytes, err);
    im->report->files += rc == 0;
    arena_deinit(&scratch);
    return rc;
}

static int walk(struct importer *im, struct str folder, int depth,
                struct error *err)
{
    struct fs_listing listing = {0};
    struct str full =
        folder.len ? old_path(im, folder) : str_of(im->options->folder);
    int rc = fs_list(im->arena, full.ptr, &listing, err);

    if (rc == 0 && depth > DEPTH_LIMIT)
        return phx_fail(err, PHX_ELIMIT, "folders deeper than %d", DEPTH_LIMIT);
    for (size_t i = 0; rc == 0 && i < listing.list.len; i++) {
        const struct fs_entry *e = &listing.list.items[i];
        struct str path =
            folder.len ? path_join(im->arena, folder, e->name) : e->name;
        if (++im->seen > FILES_LIMIT)
            return phx_fail(err, PHX_ELIMIT, "more than %u files", FILES_LIMIT);
        if (layout_of(im)->skip(path, e->kind == FS_DIR))
            continue;
        if (e->kind == FS_DIR)
            rc = walk(im, path, depth + 1, err);
        else if (e->kind == FS_FILE)
            rc = is_markdown(path) ? add_page(im, path, err)
                                   : copy_file(im, path, err);
    }
    return rc;
}

/* ---- Writing the new one ---- */

/* Two old pages may want one file: a draft beside its post. */
static struct str free_target(struct importer *im, struct old_page *page)
{
    struct str target = page->target;

    for (int n = 2; map_has(&im->targets, target); n++)
        target = str_fmt(im->arena, "%" STR_FMT "/%" STR_FMT "-%d.md",
                         STR_ARG(path_dir(page->target)),
                         STR_ARG(path_stem(page->target)), n);
    map_set(&im->targets, target, page);
    return target;
}

static int write_page(struct importer *im, struct old_page *page,
                      struct error *err)
{
    struct import_page *entry = vec_add(im->arena, &im->report->pages);
    struct str path =
        path_join(im->arena, str_of(im->options->output), page->target);
    struct buf out = BUF_INIT;

    front_write(im, page, &out);
    layout_of(im)->body(im, page, &out);
    int rc = fs_mkdirs(str_cstr(im->arena, path_dir(path)), err);
    if (rc == 0)
        rc = fs_write(path.ptr, buf_str(&out), err);
    buf_deinit(&out);
    *entry =
        (struct import_page){page->source, page->target, page->url, page->left};
    im->report->whole += page->left == 0;
    return rc;
}

static void put_line(struct importer *im, struct buf *out, const char *key,
                     struct str text)
{
    (void)im;
    if (!text.len)
        return;
    buf_add_fmt(out, "%s: ", key);
    json_write(out, value_str(text), 0, false, NULL);
    buf_add_char(out, '\n');
}

static struct str config_text(const struct importer *im, const char *a,
                              const char *b)
{
    struct str text = value_map_str(im->config, str_of(a), STR(""));

    return text.len ? text : value_map_str(im->config, str_of(b), STR(""));
}

/* "https://x.y" and "/base" of Jekyll and Hexo, or Hugo's one address. */
static struct str base_url(const struct importer *im)
{
    struct str url = config_text(im, "url", "baseURL");
    struct str path = config_text(im, "baseurl", "root");

    if (!url.len)
        url = config_text(im, "baseUrl", "baseurl");
    if (!str_starts(url, STR("http")))
        return STR("");
    while (str_ends(url, STR("/")))
        url = str_slice(url, 0, url.len - 1);
    while (str_ends(path, STR("/")))
        path = str_slice(path, 0, path.len - 1);
    if (str_starts(path, STR("/")) && !str_ends(url, path))
        url = str_cat(im->arena, url, path);
    return url;
}

static void put_languages(struct importer *im, struct buf *out)
{
    const struct value *languages = value_map_get(im->config, STR("languages"));

    put_line(im, out, "language", im->language);
    if (!languages || !value_is(*languages, VALUE_MAP))
        return;
    buf_add_cstr(out, "languages:\n");
    for (size_t i = 0; i < languages->as.map->len; i++) {
        const struct value_entry *e = &languages->as.map->entries[i];
        struct str folder = value_map_str(e->value, STR("contentDir"), STR(""));
        struct str name = value_map_str(e->value, STR("languageName"), STR(""));
        buf_add_fmt(out, "  %" STR_FMT ": {", STR_ARG(value_text(e->key)));
        buf_add_cstr(out, "name: ");
        json_write(out, value_str(name.len ? name : value_text(e->key)), 0,
                   false, NULL);
        if (str_starts(folder, STR("content/"))) {
            buf_add_cstr(out, ", folder: ");
            json_write(out, value_str(str_from(folder, 8)), 0, false, NULL);
        }
        buf_add_cstr(out, "}\n");
    }
}

static int write_config(struct importer *im, struct error *err)
{
    struct str path =
        path_join(im->arena, str_of(im->options->output), STR("phx.yaml"));
    struct buf out = BUF_INIT;

    buf_add_fmt(&out, "# Made by phx import %s.\n", names[im->options->from]);
    put_line(im, &out, "title", config_text(im, "title", "name"));
    put_line(im, &out, "description",
             config_text(im, "description", "subtitle"));
    put_line(im, &out, "base_url", base_url(im));
    put_line(im, &out, "timezone", config_text(im, "timezone", "timeZone"));
    put_line(im, &out, "author", config_text(im, "author", "name"));
    put_languages(im, &out);
    buf_add_cstr(&out,
                 "\n# Links that the old site had broken already are warnings\n"
                 "# for now; delete these lines to make them errors.\n"
                 "severity:\n  links: warn\n  images: warn\n");
    int rc = fs_write(path.ptr, buf_str(&out), err);
    buf_deinit(&out);
    return rc;
}

/* ---- The order ---- */

static int check_output(struct importer *im, struct error *err)
{
    struct fs_listing listing = {0};
    const char *output = im->options->output;
    int rc = fs_mkdirs(output, err);

    if (rc == 0)
        rc = fs_list(im->arena, output, &listing, err);
    for (size_t i = 0; rc == 0 && i < listing.list.len; i++)
        if (!str_is(listing.list.items[i].name, ".git"))
            rc = phx_fail(err, PHX_EKIND,
                          "%s is not empty: the new site needs a folder of its "
                          "own",
                          output);
    return rc;
}

static int page_cmp(const void *a, const void *b)
{
    const struct old_page *const *x = a;
    const struct old_page *const *y = b;

    return str_cmp((*x)->source, (*y)->source);
}

int import_site(const struct import_options *options,
                struct import_report *report, struct error *err)
{
    struct importer im = {
        .arena = report->arena, .options = options, .report = report};

    *report = (struct import_report){.arena = im.arena};
    diags_init(&report->diags, im.arena, NULL);
    map_init(&im.by_name, im.arena);
    map_init(&im.targets, im.arena);
    int rc = check_output(&im, err);
    if (rc == 0)
        rc = layout_of(&im)->open(&im, err);
    if (rc == 0)
        rc = walk(&im, STR(""), 0, err);
    if (rc == 0 && im.pages.len)
        qsort(im.pages.items, im.pages.len, sizeof(im.pages.items[0]),
              page_cmp);
    for (size_t i = 0; rc == 0 && i < im.pages.len; i++) {
        struct old_page *page = im.pages.items[i];
        page->target = free_target(&im, page);
        layout_of(&im)->address(&im, page);
    }
    for (size_t i = 0; rc == 0 && i < im.pages.len; i++)
        rc = write_page(&im, im.pages.items[i], err);
    return rc < 0 ? rc : write_config(&im, err);
}
