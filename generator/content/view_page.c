/* SPDX-License-Identifier: MIT */
/* A page as templates see it. What only build/ can make (body, summary,
 * headings with roles) is asked of the reader's host. */
#include "view.h"

#define PAGE const struct page *page = self
#define GETTER(name)                                                           \
    static bool get_##name(const void *self, struct reader *reader,            \
                           struct value *out)

/* A getter of a plain member that front matter decides. */
#define META(name, expression)                                                 \
    GETTER(name)                                                               \
    {                                                                          \
        PAGE;                                                                  \
        note_meta(reader, page);                                               \
        *out = (expression);                                                   \
        return true;                                                           \
    }

static struct value written(const struct page *page, const char *key)
{
    const struct value *v = value_map_get(page->meta, str_of(key));

    return v ? *v : value_null();
}

/* One thing where a list is expected. */
static struct value written_list(const struct page *page, const char *key,
                                 struct arena *arena)
{
    struct value v = written(page, key);
    struct value *one;

    if (v.kind == VALUE_LIST || v.kind == VALUE_MAP)
        return v;
    if (v.kind == VALUE_NULL)
        return value_list_of(arena, NULL, 0);
    one = arena_copy(arena, &v, sizeof(v));
    return value_list_of(arena, one, 1);
}

META(title, value_str(page->title))
META(url, value_str(page->url))
META(permalink, value_str(page->permalink))
META(path, value_str(page->path))
META(id, value_str(page->id))
META(slug, value_str(page->slug))
META(date, view_date(page->date, page->has_date))
META(updated, view_date(page->updated, page->has_updated))
META(expires, view_date(page->expires, page->has_expires))
META(draft, value_bool(page->draft))
META(weight, value_int(page->weight))
META(extra, page->extra)
META(authors, page->authors)
META(role, written(page, "role"))
META(period, written(page, "period"))
META(repo, written(page, "repo"))
META(demo, written(page, "demo"))
META(stack, written_list(page, "stack", reader->arena))
META(results, written_list(page, "results", reader->arena))
META(links, written_list(page, "links", reader->arena))
META(is_home, value_bool(page->is_index && page->id.len == 0))
META(is_section, value_bool(page->is_index))
META(aliases, value_strings(reader->arena, page->aliases, page->alias_count))
META(section, view_object(&page->section->object))

GETTER(markdown)
{
    PAGE;
    note_setting(reader, page->site, "markdown_twins");
    note_meta(reader, page);
    *out = view_text(page_markdown_url(reader->arena, page));
    return true;
}

GETTER(language)
{
    PAGE;
    note_meta(reader, page);
    *out = view_object(&site_language_of(page->site, page->language)->object);
    return true;
}

/* ---- What the body says ---- */

static bool host_body(const struct page *page, bool summary,
                      struct reader *reader, struct value *out)
{
    const struct content_host *host = reader->host;

    if (host)
        return host->body(reader, page, summary, out);
    return reader_fail(reader, DIAG_EXPRESSION,
                       "a page's text cannot be read here");
}

GETTER(content)
{
    PAGE;
    reader_note(reader, INPUT_PAGE_BODY, page->path, page->fingerprint_body);
    return host_body(page, false, reader, out);
}

GETTER(summary)
{
    PAGE;
    reader_note(reader, INPUT_PAGE_SUMMARY, page->path,
                page->fingerprint_summary);
    if (page->summary.len == 0)
        return host_body(page, true, reader, out);
    *out = value_str(page->summary);
    return true;
}

GETTER(description)
{
    PAGE;
    const struct content_host *host = reader->host;

    reader_note(reader, INPUT_PAGE_SUMMARY, page->path,
                page->fingerprint_summary);
    if (host && host->description && host->description(reader, page, out))
        return true;
    *out = value_str(page->description);
    return true;
}

#define FACT(name, expression)                                                 \
    GETTER(name)                                                               \
    {                                                                          \
        PAGE;                                                                  \
        reader_note(reader, INPUT_PAGE_FACTS, page->path,                      \
                    page->fingerprint_facts);                                  \
        *out = (expression);                                                   \
        return true;                                                           \
    }
FACT(words, value_int((int64_t)page->words))
FACT(reading_time, value_int((int64_t)page->reading_time))

#define BODY(name, expression)                                                 \
    GETTER(name)                                                               \
    {                                                                          \
        PAGE;                                                                  \
        reader_note(reader, INPUT_PAGE_BODY, page->path,                       \
                    page->fingerprint_body);                                   \
        *out = (expression);                                                   \
        return true;                                                           \
    }
BODY(has_math, value_bool(page->document.has_math))
BODY(has_code, value_bool(page->document.has_code))

