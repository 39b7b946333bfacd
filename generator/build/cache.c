/* SPDX-License-Identifier: MIT */
/*
 * LMDB, and what it takes to live with its failures. A file that was cut gives
 * SIGBUS when its end is touched: its size is compared with what its own head
 * says before anything is read. One that somebody else wrote into could lead
 * anywhere: the lock file holds size and time of the file as we left it, and a
 * file that differs is replaced. Who may write is decided by that lock file,
 * too, and without waiting, so that a stopped build never stops another one.
 */
#include "cache.h"

#include "cache_identity.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_NAME CACHE_FOLDER "/writer"
#define DEFAULT_LIMIT ((uint64_t)4 << 30)
#define FLUSH_BYTES ((size_t)8 << 20)
#define KEY_SIZE 17u
#define HASH_SIZE sizeof(struct hash)

/* Address space, not memory. The small one is for machines that grant little.
 */
static const size_t map_sizes[] = {(size_t)16 << 30, (size_t)256 << 20};

struct pending {
    struct pending *next;
    unsigned char key[KEY_SIZE];
    struct str value; /* with its hash in front */
};

struct slot { /* a worker's */
    MDB_txn *reading;
    struct arena arena; /* of `pending` */
    struct pending *pending;
};

struct cache {
    MDB_env *env;
    MDB_dbi meta;
    MDB_dbi generations[2];
    unsigned young;
    const char *path;
    int lock_fd; /* the stamp; -1: there is none */
    bool writes; /* we hold the lock */
    struct arena arena;
    unsigned workers;
    uint64_t limit;
    struct slot *slots;
    pthread_mutex_t writing; /* of the environment and `failure` */
    struct error failure;
};

const char *cache_kind_name(enum cache_kind kind)
{
    static const char *const names[CACHE_KINDS] = {
        "builds", "pages", "formulas", "graphs", "style sheets"};

    return names[kind];
}

/* ---- Keys and values ---- */

static void make_key(unsigned char *out, enum cache_kind kind, struct hash key)
{
    out[0] = (unsigned char)kind;
    memcpy(out + 1, &key.hi, sizeof(key.hi));
    memcpy(out + 9, &key.lo, sizeof(key.lo));
}

static struct hash seal(const unsigned char *key, struct str value)
{
    return hash_mix_str(hash_bytes(value),
                        str_bytes((const char *)key, KEY_SIZE));
}

static bool unseal(const unsigned char *key, const MDB_val *found,
                   struct str *out)
{
    struct hash is;

    if (found->mv_size < HASH_SIZE)
        return false;
    memcpy(&is, found->mv_data, HASH_SIZE);
    *out = str_bytes((const char *)found->mv_data + HASH_SIZE,
                     found->mv_size - HASH_SIZE);
    return hash_eq(is, seal(key, *out));
}

/* ---- The stamp ---- */

/* What the file is when it was last written by us. */
struct stamp {
    uint64_t size;
    int64_t seconds, nanoseconds;
};

static bool stamp_of(const char *path, struct stamp *out)
{
    struct stat st;

    if (stat(path, &st) < 0)
        return false;
    *out = (struct stamp){(uint64_t)st.st_size, (int64_t)st.st_mtim.tv_sec,
                          (int64_t)st.st_mtim.tv_nsec};
    return true;
}

static bool stamp_holds(const struct cache *cache)
{
    struct stamp is = {0}, was = {0};

    return cache->lock_fd >= 0 && stamp_of(cache->path, &is) &&
           pread(cache->lock_fd, &was, sizeof(was), 0) == sizeof(was) &&
           is.size == was.size && is.seconds == was.seconds &&
           is.nanoseconds == was.nanoseconds;
}

/* When this fails the next build starts anew. */
static void put_stamp(const struct cache *cache)
{
    struct stamp is = {0};

    if (stamp_of(cache->path, &is))
        phx_ignore(pwrite(cache->lock_fd, &is, sizeof(is), 0) < 0,
                   "as if it had not been written");
}

static int commit(struct cache *cache, MDB_txn *txn)
{
    int rc = mdb_txn_commit(txn);

    if (rc == 0)
        put_stamp(cache);
    return rc;
}

/* ---- Opening ---- */

static int failed(struct error *err, const char *step, int rc)
{
    return phx_fail(err, PHX_EIO, "the cache: cannot %s: %s", step,
                    mdb_strerror(rc));
}

