/* SPDX-License-Identifier: MIT */
/*
 * Where a link leads. A relative link is a path from the source's folder, as on
 * GitHub; what is not there is tried as people write it for the browser, from
 * the page's URL. Each try is one look-up.
 */
#include "model.h"

#define LINK_KEY "link:"

struct query {
    const struct site *site;
    struct arena *arena;
    const struct page *from;
    struct str path; /* as written, decoded, without query and fragment */
    struct str rest; /* "?query#fragment" as written */
    struct link *out;
};

/* ---- Answers ---- */

/* The page in the language of the page that links to it, when it has one. A
 * link that names another language's own file (a.en.md) means that one. */
static const struct page *same_language(const struct query *q,
                                        const struct page *page)
{
    if (!q->from || !page->language->is_default ||
        page->language == q->from->language)
        return page;
    for (size_t i = 0; i < page->translation_count; i++)
        if (page->translations[i]->language == q->from->language)
            return page->translations[i];
    return page;
}

static bool found_page(const struct query *q, const struct page *page)
{
    if (page->hidden != PAGE_SHOWN) {
        q->out->page = page;
        q->out->hidden = page->hidden;
        return false;
    }
    page = same_language(q, page);
    q->out->kind = LINK_PAGE;
    q->out->hidden = PAGE_SHOWN;
    q->out->page = page;
    q->out->url = str_cat(q->arena, page->url, q->rest);
    return true;
}

static bool found_url(const struct query *q, struct str url)
{
    q->out->kind = LINK_FILE;
    q->out->hidden = PAGE_SHOWN;
    q->out->page = NULL;
    q->out->url = str_cat(q->arena, url, q->rest);
    return true;
}

/* ---- By source ---- */

static bool try_path(const struct query *q, struct str path)
{
    const struct page *page = map_get(&q->site->by_path, path);

    if (page)
        return found_page(q, page);
    if (!map_has(&q->site->files, path))
        return false;
    q->out->path = path;
    return found_url(
        q,
        str_fmt(q->arena, "%" STR_FMT "/%" STR_FMT,
                STR_ARG(q->site->config->base_path),
                STR_ARG(address_encode(q->arena, content_file_output(path)))));
}

/* A page whatever its language, a folder's page, or a section without one. */
static bool try_id(const struct query *q, struct str id)
{
    const struct page *page = map_get(&q->site->by_id, id);
    const struct section *section;

    if (!page)
        page = map_get(&q->site->by_id, str_cat(q->arena, id, STR("/")));
    if (page)
        return found_page(q, page);
    for (size_t i = 0; i < q->site->config->language_count; i++) {
        const struct site_language *lang = &q->site->languages[i];

        if (q->from && i == 0)
            lang = site_language_of(q->site, q->from->language);
        section = map_get(&lang->sections, id);
        if (section)
            return found_url(q, section->address.url);
    }
    return false;
}

static bool try_source(const struct query *q, struct str path)
{
    struct content_source source = {.path = path};
    struct str ext = path_ext(path);

    if (try_path(q, path))
        return true;
    if (str_starts(path, STR("static/"))) {
        found_url(
            q, str_fmt(q->arena, "%" STR_FMT "/%" STR_FMT,
                       STR_ARG(q->site->config->base_path),
                       STR_ARG(address_encode(q->arena, str_from(path, 7)))));
        q->out->kind = LINK_ROOTED; /* its files are not content's */
        return true;
    }
    if (!path_is_under(path, STR("content")))
        return false;
    if (path.len <= STR("content/").len)
        return try_id(q, STR(""));
    if (ext.len == 0 ||
        !(str_eq_nocase(ext, STR("md")) || str_eq_nocase(ext, STR("html"))))
        source.path = str_cat(q->arena, path, STR(".md"));
    content_place(q->arena, q->site->config, &source);
    return try_id(q, source.id);
}

/* ---- By URL ---- */

static bool found_route(const struct query *q, const struct route *route)
{
    switch (route->kind) {
    case ROUTE_PAGE:
        return found_page(q, route->page);
    case ROUTE_SECTION:
    case ROUTE_HOME:
        if (route->page && route->pager.number <= 1)
            return found_page(q, route->page);
        break;
    case ROUTE_TAXONOMY:
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
    return found_url(q, route->url);
}

/* `path` is a decoded path from the site's root, without the first '/'. */
static bool try_url(const struct query *q, struct str path)
{
    const struct claim *claim = map_get(&q->site->by_output, path);
    struct str folder;

    if (!claim) {
        folder = path.len ? str_cat(q->arena, path, STR("/index.html"))
                          : STR("index.html");
        claim = map_get(&q->site->by_output, folder);
    }
    if (!claim)
        return false;
    if (claim->route)
        return found_route(q, &q->site->routes.items[claim->route - 1]);
    return try_path(q, str_cat(q->arena, STR("content/"), path));
}

static bool try_from_url(const struct query *q)
{
    struct str folder = q->from ? path_dir(q->from->output) : STR("");
    struct str path;

    return path_resolve(q->arena, folder, q->path, &path) && try_url(q, path);
}

/* ---- Links ---- */

static bool has_scheme(struct str url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];

        if (c == ':')
            return i > 0;
        if (!(ascii_is_letter(c) || (i > 0 && (ascii_is_digit(c) || c == '+' ||
                                               c == '-' || c == '.'))))
            return false;
    }
    return false;
}

