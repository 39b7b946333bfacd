/* SPDX-License-Identifier: MIT */
/*
 * Directives and roles. {bench} is drawn by bench/, {math} by KaTeX, {eval} is
 * an expression; every other directive is the template components/NAME.html of
 * the theme or site. {dot} and {mermaid} get a little more than others.
 */
#include "cache.h"
#include "evidence.h"
#include "keep.h"
#include "mermaid.h"
#include "numbering.h"
#include "results.h"

/* ---- Roles ---- */

/* What {eval} can name: page, site, bench and data come from the globals of the
 * environment, but for the page. */
static struct value eval_scope(struct fill *fill)
{
    struct render_host *host = render_host_of(fill->reader);
    struct arena *arena = fill->reader->arena;
    struct map_builder scope;

    map_builder_init(&scope, arena);
    map_builder_put(&scope, "page", page_value(arena, fill->page));
    map_builder_put(&scope, "site", site_value(arena, host->build->site));
    return map_builder_finish(&scope);
}

static void write_code_text(struct fill *fill, struct str text)
{
    buf_add_cstr(fill->out, "<code>");
    buf_add_escaped(fill->out, text);
    buf_add_cstr(fill->out, "</code>");
}

/* What {eval} may print on one page: a long list, not a hundred of them. */
#define EVALUATED_MAX ((size_t)1 << 20)

/* False: the page's {eval}s have printed enough; said once. */
static bool may_evaluate(struct fill *fill, const struct hole *hole,
                         size_t more)
{
    struct render_host *host = render_host_of(fill->reader);

    if (host->evaluated > EVALUATED_MAX)
        return false;
    host->evaluated += more;
    if (host->evaluated <= EVALUATED_MAX)
        return true;
    if (fill->diags)
        diag_hint(fill->diags,
                  diag_add(fill->diags, DIAG_MARKDOWN_LIMIT,
                           fill_where(fill, hole), hole->span,
                           "what {eval} prints on this page passes %zu bytes",
                           EVALUATED_MAX),
                  "print one value of it, or use a template");
    return false;
}

static bool evaluate(struct fill *fill, const struct hole *hole,
                     struct value *result, struct buf *text)
{
    struct render_host *host = render_host_of(fill->reader);
    struct reader *reader = fill->reader;
    if (!may_evaluate(fill, hole, 0))
        return false;
    struct expr *expr = expr_compile(
        host->build->env, reader->arena, hole->text, fill_where(fill, hole),
        hole->text_span.line ? hole->text_span : hole->span, fill->diags);
    if (!expr || !expr_eval(expr, eval_scope(fill), reader, result))
        return false;
    value_print(text, *result, reader);
    return may_evaluate(fill, hole, text->len);
}

static void fill_eval(struct fill *fill, const struct hole *hole)
{
    struct reader *reader = fill->reader;
    struct render_host *host = render_host_of(reader);
    const struct fill_place *const outer = host->within;
    const struct fill_place place = {fill, hole};
    struct diags *const diags = reader->diags;
    struct trace *const trace = reader->trace;
    const bool failed = reader->failed;
    struct buf text = BUF_INIT;
    struct value result;
    struct trace read;

    host->within = &place;
    /* Its own list of what is read says which file the number is from. */
    trace_init(&read, reader->arena);
    reader->trace = &read;
    reader->diags = fill->diags;
    if (evaluate(fill, hole, &result, &text))
        evidence_write(fill, result, buf_str(&text), &read);
    else
        write_code_text(fill, hole->text);
    buf_deinit(&text);
    host->within = outer;
    reader->trace = trace;
    for (size_t i = 0; i < read.inputs.len; i++)
        reader_note(reader, read.inputs.items[i].kind, read.inputs.items[i].key,
                    read.inputs.items[i].fingerprint);
    reader->failed = failed;
    reader->diags = diags;
}

void fill_role(struct fill *fill, const struct hole *hole)
{
    if (str_is(hole->name, "eval"))
        fill_eval(fill, hole);
    else if (str_is(hole->name, "ref"))
        fill_ref(fill, hole);
    else if (str_is(hole->name, "cite"))
        fill_cite(fill, hole);
    else
        write_code_text(fill, hole->text);
}

/* ---- Directives ---- */

/* Every hole_attr is a bench_option too; the types differ so that bench/ need
 * not know markdown/. */
static const struct bench_option *bench_options(struct arena *arena,
                                                const struct hole *hole)
{
    struct bench_option *options =
        arena_array(arena, struct bench_option, hole->attr_count);

    for (size_t i = 0; i < hole->attr_count; i++)
        options[i] = (struct bench_option){
            .name = hole->attrs[i].name,
            .value = hole->attrs[i].value,
            .name_span = hole->attrs[i].name_span,
            .value_span = hole->attrs[i].value_span,
        };
    return options;
}

