/* SPDX-License-Identifier: MIT */
/*
 * Every address on a page: what it leads to is there, with the base path. Links
 * to anchors of other pages, translations and redirects are noted for web.c,
 * addresses outside for external.c.
 */
#include "css.h"
#include "page.h"

enum use {
    USE_LINK,    /* a reader follows it */
    USE_RESOURCE /* the page shows or runs it */
};

struct use_of {
    enum use use;
    size_t at;
};

/* ---- What is wrong ---- */

static struct str keep(struct page_reader *r, struct str s)
{
    return str_dup(&r->worker->keep, s);
}

static void report_missing(struct page_reader *r, struct use_of use,
                           struct str url, const struct address *a)
{
    struct finding *f =
        use.use == USE_LINK
            ? page_find(r, DIAG_PAGE_LINK, use.at,
                        "the link `%" STR_FMT "` leads to no page or file",
                        STR_ARG(url))
            : page_find(r, DIAG_PAGE_MEDIA, use.at,
                        "the file `%" STR_FMT "` is not there", STR_ARG(url));
    const struct site_file *other =
        address_other_case(r->check, r->arena, a->path);

    f->needle = keep(r, url);
    if (other)
        f->hint = str_fmt(&r->worker->keep,
                          "only the case differs from `%" STR_FMT
                          "`; GitHub Pages tells them apart",
                          STR_ARG(address_of(r->check, r->arena, other)));
}

static void report_leak(struct page_reader *r, struct use_of use,
                        struct str url)
{
    struct str base = r->check->base_path;
    struct finding *f = page_find(r, DIAG_PAGE_BASE_PATH, use.at,
                                  "the address `%" STR_FMT
                                  "` lacks the base path `%" STR_FMT "`",
                                  STR_ARG(url), STR_ARG(base));

    f->needle = keep(r, url);
    if (str_starts(url, STR("/")))
        f->hint = str_fmt(&r->worker->keep,
                          "raw HTML is published as it is: write `%" STR_FMT
                          "%" STR_FMT "`, or a Markdown link",
                          STR_ARG(base), STR_ARG(url));
}

/* GitHub Pages shows 404.html under whatever address was asked for. */
static bool is_lost_404(const struct page_reader *r, struct str url)
{
    struct str first = str_slice(str_trim(url), 0, 1);

    return str_is(r->file->path, "404.html") && r->base.len == 0 && first.len &&
           str_chr(STR("/#?"), first.ptr[0]) == STR_NONE &&
           str_chr(url, ':') == STR_NONE;
}

static void report_lost_404(struct page_reader *r, struct use_of use,
                            struct str url)
{
    struct finding *f = page_find(
        r, DIAG_PAGE_BASE_PATH, use.at,
        "the address `%" STR_FMT "` is relative, in 404.html", STR_ARG(url));

    f->needle = keep(r, url);
    f->hint = STR("that page is shown at any depth: begin with `/`");
}

static bool is_insecure(struct str url)
{
    return str_eq_nocase(str_slice(str_trim(url), 0, 7), STR("http://"));
}

/* ---- What is noted ---- */

static void note_outside(struct page_reader *r, struct use_of use,
                         struct str url)
{
    size_t hash = str_chr(url, '#');
    struct str page =
        str_trim(hash == STR_NONE ? url : str_slice(url, 0, hash));

    if (use.use == USE_RESOURCE && is_insecure(url)) {
        struct finding *f = page_find(
            r, DIAG_PAGE_INSECURE, use.at,
            "`%" STR_FMT "` is loaded without encryption", STR_ARG(url));
        f->needle = keep(r, url);
        f->hint = STR("browsers block it on a page served by https");
    }
    if (!r->check->options->external)
        return;
    if (str_starts(page, STR("//")))
        page = str_cat(&r->worker->keep, STR("https:"), page);
    const struct outside_link link = {keep(r, page), page_span(r, use.at),
                                      keep(r, url)};
    vec_push(&r->worker->keep, &r->page->outside, link);
}

static void note_own(struct page_reader *r, struct use_of use,
                     struct str fragment, struct str url)
{
    const struct own_anchor anchor = {fragment, use.at, url, false};

    if (fragment.len && !str_eq_nocase(fragment, STR("top")))
        vec_push(r->arena, &r->own, anchor);
}

