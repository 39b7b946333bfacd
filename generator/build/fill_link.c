/* SPDX-License-Identifier: MIT */
/*
 * Links and images: URLs as written become URLs of the site, or are reported.
 */
#include "fill.h"
#include "inputs.h"

#include "images.h"

/* Absolute when the body goes into a feed. */
struct str fill_url_mode(struct fill *fill, struct str url)
{
    struct render_host *host = render_host_of(fill->reader);
    struct arena *arena = fill->reader->arena;
    const bool absolute = host->mode != URL_SITE;

    if (!str_starts(url, STR("#")))
        return absolute ? site_absolute(host->build->site, arena, url) : url;
    if (!absolute && !fill->elsewhere)
        return url;
    reader_note(fill->reader, INPUT_PAGE_META, fill->page->path,
                fill->page->fingerprint_meta);
    return str_cat(arena, absolute ? fill->page->permalink : fill->page->url,
                   url);
}

static const char *const hidden_names[] = {
    [PAGE_SHOWN] = "shown",
    [PAGE_DRAFT] = "a draft",
    [PAGE_FUTURE] = "of a future date",
    [PAGE_EXPIRED] = "expired",
    [PAGE_FAILED] = "not readable",
};

static void report_broken(struct fill *fill, const struct hole *hole,
                          struct str url, const struct link *link)
{
    struct diag *d;

    if (!fill->diags)
        return;
    if (link->kind == LINK_OUTSIDE) {
        diag_add(fill->diags, DIAG_LINK_OUTSIDE, fill_where(fill, hole),
                 hole->span, "`%" STR_FMT "` leads out of the site's folder",
                 STR_ARG(url));
        return;
    }
    d = diag_add(fill->diags, DIAG_LINK_BROKEN, fill_where(fill, hole),
                 hole->span, "%s `%" STR_FMT "` leads to no page or file",
                 hole->kind == HOLE_IMAGE ? "the image" : "the link",
                 STR_ARG(url));
    if (link->page && link->hidden != PAGE_SHOWN)
        diag_hint(fill->diags, d, "%" STR_FMT " is %s, so it has no page",
                  STR_ARG(link->page->path), hidden_names[link->hidden]);
    else
        diag_hint(
            fill->diags, d,
            "relative links start at this file's folder, `/…` at the site's "
            "root");
}

/* A fragment that no heading of the target has. Raw HTML may hold the id, so
 * this is a warning. */
static void check_fragment(struct fill *fill, const struct hole *hole,
                           const struct page *target, struct str fragment)
{
    if (!fill->diags || fragment.len == 0)
        return;
    bool there = input_has_anchor(target, fill->reader->arena, fragment);
    if (target != fill->page)
        reader_note(fill->reader, INPUT_COLLECTION,
                    str_fmt(fill->reader->arena,
                            INPUT_ANCHOR "%" STR_FMT "\n%" STR_FMT,
                            STR_ARG(target->path), STR_ARG(fragment)),
                    hash_mix_int((struct hash){0}, there));
    if (there)
        return;
    diag_add(fill->diags, DIAG_LINK_ANCHOR, fill_where(fill, hole), hole->span,
             "`#%" STR_FMT "` is no heading of %" STR_FMT, STR_ARG(fragment),
             STR_ARG(target->path));
}

static void resolve(struct fill *fill, struct str url, struct link *out)
{
    const struct site *site = render_host_of(fill->reader)->build->site;

    site_resolve(site, fill->reader->arena, fill->page, url, out);
    site_resolve_note(site, fill->reader, fill->page, url, out);
}

bool fill_page_link(struct fill *fill, const struct hole *hole, struct str url,
                    struct link *out)
{
    resolve(fill, url, out);
    switch (out->kind) {
    case LINK_PAGE:
        return true;
    case LINK_BROKEN:
    case LINK_OUTSIDE:
        report_broken(fill, hole, url, out);
        return false;
    case LINK_EXTERNAL:
    case LINK_FRAGMENT:
    case LINK_FILE:
    case LINK_ROOTED:
        break;
    }
    if (fill->diags)
        diag_add(fill->diags, DIAG_LINK_BROKEN, fill_where(fill, hole),
                 hole->span, "`%" STR_FMT "` is no page of this site",
                 STR_ARG(url));
    return false;
}

struct str fill_url(struct fill *fill, const struct hole *hole, struct str url)
{
    struct link link;

    resolve(fill, url, &link);
    switch (link.kind) {
    case LINK_EXTERNAL:
        return url;
    case LINK_FRAGMENT:
        check_fragment(fill, hole, fill->page, link.fragment);
        break;
    case LINK_PAGE:
        check_fragment(fill, hole, link.page, link.fragment);
        break;
    case LINK_FILE:
    case LINK_ROOTED:
        break;
    case LINK_BROKEN:
    case LINK_OUTSIDE:
        report_broken(fill, hole, url, &link);
        return url;
    }
    return fill_url_mode(fill, link.url);
}

void fill_link(struct fill *fill, const struct hole *hole)
{
    struct buf url = BUF_INIT;

    buf_add_url(&url, fill_url(fill, hole, hole->text));
    buf_add_escaped(fill->out, buf_str(&url));
    buf_deinit(&url);
}

/* What is wrong with the file that is shown. */
static void report_picture(struct fill *fill, const struct hole *hole,
                           const struct picture *picture)
{
    const struct source_ref *where = fill_where(fill, hole);

    if (picture->failed && picture->failed != PHX_ELIBRARY)
        diag_add(fill->diags, DIAG_IMAGE_DAMAGED, where, hole->span,
                 "%" STR_FMT, STR_ARG(picture->why));
    if (picture->info.located)
        diag_hint(fill->diags,
                  diag_add(fill->diags, DIAG_IMAGE_LOCATED, where, hole->span,
                           "the photo `%" STR_FMT "` says where it was taken",
                           STR_ARG(hole->text)),
                  "its copies do not, but it is published as it is: take its "
                  "location out");
}

/* An image by itself is a figure; its title is the caption. */
void fill_image(struct fill *fill, const struct hole *hole)
{
    static const struct picture plain;
    const struct build *build = render_host_of(fill->reader)->build;
    struct buf url = BUF_INIT;
    bool figure = hole->alone;

    if (hole->alt.len == 0)
        diag_hint(fill->diags,
                  diag_add(fill->diags, DIAG_IMAGE_ALT, fill_where(fill, hole),
                           hole->span, "the image has no alternative text"),
                  "say in a few words what it shows: ![a chart of …](…)");
    struct str target = fill_url(fill, hole, hole->text);
    buf_add_url(&url, target);
    const struct picture *picture = images_get(
        fill->reader, images_find(build, fill->reader->arena, target), STR(""));
    if (picture)
        report_picture(fill, hole, picture);
    const struct picture_options options = {
        .url = html_escape(fill->reader->arena, buf_str(&url)).markup,
        .alt = hole->alt,
        .title = figure ? STR("") : hole->title,
    };
    buf_add_cstr(fill->out, figure ? "<figure>" : "");
    picture_write(fill->reader, fill->out, picture ? picture : &plain,
                  &options);
    if (figure && hole->title.len) {
        buf_add_cstr(fill->out, "<figcaption>");
        buf_add_escaped(fill->out, hole->title);
        buf_add_cstr(fill->out, "</figcaption>");
    }
    if (figure)
        buf_add_cstr(fill->out, "</figure>\n");
    buf_deinit(&url);
}
