/* SPDX-License-Identifier: MIT */
/*
 * The whole Markdown path: a page of the input is parsed with every addition
 * and the theme's components, put into a site, and its holes are filled, as a
 * page, as a summary and as a feed's entry: links, images, figures, numbers,
 * citations, {eval}, {bench}, components. Nothing is read from the machine.
 *
 * KaTeX, Prism and Graphviz are left out, being others' and slow: the
 * definitions below stand in for those of script/ and asset/.
 */
#include "build/bodies.h"
#include "build/functions.h"
#include "build/keep_private.h"
#include "build/numbering.h"
#include "build/results.h"
#include "build/theme.h"
#include "site.h"

/* ---- Stand-ins ---- */

int script_math(struct script_host *host, unsigned worker, struct arena *arena,
                struct str tex, const struct script_math_options *options,
                struct html *out, struct script_math_error *error,
                struct error *err)
{
    (void)host, (void)worker, (void)options, (void)err;
    struct html text = html_escape(arena, tex);
    out->markup =
        str_fmt(arena, "<math>%" STR_FMT "</math>", STR_ARG(text.markup));
    if (!str_starts(tex, STR("\\error")))
        return 0;
    error->message = STR("a formula that does not parse");
    error->position = tex.len / 2;
    return PHX_EINPUT;
}

/* Each word a token, so that lines are cut inside and between them. */
int script_highlight(struct script_host *host, unsigned worker,
                     struct arena *arena, struct str language, struct str code,
                     struct html *out, bool *known, struct error *err)
{
    struct str text = html_escape(arena, code).markup;
    struct buf html = BUF_INIT;
    struct str word;

    (void)host, (void)worker, (void)language, (void)err;
    while (str_split(&text, ' ', &word))
        buf_add_fmt(&html, "<span class=\"token\">%" STR_FMT " </span>",
                    STR_ARG(word));
    out->markup = buf_dup(arena, &html);
    buf_deinit(&html);
    *known = true;
    return 0;
}

struct graph_store *graph_store_new(struct arena *arena)
{
    (void)arena;
    return NULL;
}

bool graphviz_svg(struct graph_store *store, struct str dot,
                  const struct source_ref *source, struct span span,
                  struct diags *diags, struct str *out)
{
    (void)store, (void)source, (void)span, (void)diags;
    *out = STR("<svg></svg>");
    return dot.len % 2;
}

/* ---- The build ---- */

static bool include(void *ctx, struct str path, struct arena *arena,
                    struct source_ref *out)
{
    (void)arena;
    out->path = path;
    out->text = *(const struct str *)ctx;
    return str_ends(path, STR(".md"));
}

static const char results_csv[] = "engine,batch,tok_s\nvllm,1,10.5\nvllm,2,"
                                  "20\nhf,1,3\nhf,2,4.25\n";
static const char entries_bib[] =
    "@article{kwon, title={A {B} c}, author={Kwon, W. and Li, Z.}, "
    "year={2023}, url={https://example.org/a_b}}\n";

struct fuzz_site {
    struct arena keep;
    struct build_options options;
    struct diags diags;
    struct build build;
    struct worker worker;
    struct str text; /* of the input, which it may include */
};

static void set_up(struct fuzz_site *f)
{
    static const struct template_options options = {.trim_blocks = true,
                                                    .lstrip_blocks = true,
                                                    .autoescape = true,
                                                    .step_limit = 100000,
                                                    .output_limit = 4 << 20};
    const struct source_ref bib = {.path = STR("data/a.bib"),
                                   .text = str_of(entries_bib)};
    const struct repo_head head = {0};
    struct content_files none = {0};
    struct build *build = &f->build;
    struct bib_file *file = arena_new(&f->keep, struct bib_file);
    struct error err;

    diags_init(&f->diags, &f->keep, NULL);
    build->arena = &f->keep;
    build->options = &f->options;
    build->diags = &f->diags;
    build->root = STR("/nonexistent");
    site_config(&f->keep, &build->config);
    build->dialect = markdown_site_dialect();
    build->dialect.include = include;
    build->dialect.include_ctx = &f->text;
    PHX_BUG_ON(theme_components(build, &err) < 0);
    build->results = bench_store_new(&f->keep);
    results_read(build);
    bench_store_add(build->results, STR("run"), STR("benchmarks/results/a.csv"),
                    str_of(results_csv), NULL);
    map_init(&build->bibliography.files, &f->keep);
    PHX_BUG_ON(!bibtex_read(&f->keep, &bib, &f->diags, file));
    vec_push(&f->keep, &build->bibliography.shared, file);
    build->env = expr_env_new(&f->keep);
    expr_env_undefined(build->env, EXPR_STRICT);
    /* What of a site is the same for all inputs. */
    build->site = site_assemble(&f->keep, &build->config, &none, NULL, &head,
                                value_null(), &f->diags);
    functions_register(build);
    build->templates = template_set_new(&f->keep, build->env, &options);
    build->assets = asset_set_new(&f->keep);
    words_init(&build->words, &f->keep);
    PHX_BUG_ON(!theme_load(build, &err));
    PHX_BUG_ON(!template_set_compile(build->templates, &f->diags));
}

