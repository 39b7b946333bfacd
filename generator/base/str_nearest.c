/* SPDX-License-Identifier: MIT */
/* Near names, for the hints "did you mean …?". */
#include "str.h"

#include <string.h>

#include "banned.h"

#define LONGEST 128

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The optimal string alignment distance, row by row: `row` of a[0, i), with
 * the two rows before it, which a transposition looks back to. */
size_t str_distance(struct str a, struct str b, size_t limit)
{
    if (a.len > LONGEST || b.len > LONGEST)
        return str_eq(a, b) ? 0 : limit + 1;
    size_t rows[3][LONGEST + 1];
    size_t *before = rows[0];
    size_t *last = rows[1];
    size_t *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        before[j] = last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.ptr[i - 1] == b.ptr[j - 1];
            size_t cost = last[j - 1] + (same ? 0 : 1);
            cost = least(cost, least(last[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1])
                cost = least(cost, before[j - 2] + 1);
            row[j] = cost;
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return least(last[b.len], limit + 1);
}

struct str str_nearest(struct str name, const struct str *candidates,
                       size_t count)
{
    size_t limit = name.len / 3;
    size_t best = limit + 1;
    struct str found = STR("");
    for (size_t i = 0; i < count; i++) {
        size_t distance = str_distance(name, candidates[i], limit);
        if (distance < best) {
            best = distance;
            found = candidates[i];
        }
    }
    return found;
}
