/* SPDX-License-Identifier: MIT */
/*
 * Which .bib files a page cites from, and an entry as templates see it.
 */
#include "bibliography.h"

#include "keep.h"
#include "source.h"

/* The path that a page's front matter means; false: it leaves the site. */
static bool bib_path(struct arena *arena, const struct page *page,
                     struct str written, struct str *out)
{
    struct str base = page->dir;

    if (str_starts(written, STR("/"))) {
        base = STR("");
        written = str_from(written, 1);
    }
    return path_resolve(arena, base, written, out);
}

/* `bibliography:` is one path or a list; *count of them. */
static const struct value *written_paths(const struct page *page, size_t *count)
{
    const struct value *v = value_map_get(page->meta, STR("bibliography"));

    *count = 0;
    if (!v)
        return NULL;
    if (value_is(*v, VALUE_LIST)) {
        *count = v->as.list->len;
        return v->as.list->items;
    }
    *count = !value_is(*v, VALUE_NULL);
    return v;
}

/* ---- Reading ---- */

static const struct bib_file *load(struct build *build, struct str path,
                                   struct error *err)
{
    struct source_ref source = {.path = path};
    struct bib_file *file = arena_new(build->arena, struct bib_file);

    keep_extra(build, path_join(build->arena, build->root, path));
    if (source_read(build, path, &source.text, err) < 0)
        return NULL;
    phx_ignore(bibtex_read(build->arena, &source, build->diags, file),
               "what could be read counts");
    map_set(&build->bibliography.files, path, file);
    return file;
}

static void load_shared(struct build *build)
{
    const struct repo_files *files = &build->inputs.files;

    for (size_t i = 0; i < files->list.len; i++) {
        struct str path = files->list.items[i].path;
        struct error err;
        if (!str_starts(path, STR("data/")) || !str_is(path_ext(path), "bib"))
            continue;
        const struct bib_file *file = load(build, path, &err);
        if (file)
            vec_push(build->arena, &build->bibliography.shared, file);
        else
            diag_add(build->diags, DIAG_BIBLIOGRAPHY_MISSING,
                     &(struct source_ref){.path = path}, (struct span){0}, "%s",
                     err.message);
    }
}

/* Where front matter says `bibliography:`. */
static struct span place(const struct page *page)
{
    static const struct str key = STR_INIT("bibliography:");
    struct str text = page->meta_source.text;
    size_t at = str_find(text, key);

    if (at == STR_NONE)
        return (struct span){.line = 1};
    struct span span = span_at(text, at);
    span.len = (uint32_t)key.len - 1;
    return span;
}

static void load_one(struct build *build, const struct page *page,
                     struct value written)
{
    struct str path;
    struct error err = {0};

    if (!value_is(written, VALUE_STRING)) {
        diag_add(build->diags, DIAG_BIBLIOGRAPHY_MISSING, &page->meta_source,
                 place(page), "bibliography wants paths of .bib files, not %s",
                 value_kind_name(written));
        return;
    }
    if (!bib_path(build->arena, page, value_text(written), &path)) {
        diag_add(build->diags, DIAG_FILE_OUTSIDE, &page->meta_source,
                 place(page), "%" STR_FMT " leaves the site",
                 STR_ARG(value_text(written)));
        return;
    }
    if (map_has(&build->bibliography.files, path) || load(build, path, &err))
        return;
    diag_hint(build->diags,
              diag_add(build->diags, DIAG_BIBLIOGRAPHY_MISSING,
                       &page->meta_source, place(page),
                       "there is no file %" STR_FMT, STR_ARG(path)),
              "paths start at this page's folder, `/…` at the site's root");
}

void bibliography_load(struct build *build)
{
    const struct content_files *content = &build->inputs.content;

    map_init(&build->bibliography.files, build->arena);
    load_shared(build);
    for (size_t i = 0; i < content->pages.len; i++) {
        const struct page *page = content->pages.items[i].page;
        size_t count = 0;
        const struct value *paths = page ? written_paths(page, &count) : NULL;
        for (size_t k = 0; k < count; k++)
            load_one(build, page, paths[k]);
    }
}

/* ---- Looking up ---- */

