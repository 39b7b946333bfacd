/* SPDX-License-Identifier: MIT */
/*
 * asset: Sass, static files, fingerprints (images and Graphviz come later).
 * libsass is opened (dlopen) when first needed, behind sass_compile.
 *
 * (Contract sketch: the owner of this room completes it.)
 */
#ifndef PHX_ASSET_ASSET_H
#define PHX_ASSET_ASSET_H

#include "value/value.h"

struct asset {
    struct str name;      /* as templates ask for it: "css/main.css" */
    struct str path;      /* in the output: "css/main.1a2b3c4d.css" */
    struct str integrity; /* "sha384-…" for css and js, else empty */
    struct str bytes;
    struct hash id;
    struct str origin; /* path of the source, for diagnostics */
};

struct asset_set;
struct asset_set *asset_set_new(struct arena *arena);

/* A file to publish under its own name (`fingerprint` false: static/, content
 * files) or a fingerprinted one (theme assets). Borrowed bytes. Two of one
 * output path are a diagnostic. A later add of one name from the site replaces
 * the theme's when `override`. */
void asset_add(struct asset_set *set, struct str name, struct str bytes,
               struct str origin, bool fingerprint, bool override,
               struct diags *diags);

/* A Sass source of the theme or site that others may import. */
void asset_add_sass(struct asset_set *set, struct str name, struct str text,
                    struct str origin);
/* Compiles each sass source whose name does not start with '_' to css/NAME.css,
 * with `variables` (a map of name → text) before it. Errors are diagnostics with
 * the place in the Sass source. */
bool asset_compile_sass(struct asset_set *set, struct value variables,
                        struct diags *diags);

const struct asset *asset_find(const struct asset_set *set, struct str name);
size_t asset_count(const struct asset_set *set);
const struct asset *asset_at(const struct asset_set *set, size_t index);

/* Sass, bytes in, bytes and diagnostics out. One caller at a time. */
struct sass_file {
    struct str name;
    struct str text;
};
bool sass_compile(struct arena *arena, const struct sass_file *entry,
                  const struct sass_file *others, size_t other_count,
                  bool compressed, struct diags *diags, struct str *out);
const char *sass_library_version(void);

/* "text/css; charset=utf-8" by extension. */
struct str asset_mime_type(struct str path);

#endif
