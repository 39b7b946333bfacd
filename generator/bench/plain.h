/* SPDX-License-Identifier: MIT */
/*
 * Tables that no tool's rules describe (private to bench/): what each column
 * is, is guessed from its header and its cells, and the author's side file
 * (NAME.schema.json) has the last word.
 */
#ifndef PHX_BENCH_PLAIN_H
#define PHX_BENCH_PLAIN_H

#include "input.h"

/* Lists of texts below one header. A row may be shorter or longer. */
struct plain_grid {
    const struct value_list *header;
    const struct value *rows; /* lists */
    size_t row_count;
    bool decimal_comma;
};
int plain_read(const struct plain_grid *grid, struct table *table,
               struct error *err) PHX_MUST_USE;

/* Roles and directions of columns whose cells are set already. */
void plain_roles(struct table *table);
/* What looks private: names of columns and keys ("prompt", "hostname"); a word
 * (a path, an address, a key); a text (a word, or as long as a prompt). */
bool private_name(struct str key);
bool private_word(struct str s);
bool private_text(struct str s);
/* Marks columns that look private; the side file shows those it names. */
void plain_hide(struct table *table);

/* The side files of any result. What does not parse is an error that names the
 * side file. */
int sidecar_apply(const struct input *input, struct table *table,
                  struct error *err) PHX_MUST_USE;

#endif
