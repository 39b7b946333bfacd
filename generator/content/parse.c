/* SPDX-License-Identifier: MIT */
/*
 * One source into a page: front matter, body, and the facts and fingerprints
 * that need no other page. Runs on any worker; what needs the whole site is
 * assemble.c's.
 */
#include "front.h"
#include "model.h"

/* Reading speeds: letters of Chinese and words of English in a minute. */
#define LETTERS_A_MINUTE ((size_t)400)
#define WORDS_A_MINUTE ((size_t)220)

/* ---- Before the body ---- */

struct page *content_page_new(struct arena *arena, const struct config *config,
                              const struct content_source *source)
{
    struct page *page = arena_new(arena, struct page);
    struct map_builder empty;
    struct str *texts[] = {
        &page->title,        &page->summary,       &page->description,
        &page->image,        &page->translation,   &page->url_written,
        &page->slug_written, &page->template_name, &page->sort,
        &page->slug,         &page->url,           &page->permalink,
        &page->output,
    };

    for (size_t i = 0; i < PHX_COUNT(texts); i++)
        *texts[i] = STR("");
    page->id = source->id;
    page->path = source->path;
    page->dir = path_dir(source->path);
    page->name = source->name;
    page->folder = source->folder;
    page->language = source->language;
    page->is_index = source->is_index;
    page->is_bundle = source->is_bundle;
    page->toc = true;
    page->index = SIZE_MAX;
    page->term_names =
        arena_array(arena, struct page_names, config->taxonomy_count + 1);
    page->authors = value_null();
    map_builder_init(&empty, arena);
    page->meta = page->extra = map_builder_finish(&empty);
    return page;
}

/* Without a byte order mark, and valid UTF-8 whatever happens. */
static struct str clean_bytes(struct arena *arena,
                              struct content_source *source)
{
    struct str bytes = source->bytes;
    struct source_ref where;
    size_t bad;

    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_from(bytes, 3);
    if (utf8_valid(bytes, &bad))
        return bytes;
    where = (struct source_ref){.path = source->path,
                                .text = utf8_repair(arena, bytes)};
    diag_hint(&source->diags,
              diag_add(&source->diags, DIAG_FILE_ENCODING, &where,
                       span_at(bytes, bad), "byte 0x%02X is not UTF-8",
                       (unsigned)(unsigned char)bytes.ptr[bad]),
              "save the file as UTF-8");
    return where.text;
}

/* Forms of other tools: the page is kept with its body. */
static void report_form(struct content_source *source, const struct page *page,
                        const struct front_parts *parts)
{
    struct span at = {.line = parts->open_line, .col = 1};
    const char *what = NULL;
    const char *hint = "write YAML between two lines `---`";

    switch (parts->form) {
    case FRONT_NONE:
    case FRONT_YAML:
        return;
    case FRONT_TOML:
        what = "front matter in TOML (+++) is not read";
        break;
    case FRONT_JULIA:
        what = "front matter as @def lines is not read";
        break;
    case FRONT_UNCLOSED:
        what = "front matter is opened by --- but not closed";
        hint = "end it with a line `---`";
        break;
    }
    diag_hint(&source->diags,
              diag_add(&source->diags, DIAG_FRONT_MATTER_FORM, &page->source,
                       at, "%s", what),
              "%s", hint);
}

/* "2026-03-01-name": the day, and the name without it. */
static void date_of_name(const struct config *config, struct page *page)
{
    struct str name = page->name;
    struct date day;

    if (name.len < 12 || name.ptr[4] != '-' || name.ptr[7] != '-' ||
        str_chr(STR("-_ "), name.ptr[10]) == STR_NONE)
        return;
    for (size_t i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (name.ptr[i] < '0' || name.ptr[i] > '9'))
            return;
    if (!date_parse(str_slice(name, 0, 10), config->zone, &day))
        return;
    page->name = str_from(name, 11);
    page->date = day;
    page->has_date = page->date_written = true;
}

static bool read_front(struct arena *arena, const struct config *config,
                       struct content_source *source, struct page *page,
                       const struct front_parts *parts)
{
    report_form(source, page, parts);
    if (parts->form != FRONT_YAML)
        return true;
    page->meta_source = (struct source_ref){
        .path = page->path,
        .text = parts->text,
        .line_offset = parts->text_line,
    };
    if (!front_read(arena, config, page, &source->diags))
        return false;
    front_roles(page, &source->diags);
    return true;
}

/* ---- Behind it ---- */

struct str title_of_name(struct arena *arena, struct str name)
{
    char *text = arena_bytes(arena, name.len + 1);

    for (size_t i = 0; i < name.len; i++)
        text[i] = name.ptr[i] == '-' || name.ptr[i] == '_' ? ' ' : name.ptr[i];
    if (name.len && text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    text[name.len] = '\0';
    return (struct str){text, name.len};
}

static void apply_facts(struct page *page)
{
    size_t cjk = page->document.words.cjk;
    size_t words = page->document.words.words;
    size_t units = LETTERS_A_MINUTE * WORDS_A_MINUTE;
    size_t time = cjk * WORDS_A_MINUTE + words * LETTERS_A_MINUTE;

    page->words = cjk + words;
    page->reading_time = (time + units - 1) / units;
    if (page->reading_time == 0)
        page->reading_time = 1;
}

/* At most summary_length letters, cut after a whole one. */
struct str content_description(struct arena *arena, const struct config *config,
                               struct str text)
{
    if (config->summary_length == 0 ||
        utf8_count(text) <= config->summary_length)
        return text;
    text = str_slice(text, 0, utf8_offset(text, config->summary_length));
    return str_cat(arena, str_trim_right(text), STR("…"));
}

/* ---- Fingerprints ---- */

static struct hash hash_document(const struct document *document)
{
    struct hash h = hash_bytes(document->html);

    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];

