/* SPDX-License-Identifier: MIT */
/*
 * One job a route: context, template, bytes into the output's stage. A job
 * shares nothing with others but frozen data and the table of bodies.
 */
#include "render.h"

#include "bodies.h"
#include "clock.h"
#include "functions.h"
#include "images.h"
#include "inputs.h"
#include "keep.h"
#include "mermaid.h"
#include "results.h"
#include "twin.h"

#include <stdatomic.h>

struct jobs {
    struct build *build;
    const struct route *routes;
    struct diags *diags;               /* one a route */
    uint64_t *nanoseconds;             /* one a route; NULL without a profile */
    struct template_profile *profiles; /* one a worker; NULL likewise */
    struct error *errors;              /* one a worker: the first that it met */
    _Atomic size_t done;
};

static bool host_body(struct reader *reader, const struct page *page,
                      bool summary, struct value *out)
{
    return body_value(reader, page, summary ? FILL_SUMMARY : FILL_BODY, out);
}

static const struct content_host content_functions = {
    .body = host_body,
    .heading = body_heading,
    .description = body_description,
};

/* ---- Pages ---- */

/* Where front matter says `template:`. */
static struct span template_place(const struct page *page)
{
    const struct str key = STR("\ntemplate:");
    size_t at = str_find(page->meta_source.text, key);

    if (at == STR_NONE)
        return (struct span){.line = 1};
    struct span span = span_at(page->meta_source.text, at + 1);
    span.len = (uint32_t)key.len - 2;
    return span;
}

static const struct template *report_missing(const struct route *route,
                                             struct diags *diags)
{
    struct source_ref where = {.path = route->origin};
    struct buf wanted = BUF_INIT;

    for (size_t i = 0; route->templates && route->templates[i]; i++)
        buf_add_fmt(&wanted, "%s%s", i ? " or " : "", route->templates[i]);
    diag_add(diags, DIAG_TEMPLATE_MISSING, &where, (struct span){0},
             "the theme has no template for %" STR_FMT ": %s",
             STR_ARG(route->url), wanted.ptr);
    buf_deinit(&wanted);
    return NULL;
}

static const struct template *template_of(const struct build *build,
                                          const struct route *route,
                                          struct reader *reader)
{
    struct diags *diags = reader->diags;
    struct str own = route->page ? route->page->template_name : STR("");
    const struct template *t;

    if (own.len) {
        t = template_seek(build->templates, own, reader);
        if (!t)
            diag_add(diags, DIAG_TEMPLATE_MISSING, &route->page->meta_source,
                     template_place(route->page),
                     "the theme has no template `%" STR_FMT "`", STR_ARG(own));
        return t;
    }
    for (size_t i = 0; route->templates && route->templates[i]; i++) {
        t = template_seek(build->templates, str_of(route->templates[i]),
                          reader);
        if (t)
            return t;
    }
    return report_missing(route, diags);
}

/* What the page turned out to need, in place of page_assets(). */
static void place_assets(const struct build *build, struct reader *reader,
                         struct buf *out)
{
    static const struct str katex_css = STR_INIT("katex/katex.css");
    const struct render_host *host = render_host_of(reader);
    const struct str mark = STR(FUNCTIONS_ASSETS_MARK);
    size_t at = str_find(buf_str(out), mark);
    struct buf links = BUF_INIT;

    if (at == STR_NONE)
        return;
    const struct asset *katex =
        host->used_math ? asset_find(build->assets, katex_css) : NULL;
    if (host->used_math)
        reader_note(reader, INPUT_ASSET, katex_css,
                    katex ? katex->id : (struct hash){0});
    if (katex) {
        buf_add_cstr(&links, "<link rel=\"stylesheet\" href=\"");
        buf_add_escaped(&links, build->config.base_path);
        buf_add_char(&links, '/');
        buf_add_escaped(&links, katex->path);
        buf_add_cstr(&links, "\">");
    }
    if (host->used_mermaid)
        mermaid_links(build, &links);
    /* Taken out, then put in: both are rare and the head is short. */
    memmove(out->ptr + at, out->ptr + at + mark.len,
            out->len - at - mark.len + 1);
    out->len -= mark.len;
    buf_insert(out, at, buf_str(&links));
    buf_deinit(&links);
}

static bool render_page(struct build *build, const struct route *route,
                        struct reader *reader, struct buf *out)
{
    const struct template *t = template_of(build, route, reader);

