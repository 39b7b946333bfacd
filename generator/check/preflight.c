/* SPDX-License-Identifier: MIT */
/*
 * What GitHub Pages does to a folder that looks fine at home: names it drops or
 * mixes up, sizes it refuses, files it wants. How the site gets there
 * (`publish.source`) decides about some of it.
 */
#include "state.h"

#define FILE_MAX (100u << 20) /* bytes; git pushes no larger file */
#define SITE_MAX (1u << 30)   /* bytes of a whole site */

enum source {
    SOURCE_PHX,    /* phx publish, which adds .nojekyll and CNAME itself */
    SOURCE_BRANCH, /* something else pushes the folder to a branch */
    SOURCE_ACTIONS /* the artifact of a workflow */
};

struct flight {
    struct check *check;
    struct diags *diags;
    enum source source;
    struct str domain; /* publish.cname, or empty */
};

static struct str setting(const struct flight *f, const char *key)
{
    struct value v = config_value(f->check->options->config, key);

    return value_is(v, VALUE_STRING) ? value_text(v) : STR("");
}

static struct diag *say(struct flight *f, enum diag_id id,
                        const struct site_file *file, struct str message)
{
    const struct source_ref where = {.path = file_name(file)};

    return diag_add(f->diags, id, &where, (struct span){0}, "%" STR_FMT,
                    STR_ARG(message));
}

static struct diag *say_whole(struct flight *f, enum diag_id id,
                              struct str message)
{
    return diag_add(f->diags, id, NULL, (struct span){0}, "%" STR_FMT,
                    STR_ARG(message));
}

/* ---- Names ---- */

/* A part that begins with '.'; .nojekyll is a sign, no file. */
static bool has_hidden_part(struct str path)
{
    struct str rest = path, part;

    while (str_split(&rest, '/', &part))
        if (part.len > 1 && part.ptr[0] == '.' && !str_is(part, ".nojekyll"))
            return true;
    return false;
}

static void look_at_name(struct flight *f, const struct site_file *file)
{
    struct arena *arena = f->check->arena;
    const struct site_file *twin =
        map_get(&f->check->by_fold, text_casefold(arena, file->path));

    if (twin != file)
        say(f, DIAG_PAGES_CASE, file,
            str_fmt(arena,
                    "`%" STR_FMT "` and `%" STR_FMT "` differ in case only",
                    STR_ARG(twin->path), STR_ARG(file->path)));
    if (!str_eq(text_nfc(arena, file->path), file->path))
        diag_hint(f->diags,
                  say(f, DIAG_PAGES_NFC, file,
                      str_fmt(arena,
                              "the name `%" STR_FMT "` is not in Unicode's "
                              "normal form C",
                              STR_ARG(file->path))),
                  "it looks the same as one that links find; rename the file");
    if (f->source == SOURCE_ACTIONS && has_hidden_part(file->path))
        diag_hint(
            f->diags,
            say(f, DIAG_PAGES_HIDDEN, file,
                str_fmt(arena, "`%" STR_FMT "` is left out of the artifact",
                        STR_ARG(file->path))),
            "give actions/upload-pages-artifact `include-hidden-files: "
            "true`");
}

/* ---- Kinds and sizes ---- */

static void look_at_file(struct flight *f, const struct site_file *file)
{
    struct arena *arena = f->check->arena;

    if (file->link)
        say(f, DIAG_PAGES_LINK, file,
            str_fmt(arena,
                    "`%" STR_FMT "` is a symbolic link, which GitHub Pages "
                    "does not publish",
                    STR_ARG(file->path)));
    if (file->size > FILE_MAX)
        say(f, DIAG_PAGES_SIZE, file,
            str_fmt(arena,
                    "`%" STR_FMT "` takes %.1f MiB; git pushes no file over "
                    "%u MiB to GitHub",
                    STR_ARG(file->path), (double)file->size / (1 << 20),
                    FILE_MAX >> 20));
}

static void look_at_size(struct flight *f)
{
    const struct check *check = f->check;
    uint64_t bytes = 0;

    for (size_t i = 0; i < check->file_count; i++)
        bytes += check->files[i].size;
    if (bytes > SITE_MAX)
        say_whole(f, DIAG_PAGES_SIZE,
                  str_fmt(check->arena,
                          "the site takes %.2f GiB in %zu files; GitHub Pages "
                          "publishes 1 GiB",
                          (double)bytes / (1 << 30), check->file_count));
}