static struct str filled_body(struct fill *fill, const struct hole *hole)
{
    struct buf body = BUF_INIT;
    struct fill inner = *fill;

    if (!hole->body)
        return STR("");
    inner.out = &body;
    fill_document(&inner, hole->body);
    struct str html = buf_dup(fill->reader->arena, &body);
    buf_deinit(&body);
    return html;
}

/* The directive's label and number; a label that another one has is reported.
 */
static const struct label *label_of(struct fill *fill, const struct hole *hole)
{
    struct str name = component_label(hole);
    const struct label *label;

    if (name.len == 0)
        return NULL;
    label = map_get(&page_index(fill)->labels, name);
    if (!label || label->holder == hole)
        return label;
    if (fill->diags)
        diag_add(fill->diags, DIAG_LABEL_DUPLICATE, fill_where(fill, hole),
                 hole->span, "the label `%" STR_FMT "` stands twice",
                 STR_ARG(name));
    return NULL;
}

static void keep_file(void *ctx, struct str path, struct str bytes)
{
    struct render_host *host = ctx;
    struct arena *arena = &host->worker->keep;

    results_keep(host->build, path, bytes);
    vec_push(arena, &host->files.list, str_dup(arena, path));
}

static bool fill_bench(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    struct arena *arena = fill->reader->arena;
    const struct label *label = label_of(fill, hole);
    struct bench_directive d = {
        .argument = hole->argument,
        .options = bench_options(arena, hole),
        .option_count = hole->attr_count,
        .caption = filled_body(fill, hole),
        .span = hole->span,
        .source = fill_where(fill, hole),
        .id =
            label ? label->name : str_fmt(arena, "result-%u", ++host->figures),
        .number = label ? label_text(fill, label) : STR(""),
        .language = fill->page->language->code,
        .plain = host->mode == URL_ABSOLUTE,
        .raw_url = host->mode == URL_SITE ? host->build->config.base_path
                                          : host->build->config.base_url,
        .site_url = host->build->config.base_url,
        .creator =
            value_map_str(host->build->config.author, STR("name"), STR("")),
        .keep_file = host->mode == URL_SITE ? keep_file : NULL,
        .keep_ctx = host,
    };

    return bench_render(host->build->results, &d, fill->reader, fill->out);
}

/* ---- {math} ---- */

/* A formula by itself; with a label it has a number that {ref} names. */
static bool fill_equation(struct fill *fill, const struct hole *hole)
{
    const struct build *build = render_host_of(fill->reader)->build;
    struct arena *arena = fill->reader->arena;
    struct hole formula = *hole;
    const struct label *label = label_of(fill, hole);

    component_options(fill, hole, component_find(build, STR("math")));
    formula.display = formula.alone = true;
    formula.text = str_trim(hole->text);
    if (hole->argument.len)
        formula.text =
            str_trim(str_fmt(arena, "%" STR_FMT "\n%" STR_FMT,
                             STR_ARG(hole->argument), STR_ARG(hole->text)));
    if (!label) {
        fill_math(fill, &formula);
        return true;
    }
    buf_add_cstr(fill->out, "<div class=\"equation\" id=\"");
    buf_add_escaped(fill->out, label->name);
    buf_add_cstr(fill->out, "\">");
    fill_math(fill, &formula);
    buf_add_fmt(fill->out,
                "<span class=\"equation-number\">(%u)</span></div>\n",
                label->number);
    return true;
}

/* ---- Components ---- */

/* `:alt:` may be empty, for a picture that says nothing; it may not be missing.
 */
static void check_alt(struct fill *fill, const struct hole *hole)
{
    bool there = value_map_get(hole->yaml, STR("alt")) != NULL;

    for (size_t i = 0; i < hole->attr_count; i++)
        there |= str_is(hole->attrs[i].name, "alt");
    if (!there && fill->diags)
        diag_hint(fill->diags,
                  diag_add(fill->diags, DIAG_IMAGE_ALT, fill_where(fill, hole),
                           hole->span, "the figure has no alternative text"),
                  "say in a few words what it shows: `:alt: a chart of …`");
}

/* As graphviz_svg; one that was drawn without a word is not drawn again. */
static bool draw_graph(struct fill *fill, const struct hole *hole,
                       struct str *svg)
{
    const struct render_host *host = render_host_of(fill->reader);
    struct cache *cache = keep_cache(host->build);
    /* What is switched off is not said: the settings count. */
    const struct hash key =
        hash_mix_str(keep_settings(host->build), hole->text);
    const size_t said = fill->diags ? fill->diags->list.len : 0;

