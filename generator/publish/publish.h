/* SPDX-License-Identifier: MIT */
/*
 * publish: commits a built site to a branch and pushes it.
 *
 * Whose files stand on the branch is known from what an earlier publication
 * left there: the output's manifest lists the site's own, `.phx-kept` the
 * fingerprinted assets of the publication before, which old pages in caches
 * still ask for (GitHub Pages lets them live ten minutes). Everything else is
 * somebody else's and is kept. A branch that phx has not made, and files of
 * ours that somebody has changed since, are refused unless the options say
 * otherwise. The remote branch is moved only from the commit that was seen.
 *
 * A publication that is killed leaves unreferenced objects and nothing else:
 * the branch moves last, in one step.
 *
 * Thread class: main thread.
 */
#ifndef PHX_PUBLISH_PUBLISH_H
#define PHX_PUBLISH_PUBLISH_H

#include "base/base.h"

struct publish_options {
    const char *root;   /* the site; its repository gets the objects */
    const char *folder; /* the built site, absolute */
    struct str branch;  /* "gh-pages" */
    struct str remote;  /* a name or URL; empty or unknown: the local branch */
    struct str cname;   /* the site's own domain; empty: as the branch has it */
    struct str message; /* empty: "Publish COMMIT: its subject" */
    bool single;        /* one commit without history, instead of one more */
    bool dirty;         /* also from a tree with changes that no commit has */
    bool overwrite;     /* also what somebody changed on the branch */
    bool adopt;         /* also a branch that phx did not make */
    bool local;         /* commit to the local branch, push nothing */
    bool dry;           /* only say what would change */
    bool talks;         /* git may ask questions on the terminal */
};

enum publish_outcome {
    PUBLISH_REFUSED, /* report->diags says why */
    PUBLISH_NOTHING, /* the branch holds this site already */
    PUBLISH_DRY,
    PUBLISH_LOCAL, /* committed to the local branch */
    PUBLISH_PUSHED
};

enum publish_kind { PUBLISH_ADDED, PUBLISH_CHANGED, PUBLISH_DELETED };

struct publish_change {
    enum publish_kind kind;
    struct str path;
};

struct publish_report {
    struct arena *arena; /* the caller's; owns everything below */
    struct diags diags;
    enum publish_outcome outcome;
    struct str commit; /* the new one, 40 digits; empty when there is none */
    struct str source; /* the commit the site was built from */
    size_t files;      /* of the site */
    size_t kept;       /* assets of the publication before */
    size_t foreign;    /* files of others that stay */
    PHX_VEC(struct publish_change) changes; /* by path */
};

/* 0: report->outcome says how it ended. Negative: git, the network or the disk
 * failed; the branch is as it was. */
int publish_run(const struct publish_options *options,
                struct publish_report *report, struct error *err) PHX_MUST_USE;

#endif
