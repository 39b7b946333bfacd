/* SPDX-License-Identifier: MIT */
/*
 * ```{include} path```: another file's Markdown in place of the directive, with
 * its own places for diagnostics. With `:code: python` it is shown as code, of
 * which `:lines: 3-10` takes a part.
 */
#include "parse.h"

/* On one page: sixteen files that include each other twice would be 65,536. */
#define INCLUDES_MAX 500

static cmark_node *not_included(struct piece *piece, cmark_node *node,
                                struct note *note)
{
    fence_as_code(piece, node, note->hole.name, STR(""));
    return node;
}

/* The site's path of what the directive names; false: it was reported. */
static bool resolve(struct piece *piece, const struct hole *hole,
                    struct str *path)
{
    struct str written = hole->argument;
    struct str base = path_dir(piece->where.path);

    if (!written.len) {
        piece_report(piece, DIAG_INCLUDE_MISSING, hole->span,
                     "{include} needs the path of a file");
        return false;
    }
    if (written.ptr[0] == '/') {
        base = STR("");
        written = str_from(written, 1);
    }
    if (path_resolve(piece->parse->arena, base, written, path))
        return true;
    piece_report(piece, DIAG_FILE_OUTSIDE, hole->span,
                 "%" STR_FMT " leaves the site", STR_ARG(written));
    return false;
}

static bool is_open(const struct piece *piece, struct str path)
{
    for (; piece; piece = piece->outer)
        if (str_eq(piece->where.path, path))
            return true;
    return false;
}

static bool read_file(struct piece *piece, const struct hole *hole,
                      struct str path, struct source_ref *file)
{
    const struct dialect *dialect = piece->parse->dialect;

    if (is_open(piece, path)) {
        piece_report(piece, DIAG_INCLUDE_CYCLE, hole->span,
                     "%" STR_FMT " includes itself", STR_ARG(path));
        return false;
    }
    if (piece->depth >= DEPTH_MAX) {
        piece_report(piece, DIAG_MARKDOWN_LIMIT, hole->span,
                     "files include each other more than %d deep", DEPTH_MAX);
        return false;
    }
    if (++piece->parse->includes > INCLUDES_MAX) {
        piece_report(piece, DIAG_MARKDOWN_LIMIT, hole->span,
                     "the page includes more than %d files", INCLUDES_MAX);
        return false;
    }
    /* Also when it is not there: it may come. */
    vec_push(piece->parse->arena, &piece->parse->included, path);
    if (dialect->include &&
        dialect->include(dialect->include_ctx, path, piece->parse->arena, file))
        return true;
    piece_report(piece, DIAG_INCLUDE_MISSING, hole->span,
                 "there is no file %" STR_FMT " to include", STR_ARG(path));
    return false;
}

static struct str option(const struct hole *hole, const char *name, bool *there)
{
    for (size_t i = 0; i < hole->attr_count; i++) {
        if (str_is(hole->attrs[i].name, name)) {
            *there = true;
            return hole->attrs[i].value;
        }
    }
    *there = false;
    return STR("");
}

static void check_options(struct piece *piece, const struct hole *hole)
{
    for (size_t i = 0; i < hole->attr_count; i++)
        if (!str_is(hole->attrs[i].name, "code") &&
            !str_is(hole->attrs[i].name, "lines"))
            diag_hint(piece->parse->diags,
                      piece_report(piece, DIAG_DIRECTIVE_OPTION,
                                   hole->attrs[i].name_span,
                                   "{include} has no option `%" STR_FMT "`",
                                   STR_ARG(hole->attrs[i].name)),
                      "its options are code and lines");
}

/* Lines FROM-TO, FROM- or ONE of `text`, from 1. */
static bool take_lines(struct str text, struct str range, struct str *out)
{
    size_t dash = str_chr(range, '-'), at = 0, start = 0;
    struct str last = dash == STR_NONE ? range : str_from(range, dash + 1);
    struct str line, rest = text;
    int64_t from, to = INT64_MAX, number = 0;

    if (!str_to_int(str_trim(str_slice(range, 0, dash)), &from) || from < 1 ||
        (str_trim(last).len && !str_to_int(str_trim(last), &to)) || to < from)
        return false;
    start = text.len;
    at = text.len;
    while (str_line(&rest, &line)) {
        number++;
        if (number == from)
            start = (size_t)(line.ptr - text.ptr);
        if (number - 1 == to) {
            at = (size_t)(line.ptr - text.ptr);
            break;
        }
    }
    *out = str_slice(text, start, at);
    return true;
}

static cmark_node *as_code(struct piece *piece, cmark_node *node,
                           struct note *note, struct str text,
                           struct str language)
{
    bool there;
    struct str range = option(&note->hole, "lines", &there);

    if (there && !take_lines(text, range, &text))
        piece_report(piece, DIAG_DIRECTIVE_OPTION, note->hole.span,
                     "lines must be like 3-10");
    node->as.code.literal = chunk_of(str_dup(piece->parse->arena, text));
    fence_as_code(piece, node, language, STR(""));
    return node;
}

cmark_node *include_finish(struct piece *piece, cmark_node *node,
                           struct note *note)
{
    struct parse *parse = piece->parse;
    struct source_ref *file = arena_new(parse->arena, struct source_ref);
    struct lines *lines = arena_new(parse->arena, struct lines);
    struct str path, language;
    struct piece inner;
    size_t offset;
    bool code;

    if (!resolve(piece, &note->hole, &path) ||
        !read_file(piece, &note->hole, path, file))
        return not_included(piece, node, note);
    check_options(piece, &note->hole);
    language = option(&note->hole, "code", &code);
    if (code)
        return as_code(piece, node, note, file->text, language);
    if (limits_check(file->text, &offset) != LIMIT_NONE) {
        piece_report(piece, DIAG_MARKDOWN_LIMIT, note->hole.span,
                     "%" STR_FMT " is too large or too deep to include",
                     STR_ARG(path));
        return not_included(piece, node, note);
    }
    file->path = path;
    lines_init(lines, file->text, 0);
    piece_inside(&inner, piece, 1, lines->count);
    inner.lines = lines;
    inner.first_line = 0;
    inner.where = *file;
    inner.source = file;
    piece_parse(&inner, file->text);
    note->kind = NOTE_GROUP;
    return directive_splice(node, note, &inner);
}
