/* SPDX-License-Identifier: MIT */
/*
 * Formulas and code blocks. In the site they are set by KaTeX and Prism; in
 * feeds, whose readers have neither style sheet, a formula is its MathML and
 * code is plain.
 */
#include "fill.h"

#include "cache.h"
#include "keep.h"

/* KaTeX writes <span class="katex-mathml"><math …>…</math></span><span …>. */
static struct str mathml_of(struct str html)
{
    size_t begin = str_find(html, STR("<math"));
    size_t end = str_find(html, STR("</math>"));

    if (begin == STR_NONE || end == STR_NONE)
        return html;
    return str_slice(html, begin, end + sizeof("</math>") - 1);
}

static void report_formula(struct fill *fill, const struct hole *hole,
                           const struct script_math_error *error)
{
    struct span span = hole->text_span.line ? hole->text_span : hole->span;

    if (!fill->diags)
        return;
    if (error->position != STR_NONE) {
        struct span inner = span_at(hole->text, error->position);
        span.col = inner.line > 1 ? inner.col : span.col + inner.col - 1;
        span.line += inner.line - 1;
        span.len = 1;
    }
    diag_add(fill->diags, DIAG_MATH_ERROR, fill_where(fill, hole), span,
             "%" STR_FMT, STR_ARG(error->message));
}

static void host_failed(struct fill *fill, const struct hole *hole,
                        const struct error *err)
{
    if (fill->diags)
        diag_add(fill->diags, DIAG_SCRIPT_HOST, fill_where(fill, hole),
                 hole->span, "%s", err->message);
}

/* As script_math, but a formula that an earlier build has set costs no
 * JavaScript. Those that do not parse are set again, to be reported. */
static int set_formula(struct render_host *host, struct arena *arena,
                       const struct hole *hole, struct html *html,
                       struct script_math_error *error, struct error *err)
{
    const struct script_math_options options = {.display = hole->display};
    struct cache *cache = keep_cache(host->build);
    struct hash key = hash_mix_int(hash_bytes(hole->text), hole->display);
    unsigned worker = host->worker->id;
    int rc = 0;

    if (cache_get(cache, worker, CACHE_FORMULA, key, &html->markup))
        return 0;
    rc = script_math(host->build->scripts, worker, arena, hole->text, &options,
                     html, error, err);
    if (rc == 0)
        cache_put(cache, worker, CACHE_FORMULA, key, html->markup);
    return rc;
}

void fill_math(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    struct script_math_error error = {.position = STR_NONE};
    struct error err;
    struct html html;

    int rc = set_formula(host, fill->reader->arena, hole, &html, &error, &err);
    if (rc == PHX_EINPUT) {
        report_formula(fill, hole, &error);
    } else if (rc < 0) {
        host_failed(fill, hole, &err);
        buf_add_cstr(fill->out, "<code>");
        buf_add_escaped(fill->out, hole->text);
        buf_add_cstr(fill->out, "</code>");
        return;
    }
    host->used_math = true;
    if (hole->alone)
        buf_add_cstr(fill->out, host->mode == URL_SITE
                                    ? "<div class=\"math\" tabindex=\"0\">"
                                    : "<div>");
    buf_add(fill->out,
            host->mode == URL_SITE ? html.markup : mathml_of(html.markup));
    if (hole->alone)
        buf_add_cstr(fill->out, "</div>\n");
}

/* ---- Code ---- */

struct code_options {
    struct str title;
    struct str marked; /* "3-5,8" */
    bool numbers;
    int64_t first;
};

static struct code_options code_options(const struct hole *hole)
{
    struct code_options o = {.first = 1};

    for (size_t i = 0; i < hole->attr_count; i++) {
        const struct hole_attr *a = &hole->attrs[i];
        if (str_is(a->name, "title") || str_is(a->name, "filename"))
            o.title = a->value;
        else if (str_is(a->name, "lines") || str_is(a->name, "hl_lines"))
            o.marked = a->value;
        else if (str_is(a->name, "numbers"))
            o.numbers = !str_is(a->value, "false");
        else if (str_is(a->name, "start"))
            phx_ignore(str_to_int(a->value, &o.first), "stays 1");
    }
    return o;
}

