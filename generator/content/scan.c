/* SPDX-License-Identifier: MIT */
/*
 * Files below content/ become pages (Markdown) or files published as they are.
 * What a path alone says about a page is decided here: its language, its id,
 * and whether it is a section's or a bundle's page.
 */
#include "model.h"

#define ROOT STR("content/")

struct str content_file_output(struct str path)
{
    return str_starts(path, ROOT) ? str_from(path, ROOT.len) : path;
}

static bool is_markdown(struct str path)
{
    struct str ext = path_ext(path);

    return str_eq_nocase(ext, STR("md")) ||
           str_eq_nocase(ext, STR("markdown")) ||
           str_eq_nocase(ext, STR("mdx"));
}

/* A language's folder, the longest that holds the path; it is taken off. */
static const struct language *language_folder(const struct config *config,
                                              struct str *rel)
{
    const struct language *found = &config->languages[0];
    size_t longest = 0;

    for (size_t i = 0; i < config->language_count; i++) {
        struct str folder = config->languages[i].folder;

        if (folder.len <= longest || !path_is_under(*rel, folder))
            continue;
        longest = folder.len;
        found = &config->languages[i];
    }
    if (longest)
        *rel = str_from(*rel, longest + 1);
    return found;
}

/* "name.zh": the suffix is taken off when it is a language of the site. */
static const struct language *language_suffix(const struct config *config,
                                              struct str *stem)
{
    size_t dot = str_rchr(*stem, '.');
    struct str suffix;

    if (dot == STR_NONE || dot == 0)
        return NULL;
    suffix = str_from(*stem, dot + 1);
    for (size_t i = 0; i < config->language_count; i++) {
        const struct language *l = &config->languages[i];

        if (!str_eq_nocase(suffix, l->code) && !str_eq_nocase(suffix, l->tag))
            continue;
        *stem = str_slice(*stem, 0, dot);
        return l;
    }
    return NULL;
}

void content_place(struct arena *arena, const struct config *config,
                   struct content_source *source)
{
    struct str rel = content_file_output(source->path);
    struct str dir;
    struct str stem;
    const struct language *suffix;

    source->language = language_folder(config, &rel);
    dir = path_dir(rel);
    stem = path_stem(rel);
    suffix = language_suffix(config, &stem);
    if (suffix)
        source->language = suffix;

    source->is_index = str_is(stem, "_index");
    source->is_bundle = str_is(stem, "index");
    if (source->is_bundle && dir.len == 0) {
        source->is_index = true; /* the home page */
        source->is_bundle = false;
    }
    if (source->is_index || source->is_bundle) {
        source->id = dir;
        source->name = path_name(dir);
        source->folder = source->is_bundle ? path_dir(dir) : dir;
    } else {
        source->id = dir.len ? str_fmt(arena, "%" STR_FMT "/%" STR_FMT,
                                       STR_ARG(dir), STR_ARG(stem))
                             : stem;
        source->name = stem;
        source->folder = dir;
    }
}

static bool is_readme(const struct content_source *source)
{
    return !source->is_index && !source->is_bundle &&
           str_eq_nocase(source->name, STR("readme"));
}

/* A folder in one language. */
static struct str folder_key(struct arena *arena,
                             const struct content_source *source)
{
    struct str folder = source->is_bundle ? source->id : source->folder;

    return str_fmt(arena, "%" STR_FMT ":%" STR_FMT,
                   STR_ARG(source->language->code), STR_ARG(folder));
}

/* README.md is its folder's page where there is no other. */
static void place_readmes(struct arena *arena, struct content_files *out)
{
    struct map taken;
    bool any = false;

    for (size_t i = 0; i < out->pages.len && !any; i++)
        any = is_readme(&out->pages.items[i]);
    if (!any)
        return;
    map_init(&taken, arena);
    for (size_t i = 0; i < out->pages.len; i++) {
        struct content_source *source = &out->pages.items[i];

        if (source->is_index || source->is_bundle)
            map_set(&taken, folder_key(arena, source), source);
    }
    for (size_t i = 0; i < out->pages.len; i++) {
        struct content_source *source = &out->pages.items[i];
        struct str key;

        if (!is_readme(source))
            continue;
        key = folder_key(arena, source);
        if (map_has(&taken, key))
            continue;
        map_set(&taken, key, source);
        source->is_index = true;
        source->id = source->folder;
        source->name = path_name(source->folder);
    }
}

void content_scan(struct arena *arena, const struct config *config,
                  const struct repo_files *files, struct content_files *out,
                  struct diags *diags)
{
    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < files->list.len; i++) {
        const struct repo_file *file = &files->list.items[i];
        struct content_source *source;

        if (!str_starts(file->path, ROOT))
            continue;
        if (!utf8_valid(file->path, NULL)) {
            diag_add(diags, DIAG_FILE_ENCODING,
                     &(struct source_ref){.path = file->path, .text = STR("")},
                     (struct span){0}, "the file's name is not UTF-8");
            continue;
        }
        if (!is_markdown(file->path)) {
            vec_push(arena, &out->files, file);
            continue;
        }
        source = vec_add(arena, &out->pages);
        source->file = file;
        source->path = file->path;
        source->bytes = STR("");
        content_place(arena, config, source);
    }
    place_readmes(arena, out);
}
