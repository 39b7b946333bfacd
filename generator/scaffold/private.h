/* SPDX-License-Identifier: MIT */
/* Between this room's files. */
#ifndef PHX_SCAFFOLD_PRIVATE_H
#define PHX_SCAFFOLD_PRIVATE_H

#include "scaffold/scaffold.h"
#include "value/value.h"

/* `text` as a template with the names of `context`, unescaped. False: diags
 * say what is wrong with `path`. */
bool scaffold_fill(struct arena *arena, struct str path, struct str text,
                   struct value context, struct diags *diags, struct str *out);

#endif
