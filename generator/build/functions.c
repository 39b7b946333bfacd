/* SPDX-License-Identifier: MIT */
/*
 * Functions and filters of sites. Each reads what it needs from the build,
 * which is given to it as `data`, and notes what it read.
 */
#include "functions.h"

#include "evidence.h"
#include "fill.h"
#include "images.h"

#include <math.h>

static bool wants_text(const char *what, const struct value_args *args,
                       struct reader *reader, struct str *out)
{
    if (args->len < 1 || !value_is(args->items[0], VALUE_STRING))
        return reader_fail(
            reader, DIAG_TEMPLATE_RUNTIME, "%s wants a text, not %s", what,
            args->len ? value_kind_name(args->items[0]) : "nothing");
    *out = value_text(args->items[0]);
    return true;
}

/* ---- URLs ---- */

/* url_for("/tags/") puts the base path before a site path; url_for("x.md")
 * finds a page or file as a link in the current page would. */
static bool fn_url_for(void *data, const struct value_args *args,
                       struct reader *reader, struct value *out)
{
    struct build *build = data;
    struct link link;
    struct str path;

    if (!wants_text("url_for", args, reader, &path))
        return false;
    site_resolve(build->site, reader->arena, reader->page, path, &link);
    site_resolve_note(build->site, reader, reader->page, path, &link);
    switch (link.kind) {
    case LINK_PAGE:
    case LINK_EXTERNAL:
    case LINK_FRAGMENT:
    case LINK_FILE:
    case LINK_ROOTED:
        break;
    case LINK_BROKEN:
    case LINK_OUTSIDE:
        return reader_fail(reader, DIAG_LINK_BROKEN,
                           "url_for: `%" STR_FMT "` is no page or file of the "
                           "site",
                           STR_ARG(path));
    }
    *out = value_str(link.url.len ? link.url : path);
    return true;
}

static bool filter_absolute(void *data, const struct value_args *args,
                            struct reader *reader, struct value *out)
{
    struct build *build = data;
    struct str url;

    if (!wants_text("absolute_url", args, reader, &url))
        return false;
    *out = value_str(site_absolute(build->site, reader->arena, url));
    return true;
}

/* ---- Assets ---- */

static struct str asset_url(const struct build *build, struct arena *arena,
                            const struct asset *asset)
{
    return str_fmt(arena, "%" STR_FMT "/%" STR_FMT,
                   STR_ARG(build->config.base_path), STR_ARG(asset->path));
}

struct asset_link {
    const struct asset *asset;
    struct str url;
};

static bool asset_get(const struct value_object *self, struct str key,
                      struct reader *reader, struct value *out)
{
    const struct asset_link *link = self->data;

    (void)reader;
    if (str_is(key, "url"))
        *out = value_str(link->url);
    else if (str_is(key, "integrity"))
        *out = value_str(link->asset->integrity);
    else if (str_is(key, "text"))
        *out = value_html(html_trust(link->asset->bytes));
    else
        return false;
    return true;
}

static bool asset_text(const struct value_object *self, struct reader *reader,
                       struct value *out)
{
    const struct asset_link *link = self->data;

    (void)reader;
    *out = value_str(link->url);
    return true;
}

static const struct value_object_type asset_type = {
    .name = "asset",
    .get = asset_get,
    .text = asset_text,
};

/* asset("css/main.css") prints the fingerprinted URL; .integrity and .text are
 * its digest and its bytes. */
static bool fn_asset(void *data, const struct value_args *args,
                     struct reader *reader, struct value *out)
{
    struct build *build = data;
    struct str name;

    if (!wants_text("asset", args, reader, &name))
        return false;
    const struct asset *asset = asset_find(build->assets, name);
    if (!asset)
        return reader_fail(reader, DIAG_ASSET_MISSING,
                           "there is no asset `%" STR_FMT "`", STR_ARG(name));
    reader_note(reader, INPUT_ASSET, asset->name, asset->id);
    struct asset_link *link = arena_new(reader->arena, struct asset_link);
    *link = (struct asset_link){asset, asset_url(build, reader->arena, asset)};
    *out = value_object(reader->arena, &asset_type, link);
    return true;
}

