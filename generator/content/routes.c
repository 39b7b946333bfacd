/* SPDX-License-Identifier: MIT */
/*
 * The list of everything that will be rendered or written: pages, sections and
 * what stands alone. Taxonomies, archives and feeds are routes_lists.c's,
 * redirects routes_aliases.c's. Two that claim one URL are an error that names
 * both.
 */
#include "model.h"

/* ---- Templates ---- */

/* FOLDER/NAME, NAME, FALLBACK; empty and NULL ones are left out. */
const char *const *templates_of(struct arena *arena, struct str folder,
                                const char *name, const char *fallback)
{
    const char **list = arena_array(arena, const char *, 4);
    size_t count = 0;

    if (folder.len)
        list[count++] =
            str_fmt(arena, "%" STR_FMT "/%s", STR_ARG(folder), name).ptr;
    list[count++] = name;
    if (fallback)
        list[count++] = fallback;
    return (const char *const *)list;
}

static void section_templates(struct assembly *a)
{
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        for (size_t k = 0; k < lang->section_list.len; k++) {
            struct section *s = lang->section_list.items[k];
            struct section *top = s;

            while (top->parent && top->parent->parent)
                top = top->parent;
            s->templates =
                templates_of(a->arena, top->id, "section.html", NULL);
            s->page_templates =
                templates_of(a->arena, top->id, "page.html", NULL);
        }
        lang->home->templates =
            templates_of(a->arena, STR(""), "home.html", "section.html");
    }
}

/* ---- One URL, one route ---- */

static void report_taken(struct assembly *a, const struct route *route,
                         struct str other)
{
    struct source_ref where = {.path = route->origin, .text = STR("")};

    if (route->page)
        where = route->page->source;
    diag_hint(
        a->diags,
        diag_add(a->diags, DIAG_URL_DUPLICATE, &where, (struct span){0},
                 "%" STR_FMT " is claimed by %" STR_FMT " and by %" STR_FMT,
                 STR_ARG(route->url), STR_ARG(other), STR_ARG(route->origin)),
        "give one of them another `slug` or `url`");
}

/* A list that phx makes takes over a page written for its place: its text then
 * stands above the list. */
static bool adopt(struct route *there, const struct route *route)
{
    const struct page *page = there->page;

    if (route->kind == ROUTE_PAGE || route->page || !page ||
        (there->kind != ROUTE_PAGE &&
         !(there->kind == ROUTE_SECTION && there->list_len == 0)))
        return false;
    switch (route->kind) {
    case ROUTE_SECTION:
    case ROUTE_TAXONOMY:
    case ROUTE_TERM:
    case ROUTE_SERIES:
    case ROUTE_ARCHIVE:
        break;
    case ROUTE_PAGE:
    case ROUTE_HOME:
    case ROUTE_ALIAS:
    case ROUTE_NOT_FOUND:
    case ROUTE_FEED:
    case ROUTE_SITEMAP:
    case ROUTE_ROBOTS:
    case ROUTE_TEXT:
    case ROUTE_MARKDOWN:
        return false;
    }
    *there = *route;
    there->page = page;
    there->origin = page->path;
    there->title = page->title;
    return true;
}

struct route *route_add(struct assembly *a, const struct route *route)
{
    struct site *site = a->site;
    struct claim *claim = map_get(&site->by_output, route->output);

    if (claim) {
        struct route *there =
            claim->route ? &site->routes.items[claim->route - 1] : NULL;

        if (there && adopt(there, route))
            return there;
        report_taken(a, route, claim->origin);
        return NULL;
    }
    vec_push(a->arena, &site->routes, *route);
    claim = arena_new(a->arena, struct claim);
    *claim = (struct claim){route->origin, site->routes.len};
    map_set(&site->by_output, route->output, claim);
    return &site->routes.items[site->routes.len - 1];
}

/* By its output path: a second table of that many URLs is not worth it. */
const struct route *site_route_find(const struct site *site, struct str url)
{
    struct str base = site->config->base_path;
    const struct claim *claim;
    struct arena scratch;

    if (!str_starts(url, base) ||
        !str_starts(str_from(url, base.len), STR("/")))
        return NULL;
    arena_init(&scratch);
    url = str_from(url, base.len + 1);
    if (!address_decode(&scratch, url, &url))
        url = STR("?");
    if (url.len == 0 || str_ends(url, STR("/")))
        url = str_cat(&scratch, url, STR("index.html"));
    claim = map_get(&site->by_output, url);
    arena_deinit(&scratch);
    return claim && claim->route ? &site->routes.items[claim->route - 1] : NULL;
}

const struct route *site_routes(const struct site *site, size_t *count)
{
    *count = site->routes.len;
    return site->routes.items;
}

