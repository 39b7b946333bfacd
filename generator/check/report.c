/* SPDX-License-Identifier: MIT */
/*
 * From findings to diagnostics. A finding has a place in the output; its author
 * wants the place in the source. What the source says there is known (the
 * needle), so it is looked for. What no source says was written by a template:
 * the same on many pages, and then reported once.
 */
#include "state.h"

#define SOURCE_LIMIT (64u << 20)
#define FORMS_MAX 6u

struct group { /* one mistake that no source says, on some pages */
    size_t diag;
    size_t pages;
    const struct site_file *last;
};

struct reporter {
    struct check *check;
    struct diags *diags;
    struct arena scratch; /* of one file */
    struct map located;   /* keys of what was found in a source */
    struct map groups;    /* key → struct group */
};

/* ---- The place in the source ---- */

/* The ways in which a source may write an address. */
static size_t forms_of(struct reporter *r, struct str needle, struct str *out)
{
    const struct check *check = r->check;
    struct str site = str_cat(&r->scratch, check->origin, check->base_path);
    struct str name = path_name(needle);
    size_t count = 0;

    out[count++] = needle;
    if (check->base_path.len && str_starts(needle, check->base_path))
        out[count++] = str_from(needle, check->base_path.len);
    if (check->origin.len && str_starts(needle, site))
        out[count++] = str_from(needle, site.len);
    for (size_t i = count; i-- > 0 && count < FORMS_MAX - 1;) {
        struct str plain = address_decoded(&r->scratch, out[i]);
        if (!str_eq(plain, out[i]))
            out[count++] = plain;
    }
    if (path_ext(name).len && name.len < needle.len)
        out[count++] = name;
    return count;
}

static bool is_border(char c, bool before)
{
    const struct str borders =
        before ? STR("\"'(<[= \t\n\r>:/#,") : STR("\"')>] \t\n\r?<,|\\#");

    return str_chr(borders, c) != STR_NONE;
}

/* Occurrence `skip` of a whole word, or the last before it; STR_NONE. `raw`:
 * as the value of an attribute. */
static size_t find_word(struct str text, struct str word, size_t skip, bool raw)
{
    size_t found = STR_NONE;

    for (size_t from = 0;;) {
        size_t at = str_find_from(text, word, from);
        if (at == STR_NONE)
            return found;
        size_t end = at + word.len;
        char before = at ? text.ptr[at - 1] : ' ';
        bool starts = raw ? str_chr(STR("\"'= "), before) != STR_NONE
                          : is_border(before, true);
        if (starts && (end == text.len || is_border(text.ptr[end], false))) {
            found = at;
            if (skip-- == 0)
                return found;
        }
        from = at + 1;
    }
}

static size_t find_place(struct reporter *r, struct str text,
                         const struct finding *f, size_t skip, size_t *len)
{
    struct str forms[FORMS_MAX];
    size_t count = forms_of(r, f->needle, forms);
    bool raw = f->id == DIAG_PAGE_BASE_PATH;

    for (size_t i = 0; i < count; i++) {
        size_t at =
            forms[i].len > 1 ? find_word(text, forms[i], skip, raw) : STR_NONE;
        *len = forms[i].len;
        if (at != STR_NONE)
            return at;
    }
    return STR_NONE;
}

/* How many occurrences in the source are not meant: those of earlier findings
 * of the file, and the first of an id that stands twice. */
static size_t earlier(const struct findings *all, size_t index)
{
    const struct finding *f = &all->list.items[index];
    size_t count = f->id == DIAG_PAGE_ID;

    for (size_t i = 0; i < index; i++)
        count += all->list.items[i].id == f->id &&
                 str_eq(all->list.items[i].needle, f->needle);
    return count;
}

static struct str key_of(struct reporter *r, const struct finding *f)
{
    return str_fmt(r->diags->arena, "%s %" STR_FMT, diag_code(f->id),
                   STR_ARG(f->message));
}

static struct str output_place(struct reporter *r, const struct site_file *file,
                               struct span at)
{
    if (at.line == 0)
        return str_fmt(r->diags->arena, "in %" STR_FMT, STR_ARG(file->path));
    return str_fmt(r->diags->arena, "in %" STR_FMT ":%u:%u",
                   STR_ARG(file->path), at.line, at.col);
}

