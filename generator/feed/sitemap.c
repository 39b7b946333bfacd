/* SPDX-License-Identifier: MIT */
/*
 * Sitemaps (sitemaps.org 0.9) with the languages of a page as xhtml:link, in
 * parts below an index where one file would pass the protocol's limits.
 */
#include "common.h"
#include "xml.h"

#define ENTRIES_MAX 50000
#define BYTES_MAX ((size_t)50 * 1024 * 1024)
/* More than the tags of one entry or alternate, and of the end. */
#define TAGS_SIZE 256

static const char namespace[] = "http://www.sitemaps.org/schemas/sitemap/0.9";

/* One character of a URL becomes six at most ("&quot;"). */
static size_t size_bound(const struct sitemap_entry *entry)
{
    size_t size = TAGS_SIZE + 6 * entry->url.len;
    for (size_t i = 0; i < entry->alternate_count; i++)
        size += TAGS_SIZE + 6 * (entry->alternates[i].url.len +
                                 entry->alternates[i].language.len);
    return size;
}

static void write_entry(struct xml *xml, struct arena *arena,
                        const struct sitemap_entry *entry)
{
    xml_start(xml, "url");
    xml_url_element(xml, "loc", entry->url);
    if (feed_has_date(entry->lastmod))
        xml_element(xml, "lastmod", feed_instant(arena, entry->lastmod));
    for (size_t i = 0; i < entry->alternate_count; i++) {
        xml_start(xml, "xhtml:link");
        xml_attr(xml, "rel", STR("alternate"));
        xml_attr(xml, "hreflang", entry->alternates[i].language);
        xml_url_attr(xml, "href", entry->alternates[i].url);
        xml_end(xml);
    }
    xml_end(xml);
}

/* Writes as many of the entries as one file may hold. */
static int write_part(const struct sitemap_entry *entries, size_t count,
                      size_t *written, struct buf *out, struct error *err)
{
    struct xml xml;
    struct arena arena;
    size_t i = 0;
    int rc = xml_open(&xml, "urlset", err);
    if (rc < 0) {
        phx_ignore(xml_close(&xml, NULL, err), "err says why already");
        return rc;
    }
    arena_init(&arena);
    xml_attr(&xml, "xmlns", str_of(namespace));
    xml_attr(&xml, "xmlns:xhtml", STR("http://www.w3.org/1999/xhtml"));
    while (i < count && i < ENTRIES_MAX &&
           (i == 0 ||
            xml_size(&xml) + size_bound(&entries[i]) + TAGS_SIZE <= BYTES_MAX))
        write_entry(&xml, &arena, &entries[i++]);
    *written = i;
    rc = xml_close(&xml, out, err);
    arena_deinit(&arena);
    return rc;
}

static struct date latest(const struct sitemap_entry *entries, size_t count)
{
    struct date max = {0};
    for (size_t i = 0; i < count; i++) {
        struct date d = entries[i].lastmod;
        if (feed_has_date(d) && (!feed_has_date(max) || date_cmp(d, max) > 0))
            max = d;
    }
    return max;
}

struct part {
    struct feed_file file;
    struct date lastmod;
};

static int write_index(struct arena *arena, struct str base_url,
                       const struct part *parts, size_t count, struct buf *out,
                       struct error *err)
{
    struct xml xml;
    int rc = xml_open(&xml, "sitemapindex", err);
    if (rc < 0) {
        phx_ignore(xml_close(&xml, NULL, err), "err says why already");
        return rc;
    }
    xml_attr(&xml, "xmlns", str_of(namespace));
    const char *slash = str_ends(base_url, STR("/")) ? "" : "/";
    for (size_t i = 0; i < count; i++) {
        xml_start(&xml, "sitemap");
        xml_url_element(&xml, "loc",
                        str_fmt(arena, "%" STR_FMT "%s%" STR_FMT,
                                STR_ARG(base_url), slash,
                                STR_ARG(parts[i].file.name)));
        if (feed_has_date(parts[i].lastmod))
            xml_element(&xml, "lastmod", feed_instant(arena, parts[i].lastmod));
        xml_end(&xml);
    }
    return xml_close(&xml, out, err);
}

int feed_sitemap(struct arena *arena, struct str base_url,
                 const struct sitemap_entry *entries, size_t count,
                 struct feed_files *files, struct error *err)
{
    PHX_VEC(struct part) parts = {0};
    struct buf text = BUF_INIT;
    size_t done = 0;
    int rc = 0;

    do {
        size_t written = 0;
        buf_reset(&text);
        rc = write_part(entries + done, count - done, &written, &text, err);
        if (rc < 0)
            goto out;
        struct part *part = vec_add(arena, &parts);
        part->file.name = str_fmt(arena, "sitemap-%zu.xml", parts.len);
        part->file.bytes = buf_dup(arena, &text);
        part->lastmod = latest(entries + done, written);
        done += written;
    } while (done < count);

    if (parts.len == 1) {
        parts.items[0].file.name = STR("sitemap.xml");
    } else {
        buf_reset(&text);
        rc = write_index(arena, base_url, parts.items, parts.len, &text, err);
        if (rc < 0)
            goto out;
        struct feed_file index = {STR("sitemap.xml"), buf_dup(arena, &text)};
        vec_push(arena, &files->list, index);
    }
    for (size_t i = 0; i < parts.len; i++)
        vec_push(arena, &files->list, parts.items[i].file);
out:
    buf_deinit(&text);
    return rc;
}
