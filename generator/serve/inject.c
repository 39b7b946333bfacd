/* SPDX-License-Identifier: MIT */
/* Script elements and the preview's own pages. */
#include "inject.h"

static struct str embedded(struct str path)
{
    struct str text;
    bool found = embed_find(path, &text);

    PHX_BUG_ON(!found);
    return text;
}

struct str inject_script_text(void)
{
    return embedded(STR("serve/live.js"));
}

struct str inject_waiting_page(void)
{
    return embedded(STR("serve/waiting.html"));
}

/* The last "</body", in either case; the end when there is none. */
static size_t insertion_point(struct str page)
{
    static const struct str tag = STR_INIT("</body");

    for (size_t at = page.len; at-- > 0;)
        if (page.ptr[at] == '<' &&
            str_eq_nocase(str_slice(page, at, at + tag.len), tag))
            return at;
    return page.len;
}

static void add_data(struct buf *out, const char *name, struct str value)
{
    buf_add_fmt(out, " data-%s=\"", name);
    buf_add_escaped(out, value);
    buf_add_char(out, '"');
}

void inject_script(struct buf *out, struct str page,
                   const struct injection *injection)
{
    size_t at = insertion_point(page);

    buf_reserve(out, page.len + 512);
    buf_add(out, str_slice(page, 0, at));
    buf_add_cstr(out, "<script src=\"/.phx/live.js\" async");
    add_data(out, "session", injection->session);
    add_data(out, "token", injection->token);
    add_data(out, "base", injection->base_path);
    add_data(out, "path", injection->path);
    buf_add_fmt(out, " data-output=\"%llu\"",
                (unsigned long long)injection->output);
    buf_add_fmt(out, " data-fingerprint=\"%016llx\"></script>\n",
                (unsigned long long)injection->fingerprint);
    buf_add(out, str_from(page, at));
}

/* The next <link …> that names a style sheet; false when there is none. */
static bool next_style(struct str page, size_t *start, size_t *end)
{
    static const struct str open = STR_INIT("<link"),
                            name = STR_INIT("stylesheet");

    for (size_t at = *end; (at = str_find_from(page, open, at)) != STR_NONE;
         at += open.len) {
        size_t close = str_find_from(page, STR(">"), at);
        if (close == STR_NONE)
            return false;
        if (str_find(str_slice(page, at, close), name) == STR_NONE)
            continue;
        *start = at;
        *end = close + 1;
        return true;
    }
    return false;
}

uint64_t inject_fingerprint(struct str page)
{
    struct hash h = {0, 0};
    size_t from = 0, start, end = 0;

    while (next_style(page, &start, &end)) {
        h = hash_mix_str(h, str_slice(page, from, start));
        from = end;
    }
    return hash_mix_str(h, str_from(page, from)).lo;
}

static const char *status_text(int status)
{
    static const struct {
        int status;
        const char *text;
    } texts[] = {
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {416, "Range Not Satisfiable"},
        {503, "Service Unavailable"},
    };

    for (size_t i = 0; i < PHX_COUNT(texts); i++)
        if (texts[i].status == status)
            return texts[i].text;
    return "Error";
}

void inject_plain_page(struct buf *out, int status, struct str sentence)
{
    buf_add_fmt(out,
                "<!doctype html>\n<html lang=\"en\">\n<meta "
                "charset=\"utf-8\">\n<meta name=\"viewport\" "
                "content=\"width=device-width\">\n<meta name=\"color-scheme\" "
                "content=\"light dark\">\n<title>%d %s</title>\n<body "
                "style=\"font: 1rem/1.5 system-ui, sans-serif; margin: 3rem "
                "auto; max-width: 36rem; padding: 0 1rem\">\n<h1>%d "
                "%s</h1>\n<p>",
                status, status_text(status), status, status_text(status));
    buf_add_escaped(out, sentence);
    buf_add_cstr(out, "</p>\n</body>\n</html>\n");
}
