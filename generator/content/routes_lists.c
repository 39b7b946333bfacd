/* SPDX-License-Identifier: MIT */
/*
 * Routes of lists: taxonomies, terms, series, the archive; the further pages of
 * every list that is paginated; feeds.
 */
#include "model.h"

/* ---- Taxonomies and archives ---- */

static void term_route(struct assembly *a, struct taxonomy *taxonomy,
                       struct term *term)
{
    route_add(a, &(struct route){
                     .kind = taxonomy->is_series ? ROUTE_SERIES : ROUTE_TERM,
                     .language = taxonomy->language,
                     .url = term->address.url,
                     .output = term->address.output,
                     .origin = str_fmt(a->arena, "%" STR_FMT ": %" STR_FMT,
                                       STR_ARG(taxonomy->config.name),
                                       STR_ARG(term->name)),
                     .taxonomy = taxonomy,
                     .term = term,
                     .list = (const struct page *const *)term->pages.items,
                     .list_len = term->pages.len,
                     .values = term->pages.values.items,
                     .title = term->name,
                     .templates = taxonomy->term_templates,
                 });
}

static void taxonomy_routes(struct assembly *a, struct taxonomy *taxonomy)
{
    struct str name = taxonomy->config.name;
    struct route *route;

    if (taxonomy->terms.len == 0)
        return;
    taxonomy->templates = templates_of(a->arena, name, "taxonomy.html", NULL);
    taxonomy->term_templates =
        taxonomy->is_series
            ? templates_of(a->arena, STR(""), "series.html", "term.html")
            : templates_of(a->arena, name, "term.html", NULL);
    route = route_add(
        a,
        &(struct route){
            .kind = ROUTE_TAXONOMY,
            .language = taxonomy->language,
            .url = taxonomy->address.url,
            .output = taxonomy->address.output,
            .origin = str_fmt(a->arena, "the list of %" STR_FMT, STR_ARG(name)),
            .taxonomy = taxonomy,
            .title = taxonomy->title,
            .templates = taxonomy->templates,
        });
    if (route && route->page) {
        taxonomy->page = route->page;
        taxonomy->title = route->title;
    }
    for (size_t i = 0; i < taxonomy->terms.len; i++)
        term_route(a, taxonomy, taxonomy->terms.items[i]);
}

static void archive_route(struct assembly *a, struct site_language *lang)
{
    struct address address =
        address_make(a->site, a->arena, lang->language, STR("archive"), false);

    if (lang->archive.len == 0)
        return;
    route_add(a, &(struct route){
                     .kind = ROUTE_ARCHIVE,
                     .language = lang->language,
                     .url = address.url,
                     .output = address.output,
                     .origin = STR("the archive"),
                     .section = lang->home,
                     .list = (const struct page *const *)lang->archive.items,
                     .list_len = lang->archive.len,
                     .values = lang->archive.values.items,
                     .title = STR("Archive"),
                     .templates = templates_of(a->arena, STR(""),
                                               "archive.html", "section.html"),
                 });
}

/* ---- Pagers ---- */

static size_t page_size(const struct assembly *a, const struct route *route)
{
    if (route->page && route->page->has_paginate)
        return route->page->paginate;
    switch (route->kind) {
    case ROUTE_SECTION:
    case ROUTE_HOME:
        return a->config->paginate;
    case ROUTE_TERM:
        return route->taxonomy->config.paginate;
    case ROUTE_PAGE:
    case ROUTE_TAXONOMY:
    case ROUTE_SERIES:
    case ROUTE_ARCHIVE:
    case ROUTE_ALIAS:
    case ROUTE_NOT_FOUND:
    case ROUTE_FEED:
    case ROUTE_SITEMAP:
    case ROUTE_ROBOTS:
    case ROUTE_TEXT:
    case ROUTE_MARKDOWN:
        break;
    }
    return 0;
}

/* "posts/index.html" and "posts/page/2/index.html". */
static struct str pager_output(struct arena *arena, struct str output,
                               size_t number)
{
    return str_fmt(arena, "%" STR_FMT "page/%zu/index.html",
                   STR_ARG(str_slice(output, 0, str_rchr(output, '/') + 1)),
                   number);
}

