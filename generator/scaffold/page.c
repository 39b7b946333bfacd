/* SPDX-License-Identifier: MIT */
/* One new page: where it goes in the site, and how it begins. */
#include "private.h"

#include "content/content.h"

static const struct language *find_language(const struct config *config,
                                            struct str code)
{
    for (size_t i = 0; i < config->language_count; i++)
        if (str_eq(config->languages[i].code, code))
            return &config->languages[i];
    return code.len ? NULL : &config->languages[0];
}

/* The site's own text for this kind, or the binary's. */
static int find_text(struct arena *arena, const struct scaffold_page *page,
                     struct str theme, struct str *path, struct str *text,
                     struct error *err)
{
    struct str name = str_fmt(arena, "themes/%" STR_FMT "/new/%" STR_FMT ".md",
                              STR_ARG(theme), STR_ARG(page->kind));
    struct str full = path_join(arena, str_of(page->root), name);
    int rc = fs_read(arena, full.ptr, 1u << 20, text, err);

    *path = name;
    if (rc != PHX_ENOENT || embed_find(name, text))
        return rc == PHX_ENOENT ? 0 : rc;
    *path = str_fmt(arena, "themes/phoenix/new/%" STR_FMT ".md",
                    STR_ARG(page->kind));
    if (embed_find(*path, text))
        return 0;
    return phx_fail(err, PHX_EINPUT,
                    "the theme has no new/%" STR_FMT ".md for a new %" STR_FMT,
                    STR_ARG(page->kind), STR_ARG(page->kind));
}

/* content/posts/slug.md, with the language as its folder or suffix. */
static struct str page_path(struct arena *arena,
                            const struct scaffold_page *page,
                            const struct language *language, struct str slug)
{
    struct str section = page->section;
    struct str folder = STR("content");
    bool suffix = !language->is_default && !language->folder.len;

    if (!section.len)
        section =
            str_is(page->kind, "project") ? STR("projects") : STR("posts");
    if (language->folder.len)
        folder = path_join(arena, folder, language->folder);
    folder = path_join(arena, folder, section);
    return str_fmt(arena, "%" STR_FMT "/%" STR_FMT "%s%s%" STR_FMT ".md",
                   STR_ARG(folder), STR_ARG(slug), page->bundle ? "/index" : "",
                   suffix ? "." : "",
                   STR_ARG(suffix ? language->code : STR("")));
}

static struct value context(struct arena *arena,
                            const struct scaffold_page *page,
                            const struct config *config,
                            const struct language *language)
{
    struct map_builder map;
    struct date now = config->build.now;

    now.offset = (int16_t)date_zone_offset_at(config->zone, now.unix_seconds);
    map_builder_init(&map, arena);
    map_builder_put(&map, "title", value_str(page->title));
    map_builder_put(&map, "date", value_str(date_iso(arena, now)));
    map_builder_put(&map, "language", value_str(language->code));
    map_builder_put(&map, "draft", value_bool(!page->ready));
    map_builder_put(&map, "site", config->root);
    return map_builder_finish(&map);
}

static int write_page(struct arena *arena, const struct scaffold_page *page,
                      struct str path, struct str text, struct error *err)
{
    struct str full = path_join(arena, str_of(page->root), path);
    struct fs_stat st;

    if (fs_stat(full.ptr, false, &st, err) < 0)
        return err->code;
    if (st.kind != FS_NONE)
        return phx_fail(err, PHX_EKIND, "%s is there already", full.ptr);
    if (fs_mkdirs(str_cstr(arena, path_dir(full)), err) < 0)
        return err->code;
    return fs_write(full.ptr, text, err);
}

int scaffold_page_new(struct arena *arena, const struct scaffold_page *page,
                      struct diags *diags, struct str *out, struct error *err)
{
    const struct build_settings settings = {.now = date_now()};
    struct str slug =
        text_slug(arena, page->slug.len ? page->slug : page->title);
    struct config config;
    struct str path, text;

    if (!slug.len)
        return phx_fail(err, PHX_EINPUT,
                        "no name can be made of the title: give --slug");
    if (!config_read(arena, page->root, &settings, diags, &config))
        return phx_fail(err, PHX_EINPUT, "the configuration is wrong");
    const struct language *language = find_language(&config, page->language);
    if (!language)
        return phx_fail(err, PHX_EINPUT,
                        "the site has no language `%" STR_FMT
                        "`: see `languages` in phx.yaml",
                        STR_ARG(page->language));
    if (find_text(arena, page, config.theme, &path, &text, err) < 0)
        return err->code;
    if (!scaffold_fill(arena, path, text,
                       context(arena, page, &config, language), diags, &text))
        return phx_fail(err, PHX_EINPUT, "%" STR_FMT " is wrong",
                        STR_ARG(path));
    *out = page_path(arena, page, language, slug);
    return write_page(arena, page, *out, text, err);
}
