/* SPDX-License-Identifier: MIT */
/*
 * Where mermaid's library is found and how a page starts it.
 */
#include "mermaid.h"

#include "keep.h"
#include "numbering.h"

#define LIBRARY_LIMIT (32u << 20)

static const struct str asset_name = STR_INIT("mermaid/mermaid.min.js");

/* The first page with a diagram, and where. */
static const struct hole *first_use(const struct build *build,
                                    const struct page **page)
{
    const struct content_files *content = &build->inputs.content;

    for (size_t i = 0; i < content->pages.len; i++) {
        *page = content->pages.items[i].page;
        const struct hole *hole =
            *page ? document_directive(&(*page)->document, "mermaid") : NULL;
        if (hole)
            return hole;
    }
    return NULL;
}

/* As Node looks for it: in node_modules of the site's folder, then of those
 * around it. */
static bool find_library(struct build *build, struct str *bytes)
{
    static const struct str file =
        STR_INIT("node_modules/mermaid/dist/mermaid.min.js");
    struct str dir = build->root;
    struct error err;

    for (;;) {
        struct str path = path_join(build->arena, dir, file);
        keep_extra(build, path);
        if (fs_read(build->arena, path.ptr, LIBRARY_LIMIT, bytes, &err) == 0)
            return true;
        size_t slash = str_rchr(dir, '/');
        if (slash == STR_NONE || slash == 0)
            return false;
        dir = str_slice(dir, 0, slash);
    }
}

void mermaid_add(struct build *build)
{
    const struct page *page;
    const struct hole *hole = first_use(build, &page);
    struct str bytes;

    if (!hole)
        return;
    if (find_library(build, &bytes)) {
        asset_add(build->assets, asset_name, bytes, STR("mermaid.min.js"), true,
                  false, build->diags);
        return;
    }
    diag_hint(build->diags,
              diag_add(build->diags, DIAG_MERMAID_LIBRARY,
                       hole->source ? hole->source : &page->source, hole->span,
                       "mermaid is not installed, so diagrams are shown as "
                       "their text"),
              "npm install mermaid, in the site's folder");
}

bool mermaid_use(struct reader *reader)
{
    struct render_host *host = render_host_of(reader);
    const struct asset *library = asset_find(host->build->assets, asset_name);

    reader_note(reader, INPUT_ASSET, asset_name,
                library ? library->id : (struct hash){0});
    if (!library || host->mode != URL_SITE)
        return false;
    host->used_mermaid = true;
    return true;
}

void mermaid_links(const struct build *build, struct buf *out)
{
    const struct asset *library = asset_find(build->assets, asset_name);

    buf_add_cstr(out, "<script defer src=\"");
    buf_add_escaped(out, build->config.base_path);
    buf_add_char(out, '/');
    buf_add_escaped(out, library->path);
    buf_add_cstr(out, "\" integrity=\"");
    buf_add_escaped(out, library->integrity);
    /* A module runs behind the deferred script above. */
    buf_add_cstr(out, "\"></script>\n<script type=\"module\">"
                      "const d=document.documentElement.dataset.theme||"
                      "(matchMedia(\"(prefers-color-scheme: dark)\").matches?"
                      "\"dark\":\"light\");"
                      "mermaid.initialize({startOnLoad:false,"
                      "theme:d===\"dark\"?\"dark\":\"neutral\"});"
                      "mermaid.run();</script>");
}
