/* SPDX-License-Identifier: MIT */
/* struct error: messages of fixed size, cut at a whole character. */
#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "banned.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* Ends a message that filled its array with "…". */
static void mark_cut(struct error *err)
{
    size_t at = sizeof(err->message) - sizeof(ELLIPSIS);
    while (at > 0 && ((unsigned char)err->message[at] & 0xC0) == 0x80)
        at--;
    memcpy(err->message + at, ELLIPSIS, sizeof(ELLIPSIS));
}

int phx_fail(struct error *err, enum phx_code code, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(err->message, sizeof(err->message), fmt, args);
    va_end(args);
    PHX_BUG_ON(len < 0);
    if ((size_t)len >= sizeof(err->message))
        mark_cut(err);
    err->code = code;
    return (int)code;
}

int phx_fail_errno(struct error *err, const char *step, const char *path)
{
    int number = errno;
    char text[128];
    /* The GNU form: it may return a static text instead of filling ours. */
    const char *reason = strerror_r(number, text, sizeof(text));
    return phx_fail(err, number == ENOENT ? PHX_ENOENT : PHX_EIO,
                    "cannot %s %s: %s", step, path, reason);
}

void error_prefix(struct error *err, const char *fmt, ...)
{
    char old[sizeof(err->message)];
    memcpy(old, err->message, sizeof(old));
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(err->message, sizeof(err->message), fmt, args);
    va_end(args);
    PHX_BUG_ON(len < 0);
    size_t at = (size_t)len;
    size_t old_len = strlen(old);
    if (at >= sizeof(err->message)) {
        mark_cut(err);
    } else if (old_len < sizeof(err->message) - at) {
        memcpy(err->message + at, old, old_len + 1);
    } else {
        memcpy(err->message + at, old, sizeof(err->message) - at - 1);
        err->message[sizeof(err->message) - 1] = '\0';
        mark_cut(err);
    }
}