/* ---- Images ---- */

static struct str named_text(const struct value_args *args, const char *name)
{
    const struct value *v = value_args_named(args, str_of(name));

    return v && value_is(*v, VALUE_STRING) ? value_text(*v) : STR("");
}

static int named_int(const struct value_args *args, const char *name)
{
    const struct value *v = value_args_named(args, str_of(name));

    return v && value_is(*v, VALUE_INT) && v->as.integer > 0 &&
                   v->as.integer <= 100000
               ? (int)v->as.integer
               : 0;
}

/* image()'s second argument, or `widths`: numbers, as text with commas. */
static bool wanted_widths(const struct value_args *args, struct reader *reader,
                          struct str *out)
{
    const struct value *v =
        args->len > 1 ? &args->items[1] : value_args_named(args, STR("widths"));
    struct buf text = BUF_INIT;
    bool ok = true;

    *out = STR("");
    if (!v || v->kind == VALUE_NULL)
        return true;
    for (size_t i = 0; v->kind == VALUE_LIST && i < v->as.list->len; i++) {
        struct value width = v->as.list->items[i];
        ok = ok && value_is(width, VALUE_INT) && width.as.integer > 0;
        buf_add_cstr(&text, i ? "," : "");
        value_print(&text, width, reader);
    }
    ok = ok && v->kind == VALUE_LIST && v->as.list->len > 0;
    *out = buf_dup(reader->arena, &text);
    buf_deinit(&text);
    return ok || reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                             "image: widths is a list of numbers of pixels");
}

/* The URL of what `path` names: a link of the current page, or a URL that is
 * one already. */
static bool image_url(struct build *build, struct reader *reader,
                      struct str path, struct str *out)
{
    struct link link;

    *out = path;
    if (images_find(build, reader->arena, path))
        return true;
    site_resolve(build->site, reader->arena, reader->page, path, &link);
    site_resolve_note(build->site, reader, reader->page, path, &link);
    if (link.kind == LINK_BROKEN || link.kind == LINK_OUTSIDE)
        return reader_fail(reader, DIAG_LINK_BROKEN,
                           "image: `%" STR_FMT "` is no file of the site",
                           STR_ARG(path));
    if (link.url.len)
        *out = link.url;
    return true;
}

/* image("a.jpg", [400, 800], alt="…", class="…", sizes="…", width=…, height=…,
 * eager=true): the element, with its copies. */
static bool fn_image(void *data, const struct value_args *args,
                     struct reader *reader, struct value *out)
{
    static const struct picture plain;
    struct build *build = data;
    struct str path, url, widths;
    struct buf html = BUF_INIT, escaped = BUF_INIT;

    if (!wants_text("image", args, reader, &path) ||
        !wanted_widths(args, reader, &widths) ||
        !image_url(build, reader, path, &url))
        return false;
    const struct picture *picture =
        images_get(reader, images_find(build, reader->arena, url), widths);
    const struct value *eager = value_args_named(args, STR("eager"));
    if (render_host_of(reader)->mode == URL_ABSOLUTE)
        url = site_absolute(build->site, reader->arena, url);
    buf_add_url(&escaped, url);
    const struct picture_options options = {
        .url = html_escape(reader->arena, buf_str(&escaped)).markup,
        .alt = named_text(args, "alt"),
        .title = named_text(args, "title"),
        .class_name = named_text(args, "class"),
        .sizes = named_text(args, "sizes"),
        .width = named_int(args, "width"),
        .height = named_int(args, "height"),
        .eager = eager && value_truthy(*eager, reader),
    };
    picture_write(reader, &html, picture ? picture : &plain, &options);
    *out = value_html(html_trust(buf_dup(reader->arena, &html)));
    buf_deinit(&escaped);
    buf_deinit(&html);
    return true;
}