/* Published files claim their paths before anything is made, after pages. */
static void claim_files(struct assembly *a)
{
    for (size_t i = 0; i < a->files->files.len; i++) {
        struct str path = a->files->files.items[i]->path;
        struct str output = content_file_output(path);
        struct claim *claim = map_get(&a->site->by_output, output);

        if (claim) {
            diag_add(a->diags, DIAG_URL_DUPLICATE,
                     &(struct source_ref){.path = path, .text = STR("")},
                     (struct span){0},
                     "the file %" STR_FMT " would be written over %" STR_FMT,
                     STR_ARG(path), STR_ARG(claim->origin));
            continue;
        }
        claim = arena_new(a->arena, struct claim);
        *claim = (struct claim){path, 0};
        map_set(&a->site->by_output, output, claim);
    }
}

/* ---- Pages and sections ---- */

static void page_route(struct assembly *a, struct page *page)
{
    bool missing = str_is(page->id, "404");

    route_add(a,
              &(struct route){
                  .kind = missing ? ROUTE_NOT_FOUND : ROUTE_PAGE,
                  .language = page->language,
                  .url = page->url,
                  .output = page->output,
                  .origin = page->path,
                  .page = page,
                  .section = page->section,
                  .title = page->title,
                  .templates = missing ? templates_of(a->arena, STR(""),
                                                      "404.html", "page.html")
                                       : page->section->page_templates,
              });
}

/* Every index page, also the second of one section: it is a duplicate. */
static void index_route(struct assembly *a, struct page *page)
{
    struct section *section = page->section;
    const struct page_list *list = &section->pages;

    if (!section->parent)
        list = &site_language_of(a->site, page->language)->main;
    route_add(a, &(struct route){
                     .kind = section->parent ? ROUTE_SECTION : ROUTE_HOME,
                     .language = page->language,
                     .url = page->url,
                     .output = page->output,
                     .origin = page->path,
                     .page = page,
                     .section = section,
                     .title = page->title,
                     .list = (const struct page *const *)list->items,
                     .list_len = list->len,
                     .values = list->values.items,
                     .templates = section->templates,
                 });
}

static void section_route(struct assembly *a, struct section *section)
{
    const struct page_list *list = &section->pages;

    if (!section->parent)
        list = &site_language_of(a->site, section->language)->main;
    route_add(a,
              &(struct route){
                  .kind = section->parent ? ROUTE_SECTION : ROUTE_HOME,
                  .language = section->language,
                  .url = section->address.url,
                  .output = section->address.output,
                  .origin = section->parent ? str_fmt(a->arena,
                                                      "content/%" STR_FMT
                                                      "/ (the section's list)",
                                                      STR_ARG(section->id))
                                            : STR("the home page"),
                  .section = section,
                  .title = section->title,
                  .list = (const struct page *const *)list->items,
                  .list_len = list->len,
                  .values = list->values.items,
                  .templates = section->templates,
              });
}

static void page_routes(struct assembly *a)
{
    for (size_t i = 0; i < a->site->pages.len; i++) {
        struct page *page = a->site->pages.items[i];

        if (page->is_index)
            index_route(a, page);
        else
            page_route(a, page);
    }
    for (size_t i = 0; i < a->config->language_count; i++) {
        struct site_language *lang = &a->site->languages[i];

        for (size_t k = 0; k < lang->section_list.len; k++)
            if (!lang->section_list.items[k]->page)
                section_route(a, lang->section_list.items[k]);
    }
}

/* ---- What stands alone ---- */

static void single_route(struct assembly *a, enum route_kind kind,
                         const char *path, const char *origin,
                         const char *template_name)
{
    const struct language *language = &a->config->languages[0];
    struct address address =
        address_make(a->site, a->arena, language, str_of(path), true);

    route_add(a,
              &(struct route){
                  .kind = kind,
                  .language = language,
                  .url = address.url,
                  .output = address.output,
                  .origin = str_of(origin),
                  .title = language->title,
                  .templates = template_name ? templates_of(a->arena, STR(""),
                                                            template_name, NULL)
                                             : NULL,
              });
}

/* What a template makes once a language; a file of that name in content/ or
 * static/ is the author's own. */
static void text_routes(struct assembly *a)
{
    static const char *const names[] = {"llms.txt", "site.webmanifest"};

    for (size_t i = 0; i < a->config->language_count; i++)
        for (size_t k = 0; k < PHX_COUNT(names); k++) {
            const struct language *language = &a->config->languages[i];
            struct address address = address_make(a->site, a->arena, language,
                                                  str_of(names[k]), true);
            if (!map_has(&a->site->by_output, address.output))
                route_add(a, &(struct route){
                                 .kind = ROUTE_TEXT,
                                 .language = language,
                                 .url = address.url,
                                 .output = address.output,
                                 .origin = str_of(names[k]),
                                 .title = language->title,
                                 .templates = templates_of(a->arena, STR(""),
                                                           names[k], NULL),
                             });
        }
}

