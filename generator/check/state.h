/* SPDX-License-Identifier: MIT */
/*
 * What one check holds. Two loops on the pool go over the files: the first
 * reads each file by itself, the second compares what the first noted of
 * several. Each job writes to its own file's entry only. Private to check/.
 */
#ifndef PHX_CHECK_STATE_H
#define PHX_CHECK_STATE_H

#include "check/check.h"

/* A mistake at a place of the output; report.c finds it in the source. */
struct finding {
    enum diag_id id;
    struct span at;     /* in the output file; line 0: the file as a whole */
    struct str message; /* the same for the same mistake on several pages */
    struct str hint;
    struct str needle; /* what the source may say there, or empty */
};
struct findings {
    PHX_VEC(struct finding) list;
};

enum file_kind {
    FILE_HTML,
    FILE_CSS,
    FILE_XML, /* feeds and sitemaps among them */
    FILE_JSON,
    FILE_OTHER
};

struct web_page;
struct feed_schemas;

struct site_file {
    struct str path; /* in the output */
    enum file_kind kind;
    bool link; /* a symbolic link */
    uint64_t size;
    uint64_t gzip; /* of a page's bytes as transferred; 0: not asked for */
    struct web_page *page; /* FILE_HTML, once it was read */
    struct findings findings;
    size_t links;
    struct str source; /* its origin's, or empty */
};

/* A link to an anchor of another page. */
struct anchor_link {
    const struct site_file *target;
    struct str fragment;
    struct span at;
    struct str needle;
};
struct outside_link {
    struct str url; /* without its fragment */
    struct span at;
    struct str needle;
};
struct page_alternate {
    struct str language;
    struct str url;
    const struct site_file *target; /* NULL: outside or not there */
    struct span at;
};

/* What the second loop asks about a page. In the keep arena of the worker that
 * read it. */
struct web_page {
    uint64_t *ids; /* hashes of its anchors, sorted */
    size_t id_count;
    PHX_VEC(struct anchor_link) anchors;
    PHX_VEC(struct outside_link) outside;
    PHX_VEC(struct page_alternate) alternates;
    const struct site_file *redirect; /* where it sends its readers, or NULL */
    struct span redirect_at;
    bool noindex;
};

struct check {
    const struct check_options *options;
    struct arena *arena;     /* main thread only */
    struct site_file *files; /* sorted by path */
    size_t file_count;
    struct map by_path;   /* path → struct site_file; frozen */
    struct map by_fold;   /* the same without case: the first of each */
    struct str base_path; /* "/base" or "" */
    struct str origin;    /* "https://x.y", or empty */
    struct pool *pool;
    struct feed_schemas **schemas; /* one a worker, made when first needed */
    bool measure_gzip;             /* budgets.page_gzip is set */
    size_t asked;                  /* addresses outside */
};

/* ---- Findings ---- */

/* Adds one; texts are the arena's. Returns it to add a needle or a hint to
 * (valid until the next). */
struct finding *finding_add(struct findings *findings, struct arena *arena,
                            enum diag_id id, struct span at, const char *fmt,
                            ...) PHX_PRINTF(5, 6);

/* ---- Files: files.c ---- */

int files_list(struct check *check, struct error *err) PHX_MUST_USE;
/* The file's bytes, in the worker's scratch; false: a finding says why not. */
bool file_read(const struct check *check, struct site_file *file,
               struct worker *worker, struct str *out);

/* ---- Addresses: address.c ---- */

enum address_kind {
    ADDRESS_NONE,    /* mailto:, data:, javascript: …: nothing to look for */
    ADDRESS_SELF,    /* the page itself, perhaps an anchor */
    ADDRESS_FILE,    /* `file` */
    ADDRESS_MISSING, /* below the site, and not there */
    ADDRESS_LEAK,    /* on the site's host, but not below its base path */
    ADDRESS_OUTSIDE
};
struct address {
    enum address_kind kind;
    const struct site_file *file;
    struct str fragment; /* decoded, without '#' */
    struct str path;     /* in the output, of what was sought */
};

/* What `url` of file `from` leads to, as GitHub Pages would answer. `base` is
 * the path of the page's <base href>, or empty. */
struct address address_resolve(const struct check *check, struct arena *arena,
                               const struct site_file *from, struct str base,
                               struct str url);
/* A file whose name differs from `path` in case only, or NULL. */
const struct site_file *address_other_case(const struct check *check,
                                           struct arena *arena,
                                           struct str path);
/* %XX as bytes; what is none stays. */
struct str address_decoded(struct arena *arena, struct str s);
/* "/base/posts/x/": the address of a file of the site. */
struct str address_of(const struct check *check, struct arena *arena,
                      const struct site_file *file);

/* ---- One file by itself, on a worker ---- */

void page_read(const struct check *check, struct site_file *file,
               struct worker *worker, struct str text); /* page.c */
void css_read(const struct check *check, struct site_file *file,
              struct worker *worker, struct str text); /* css.c */

/* Its size as transferred; 0 when zlib is missing: gzip.c. */
uint64_t gzip_size(struct arena *scratch, struct str text);

/* ---- Several together, on a worker: they read other files' pages ---- */

bool page_has_anchor(const struct web_page *page, struct str name);
void web_compare(struct site_file *file, struct worker *worker); /* web.c */
void feed_check(const struct check *check, struct site_file *file,
                struct worker *worker, struct str text); /* feeds.c */
void feed_json_check(const struct check *check, struct site_file *file,
                     struct worker *worker, struct str text); /* feed_json.c */

/* ---- The whole, on the main thread ---- */

/* Opens libxml2; before any feed_check. Its absence is reported, too. */
void feeds_open(struct check *check, struct diags *diags);
void feeds_close(struct check *check);
void preflight(struct check *check, struct diags *diags);      /* preflight.c */
void budgets(struct check *check, struct diags *diags);        /* budgets.c */
void external_check(struct check *check, struct diags *diags); /* external.c */
/* What was found in files, as diagnostics: report.c. */
void report_findings(struct check *check, struct diags *diags);

/* The path to name in a diagnostic: the file's source, or the file. */
struct str file_name(const struct site_file *file);

#endif
