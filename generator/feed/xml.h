/* SPDX-License-Identifier: MIT */
/*
 * struct xml: one XML document being written into memory. A failure sticks and
 * is reported by xml_close, so callers write without checking each step. One
 * owner at a time.
 */
#ifndef PHX_FEED_XML_H
#define PHX_FEED_XML_H

#include "base/base.h"

struct xml_library;

struct xml {
    const struct xml_library *lib;
    void *writer; /* xmlTextWriterPtr: its header stays in xml.c */
    void *memory; /* xmlBufferPtr */
    struct arena scratch;
    bool failed;
};

/* Declaration and root element `root`. xml_close must follow, also after a
 * failure. */
int xml_open(struct xml *xml, const char *root, struct error *err) PHX_MUST_USE;
void xml_start(struct xml *xml, const char *name);
void xml_end(struct xml *xml);
/* Any bytes; cleaned as feed.h says. */
void xml_attr(struct xml *xml, const char *name, struct str value);
void xml_text(struct xml *xml, struct str text);
/* As CDATA, "]]>" split over two sections. */
void xml_cdata(struct xml *xml, struct str text);
/* <name>text</name>; nothing when `text` is empty. */
void xml_element(struct xml *xml, const char *name, struct str text);
/* The same with the URL percent-encoded. */
void xml_url_attr(struct xml *xml, const char *name, struct str url);
void xml_url_element(struct xml *xml, const char *name, struct str url);

/* Bytes written so far. */
size_t xml_size(struct xml *xml);
/* Ends all open elements, appends the document to *out (untouched on failure;
 * NULL to give it up) and frees everything. */
int xml_close(struct xml *xml, struct buf *out, struct error *err) PHX_MUST_USE;

/* Without invalid UTF-8 and what XML 1.0 cannot hold; `text` itself when it
 * was clean. */
struct str xml_clean(struct arena *arena, struct str text);
/* NUL-terminated. */
struct str xml_url(struct arena *arena, struct str url);

#endif
