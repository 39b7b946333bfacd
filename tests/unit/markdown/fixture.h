/* SPDX-License-Identifier: MIT */
/*
 * A page parsed for one test. `shown` writes its HTML with the holes made
 * visible, so that a test states a whole result in one string:
 *   href="URL"  (image URL|alt)  (figure URL|alt)  (#id)  (math TeX)
 *   (display TeX)  (block TeX)  (code LANG|text)  (role NAME|text)
 *   (NAME argument|option=value|body)
 */
#ifndef PHX_TESTS_MARKDOWN_FIXTURE_H
#define PHX_TESTS_MARKDOWN_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markdown/markdown.h"

struct fixture {
    struct arena arena;
    struct dialect dialect;
    struct diags diags;
    struct document document;
};

static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    struct error err;

    if (!f || markdown_init(&err) < 0)
        return -1;
    arena_init(&f->arena);
    diags_init(&f->diags, &f->arena, NULL);
    f->dialect = markdown_site_dialect();
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *f = *state;

    arena_deinit(&f->arena);
    free(f);
    return 0;
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

static inline struct document *parse_str(struct fixture *f, struct str text)
{
    struct source_ref source = {.path = STR("content/page.md"), .text = text};

    markdown_parse(&f->arena, &f->dialect, &source, text, &f->diags,
                   &f->document);
    return &f->document;
}

static inline struct document *parse(struct fixture *f, const char *text)
{
    return parse_str(f, str_of(text));
}

static inline void show_into(struct buf *out, const struct document *document);

static inline void show_hole(struct buf *out, const struct hole *hole)
{
    struct str text = str_trim(hole->text);

    switch (hole->kind) {
    case HOLE_LINK:
        buf_add(out, hole->text);
        break;
    case HOLE_IMAGE:
        buf_add_fmt(out, "(%s %" STR_FMT "|%" STR_FMT ")",
                    hole->alone ? "figure" : "image", STR_ARG(hole->text),
                    STR_ARG(hole->alt));
        break;
    case HOLE_ANCHOR:
        buf_add_fmt(out, "(#%" STR_FMT ")", STR_ARG(hole->name));
        break;
    case HOLE_MATH:
        buf_add_fmt(out, "(%s %" STR_FMT ")",
                    hole->alone     ? "block"
                    : hole->display ? "display"
                                    : "math",
                    STR_ARG(text));
        break;
    case HOLE_CODE:
        buf_add_fmt(out, "(code %" STR_FMT "|%" STR_FMT ")",
                    STR_ARG(hole->name), STR_ARG(text));
        break;
    case HOLE_ROLE:
        buf_add_fmt(out, "(role %" STR_FMT "|%" STR_FMT ")",
                    STR_ARG(hole->name), STR_ARG(hole->text));
        break;
    case HOLE_DIRECTIVE:
        buf_add_fmt(out, "(%" STR_FMT " %" STR_FMT, STR_ARG(hole->name),
                    STR_ARG(hole->argument));
        for (size_t i = 0; i < hole->attr_count; i++)
            buf_add_fmt(out, "|%" STR_FMT "=%" STR_FMT,
                        STR_ARG(hole->attrs[i].name),
                        STR_ARG(hole->attrs[i].value));
        buf_add_char(out, '|');
        if (hole->body)
            show_into(out, hole->body);
        else
            buf_add(out, text);
        buf_add_char(out, ')');
        break;
    }
}

static inline void show_into(struct buf *out, const struct document *document)
{
    size_t at = 0;

    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];

        buf_add(out, str_slice(document->html, at, hole->offset));
        at = hole->offset;
        show_hole(out, hole);
    }
    buf_add(out, str_from(document->html, at));
}

static inline struct str shown(struct fixture *f, const struct document *d)
{
    struct buf out = BUF_INIT;
    struct str result;

    show_into(&out, d);
    result = buf_dup(&f->arena, &out);
    buf_deinit(&out);
    return result;
}

static inline void check_text(struct str got, const char *expected,
                              const char *file, int line)
{
    if (str_is(got, expected))
        return;
    print_error("expected: %s\ngot:      %" STR_FMT "\n", expected,
                STR_ARG(got));
    _fail(file, line);
}
#define assert_text(got, expected)                                             \
    check_text((got), (expected), __FILE__, __LINE__)
/* The page `markdown` is shown as `expected`. */
#define assert_page(f, markdown, expected)                                     \
    assert_text(shown((f), parse((f), (markdown))), (expected))

/* One diagnostic of the parse as "M033 3:1 message". */
static inline struct str diag_text(struct fixture *f, size_t index)
{
    const struct diag *diag;

    if (index >= f->diags.list.len)
        return STR("(none)");
    diag = &f->diags.list.items[index];
    return str_fmt(&f->arena, "%s %u:%u %" STR_FMT, diag_code(diag->id),
                   diag->span.line, diag->span.col, STR_ARG(diag->message));
}

/* What stands in `text` where the span says. */
static inline struct str text_at(struct str text, struct span span)
{
    struct str line = STR("");

    for (uint32_t i = 0; i < span.line; i++)
        if (!str_line(&text, &line))
            return STR("(no such line)");
    return str_slice(line, span.col - 1, span.col - 1 + span.len);
}

#endif
