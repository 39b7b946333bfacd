/* SPDX-License-Identifier: MIT */
/*
 * libsass by dlopen: its headers give the types, this table the functions.
 * libsass has no global state that we set, but it is not thread-safe: whoever
 * calls a function of the table holds the lock of sass.c, except for
 * libsass_version.
 */
#ifndef PHX_ASSET_SASS_LIBRARY_H
#define PHX_ASSET_SASS_LIBRARY_H

#include "base/base.h"

#include <sass.h>

#define SASS_FUNCTIONS(X)                                                      \
    X(libsass_version)                                                         \
    X(sass_alloc_memory)                                                       \
    X(sass_callee_get_line)                                                    \
    X(sass_callee_get_path)                                                    \
    X(sass_compile_data_context)                                               \
    X(sass_compiler_get_last_callee)                                           \
    X(sass_compiler_get_last_import)                                           \
    X(sass_context_get_error_column)                                           \
    X(sass_context_get_error_file)                                             \
    X(sass_context_get_error_line)                                             \
    X(sass_context_get_error_message)                                          \
    X(sass_context_get_error_text)                                             \
    X(sass_context_get_output_string)                                          \
    X(sass_data_context_get_context)                                           \
    X(sass_data_context_get_options)                                           \
    X(sass_delete_data_context)                                                \
    X(sass_delete_value)                                                       \
    X(sass_function_get_cookie)                                                \
    X(sass_function_set_list_entry)                                            \
    X(sass_import_get_abs_path)                                                \
    X(sass_import_set_error)                                                   \
    X(sass_import_set_list_entry)                                              \
    X(sass_importer_get_cookie)                                                \
    X(sass_importer_set_list_entry)                                            \
    X(sass_list_get_value)                                                     \
    X(sass_make_data_context)                                                  \
    X(sass_make_function)                                                      \
    X(sass_make_function_list)                                                 \
    X(sass_make_import)                                                        \
    X(sass_make_import_entry)                                                  \
    X(sass_make_import_list)                                                   \
    X(sass_make_importer)                                                      \
    X(sass_make_importer_list)                                                 \
    X(sass_make_null)                                                          \
    X(sass_option_set_c_functions)                                             \
    X(sass_option_set_c_headers)                                               \
    X(sass_option_set_c_importers)                                             \
    X(sass_option_set_input_path)                                              \
    X(sass_option_set_omit_source_map_url)                                     \
    X(sass_option_set_output_style)                                            \
    X(sass_option_set_precision)                                               \
    X(sass_string_get_value)                                                   \
    X(sass_value_is_string)                                                    \
    X(sass_value_stringify)

struct sass_library {
#define SASS_FIELD(name) __typeof__(name) *(name);
    SASS_FUNCTIONS(SASS_FIELD)
#undef SASS_FIELD
};

/* Opens the library at the first call. NULL when it is missing, then *reason
 * says why, for as long as the process lives. Any thread. */
const struct sass_library *sass_library(const char **reason);

#endif
