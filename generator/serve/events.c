/* SPDX-License-Identifier: MIT */
/*
 * Server-sent events by suspending and resuming connections. libmicrohttpd
 * calls read_stream and free_stream on its own thread and never under its own
 * locks, so that MHD_resume_connection may be called with ours held.
 */
#include "events.h"

#include <pthread.h>

/* A browser has one or two open; each costs a connection. */
#define STREAM_LIMIT 256
/* The bytes that libmicrohttpd asks for at once. */
#define STREAM_BLOCK 4096

struct stream {
    struct events *events;
    struct MHD_Connection *connection;
    struct stream *previous, *next;
    uint64_t seen; /* the last news it was given */
    bool suspended;
    bool woken;         /* owes a comment */
    struct buf pending; /* bytes on their way */
    size_t sent;        /* of them */
};

struct events {
    const struct mhd_library *mhd;
    pthread_mutex_t lock;
    struct stream *streams;
    size_t count;
    bool closed;
    uint64_t number; /* of the news, from 1 */
    uint64_t output;
    struct buf base_path, news;
};

struct events *events_new(const struct mhd_library *mhd)
{
    struct events *events = calloc(1, sizeof(*events));

    if (!events)
        base_out_of_memory(sizeof(*events));
    events->mhd = mhd;
    pthread_mutex_init(&events->lock, NULL);
    buf_init(&events->base_path);
    buf_init(&events->news);
    return events;
}

void events_free(struct events *events)
{
    PHX_BUG_ON(events->streams);
    buf_deinit(&events->base_path);
    buf_deinit(&events->news);
    pthread_mutex_destroy(&events->lock);
    free(events);
}

/* ---- With the lock held ---- */

static void wake(struct events *events, struct stream *stream)
{
    if (!stream->suspended)
        return;
    stream->suspended = false;
    events->mhd->MHD_resume_connection(stream->connection);
}

static void wake_all(struct events *events)
{
    for (struct stream *s = events->streams; s; s = s->next)
        wake(events, s);
}

/* Fills stream->pending with what it has not been told; false: nothing. */
static bool refill(struct stream *stream)
{
    struct events *events = stream->events;

    buf_reset(&stream->pending);
    stream->sent = 0;
    if (stream->seen != events->number) {
        stream->seen = events->number;
        buf_add_fmt(&stream->pending, "retry: 500\ndata: %" STR_FMT "\n\n",
                    STR_ARG(buf_str(&events->news)));
    } else if (stream->woken) {
        buf_add_cstr(&stream->pending, ": still here\n\n");
    }
    stream->woken = false;
    return stream->pending.len > 0;
}

/* ---- Called by libmicrohttpd ---- */

static ssize_t read_stream(void *cls, uint64_t position, char *out, size_t max)
{
    struct stream *stream = cls;
    struct events *events = stream->events;
    ssize_t result = 0;

    (void)position;
    pthread_mutex_lock(&events->lock);
    if (events->closed) {
        result = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (stream->sent < stream->pending.len || refill(stream)) {
        size_t n = stream->pending.len - stream->sent;
        n = n < max ? n : max;
        memcpy(out, stream->pending.ptr + stream->sent, n);
        stream->sent += n;
        result = (ssize_t)n;
    } else {
        stream->suspended = true;
        events->mhd->MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&events->lock);
    return result;
}

static void free_stream(void *cls)
{
    struct stream *stream = cls;
    struct events *events = stream->events;

    pthread_mutex_lock(&events->lock);
    if (stream->previous)
        stream->previous->next = stream->next;
    else
        events->streams = stream->next;
    if (stream->next)
        stream->next->previous = stream->previous;
    events->count--;
    pthread_mutex_unlock(&events->lock);
    buf_deinit(&stream->pending);
    free(stream);
}

/* ---- The door ---- */

struct MHD_Response *events_stream(struct events *events,
                                   struct MHD_Connection *connection)
{
    struct stream *stream = calloc(1, sizeof(*stream));
    bool refused;

    if (!stream)
        base_out_of_memory(sizeof(*stream));
    stream->events = events;
    stream->connection = connection;
    buf_init(&stream->pending);
    pthread_mutex_lock(&events->lock);
    refused = events->closed || events->count == STREAM_LIMIT;
    if (!refused) {
        stream->next = events->streams;
        if (stream->next)
            stream->next->previous = stream;
        events->streams = stream;
        events->count++;
    }
    pthread_mutex_unlock(&events->lock);
    if (refused) {
        free(stream);
        return NULL;
    }
    struct MHD_Response *response =
        events->mhd->MHD_create_response_from_callback(
            MHD_SIZE_UNKNOWN, STREAM_BLOCK, read_stream, stream, free_stream);
    if (!response)
        free_stream(stream);
    return response;
}

void events_publish(struct events *events, const struct state *state)
{
    pthread_mutex_lock(&events->lock);
    events->output = state->output;
    events->number++;
    buf_reset(&events->base_path);
    buf_add(&events->base_path, state->base_path);
    buf_reset(&events->news);
    buf_add(&events->news, state->news);
    wake_all(events);
    pthread_mutex_unlock(&events->lock);
}

struct state events_state(struct events *events, struct arena *arena)
{
    struct state state;

    pthread_mutex_lock(&events->lock);
    state.output = events->output;
    state.base_path = str_dup(arena, buf_str(&events->base_path));
    state.news = str_dup(arena, buf_str(&events->news));
    pthread_mutex_unlock(&events->lock);
    return state;
}

void events_tick(struct events *events)
{
    pthread_mutex_lock(&events->lock);
    for (struct stream *s = events->streams; s; s = s->next)
        s->woken = true;
    wake_all(events);
    pthread_mutex_unlock(&events->lock);
}

void events_close(struct events *events)
{
    pthread_mutex_lock(&events->lock);
    events->closed = true;
    wake_all(events);
    pthread_mutex_unlock(&events->lock);
}
