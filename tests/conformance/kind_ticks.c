/* SPDX-License-Identifier: MIT */
/*
 * d3's axes and number formats. The cases speak of bench/'s private functions,
 * so their headers are included here. Numbers may differ by one unit in the
 * last place.
 */
#include "conformance.h"

#include "bench/scale.h"

#include <math.h>

struct ticks_case {
    struct conformance *run;
    struct str id;
    struct value input;
    struct value expected;
    bool failed;
};

static struct value member(struct value map, const char *key)
{
    const struct value *v = value_map_get(map, str_of(key));

    return v ? *v : value_null();
}

static double text_number(struct str text)
{
    char plain[32] = "";

    PHX_BUG_ON(text.len >= sizeof(plain));
    memcpy(plain, text.ptr, text.len);
    return strtod(plain, NULL);
}

/* JSON has no word for some numbers: "Infinity", "-0", "e" are texts. */
static double number(struct value v)
{
    if (v.kind == VALUE_STRING)
        return str_is(value_text(v), "e") ? exp(1) : text_number(value_text(v));
    return value_is_number(v) ? value_as_double(v) : (double)NAN;
}

static double item(struct value list, size_t at)
{
    return number(list.as.list->items[at]);
}

static struct str shown(struct ticks_case *c, struct value v)
{
    struct buf out = BUF_INIT;
    struct str text;

    value_repr(&out, v, NULL);
    text = buf_dup(c->run->scratch, &out);
    buf_deinit(&out);
    return text;
}

static bool near(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    return fabs(a - b) <= 0.0 ||
           fabs(a - b) <= fabs(nextafter(a, b) - a) * 1.01;
}

static bool same(struct value expected, struct value got)
{
    const struct value_list *e = expected.as.list, *g = got.as.list;

    if (value_is_number(got) || value_is_number(expected))
        return near(number(expected), number(got));
    if (expected.kind != VALUE_LIST || got.kind != VALUE_LIST)
        return value_equal(expected, got);
    if (e->len != g->len)
        return false;
    for (size_t i = 0; i < e->len; i++)
        if (!same(e->items[i], g->items[i]))
            return false;
    return true;
}

/* `got` against the member of that name; null and absent are not asked. */
static void check(struct ticks_case *c, const char *key, struct value got)
{
    struct value expected = member(c->expected, key);

    if (c->failed || expected.kind == VALUE_NULL || same(expected, got))
        return;
    c->failed = true;
    conformance_fail(
        c->run,
        str_fmt(c->run->scratch, "%" STR_FMT " %s", STR_ARG(c->id), key),
        shown(c, expected), shown(c, got));
}

static struct value floats(struct ticks_case *c, const double *items,
                           size_t len)
{
    struct list_builder list;

    list_builder_init(&list, c->run->scratch);
    for (size_t i = 0; i < len; i++)
        list_builder_push(&list, value_float(items[i]));
    return list_builder_finish(&list);
}

static struct value pair(struct ticks_case *c, double a, double b)
{
    const double both[2] = {a, b};

    return floats(c, both, 2);
}

static struct value text_of(struct ticks_case *c, const struct buf *buf)
{
    return value_str(buf_dup(c->run->scratch, buf));
}

static struct value labels(struct ticks_case *c,
                           const struct number_format *format,
                           const struct tick_list *at)
{
    struct list_builder list;

    list_builder_init(&list, c->run->scratch);
    for (size_t i = 0; i < at->len; i++) {
        struct buf out = BUF_INIT;

        number_format_add(&out, format, at->items[i]);
        list_builder_push(&list, text_of(c, &out));
        buf_deinit(&out);
    }
    return list_builder_finish(&list);
}

/* ---- Kinds ---- */

static void run_ticks(struct ticks_case *c)
{
    const double start = number(member(c->input, "start"));
    const double stop = number(member(c->input, "stop"));
    const double count = number(member(c->input, "count"));
    struct tick_list list = ticks(c->run->scratch, start, stop, count);

    check(c, "ticks", floats(c, list.items, list.len));
    check(c, "step", value_float(tick_step(start, stop, count)));
    check(c, "increment",
          value_float(
              tick_increment(fmin(start, stop), fmax(start, stop), count)));
}

