/* SPDX-License-Identifier: MIT */
/*
 * scaffold: new sites, posts and projects. Nothing that is there already is
 * overwritten. Thread class: main thread.
 */
#ifndef PHX_SCAFFOLD_SCAFFOLD_H
#define PHX_SCAFFOLD_SCAFFOLD_H

#include "base/base.h"

struct scaffold_paths {
    PHX_VEC(struct str) list; /* what was written */
};

struct scaffold_site {
    const char *folder;  /* made when it is not there */
    struct str title;    /* empty: the folder's name */
    struct str language; /* "en", "zh" */
    struct str base_url; /* empty: none yet */
    bool no_git;
};

/*
 * A site that builds at once, in its own git repository unless `folder` is in
 * one. Paths in *out are relative to the folder. PHX_EKIND when `folder` holds
 * a site, or a file of the same name, already; nothing is written then.
 */
int scaffold_site_new(struct arena *arena, const struct scaffold_site *site,
                      struct diags *diags, struct scaffold_paths *out,
                      struct error *err) PHX_MUST_USE;

struct scaffold_page {
    const char *root;    /* of the site */
    struct str kind;     /* "post", "project": new/KIND.md of the theme */
    struct str title;    /* in any script */
    struct str section;  /* empty: "posts", "projects" */
    struct str language; /* empty: the site's own */
    struct str slug;     /* empty: of the title */
    bool bundle;         /* a folder with index.md, for pictures and data */
    bool ready;          /* not marked as a draft */
};

/* *out: the file, relative to the root. PHX_EKIND when it is there, PHX_EINPUT
 * for a language that the site does not have or a title without letters;
 * negative with diagnostics when configuration or template are wrong. */
int scaffold_page_new(struct arena *arena, const struct scaffold_page *page,
                      struct diags *diags, struct str *out,
                      struct error *err) PHX_MUST_USE;

#endif
