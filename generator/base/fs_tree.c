/* SPDX-License-Identifier: MIT */
/* Making, moving and removing files and folders. */
#include "fs.h"

#include "buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "banned.h"

/* One folder; an existing one is fine. Returns errno, 0 for success. */
static int make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0)
        return 0;
    int failed = errno;
    struct stat st;
    if (failed != ENOENT && stat(path, &st) == 0)
        return S_ISDIR(st.st_mode) ? 0 : ENOTDIR;
    return failed;
}

/* Makes `path` after its parents. It is written to and restored. */
static int make_folders(char *path, size_t len)
{
    int failed = make_folder(path); /* the parents are there, mostly */
    if (failed != ENOENT)
        return failed;
    for (size_t i = 1; i < len; i++) {
        if (path[i] != '/')
            continue;
        path[i] = '\0';
        failed = make_folder(path);
        path[i] = '/';
        if (failed != 0)
            return failed;
    }
    return make_folder(path);
}

int fs_mkdirs(const char *path, struct error *err)
{
    struct buf copy = BUF_INIT;
    buf_add_cstr(&copy, path);
    int failed = copy.len == 0 ? 0 : make_folders(copy.ptr, copy.len);
    buf_deinit(&copy);
    if (failed == 0)
        return 0;
    if (failed == ENOTDIR)
        return phx_fail(err, PHX_EKIND,
                        "cannot make the folder %s: a file is in its place",
                        path);
    errno = failed;
    return phx_fail_errno(err, "make the folder", path);
}

int fs_rename(const char *from, const char *to, struct error *err)
{
    return rename(from, to) == 0 ? 0 : phx_fail_errno(err, "rename", from);
}

int fs_remove(const char *path, struct error *err)
{
    if (remove(path) == 0 || errno == ENOENT || errno == ENOTDIR)
        return 0;
    return phx_fail_errno(err, "remove", path);
}

static int remove_entries(DIR *dir);

/* Removes `name` of the folder `at`; returns errno, 0 for success. */
static int remove_at(int at, const char *name)
{
    if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
        return 0;
    if (errno != EISDIR && errno != EPERM) /* how systems call a folder */
        return errno;
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno;
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        int failed = errno;
        close(fd);
        return failed;
    }
    int failed = remove_entries(dir);
    closedir(dir);
    if (failed == 0 && unlinkat(at, name, AT_REMOVEDIR) != 0 && errno != ENOENT)
        failed = errno;
    return failed;
}

/* Goes on after a failure, so that as much as can be is removed. */
static int remove_entries(DIR *dir)
{
    int failed = 0;
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        int rc = remove_at(dirfd(dir), entry->d_name);
        if (failed == 0)
            failed = rc;
    }
    return failed;
}

int fs_remove_tree(const char *path, struct error *err)
{
    int failed = remove_at(AT_FDCWD, path);
    if (failed == 0 || failed == ENOTDIR)
        return 0;
    errno = failed;
    return phx_fail_errno(err, "remove", path);
}