static void run_nice(struct ticks_case *c)
{
    struct value domain = member(c->input, "domain");
    const double count = number(member(c->input, "count"));
    double start = item(domain, 0), stop = item(domain, 1);

    linear_nice(&start, &stop, count);
    check(c, "domain", pair(c, start, stop));
    start = item(domain, 0);
    stop = item(domain, 1);
    nice_array(&start, &stop, count);
    check(c, "array_nice", pair(c, start, stop));
}

/* Of [0, 480], as d3 interpolates. */
static struct value positions(struct ticks_case *c, const struct tick_list *at,
                              double start, double stop)
{
    struct list_builder list;

    list_builder_init(&list, c->run->scratch);
    for (size_t i = 0; i < at->len; i++) {
        const bool reverse = stop < start;
        const double a = reverse ? stop : start, b = reverse ? start : stop;
        const double t = b > a ? (at->items[i] - a) / (b - a) : 0.5;

        list_builder_push(&list, value_float(reverse ? 480 * (1 - t) + 0 * t
                                                     : 0 * (1 - t) + 480 * t));
    }
    return list_builder_finish(&list);
}

static void run_linear(struct ticks_case *c)
{
    struct value domain = member(c->input, "domain");
    const double count = number(member(c->input, "count"));
    double start = item(domain, 0), stop = item(domain, 1);
    struct number_format format;
    struct tick_list list;

    linear_nice(&start, &stop, count);
    list = ticks(c->run->scratch, start, stop, count);
    format = linear_format(start, stop, count, STR(""));
    check(c, "domain", pair(c, start, stop));
    check(c, "ticks", floats(c, list.items, list.len));
    check(c, "labels", labels(c, &format, &list));
    check(c, "positions", positions(c, &list, start, stop));
}

static void run_tick_format(struct ticks_case *c)
{
    struct value domain = member(c->input, "domain");
    const double count = number(member(c->input, "count"));
    const double start = item(domain, 0), stop = item(domain, 1);
    struct tick_list list = ticks(c->run->scratch, start, stop, count);
    struct number_format format = linear_format(
        start, stop, count, value_map_str(c->input, STR("specifier"), STR("")));

    check(c, "ticks", floats(c, list.items, list.len));
    check(c, "labels", labels(c, &format, &list));
}

static void run_log(struct ticks_case *c)
{
    struct value domain = member(c->input, "domain");
    const double count = number(member(c->input, "count"));
    struct log_scale scale = {.base = number(member(c->input, "base")),
                              .start = item(domain, 0),
                              .stop = item(domain, 1)};
    struct tick_list list = log_ticks(c->run->scratch, &scale, count);
    const size_t shown_count = log_ticks(c->run->scratch, &scale, 10).len;
    struct list_builder texts, places;

    list_builder_init(&texts, c->run->scratch);
    list_builder_init(&places, c->run->scratch);
    for (size_t i = 0; i < list.len; i++) {
        struct buf out = BUF_INIT;
        const bool reverse = scale.stop < scale.start;
        const struct log_scale up = {
            .base = scale.base,
            .start = reverse ? scale.stop : scale.start,
            .stop = reverse ? scale.start : scale.stop};
        const double t = log_position(&up, list.items[i]);

        log_label(&out, &scale, count, shown_count, list.items[i]);
        list_builder_push(&texts, text_of(c, &out));
        list_builder_push(&places,
                          value_float(reverse ? 480 * (1 - t) + 0 * t
                                              : 0 * (1 - t) + 480 * t));
        buf_deinit(&out);
    }
    check(c, "ticks", floats(c, list.items, list.len));
    check(c, "labels", list_builder_finish(&texts));
    check(c, "positions", list_builder_finish(&places));
    log_nice(&scale);
    check(c, "nice_domain", pair(c, scale.start, scale.stop));
}

