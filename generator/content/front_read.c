/* SPDX-License-Identifier: MIT */
/*
 * A page's front matter from YAML to values, and what to say when it does not
 * parse: nearly always a value with a colon in it, or a tab.
 */
#include "front.h"

/* Front matter is short; real pages stay far below. */
#define FRONT_BYTES_MAX (1U << 20)
#define FRONT_DEPTH_MAX 64
#define FRONT_NODES_MAX 100000

static struct str line_of(struct str text, uint32_t number)
{
    struct str line = STR("");

    for (uint32_t i = 0; i < number; i++)
        if (!str_line(&text, &line))
            return STR("");
    return line;
}

/* A line "key: some: thing" that lacks quotes. */
static bool has_bare_colon(struct str line, struct str *key, struct str *value)
{
    size_t colon = str_find(line, STR(": "));

    if (colon == STR_NONE)
        return false;
    *key = str_trim(str_slice(line, 0, colon));
    *value = str_trim(str_from(line, colon + 2));
    if (value->len == 0 || str_chr(STR("\"'[{|>"), value->ptr[0]) != STR_NONE)
        return false;
    return str_find(*value, STR(": ")) != STR_NONE ||
           str_ends(*value, STR(":"));
}

/* The parser may notice only on the line after the one to blame. */
static void hint_yaml(const struct page *page, struct diags *diags,
                      struct diag *diag)
{
    const struct source_ref *source = &page->meta_source;
    uint32_t line = diag->span.line - source->line_offset;
    struct str key;
    struct str value;

    if (diag->hint.len || diag->span.line <= source->line_offset)
        return;
    for (uint32_t back = 0; back < 2 && line > back; back++) {
        struct str text = line_of(source->text, line - back);

        if (has_bare_colon(text, &key, &value)) {
            diag_hint(diags, diag,
                      "a value with a colon needs quotes: %" STR_FMT
                      ": '%" STR_FMT "'",
                      STR_ARG(key), STR_ARG(value));
            return;
        }
        if (str_chr(text, '\t') != STR_NONE) {
            diag_hint(diags, diag, "YAML indents with spaces, never with tabs");
            return;
        }
    }
}

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
    size_t before = diags->list.len;
    struct map_builder empty;

    if (!yaml_read(arena, &page->meta_source, &options, diags, &page->meta,
                   &page->places)) {
        if (diags->list.len > before)
            hint_yaml(page, diags, &diags->list.items[diags->list.len - 1]);
        return false;
    }
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
