/* SPDX-License-Identifier: MIT */
/*
 * Python's equality and order of values, the hash that agrees with equality,
 * and the fingerprint of a value's content.
 */
#include "value/value.h"

#include <math.h>

#define INT64_END 9223372036854775808.0 /* 2^63 */

static bool is_numeric(struct value v)
{
    return v.kind == VALUE_INT || v.kind == VALUE_FLOAT || v.kind == VALUE_BOOL;
}

static int64_t as_integer(struct value v)
{
    return v.kind == VALUE_BOOL ? (int64_t)v.as.boolean : v.as.integer;
}

static int compare_doubles(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (int)(isnan(a) != 0) - (int)(isnan(b) != 0);
    return (a > b) - (a < b);
}

/* Exact: 2^53 + 1 is more than 2.0^53, which a conversion would hide. */
static int compare_int_double(int64_t a, double b)
{
    int64_t whole;

    if (isnan(b) || b >= INT64_END)
        return -1;
    if (b < -INT64_END)
        return 1;
    whole = (int64_t)b;
    if (a != whole)
        return a < whole ? -1 : 1;
    return compare_doubles((double)whole, b);
}

static int compare_numbers(struct value a, struct value b)
{
    if (a.kind == VALUE_FLOAT && b.kind == VALUE_FLOAT)
        return compare_doubles(a.as.number, b.as.number);
    if (a.kind == VALUE_FLOAT)
        return -compare_int_double(as_integer(b), a.as.number);
    if (b.kind == VALUE_FLOAT)
        return compare_int_double(as_integer(a), b.as.number);
    return (as_integer(a) > as_integer(b)) - (as_integer(a) < as_integer(b));
}

static bool is_nan(struct value v)
{
    return v.kind == VALUE_FLOAT && isnan(v.as.number);
}

static bool lists_equal(const struct value_list *a, const struct value_list *b)
{
    if (a->len != b->len || a->tuple != b->tuple)
        return false;
    if (a->items == b->items)
        return true;
    for (size_t i = 0; i < a->len; i++)
        if (!value_equal(a->items[i], b->items[i]))
            return false;
    return true;
}

/* Whatever the order of their entries, as Python's dictionaries. */
static bool maps_equal(struct value a, struct value b)
{
    const struct value_map *m = a.as.map;

    if (m->len != b.as.map->len)
        return false;
    for (size_t i = 0; i < m->len; i++) {
        const struct value *other = value_map_find(b, m->entries[i].key);

        if (!other || !value_equal(m->entries[i].value, *other))
            return false;
    }
    return true;
}

static bool objects_equal(const struct value_object *a,
                          const struct value_object *b)
{
    if (a->type != b->type)
        return false;
    return a->type->equal ? a->type->equal(a, b) : a->data == b->data;
}

bool value_equal(struct value a, struct value b)
{
    if (is_numeric(a) && is_numeric(b))
        return !is_nan(a) && !is_nan(b) && compare_numbers(a, b) == 0;
    if (a.kind != b.kind)
        return false;
    switch ((enum value_kind)a.kind) {
    case VALUE_UNDEFINED:
    case VALUE_NULL:
        return true;
    case VALUE_STRING:
        return str_eq(value_text(a), value_text(b));
    case VALUE_DATE:
        return date_cmp(value_as_date(a), value_as_date(b)) == 0;
    case VALUE_LIST:
        return lists_equal(a.as.list, b.as.list);
    case VALUE_MAP:
        return maps_equal(a, b);
    case VALUE_OBJECT:
        return objects_equal(a.as.object, b.as.object);
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
        break;
    }
    return false;
}

/* By the first elements that differ; equal ones need no order. */
static int compare_lists(const struct value_list *a, const struct value_list *b,
                         bool *ok)
{
    size_t common = a->len < b->len ? a->len : b->len;

    *ok = a->tuple == b->tuple;
    for (size_t i = 0; *ok && i < common; i++)
        if (!value_equal(a->items[i], b->items[i]))
            return value_compare(a->items[i], b->items[i], ok);
    return (a->len > b->len) - (a->len < b->len);
}

