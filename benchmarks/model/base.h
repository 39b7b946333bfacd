/* SPDX-License-Identifier: MIT */
/*
 * What the other files of the room stand on: errors with a text, memory that is
 * counted by what it is for, random numbers, whole files.
 *
 * A function that can fail for a reason outside the program returns 0 or -1 and
 * says why in a struct fault. Memory that runs out ends the process in one
 * place (memory_alloc), with status 3 and a line that says how much was wanted
 * and for what; under mpirun that ends the other ranks, too.
 */
#ifndef MODEL_BASE_H
#define MODEL_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_MUST_USE __attribute__((warn_unused_result))

enum { EXIT_NO_MEMORY = 3 };

struct fault {
    char text[400];
};

/* Writes the text; always -1, so that `return fault_set(…)` reads well. */
int fault_set(struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts "PATH: " before the text; always -1. */
int fault_prefix(struct fault *fault, const char *path);

/* What memory is for. The ZeRO stages shard the first three. */
enum memory_kind {
    MEMORY_WEIGHTS,
    MEMORY_GRADIENTS,
    MEMORY_OPTIMIZER,
    MEMORY_ACTIVATIONS,
    MEMORY_BUFFERS, /* gathered layers, messages, scratch */
    MEMORY_KINDS
};

/* Bytes alive and at most alive, exactly: unlike the resident size it does not
   depend on the allocator, on libraries or on the machine. */
struct memory {
    size_t now[MEMORY_KINDS];
    size_t peak[MEMORY_KINDS];
    size_t total;
    size_t total_peak;
};

const char *memory_kind_name(enum memory_kind kind);

/* Zeroed, aligned to 64 bytes, never NULL. `memory` may be NULL: uncounted.
   The same ledger must be given to memory_free; NULL pointers are fine there.
 */
void *memory_alloc(struct memory *memory, enum memory_kind kind, size_t count,
                   size_t size) __attribute__((returns_nonnull));
void memory_free(struct memory *memory, void *pointer);

/* The peaks become what is alive now: what led up to a run is not its own. */
void memory_reset_peaks(struct memory *memory);

/* Small, uncounted things: calloc and realloc that never return NULL. */
void *base_calloc(size_t count, size_t size) __attribute__((returns_nonnull));
void *base_realloc(void *pointer, size_t count, size_t size)
    __attribute__((returns_nonnull));

/* SplitMix64: one word of state, so that a run's randomness is one number. */
struct rng {
    uint64_t state;
};

uint64_t rng_next(struct rng *rng);
double rng_unit(struct rng *rng); /* in [0, 1) */
double rng_normal(struct rng *rng);
size_t rng_below(struct rng *rng, size_t n); /* n > 0 */

/* FNV-1a, for splits that stay what they are when files are added. */
uint64_t hash_bytes(const void *data, size_t size);

/* The whole file, NUL after the last byte, to be freed with free(). */
int file_read(const char *path, char **data, size_t *size,
              struct fault *fault) MODEL_MUST_USE;
/* Written aside and renamed: a reader sees the old file or the new one. */
int file_write(const char *path, const void *data, size_t size,
               struct fault *fault) MODEL_MUST_USE;
/* Makes the folder; its parent must be there. */
int folder_make(const char *path, struct fault *fault) MODEL_MUST_USE;
/* DIR/NAME in memory of its own. */
char *path_join(const char *dir, const char *name);

#endif
