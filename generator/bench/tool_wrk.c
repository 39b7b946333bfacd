/* SPDX-License-Identifier: MIT */
/*
 * wrk and hey: what they print. Every number of wrk carries its own unit (us,
 * ms, s, k, MB); its "+/- Stdev" is a share of requests, not an error. hey
 * writes seconds.
 */
#include "metric.h"
#include "tool.h"

#include <math.h>

/* ---- wrk ---- */

static bool wrk_recognise(const struct input *input)
{
    return !input->binary &&
           str_starts(str_trim_left(input->text), STR("Running ")) &&
           str_find(input->text, STR("Thread Stats")) != STR_NONE;
}

/* "1.65s" → 1650 ms */
static bool milliseconds(struct str text, double *out)
{
    struct cell cell;
    double factor;

    cell_read(text, false, &cell);
    if (cell.kind != CELL_NUMBER)
        return false;
    factor = str_is(cell.unit, "us")   ? 1e-3
             : str_is(cell.unit, "ms") ? 1
             : str_is(cell.unit, "s")  ? 1e3
             : str_is(cell.unit, "m")  ? 6e4
                                       : (double)NAN;
    *out = value_as_double(cell.value) * factor;
    return !isnan(*out);
}

static struct str word(struct str *rest)
{
    struct str out;
    size_t end = 0;

    *rest = str_trim_left(*rest);
    while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t')
        end++;
    out = str_slice(*rest, 0, end);
    *rest = str_from(*rest, end);
    return out;
}

static void set_latency(struct table *table, const char *key,
                        enum statistic stat, double quantile, struct str unit,
                        double value)
{
    const size_t at = unit_metric(table, str_of(key), unit);
    struct column *c = table_at(table, at);

    c->base = c->label = STR("latency");
    c->stat = stat;
    c->quantile = quantile;
    c->better = stat == STAT_DEVIATION ? BETTER_NONE : BETTER_LOWER;
    table_set(table, at, value_float(value));
}

/* "Latency   697.36ms  216.95ms   1.65s    74.28%" */
static void wrk_latency(struct table *table, struct str rest)
{
    static const struct {
        const char *key;
        enum statistic stat;
    } parts[] = {{"latency_avg", STAT_MEAN},
                 {"latency_stdev", STAT_DEVIATION},
                 {"latency_max", STAT_MAX}};

    for (size_t i = 0; i < PHX_COUNT(parts); i++) {
        double ms;

        if (milliseconds(word(&rest), &ms))
            set_latency(table, parts[i].key, parts[i].stat, 0, STR("ms"), ms);
    }
}

static void wrk_quantile(struct table *table, struct str line)
{
    struct str percent = word(&line);
    double q, ms;

    if (metric_quantile(percent, &q) && milliseconds(word(&line), &ms))
        set_latency(table,
                    str_cstr(table->arena,
                             str_fmt(table->arena, "latency_p%g", q * 100)),
                    STAT_QUANTILE, q, STR("ms"), ms);
}

/* "Socket errors: connect 0, read 0, write 0, timeout 4" */
static int64_t wrk_errors(struct str rest)
{
    int64_t sum = 0;
    struct str part;

    while (str_split(&rest, ',', &part)) {
        int64_t n;

        word(&part);
        if (str_to_int(str_trim(part), &n))
            sum += n;
    }
    return sum;
}

/* "1.21MB", of 1024 KB each */
static void wrk_transfer(struct table *table, struct str text)
{
    static const char *const units[] = {"B", "KB", "MB", "GB", "TB"};
    struct cell cell;
    double factor = 1;
    size_t at;

    cell_read(text, false, &cell);
    for (size_t i = 0; cell.kind == CELL_NUMBER && i < PHX_COUNT(units);
         i++, factor *= 1024) {
        if (!str_is(cell.unit, units[i]))
            continue;
        at = unit_metric(table, STR("transfer_per_second"), STR("B/s"));
        table_at(table, at)->label = STR("transfer");
        table_set(table, at, value_float(value_as_double(cell.value) * factor));
    }
}