static void note_file(struct page_reader *r, struct use_of use, struct str url,
                      const struct address *a)
{
    r->file->links++;
    if (use.use != USE_LINK || a->fragment.len == 0 ||
        a->file->kind != FILE_HTML)
        return;
    if (a->file == r->file) {
        note_own(r, use, a->fragment, url);
        return;
    }
    const struct anchor_link link = {a->file, keep(r, a->fragment),
                                     page_span(r, use.at), keep(r, url)};
    vec_push(&r->worker->keep, &r->page->anchors, link);
}

/* ---- One address ---- */

static void look_at(struct page_reader *r, struct use_of use, struct str url)
{
    if (r->redirect_url.len && str_eq(url, r->redirect_url))
        return; /* the link of a redirect, beside the redirect itself */
    if (is_lost_404(r, url)) {
        report_lost_404(r, use, url);
        return;
    }
    struct address a =
        address_resolve(r->check, r->arena, r->file, r->base, url);
    switch (a.kind) {
    case ADDRESS_NONE:
        break;
    case ADDRESS_SELF:
        if (use.use == USE_LINK)
            note_own(r, use, a.fragment, url);
        break;
    case ADDRESS_FILE:
        note_file(r, use, url, &a);
        break;
    case ADDRESS_MISSING:
        report_missing(r, use, url, &a);
        break;
    case ADDRESS_LEAK:
        report_leak(r, use, url);
        break;
    case ADDRESS_OUTSIDE:
        note_outside(r, use, url);
        break;
    }
}

static void attribute(struct page_reader *r, const char *name, enum use use)
{
    const struct html_attr *attr = html_attr(&r->token, name);

    if (attr)
        look_at(r, (struct use_of){use, attr->at},
                html_decode(r->arena, attr->value));
}

/* "a.png 1x, b.png 2x": addresses with white space behind each. */
static void srcset(struct page_reader *r, const char *name)
{
    const struct html_attr *attr = html_attr(&r->token, name);
    struct str rest = attr ? html_decode(r->arena, attr->value) : STR("");
    size_t i = 0;

    while (i < rest.len) {
        while (i < rest.len &&
               (ascii_is_space(rest.ptr[i]) || rest.ptr[i] == ','))
            i++;
        size_t from = i;
        while (i < rest.len && !ascii_is_space(rest.ptr[i]))
            i++;
        struct str url = str_slice(rest, from, i);
        bool last = str_ends(url, STR(","));
        while (str_ends(url, STR(",")))
            url.len--;
        if (url.len)
            look_at(r, (struct use_of){USE_RESOURCE, attr->at}, url);
        while (!last && i < rest.len && rest.ptr[i] != ',')
            i++;
    }
}

void page_style(struct page_reader *r, struct str css, size_t from)
{
    struct str url;
    size_t pos = 0, at;

    while (css_next_url(css, &pos, &url, &at))
        look_at(r, (struct use_of){USE_RESOURCE, from}, url);
}

/* ---- Elements of the head ---- */

static bool has_word(struct str list, const char *word)
{
    struct str rest = list, part;

    while (str_split(&rest, ' ', &part))
        if (str_eq_nocase(part, str_of(word)))
            return true;
    return false;
}

static void canonical(struct page_reader *r, const struct html_attr *href)
{
    struct str url = html_decode(r->arena, href->value);
    struct address a =
        address_resolve(r->check, r->arena, r->file, r->base, url);

    if (a.kind == ADDRESS_MISSING || a.kind == ADDRESS_LEAK)
        page_find(r, DIAG_PAGE_CANONICAL, href->at,
                  "the canonical address `%" STR_FMT "` is not in the site",
                  STR_ARG(url))
            ->needle = keep(r, url);
}

static void alternate(struct page_reader *r, const struct html_attr *href,
                      const struct html_attr *language)
{
    struct str url = html_decode(r->arena, href->value);
    struct address a =
        address_resolve(r->check, r->arena, r->file, r->base, url);
    const struct page_alternate found = {
        .language = keep(r, language->value),
        .url = keep(r, url),
        .target = a.kind == ADDRESS_SELF ? r->file : a.file,
        .at = page_span(r, href->at),
    };

    if (a.kind == ADDRESS_MISSING || a.kind == ADDRESS_LEAK)
        page_find(r, DIAG_PAGE_ALTERNATE, href->at,
                  "the translation `%" STR_FMT "` is not in the site",
                  STR_ARG(url));
    else
        vec_push(&r->worker->keep, &r->page->alternates, found);
}

