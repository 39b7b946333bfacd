/* SPDX-License-Identifier: MIT */
/*
 * The order of a build. Each stage is a function; this file holds no more than
 * their sequence, their clocks and what is released at the end.
 */
#include "build/build.h"

#include "bodies.h"
#include "clock.h"
#include "functions.h"
#include "images.h"
#include "include.h"
#include "keep.h"
#include "render.h"
#include "results.h"
#include "source.h"
#include "theme.h"

static const char *const stage_names[BUILD_STAGES] = {
    "scan", "parse", "history", "model", "assets", "render", "commit",
};

const char *build_stage_name(enum build_stage stage)
{
    return stage_names[stage];
}

/* ---- Setting up ---- */

static int find_root(struct build *build, struct error *err)
{
    const char *root = build->options->root;

    return fs_realpath(build->arena, root ? root : ".", &build->root, err);
}

/* --output counts from the working folder, `output` of phx.yaml from the
 * site. */
static int find_output(struct build *build, struct error *err)
{
    const char *asked = build->options->output;
    struct str path = str_of(asked);
    struct str from = build->root;
    int rc = 0;

    if (!asked) {
        struct value v = config_value(&build->config, "output");
        path = value_is(v, VALUE_STRING) ? value_text(v) : STR("public");
    } else if (!str_starts(path, STR("/"))) {
        rc = fs_realpath(build->arena, ".", &from, err);
    }
    build->output_path = str_starts(path, STR("/"))
                             ? str_dup(build->arena, path)
                             : path_join(build->arena, from, path);
    return rc;
}

static bool configure(struct build *build)
{
    const struct build_options *o = build->options;
    const struct build_settings settings = {
        .base_url = str_of(o->base_url),
        .environment =
            o->environment ? str_of(o->environment) : STR("production"),
        .drafts = o->drafts,
        .future = o->future,
        .now = date_now(),
    };
    bool ok = config_read(build->arena, build->root.ptr, &settings,
                          build->diags, &build->config);

    build->config.policy.strict |= o->strict;
    build->diags->policy = &build->config.policy;
    return ok;
}

/* The output is no input, wherever below the root it lies. */
static int scan(struct build *build, struct error *err)
{
    struct str out = build->output_path;
    const char *output_name =
        path_is_under(out, build->root) && out.len > build->root.len
            ? str_cstr(build->arena, str_from(out, build->root.len + 1))
            : "public";
    const char *const skip[] = {output_name, "node_modules", "build", NULL};
    const char *results =
        str_cstr(build->arena, results_folder(&build->config));
    const char *const under[] = {"content", "data",      "static",     "themes",
                                 "i18n",    "templates", "components", "assets",
                                 results,   NULL};
    struct inputs *in = &build->inputs;

    int rc =
        repo_open(build->arena, build->root.ptr, build->diags, &in->repo, err);
    if (rc < 0)
        return rc;
    return repo_scan(in->repo, build->arena, under, skip, &in->files,
                     build->diags, err);
}

static bool has_math(const struct build *build)
{
    const struct content_files *content = &build->inputs.content;

    for (size_t i = 0; i < content->pages.len; i++)
        if (content->pages.items[i].page &&
            content->pages.items[i].page->document.has_math)
            return true;
    return false;
}

/* History costs as much as a small build: it is read only when a page does not
 * state its dates or a result wants its commit. */
static bool wants_history(const struct build *build)
{
    const struct content_files *content = &build->inputs.content;
    const struct repo_files *files = &build->inputs.files;
    struct str results = results_folder(&build->config);

    for (size_t i = 0; i < content->pages.len; i++) {
        const struct page *p = content->pages.items[i].page;
        if (p && (!p->date_written || !p->has_updated))
            return true;
    }
    for (size_t i = 0; i < files->list.len; i++)
        if (path_is_under(files->list.items[i].path, results))
            return true;
    return false;
}

static int read_history(struct build *build, struct error *err)
{
    struct inputs *in = &build->inputs;
    int rc = repo_head(in->repo, build->arena, &in->head, err);

    if (rc < 0)
        return rc;
    if (!in->head.known || !wants_history(build))
        return 0;
    return repo_history_read(in->repo, build->arena, &in->history, build->diags,
                             err);
}

/* ---- Stages ---- */

static int stage_scan(struct build *build, struct error *err)
{
    struct inputs *in = &build->inputs;
    int rc = markdown_init(err);

    if (rc < 0)
        return rc;
    build->dialect = markdown_site_dialect();
    include_init(build);
    rc = theme_components(build, err);
    if (rc < 0)
        return rc;
    content_scan(build->arena, &build->config, &in->files, &in->content,
                 build->diags);
    return 0;
}

static int stage_model(struct build *build, struct error *err)
{
    struct inputs *in = &build->inputs;

    (void)err;
    source_data(build);
    build->results = bench_store_new(build->arena);
    results_read(build);
    bibliography_load(build);
    build->graphs = graph_store_new(build->arena);
    build->site = site_assemble(build->arena, &build->config, &in->content,
                                in->history, &in->head, in->data, build->diags);
    return 0;
}