/* From the site's root; "/posts/x.md" is a source. */
static void resolve_rooted(const struct query *q, struct str written)
{
    struct str path;

    if (path_resolve(q->arena, STR(""), str_from(q->path, 1), &path)) {
        if (str_eq_nocase(path_ext(path), STR("md")) &&
            try_path(q, path_join(q->arena, STR("content"), path)))
            return;
        if (try_url(q, path))
            return;
    }
    q->out->kind = LINK_ROOTED;
    q->out->page = NULL;
    q->out->url = str_cat(q->arena, q->site->config->base_path, written);
}

static void resolve_relative(const struct query *q)
{
    struct str dir = q->from ? q->from->dir : STR("content");
    struct str path;
    bool inside = path_resolve(q->arena, dir, q->path, &path);

    if (inside && try_source(q, path))
        return;
    if (q->out->hidden == PAGE_SHOWN && try_from_url(q))
        return;
    q->out->kind = inside ? LINK_BROKEN : LINK_OUTSIDE;
    q->out->path = inside ? path : STR("");
}

void site_resolve(const struct site *site, struct arena *arena,
                  const struct page *from, struct str url, struct link *out)
{
    struct query q = {site, arena, from, STR(""), STR(""), out};
    size_t end = 0;
    size_t hash = str_chr(url, '#');

    *out = (struct link){.kind = LINK_EXTERNAL,
                         .url = url,
                         .fragment = STR(""),
                         .path = STR("")};
    if (has_scheme(url) || str_starts(url, STR("//")))
        return;
    if (hash != STR_NONE &&
        !address_decode(arena, str_from(url, hash + 1), &out->fragment))
        out->fragment = str_from(url, hash + 1);
    while (end < url.len && url.ptr[end] != '?' && url.ptr[end] != '#')
        end++;
    if (end == 0) {
        out->kind = LINK_FRAGMENT;
        return;
    }
    q.rest = str_from(url, end);
    if (!address_decode(arena, str_slice(url, 0, end), &q.path)) {
        out->kind = LINK_BROKEN;
        return;
    }
    if (str_starts(q.path, STR("/")))
        resolve_rooted(&q, url);
    else
        resolve_relative(&q);
}

/* ---- Traces ---- */

static struct hash link_fingerprint(const struct link *link)
{
    return hash_mix_int(hash_bytes(link->url),
                        (uint64_t)link->kind * 8 + (uint64_t)link->hidden);
}

/* "link:PATH\nURL": a page has dozens, so not by str_fmt. */
static struct str link_key(struct arena *arena, struct str path, struct str url)
{
    struct buf key = BUF_INIT;

    buf_add_cstr(&key, LINK_KEY);
    buf_add(&key, path);
    buf_add_char(&key, '\n');
    buf_add(&key, url);
    struct str text = buf_dup(arena, &key);
    buf_deinit(&key);
    return text;
}

void site_resolve_note(const struct site *site, struct reader *reader,
                       const struct page *from, struct str url,
                       const struct link *link)
{
    (void)site;
    if (link->kind == LINK_EXTERNAL || link->kind == LINK_FRAGMENT)
        return;
    reader_note(reader, INPUT_COLLECTION,
                link_key(reader->arena, from ? from->path : STR(""), url),
                link_fingerprint(link));
}

static struct hash mix_page(struct hash h, const struct page *page)
{
    h = hash_mix_int(h, (uint64_t)page->hidden);
    h = hash_mix_int(h, page->language->index);
    h = hash_mix_str(h, page->path);
    h = hash_mix_str(h, page->url);
    h = hash_mix_str(h, page->output);
    h = hash_mix_int(h, page->translation_count);
    for (size_t i = 0; i < page->translation_count; i++)
        h = hash_mix_str(h, page->translations[i]->path);
    return h;
}

static struct hash mix_route(struct hash h, const struct route *route)
{
    h = hash_mix_int(h, (uint64_t)route->kind);
    h = hash_mix_int(h, route->pager.number <= 1);
    h = hash_mix_str(h, route->url);
    return hash_mix_str(h, route->page ? route->page->path : STR(""));
}

/* Of every map that a query reads, in its order, which files alone decide. */
struct hash site_addresses(const struct site *site)
{
    struct hash h = hash_mix_int((struct hash){0}, site->by_path.len);