static void paginate(struct assembly *a, size_t index)
{
    struct route first = a->site->routes.items[index];
    size_t size = page_size(a, &first);
    size_t total =
        size && first.list_len > size ? (first.list_len + size - 1) / size : 1;

    /* `url: list.html` has no folder for further pages. */
    if (!str_ends(first.url, STR("/")))
        total = 1;
    first.pager = (struct pager){
        .number = 1,
        .total = total,
        .count = total > 1 ? size : first.list_len,
    };
    a->site->routes.items[index].pager = first.pager;
    for (size_t n = 2; n <= total; n++) {
        struct route next = first;

        next.url =
            str_fmt(a->arena, "%" STR_FMT "page/%zu/", STR_ARG(first.url), n);
        /* The home page's output has no folder before it. */
        next.output = str_rchr(first.output, '/') == STR_NONE
                          ? str_fmt(a->arena, "page/%zu/index.html", n)
                          : pager_output(a->arena, first.output, n);
        next.pager.number = n;
        next.pager.first = (n - 1) * size;
        next.pager.count = n < total ? size : first.list_len - (n - 1) * size;
        route_add(a, &next);
    }
}

static bool is_list(enum route_kind kind)
{
    switch (kind) {
    case ROUTE_SECTION:
    case ROUTE_TERM:
    case ROUTE_SERIES:
    case ROUTE_ARCHIVE:
    case ROUTE_HOME:
        return true;
    case ROUTE_PAGE:
    case ROUTE_TAXONOMY:
    case ROUTE_ALIAS:
    case ROUTE_NOT_FOUND:
    case ROUTE_FEED:
    case ROUTE_SITEMAP:
    case ROUTE_ROBOTS:
    case ROUTE_TEXT:
    case ROUTE_MARKDOWN:
        break;
    }
    return false;
}

/* ---- Feeds ---- */

static const struct {
    enum feed_format format;
    unsigned bit;
    const char *name;
} feed_files[] = {
    {FEED_ATOM, FEED_BIT_ATOM, "atom.xml"},
    {FEED_RSS, FEED_BIT_RSS, "rss.xml"},
    {FEED_JSON, FEED_BIT_JSON, "feed.json"},
};

static bool has_feeds(const struct assembly *a, const struct route *route)
{
    if (route->pager.number > 1 || !str_ends(route->url, STR("/")))
        return false;
    switch (route->kind) {
    case ROUTE_HOME:
        return true;
    case ROUTE_SECTION:
        return a->config->feed_sections && !route->section->plain &&
               route->list_len > 0;
    case ROUTE_TERM:
        return route->taxonomy->config.feeds;
    case ROUTE_PAGE:
    case ROUTE_TAXONOMY:
    case ROUTE_SERIES:
    case ROUTE_ARCHIVE:
    case ROUTE_ALIAS:
    case ROUTE_NOT_FOUND:
    case ROUTE_FEED:
    case ROUTE_SITEMAP:
    case ROUTE_ROBOTS:
    case ROUTE_TEXT:
    case ROUTE_MARKDOWN:
        break;
    }
    return false;
}

static struct str feed_title(const struct assembly *a,
                             const struct route *route)
{
    if (route->kind == ROUTE_HOME)
        return route->language->title;
    if (route->kind == ROUTE_TERM)
        return str_fmt(a->arena, "%" STR_FMT ": %" STR_FMT,
                       STR_ARG(route->taxonomy->title), STR_ARG(route->title));
    return route->title;
}

static void feed_routes(struct assembly *a, const struct route *of)
{
    for (size_t i = 0; i < PHX_COUNT(feed_files); i++) {
        struct route feed = *of;
        struct str folder = of->output;

        if (!(a->config->feed_formats & feed_files[i].bit))
            continue;
        folder = str_slice(folder, 0, folder.len - STR("index.html").len);
        feed.kind = ROUTE_FEED;
        feed.feed = feed_files[i].format;
        feed.url = str_cat(a->arena, of->url, str_of(feed_files[i].name));
        feed.output = str_cat(a->arena, folder, str_of(feed_files[i].name));
        feed.origin =
            str_fmt(a->arena, "the feed of %" STR_FMT, STR_ARG(of->origin));
        feed.target = of->url;
        feed.title = feed_title(a, of);
        feed.templates = NULL;
        feed.pager = (struct pager){0};
        route_add(a, &feed);
    }
}

void routes_lists(struct assembly *a)
{
    size_t count;

    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        for (size_t t = 0; t <= a->config->taxonomy_count; t++)
            taxonomy_routes(a, &lang->taxonomies[t]);
        archive_route(a, lang);
    }
    count = a->site->routes.len;
    for (size_t i = 0; i < count; i++)
        if (is_list(a->site->routes.items[i].kind))
            paginate(a, i);
    for (size_t i = 0; a->config->base_url.len && i < count; i++) {
        struct route route = a->site->routes.items[i];

        if (has_feeds(a, &route))
            feed_routes(a, &route);
    }
}
