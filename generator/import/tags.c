/* SPDX-License-Identifier: MIT */
/*
 * Tags in a body: {% x %} and {{ x }} of Liquid and Nunjucks, {{< x >}} and
 * {{% x %}} of Hugo. Outside of code each is converted or reported; in code it
 * is what the author shows.
 */
#include "private.h"

/* ---- Arguments ---- */

/* A word, or a text in quotes, off the front of *rest. */
static struct str take_value(struct str *rest)
{
    char quote = rest->len ? rest->ptr[0] : '\0';
    size_t end = 0;

    if (quote == '"' || quote == '\'' || quote == '`') {
        end = str_chr(str_from(*rest, 1), quote);
        if (end != STR_NONE) {
            struct str value = str_slice(*rest, 1, end + 1);
            *rest = str_from(*rest, end + 2);
            return value;
        }
        end = 0;
    }
    while (end < rest->len && !ascii_is_space(rest->ptr[end]))
        end++;
    struct str value = str_slice(*rest, 0, end);
    *rest = str_from(*rest, end);
    return value;
}

static void read_arguments(struct arena *arena, struct tag *tag)
{
    struct str rest = str_trim(tag->text);

    while (rest.len) {
        struct tag_argument *argument = vec_add(arena, &tag->arguments);
        size_t key = 0;
        while (key < rest.len && (ascii_is_letter(rest.ptr[key]) ||
                                  ascii_is_digit(rest.ptr[key]) ||
                                  rest.ptr[key] == '_' || rest.ptr[key] == '-'))
            key++;
        if (key && key < rest.len &&
            (rest.ptr[key] == '=' ||
             (rest.ptr[key] == ':' && key + 1 < rest.len &&
              !ascii_is_space(rest.ptr[key + 1]) &&
              rest.ptr[key + 1] != '/'))) {
            argument->key = str_slice(rest, 0, key);
            rest = str_from(rest, key + 1);
        }
        argument->value = take_value(&rest);
        rest = str_trim_left(rest);
    }
}

struct str tag_argument(const struct tag *tag, const char *key)
{
    for (size_t i = 0; i < tag->arguments.len; i++)
        if (str_is(tag->arguments.items[i].key, key))
            return tag->arguments.items[i].value;
    return STR("");
}

struct str tag_position(const struct tag *tag, size_t index)
{
    for (size_t i = 0; i < tag->arguments.len; i++)
        if (!tag->arguments.items[i].key.len && index-- == 0)
            return tag->arguments.items[i].value;
    return STR("");
}

/* ---- Finding them ---- */

struct marks {
    const char *open, *close;
};

static const struct marks liquid_marks[] = {{"{%", "%}"}, {"{{", "}}"}};
static const struct marks hugo_marks[] = {{"{{<", ">}}"}, {"{{%", "%}}"}};

/* The tag at `at`, if one begins there. */
static bool read_tag(const struct body *body, size_t at, struct tag *tag)
{
    const struct marks *marks = body->liquid ? liquid_marks : hugo_marks;

    for (size_t i = 0; i < 2; i++) {
        struct str open = str_of(marks[i].open), close = str_of(marks[i].close);
        struct str rest = str_from(body->text, at);
        if (!str_starts(rest, open))
            continue;
        size_t end = str_find_from(rest, close, open.len);
        if (end == STR_NONE)
            return false;
        struct str inner = str_trim(str_slice(rest, open.len, end));
        /* {%- and -%} trim white space around. */
        if (body->liquid && str_starts(inner, STR("-")))
            inner = str_trim(str_from(inner, 1));
        if (body->liquid && str_ends(inner, STR("-")))
            inner = str_trim(str_slice(inner, 0, inner.len - 1));
        *tag = (struct tag){.start = at, .end = at + end + close.len};
        tag->closes = !body->liquid && str_starts(inner, STR("/")) &&
                      !str_starts(inner, STR("/*"));
        if (tag->closes)
            inner = str_trim(str_from(inner, 1));
        tag->closed = !body->liquid && str_ends(inner, STR("/")) &&
                      !str_ends(inner, STR("*/"));
        if (tag->closed)
            inner = str_trim(str_slice(inner, 0, inner.len - 1));
        if (body->liquid && i == 1) {
            tag->name = STR("{{");
            tag->text = inner;
        } else {
            tag->name = take_value(&inner);
            tag->text = inner;
        }
        return true;
    }
    return false;
}

static bool ends(const struct body *body, const struct tag *tag,
                 const char *end)
{
    if (end[0] == '/')
        return tag->closes && str_is(tag->name, end + 1);
    return body->liquid && str_is(tag->name, end);
}