    if (cache_get(cache, host->worker->id, CACHE_GRAPH, key, svg))
        return true;
    if (!graphviz_svg(host->build->graphs, hole->text, fill_where(fill, hole),
                      hole->text_span, fill->diags, svg))
        return false;
    if (fill->diags && fill->diags->list.len == said)
        cache_put(cache, host->worker->id, CACHE_GRAPH, key, *svg);
    return true;
}

/* What only {dot} and {references} have; false: the directive is shown as code.
 */
static bool put_special(struct fill *fill, const struct hole *hole,
                        struct map_builder *context)
{
    struct str svg;

    if (str_is(hole->name, "figure"))
        check_alt(fill, hole);
    if (str_is(hole->name, "references"))
        map_builder_put(context, "references", references_value(fill));
    if (str_is(hole->name, "mermaid"))
        return mermaid_use(fill->reader);
    if (!str_is(hole->name, "dot"))
        return true;
    if (!draw_graph(fill, hole, &svg))
        return false;
    map_builder_put(context, "svg", value_html(html_trust(svg)));
    return true;
}

static bool report_no_template(struct fill *fill, const struct hole *hole)
{
    if (fill->diags)
        diag_add(fill->diags, DIAG_DIRECTIVE_UNKNOWN, fill_where(fill, hole),
                 hole->span, "the theme has no components/%" STR_FMT ".html",
                 STR_ARG(hole->name));
    return false;
}

static bool fill_component(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    const struct build *build = host->build;
    struct arena *arena = fill->reader->arena;
    const struct component_spec *spec = component_find(build, hole->name);
    const struct label *label;
    struct map_builder context;

    const struct template *component = template_seek(
        build->templates,
        str_fmt(arena, "components/%" STR_FMT ".html", STR_ARG(hole->name)),
        fill->reader);
    if (!component || !spec)
        return report_no_template(fill, hole);
    label = spec->numbered == NUMBERED_NOTHING ? NULL : label_of(fill, hole);
    map_builder_init(&context, arena);
    map_builder_put(&context, "name", value_str(hole->name));
    map_builder_put(&context, "argument", component_argument(fill, hole, spec));
    map_builder_put(&context, "options", component_options(fill, hole, spec));
    map_builder_put(&context, "label",
                    label ? value_str(label->name) : value_null());
    map_builder_put(&context, "number",
                    label ? value_int(label->number) : value_null());
    map_builder_put(&context, "text", value_str(hole->text));
    map_builder_put(&context, "body",
                    value_html(html_trust(filled_body(fill, hole))));
    map_builder_put(&context, "page", page_value(arena, fill->page));
    map_builder_put(&context, "site", site_value(arena, build->site));
    if (!put_special(fill, hole, &context))
        return false;
    return template_render_profiled(build->templates, component,
                                    map_builder_finish(&context), fill->reader,
                                    fill->out, host->profile);
}

static bool fill_named(struct fill *fill, const struct hole *hole)
{
    if (str_is(hole->name, "bench"))
        return fill_bench(fill, hole);
    if (str_is(hole->name, "math"))
        return fill_equation(fill, hole);
    return fill_component(fill, hole);
}

void fill_directive(struct fill *fill, const struct hole *hole)
{
    struct reader *reader = fill->reader;
    struct diags *const diags = reader->diags;
    const bool failed = reader->failed;
    struct render_host *host = render_host_of(reader);
    const struct fill_place *const outer = host->within;
    const struct fill_place place = {fill, hole};
    const size_t before = fill->out->len;

    host->within = &place;
    reader->diags = fill->diags;
    bool done = fill_named(fill, hole);
    host->within = outer;
    reader->diags = diags;
    reader->failed = failed;
    if (done)
        return;
    buf_truncate(fill->out, before);
    buf_add_cstr(fill->out, "<pre><code>");
    buf_add_escaped(fill->out, hole->text);
    buf_add_cstr(fill->out, "</code></pre>\n");
}

void fill_references(struct fill *fill)
{
    const struct hole hole = {
        .kind = HOLE_DIRECTIVE,
        .name = STR("references"),
        .text = STR(""),
        .title = STR(""),
        .alt = STR(""),
        .argument = STR(""),
        .yaml = value_null(),
        .span = {.line = 1},
    };

    /* A page whose holes never asked for an index has cited nothing. */
    const struct render_host *host = render_host_of(fill->reader);
    if (host->index && host->indexed == fill->page &&
        host->index->citations.len && !host->index->lists_references)
        fill_directive(fill, &hole);
}
