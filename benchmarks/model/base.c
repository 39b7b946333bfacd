/* SPDX-License-Identifier: MIT */
/*
 * Errors, counted memory, random numbers, whole files. The file system's own
 * messages are passed on (strerror); what the bytes mean is the callers'.
 */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int fault_set(struct fault *fault, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(fault->text, sizeof(fault->text), format, args);
    va_end(args);
    return -1;
}

int fault_prefix(struct fault *fault, const char *path)
{
    struct fault inner = *fault;
    return fault_set(fault, "%s: %.300s", path, inner.text);
}

/* ---- Memory -----------------------------------------------------------------
 */

/* Before each counted block; as large as its alignment. */
struct block_head {
    size_t bytes;
    enum memory_kind kind;
};
enum { ALIGNMENT = 64 };

const char *memory_kind_name(enum memory_kind kind)
{
    static const char *const names[MEMORY_KINDS] = {
        "weights", "gradients", "optimizer", "activations", "buffers"};
    return names[kind];
}

static _Noreturn void out_of_memory(size_t bytes, const char *what)
{
    fprintf(stderr, "out of memory: %zu bytes for %s\n", bytes, what);
    exit(EXIT_NO_MEMORY);
}

void *memory_alloc(struct memory *memory, enum memory_kind kind, size_t count,
                   size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) ||
        bytes > SIZE_MAX - 2 * (size_t)ALIGNMENT)
        out_of_memory(SIZE_MAX, memory_kind_name(kind));
    size_t rounded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    char *start = aligned_alloc(ALIGNMENT, ALIGNMENT + rounded);
    if (start == NULL)
        out_of_memory(bytes, memory_kind_name(kind));
    memset(start, 0, ALIGNMENT + rounded);
    struct block_head head = {bytes, kind};
    memcpy(start, &head, sizeof(head));
    if (memory != NULL) {
        memory->now[kind] += bytes;
        memory->total += bytes;
        if (memory->now[kind] > memory->peak[kind])
            memory->peak[kind] = memory->now[kind];
        if (memory->total > memory->total_peak)
            memory->total_peak = memory->total;
    }
    return start + ALIGNMENT;
}

void memory_free(struct memory *memory, void *pointer)
{
    if (pointer == NULL)
        return;
    char *start = (char *)pointer - ALIGNMENT;
    struct block_head head;
    memcpy(&head, start, sizeof(head));
    if (memory != NULL) {
        memory->now[head.kind] -= head.bytes;
        memory->total -= head.bytes;
    }
    free(start);
}

void memory_reset_peaks(struct memory *memory)
{
    for (size_t i = 0; i < MEMORY_KINDS; i++)
        memory->peak[i] = memory->now[i];
    memory->total_peak = memory->total;
}

void *base_calloc(size_t count, size_t size)
{
    void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);
    if (p == NULL)
        out_of_memory(count * size, "tables");
    return p;
}

void *base_realloc(void *pointer, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory(SIZE_MAX, "tables");
    void *p = realloc(pointer, bytes > 0 ? bytes : 1);
    if (p == NULL)
        out_of_memory(bytes, "tables");
    return p;
}

/* ---- Random numbers ---------------------------------------------------------
 */

uint64_t rng_next(struct rng *rng)
{
    uint64_t z = rng->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

double rng_unit(struct rng *rng)
{
    return (double)(rng_next(rng) >> 11) * 0x1p-53;
}

double rng_normal(struct rng *rng)
{
    double u = 1.0 - rng_unit(rng); /* never 0 */
    double v = rng_unit(rng);
    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

size_t rng_below(struct rng *rng, size_t n)
{
    return (size_t)(rng_unit(rng) * (double)n);
}

uint64_t hash_bytes(const void *data, size_t size)
{
    const unsigned char *p = data;
    uint64_t h = 0xcbf29ce484222325U;
    for (size_t i = 0; i < size; i++)
        h = (h ^ p[i]) * 0x100000001b3U;
    return h;
}

/* ---- Files ------------------------------------------------------------------
 */

static int read_all(int fd, const char *path, char *bytes, size_t length,
                    struct fault *fault)
{
    for (size_t have = 0; have < length;) {
        ssize_t n = read(fd, bytes + have, length - have);
        if (n < 0)
            return fault_set(fault, "%s: %s", path, strerror(errno));
        if (n == 0)
            return fault_set(fault, "%s: shorter than it was", path);
        have += (size_t)n;
    }
    return 0;
}

int file_read(const char *path, char **data, size_t *size, struct fault *fault)
{
    int rc = -1;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_set(fault, "%s: %s", path, strerror(errno));
    if (fstat(fd, &st) < 0) {
        fault_set(fault, "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(st.st_mode)) {
        fault_set(fault, "%s: not a regular file", path);
    } else {
        *size = (size_t)st.st_size;
        *data = base_calloc(*size + 1, 1);
        rc = read_all(fd, path, *data, *size, fault);
        if (rc < 0) {
            free(*data);
            *data = NULL;
        }
    }
    close(fd);
    return rc;
}

static int write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t n = write(fd, data, size);
        if (n < 0)
            return -1;
        data += n;
        size -= (size_t)n;
    }
    return fsync(fd);
}

int file_write(const char *path, const void *data, size_t size,
               struct fault *fault)
{
    size_t room = strlen(path) + 32;
    char *aside = base_calloc(room, 1);
    snprintf(aside, room, "%s.%ld.new", path, (long)getpid());
    int rc = 0;
    int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) {
        rc = fault_set(fault, "%s: %s", aside, strerror(errno));
        goto out;
    }
    if (write_all(fd, data, size) < 0)
        rc = fault_set(fault, "%s: %s", aside, strerror(errno));
    if (close(fd) < 0 && rc == 0)
        rc = fault_set(fault, "%s: %s", aside, strerror(errno));
    if (rc == 0 && rename(aside, path) < 0)
        rc = fault_set(fault, "%s: %s", path, strerror(errno));
    if (rc < 0)
        unlink(aside);
out:
    free(aside);
    return rc;
}

int folder_make(const char *path, struct fault *fault)
{
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return fault_set(fault, "%s: %s", path, strerror(errno));
    return 0;
}

char *path_join(const char *dir, const char *name)
{
    size_t room = strlen(dir) + strlen(name) + 2;
    char *path = base_calloc(room, 1);
    snprintf(path, room, "%s/%s", dir, name);
    return path;
}
