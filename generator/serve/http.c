/* SPDX-License-Identifier: MIT */
/*
 * Requests. libmicrohttpd 0.9.75 and later: one thread with epoll, which calls
 * log_target (the raw request target), answer and completed for each request.
 * The daemon's limits: 15 s without progress end a connection, 16 KiB hold a
 * request's line and fields (it answers 431 and 414 itself beyond that), and
 * there are no more connections than descriptors.
 */
#include "http.h"

#include "answer.h"

#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#define CONNECTIONS 4096u
#define CONNECTIONS_LEAST 64u
#define OTHER_DESCRIPTORS 512u /* files being sent, what a build has open */
#define CONNECTION_MEMORY (16u * 1024)
#define IDLE_SECONDS 15u

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

    x->reply.libraries->mhd.MHD_get_connection_values(
        x->reply.connection, MHD_HEADER_KIND, count_host, &found);
    if (found.count > 1)
        return 400;
    if (found.count == 0) /* HTTP/1.0 has none; no browser speaks it */
        return str_is(str_of(version), "HTTP/1.0") ? 0 : 400;
    if (!host_allowed(found.host, &x->options->hosts))
        return 403;
    if (x->target.authority.len &&
        !host_allowed(x->target.authority, &x->options->hosts))
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
    x->state = events_state(x->options->events, x->reply.scratch);
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
        .options = http->options,
        .token = http->token,
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

    if (getentropy(bytes, sizeof(bytes)) != 0)
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
