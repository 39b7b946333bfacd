/* SPDX-License-Identifier: MIT */
/* Liquid's tags (Jekyll) and Nunjucks' (Hexo) that have a counterpart. */
#include "private.h"

struct liquid_tag {
    const char *name;
    bool (*convert)(struct body *body, const struct tag *tag);
};

static bool raw(struct body *body, const struct tag *tag)
{
    struct str inner;

    if (!tag_inner(body, tag, "endraw", &inner))
        return false;
    buf_add(body->out, inner);
    return true;
}

static bool highlight(struct body *body, const struct tag *tag)
{
    struct str inner;

    if (!tag_inner(body, tag, "endhighlight", &inner))
        return false;
    put_code(body, tag_position(tag, 0), inner);
    return true;
}

/* {% codeblock [title] [lang:x] [url] %} */
static bool codeblock(struct body *body, const struct tag *tag)
{
    struct str inner, title = tag_position(tag, 0);
    struct str info = tag_argument(tag, "lang");

    if (!tag_inner(body, tag, "endcodeblock", &inner))
        return false;
    if (title.len)
        info = str_fmt(body->im->arena, "%" STR_FMT " {title=\"%" STR_FMT "\"}",
                       STR_ARG(info.len ? info : STR("text")), STR_ARG(title));
    put_code(body, info, inner);
    return true;
}

/* A file of the site, from its root; Liquid's own names for the root go. */
static struct str site_path(struct body *body, struct str path)
{
    if (str_starts(path, STR("http")) || str_starts(path, STR("/")))
        return path;
    return str_cat(body->im->arena, STR("/"), path);
}

/* al-folio and its relatives: {% include figure.liquid path="…" caption="…" %}
 */
static bool include(struct body *body, const struct tag *tag)
{
    struct str name = tag_position(tag, 0);
    struct str path = tag_argument(tag, "path");

    if (!path.len)
        path = tag_argument(tag, "src");
    if (!path.len)
        path = tag_argument(tag, "image_path");
    if (str_starts(name, STR("figure")) && path.len) {
        struct str alt = tag_argument(tag, "alt");
        struct str caption = tag_argument(tag, "caption");
        struct str text = tag_nested(body, caption);
        put_directive(body, "figure", site_path(body, path),
                      directive_option(body, "alt", alt), text);
        return true;
    }
    if (str_starts(name, STR("video")) && path.len) {
        put_directive(
            body, "video", site_path(body, path),
            directive_option(body, "caption", tag_argument(tag, "caption")),
            STR(""));
        return true;
    }
    return false;
}

static bool post_url(struct body *body, const struct tag *tag)
{
    struct str link = link_to(body, tag_position(tag, 0));

    buf_add(body->out, link);
    return link.len > 0;
}

/* Hexo: {% post_link file [title] %} */
static bool post_link(struct body *body, const struct tag *tag)
{
    struct str name = tag_position(tag, 0), title = tag_position(tag, 1);
    struct str link = link_to(body, name);

    if (!link.len)
        return false;
    buf_add_fmt(body->out, "[%" STR_FMT "](%" STR_FMT ")",
                STR_ARG(title.len ? title : name), STR_ARG(link));
    return true;
}

static bool details(struct body *body, const struct tag *tag)
{
    struct str inner;

    if (!tag_inner(body, tag, "enddetails", &inner))
        return false;
    struct str text = tag_nested(body, inner);
    put_directive(body, "details", str_trim(tag->text), STR(""), text);
    return true;
}

/* Hexo's NexT: {% note info %} */
static bool note(struct body *body, const struct tag *tag)
{
    struct str inner, kind = tag_position(tag, 0);
    bool warns = str_is(kind, "warning") || str_is(kind, "danger");

    if (!tag_inner(body, tag, "endnote", &inner))
        return false;
    struct str text = tag_nested(body, inner);
    put_directive(body, warns ? "warning" : "note", STR(""), STR(""), text);
    return true;
}

