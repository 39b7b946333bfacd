/* SPDX-License-Identifier: MIT */
/* Delimited text: rows, and what a cell says. */
#include "input.h"

#include <math.h>

/* ---- Rows ---- */

/* The delimiter that stands most often in the first line with anything. */
static char delimiter_of(struct str text)
{
    static const char delimiters[] = {',', '\t', ';', '|'};
    struct str line = STR("");
    size_t most = 0;
    char found = 0;

    while (str_line(&text, &line) && str_trim(line).len == 0)
        continue;
    for (size_t i = 0; i < sizeof(delimiters); i++) {
        size_t count = 0;

        for (size_t k = 0; k < line.len; k++)
            count += line.ptr[k] == delimiters[i];
        if (count > most) {
            most = count;
            found = delimiters[i];
        }
    }
    return found == '|' ? 0 : found;
}

void input_make_rows(struct input *input)
{
    const struct source_ref source = {.path = input->path, .text = input->text};
    struct str text = str_trim_left(input->text);
    struct diags diags;
    struct value rows;
    char delimiter;

    input->rows = (struct rows){0};
    if (input->binary || text.len == 0 || text.ptr[0] == '{' ||
        text.ptr[0] == '[')
        return;
    delimiter = delimiter_of(input->text);
    diags_init(&diags, input->arena, NULL);
    if (delimiter &&
        csv_read(input->arena, &source, delimiter, &diags, &rows) &&
        rows.as.list->len > 0)
        input->rows =
            (struct rows){.list = rows.as.list, .delimiter = delimiter};
}

bool input_rows(const struct input *input, struct rows *out)
{
    *out = input->rows;
    return out->list != NULL;
}

struct str rows_cell(const struct rows *rows, size_t row, size_t at)
{
    const struct value_list *cells;

    if (row >= rows->list->len)
        return STR("");
    cells = rows->list->items[row].as.list;
    return at < cells->len ? str_trim(value_text(cells->items[at])) : STR("");
}

size_t rows_column(const struct rows *rows, const char *name)
{
    const struct value_list *header = rows->list->items[0].as.list;

    for (size_t i = 0; i < header->len; i++)
        if (str_is(rows_cell(rows, 0, i), name))
            return i;
    return NO_COLUMN;
}

bool rows_start(const struct rows *rows, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_is(rows_cell(rows, 0, i), names[i]))
            return false;
    return true;
}

/* ---- Cells ---- */

static bool is_nothing(struct str text)
{
    static const char *const marks[] = {"",   "-",   "–",    "—",    "N/A",
                                        "NA", "n/a", "null", "None", "none"};

    for (size_t i = 0; i < PHX_COUNT(marks); i++)
        if (str_is(text, marks[i]))
            return true;
    return false;
}

