/* SPDX-License-Identifier: MIT */
/*
 * Diagnostics: the table of ids, recording, merging and sorting. How one looks
 * on a terminal is diag_print.c's.
 */
#include "diag.h"

#include "arena.h"
#include "buf.h"

#include <stdarg.h>
#include <stdlib.h>

#include "banned.h"

struct id_info {
    const char *code;
    const char *title;
    enum severity severity;
    enum diag_class class;
};

static const struct id_info ids[DIAG_COUNT] = {
#define PHX_DIAG(name, code, severity, class, text)                            \
    [DIAG_##name] = {code, text, SEVERITY_##severity, DIAG_CLASS_##class},
#include "diag_ids.h"
};

static const char *const class_names[DIAG_CLASS_COUNT] = {
#define PHX_DIAG_CLASS(name, text) [DIAG_CLASS_##name] = (text),
#include "diag_classes.h"
};

const char *diag_code(enum diag_id id)
{
    return ids[id].code;
}

const char *diag_title(enum diag_id id)
{
    return ids[id].title;
}

enum severity diag_severity_of(enum diag_id id)
{
    return ids[id].severity;
}

enum diag_class diag_class_of(enum diag_id id)
{
    return ids[id].class;
}

const char *diag_class_name(enum diag_class class)
{
    return class_names[class];
}

bool diag_class_find(struct str name, enum diag_class *out)
{
    for (unsigned i = 0; i < DIAG_CLASS_COUNT; i++) {
        if (str_is(name, class_names[i])) {
            *out = (enum diag_class)i;
            return true;
        }
    }
    return false;
}

void diags_init(struct diags *diags, struct arena *arena,
                const struct diag_policy *policy)
{
    *diags = (struct diags){.arena = arena, .policy = policy};
}

static enum severity severity_of(const struct diags *diags, enum diag_id id)
{
    enum diag_class class = ids[id].class;
    if (diags->policy != NULL && diags->policy->changed[class])
        return diags->policy->severity[class];
    return ids[id].severity;
}

static void count(struct diags *diags, enum severity severity)
{
    bool strict = diags->policy != NULL && diags->policy->strict;
    if (severity == SEVERITY_ERROR || (severity == SEVERITY_WARNING && strict))
        diags->errors++;
    else if (severity == SEVERITY_WARNING)
        diags->warnings++;
}

/* Line `number` of `text`, empty when there is none. */
static struct str source_line(struct str text, uint32_t number)
{
    struct str line;
    while (number > 0 && str_line(&text, &line)) {
        if (--number == 0)
            return line;
    }
    return STR("");
}

struct diag *diag_add(struct diags *diags, enum diag_id id,
                      const struct source_ref *where, struct span span,
                      const char *fmt, ...)
{
    enum severity severity = diags ? severity_of(diags, id) : SEVERITY_OFF;
    if (severity == SEVERITY_OFF)
        return NULL;
    struct diag *diag = vec_add(diags->arena, &diags->list);
    diag->id = id;
    diag->severity = severity;
    diag->span = span;
    diag->path = diag->source = diag->hint = diag->chain = STR("");
    if (where != NULL) {
        diag->path = str_dup(diags->arena, where->path);
        struct str line = source_line(where->text, span.line);
        diag->source = str_dup(diags->arena, line);
        if (span.line != 0)
            diag->span.line += where->line_offset;
    }
    struct buf message = BUF_INIT;
    va_list args;
    va_start(args, fmt);
    buf_add_vfmt(&message, fmt, args);
    va_end(args);
    diag->message = buf_dup(diags->arena, &message);
    buf_deinit(&message);
    count(diags, severity);
    return diag;
}

void diag_hint(struct diags *diags, struct diag *diag, const char *fmt, ...)
{
    if (diag == NULL)
        return;
    struct buf hint = BUF_INIT;
    va_list args;
    va_start(args, fmt);
    buf_add_vfmt(&hint, fmt, args);
    va_end(args);
    diag->hint = buf_dup(diags->arena, &hint);
    buf_deinit(&hint);
}

void diags_merge(struct diags *into, const struct diags *from)
{
    if (into == NULL)
        return;
    for (size_t i = 0; i < from->list.len; i++) {
        struct diag copy = from->list.items[i];
        copy.path = str_dup(into->arena, copy.path);
        copy.message = str_dup(into->arena, copy.message);
        copy.hint = str_dup(into->arena, copy.hint);
        copy.source = str_dup(into->arena, copy.source);
        copy.chain = str_dup(into->arena, copy.chain);
        vec_push(into->arena, &into->list, copy);
    }
    into->errors += from->errors;
    into->warnings += from->warnings;
}

struct ranked {
    struct diag diag;
    size_t rank; /* the place before sorting, which makes it stable */
};

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_diags(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;
    int order = str_cmp(x->diag.path, y->diag.path);
    if (order == 0)
        order = compare_numbers(x->diag.span.line, y->diag.span.line);
    if (order == 0)
        order = compare_numbers(x->diag.span.col, y->diag.span.col);
    return order != 0 ? order : compare_numbers(x->rank, y->rank);
}

void diags_sort(struct diags *diags)
{
    size_t len = diags->list.len;
    if (len < 2)
        return;
    struct ranked *ranked = arena_array(diags->arena, struct ranked, len);
    for (size_t i = 0; i < len; i++)
        ranked[i] = (struct ranked){diags->list.items[i], i};
    qsort(ranked, len, sizeof(*ranked), compare_diags);
    for (size_t i = 0; i < len; i++)
        diags->list.items[i] = ranked[i].diag;
}

struct span span_at(struct str text, size_t offset)
{
    struct str before = str_slice(text, 0, offset);
    uint32_t line = 1;
    size_t start = 0;
    for (size_t at = str_chr(before, '\n'); at != STR_NONE;
         at = str_find_from(before, STR("\n"), start)) {
        line++;
        start = at + 1;
    }
    return (struct span){line, (uint32_t)(before.len - start) + 1, 0};
}
