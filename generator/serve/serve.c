/* SPDX-License-Identifier: MIT */
/*
 * The life of a preview: everything is set up, the loop runs until a signal,
 * everything is taken down in reverse. Three threads: the caller's with libuv's
 * loop (files, signals, the tick), libmicrohttpd's, and the one that builds.
 */
#include "serve/serve.h"

#include "builds.h"
#include "editor.h"
#include "http.h"
#include "listen.h"
#include "news.h"
#include "watch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/random.h>
#include <unistd.h>

#define TICK 15000      /* milliseconds between two comments in event streams */
#define PREVIEWS_MOST 9 /* of one site at once */

struct serve {
    const struct serve_options *options;
    const struct serve_libraries *libraries;
    struct arena arena;
    struct str root, session;
    const char *output; /* where this preview's builds go */
    int output_lock;
    struct build_options build;
    struct builds_site site;
    struct listening listening;

    struct events *events;
    struct http *http;
    struct builds *builds;
    struct watch *watch;

    uv_loop_t loop;
    uv_signal_t interrupt, terminate;
    uv_timer_t tick;
};

/* ---- Folders ---- */

/* The first folder .phx/preview, .phx/preview-2 … that no other preview uses;
 * the lock is held until the process ends. */
static int choose_output(struct serve *serve, struct error *err)
{
    struct arena *arena = &serve->arena;
    struct str folder = path_join(arena, serve->root, STR(".phx"));
    int rc = fs_mkdirs(folder.ptr, err);

    for (int i = 1; rc == 0 && i <= PREVIEWS_MOST; i++) {
        struct str name =
            i == 1 ? STR("preview") : str_fmt(arena, "preview-%d", i);
        struct str path = path_join(arena, folder, name);
        const char *lock = str_cat(arena, path, STR(".lock")).ptr;
        int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (fd < 0)
            return phx_fail_errno(err, "open", lock);
        if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
            serve->output = path.ptr;
            serve->output_lock = fd;
            return 0;
        }
        close(fd);
    }
    return rc < 0 ? rc
                  : phx_fail(err, PHX_ELIMIT,
                             "%d previews of this site run already",
                             PREVIEWS_MOST);
}

static int find_site(struct serve *serve, struct error *err)
{
    const struct serve_options *o = serve->options;
    struct fs_stat stat;
    int rc = fs_realpath(&serve->arena, o->root, &serve->root, err);

    if (rc < 0 || (rc = fs_stat(serve->root.ptr, true, &stat, err)) < 0)
        return rc;
    if (stat.kind != FS_DIR)
        return phx_fail(err, PHX_EKIND, "%s is no folder", o->root);
    if ((rc = choose_output(serve, err)) < 0)
        return rc;
    serve->build = (struct build_options){
        .root = serve->root.ptr,
        .output = serve->output,
        .base_url = o->base_url,
        .environment = o->environment ? o->environment : "development",
        .drafts = o->drafts,
        .future = o->future,
        .jobs = o->jobs,
    };
    serve->site = (struct builds_site){STR(""), STR("public")};
    phx_ignore(!builds_site(&serve->arena, &serve->build, &serve->site),
               "the build says what is wrong with it");
    return 0;
}

/* ---- Threads ---- */

static int start_http(struct serve *serve, struct http_options *http,
                      struct error *err)
{
    const struct serve_options *o = serve->options;
    struct buf news = BUF_INIT;
    unsigned char bytes[8];
    uint64_t number;
    int rc;

    if (getentropy(bytes, sizeof(bytes)) != 0)
        return phx_fail_errno(err, "read", "random bytes");
    memcpy(&number, bytes, sizeof(number));
    serve->session =
        str_fmt(&serve->arena, "%016llx", (unsigned long long)number);
    rc = listen_open(o->host, o->port, SERVE_PORT, &serve->listening, err);
    if (rc < 0)
        return rc;
    news_first(&news, serve->session);
    const struct state first = {.base_path = serve->site.base_path,
                                .news = buf_str(&news)};
    serve->events = events_new(&serve->libraries->mhd);
    events_publish(serve->events, &first);
    buf_deinit(&news);
    *http = (struct http_options){
        .libraries = serve->libraries,
        .events = serve->events,
        .root = serve->root.ptr,
        .output = serve->output,
        .session = serve->session,
        .hosts = {.name =
                      serve->listening.is_address ? STR("") : str_of(o->host),
                  .any_address = !serve->listening.local},
        .listener = serve->listening.fd,
    };
    return http_start(http, &serve->http, err);
}

