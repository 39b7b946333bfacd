/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target over the files of a corpus, as an ordinary test. libFuzzer
 * is not needed, so any compiler and sanitizer will do.
 */
#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    struct arena arena;
    struct fs_listing listing = {0};
    struct error err;
    size_t passed = 0;

    arena_init(&arena);
    if (argc != 2 || fs_list(&arena, argv[1], &listing, &err) < 0) {
        fprintf(stderr, "usage: replay CORPUS\n");
        return 2;
    }
    for (size_t i = 0; i < listing.list.len; i++) {
        struct str path =
            path_join(&arena, str_of(argv[1]), listing.list.items[i].name);
        struct str bytes;
        if (fs_read(&arena, str_cstr(&arena, path), 0, &bytes, &err) < 0)
            continue;
        /* A heap copy of the exact size, so that ASan sees a read past it. */
        uint8_t *copy = malloc(bytes.len ? bytes.len : 1);
        if (!copy)
            base_out_of_memory(bytes.len);
        memcpy(copy, bytes.ptr, bytes.len);
        LLVMFuzzerTestOneInput(copy, bytes.len);
        free(copy);
        passed++;
    }
    printf("%zu passed, 0 failed\n", passed);
    arena_deinit(&arena);
    return 0;
}
