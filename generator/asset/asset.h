/* SPDX-License-Identifier: MIT */
/*
 * asset: Sass, static files, fingerprints. Bytes in, bytes out: files are read
 * and written by build/. libsass is opened (dlopen) when first needed.
 *
 * The order of calls: asset_add and asset_add_sass for everything, then
 * asset_compile_sass once (also without any Sass source), then the readers. A
 * set belongs to one thread until asset_compile_sass has returned; after that
 * any thread reads it.
 */
#ifndef PHX_ASSET_ASSET_H
#define PHX_ASSET_ASSET_H

#include "value/value.h"

struct asset {
    struct str name;      /* as templates ask for it: "css/main.css" */
    struct str path;      /* in the output: "css/main.1a2b3c4d.css" */
    struct str integrity; /* "sha384-…" for css and js, else empty */
    struct str bytes;     /* of the output: url()s already rewritten */
    struct hash id;       /* of bytes */
    struct str origin;    /* path of the source, for diagnostics */
};

struct asset_set;
/* Everything below lives in `arena`. */
struct asset_set *asset_set_new(struct arena *arena);

/*
 * A file to publish under its own name (`fingerprint` false: static/, content
 * files) or a fingerprinted one (theme assets). `name`, `bytes` and `origin`
 * are borrowed and must live as long as the set. Two adds of one name, or of
 * one output path, are ASSET_DUPLICATE; a later add of a name that is there
 * replaces it (the site's over the theme's) when `override`.
 *
 * A style sheet's path, integrity and id are known once asset_compile_sass has
 * run, because they depend on the names of the files it refers to.
 */
void asset_add(struct asset_set *set, struct str name, struct str bytes,
               struct str origin, bool fingerprint, bool override,
               struct diags *diags);

/* A Sass source (SCSS, "main.scss", "parts/_colors.scss") of the theme or site
 * that others may import. A later one of the same name replaces the earlier. */
void asset_add_sass(struct asset_set *set, struct str name, struct str text,
                    struct str origin);
/*
 * Where compiled style sheets are remembered, by a hash of all that they are
 * made of. Those that came with a diagnostic are not. `get`: the text must live
 * as long as the set.
 */
struct asset_memo {
    bool (*get)(void *ctx, struct hash key, struct str *css);
    void (*put)(void *ctx, struct hash key, struct str css);
    void *ctx;
};
/* Before asset_compile_sass; copied. */
void asset_set_memo(struct asset_set *set, const struct asset_memo *memo);

/*
 * Compiles each Sass source whose file name does not start with '_' to a
 * fingerprinted css/NAME.css, with `variables` (a map of name → text, number or
 * truth; null for none) defined before it, so that the theme's `!default`s
 * yield. Then, in every style sheet, a url() or @import that leads to another
 * asset gets the name it is published under. What fails is a diagnostic with
 * the place in the Sass source, and false; the rest is still made.
 */
bool asset_compile_sass(struct asset_set *set, struct value variables,
                        struct diags *diags);

/* NULL when there is none of that name. */
const struct asset *asset_find(const struct asset_set *set, struct str name);
/* By a URL's path below the site's root, percent-encoded as in a page. */
const struct asset *asset_find_url(const struct asset_set *set,
                                   struct arena *arena, struct str url);
/* In order of the first add of each name. */
size_t asset_count(const struct asset_set *set);
const struct asset *asset_at(const struct asset_set *set, size_t index);

struct sass_file {
    struct str name; /* what @import resolves against: "parts/_colors.scss" */
    struct str text;
    struct str origin; /* for diagnostics; empty: the name */
};
/*
 * One style sheet by libsass. Imports come from `others` alone, never from the
 * file system. *out (in `arena`) has no byte order mark and no source map. What
 * libsass would silently get wrong (@use, @forward, ":nth-child(… of …)",
 * @import with a media query) is a diagnostic too. False, and *out untouched,
 * when there was one. Any thread; callers wait for each other, libsass is not
 * thread-safe.
 */
bool sass_compile(struct arena *arena, const struct sass_file *entry,
                  const struct sass_file *others, size_t other_count,
                  bool compressed, struct diags *diags, struct str *out);
/* "3.6.5", or "missing". */
const char *sass_library_version(void);

/* Graphs already drawn, by their text. Freed with `arena`. */
struct graph_store;
struct graph_store *graph_store_new(struct arena *arena);
/*
 * DOT drawn by Graphviz as an <svg> element that takes the page's colour and
 * font. *out belongs to the store. What is wrong with the graph is reported
 * (diags may be NULL); `span` is where its text begins in `source`. False: it
 * could not be drawn, or Graphviz is not installed. At most 256 KiB, and 1,000
 * nodes and edges. Any thread; callers wait for each other.
 */
bool graphviz_svg(struct graph_store *store, struct str dot,
                  const struct source_ref *source, struct span span,
                  struct diags *diags, struct str *out);

/* ---- Images ---- */

enum image_kind {
    IMAGE_OTHER,    /* no image that pages show */
    IMAGE_PHOTO,    /* JPEG, WebP, AVIF */
    IMAGE_SHARP,    /* PNG: screenshots, plots */
    IMAGE_ANIMATED, /* and every GIF: kept as it is */
    IMAGE_SVG
};

struct image_info {
    enum image_kind kind;
    int width, height; /* as shown, turned as Exif says; 0: not known */
    bool alpha;
    bool located; /* its metadata says where it was taken */
};

/* What the bytes are. PHX_EINPUT: damaged; PHX_ELIMIT: over 120 million pixels;
 * PHX_ELIBRARY: libvips is needed and not there. Even then out->kind is known.
 * Any thread, as all of these. */
int image_read(struct str bytes, struct image_info *out,
               struct error *err) PHX_MUST_USE;

enum image_format { IMAGE_WEBP, IMAGE_AVIF };
bool image_can_write(enum image_format format);

struct image_target {
    enum image_format format;
    int width;   /* never wider than the image */
    int quality; /* 1 to 100 */
    bool sharp;  /* WebP: nearly lossless */
};
/* A copy in sRGB, without metadata, in `arena`. */
int image_resize(struct arena *arena, struct str bytes,
                 const struct image_info *info,
                 const struct image_target *target, struct str *out,
                 struct error *err) PHX_MUST_USE;
/* A data: URI of a few pixels, to be shown blurred while the image loads. */
int image_preview(struct arena *arena, struct str bytes,
                  const struct image_info *info, struct str *out,
                  struct error *err) PHX_MUST_USE;

/* The size that an SVG asks for: width and height in pixels, else its viewBox;
 * 0 when it does not say. */
void svg_size(struct str svg, int *width, int *height);
/*
 * An SVG without what a picture does not need and a page should not run:
 * scripts, event handlers, foreign objects, links and references to other
 * hosts, document types and their entities, processing instructions. False:
 * nothing had to go, and *out is not set.
 */
bool svg_clean(struct arena *arena, struct str svg, struct str *out);

/* "text/css; charset=utf-8" by the extension; "application/octet-stream" for
 * an unknown one. */
struct str asset_mime_type(struct str path);

#endif
