/* SPDX-License-Identifier: MIT */
/*
 * Where the files of a theme come from, and what each folder of it means.
 */
#include "theme.h"

#include "cache.h"
#include "keep.h"
#include "mermaid.h"
#include "source.h"
#include "theme_options.h"

/* The theme whose components and words every theme has but for its own. */
static const struct str default_theme = STR_INIT("themes/phoenix/");

/* One file of the theme or of the site, by its path inside the theme. */
struct theme_file {
    struct str path; /* "templates/page.html" */
    struct str origin;
    struct str bytes;
    bool from_site;
};

static void add_template(struct build *build, const struct theme_file *f,
                         size_t prefix)
{
    template_set_add(build->templates, str_from(f->path, prefix), f->origin,
                     f->bytes);
}

static void add_words(struct build *build, const struct theme_file *f)
{
    struct source_ref source = {.path = f->origin, .text = f->bytes};

    phx_ignore(
        words_add(&build->words, path_stem(f->path), &source, build->diags),
        "diagnostics say what is wrong with the words");
}

static void add_file(struct build *build, const struct theme_file *f)
{
    static const struct str templates = STR_INIT("templates/");
    static const struct str styles = STR_INIT("styles/");
    static const struct str assets = STR_INIT("assets/");
    static const struct str fixed = STR_INIT("static/");

    if (str_starts(f->path, templates))
        add_template(build, f, templates.len);
    else if (str_starts(f->path, STR("components/")))
        add_template(build, f, 0);
    else if (str_starts(f->path, styles))
        asset_add_sass(build->assets, str_from(f->path, styles.len), f->bytes,
                       f->origin);
    else if (str_starts(f->path, assets))
        asset_add(build->assets, str_from(f->path, assets.len), f->bytes,
                  f->origin, true, f->from_site, build->diags);
    else if (str_starts(f->path, fixed))
        asset_add(build->assets, str_from(f->path, fixed.len), f->bytes,
                  f->origin, false, f->from_site, build->diags);
    else if (str_starts(f->path, STR("i18n/")))
        add_words(build, f);
    else if (str_is(f->path, "theme.yaml"))
        theme_options_declare(build, f->origin, f->bytes);
}

/* The name of a component's template, or empty. */
static struct str component_name(struct str path)
{
    static const struct str templates = STR_INIT("templates/");
    static const struct str folder = STR_INIT("components/");

    if (str_starts(path, templates))
        path = str_from(path, templates.len);
    if (!str_starts(path, folder) || !str_ends(path, STR(".html")))
        return STR("");
    path = str_from(path, folder.len);
    return str_chr(path, '/') == STR_NONE ? path_stem(path) : STR("");
}

static void add_component(struct build *build, const struct theme_file *f)
{
    struct str name = component_name(f->path);

    if (name.len)
        components_add(build, name, f->origin, f->bytes);
}

static bool is_component(struct str path)
{
    return component_name(path).len > 0;
}

static bool is_any(struct str path)
{
    return path.len > 0;
}

/* What to do with which files of a theme. */
struct visit {
    bool (*wants)(struct str path);
    void (*add)(struct build *build, const struct theme_file *f);
};

static size_t add_embedded(struct build *build, const struct visit *visit,
                           struct str prefix)
{
    size_t count;
    size_t first = embed_range(prefix, &count);

    for (size_t i = first; i < first + count; i++) {
        const struct embed_file *e = &embed_files[i];
        struct str path = str_of(e->path);
        struct theme_file f = {
            .path = str_from(path, prefix.len),
            .origin = path,
            .bytes = {e->start, (size_t)(e->end - e->start)},
        };
        if (visit->wants(f.path))
            visit->add(build, &f);
    }
    return count;
}

/* Components, words and texts for programs, that a theme need not have. */
static bool is_shared(struct str path)
{
    return is_component(path) || str_starts(path, STR("i18n/")) ||
           str_is(path, "templates/llms.txt") ||
           str_is(path, "templates/site.webmanifest");
}

static void add_shared(struct build *build, const struct visit *visit)
{
    const struct visit shared = {is_shared, visit->add};

    add_embedded(build, &shared, default_theme);
}

static int add_from_site(struct build *build, const struct visit *visit,
                         struct str prefix, size_t *count, struct error *err)
{
    const struct repo_files *files = &build->inputs.files;

