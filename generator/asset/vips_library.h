/* SPDX-License-Identifier: MIT */
/*
 * libvips, opened when the first image needs it. Its few functions are declared
 * here and not by its headers, so that building phx does not need them; those
 * that take options end with a NULL name.
 */
#ifndef PHX_ASSET_VIPS_LIBRARY_H
#define PHX_ASSET_VIPS_LIBRARY_H

#include "base/base.h"

struct _VipsImage;

/* Of its enumerations; its ABI. */
enum { VIPS_ABI_SIZE_DOWN = 2, VIPS_ABI_COMPRESSION_AV1 = 4 };

struct vips_library {
    int (*vips_init)(const char *name);
    void (*vips_concurrency_set)(int concurrency);
    void (*vips_cache_set_max)(int max);
    void (*vips_block_untrusted_set)(int state);
    void (*vips_thread_shutdown)(void);
    const char *(*vips_error_buffer)(void);
    void (*vips_error_clear)(void);
    unsigned long (*vips_type_find)(const char *base, const char *name);
    struct _VipsImage *(*vips_image_new_from_buffer)(const void *bytes,
                                                     size_t len,
                                                     const char *options, ...);
    int (*vips_image_get_width)(const struct _VipsImage *image);
    int (*vips_image_get_height)(const struct _VipsImage *image);
    int (*vips_image_get_n_pages)(struct _VipsImage *image);
    int (*vips_image_hasalpha)(struct _VipsImage *image);
    int (*vips_image_get_orientation_swap)(struct _VipsImage *image);
    unsigned long (*vips_image_get_typeof)(const struct _VipsImage *image,
                                           const char *name);
    int (*vips_image_remove)(struct _VipsImage *image, const char *name);
    int (*vips_thumbnail_buffer)(void *bytes, size_t len,
                                 struct _VipsImage **out, int width, ...);
    int (*vips_webpsave_buffer)(struct _VipsImage *image, void **bytes,
                                size_t *len, ...);
    int (*vips_heifsave_buffer)(struct _VipsImage *image, void **bytes,
                                size_t *len, ...);
    unsigned (*g_log_set_handler)(const char *domain, int levels,
                                  void (*log)(const char *, int, const char *,
                                              void *),
                                  void *data);
    void (*g_object_unref)(void *object);
    void (*g_free)(void *bytes);
    bool avif; /* it can write AV1 */
};

/* NULL when it is not there; *reason then says why. Any thread. */
const struct vips_library *vips_library(const char **reason);

#endif
