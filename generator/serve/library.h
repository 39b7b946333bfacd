/* SPDX-License-Identifier: MIT */
/*
 * libmicrohttpd, libuv and zlib by dlopen: their headers give the types, these
 * tables the functions.
 */
#ifndef PHX_SERVE_LIBRARY_H
#define PHX_SERVE_LIBRARY_H

#include "base/base.h"

#include <microhttpd.h>
#include <uv.h>
#include <zlib.h>

#define MHD_FUNCTIONS(X)                                                       \
    X(MHD_add_response_header)                                                 \
    X(MHD_create_response_from_buffer)                                         \
    X(MHD_create_response_from_callback)                                       \
    X(MHD_create_response_from_fd_at_offset64)                                 \
    X(MHD_destroy_response)                                                    \
    X(MHD_get_connection_info)                                                 \
    X(MHD_get_connection_values)                                               \
    X(MHD_queue_response)                                                      \
    X(MHD_quiesce_daemon)                                                      \
    X(MHD_resume_connection)                                                   \
    X(MHD_start_daemon)                                                        \
    X(MHD_stop_daemon)                                                         \
    X(MHD_suspend_connection)

#define UV_FUNCTIONS(X)                                                        \
    X(uv_close)                                                                \
    X(uv_fs_event_init)                                                        \
    X(uv_fs_event_start)                                                       \
    X(uv_loop_close)                                                           \
    X(uv_loop_init)                                                            \
    X(uv_now)                                                                  \
    X(uv_run)                                                                  \
    X(uv_signal_init)                                                          \
    X(uv_signal_start)                                                         \
    X(uv_stop)                                                                 \
    X(uv_strerror)                                                             \
    X(uv_timer_init)                                                           \
    X(uv_timer_start)                                                          \
    X(uv_timer_stop)                                                           \
    X(uv_update_time)

#define ZLIB_FUNCTIONS(X)                                                      \
    X(deflate)                                                                 \
    X(deflateEnd)                                                              \
    X(deflateInit2_)

#define LIBRARY_FIELD(name) __typeof__(name) *(name);
struct mhd_library {
    MHD_FUNCTIONS(LIBRARY_FIELD)
};
struct uv_library {
    UV_FUNCTIONS(LIBRARY_FIELD)
};
struct zlib_library {
    ZLIB_FUNCTIONS(LIBRARY_FIELD)
};
#undef LIBRARY_FIELD

struct serve_libraries {
    struct mhd_library mhd;
    struct uv_library uv;
    struct zlib_library z;
    bool has_zlib; /* false: answers are not compressed */
};

/* NULL and *err (PHX_ELIBRARY) when one that is needed is missing. */
const struct serve_libraries *serve_libraries(struct error *err);

#endif
