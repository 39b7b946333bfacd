/* SPDX-License-Identifier: MIT */
/* The order of a publication, and what it refuses. */
#include "publish/publish.h"

#include "private.h"

#define LISTED_LIMIT 10

/* ---- What is refused ---- */

static struct diag *refuse(struct publication *pub, enum diag_id id,
                           const char *message)
{
    return diag_add(&pub->report->diags, id, NULL, (struct span){0}, "%s",
                    message);
}

static bool check_source(struct publication *pub)
{
    struct diags *diags = &pub->report->diags;

    if (!repo_has_git(pub->repo)) {
        diag_hint(diags,
                  refuse(pub, DIAG_PUBLISH_SOURCE,
                         "the site is in no git repository"),
                  "git init, git add, git commit; then git remote add origin "
                  "URL");
        return false;
    }
    if (!pub->head.known) {
        diag_hint(
            diags,
            refuse(pub, DIAG_PUBLISH_SOURCE, "the repository has no commit"),
            "commit the site first: a publication names its commit");
        return false;
    }
    if (str_eq(pub->head.branch, pub->options->branch)) {
        diag_hint(diags,
                  refuse(pub, DIAG_PUBLISH_SOURCE,
                         "the branch to publish to is the one that is checked "
                         "out"),
                  "a publication replaces the branch's files: name another "
                  "one with --branch");
        return false;
    }
    if (pub->head.dirty && !pub->options->dirty) {
        diag_hint(diags,
                  refuse(pub, DIAG_PUBLISH_SOURCE,
                         "files have changes that are in no commit"),
                  "commit them, or publish all the same with --dirty");
        return false;
    }
    return true;
}

static bool check_adoption(struct publication *pub, const struct branch *branch)
{
    if (!pub->tip.len || branch->ours || pub->options->adopt)
        return true;
    struct diags *diags = &pub->report->diags;
    diag_hint(
        diags,
        diag_add(diags, DIAG_PUBLISH_FOREIGN, NULL, (struct span){0},
                 "the branch %" STR_FMT
                 " holds %zu files that phx did not publish",
                 STR_ARG(pub->options->branch), branch->by_path.len),
        "--adopt replaces them (CNAME stays), or choose another --branch");
    return false;
}

static void list_edit(struct publication *pub, struct str path, size_t *count)
{
    if (++*count <= LISTED_LIMIT)
        diag_add(&pub->report->diags, DIAG_PUBLISH_EDITED, NULL,
                 (struct span){0},
                 "%" STR_FMT " was changed on the branch %" STR_FMT
                 " by somebody else",
                 STR_ARG(path), STR_ARG(pub->options->branch));
}

static bool check_edits(struct publication *pub, const struct branch *branch)
{
    struct diags *diags = &pub->report->diags;
    size_t count = 0;

    if (pub->options->overwrite)
        return true;
    for (size_t i = 0; i < branch->by_path.len; i++) {
        const struct branch_file *file = branch->by_path.entries[i].value;
        if (file->edited)
            list_edit(pub, file->entry.path, &count);
    }
    for (size_t i = 0; i < branch->removed.len; i++)
        list_edit(pub, branch->removed.items[i], &count);
    if (count)
        diag_hint(diags, &diags->list.items[diags->list.len - 1],
                  "%zu in all: bring the changes into the site, or --overwrite "
                  "them",
                  count);
    return count == 0;
}

/* ---- The commit ---- */

static struct str subject_of(struct publication *pub)
{
    struct repo_commit commit;
    struct error err;
    struct str line = STR("");

    if (repo_commit_read(pub->repo, pub->arena, pub->head.commit, &commit,
                         &err) == 0)
        phx_ignore(str_line(&commit.message, &line), "it may be empty");
    return line;
}

static struct str message(struct publication *pub)
{
    struct str text = pub->options->message;
    struct str id = pub->head.commit;

    if (!text.len)
        text = str_fmt(pub->arena, "Publish %.7s: %" STR_FMT, id.ptr,
                       STR_ARG(subject_of(pub)));
    return str_fmt(pub->arena, "%" STR_FMT "\n" TRAILER "%" STR_FMT "%s\n",
                   STR_ARG(text), STR_ARG(id),
                   pub->head.dirty ? " with changes" : "");
}

static int commit(struct publication *pub, const struct branch *branch,
                  const struct files *files, struct error *err)
{
    struct repo_commit object = {.message = message(pub)};
    int rc = files_write(pub, branch, files, err);

    if (rc == 0)
        rc = repo_tree_write(pub->repo, pub->arena, &files->entries,
                             &object.tree, err);
    object.parent = pub->options->single ? STR("") : pub->tip;
    if (rc == 0)
        rc = repo_commit_write(pub->repo, pub->arena, &object,
                               &pub->report->commit, err);
    return rc;
}

static int move_branch(struct publication *pub, struct error *err)
{
    struct publish_report *report = pub->report;
    bool moved = false;

    if (!pub->has_remote) {
        const char *ref = str_fmt(pub->arena, "refs/heads/%" STR_FMT,
                                  STR_ARG(pub->options->branch))
                              .ptr;
        report->outcome = PUBLISH_LOCAL;
        return repo_ref_move(pub->repo, ref, report->commit, pub->tip, err);
    }
    int rc = remote_push(pub, report->commit, &moved, err);
    report->outcome = moved ? PUBLISH_PUSHED : PUBLISH_REFUSED;
    return rc;
}

static int publish(struct publication *pub, struct error *err)
{
    struct publish_report *report = pub->report;
    struct branch branch;
    struct files files;
    int rc = repo_head(pub->repo, pub->arena, &pub->head, err);

    if (rc < 0 || !check_source(pub))
        return rc;
    report->source = pub->head.commit;
    if ((rc = remote_known(pub, &pub->has_remote, err)) < 0 ||
        (rc = remote_tip(pub, err)) < 0 ||
        (rc = branch_read(pub, &branch, err)) < 0)
        return rc;
    if (!check_adoption(pub, &branch) || !check_edits(pub, &branch))
        return 0;
    rc = files_collect(pub, &branch, &files, err);
    if (rc < 0)
        return rc;
    files_compare(pub, &branch, &files);
    if (pub->tip.len && report->changes.len == 0) {
        report->outcome = PUBLISH_NOTHING;
        return 0;
    }
    if (pub->options->dry) {
        report->outcome = PUBLISH_DRY;
        return 0;
    }
    rc = commit(pub, &branch, &files, err);
    return rc < 0 ? rc : move_branch(pub, err);
}

int publish_run(const struct publish_options *options,
                struct publish_report *report, struct error *err)
{
    struct arena *arena = report->arena;
    struct publication pub = {
        .arena = arena, .options = options, .report = report};

    *report = (struct publish_report){
        .arena = arena, .commit = STR(""), .source = STR("")};
    diags_init(&report->diags, arena, NULL);
    int rc = repo_open(arena, options->root, &report->diags, &pub.repo, err);
    if (rc == 0)
        rc = publish(&pub, err);
    repo_close(pub.repo);
    return rc;
}