static bool host_body(struct reader *reader, const struct page *page,
                      bool summary, struct value *out)
{
    return body_value(reader, page, summary ? FILL_SUMMARY : FILL_BODY, out);
}

static const struct content_host content_functions = {
    .body = host_body,
    .heading = body_heading,
    .description = body_description,
};

/* One part of a page, as a route's template would ask for it. */
static struct str fill_one(struct fuzz_site *f, const struct page *page,
                           enum fill_part part, enum url_mode mode,
                           struct diags *diags)
{
    struct arena *arena = &f->worker.scratch;
    struct render_host host = {.content = content_functions,
                               .build = &f->build,
                               .worker = &f->worker,
                               .mode = mode};
    struct trace trace;
    struct value v;
    struct buf out = BUF_INIT;

    trace_init(&trace, arena);
    struct reader reader = {.arena = arena,
                            .trace = &trace,
                            .diags = diags,
                            .language = page->language->code,
                            .page = page,
                            .host = &host};
    PHX_BUG_ON(!body_value(&reader, page, part, &v));
    value_print(&out, v, &reader);
    if (body_description(&reader, page, &v))
        value_print(&out, v, &reader);
    for (size_t i = 0; i < page->document.heading_count; i++)
        if (body_heading(&reader, page, i, &v))
            value_print(&out, v, &reader);
    struct str html = buf_dup(arena, &out);
    buf_deinit(&out);
    PHX_BUG_ON(!utf8_valid(html, NULL));
    return html;
}

static void fill_page(struct fuzz_site *f, const struct page *page)
{
    struct arena *arena = &f->worker.scratch;
    struct diags first, second;

    diags_init(&first, arena, NULL);
    diags_init(&second, arena, NULL);
    struct str once = fill_one(f, page, FILL_BODY, URL_SITE, &first);
    struct str twice = fill_one(f, page, FILL_BODY, URL_SITE, &second);
    PHX_BUG_ON(!str_eq(once, twice));
    PHX_BUG_ON(first.list.len != second.list.len);
    site_check_places(&first, page->source.text);
    fill_one(f, page, FILL_SUMMARY, URL_SITE, &first);
    fill_one(f, page, FILL_BODY, URL_ABSOLUTE, &first);
    fill_one(f, page, FILL_SUMMARY, URL_ABSOLUTE, &first);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct fuzz_site f;
    const struct repo_head head = {0};
    struct site_inputs in = {
        .text = str_bytes(len ? (const char *)bytes : "", len)};
    struct keep keep = {.lock = PTHREAD_MUTEX_INITIALIZER}; /* no cache */
    struct arena arena;
    struct diags diags;
    size_t count;

    if (!f.build.templates)
        set_up(&f);
    arena_init(&arena);
    arena_init(&keep.arena);
    map_init(&keep.extras, &keep.arena);
    f.build.keep = &keep;
    diags_init(&diags, &arena, NULL);
    f.text = utf8_repair(&arena, in.text);
    site_parse(&arena, &f.build.config, &f.build.dialect, &in, &diags);
    f.build.site = site_assemble(&arena, &f.build.config, &in.content, NULL,
                                 &head, value_null(), &diags);
    f.build.bodies = body_table_new(&arena);
    const struct page *const *pages = site_pages(f.build.site, &count);
    for (size_t i = 0; i < count; i++)
        if (str_is(pages[i]->path, "content/posts/fuzz.md"))
            fill_page(&f, pages[i]);
    body_table_free(f.build.bodies);
    arena_deinit(&keep.arena);
    arena_deinit(&f.worker.scratch);
    arena_deinit(&f.worker.keep);
    arena_deinit(&arena);
    return 0;
}
