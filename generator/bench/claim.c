/* SPDX-License-Identifier: MIT */
/*
 * A claim that is false: since when, and what it was before. The versions of
 * the file are asked from the newest on, with the figure's own `where`.
 */
#include "claim.h"

/* The left side of "a > b", for the message; empty when there is none. */
static struct str left_of_comparison(struct str text)
{
    int depth = 0;
    char quote = 0;

    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        } else if (depth == 0 && (c == '<' || c == '>' ||
                                  ((c == '=' || c == '!') && i + 1 < text.len &&
                                   text.ptr[i + 1] == '='))) {
            return str_trim(str_slice(text, 0, i));
        }
    }
    return STR("");
}

/* What stands left in the comparison, of these rows. */
static struct str value_of(struct str claim, const struct view *view,
                           struct reader *reader)
{
    struct str left = left_of_comparison(claim);
    const struct source_ref source = {.path = STR(""), .text = left};
    struct reader inner = *reader;
    struct buf text = BUF_INIT;
    struct diags diags;
    struct expr *expr;
    struct value v;

    if (left.len == 0)
        return STR("");
    diags_init(&diags, reader->arena, NULL);
    inner.diags = &diags;
    inner.failed = false;
    expr = expr_compile(view->store->env, reader->arena, left, &source,
                        (struct span){0, 0, 0}, &diags);
    if (expr && expr_eval(expr, view_value(view, reader->arena), &inner, &v))
        value_print(&text, v, &inner);
    left = buf_dup(reader->arena, &text);
    buf_deinit(&text);
    return left;
}

/* Does the claim hold for this version of the file? *view is its rows. */
static bool holds_at(const struct figure *f, const struct expr *claim,
                     const struct result *result, struct reader *reader,
                     struct view *view)
{
    struct reader inner = *reader;
    struct diags diags;
    struct value v;

    if (result->error.code != 0)
        return false;
    diags_init(&diags, reader->arena, NULL);
    inner.diags = &diags;
    inner.failed = false;
    *view = view_all(f->view.store, result, reader->arena);
    if (f->where && !view_where(view, f->where, &inner, &diags, view))
        return false;
    return expr_eval(claim, view_value(view, reader->arena), &inner, &v) &&
           value_truthy(v, &inner);
}

static void add_commit(struct buf *out, const struct past_version *version)
{
    const struct date_fields d = date_fields(version->git.date);

    buf_add_fmt(out, "commit %" STR_FMT " (%04d-%02d-%02d",
                STR_ARG(str_slice(version->git.commit, 0, 10)), d.year, d.month,
                d.day);
    if (version->git.subject.len > 0)
        buf_add_fmt(out, ", \"%" STR_FMT "\"", STR_ARG(version->git.subject));
    buf_add_char(out, ')');
}

/* The newest version in which the claim held; the list's length for none. */
static size_t last_held(const struct figure *f, const struct expr *claim,
                        const struct past *past, struct reader *reader,
                        struct view *view)
{
    size_t at = 0;

    while (at < past->list.len &&
           !holds_at(f, claim, past->list.items[at].result, reader, view))
        at++;
    return at;
}

/* " since commit …; it was 3.5 in commit …" */
static void add_past(struct buf *out, const struct past *past, size_t at,
                     struct str old)
{
    if (at == past->list.len) {
        buf_add_fmt(out, "; it held in none of the file's %zu commits",
                    past->list.len);
        if (past->shallow)
            buf_add_cstr(out, " that this shallow clone has");
        return;
    }
    if (at > 0) {
        buf_add_cstr(out, " since ");
        add_commit(out, &past->list.items[at - 1]);
    } else {
        buf_add_cstr(out, " since changes that are in no commit");
    }
    if (old.len > 0)
        buf_add_fmt(out, "; it was %" STR_FMT " in ", STR_ARG(old));
    else
        buf_add_cstr(out, "; it held in ");
    add_commit(out, &past->list.items[at]);
}

static const struct past *past_for(const struct figure *f,
                                   struct reader *reader)
{
    struct reader inner = *reader;
    struct diags diags;

    diags_init(&diags, reader->arena, NULL);
    inner.diags = &diags;
    inner.failed = false;
    return f->past || !f->view.result->history
               ? NULL
               : past_of(f->view.store, f->view.result, &inner);
}

struct str claim_message(const struct figure *f, const struct expr *claim,
                         struct str text, struct reader *reader)
{
    const struct past *past = past_for(f, reader);
    struct str now = value_of(text, &f->view, reader), old = STR("");
    struct buf out = BUF_INIT;
    struct view view;
    struct str message;
    size_t at = 0;
    bool held;

    if (past)
        at = last_held(f, claim, past, reader, &view);
    held = past && at < past->list.len;
    if (held)
        old = value_of(text, &view, reader);
    buf_add_fmt(&out, "this %s for %" STR_FMT,
                held ? "no longer holds" : "does not hold",
                STR_ARG(f->view.result->path));
    if (now.len > 0)
        buf_add_fmt(&out, ": it is %" STR_FMT, STR_ARG(now));
    if (past)
        add_past(&out, past, at, old);
    message = buf_dup(reader->arena, &out);
    buf_deinit(&out);
    return message;
}
