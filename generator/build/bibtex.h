/* SPDX-License-Identifier: MIT */
/*
 * BibTeX files: @type{key, name = value, …} with values in braces, in quotes,
 * as numbers or @string names, joined by #. What stands between entries,
 * @comment and @preamble are left out. Bounded: 100,000 entries, 64 KiB a
 * value. Thread class: any. Private to build/.
 */
#ifndef PHX_BUILD_BIBTEX_H
#define PHX_BUILD_BIBTEX_H

#include "base/base.h"

struct bib_field {
    struct str name; /* lower case */
    struct str value;
};

struct bib_entry {
    struct str type; /* lower case: "inproceedings" */
    struct str key;
    const struct bib_field *fields;
    size_t field_count;
    uint32_t line;
};

struct bib_file {
    struct str path;
    struct hash hash; /* of its bytes */
    PHX_VEC(struct bib_entry *) entries;
    struct map by_key;
};

/* Reads source->text into *out, all in `arena`. What is wrong is reported with
 * its line, and the entry left out; false when anything was. */
bool bibtex_read(struct arena *arena, const struct source_ref *source,
                 struct diags *diags, struct bib_file *out);

/* The field as it is written, LaTeX and all; empty when it is not there. */
struct str bib_field(const struct bib_entry *entry, const char *name);

/* LaTeX as text: accents and special letters, braces dropped, dashes. */
struct str bibtex_text(struct arena *arena, struct str latex);

/* "Knuth, Donald E. and Lamport, Leslie" as "Donald E. Knuth", …; "others" is
 * "et al". */
const struct str *bibtex_names(struct arena *arena, struct str latex,
                               size_t *count);

#endif
