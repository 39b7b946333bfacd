/* SPDX-License-Identifier: MIT */
/*
 * The reader of HTML and of style sheets: tokens are slices of the text, in
 * order, and never empty; every byte is read once.
 */
#include "check/css.h"
#include "check/html.h"

static void read_css(struct str text)
{
    struct str url;
    size_t pos = 0, at;

    for (size_t last = 0; css_next_url(text, &pos, &url, &at); last = pos) {
        PHX_BUG_ON(at < last || pos <= at || pos > text.len);
        PHX_BUG_ON(url.ptr < text.ptr ||
                   url.ptr + url.len > text.ptr + text.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str text = str_bytes(len ? (const char *)bytes : "", len);
    struct html_reader reader;
    struct html_token token;
    struct arena arena;
    size_t last = 0;

    arena_init(&arena);
    html_reader_init(&reader, text);
    while (html_next(&reader, &token)) {
        PHX_BUG_ON(token.at < last || reader.pos <= token.at);
        PHX_BUG_ON(reader.pos > text.len);
        PHX_BUG_ON(token.attr_count > HTML_ATTRS_MAX);
        last = reader.pos;
        if (token.kind == HTML_RAW && token.element == ELEMENT_STYLE)
            read_css(token.text);
        for (size_t i = 0; i < token.attr_count; i++) {
            struct str value = html_decode(&arena, token.attrs[i].value);
            PHX_BUG_ON(value.len > 4 * token.attrs[i].value.len);
        }
    }
    read_css(text);
    arena_deinit(&arena);
    return 0;
}
