/* SPDX-License-Identifier: MIT */
/*
 * One page by itself: goes over its tokens once, and knows its ids, its
 * language and its title. What it notes for comparison with other pages is
 * web.c's to compare.
 */
#include "page.h"

/* ---- Findings ---- */

struct span page_span(struct page_reader *r, size_t at)
{
    if (at < r->line_from) {
        r->line_from = 0;
        r->line = 1;
    }
    for (;;) {
        const char *next =
            at > r->line_from
                ? memchr(r->text.ptr + r->line_from, '\n', at - r->line_from)
                : NULL;
        if (!next)
            break;
        r->line_from = (size_t)(next - r->text.ptr) + 1;
        r->line++;
    }
    return (struct span){r->line, (uint32_t)(at - r->line_from) + 1, 0};
}

struct finding *page_find(struct page_reader *r, enum diag_id id, size_t at,
                          const char *fmt, ...)
{
    struct buf message = BUF_INIT;
    va_list args;

    va_start(args, fmt);
    buf_add_vfmt(&message, fmt, args);
    va_end(args);
    struct finding *f =
        finding_add(&r->file->findings, &r->worker->keep, id, page_span(r, at),
                    "%" STR_FMT, STR_ARG(buf_str(&message)));
    buf_deinit(&message);
    return f;
}

/* ---- Ids ---- */

static void add_id(struct page_reader *r, struct str name, size_t at,
                   bool is_id)
{
    const struct own_id id = {hash_short(name), name, at, is_id};

    if (name.len)
        vec_push(r->arena, &r->ids, id);
}

/* A list of ids that an attribute names. */
static void note_ids(struct page_reader *r, const struct html_attr *attr)
{
    struct str rest = html_decode(r->arena, attr->value), word;

    while (str_split(&rest, ' ', &word)) {
        const struct own_anchor anchor = {str_trim(word), attr->at, STR(""),
                                          true};
        if (anchor.name.len)
            vec_push(r->arena, &r->own, anchor);
    }
}

/* Letters, digits and hyphens as BCP 47 has them: "zh-Hans", "en-GB". */
static bool is_language(struct str tag)
{
    struct str rest = tag, part;
    size_t count = 0;

    while (str_split(&rest, '-', &part)) {
        if (part.len == 0 || part.len > 8)
            return false;
        for (size_t i = 0; i < part.len; i++)
            if (!ascii_is_letter(part.ptr[i]) &&
                (count == 0 || !ascii_is_digit(part.ptr[i])))
                return false;
        if (count == 0 && part.len == 1 && ascii_lower(part.ptr[0]) != 'x' &&
            ascii_lower(part.ptr[0]) != 'i')
            return false;
        count++;
    }
    return count > 0;
}

static void check_language(struct page_reader *r, const struct html_attr *attr)
{
    struct str tag = str_trim(html_decode(r->arena, attr->value));

    if (is_language(tag) || (tag.len == 0 && r->token.element != ELEMENT_HTML))
        return;
    if (str_eq_nocase(attr->name, STR("hreflang")) &&
        (tag.len == 0 || str_eq_nocase(tag, STR("x-default"))))
        return;
    struct finding *f =
        page_find(r, DIAG_PAGE_LANGUAGE, attr->at,
                  "`%" STR_FMT "` is no language tag", STR_ARG(tag));
    f->hint = STR("such as `en`, `en-GB` or `zh-Hans`");
}

/* What any element may have. */
static void general_attributes(struct page_reader *r)
{
    for (size_t i = 0; i < r->token.attr_count; i++) {
        const struct html_attr *a = &r->token.attrs[i];
        char first = a->name.len ? ascii_lower(a->name.ptr[0]) : '\0';
        if (first == 'i' && str_eq_nocase(a->name, STR("id")))
            add_id(r, html_decode(r->arena, a->value), a->at, true);
        else if (first == 'l' && str_eq_nocase(a->name, STR("lang")))
            check_language(r, a);
        else if (first == 'h' && str_eq_nocase(a->name, STR("hreflang")))
            check_language(r, a);
        else if (first == 's' && str_eq_nocase(a->name, STR("style")))
            page_style(r, html_decode(r->arena, a->value), a->at);
        else if ((first == 'f' && str_eq_nocase(a->name, STR("for"))) ||
                 (first == 'a' &&
                  (str_eq_nocase(a->name, STR("aria-labelledby")) ||
                   str_eq_nocase(a->name, STR("aria-describedby")))))
            note_ids(r, a);
    }
}