bool tag_inner(struct body *body, const struct tag *tag, const char *end,
               struct str *inner)
{
    struct tag other;
    int depth = 0;

    for (size_t at = tag->end; at < body->text.len; at++) {
        if (body->text.ptr[at] != '{' || !read_tag(body, at, &other))
            continue;
        if (ends(body, &other, end) && depth-- == 0) {
            *inner = str_slice(body->text, tag->end, at);
            body->at = other.end;
            return true;
        }
        if (str_eq(other.name, tag->name) && !other.closes && !other.closed)
            depth++;
        at = other.end - 1;
    }
    return false;
}

struct str tag_nested(struct body *body, struct str inner)
{
    struct buf out = BUF_INIT;
    struct body nested = {.im = body->im,
                          .page = body->page,
                          .text = inner,
                          .out = &out,
                          .liquid = body->liquid,
                          .notes = body->notes,
                          .tail = body->tail,
                          .convert = body->convert};

    tags_convert(&nested);
    body->notes = nested.notes;
    body->tail = nested.tail;
    struct str result = buf_dup(body->im->arena, &out);
    buf_deinit(&out);
    return result;
}

/* ---- Writing ---- */

static void own_lines(struct body *body)
{
    const struct buf *out = body->out;

    if (out->len && out->ptr[out->len - 1] != '\n')
        buf_add_char(body->out, '\n');
    if (out->len > 1 && out->ptr[out->len - 2] != '\n')
        buf_add_char(body->out, '\n');
}

static void put_fence(struct buf *out, struct str inner)
{
    size_t longest = 2, run = 0;

    for (size_t i = 0; i < inner.len; i++) {
        run = inner.ptr[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    for (size_t i = 0; i <= longest; i++)
        buf_add_char(out, '`');
}

static void put_inner(struct buf *out, struct str inner)
{
    struct str trimmed = inner;

    while (trimmed.len && (trimmed.ptr[0] == '\n' || trimmed.ptr[0] == '\r'))
        trimmed = str_from(trimmed, 1);
    trimmed = str_trim_right(trimmed);
    buf_add(out, trimmed);
    if (trimmed.len)
        buf_add_char(out, '\n');
}

static struct str one_line(struct body *body, struct str text)
{
    return str_replace(body->im->arena, str_trim(text), STR("\n"), STR(" "));
}

void put_directive(struct body *body, const char *name, struct str argument,
                   struct str options, struct str inner)
{
    own_lines(body);
    put_fence(body->out, inner);
    buf_add_fmt(body->out, "{%s}", name);
    if (argument.len) {
        buf_add_char(body->out, ' ');
        buf_add(body->out, one_line(body, argument));
    }
    buf_add_char(body->out, '\n');
    buf_add(body->out, options);
    put_inner(body->out, inner);
    put_fence(body->out, inner);
    buf_add_char(body->out, '\n');
}

void put_code(struct body *body, struct str info, struct str code)
{
    own_lines(body);
    put_fence(body->out, code);
    buf_add(body->out, info);
    buf_add_char(body->out, '\n');
    put_inner(body->out, code);
    put_fence(body->out, code);
    buf_add_char(body->out, '\n');
}

struct str directive_option(struct body *body, const char *name,
                            struct str value)
{
    if (!value.len)
        return STR("");
    return str_fmt(body->im->arena, ":%s: %" STR_FMT "\n", name,
                   STR_ARG(value));
}

/* ---- Links to pages ---- */

static struct str relative(struct arena *arena, struct str from, struct str to)
{
    struct buf out = BUF_INIT;

    while (from.len && !path_is_under(to, from)) {
        buf_add_cstr(&out, "../");
        from = path_dir(from);
    }
    buf_add(&out, from.len ? str_from(to, from.len + 1) : to);
    struct str result = buf_dup(arena, &out);
    buf_deinit(&out);
    return str_replace(arena, result, STR(" "), STR("%20"));
}

struct str link_to(struct body *body, struct str name)
{
    struct arena *arena = body->im->arena;
    size_t hash = str_chr(name, '#');
    struct str anchor = hash == STR_NONE ? STR("") : str_from(name, hash);
    struct str path = hash == STR_NONE ? name : str_slice(name, 0, hash);
    const struct old_page *page;

    if (!path.len)
        return anchor;
    while (str_starts(path, STR("/")))
        path = str_from(path, 1);
    while (str_ends(path, STR("/")))
        path = str_slice(path, 0, path.len - 1);
    page = map_get(&body->im->by_name, path);
    if (!page && str_ends(path, STR(".md")))
        page = map_get(&body->im->by_name, str_slice(path, 0, path.len - 3));
    if (!page)
        page = map_get(&body->im->by_name, str_cat(arena, path, STR(".md")));
    if (!page)
        return STR("");
    return str_cat(arena,
                   relative(arena, path_dir(body->page->target), page->target),
                   anchor);
}

/* ---- The walk over a body ---- */

static void report(struct body *body, const struct tag *tag)
{
    struct old_page *page = body->page;
    size_t at = (size_t)(body->text.ptr - page->parts.body.ptr) + tag->start;
    struct span span = span_at(page->parts.body, at);

    span.len = (uint32_t)(tag->end - tag->start);
    diag_add(&body->im->report->diags, DIAG_IMPORT_TAG, &page->where, span,
             "`%" STR_FMT "` has no counterpart: it stays as text",
             STR_ARG(str_slice(body->text, tag->start, tag->end)));
    page->left++;
}

/* The end of the code block whose fence begins at `at`; `at` when there is no
 * fence. */
static size_t fence_end(struct str text, size_t at)
{
    size_t start = at, run = 0;
    char mark;

    while (start < text.len &&
           (text.ptr[start] == ' ' || text.ptr[start] == '\t' ||
            text.ptr[start] == '>'))
        start++;
    mark = start < text.len ? text.ptr[start] : '\0';
    if (mark != '`' && mark != '~')
        return at;
    while (start + run < text.len && text.ptr[start + run] == mark)
        run++;
    if (run < 3)
        return at;
    struct str rest = str_from(text, start + run), line;
    phx_ignore(str_line(&rest, &line), "the opening line");
    if (mark == '`' && str_chr(line, '`') != STR_NONE)
        return at;
    while (rest.ptr && str_line(&rest, &line)) {
        size_t i = 0, count = 0;
        while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t' ||
                                line.ptr[i] == '>'))
            i++;
        while (i + count < line.len && line.ptr[i + count] == mark)
            count++;
        if (count >= run && !str_trim(str_from(line, i + count)).len)
            break;
    }
    return rest.ptr ? (size_t)(rest.ptr - text.ptr) : text.len;
}

