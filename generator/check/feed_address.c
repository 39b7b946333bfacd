/* SPDX-License-Identifier: MIT */
/* Addresses in feeds. A feed reader does not know the page an entry was on, so
 * relative ones are lost there. */
#include "feed.h"
#include "html.h"

struct finding *feed_find(struct feed_reader *r, uint32_t line, const char *fmt,
                          ...)
{
    struct buf message = BUF_INIT;
    va_list args;

    va_start(args, fmt);
    buf_add_vfmt(&message, fmt, args);
    va_end(args);
    struct finding *f =
        finding_add(&r->file->findings, &r->worker->keep, DIAG_FEED_INVALID,
                    (struct span){.line = line, .col = line ? 1 : 0},
                    "%s: %" STR_FMT, r->name, STR_ARG(buf_str(&message)));
    buf_deinit(&message);
    return f;
}

static bool is_absolute(struct str url)
{
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
}

const struct site_file *feed_address(struct feed_reader *r, uint32_t line,
                                     struct str url)
{
    url = str_trim(url);
    if (!is_absolute(url)) {
        feed_find(r, line, "the address `%" STR_FMT "` is not absolute",
                  STR_ARG(url));
        return NULL;
    }
    struct address a =
        address_resolve(r->check, &r->worker->scratch, r->file, STR(""), url);
    if (a.kind == ADDRESS_FILE)
        r->file->links++;
    else if (a.kind == ADDRESS_MISSING)
        feed_find(r, line, "the address `%" STR_FMT "` is not in the site",
                  STR_ARG(url));
    else if (a.kind == ADDRESS_LEAK)
        feed_find(r, line,
                  "the address `%" STR_FMT "` lacks the base path `%" STR_FMT
                  "`",
                  STR_ARG(url), STR_ARG(r->check->base_path));
    return a.file;
}

/* Relative ones only: those that are whole are looked at on the page itself. */
static void look_at(struct feed_reader *r, uint32_t line, struct str url)
{
    struct address a =
        address_resolve(r->check, &r->worker->scratch, r->file, STR(""), url);

    if (is_absolute(url) || a.kind == ADDRESS_NONE || str_starts(url, STR("#")))
        return;
    struct finding *f = finding_add(
        &r->file->findings, &r->worker->keep, DIAG_FEED_RELATIVE,
        (struct span){.line = line, .col = line ? 1 : 0},
        "an entry's address `%" STR_FMT "` is not absolute", STR_ARG(url));
    f->hint = STR("feed readers do not know the page it was on");
}

void feed_markup(struct feed_reader *r, uint32_t line, struct str markup)
{
    struct html_token token;
    struct html_reader html;

    html_reader_init(&html, markup);
    while (html_next(&html, &token)) {
        const struct html_attr *attr = NULL;
        if (token.kind != HTML_OPEN)
            continue;
        if (token.element == ELEMENT_A)
            attr = html_attr(&token, "href");
        else if (token.element == ELEMENT_IMG)
            attr = html_attr(&token, "src");
        if (attr)
            look_at(r, line, html_decode(&r->worker->scratch, attr->value));
    }
}
