/* SPDX-License-Identifier: MIT */
/*
 * A preloaded library that makes the machine fail at a chosen call.
 * PHX_FAULT=write:N:full   the N-th write to a regular file, and all later
 *                          ones, find the disk full
 * PHX_FAULT=rename:N:kill  the process is killed just before its N-th rename
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Atomic long calls;

/* True when this is call N or later of `name`. */
static bool due(const char *name, const char *what)
{
    const char *fault = getenv("PHX_FAULT");
    size_t len = strlen(name);
    char *end;

    if (!fault || strncmp(fault, name, len) != 0 || fault[len] != ':')
        return false;
    long n = strtol(fault + len + 1, &end, 10);
    if (strcmp(end + 1, what) != 0)
        return false;
    return atomic_fetch_add(&calls, 1) + 1 >= n;
}

__attribute__((visibility("default"))) ssize_t write(int fd, const void *bytes,
                                                     size_t len)
{
    static ssize_t (*real)(int, const void *, size_t);
    struct stat st;

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "write");
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && due("write", "full")) {
        errno = ENOSPC;
        return -1;
    }
    return real(fd, bytes, len);
}

__attribute__((visibility("default"))) int rename(const char *from,
                                                  const char *to)
{
    static int (*real)(const char *, const char *);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "rename");
    if (due("rename", "kill"))
        raise(SIGKILL);
    return real(from, to);
}
