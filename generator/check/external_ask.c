/* SPDX-License-Identifier: MIT */
/*
 * Requests to the outside, by libcurl's multi interface on one thread. A host
 * has a queue and gets one request at a time, with a pause between two.
 */
#include "curl_library.h"
#include "external.h"

#define PARALLEL 16u
#define PAUSE_MS 500
#define TRIES 3u           /* of one address, HEAD and GET counted */
#define RETRY_AFTER_MAX 60 /* seconds that a host may make us wait */
#define REDIRECTS_MAX 8L

struct host {
    struct str name;
    struct outside *first, *last;
    int64_t not_before; /* milliseconds */
    bool busy;
};

struct asker {
    const struct curl_library *curl;
    const struct ask_options *options;
    const char *agent;
    CURLM *multi;
    PHX_VEC(struct host *) hosts;
    struct map by_name;
    unsigned running;
    size_t total, done;
};

/* Of one transfer; libcurl carries it. */
struct transfer {
    struct host *host;
    struct outside *outside;
};

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct str outside_host(struct str url)
{
    size_t at = str_find(url, STR("://"));
    struct str rest = at == STR_NONE ? url : str_from(url, at + 3);
    size_t end = 0;

    while (end < rest.len && rest.ptr[end] != '/' && rest.ptr[end] != '?')
        end++;
    return str_slice(rest, 0, end);
}

static void push(struct host *host, struct outside *o)
{
    o->next = NULL;
    if (host->last)
        host->last->next = o;
    else
        host->first = o;
    host->last = o;
}

static struct outside *take(struct host *host)
{
    struct outside *o = host->first;

    host->first = o->next;
    if (!host->first)
        host->last = NULL;
    return o;
}

static void add(struct asker *a, struct arena *arena, struct outside *o)
{
    struct str name = outside_host(o->url);
    struct host *host = map_get(&a->by_name, name);

    if (!host) {
        host = arena_new(arena, struct host);
        host->name = name;
        map_set(&a->by_name, name, host);
        vec_push(arena, &a->hosts, host);
    }
    push(host, o);
    a->total++;
}

/* ---- One request ---- */

/* The answer's first bytes say enough: refusing them ends the transfer. */
static size_t refuse_body(char *bytes, size_t size, size_t count, void *ctx)
{
    (void)bytes;
    (void)ctx;
    return size * count == 0 ? 0 : CURL_WRITEFUNC_ERROR;
}

static void set_options(const struct asker *a, CURL *easy,
                        const struct transfer *t, const char *url)
{
    const struct curl_library *c = a->curl;
    const struct outside *o = t->outside;

    c->curl_easy_setopt(easy, CURLOPT_URL, url);
    c->curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
    c->curl_easy_setopt(easy, CURLOPT_NOBODY, o->whole ? 0L : 1L);
    c->curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, refuse_body);
    c->curl_easy_setopt(easy, CURLOPT_USERAGENT, a->agent);
    c->curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    c->curl_easy_setopt(easy, CURLOPT_MAXREDIRS, REDIRECTS_MAX);
    c->curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    c->curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    c->curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)a->options->timeout);
    c->curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

static void start(struct asker *a, struct arena *arena, struct host *host)
{
    struct transfer *t = arena_new(arena, struct transfer);
    CURL *easy = a->curl->curl_easy_init();

    if (!easy)
        base_out_of_memory(sizeof(*t));
    t->host = host;
    t->outside = take(host);
    t->outside->tries++;
    host->busy = true;
    a->running++;
    set_options(a, easy, t, str_cstr(arena, t->outside->url));
    a->curl->curl_multi_add_handle(a->multi, easy);
}

/* ---- Its answer ---- */

static void conclude(struct asker *a, struct outside *o, enum outcome outcome)
{
    o->outcome = outcome;
    o->checked = time(NULL);
    a->done++;
    if (a->options->progress)
        a->options->progress(a->options->progress_ctx, "outside", a->done,
                             a->total);
}

