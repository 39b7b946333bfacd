/* SPDX-License-Identifier: MIT */
/*
 * The roles {ref} and {cite}, and the list of references. Labels and numbers
 * come from numbering.c.
 */
#include "numbering.h"

/* ---- {ref} ---- */

/* `target`: a URL of the site, or "#…" of the page. */
static void open_link(struct fill *fill, const char *class, struct str target)
{
    struct buf url = BUF_INIT;

    buf_add_url(&url, fill_url_mode(fill, target));
    buf_add_fmt(fill->out, "<a class=\"%s\" href=\"", class);
    buf_add_escaped(fill->out, buf_str(&url));
    buf_add_cstr(fill->out, "\">");
    buf_deinit(&url);
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

/* `page`: where it was sought; NULL: on the page itself. */
static void report_label(struct fill *fill, const struct hole *hole,
                         const struct page *page, const struct map *labels,
                         struct str name)
{
    struct str *names =
        arena_array(fill->reader->arena, struct str, labels->len);
    struct diag *d;

    if (!fill->diags)
        return;
    for (size_t i = 0; i < labels->len; i++)
        names[i] = labels->entries[i].key;
    d = diag_add(fill->diags, DIAG_LABEL_UNKNOWN, fill_where(fill, hole),
                 hole->span,
                 "nothing on %" STR_FMT " has the label `%" STR_FMT "`",
                 STR_ARG(page ? page->path : STR("this page")), STR_ARG(name));
    struct str near = str_nearest(name, names, labels->len);
    if (near.len)
        diag_hint(fill->diags, d, "did you mean `%" STR_FMT "`?",
                  STR_ARG(near));
    else
        diag_hint(fill->diags, d,
                  "a label is the option :name: of a figure, table or "
                  "equation, or a heading's id");
}

/* What {ref} names: a label, and the URL that leads to it. */
struct target {
    const struct label *label; /* NULL: it was reported */
    struct str url;
};

/* `path#label`. */
static struct target find_elsewhere(struct fill *fill, const struct hole *hole,
                                    struct str path, struct str name)
{
    struct target target = {.url = STR("")};
    struct link link;

    if (!fill_page_link(fill, hole, path, &link))
        return target;
    target.label = label_elsewhere(fill, link.page, name);
    if (target.label)
        target.url = str_fmt(fill->reader->arena, "%" STR_FMT "#%" STR_FMT,
                             STR_ARG(link.url), STR_ARG(name));
    else
        report_label(fill, hole, link.page, labels_elsewhere(fill, link.page),
                     name);
    return target;
}

static struct target find_target(struct fill *fill, const struct hole *hole,
                                 struct str name)
{
    const struct map *labels = &page_index(fill)->labels;
    const struct label *label = map_get(labels, name);
    size_t hash = str_chr(name, '#');

    if (!label && hash != STR_NONE && hash > 0)
        return find_elsewhere(fill, hole, str_slice(name, 0, hash),
                              str_from(name, hash + 1));
    if (!label)
        report_label(fill, hole, NULL, labels, name);
    return (struct target){label, str_cat(fill->reader->arena, STR("#"), name)};
}

void fill_ref(struct fill *fill, const struct hole *hole)
{
    struct str text = STR(""), name = str_trim(hole->text);
    size_t open = str_rchr(name, '<');

    if (open != STR_NONE && str_ends(name, STR(">"))) {
        text = str_trim(str_slice(name, 0, open));
        name = str_trim(str_slice(name, open + 1, name.len - 1));
    }
    const struct target target = find_target(fill, hole, name);
    if (!target.label) {
        buf_add_cstr(fill->out, "<code>");
        buf_add_escaped(fill->out, name);
        buf_add_cstr(fill->out, "</code>");
        return;
    }
    open_link(fill, "ref", target.url);
    buf_add_escaped(fill->out,
                    text.len ? text : label_text(fill, target.label));
    buf_add_cstr(fill->out, "</a>");
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
    while (citation_next_key(&rest, &key)) {
        /* One in an argument is met only now. */
        const struct citation *citation = page_cite(fill, index, key);
        if (!first)
            buf_add_cstr(fill->out, ", ");
        first = false;
        if (!citation) {
            report_citation(fill, hole, key);
            buf_add_escaped(fill->out, key);
            buf_add_char(fill->out, '?');
            continue;
        }
        open_link(
            fill, "cite-number",
            str_cat(arena, STR("#"), reference_id(arena, citation->number)));
        buf_add_fmt(fill->out, "%u</a>", citation->number);
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
