/* SPDX-License-Identifier: MIT */
/* KaTeX's style sheet and fonts, as a site publishes them. */
#include "script/script.h"

#define FONTS "npm/katex/dist/fonts/"

/* KaTeX names each font three times: every browser that a site is read with
 * takes WOFF2, so only that source is kept. */
static void add_sources(struct buf *out, struct str sources, struct str prefix)
{
    struct str source;
    bool first = true;

    while (str_split(&sources, ',', &source)) {
        if (str_find(source, STR(".woff2)")) == STR_NONE)
            continue;
        if (!first)
            buf_add_char(out, ',');
        first = false;
        if (str_starts(source, STR("url(fonts/"))) {
            buf_add(out, STR("url("));
            buf_add(out, prefix);
            source = str_from(source, sizeof("url(fonts/") - 1);
        }
        buf_add(out, source);
    }
}

bool script_katex_css(struct arena *arena, struct str font_prefix,
                      struct str *css)
{
    const struct str mark = STR("src:");
    struct buf out;
    struct str from;

    if (!embed_find(STR("npm/katex/dist/katex.min.css"), &from))
        return false;
    buf_init(&out);
    for (size_t at = str_find(from, mark); at != STR_NONE;
         at = str_find(from, mark)) {
        struct str rest = str_from(from, at + mark.len);
        size_t end = 0;

        while (end < rest.len && rest.ptr[end] != '}' && rest.ptr[end] != ';')
            end++;
        buf_add(&out, str_slice(from, 0, at + mark.len));
        add_sources(&out, str_slice(rest, 0, end), font_prefix);
        from = str_from(rest, end);
    }
    buf_add(&out, from);
    *css = buf_dup(arena, &out);
    buf_deinit(&out);
    return true;
}

size_t script_katex_fonts(struct arena *arena, struct script_file **files)
{
    size_t count;
    size_t first = embed_range(STR(FONTS), &count);

    *files = arena_array(arena, struct script_file, count);
    for (size_t i = 0; i < count; i++) {
        const struct embed_file *file = &embed_files[first + i];

        (*files)[i].name = str_of(file->path + sizeof(FONTS) - 1);
        (*files)[i].bytes =
            str_bytes(file->start, (size_t)(file->end - file->start));
    }
    return count;
}
