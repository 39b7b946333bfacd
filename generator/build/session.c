/* SPDX-License-Identifier: MIT */
/*
 * Builds one after the other, for a preview. What is kept between them lives
 * here; the order of a build is build.c's.
 */
#include "build/build.h"

#include <stdlib.h>

struct build_session {
    const struct build_options *options;
};

struct build_session *build_session_open(const struct build_options *options)
{
    struct build_session *session = calloc(1, sizeof(*session));

    if (!session)
        base_out_of_memory(sizeof(*session));
    session->options = options;
    return session;
}

int build_session_update(struct build_session *session,
                         const char *const *changed,
                         struct build_report *report, struct error *err)
{
    (void)changed;
    return build_site(session->options, report, err);
}

void build_session_close(struct build_session *session)
{
    free(session);
}