/* What an SVG does not need to be a picture is taken out. */
static struct str clean_svg(struct build *build, struct str path,
                            struct str bytes)
{
    const struct source_ref where = {.path = path};

    if (!str_eq_nocase(path_ext(path), STR("svg")) ||
        !svg_clean(build->arena, bytes, &bytes))
        return bytes;
    diag_add(build->diags, DIAG_IMAGE_CLEANED, &where, (struct span){0},
             "it is published without its scripts, document type and "
             "references to other hosts");
    return bytes;
}

/* Files of content/ that are no pages are published as they are, but for what
 * an SVG could do. */
static int add_content_files(struct build *build, struct error *err)
{
    const struct content_files *content = &build->inputs.content;

    for (size_t i = 0; i < content->files.len; i++) {
        const struct repo_file *file = content->files.items[i];
        struct str bytes;
        int rc = source_read(build, file->path, &bytes, err);
        if (rc < 0)
            return rc;
        asset_add(build->assets, content_file_output(file->path),
                  clean_svg(build, file->path, bytes), file->path, false, true,
                  build->diags);
    }
    return 0;
}

static int stage_assets(struct build *build, struct error *err)
{
    static const struct template_options options = {
        .trim_blocks = true, .lstrip_blocks = true, .autoescape = true};

    build->env = expr_env_new(build->arena);
    expr_env_undefined(build->env, EXPR_STRICT);
    functions_register(build);
    build->templates = template_set_new(build->arena, build->env, &options);
    build->assets = asset_set_new(build->arena);
    words_init(&build->words, build->arena);
    *err = (struct error){0};
    if (!theme_load(build, err))
        return err->code;
    phx_ignore(theme_assets(build, has_math(build)),
               "diagnostics say what is wrong");
    build->templates_ok = template_set_compile(build->templates, build->diags);
    images_init(build);
    return add_content_files(build, err);
}

/* Two outputs of one path are found before anything is written. */
static bool check_outputs(struct build *build)
{
    size_t count;
    const struct route *routes = site_routes(build->site, &count);
    struct map paths;
    bool ok = true;

    map_init(&paths, build->arena);
    for (size_t i = 0; i < asset_count(build->assets); i++)
        map_set(&paths, asset_at(build->assets, i)->path,
                arena_copy(build->arena, asset_at(build->assets, i),
                           sizeof(struct asset)));
    for (size_t i = 0; i < count; i++) {
        const struct asset *other = map_get(&paths, routes[i].output);
        struct source_ref where = {.path = routes[i].origin};
        if (!other)
            continue;
        diag_add(build->diags, DIAG_OUTPUT_DUPLICATE, &where, (struct span){0},
                 "%" STR_FMT " is also made by %" STR_FMT,
                 STR_ARG(routes[i].output), STR_ARG(other->origin));
        ok = false;
    }
    return ok;
}

