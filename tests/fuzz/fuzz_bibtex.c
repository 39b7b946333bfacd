/* SPDX-License-Identifier: MIT */
/*
 * The BibTeX reader and its LaTeX: every entry has a key and can be found by
 * it, what is wrong is said, texts are valid UTF-8 where the input is.
 */
#include "build/bibtex.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct source_ref source = {
        .path = STR("a.bib"),
        .text = str_bytes(len ? (const char *)bytes : "", len)};
    struct arena arena;
    struct diags diags;
    struct bib_file file;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    bool valid = utf8_valid(source.text, NULL);
    bool ok = bibtex_read(&arena, &source, &diags, &file);
    PHX_BUG_ON(ok != (diags.errors == 0));
    for (size_t i = 0; i < file.entries.len; i++) {
        const struct bib_entry *e = file.entries.items[i];
        PHX_BUG_ON(map_get(&file.by_key, e->key) != e);
        for (size_t k = 0; k < e->field_count; k++) {
            size_t count;
            struct str text = bibtex_text(&arena, e->fields[k].value);
            PHX_BUG_ON(valid && !utf8_valid(text, NULL));
            bibtex_names(&arena, e->fields[k].value, &count);
        }
    }
    arena_deinit(&arena);
    return 0;
}