/* The file's head counts its pages; a file that has fewer was cut. */
static bool is_whole(MDB_env *env, const char *path)
{
    struct stat st;
    MDB_envinfo info;
    MDB_stat stat_of;

    if (stat(path, &st) < 0 || mdb_env_info(env, &info) != 0 ||
        mdb_env_stat(env, &stat_of) != 0)
        return false;
    return (uint64_t)st.st_size >=
           ((uint64_t)info.me_last_pgno + 1) * stat_of.ms_psize;
}

static int open_env(struct cache *cache, size_t map_size, struct error *err)
{
    unsigned flags =
        MDB_NOSUBDIR | MDB_NOTLS | MDB_NOSYNC | MDB_NORDAHEAD | MDB_NOMEMINIT;
    int rc = mdb_env_create(&cache->env);

    if (rc != 0)
        return failed(err, "start", rc);
    if (!cache->writes)
        flags |= MDB_RDONLY;
    mdb_env_set_maxdbs(cache->env, 3);
    mdb_env_set_mapsize(cache->env, map_size);
    mdb_env_set_maxreaders(cache->env, 1024);
    rc = mdb_env_open(cache->env, cache->path, flags, 0644);
    if (rc == 0 && is_whole(cache->env, cache->path))
        return 0;
    mdb_env_close(cache->env);
    cache->env = NULL;
    if (rc != 0)
        return failed(err, "open it", rc);
    return phx_fail(err, PHX_EINPUT, "the cache: its file was cut short");
}

/* A file that is not as we left it is replaced by the one that may write. */
static int open_file(struct cache *cache, struct error *err)
{
    int rc = PHX_EINPUT;

    if (!stamp_holds(cache)) {
        if (!cache->writes)
            return phx_fail(err, PHX_ENOENT, "%s", "");
        unlink(cache->path);
    }
    for (size_t i = 0; rc < 0 && i < PHX_COUNT(map_sizes); i++)
        rc = open_env(cache, map_sizes[i], err);
    if (rc == 0 || !cache->writes || unlink(cache->path) < 0)
        return rc;
    return open_env(cache, map_sizes[0], err);
}

/* ---- What the file says of itself ---- */

struct head {
    struct hash identity;
    uint64_t young;
};

/* LMDB's type has no const; it does not write through it. */
static MDB_val borrow(const void *bytes, size_t len)
{
    return (MDB_val){len, (void *)(uintptr_t)bytes};
}

static MDB_val head_key(void)
{
    return borrow("head", 4);
}

static bool read_head(struct cache *cache, MDB_txn *txn, struct head *head)
{
    MDB_val key = head_key();
    MDB_val found;

    if (mdb_get(txn, cache->meta, &key, &found) != 0 ||
        found.mv_size != sizeof(*head))
        return false;
    memcpy(head, found.mv_data, sizeof(*head));
    return head->young < 2;
}

static int write_head(struct cache *cache, MDB_txn *txn,
                      const struct head *head)
{
    struct head copy = *head;
    MDB_val key = head_key();
    MDB_val value = {sizeof(copy), &copy};

    return mdb_put(txn, cache->meta, &key, &value, 0);
}

static int open_tables(struct cache *cache, MDB_txn *txn, unsigned flags)
{
    int rc = mdb_dbi_open(txn, "meta", flags, &cache->meta);

    if (rc == 0)
        rc = mdb_dbi_open(txn, "a", flags, &cache->generations[0]);
    if (rc == 0)
        rc = mdb_dbi_open(txn, "b", flags, &cache->generations[1]);
    return rc;
}

static uint64_t table_bytes(MDB_txn *txn, MDB_dbi table)
{
    MDB_stat s;

    if (mdb_stat(txn, table, &s) != 0)
        return 0;
    return ((uint64_t)s.ms_branch_pages + s.ms_leaf_pages +
            s.ms_overflow_pages) *
           s.ms_psize;
}

/* Empties what another phx wrote, and the older generation when the younger is
 * full. */
static int settle(struct cache *cache, MDB_txn *txn)
{
    struct head head = {0};
    const struct hash identity = cache_identity();
    int rc = open_tables(cache, txn, MDB_CREATE);

    if (rc != 0)
        return rc;
    bool known = read_head(cache, txn, &head);
    if (!known || !hash_eq(head.identity, identity)) {
        head = (struct head){.identity = identity};
        rc = mdb_drop(txn, cache->generations[0], 0);
        if (rc == 0)
            rc = mdb_drop(txn, cache->generations[1], 0);
        known = false;
    } else if (table_bytes(txn, cache->generations[head.young]) >
               cache->limit) {
        head.young = !head.young;
        rc = mdb_drop(txn, cache->generations[head.young], 0);
        known = false;
    }
    cache->young = (unsigned)head.young;
    if (rc == 0 && !known)
        rc = write_head(cache, txn, &head);
    return rc;
}

