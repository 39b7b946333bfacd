/* SPDX-License-Identifier: MIT */
/* The names that a route's template sees. Each is one read of "route:URL",
 * whose fingerprint covers the pages of its slice, its pager and its
 * alternates. */
#include "view.h"

struct context {
    const struct site *site;
    const struct route *route;
};

#define GETTER(name)                                                           \
    static bool name(const void *self, struct reader *reader, struct value *out)
#define CONTEXT                                                                \
    const struct context *c = self;                                            \
    const struct route *route = c->route

static void note_route(struct reader *reader, const struct route *route)
{
    if (reader->trace)
        reader_note(reader, INPUT_COLLECTION,
                    str_cat(reader->arena, STR("route:"), route->url),
                    route->fingerprint);
}

#define ROUTE(name, expression)                                                \
    GETTER(route_##name)                                                       \
    {                                                                          \
        CONTEXT;                                                               \
        note_route(reader, route);                                             \
        *out = (expression);                                                   \
        return true;                                                           \
    }

ROUTE(title, value_str(route->title))
ROUTE(url, value_str(route->url))
ROUTE(page, view_page(route->page))
ROUTE(is_home, value_bool(route->kind == ROUTE_HOME))
ROUTE(section,
      route->section ? view_object(&route->section->object) : value_null())
ROUTE(taxonomy,
      route->taxonomy ? view_object(&route->taxonomy->object) : value_null())
ROUTE(term, route->term ? view_object(&route->term->object) : value_null())

GETTER(route_site)
{
    CONTEXT;
    (void)route;
    (void)reader;
    *out = view_object(&c->site->object);
    return true;
}

GETTER(route_language)
{
    CONTEXT;
    (void)reader;
    *out = view_object(&site_language_of(c->site, route->language)->object);
    return true;
}

GETTER(route_canonical)
{
    CONTEXT;
    note_route(reader, route);
    *out = c->site->config->base_url.len
               ? value_str(site_absolute(c->site, reader->arena, route->url))
               : value_null();
    return true;
}

static const char *kind_name(enum route_kind kind)
{
    switch (kind) {
    case ROUTE_PAGE:
        return "page";
    case ROUTE_SECTION:
        return "section";
    case ROUTE_TAXONOMY:
        return "taxonomy";
    case ROUTE_TERM:
        return "term";
    case ROUTE_SERIES:
        return "series";
    case ROUTE_ARCHIVE:
        return "archive";
    case ROUTE_HOME:
        return "home";
    case ROUTE_ALIAS:
        return "alias";
    case ROUTE_NOT_FOUND:
        return "404";
    case ROUTE_FEED:
        return "feed";
    case ROUTE_SITEMAP:
        return "sitemap";
    case ROUTE_ROBOTS:
        return "robots";
    case ROUTE_TEXT:
        return "text";
    case ROUTE_MARKDOWN:
        return "markdown";
    }
    return "";
}

ROUTE(kind, value_str(str_of(kind_name(route->kind))))

/* Of the page; else of the site on its home page; else empty. */
GETTER(route_description)
{
    CONTEXT;
    note_route(reader, route);
    if (route->page && route->page->description.len)
        return page_type.get(&route->page->object, STR("description"), reader,
                             out);
    if (route->kind == ROUTE_HOME)
        return site_type.get(&c->site->object, STR("description"), reader, out);
    *out = value_str(STR(""));
    return true;
}

GETTER(route_pages)
{
    CONTEXT;
    size_t count = route->pager.total ? route->pager.count : route->list_len;

    note_route(reader, route);
    *out =
        value_list_of(reader->arena,
                      count ? route->values + route->pager.first : NULL, count);
    return true;
}

GETTER(route_archive)
{
    CONTEXT;
    note_route(reader, route);
    *out =
        route->kind == ROUTE_ARCHIVE
            ? view_archive(site_language_of(c->site, route->language), reader)
            : value_null();
    return true;
}

GETTER(route_alternates_value)
{
    CONTEXT;
    struct list_builder list;
    size_t count;
    const struct alternate *alternates =
        route_alternates(c->site, reader->arena, route, &count);

    note_route(reader, route);
    list_builder_init(&list, reader->arena);
    for (size_t i = 0; i < count; i++) {
        const struct site_language *lang =
            site_language_of(c->site, alternates[i].language);
        struct map_builder map;

        map_builder_init(&map, reader->arena);
        map_builder_put(&map, "language", view_object(&lang->object));
        map_builder_put(&map, "url", value_str(alternates[i].url));
        map_builder_put(&map, "permalink", value_str(alternates[i].permalink));
        map_builder_put(&map, "is_current",
                        value_bool(alternates[i].language == route->language));
        list_builder_push(&list, map_builder_finish(&map));
    }
    *out = list_builder_finish(&list);
    return true;
}

/* The route's own feeds, then its section's, then the site's. */
GETTER(route_feeds)
{
    CONTEXT;
    const struct site_language *lang =
        site_language_of(c->site, route->language);
    struct str home = lang->home->address.url;
    const struct section *section = route->section;
    struct str own = home;
    struct str title = STR("");
    struct list_builder list;

    if (route->term) {
        own = route->term->address.url;
        title = route->term->name;
    } else if (section) {
        own = section->address.url;
        title = section->title;
    }

    note_route(reader, route);
    note_setting(reader, c->site, "feeds");
    list_builder_init(&list, reader->arena);
    if (!str_eq(own, home))
        view_feeds(&list, c->site, reader->arena, own, title);
    view_feeds(&list, c->site, reader->arena, home, lang->language->title);
    *out = list_builder_finish(&list);
    return true;
}

/* ---- Pagers ---- */

/* Pages of a pager shown around the present one. */
#define PAGER_WINDOW 2

static struct value pager_url(const struct context *c, struct arena *arena,
                              size_t number)
{
    const struct route *route = c->route;
    struct str first = route->url;

    if (number < 1 || number > route->pager.total)
        return value_null();
    if (route->pager.number > 1) { /* ".../page/12/" */
        first = str_slice(first, 0, first.len - 1);
        first = str_slice(first, 0, str_rchr(first, '/'));
        first = str_slice(first, 0, str_rchr(first, '/') + 1);
    }
    return value_str(number == 1 ? first
                                 : str_fmt(arena, "%" STR_FMT "page/%zu/",
                                           STR_ARG(first), number));
}

#define PAGER(name, expression)                                                \
    GETTER(pager_##name)                                                       \
    {                                                                          \
        const struct context *c = self;                                        \
        const struct pager *pager = &c->route->pager;                          \
        (void)reader;                                                          \
        (void)pager;                                                           \
        *out = (expression);                                                   \
        return true;                                                           \
    }

PAGER(number, value_int((int64_t)pager->number))
PAGER(total, value_int((int64_t)pager->total))
PAGER(count, value_int((int64_t)c->route->list_len))
PAGER(size, value_int((int64_t)pager->count))
PAGER(previous_url, pager_url(c, reader->arena, pager->number - 1))
PAGER(next_url, pager_url(c, reader->arena, pager->number + 1))
PAGER(first_url, pager_url(c, reader->arena, 1))
PAGER(last_url, pager_url(c, reader->arena, pager->total))

/* The first, the last, and some around: a list of 10,000 pages has 10,000
 * pagers, and none may list them all. */
GETTER(pager_links)
{
    const struct context *c = self;
    const struct pager *pager = &c->route->pager;
    struct list_builder list;
    size_t last = 0;

    list_builder_init(&list, reader->arena);
    for (size_t n = 1; n <= pager->total;) {
        struct map_builder map;

        map_builder_init(&map, reader->arena);
        map_builder_put(&map, "number", value_int((int64_t)n));
        map_builder_put(&map, "url", pager_url(c, reader->arena, n));
        map_builder_put(&map, "is_current", value_bool(n == pager->number));
        map_builder_put(&map, "gap", value_bool(n > last + 1));
        list_builder_push(&list, map_builder_finish(&map));
        last = n++;
        if (last == 1 && pager->number > PAGER_WINDOW + 1)
            n = pager->number - PAGER_WINDOW;
        else if (last >= pager->number + PAGER_WINDOW && last < pager->total)
            n = pager->total;
    }
    *out = list_builder_finish(&list);
    return true;
}

static const struct field pager_list[] = {
    {"count", pager_count, "How many pages the whole list has."},
    {"first_url", pager_first_url, "The first of its pages."},
    {"last_url", pager_last_url, "The last of its pages."},
    {"links", pager_links,
     "The first, the last and those around: number, url, is_current, gap "
     "(some are left out before it)."},
    {"next_url", pager_next_url, "The next, or null."},
    {"number", pager_number, "Which it is, from 1."},
    {"previous_url", pager_previous_url, "The previous, or null."},
    {"size", pager_size, "How many are on this one."},
    {"total", pager_total, "How many there are."},
};
const struct fields pager_fields = {"pager", pager_list, PHX_COUNT(pager_list)};

static bool pager_get(const struct value_object *self, struct str key,
                      struct reader *reader, struct value *out)
{
    return view_get(&pager_fields, self->data, key, reader, out);
}
static bool pager_keys(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    (void)self;
    return view_keys(&pager_fields, reader, out);
}
static const struct value_object_type pager_type = {
    .name = "pager",
    .get = pager_get,
    .keys = pager_keys,
};

GETTER(route_pager)
{
    CONTEXT;
    note_route(reader, route);
    *out = route->pager.total ? value_object(reader->arena, &pager_type, c)
                              : value_null();
    return true;
}

/* ---- The context ---- */

static const struct field route_list[] = {
    {"alternates", route_alternates_value,
     "The same in each language, this one included: language, url, permalink, "
     "is_current."},
    {"archive", route_archive,
     "On the archive: years with year, count, pages; else null."},
    {"canonical", route_canonical, "The absolute URL; null without base_url."},
    {"description", route_description,
     "Plain text of the page or site; may be empty."},
    {"feeds", route_feeds,
     "Feeds for this page's head: format, type, title, url, permalink."},
    {"is_home", route_is_home, "Whether it is a home page."},
    {"kind", route_kind,
     "page, section, taxonomy, term, series, archive, home or 404."},
    {"language", route_language, "The language being rendered."},
    {"page", route_page,
     "The page; on lists the one written for it (_index.md), or null."},
    {"pager", route_pager, "On lists the pager; else null."},
    {"pages", route_pages, "The pages to list here, of this pager."},
    {"section", route_section, "The section, or null."},
    {"site", route_site, "The site."},
    {"taxonomy", route_taxonomy, "On taxonomies and terms; else null."},
    {"term", route_term, "On terms and series; else null."},
    {"title", route_title, "What the page is called."},
    {"url", route_url, "Its URL with the site's base path."},
};
const struct fields route_fields = {"route", route_list, PHX_COUNT(route_list)};

static bool context_get(const struct value_object *self, struct str key,
                        struct reader *reader, struct value *out)
{
    return view_get(&route_fields, self->data, key, reader, out);
}
static bool context_keys(const struct value_object *self, struct reader *reader,
                         struct value *out)
{
    (void)self;
    return view_keys(&route_fields, reader, out);
}
static const struct value_object_type context_type = {
    .name = "context",
    .get = context_get,
    .keys = context_keys,
};

struct value route_context(struct arena *arena, const struct site *site,
                           const struct route *route)
{
    struct context *context = arena_new(arena, struct context);

    *context = (struct context){site, route};
    return value_object(arena, &context_type, context);
}
