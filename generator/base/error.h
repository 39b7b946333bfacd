/* SPDX-License-Identifier: MIT */
/*
 * Failures of the environment: functions return 0 or a negative enum code and
 * fill the caller's struct error once, where the cause is known. Upper layers
 * prefix context (error_prefix), they do not invent codes. What is wrong with
 * the author's content is no error but a diagnostic (diag.h).
 */
#ifndef PHX_BASE_ERROR_H
#define PHX_BASE_ERROR_H

#include "str.h"

enum phx_code {
    PHX_OK = 0,
    PHX_EIO = -1,      /* the system refused; see the message */
    PHX_ENOENT = -2,   /* not there */
    PHX_EKIND = -3,    /* there, but of another kind (folder, link, format) */
    PHX_ELIMIT = -4,   /* larger than a stated limit */
    PHX_ELIBRARY = -5, /* a library is missing or failed */
    PHX_EINPUT = -6    /* the bytes are not what they should be */
};

struct error {
    enum phx_code code;
    char message[512];
};

/* Fills *err and returns `code`. A message too long is cut with "…". */
int phx_fail(struct error *err, enum phx_code code, const char *fmt, ...)
    PHX_PRINTF(3, 4);
/* "cannot STEP PATH: strerror(errno)"; ENOENT maps to PHX_ENOENT, the rest to
 * PHX_EIO. */
int phx_fail_errno(struct error *err, const char *step, const char *path);
void error_prefix(struct error *err, const char *fmt, ...) PHX_PRINTF(2, 3);

#endif