static double time_of(struct value v)
{
    struct str text = value_text(v);
    const size_t dot = str_rchr(text, '.');
    struct date date = {0};
    int64_t ms = 0;

    PHX_BUG_ON(!date_parse(text, NULL, &date));
    if (dot != STR_NONE)
        PHX_BUG_ON(!str_to_int(str_slice(text, dot + 1, dot + 4), &ms));
    return (double)date.unix_seconds * 1000 + (double)ms;
}

static struct value time_text(struct ticks_case *c, double t)
{
    const int64_t seconds = (int64_t)floor(t / 1000);
    struct date_fields f = date_fields((struct date){.unix_seconds = seconds});

    return value_str(str_fmt(
        c->run->scratch, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", f.year, f.month,
        f.day, f.hour, f.minute, f.second, (int)(t - (double)seconds * 1000)));
}

static void run_utc(struct ticks_case *c)
{
    struct value domain = member(c->input, "domain");
    const double count = number(member(c->input, "count"));
    double start = time_of(domain.as.list->items[0]);
    double stop = time_of(domain.as.list->items[1]);
    struct tick_list list = utc_ticks(c->run->scratch, start, stop, count);
    struct list_builder times, texts;

    list_builder_init(&times, c->run->scratch);
    list_builder_init(&texts, c->run->scratch);
    for (size_t i = 0; i < list.len; i++) {
        struct buf out = BUF_INIT;

        utc_label(&out, list.items[i]);
        list_builder_push(&texts, text_of(c, &out));
        list_builder_push(&times, time_text(c, list.items[i]));
        buf_deinit(&out);
    }
    check(c, "ticks", list_builder_finish(&times));
    check(c, "labels", list_builder_finish(&texts));
    check(c, "positions", positions(c, &list, start, stop));
    utc_nice(&start, &stop, count);
    list_builder_init(&times, c->run->scratch);
    list_builder_push(&times, time_text(c, start));
    list_builder_push(&times, time_text(c, stop));
    check(c, "nice_domain", list_builder_finish(&times));
}

static void run_format(struct ticks_case *c)
{
    struct number_format format;
    struct buf out = BUF_INIT;

    if (!number_format_parse(value_map_str(c->input, STR("specifier"), STR("")),
                             &format))
        buf_add_cstr(&out, "invalid format");
    else if (value_is_number(member(c->input, "reference")))
        number_format_prefix(&format, number(member(c->input, "reference")));
    if (out.len == 0)
        number_format_add(&out, &format, number(member(c->input, "value")));
    check(c, "text", text_of(c, &out));
    buf_deinit(&out);
}

static void run_precision(struct ticks_case *c)
{
    check(c, "digits",
          value_int(precision_fixed(number(member(c->input, "step")))));
}

static const struct {
    const char *name;
    void (*run)(struct ticks_case *c);
} kinds[] = {
    {"ticks", run_ticks},
    {"nice", run_nice},
    {"linear-axis", run_linear},
    {"tick-format", run_tick_format},
    {"log-axis", run_log},
    {"utc-axis", run_utc},
    {"format", run_format},
    {"format-prefix", run_format},
    {"precision-fixed", run_precision},
};

void kind_ticks(struct conformance *run, struct value cases)
{
    PHX_BUG_ON(cases.kind != VALUE_LIST);
    for (size_t i = 0; i < cases.as.list->len; i++) {
        struct value v = cases.as.list->items[i];
        struct ticks_case c = {.run = run,
                               .id = value_map_str(v, STR("id"), STR("?")),
                               .input = member(v, "input"),
                               .expected = member(v, "expected")};
        struct str kind = value_map_str(v, STR("kind"), STR(""));
        bool known = false;

        arena_reset(run->scratch);
        for (size_t k = 0; k < PHX_COUNT(kinds); k++)
            if (str_is(kind, kinds[k].name)) {
                known = true;
                kinds[k].run(&c);
            }
        if (!known)
            conformance_fail(run, c.id, STR("a kind that is known"), kind);
        else if (!c.failed)
            conformance_pass(run);
    }
}
