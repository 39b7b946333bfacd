/* SPDX-License-Identifier: MIT */
/*
 * Requests. libmicrohttpd 0.9.75 and later: one thread with epoll, which calls
 * log_target (the raw request target), answer and completed for each request.
 * The daemon's limits: 15 s without progress end a connection, 16 KiB hold a
 * request's line and fields (it answers 431 and 414 itself beyond that), and
 * there are no more connections than descriptors.
 */
#include "http.h"

#include "asset/asset.h"
#include "editor.h"
#include "inject.h"
#include "listen.h"
#include "news.h"
#include "pages.h"
#include "reply.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#define CONNECTIONS 4096u
#define CONNECTIONS_LEAST 64u
#define OTHER_DESCRIPTORS 512u /* files being sent, what a build has open */
#define CONNECTION_MEMORY (16u * 1024)
#define IDLE_SECONDS 15u
#define PAGE_LIMIT (32u << 20) /* larger ones are sent without the script */

struct http {
    const struct http_options *options;
    const struct mhd_library *mhd;
    struct MHD_Daemon *daemon;
    int listener;
    char token[33];
};

/* Of one request; freed when it is completed. */
struct request {
    struct arena arena;
    struct str uri; /* as it was sent */
    bool seen;      /* the first call has been made */
};

/* ---- One request ---- */

/* What the functions below need to answer it. */
struct exchange {
    const struct http *http;
    struct replier reply;
    struct target target;
    struct state state;
};