/* Nothing is written when nothing is to be settled: a build that changes
 * nothing costs no transaction. */
static int look(struct cache *cache, MDB_txn *txn, bool *fine)
{
    struct head head;
    int rc = open_tables(cache, txn, 0);

    *fine = rc == 0 && read_head(cache, txn, &head) &&
            hash_eq(head.identity, cache_identity()) &&
            (!cache->writes ||
             table_bytes(txn, cache->generations[head.young]) <= cache->limit);
    if (*fine)
        cache->young = (unsigned)head.young;
    return rc == MDB_NOTFOUND ? 0 : rc;
}

static int begin(struct cache *cache, struct error *err)
{
    MDB_txn *txn;
    bool fine = false;
    int dead;

    mdb_reader_check(cache->env, &dead);
    int rc = mdb_txn_begin(cache->env, NULL, MDB_RDONLY, &txn);
    if (rc == 0) {
        rc = look(cache, txn, &fine);
        /* Committed, since an abort would close the tables again. */
        if (fine)
            rc = mdb_txn_commit(txn);
        else
            mdb_txn_abort(txn);
    }
    if (rc == 0 && fine)
        return 0;
    if (!cache->writes)
        return phx_fail(err, PHX_ENOENT, "%s", "");
    rc = mdb_txn_begin(cache->env, NULL, 0, &txn);
    if (rc != 0)
        return failed(err, "write", rc);
    rc = settle(cache, txn);
    if (rc == 0)
        rc = commit(cache, txn);
    else
        mdb_txn_abort(txn);
    return rc == 0 ? 0 : failed(err, "write", rc);
}

/* The lock is given back by the system when this process ends, however. */
static void take_lock(struct cache *cache, const char *path)
{
    cache->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    cache->writes =
        cache->lock_fd >= 0 && flock(cache->lock_fd, LOCK_EX | LOCK_NB) == 0;
}

/* Git need not be told to ignore it. */
static int make_folder(struct arena *arena, struct str root, struct error *err)
{
    const char *folder = str_cat(arena, root, STR(CACHE_FOLDER)).ptr;
    const char *ignore =
        str_cat(arena, root, STR(CACHE_FOLDER "/.gitignore")).ptr;

    if (access(ignore, F_OK) == 0)
        return 0;
    if (mkdir(folder, 0755) < 0 && errno != EEXIST)
        return phx_fail_errno(err, "make the folder", folder);
    return fs_write(ignore, STR("*\n"), err);
}

static void release(struct cache *cache)
{
    for (unsigned i = 0; i < cache->workers; i++) {
        if (cache->slots[i].reading)
            mdb_txn_abort(cache->slots[i].reading);
        arena_deinit(&cache->slots[i].arena);
    }
    if (cache->env)
        mdb_env_close(cache->env);
    if (cache->lock_fd >= 0)
        close(cache->lock_fd);
    pthread_mutex_destroy(&cache->writing);
    arena_deinit(&cache->arena);
    free(cache->slots);
    free(cache);
}

static struct cache *make(const struct cache_options *options)
{
    struct cache *cache = calloc(1, sizeof(*cache));
    unsigned workers = options->workers ? options->workers : 1;

    if (!cache)
        base_out_of_memory(sizeof(*cache));
    cache->slots = calloc(workers, sizeof(*cache->slots));
    if (!cache->slots)
        base_out_of_memory(workers * sizeof(*cache->slots));
    cache->workers = workers;
    cache->lock_fd = -1;
    cache->limit = options->limit ? options->limit : DEFAULT_LIMIT;
    arena_init(&cache->arena);
    pthread_mutex_init(&cache->writing, NULL);
    for (unsigned i = 0; i < workers; i++)
        arena_init(&cache->slots[i].arena);
    return cache;
}

struct cache *cache_open(const struct cache_options *options, struct error *why)
{
    struct str root = str_of(options->root);
    struct cache *cache = make(options);
    struct arena *arena = &cache->arena;

    *why = (struct error){0};
    cache->path = str_cat(arena, root, STR(CACHE_FILE)).ptr;
    int rc = make_folder(arena, root, why);
    if (rc == 0) {
        take_lock(cache, str_cat(arena, root, STR(LOCK_NAME)).ptr);
        rc = open_file(cache, why);
    }
    if (rc == 0)
        rc = begin(cache, why);
    if (rc == 0)
        return cache;
    release(cache);
    return NULL;
}

/* ---- Reading ---- */

static bool look_up(struct cache *cache, MDB_txn *txn, unsigned generation,
                    unsigned char *key, struct str *out)
{
    MDB_val k = {KEY_SIZE, key};
    MDB_val found;

    return mdb_get(txn, cache->generations[generation], &k, &found) == 0 &&
           unseal(key, &found, out);
}

