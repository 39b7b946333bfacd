/* SPDX-License-Identifier: MIT */
/*
 * Result files of any tool: what is read is asked for, drawn and put into a
 * table; what is not read is refused with a reason. The same bytes give the
 * same figure.
 */
#include "bench/bench.h"

static bool draw(struct bench_store *store, struct reader *reader,
                 struct str chart, struct buf *out)
{
    const struct bench_option option = {.name = STR("chart"), .value = chart};
    const struct source_ref source = {.path = STR("post.md")};
    const struct bench_directive d = {.argument = STR("a"),
                                      .options = &option,
                                      .option_count = chart.len ? 1 : 0,
                                      .caption = STR(""),
                                      .span = {1, 1, 0},
                                      .source = &source,
                                      .id = STR("r"),
                                      .language = STR("en"),
                                      .raw_url = STR("")};

    reader->failed = false;
    return bench_render(store, &d, reader, out);
}

static void draw_all(struct bench_store *store, struct reader *reader)
{
    static const struct str kinds[] = {STR_INIT(""),     STR_INIT("bar"),
                                       STR_INIT("line"), STR_INIT("box"),
                                       STR_INIT("heat"), STR_INIT("scatter")};

    for (size_t i = 0; i < PHX_COUNT(kinds); i++) {
        struct buf first = BUF_INIT, second = BUF_INIT;
        const size_t before = reader->diags->list.len;
        const bool drawn = draw(store, reader, kinds[i], &first);

        PHX_BUG_ON(!drawn && reader->diags->list.len == before);
        PHX_BUG_ON(!utf8_valid(buf_str(&first), NULL));
        phx_ignore(draw(store, reader, kinds[i], &second), "the same again");
        PHX_BUG_ON(!str_eq(buf_str(&first), buf_str(&second)));
        buf_deinit(&second);
        buf_deinit(&first);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str input = str_bytes(len ? (const char *)bytes : "", len);
    struct arena arena;
    struct diags diags;
    struct reader reader = {.arena = &arena, .diags = &diags};
    struct bench_store *store;

    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    store = bench_store_new(&arena);
    bench_store_add(store, STR("a"), STR("benchmarks/results/a.x"), input,
                    NULL);
    draw_all(store, &reader);
    arena_deinit(&arena);
    return 0;
}
