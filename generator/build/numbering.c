/* SPDX-License-Identifier: MIT */
/*
 * Labels, numbers and citations of a page. What is written for them is
 * fill_ref.c's.
 */
#include "numbering.h"

#include "inputs.h"

struct collect {
    struct arena *arena;
    const struct build *build;
    struct map *labels;
    struct fill *fill;                  /* NULL: labels only */
    struct page_index *index;           /* likewise */
    unsigned numbers[NUMBERED_NOTHING]; /* so far, by kind */
};

static void add_label(struct collect *c, struct str name, enum numbered kind,
                      struct str title, const struct hole *holder)
{
    struct label *label;

    if (map_has(c->labels, name))
        return; /* the first one counts; its directive reports the second */
    label = arena_new(c->arena, struct label);
    label->name = name;
    label->kind = kind;
    label->title = title;
    label->holder = holder;
    if (kind != NUMBERED_NOTHING)
        label->number = ++c->numbers[kind];
    map_set(c->labels, name, label);
}

static void add_directive(struct collect *c, const struct hole *hole)
{
    const struct component_spec *spec = component_find(c->build, hole->name);
    struct str name = component_label(hole);

    if (c->index && str_is(hole->name, "references"))
        c->index->lists_references = true;
    if (spec && spec->numbered != NUMBERED_NOTHING && name.len)
        add_label(c, name, spec->numbered, STR(""), hole);
}

bool citation_next_key(struct str *rest, struct str *key)
{
    while (str_split(rest, ',', key)) {
        *key = str_trim(*key);
        if (key->len)
            return true;
    }
    return false;
}

const struct citation *page_cite(struct fill *fill, struct page_index *index,
                                 struct str key)
{
    struct arena *arena = fill->reader->arena;
    const struct build *build = render_host_of(fill->reader)->build;
    struct citation *citation = map_get(&index->citations, key);

    if (citation)
        return citation;
    const struct bib_entry *entry =
        bibliography_find(build, arena, fill->page, key);
    if (!entry)
        return NULL;
    citation = arena_new(arena, struct citation);
    citation->entry = entry;
    citation->number = (unsigned)index->citations.len + 1;
    map_set(&index->citations, entry->key, citation);
    return citation;
}

static void add_citations(struct collect *c, struct str keys)
{
    struct str key;

    bibliography_note(c->build, c->fill->reader, c->fill->page);
    while (citation_next_key(&keys, &key))
        page_cite(c->fill, c->index, key);
}

static void collect(struct collect *c, const struct document *document)
{
    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];
        if (hole->kind == HOLE_DIRECTIVE)
            add_directive(c, hole);
        else if (c->fill && hole->kind == HOLE_ROLE &&
                 str_is(hole->name, "cite"))
            add_citations(c, hole->text);
        if (hole->body)
            collect(c, hole->body);
    }
}

/* After the directives: a figure's label wins over a heading's id. */
static void collect_headings(struct collect *c, const struct document *document)
{
    for (size_t i = 0; i < document->heading_count; i++)
        add_label(c, document->headings[i].id, NUMBERED_NOTHING,
                  document->headings[i].text, NULL);
    for (size_t i = 0; i < document->hole_count; i++)
        if (document->holes[i].body)
            collect_headings(c, document->holes[i].body);
}

static void collect_page(struct collect *c, const struct page *page)
{
    map_init(c->labels, c->arena);
    collect(c, &page->document);
    collect_headings(c, &page->document);
}

struct page_index *page_index(struct fill *fill)
{
    struct render_host *host = render_host_of(fill->reader);
    struct arena *arena = fill->reader->arena;

    if (host->index && host->indexed == fill->page)
        return host->index;
    /* A number in the summary depends on what stands below it. */
    reader_note(fill->reader, INPUT_PAGE_BODY, fill->page->path,
                fill->page->fingerprint_body);
    struct page_index *index = arena_new(arena, struct page_index);
    struct collect c = {.arena = arena,
                        .build = host->build,
                        .labels = &index->labels,
                        .fill = fill,
                        .index = index};
    map_init(&index->citations, arena);
    collect_page(&c, fill->page);
    host->index = index;
    host->indexed = fill->page;
    return index;
}

/* ---- Of another page ---- */

static const struct map *labels_of(const struct build *build,
                                   struct arena *arena, const struct page *page)
{
    struct map *labels = arena_new(arena, struct map);
    struct collect c = {.arena = arena, .build = build, .labels = labels};

    collect_page(&c, page);
    return labels;
}

static struct hash label_fingerprint(const struct label *label)
{
    struct hash h = {0};

    if (!label)
        return h;
    h = hash_mix_int(h, (uint64_t)label->kind + 1);
    h = hash_mix_int(h, label->number);
    return hash_mix_str(h, label->title);
}

const struct map *labels_elsewhere(struct fill *fill, const struct page *page)
{
    struct render_host *host = render_host_of(fill->reader);

    if (!host->labels || host->labelled != page) {
        host->labels = labels_of(host->build, fill->reader->arena, page);
        host->labelled = page;
    }
    return host->labels;
}

const struct label *label_elsewhere(struct fill *fill, const struct page *page,
                                    struct str name)
{
    struct arena *arena = fill->reader->arena;
    const struct label *label = map_get(labels_elsewhere(fill, page), name);

    reader_note(fill->reader, INPUT_COLLECTION,
                str_fmt(arena, INPUT_LABEL "%" STR_FMT "\n%" STR_FMT,
                        STR_ARG(page->path), STR_ARG(name)),
                label_fingerprint(label));
    return label;
}

struct hash label_now(const struct build *build, struct arena *scratch,
                      const struct page *page, struct str name)
{
    return label_fingerprint(map_get(labels_of(build, scratch, page), name));
}

const struct hole *document_directive(const struct document *document,
                                      const char *name)
{
    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];
        const struct hole *inner;
        if (hole->kind == HOLE_DIRECTIVE && str_is(hole->name, name))
            return hole;
        if (hole->body && (inner = document_directive(hole->body, name)))
            return inner;
    }
    return NULL;
}
