/* SPDX-License-Identifier: MIT */
/*
 * The one extension of ours that cmark calls: on `$` (math.c), on `{` (role.c),
 * on `:` and `w` (bare_link.c, in place of the library's own). Inline additions
 * become HTML_INLINE nodes with our extension, the only kind that table cells
 * and strikethrough accept.
 */
#include "parse.h"

/* Callbacks carry no user pointer: which piece this thread is parsing. */
static PHX_THREAD_LOCAL struct piece *current;

struct piece *piece_current(void)
{
    return current;
}

struct piece *piece_switch(struct piece *piece)
{
    struct piece *before = current;

    current = piece;
    return before;
}

/* Forgets what was known when `chunk` is another one than last time. */
static void known_for(struct piece *piece, const unsigned char *chunk)
{
    if (piece->known.chunk == chunk)
        return;
    memset(&piece->known, 0, sizeof(piece->known));
    piece->known.chunk = chunk;
}

size_t run_length(struct str text, size_t at, char c)
{
    size_t end = at;

    while (end < text.len && text.ptr[end] == c)
        end++;
    return end - at;
}

size_t ticks_close(struct piece *piece, struct str text, size_t from,
                   size_t count)
{
    if (count >= PHX_COUNT(piece->known.no_ticks) ||
        piece->known.no_ticks[count])
        return STR_NONE;
    while (from < text.len) {
        const char *tick = memchr(text.ptr + from, '`', text.len - from);
        size_t run;

        if (!tick)
            break;
        from = (size_t)(tick - text.ptr);
        run = run_length(text, from, '`');
        if (run == count)
            return from;
        from += run;
    }
    piece->known.no_ticks[count] = true;
    return STR_NONE;
}

static cmark_node *match_inline(cmark_syntax_extension *extension,
                                cmark_parser *parser, cmark_node *parent,
                                unsigned char c, cmark_inline_parser *inlines)
{
    (void)extension;
    if (!current)
        return NULL;
    known_for(current, cmark_inline_parser_get_chunk(inlines)->data);
    switch (c) {
    case '$':
        return math_inline(current, parser, inlines);
    case '{':
        return role_inline(current, parser, parent, inlines);
    case ':':
    case 'w':
        return bare_link(current, parser, parent, c, inlines);
    }
    return NULL;
}

static cmark_node *open_block(cmark_syntax_extension *extension, int indented,
                              cmark_parser *parser, cmark_node *parent,
                              unsigned char *input, int len)
{
    (void)extension;
    (void)indented;
    (void)len;
    return current ? math_open_block(current, parser, parent, input) : NULL;
}

static int continue_block(cmark_syntax_extension *extension,
                          cmark_parser *parser, unsigned char *input, int len,
                          cmark_node *block)
{
    (void)extension;
    return math_continue_block(parser, block, input, len);
}

/* The tree is walked here, while the parser still has its link definitions. */
static cmark_node *postprocess(cmark_syntax_extension *extension,
                               cmark_parser *parser, cmark_node *root)
{
    (void)extension;
    if (current) {
        cmark_syntax_extension *autolink = cmark_extensions()->autolink;

        if (current->has_at && current->parse->dialect->autolinks)
            autolink->postprocess_func(autolink, parser, root); /* mail */
        walk(current, root);
    }
    return root;
}

cmark_syntax_extension *syntax_extension_new(void)
{
    static const unsigned char special[] = {'$', '{', ':', 'w'};
    cmark_syntax_extension *extension = cmark_syntax_extension_new("phx");
    cmark_mem *mem = cmark_get_default_mem_allocator();
    cmark_llist *characters = NULL;

    for (size_t i = 0; i < sizeof(special); i++)
        characters =
            cmark_llist_append(mem, characters, (void *)(uintptr_t)special[i]);
    cmark_syntax_extension_set_special_inline_chars(extension, characters);
    cmark_syntax_extension_set_match_inline_func(extension, match_inline);
    cmark_syntax_extension_set_open_block_func(extension, open_block);
    cmark_syntax_extension_set_match_block_func(extension, continue_block);
    cmark_syntax_extension_set_contains_inlines_func(extension,
                                                     footnotes_asked);
    cmark_syntax_extension_set_html_render_func(extension, render_node);
    cmark_syntax_extension_set_postprocess_func(extension, postprocess);
    return extension;
}
