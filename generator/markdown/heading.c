/* SPDX-License-Identifier: MIT */
/*
 * Headings: their plain text, attributes `{#id .class}` at their end, and ids
 * that stay the same while other headings change: a slug of the text (Chinese
 * kept), and -1, -2 behind the second and third of a name on the page.
 */
#include "parse.h"

static bool is_name(struct str s)
{
    if (!s.len)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];

        if (c <= ' ' || strchr("{}#\"'<>&`", c))
            return false;
    }
    return true;
}

/* Reads `#id .class .class`; false leaves all untouched. */
static bool read_attributes(struct arena *arena, struct str s,
                            struct heading *heading)
{
    struct str id = STR(""), part;
    struct buf classes = BUF_INIT;
    bool ok = true;

    while (str_split(&s, ' ', &part)) {
        if (!part.len)
            continue;
        ok = ok && (part.ptr[0] == '#' || part.ptr[0] == '.') &&
             is_name(str_from(part, 1));
        if (part.ptr[0] == '#') {
            id = str_from(part, 1);
        } else {
            if (classes.len)
                buf_add_char(&classes, ' ');
            buf_add(&classes, str_from(part, 1));
        }
    }
    ok = ok && (id.len || classes.len);
    if (ok) {
        heading->id = str_dup(arena, id);
        heading->classes = buf_dup(arena, &classes);
    }
    buf_deinit(&classes);
    return ok;
}

/* Takes `{#id .class}` off the heading's last text. */
static void take_attributes(struct parse *parse, cmark_node *node,
                            struct heading *heading)
{
    cmark_node *last = node->last_child;
    struct str text;
    size_t open;

    if (!last || last->type != CMARK_NODE_TEXT)
        return;
    text = str_trim_right(chunk_str(last->as.literal));
    if (!text.len || text.ptr[text.len - 1] != '}')
        return;
    open = str_rchr(text, '{');
    if (open == STR_NONE)
        return;
    if (read_attributes(parse->arena, str_slice(text, open + 1, text.len - 1),
                        heading))
        last->as.literal.len =
            (bufsize_t)str_trim_right(str_slice(text, 0, open)).len;
}

static struct str unique_id(struct parse *parse, struct str id)
{
    size_t *count = map_get(&parse->ids, id);
    struct str with;

    if (!count) {
        map_set(&parse->ids, id, arena_new(parse->arena, size_t));
        return id;
    }
    do {
        with = str_fmt(parse->arena, "%" STR_FMT "-%zu", STR_ARG(id), ++*count);
    } while (map_has(&parse->ids, with));
    map_set(&parse->ids, with, arena_new(parse->arena, size_t));
    return with;
}

void heading_finish(struct piece *piece, cmark_node *node)
{
    struct parse *parse = piece->parse;
    struct note *note = note_new(piece->bare ? NOTE_BARE : NOTE_HEADING);
    struct heading *heading = &note->heading;
    struct buf text = BUF_INIT;

    note_attach(node, note);
    if (piece->bare)
        return;
    heading->id = heading->classes = STR("");
    take_attributes(parse, node, heading);
    text_plain(&text, node);
    heading->text = str_trim(buf_dup(parse->arena, &text));
    buf_deinit(&text);
    heading->level = (unsigned)node->as.heading.level;
    heading->span = place_line(piece, node->start_line);
    if (!heading->id.len)
        heading->id = text_slug(parse->arena, heading->text);
    if (!heading->id.len)
        heading->id = STR("section");
    heading->id = unique_id(parse, heading->id);
    if (node == parse->title_node)
        parse->out->title = heading->text;
}