    for (size_t i = 0; i < site->by_path.len; i++)
        h = mix_page(h, site->by_path.entries[i].value);
    h = hash_mix_int(h, site->by_id.len);
    for (size_t i = 0; i < site->by_id.len; i++) {
        const struct page *page = site->by_id.entries[i].value;
        h = hash_mix_str(h, site->by_id.entries[i].key);
        h = hash_mix(h, page->id_hash);
    }
    h = hash_mix_int(h, site->files.len);
    for (size_t i = 0; i < site->files.len; i++)
        h = hash_mix_str(h, site->files.entries[i].key);
    for (size_t i = 0; i < site->config->language_count; i++) {
        const struct map *sections = &site->languages[i].sections;
        h = hash_mix_int(h, sections->len);
        for (size_t k = 0; k < sections->len; k++) {
            const struct section *section = sections->entries[k].value;
            h = hash_mix_str(h, sections->entries[k].key);
            h = hash_mix_str(h, section->address.url);
        }
    }
    h = hash_mix_int(h, site->by_output.len);
    for (size_t i = 0; i < site->by_output.len; i++) {
        const struct claim *claim = site->by_output.entries[i].value;
        h = hash_mix_str(h, site->by_output.entries[i].key);
        h = hash_mix_int(h, claim->route != 0);
        if (claim->route)
            h = mix_route(h, &site->routes.items[claim->route - 1]);
    }
    return h;
}

bool site_is_link(enum input_kind kind, struct str key)
{
    return kind == INPUT_COLLECTION && str_starts(key, STR(LINK_KEY));
}

static bool page_fingerprint(const struct page *page, enum input_kind kind,
                             struct hash *out)
{
    if (!page)
        return false;
    switch (kind) {
    case INPUT_HISTORY:
        *out = page->history ? hash_bytes(page->history->commit)
                             : (struct hash){0};
        return true;
    case INPUT_PAGE_META:
        *out = page->fingerprint_meta;
        break;
    case INPUT_PAGE_SUMMARY:
        *out = page->fingerprint_summary;
        break;
    case INPUT_PAGE_FACTS:
        *out = page->fingerprint_facts;
        break;
    case INPUT_PAGE_HEADINGS:
        *out = page->fingerprint_headings;
        break;
    case INPUT_PAGE_BODY:
        *out = page->fingerprint_body;
        break;
    case INPUT_SOURCE:
    case INPUT_TEMPLATE:
    case INPUT_SETTING:
    case INPUT_COLLECTION:
    case INPUT_DATA:
    case INPUT_RESULT:
    case INPUT_ASSET:
    case INPUT_WORDS:
    case INPUT_CLOCK:
        return false;
    }
    return page->hidden == PAGE_SHOWN;
}

static bool related_fingerprint(const struct page *page, struct arena *scratch,
                                struct hash *out)
{
    const struct page **list;
    size_t count = model_related(page, scratch, &list);

    *out = hash_mix_int((struct hash){0}, count);
    for (size_t i = 0; i < count; i++)
        *out = hash_mix(*out, list[i]->id_hash);
    return true;
}

/* Collections that are not kept under their keys: "route:URL", and what belongs
 * to one page, "related:PATH". */
static bool computed_fingerprint(const struct site *site, struct arena *scratch,
                                 struct str key, struct hash *out)
{
    size_t colon = str_chr(key, ':');
    struct str kind = str_slice(key, 0, colon);
    struct str name = colon == STR_NONE ? STR("") : str_from(key, colon + 1);
    const struct page *page = map_get(&site->by_path, name);
    const struct route *route;
    struct link link;
    size_t line;

    if (str_is(kind, "route")) {
        route = site_route_find(site, name);
        *out = route ? route->fingerprint : (struct hash){0};
        return route != NULL;
    }
    if (str_is(kind, "link")) {
        line = str_chr(name, '\n');
        page = map_get(&site->by_path, str_slice(name, 0, line));
        site_resolve(site, scratch, page, str_from(name, line + 1), &link);
        *out = link_fingerprint(&link);
        return true;
    }
    if (!page || page->hidden != PAGE_SHOWN)
        return false;
    if (str_is(kind, "related"))
        return related_fingerprint(page, scratch, out);
    *out = str_is(kind, "neighbours") ? page->fingerprint_neighbours
                                      : page->fingerprint_translations;
    return str_is(kind, "neighbours") || str_is(kind, "translations");
}

bool site_fingerprint(const struct site *site, struct arena *scratch,
                      enum input_kind kind, struct str key, struct hash *out)
{
    const struct hash *kept = NULL;

    if (kind == INPUT_SETTING)
        kept =
            map_get(&site->collections, str_cat(scratch, STR("setting:"), key));
    else if (kind == INPUT_COLLECTION)
        kept = map_get(&site->collections, key);
    else if (kind == INPUT_DATA)
        kept = str_is(key, "data") ? &site->data_fingerprint : NULL;
    else
        return page_fingerprint(map_get(&site->by_path, key), kind, out);
    if (kept)
        *out = *kept;
    else if (kind == INPUT_COLLECTION)
        return computed_fingerprint(site, scratch, key, out);
    return kept != NULL;
}
