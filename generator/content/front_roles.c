/* SPDX-License-Identifier: MIT */
/*
 * ``{eval}`x` `` in front matter: titles, summaries and the rest are read long
 * before results are, so a role there would reach the page as it is written.
 */
#include "front.h"

/* Where a role begins at or behind `from`, or STR_NONE; *len of its name with
 * the braces. */
static size_t find_role(struct str text, size_t from, uint32_t *len)
{
    static const struct str roles[] = {STR_INIT("{eval}"), STR_INIT("{ref}"),
                                       STR_INIT("{cite}")};

    for (size_t at = from; at < text.len; at++)
        for (size_t i = 0; text.ptr[at] == '{' && i < PHX_COUNT(roles); i++)
            if (str_starts(str_from(text, at), roles[i]) &&
                at + roles[i].len < text.len &&
                text.ptr[at + roles[i].len] == '`') {
                *len = (uint32_t)roles[i].len;
                return at;
            }
    return STR_NONE;
}

void front_roles(const struct page *page, struct diags *diags)
{
    struct str text = page->meta_source.text;
    uint32_t len;
    size_t at = 0;

    while ((at = find_role(text, at, &len)) != STR_NONE) {
        struct span span = span_at(text, at);
        span.len = len;
        diag_add(diags, DIAG_ROLE_PLACE, &page->meta_source, span,
                 "a role in front matter cannot be computed");
        at += len;
    }
}
