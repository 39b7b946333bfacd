/* SPDX-License-Identifier: MIT */
/* Looking things up in the table of embedded files, sorted by path. */
#include "embed.h"

#include "banned.h"

/* The first index whose path is not less than `path`. */
static size_t lower_bound(struct str path)
{
    size_t low = 0;
    size_t high = embed_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(str_of(embed_files[middle].path), path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool embed_find(struct str path, struct str *out)
{
    size_t at = lower_bound(path);
    if (at == embed_count || !str_is(path, embed_files[at].path))
        return false;
    const struct embed_file *file = &embed_files[at];
    *out = (struct str){file->start, (size_t)(file->end - file->start)};
    return true;
}

size_t embed_range(struct str prefix, size_t *count)
{
    size_t from = lower_bound(prefix);
    size_t to = from;
    while (to < embed_count && str_starts(str_of(embed_files[to].path), prefix))
        to++;
    *count = to - from;
    return from;
}