static void wrk_line(struct table *table, struct str line, int64_t *failed)
{
    struct str rest = line, first = word(&rest);
    struct cell cell;

    if (str_is(first, "Latency") && str_chr(rest, '%') != STR_NONE)
        wrk_latency(table, rest);
    else if (str_ends(first, STR("%")))
        wrk_quantile(table, line);
    else if (str_starts(line, STR("Socket errors:")))
        *failed += wrk_errors(str_from(line, strlen("Socket errors:")));
    else if (str_starts(line, STR("Non-2xx or 3xx responses:"))) {
        int64_t n;

        if (str_to_int(str_trim(str_from(line, str_chr(line, ':') + 1)), &n))
            *failed += n;
    } else if (str_is(first, "Transfer/sec:")) {
        wrk_transfer(table, word(&rest));
    } else if (str_is(first, "Running")) {
        double ms;

        if (milliseconds(word(&rest), &ms))
            set_param(table, STR("duration_s"), value_float(ms / 1000));
    } else if (str_is(first, "Requests/sec:")) {
        cell_read(rest, false, &cell);
        if (cell.kind == CELL_NUMBER)
            table_set(
                table,
                unit_metric(table, STR("requests_per_second"), STR("req/s")),
                cell.value);
    } else if (str_find(line, STR(" requests in ")) != STR_NONE) {
        cell_read(first, false, &cell);
        if (cell.kind == CELL_NUMBER)
            set_metric(table, "wrk", STR("completed"), cell.value);
    } else if (str_find(line, STR(" threads and ")) != STR_NONE) {
        cell_read(first, false, &cell);
        set_param(table, STR("threads"), cell.value);
        word(&rest);
        word(&rest);
        cell_read(word(&rest), false, &cell);
        set_param(table, STR("connections"), cell.value);
    }
}

static int wrk_read(const struct input *input, struct table *table,
                    struct error *err)
{
    struct str rest = input->text, line;
    int64_t failed = 0;

    (void)err; /* what was recognised can be read */
    table_row(table);
    while (str_line(&rest, &line))
        wrk_line(table, str_trim(line), &failed);
    /* wrk prints errors only where there were some. */
    set_metric(table, "wrk", STR("failed"), value_int(failed));
    link_deviations(table, SPREAD_SD);
    return 0;
}

const struct tool tool_wrk = {"wrk", "wrk", wrk_recognise, wrk_read};

/* ---- hey ---- */

static bool hey_recognise(const struct input *input)
{
    return !input->binary &&
           str_starts(str_trim_left(input->text), STR("Summary:")) &&
           str_find(input->text, STR("Response time histogram:")) != STR_NONE;
}

static void hey_summary(struct table *table, struct str name, struct cell *cell)
{
    static const struct {
        const char *name;
        const char *key;
        enum statistic stat;
    } parts[] = {{"Slowest:", "latency_max", STAT_MAX},
                 {"Fastest:", "latency_min", STAT_MIN},
                 {"Average:", "latency_avg", STAT_MEAN}};

    for (size_t i = 0; i < PHX_COUNT(parts); i++)
        if (str_is(name, parts[i].name))
            set_latency(table, parts[i].key, parts[i].stat, 0, STR("s"),
                        value_as_double(cell->value));
    if (str_is(name, "Requests/sec:"))
        table_set(table,
                  unit_metric(table, STR("requests_per_second"), STR("req/s")),
                  cell->value);
    if (str_is(name, "Total:")) {
        const size_t at = table_metric(table, STR(""), STR("duration"));

        table_at(table, at)->unit = STR("s");
        table_at(table, at)->better = BETTER_NONE;
        table_set(table, at, cell->value);
    }
}

/* "Error distribution:" is followed by lines "[12] Get …: EOF". */
static bool hey_error(struct str first, int64_t *n)
{
    return str_starts(first, STR("[")) && str_ends(first, STR("]")) &&
           str_to_int(str_slice(first, 1, first.len - 1), n);
}

static void hey_line(struct table *table, struct str line, int64_t *failed,
                     int64_t *all)
{
    struct str rest = line, first = word(&rest), second = word(&rest);
    struct cell cell;
    double q;
    int64_t n;

    cell_read(second, false, &cell);
    if (cell.kind == CELL_NUMBER)
        hey_summary(table, first, &cell);
    if (metric_quantile(first, &q) && str_is(second, "in")) {
        cell_read(word(&rest), false, &cell);
        if (cell.kind == CELL_NUMBER)
            set_latency(table,
                        str_cstr(table->arena,
                                 str_fmt(table->arena, "latency_p%g", q * 100)),
                        STAT_QUANTILE, q, STR("s"),
                        value_as_double(cell.value));
    }
    /* [200]	100 responses */
    if (str_starts(first, STR("[")) && str_is(word(&rest), "responses") &&
        str_to_int(second, &n)) {
        *all += n;
        if (!str_starts(first, STR("[2")) && !str_starts(first, STR("[3")))
            *failed += n;
    } else if (hey_error(first, &n) && n > 0) {
        *all += n;
        *failed += n;
    }
}

static int hey_read(const struct input *input, struct table *table,
                    struct error *err)
{
    struct str rest = input->text, line;
    int64_t failed = 0, all = 0;

    (void)err; /* what was recognised can be read */
    table_row(table);
    while (str_line(&rest, &line))
        hey_line(table, str_trim(line), &failed, &all);
    if (all > 0) {
        set_metric(table, "hey", STR("completed"), value_int(all - failed));
        set_metric(table, "hey", STR("failed"), value_int(failed));
    }
    return 0;
}

const struct tool tool_hey = {"hey", "hey", hey_recognise, hey_read};
