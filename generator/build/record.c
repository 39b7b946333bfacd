/* SPDX-License-Identifier: MIT */
/* The ledger as bytes, and when a stat proves that a file is what it was. */
#include "record.h"

#include "codec.h"

/* ---- Stat ---- */

struct record_stat record_stat_of(const struct fs_stat *st)
{
    if (st->kind != FS_FILE)
        return (struct record_stat){0};
    return (struct record_stat){true, st->size, st->mtime_ns, st->ctime_ns,
                                st->inode};
}

bool record_stat_eq(struct record_stat a, struct record_stat b)
{
    return a.there == b.there && a.size == b.size && a.mtime_ns == b.mtime_ns &&
           a.ctime_ns == b.ctime_ns && a.inode == b.inode;
}

bool record_racy(struct record_stat stat, int64_t looked_ns)
{
    /* Kernels stamp files by a clock that ticks every few milliseconds, some
     * file systems by seconds, and one (FAT) by two of them. */
    const int64_t tick = 20000000, second = 1000000000;
    int64_t margin = stat.mtime_ns % second == 0 ? 2 * second : tick;
    int64_t latest =
        stat.mtime_ns > stat.ctime_ns ? stat.mtime_ns : stat.ctime_ns;

    return stat.there && latest >= looked_ns - margin;
}

static void encode_stat(struct buf *out, struct record_stat s)
{
    encode_int(out, s.there);
    if (!s.there)
        return;
    encode_int(out, s.size);
    encode_signed(out, s.mtime_ns);
    encode_signed(out, s.ctime_ns - s.mtime_ns);
    encode_int(out, s.inode);
}

static struct record_stat decode_stat(struct decoder *d)
{
    struct record_stat s = {.there = decode_int(d) != 0};

    if (!s.there)
        return s;
    s.size = decode_int(d);
    s.mtime_ns = decode_signed(d);
    s.ctime_ns = s.mtime_ns + decode_signed(d);
    s.inode = decode_int(d);
    return s;
}

/* ---- Paths ---- */

/* Sorted paths share most of their beginning with the one before. */
static void encode_path(struct buf *out, struct str before, struct str path)
{
    size_t same = 0;

    while (same < before.len && same < path.len &&
           before.ptr[same] == path.ptr[same])
        same++;
    encode_int(out, same);
    encode_str(out, str_from(path, same));
}

static struct str decode_path(struct arena *arena, struct decoder *d,
                              struct str before)
{
    size_t same = (size_t)decode_int(d);
    struct str rest = decode_str(d);

    if (same > before.len) {
        d->failed = true;
        return STR("");
    }
    char *bytes = arena_bytes(arena, same + rest.len + 1);
    memcpy(bytes, before.ptr, same);
    memcpy(bytes + same, rest.ptr, rest.len);
    bytes[same + rest.len] = '\0';
    return str_bytes(bytes, same + rest.len);
}

/* ---- Diagnostics ---- */

static void encode_diags(struct buf *out, const struct diags *diags)
{
    encode_int(out, diags->errors);
    encode_int(out, diags->warnings);
    encode_int(out, diags->list.len);
    for (size_t i = 0; i < diags->list.len; i++) {
        const struct diag *g = &diags->list.items[i];
        encode_int(out, (uint64_t)g->id);
        encode_int(out, (uint64_t)g->severity);
        encode_str(out, g->path);
        encode_int(out, g->span.line);
        encode_int(out, g->span.col);
        encode_int(out, g->span.len);
        encode_str(out, g->message);
        encode_str(out, g->hint);
        encode_str(out, g->source);
        encode_str(out, g->chain);
    }
}

static void decode_diags(struct arena *arena, struct decoder *d,
                         struct diags *diags)
{
    diags_init(diags, arena, NULL);
    diags->errors = (size_t)decode_int(d);
    diags->warnings = (size_t)decode_int(d);
    size_t count = decode_count(d);
    for (size_t i = 0; i < count && !d->failed; i++) {
        struct diag *g = vec_add(arena, &diags->list);
        g->id = (enum diag_id)decode_int(d);
        g->severity = (enum severity)decode_int(d);
        g->path = decode_str(d);
        g->span.line = (uint32_t)decode_int(d);
        g->span.col = (uint32_t)decode_int(d);
        g->span.len = (uint32_t)decode_int(d);
        g->message = decode_str(d);
        g->hint = decode_str(d);
        g->source = decode_str(d);
        g->chain = decode_str(d);
        d->failed |= (int)g->id >= DIAG_COUNT || g->severity > SEVERITY_ERROR;
    }
}

/* ---- The ledger ---- */