/* The page's files, its own first. */
static const struct bib_file **files_of(const struct build *build,
                                        struct arena *arena,
                                        const struct page *page, size_t *count)
{
    const struct bibliography *b = &build->bibliography;
    size_t own;
    const struct value *paths = written_paths(page, &own);
    const struct bib_file **files =
        arena_array(arena, const struct bib_file *, own + b->shared.len);
    struct str path;

    *count = 0;
    for (size_t i = 0; i < own; i++) {
        if (!value_is(paths[i], VALUE_STRING) ||
            !bib_path(arena, page, value_text(paths[i]), &path))
            continue;
        files[*count] = map_get(&b->files, path);
        *count += files[*count] != NULL;
    }
    for (size_t i = 0; i < b->shared.len; i++)
        files[(*count)++] = b->shared.items[i];
    return files;
}

const struct bib_entry *bibliography_find(const struct build *build,
                                          struct arena *arena,
                                          const struct page *page,
                                          struct str key)
{
    size_t count;
    const struct bib_file **files = files_of(build, arena, page, &count);

    for (size_t i = 0; i < count; i++) {
        const struct bib_entry *entry = map_get(&files[i]->by_key, key);
        if (entry)
            return entry;
    }
    return NULL;
}

void bibliography_note(const struct build *build, struct reader *reader,
                       const struct page *page)
{
    size_t count;
    const struct bib_file **files =
        files_of(build, reader->arena, page, &count);

    for (size_t i = 0; i < count; i++)
        reader_note(reader, INPUT_SOURCE, files[i]->path, files[i]->hash);
}

struct str bibliography_nearest(const struct build *build, struct arena *arena,
                                const struct page *page, struct str key)
{
    size_t count, total = 0, at = 0;
    const struct bib_file **files = files_of(build, arena, page, &count);

    for (size_t i = 0; i < count; i++)
        total += files[i]->entries.len;
    struct str *keys = arena_array(arena, struct str, total);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < files[i]->entries.len; k++)
            keys[at++] = files[i]->entries.items[k]->key;
    return str_nearest(key, keys, total);
}

/* ---- For templates ---- */

static void put(struct map_builder *map, struct arena *arena, const char *name,
                const struct bib_entry *entry, const char *field,
                const char *other)
{
    struct str text = bib_field(entry, field);

    if (text.len == 0 && other)
        text = bib_field(entry, other);
    map_builder_put(map, name, value_str(bibtex_text(arena, text)));
}

/* A date such as 2024-05-01 in place of a year. */
static struct str year_of(const struct bib_entry *entry)
{
    struct str year = bib_field(entry, "year");

    return year.len ? year : str_slice(bib_field(entry, "date"), 0, 4);
}

/* Addresses are no LaTeX. */
static struct str address(struct arena *arena, struct str s)
{
    return str_replace(arena, str_trim(s), STR("\\"), STR(""));
}

struct value bibliography_value(struct arena *arena,
                                const struct bib_entry *entry)
{
    struct map_builder map;
    struct str authors = bib_field(entry, "author");
    size_t count;

    if (authors.len == 0)
        authors = bib_field(entry, "editor");
    const struct str *names = bibtex_names(arena, authors, &count);
    map_builder_init(&map, arena);
    map_builder_put(&map, "key", value_str(entry->key));
    map_builder_put(&map, "type", value_str(entry->type));
    map_builder_put(&map, "authors", value_strings(arena, names, count));
    put(&map, arena, "title", entry, "title", NULL);
    put(&map, arena, "container", entry, "journal", "booktitle");
    put(&map, arena, "volume", entry, "volume", NULL);
    put(&map, arena, "number", entry, "number", NULL);
    put(&map, arena, "pages", entry, "pages", NULL);
    put(&map, arena, "publisher", entry, "publisher", "institution");
    map_builder_put(&map, "year",
                    value_str(bibtex_text(arena, year_of(entry))));
    map_builder_put(&map, "url",
                    value_str(address(arena, bib_field(entry, "url"))));
    map_builder_put(&map, "doi",
                    value_str(address(arena, bib_field(entry, "doi"))));
    return map_builder_finish(&map);
}
