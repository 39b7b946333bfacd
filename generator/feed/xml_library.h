/* SPDX-License-Identifier: MIT */
/*
 * libxml2 by dlopen: its headers give the types, this table the functions.
 * xmlInitParser runs once, on the thread that asks first (the main thread, by
 * feed_init); then each writer belongs to one thread at a time.
 */
#ifndef PHX_FEED_XML_LIBRARY_H
#define PHX_FEED_XML_LIBRARY_H

#include "base/base.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>

#define XML_FUNCTIONS(X)                                                       \
    X(xmlBufferContent)                                                        \
    X(xmlBufferCreate)                                                         \
    X(xmlBufferFree)                                                           \
    X(xmlBufferLength)                                                         \
    X(xmlBufferSetAllocationScheme)                                            \
    X(xmlFreeTextWriter)                                                       \
    X(xmlInitParser)                                                           \
    X(xmlNewTextWriterMemory)                                                  \
    X(xmlTextWriterEndDocument)                                                \
    X(xmlTextWriterEndElement)                                                 \
    X(xmlTextWriterFlush)                                                      \
    X(xmlTextWriterSetIndent)                                                  \
    X(xmlTextWriterSetIndentString)                                            \
    X(xmlTextWriterStartDocument)                                              \
    X(xmlTextWriterStartElement)                                               \
    X(xmlTextWriterWriteAttribute)                                             \
    X(xmlTextWriterWriteCDATA)                                                 \
    X(xmlTextWriterWriteString)

struct xml_library {
#define XML_FIELD(name) __typeof__(name) *(name);
    XML_FUNCTIONS(XML_FIELD)
#undef XML_FIELD
};

/* NULL when it is missing, then *reason says why, for as long as the process
 * lives. */
const struct xml_library *xml_library(const char **reason);

#endif
