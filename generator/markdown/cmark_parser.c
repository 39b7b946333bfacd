/* SPDX-License-Identifier: MIT */
/*
 * cmark's parser set up for us: registration and the start-up check, one parser
 * for each piece, and the library's own HTML for the conformance runner.
 */
#include "parse.h"

#include <cmark-gfm-core-extensions.h>

cmark_chunk chunk_of(struct str s)
{
    return (cmark_chunk){(unsigned char *)(uintptr_t)s.ptr, (bufsize_t)s.len,
                         0};
}

/* Written by markdown_init, before threads; the library keeps its registry in
 * globals, so this is one too. */
static struct cmark_extensions extensions;

const struct cmark_extensions *cmark_extensions(void)
{
    return &extensions;
}

cmark_node *piece_node(cmark_node_type type)
{
    return cmark_node_new_with_mem(type, cmark_memory());
}

struct note *note_new(enum note_kind kind)
{
    struct note *note = cmark_memory()->calloc(1, sizeof(*note));
    struct hole *hole = &note->hole;

    note->kind = kind;
    hole->text = hole->name = hole->title = hole->alt = hole->argument =
        STR("");
    hole->yaml = value_null();
    return note;
}

void note_attach(cmark_node *node, struct note *note)
{
    node->extension = extensions.phx;
    node->user_data = note;
}

struct note *note_of(const cmark_node *node)
{
    return node->extension == extensions.phx ? node->user_data : NULL;
}

/* The page's link definitions count in directive bodies and included files. */
static void copy_definitions(cmark_parser *into, const cmark_parser *from)
{
    size_t count = 0;
    const cmark_reference **list;
    cmark_mem *mem = cmark_memory();

    for (cmark_map_entry *e = from->refmap->refs; e; e = e->next)
        count++;
    if (!count)
        return;
    /* The newest is first in the list; ages must rise again. */
    list = mem->calloc(count, sizeof(cmark_reference *));
    for (cmark_map_entry *e = from->refmap->refs; e; e = e->next)
        list[--count] = (const cmark_reference *)e;
    for (cmark_map_entry *e = from->refmap->refs; e; e = e->next, list++) {
        cmark_reference *copy = mem->calloc(1, sizeof(*copy));
        struct str label = str_of((const char *)(*list)->entry.label);

        copy->entry.label = mem->calloc(label.len + 1, 1);
        memcpy(copy->entry.label, label.ptr, label.len);
        copy->entry.age = into->refmap->size++;
        copy->entry.next = into->refmap->refs;
        copy->url = chunk_of(chunk_str((*list)->url));
        copy->title = chunk_of(chunk_str((*list)->title));
        into->refmap->refs = &copy->entry;
    }
}

/* Ours comes before the table's, which answers for every paragraph line. */
static cmark_parser *parser_new(const struct piece *piece)
{
    const struct dialect *dialect = piece->parse->dialect;
    int options = CMARK_OPT_SOURCEPOS | CMARK_OPT_UNSAFE;
    cmark_parser *parser;

    if (dialect->footnotes)
        options |= CMARK_OPT_FOOTNOTES;
    if (dialect->additions)
        options |= CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE;
    parser = cmark_parser_new_with_mem(options, cmark_memory());
    if (dialect->additions)
        cmark_parser_attach_syntax_extension(parser, extensions.phx);
    else if (dialect->autolinks)
        cmark_parser_attach_syntax_extension(parser, extensions.autolink);
    if (dialect->tables && piece->tables)
        cmark_parser_attach_syntax_extension(parser, extensions.table);
    if (dialect->strikethrough)
        cmark_parser_attach_syntax_extension(parser, extensions.strikethrough);
    if (dialect->tasklists)
        cmark_parser_attach_syntax_extension(parser, extensions.tasklist);
    if (piece->outer)
        copy_definitions(parser, piece->outer->parser);
    return parser;
}

void piece_inside(struct piece *piece, struct piece *outer, size_t first,
                  size_t lines)
{
    *piece = (struct piece){
        .parse = outer->parse,
        .outer = outer,
        .lines = outer->lines,
        .first_line = outer->first_line + first - 1,
        .line_count = lines,
        .where = outer->where,
        .source = outer->source,
        .tables = outer->tables,
        .depth = outer->depth + 1,
    };
}

void piece_parse(struct piece *piece, struct str text)
{
    const struct dialect *dialect = piece->parse->dialect;
    struct piece *before = piece_switch(piece);
    cmark_parser *parser = parser_new(piece);

    PHX_BUG_ON(!extensions.phx);
    piece->has_at = str_chr(text, '@') != STR_NONE;
    if (dialect->additions)
        text = emphasis_mark(text, &piece->marked);
    piece->parser = parser;
    cmark_parser_feed(parser, text.ptr, text.len);
    if (dialect->additions && dialect->footnotes)
        footnotes_own(parser);
    piece->root = cmark_parser_finish(parser);
    piece->parser = NULL;
    piece_switch(before);
}