    if (!t)
        return false;
    reader_note(reader, INPUT_COLLECTION, STR(INPUT_COMPONENTS),
                build->components.fingerprint);
    struct value context = route_context(reader->arena, build->site, route);
    if (!template_render_profiled(build->templates, t, context, reader, out,
                                  render_host_of(reader)->profile))
        return false;
    place_assets(build, reader, out);
    return true;
}

static void render_alias(const struct build *build, const struct route *route,
                         struct buf *out)
{
    const struct config *c = &build->config;
    struct buf target = BUF_INIT;

    buf_add_url(&target, route->target);
    buf_add_cstr(out, "<!doctype html>\n<html lang=\"");
    buf_add_escaped(out, route->language->tag);
    buf_add_cstr(out, "\"><head><meta charset=\"utf-8\"><title>");
    buf_add_escaped(out, route->title.len ? route->title : c->title);
    buf_add_cstr(out, "</title><meta name=\"robots\" content=\"noindex\">");
    if (c->base_url.len) {
        buf_add_cstr(out, "<link rel=\"canonical\" href=\"");
        buf_add_escaped(out, c->base_url);
        buf_add_escaped(out, str_from(buf_str(&target), c->base_path.len));
        buf_add_cstr(out, "\">");
    }
    buf_add_cstr(out, "<meta http-equiv=\"refresh\" content=\"0; url=");
    buf_add_escaped(out, buf_str(&target));
    buf_add_cstr(out, "\"></head><body><a href=\"");
    buf_add_escaped(out, buf_str(&target));
    buf_add_cstr(out, "\">");
    buf_add_escaped(out, buf_str(&target));
    buf_add_cstr(out, "</a></body></html>\n");
    buf_deinit(&target);
}

static void render_robots(const struct build *build, struct buf *out)
{
    struct arena arena;

    arena_init(&arena);
    bool known = build->config.base_url.len > 0;
    feed_robots(
        out,
        known ? str_cat(&arena, build->config.base_url, STR("/sitemap.xml"))
              : STR(""),
        true);
    arena_deinit(&arena);
}

/* ---- Jobs ---- */

static bool render_one(struct build *build, const struct route *route,
                       struct reader *reader, struct buf *out,
                       struct error *err)
{
    switch (route->kind) {
    case ROUTE_ALIAS:
        reader_note(reader, INPUT_COLLECTION,
                    str_cat(reader->arena, STR("route:"), route->url),
                    route->fingerprint);
        render_alias(build, route, out);
        return true;
    case ROUTE_FEED:
        return render_feed(build, route, reader, out, err);
    case ROUTE_ROBOTS:
        render_robots(build, out);
        return true;
    case ROUTE_SITEMAP:
        return false;
    case ROUTE_MARKDOWN:
        twin_render(reader, route->page, out);
        return true;
    case ROUTE_TEXT:
    case ROUTE_PAGE:
    case ROUTE_SECTION:
    case ROUTE_TAXONOMY:
    case ROUTE_TERM:
    case ROUTE_SERIES:
    case ROUTE_ARCHIVE:
    case ROUTE_HOME:
    case ROUTE_NOT_FOUND:
        break;
    }
    return render_page(build, route, reader, out);
}

/* Into the output, and into the record that the next build reads. */
static void render_route(struct jobs *jobs, size_t index, struct worker *worker,
                         struct error *err)
{
    struct build *build = jobs->build;
    const struct route *route = &jobs->routes[index];
    struct rendered rendered = {.route = route};
    struct trace trace;

    trace_init(&trace, &worker->scratch);
    struct render_host host = {
        .content = content_functions,
        .build = build,
        .worker = worker,
        .mode = route->kind == ROUTE_FEED ? URL_ABSOLUTE : URL_SITE,
        .profile = jobs->profiles ? &jobs->profiles[worker->id] : NULL,
    };
    struct reader reader = {
        .arena = &worker->scratch,
        .trace = &trace,
        .diags = &jobs->diags[index],
        .language = route->language->code,
        .page = route->page,
        .host = &host,
        .worker = worker->id,
    };
    if (route->kind == ROUTE_SITEMAP && build->output)
        phx_ignore(render_sitemap(build, worker, &reader, &rendered.outputs,
                                  &rendered.output_count, err),
                   "err is looked at");
    else if (render_one(build, route, &reader, &worker->buf, err) &&
             build->output)
        phx_ignore(keep_put(build, route->output, buf_str(&worker->buf),
                            OUTPUT_PAGE, err),
                   "err is looked at");
    results_note(build, &trace);
    images_note(build, &trace);
    rendered.trace = &trace;
    rendered.said = jobs->diags[index].list.len > 0;
    rendered.files = &host.files;
    keep_rendered(build, index, worker, &rendered);
}

