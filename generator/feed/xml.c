/* SPDX-License-Identifier: MIT */
/*
 * xmlTextWriter into memory, with text made fit for XML first. libxml2 escapes;
 * this file decides what characters reach it. Memory of a writer is libxml2's
 * and freed by it in xml_close.
 */
#include "xml.h"

#include "xml_library.h"

/* ---- Characters ---- */

static bool is_xml_char(uint32_t c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return c != 0xFFFE && c != 0xFFFF && c != UTF8_INVALID;
}

static size_t clean_length(struct str text)
{
    size_t pos = 0;
    while (pos < text.len) {
        size_t start = pos;
        if (!is_xml_char(utf8_next(text, &pos)))
            return start;
    }
    return text.len;
}

struct str xml_clean(struct arena *arena, struct str text)
{
    size_t clean = clean_length(text);
    if (clean == text.len)
        return text;
    text = utf8_repair(arena, text);
    struct buf out = BUF_INIT;
    for (size_t pos = 0; pos < text.len;) {
        size_t start = pos;
        if (is_xml_char(utf8_next(text, &pos)))
            buf_add(&out, str_slice(text, start, pos));
    }
    struct str result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

struct str xml_url(struct arena *arena, struct str url)
{
    struct buf out = BUF_INIT;
    buf_add_url(&out, xml_clean(arena, url));
    struct str result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

/* A cleaned text as libxml2 wants it: no NUL is left inside. */
static const xmlChar *text_of(struct xml *xml, struct str text)
{
    struct str clean = xml_clean(&xml->scratch, text);
    return (const xmlChar *)str_cstr(&xml->scratch, clean);
}

static const xmlChar *name_of(const char *name)
{
    return (const xmlChar *)name;
}

/* ---- Writing ---- */

static void note(struct xml *xml, int rc)
{
    if (rc < 0)
        xml->failed = true;
}

int xml_open(struct xml *xml, const char *root, struct error *err)
{
    const char *reason;
    *xml = (struct xml){.lib = xml_library(&reason)};
    arena_init(&xml->scratch);
    if (!xml->lib)
        return phx_fail(err, PHX_ELIBRARY, "no libxml2: %s", reason);
    xml->memory = xml->lib->xmlBufferCreate();
    xml->writer =
        xml->memory ? xml->lib->xmlNewTextWriterMemory(xml->memory, 0) : NULL;
    if (!xml->writer)
        return phx_fail(err, PHX_ELIBRARY, "libxml2 cannot make a writer");
    /* Its default grows by what is needed: quadratic in the file's size. */
    xml->lib->xmlBufferSetAllocationScheme(xml->memory,
                                           XML_BUFFER_ALLOC_DOUBLEIT);
    note(xml, xml->lib->xmlTextWriterSetIndent(xml->writer, 1));
    note(xml,
         xml->lib->xmlTextWriterSetIndentString(xml->writer, name_of("  ")));
    note(xml, xml->lib->xmlTextWriterStartDocument(xml->writer, NULL, "UTF-8",
                                                   NULL));
    xml_start(xml, root);
    return 0;
}

void xml_start(struct xml *xml, const char *name)
{
    arena_reset(&xml->scratch); /* holds one element's texts at a time */
    note(xml, xml->lib->xmlTextWriterStartElement(xml->writer, name_of(name)));
}

void xml_end(struct xml *xml)
{
    note(xml, xml->lib->xmlTextWriterEndElement(xml->writer));
}

void xml_attr(struct xml *xml, const char *name, struct str value)
{
    note(xml, xml->lib->xmlTextWriterWriteAttribute(xml->writer, name_of(name),
                                                    text_of(xml, value)));
}

void xml_text(struct xml *xml, struct str text)
{
    note(xml,
         xml->lib->xmlTextWriterWriteString(xml->writer, text_of(xml, text)));
}

void xml_cdata(struct xml *xml, struct str text)
{
    text = xml_clean(&xml->scratch, text); /* first: it can join "]]" and ">" */
    while (text.len > 0) {
        size_t end = str_find(text, STR("]]>"));
        end = end == STR_NONE ? text.len : end + 2;
        note(xml, xml->lib->xmlTextWriterWriteCDATA(
                      xml->writer, text_of(xml, str_slice(text, 0, end))));
        text = str_from(text, end);
    }
}

void xml_element(struct xml *xml, const char *name, struct str text)
{
    if (text.len == 0)
        return;
    xml_start(xml, name);
    xml_text(xml, text);
    xml_end(xml);
}

void xml_url_attr(struct xml *xml, const char *name, struct str url)
{
    xml_attr(xml, name, xml_url(&xml->scratch, url));
}

void xml_url_element(struct xml *xml, const char *name, struct str url)
{
    if (url.len == 0)
        return;
    xml_start(xml, name);
    xml_text(xml, xml_url(&xml->scratch, url));
    xml_end(xml);
}

size_t xml_size(struct xml *xml)
{
    note(xml, xml->lib->xmlTextWriterFlush(xml->writer));
    return (size_t)xml->lib->xmlBufferLength(xml->memory);
}

int xml_close(struct xml *xml, struct buf *out, struct error *err)
{
    int rc = 0;
    if (xml->writer) {
        note(xml, xml->lib->xmlTextWriterEndDocument(xml->writer));
        xml->lib->xmlFreeTextWriter(xml->writer); /* flushes */
    }
    if (out && (!xml->writer || xml->failed))
        rc = phx_fail(err, PHX_ELIBRARY, "libxml2 failed to write");
    else if (out)
        buf_add_bytes(out, xml->lib->xmlBufferContent(xml->memory),
                      (size_t)xml->lib->xmlBufferLength(xml->memory));
    if (xml->memory)
        xml->lib->xmlBufferFree(xml->memory);
    arena_deinit(&xml->scratch);
    return rc;
}
