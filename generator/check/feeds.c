/* SPDX-License-Identifier: MIT */
/*
 * Atom and RSS feeds and sitemaps: well-formed, valid by their schemas
 * (schema/, RELAX NG), their addresses whole and there. Other XML files are
 * left alone. Each worker has its own copies of the schemas, made when it first
 * needs one.
 */
#include "feed.h"
#include "xml_reading.h"

#define FORMATS 3u
#define STEPS_MAX 3u /* of a validator's explanation */

enum format { FORMAT_ATOM, FORMAT_RSS, FORMAT_SITEMAP, FORMAT_NONE };

static const char *const format_names[FORMATS] = {
    "the Atom feed", "the RSS feed", "the sitemap"};
static const char *const schema_paths[FORMATS] = {
    "check/atom.rng", "check/rss.rng", "check/sitemap.rng"};

struct feed_schemas {
    xmlRelaxNG *by_format[FORMATS];
};

struct xml_reader {
    struct feed_reader feed;
    const struct xml_reading *xml;
    enum format format;
    unsigned errors; /* that the schema's validator reported */
};

/* ---- The library ---- */

void feeds_open(struct check *check, struct diags *diags)
{
    const char *reason;
    unsigned jobs = pool_jobs(check->pool);

    if (xml_reading(&reason)) {
        check->schemas = arena_array(check->arena, struct feed_schemas *, jobs);
        return;
    }
    diag_add(diags, DIAG_CHECK_LIBRARY, NULL, (struct span){0},
             "feeds and sitemaps were not checked: no libxml2 (%s); install it "
             "(Debian: libxml2)",
             reason);
}

void feeds_close(struct check *check)
{
    const char *reason;
    const struct xml_reading *xml = xml_reading(&reason);

    for (unsigned i = 0; check->schemas && i < pool_jobs(check->pool); i++)
        for (unsigned k = 0; check->schemas[i] && k < FORMATS; k++)
            if (check->schemas[i]->by_format[k])
                xml->xmlRelaxNGFree(check->schemas[i]->by_format[k]);
}

static xmlRelaxNG *parse_schema(const struct xml_reading *xml,
                                enum format format)
{
    struct str text;
    bool found = embed_find(str_of(schema_paths[format]), &text);

    PHX_BUG_ON(!found);
    xmlRelaxNGParserCtxt *parser =
        xml->xmlRelaxNGNewMemParserCtxt(text.ptr, (int)text.len);
    if (!parser)
        base_out_of_memory(text.len);
    xmlRelaxNG *schema = xml->xmlRelaxNGParse(parser);
    xml->xmlRelaxNGFreeParserCtxt(parser);
    PHX_BUG_ON(!schema);
    return schema;
}

static xmlRelaxNG *schema_of(const struct xml_reader *r)
{
    struct worker *worker = r->feed.worker;
    struct feed_schemas **own = &r->feed.check->schemas[worker->id];

    if (!*own)
        *own = arena_new(&worker->keep, struct feed_schemas);
    if (!(*own)->by_format[r->format])
        (*own)->by_format[r->format] = parse_schema(r->xml, r->format);
    return (*own)->by_format[r->format];
}

/* ---- Nodes ---- */

static bool is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE &&
           str_is(str_of((const char *)node->name), name);
}

static bool in_namespace(const xmlNode *node, const char *uri)
{
    return node->ns && str_is(str_of((const char *)node->ns->href), uri);
}

/* The text directly inside; in the scratch arena when it is in pieces. */
static struct str text_of(struct xml_reader *r, const xmlNode *first)
{
    struct str text = STR("");

    for (const xmlNode *n = first; n; n = n->next) {
        if (n->type != XML_TEXT_NODE && n->type != XML_CDATA_SECTION_NODE)
            continue;
        struct str piece = str_of((const char *)n->content);
        text =
            text.len ? str_cat(&r->feed.worker->scratch, text, piece) : piece;
    }
    return text;
}

static bool attribute(struct xml_reader *r, const xmlNode *node,
                      const char *name, struct str *out)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (str_is(str_of((const char *)a->name), name)) {
            *out = text_of(r, a->children);
            return true;
        }
    return false;
}

