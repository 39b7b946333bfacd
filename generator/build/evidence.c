/* SPDX-License-Identifier: MIT */
/*
 * Receipts: a number in a sentence leads to the file that it was computed from,
 * and a page can say which files stand behind it. A file that is not published
 * is never named.
 */
#include "evidence.h"

#include "results.h"

static bool is_file(const struct build *build, const struct trace_input *input)
{
    return input->kind == INPUT_RESULT && results_published(build, input->key);
}

static struct str url_of(const struct build *build, struct arena *arena,
                         struct str path)
{
    return str_fmt(arena, "%" STR_FMT "/%" STR_FMT,
                   STR_ARG(build->config.base_path), STR_ARG(path));
}

/* A number, or the text of one with its sign and unit. */
static bool is_numeric(struct value v)
{
    static const struct str minus = STR_INIT("\xe2\x88\x92"); /* U+2212 */
    struct str text;

    if (value_is_number(v))
        return true;
    if (!value_is(v, VALUE_STRING))
        return false;
    text = value_text(v);
    if (str_starts(text, minus))
        text = str_from(text, minus.len);
    else if (text.len && (text.ptr[0] == '-' || text.ptr[0] == '+'))
        text = str_from(text, 1);
    return text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

/* Is a link open at the end of what is written? Links do not nest. */
static bool inside_link(struct str html)
{
    for (size_t i = html.len; i-- > 0;)
        if (html.ptr[i] == '<') {
            struct str tag = str_from(html, i);
            if (str_starts(tag, STR("</a>")))
                return false;
            if (str_starts(tag, STR("<a ")))
                return true;
        }
    return false;
}

static bool may_link(const struct fill *fill)
{
    const struct render_host *host = render_host_of(fill->reader);

    return host->mode == URL_SITE && host->filling == fill->reader->page &&
           !host->describing && !host->titling && !fill->elsewhere &&
           !inside_link(buf_str(fill->out));
}

static const struct trace_input *first_file(const struct build *build,
                                            const struct trace *read)
{
    for (size_t i = 0; i < read->inputs.len; i++)
        if (is_file(build, &read->inputs.items[i]))
            return &read->inputs.items[i];
    return NULL;
}

void evidence_write(struct fill *fill, struct value result, struct str text,
                    const struct trace *read)
{
    const struct build *build = render_host_of(fill->reader)->build;
    const struct trace_input *file = first_file(build, read);
    struct buf url = BUF_INIT;

    if (!file || !is_numeric(result) || !may_link(fill)) {
        buf_add_escaped(fill->out, text);
    } else {
        buf_add_url(&url, url_of(build, fill->reader->arena, file->key));
        buf_add_cstr(fill->out, "<a class=\"evidence\" href=\"");
        buf_add_escaped(fill->out, buf_str(&url));
        buf_add_cstr(fill->out, "\">");
        buf_add_escaped(fill->out, text);
        buf_add_cstr(fill->out, "</a>");
    }
    buf_deinit(&url);
}

static struct value file_value(const struct build *build, struct arena *arena,
                               struct str path)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "name", value_str(path_name(path)));
    map_builder_put(&map, "path", value_str(path));
    map_builder_put(&map, "url", value_str(url_of(build, arena, path)));
    return map_builder_finish(&map);
}

bool evidence_files(void *data, const struct value_args *args,
                    struct reader *reader, struct value *out)
{
    const struct build *build = data;
    struct list_builder list;

    (void)args;
    list_builder_init(&list, reader->arena);
    for (size_t i = 0; reader->trace && i < reader->trace->inputs.len; i++) {
        const struct trace_input *input = &reader->trace->inputs.items[i];
        if (is_file(build, input))
            list_builder_push(&list,
                              file_value(build, reader->arena, input->key));
    }
    *out = list_builder_finish(&list);
    return true;
}