/* ---- Files that have to be there ---- */

static bool has(const struct flight *f, const char *path)
{
    return map_has(&f->check->by_path, str_of(path));
}

static void look_at_pages(struct flight *f)
{
    if (!has(f, "index.html"))
        say_whole(f, DIAG_PAGES_MISSING,
                  STR("the site has no index.html: its address answers 404"));
    if (!has(f, "404.html"))
        diag_hint(f->diags,
                  say_whole(f, DIAG_PAGES_MISSING,
                            STR("the site has no 404.html: lost readers see "
                                "GitHub's own page")),
                  "a theme's 404.html template makes one");
}

static void look_at_jekyll(struct flight *f)
{
    if (f->source == SOURCE_BRANCH && !has(f, ".nojekyll"))
        diag_hint(f->diags,
                  say_whole(f, DIAG_PAGES_JEKYLL,
                            STR("the folder has no .nojekyll: Jekyll runs over "
                                "the branch and drops names that begin with "
                                "`_` or `.`")),
                  "put an empty static/.nojekyll into the site, or publish "
                  "with `phx publish`");
}

static struct str read_domain(const struct flight *f)
{
    struct arena *arena = f->check->arena;
    struct str path =
        path_join(arena, str_of(f->check->options->folder), STR("CNAME"));
    struct str text = STR("");
    struct error err;

    phx_ignore(fs_read(arena, path.ptr, 4096, &text, &err),
               "an unreadable one is reported as empty");
    return str_trim(text);
}

/* The host of base_url, or empty. */
static struct str host_of(struct str origin)
{
    size_t at = str_find(origin, STR("://"));

    return at == STR_NONE ? STR("") : str_from(origin, at + 3);
}

static void look_at_cname_file(struct flight *f)
{
    struct str found = read_domain(f);
    const struct site_file *file = map_get(&f->check->by_path, STR("CNAME"));

    if (f->source == SOURCE_ACTIONS)
        diag_hint(f->diags,
                  say(f, DIAG_PAGES_CNAME, file,
                      STR("CNAME is ignored when a workflow publishes")),
                  "set the domain in the repository's settings, Pages");
    else if (found.len == 0 || str_chr(found, '/') != STR_NONE ||
             str_chr(found, '\n') != STR_NONE)
        say(f, DIAG_PAGES_CNAME, file,
            STR("CNAME must hold one host name, without scheme and path"));
    else if (f->domain.len && !str_eq_nocase(found, f->domain))
        say(f, DIAG_PAGES_CNAME, file,
            str_fmt(f->check->arena,
                    "CNAME says `%" STR_FMT "`, publish.cname `%" STR_FMT "`",
                    STR_ARG(found), STR_ARG(f->domain)));
    if (f->domain.len == 0)
        f->domain = found;
}

static void look_at_cname(struct flight *f)
{
    struct str host = host_of(f->check->origin);
    struct arena *arena = f->check->arena;

    if (has(f, "CNAME"))
        look_at_cname_file(f);
    else if (f->source == SOURCE_BRANCH && f->domain.len)
        say_whole(f, DIAG_PAGES_CNAME,
                  str_fmt(arena,
                          "the folder has no CNAME for `%" STR_FMT
                          "`: publishing it takes the domain away",
                          STR_ARG(f->domain)));
    if (f->domain.len && host.len && f->source != SOURCE_ACTIONS &&
        !str_eq_nocase(host, f->domain))
        say_whole(f, DIAG_PAGES_CNAME,
                  str_fmt(arena,
                          "base_url is at `%" STR_FMT
                          "`, the site's own domain is `%" STR_FMT "`",
                          STR_ARG(host), STR_ARG(f->domain)));
}

void preflight(struct check *check, struct diags *diags)
{
    struct flight f = {.check = check, .diags = diags};
    struct str source = setting(&f, "publish.source");

    f.domain = setting(&f, "publish.cname");
    f.source = str_is(source, "branch")    ? SOURCE_BRANCH
               : str_is(source, "actions") ? SOURCE_ACTIONS
                                           : SOURCE_PHX;
    for (size_t i = 0; i < check->file_count; i++) {
        look_at_name(&f, &check->files[i]);
        look_at_file(&f, &check->files[i]);
    }
    look_at_size(&f);
    look_at_pages(&f);
    look_at_jekyll(&f);
    look_at_cname(&f);
}
