/* SPDX-License-Identifier: MIT */
/*
 * Parses git's index. It may come from a damaged disk, so every length is
 * checked; its checksum is not, as git does not either when it only reads.
 */
#include "tracked.h"

#define INDEX_LIMIT ((uint64_t)1 << 31)
#define HEADER_SIZE 12
#define FIXED_SIZE 62 /* stat, id and flags of an entry */
#define BLOB_SIZE 20
#define TRAILER_SIZE 20
/* Two writes within one tick of the file system's clock get one time. */
#define TICK_NS 20000000

#define FLAG_EXTENDED 0x4000
#define FLAG_STAGE 0x3000
#define FLAG2_INTENT_TO_ADD 0x2000
#define FLAG2_SKIP_WORKTREE 0x4000

struct reader {
    struct arena *arena;
    const unsigned char *start;
    const unsigned char *pos;
    const unsigned char *end; /* of entries and extensions */
    uint32_t version;
    struct str previous; /* path, for version 4 */
};

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           (uint32_t)p[3];
}

static unsigned be16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | (unsigned)p[1];
}

static size_t left(const struct reader *reader)
{
    return (size_t)(reader->end - reader->pos);
}

/* How many bytes version 4 cuts off the previous path. */
static bool read_strip(struct reader *reader, size_t *out)
{
    size_t value = 0;

    for (int digits = 0; digits < 4; digits++) {
        if (left(reader) == 0)
            return false;
        unsigned char c = *reader->pos++;
        value = (value << 7) | (c & 127u);
        if (!(c & 128u)) {
            *out = value;
            return true;
        }
        value++;
    }
    return false;
}

/* The path and the padding behind it. */
static bool read_path(struct reader *reader, const unsigned char *entry,
                      struct str *out)
{
    size_t strip = 0;
    const unsigned char *nul;
    struct str name;

    if (reader->version == 4 && !read_strip(reader, &strip))
        return false;
    nul = memchr(reader->pos, 0, left(reader));
    if (!nul)
        return false;
    name = str_bytes((const char *)reader->pos, (size_t)(nul - reader->pos));
    reader->pos = nul + 1;
    if (reader->version == 4) {
        if (strip > reader->previous.len)
            return false;
        name = str_cat(
            reader->arena,
            str_slice(reader->previous, 0, reader->previous.len - strip), name);
        reader->previous = name;
    } else {
        /* One to eight NULs, up to a multiple of eight. */
        size_t used = (size_t)(nul - entry);
        size_t padding = 8 - used % 8;
        if (padding - 1 > left(reader))
            return false;
        reader->pos += padding - 1;
    }
    *out = name;
    return name.len > 0;
}

static enum tracked_kind kind_of(uint32_t mode)
{
    switch (mode & 0170000) {
    case 0100000:
        return TRACKED_FILE;
    case 0120000:
        return TRACKED_LINK;
    case 0160000:
        return TRACKED_REPO;
    }
    return TRACKED_OTHER; /* a folder of a sparse index */
}

static bool read_entry(struct reader *reader, struct tracked_file *out)
{
    const unsigned char *p = reader->pos;
    unsigned flags, flags2 = 0;

    if (left(reader) < FIXED_SIZE + 2)
        return false;
    flags = be16(p + 60);
    reader->pos += FIXED_SIZE;
    if ((flags & FLAG_EXTENDED) && reader->version >= 3) {
        flags2 = be16(reader->pos);
        reader->pos += 2;
    }
    *out = (struct tracked_file){
        .blob = p + 40,
        .kind = kind_of(be32(p + 24)),
        .unsettled = (flags & FLAG_STAGE) || (flags2 & FLAG2_INTENT_TO_ADD),
        .skip_worktree = (flags2 & FLAG2_SKIP_WORKTREE) != 0,
        .size = be32(p + 36),
        .ctime_sec = be32(p),
        .ctime_nsec = be32(p + 4),
        .mtime_sec = be32(p + 8),
        .mtime_nsec = be32(p + 12),
        .inode = be32(p + 20)};
    return read_path(reader, p, &out->path);
}

/* An extension whose name starts in lower case changes what the entries mean;
 * "sdir" only allows folders among them. */
static bool extensions_known(const struct reader *reader)
{
    const unsigned char *p = reader->pos;

    while (reader->end - p >= 8) {
        uint32_t size = be32(p + 4);
        if (p[0] >= 'a' && p[0] <= 'z' && memcmp(p, "sdir", 4) != 0)
            return false;
        if (size > (size_t)(reader->end - p) - 8)
            return true; /* not extensions at all; the entries are whole */
        p += 8 + size;
    }
    return true;
}

int tracked_parse(struct arena *arena, struct str bytes, struct tracked *out,
                  struct error *err)
{
    struct reader reader = {.arena = arena, .previous = STR("")};
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    uint32_t count;