/* The image of front matter, else the first of the body, as a URL. */
GETTER(image)
{
    PAGE;
    struct link link;

    note_meta(reader, page);
    *out = value_null();
    if (page->image.len == 0)
        return true;
    site_resolve(page->site, reader->arena, page, page->image, &link);
    site_resolve_note(page->site, reader, page, page->image, &link);
    if (link.kind != LINK_BROKEN && link.kind != LINK_OUTSIDE)
        *out = value_str(link.url);
    return true;
}

/* ---- Contents ---- */

static bool heading_title(const struct page *page, size_t index,
                          struct reader *reader, struct value *out)
{
    const struct content_host *host = reader->host;

    if (host)
        return host->heading(reader, page, index, out);
    *out = value_str(page->document.headings[index].text);
    return true;
}

/* The headings from *next on that are deeper than `above`, as a tree. */
static bool toc_level(const struct page *page, struct reader *reader,
                      unsigned above, size_t *next, struct value *out)
{
    const struct document *d = &page->document;
    struct list_builder list;

    list_builder_init(&list, reader->arena);
    while (*next < d->heading_count && d->headings[*next].level > above) {
        const struct heading *heading = &d->headings[*next];
        struct map_builder map;
        struct value title;
        struct value children;

        if (!heading_title(page, *next, reader, &title))
            return false;
        ++*next;
        if (!toc_level(page, reader, heading->level, next, &children))
            return false;
        map_builder_init(&map, reader->arena);
        map_builder_put(&map, "title", title);
        map_builder_put(&map, "id", value_str(heading->id));
        map_builder_put(&map, "level", value_int((int64_t)heading->level));
        map_builder_put(&map, "children", children);
        list_builder_push(&list, map_builder_finish(&map));
    }
    *out = list_builder_finish(&list);
    return true;
}

/* The heading that is the page's title is none of its contents. */
GETTER(toc)
{
    PAGE;
    const struct document *d = &page->document;
    size_t first = 0;

    reader_note(reader, INPUT_PAGE_HEADINGS, page->path,
                page->fingerprint_headings);
    note_meta(reader, page);
    if (!page->toc) {
        *out = value_list_of(reader->arena, NULL, 0);
        return true;
    }
    if (d->heading_count && d->title_end && str_eq(d->title, page->title))
        first = 1;
    return toc_level(page, reader, 0, &first, out);
}

/* ---- Other pages ---- */

static void note_own(struct reader *reader, const struct page *page,
                     const char *what, struct hash fingerprint)
{
    if (!reader->trace)
        return;
    reader_note(
        reader, INPUT_COLLECTION,
        str_fmt(reader->arena, "%s:%" STR_FMT, what, STR_ARG(page->path)),
        fingerprint);
}

GETTER(previous)
{
    PAGE;
    note_own(reader, page, "neighbours", page->fingerprint_neighbours);
    *out = view_page(page->previous);
    return true;
}

GETTER(next)
{
    PAGE;
    note_own(reader, page, "neighbours", page->fingerprint_neighbours);
    *out = view_page(page->next);
    return true;
}

static struct value page_list(struct arena *arena,
                              const struct page *const *pages, size_t count)
{
    struct value *values = arena_array(arena, struct value, count);

    for (size_t i = 0; i < count; i++)
        values[i] = view_page(pages[i]);
    return value_list_of(arena, values, count);
}

GETTER(translations)
{
    PAGE;
    note_own(reader, page, "translations", page->fingerprint_translations);
    *out =
        page_list(reader->arena, page->translations, page->translation_count);
    return true;
}

GETTER(related)
{
    PAGE;
    const struct page **list;
    size_t count = model_related(page, reader->arena, &list);
    struct hash h = hash_mix_int((struct hash){0}, count);

    for (size_t i = 0; i < count; i++)
        h = hash_mix(h, list[i]->id_hash);
    note_own(reader, page, "related", h);
    *out = page_list(reader->arena, list, count);
    return true;
}

/* ---- Terms ---- */

static struct value terms_of(const struct page *page, struct reader *reader,
                             struct str taxonomy)
{
    struct list_builder list;

    note_meta(reader, page);
    list_builder_init(&list, reader->arena);
    for (size_t i = 0; i < page->term_count; i++) {
        const struct term *term = page->terms[i].term;

        if (!term->taxonomy->is_series &&
            str_eq(term->taxonomy->config.name, taxonomy))
            list_builder_push(&list, view_object(&term->object));
    }
    return list_builder_finish(&list);
}

GETTER(tags)
{
    *out = terms_of(self, reader, STR("tags"));
    return true;
}

GETTER(categories)
{
    *out = terms_of(self, reader, STR("categories"));
    return true;
}

static const struct page_term *series_of(const struct page *page)
{
    for (size_t i = 0; i < page->term_count; i++)
        if (page->terms[i].term->taxonomy->is_series)
            return &page->terms[i];
    return NULL;
}

