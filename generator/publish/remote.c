/* SPDX-License-Identifier: MIT */
/*
 * git itself, for what crosses the network: it knows the user's credentials.
 * phx's own reference keeps what was fetched, so that neither the user's
 * branches nor FETCH_HEAD move.
 */
#include "private.h"

#define OUTPUT_LIMIT ((size_t)1 << 20)

static int run_git(struct publication *pub, const char *const *arguments,
                   struct process_result *result, struct error *err)
{
    const char *argv[16] = {"git", "-C",
                            str_cstr(pub->arena, repo_worktree(pub->repo))};
    size_t count = 3;

    for (; *arguments; arguments++) {
        PHX_BUG_ON(count + 1 >= PHX_COUNT(argv));
        argv[count++] = *arguments;
    }
    argv[count] = NULL;
    return process_run(pub->arena, argv, pub->options->talks, OUTPUT_LIMIT,
                       result, err);
}

/* What git said, as one line; on a terminal it has said it there already. */
static int git_failed(const struct process_result *result, const char *step,
                      struct error *err)
{
    char message[400];
    struct str text = str_trim(result->err);
    size_t len = 0;

    for (size_t i = 0; i < text.len && len + 1 < sizeof(message); i++)
        message[len++] = text.ptr[i] == '\n' ? ' ' : text.ptr[i];
    message[len] = '\0';
    return phx_fail(err, PHX_EIO, "%s failed (exit %d)%s%s", step,
                    result->status, len ? ": " : "", message);
}

static const char *branch_ref(const struct publication *pub)
{
    return str_fmt(pub->arena, "refs/heads/%" STR_FMT,
                   STR_ARG(pub->options->branch))
        .ptr;
}

int remote_known(struct publication *pub, bool *out, struct error *err)
{
    const struct publish_options *o = pub->options;
    struct process_result result;
    const char *name = str_cstr(pub->arena, o->remote);
    const char *const ask[] = {"remote", "get-url", "--", name, NULL};

    *out = false;
    if (o->local || !o->remote.len)
        return 0;
    if (str_chr(o->remote, '/') != STR_NONE ||
        str_chr(o->remote, ':') != STR_NONE) {
        *out = true;
        return 0;
    }
    int rc = run_git(pub, ask, &result, err);
    *out = rc == 0 && result.status == 0;
    return rc;
}

/* "ID TAB refs/heads/NAME" a line; other branches may end in the same name. */
static struct str listed(struct publication *pub, struct str text)
{
    struct str line, ref = str_of(branch_ref(pub));

    while (str_line(&text, &line)) {
        size_t tab = str_chr(line, '\t');
        if (tab == 40 && str_eq(str_from(line, 41), ref))
            return str_dup(pub->arena, str_slice(line, 0, 40));
    }
    return STR("");
}

static int fetch(struct publication *pub, const char *remote, struct error *err)
{
    struct process_result result;
    const char *refspec =
        str_fmt(pub->arena, "+%s:refs/phx/%" STR_FMT, branch_ref(pub),
                STR_ARG(pub->options->branch))
            .ptr;
    const char *const fetch[] = {
        "fetch", "-q",   "--no-tags", "--no-write-fetch-head",
        "--",    remote, refspec,     NULL};
    int rc = run_git(pub, fetch, &result, err);

    if (rc == 0 && result.status != 0)
        rc = git_failed(&result, "git fetch", err);
    return rc;
}

int remote_tip(struct publication *pub, struct error *err)
{
    const char *ref = branch_ref(pub);
    const char *remote = str_cstr(pub->arena, pub->options->remote);
    const char *const list[] = {"ls-remote", "--", remote, ref, NULL};
    struct process_result result;
    struct repo_commit commit;

    if (!pub->has_remote)
        return repo_ref_read(pub->repo, pub->arena, ref, &pub->tip, err);
    int rc = run_git(pub, list, &result, err);
    if (rc < 0)
        return rc;
    if (result.status != 0)
        return git_failed(&result, "git ls-remote", err);
    pub->tip = listed(pub, result.out);
    if (!pub->tip.len ||
        repo_commit_read(pub->repo, pub->arena, pub->tip, &commit, err) == 0)
        return 0;
    return fetch(pub, remote, err);
}

int remote_push(struct publication *pub, struct str commit, bool *moved,
                struct error *err)
{
    const char *ref = branch_ref(pub);
    const char *remote = str_cstr(pub->arena, pub->options->remote);
    /* An empty expectation means: there is no such branch. */
    const char *lease = str_fmt(pub->arena, "--force-with-lease=%s:%" STR_FMT,
                                ref, STR_ARG(pub->tip))
                            .ptr;
    const char *refspec =
        str_fmt(pub->arena, "%" STR_FMT ":%s", STR_ARG(commit), ref).ptr;
    const char *const push[] = {"push", "--porcelain", lease, "--",
                                remote, refspec,       NULL};
    struct process_result result;
    struct str line;
    int rc = run_git(pub, push, &result, err);

    if (rc < 0)
        return rc;
    *moved = result.status == 0;
    if (*moved)
        return 0;
    for (struct str text = result.out; str_line(&text, &line);) {
        if (!str_starts(line, STR("!")))
            continue;
        struct diags *diags = &pub->report->diags;
        size_t why = str_find(line, STR("["));
        bool stale = str_find(line, STR("stale info")) != STR_NONE ||
                     str_find(line, STR("fetch first")) != STR_NONE;
        struct diag *diag = diag_add(
            diags, DIAG_PUBLISH_REJECTED, NULL, (struct span){0},
            "%" STR_FMT " did not take the new %" STR_FMT ": %" STR_FMT,
            STR_ARG(pub->options->remote), STR_ARG(pub->options->branch),
            STR_ARG(str_from(line, why == STR_NONE ? 1 : why)));
        diag_hint(diags, diag,
                  stale ? "somebody else has published meanwhile: run phx "
                          "publish again"
                        : "the remote's own rules refuse it: see what it said");
        return 0;
    }
    return git_failed(&result, "git push", err);
}