static void run_job(void *ctx, size_t index, struct worker *worker)
{
    struct jobs *jobs = ctx;
    struct build *build = jobs->build;
    struct error *error = &jobs->errors[worker->id];
    struct error err = {0};
    uint64_t start = jobs->nanoseconds ? clock_ns() : 0;

    diags_init(&jobs->diags[index], &worker->keep, &build->config.policy);
    if (!keep_route(build, index, &jobs->routes[index], worker, &err))
        render_route(jobs, index, worker, &err);
    if (err.code && !error->code)
        *error = err;
    if (jobs->nanoseconds)
        jobs->nanoseconds[index] = clock_ns() - start;
    size_t done = atomic_fetch_add(&jobs->done, 1) + 1;
    if (worker->id == 0 && build->options->progress)
        build->options->progress(build->options->progress_ctx, "render", done,
                                 0);
}

/* ---- The profile ---- */

static int by_time(const void *a, const void *b)
{
    const struct build_page_time *x = a;
    const struct build_page_time *y = b;

    return (x->nanoseconds < y->nanoseconds) -
           (x->nanoseconds > y->nanoseconds);
}

static void report_pages(const struct jobs *jobs, size_t count,
                         struct build_report *report)
{
    struct build_page_time *all =
        arena_array(report->arena, struct build_page_time, count);

    for (size_t i = 0; i < count; i++)
        all[i] = (struct build_page_time){
            .url = str_dup(report->arena, jobs->routes[i].url),
            .nanoseconds = jobs->nanoseconds[i],
        };
    if (count)
        qsort(all, count, sizeof(*all), by_time);
    report->slowest.items = all;
    report->slowest.len = count < 20 ? count : 20;
}

static int by_own_time(const void *a, const void *b)
{
    const struct build_template_time *x = a;
    const struct build_template_time *y = b;

    return (x->nanoseconds < y->nanoseconds) -
           (x->nanoseconds > y->nanoseconds);
}

static void report_templates(const struct jobs *jobs, unsigned workers,
                             struct build_report *report)
{
    struct template_profile *all = &jobs->profiles[0];

    for (unsigned i = 1; i < workers; i++)
        template_profile_merge(all, &jobs->profiles[i]);
    for (size_t i = 0; i < all->len; i++)
        if (all->times[i].runs) {
            const struct build_template_time t = {
                .name = str_dup(report->arena, all->times[i].name),
                .calls = all->times[i].runs,
                .nanoseconds = all->times[i].nanoseconds,
            };
            vec_push(report->arena, &report->templates, t);
        }
    if (report->templates.len)
        qsort(report->templates.items, report->templates.len,
              sizeof(report->templates.items[0]), by_own_time);
}

/* One profile a worker. */
static void start_profiles(struct jobs *jobs, unsigned workers, size_t routes,
                           struct arena *arena)
{
    jobs->nanoseconds = arena_array(arena, uint64_t, routes);
    jobs->profiles = arena_array(arena, struct template_profile, workers);
    for (unsigned i = 0; i < workers; i++)
        template_profile_init(&jobs->profiles[i], jobs->build->templates,
                              arena);
}

int render_routes(struct build *build, struct build_report *report,
                  struct error *err)
{
    struct arena arena;
    size_t count;
    const struct route *routes = site_routes(build->site, &count);
    unsigned workers = pool_jobs(build->pool);
    int rc = 0;

    arena_init(&arena);
    struct jobs jobs = {
        .build = build,
        .routes = routes,
        .diags = arena_array(&arena, struct diags, count),
        .errors = arena_array(&arena, struct error, workers),
    };
    if (build->options->profile)
        start_profiles(&jobs, workers, count, &arena);
    keep_start(build, count);
    pool_run(build->pool, count, run_job, &jobs);
    for (size_t i = 0; i < count; i++)
        diags_merge(build->diags, &jobs.diags[i]);
    for (unsigned i = 0; rc == 0 && i < workers; i++)
        if (jobs.errors[i].code) {
            *err = jobs.errors[i];
            rc = err->code;
        }
    if (build->options->profile) {
        report_pages(&jobs, count, report);
        report_templates(&jobs, workers, report);
    }
    arena_deinit(&arena);
    return rc;
}
