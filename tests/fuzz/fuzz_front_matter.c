/* SPDX-License-Identifier: MIT */
/*
 * Front matter through content/: a page of the input is split, read, typed and
 * put into a site beside others; every field of its value is asked for. Dates,
 * slugs, URLs, aliases, terms, authors and translations come from it. No output
 * may leave the output folder, whatever it says.
 */
#include "site.h"

static bool host_body(struct reader *reader, const struct page *page,
                      bool summary, struct value *out)
{
    (void)reader, (void)summary;
    *out = value_str(page->description);
    return true;
}

static bool host_heading(struct reader *reader, const struct page *page,
                         size_t index, struct value *out)
{
    (void)reader;
    *out = value_str(page->document.headings[index].text);
    return true;
}

static bool host_description(struct reader *reader, const struct page *page,
                             struct value *out)
{
    (void)reader, (void)page, (void)out;
    return false;
}

/* Every field that a template can ask for, printed. */
static void read_fields(struct arena *arena, const struct page *page)
{
    struct content_host host = {host_body, host_heading, host_description};
    struct diags diags;
    struct trace trace;
    size_t count;

    diags_init(&diags, arena, NULL);
    trace_init(&trace, arena);
    struct reader reader = {.arena = arena,
                            .trace = &trace,
                            .diags = &diags,
                            .language = page->language->code,
                            .page = page,
                            .host = &host};
    const struct content_field *fields = content_fields(arena, &count);
    struct value v = page_value(arena, page);
    for (size_t i = 0; i < count; i++) {
        struct value field;
        struct buf out = BUF_INIT;
        if (!str_is(str_of(fields[i].object), "page"))
            continue;
        if (v.as.object->type->get(v.as.object, str_of(fields[i].name), &reader,
                                   &field))
            value_print(&out, field, &reader);
        PHX_BUG_ON(!utf8_valid(buf_str(&out), NULL));
        buf_deinit(&out);
    }
}

/* A path below the output folder, and no other file's. */
static void check_output(struct str output)
{
    struct str rest = output, part;

    PHX_BUG_ON(output.len == 0 || output.ptr[0] == '/');
    while (str_split(&rest, '/', &part))
        PHX_BUG_ON(part.len == 0 || str_is(part, ".") || str_is(part, ".."));
    PHX_BUG_ON(str_chr(output, '\0') != STR_NONE);
}

static void check_site(struct arena *arena, const struct site *site)
{
    size_t count;
    const struct route *routes = site_routes(site, &count);

    for (size_t i = 0; i < count; i++) {
        check_output(routes[i].output);
        PHX_BUG_ON(!str_starts(routes[i].url, STR("/base/")));
    }
    const struct page *const *pages = site_pages(site, &count);
    for (size_t i = 0; i < count; i++)
        read_fields(arena, pages[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct arena keep;
    static struct config config;
    const struct dialect dialect = markdown_site_dialect();
    const struct repo_head head = {0};
    struct site_inputs in = {
        .text = str_bytes(len ? (const char *)bytes : "", len)};
    struct arena arena;
    struct diags diags;

    if (!config.language_count)
        site_config(&keep, &config);
    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    site_parse(&arena, &config, &dialect, &in, &diags);
    struct site *site = site_assemble(&arena, &config, &in.content, NULL, &head,
                                      value_null(), &diags);
    site_check_places(&diags, in.text);
    check_site(&arena, site);
    arena_deinit(&arena);
    return 0;
}