static bool fn_page_assets(void *data, const struct value_args *args,
                           struct reader *reader, struct value *out)
{
    (void)data, (void)args, (void)reader;
    *out = value_html(html_trust(STR(FUNCTIONS_ASSETS_MARK)));
    return true;
}

/* ---- Words, time ---- */

static void note_word(const struct build *build, struct reader *reader,
                      struct str language, struct str key)
{
    reader_note(reader, INPUT_WORDS,
                str_fmt(reader->arena, "%" STR_FMT "/%" STR_FMT,
                        STR_ARG(language), STR_ARG(key)),
                words_fingerprint(&build->words, language,
                                  build->config.languages[0].code, key));
}

/* t("key", count=3, lang="zh") */
static bool fn_t(void *data, const struct value_args *args,
                 struct reader *reader, struct value *out)
{
    struct build *build = data;
    const struct value *lang = value_args_named(args, STR("lang"));
    struct str language = lang && value_is(*lang, VALUE_STRING)
                              ? value_text(*lang)
                              : reader->language;
    struct str key;

    if (!wants_text("t", args, reader, &key))
        return false;
    struct str text = words_get(&build->words, reader->arena, language,
                                build->config.languages[0].code, key, args);
    note_word(build, reader, language, key);
    *out = value_str(text);
    return true;
}

static bool fn_now(void *data, const struct value_args *args,
                   struct reader *reader, struct value *out)
{
    struct build *build = data;
    struct date now = build->config.build.now;

    (void)args;
    reader_note(reader, INPUT_CLOCK, STR("now"),
                hash_mix_int((struct hash){0}, (uint64_t)now.unix_seconds));
    *out = value_date(now);
    return true;
}

static struct str date_words(const struct build *build, struct reader *reader)
{
    static const struct str key = STR_INIT("date_format");
    struct str format =
        words_get(&build->words, reader->arena, reader->language,
                  build->config.languages[0].code, key, NULL);

    note_word(build, reader, reader->language, key);
    return str_eq(format, key) ? STR("%Y-%m-%d") : format;
}

/* {{ page.date | date }}, {{ page.date | date("%d %b %Y") }}: without a format,
 * as the words of the language say (date_format). */
static bool filter_date(void *data, const struct value_args *args,
                        struct reader *reader, struct value *out)
{
    struct build *build = data;
    struct value v = args->items[0];
    struct date d;

    if (value_is(v, VALUE_DATE))
        d = value_as_date(v);
    else if (value_is(v, VALUE_INT))
        d = (struct date){.unix_seconds = v.as.integer};
    else if (!value_is(v, VALUE_STRING) ||
             !date_parse(value_text(v), build->config.zone, &d))
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "date wants a date, not %s", value_kind_name(v));
    struct str format = args->len > 1 && value_is(args->items[1], VALUE_STRING)
                            ? value_text(args->items[1])
                            : date_words(build, reader);
    *out = value_str(date_format(reader->arena, d, format));
    return true;
}

static bool filter_iso(void *data, const struct value_args *args,
                       struct reader *reader, struct value *out)
{
    (void)data;
    if (!value_is(args->items[0], VALUE_DATE))
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "isodate wants a date, not %s",
                           value_kind_name(args->items[0]));
    *out = value_str(date_iso(reader->arena, value_as_date(args->items[0])));
    return true;
}

/* ---- Text and numbers ---- */

/* The holes of a text that a page has written somewhere in another hole, and
 * that only now is read as Markdown: what is wrong in them is reported there.
 */
static const struct hole *placed_at(struct arena *arena,
                                    const struct document *document,
                                    const struct fill_place *place)
{
    struct hole *holes = arena_array(arena, struct hole, document->hole_count);

    for (size_t i = 0; i < document->hole_count; i++) {
        holes[i] = document->holes[i];
        holes[i].span = place->hole->span;
        holes[i].text_span = (struct span){0};
        holes[i].source = fill_where(place->fill, place->hole);
    }
    return holes;
}

