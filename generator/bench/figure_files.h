/* SPDX-License-Identifier: MIT */
/* A figure's rows as files, and what machines read of it (private to bench/).
 */
#ifndef PHX_BENCH_FIGURE_FILES_H
#define PHX_BENCH_FIGURE_FILES_H

#include "figure.h"

/* CSV and JSON of the rows and columns of the figure's table. */
void figure_csv(const struct figure *figure, const struct plot *plot,
                struct reader *reader, struct buf *out);
void figure_json(const struct figure *figure, const struct plot *plot,
                 struct reader *reader, struct buf *out);

/* Does the page keep such files? Feeds do not. */
bool figure_keeps_files(const struct figure *figure);
/* Keeps the two files; their paths below the site. */
void figure_files(const struct figure *figure, const struct plot *plot,
                  struct reader *reader, struct str paths[2]);
/* Links to them in the caption. */
void figure_file_links(const struct figure *figure, const struct str *paths,
                       struct buf *out);
/* A Dataset of schema.org, as JSON-LD. */
void figure_dataset(const struct figure *figure, const struct plot *plot,
                    const struct str *paths, struct reader *reader,
                    struct buf *out);

#endif