static uint32_t line_of(struct xml_reader *r, const xmlNode *node)
{
    long line = r->xml->xmlGetLineNo(node);

    return line > 0 ? (uint32_t)line : 0;
}

/* ---- Validation ---- */

/* The validator explains itself step by step: the first steps are one message,
 * the rest follows from them. */
static void on_error(void *ctx, xml_error_ref error)
{
    struct xml_reader *r = ctx;
    struct str message = str_trim(str_of(error->message));
    struct findings *all = &r->feed.file->findings;

    if (r->errors == 0) {
        feed_find(&r->feed, error->line > 0 ? (uint32_t)error->line : 0,
                  "%" STR_FMT, STR_ARG(message));
    } else if (r->errors < STEPS_MAX) {
        struct finding *f = &all->list.items[all->list.len - 1];
        f->message = str_fmt(&r->feed.worker->keep, "%" STR_FMT "; %" STR_FMT,
                             STR_ARG(f->message), STR_ARG(message));
    }
    r->errors++;
}

static const char *const required[FORMATS][4] = {
    [FORMAT_ATOM] = {"id", "title", "updated", NULL},
    [FORMAT_RSS] = {"title", "link", "description", NULL},
    [FORMAT_SITEMAP] = {"loc", NULL},
};

/* The schema's validator says that something is missing, but not what. */
static bool has_required(struct xml_reader *r, const xmlNode *node)
{
    const char *const *names = required[r->format];
    bool complete = true;

    for (size_t i = 0; names[i]; i++) {
        bool found = false;
        for (const xmlNode *n = node->children; n && !found; n = n->next)
            found = is_named(n, names[i]);
        if (!found)
            feed_find(&r->feed, line_of(r, node), "<%s> has no <%s>",
                      (const char *)node->name, names[i]);
        complete &= found;
    }
    return complete;
}

/* Whether `node` is one whose children are required. */
static bool is_record(const xmlNode *node)
{
    static const char *const names[] = {"feed", "entry", "channel", "url",
                                        "sitemap"};

    for (size_t i = 0; i < PHX_COUNT(names); i++)
        if (is_named(node, names[i]))
            return true;
    return false;
}

static bool all_required(struct xml_reader *r, const xmlNode *root)
{
    bool complete = !is_record(root) || has_required(r, root);

    for (const xmlNode *n = root->children; n; n = n->next)
        if (is_record(n))
            complete &= has_required(r, n);
    return complete;
}

static void validate(struct xml_reader *r, xmlDoc *doc)
{
    xmlRelaxNGValidCtxt *context = r->xml->xmlRelaxNGNewValidCtxt(schema_of(r));

    if (!context)
        base_out_of_memory(sizeof(void *));
    r->xml->xmlRelaxNGSetValidStructuredErrors(context, on_error, r);
    r->xml->xmlRelaxNGValidateDoc(context, doc);
    r->xml->xmlRelaxNGFreeValidCtxt(context);
}

/* ---- What a schema cannot say ---- */

static bool has_child(const xmlNode *node, const char *name)
{
    for (const xmlNode *n = node->children; n; n = n->next)
        if (is_named(n, name))
            return true;
    return false;
}

/* RFC 4287, 4.1.1: an author for the feed or for each entry; ids are unique. */
static void look_at_entries(struct xml_reader *r, const xmlNode *feed)
{
    struct map ids;
    bool author = has_child(feed, "author");

    map_init(&ids, &r->feed.worker->scratch);
    for (const xmlNode *n = feed->children; n; n = n->next) {
        if (!is_named(n, "entry"))
            continue;
        if (!author && !has_child(n, "author"))
            feed_find(&r->feed, line_of(r, n),
                      "an entry has no author, and neither has the feed");
        for (const xmlNode *c = n->children; c; c = c->next)
            if (is_named(c, "id") &&
                map_set(&ids, text_of(r, c->children), r) != NULL)
                feed_find(&r->feed, line_of(r, c), "two entries have one id");
    }
}

