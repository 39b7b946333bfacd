/* SPDX-License-Identifier: MIT */
/*
 * Between view_*.c: the model as templates see it. Each object has one table of
 * fields, sorted by name, with a sentence for the manual. Every getter notes
 * what it read: a page's front matter, a list, a section's head …
 */
#ifndef PHX_CONTENT_VIEW_H
#define PHX_CONTENT_VIEW_H

#include "model.h"

struct field {
    const char *name;
    bool (*get)(const void *self, struct reader *reader, struct value *out);
    const char *text;
};

struct fields {
    const char *object;
    const struct field *list;
    size_t count;
};

extern const struct fields page_fields, section_fields, term_fields,
    series_fields, taxonomy_fields, site_fields, language_fields, build_fields,
    route_fields, pager_fields;

/* False when there is no such field, or its getter failed. */
bool view_get(const struct fields *fields, const void *self, struct str key,
              struct reader *reader, struct value *out);
bool view_keys(const struct fields *fields, struct reader *reader,
               struct value *out);

/* The site in the language that is being rendered. */
const struct site_language *view_language(const struct site *site,
                                          const struct reader *reader);

void note_meta(struct reader *reader, const struct page *page);
void note_list(struct reader *reader, const struct page_list *list);
void note_setting(struct reader *reader, const struct site *site,
                  const char *key);

struct value view_object(const struct value_object *object);
/* The page, or null. */
struct value view_page(const struct page *page);
struct value view_text(struct str text); /* null when empty */
struct value view_date(struct date date, bool known);
struct value view_list(const struct value_list *list);

/* {format, type, title, url, permalink} for each feed of a list at `url`. */
void view_feeds(struct list_builder *list, const struct site *site,
                struct arena *arena, struct str url, struct str title);

/* The configured keys' fingerprints, for notes. */
void view_settings(struct site *site);

/* [{year, count, pages}] of a language's archive. */
struct value view_archive(const struct site_language *lang,
                          struct reader *reader);

#endif
