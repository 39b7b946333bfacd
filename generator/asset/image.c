/* SPDX-License-Identifier: MIT */
/*
 * Images by libvips: what a file is, smaller copies of it, and the blurred
 * picture shown while it loads. A copy is turned as its Exif says, in sRGB, and
 * carries no metadata. The bytes of a copy depend on its arguments alone.
 */
#include "asset/asset.h"

#include "vips_library.h"

#include <pthread.h>

/* A page's picture is seldom over 50 megapixels; a bomb is always. */
#define PIXEL_LIMIT 120000000
/* Larger ones are worked on one at a time, since one may need its pixels at
 * once. */
#define PIXEL_SHARED 24000000
#define PREVIEW_WIDTH 16

static pthread_mutex_t large = PTHREAD_MUTEX_INITIALIZER;

/* ---- By the first bytes ---- */

static bool has_at(struct str s, size_t at, const char *magic)
{
    return str_starts(str_from(s, at), str_of(magic));
}

/* An animated PNG says so before its first picture. */
static bool is_apng(struct str bytes)
{
    size_t data = str_find(bytes, STR("IDAT"));

    return str_find(str_slice(bytes, 0, data), STR("acTL")) != STR_NONE;
}

static bool is_svg(struct str bytes)
{
    struct str head = str_slice(bytes, 0, 4096);

    return str_find(head, STR("<svg")) != STR_NONE &&
           str_find(str_slice(head, 0, str_find(head, STR("<svg"))),
                    STR("<html")) == STR_NONE;
}

static enum image_kind sniff(struct str bytes)
{
    if (has_at(bytes, 0, "\x89PNG\r\n"))
        return is_apng(bytes) ? IMAGE_ANIMATED : IMAGE_SHARP;
    if (has_at(bytes, 0, "\xff\xd8\xff"))
        return IMAGE_PHOTO;
    if (has_at(bytes, 0, "GIF8"))
        return IMAGE_ANIMATED;
    if (has_at(bytes, 0, "RIFF") && has_at(bytes, 8, "WEBP"))
        return IMAGE_PHOTO;
    if (has_at(bytes, 4, "ftypavif") || has_at(bytes, 4, "ftypavis"))
        return IMAGE_PHOTO;
    return is_svg(bytes) ? IMAGE_SVG : IMAGE_OTHER;
}

/* ---- libvips ---- */

static int missing(struct error *err, const char *reason)
{
    return phx_fail(err, PHX_ELIBRARY,
                    "libvips is not there (Debian: libvips42): %s", reason);
}

/* Its messages, on one line. */
static int refuse(const struct vips_library *vips, struct error *err)
{
    struct str text = str_trim(str_of(vips->vips_error_buffer()));
    size_t end = str_chr(text, '\n');

    phx_fail(err, PHX_EINPUT, "the image is damaged: %" STR_FMT,
             STR_ARG(str_slice(text, 0, end)));
    vips->vips_error_clear();
    return PHX_EINPUT;
}

int image_read(struct str bytes, struct image_info *out, struct error *err)
{
    const char *reason;
    struct image_info info = {.kind = sniff(bytes)};
    int rc = 0;

    *out = info;
    if (info.kind == IMAGE_OTHER)
        return 0;
    if (info.kind == IMAGE_SVG) {
        svg_size(bytes, &out->width, &out->height);
        return 0;
    }
    const struct vips_library *vips = vips_library(&reason);
    if (!vips)
        return missing(err, reason);
    struct _VipsImage *image =
        vips->vips_image_new_from_buffer(bytes.ptr, bytes.len, "", (void *)0);
    if (!image)
        return refuse(vips, err);
    bool turned = vips->vips_image_get_orientation_swap(image) != 0;
    int width = vips->vips_image_get_width(image);
    int height = vips->vips_image_get_height(image);
    info.width = turned ? height : width;
    info.height = turned ? width : height;
    info.alpha = vips->vips_image_hasalpha(image) != 0;
    info.located =
        vips->vips_image_get_typeof(image, "exif-ifd3-GPSLatitude") != 0;
    if (vips->vips_image_get_n_pages(image) > 1)
        info.kind = IMAGE_ANIMATED;
    if ((int64_t)width * height > PIXEL_LIMIT)
        rc = phx_fail(err, PHX_ELIMIT,
                      "the image has %d × %d pixels; %d million are read",
                      width, height, PIXEL_LIMIT / 1000000);
    vips->g_object_unref(image);
    if (rc == 0)
        *out = info;
    return rc;
}

static struct _VipsImage *shrink(const struct vips_library *vips,
                                 struct str bytes, int width)
{
    struct _VipsImage *image = NULL;
    char *borrowed;

    /* Its parameter is not const; it does not write. */
    memcpy(&borrowed, &bytes.ptr, sizeof(borrowed));
    if (vips->vips_thumbnail_buffer(
            borrowed, bytes.len, &image, width, "height", 10000000, "size",
            VIPS_ABI_SIZE_DOWN, "export_profile", "srgb", "option_string",
            "[fail_on=truncated]", (void *)0) != 0)
        return NULL;
    /* Without a profile, colours are sRGB. */
    vips->vips_image_remove(image, "icc-profile-data");
    return image;
}

