/* SPDX-License-Identifier: MIT */
/*
 * Files of the output. openat with O_NOFOLLOW for each part is what every
 * system has; openat2 would save calls on Linux alone.
 */
#include "pages.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
/* Opening a FIFO must not wait for its other end. */
#define FILE_FLAGS (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

static int64_t mtime_ns(const struct stat *st)
{
#ifdef __APPLE__
    return st->st_mtimespec.tv_sec * INT64_C(1000000000) +
           st->st_mtimespec.tv_nsec;
#else
    return st->st_mtim.tv_sec * INT64_C(1000000000) + st->st_mtim.tv_nsec;
#endif
}

/* The folder `path` below `output`, or -1. */
static int open_folder(const char *output, struct str path)
{
    int fd = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct str part;

    if (path.len == 0)
        return fd;
    while (fd >= 0 && str_split(&path, '/', &part)) {
        char name[256];
        int next = -1;
        if (part.len < sizeof(name)) {
            memcpy(name, part.ptr, part.len);
            name[part.len] = '\0';
            next = openat(fd, name, FOLDER_FLAGS);
        }
        close(fd);
        fd = next;
    }
    return fd;
}

/* Fills *out when `path` is a regular file. */
static bool open_file(struct arena *arena, const char *output, struct str path,
                      struct found *out)
{
    struct str name = path_name(path);
    struct stat st;
    int folder, fd;

    if (name.len == 0 || name.len > 255)
        return false;
    folder = open_folder(output, path_dir(path));
    if (folder < 0)
        return false;
    fd = openat(folder, str_cstr(arena, name), FILE_FLAGS);
    close(folder);
    if (fd < 0)
        return false;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return false;
    }
    *out = (struct found){.status = 200,
                          .fd = fd,
                          .path = str_dup(arena, path),
                          .size = (uint64_t)st.st_size,
                          .mtime_ns = mtime_ns(&st),
                          .inode = (uint64_t)st.st_ino};
    return true;
}

static bool is_folder(const char *output, struct str path)
{
    int fd = open_folder(output, path);

    if (fd < 0)
        return false;
    close(fd);
    return true;
}

void pages_find(struct arena *arena, const char *output, struct str path,
                struct found *out)
{
    if (path.len == 0 || str_ends(path, STR("/"))) {
        if (open_file(arena, output, str_cat(arena, path, STR("index.html")),
                      out))
            return;
    } else {
        if (open_file(arena, output, path, out) ||
            open_file(arena, output, str_cat(arena, path, STR(".html")), out))
            return;
        if (is_folder(output, path)) {
            *out = (struct found){.status = 301, .fd = -1, .path = STR("")};
            return;
        }
    }
    if (!open_file(arena, output, STR("404.html"), out))
        *out = (struct found){.fd = -1, .path = STR("")};
    out->status = 404;
}
