/* SPDX-License-Identifier: MIT */
/*
 * Kind gfm: {id, markdown, html, extensions, options, cmark_gfm}. The library
 * through phx's own parser must print `html`, or what cmark_gfm says that the
 * pinned version really prints where it differs.
 */
#include "conformance.h"
#include "markdown/markdown.h"

#include <stdio.h>
#include <stdlib.h>

struct names {
    struct str items[16];
    size_t len;
};

static void names_add(struct names *names, struct value list)
{
    for (size_t i = 0; value_is(list, VALUE_LIST) && i < list.as.list->len;
         i++) {
        struct str name = value_text(list.as.list->items[i]);

        while (str_starts(name, STR("-")))
            name = str_from(name, 1);
        if (names->len < PHX_COUNT(names->items))
            names->items[names->len++] = name;
    }
}

static struct value field(struct value item, struct str key)
{
    const struct value *value = value_map_get(item, key);

    return value ? *value : value_null();
}

static void run_case(struct conformance *run, struct value item)
{
    struct str markdown = value_map_str(item, STR("markdown"), STR(""));
    struct str html = value_map_str(item, STR("html"), STR(""));
    struct str real = value_map_str(item, STR("cmark_gfm"), STR("same"));
    struct str id = value_map_str(item, STR("id"), STR("?"));
    struct names extensions = {0}, options = {{STR("unsafe")}, 1};
    struct str got;

    names_add(&extensions, field(item, STR("extensions")));
    names_add(&options, field(item, STR("options")));
    /* The file counts footnotes as an extension; the library as an option. */
    names_add(&options, field(item, STR("extensions")));
    got = markdown_gfm_html(run->scratch, markdown, extensions.items,
                            extensions.len, options.items, options.len);
    if (str_eq(got, html) || (!str_is(real, "same") && str_eq(got, real)))
        conformance_pass(run);
    else
        conformance_fail(run, id, html, got);
}

void kind_gfm(struct conformance *run, struct value cases)
{
    struct error err;

    if (markdown_init(&err) < 0) {
        fprintf(stderr, "conformance: %s\n", err.message);
        exit(2);
    }
    for (size_t i = 0; value_is(cases, VALUE_LIST) && i < cases.as.list->len;
         i++) {
        arena_reset(run->scratch);
        run_case(run, cases.as.list->items[i]);
    }
}