static void conclude_failure(struct asker *a, struct outside *o, CURLcode code)
{
    bool unreachable = code == CURLE_COULDNT_RESOLVE_HOST ||
                       code == CURLE_COULDNT_CONNECT ||
                       code == CURLE_COULDNT_RESOLVE_PROXY;

    o->why = a->curl->curl_easy_strerror(code);
    conclude(a, o, unreachable ? OUTCOME_UNREACHABLE : OUTCOME_UNSURE);
}

/* A page that is not for programs (401, 403, 429 …) is there. */
static void conclude_status(struct asker *a, struct outside *o)
{
    if (o->status == 404 || o->status == 410)
        conclude(a, o, OUTCOME_GONE);
    else
        conclude(a, o, o->status >= 500 ? OUTCOME_UNSURE : OUTCOME_THERE);
}

static void answered(struct asker *a, struct transfer *t, curl_off_t wait)
{
    struct outside *o = t->outside;
    bool busy = o->status == 429 || o->status == 503;

    if (busy && wait > 0 && wait <= RETRY_AFTER_MAX && o->tries < TRIES) {
        t->host->not_before = now_ms() + (int64_t)wait * 1000;
        push(t->host, o);
    } else if (o->status >= 400 && !busy && !o->whole) {
        o->whole = true; /* many answer HEAD wrongly */
        push(t->host, o);
    } else {
        conclude_status(a, o);
    }
}

static void finish(struct asker *a, CURL *easy, CURLcode code)
{
    const struct curl_library *c = a->curl;
    char *private = NULL;
    long status = 0;
    curl_off_t wait = 0;

    c->curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    c->curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    c->curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
    struct transfer *t = (struct transfer *)(void *)private;
    c->curl_multi_remove_handle(a->multi, easy);
    c->curl_easy_cleanup(easy);
    a->running--;
    t->host->busy = false;
    t->host->not_before = now_ms() + PAUSE_MS;
    t->outside->status = (int)status;
    if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && status))
        answered(a, t, wait);
    else
        conclude_failure(a, t->outside, code);
}

/* ---- The loop ---- */

/* Starts what may start; the milliseconds until a further host may be asked. */
static int start_some(struct asker *a, struct arena *arena)
{
    int64_t now = now_ms();
    int64_t next = 1000;

    for (size_t i = 0; i < a->hosts.len; i++) {
        struct host *host = a->hosts.items[i];
        if (!host->first || host->busy)
            continue;
        if (host->not_before > now) {
            int64_t wait = host->not_before - now;
            next = wait < next ? wait : next;
        } else if (a->running < PARALLEL) {
            start(a, arena, host);
        }
    }
    return (int)next;
}

static void finish_some(struct asker *a)
{
    CURLMsg *message;
    int left;

    while ((message = a->curl->curl_multi_info_read(a->multi, &left)))
        if (message->msg == CURLMSG_DONE)
            finish(a, message->easy_handle, message->data.result);
}

int external_ask(struct arena *arena, struct outside_list *all,
                 const struct ask_options *options, size_t *asked,
                 struct error *err)
{
    const char *reason;
    struct asker a = {.curl = curl_library(&reason), .options = options};
    int running;

    *asked = 0;
    if (!a.curl)
        return phx_fail(err, PHX_ELIBRARY,
                        "no libcurl (%s); install it (Debian: libcurl4)",
                        reason);
    map_init(&a.by_name, arena);
    a.agent = str_cstr(arena, options->agent);
    for (size_t i = 0; i < all->list.len; i++)
        if (all->list.items[i]->outcome == OUTCOME_UNKNOWN)
            add(&a, arena, all->list.items[i]);
    a.multi = a.curl->curl_multi_init();
    if (!a.multi)
        base_out_of_memory(sizeof(a));
    while (a.done < a.total) {
        int wait = start_some(&a, arena);
        a.curl->curl_multi_perform(a.multi, &running);
        finish_some(&a);
        if (a.done < a.total)
            a.curl->curl_multi_poll(a.multi, NULL, 0, wait, NULL);
    }
    a.curl->curl_multi_cleanup(a.multi);
    *asked = a.total;
    return 0;
}