        h = hash_mix_int(h, hole->offset);
        h = hash_mix_int(h, (uint64_t)hole->kind * 4 +
                                (hole->display ? 2u : 0u) + hole->alone);
        h = hash_mix_str(h, hole->text);
        h = hash_mix_str(h, hole->name);
        h = hash_mix_str(h, hole->title);
        h = hash_mix_str(h, hole->alt);
        h = hash_mix_str(h, hole->argument);
        for (size_t k = 0; k < hole->attr_count; k++) {
            h = hash_mix_str(h, hole->attrs[k].name);
            h = hash_mix_str(h, hole->attrs[k].value);
        }
        if (hole->kind == HOLE_DIRECTIVE)
            h = hash_mix(h, value_fingerprint(hole->yaml));
        if (hole->body)
            h = hash_mix(h, hash_document(hole->body));
    }
    return h;
}

/* A page's summary and headings are parts of its body: their fingerprints stay
 * when other parts change, unless holes among them hold a place. */
static struct hash hash_summary(const struct page *page)
{
    const struct document *d = &page->document;
    struct hash h =
        hash_bytes(str_slice(d->html, d->summary_begin, d->summary_end));

    h = hash_mix_str(h, page->summary);
    h = hash_mix_str(h, page->description);
    for (size_t i = 0; i < d->hole_count; i++) {
        const struct hole *hole = &d->holes[i];

        if (hole->offset < d->summary_begin || hole->offset > d->summary_end)
            continue;
        h = hash_mix_int(h, hole->offset - d->summary_begin);
        h = hash_mix_int(h, hole->kind);
        h = hash_mix_str(h, hole->text);
        h = hash_mix_str(h, hole->name);
        h = hash_mix_str(h, hole->argument);
    }
    return h;
}

static struct hash hash_headings(const struct document *d)
{
    struct hash h = {0};

    for (size_t i = 0; i < d->heading_count; i++) {
        const struct heading *heading = &d->headings[i];

        h = hash_mix_int(h, heading->level);
        h = hash_mix_str(h, heading->id);
        h = hash_mix_str(h, str_slice(d->html, heading->begin, heading->end));
        for (size_t k = heading->first_hole; k < heading->last_hole; k++) {
            h = hash_mix_str(h, d->holes[k].text);
            h = hash_mix_str(h, d->holes[k].name);
        }
    }
    return h;
}

static void fingerprint(struct page *page)
{
    page->id_hash = hash_bytes(page->path);
    page->fingerprint_meta = value_fingerprint(page->meta);
    page->fingerprint_body = hash_document(&page->document);
    page->fingerprint_summary = hash_summary(page);
    page->fingerprint_headings = hash_headings(&page->document);
    page->fingerprint_facts = hash_mix_int(
        hash_mix_int((struct hash){0}, page->words), page->reading_time);
}

struct str content_body(struct str bytes, uint32_t *lines)
{
    struct front_parts parts;

    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_from(bytes, 3);
    front_split(bytes, &parts);
    *lines = parts.body_line;
    return parts.body;
}

/* A title is plain text long before a role can be computed. */
static void check_title(struct content_source *source, const struct page *page)
{
    const struct document *d = &page->document;

    if (d->title_end == 0 || d->heading_count == 0)
        return;
    for (size_t i = d->headings[0].first_hole; i < d->headings[0].last_hole;
         i++)
        if (d->holes[i].kind == HOLE_ROLE)
            diag_hint(&source->diags,
                      diag_add(&source->diags, DIAG_ROLE_PLACE,
                               d->holes[i].source ? d->holes[i].source
                                                  : &page->source,
                               d->holes[i].span,
                               "a role in the page's title cannot be computed"),
                      "write the title in front matter, without it");
}

void content_parse_page(struct arena *arena, const struct config *config,
                        const struct dialect *dialect,
                        struct content_source *source)
{
    struct page *page = content_page_new(arena, config, source);
    struct str bytes = clean_bytes(arena, source);
    struct front_parts parts;
    struct source_ref body;

    source->page = page;
    page->source = (struct source_ref){.path = source->path, .text = bytes};
    front_split(bytes, &parts);
    date_of_name(config, page);
    if (!read_front(arena, config, source, page, &parts))
        page->hidden = PAGE_FAILED;

    body = page->source;
    body.line_offset = parts.body_line;
    markdown_parse(arena, dialect, &body, parts.body, &source->diags,
                   &page->document);
    if (page->title.len == 0) {
        page->title = page->document.title;
        check_title(source, page);
    }
    if (page->title.len == 0 && !page->is_index)
        page->title = title_of_name(arena, page->name);
    if (page->description.len == 0)
        page->description =
            page->summary.len ? page->summary
                              : content_description(
                                    arena, config, page->document.summary_text);
    if (page->image.len == 0)
        page->image = page->document.first_image;
    apply_facts(page);
    fingerprint(page);
}
