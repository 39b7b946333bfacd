/* SPDX-License-Identifier: MIT */
/* Pages, files and our own addresses. */
#include "answer.h"

#include "asset/asset.h"
#include "editor.h"
#include "inject.h"
#include "listen.h"
#include "news.h"
#include "pages.h"

#include <unistd.h>

#define PAGE_LIMIT (32u << 20) /* larger ones are sent without the script */

/* ---- Pages and files ---- */

static struct injection injection_of(const struct exchange *x, struct str page,
                                     struct str path)
{
    return (struct injection){.session = x->options->session,
                              .token = str_of(x->token),
                              .base_path = x->state.base_path,
                              .path = path,
                              .output = x->state.output,
                              .fingerprint = inject_fingerprint(page)};
}

/* A page as it is sent: with the script, unless a script asked for it. */
static enum MHD_Result send_page(const struct exchange *x, int status,
                                 struct str page, struct str path)
{
    struct str purpose = reply_field(&x->reply, "Sec-Fetch-Dest");
    struct injection injection = injection_of(x, page, path);
    struct buf out = BUF_INIT;

    buf_reserve(&out, page.len + 1); /* the reply frees it, even an empty one */
    if (str_is(purpose, "empty"))
        buf_add(&out, page);
    else
        inject_script(&out, page, &injection);
    const struct body body = {
        .status = status,
        .type = STR("text/html; charset=utf-8"),
        .tag = str_fmt(x->reply.scratch, "\"%016llx\"",
                       (unsigned long long)hash_short(buf_str(&out))),
        .no_store = status == 503,
        .fingerprint = injection.fingerprint,
        .fd = -1,
        .size = out.len,
        .bytes = out.ptr,
    };
    return reply_body(&x->reply, &body);
}

/* The whole file into *out; false when it is shorter than it was. */
static bool read_page(const struct found *found, struct buf *out)
{
    buf_reserve(out, (size_t)found->size);
    while (out->len < found->size) {
        ssize_t n = pread(found->fd, out->ptr + out->len,
                          (size_t)found->size - out->len, (off_t)out->len);
        if (n <= 0)
            return false;
        out->len += (size_t)n;
    }
    return true;
}

static enum MHD_Result send_html(const struct exchange *x, struct found *found)
{
    struct buf page = BUF_INIT;
    struct str path = found->status == 200 ? found->path : STR("");
    enum MHD_Result result = MHD_NO;

    if (read_page(found, &page))
        result = send_page(x, found->status, buf_str(&page), path);
    close(found->fd);
    buf_deinit(&page);
    return result;
}

static enum MHD_Result send_file(const struct exchange *x, struct found *found)
{
    struct str type = asset_mime_type(found->path);

    if (str_starts(type, STR("text/html")) && found->size <= PAGE_LIMIT)
        return send_html(x, found);
    const struct body body = {
        .status = found->status,
        .type = type,
        .tag = str_fmt(x->reply.scratch, "\"%llx-%llx-%llx\"",
                       (unsigned long long)found->size,
                       (unsigned long long)found->mtime_ns,
                       (unsigned long long)found->inode),
        .mtime = found->mtime_ns / 1000000000,
        .fd = found->fd,
        .size = found->size,
    };
    return reply_body(&x->reply, &body);
}

static enum MHD_Result send_not_found(const struct exchange *x,
                                      struct str sentence)
{
    struct buf page = BUF_INIT;
    enum MHD_Result result;

    inject_plain_page(&page, 404, sentence);
    result = send_page(x, 404, buf_str(&page), STR(""));
    buf_deinit(&page);
    return result;
}

static enum MHD_Result redirect(const struct exchange *x, int status,
                                struct str location)
{
    struct buf page = BUF_INIT;

    buf_add_cstr(&page, "Moved.\n");
    const struct body body = {
        .status = status,
        .type = STR("text/plain; charset=utf-8"),
        .no_store = true,
        .fd = -1,
        .size = page.len,
        .bytes = page.ptr,
        .location = str_cstr(x->reply.scratch, location),
    };
    return reply_body(&x->reply, &body);
}

/* ---- The site ---- */

/* Takes the base path off a decoded path that starts with it. */
static bool below_base(struct str base, struct str *path)
{
    struct str prefix = str_from(base, 1); /* "/notes" is "notes" */

    if (base.len == 0)
        return true;
    if (!path_is_under(*path, prefix) || path->len == prefix.len)
        return false;
    *path = str_from(*path, prefix.len + 1);
    return true;
}

static enum MHD_Result outside_base(const struct exchange *x, struct str path)
{
    struct arena *arena = x->reply.scratch;
    struct str home = str_cat(arena, x->state.base_path, STR("/"));

