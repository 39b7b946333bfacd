/* SPDX-License-Identifier: MIT */
/* The default limits of the readers; value.h states them. */
#include "value/limits.h"

struct value_limits limits_or_defaults(const struct value_limits *limits)
{
    struct value_limits all = {0, 0, 0};

    if (limits)
        all = *limits;
    if (all.depth == 0)
        all.depth = 200;
    if (all.nodes == 0)
        all.nodes = 10000000;
    if (all.bytes == 0)
        all.bytes = (size_t)256 << 20;
    return all;
}
