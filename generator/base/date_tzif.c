/* SPDX-License-Identifier: MIT */
/*
 * Zone files (RFC 8536): a header, a table of changes with 32-bit times, and
 * from version 2 on the same again with 64 bits and a rule behind it.
 */
#include "date_zone.h"

#include "arena.h"

#include "banned.h"

#define HEADER 44

struct header {
    int version; /* 1 to 4 */
    uint32_t isut;
    uint32_t isstd;
    uint32_t leap;
    uint32_t changes;
    uint32_t types;
    uint32_t chars;
};

static uint64_t big_endian(struct str bytes, size_t at, size_t size)
{
    uint64_t x = 0;
    for (size_t i = 0; i < size; i++)
        x = x << 8 | (unsigned char)bytes.ptr[at + i];
    return x;
}

static int64_t big_endian_signed(struct str bytes, size_t at, size_t size)
{
    uint64_t x = big_endian(bytes, at, size);
    return size == 4 ? (int64_t)(int32_t)(uint32_t)x : (int64_t)x;
}

/* False also where the counts cannot be those of a zone: they bound all that
 * follows. */
static bool read_header(struct str bytes, struct header *out)
{
    if (bytes.len < HEADER || !str_starts(bytes, STR("TZif")))
        return false;
    char version = bytes.ptr[4];
    *out = (struct header){
        .version = version >= '2' && version <= '4' ? version - '0' : 1,
        .isut = (uint32_t)big_endian(bytes, 20, 4),
        .isstd = (uint32_t)big_endian(bytes, 24, 4),
        .leap = (uint32_t)big_endian(bytes, 28, 4),
        .changes = (uint32_t)big_endian(bytes, 32, 4),
        .types = (uint32_t)big_endian(bytes, 36, 4),
        .chars = (uint32_t)big_endian(bytes, 40, 4),
    };
    return out->isut <= 256 && out->isstd <= 256 && out->leap <= 1000 &&
           out->changes <= 10000 && out->types >= 1 && out->types <= 256 &&
           out->chars <= 10000;
}

/* The bytes of a table behind its header, with times of `time_size` bytes. */
static size_t table_size(const struct header *h, size_t time_size)
{
    return h->changes * (time_size + 1) + (size_t)h->types * 6 + h->chars +
           h->leap * (time_size + 4) + h->isstd + h->isut;
}

static bool read_table(struct arena *arena, struct str table,
                       const struct header *h, size_t time_size,
                       struct date_zone *out)
{
    size_t indices = h->changes * time_size;
    size_t types = indices + h->changes;
    *out = (struct date_zone){
        .first = (int)big_endian_signed(table, types, 4),
        .changes = arena_array(arena, struct zone_change, h->changes),
        .count = h->changes,
    };
    for (size_t i = 0; i < h->changes; i++) {
        size_t type = (unsigned char)table.ptr[indices + i];
        if (type >= h->types)
            return false;
        struct zone_change *change = &out->changes[i];
        change->at = big_endian_signed(table, i * time_size, time_size);
        change->offset = (int)big_endian_signed(table, types + type * 6, 4);
        if (change->offset < -93600 || change->offset > 93600)
            return false;
    }
    return out->first >= -93600 && out->first <= 93600;
}

/* "\nRULE\n"; an empty rule is none. */
static bool read_footer(struct str footer, struct zone_rule *out)
{
    if (!str_starts(footer, STR("\n")))
        return false;
    size_t end = str_find_from(footer, STR("\n"), 1);
    if (end == STR_NONE)
        return false;
    struct str text = str_slice(footer, 1, end);
    return text.len == 0 || zone_rule_parse(text, out);
}

bool zone_read_tzif(struct arena *arena, struct str bytes,
                    struct date_zone *out)
{
    struct header h;
    if (!read_header(bytes, &h))
        return false;
    size_t time_size = 4;
    if (h.version >= 2) {
        bytes = str_from(bytes, HEADER + table_size(&h, 4));
        time_size = 8;
        if (!read_header(bytes, &h))
            return false;
    }
    struct str table = str_from(bytes, HEADER);
    size_t size = table_size(&h, time_size);
    if (table.len < size || !read_table(arena, table, &h, time_size, out))
        return false;
    return h.version == 1 || read_footer(str_from(table, size), &out->rule);
}
