/* SPDX-License-Identifier: MIT */
/* From build/, which knows what each file was made of, to check/, which does
 * not know build/. */
#include "cli/cli.h"

#include "build/build.h"
#include "check/check.h"

const struct check_origin *cli_origins(struct arena *arena,
                                       const struct build_report *report)
{
    size_t count = report->origins.len;
    struct check_origin *origins =
        arena_array(arena, struct check_origin, count);

    for (size_t i = 0; i < count; i++)
        origins[i] = (struct check_origin){report->origins.items[i].output,
                                           report->origins.items[i].source};
    return origins;
}
