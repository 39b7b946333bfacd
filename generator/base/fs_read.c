/* SPDX-License-Identifier: MIT */
/* Looking at files: state, whole contents, folder listings, real paths. */
#include "fs.h"

#include "arena.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "banned.h"

static enum fs_kind kind_of(mode_t mode)
{
    if (S_ISREG(mode))
        return FS_FILE;
    if (S_ISDIR(mode))
        return FS_DIR;
    return S_ISLNK(mode) ? FS_LINK : FS_OTHER;
}

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int fs_stat_in(int folder, const char *path, bool follow, struct fs_stat *out,
               struct error *err)
{
    struct stat st;
    *out = (struct fs_stat){.kind = FS_NONE};
    if (fstatat(folder, path, &st, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return 0;
        return phx_fail_errno(err, "look at", path);
    }
    out->kind = kind_of(st.st_mode);
    out->size = (uint64_t)st.st_size;
    out->mtime_ns = nanoseconds(st.st_mtim);
    out->ctime_ns = nanoseconds(st.st_ctim);
    out->inode = (uint64_t)st.st_ino;
    out->mode = (uint32_t)st.st_mode & 07777;
    return 0;
}

int fs_stat(const char *path, bool follow, struct fs_stat *out,
            struct error *err)
{
    return fs_stat_in(AT_FDCWD, path, follow, out, err);
}

/* Up to `size` bytes; fewer only at the end of the file. -1 and errno. */
static ssize_t read_up_to(int fd, char *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t n = read(fd, data + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

static int read_open(struct arena *arena, int fd, const char *path,
                     uint64_t limit, struct str *out, struct error *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return phx_fail_errno(err, "look at", path);
    if (!S_ISREG(st.st_mode))
        return phx_fail(err, PHX_EKIND, "cannot read %s: it is %s", path,
                        S_ISDIR(st.st_mode) ? "a folder" : "no regular file");
    uint64_t size = (uint64_t)st.st_size;
    if ((limit != 0 && size > limit) || size >= SIZE_MAX / 2)
        return phx_fail(err, PHX_ELIMIT,
                        "cannot read %s: %llu bytes, the limit is %llu", path,
                        (unsigned long long)size, (unsigned long long)limit);
    char *data = arena_bytes(arena, (size_t)size + 1);
    ssize_t len = read_up_to(fd, data, (size_t)size);
    if (len < 0)
        return phx_fail_errno(err, "read", path);
    data[len] = '\0';
    *out = (struct str){data, (size_t)len};
    return 0;
}

int fs_read(struct arena *arena, const char *path, uint64_t limit,
            struct str *out, struct error *err)
{
    /* Not blocking: a named pipe would otherwise wait for its writer. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return phx_fail_errno(err, "open", path);
    int rc = read_open(arena, fd, path, limit, out, err);
    close(fd);
    return rc;
}

bool fs_same(const char *path, struct str bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    struct stat st;
    bool same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
                (uint64_t)st.st_size == bytes.len;
    char chunk[16384];
    size_t at = 0;
    while (same && at < bytes.len) {
        size_t want = bytes.len - at;
        if (want > sizeof(chunk))
            want = sizeof(chunk);
        ssize_t n = read_up_to(fd, chunk, want);
        same = n == (ssize_t)want && memcmp(chunk, bytes.ptr + at, want) == 0;
        at += want;
    }
    close(fd);
    return same;
}

static enum fs_kind kind_of_entry(DIR *dir, const struct dirent *entry)
{
    switch (entry->d_type) {
    case DT_REG:
        return FS_FILE;
    case DT_DIR:
        return FS_DIR;
    case DT_LNK:
        return FS_LINK;
    case DT_UNKNOWN: { /* some file systems do not say */
        struct stat st;
        if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
            return kind_of(st.st_mode);
        return FS_NONE;
    }
    }
    return FS_OTHER;
}

static int compare_entries(const void *a, const void *b)
{
    const struct fs_entry *x = a;
    const struct fs_entry *y = b;
    return str_cmp(x->name, y->name);
}

int fs_list(struct arena *arena, const char *path, struct fs_listing *out,
            struct error *err)
{
    DIR *dir = opendir(path);
    if (dir == NULL && errno == ENOTDIR)
        return phx_fail(err, PHX_EKIND, "cannot list %s: it is no folder",
                        path);
    if (dir == NULL)
        return phx_fail_errno(err, "list", path);
    struct fs_listing found = {0};
    const struct dirent *entry;
    errno = 0; /* NULL is the end or a failure; only errno tells */
    while ((entry = readdir(dir)) != NULL) {
        struct str name = str_of(entry->d_name);
        if (str_is(name, ".") || str_is(name, ".."))
            continue;
        struct fs_entry item = {str_dup(arena, name),
                                kind_of_entry(dir, entry)};
        vec_push(arena, &found.list, item);
        errno = 0;
    }
    int failed = errno;
    closedir(dir);
    if (failed != 0) {
        errno = failed;
        return phx_fail_errno(err, "list", path);
    }
    if (found.list.len > 1)
        qsort(found.list.items, found.list.len, sizeof(found.list.items[0]),
              compare_entries);
    *out = found;
    return 0;
}

int fs_realpath(struct arena *arena, const char *path, struct str *out,
                struct error *err)
{
    char *real = realpath(path, NULL);
    if (real == NULL)
        return phx_fail_errno(err, "find", path);
    *out = str_dup(arena, str_of(real));
    free(real);
    return 0;
}