    if (path.len == 0)
        return redirect(x, 302, home);
    if (str_eq(path, str_from(x->state.base_path, 1)))
        return redirect(x, 301, home);
    return send_not_found(
        x, str_fmt(arena, "The site is below %" STR_FMT, STR_ARG(home)));
}

enum MHD_Result answer_site(const struct exchange *x)
{
    struct arena *arena = x->reply.scratch;
    struct found found;
    struct str path;
    int status = target_decode(arena, x->target.path, &path);

    if (status == 404)
        return send_not_found(x, STR("Nothing is published here."));
    if (status)
        return reply_refusal(&x->reply, status,
                             STR("This is no path of a site."));
    if (x->state.output == 0)
        return send_page(x, 503, inject_waiting_page(), STR(""));
    if (!below_base(x->state.base_path, &path))
        return outside_base(x, path);
    pages_find(arena, x->options->output, path, &found);
    if (found.status == 301) {
        struct str folder = str_cat(arena, x->target.path, STR("/"));
        return redirect(x, 301, str_cat(arena, folder, x->target.query));
    }
    if (found.fd < 0)
        return send_not_found(x, STR("Nothing is published here."));
    return send_file(x, &found);
}

/* ---- Our own addresses ---- */

static enum MHD_Result send_text(const struct exchange *x, const char *type,
                                 struct str text)
{
    struct buf copy = BUF_INIT;

    buf_add(&copy, text);
    buf_add_char(&copy, '\n');
    const struct body body = {.status = 200,
                              .type = str_of(type),
                              .no_store = true,
                              .fd = -1,
                              .size = copy.len,
                              .bytes = copy.ptr};
    return reply_body(&x->reply, &body);
}

static enum MHD_Result answer_events(const struct exchange *x)
{
    const struct mhd_library *mhd = &x->reply.libraries->mhd;
    struct MHD_Response *response =
        events_stream(x->options->events, x->reply.connection);

    if (!response)
        return reply_refusal(&x->reply, 503, STR("Too many pages are open."));
    mhd->MHD_add_response_header(response, "Content-Type", "text/event-stream");
    mhd->MHD_add_response_header(response, "Cache-Control", "no-store");
    return reply_queue(&x->reply, 200, response);
}

/* Only this machine's own pages may have programs started on it: the peer is
 * this machine, the page is ours, and it knows the token, which scripts of
 * other sites cannot read and cannot send in a field without being asked
 * first (CORS preflight, which is refused as a method). */
static bool may_open(const struct exchange *x)
{
    struct str origin = reply_field(&x->reply, "Origin");
    struct str host = reply_field(&x->reply, "Host");
    struct str site = reply_field(&x->reply, "Sec-Fetch-Site");
    const union MHD_ConnectionInfo *peer =
        x->reply.libraries->mhd.MHD_get_connection_info(
            x->reply.connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return peer && listen_is_local(peer->client_addr) &&
           str_eq(origin, str_cat(x->reply.scratch, STR("http://"), host)) &&
           (site.len == 0 || str_is(site, "same-origin")) &&
           str_is(reply_field(&x->reply, "X-Phx-Token"), x->token);
}

static enum MHD_Result answer_open(const struct exchange *x)
{
    struct arena *arena = x->reply.scratch;
    struct place place;
    struct error err;
    int64_t index;

    if (!may_open(x))
        return reply_refusal(&x->reply, 403,
                             STR("Only a page of this preview may do so."));
    if (!str_to_int(target_argument(x->target.query, STR("problem")), &index) ||
        index < 0 || !news_place(arena, x->state.news, (size_t)index, &place))
        return reply_refusal(&x->reply, 409,
                             STR("That problem is no longer there."));
    struct str file =
        str_starts(place.path, STR("/"))
            ? str_dup(arena, place.path)
            : path_join(arena, str_of(x->options->root), place.path);
    /* A template of the built-in theme is no file. */
    if (access(file.ptr, R_OK) < 0)
        return reply_refusal(&x->reply, 409,
                             STR("That file is not in the site's folder."));
    struct str link = editor_link(arena, file, place.line, place.column);
    if (editor_open(arena, file, place.line, place.column, &err) == 0)
        link = STR("");
    return send_text(x, "text/plain; charset=utf-8", link);
}

enum MHD_Result answer_own(const struct exchange *x, struct str name, bool post)
{
    if (post)
        return str_is(name, "open")
                   ? answer_open(x)
                   : reply_refusal(&x->reply, 405, STR("Only GET is known."));
    if (str_is(name, "live.js"))
        return send_text(x, "text/javascript; charset=utf-8",
                         inject_script_text());
    if (str_is(name, "news"))
        return send_text(x, "application/json; charset=utf-8", x->state.news);
    if (str_is(name, "events"))
        return answer_events(x);
    return reply_refusal(&x->reply, 404, STR("Nothing is published here."));
}
