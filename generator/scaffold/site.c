/* SPDX-License-Identifier: MIT */
/* A new site: the files of the theme's new/site/, and git init. */
#include "private.h"

#include "content/content.h"

#include <stdlib.h>

static const struct str skeleton = STR_INIT("themes/phoenix/new/site/");
/* Made here; the first line of phx.yaml names it to editors. */
static const struct str schema = STR_INIT("phx.schema.json");

struct writer {
    struct arena *arena;
    const struct scaffold_site *site;
    struct value context;
    struct str folder;
    struct diags *diags;
    struct scaffold_paths *out;
    struct error *err;
};

/* The binary carries no files whose name begins with a dot. */
static struct str published_name(struct arena *arena, struct str path)
{
    if (str_is(path, "gitignore") || str_starts(path, STR("github/")))
        return str_cat(arena, STR("."), path);
    return path;
}

static struct str full_path(const struct writer *w, struct str name)
{
    return path_join(w->arena, w->folder, name);
}

/* Pages of new/site/content are there in two languages: name.zh.md, name.en.md;
 * the site's language chooses, and the suffix goes. */
static bool wanted(const struct writer *w, struct str *name)
{
    struct str stem = path_stem(*name);
    struct str language = path_ext(stem);

    if (!str_is(path_ext(*name), "md") || !language.len)
        return true;
    if (!str_eq(language, w->site->language))
        return false;
    struct str dir = path_dir(*name);
    struct str file =
        str_fmt(w->arena, "%" STR_FMT ".md", STR_ARG(path_stem(stem)));
    *name = dir.len ? path_join(w->arena, dir, file) : file;
    return true;
}

static int write_file(struct writer *w, struct str name, struct str text)
{
    struct str path = full_path(w, name);
    struct error *err = w->err;
    struct str filled;

    if (!scaffold_fill(w->arena, name, text, w->context, w->diags, &filled))
        return phx_fail(err, PHX_EINPUT,
                        "the theme's new/site/%" STR_FMT " is wrong",
                        STR_ARG(name));
    if (fs_mkdirs(str_cstr(w->arena, path_dir(path)), err) < 0)
        return err->code;
    vec_push(w->arena, &w->out->list, name);
    return fs_write(path.ptr, filled, err);
}

typedef int visit_fn(struct writer *w, struct str name, struct str text);

static int each_file(struct writer *w, visit_fn *visit)
{
    size_t count;
    size_t first = embed_range(skeleton, &count);
    int rc = 0;

    for (size_t i = first; rc == 0 && i < first + count; i++) {
        const struct embed_file *file = &embed_files[i];
        struct str name = published_name(
            w->arena, str_from(str_of(file->path), skeleton.len));
        if (wanted(w, &name))
            rc = visit(
                w, name,
                str_bytes(file->start, (size_t)(file->end - file->start)));
    }
    return rc;
}

static int check_free(struct writer *w, struct str name, struct str text)
{
    struct fs_stat st;
    struct str path = full_path(w, name);

    (void)text;
    if (fs_stat(path.ptr, false, &st, w->err) < 0)
        return w->err->code;
    if (st.kind != FS_NONE)
        return phx_fail(w->err, PHX_EKIND, "%s is there already", path.ptr);
    return 0;
}

static struct value context(struct arena *arena,
                            const struct scaffold_site *site, struct str folder)
{
    struct map_builder map;
    struct str title = site->title.len ? site->title : path_name(folder);
    bool chinese = str_starts(site->language, STR("zh"));

    map_builder_init(&map, arena);
    map_builder_put(&map, "title", value_str(title));
    map_builder_put(&map, "language", value_str(site->language));
    map_builder_put(&map, "tag",
                    value_str(chinese ? STR("zh-Hans") : site->language));
    map_builder_put(&map, "chinese", value_bool(chinese));
    map_builder_put(&map, "base_url", value_str(site->base_url));
    map_builder_put(&map, "today",
                    value_str(date_format(arena, date_now(), STR("%Y-%m-%d"))));
    map_builder_put(&map, "repository", value_str(STR(PHX_REPOSITORY)));
    return map_builder_finish(&map);
}

static int write_schema(struct writer *w)
{
    struct buf text = BUF_INIT;

    json_write(&text, config_schema(w->arena), 2, false, NULL);
    buf_add_char(&text, '\n');
    vec_push(w->arena, &w->out->list, schema);
    int rc = fs_write(full_path(w, schema).ptr, buf_str(&text), w->err);
    buf_deinit(&text);
    return rc;
}

/* A repository of its own, unless the folder is in one. No git is no error:
 * a site builds without. */
static int init_git(struct writer *w)
{
    const char *folder = w->folder.ptr;
    const char *const inside[] = {"git",       "-C",        folder,
                                  "rev-parse", "--git-dir", NULL};
    const char *const init[] = {"git", "-C", folder, "init", "-q", NULL};
    struct process_result result;
    int rc = process_run(w->arena, inside, false, 4096, &result, w->err);

    if (rc == PHX_ENOENT)
        return 0;
    if (rc < 0 || result.status == 0)
        return rc;
    return process_run(w->arena, init, false, 4096, &result, w->err);
}

int scaffold_site_new(struct arena *arena, const struct scaffold_site *site,
                      struct diags *diags, struct scaffold_paths *out,
                      struct error *err)
{
    struct writer w = {
        .arena = arena, .site = site, .diags = diags, .out = out, .err = err};

    *out = (struct scaffold_paths){0};
    if (fs_mkdirs(site->folder, err) < 0 ||
        fs_realpath(arena, site->folder, &w.folder, err) < 0)
        return err->code;
    w.context = context(arena, site, w.folder);
    int rc = check_free(&w, schema, STR(""));
    if (rc == 0)
        rc = each_file(&w, check_free);
    if (rc == 0)
        rc = each_file(&w, write_file);
    if (rc == 0)
        rc = write_schema(&w);
    if (rc == 0 && !site->no_git)
        rc = init_git(&w);
    return rc;
}
