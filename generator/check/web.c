/* SPDX-License-Identifier: MIT */
/*
 * What pages say of each other: anchors that links name, translations that name
 * each other, redirects that end.
 */
#include "state.h"

#define REDIRECTS_MAX 8u

static int by_value(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;

    return (*x > *y) - (*x < *y);
}

bool page_has_anchor(const struct web_page *page, struct str name)
{
    uint64_t hash = hash_short(name);

    return page->id_count &&
           bsearch(&hash, page->ids, page->id_count, sizeof(hash), by_value);
}

static void compare_anchors(struct site_file *file, struct arena *arena)
{
    for (size_t i = 0; i < file->page->anchors.len; i++) {
        const struct anchor_link *link = &file->page->anchors.items[i];
        const struct web_page *target = link->target->page;
        if (!target || target->redirect ||
            page_has_anchor(target, link->fragment))
            continue;
        finding_add(&file->findings, arena, DIAG_PAGE_ANCHOR, link->at,
                    "the link `%" STR_FMT "` leads to a page without the "
                    "anchor `#%" STR_FMT "`",
                    STR_ARG(link->needle), STR_ARG(link->fragment))
            ->needle = link->needle;
    }
}

static bool names(const struct web_page *page, const struct site_file *file)
{
    for (size_t i = 0; i < page->alternates.len; i++)
        if (page->alternates.items[i].target == file)
            return true;
    return false;
}

static void compare_alternates(struct site_file *file, struct arena *arena)
{
    for (size_t i = 0; i < file->page->alternates.len; i++) {
        const struct page_alternate *a = &file->page->alternates.items[i];
        if (!a->target || a->target == file || !a->target->page ||
            names(a->target->page, file))
            continue;
        finding_add(&file->findings, arena, DIAG_PAGE_ALTERNATE, a->at,
                    "the translation `%" STR_FMT
                    "` does not name this page in return",
                    STR_ARG(a->url))
            ->hint = STR("search engines ignore hreflang that is not mutual");
    }
}

static void follow_redirect(struct site_file *file, struct arena *arena)
{
    const struct site_file *at = file;

    for (unsigned i = 0; i < REDIRECTS_MAX; i++) {
        if (!at->page || !at->page->redirect)
            return;
        at = at->page->redirect;
    }
    finding_add(&file->findings, arena, DIAG_PAGE_REDIRECT,
                file->page->redirect_at, "the redirect leads in a circle");
}

void web_compare(struct site_file *file, struct worker *worker)
{
    compare_anchors(file, &worker->keep);
    compare_alternates(file, &worker->keep);
    follow_redirect(file, &worker->keep);
}