static bool blockquote(struct body *body, const struct tag *tag)
{
    struct str inner, line;

    if (!tag_inner(body, tag, "endblockquote", &inner))
        return false;
    struct str rest = str_trim(tag_nested(body, inner));
    buf_add_cstr(body->out, "\n");
    while (str_line(&rest, &line))
        buf_add_fmt(body->out, "> %" STR_FMT "\n", STR_ARG(line));
    if (tag->text.len)
        buf_add_fmt(body->out, ">\n> — %" STR_FMT "\n",
                    STR_ARG(str_trim(tag->text)));
    return true;
}

/* {% asset_img name [alt] %}: a file of the post's own folder. */
static bool asset_img(struct body *body, const struct tag *tag)
{
    struct str folder = path_stem(body->page->target);
    struct str name = tag_position(tag, 0), alt = tag_position(tag, 1);

    if (!name.len)
        return false;
    buf_add_fmt(body->out, "![%" STR_FMT "](%" STR_FMT "/%" STR_FMT ")",
                STR_ARG(alt), STR_ARG(folder), STR_ARG(name));
    return true;
}

static bool cite(struct body *body, const struct tag *tag)
{
    buf_add_fmt(body->out, "{cite}`%" STR_FMT "`",
                STR_ARG(str_trim(tag->text)));
    return tag->text.len > 0;
}

static bool video_link(struct body *body, const struct tag *tag)
{
    buf_add_fmt(body->out, "<https://www.youtube.com/watch?v=%" STR_FMT ">",
                STR_ARG(tag_position(tag, 0)));
    return tag_position(tag, 0).len > 0;
}

static bool gist(struct body *body, const struct tag *tag)
{
    buf_add_fmt(body->out, "<https://gist.github.com/%" STR_FMT ">",
                STR_ARG(tag_position(tag, 0)));
    return tag_position(tag, 0).len > 0;
}

/* {{ site.baseurl }} and {{ "/x" | relative_url }}: phx puts the base path
 * before every address itself. */
static bool output(struct body *body, const struct tag *tag)
{
    struct str text = tag->text;
    size_t bar = str_chr(text, '|');
    struct str head =
        str_trim(bar == STR_NONE ? text : str_slice(text, 0, bar));
    struct str filter =
        bar == STR_NONE ? STR("") : str_trim(str_from(text, bar + 1));
    bool quoted = head.len > 1 && (head.ptr[0] == '"' || head.ptr[0] == '\'');
    bool address = str_starts(filter, STR("relative_url")) ||
                   str_starts(filter, STR("absolute_url")) ||
                   str_starts(filter, STR("prepend:"));

    if (str_is(head, "site.baseurl") || str_is(head, "site.url"))
        return true;
    if (quoted && address) {
        buf_add(body->out, site_path(body, str_slice(head, 1, head.len - 1)));
        return true;
    }
    if (str_is(head, "page.title")) {
        buf_add(body->out, front_text(body->page, "title"));
        return true;
    }
    return false;
}

static const struct liquid_tag tags[] = {
    {"{{", output},
    {"include", include},
    {"highlight", highlight},
    {"codeblock", codeblock},
    {"post_url", post_url},
    {"link", post_url},
    {"post_path", post_url},
    {"post_link", post_link},
    {"details", details},
    {"note", note},
    {"blockquote", blockquote},
    {"asset_img", asset_img},
    {"cite", cite},
    {"youtube", video_link},
    {"gist", gist},
};

static bool convert(struct body *body, const struct tag *tag)
{
    if (str_is(tag->name, "raw"))
        return raw(body, tag);
    for (size_t i = 0; !tag->code && i < PHX_COUNT(tags); i++)
        if (str_is(tag->name, tags[i].name))
            return tags[i].convert(body, tag);
    return false;
}

void liquid_body(struct importer *im, struct old_page *page, struct buf *out)
{
    struct body body = {.im = im,
                        .page = page,
                        .text = page->parts.body,
                        .out = out,
                        .liquid = true,
                        .convert = convert};

    buf_init(&body.tail);
    tags_convert(&body);
    buf_add(out, buf_str(&body.tail));
    buf_deinit(&body.tail);
}
