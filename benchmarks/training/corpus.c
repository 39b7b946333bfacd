/* SPDX-License-Identifier: MIT */
/* Walking the folder, and making up sums. Tokens are samples.c's. */
#include "corpus.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    HELD_OUT_OF = 10, /* one in ten */
    SUM_DOCUMENTS = 400,
    SUMS_A_DOCUMENT = 50,
    FILE_MAX_BYTES = 1 << 20
};

const char *domain_name(enum domain domain)
{
    static const char *const names[DOMAINS] = {"code", "arithmetic", "prose"};
    return names[domain];
}

static void add_document(struct corpus *corpus, struct document document)
{
    corpus->documents = base_realloc(corpus->documents, corpus->count + 1,
                                     sizeof(*corpus->documents));
    corpus->documents[corpus->count++] = document;
}

/* ---- Files
 * ------------------------------------------------------------------------ */

static bool is_passed_over(const char *name)
{
    return name[0] == '.' || strncmp(name, "build", 5) == 0 ||
           strcmp(name, "node_modules") == 0 || strcmp(name, "public") == 0;
}

static bool domain_of(const char *name, enum domain *domain)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL)
        return false;
    *domain = strcmp(dot, ".md") == 0 ? DOMAIN_PROSE : DOMAIN_CODE;
    return strcmp(dot, ".md") == 0 || strcmp(dot, ".c") == 0 ||
           strcmp(dot, ".h") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* One file; an unreadable one is a fault, a huge one is passed over. */
static int add_file(struct corpus *corpus, const char *path, size_t root,
                    struct fault *fault)
{
    struct document d = {.path = NULL};
    if (!domain_of(path, &d.domain))
        return 0;
    if (file_read(path, &d.text, &d.size, fault) < 0)
        return -1;
    if (d.size == 0 || d.size > FILE_MAX_BYTES) {
        free(d.text);
        return 0;
    }
    d.path = strdup(path + root);
    d.held_out = hash_bytes(d.path, strlen(d.path)) % HELD_OUT_OF == 0;
    add_document(corpus, d);
    return 0;
}

/* `root`: how much of a path is the root's. */
static int walk(struct corpus *corpus, const char *folder, size_t root,
                struct fault *fault)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, by_name);
    if (count < 0)
        return fault_set(fault, "%s: no folder that can be read", folder);
    int rc = 0;
    for (int i = 0; i < count; i++) {
        char *path = path_join(folder, entries[i]->d_name);
        struct stat st;
        if (rc == 0 && !is_passed_over(entries[i]->d_name) &&
            lstat(path, &st) == 0) {
            if (S_ISDIR(st.st_mode))
                rc = walk(corpus, path, root, fault);
            else if (S_ISREG(st.st_mode))
                rc = add_file(corpus, path, root, fault);
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    return rc;
}

/* ---- Arithmetic
 * --------------------------------------------------------------------- */

static bool sum_held_out(struct sum sum)
{
    unsigned char key[3] = {(unsigned char)sum.a, (unsigned char)sum.b,
                            sum.minus};
    return hash_bytes(key, sizeof(key)) % HELD_OUT_OF == 0;
}

struct sum sum_draw(struct rng *rng, bool held_out)
{
    for (;;) {
        struct sum sum = {(int)rng_below(rng, 100), (int)rng_below(rng, 10),
                          rng_below(rng, 2) == 1};
        if (sum.minus && sum.a < sum.b) {
            int a = sum.a;
            sum.a = sum.b;
            sum.b = a;
        }
        if (sum_held_out(sum) == held_out)
            return sum;
    }
}

int sum_result(struct sum sum)
{
    return sum.minus ? sum.a - sum.b : sum.a + sum.b;
}

size_t sum_prompt(struct sum sum, char *text, size_t room)
{
    return (size_t)snprintf(text, room, "%d%c%d=", sum.a, sum.minus ? '-' : '+',
                            sum.b);
}

static void add_sums(struct corpus *corpus)
{
    struct rng rng = {20};
    for (int i = 0; i < SUM_DOCUMENTS; i++) {
        enum { ROOM = 16 * SUMS_A_DOCUMENT };
        struct document d = {.domain = DOMAIN_ARITHMETIC,
                             .held_out = i % HELD_OUT_OF == 0};
        d.text = base_calloc(ROOM, 1);
        for (int k = 0; k < SUMS_A_DOCUMENT; k++) {
            struct sum sum = sum_draw(&rng, d.held_out);
            d.size += sum_prompt(sum, d.text + d.size, ROOM - d.size);
            d.size += (size_t)snprintf(d.text + d.size, ROOM - d.size, "%d\n",
                                       sum_result(sum));
        }
        char name[16];
        snprintf(name, sizeof(name), "%d", i);
        d.path = strdup(name);
        add_document(corpus, d);
    }
}

int corpus_load(struct corpus *corpus, const char *root, struct fault *fault)
{
    *corpus = (struct corpus){0};
    int rc = walk(corpus, root, strlen(root) + 1, fault);
    if (rc == 0 && corpus->count == 0)
        rc = fault_set(fault, "%s: neither C nor Markdown in it", root);
    if (rc < 0) {
        corpus_release(corpus);
        return -1;
    }
    add_sums(corpus);
    return 0;
}

void corpus_release(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++) {
        free(corpus->documents[i].path);
        free(corpus->documents[i].text);
    }
    free(corpus->documents);
    *corpus = (struct corpus){0};
}