GETTER(series)
{
    PAGE;
    const struct page_term *own = series_of(page);

    note_meta(reader, page);
    *out = own ? view_object(&own->term->object) : value_null();
    return true;
}

GETTER(series_index)
{
    PAGE;
    const struct page_term *own = series_of(page);

    note_meta(reader, page);
    if (own)
        note_list(reader, &own->term->pages);
    *out = own ? value_int((int64_t)own->position + 1) : value_null();
    return true;
}

/* ---- History ---- */

static void note_history(struct reader *reader, const struct page *page)
{
    reader_note(reader, INPUT_HISTORY, page->path,
                page->history ? hash_bytes(page->history->commit)
                              : (struct hash){0});
}

GETTER(commit)
{
    PAGE;
    note_history(reader, page);
    *out = page->history ? value_str(page->history->commit) : value_null();
    return true;
}

static const struct field fields[] = {
    {"aliases", get_aliases, "Other URLs that redirect here."},
    {"authors", get_authors,
     "Maps with name and what phx.yaml says of them; of front matter, else of "
     "the commits."},
    {"categories", get_categories, "Its categories, as terms."},
    {"commit", get_commit, "The last commit that changed the source, or null."},
    {"content", get_content, "The body as HTML."},
    {"date", get_date,
     "The date of front matter, file name or first commit; or null."},
    {"demo", get_demo, "A project's demo, or null."},
    {"description", get_description,
     "Plain text: description or summary of front matter, else the summary."},
    {"draft", get_draft, "Whether it is a draft."},
    {"expires", get_expires, "When it leaves the site, or null."},
    {"extra", get_extra, "The front matter keys that phx does not know."},
    {"has_code", get_has_code, "Whether the body has code blocks."},
    {"has_math", get_has_math, "Whether the body has formulas."},
    {"id", get_id, "Its path without language and extension: posts/fsdp."},
    {"image", get_image,
     "The URL of image in front matter, else of the body's first; or null."},
    {"is_home", get_is_home, "Whether it is the home page."},
    {"is_section", get_is_section, "Whether it is a section's own page."},
    {"language", get_language, "Its language."},
    {"links", get_links, "links of front matter; an empty list without."},
    {"markdown", get_markdown,
     "The URL of its Markdown where markdown_twins is on, or null."},
    {"next", get_next, "The newer page of its section, or null."},
    {"path", get_path, "Its source: content/posts/fsdp.zh.md."},
    {"period", get_period, "A project's period, or null."},
    {"permalink", get_permalink, "The absolute URL."},
    {"previous", get_previous, "The older page of its section, or null."},
    {"reading_time", get_reading_time, "Minutes, at least 1."},
    {"related", get_related, "Pages that share rare terms, best first."},
    {"repo", get_repo, "A project's repository, or null."},
    {"results", get_results, "Names of results that back a project."},
    {"role", get_role, "A project's role, or null."},
    {"section", get_section, "The section it belongs to."},
    {"series", get_series, "Its series, or null."},
    {"series_index", get_series_index,
     "Which part of its series it is, from 1; or null."},
    {"slug", get_slug, "The last part of its URL."},
    {"stack", get_stack, "A project's stack, a list."},
    {"summary", get_summary,
     "HTML up to <!--more-->, or the first paragraph; the text of summary in "
     "front matter."},
    {"tags", get_tags, "Its tags, as terms; other taxonomies by their names."},
    {"title", get_title,
     "Of front matter, else the first heading, else the file's name."},
    {"toc", get_toc, "Headings as a tree: title, id, level, children."},
    {"translations", get_translations, "The same page in other languages."},
    {"updated", get_updated,
     "updated of front matter, else the last commit after the date; or null."},
    {"url", get_url, "The URL with the site's base path."},
    {"weight", get_weight, "Its weight; 0 without."},
    {"words", get_words, "Words; each Chinese letter counts as one."},
};

const struct fields page_fields = {"page", fields, PHX_COUNT(fields)};

static bool page_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    const struct page *page = self->data;
    const struct config *config = page->site->config;

    if (view_get(&page_fields, page, key, reader, out))
        return true;
    if (reader->failed)
        return false;
    for (size_t i = 0; i < config->taxonomy_count; i++)
        if (str_eq(key, config->taxonomies[i].name)) {
            *out = terms_of(page, reader, key);
            return true;
        }
    return false;
}

static bool page_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    (void)self;
    return view_keys(&page_fields, reader, out);
}

static bool page_text(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    return get_title(self->data, reader, out);
}

const struct value_object_type page_type = {
    .name = "page",
    .get = page_get,
    .keys = page_keys,
    .text = page_text,
};

struct value page_value(struct arena *arena, const struct page *page)
{
    (void)arena;
    return view_page(page);
}
