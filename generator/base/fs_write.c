/* SPDX-License-Identifier: MIT */
/* Writing files: each step is checked, the close too (a full disk can show
 * there first). */
#include "fs.h"

#include "buf.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "banned.h"

/* Writes all of `bytes` and closes `fd`, whatever happens. */
static int write_and_close(int fd, const char *path, struct str bytes,
                           struct error *err)
{
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t n = write(fd, bytes.ptr + done, bytes.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            int rc = phx_fail_errno(err, "write", path);
            close(fd);
            return rc;
        }
        done += (size_t)n;
    }
    if (close(fd) != 0)
        return phx_fail_errno(err, "close", path);
    return 0;
}

int fs_write(const char *path, struct str bytes, struct error *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return phx_fail_errno(err, "create", path);
    return write_and_close(fd, path, bytes, err);
}

/* A new file in the folder of `path`; its name is left in *name. -1 and errno.
 * The name does not hold that of `path`, which may be as long as names can
 * be. Other threads and crashed processes may have taken some numbers. */
static int open_beside(const char *path, struct buf *name)
{
    size_t dir = str_rchr(str_of(path), '/');
    size_t dir_len = dir == STR_NONE ? 0 : dir + 1;
    for (unsigned attempt = 0; attempt < 10000; attempt++) {
        buf_reset(name);
        buf_add_bytes(name, path, dir_len);
        buf_add_fmt(name, ".phx-%ld-%u.tmp", (long)getpid(), attempt);
        int fd = open(name->ptr, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

int fs_write_atomic(const char *path, struct str bytes, struct error *err)
{
    struct buf name = BUF_INIT;
    int rc;
    int fd = open_beside(path, &name);
    if (fd < 0) {
        rc = phx_fail_errno(err, "create a file beside", path);
        goto out;
    }
    rc = write_and_close(fd, name.ptr, bytes, err);
    if (rc == 0 && rename(name.ptr, path) != 0)
        rc = phx_fail_errno(err, "replace", path);
    if (rc != 0)
        unlink(name.ptr);
out:
    buf_deinit(&name);
    return rc;
}
