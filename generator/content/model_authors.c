/* SPDX-License-Identifier: MIT */
/*
 * Who wrote a page that does not say: the authors of its commits, known people
 * of phx.yaml recognised by name or address, else the site's author. Addresses
 * from commits are never published.
 */
#include "model.h"

static bool is_person(struct value person, const struct repo_author *author)
{
    struct str email = value_map_str(person, STR("email"), STR(""));

    if (email.len && str_eq_nocase(email, author->email))
        return true;
    return author->name.len &&
           str_eq(value_map_str(person, STR("name"), STR("")), author->name);
}

static struct value find_person(struct assembly *a,
                                const struct repo_author *author)
{
    struct value known = a->config->authors;
    struct map_builder map;

    for (size_t i = 0; i < known.as.map->len; i++)
        if (is_person(known.as.map->entries[i].value, author))
            return known.as.map->entries[i].value;
    if (is_person(a->config->author, author))
        return a->config->author;
    map_builder_init(&map, a->arena);
    map_builder_put(&map, "name", value_str(author->name));
    return map_builder_finish(&map);
}

static struct value person_of(struct assembly *a,
                              const struct repo_author *author)
{
    struct str key = str_fmt(a->arena, "%" STR_FMT " <%" STR_FMT ">",
                             STR_ARG(author->name), STR_ARG(author->email));
    struct value *known = map_get(&a->people, key);

    if (!known) {
        known = arena_new(a->arena, struct value);
        *known = find_person(a, author);
        map_set(&a->people, key, known);
    }
    return *known;
}

void model_authors(struct assembly *a, struct page *page)
{
    const struct repo_file_history *history = page->history;
    struct list_builder list;

    if (page->authors.kind == VALUE_LIST && page->authors.as.list->len)
        return;
    list_builder_init(&list, a->arena);
    if (history && history->author_count)
        for (size_t i = 0; i < history->author_count; i++)
            list_builder_push(&list, person_of(a, &history->authors[i]));
    else if (a->config->author.as.map->len)
        list_builder_push(&list, a->config->author);
    page->authors = list_builder_finish(&list);
}