/* {{ text | markdown }}: inline Markdown of the site's dialect. */
static bool filter_markdown(void *data, const struct value_args *args,
                            struct reader *reader, struct value *out)
{
    struct build *build = data;
    struct source_ref source = {0};
    struct document document;
    struct diags diags;
    struct str text;

    if (!wants_text("markdown", args, reader, &text))
        return false;
    diags_init(&diags, reader->arena, NULL);
    source.text = text;
    markdown_parse_inline(reader->arena, &build->dialect, &source, text, &diags,
                          &document);
    if (!reader->page || document.hole_count == 0) {
        *out = value_html(html_trust(document.html));
        return true;
    }
    const struct render_host *host = render_host_of(reader);
    struct buf html = BUF_INIT;
    struct fill fill = {
        .page = reader->page,
        .document = &document,
        .reader = reader,
        .out = &html,
    };
    if (host->within) {
        document.holes = placed_at(reader->arena, &document, host->within);
        fill.diags = host->within->fill->diags;
        fill.elsewhere = host->within->fill->elsewhere;
    }
    fill_document(&fill, &document);
    *out = value_html(html_trust(buf_dup(reader->arena, &html)));
    buf_deinit(&html);
    return true;
}

/* {{ 1655.4 | number }} is 1,655; number(2) keeps two decimals. */
static bool filter_number(void *data, const struct value_args *args,
                          struct reader *reader, struct value *out)
{
    struct value v = args->items[0];
    int64_t decimals = 0;
    struct buf buf = BUF_INIT;

    (void)data;
    if (!value_is_number(v))
        return reader_fail(reader, DIAG_TEMPLATE_RUNTIME,
                           "number wants a number, not %s", value_kind_name(v));
    if (args->len > 1 && value_is(args->items[1], VALUE_INT))
        decimals = args->items[1].as.integer;
    decimals = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
    double x = value_as_double(v);
    buf_add_fmt(&buf, "%.*f", (int)decimals, fabs(x));
    size_t dot = str_chr(buf_str(&buf), '.');
    if (isfinite(x))
        for (size_t at = dot == STR_NONE ? buf.len : dot; at > 3; at -= 3)
            buf_insert(&buf, at - 3, STR(","));
    if (x < 0)
        buf_insert(&buf, 0, STR("\xe2\x88\x92")); /* U+2212 */
    *out = value_str(buf_dup(reader->arena, &buf));
    buf_deinit(&buf);
    return true;
}

static bool filter_slug(void *data, const struct value_args *args,
                        struct reader *reader, struct value *out)
{
    struct str text;

    (void)data;
    if (!wants_text("slugify", args, reader, &text))
        return false;
    *out = value_str(text_slug(reader->arena, text));
    return true;
}

/* Whoever names `data` has read all of it. */
static void register_data(struct build *build)
{
    struct trace_input input = {.kind = INPUT_DATA, .key = STR("data")};

    phx_ignore(site_fingerprint(build->site, build->arena, input.kind,
                                input.key, &input.fingerprint),
               "data is always there");
    expr_env_noted(build->env, "data", build->inputs.data, &input);
}

void functions_register(struct build *build)
{
    struct expr_env *env = build->env;

    expr_env_function(env, "url_for", fn_url_for, build);
    expr_env_function(env, "asset", fn_asset, build);
    expr_env_function(env, "image", fn_image, build);
    expr_env_function(env, "page_assets", fn_page_assets, build);
    expr_env_function(env, "t", fn_t, build);
    expr_env_function(env, "now", fn_now, build);
    expr_env_function(env, "result_files", evidence_files, build);
    expr_env_global(env, "bench", bench_function(build->results, build->arena));
    register_data(build);
    expr_env_filter(env, "absolute_url", filter_absolute, build);
    expr_env_filter(env, "date", filter_date, build);
    expr_env_filter(env, "isodate", filter_iso, build);
    expr_env_filter(env, "markdown", filter_markdown, build);
    expr_env_filter(env, "number", filter_number, build);
    expr_env_filter(env, "slugify", filter_slug, build);
}