static bool special_number(struct str text, double *out)
{
    bool negative = str_starts(text, STR("-"));

    if (negative || str_starts(text, STR("+")))
        text = str_from(text, 1);
    if (str_eq_nocase(text, STR("nan")))
        *out = (double)NAN;
    else if (str_eq_nocase(text, STR("inf")) ||
             str_eq_nocase(text, STR("infinity")))
        *out = negative ? -(double)INFINITY : (double)INFINITY;
    else
        return false;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Groups of three between the separators: 1,234,567. */
static bool is_grouped(struct str digits, char separator)
{
    size_t first = str_chr(digits, separator);

    if (first == STR_NONE || first == 0 || first > 3)
        return false;
    for (size_t i = first; i < digits.len; i += 4) {
        if (digits.ptr[i] != separator)
            return digits.ptr[i] == '.' && i > first;
        if (i + 3 >= digits.len || !is_digit(digits.ptr[i + 1]) ||
            !is_digit(digits.ptr[i + 2]) || !is_digit(digits.ptr[i + 3]))
            return false;
    }
    return true;
}

/* The length of the number at the start of `text`, written plainly to
 * `plain` (as strtod reads it); 0 when there is none. */
static size_t scan_number(struct str text, bool decimal_comma, char plain[64],
                          uint8_t *decimals)
{
    const char point = decimal_comma ? ',' : '.';
    const char group = decimal_comma ? '.' : ',';
    size_t i = 0, n = 0, digits = 0, end;
    bool grouped;

    *decimals = 0;
    if (str_starts(text, STR("\xe2\x88\x92"))) {
        plain[n++] = '-';
        i = 3;
    } else if (text.len && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
        plain[n++] = text.ptr[i++];
    }
    for (end = i;
         end < text.len && (is_digit(text.ptr[end]) || text.ptr[end] == point ||
                            text.ptr[end] == group);
         end++)
        continue;
    grouped = is_grouped(str_slice(text, i, end), group);
    for (; i < text.len && n < 40; i++) {
        if (is_digit(text.ptr[i])) {
            plain[n++] = text.ptr[i];
            digits++;
        } else if (text.ptr[i] == point && !memchr(plain, '.', n)) {
            plain[n++] = '.';
        } else if (!(text.ptr[i] == group && grouped)) {
            break;
        }
    }
    if (digits == 0)
        return 0;
    if (memchr(plain, '.', n))
        *decimals =
            (uint8_t)(n - 1 - (size_t)((char *)memchr(plain, '.', n) - plain));
    end = i + 1;
    if (i < text.len && (text.ptr[i] == 'e' || text.ptr[i] == 'E')) {
        if (end < text.len && (text.ptr[end] == '-' || text.ptr[end] == '+'))
            end++;
        if (end < text.len && is_digit(text.ptr[end])) {
            for (; i < text.len && n < 63 && (i < end || is_digit(text.ptr[i]));
                 i++)
                plain[n++] = text.ptr[i];
            *decimals = DECIMALS_UNKNOWN;
        }
    }
    plain[n] = '\0';
    return i;
}

/* Behind a number a unit is one short word: "%", "MHz", "tok/s". */
static bool is_unit(struct str rest)
{
    if (rest.len == 0 || rest.len > 12 || str_chr(rest, ' ') != STR_NONE)
        return false;
    for (size_t i = 0; i < rest.len; i++)
        if (is_digit(rest.ptr[i]) || rest.ptr[i] == '-' || rest.ptr[i] == ':' ||
            rest.ptr[i] == '.' || rest.ptr[i] == '_')
            return false;
    return true;
}

static bool read_number(struct str text, bool decimal_comma, struct cell *out,
                        struct str *rest)
{
    char plain[64];
    int64_t integer;
    double number;
    size_t len = scan_number(text, decimal_comma, plain, &out->decimals);

    if (len == 0)
        return false;
    *rest = str_from(text, len);
    if (str_to_int(str_of(plain[0] == '+' ? plain + 1 : plain), &integer))
        out->value = value_int(integer);
    else if (str_to_double(str_of(plain[0] == '+' ? plain + 1 : plain),
                           &number))
        out->value = value_float(number);
    else
        return false;
    return true;
}

void cell_read(struct str text, bool decimal_comma, struct cell *out)
{
    struct cell cell = {.kind = CELL_TEXT,
                        .unit = STR(""),
                        .spread = (double)NAN,
                        .decimals = DECIMALS_UNKNOWN};
    struct str rest, unit;
    double number;

    text = str_trim(text);
    cell.value = value_str(text);
    *out = cell;
    if (is_nothing(text)) {
        out->kind = CELL_ABSENT;
        out->value = value_null();
        return;
    }
    if (special_number(text, &number)) {
        out->kind = CELL_NUMBER;
        out->value = value_float(number);
        return;
    }
    if (!read_number(text, decimal_comma, &cell, &rest))
        return;
    rest = str_trim(rest);
    if (str_starts(rest, STR("±")) || str_starts(rest, STR("+/-"))) {
        struct cell by;

        cell_read(str_from(rest, rest.ptr[0] == '+' ? 3 : strlen("±")),
                  decimal_comma, &by);
        if (by.kind != CELL_NUMBER)
            return;
        cell.spread = value_as_double(by.value);
        cell.unit = by.unit;
        rest = STR("");
    }
    unit = rest;
    if (unit.len > 0 && !is_unit(unit))
        return;
    if (unit.len > 0)
        cell.unit = unit;
    cell.kind = CELL_NUMBER;
    *out = cell;
}