static void link_element(struct page_reader *r)
{
    const struct html_attr *href = html_attr(&r->token, "href");
    const struct html_attr *language = html_attr(&r->token, "hreflang");
    struct str rel = html_attr_text(r->arena, &r->token, "rel");

    srcset(r, "imagesrcset");
    if (!href)
        return;
    if (has_word(rel, "canonical"))
        canonical(r, href);
    else if (has_word(rel, "alternate") && language)
        alternate(r, href, language);
    else if (!has_word(rel, "preconnect") && !has_word(rel, "dns-prefetch"))
        look_at(r,
                (struct use_of){has_word(rel, "stylesheet") ||
                                        has_word(rel, "icon") ||
                                        has_word(rel, "preload")
                                    ? USE_RESOURCE
                                    : USE_LINK,
                                href->at},
                html_decode(r->arena, href->value));
}

/* content="0; url=/there/" */
static void refresh(struct page_reader *r, const struct html_attr *content)
{
    struct str text = html_decode(r->arena, content->value);
    size_t at = str_find(str_lower_ascii(r->arena, text), STR("url="));

    if (at == STR_NONE)
        return;
    struct str url = str_trim(str_from(text, at + 4));
    if (url.len > 1 && (url.ptr[0] == '"' || url.ptr[0] == '\''))
        url = str_slice(url, 1, url.len - 1);
    struct address a =
        address_resolve(r->check, r->arena, r->file, r->base, url);
    r->redirect_url = url;
    r->page->redirect_at = page_span(r, content->at);
    r->page->redirect = a.kind == ADDRESS_SELF ? r->file : a.file;
    if (a.kind == ADDRESS_MISSING || a.kind == ADDRESS_LEAK)
        page_find(r, DIAG_PAGE_REDIRECT, content->at,
                  "the redirect to `%" STR_FMT "` leads to no page",
                  STR_ARG(url))
            ->needle = keep(r, url);
}

static void meta_element(struct page_reader *r)
{
    static const char *const addresses[] = {"og:image", "og:image:url",
                                            "og:url",   "og:video",
                                            "og:audio", "twitter:image"};
    const struct html_attr *content = html_attr(&r->token, "content");
    struct str name = html_attr_text(r->arena, &r->token, "name");

    if (!content)
        return;
    if (name.len == 0)
        name = html_attr_text(r->arena, &r->token, "property");
    if (str_eq_nocase(html_attr_text(r->arena, &r->token, "http-equiv"),
                      STR("refresh")))
        refresh(r, content);
    if (str_eq_nocase(name, STR("robots")))
        r->page->noindex |= str_find(str_lower_ascii(r->arena, content->value),
                                     STR("noindex")) != STR_NONE;
    for (size_t i = 0; i < PHX_COUNT(addresses); i++)
        if (str_is(name, addresses[i]))
            attribute(r, "content", USE_RESOURCE);
}

static void base_element(struct page_reader *r)
{
    struct str href = html_attr_text(r->arena, &r->token, "href");
    struct address a =
        address_resolve(r->check, r->arena, r->file, STR(""), href);

    if (a.kind == ADDRESS_FILE || a.kind == ADDRESS_MISSING)
        r->base = str_fmt(r->arena, "%" STR_FMT "/%" STR_FMT,
                          STR_ARG(r->check->base_path), STR_ARG(a.path));
}

void page_links(struct page_reader *r)
{
    switch ((unsigned)r->token.element) {
    case ELEMENT_A:
    case ELEMENT_AREA:
        attribute(r, "href", USE_LINK);
        break;
    case ELEMENT_IMG:
    case ELEMENT_SOURCE:
        attribute(r, "src", USE_RESOURCE);
        srcset(r, "srcset");
        break;
    case ELEMENT_VIDEO:
        attribute(r, "poster", USE_RESOURCE);
        attribute(r, "src", USE_RESOURCE);
        break;
    case ELEMENT_AUDIO:
    case ELEMENT_TRACK:
    case ELEMENT_SCRIPT:
    case ELEMENT_IFRAME:
    case ELEMENT_EMBED:
    case ELEMENT_INPUT:
        attribute(r, "src", USE_RESOURCE);
        break;
    case ELEMENT_OBJECT:
        attribute(r, "data", USE_RESOURCE);
        break;
    case ELEMENT_FORM:
        attribute(r, "action", USE_LINK);
        break;
    case ELEMENT_USE:
    case ELEMENT_IMAGE:
        attribute(r, "href", USE_RESOURCE);
        attribute(r, "xlink:href", USE_RESOURCE);
        break;
    case ELEMENT_LINK:
        link_element(r);
        break;
    case ELEMENT_META:
        meta_element(r);
        break;
    case ELEMENT_BASE:
        base_element(r);
        break;
    }
}