static int put_assets(struct build *build, struct error *err)
{
    for (size_t i = 0; i < asset_count(build->assets); i++) {
        const struct asset *a = asset_at(build->assets, i);
        int rc = keep_put(build, a->path, a->bytes, OUTPUT_ASSET, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

static void report_foreign(struct build *build)
{
    struct source_ref where = {.path = build->output_path};

    diag_hint(
        build->diags,
        diag_add(build->diags, DIAG_OUTPUT_FOREIGN, &where, (struct span){0},
                 "the output folder holds files that phx did not write"),
        "they are kept, and only files that phx would write are replaced");
}

static int stage_render(struct build *build, struct build_report *report,
                        struct error *err)
{
    bool foreign;
    int rc = feed_init(err);

    if (rc < 0)
        return rc;
    build->bodies = body_table_new(build->arena);
    /* A site with errors is rendered all the same, into nothing, so that one
     * run shows what is wrong with its pages too. */
    if (!check_outputs(build) || build->diags->errors ||
        build->options->dry_run)
        return render_routes(build, report, err);
    rc = output_open(build->output_path.ptr, &build->output, &foreign, err);
    if (rc < 0)
        return rc;
    if (foreign)
        report_foreign(build);
    if ((rc = put_assets(build, err)) < 0 ||
        (rc = render_routes(build, report, err)) < 0)
        return rc;
    rc = results_publish(build, err);
    return rc < 0 ? rc : images_publish(build, err);
}

/* ---- The sequence ---- */

/* Adds the time since the last call to the stage that has just ended. */
static void lap(struct build_report *report, enum build_stage stage,
                uint64_t *since)
{
    uint64_t now = clock_ns();

    report->stage_ns[stage] += now - *since;
    *since = now;
}

static void report_changes(struct build_report *report,
                           const struct output_changes *changes)
{
    report->changed = changes->changed.len;
    report->deleted = changes->deleted.len;
    report->changed_paths.items = changes->changed.items;
    report->changed_paths.len = changes->changed.len;
    report->deleted_paths.items = changes->deleted.items;
    report->deleted_paths.len = changes->deleted.len;
}

static void add_origin(struct build_report *report, struct str output,
                       struct str source)
{
    const struct build_origin origin = {str_dup(report->arena, output),
                                        str_dup(report->arena, source)};

    if (source.len)
        vec_push(report->arena, &report->origins, origin);
}

static void report_origins(const struct build *build,
                           struct build_report *report)
{
    size_t count;
    const struct route *routes = site_routes(build->site, &count);

    for (size_t i = 0; i < count; i++)
        if (routes[i].page && routes[i].kind != ROUTE_FEED)
            add_origin(report, routes[i].output, routes[i].page->path);
    for (size_t i = 0; i < asset_count(build->assets); i++)
        add_origin(report, asset_at(build->assets, i)->path,
                   asset_at(build->assets, i)->origin);
}

static int commit(struct build *build, struct build_report *report,
                  struct error *err)
{
    struct output_changes changes;
    struct output *output = build->output;

    build->output = NULL;
    if (!output || build->diags->errors) {
        output_abort(output);
        return 0;
    }
    int rc = output_commit(output, report->arena, &changes, err);
    if (rc < 0)
        return rc;
    keep_written(build, &changes);
    report->written = true;
    report->outputs = changes.files.len;
    report_changes(report, &changes);
    return 0;
}

/* A partial that is wrong is wrong on every page: it is said once. */
static void drop_repeated(struct diags *diags)
{
    size_t kept = 0;

    for (size_t i = 0; i < diags->list.len; i++) {
        const struct diag *d = &diags->list.items[i];
        bool repeated = false;
        for (size_t k = kept; k > 0 && !repeated; k--) {
            const struct diag *e = &diags->list.items[k - 1];
            if (!str_eq(d->path, e->path) || d->span.line != e->span.line)
                break;
            repeated = d->id == e->id && d->span.col == e->span.col &&
                       d->path.len && str_eq(d->message, e->message);
        }
        if (!repeated)
            diags->list.items[kept++] = *d;
    }
    diags->list.len = kept;
}

static int run(struct build *build, struct build_report *report,
               struct error *err)
{
    uint64_t at = clock_ns();

    if (!configure(build))
        return 0;
    int rc = find_output(build, err);
    if (rc < 0)
        return rc;
    build->pool = pool_new(build->options->jobs);
    keep_open(build);
    rc = scan(build, err);
    if (rc < 0)
        return rc;
    keep_file_ids(build);
    /* Origins are the model's: a run without one has none to list. */
    build->kept = !build->options->origins && keep_all(build, report);
    if (!build->kept)
        rc = stage_scan(build, err);
    lap(report, BUILD_SCAN, &at);
    if (rc < 0 || build->kept)
        return rc;
    build->scripts = script_host_new(pool_jobs(build->pool));
    source_pages(build);
    report->pages = build->inputs.content.pages.len;
    lap(report, BUILD_PARSE, &at);
    rc = read_history(build, err);
    lap(report, BUILD_HISTORY, &at);
    if (rc < 0)
        return rc;
    rc = stage_model(build, err);
    lap(report, BUILD_MODEL, &at);
    if (rc < 0)
        return rc;
    rc = stage_assets(build, err);
    lap(report, BUILD_ASSETS, &at);
    if (rc < 0 || !build->templates_ok)
        return rc;
    rc = stage_render(build, report, err);
    lap(report, BUILD_RENDER, &at);
    if (rc < 0)
        return rc;
    if (build->options->origins)
        report_origins(build, report);
    rc = commit(build, report, err);
    lap(report, BUILD_COMMIT, &at);
    return rc;
}

static void report_diags(struct build *build, struct build_report *report)
{
    struct diags *diags = build->diags;

    diags_sort(diags);
    drop_repeated(diags);
    diags_merge(&report->diags, diags);
    report->diags.errors = diags->errors; /* as the site's policy counts */
    report->diags.warnings = diags->warnings;
    if (report->written)
        keep_finish(build, report);
}

int build_site(const struct build_options *options, struct build_report *report,
               struct error *err)
{
    struct arena arena;
    struct arena *keep = report->arena;
    struct diags diags;
    uint64_t start = clock_ns();
    int rc;

    arena_init(&arena);
    *report = (struct build_report){.arena = keep};
    diags_init(&report->diags, keep, NULL);
    diags_init(&diags, &arena, NULL);
    struct build build = {.arena = &arena, .options = options, .diags = &diags};

    *err = (struct error){0};
    rc = find_root(&build, err);
    if (rc == 0)
        rc = run(&build, report, err);
    if (build.output)
        output_abort(build.output);
    report->output = str_dup(keep, build.output_path);
    if (!build.kept)
        report_diags(&build, report);
    keep_explained(&build, report);
    report->total_ns = clock_ns() - start;

    body_table_free(build.bodies);
    keep_close(build.keep);
    script_host_free(build.scripts);
    pool_free(build.pool);
    repo_close(build.inputs.repo);
    arena_deinit(&arena);
    return rc;
}