static void look_at_page(struct xml_reader *r, const xmlNode *node,
                         const struct site_file *file, struct str url)
{
    if (!file || !file->page)
        return;
    if (file->page->redirect)
        feed_find(&r->feed, line_of(r, node), "`%" STR_FMT "` is a redirect",
                  STR_ARG(url));
    else if (file->page->noindex)
        feed_find(&r->feed, line_of(r, node),
                  "`%" STR_FMT "` asks search engines not to list it",
                  STR_ARG(url));
}

/* ---- Addresses ---- */

static bool is_permalink(struct xml_reader *r, const xmlNode *node)
{
    struct str is;

    return !attribute(r, node, "isPermaLink", &is) || !str_is(is, "false");
}

static void link_element(struct xml_reader *r, const xmlNode *node)
{
    struct str url;

    if (attribute(r, node, "href", &url))
        feed_address(&r->feed, line_of(r, node), url);
    else if (!node->ns && r->format == FORMAT_RSS)
        feed_address(&r->feed, line_of(r, node), text_of(r, node->children));
}

static void look_at_element(struct xml_reader *r, const xmlNode *node)
{
    uint32_t line = line_of(r, node);
    struct str value;

    if (is_named(node, "link"))
        link_element(r, node);
    else if (is_named(node, "guid") && is_permalink(r, node))
        feed_address(&r->feed, line, text_of(r, node->children));
    else if (is_named(node, "enclosure") && attribute(r, node, "url", &value))
        feed_address(&r->feed, line, value);
    else if (is_named(node, "loc") && r->format == FORMAT_SITEMAP) {
        value = text_of(r, node->children);
        look_at_page(r, node, feed_address(&r->feed, line, value), value);
    } else if (is_named(node, "encoded") ||
               (is_named(node, "description") && r->format == FORMAT_RSS))
        feed_markup(&r->feed, line, text_of(r, node->children));
    else if ((is_named(node, "content") || is_named(node, "summary")) &&
             attribute(r, node, "type", &value) && str_is(value, "html"))
        feed_markup(&r->feed, line, text_of(r, node->children));
}

/* In document order, without recursion: depth is the file's. */
static void look_at_all(struct xml_reader *r, const xmlNode *root)
{
    const xmlNode *node = root;

    while (node) {
        if (node->type == XML_ELEMENT_NODE)
            look_at_element(r, node);
        if (node->children && node->type == XML_ELEMENT_NODE) {
            node = node->children;
            continue;
        }
        while (node && node != root && !node->next)
            node = node->parent;
        if (!node || node == root)
            return;
        node = node->next;
    }
}

/* ---- A file ---- */

static enum format format_of(const xmlNode *root)
{
    if (is_named(root, "rss"))
        return FORMAT_RSS;
    if (is_named(root, "feed") &&
        in_namespace(root, "http://www.w3.org/2005/Atom"))
        return FORMAT_ATOM;
    return is_named(root, "urlset") || is_named(root, "sitemapindex")
               ? FORMAT_SITEMAP
               : FORMAT_NONE;
}

static void look_at_document(struct xml_reader *r, xmlDoc *doc)
{
    const xmlNode *root = r->xml->xmlDocGetRootElement(doc);

    r->format = root ? format_of(root) : FORMAT_NONE;
    if (r->format == FORMAT_NONE)
        return;
    r->feed.name = format_names[r->format];
    if (all_required(r, root))
        validate(r, doc);
    if (r->format == FORMAT_ATOM)
        look_at_entries(r, root);
    look_at_all(r, root);
}

void feed_check(const struct check *check, struct site_file *file,
                struct worker *worker, struct str text)
{
    const char *reason;
    struct xml_reader r = {
        .feed = {check, file, worker, "the XML"},
        .xml = xml_reading(&reason),
    };

    if (!r.xml || text.len > INT_MAX)
        return;
    xmlParserCtxt *parser = r.xml->xmlNewParserCtxt();
    if (!parser)
        base_out_of_memory(sizeof(void *));
    xmlDoc *doc = r.xml->xmlCtxtReadMemory(
        parser, text.ptr, (int)text.len, NULL, NULL,
        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
            XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES);
    if (doc)
        look_at_document(&r, doc);
    else
        on_error(&r, r.xml->xmlCtxtGetLastError(parser));
    if (doc)
        r.xml->xmlFreeDoc(doc);
    r.xml->xmlFreeParserCtxt(parser);
}
