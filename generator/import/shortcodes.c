/* SPDX-License-Identifier: MIT */
/* Hugo's own shortcodes, and those that a comment's marks only show. */
#include "private.h"

struct shortcode {
    const char *name;
    bool (*convert)(struct body *body, const struct tag *tag);
};

static struct str either(const struct tag *tag, const char *key, size_t index)
{
    struct str value = tag_argument(tag, key);

    return value.len ? value : tag_position(tag, index);
}

static bool figure(struct body *body, const struct tag *tag)
{
    struct str caption = tag_argument(tag, "caption");
    struct str title = tag_argument(tag, "title");
    struct str src = either(tag, "src", 0);
    struct str inner;

    if (!src.len)
        return false;
    if (!tag->closed)
        phx_ignore(tag_inner(body, tag, "/figure", &inner),
                   "a figure has seldom an end");
    if (title.len)
        caption = str_fmt(body->im->arena, "**%" STR_FMT "** %" STR_FMT,
                          STR_ARG(title), STR_ARG(caption));
    put_directive(body, "figure", src,
                  directive_option(body, "alt", tag_argument(tag, "alt")),
                  caption);
    return true;
}

static bool ref(struct body *body, const struct tag *tag)
{
    struct str link = link_to(body, either(tag, "path", 0));

    buf_add(body->out, link);
    return link.len > 0;
}

static bool highlight(struct body *body, const struct tag *tag)
{
    struct str inner;

    if (!tag_inner(body, tag, "/highlight", &inner))
        return false;
    put_code(body, tag_position(tag, 0), inner);
    return true;
}

static bool details(struct body *body, const struct tag *tag)
{
    struct str inner;

    if (!tag_inner(body, tag, "/details", &inner))
        return false;
    struct str text = tag_nested(body, inner);
    put_directive(body, "details", either(tag, "summary", 0), STR(""), text);
    return true;
}

static bool youtube(struct body *body, const struct tag *tag)
{
    struct str id = either(tag, "id", 0);

    buf_add_fmt(body->out, "<https://www.youtube.com/watch?v=%" STR_FMT ">",
                STR_ARG(id));
    return id.len > 0;
}

static bool vimeo(struct body *body, const struct tag *tag)
{
    struct str id = either(tag, "id", 0);

    buf_add_fmt(body->out, "<https://vimeo.com/%" STR_FMT ">", STR_ARG(id));
    return id.len > 0;
}

static bool gist(struct body *body, const struct tag *tag)
{
    buf_add_fmt(body->out,
                "<https://gist.github.com/%" STR_FMT "/%" STR_FMT ">",
                STR_ARG(tag_position(tag, 0)), STR_ARG(tag_position(tag, 1)));
    return tag_position(tag, 1).len > 0;
}

/* Hugo's own manual shows one configuration in three languages; written is
 * mostly TOML. */
static bool code_toggle(struct body *body, const struct tag *tag)
{
    struct str inner, file = tag_argument(tag, "file");

    if (!tag_inner(body, tag, "/code-toggle", &inner))
        return false;
    const char *language =
        str_find(inner, STR(" = ")) == STR_NONE ? "yaml" : "toml";
    struct str info =
        file.len ? str_fmt(body->im->arena, "%s {title=\"%" STR_FMT ".%s\"}",
                           language, STR_ARG(file), language)
                 : str_of(language);
    put_code(body, info, inner);
    return true;
}

/* A parameter of the page's front matter. */
static bool param(struct body *body, const struct tag *tag)
{
    struct str key = tag_position(tag, 0);
    struct str text = front_text(body->page, str_cstr(body->im->arena, key));

    buf_add(body->out, text);
    return text.len > 0;
}

static const struct shortcode shortcodes[] = {
    {"figure", figure},   {"ref", ref},
    {"relref", ref},      {"highlight", highlight},
    {"details", details}, {"youtube", youtube},
    {"vimeo", vimeo},     {"gist", gist},
    {"param", param},     {"code-toggle", code_toggle},
};

/* Comment marks inside the braces show a shortcode to the reader: they go. */
static bool shown(struct body *body, const struct tag *tag)
{
    struct str text = str_slice(body->text, tag->start, tag->end);
    size_t open = str_find(text, STR("/*"));
    size_t close = str_find(text, STR("*/"));

    if (open == STR_NONE || close == STR_NONE || open > 3 || close < open)
        return false;
    buf_add(body->out, str_slice(text, 0, 3));
    buf_add(body->out, str_slice(text, open + 2, close));
    buf_add(body->out, str_from(text, text.len - 3));
    return true;
}

static bool convert(struct body *body, const struct tag *tag)
{
    if (shown(body, tag))
        return true;
    for (size_t i = 0; !tag->code && i < PHX_COUNT(shortcodes); i++)
        if (str_is(tag->name, shortcodes[i].name) && !tag->closes)
            return shortcodes[i].convert(body, tag);
    return false;
}

void shortcode_body(struct importer *im, struct old_page *page, struct buf *out)
{
    struct body body = {.im = im,
                        .page = page,
                        .text = page->parts.body,
                        .out = out,
                        .convert = convert};

    buf_init(&body.tail);
    tags_convert(&body);
    buf_deinit(&body.tail);
}