static bool report_located(struct reporter *r, struct site_file *file,
                           struct str text, size_t index)
{
    const struct finding *f = &file->findings.list.items[index];
    const struct source_ref where = {.path = file->source, .text = text};
    size_t len = 0;
    size_t at =
        f->needle.len && text.len
            ? find_place(r, text, f, earlier(&file->findings, index), &len)
            : STR_NONE;

    if (at == STR_NONE)
        return false;
    struct span span = span_at(text, at);
    span.len = (uint32_t)len;
    struct diag *d = diag_add(r->diags, f->id, &where, span, "%" STR_FMT,
                              STR_ARG(f->message));
    if (d && f->hint.len)
        d->hint = str_dup(r->diags->arena, f->hint);
    if (d)
        d->chain = output_place(r, file, f->at);
    map_set(&r->located, key_of(r, f), file);
    return true;
}

/* ---- What no source says ---- */

static void report_elsewhere(struct reporter *r, struct site_file *file,
                             const struct finding *f)
{
    struct str key = key_of(r, f);
    struct group *group = map_get(&r->groups, key);
    const struct source_ref where = {.path = file_name(file)};

    if (map_has(&r->located, key))
        return; /* a list shows what another page says */
    if (group) {
        group->pages += group->last != file;
        group->last = file;
        return;
    }
    struct diag *d = diag_add(r->diags, f->id, &where,
                              file->source.len ? (struct span){0} : f->at,
                              "%" STR_FMT, STR_ARG(f->message));
    if (!d)
        return;
    if (f->hint.len)
        d->hint = str_dup(r->diags->arena, f->hint);
    if (file->source.len)
        d->chain = output_place(r, file, f->at);
    group = arena_new(r->diags->arena, struct group);
    *group = (struct group){r->diags->list.len - 1, 1, file};
    map_set(&r->groups, key, group);
}

static void count_pages(struct reporter *r)
{
    for (size_t i = 0; i < r->groups.len; i++) {
        const struct group *group = r->groups.entries[i].value;
        struct diag *d = &r->diags->list.items[group->diag];
        size_t more = group->pages - 1;
        if (more == 0)
            continue;
        d->chain =
            str_fmt(r->diags->arena, "%" STR_FMT "%sand on %zu other page%s",
                    STR_ARG(d->chain), d->chain.len ? ", " : "", more,
                    more == 1 ? "" : "s");
        if (d->hint.len == 0)
            d->hint = STR("no source says so: look at the theme");
    }
}

/* ---- All files ---- */

static struct str read_source(struct reporter *r, const struct site_file *file)
{
    struct str path =
        path_join(&r->scratch, str_of(r->check->options->root), file->source);
    struct str text = STR("");
    struct error err;

    if (file->source.len)
        phx_ignore(fs_read(&r->scratch, path.ptr, SOURCE_LIMIT, &text, &err),
                   "then the file alone is named");
    return text;
}

/* The findings that stay are those no source says. */
static void locate(struct reporter *r, struct site_file *file)
{
    struct str text = read_source(r, file);
    size_t count = file->findings.list.len;
    bool *done = arena_array(&r->scratch, bool, count);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        done[i] = report_located(r, file, text, i);
    for (size_t i = 0; i < count; i++)
        if (!done[i])
            file->findings.list.items[kept++] = file->findings.list.items[i];
    file->findings.list.len = kept;
    arena_reset(&r->scratch);
}

void report_findings(struct check *check, struct diags *diags)
{
    struct reporter r = {.check = check, .diags = diags};

    arena_init(&r.scratch);
    map_init(&r.located, diags->arena);
    map_init(&r.groups, diags->arena);
    for (size_t i = 0; i < check->file_count; i++)
        if (check->files[i].findings.list.len)
            locate(&r, &check->files[i]);
    for (size_t i = 0; i < check->file_count; i++)
        for (size_t k = 0; k < check->files[i].findings.list.len; k++)
            report_elsewhere(&r, &check->files[i],
                             &check->files[i].findings.list.items[k]);
    count_pages(&r);
    arena_deinit(&r.scratch);
}
