/* SPDX-License-Identifier: MIT */
/*
 * Front matter of other generators: read as YAML or TOML, its keys by the names
 * that phx has for them, written as YAML. What phx does not know stays under
 * its own name: templates find it in page.extra.
 */
#include "private.h"

enum rule {
    RULE_KEEP,     /* as it is */
    RULE_LIST,     /* one text is a list of one */
    RULE_WORDS,    /* Jekyll: one text is a list of words */
    RULE_FLAG_NOT, /* published: false is draft: true */
    RULE_DATE,
    RULE_PERMALINK, /* the address says it already */
    RULE_DROP       /* means nothing outside of the old site */
};

struct key_rule {
    const char *from;
    const char *to;
    enum rule rule;
};

static const struct key_rule rules[] = {
    {"title", "title", RULE_KEEP},
    {"date", "date", RULE_DATE},
    {"lastmod", "updated", RULE_DATE},
    {"last_modified_at", "updated", RULE_DATE},
    {"modified", "updated", RULE_DATE},
    {"updated", "updated", RULE_DATE},
    {"expiryDate", "expires", RULE_DATE},
    {"tags", "tags", RULE_LIST},
    {"tag", "tags", RULE_LIST},
    {"categories", "categories", RULE_LIST},
    {"category", "categories", RULE_LIST},
    {"description", "description", RULE_KEEP},
    {"excerpt", "description", RULE_KEEP},
    {"summary", "summary", RULE_KEEP},
    {"author", "authors", RULE_LIST},
    {"authors", "authors", RULE_LIST},
    {"draft", "draft", RULE_KEEP},
    {"published", "draft", RULE_FLAG_NOT},
    {"aliases", "aliases", RULE_LIST},
    {"redirect_from", "aliases", RULE_LIST},
    {"image", "image", RULE_KEEP},
    {"cover", "image", RULE_KEEP},
    {"thumbnail", "image", RULE_KEEP},
    {"lang", "lang", RULE_KEEP},
    {"translationKey", "translation", RULE_KEEP},
    {"weight", "weight", RULE_KEEP},
    {"series", "series", RULE_KEEP},
    {"toc", "toc", RULE_KEEP},
    {"permalink", "url", RULE_PERMALINK},
    {"url", "url", RULE_PERMALINK},
    {"slug", "slug", RULE_PERMALINK},
    {"layout", NULL, RULE_DROP},
    {"type", NULL, RULE_DROP},
    {"_styles", NULL, RULE_DROP},
    {"cascade", NULL, RULE_DROP},
    {"outputs", NULL, RULE_DROP},
    {"comments", NULL, RULE_DROP},
};

static const struct key_rule *find_rule(struct str key)
{
    for (size_t i = 0; i < PHX_COUNT(rules); i++)
        if (str_is(key, rules[i].from))
            return &rules[i];
    return NULL;
}

/* ---- Reading ---- */

bool front_load(struct importer *im, struct old_page *page)
{
    static const struct yaml_options yaml = {.dates = false};
    struct source_ref source = {.path = page->source};
    struct map_builder empty;
    struct diags *diags = &im->report->diags;
    bool ok = true;

    front_split(page->bytes, &page->parts);
    page->where = (struct source_ref){.path = page->source,
                                      .text = page->parts.body,
                                      .line_offset = page->parts.body_line};
    map_builder_init(&empty, im->arena);
    page->front = map_builder_finish(&empty);
    source.text = page->parts.text;
    source.line_offset = page->parts.text_line;
    struct value read = value_null();
    if (page->parts.form == FRONT_YAML)
        ok = yaml_read(im->arena, &source, &yaml, diags, &read, NULL);
    else if (page->parts.form == FRONT_TOML)
        ok = toml_read(im->arena, &source, NULL, diags, &read);
    if (ok && value_is(read, VALUE_MAP))
        page->front = read;
    return ok;
}

struct str front_text(const struct old_page *page, const char *key)
{
    return value_map_str(page->front, str_of(key), STR(""));
}

/* ---- Writing ---- */

static struct value words(struct importer *im, struct str text)
{
    struct list_builder list;
    struct str word;

    list_builder_init(&list, im->arena);
    while (str_split(&text, ' ', &word)) {
        word = str_trim(word);
        while (str_ends(word, STR(",")))
            word = str_slice(word, 0, word.len - 1);
        if (word.len)
            list_builder_push(&list, value_str(word));
    }
    return list_builder_finish(&list);
}

