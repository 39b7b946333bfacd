/* SPDX-License-Identifier: MIT */
/*
 * Goes over the tags that Graphviz writes: one element a tag, attributes in
 * double quotes, every < and > of a text escaped. Not a reader of SVG at large.
 */
#include "graphviz.h"

struct clean {
    struct buf out;
    bool background; /* the first polygon is still to come */
};

static bool is_black(struct str v)
{
    return str_is(v, "black") || str_is(v, "#000000");
}

/* The attribute at the front of *rest: ` name="value"`. */
static bool next_attribute(struct str *rest, struct str *name,
                           struct str *value)
{
    struct str s = str_trim_left(*rest);
    size_t equals = str_find(s, STR("=\""));
    size_t end;

    if (equals == STR_NONE)
        return false;
    end = str_find_from(s, STR("\""), equals + 2);
    if (end == STR_NONE)
        return false;
    *name = str_slice(s, 0, equals);
    *value = str_slice(s, equals + 2, end);
    *rest = str_from(s, end + 1);
    return true;
}

static void put(struct buf *out, struct str name, struct str value)
{
    buf_add_char(out, ' ');
    buf_add(out, name);
    buf_add_cstr(out, "=\"");
    buf_add(out, value);
    buf_add_char(out, '"');
}

static void put_attribute(struct clean *c, bool svg, struct str name,
                          struct str value)
{
    static const char *const dropped[] = {"id", "font-family", "xmlns:xlink",
                                          "xmlns"};

    for (size_t i = 0; i < PHX_COUNT(dropped); i++)
        if (str_is(name, dropped[i]))
            return;
    if (str_is(name, "xlink:href"))
        name = STR("href");
    else if (str_starts(name, STR("xlink:")))
        return;
    if (svg && str_ends(value, STR("pt")) &&
        (str_is(name, "width") || str_is(name, "height")))
        value = str_slice(value, 0, value.len - 2);
    if ((str_is(name, "fill") || str_is(name, "stroke")) && is_black(value))
        value = STR("currentColor");
    put(&c->out, name, value);
}

/* The page behind the graph. */
static bool is_background(struct clean *c, struct str tag)
{
    if (!c->background || !str_starts(tag, STR("polygon")))
        return false;
    c->background = false;
    return str_find(tag, STR("fill=\"white\"")) != STR_NONE;
}

/* `tag` is what stands between < and >. */
static void put_tag(struct clean *c, struct str tag)
{
    size_t space = 0;
    struct str name, value, rest;
    bool filled = false;

    if (is_background(c, tag))
        return;
    while (space < tag.len && !strchr(" \n\t/", tag.ptr[space]))
        space++;
    if (space == 0) { /* </g> */
        buf_add_char(&c->out, '<');
        buf_add(&c->out, tag);
        buf_add_char(&c->out, '>');
        return;
    }
    struct str element = str_slice(tag, 0, space);
    rest = str_from(tag, space);
    buf_add_char(&c->out, '<');
    buf_add(&c->out, element);
    while (next_attribute(&rest, &name, &value)) {
        filled |= str_is(name, "fill");
        put_attribute(c, str_is(element, "svg"), name, value);
    }
    if (str_is(element, "text") && !filled)
        put(&c->out, STR("fill"), STR("currentColor"));
    buf_add_cstr(&c->out, str_ends(tag, STR("/")) ? "/>" : ">");
}

/* Where what begins at `at` with `<` ends; *drop: none of it is kept. */
static size_t end_of(struct str svg, size_t at, bool *drop)
{
    struct str rest = str_from(svg, at);
    struct str close = STR(">");
    size_t end;

    *drop = true;
    if (str_starts(rest, STR("<!--")))
        close = STR("-->");
    else if (str_starts(rest, STR("<title>")))
        close = STR("</title>");
    else
        *drop = false;
    end = str_find_from(svg, close, at);
    return end == STR_NONE ? svg.len : end + close.len;
}

struct str graphviz_clean(struct arena *arena, struct str svg)
{
    struct clean c = {.out = BUF_INIT, .background = true};
    size_t at = str_find(svg, STR("<svg"));

    while (at < svg.len) {
        bool drop;
        size_t end;
        if (svg.ptr[at] == '\n') { /* between tags; texts hold none */
            at++;
            continue;
        }
        if (svg.ptr[at] != '<') {
            buf_add_char(&c.out, svg.ptr[at++]);
            continue;
        }
        end = end_of(svg, at, &drop);
        if (!drop)
            put_tag(&c, str_slice(svg, at + 1, end - 1));
        at = end;
    }
    struct str kept = buf_dup(arena, &c.out);
    buf_deinit(&c.out);
    return kept;
}
