/* SPDX-License-Identifier: MIT */
/*
 * What a figure gives to take away: its rows as CSV and JSON, and a Dataset of
 * schema.org with them. Numbers are the file's, in the file's units, whatever
 * the chart shows them in. A file is named after its bytes, so that a figure on
 * two pages is one file.
 */
#include "figure_files.h"

#include "ask.h"

#include <math.h>

#define NAME_DIGITS 8

static struct asked shown(const struct figure *f, const struct plot *plot,
                          struct reader *reader)
{
    size_t *columns = arena_array(reader->arena, size_t, SHOWN_COLUMNS_MAX);
    struct asked a = {.view = f->view, .columns = columns};

    a.column_count = figure_columns(f, plot, reader, columns);
    view_sort(&a.view, f->spec.sort, f->spec.descending, reader->arena);
    return a;
}

/* ---- CSV ---- */

static void add_field(struct buf *out, struct str text)
{
    bool quoted = false;

    for (size_t i = 0; i < text.len; i++)
        quoted = quoted || text.ptr[i] == ',' || text.ptr[i] == '"' ||
                 text.ptr[i] == '\n' || text.ptr[i] == '\r';
    if (!quoted) {
        buf_add(out, text);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_char(out, '"');
}

/* "speed [tok/s]": phx and others read the unit back. */
static void add_head(struct buf *out, const struct column *c,
                     struct arena *arena)
{
    add_field(out, c->unit.len ? str_fmt(arena, "%" STR_FMT " [%" STR_FMT "]",
                                         STR_ARG(c->key), STR_ARG(c->unit))
                               : c->key);
}

static void add_csv_cell(struct buf *out, struct value v, struct arena *arena)
{
    struct buf text = BUF_INIT;

    if (v.kind == VALUE_DATE)
        buf_add(&text, date_iso(arena, value_as_date(v)));
    else if (v.kind == VALUE_BOOL)
        buf_add_cstr(&text, v.as.boolean ? "true" : "false");
    else if (v.kind != VALUE_UNDEFINED && v.kind != VALUE_NULL &&
             v.kind != VALUE_LIST)
        value_print(&text, v, NULL);
    add_field(out, buf_str(&text));
    buf_deinit(&text);
}

void figure_csv(const struct figure *f, const struct plot *plot,
                struct reader *reader, struct buf *out)
{
    const struct asked a = shown(f, plot, reader);
    const struct table *table = a.view.table;

    for (size_t i = 0; i < a.column_count; i++) {
        if (i > 0)
            buf_add_char(out, ',');
        add_head(out, table_at(table, a.columns[i]), reader->arena);
    }
    buf_add_char(out, '\n');
    for (size_t r = 0; r < a.view.len; r++) {
        for (size_t i = 0; i < a.column_count; i++) {
            if (i > 0)
                buf_add_char(out, ',');
            add_csv_cell(out, table_cell(table, a.columns[i], a.view.rows[r]),
                         reader->arena);
        }
        buf_add_char(out, '\n');
    }
}

void figure_json(const struct figure *f, const struct plot *plot,
                 struct reader *reader, struct buf *out)
{
    const struct asked a = shown(f, plot, reader);

    json_write(out, show_value(&a, reader->arena), 0, false, reader);
    buf_add_char(out, '\n');
}

/* ---- Dataset ---- */

static struct value typed(struct map_builder *map, const char *type)
{
    map_builder_put(map, "@type", value_str(str_of(type)));
    return map_builder_finish(map);
}

static struct value variables(const struct asked *a, struct arena *arena)
{
    struct list_builder list;

    list_builder_init(&list, arena);
    for (size_t i = 0; i < a->column_count; i++) {
        const struct column *c = table_at(a->view.table, a->columns[i]);
        struct map_builder map;

        if (c->role != ROLE_METRIC)
            continue;
        map_builder_init(&map, arena);
        map_builder_put(&map, "name",
                        value_str(column_title(c, STR("en"), arena)));
        if (c->unit.len > 0)
            map_builder_put(&map, "unitText", value_str(c->unit));
        list_builder_push(&list, typed(&map, "PropertyValue"));
    }
    return list_builder_finish(&list);
}

static struct value download(struct str url, const char *format,
                             struct arena *arena)
{
    struct map_builder map;

    map_builder_init(&map, arena);
    map_builder_put(&map, "encodingFormat", value_str(str_of(format)));
    map_builder_put(&map, "contentUrl", value_str(url));
    return typed(&map, "DataDownload");
}

/* Where the page says, or below it. */
static struct str absolute(const struct figure *f, struct str path,
                           struct arena *arena)
{
    struct str base = f->directive->site_url.len ? f->directive->site_url
                                                 : f->directive->raw_url;
    struct buf url = BUF_INIT;
    struct str text;

    buf_add(&url, base);
    buf_add_char(&url, '/');
    buf_add_url(&url, path);
    text = buf_dup(arena, &url);
    buf_deinit(&url);
    return text;
}

static const char *media_type(struct str path)
{
    struct str ext = path_ext(path);

    if (str_is(ext, "json"))
        return "application/json";
    return str_is(ext, "csv") ? "text/csv" : "text/plain";
}

static void put_dates(const struct figure *f, struct map_builder *map,
                      struct arena *arena)
{
    const struct fact *fact = table_fact_of(f->view.table, "date");
    const struct repo_file_history *history = f->view.result->history;
    struct date date;

    if (fact && date_parse(fact->text, NULL, &date))
        map_builder_put(map, "dateCreated", value_str(fact->text));
    else if (history)
        map_builder_put(map, "dateCreated",
                        value_str(date_iso(arena, history->created)));
    if (history)
        map_builder_put(map, "dateModified",
                        value_str(date_iso(arena, history->updated)));
}

static struct str technique(const struct table *table, struct arena *arena)
{
    const struct fact *version = table_fact_of(table, "version");
    struct str label =
        table->tool_label.len ? table->tool_label : str_of(table->tool->label);

    return version ? str_fmt(arena, "%" STR_FMT " %" STR_FMT, STR_ARG(label),
                             STR_ARG(version->text))
                   : label;
}

void figure_dataset(const struct figure *f, const struct plot *plot,
                    const struct str *paths, struct reader *reader,
                    struct buf *out)
{
    static const char *const formats[] = {"text/csv", "application/json"};
    const struct asked a = shown(f, plot, reader);
    struct arena *arena = reader->arena;
    struct list_builder distribution;
    struct map_builder map, creator;

    map_builder_init(&map, arena);
    map_builder_put(&map, "@context", value_str(STR("https://schema.org")));
    map_builder_put(&map, "name", value_str(plot->chart.title));
    map_builder_put(&map, "description", value_str(plot->chart.desc));
    put_dates(f, &map, arena);
    if (f->directive->creator.len > 0) {
        map_builder_init(&creator, arena);
        map_builder_put(&creator, "name", value_str(f->directive->creator));
        map_builder_put(&map, "creator", typed(&creator, "Person"));
    }
    map_builder_put(&map, "measurementTechnique",
                    value_str(technique(f->view.table, arena)));
    map_builder_put(&map, "variableMeasured", variables(&a, arena));
    list_builder_init(&distribution, arena);
    if (!f->view.result->is_folder && !f->view.result->withheld)
        list_builder_push(&distribution,
                          download(absolute(f, f->view.result->path, arena),
                                   media_type(f->view.result->path), arena));
    for (size_t i = 0; i < PHX_COUNT(formats); i++)
        list_builder_push(&distribution, download(absolute(f, paths[i], arena),
                                                  formats[i], arena));
    map_builder_put(&map, "distribution", list_builder_finish(&distribution));
    buf_add_cstr(out, "<script type=\"application/ld+json\">");
    json_write(out, typed(&map, "Dataset"), 0, true, reader);
    buf_add_cstr(out, "</script>\n");
}

/* ---- Files ---- */

/* "benchmarks/results/serve-1a2b3c4d.csv" */
static struct str keep(const struct figure *f, const char *ending,
                       struct str bytes, struct arena *arena)
{
    struct str result = f->view.result->path, ext = path_ext(result), path;

    if (!f->view.result->is_folder && ext.len > 0)
        result = str_slice(result, 0, result.len - ext.len - 1);
    path = str_fmt(
        arena, "%" STR_FMT "-%" STR_FMT "%s", STR_ARG(result),
        STR_ARG(str_slice(hash_hex(arena, hash_bytes(bytes)), 0, NAME_DIGITS)),
        ending);
    f->directive->keep_file(f->directive->keep_ctx, path, bytes);
    return path;
}

static void add_link(const struct figure *f, struct str path, const char *text,
                     struct buf *out)
{
    struct buf url = BUF_INIT;

    buf_add_url(&url, path);
    buf_add_cstr(out, " <a class=\"result-download\" download href=\"");
    buf_add_escaped(out, f->directive->raw_url);
    buf_add_char(out, '/');
    buf_add_escaped(out, buf_str(&url));
    buf_add_fmt(out, "\">%s</a>", text);
    buf_deinit(&url);
}

void figure_file_links(const struct figure *f, const struct str *paths,
                       struct buf *out)
{
    add_link(f, paths[0], "CSV", out);
    add_link(f, paths[1], "JSON", out);
}

bool figure_keeps_files(const struct figure *f)
{
    return f->directive->keep_file && !f->directive->plain;
}

void figure_files(const struct figure *f, const struct plot *plot,
                  struct reader *reader, struct str paths[2])
{
    struct buf csv = BUF_INIT, json = BUF_INIT;

    figure_csv(f, plot, reader, &csv);
    figure_json(f, plot, reader, &json);
    paths[0] = keep(f, ".csv", buf_str(&csv), reader->arena);
    paths[1] = keep(f, ".json", buf_str(&json), reader->arena);
    buf_deinit(&json);
    buf_deinit(&csv);
}