/* The end of the code span that begins at `at`, or of its backticks alone. */
static size_t span_end(struct str text, size_t at)
{
    size_t run = 0;

    while (at + run < text.len && text.ptr[at + run] == '`')
        run++;
    for (size_t i = at + run; i < text.len;) {
        size_t count = 0;
        if (text.ptr[i] == '\n' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            break;
        while (i + count < text.len && text.ptr[i + count] == '`')
            count++;
        if (count == run)
            return i + count;
        i += count ? count : 1;
    }
    return at + run;
}

/* Text without tags; kramdown's marks are read where there is no code. */
static void flush(struct body *body, size_t from, size_t to, bool code)
{
    struct str text = str_slice(body->text, from, to);

    if (!code && body->im->options->from == IMPORT_JEKYLL)
        text = kramdown_text(body, text);
    buf_add(body->out, text);
}

void tags_convert(struct body *body)
{
    size_t from = 0, code_until = 0;

    for (body->at = 0; body->at < body->text.len;) {
        size_t at = body->at;
        bool code = at < code_until;
        char c = body->text.ptr[at];
        struct tag tag;
        if (!code && (at == 0 || body->text.ptr[at - 1] == '\n'))
            code_until = fence_end(body->text, at);
        if (!code && code_until <= at && c == '`')
            code_until = span_end(body->text, at);
        if ((!code && code_until > at) || (code && at + 1 == code_until)) {
            /* A border between text and code; its own character is code. */
            flush(body, from, code ? at + 1 : at, code);
            from = code ? at + 1 : at;
            body->at = at + (code ? 1 : 0);
            if (code || c != '{') {
                if (!code)
                    body->at = at + 1;
                continue;
            }
        }
        if (c != '{' || !read_tag(body, at, &tag)) {
            body->at++;
            continue;
        }
        tag.code = at < code_until;
        flush(body, from, at, tag.code);
        body->at = tag.end;
        read_arguments(body->im->arena, &tag);
        if (body->convert(body, &tag)) {
            body->im->report->converted++;
        } else {
            if (!tag.code)
                report(body, &tag);
            buf_add(body->out, str_slice(body->text, tag.start, tag.end));
            body->at = tag.end;
        }
        from = body->at;
    }
    flush(body, from, body->text.len, from < code_until);
}
