/* SPDX-License-Identifier: MIT */
/*
 * The Markdown twin of a page. Directives stay as the author wrote them; only
 * numbers in sentences are computed, so that a twin says what the page says.
 * Roles are found again in the source by their lines: a hole's column counts
 * in what the parser saw.
 */
#include "twin.h"

#include "fill.h"

struct role {
    const struct hole *hole;
    size_t begin, end; /* in the page's source */
};

struct twin {
    struct reader *reader;
    const struct page *page;
    struct str text; /* the page's source */
    PHX_VEC(struct role) roles;
};

/* The byte where line `line` (from 1) begins. */
static size_t line_start(struct str text, uint32_t line)
{
    size_t at = 0;

    while (line > 1) {
        size_t end = str_find_from(text, STR("\n"), at);
        if (end == STR_NONE)
            return text.len;
        at = end + 1;
        line--;
    }
    return at;
}

/* {eval}, as many backticks as it has, the expression, backticks. */
static bool role_at(struct str text, size_t at, struct role *role)
{
    static const struct str name = STR_INIT("{eval}");
    size_t ticks = 0;
    size_t pos = at + name.len;

    while (pos + ticks < text.len && text.ptr[pos + ticks] == '`')
        ticks++;
    struct str fence = str_slice(text, pos, pos + ticks);
    size_t close = ticks ? str_find_from(text, fence, pos + ticks) : STR_NONE;
    if (close == STR_NONE)
        return false;
    role->begin = at;
    role->end = close + ticks;
    return true;
}

static void add_role(struct twin *twin, const struct hole *hole)
{
    const size_t start = line_start(twin->text, hole->span.line);
    size_t from = start;
    struct role role = {.hole = hole};

    /* The roles of one line come in its order. */
    if (twin->roles.len) {
        size_t last = twin->roles.items[twin->roles.len - 1].end;
        if (last > start)
            from = last;
    }
    from = str_find_from(twin->text, STR("{eval}"), from);
    if (from != STR_NONE && role_at(twin->text, from, &role))
        vec_push(twin->reader->arena, &twin->roles, role);
}

static void collect(struct twin *twin, const struct document *document)
{
    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];
        if (hole->source)
            continue; /* of an included file: the page has its name only */
        if (hole->kind == HOLE_ROLE && str_is(hole->name, "eval"))
            add_role(twin, hole);
        if (hole->body)
            collect(twin, hole->body);
    }
}

static void write_body(struct twin *twin, struct buf *out)
{
    const struct page *page = twin->page;
    struct fill fill = {.page = page,
                        .document = &page->document,
                        .reader = twin->reader,
                        .out = out,
                        .elsewhere = true};
    struct front_parts parts;

    front_split(twin->text, &parts);
    size_t at = (size_t)(parts.body.ptr - twin->text.ptr);
    collect(twin, &page->document);
    for (size_t i = 0; i < twin->roles.len; i++) {
        const struct role *role = &twin->roles.items[i];
        if (role->begin < at)
            continue;
        buf_add(out, str_slice(twin->text, at, role->begin));
        fill_role(&fill, role->hole);
        at = role->end;
    }
    buf_add(out, str_from(twin->text, at));
}

void twin_render(struct reader *reader, const struct page *page,
                 struct buf *out)
{
    struct twin twin = {
        .reader = reader, .page = page, .text = page->source.text};

    reader_note(reader, INPUT_PAGE_BODY, page->path, page->fingerprint_body);
    reader_note(reader, INPUT_PAGE_META, page->path, page->fingerprint_meta);
    if (!page->document.title_end) {
        buf_add_cstr(out, "# ");
        buf_add(out, page->title);
        buf_add_cstr(out, "\n\n");
    }
    if (page->description.len) {
        buf_add_cstr(out, "> ");
        buf_add(out, page->description);
        buf_add_cstr(out, "\n\n");
    }
    write_body(&twin, out);
}
