/* SPDX-License-Identifier: MIT */
/*
 * A page's front matter from YAML to values. What its keys mean is
 * front_apply.c's.
 */
#include "front.h"

/* Front matter is short; real pages stay far below. */
#define FRONT_BYTES_MAX (1U << 20)
#define FRONT_DEPTH_MAX 64
#define FRONT_NODES_MAX 100000

bool front_read(struct arena *arena, const struct config *config,
                struct page *page, struct diags *diags)
{
    struct yaml_options options = {
        .dates = true,
        .zone = config->zone,
        .limits = {.depth = FRONT_DEPTH_MAX,
                   .nodes = FRONT_NODES_MAX,
                   .bytes = FRONT_BYTES_MAX},
    };
    struct map_builder empty;

    if (!yaml_read(arena, &page->meta_source, &options, diags, &page->meta,
                   &page->places))
        return false;
    if (page->meta.kind == VALUE_NULL) {
        map_builder_init(&empty, arena);
        page->meta = map_builder_finish(&empty);
    }
    if (page->meta.kind == VALUE_MAP)
        return true;
    diag_hint(diags,
              diag_add(diags, DIAG_FRONT_MATTER_TYPE, &page->meta_source,
                       (struct span){.line = 1, .col = 1},
                       "front matter must be keys and values, not %s",
                       value_kind_name(page->meta)),
              "write one `key: value` a line between the `---`");
    return false;
}
