/* SPDX-License-Identifier: MIT */
/*
 * A page of an old site: the first byte says of which generator, the rest is
 * its file. Front matter, address and body; nothing is written.
 */
#include "import/private.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const struct layout *const layouts[] = {&jekyll_layout, &hugo_layout,
                                                   &hexo_layout};
    static const char *const paths[] = {"_posts/2020-01-02-a.md",
                                        "content/a/b.md", "source/_posts/a.md"};
    struct import_options options = {
        .from = (enum import_from)(len ? bytes[0] % 3 : 0), .folder = "/"};
    struct arena arena;
    struct buf out = BUF_INIT;

    arena_init(&arena);
    struct import_report report = {.arena = &arena};
    struct importer im = {
        .arena = &arena, .options = &options, .report = &report};
    struct map_builder empty;
    diags_init(&report.diags, &arena, NULL);
    map_init(&im.by_name, &arena);
    map_init(&im.targets, &arena);
    map_builder_init(&empty, &arena);
    im.config = map_builder_finish(&empty);
    struct old_page page = {.source = str_of(paths[options.from])};
    struct str text =
        len > 1 ? str_bytes((const char *)bytes + 1, len - 1) : STR("");
    page.bytes = utf8_repair(&arena, text);
    const struct layout *layout = layouts[options.from];
    if (layout->page(&im, &page) && front_load(&im, &page)) {
        layout->address(&im, &page);
        front_write(&im, &page, &out);
        layout->body(&im, &page, &out);
    }
    buf_deinit(&out);
    arena_deinit(&arena);
    return 0;
}
