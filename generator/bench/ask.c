/* SPDX-License-Identifier: MIT */
/* From the command line's words to rows and columns. */
#include "ask.h"

static bool name_columns(const struct bench_ask *ask, struct reader *reader,
                         struct asked *out)
{
    struct str rest = ask->columns, part;
    size_t *columns;

    if (ask->columns.len == 0)
        return true;
    columns = arena_array(reader->arena, size_t, ask->columns.len);
    while (str_split(&rest, ',', &part)) {
        part = str_trim(part);
        if (part.len > 0 && !view_column(&out->view, part, reader,
                                         &columns[out->column_count++]))
            return false;
    }
    out->columns = columns;
    return true;
}

static bool sort_rows(const struct bench_ask *ask, struct reader *reader,
                      struct asked *out)
{
    const bool descending = str_starts(ask->sort, STR("-"));
    size_t column;

    if (ask->sort.len == 0)
        return true;
    if (!view_column(&out->view, str_from(ask->sort, descending), reader,
                     &column))
        return false;
    view_sort(&out->view, column, descending, reader->arena);
    return true;
}

bool ask_open(struct bench_store *store, const struct bench_ask *ask,
              struct reader *reader, struct asked *out)
{
    const struct result *result = store_open(store, ask->name, reader);

    if (!result)
        return false;
    *out = (struct asked){.view = view_all(store, result, reader->arena)};
    if (ask->where.len > 0 &&
        !view_where_text(&out->view, ask->where, reader, &out->view))
        return false;
    if (out->view.len == 0)
        return reader_fail(reader, DIAG_RESULT_EMPTY,
                           "no row of \"%" STR_FMT "\" is selected",
                           STR_ARG(result->name));
    return name_columns(ask, reader, out) && sort_rows(ask, reader, out);
}