/* Is line `n` in a list such as "3-5,8"? */
static bool is_marked(struct str ranges, int64_t n)
{
    struct str part;

    while (str_split(&ranges, ',', &part)) {
        size_t dash = str_chr(part, '-');
        int64_t from, to;
        if (!str_to_int(str_trim(str_slice(part, 0, dash)), &from))
            continue;
        to = from;
        if (dash != STR_NONE &&
            !str_to_int(str_trim(str_from(part, dash + 1)), &to))
            continue;
        if (n >= from && n <= to)
            return true;
    }
    return false;
}

/*
 * Wraps each line in a span of its own. Tokens may go over several lines, so
 * the spans open at a line's end are closed there and opened again on the next.
 */
struct line_writer {
    struct buf *out;
    const struct code_options *options;
    struct str open[16]; /* start tags, outermost first */
    size_t depth;
    int64_t number;
};

static void begin_line(struct line_writer *w)
{
    bool marked = is_marked(w->options->marked, w->number);

    buf_add_cstr(w->out, marked ? "<span class=\"line marked\">"
                                : "<span class=\"line\">");
    for (size_t i = 0; i < w->depth; i++)
        buf_add(w->out, w->open[i]);
}

static void end_line(struct line_writer *w)
{
    for (size_t i = 0; i < w->depth; i++)
        buf_add_cstr(w->out, "</span>");
    buf_add_cstr(w->out, "</span>\n");
    w->number++;
}

static void write_lines(struct line_writer *w, struct str html)
{
    size_t pos = 0;

    begin_line(w);
    while (pos < html.len) {
        struct str rest = str_from(html, pos);
        size_t tag_end = rest.ptr[0] == '<' ? str_chr(rest, '>') : STR_NONE;
        if (str_starts(rest, STR("</span>"))) {
            w->depth -= w->depth > 0;
            buf_add_cstr(w->out, "</span>");
            pos += sizeof("</span>") - 1;
        } else if (str_starts(rest, STR("<span")) && tag_end != STR_NONE &&
                   w->depth < PHX_COUNT(w->open)) {
            w->open[w->depth++] = str_slice(rest, 0, tag_end + 1);
            buf_add(w->out, w->open[w->depth - 1]);
            pos += tag_end + 1;
        } else if (rest.ptr[0] == '\n') {
            end_line(w);
            if (++pos < html.len)
                begin_line(w);
            else
                return;
        } else {
            buf_add_char(w->out, rest.ptr[0]);
            pos++;
        }
    }
    end_line(w);
}

static void write_plain(struct fill *fill, const struct hole *hole)
{
    buf_add_cstr(fill->out, "<pre><code>");
    buf_add_escaped(fill->out, hole->text);
    buf_add_cstr(fill->out, "</code></pre>\n");
}

static void write_block(struct fill *fill, const struct hole *hole,
                        const struct code_options *o, struct str html)
{
    struct buf *out = fill->out;

    buf_add_cstr(out, "<div class=\"code\">");
    if (o->title.len || hole->name.len) {
        buf_add_cstr(out,
                     "<div class=\"code-bar\"><span class=\"code-title\">");
        buf_add_escaped(out, o->title);
        buf_add_cstr(out, "</span><span class=\"code-language\">");
        buf_add_escaped(out, hole->name);
        buf_add_cstr(out, "</span></div>");
    }
    buf_add_cstr(out, "<pre tabindex=\"0\" translate=\"no\"");
    if (o->numbers)
        buf_add_fmt(out, " class=\"numbers\" style=\"--first:%lld\"",
                    (long long)o->first);
    buf_add_cstr(out, "><code class=\"language-");
    buf_add_escaped(out, hole->name.len ? hole->name : STR("none"));
    buf_add_cstr(out, "\">");
    if (o->numbers || o->marked.len) {
        struct line_writer w = {.out = out, .options = o, .number = o->first};
        write_lines(&w, html);
    } else {
        buf_add(out, html);
    }
    buf_add_cstr(out, "</code></pre></div>\n");
}

void fill_code(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    const struct code_options o = code_options(hole);
    struct html html;
    struct error err;
    bool known = false;

    if (host->mode == URL_ABSOLUTE) {
        write_plain(fill, hole);
        return;
    }
    html = html_trust(STR(""));
    if (hole->name.len == 0) {
        html = html_escape(fill->reader->arena, hole->text);
    } else if (script_highlight(host->build->scripts, host->worker->id,
                                fill->reader->arena, hole->name, hole->text,
                                &html, &known, &err) < 0) {
        host_failed(fill, hole, &err);
        html = html_escape(fill->reader->arena, hole->text);
    }
    write_block(fill, hole, &o, html.markup);
}
