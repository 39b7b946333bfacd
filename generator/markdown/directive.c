/* SPDX-License-Identifier: MIT */
/*
 * Directives: options, body, and the body's own parser. A Markdown body's tree
 * is put into the page's tree, so that headings, notes and links stand in one
 * order; the renderer cuts its HTML out again as the hole's body. Alerts
 * (`> [!NOTE]`) are quotes that become directives.
 */
#include "parse.h"

/* The component of that name, or NULL. */
static const struct component *component_find(const struct dialect *dialect,
                                              struct str name)
{
    size_t low = 0, high = dialect->component_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(dialect->components[middle].name, name);

        if (order == 0)
            return &dialect->components[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void report_unknown(struct piece *piece, struct span span,
                           struct str name)
{
    const struct dialect *dialect = piece->parse->dialect;
    struct str *names = arena_array(piece->parse->arena, struct str,
                                    dialect->component_count + 1);
    struct str near;
    struct diag *diag;

    for (size_t i = 0; i < dialect->component_count; i++)
        names[i] = dialect->components[i].name;
    near = str_nearest(name, names, dialect->component_count);
    diag = piece_report(piece, DIAG_DIRECTIVE_UNKNOWN, span,
                        "there is no directive {%" STR_FMT "}", STR_ARG(name));
    if (near.len)
        diag_hint(piece->parse->diags, diag, "did you mean {%" STR_FMT "}?",
                  STR_ARG(near));
    else
        diag_hint(piece->parse->diags, diag,
                  "a directive is the template components/%" STR_FMT
                  ".html of the theme or site",
                  STR_ARG(name));
}

/* `:name: value`; false when the line is something else. */
static bool option_line(struct str line, struct str *name, struct str *value)
{
    size_t end = 1;

    if (line.len < 3 || line.ptr[0] != ':')
        return false;
    while (end < line.len && !strchr(": \t", line.ptr[end]))
        end++;
    if (end == 1 || end == line.len || line.ptr[end] != ':' ||
        (end + 1 < line.len && !strchr(" \t", line.ptr[end + 1])))
        return false;
    *name = str_slice(line, 1, end);
    *value = str_trim(str_from(line, end + 1));
    return true;
}

struct options {
    struct piece *piece;
    struct hole *hole;
    int fence;    /* the line of the directive's fence */
    size_t lines; /* how many lines of the body were options */
    struct str rest;
    PHX_VEC(struct hole_attr) list;
};

static void option_add(struct options *o, struct str name, struct str value)
{
    struct arena *arena = o->piece->parse->arena;
    int line = o->fence + (int)o->lines;
    size_t from = 0;
    struct hole_attr *attr;

    for (size_t i = 0; i < o->list.len; i++)
        if (str_eq(o->list.items[i].name, name))
            piece_report(o->piece, DIAG_DIRECTIVE_OPTION,
                         place_word(o->piece, line, name, &from),
                         "the option %" STR_FMT " stands twice", STR_ARG(name));
    from = 0;
    attr = vec_add(arena, &o->list);
    attr->name = str_dup(arena, name);
    attr->value = str_dup(arena, value);
    attr->name_span = place_word(o->piece, line, name, &from);
    attr->value_span =
        value.len ? place_word(o->piece, line, value, &from) : attr->name_span;
}

/* Options between two lines `---`. */
static void options_yaml(struct options *o)
{
    struct parse *parse = o->piece->parse;
    struct yaml_options yaml = {.dates = true};
    struct str rest = o->rest, line, text;
    size_t lines = 0, from = 0;
    struct source_ref source = o->piece->where;
    struct span fence;

    str_line(&rest, &line);
    text = rest;
    while (str_line(&rest, &line)) {
        lines++;
        if (str_is(str_trim_right(line), "---"))
            break;
    }
    if (!lines || !str_is(str_trim_right(line), "---")) {
        piece_report(o->piece, DIAG_DIRECTIVE_OPTION,
                     place_line(o->piece, o->fence + 1),
                     "the option block between --- lines has no end");
        return;
    }
    text = str_slice(text, 0, (size_t)(line.ptr - text.ptr));
    fence = place_word(o->piece, o->fence + 1, STR("---"), &from);
    source.text = str_dup(parse->arena, text);
    source.line_offset += fence.line;
    if (!yaml_read(parse->arena, &source, &yaml, parse->diags, &o->hole->yaml,
                   NULL))
        o->hole->yaml = value_null();
    else if (!value_is(o->hole->yaml, VALUE_MAP) &&
             !value_is(o->hole->yaml, VALUE_NULL))
        piece_report(o->piece, DIAG_DIRECTIVE_OPTION, fence,
                     "options must be names with values");
    o->lines = lines + 1;
    o->rest = rest.ptr ? rest : STR("");
}

static void options_read(struct options *o, struct str body)
{
    struct str name, value, rest = body, line;

    o->rest = body;
    if (str_line(&rest, &line) && str_is(str_trim_right(line), "---")) {
        options_yaml(o);
    } else {
        rest = body;
        while (str_line(&rest, &line) && option_line(line, &name, &value)) {
            o->lines++;
            option_add(o, name, value);
            o->rest = rest.ptr ? rest : STR("");
        }
    }
    o->hole->attrs = o->list.items;
    o->hole->attr_count = o->list.len;
}

/* A fence that is still open at the end of its container took all the rest. */
static void check_closed(struct piece *piece, cmark_node *node)
{
    struct str line = piece_line(piece, (size_t)node->end_line);
    char c = (char)node->as.code.fence_char;
    struct diag *diag;

    while (line.len && line.ptr[line.len - 1] == c)
        line.len--;
    if (run_length(piece_line(piece, (size_t)node->end_line), line.len, c) >=
            node->as.code.fence_length &&
        node->end_line > node->start_line)
        return;
    diag = piece_report(piece, DIAG_DIRECTIVE_BODY,
                        place_line(piece, node->start_line),
                        "the directive is never closed");
    diag_hint(piece->parse->diags, diag,
              "end it with a line of %d times %c; one that holds another needs "
              "a longer fence",
              node->as.code.fence_length, c);
}

cmark_node *directive_splice(cmark_node *node, struct note *note,
                             struct piece *inner)
{
    cmark_node *container = piece_node(CMARK_NODE_CUSTOM_BLOCK), *child;

    container->start_line = node->start_line;
    container->end_line = node->end_line;
    cmark_node_insert_before(node, container);
    cmark_node_unlink(node);
    while ((child = inner->root->first_child))
        cmark_node_append_child(container, child);
    note_attach(container, note);
    return container;
}

static cmark_node *parse_body(struct piece *piece, cmark_node *node,
                              struct note *note, size_t option_lines)
{
    struct piece inner;
    size_t first = (size_t)node->start_line + 1 + option_lines;
    size_t lines =
        (size_t)node->end_line > first ? (size_t)node->end_line - first : 0;

    if (piece->depth >= DEPTH_MAX) {
        piece_report(piece, DIAG_MARKDOWN_LIMIT, note->hole.span,
                     "directives stand more than %d deep in each other",
                     DEPTH_MAX);
        fence_as_code(piece, node, note->hole.name, STR(""));
        return node;
    }
    piece_inside(&inner, piece, first, lines);
    piece_parse(&inner, note->hole.text);
    return directive_splice(node, note, &inner);
}

cmark_node *directive_finish(struct piece *piece, cmark_node *node,
                             struct str name, struct str argument)
{
    struct parse *parse = piece->parse;
    const struct component *component = component_find(parse->dialect, name);
    struct note *note = note_new(NOTE_DIRECTIVE);
    struct hole *hole = &note->hole;
    struct options options = {
        .piece = piece, .hole = hole, .fence = node->start_line};

    hole->span = place_line(piece, node->start_line);
    if (!component) {
        report_unknown(piece, hole->span, name);
        fence_as_code(piece, node, name, STR(""));
        return node;
    }
    check_closed(piece, node);
    hole->name = component->name;
    hole->argument = str_dup(parse->arena, argument);
    hole->source = piece->source;
    options_read(&options, chunk_str(node->as.code.literal));
    hole->text = str_dup(parse->arena, options.rest);
    hole->text_span =
        place_line(piece, node->start_line + 1 + (int)options.lines);
    if (str_is(name, "math"))
        parse->out->has_math = true;
    if (str_is(name, "include"))
        return include_finish(piece, node, note);
    if (component->body == COMPONENT_MARKDOWN)
        return parse_body(piece, node, note, options.lines);
    if (component->body == COMPONENT_NO_BODY && str_trim(hole->text).len)
        piece_report(piece, DIAG_DIRECTIVE_BODY, hole->text_span,
                     "{%" STR_FMT "} has no body", STR_ARG(name));
    note_attach(node, note);
    return node;
}

/* [!NOTE] alone on a quote's first line: the word in lower case, or empty. */
static struct str alert_word(struct parse *parse, const cmark_node *text)
{
    struct str s;

    if (!text || text->type != CMARK_NODE_TEXT ||
        (text->next && text->next->type != CMARK_NODE_SOFTBREAK &&
         text->next->type != CMARK_NODE_LINEBREAK))
        return STR("");
    s = str_trim_right(chunk_str(text->as.literal));
    if (s.len < 4 || s.len > 20 || !str_starts(s, STR("[!")) ||
        s.ptr[s.len - 1] != ']')
        return STR("");
    return str_lower_ascii(parse->arena, str_slice(s, 2, s.len - 1));
}

void alert_finish(struct piece *piece, cmark_node *quote)
{
    static const char *const alerts[] = {"note", "tip", "important", "warning",
                                         "caution"};
    cmark_node *first = quote->first_child;
    const struct component *component = NULL;
    struct str word;
    struct note *note;

    if (!first || first->type != CMARK_NODE_PARAGRAPH)
        return;
    word = alert_word(piece->parse, first->first_child);
    for (size_t i = 0; word.len && i < PHX_COUNT(alerts); i++)
        if (str_is(word, alerts[i]))
            component = component_find(piece->parse->dialect, word);
    if (!component)
        return;
    note = note_new(NOTE_DIRECTIVE);
    note->hole.name = component->name;
    note->hole.span = place_line(piece, quote->start_line);
    note->hole.text_span = note->hole.span;
    note->hole.source = piece->source;
    if (first->first_child->next)
        cmark_node_free(first->first_child->next);
    cmark_node_free(first->first_child);
    if (!first->first_child)
        cmark_node_free(first);
    note_attach(quote, note);
}
