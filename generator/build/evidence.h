/* SPDX-License-Identifier: MIT */
/*
 * From what was read to the result file that it was read from. Private to
 * build/.
 */
#ifndef PHX_BUILD_EVIDENCE_H
#define PHX_BUILD_EVIDENCE_H

#include "fill.h"

/*
 * Appends `text`, what `result`, the value of an {eval}, prints. In the page's
 * own body a number that was computed from a published result file (the first
 * in `read`) is a link to it.
 */
void evidence_write(struct fill *fill, struct value result, struct str text,
                    const struct trace *read);

/* result_files(): the published result files that the page has read so far, as
 * maps with name, path and url. An expr_native; `data` is the build. */
bool evidence_files(void *data, const struct value_args *args,
                    struct reader *reader, struct value *out);

#endif
