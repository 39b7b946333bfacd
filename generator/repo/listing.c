/* SPDX-License-Identifier: MIT */
/* Reads folders with as few system calls as there can be: a site may have a
 * folder for each post. Which entries count is scan.c's. */
#include "listing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SMALL_LIMIT ((off_t)1 << 20)

int entry_cmp(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    size_t n = x->name.len < y->name.len ? x->name.len : y->name.len;
    int order = memcmp(x->name.ptr, y->name.ptr, n);
    int cx = x->type == DT_DIR ? '/' : 0;
    int cy = y->type == DT_DIR ? '/' : 0;

    if (order != 0)
        return order;
    if (n < x->name.len)
        cx = (unsigned char)x->name.ptr[n];
    if (n < y->name.len)
        cy = (unsigned char)y->name.ptr[n];
    return cx - cy;
}

/* File systems without types in their folders leave them to stat. */
static unsigned char type_of(int dir, const struct dirent *entry)
{
    struct stat st;

    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type;
    if (fstatat(dir, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
        return DT_UNKNOWN;
    if (S_ISDIR(st.st_mode))
        return DT_DIR;
    if (S_ISLNK(st.st_mode))
        return DT_LNK;
    return S_ISREG(st.st_mode) ? DT_REG : DT_UNKNOWN;
}

static void note_hidden(struct listing *listing, const char *name)
{
    if (strncmp(name, ".git", 4) != 0)
        return;
    listing->has_git |= name[4] == '\0';
    listing->has_ignore |= strcmp(name + 4, "ignore") == 0;
    listing->has_attributes |= strcmp(name + 4, "attributes") == 0;
}

static bool read_entries(struct arena *arena, struct listing *out)
{
    const struct dirent *entry;

    for (errno = 0; (entry = readdir(out->dir)) != NULL; errno = 0) {
        struct entry item = {.type = 0};
        if (entry->d_name[0] == '.') {
            note_hidden(out, entry->d_name);
            continue;
        }
        item.type = type_of(out->fd, entry);
        if (item.type != DT_DIR && item.type != DT_REG && item.type != DT_LNK)
            continue;
        item.name = str_dup(arena, str_of(entry->d_name));
        vec_push(arena, &out->list, item);
    }
    if (errno != 0)
        return false;
    if (out->list.len > 1)
        qsort(out->list.items, out->list.len, sizeof(out->list.items[0]),
              entry_cmp);
    return true;
}

bool listing_open(struct arena *arena, int at, const char *name, bool follow,
                  struct listing *out)
{
    int failure;

    *out = (struct listing){0};
    out->fd =
        openat(at, name,
               O_RDONLY | O_DIRECTORY | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));
    if (out->fd < 0)
        return false;
    out->dir = fdopendir(out->fd);
    if (out->dir && read_entries(arena, out))
        return true;
    failure = errno;
    if (out->dir)
        closedir(out->dir);
    else
        close(out->fd);
    errno = failure;
    return false;
}

void listing_close(struct listing *listing)
{
    closedir(listing->dir);
    listing->dir = NULL;
}

bool listing_read(struct arena *arena, const struct listing *listing,
                  const char *name, struct str *out)
{
    int fd = openat(listing->fd, name,
                    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    char *bytes;
    size_t len = 0;
    ssize_t got = 0;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
        st.st_size > SMALL_LIMIT) {
        close(fd);
        return false;
    }
    bytes = arena_bytes(arena, (size_t)st.st_size);
    while (len < (size_t)st.st_size &&
           (got = read(fd, bytes + len, (size_t)st.st_size - len)) > 0)
        len += (size_t)got;
    close(fd);
    *out = str_bytes(bytes, len);
    return got >= 0;
}
