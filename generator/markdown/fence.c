/* SPDX-License-Identifier: MIT */
/*
 * Code blocks: what the info string says, and which of three things the block
 * is: code, a formula (```math, or a `$$` block of math.c), or a directive
 * (directive.c). `{=html}` and `{.python .wide}` are code.
 */
#include "parse.h"

size_t fence_name(struct str s)
{
    size_t i = 0;

    if (!s.len || s.ptr[0] < 'a' || s.ptr[0] > 'z')
        return 0;
    while (i < s.len && ((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') ||
                         (s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
                         s.ptr[i] == '_' || s.ptr[i] == '-'))
        i++;
    return i;
}

/* The value at the start of `s`: quoted, in brackets, or up to a space. */
static struct str attribute_value(struct str s, size_t *used)
{
    size_t end = 0, depth = 0;

    if (s.len && (s.ptr[0] == '"' || s.ptr[0] == '\'')) {
        end = str_chr(str_from(s, 1), s.ptr[0]);
        end = end == STR_NONE ? s.len : end + 2;
        *used = end;
        return str_slice(
            s, 1, end == s.len && s.ptr[end - 1] != s.ptr[0] ? end : end - 1);
    }
    for (; end < s.len; end++) {
        char c = s.ptr[end];

        depth += c == '[';
        if (c == ']' && depth)
            depth--;
        if (!depth && (c == ' ' || c == '\t' || c == ',' || c == '}'))
            break;
    }
    *used = end;
    return str_slice(s, 0, end);
}

struct attributes {
    struct piece *piece;
    int line;    /* where they stand in the piece */
    size_t from; /* what is looked for next in that line */
    PHX_VEC(struct hole_attr) list;
};

static void attribute_add(struct attributes *a, struct str name,
                          struct str written, struct str value)
{
    struct arena *arena = a->piece->parse->arena;
    struct hole_attr *attr = vec_add(arena, &a->list);

    attr->name = str_dup(arena, name);
    attr->value = str_dup(arena, value);
    attr->name_span = place_word(a->piece, a->line, written, &a->from);
    attr->value_span = value.len && !str_eq(value, written)
                           ? place_word(a->piece, a->line, value, &a->from)
                           : attr->name_span;
}

/* One attribute at the start of `s`; how long it is. */
static size_t attribute_read(struct attributes *a, struct str s, bool braces)
{
    size_t end = 0, used = 0;
    struct str value;

    while (end < s.len && !strchr(" \t,=}", s.ptr[end]))
        end++;
    if (!end)
        return 1;
    if (end < s.len && s.ptr[end] == '=') {
        value = attribute_value(str_from(s, end + 1), &used);
        attribute_add(a, str_slice(s, 0, end), str_slice(s, 0, end), value);
        return end + 1 + used;
    }
    value = str_slice(s, 1, end);
    if (!braces)
        return end;
    if (s.ptr[0] == '.' && value.len)
        attribute_add(a, STR("class"), value, value);
    else if (s.ptr[0] == '#' && value.len)
        attribute_add(a, STR("id"), value, value);
    else
        attribute_add(a, str_slice(s, 0, end), str_slice(s, 0, end), STR(""));
    return end;
}

/* `title="a.py" numbers .wide #x` as attributes of `hole`; `line` is where it
 * stands. In no braces only name=value counts. */
static void read_attributes(struct piece *piece, struct hole *hole,
                            struct str s, int line, bool braces)
{
    struct attributes a = {.piece = piece, .line = line};

    while (s.len) {
        if (strchr(" \t,", s.ptr[0]))
            s = str_from(s, 1);
        else
            s = str_from(s, attribute_read(&a, s, braces));
    }
    hole->attrs = a.list.items;
    hole->attr_count = a.list.len;
}

static size_t count_lines(struct str s)
{
    size_t lines = 0;

    for (size_t at = 0; (at = str_find_from(s, STR("\n"), at)) != STR_NONE;
         at++)
        lines++;
    return lines;
}

void fence_as_code(struct piece *piece, cmark_node *node, struct str name,
                   struct str rest)
{
    struct parse *parse = piece->parse;
    struct note *note = note_new(NOTE_CODE);
    struct hole *hole = &note->hole;
    size_t open = str_chr(rest, '{'), close = str_rchr(rest, '}');
    bool braces = open != STR_NONE && close != STR_NONE && open < close;

    hole->name = str_dup(parse->arena, name);
    hole->argument = str_dup(parse->arena, str_trim(rest));
    hole->text = str_dup(parse->arena, chunk_str(node->as.code.literal));
    hole->source = piece->source;
    hole->span = place_line(piece, node->start_line);
    hole->text_span = node->as.code.fenced
                          ? place_line(piece, node->start_line + 1)
                          : hole->span;
    if (rest.len)
        read_attributes(piece, hole,
                        braces ? str_slice(rest, open + 1, close) : rest,
                        node->start_line, braces);
    parse->out->has_code = true;
    parse->out->code_lines += count_lines(hole->text);
    note_attach(node, note);
}

/* The language that `{.python .input n=1}` or `{python, echo=F}` names. */
static struct str language_in_braces(struct str info)
{
    size_t from = 1, to;

    while (from < info.len && strchr(" .=", info.ptr[from]))
        from++;
    to = from;
    while (to < info.len && !strchr(" \t,.=#}", info.ptr[to]))
        to++;
    return to < info.len && info.ptr[to] == '=' ? STR("")
                                                : str_slice(info, from, to);
}

/* ` .input n=1}` behind the language, as `{.input n=1}`. */
static void code_in_braces(struct piece *piece, cmark_node *node,
                           struct str info)
{
    struct str name = language_in_braces(info);
    size_t end = name.len ? (size_t)(name.ptr - info.ptr) + name.len : 1;
    size_t close = str_rchr(info, '}');
    struct str inner =
        str_trim(str_slice(info, end, close == STR_NONE ? info.len : close));
    struct str rest = inner.len ? str_fmt(piece->parse->arena, "{%" STR_FMT "}",
                                          STR_ARG(inner))
                                : STR("");

    fence_as_code(piece, node, name, rest);
}

static void finish_formula(struct piece *piece, cmark_node *node,
                           struct note *note)
{
    note->hole.display = note->hole.alone = true;
    note->hole.text = str_dup(piece->parse->arena,
                              str_trim(chunk_str(node->as.code.literal)));
    note->hole.span = place_line(piece, node->start_line);
    note->hole.text_span = place_line(piece, node->start_line + 1);
    note->hole.source = piece->source;
    piece->parse->out->has_math = true;
    note_attach(node, note);
}

cmark_node *fence_finish(struct piece *piece, cmark_node *node)
{
    struct note *note = note_of(node);
    struct str info;
    size_t name, end = 0;

    if (piece->marked) {
        emphasis_unmark(&node->as.code.info);
        emphasis_unmark(&node->as.code.literal);
    }
    if (note) {
        if (note->closed)
            finish_formula(piece, node, note);
        else
            note->kind = NOTE_PLAIN;
        return node;
    }
    info = chunk_str(node->as.code.info);
    if (str_is(info, "math")) {
        finish_formula(piece, node, note_new(NOTE_MATH));
        return node;
    }
    name = info.len && info.ptr[0] == '{' ? fence_name(str_from(info, 1)) : 0;
    if (name && name + 1 < info.len && info.ptr[name + 1] == '}' &&
        (name + 2 == info.len || strchr(" \t", info.ptr[name + 2])))
        return directive_finish(piece, node, str_slice(info, 1, name + 1),
                                str_trim(str_from(info, name + 2)));
    if (info.len && info.ptr[0] == '{') {
        code_in_braces(piece, node, info);
        return node;
    }
    while (end < info.len && !strchr(" \t{,", info.ptr[end]))
        end++;
    fence_as_code(piece, node, str_slice(info, 0, end), str_from(info, end));
    return node;
}
