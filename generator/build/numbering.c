/* SPDX-License-Identifier: MIT */
/*
 * Labels, numbers and citations of a page.
 */
#include "numbering.h"

struct collect {
    struct fill *fill;
    struct page_index *index;
    unsigned numbers[NUMBERED_NOTHING]; /* so far, by kind */
};

static void add_label(struct collect *c, struct str name, enum numbered kind,
                      struct str title, const struct hole *holder)
{
    struct arena *arena = c->fill->reader->arena;
    struct label *label;

    if (map_has(&c->index->labels, name))
        return; /* the first one counts; its directive reports the second */
    label = arena_new(arena, struct label);
    label->name = name;
    label->kind = kind;
    label->title = title;
    label->holder = holder;
    if (kind != NUMBERED_NOTHING)
        label->number = ++c->numbers[kind];
    map_set(&c->index->labels, name, label);
}

static void add_directive(struct collect *c, const struct hole *hole)
{
    const struct build *build = render_host_of(c->fill->reader)->build;
    const struct component_spec *spec = component_find(build, hole->name);
    struct str name = component_label(hole);

    if (str_is(hole->name, "references"))
        c->index->lists_references = true;
    if (spec && spec->numbered != NUMBERED_NOTHING && name.len)
        add_label(c, name, spec->numbered, STR(""), hole);
}

/* The next key of a list, trimmed; false at its end. */
static bool next_key(struct str *rest, struct str *key)
{
    while (str_split(rest, ',', key)) {
        *key = str_trim(*key);
        if (key->len)
            return true;
    }
    return false;
}

/* The citation of `key`, numbered when it is the first; NULL: no file has it.
 */
static const struct citation *cite(struct fill *fill, struct page_index *index,
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
    struct reader *reader = c->fill->reader;
    struct str key;

    bibliography_note(render_host_of(reader)->build, reader, c->fill->page);
    while (next_key(&keys, &key))
        cite(c->fill, c->index, key);
}

static void collect(struct collect *c, const struct document *document)
{
    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];
        if (hole->kind == HOLE_DIRECTIVE)
            add_directive(c, hole);
        else if (hole->kind == HOLE_ROLE && str_is(hole->name, "cite"))
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

struct page_index *page_index(struct fill *fill)
{
    struct render_host *host = render_host_of(fill->reader);
    struct arena *arena = fill->reader->arena;
    struct collect c = {.fill = fill};

    if (host->index && host->indexed == fill->page)
        return host->index;
    /* A number in the summary depends on what stands below it. */
    reader_note(fill->reader, INPUT_PAGE_BODY, fill->page->path,
                fill->page->fingerprint_body);
    c.index = arena_new(arena, struct page_index);
    map_init(&c.index->labels, arena);
    map_init(&c.index->citations, arena);
    collect(&c, &fill->page->document);
    collect_headings(&c, &fill->page->document);
    host->index = c.index;
    host->indexed = fill->page;
    return c.index;
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

/* ---- {ref} ---- */

/* Links inside a page only lead somewhere on that page. */
static bool links(const struct fill *fill)
{
    return !fill->elsewhere;
}

static void open_link(struct fill *fill, const char *class, struct str target)
{
    struct arena *arena = fill->reader->arena;
    struct buf url = BUF_INIT;

    if (!links(fill))
        return;
    buf_add_url(&url, fill_url_mode(fill, str_cat(arena, STR("#"), target)));
    buf_add_fmt(fill->out, "<a class=\"%s\" href=\"", class);
    buf_add_escaped(fill->out, buf_str(&url));
    buf_add_cstr(fill->out, "\">");
    buf_deinit(&url);
}

static void close_link(struct fill *fill)
{
    if (links(fill))
        buf_add_cstr(fill->out, "</a>");
}

struct str label_text(struct fill *fill, const struct label *label)
{
    static const char *const words[] = {
        [NUMBERED_FIGURE] = "figure_n",
        [NUMBERED_TABLE] = "table_n",
        [NUMBERED_EQUATION] = "equation_n",
    };
    struct reader *reader = fill->reader;
    const struct build *build = render_host_of(reader)->build;
    const struct value_entry named = {value_str(STR("n")),
                                      value_int(label->number)};
    const struct value_args args = {.named = &named, .named_len = 1};
    struct str key;

