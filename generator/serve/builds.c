/* SPDX-License-Identifier: MIT */
/* The thread that builds. */
#include "builds.h"

#include "content/content.h"
#include "news.h"

#include <pthread.h>

/* Changes that wait for the next build. */
struct wanted {
    struct arena arena; /* of the paths */
    PHX_VEC(const char *) paths;
    bool any;  /* something is wanted */
    bool look; /* everywhere */
};

struct builds {
    const struct builds_options *options;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct wanted wanted; /* under the lock */
    bool stop;            /* under the lock */

    /* The thread's own. */
    struct build_session *session;
    uint64_t count, output; /* of builds, and of outputs */
    struct buf base_path;
};

bool builds_site(struct arena *arena, const struct build_options *options,
                 struct builds_site *out)
{
    const struct build_settings settings = {
        .base_url = str_of(options->base_url),
        .environment = str_of(options->environment),
        .now = date_now(),
    };
    struct config config = {0};
    struct diags diags;

    diags_init(&diags, arena, NULL);
    if (!config_read(arena, options->root, &settings, &diags, &config))
        return false;
    struct value output = config_value(&config, "output");
    out->base_path = config.base_path;
    out->output =
        value_is(output, VALUE_STRING) ? value_text(output) : STR("public");
    return true;
}

/* A configuration that cannot be read leaves the site where it was. */
static void read_base_path(struct builds *builds, struct arena *arena)
{
    struct builds_site site;

    if (!builds_site(arena, builds->options->build, &site))
        return;
    buf_reset(&builds->base_path);
    buf_add(&builds->base_path, site.base_path);
}

static void publish(struct builds *builds, int rc, struct build_report *report,
                    const struct error *err)
{
    struct buf text = BUF_INIT;
    struct state state;
    bool changed = report->changed_paths.len || report->deleted_paths.len;

    /* The first output counts even when the folder held it already. */
    if (rc == 0 && report->written && (changed || builds->output == 0))
        builds->output++;
    const struct news news = {.session = builds->options->session,
                              .build = ++builds->count,
                              .output = builds->output,
                              .rc = rc,
                              .err = err};
    news_write(&text, &news, report);
    state.output = builds->output;
    read_base_path(builds, report->arena);
    state.base_path = buf_str(&builds->base_path);
    state.news = buf_str(&text);
    events_publish(builds->options->events, &state);
    buf_deinit(&text);
}

static void build_once(struct builds *builds, struct wanted *wanted)
{
    const struct builds_options *o = builds->options;
    struct arena arena;
    struct error err = {0};
    const char *const *paths = NULL;

    if (!wanted->look) {
        vec_push(&wanted->arena, &wanted->paths, NULL);
        paths = wanted->paths.items;
    }
    arena_init(&arena);
    struct build_report report = {.arena = &arena};
    int rc = build_session_update(builds->session, paths, &report, &err);
    publish(builds, rc, &report, &err);
    if (o->built)
        o->built(o->ctx, rc, &report, &err);
    arena_deinit(&arena);
}

static void wanted_init(struct wanted *wanted)
{
    *wanted = (struct wanted){.any = false};
    arena_init(&wanted->arena);
}

static void *run(void *ctx)
{
    struct builds *builds = ctx;

    builds->session = build_session_open(builds->options->build);
    pthread_mutex_lock(&builds->lock);
    while (!builds->stop) {
        if (!builds->wanted.any) {
            pthread_cond_wait(&builds->ready, &builds->lock);
            continue;
        }
        struct wanted wanted = builds->wanted;
        wanted_init(&builds->wanted);
        pthread_mutex_unlock(&builds->lock);
        build_once(builds, &wanted);
        arena_deinit(&wanted.arena);
        pthread_mutex_lock(&builds->lock);
    }
    pthread_mutex_unlock(&builds->lock);
    build_session_close(builds->session);
    return NULL;
}

static void destroy(struct builds *builds)
{
    arena_deinit(&builds->wanted.arena);
    buf_deinit(&builds->base_path);
    pthread_cond_destroy(&builds->ready);
    pthread_mutex_destroy(&builds->lock);
    free(builds);
}

int builds_start(const struct builds_options *options, struct builds **out,
                 struct error *err)
{
    struct builds *builds = calloc(1, sizeof(*builds));

    if (!builds)
        base_out_of_memory(sizeof(*builds));
    builds->options = options;
    pthread_mutex_init(&builds->lock, NULL);
    pthread_cond_init(&builds->ready, NULL);
    wanted_init(&builds->wanted);
    buf_init(&builds->base_path);
    int rc = pthread_create(&builds->thread, NULL, run, builds);
    if (rc != 0) {
        destroy(builds);
        return phx_fail(err, PHX_EIO, "cannot start a thread: %s",
                        strerror(rc));
    }
    *out = builds;
    return 0;
}

void builds_request(struct builds *builds, const char *const *paths)
{
    struct wanted *wanted = &builds->wanted;

    pthread_mutex_lock(&builds->lock);
    wanted->any = true;
    if (!paths)
        wanted->look = true;
    for (size_t i = 0; paths && !wanted->look && paths[i]; i++)
        vec_push(&wanted->arena, &wanted->paths,
                 str_dup(&wanted->arena, str_of(paths[i])).ptr);
    pthread_cond_signal(&builds->ready);
    pthread_mutex_unlock(&builds->lock);
}

void builds_stop(struct builds *builds)
{
    pthread_mutex_lock(&builds->lock);
    builds->stop = true;
    pthread_cond_signal(&builds->ready);
    pthread_mutex_unlock(&builds->lock);
    pthread_join(builds->thread, NULL);
    destroy(builds);
}
