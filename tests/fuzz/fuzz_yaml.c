/* SPDX-License-Identifier: MIT */
/*
 * The YAML reader, with places and dates: a value or exactly one error, and a
 * value prints, hashes and equals itself.
 */
#include "value/value.h"

static void use(struct value v)
{
    struct buf out = BUF_INIT;

    value_repr(&out, v, NULL);
    json_write(&out, v, 1, true, NULL);
    PHX_BUG_ON(!hash_eq(value_fingerprint(v), value_fingerprint(v)));
    PHX_BUG_ON(value_hash(v) != value_hash(v));
    buf_deinit(&out);
}

static void check_places(const struct value_places *places)
{
    for (size_t i = 0; i < places->list.len; i++)
        PHX_BUG_ON(places->list.items[i].value.col == 0 ||
                   places->list.items[i].key.line == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct source_ref source = {
        .path = STR("a.yaml"),
        .text = str_bytes(len ? (const char *)bytes : "", len)};
    const struct yaml_options options = {.dates = true,
                                         .limits = {.nodes = 10000}};
    struct value_places places = {0};
    struct arena arena;
    struct diags diags;
    struct value v;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    if (yaml_read(&arena, &source, &options, &diags, &v, &places)) {
        use(v);
        check_places(&places);
        PHX_BUG_ON(diags.errors != 0);
    } else {
        PHX_BUG_ON(diags.errors != 1);
    }
    if (yaml_read_all(&arena, &source, &options, &diags, &v))
        use(v);
    arena_deinit(&arena);
    return 0;
}
