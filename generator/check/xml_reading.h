/* SPDX-License-Identifier: MIT */
/*
 * libxml2's readers by dlopen: its headers give the types, this table the
 * functions (its writers are feed/'s). xmlInitParser runs once, on the main
 * thread; then each document, parser and schema belongs to one thread.
 * Private to check/.
 */
#ifndef PHX_CHECK_XML_READING_H
#define PHX_CHECK_XML_READING_H

#include "base/base.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xmlschemastypes.h>

#define XML_FUNCTIONS(X)                                                       \
    X(xmlCtxtGetLastError)                                                     \
    X(xmlCtxtReadMemory)                                                       \
    X(xmlDocGetRootElement)                                                    \
    X(xmlFreeDoc)                                                              \
    X(xmlFreeParserCtxt)                                                       \
    X(xmlGetLineNo)                                                            \
    X(xmlInitParser)                                                           \
    X(xmlRelaxNGInitTypes)                                                     \
    X(xmlSchemaInitTypes)                                                      \
    X(xmlNewParserCtxt)                                                        \
    X(xmlRelaxNGFree)                                                          \
    X(xmlRelaxNGFreeParserCtxt)                                                \
    X(xmlRelaxNGFreeValidCtxt)                                                 \
    X(xmlRelaxNGNewMemParserCtxt)                                              \
    X(xmlRelaxNGNewValidCtxt)                                                  \
    X(xmlRelaxNGParse)                                                         \
    X(xmlRelaxNGSetParserStructuredErrors)                                     \
    X(xmlRelaxNGSetValidStructuredErrors)                                      \
    X(xmlRelaxNGValidateDoc)

struct xml_reading {
#define XML_FIELD(name) __typeof__(name) *(name);
    XML_FUNCTIONS(XML_FIELD)
#undef XML_FIELD
};

/* Since 2.12 errors are const for those who are told of them. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *xml_error_ref;
#else
typedef xmlError *xml_error_ref;
#endif

/* NULL when it is missing, then *reason says why, for as long as the process
 * lives. The first call is the main thread's. */
const struct xml_reading *xml_reading(const char **reason);

#endif