static void announce(struct serve *serve)
{
    const struct serve_options *o = serve->options;
    const char *url =
        str_fmt(&serve->arena, "http://%s%" STR_FMT "/",
                serve->listening.authority, STR_ARG(serve->site.base_path))
            .ptr;

    o->ready(o->ctx, url);
    if (o->open)
        editor_browse(url);
}

/* ---- The loop ---- */

static void on_signal(uv_signal_t *handle, int number)
{
    struct serve *serve = handle->data;

    (void)number;
    serve->libraries->uv.uv_stop(&serve->loop);
}

static void on_tick(uv_timer_t *timer)
{
    struct serve *serve = timer->data;

    events_tick(serve->events);
}

static void on_change(void *ctx, const char *const *paths)
{
    struct serve *serve = ctx;

    builds_request(serve->builds, paths);
}

static void on_note(void *ctx, const char *text)
{
    const struct serve *serve = ctx;

    serve->options->note(serve->options->ctx, text);
}

static int start_loop(struct serve *serve, struct error *err)
{
    const struct uv_library *uv = &serve->libraries->uv;
    int rc = uv->uv_loop_init(&serve->loop);

    if (rc < 0)
        return phx_fail(err, PHX_EIO, "cannot make an event loop: %s",
                        uv->uv_strerror(rc));
    uv->uv_signal_init(&serve->loop, &serve->interrupt);
    uv->uv_signal_init(&serve->loop, &serve->terminate);
    uv->uv_timer_init(&serve->loop, &serve->tick);
    serve->interrupt.data = serve->terminate.data = serve->tick.data = serve;
    uv->uv_signal_start(&serve->interrupt, on_signal, SIGINT);
    uv->uv_signal_start(&serve->terminate, on_signal, SIGTERM);
    uv->uv_timer_start(&serve->tick, on_tick, TICK, TICK);
    return 0;
}

/* Afterwards signals do what they did before: a second one ends a process that
 * waits for its last build. */
static void end_loop(struct serve *serve)
{
    const struct uv_library *uv = &serve->libraries->uv;

    if (serve->watch)
        watch_close(serve->watch);
    uv->uv_close((uv_handle_t *)&serve->interrupt, NULL);
    uv->uv_close((uv_handle_t *)&serve->terminate, NULL);
    uv->uv_close((uv_handle_t *)&serve->tick, NULL);
    uv->uv_run(&serve->loop, UV_RUN_DEFAULT);
    int rc = uv->uv_loop_close(&serve->loop);
    PHX_BUG_ON(rc != 0);
    if (serve->watch)
        watch_free(serve->watch);
}

/* Watches before the first build: what changes during it is not missed. */
static int run_loop(struct serve *serve, struct error *err)
{
    const struct serve_options *o = serve->options;
    const struct builds_options builds = {.build = &serve->build,
                                          .events = serve->events,
                                          .session = serve->session,
                                          .built = o->built,
                                          .ctx = o->ctx};
    const char *const skip[] = {str_cstr(&serve->arena, serve->site.output),
                                NULL};
    const struct watch_options watch = {.uv = &serve->libraries->uv,
                                        .loop = &serve->loop,
                                        .root = serve->root.ptr,
                                        .skip = skip,
                                        .poll = o->poll,
                                        .changed = on_change,
                                        .note = on_note,
                                        .ctx = serve};
    int rc = start_loop(serve, err);

    if (rc < 0)
        return rc;
    rc = builds_start(&builds, &serve->builds, err);
    if (rc == 0) {
        announce(serve);
        serve->watch = watch_new(&watch);
        builds_request(serve->builds, NULL);
        serve->libraries->uv.uv_run(&serve->loop, UV_RUN_DEFAULT);
    }
    end_loop(serve);
    http_stop(serve->http);
    serve->http = NULL;
    if (rc == 0)
        builds_stop(serve->builds);
    return rc;
}

int serve_run(const struct serve_options *options, struct error *err)
{
    struct serve *serve = calloc(1, sizeof(*serve));
    struct http_options http;
    int rc;

    if (!serve)
        base_out_of_memory(sizeof(*serve));
    serve->options = options;
    serve->output_lock = -1;
    arena_init(&serve->arena);
    serve->libraries = serve_libraries(err);
    rc = serve->libraries ? find_site(serve, err) : PHX_ELIBRARY;
    if (rc == 0)
        rc = start_http(serve, &http, err);
    if (rc == 0)
        rc = run_loop(serve, err);
    if (serve->http)
        http_stop(serve->http);
    if (serve->events)
        events_free(serve->events);
    if (serve->output_lock >= 0)
        close(serve->output_lock);
    arena_deinit(&serve->arena);
    free(serve);
    return rc;
}
