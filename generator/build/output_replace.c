/* SPDX-License-Identifier: MIT */
/*
 * Replacing files one by one, so that a kill at any instant leaves complete
 * files and the next run finishes. The journal is the list of steps, each ended
 * by a NUL: 'R' PATH renames a staged file, 'D' PATH deletes one. Carrying a
 * step out twice does no harm, so the journal is simply carried out again from
 * its start.
 */
#include "output_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Removes folders that became empty, upwards, but not the output itself. */
static void remove_empty_parents(const struct output *output,
                                 struct arena *scratch, struct str path)
{
    for (struct str dir = path_dir(path); dir.len; dir = path_dir(dir))
        if (rmdir(output_join(scratch, output->path, dir)) < 0)
            return;
}

static int delete_file(const struct output *output, struct arena *scratch,
                       struct str path, struct error *err)
{
    const char *full = output_join(scratch, output->path, path);

    if (unlink(full) < 0 && errno != ENOENT && errno != ENOTDIR &&
        errno != EISDIR)
        return phx_fail_errno(err, "delete", full);
    remove_empty_parents(output, scratch, path);
    return 0;
}

/* A file of the old site where a folder must be, or the other way round: the
 * deletions of this journal that stand in the way come first. */
static int clear_way(const struct output *output, struct arena *scratch,
                     struct str path, struct str journal, struct error *err)
{
    size_t end;

    while (journal.len && (end = str_chr(journal, '\0')) != STR_NONE) {
        struct str step = str_slice(journal, 0, end);
        struct str other = str_from(step, 1);
        journal = str_from(journal, end + 1);
        if (step.len && step.ptr[0] == 'D' &&
            (path_is_under(path, other) || path_is_under(other, path)) &&
            delete_file(output, scratch, other, err) < 0)
            return err->code;
    }
    return 0;
}

static int move_file(const struct output *output, struct arena *scratch,
                     struct str path, struct str journal, struct error *err)
{
    const char *from = output_join(scratch, output->stage, path);
    const char *to = output_join(scratch, output->path, path);
    struct stat st;

    if (rename(from, to) == 0)
        return 0;
    if (lstat(from, &st) < 0)
        return 0; /* an earlier run has moved it */
    if (clear_way(output, scratch, path, journal, err) < 0 ||
        fs_mkdirs(str_cstr(scratch, path_dir(str_of(to))), err) < 0)
        return err->code;
    return rename(from, to) == 0 ? 0 : phx_fail_errno(err, "rename", to);
}

static int carry_out(const struct output *output, struct str journal,
                     struct error *err)
{
    struct str rest = journal;
    struct arena scratch;
    size_t end;
    int rc = 0;

    arena_init(&scratch);
    while (rc == 0 && (end = str_chr(rest, '\0')) != STR_NONE) {
        struct str step = str_slice(rest, 0, end);
        rest = str_from(rest, end + 1);
        arena_reset(&scratch);
        if (step.len < 2)
            continue;
        if (step.ptr[0] == 'R')
            rc = move_file(output, &scratch, str_from(step, 1), journal, err);
        else
            rc = delete_file(output, &scratch, str_from(step, 1), err);
    }
    arena_deinit(&scratch);
    return rc < 0 ? rc : fs_remove_tree(output->stage, err);
}

static void add_step(struct buf *journal, char kind, struct str path)
{
    buf_add_char(journal, kind);
    buf_add(journal, path);
    buf_add_char(journal, '\0');
}

/* Assets, pages, deletions; the manifest after them, so that a killed run still
 * knows what the old site held. */
static void write_steps(struct output *output, struct buf *journal)
{
    const struct str manifest = STR(OUTPUT_MANIFEST);

    for (int class = OUTPUT_ASSET; class <= OUTPUT_PAGE; class ++)
        for (size_t i = 0; i < output->entries.len; i++) {
            const struct output_entry *e = output->entries.items[i];
            if (!e->unchanged && (int)e->class == class &&
                !str_eq(e->path, manifest))
                add_step(journal, 'R', e->path);
        }
    for (size_t i = 0; i < output->old.len; i++) {
        struct str path = output->old.entries[i].key;
        if (!map_has(&output->paths, path))
            add_step(journal, 'D', path);
    }
    add_step(journal, 'R', manifest);
}

int output_replace(struct output *output, struct error *err)
{
    struct buf journal = BUF_INIT;
    const char *path =
        output_join(&output->arena, output->stage, STR(OUTPUT_JOURNAL));

    write_steps(output, &journal);
    int rc = fs_write_atomic(path, buf_str(&journal), err);
    if (rc == 0) {
        output->journal_written = true;
        rc = carry_out(output, buf_str(&journal), err);
    }
    buf_deinit(&journal);
    return rc;
}

int output_resume(struct output *output, struct error *err)
{
    struct str journal;

    output->stage =
        output_join(&output->arena, output->path, STR(OUTPUT_STAGE));
    int rc =
        fs_read(&output->arena,
                output_join(&output->arena, output->stage, STR(OUTPUT_JOURNAL)),
                0, &journal, err);
    return rc < 0 ? 0 : carry_out(output, journal, err);
}
