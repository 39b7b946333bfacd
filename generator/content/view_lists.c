/* SPDX-License-Identifier: MIT */
/* Sections, taxonomies, terms and series as templates see them. */
#include "view.h"

#define GETTER(name)                                                           \
    static bool name(const void *self, struct reader *reader, struct value *out)

/* ---- Sections ---- */

#define SECTION const struct section *section = self

static void note_head(struct reader *reader, const struct section *section)
{
    reader_note(reader, INPUT_COLLECTION, section->head_key,
                section->head_fingerprint);
}

#define HEAD(name, expression)                                                 \
    GETTER(section_##name)                                                     \
    {                                                                          \
        SECTION;                                                               \
        note_head(reader, section);                                            \
        *out = (expression);                                                   \
        return true;                                                           \
    }

HEAD(title, value_str(section->title))
HEAD(url, value_str(section->address.url))
HEAD(permalink, value_str(section->address.permalink))
HEAD(path, value_str(section->id))
HEAD(page, view_page(section->page))
HEAD(is_home, value_bool(section->parent == NULL))
HEAD(sections, view_list(&section->child_values))
HEAD(weight, value_int(section->page ? section->page->weight : 0))

GETTER(section_parent)
{
    SECTION;
    note_head(reader, section);
    *out =
        section->parent ? view_object(&section->parent->object) : value_null();
    return true;
}

GETTER(section_extra)
{
    SECTION;
    struct map_builder empty;

    note_head(reader, section);
    map_builder_init(&empty, reader->arena);
    *out = section->page ? section->page->extra : map_builder_finish(&empty);
    return true;
}

/* The home page lists the main sections' pages. */
static const struct page_list *pages_of(const struct section *section)
{
    return section->parent ? &section->pages : &section->lang->main;
}

GETTER(section_pages)
{
    SECTION;
    note_list(reader, pages_of(section));
    *out = page_list_value(pages_of(section));
    return true;
}

GETTER(section_count)
{
    SECTION;
    note_list(reader, pages_of(section));
    *out = value_int((int64_t)pages_of(section)->len);
    return true;
}

static bool of_page(const struct section *section, const char *key,
                    struct reader *reader, struct value *out)
{
    note_head(reader, section);
    *out = value_str(STR(""));
    return !section->page ||
           page_type.get(&section->page->object, str_of(key), reader, out);
}

GETTER(section_content)
{
    return of_page(self, "content", reader, out);
}

GETTER(section_description)
{
    return of_page(self, "description", reader, out);
}

GETTER(section_translations)
{
    SECTION;
    const struct site *site = section->lang->site;
    struct list_builder list;

    list_builder_init(&list, reader->arena);
    for (size_t i = 0; i < site->config->language_count; i++) {
        const struct section *other =
            map_get(&site->languages[i].sections, section->id);

        if (!other || other == section)
            continue;
        note_head(reader, other);
        list_builder_push(&list, view_object(&other->object));
    }
    note_head(reader, section);
    *out = list_builder_finish(&list);
    return true;
}

GETTER(section_language)
{
    SECTION;
    (void)reader;
    *out = view_object(&section->lang->object);
    return true;
}

GETTER(section_feeds)
{
    SECTION;
    struct list_builder list;

    note_head(reader, section);
    note_setting(reader, section->lang->site, "feeds");
    list_builder_init(&list, reader->arena);
    view_feeds(&list, section->lang->site, reader->arena, section->address.url,
               section->title);
    *out = list_builder_finish(&list);
    return true;
}

static const struct field section_list[] = {
    {"content", section_content, "The body of its _index.md as HTML."},
    {"count", section_count, "How many pages it lists."},
    {"description", section_description, "Plain text of its _index.md."},
    {"extra", section_extra, "Unknown front matter keys of its _index.md."},
    {"feeds", section_feeds, "Its feeds: format, type, title, url, permalink."},
    {"is_home", section_is_home, "Whether it is the root."},
    {"language", section_language, "Its language."},
    {"page", section_page, "Its _index.md, or null."},
    {"pages", section_pages,
     "Its pages in order; of the root: the main sections' pages."},
    {"parent", section_parent, "The section above; null at the root."},
    {"path", section_path, "Its folder below content/."},
    {"permalink", section_permalink, "The absolute URL."},
    {"sections", section_sections, "The sections in it."},
    {"title", section_title, "Of its _index.md, else of the folder's name."},
    {"translations", section_translations,
     "The same section in other languages."},
    {"url", section_url, "The URL with the site's base path."},
    {"weight", section_weight, "The weight of its _index.md."},
};
const struct fields section_fields = {"section", section_list,
                                      PHX_COUNT(section_list)};

static bool section_get(const struct value_object *self, struct str key,
                        struct reader *reader, struct value *out)
{
    return view_get(&section_fields, self->data, key, reader, out);
}
static bool section_keys(const struct value_object *self, struct reader *reader,
                         struct value *out)
{
    (void)self;
    return view_keys(&section_fields, reader, out);
}
static bool section_text(const struct value_object *self, struct reader *reader,
                         struct value *out)
{
    return section_title(self->data, reader, out);
}

const struct value_object_type section_type = {
    .name = "section",
    .get = section_get,
    .keys = section_keys,
    .text = section_text,
};

/* ---- Terms and series ---- */

#define TERM const struct term *term = self

static void note_term(struct reader *reader, const struct term *term)
{
    reader_note(reader, INPUT_COLLECTION, term->head_key,
                term->head_fingerprint);
}

#define TERM_HEAD(name, expression)                                            \
    GETTER(term_##name)                                                        \
    {                                                                          \
        TERM;                                                                  \
        note_term(reader, term);                                               \
        *out = (expression);                                                   \
        return true;                                                           \
    }

TERM_HEAD(name, value_str(term->name))
TERM_HEAD(slug, value_str(term->slug))
TERM_HEAD(url, value_str(term->address.url))
TERM_HEAD(permalink, value_str(term->address.permalink))
TERM_HEAD(taxonomy, view_object(&term->taxonomy->object))

GETTER(term_pages)
{
    TERM;
    note_list(reader, &term->pages);
    *out = page_list_value(&term->pages);
    return true;
}

GETTER(term_count)
{
    TERM;
    note_list(reader, &term->pages);
    *out = value_int((int64_t)term->pages.len);
    return true;
}

GETTER(term_feeds)
{
    TERM;
    const struct site *site = term->taxonomy->lang->site;
    struct list_builder list;

    note_term(reader, term);
    note_setting(reader, site, "feeds");
    list_builder_init(&list, reader->arena);
    view_feeds(&list, site, reader->arena, term->address.url, term->name);
    *out = list_builder_finish(&list);
    return true;
}

#define TERM_FIELDS                                                            \
    {"count", term_count, "How many pages have it."},                          \
        {"feeds", term_feeds,                                                  \
         "Its feeds: format, type, title, url, permalink."},                   \
        {"name", term_name, "Its name, as first written."},

static const struct field term_list[] = {
    TERM_FIELDS{"pages", term_pages, "Its pages, newest first."},
    {"permalink", term_permalink, "The absolute URL."},
    {"slug", term_slug, "Its part of the URL."},
    {"taxonomy", term_taxonomy, "The taxonomy it belongs to."},
    {"title", term_name, "The same as name."},
    {"url", term_url, "The URL with the site's base path."},
};
const struct fields term_fields = {"term", term_list, PHX_COUNT(term_list)};

static const struct field series_list[] = {
    TERM_FIELDS{"pages", term_pages,
                "Its pages in reading order: part, then date."},
    {"permalink", term_permalink, "The absolute URL."},
    {"slug", term_slug, "Its part of the URL."},
    {"title", term_name, "The same as name."},
    {"url", term_url, "The URL with the site's base path."},
};
const struct fields series_fields = {"series", series_list,
                                     PHX_COUNT(series_list)};

static bool term_get(const struct value_object *self, struct str key,
                     struct reader *reader, struct value *out)
{
    return view_get(&term_fields, self->data, key, reader, out);
}
static bool term_keys(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    (void)self;
    return view_keys(&term_fields, reader, out);
}
static bool term_text(const struct value_object *self, struct reader *reader,
                      struct value *out)
{
    return term_name(self->data, reader, out);
}
const struct value_object_type term_type = {
    .name = "term",
    .get = term_get,
    .keys = term_keys,
    .text = term_text,
};

static bool series_get(const struct value_object *self, struct str key,
                       struct reader *reader, struct value *out)
{
    return view_get(&series_fields, self->data, key, reader, out);
}
static bool series_keys(const struct value_object *self, struct reader *reader,
                        struct value *out)
{
    (void)self;
    return view_keys(&series_fields, reader, out);
}
const struct value_object_type series_type = {
    .name = "series",
    .get = series_get,
    .keys = series_keys,
    .text = term_text,
};

/* ---- Taxonomies ---- */

#define TAXONOMY const struct taxonomy *taxonomy = self

#define TAXONOMY_GETTER(name, expression)                                      \
    GETTER(taxonomy_##name)                                                    \
    {                                                                          \
        TAXONOMY;                                                              \
        reader_note(reader, INPUT_COLLECTION, taxonomy->key,                   \
                    taxonomy->fingerprint);                                    \
        *out = (expression);                                                   \
        return true;                                                           \
    }

TAXONOMY_GETTER(name, value_str(taxonomy->config.name))
TAXONOMY_GETTER(title, value_str(taxonomy->title))
TAXONOMY_GETTER(url, value_str(taxonomy->address.url))
TAXONOMY_GETTER(permalink, value_str(taxonomy->address.permalink))
TAXONOMY_GETTER(count, value_int((int64_t)taxonomy->terms.len))
TAXONOMY_GETTER(terms, view_list(&taxonomy->values))
TAXONOMY_GETTER(by_count, view_list(&taxonomy->by_count))
TAXONOMY_GETTER(page, view_page(taxonomy->page))

static const struct field taxonomy_list[] = {
    {"by_count", taxonomy_by_count, "Its terms, the most used first."},
    {"count", taxonomy_count, "How many terms it has."},
    {"name", taxonomy_name, "Its key in front matter: tags."},
    {"page", taxonomy_page, "The page written for its place, or null."},
    {"permalink", taxonomy_permalink, "The absolute URL."},
    {"terms", taxonomy_terms, "Its terms by name."},
    {"title", taxonomy_title, "Its heading."},
    {"url", taxonomy_url, "The URL with the site's base path."},
};
const struct fields taxonomy_fields = {"taxonomy", taxonomy_list,
                                       PHX_COUNT(taxonomy_list)};

static bool taxonomy_get(const struct value_object *self, struct str key,
                         struct reader *reader, struct value *out)
{
    return view_get(&taxonomy_fields, self->data, key, reader, out);
}
static bool taxonomy_keys(const struct value_object *self,
                          struct reader *reader, struct value *out)
{
    (void)self;
    return view_keys(&taxonomy_fields, reader, out);
}
static bool taxonomy_text(const struct value_object *self,
                          struct reader *reader, struct value *out)
{
    return taxonomy_title(self->data, reader, out);
}
const struct value_object_type taxonomy_type = {
    .name = "taxonomy",
    .get = taxonomy_get,
    .keys = taxonomy_keys,
    .text = taxonomy_text,
};