int value_compare(struct value a, struct value b, bool *ok)
{
    *ok = true;
    if (is_numeric(a) && is_numeric(b))
        return compare_numbers(a, b);
    if (a.kind == VALUE_STRING && b.kind == VALUE_STRING)
        return str_cmp(value_text(a), value_text(b));
    if (a.kind == VALUE_DATE && b.kind == VALUE_DATE)
        return date_cmp(value_as_date(a), value_as_date(b));
    if (a.kind == VALUE_LIST && b.kind == VALUE_LIST)
        return compare_lists(a.as.list, b.as.list, ok);
    *ok = false;
    return 0;
}

/* ---- Hashes ---- */

/* splitmix64's last step. */
static uint64_t scramble(uint64_t n)
{
    n = (n ^ (n >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    n = (n ^ (n >> 27)) * UINT64_C(0x94d049bb133111eb);
    return n ^ (n >> 31);
}

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof(bits));
    return bits;
}

/* A float that is a whole number hashes as the integer that it equals. */
static uint64_t hash_double(double x)
{
    if (x >= -INT64_END && x < INT64_END) {
        int64_t whole = (int64_t)x;

        if (compare_doubles((double)whole, x) == 0)
            return scramble((uint64_t)whole);
    }
    return scramble(bits_of(x));
}

static uint64_t hash_list(const struct value_list *list)
{
    uint64_t sum = list->tuple ? 3 : 5;

    for (size_t i = 0; i < list->len; i++)
        sum = scramble(sum + value_hash(list->items[i]));
    return sum;
}

static uint64_t hash_map(const struct value_map *map)
{
    uint64_t sum = map->len;

    for (size_t i = 0; i < map->len; i++)
        sum += scramble(value_hash(map->entries[i].key) +
                        3 * value_hash(map->entries[i].value));
    return scramble(sum);
}

/* Objects with an equality of their own are told apart by it alone. */
static uint64_t hash_object(const struct value_object *object)
{
    uint64_t type = hash_short(str_of(object->type->name));

    return object->type->equal ? type
                               : scramble(type + (uintptr_t)object->data);
}

uint64_t value_hash(struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_UNDEFINED:
        return 1;
    case VALUE_NULL:
        return 2;
    case VALUE_BOOL:
    case VALUE_INT:
        return scramble((uint64_t)as_integer(v));
    case VALUE_FLOAT:
        return hash_double(v.as.number);
    case VALUE_STRING:
        return hash_short(value_text(v));
    case VALUE_DATE:
        return scramble((uint64_t)v.as.unix_seconds + 7);
    case VALUE_LIST:
        return hash_list(v.as.list);
    case VALUE_MAP:
        return hash_map(v.as.map);
    case VALUE_OBJECT:
        return hash_object(v.as.object);
    }
    return 0;
}

/* ---- Fingerprints ---- */

static struct hash add_value(struct hash h, struct value v);

static struct hash add_list(struct hash h, const struct value_list *list)
{
    h = hash_mix_int(h, list->len * 2 + (list->tuple ? 1 : 0));
    for (size_t i = 0; i < list->len; i++)
        h = add_value(h, list->items[i]);
    return h;
}

/* Order counts: it shows when a map is printed. */
static struct hash add_map(struct hash h, const struct value_map *map)
{
    h = hash_mix_int(h, map->len);
    for (size_t i = 0; i < map->len; i++) {
        h = add_value(h, map->entries[i].key);
        h = add_value(h, map->entries[i].value);
    }
    return h;
}

static struct hash add_value(struct hash h, struct value v)
{
    h = hash_mix_int(h, (uint64_t)v.kind * 2 + (v.safe ? 1 : 0));
    switch ((enum value_kind)v.kind) {
    case VALUE_NULL:
        break;
    case VALUE_BOOL:
    case VALUE_INT:
        return hash_mix_int(h, (uint64_t)as_integer(v));
    case VALUE_FLOAT:
        return hash_mix_int(h, bits_of(v.as.number));
    case VALUE_UNDEFINED:
    case VALUE_STRING:
        return hash_mix_str(h, value_text(v));
    case VALUE_DATE:
        h = hash_mix_int(h, (uint64_t)v.as.unix_seconds);
        return hash_mix_int(h, ((uint64_t)(uint16_t)v.date_offset << 1) |
                                   (v.len != 0));
    case VALUE_LIST:
        return add_list(h, v.as.list);
    case VALUE_MAP:
        return add_map(h, v.as.map);
    case VALUE_OBJECT:
        return hash_mix_str(h, str_of(v.as.object->type->name));
    }
    return h;
}

struct hash value_fingerprint(struct value v)
{
    return add_value((struct hash){0, 0}, v);
}
