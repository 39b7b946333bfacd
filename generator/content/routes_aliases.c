/* SPDX-License-Identifier: MIT */
/* Redirects from `aliases`, and the same content in other languages. */
#include "model.h"

/* ---- Aliases ---- */

static void bad_alias(struct assembly *a, const struct page *page,
                      struct str alias, const char *why, struct str who)
{
    diag_add(a->diags, DIAG_URL_ALIAS, &page->meta_source, page->aliases_span,
             "the alias `%" STR_FMT "` %s%" STR_FMT, STR_ARG(alias), why,
             STR_ARG(who));
}

/* Without a leading '/', from the folder the page's URL is in. */
static struct str rooted(struct assembly *a, const struct page *page,
                         struct str alias)
{
    struct str folder = path_dir(page->output);

    if (str_starts(alias, STR("/")))
        return alias;
    if (str_ends(page->output, STR("/index.html")))
        folder = path_dir(folder);
    return folder.len ? path_join(a->arena, folder, alias) : alias;
}

static void add_alias(struct assembly *a, const struct page *page,
                      struct str alias)
{
    struct address address;
    struct claim *claim;
    struct str path;
    bool file;

    if (!address_path(a->arena, alias, &path, &file) ||
        !address_path(a->arena, rooted(a, page, alias), &path, &file) ||
        path.len == 0) {
        bad_alias(a, page, alias, "is no path of this site", STR(""));
        return;
    }
    address = address_make(a->site, a->arena, NULL, path, file);
    if (str_eq(address.output, page->output))
        return; /* the page itself: nothing to redirect */
    claim = map_get(&a->site->by_output, address.output);
    if (claim) {
        bad_alias(a, page, alias, "is already the place of ", claim->origin);
        return;
    }
    route_add(a, &(struct route){
                     .kind = ROUTE_ALIAS,
                     .language = page->language,
                     .url = address.url,
                     .output = address.output,
                     .origin = page->path,
                     .page = page,
                     .target = page->url,
                     .title = page->title,
                 });
}

void routes_aliases(struct assembly *a)
{
    for (size_t i = 0; i < a->site->pages.len; i++) {
        const struct page *page = a->site->pages.items[i];

        for (size_t k = 0; k < page->alias_count; k++)
            add_alias(a, page, page->aliases[k]);
    }
}

/* ---- Alternates ---- */

/* The place of the same thing in another language, or NULL. */
static const struct address *other_place(const struct site *site,
                                         const struct route *route,
                                         const struct language *language)
{
    const struct site_language *lang = site_language_of(site, language);
    const struct taxonomy *taxonomy;
    const struct section *section;

    switch (route->kind) {
    case ROUTE_SECTION:
    case ROUTE_HOME:
        section = map_get(&lang->sections, route->section->id);
        return section ? &section->address : NULL;
    case ROUTE_TAXONOMY:
        taxonomy = &lang->taxonomies[route->taxonomy -
                                     site_language_of(site, route->language)
                                         ->taxonomies];
        return taxonomy->terms.len ? &taxonomy->address : NULL;
    case ROUTE_PAGE:
    case ROUTE_TERM:
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
    return NULL;
}

static size_t page_alternates(const struct page *page, struct alternate *out)
{
    size_t count = 0;
    size_t next = 0;
    bool own = false;

    /* In the order of languages, the page itself among them. */
    while (next < page->translation_count || !own) {
        const struct page *other = page;

        if (next < page->translation_count &&
            (own ||
             page->translations[next]->language->index < page->language->index))
            other = page->translations[next++];
        else
            own = true;
        out[count++] =
            (struct alternate){other->language, other->url, other->permalink};
    }
    return count;
}

const struct alternate *route_alternates(const struct site *site,
                                         struct arena *arena,
                                         const struct route *route,
                                         size_t *count)
{
    const struct config *config = site->config;
    struct alternate *list =
        arena_array(arena, struct alternate, config->language_count);
    size_t found = 0;

    if (route->pager.number > 1)
        found = 0;
    else if (route->page &&
             (route->kind == ROUTE_PAGE || route->page->translation_count))
        found = page_alternates(route->page, list);
    else
        for (size_t i = 0; i < config->language_count; i++) {
            const struct language *language = &config->languages[i];
            const struct address *place = other_place(site, route, language);

            if (place)
                list[found++] =
                    (struct alternate){language, place->url, place->permalink};
        }
    *count = found > 1 ? found : 0;
    return list;
}
