/* SPDX-License-Identifier: MIT */
/*
 * Smaller copies of the images that pages show. A copy is made when a page
 * first asks for its image, by that page's worker; others wait. What was made
 * is kept in .phx/images, one file an image, by the hash of the image and of
 * how it was made; the folder may be deleted at any time. Private to build/.
 *
 * A page notes an image as INPUT_ASSET "NAME?WIDTHS"; the copies of noted
 * images are published when all pages are rendered.
 */
#ifndef PHX_BUILD_IMAGES_H
#define PHX_BUILD_IMAGES_H

#include "state.h"

#define IMAGE_COPIES_MAX 16

struct image_copy {
    struct str path; /* in the output */
    enum image_format format;
    int width;
    struct str bytes; /* empty: in the kept file */
    size_t at, len;   /* there */
};

struct picture {
    struct image_info info;
    struct str preview;                         /* a data: URI, or empty */
    struct image_copy copies[IMAGE_COPIES_MAX]; /* by format, then width */
    size_t copy_count;
    int failed; /* PHX_E…: there are no copies, and why */
    struct str why;
};

/* Reads `images:` of the configuration. After the assets are known. */
void images_init(struct build *build);

/*
 * The picture of a published image, noted in the reader's trace; NULL when it
 * is none or copies are switched off. `widths` is empty for the configured
 * ones, else numbers separated by commas. Any thread.
 */
const struct picture *images_get(struct reader *reader,
                                 const struct asset *asset, struct str widths);

/* The present fingerprint of a key that images_get noted; false: it is gone. */
bool images_fingerprint(const struct build *build, struct str key,
                        struct hash *out);
/* The image of a noted key is to be published; other keys are none. */
void images_show(struct build *build, struct str key);
/* The same for all that an output has read. Any thread, both. */
void images_note(struct build *build, const struct trace *trace);
/* Puts the copies of remembered images into the output. Main thread. */
int images_publish(struct build *build, struct error *err) PHX_MUST_USE;

/* The published image that `url`, as in HTML, leads to, or NULL. */
const struct asset *images_find(const struct build *build, struct arena *arena,
                                struct str url);

/* ---- As HTML; picture.c ---- */

struct picture_options {
    struct str url; /* escaped for an attribute */
    struct str alt, title, class_name;
    struct str sizes; /* empty: the configured ones */
    int width;        /* as the author wants it shown; 0: as it is */
    int height;
    bool eager; /* at the top of a page: not lazily */
};
/* An <img>, in a <picture> with its copies where a site's page shows it. */
void picture_write(struct reader *reader, struct buf *out,
                   const struct picture *picture,
                   const struct picture_options *options);
/* The same copies as text for a srcset attribute. */
struct str picture_srcset(struct reader *reader, const struct picture *picture,
                          enum image_format format);

#endif