/* The Markdown of pages that are folders. */
static void markdown_routes(struct assembly *a)
{
    for (size_t i = 0; i < a->site->pages.len; i++) {
        struct page *page = a->site->pages.items[i];
        struct str url = page_markdown_url(a->arena, page);

        if (url.len)
            route_add(a, &(struct route){
                             .kind = ROUTE_MARKDOWN,
                             .language = page->language,
                             .url = url,
                             .output = str_cat(
                                 a->arena,
                                 str_slice(page->output, 0,
                                           page->output.len - STR("html").len),
                                 STR("md")),
                             .origin = page->path,
                             .page = page,
                             .title = page->title,
                         });
    }
}

static void single_routes(struct assembly *a)
{
    bool has_address = a->config->base_url.len > 0;

    if (!map_has(&a->site->by_output, STR("404.html")))
        single_route(a, ROUTE_NOT_FOUND, "404.html", "the 404 page",
                     "404.html");
    if (has_address)
        text_routes(a);
    markdown_routes(a);
    if (has_address)
        single_route(a, ROUTE_SITEMAP, "sitemap.xml", "the sitemap", NULL);
    if (!map_has(&a->site->by_output, STR("robots.txt")))
        single_route(a, ROUTE_ROBOTS, "robots.txt", "robots.txt", NULL);
    if (!has_address)
        diag_hint(a->diags,
                  diag_add(a->diags, DIAG_BASE_URL_MISSING, &a->config->source,
                           (struct span){0},
                           "without `base_url` there are no feeds, no sitemap "
                           "and no canonical links"),
                  "say in phx.yaml where the site will be: base_url: "
                  "https://name.github.io/site");
}

/* ---- Fingerprints ---- */

/* All that a route's own names say, and the pages of its slice. */
static void fingerprint(struct site *site, struct route *route)
{
    struct hash h = hash_mix_int((struct hash){0}, (uint64_t)route->kind);
    size_t first = route->pager.total ? route->pager.first : 0;
    size_t count = route->pager.total ? route->pager.count : route->list_len;

    if (route->kind == ROUTE_FEED && count > site->config->feed_limit)
        count = site->config->feed_limit;
    h = hash_mix_str(h, route->title);
    h = hash_mix_str(h, route->url);
    h = hash_mix_str(h, route->target);
    h = hash_mix_str(h, site->config->base_url);
    h = hash_mix_int(h, site->config->feed_formats);
    h = hash_mix_int(h, route->pager.number);
    h = hash_mix_int(h, route->pager.total);
    h = hash_mix_int(h, route->kind == ROUTE_FEED ? 0 : route->list_len);
    for (size_t i = 0; i < count; i++)
        h = hash_mix(h, route->list[first + i]->id_hash);
    if (route->page) {
        h = hash_mix(h, route->page->id_hash);
        h = hash_mix(h, route->page->fingerprint_translations);
    }
    if (route->taxonomy)
        h = hash_mix(h, route->taxonomy->fingerprint);
    if (!route->page && !route->term)
        for (size_t i = 0; i < site->config->language_count; i++)
            h = hash_mix_int(h, route->section &&
                                    map_has(&site->languages[i].sections,
                                            route->section->id));
    route->fingerprint = h;
}

/* An upper bound, so that the vector of large items never moves. */
static size_t count_routes(const struct assembly *a)
{
    size_t lists = 0;
    size_t pages = a->site->pages.len;
    size_t slots = 0;

    for (size_t i = 0; i < a->config->language_count; i++) {
        const struct site_language *lang = &a->site->languages[i];

        lists += lang->section_list.len + 1;
        lists += 1; /* of texts */
        slots += lang->pages.len * 3;
        for (size_t t = 0; t <= a->config->taxonomy_count; t++)
            lists += lang->taxonomies[t].terms.len + 1;
    }
    for (size_t i = 0; i < a->site->pages.len; i++) {
        pages += a->site->pages.items[i]->alias_count + 1;
        slots += a->site->pages.items[i]->term_count;
    }
    slots = a->config->paginate ? slots / a->config->paginate : 0;
    return pages + lists * 4 + slots + 16;
}

void routes_make(struct assembly *a)
{
    a->site->routes.cap = count_routes(a);
    a->site->routes.items =
        arena_array(a->arena, struct route, a->site->routes.cap);
    section_templates(a);
    page_routes(a);
    claim_files(a);
    routes_lists(a);
    single_routes(a);
    routes_aliases(a);
    for (size_t i = 0; i < a->site->routes.len; i++)
        fingerprint(a->site, &a->site->routes.items[i]);
}
