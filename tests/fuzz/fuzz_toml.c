/* SPDX-License-Identifier: MIT */
/* The TOML reader: a value or exactly one error, and a value prints and
 * equals itself. */
#include "value/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct source_ref source = {
        .path = STR("a.toml"),
        .text = str_bytes(len ? (const char *)bytes : "", len)};
    struct buf out = BUF_INIT;
    struct arena arena;
    struct diags diags;
    struct value v;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    if (toml_read(&arena, &source, NULL, &diags, &v)) {
        value_repr(&out, v, NULL);
        PHX_BUG_ON(!value_is(v, VALUE_MAP) || diags.errors != 0);
        PHX_BUG_ON(!hash_eq(value_fingerprint(v), value_fingerprint(v)));
    } else {
        PHX_BUG_ON(diags.errors != 1);
    }
    buf_deinit(&out);
    arena_deinit(&arena);
    return 0;
}