static int by_hash(const void *a, const void *b)
{
    const struct own_id *x = a;
    const struct own_id *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static void report_twice(struct page_reader *r, const struct own_id *first,
                         const struct own_id *again)
{
    uint32_t line = page_span(r, first->at).line;
    struct finding *f =
        page_find(r, DIAG_PAGE_ID, again->at,
                  "the id `%" STR_FMT "` is used twice on one page",
                  STR_ARG(again->name));

    f->hint =
        str_fmt(&r->worker->keep, "the first is on line %u of the page", line);
    f->needle =
        str_fmt(&r->worker->keep, "id=\"%" STR_FMT "\"", STR_ARG(again->name));
}

static void keep_ids(struct page_reader *r)
{
    size_t count = r->ids.len;

    if (count)
        qsort(r->ids.items, count, sizeof(r->ids.items[0]), by_hash);
    r->page->ids = arena_array(&r->worker->keep, uint64_t, count);
    r->page->id_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct own_id *id = &r->ids.items[i];
        r->page->ids[i] = id->hash;
        if (i > 0 && id[-1].hash == id->hash && id[-1].is_id && id->is_id)
            report_twice(r, &id[-1], id);
    }
}

/* Links to this page's own anchors, once all of them are known. */
static void check_own(struct page_reader *r)
{
    for (size_t i = 0; i < r->own.len; i++) {
        const struct own_anchor *a = &r->own.items[i];
        if (page_has_anchor(r->page, a->name))
            continue;
        if (a->attribute) {
            page_find(r, DIAG_PAGE_REFERENCE, a->at,
                      "an attribute names the id `%" STR_FMT
                      "`, which is not on the page",
                      STR_ARG(a->name));
            continue;
        }
        struct finding *f = page_find(
            r, DIAG_PAGE_ANCHOR, a->at,
            "the anchor `#%" STR_FMT "` is not on the page", STR_ARG(a->name));
        f->needle = str_dup(&r->worker->keep, a->needle);
    }
}

/* ---- Tokens ---- */

/* Elements inside a hidden one are not read out. */
static void track_hidden(struct page_reader *r)
{
    const struct html_token *t = &r->token;

    if (r->hidden_depth) {
        if (str_eq_nocase(t->name, r->hidden))
            r->hidden_depth += !t->self_closing;
        return;
    }
    const struct html_attr *aria = html_attr(t, "aria-hidden");
    bool hidden =
        (aria && str_is(aria->value, "true")) || html_attr(t, "hidden");
    if (hidden && !t->self_closing && !html_is_void(t->element)) {
        r->hidden = t->name;
        r->hidden_depth = 1;
    }
}

static void open_tag(struct page_reader *r)
{
    const struct html_token *t = &r->token;

    if (t->element == ELEMENT_TEMPLATE)
        r->in_template++;
    if (r->in_template)
        return;
    if (t->element == ELEMENT_HTML) {
        r->is_document = true;
        if (!html_attr(t, "lang"))
            page_find(r, DIAG_PAGE_LANGUAGE, t->at,
                      "the page does not say its language")
                ->hint = STR("<html lang=\"…\">; screen readers choose their "
                             "voice by it");
    }
    if (t->attr_count) {
        general_attributes(r);
        page_links(r);
        track_hidden(r);
    } else if (r->hidden_depth) {
        track_hidden(r);
    }
    if (t->element == ELEMENT_A && html_attr(t, "name"))
        add_id(r, html_attr_text(r->arena, t, "name"), t->at, false);
    page_names_open(r);
}

static void close_tag(struct page_reader *r)
{
    const struct html_token *t = &r->token;

    if (t->element == ELEMENT_TEMPLATE && r->in_template)
        r->in_template--;
    else if (!r->in_template) {
        page_names_close(r);
        if (r->hidden_depth && str_eq_nocase(t->name, r->hidden))
            r->hidden_depth--;
    }
}

static void raw_text(struct page_reader *r)
{
    if (r->in_template)
        return;
    if (r->token.element == ELEMENT_TITLE)
        r->has_title |= str_trim(r->token.text).len > 0;
    else if (r->token.element == ELEMENT_STYLE)
        page_style(r, r->token.text, r->token.at);
}

static void read_token(struct page_reader *r)
{
    switch (r->token.kind) {
    case HTML_OPEN:
        open_tag(r);
        break;
    case HTML_CLOSE:
        close_tag(r);
        break;
    case HTML_TEXT:
        if (r->control.open || r->heading.open)
            page_names_text(r);
        break;
    case HTML_RAW:
        raw_text(r);
        break;
    }
}

void page_read(const struct check *check, struct site_file *file,
               struct worker *worker, struct str text)
{
    struct html_reader reader;
    struct page_reader r = {
        .check = check,
        .file = file,
        .worker = worker,
        .arena = &worker->scratch,
        .page = arena_new(&worker->keep, struct web_page),
        .text = text,
        .base = STR(""),
        .redirect_url = STR(""),
        .heading_text = &worker->buf,
        .line = 1,
    };

    file->page = r.page;
    html_reader_init(&reader, text);
    while (html_next(&reader, &r.token))
        read_token(&r);
    keep_ids(&r);
    check_own(&r);
    if (r.is_document && !r.has_title)
        page_find(&r, DIAG_PAGE_TITLE, 0, "the page has no title");
}
