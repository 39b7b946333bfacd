/* SPDX-License-Identifier: MIT */
/* Style sheets: the files that they name are there. */
#include "css.h"

#include "state.h"

static size_t skip_space(struct str css, size_t at)
{
    while (at < css.len && ascii_is_space(css.ptr[at]))
        at++;
    return at;
}

/* A quoted text at `at`; false: its quote is not closed. */
static bool quoted(struct str css, size_t at, struct str *url, size_t *end)
{
    char quote[2] = {css.ptr[at], '\0'};
    size_t close = str_find_from(css, str_of(quote), at + 1);

    if (close == STR_NONE)
        return false;
    *url = str_slice(css, at + 1, close);
    *end = close + 1;
    return true;
}

/* Behind "url(". */
static bool url_function(struct str css, size_t at, struct str *url,
                         size_t *end)
{
    at = skip_space(css, at);
    if (at < css.len && (css.ptr[at] == '"' || css.ptr[at] == '\''))
        return quoted(css, at, url, end);
    size_t close = str_find_from(css, STR(")"), at);
    if (close == STR_NONE)
        return false;
    *url = str_trim(str_slice(css, at, close));
    *end = close + 1;
    return true;
}

/* Behind "@import"; its url() form is found by itself. */
static bool import(struct str css, size_t at, struct str *url, size_t *end)
{
    at = skip_space(css, at);
    return at < css.len && (css.ptr[at] == '"' || css.ptr[at] == '\'') &&
           quoted(css, at, url, end);
}

static bool starts(struct str css, size_t at, const char *word)
{
    struct str w = str_of(word);

    return str_eq_nocase(str_slice(css, at, at + w.len), w);
}

bool css_next_url(struct str css, size_t *pos, struct str *url, size_t *at)
{
    for (size_t i = *pos; i < css.len; i++) {
        bool found = false;
        char c = css.ptr[i];
        if (c == '/' && starts(css, i, "/*")) {
            size_t close = str_find_from(css, STR("*/"), i + 2);
            if (close == STR_NONE)
                break;
            i = close + 1;
        } else if ((c == 'u' || c == 'U') && starts(css, i, "url(")) {
            found = url_function(css, i + 4, url, pos);
        } else if (c == '@' && starts(css, i, "@import")) {
            found = import(css, i + 7, url, pos);
        }
        if (found) {
            *at = i;
            return true;
        }
    }
    *pos = css.len;
    return false;
}

void css_read(const struct check *check, struct site_file *file,
              struct worker *worker, struct str text)
{
    struct str url;
    size_t pos = 0, at;

    while (css_next_url(text, &pos, &url, &at)) {
        struct address a =
            address_resolve(check, &worker->scratch, file, STR(""), url);
        struct span span = {0};
        if (a.kind == ADDRESS_FILE)
            file->links++;
        if (a.kind != ADDRESS_MISSING && a.kind != ADDRESS_LEAK)
            continue;
        span = span_at(text, at);
        finding_add(&file->findings, &worker->keep,
                    a.kind == ADDRESS_LEAK ? DIAG_PAGE_BASE_PATH
                                           : DIAG_PAGE_MEDIA,
                    span,
                    a.kind == ADDRESS_LEAK
                        ? "the address `%" STR_FMT "` lacks the base path"
                        : "the file `%" STR_FMT "` is not there",
                    STR_ARG(url))
            ->needle = str_dup(&worker->keep, url);
    }
}
