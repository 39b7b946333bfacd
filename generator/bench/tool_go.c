/* SPDX-License-Identifier: MIT */
/*
 * Go's benchmark format: "BenchmarkName-8  1000  123 ns/op  5 B/op", repeated
 * lines for repeats, "key: value" lines, "Unit ns/op better=lower" lines. The
 * name's key=value parts and its GOMAXPROCS suffix are parameters.
 */
#include "tool.h"

#define NAME "go-bench"

static struct str word(struct str *rest)
{
    struct str out;
    size_t end = 0;

    while (rest->len > 0 && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
        *rest = str_from(*rest, 1);
    while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t')
        end++;
    out = str_slice(*rest, 0, end);
    *rest = str_from(*rest, end);
    return out;
}

/* "BenchmarkX 5000 325 ns/op": the name and what follows the iterations. */
static bool bench_line(struct str line, struct str *name, int64_t *iterations,
                       struct str *values)
{
    struct str rest = line, probe;
    struct cell cell;

    *name = word(&rest);
    if (!str_starts(*name, STR("Benchmark")) || name->len < 10 ||
        !str_to_int(word(&rest), iterations))
        return false;
    *values = rest;
    probe = word(&rest);
    cell_read(probe, false, &cell);
    return cell.kind == CELL_NUMBER && word(&rest).len > 0;
}

static bool recognise(const struct input *input)
{
    struct str rest = input->text, line, name, values;
    int64_t n;

    while (!input->binary && str_line(&rest, &line))
        if (bench_line(line, &name, &n, &values))
            return true;
    return false;
}

/* "Encode/format=json-48" → name Encode, format json, procs 48 */
static void set_name(struct table *table, struct str name)
{
    const size_t dash = str_rchr(name, '-');
    struct str rest, part;
    struct buf base = BUF_INIT;
    int64_t procs;

    name = str_from(name, strlen("Benchmark"));
    if (dash != STR_NONE && dash > strlen("Benchmark") &&
        str_to_int(str_from(name, dash - strlen("Benchmark") + 1), &procs) &&
        procs > 0) {
        name = str_slice(name, 0, dash - strlen("Benchmark"));
        set_param(table, STR("procs"), value_int(procs));
    }
    rest = name;
    while (str_split(&rest, '/', &part)) {
        const size_t equals = str_chr(part, '=');
        struct cell cell;

        if (equals != STR_NONE && equals > 0 &&
            str_chr(part, ',') == STR_NONE) {
            cell_read(str_from(part, equals + 1), false, &cell);
            set_param(table, str_slice(part, 0, equals),
                      cell.kind == CELL_NUMBER && cell.unit.len == 0
                          ? cell.value
                          : value_str(str_from(part, equals + 1)));
            continue;
        }
        if (base.len > 0)
            buf_add_char(&base, '/');
        buf_add(&base, part);
    }
    set_param(table, STR("name"), value_str(buf_str(&base)));
    buf_deinit(&base);
}

static void describe(struct column *c, struct str unit)
{
    static const struct {
        const char *unit;
        const char *shown;
        const char *label;
        enum better better;
    } known[] = {{"ns/op", "ns", "time per operation", BETTER_LOWER},
                 {"B/op", "B", "memory per operation", BETTER_LOWER},
                 {"allocs/op", "", "allocations per operation", BETTER_LOWER},
                 {"MB/s", "MB/s", "throughput", BETTER_HIGHER}};

    c->role = ROLE_METRIC;
    c->base = c->key;
    c->unit = str_ends(unit, STR("/s")) ? c->key : STR("");
    for (size_t i = 0; i < PHX_COUNT(known); i++)
        if (str_is(unit, known[i].unit)) {
            c->label = str_of(known[i].label);
            c->unit = str_of(known[i].shown);
            c->better = known[i].better;
        }
    if (c->better == BETTER_UNKNOWN && str_ends(unit, STR("/s")))
        c->better = BETTER_HIGHER;
}

static void read_values(struct table *table, struct str rest)
{
    for (;;) {
        struct str number = word(&rest), unit = word(&rest);
        const size_t known = table->columns.len;
        struct cell cell;
        size_t at;

        cell_read(number, false, &cell);
        if (cell.kind != CELL_NUMBER || unit.len == 0)
            return;
        at = table_column(table, unit);
        if (at == known)
            describe(table_at(table, at), unit);
        table_set(table, at, cell.value);
    }
}

/* "Unit ns/op better=lower" */
static void unit_line(struct table *table, struct str rest)
{
    struct str unit = word(&rest), says;
    const size_t at = table_find(table, unit);

    while ((says = word(&rest)).len > 0 && at != NO_COLUMN) {
        if (str_is(says, "better=lower"))
            table_at(table, at)->better = BETTER_LOWER;
        else if (str_is(says, "better=higher"))
            table_at(table, at)->better = BETTER_HIGHER;
    }
}

static int read(const struct input *input, struct table *table,
                struct error *err)
{
    struct str rest = input->text, line, name, values, goos = STR("");
    struct str pkg = STR("");
    int64_t iterations;

    (void)err; /* what was recognised can be read */
    while (str_line(&rest, &line)) {
        if (bench_line(line, &name, &iterations, &values)) {
            table_row(table);
            set_name(table, name);
            if (pkg.len > 0)
                set_param(table, STR("pkg"), value_str(pkg));
            table_set(table, table_column(table, STR("iterations")),
                      value_int(iterations));
            read_values(table, values);
        } else if (str_starts(line, STR("pkg: "))) {
            pkg = str_trim(str_from(line, 5));
        } else if (str_starts(line, STR("goos: "))) {
            goos = str_trim(str_from(line, 6));
        } else if (str_starts(line, STR("cpu: "))) {
            table_fact(table, "machine", str_from(line, 5));
        } else if (str_starts(line, STR("commit: "))) {
            table_fact(table, "commit", str_from(line, 8));
        }
    }
    rest = input->text;
    while (str_line(&rest, &line))
        if (str_starts(line, STR("Unit ")))
            unit_line(table, str_from(line, 5));
    table_fact(table, "os", goos);
    return 0;
}

const struct tool tool_go_bench = {NAME, "Go testing", recognise, read};
