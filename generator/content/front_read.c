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

static bool read_map(struct arena *scratch, struct front *front)
{
    const struct page *page = front->page;
    struct yaml_options options = {
        .dates = true,
        .zone = front->config->zone,
        .limits = {.depth = FRONT_DEPTH_MAX,
                   .nodes = FRONT_NODES_MAX,
                   .bytes = FRONT_BYTES_MAX},
    };
    struct map_builder empty;

    if (!yaml_read(scratch, &page->meta_source, &options, front->diags,
                   &front->written, &front->places))
        return false;
    if (front->written.kind == VALUE_NULL) {
        map_builder_init(&empty, scratch);
        front->written = map_builder_finish(&empty);
    }
    if (front->written.kind == VALUE_MAP)
        return true;
    diag_hint(front->diags,
              diag_add(front->diags, DIAG_FRONT_MATTER_TYPE, &page->meta_source,
                       (struct span){.line = 1, .col = 1},
                       "front matter must be keys and values, not %s",
                       value_kind_name(front->written)),
              "write one `key: value` a line between the `---`");
    return false;
}

bool front_read(struct arena *arena, const struct config *config,
                struct page *page, struct diags *diags)
{
    struct front front = {
        .arena = arena, .config = config, .page = page, .diags = diags};
    struct arena scratch;
    bool ok;

    arena_init(&scratch);
    ok = read_map(&scratch, &front);
    if (ok) {
        front.kept = page->meta = front_copy(arena, front.written);
        front_apply(&front);
    }
    arena_deinit(&scratch);
    return ok;
}