    for (size_t i = 0; i < files->list.len; i++) {
        const struct repo_file *file = &files->list.items[i];
        struct theme_file f = {.origin = file->path, .from_site = true};
        if (!str_starts(file->path, prefix))
            continue;
        f.path = str_from(file->path, prefix.len);
        ++*count;
        if (!visit->wants(f.path))
            continue;
        if (source_read(build, file->path, &f.bytes, err) < 0)
            return err->code;
        visit->add(build, &f);
    }
    return 0;
}

/* The site's own folders: their paths already begin as in a theme. */
static int add_own(struct build *build, const struct visit *visit,
                   struct error *err)
{
    static const char *const own[] = {"templates/", "components/", "assets/",
                                      "static/", "i18n/"};
    const struct repo_files *files = &build->inputs.files;

    for (size_t i = 0; i < files->list.len; i++)
        for (size_t k = 0; k < PHX_COUNT(own); k++) {
            struct theme_file f = {.path = files->list.items[i].path,
                                   .origin = files->list.items[i].path,
                                   .from_site = true};
            if (!str_starts(f.path, str_of(own[k])) || !visit->wants(f.path))
                continue;
            if (source_read(build, f.path, &f.bytes, err) < 0)
                return err->code;
            visit->add(build, &f);
        }
    return 0;
}

static void report_missing(struct build *build)
{
    struct source_ref where = build->config.source;

    diag_hint(build->diags,
              diag_add(build->diags, DIAG_THEME_MISSING, &where,
                       (struct span){0}, "there is no theme `%" STR_FMT "`",
                       STR_ARG(build->config.theme)),
              "put it into themes/%" STR_FMT "/, or set `theme: phoenix`",
              STR_ARG(build->config.theme));
}

/* *count: the files of the theme itself. */
static int walk(struct build *build, const struct visit *visit, size_t *count,
                struct error *err)
{
    struct str prefix = str_fmt(build->arena, "themes/%" STR_FMT "/",
                                STR_ARG(build->config.theme));
    int rc;

    if (!str_eq(prefix, default_theme))
        add_shared(build, visit);
    *count = add_embedded(build, visit, prefix);
    rc = add_from_site(build, visit, prefix, count, err);
    return rc < 0 ? rc : add_own(build, visit, err);
}

int theme_components(struct build *build, struct error *err)
{
    const struct visit visit = {is_component, add_component};
    size_t count;

    components_init(build);
    int rc = walk(build, &visit, &count, err);
    components_finish(build);
    return rc;
}

bool theme_load(struct build *build, struct error *err)
{
    const struct visit visit = {is_any, add_file};
    size_t count;

    if (walk(build, &visit, &count, err) < 0)
        return false;
    if (count == 0)
        report_missing(build);
    else
        theme_options_apply(build);
    return count > 0;
}

/* The style sheet asks for its fonts beside it; asset/ rewrites the names. */
static void add_katex(struct build *build)
{
    struct script_file *fonts;
    size_t count = script_katex_fonts(build->arena, &fonts);
    struct str css;

    for (size_t i = 0; i < count; i++)
        asset_add(build->assets,
                  str_cat(build->arena, STR("katex/fonts/"), fonts[i].name),
                  fonts[i].bytes, fonts[i].name, true, false, build->diags);
    if (script_katex_css(build->arena, STR("fonts/"), &css))
        asset_add(build->assets, STR("katex/katex.css"), css,
                  STR("katex.min.css"), true, false, build->diags);
}

/* What is switched off is not said: the settings count. */
static struct hash style_key(const struct build *build, struct hash key)
{
    return hash_mix(key, keep_settings(build));
}

static bool style_get(void *ctx, struct hash key, struct str *css)
{
    const struct build *build = ctx;

    return cache_get(keep_cache(build), 0, CACHE_STYLES, style_key(build, key),
                     css);
}

static void style_put(void *ctx, struct hash key, struct str css)
{
    const struct build *build = ctx;

    cache_put(keep_cache(build), 0, CACHE_STYLES, style_key(build, key), css);
}

bool theme_assets(struct build *build, bool math)
{
    const struct asset_memo memo = {style_get, style_put, build};

    asset_set_memo(build->assets, &memo);
    if (math)
        add_katex(build);
    mermaid_add(build);
    return asset_compile_sass(build->assets, build->theme_options,
                              build->diags);
}
