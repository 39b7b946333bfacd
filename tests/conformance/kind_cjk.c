/* SPDX-License-Identifier: MIT */
/*
 * Kind cjk: {id, markdown, html}. Only where <strong>, <em> and <del> open and
 * close in the text is compared, not a renderer's habits: other tags and line
 * ends go, entities and <s> are made alike.
 */
#include "conformance.h"
#include "markdown/markdown.h"

#include <stdio.h>
#include <stdlib.h>

/* The tag at the start of `html` as we compare it, or empty. */
static const char *kept_tag(struct str html)
{
    static const char *const kept[] = {"<strong>", "</strong>", "<em>",
                                       "</em>",    "<del>",     "</del>"};

    if (str_starts(html, STR("<s>")))
        return "<del>";
    if (str_starts(html, STR("</s>")))
        return "</del>";
    for (size_t i = 0; i < PHX_COUNT(kept); i++)
        if (str_starts(html, str_of(kept[i])))
            return kept[i];
    return "";
}

static struct str structure(struct arena *arena, struct str html)
{
    struct buf out = BUF_INIT;
    struct str result;

    for (size_t i = 0; i < html.len; i++) {
        struct str rest = str_from(html, i);
        size_t end;

        if (html.ptr[i] == '<') {
            buf_add_cstr(&out, kept_tag(rest));
            end = str_chr(rest, '>');
            i += end == STR_NONE ? 0 : end;
        } else if (str_starts(rest, STR("&quot;"))) {
            buf_add_char(&out, '"');
            i += 5;
        } else if (!strchr("\r\n ", html.ptr[i])) {
            buf_add_char(&out, html.ptr[i]);
        }
    }
    result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

/* The HTML with its code blocks, which stand in holes. */
static struct str with_code(struct arena *arena,
                            const struct document *document)
{
    struct buf out = BUF_INIT;
    struct str result;
    size_t at = 0;

    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];

        buf_add(&out, str_slice(document->html, at, hole->offset));
        at = hole->offset;
        if (hole->kind == HOLE_CODE)
            buf_add(&out, hole->text);
    }
    buf_add(&out, str_from(document->html, at));
    result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

static void run_case(struct conformance *run, const struct dialect *dialect,
                     struct value item)
{
    struct str markdown = value_map_str(item, STR("markdown"), STR(""));
    struct source_ref source = {.path = STR("case.md"), .text = markdown};
    struct document document;
    struct diags diags;
    struct str expected, got;

    diags_init(&diags, run->scratch, NULL);
    markdown_parse(run->scratch, dialect, &source, markdown, &diags, &document);
    expected =
        structure(run->scratch, value_map_str(item, STR("html"), STR("")));
    got = structure(run->scratch, with_code(run->scratch, &document));
    if (str_eq(expected, got))
        conformance_pass(run);
    else
        conformance_fail(run,
                         str_fmt(run->scratch, "%" STR_FMT, STR_ARG(markdown)),
                         expected, got);
}

void kind_cjk(struct conformance *run, struct value cases)
{
    struct dialect dialect = markdown_site_dialect();
    struct error err;

    if (markdown_init(&err) < 0) {
        fprintf(stderr, "conformance: %s\n", err.message);
        exit(2);
    }
    /* What the other renderer's cases were made with. */
    dialect.autolinks = dialect.footnotes = dialect.tasklists = false;
    for (size_t i = 0; value_is(cases, VALUE_LIST) && i < cases.as.list->len;
         i++) {
        arena_reset(run->scratch);
        run_case(run, &dialect, cases.as.list->items[i]);
    }
}