static void encode_head(const struct ledger *l, struct buf *out)
{
    encode_hash(out, l->settings);
    encode_hash(out, l->history);
    encode_hash(out, l->said);
    encode_hash(out, l->traces);
    encode_hash(out, l->addresses);
    encode_signed(out, l->scanned_ns);
    encode_signed(out, l->written_ns);
    encode_signed(out, l->valid_from);
    encode_signed(out, l->valid_to);
    encode_int(out, l->uses_dirty);
    encode_int(out, l->dirty);
    encode_int(out, l->pages);
}

static void decode_head(struct decoder *d, struct ledger *l)
{
    l->settings = decode_hash(d);
    l->history = decode_hash(d);
    l->said = decode_hash(d);
    l->traces = decode_hash(d);
    l->addresses = decode_hash(d);
    l->scanned_ns = decode_signed(d);
    l->written_ns = decode_signed(d);
    l->valid_from = decode_signed(d);
    l->valid_to = decode_signed(d);
    l->uses_dirty = decode_int(d) != 0;
    l->dirty = decode_int(d) != 0;
    l->pages = (size_t)decode_int(d);
}

void ledger_encode(const struct ledger *l, struct buf *out)
{
    struct str before = STR("");

    encode_head(l, out);
    encode_int(out, l->files.len);
    for (size_t i = 0; i < l->files.len; i++) {
        const struct record_file *f = &l->files.items[i];
        encode_path(out, before, f->path);
        encode_stat(out, f->stat);
        encode_int(out, f->known);
        if (f->known)
            encode_hash(out, f->id);
        before = f->path;
    }
    encode_int(out, l->extras.len);
    for (size_t i = 0; i < l->extras.len; i++) {
        encode_str(out, l->extras.items[i].path);
        encode_stat(out, l->extras.items[i].stat);
    }
    before = STR("");
    encode_int(out, l->outputs.len);
    for (size_t i = 0; i < l->outputs.len; i++) {
        const struct record_output *o = &l->outputs.items[i];
        encode_path(out, before, o->path);
        encode_stat(out, o->stat);
        encode_hash(out, o->hash);
        encode_int(out, o->asset);
        before = o->path;
    }
    encode_diags(out, &l->diags);
}

static void decode_files(struct arena *arena, struct decoder *d,
                         struct ledger *l)
{
    struct str before = STR("");
    size_t count = decode_count(d);

    l->files.items = arena_array(arena, struct record_file, count);
    for (size_t i = 0; i < count && !d->failed; i++) {
        struct record_file *f = &l->files.items[l->files.len++];
        before = f->path = decode_path(arena, d, before);
        f->stat = decode_stat(d);
        f->known = decode_int(d) != 0;
        if (f->known)
            f->id = decode_hash(d);
    }
    count = decode_count(d);
    l->extras.items = arena_array(arena, struct record_extra, count);
    for (size_t i = 0; i < count && !d->failed; i++) {
        struct record_extra *e = &l->extras.items[l->extras.len++];
        e->path = str_dup(arena, decode_str(d));
        e->stat = decode_stat(d);
    }
}

static void decode_outputs(struct arena *arena, struct decoder *d,
                           struct ledger *l)
{
    struct str before = STR("");
    size_t count = decode_count(d);

    l->outputs.items = arena_array(arena, struct record_output, count);
    for (size_t i = 0; i < count && !d->failed; i++) {
        struct record_output *o = &l->outputs.items[l->outputs.len++];
        before = o->path = decode_path(arena, d, before);
        o->stat = decode_stat(d);
        o->hash = decode_hash(d);
        o->asset = decode_int(d) != 0;
    }
}

bool ledger_decode(struct arena *arena, struct str bytes, struct ledger *out)
{
    struct decoder d = decoder_of(bytes);

    *out = (struct ledger){0};
    decode_head(&d, out);
    decode_files(arena, &d, out);
    decode_outputs(arena, &d, out);
    decode_diags(arena, &d, &out->diags);
    return decoder_done(&d);
}

/* ---- By path ---- */

/* Both kinds of entries begin with their path. */
static const void *find(const void *items, size_t count, size_t size,
                        struct str path)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const void *item = (const char *)items + middle * size;
        const struct str *at = item;
        int order = str_cmp(*at, path);
        if (order == 0)
            return item;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const struct record_file *ledger_file(const struct ledger *ledger,
                                      struct str path)
{
    return find(ledger->files.items, ledger->files.len,
                sizeof(ledger->files.items[0]), path);
}

const struct record_output *ledger_output(const struct ledger *ledger,
                                          struct str path)
{
    return find(ledger->outputs.items, ledger->outputs.len,
                sizeof(ledger->outputs.items[0]), path);
}
