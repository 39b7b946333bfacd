/* SPDX-License-Identifier: MIT */
/* Which room answers for which kind of input. */
#include "inputs.h"

#include "images.h"
#include "numbering.h"

#include "render.h"
#include "results.h"
#include "theme_options.h"

static bool has_anchor(const struct document *document, struct str attribute,
                       struct str id)
{
    for (size_t i = 0; i < document->heading_count; i++)
        if (str_eq(document->headings[i].id, id))
            return true;
    for (size_t i = 0; i < document->hole_count; i++) {
        const struct hole *hole = &document->holes[i];
        if (hole->kind == HOLE_DIRECTIVE && str_eq(component_label(hole), id))
            return true;
        if (hole->body && has_anchor(hole->body, attribute, id))
            return true;
    }
    return str_find(document->html, attribute) != STR_NONE;
}

bool input_has_anchor(const struct page *page, struct arena *scratch,
                      struct str id)
{
    return has_anchor(&page->document,
                      str_fmt(scratch, "id=\"%" STR_FMT "\"", STR_ARG(id)), id);
}

/* `key`: PATH\nID, of an anchor or a label. */
static bool place_now(const struct build *build, struct arena *scratch,
                      struct str key, bool label, struct hash *out)
{
    size_t line = str_chr(key, '\n');
    const struct page *page =
        site_page_find(build->site, str_slice(key, 0, line));

    if (!page || line == STR_NONE || page->hidden != PAGE_SHOWN)
        return false;
    struct str id = str_from(key, line + 1);
    *out = label ? label_now(build, scratch, page, id)
                 : hash_mix_int((struct hash){0},
                                input_has_anchor(page, scratch, id));
    return true;
}

static bool collection_now(struct build *build, struct arena *scratch,
                           struct str key, struct hash *out)
{
    if (str_starts(key, STR(INPUT_ANCHOR)))
        return place_now(build, scratch,
                         str_from(key, sizeof(INPUT_ANCHOR) - 1), false, out);
    if (str_starts(key, STR(INPUT_LABEL)))
        return place_now(build, scratch, str_from(key, sizeof(INPUT_LABEL) - 1),
                         true, out);
    if (str_is(key, INPUT_COMPONENTS))
        *out = build->components.fingerprint;
    else if (str_is(key, INPUT_THEME_OPTIONS))
        *out = theme_options_fingerprint(build);
    else if (str_is(key, INPUT_RESULT_NAMES))
        *out = results_names(build);
    else if (str_is(key, INPUT_SITEMAP))
        *out = sitemap_fingerprint(build, scratch);
    else
        return site_fingerprint(build->site, scratch, INPUT_COLLECTION, key,
                                out);
    return true;
}

/* Key: language/key. */
static void word_now(const struct build *build, struct str key,
                     struct hash *out)
{
    size_t slash = str_chr(key, '/');

    *out = words_fingerprint(&build->words, str_slice(key, 0, slash),
                             build->config.languages[0].code,
                             str_from(key, slash + 1));
}

static bool source_now(const struct build *build, struct str key,
                       struct hash *out)
{
    const struct bib_file *file = map_get(&build->bibliography.files, key);

    if (file)
        *out = file->hash;
    return file != NULL;
}

bool input_now(struct build *build, struct arena *scratch, enum input_kind kind,
               struct str key, struct hash *out)
{
    const struct asset *asset;

    *out = (struct hash){0};
    switch (kind) {
    case INPUT_SOURCE:
        return source_now(build, key, out);
    case INPUT_TEMPLATE:
        *out = template_fingerprint(build->templates, key);
        return true;
    case INPUT_SETTING:
        phx_ignore(site_fingerprint(build->site, scratch, kind, key, out),
                   "one that is not there is noted as zero");
        return true;
    case INPUT_PAGE_META:
    case INPUT_PAGE_SUMMARY:
    case INPUT_PAGE_FACTS:
    case INPUT_PAGE_HEADINGS:
    case INPUT_PAGE_BODY:
    case INPUT_HISTORY:
    case INPUT_DATA:
        return site_fingerprint(build->site, scratch, kind, key, out);
    case INPUT_COLLECTION:
        return collection_now(build, scratch, key, out);
    case INPUT_RESULT:
        phx_ignore(bench_fingerprint(build->results, key, out), "likewise");
        return true;
    case INPUT_ASSET:
        asset = asset_find(build->assets, key);
        if (asset)
            *out = asset->id;
        else
            phx_ignore(images_fingerprint(build, key, out), "zero: gone");
        return true;
    case INPUT_WORDS:
        word_now(build, key, out);
        return true;
    case INPUT_CLOCK:
        *out =
            hash_mix_int(*out, (uint64_t)build->config.build.now.unix_seconds);
        return true;
    }
    return false;
}
