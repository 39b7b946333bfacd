/* SPDX-License-Identifier: MIT */
/*
 * libcurl by dlopen: its headers give the types, this table the functions. Its
 * global state is made once, on the main thread, and one multi handle is used
 * by that thread alone. Private to check/.
 */
#ifndef PHX_CHECK_CURL_LIBRARY_H
#define PHX_CHECK_CURL_LIBRARY_H

#include "base/base.h"

/* The type checks are macros around calls by name; ours are by pointer. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#define CURL_FUNCTIONS(X)                                                      \
    X(curl_easy_cleanup)                                                       \
    X(curl_easy_getinfo)                                                       \
    X(curl_easy_init)                                                          \
    X(curl_easy_setopt)                                                        \
    X(curl_easy_strerror)                                                      \
    X(curl_global_init)                                                        \
    X(curl_multi_add_handle)                                                   \
    X(curl_multi_cleanup)                                                      \
    X(curl_multi_info_read)                                                    \
    X(curl_multi_init)                                                         \
    X(curl_multi_perform)                                                      \
    X(curl_multi_poll)                                                         \
    X(curl_multi_remove_handle)

struct curl_library {
#define CURL_FIELD(name) __typeof__(name) *(name);
    CURL_FUNCTIONS(CURL_FIELD)
#undef CURL_FIELD
};

/* NULL when it is missing, then *reason says why, for as long as the process
 * lives. */
const struct curl_library *curl_library(const char **reason);

#endif