bool cache_get(struct cache *cache, unsigned worker, enum cache_kind kind,
               struct hash hash, struct str *out)
{
    unsigned char key[KEY_SIZE];

    if (!cache)
        return false;
    PHX_BUG_ON(worker >= cache->workers);
    struct slot *slot = &cache->slots[worker];
    if (!slot->reading &&
        mdb_txn_begin(cache->env, NULL, MDB_RDONLY, &slot->reading) != 0) {
        slot->reading = NULL;
        return false;
    }
    make_key(key, kind, hash);
    if (look_up(cache, slot->reading, cache->young, key, out))
        return true;
    if (!look_up(cache, slot->reading, !cache->young, key, out))
        return false;
    cache_put(cache, worker, kind, hash, *out);
    return true;
}

/* ---- Writing ---- */

static int put_all(struct cache *cache, MDB_txn *txn, const struct slot *slot)
{
    int rc = 0;

    for (struct pending *p = slot->pending; rc == 0 && p; p = p->next) {
        MDB_val key = {KEY_SIZE, p->key};
        MDB_val value = borrow(p->value.ptr, p->value.len);
        rc = mdb_put(txn, cache->generations[cache->young], &key, &value, 0);
    }
    return rc;
}

/* After a failure nothing is written any more: a cache that lacks something is
 * a cache. */
static void write_slot(struct cache *cache, struct slot *slot)
{
    MDB_txn *txn;

    pthread_mutex_lock(&cache->writing);
    if (slot->pending && cache->failure.code == 0) {
        int rc = mdb_txn_begin(cache->env, NULL, 0, &txn);
        if (rc == 0) {
            rc = put_all(cache, txn, slot);
            if (rc == 0)
                rc = commit(cache, txn);
            else
                mdb_txn_abort(txn);
        }
        if (rc != 0)
            phx_ignore(failed(&cache->failure, "write", rc), "kept for later");
    }
    pthread_mutex_unlock(&cache->writing);
    slot->pending = NULL;
    arena_reset(&slot->arena);
}

void cache_put(struct cache *cache, unsigned worker, enum cache_kind kind,
               struct hash hash, struct str value)
{
    if (!cache || !cache->writes)
        return;
    PHX_BUG_ON(worker >= cache->workers);
    struct slot *slot = &cache->slots[worker];
    struct pending *p = arena_new(&slot->arena, struct pending);
    char *bytes = arena_bytes(&slot->arena, value.len + HASH_SIZE);
    make_key(p->key, kind, hash);
    struct hash own = seal(p->key, value);
    memcpy(bytes, &own, HASH_SIZE);
    memcpy(bytes + HASH_SIZE, value.ptr, value.len);
    p->value = str_bytes(bytes, value.len + HASH_SIZE);
    p->next = slot->pending;
    slot->pending = p;
    if (slot->arena.allocated > FLUSH_BYTES)
        write_slot(cache, slot);
}

void cache_flush(struct cache *cache)
{
    for (unsigned i = 0; cache && i < cache->workers; i++)
        write_slot(cache, &cache->slots[i]);
}

const struct error *cache_failure(const struct cache *cache)
{
    return &cache->failure;
}

void cache_close(struct cache *cache)
{
    if (!cache)
        return;
    cache_flush(cache);
    release(cache);
}

/* ---- Looking at it ---- */

static void count_table(MDB_txn *txn, MDB_dbi table, struct cache_stat *out)
{
    MDB_cursor *cursor;
    MDB_val key, value;

    if (mdb_cursor_open(txn, table, &cursor) != 0)
        return;
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        unsigned kind = *(const unsigned char *)key.mv_data;
        if (kind >= CACHE_KINDS)
            continue;
        out->entries[kind]++;
        out->bytes[kind] += value.mv_size;
    }
    mdb_cursor_close(cursor);
}

void cache_stat(struct cache *cache, struct cache_stat *out)
{
    MDB_txn *txn;
    MDB_envinfo info;
    MDB_stat s;

    *out = (struct cache_stat){0};
    if (mdb_env_info(cache->env, &info) == 0 &&
        mdb_env_stat(cache->env, &s) == 0)
        out->file_bytes = ((uint64_t)info.me_last_pgno + 1) * s.ms_psize;
    if (mdb_txn_begin(cache->env, NULL, MDB_RDONLY, &txn) != 0)
        return;
    count_table(txn, cache->generations[0], out);
    count_table(txn, cache->generations[1], out);
    mdb_txn_abort(txn);
}
