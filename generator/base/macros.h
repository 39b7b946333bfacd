/* SPDX-License-Identifier: MIT */
/* Compiler vocabulary and the check for our own bugs. */
#ifndef PHX_BASE_MACROS_H
#define PHX_BASE_MACROS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHX_MUST_USE __attribute__((warn_unused_result))
#define PHX_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define PHX_NORETURN __attribute__((noreturn))
#define PHX_UNUSED __attribute__((unused))
#define PHX_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Thread-local storage; only for callbacks of libraries that carry no user
 * pointer. Each use states which. */
#define PHX_THREAD_LOCAL _Thread_local

/*
 * Ends the process when `cond` holds: for broken invariants of our own code in
 * every build, never for input, I/O or memory. `cond` has no side effects.
 */
#define PHX_BUG_ON(cond)                                                       \
    do {                                                                       \
        if (__builtin_expect(!!(cond), 0))                                     \
            base_bug(__FILE__, __LINE__, #cond);                               \
    } while (0)

PHX_NORETURN void base_bug(const char *file, int line, const char *what);
PHX_NORETURN void base_out_of_memory(size_t wanted);

/* Drops a result that must otherwise be used; the reason is for the reader. */
#define phx_ignore(expr, reason)                                               \
    do {                                                                       \
        if (expr) {                                                            \
        }                                                                      \
    } while (0)

#endif