static int save(const struct vips_library *vips, struct _VipsImage *image,
                const struct image_target *target, void **bytes, size_t *len)
{
    if (target->format == IMAGE_AVIF)
        return vips->vips_heifsave_buffer(
            image, bytes, len, "Q", target->quality, "compression",
            VIPS_ABI_COMPRESSION_AV1, "effort", 2, "strip", 1, (void *)0);
    return vips->vips_webpsave_buffer(image, bytes, len, "Q", target->quality,
                                      "near_lossless", target->sharp ? 1 : 0,
                                      "effort", 4, "strip", 1, (void *)0);
}

/* ---- What a copy must not carry ---- */

static uint32_t little_endian(const char *bytes)
{
    uint32_t n = 0;

    for (size_t i = 4; i-- > 0;)
        n = n << 8 | (unsigned char)bytes[i];
    return n;
}

static bool is_metadata(struct str chunk)
{
    return str_starts(chunk, STR("EXIF")) || str_starts(chunk, STR("XMP ")) ||
           str_starts(chunk, STR("ICCP"));
}

/* A WebP file without its metadata: libvips 8.14 writes Exif whatever it is
 * told. A file that is not understood stays as it is. */
static struct str webp_strip(struct arena *arena, struct str webp)
{
    enum { HEADER = 12, CHUNK = 8, EXTENDED_FLAGS = HEADER + CHUNK };
    char *out = arena_bytes(arena, webp.len);
    size_t len = HEADER, at = HEADER;

    if (webp.len < HEADER || !has_at(webp, 8, "WEBP"))
        return str_dup(arena, webp);
    memcpy(out, webp.ptr, HEADER);
    while (at + CHUNK <= webp.len) {
        size_t size = CHUNK + (size_t)little_endian(webp.ptr + at + 4);
        size += size % 2;
        if (size > webp.len - at)
            return str_dup(arena, webp);
        if (!is_metadata(str_from(webp, at))) {
            memcpy(out + len, webp.ptr + at, size);
            len += size;
        }
        at += size;
    }
    for (size_t i = 0; i < 4; i++)
        out[4 + i] = (char)((len - CHUNK) >> (8 * i) & 0xff);
    if (len > EXTENDED_FLAGS && has_at(str_bytes(out, len), HEADER, "VP8X"))
        out[EXTENDED_FLAGS] &= (char)~(0x20 | 0x08 | 0x04);
    return str_bytes(out, len);
}

int image_resize(struct arena *arena, struct str bytes,
                 const struct image_info *info,
                 const struct image_target *target, struct str *out,
                 struct error *err)
{
    const char *reason;
    const struct vips_library *vips = vips_library(&reason);
    bool alone = (int64_t)info->width * info->height > PIXEL_SHARED;
    void *written = NULL;
    size_t len = 0;
    int rc = 0;

    if (!vips)
        return missing(err, reason);
    if (alone)
        pthread_mutex_lock(&large);
    struct _VipsImage *image = shrink(vips, bytes, target->width);
    if (!image || save(vips, image, target, &written, &len) != 0)
        rc = refuse(vips, err);
    else
        *out = target->format == IMAGE_WEBP
                   ? webp_strip(arena, str_bytes(written, len))
                   : str_dup(arena, str_bytes(written, len));
    if (image)
        vips->g_object_unref(image);
    vips->g_free(written);
    vips->vips_thread_shutdown();
    if (alone)
        pthread_mutex_unlock(&large);
    return rc;
}

bool image_can_write(enum image_format format)
{
    const char *reason;
    const struct vips_library *vips = vips_library(&reason);

    return vips && (format == IMAGE_WEBP || vips->avif);
}

static void add_base64(struct buf *out, struct str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
                                 "tuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        uint32_t n = (uint32_t)(unsigned char)bytes.ptr[i] << 16;
        if (left > 1)
            n |= (uint32_t)(unsigned char)bytes.ptr[i + 1] << 8;
        if (left > 2)
            n |= (uint32_t)(unsigned char)bytes.ptr[i + 2];
        buf_add_char(out, digits[n >> 18]);
        buf_add_char(out, digits[n >> 12 & 63]);
        buf_add_char(out, left > 1 ? digits[n >> 6 & 63] : '=');
        buf_add_char(out, left > 2 ? digits[n & 63] : '=');
    }
}

int image_preview(struct arena *arena, struct str bytes,
                  const struct image_info *info, struct str *out,
                  struct error *err)
{
    const struct image_target target = {
        .format = IMAGE_WEBP, .width = PREVIEW_WIDTH, .quality = 20};
    struct buf uri = BUF_INIT;
    struct str small;

    int rc = image_resize(arena, bytes, info, &target, &small, err);
    if (rc < 0)
        return rc;
    buf_add_cstr(&uri, "data:image/webp;base64,");
    add_base64(&uri, small);
    *out = buf_dup(arena, &uri);
    buf_deinit(&uri);
    return 0;
}
