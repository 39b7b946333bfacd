/* SPDX-License-Identifier: MIT */
/*
 * Opens libvips once for the process. It works on one thread for each call and
 * keeps nothing between calls, so that memory is bounded by the workers that
 * call it. The table is static because a library is loaded once, whoever asks;
 * it never changes after pthread_once.
 */
#include "vips_library.h"

#include <pthread.h>

#ifdef __APPLE__
#define VIPS_FILE "libvips.42.dylib"
#else
#define VIPS_FILE "libvips.so.42"
#endif

#define SYMBOL(name) LIBRARY_SYMBOL(struct vips_library, name)

static const struct library_symbol symbols[] = {
    // clang-format off
    SYMBOL(vips_init)
    SYMBOL(vips_concurrency_set)
    SYMBOL(vips_cache_set_max)
    SYMBOL(vips_block_untrusted_set)
    SYMBOL(vips_thread_shutdown)
    SYMBOL(vips_error_buffer)
    SYMBOL(vips_error_clear)
    SYMBOL(vips_type_find)
    SYMBOL(vips_image_new_from_buffer)
    SYMBOL(vips_image_get_width)
    SYMBOL(vips_image_get_height)
    SYMBOL(vips_image_get_n_pages)
    SYMBOL(vips_image_hasalpha)
    SYMBOL(vips_image_get_orientation_swap)
    SYMBOL(vips_image_get_typeof)
    SYMBOL(vips_image_remove)
    SYMBOL(vips_thumbnail_buffer)
    SYMBOL(vips_webpsave_buffer)
    SYMBOL(vips_heifsave_buffer)
    SYMBOL(g_log_set_handler)
    SYMBOL(g_object_unref)
    SYMBOL(g_free)
    // clang-format on
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct vips_library table;
static struct library library = {
    .file = VIPS_FILE,
    .symbols = symbols,
    .count = PHX_COUNT(symbols),
    .table = &table,
};

/* What its loaders warn about comes back as an error, or does not matter. */
static void be_silent(const char *domain, int level, const char *message,
                      void *data)
{
    (void)domain, (void)level, (void)message, (void)data;
}

static void open_library(void)
{
    enum { EVERY_LEVEL = ~3 }; /* G_LOG_LEVEL_MASK */

    if (!library_open(&library))
        return;
    if (table.vips_init("phx") != 0) {
        snprintf(library.why_not, sizeof(library.why_not), "%s",
                 table.vips_error_buffer());
        return;
    }
    table.g_log_set_handler("VIPS", EVERY_LEVEL, be_silent, NULL);
    table.vips_concurrency_set(1);
    table.vips_cache_set_max(0);
    table.vips_block_untrusted_set(1);
    table.avif = table.vips_type_find("VipsOperation", "heifsave_buffer") != 0;
}

const struct vips_library *vips_library(const char **reason)
{
    int rc = pthread_once(&once, open_library);

    PHX_BUG_ON(rc != 0);
    *reason = library.why_not;
    return library.why_not[0] ? NULL : &table;
}
