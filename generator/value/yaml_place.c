/* SPDX-License-Identifier: MIT */
/* libyaml's marks as the places that diagnostics show. */
#include "value/yaml_room.h"

void yaml_cursor_init(struct yaml_cursor *c, struct str text)
{
    *c = (struct yaml_cursor){.text = text, .line = 1};
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static void forward(struct yaml_cursor *c)
{
    if (c->text.ptr[c->offset] == '\n') {
        c->line++;
        c->line_start = c->offset + 1;
    }
    do {
        c->offset++;
    } while (c->offset < c->text.len &&
             is_continuation(c->text.ptr[c->offset]));
    c->index++;
}

static void backward(struct yaml_cursor *c)
{
    do {
        c->offset--;
    } while (c->offset > 0 && is_continuation(c->text.ptr[c->offset]));
    c->index--;
    if (c->text.ptr[c->offset] == '\n') {
        size_t before = str_rchr(str_slice(c->text, 0, c->offset), '\n');

        c->line--;
        c->line_start = before == STR_NONE ? 0 : before + 1;
    }
}

void yaml_cursor_move(struct yaml_cursor *c, size_t index)
{
    while (c->index < index && c->offset < c->text.len)
        forward(c);
    while (c->index > index && c->offset > 0)
        backward(c);
}

struct span yaml_span(struct yaml_cursor *c, size_t start, size_t end)
{
    struct span span;
    size_t from;

    yaml_cursor_move(c, start);
    from = c->offset;
    span = (struct span){c->line, (uint32_t)(from - c->line_start) + 1, 0};
    yaml_cursor_move(c, end);
    if (c->line == span.line)
        span.len = (uint32_t)(c->offset - from);
    return span;
}