    *out = (struct tracked){0};
    if (bytes.len < HEADER_SIZE + TRAILER_SIZE || memcmp(p, "DIRC", 4) != 0)
        return phx_fail(err, PHX_EINPUT, "git's index is damaged (its start)");
    reader.version = be32(p + 4);
    if (reader.version < 2 || reader.version > 4)
        return phx_fail(err, PHX_EKIND, "git's index has version %u",
                        (unsigned)reader.version);
    count = be32(p + 8);
    reader.start = p;
    reader.pos = p + HEADER_SIZE;
    reader.end = p + bytes.len - TRAILER_SIZE;
    if (count > left(&reader) / FIXED_SIZE)
        return phx_fail(err, PHX_EINPUT, "git's index is cut short");
    out->files = arena_array(arena, struct tracked_file, count);
    for (uint32_t i = 0; i < count; i++) {
        struct tracked_file *file = &out->files[i];
        if (!read_entry(&reader, file) ||
            (i > 0 && str_cmp(file[-1].path, file->path) > 0))
            return phx_fail(err, PHX_EINPUT,
                            "git's index is damaged (entry %u)", (unsigned)i);
    }
    if (!extensions_known(&reader))
        return phx_fail(err, PHX_EKIND,
                        "git's index is split or has an unknown extension");
    out->count = count;
    return 0;
}

int tracked_read(struct arena *arena, const char *path, struct tracked *out,
                 struct error *err)
{
    struct fs_stat st;
    struct str bytes;
    int rc;

    *out = (struct tracked){0};
    rc = fs_stat(path, true, &st, err);
    if (rc < 0 || st.kind == FS_NONE)
        return rc;
    rc = fs_read(arena, path, INDEX_LIMIT, &bytes, err);
    if (rc < 0)
        return rc;
    rc = tracked_parse(arena, bytes, out, err);
    out->written_ns = st.mtime_ns;
    return rc;
}

/* The first entry whose path is not before `path`. */
static size_t lower_bound(const struct tracked *tracked, struct str path)
{
    size_t low = 0, high = tracked->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(tracked->files[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct tracked_file *tracked_find(struct tracked *tracked,
                                        struct str path)
{
    size_t at = tracked->cursor;

    if (at >= tracked->count || !str_eq(tracked->files[at].path, path)) {
        at = lower_bound(tracked, path);
        tracked->cursor = at;
        if (at >= tracked->count || !str_eq(tracked->files[at].path, path))
            return NULL;
    }
    tracked->cursor = at + 1;
    return &tracked->files[at];
}

bool tracked_below(const struct tracked *tracked, struct str dir)
{
    size_t at = lower_bound(tracked, dir);

    if (dir.len == 0)
        return tracked->count > 0;
    /* "a-b" stands between "a" and "a/b". */
    for (; at < tracked->count && str_starts(tracked->files[at].path, dir);
         at++) {
        struct str path = tracked->files[at].path;
        if (path.len > dir.len && path.ptr[dir.len] == '/')
            return true;
        if (path.len > dir.len && path.ptr[dir.len] > '/')
            return false;
    }
    return false;
}

static bool same_time(uint32_t sec, uint32_t nsec, struct timespec ts)
{
    /* Some writers of the index leave the nanoseconds out. */
    return sec == (uint32_t)ts.tv_sec &&
           (nsec == 0 || nsec == (uint32_t)ts.tv_nsec);
}

/* Written so shortly before the index that a later write may have the same
 * time: the stat proves nothing. */
static bool is_racy(const struct tracked *tracked,
                    const struct tracked_file *file)
{
    int64_t written_sec = tracked->written_ns / 1000000000;
    int64_t changed;

    if (file->mtime_nsec == 0)
        return (int64_t)file->mtime_sec >= written_sec;
    changed = (int64_t)file->mtime_sec * 1000000000 + file->mtime_nsec;
    return changed + TICK_NS >= tracked->written_ns;
}

bool tracked_is_clean(const struct tracked *tracked,
                      const struct tracked_file *file, const struct stat *st)
{
    static const unsigned char empty[BLOB_SIZE] = {
        0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b,
        0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91};

    if (file->unsettled || file->kind != TRACKED_FILE || !S_ISREG(st->st_mode))
        return false;
    if (file->size != (uint32_t)st->st_size ||
        !same_time(file->mtime_sec, file->mtime_nsec, st->st_mtim) ||
        (file->inode != 0 && file->inode != (uint32_t)st->st_ino))
        return false;
    if (file->ctime_sec != 0 &&
        !same_time(file->ctime_sec, file->ctime_nsec, st->st_ctim))
        return false;
    /* Git writes size 0 for a file it knows to be racy. */
    if (file->size == 0 && memcmp(file->blob, empty, BLOB_SIZE) != 0)
        return false;
    return !is_racy(tracked, file);
}