struct str piece_render(struct piece *piece)
{
    struct piece *before = piece_switch(piece);
    const char *html = cmark_render_html_with_mem(piece->root, CMARK_OPT_UNSAFE,
                                                  NULL, cmark_memory());
    struct str copy = str_dup(piece->parse->arena, str_of(html));

    piece_switch(before);
    return copy;
}

const char *markdown_library_version(void)
{
    return cmark_version_string();
}

static void gfm_attach(cmark_parser *parser, struct str name)
{
    static const struct {
        const char *name;
        size_t offset;
    } known[] = {
        {"table", offsetof(struct cmark_extensions, table)},
        {"strikethrough", offsetof(struct cmark_extensions, strikethrough)},
        {"tasklist", offsetof(struct cmark_extensions, tasklist)},
        {"autolink", offsetof(struct cmark_extensions, autolink)},
        {"tagfilter", offsetof(struct cmark_extensions, tagfilter)},
    };

    for (size_t i = 0; i < PHX_COUNT(known); i++) {
        cmark_syntax_extension *extension;

        memcpy(&extension, (const char *)&extensions + known[i].offset,
               sizeof(extension));
        if (str_is(name, known[i].name))
            cmark_parser_attach_syntax_extension(parser, extension);
    }
}

static int gfm_options(const struct str *names, size_t count)
{
    static const struct {
        const char *name;
        int option;
    } known[] = {
        {"smart", CMARK_OPT_SMART},
        {"footnotes", CMARK_OPT_FOOTNOTES},
        {"unsafe", CMARK_OPT_UNSAFE},
        {"hardbreaks", CMARK_OPT_HARDBREAKS},
        {"nobreaks", CMARK_OPT_NOBREAKS},
        {"full-info-string", CMARK_OPT_FULL_INFO_STRING},
        {"github-pre-lang", CMARK_OPT_GITHUB_PRE_LANG},
        {"table-prefer-style-attributes",
         CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES},
        {"strikethrough-double-tilde", CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE},
    };
    int options = CMARK_OPT_DEFAULT;

    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < PHX_COUNT(known); k++)
            if (str_is(names[i], known[k].name))
                options |= known[k].option;
    return options;
}

struct str markdown_gfm_html(struct arena *arena, struct str text,
                             const struct str *names, size_t name_count,
                             const struct str *option_names,
                             size_t option_count)
{
    int options = gfm_options(option_names, option_count);
    cmark_parser *parser;
    struct str html;

    PHX_BUG_ON(!extensions.phx);
    cmark_memory_begin();
    parser = cmark_parser_new_with_mem(options, cmark_memory());
    for (size_t i = 0; i < name_count; i++)
        gfm_attach(parser, names[i]);
    cmark_parser_feed(parser, text.ptr, text.len);
    html = str_dup(arena, str_of(cmark_render_html_with_mem(
                              cmark_parser_finish(parser), options,
                              parser->syntax_extensions, cmark_memory())));
    cmark_memory_end();
    return html;
}

/* One document with every extension: from now on the library's table of special
 * characters does not change. */
static void warm_up(void)
{
    cmark_parser *parser;

    cmark_memory_begin();
    parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, cmark_memory());
    cmark_parser_attach_syntax_extension(parser, extensions.phx);
    cmark_parser_attach_syntax_extension(parser, extensions.table);
    cmark_parser_attach_syntax_extension(parser, extensions.strikethrough);
    cmark_parser_attach_syntax_extension(parser, extensions.tasklist);
    cmark_parser_attach_syntax_extension(parser, extensions.autolink);
    cmark_parser_feed(parser, "~~a~~\n", 6);
    cmark_parser_finish(parser);
    cmark_memory_end();
}

int markdown_init(struct error *err)
{
    if (extensions.phx)
        return 0;
    cmark_memory_init();
    cmark_gfm_core_extensions_ensure_registered();
    extensions.table = cmark_find_syntax_extension("table");
    extensions.strikethrough = cmark_find_syntax_extension("strikethrough");
    extensions.tasklist = cmark_find_syntax_extension("tasklist");
    extensions.autolink = cmark_find_syntax_extension("autolink");
    extensions.tagfilter = cmark_find_syntax_extension("tagfilter");
    if (!extensions.table || !extensions.strikethrough ||
        !extensions.tasklist || !extensions.autolink || !extensions.tagfilter)
        return phx_fail(err, PHX_ELIBRARY,
                        "cmark-gfm lacks an extension "
                        "(libcmark-gfm-extensions-dev 0.29.0.gfm.6)");
    extensions.phx = syntax_extension_new();
    warm_up();
    if (!cmark_wrap_reached())
        return phx_fail(err, PHX_ELIBRARY,
                        "cmark-gfm must be linked statically with --wrap="
                        "cmark_inlines_remove_special_character");
    return 0;
}