static struct injection injection_of(const struct exchange *x, struct str page,
                                     struct str path)
{
    return (struct injection){.session = x->http->options->session,
                              .token = str_of(x->http->token),
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
    struct str page = STR("Moved.\n");
    const struct body body = {
        .status = status,
        .type = STR("text/plain; charset=utf-8"),
        .no_store = true,
        .fd = -1,
        .size = page.len,
        .bytes = strdup(page.ptr),
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

static enum MHD_Result answer_site(const struct exchange *x)
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
    pages_find(arena, x->http->options->output, path, &found);
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
    const struct mhd_library *mhd = x->http->mhd;
    struct MHD_Response *response =
        events_stream(x->http->options->events, x->reply.connection);

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
        x->http->mhd->MHD_get_connection_info(
            x->reply.connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return peer && listen_is_local(peer->client_addr) &&
           str_eq(origin, str_cat(x->reply.scratch, STR("http://"), host)) &&
           (site.len == 0 || str_is(site, "same-origin")) &&
           str_is(reply_field(&x->reply, "X-Phx-Token"), x->http->token);
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
            : path_join(arena, str_of(x->http->options->root), place.path);
    /* A template of the built-in theme is no file. */
    if (access(file.ptr, R_OK) < 0)
        return reply_refusal(&x->reply, 409,
                             STR("That file is not in the site's folder."));
    struct str link = editor_link(arena, file, place.line, place.column);
    if (editor_open(arena, file, place.line, place.column, &err) == 0)
        link = STR("");
    return send_text(x, "text/plain; charset=utf-8", link);
}

static enum MHD_Result answer_own(const struct exchange *x, struct str name,
                                  bool post)
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

/* ---- Checks before any answer ---- */

struct host_count {
    struct str host;
    size_t count;
};

static enum MHD_Result count_host(void *cls, enum MHD_ValueKind kind,
                                  const char *key, const char *value)
{
    struct host_count *found = cls;

    (void)kind;
    if (str_eq_nocase(str_of(key), STR("Host"))) {
        found->host = str_of(value);
        found->count++;
    }
    return MHD_YES;
}

/* 0, or the status to refuse with. */
static int check_host(const struct exchange *x, const char *version)
{
    struct host_count found = {STR(""), 0};

    x->http->mhd->MHD_get_connection_values(
        x->reply.connection, MHD_HEADER_KIND, count_host, &found);
    if (found.count > 1)
        return 400;
    if (found.count == 0) /* HTTP/1.0 has none; no browser speaks it */
        return str_is(str_of(version), "HTTP/1.0") ? 0 : 400;
    if (!host_allowed(found.host, &x->http->options->hosts))
        return 403;
    if (x->target.authority.len &&
        !host_allowed(x->target.authority, &x->http->options->hosts))
        return 403;
    return 0;
}

static enum MHD_Result refuse_host(const struct exchange *x, int status)
{
    return reply_refusal(
        &x->reply, status,
        status == 403 ? STR("The preview does not answer to this host name. "
                            "phx serve --host NAME makes it answer to NAME.")
                      : STR("A request names one host."));
}

static enum MHD_Result answer_request(struct exchange *x, struct str uri,
                                      const char *method, const char *version)
{
    static const struct str own = STR_INIT("/.phx/");
    bool post = strcmp(method, "POST") == 0;
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;

    if (uri.len > TARGET_LIMIT)
        return reply_refusal(&x->reply, 414, STR("This address is too long."));
    if (!target_split(uri, &x->target))
        return reply_refusal(&x->reply, 400, STR("This is no address."));
    int status = check_host(x, version);
    if (status)
        return refuse_host(x, status);
    bool is_own = str_starts(x->target.path, own);
    if (!get && !(post && is_own))
        return reply_refusal(&x->reply, 405, STR("Only GET is known."));
    x->state = events_state(x->http->options->events, x->reply.scratch);
    if (is_own)
        return answer_own(x, str_from(x->target.path, own.len), post);
    return answer_site(x);
}

/* ---- Called by libmicrohttpd ---- */

static void *log_target(void *cls, const char *uri,
                        struct MHD_Connection *connection)
{
    struct request *request = malloc(sizeof(*request));

    (void)cls;
    (void)connection;
    if (!request)
        base_out_of_memory(sizeof(*request));
    arena_init(&request->arena);
    request->uri = str_dup(&request->arena, str_of(uri));
    request->seen = false;
    return request;
}

static void completed(void *cls, struct MHD_Connection *connection,
                      void **con_cls, enum MHD_RequestTerminationCode code)
{
    struct request *request = *con_cls;

    (void)cls;
    (void)connection;
    (void)code;
    if (!request)
        return;
    arena_deinit(&request->arena);
    free(request);
    *con_cls = NULL;
}

/* The path is decoded by target_decode, not by libmicrohttpd. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection,
                           char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

/* Called with the fields, with each piece of a body (nobody here wants one) and
 * at last for the answer. */
static enum MHD_Result answer(void *cls, struct MHD_Connection *connection,
                              const char *url, const char *method,
                              const char *version, const char *upload,
                              size_t *upload_size, void **con_cls)
{
    const struct http *http = cls;
    struct request *request = *con_cls;

    (void)url;
    (void)upload;
    if (!request->seen || *upload_size) {
        request->seen = true;
        *upload_size = 0;
        return MHD_YES;
    }
    struct exchange x = {
        .http = http,
        .reply = {.libraries = http->options->libraries,
                  .connection = connection,
                  .scratch = &request->arena,
                  .head = strcmp(method, "HEAD") == 0},
    };
    return answer_request(&x, request->uri, method, version);
}

static void ignore_log(void *cls, const char *format, va_list args)
    PHX_PRINTF(2, 0);
/* What broken clients send is no news. */
static void ignore_log(void *cls, const char *format, va_list args)
{
    (void)cls;
    (void)format;
    (void)args;
}

/* ---- The door ---- */

/* As many connections as the system lets the process have. */
static unsigned connection_limit(void)
{
    struct rlimit limit;
    rlim_t wanted = CONNECTIONS + OTHER_DESCRIPTORS;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return CONNECTIONS_LEAST;
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
        if (setrlimit(RLIMIT_NOFILE, &limit) < 0 &&
            getrlimit(RLIMIT_NOFILE, &limit) < 0)
            return CONNECTIONS_LEAST;
    }
    if (limit.rlim_cur >= wanted)
        return CONNECTIONS;
    return limit.rlim_cur > OTHER_DESCRIPTORS + CONNECTIONS_LEAST
               ? (unsigned)limit.rlim_cur - OTHER_DESCRIPTORS
               : CONNECTIONS_LEAST;
}

static int start_daemon(struct http *http, struct error *err)
{
    const unsigned flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO |
                           MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                           MHD_USE_ERROR_LOG;

    http->daemon = http->mhd->MHD_start_daemon(
        flags, 0, NULL, NULL, answer, http, MHD_OPTION_EXTERNAL_LOGGER,
        ignore_log, NULL, MHD_OPTION_LISTEN_SOCKET, http->listener,
        MHD_OPTION_URI_LOG_CALLBACK, log_target, NULL,
        MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
        MHD_OPTION_NOTIFY_COMPLETED, completed, NULL,
        MHD_OPTION_CONNECTION_LIMIT, connection_limit(),
        MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!http->daemon)
        return phx_fail(err, PHX_ELIBRARY,
                        "libmicrohttpd cannot start a server");
    return 0;
}

static int make_token(struct http *http, struct error *err)
{
    unsigned char bytes[16];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return phx_fail_errno(err, "read", "random bytes");
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(http->token + 2 * i, 3, "%02x", (unsigned)bytes[i]);
    return 0;
}

int http_start(const struct http_options *options, struct http **out,
               struct error *err)
{
    struct http *http = calloc(1, sizeof(*http));
    int rc;

    if (!http)
        base_out_of_memory(sizeof(*http));
    http->options = options;
    http->mhd = &options->libraries->mhd;
    http->listener = options->listener;
    if ((rc = make_token(http, err)) < 0 ||
        (rc = start_daemon(http, err)) < 0) {
        close(http->listener);
        free(http);
        return rc;
    }
    *out = http;
    return 0;
}

void http_stop(struct http *http)
{
    events_close(http->options->events);
    http->mhd->MHD_quiesce_daemon(http->daemon);
    http->mhd->MHD_stop_daemon(http->daemon);
    close(http->listener);
    free(http);
}