/* Hexo nests categories, [a, [b, c]]; phx has one level. */
static void flatten(struct list_builder *into, struct value v)
{
    if (!value_is(v, VALUE_LIST)) {
        list_builder_push(into, v);
        return;
    }
    for (size_t i = 0; i < v.as.list->len; i++)
        flatten(into, v.as.list->items[i]);
}

static struct value as_list(struct importer *im, struct value v,
                            const struct key_rule *rule)
{
    struct list_builder list;
    bool splits = im->options->from == IMPORT_JEKYLL &&
                  (str_is(str_of(rule->from), "tags") ||
                   str_is(str_of(rule->from), "categories"));

    if (value_is(v, VALUE_STRING) && splits)
        return words(im, value_text(v));
    list_builder_init(&list, im->arena);
    if (!value_is(v, VALUE_NULL))
        flatten(&list, v);
    return list_builder_finish(&list);
}

static void put_value(struct buf *out, struct str key, struct value v,
                      bool plain)
{
    buf_add(out, key);
    buf_add_cstr(out, ": ");
    if (plain && value_is(v, VALUE_STRING))
        buf_add(out, value_text(v));
    else
        json_write(out, v, 0, false, NULL); /* JSON is YAML */
    buf_add_char(out, '\n');
}

/* A date without quotes, when it is one that can stand so. */
static bool is_plain_date(struct value v)
{
    struct date d;

    return value_is(v, VALUE_STRING) &&
           date_parse(str_trim(value_text(v)), NULL, &d) &&
           str_chr(value_text(v), '#') == STR_NONE;
}

static void put_entry(struct importer *im, const struct old_page *page,
                      const struct value_entry *entry, struct map *done,
                      struct buf *out)
{
    struct str key =
        value_is(entry->key, VALUE_STRING) ? value_text(entry->key) : STR("");
    const struct key_rule *rule = find_rule(key);
    struct value v = entry->value;
    struct str to = rule && rule->to ? str_of(rule->to) : key;

    if (!key.len || (rule && rule->rule == RULE_DROP) ||
        (rule && rule->rule == RULE_PERMALINK) || map_has(done, to))
        return;
    if (rule && rule->rule == RULE_FLAG_NOT) {
        if (value_truthy(v, NULL))
            return;
        v = value_bool(true);
    }
    if (rule && rule->rule == RULE_LIST)
        v = as_list(im, v, rule);
    if (value_is(v, VALUE_NULL) ||
        (rule && value_is(v, VALUE_STRING) && !value_text(v).len))
        return;
    map_set(done, to, im);
    put_value(out, to, v, rule && rule->rule == RULE_DATE && is_plain_date(v));
    (void)page;
}

/* A path that says what it is: lower case Latin, digits and hyphens. What phx
 * makes of such a file's name is the same. */
static bool is_plain_path(struct str path)
{
    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || ascii_is_digit(c) || c == '/' ||
                     (c == '-' && i > 0 && path.ptr[i - 1] != '-');
        if (!plain)
            return false;
    }
    return true;
}

/* Whether phx makes this URL of this file without being told. */
static bool is_own_url(const struct old_page *page, struct str path)
{
    struct str stem = path_stem(page->target);
    struct str own = path_dir(str_from(page->target, 8)); /* content/ */
    bool index = str_is(stem, "index") || str_is(stem, "_index");

    if (str_chr(stem, '.') != STR_NONE || !str_starts(page->url, STR("/")))
        return false;
    path = str_from(path, 1);
    if (!is_plain_path(path) || !is_plain_path(own))
        return false;
    if (index)
        return own.len ? str_starts(path, own) && path.len == own.len + 1
                       : path.len == 0;
    size_t at = own.len ? own.len + 1 : 0;
    return str_starts(path, own) && path.len == at + stem.len + 1 &&
           str_eq(str_slice(path, at, at + stem.len), stem);
}

void front_write(struct importer *im, const struct old_page *page,
                 struct buf *out)
{
    const struct value_map *front = page->front.as.map;
    struct map done;

    map_init(&done, im->arena);
    buf_add_cstr(out, "---\n");
    for (size_t i = 0; i < front->len; i++)
        put_entry(im, page, &front->entries[i], &done, out);
    if (page->date.len && !map_has(&done, STR("date")))
        put_value(out, STR("date"), value_str(page->date), true);
    if (page->draft && !map_has(&done, STR("draft")))
        put_value(out, STR("draft"), value_bool(true), false);
    if (page->url.len && !is_own_url(page, page->url))
        put_value(out, STR("url"), value_str(page->url), false);
    buf_add_cstr(out, "---\n");
}
