/* SPDX-License-Identifier: MIT */
/* What output.c and output_replace.c share. */
#ifndef PHX_BUILD_OUTPUT_PRIVATE_H
#define PHX_BUILD_OUTPUT_PRIVATE_H

#include "output.h"

#include <pthread.h>

#define OUTPUT_STAGE ".phx-stage"
#define OUTPUT_JOURNAL ".phx-journal"

struct output_entry {
    struct str path;
    struct hash hash;
    enum output_class class;
    bool unchanged;      /* already there, byte for byte */
    struct fs_stat stat; /* FS_NONE: not looked at */
};

struct output {
    struct arena arena;
    pthread_mutex_t lock; /* of arena, entries and paths */
    const char *path;
    const char *stage;
    bool fresh; /* absent or empty: the stage becomes the output */
    bool has_manifest;
    bool journal_written;
    int lock_fd;
    struct map old;   /* of the manifest: path → hexadecimal hash */
    struct map paths; /* path → struct output_entry */
    PHX_VEC(struct output_entry *) entries;
};

const char *output_join(struct arena *arena, const char *dir, struct str path);

/* Finishes what a killed process left; nothing to do is fine. */
int output_resume(struct output *output, struct error *err) PHX_MUST_USE;

/* Writes the journal and carries it out. */
int output_replace(struct output *output, struct error *err) PHX_MUST_USE;

#endif
