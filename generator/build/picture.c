/* SPDX-License-Identifier: MIT */
/*
 * A picture as HTML. Its size stands in the markup, so that nothing moves when
 * it arrives; feeds get the image itself and no copies.
 */
#include "images.h"

static void attribute(struct buf *out, const char *name, struct str value)
{
    if (value.len == 0)
        return;
    buf_add_fmt(out, " %s=\"", name);
    buf_add_escaped(out, value);
    buf_add_char(out, '"');
}

static void number(struct buf *out, const char *name, int value)
{
    if (value > 0)
        buf_add_fmt(out, " %s=\"%d\"", name, value);
}

static void copy_urls(struct buf *out, const struct build *build,
                      const struct picture *picture, enum image_format format)
{
    const char *between = "";

    for (size_t i = 0; i < picture->copy_count; i++) {
        const struct image_copy *c = &picture->copies[i];
        if (c->format != format)
            continue;
        buf_add_cstr(out, between);
        buf_add_url(out, build->config.base_path);
        buf_add_char(out, '/');
        buf_add_url(out, c->path);
        buf_add_fmt(out, " %dw", c->width);
        between = ", ";
    }
}

struct str picture_srcset(struct reader *reader, const struct picture *picture,
                          enum image_format format)
{
    struct buf urls = BUF_INIT;

    copy_urls(&urls, render_host_of(reader)->build, picture, format);
    struct str out = buf_dup(reader->arena, &urls);
    buf_deinit(&urls);
    return out;
}

static struct str sizes_of(struct reader *reader,
                           const struct picture_options *options)
{
    const struct build *build = render_host_of(reader)->build;
    struct value v = config_value(&build->config, "images.sizes");

    if (options->sizes.len)
        return options->sizes;
    if (options->width)
        return str_fmt(reader->arena, "(max-width: %dpx) 100vw, %dpx",
                       options->width, options->width);
    return value_is(v, VALUE_STRING) ? value_text(v) : STR("100vw");
}

/* A <source> for each format, in the order of the copies. */
static bool write_sources(struct reader *reader, struct buf *out,
                          const struct picture *picture,
                          const struct picture_options *options)
{
    const struct render_host *host = render_host_of(reader);
    struct str sizes = sizes_of(reader, options);

    if (host->mode != URL_SITE || picture->copy_count == 0)
        return false;
    reader_note(
        reader, INPUT_SETTING, STR("images.sizes"),
        value_fingerprint(config_value(&host->build->config, "images.sizes")));
    buf_add_cstr(out, "<picture>");
    for (size_t i = 0; i < picture->copy_count; i++) {
        enum image_format format = picture->copies[i].format;
        if (i && picture->copies[i - 1].format == format)
            continue;
        buf_add_fmt(out, "<source type=\"image/%s\"",
                    format == IMAGE_AVIF ? "avif" : "webp");
        attribute(out, "srcset", picture_srcset(reader, picture, format));
        attribute(out, "sizes", sizes);
        buf_add_char(out, '>');
    }
    return true;
}

/* Both sizes, from what the author gave and the image's own. */
static void write_size(struct buf *out, const struct picture *picture,
                       const struct picture_options *options)
{
    const struct image_info *info = &picture->info;
    int width = options->width, height = options->height;

    if (info->width && info->height && !(width && height)) {
        double ratio = (double)info->height / info->width;
        if (width) {
            height = (int)(width * ratio + 0.5);
        } else if (height) {
            width = (int)(height / ratio + 0.5);
        } else {
            width = info->width;
            height = info->height;
        }
    }
    number(out, "width", width);
    number(out, "height", height);
}

void picture_write(struct reader *reader, struct buf *out,
                   const struct picture *picture,
                   const struct picture_options *options)
{
    bool copies = write_sources(reader, out, picture, options);

    buf_add_cstr(out, "<img src=\"");
    buf_add(out, options->url);
    buf_add_cstr(out, "\" alt=\"");
    buf_add_escaped(out, options->alt);
    buf_add_char(out, '"');
    attribute(out, "title", options->title);
    attribute(out, "class", options->class_name);
    write_size(out, picture, options);
    if (!options->eager)
        buf_add_cstr(out, " loading=\"lazy\"");
    buf_add_cstr(out, " decoding=\"async\"");
    if (copies && picture->preview.len)
        buf_add_fmt(out,
                    " style=\"background:center/cover no-repeat "
                    "url(%" STR_FMT ")\"",
                    STR_ARG(picture->preview));
    buf_add_cstr(out, copies ? "></picture>" : ">");
}
