/* SPDX-License-Identifier: MIT */
/*
 * cmark-gfm 0.29 as this room uses it, and the memory it gets.
 *
 * Threads: extensions are registered once (markdown_init). Its allocator
 * functions carry no user pointer, so each thread has one pool, found through a
 * thread-local; all of a parse's memory is dropped at its end, nodes are never
 * freed one by one. The table of special characters is process-wide and only
 * ever grows: cmark_wrap.c.
 *
 * Ownership: a chunk may point into its block's text; both live in the pool
 * until the parse ends, so what is kept is copied into the caller's arena.
 */
#ifndef PHX_MARKDOWN_CMARK_H
#define PHX_MARKDOWN_CMARK_H

#include "base/base.h"

#include <cmark-gfm/cmark-gfm.h>

#include <cmark-gfm/cmark-gfm-extension_api.h>
#include <cmark-gfm/houdini.h>
#include <cmark-gfm/inlines.h>
#include <cmark-gfm/node.h>
#include <cmark-gfm/parser.h>
#include <cmark-gfm/references.h>
#include <cmark-gfm/render.h>
#include <cmark-gfm/syntax_extension.h>
#include <cmark-gfm/utf8.h>

/* Node types of the extensions are numbered when these are registered. No
 * header of the library declares them. */
extern cmark_node_type CMARK_NODE_TABLE;
extern cmark_node_type CMARK_NODE_TABLE_CELL;

/* This thread's pool. cmark_memory_begin and _end stand around one parse. */
cmark_mem *cmark_memory(void);
void cmark_memory_begin(void);
void cmark_memory_end(void);
/* Once, before threads: their pools are freed when they end. */
void cmark_memory_init(void);

/* Has the linker put our function in place of the library's? */
bool cmark_wrap_reached(void);

/* What markdown_init registered; read-only afterwards. */
struct cmark_extensions {
    cmark_syntax_extension *table, *strikethrough, *tasklist, *autolink,
        *tagfilter, *phx;
};
const struct cmark_extensions *cmark_extensions(void);

static inline struct str chunk_str(cmark_chunk chunk)
{
    return str_bytes((const char *)chunk.data, (size_t)chunk.len);
}

/* A chunk that borrows. */
cmark_chunk chunk_of(struct str s);

#endif