    if (label->kind == NUMBERED_NOTHING)
        return label->title;
    key = str_of(words[label->kind]);
    struct str text =
        words_get(&build->words, reader->arena, fill->page->language->code,
                  build->config.languages[0].code, key, &args);
    reader_note(reader, INPUT_WORDS,
                str_fmt(reader->arena, "%" STR_FMT "/%" STR_FMT,
                        STR_ARG(fill->page->language->code), STR_ARG(key)),
                words_fingerprint(&build->words, fill->page->language->code,
                                  build->config.languages[0].code, key));
    return text;
}

static void report_label(struct fill *fill, const struct hole *hole,
                         const struct page_index *index, struct str name)
{
    struct str *names =
        arena_array(fill->reader->arena, struct str, index->labels.len);
    struct diag *d;

    if (!fill->diags)
        return;
    for (size_t i = 0; i < index->labels.len; i++)
        names[i] = index->labels.entries[i].key;
    d = diag_add(
        fill->diags, DIAG_LABEL_UNKNOWN, fill_where(fill, hole), hole->span,
        "nothing on this page has the label `%" STR_FMT "`", STR_ARG(name));
    struct str near = str_nearest(name, names, index->labels.len);
    if (near.len)
        diag_hint(fill->diags, d, "did you mean `%" STR_FMT "`?",
                  STR_ARG(near));
    else
        diag_hint(fill->diags, d,
                  "a label is the option :name: of a figure, table or "
                  "equation, or a heading's id");
}

void fill_ref(struct fill *fill, const struct hole *hole)
{
    const struct page_index *index = page_index(fill);
    struct str text = STR(""), name = str_trim(hole->text);
    size_t open = str_rchr(name, '<');

    if (open != STR_NONE && str_ends(name, STR(">"))) {
        text = str_trim(str_slice(name, 0, open));
        name = str_trim(str_slice(name, open + 1, name.len - 1));
    }
    const struct label *label = map_get(&index->labels, name);
    if (!label) {
        report_label(fill, hole, index, name);
        buf_add_cstr(fill->out, "<code>");
        buf_add_escaped(fill->out, name);
        buf_add_cstr(fill->out, "</code>");
        return;
    }
    open_link(fill, "ref", label->name);
    buf_add_escaped(fill->out, text.len ? text : label_text(fill, label));
    close_link(fill);
}

/* ---- {cite} ---- */

static struct str reference_id(struct arena *arena, unsigned number)
{
    return str_fmt(arena, "bib-%u", number);
}

static void report_citation(struct fill *fill, const struct hole *hole,
                            struct str key)
{
    struct arena *arena = fill->reader->arena;
    const struct build *build = render_host_of(fill->reader)->build;
    struct diag *d;

    if (!fill->diags)
        return;
    d = diag_add(fill->diags, DIAG_CITATION_UNKNOWN, fill_where(fill, hole),
                 hole->span, "no bibliography has `%" STR_FMT "`",
                 STR_ARG(key));
    struct str near = bibliography_nearest(build, arena, fill->page, key);
    if (near.len)
        diag_hint(fill->diags, d, "did you mean `%" STR_FMT "`?",
                  STR_ARG(near));
    else
        diag_hint(fill->diags, d,
                  "bibliographies are data/*.bib and what front matter names "
                  "in `bibliography:`");
}

void fill_cite(struct fill *fill, const struct hole *hole)
{
    struct page_index *index = page_index(fill);
    struct arena *arena = fill->reader->arena;
    struct str rest = hole->text, key;
    bool first = true;

    buf_add_cstr(fill->out, "<span class=\"cite\">[");
    while (next_key(&rest, &key)) {
        /* One in an argument is met only now. */
        const struct citation *citation = cite(fill, index, key);
        if (!first)
            buf_add_cstr(fill->out, ", ");
        first = false;
        if (!citation) {
            report_citation(fill, hole, key);
            buf_add_escaped(fill->out, key);
            buf_add_char(fill->out, '?');
            continue;
        }
        open_link(fill, "cite-number", reference_id(arena, citation->number));
        buf_add_fmt(fill->out, "%u", citation->number);
        close_link(fill);
    }
    buf_add_cstr(fill->out, "]</span>");
}

struct value references_value(struct fill *fill)
{
    const struct page_index *index = page_index(fill);
    struct arena *arena = fill->reader->arena;
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < index->citations.len; i++) {
        const struct citation *citation = index->citations.entries[i].value;
        struct map_builder map;
        map_builder_init(&map, arena);
        map_builder_put(&map, "number", value_int(citation->number));
        map_builder_put(&map, "id",
                        value_str(reference_id(arena, citation->number)));
        map_builder_put(&map, "entry",
                        bibliography_value(arena, citation->entry));
        list_builder_push(&list, map_builder_finish(&map));
    }
    return list_builder_finish(&list);
}
