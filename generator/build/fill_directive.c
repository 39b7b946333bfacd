/* SPDX-License-Identifier: MIT */
/*
 * Directives and roles. {bench} is drawn by bench/, {eval} is an expression;
 * every other directive is the template components/NAME.html of the theme or
 * site.
 */
#include "fill.h"

/* ---- Roles ----------------------------------------------------------------
 */

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

static void fill_eval(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    struct reader *reader = fill->reader;
    struct diags *const diags = reader->diags;
    const bool failed = reader->failed;
    struct value result;
    struct buf text = BUF_INIT;

    reader->diags = fill->diags;
    struct expr *expr = expr_compile(
        host->build->env, reader->arena, hole->text, FILL_WHERE(fill),
        hole->text_span.line ? hole->text_span : hole->span, fill->diags);
    if (expr && expr_eval(expr, eval_scope(fill), reader, &result)) {
        value_print(&text, result, reader);
        buf_add_escaped(fill->out, buf_str(&text));
    } else {
        write_code_text(fill, hole->text);
    }
    buf_deinit(&text);
    reader->failed = failed;
    reader->diags = diags;
}

void fill_role(struct fill *fill, const struct hole *hole)
{
    if (str_is(hole->name, "eval"))
        fill_eval(fill, hole);
    else
        write_code_text(fill, hole->text);
}

/* ---- Directives ------------------------------------------------------------
 */

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

static bool fill_bench(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    struct arena *arena = fill->reader->arena;
    struct bench_directive d = {
        .argument = hole->argument,
        .options = bench_options(arena, hole),
        .option_count = hole->attr_count,
        .caption = filled_body(fill, hole),
        .span = hole->span,
        .source = FILL_WHERE(fill),
        .id = str_fmt(arena, "result-%u", ++host->figures),
        .language = fill->page->language->code,
        .raw_url = host->mode == URL_SITE ? host->build->config.base_path
                                          : host->build->config.base_url,
    };

    return bench_render(host->build->results, &d, fill->reader, fill->out);
}

static struct value options_value(struct arena *arena, const struct hole *hole)
{
    struct map_builder options;

    if (value_is(hole->yaml, VALUE_MAP))
        return hole->yaml;
    map_builder_init(&options, arena);
    for (size_t i = 0; i < hole->attr_count; i++)
        map_builder_set(&options, value_str(hole->attrs[i].name),
                        value_str(hole->attrs[i].value));
    return map_builder_finish(&options);
}

static bool fill_component(struct fill *fill, const struct hole *hole)
{
    struct render_host *host = render_host_of(fill->reader);
    const struct build *build = host->build;
    struct arena *arena = fill->reader->arena;
    struct map_builder context;

    const struct template *component = template_find(
        build->templates,
        str_fmt(arena, "components/%" STR_FMT ".html", STR_ARG(hole->name)));
    if (!component) {
        if (fill->diags)
            diag_add(fill->diags, DIAG_DIRECTIVE_UNKNOWN, FILL_WHERE(fill),
                     hole->span,
                     "the theme has no components/%" STR_FMT ".html",
                     STR_ARG(hole->name));
        return false;
    }
    map_builder_init(&context, arena);
    map_builder_put(&context, "name", value_str(hole->name));
    map_builder_put(&context, "argument", value_str(hole->argument));
    map_builder_put(&context, "options", options_value(arena, hole));
    map_builder_put(&context, "text", value_str(hole->text));
    map_builder_put(&context, "body",
                    value_html(html_trust(filled_body(fill, hole))));
    map_builder_put(&context, "page", page_value(arena, fill->page));
    map_builder_put(&context, "site", site_value(arena, build->site));
    return template_render_profiled(build->templates, component,
                                    map_builder_finish(&context), fill->reader,
                                    fill->out, host->profile);
}

void fill_directive(struct fill *fill, const struct hole *hole)
{
    struct reader *reader = fill->reader;
    struct diags *const diags = reader->diags;
    const bool failed = reader->failed;
    const size_t before = fill->out->len;

    reader->diags = fill->diags;
    bool done = str_is(hole->name, "bench") ? fill_bench(fill, hole)
                                            : fill_component(fill, hole);
    reader->diags = diags;
    reader->failed = failed;
    if (done)
        return;
    buf_truncate(fill->out, before);
    buf_add_cstr(fill->out, "<pre><code>");
    buf_add_escaped(fill->out, hole->text);
    buf_add_cstr(fill->out, "</code></pre>\n");
}
