/* SPDX-License-Identifier: MIT */
/*
 * The once-per-key table of rendered bodies.
 */
#include "bodies.h"

#include <pthread.h>

#define SHARDS 64u

struct body {
    struct str html;
    struct trace trace; /* what it was made from */
    bool used_math;
    bool used_mermaid;
    struct str_list files; /* that its figures offer */
    bool ready;
};

struct shard {
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct arena arena;
    struct map bodies; /* key → struct body * */
};

struct body_table {
    struct shard shards[SHARDS];
};

struct body_table *body_table_new(struct arena *arena)
{
    struct body_table *table = arena_new(arena, struct body_table);

    for (size_t i = 0; i < SHARDS; i++) {
        struct shard *shard = &table->shards[i];
        pthread_mutex_init(&shard->lock, NULL);
        pthread_cond_init(&shard->ready, NULL);
        arena_init(&shard->arena);
        map_init(&shard->bodies, &shard->arena);
    }
    return table;
}

void body_table_free(struct body_table *table)
{
    for (size_t i = 0; table && i < SHARDS; i++) {
        pthread_mutex_destroy(&table->shards[i].lock);
        pthread_cond_destroy(&table->shards[i].ready);
        arena_deinit(&table->shards[i].arena);
    }
}

/* Fills into `out` with nothing but `page` being filled; other bodies asked for
 * meanwhile are refused. */
static void fill_now(struct reader *reader, const struct page *page,
                     enum fill_part part, struct diags *diags, struct buf *out)
{
    struct render_host *host = render_host_of(reader);
    struct fill fill = {
        .page = page,
        .document = &page->document,
        .reader = reader,
        .out = out,
        .diags = diags,
    };

    host->filling = page;
    fill_part(&fill, part);
    host->filling = NULL;
}

/* Made with a reader of its own, so that its trace holds only what it read. */
static void make(struct body *body, struct reader *reader,
                 const struct page *page, enum fill_part part)
{
    struct render_host *outer = render_host_of(reader);
    struct render_host host = {
        .content = outer->content,
        .build = outer->build,
        .worker = outer->worker,
        .mode = outer->mode,
        .profile = outer->profile,
    };
    struct reader inner = {
        .arena = reader->arena,
        .trace = &body->trace,
        .language = page->language->code,
        .page = page,
        .host = &host,
        .worker = reader->worker,
    };
    struct buf out = BUF_INIT;

    trace_init(&body->trace, &outer->worker->keep);
    fill_now(&inner, page, part, NULL, &out);
    body->html = buf_dup(&outer->worker->keep, &out);
    body->used_math = host.used_math;
    body->used_mermaid = host.used_mermaid;
    body->files = host.files;
    buf_deinit(&out);
}

/* The table's entry, made by whoever asks first; others wait for it. */
static const struct body *once(struct body_table *table, struct reader *reader,
                               const struct page *page, enum fill_part part)
{
    struct str key = str_fmt(reader->arena, "%p %d %d", (const void *)page,
                             (int)part, (int)render_host_of(reader)->mode);
    struct shard *shard = &table->shards[hash_short(key) % SHARDS];

    pthread_mutex_lock(&shard->lock);
    struct body *body = map_get(&shard->bodies, key);
    if (body) {
        while (!body->ready)
            pthread_cond_wait(&shard->ready, &shard->lock);
        pthread_mutex_unlock(&shard->lock);
        return body;
    }
    body = arena_new(&shard->arena, struct body);
    map_set(&shard->bodies, str_dup(&shard->arena, key), body);
    pthread_mutex_unlock(&shard->lock);

    make(body, reader, page, part);

    pthread_mutex_lock(&shard->lock);
    body->ready = true;
    pthread_cond_broadcast(&shard->ready);
    pthread_mutex_unlock(&shard->lock);
    return body;
}

static void note_part(struct reader *reader, const struct page *page,
                      enum fill_part part)
{
    if (part == FILL_SUMMARY)
        reader_note(reader, INPUT_PAGE_SUMMARY, page->path,
                    page->fingerprint_summary);
    else
        reader_note(reader, INPUT_PAGE_BODY, page->path,
                    page->fingerprint_body);
}

bool body_value(struct reader *reader, const struct page *page,
                enum fill_part part, struct value *out)
{
    struct render_host *host = render_host_of(reader);

    if (host->filling)
        return reader_fail(reader, DIAG_BODY_CYCLE,
                           "the body of %" STR_FMT " asks for the text of "
                           "%" STR_FMT,
                           STR_ARG(host->filling->path), STR_ARG(page->path));
    note_part(reader, page, part);
    if (page == reader->page && part == FILL_BODY && host->mode == URL_SITE) {
        struct buf html = BUF_INIT;
        fill_now(reader, page, part, reader->diags, &html);
        *out = value_html(html_trust(buf_dup(reader->arena, &html)));
        buf_deinit(&html);
        return true;
    }
    const struct body *body = once(host->build->bodies, reader, page, part);
    for (size_t i = 0; i < body->trace.inputs.len; i++) {
        const struct trace_input *input = &body->trace.inputs.items[i];
        reader_note(reader, input->kind, input->key, input->fingerprint);
    }
    host->used_math |= body->used_math;
    host->used_mermaid |= body->used_mermaid;
    for (size_t i = 0; i < body->files.list.len; i++)
        vec_push(&host->worker->keep, &host->files.list,
                 body->files.list.items[i]);
    *out = value_html(html_trust(body->html));
    return true;
}

/* Where the filled title is kept, for a page may ask for its contents often. */
static struct value *title_of(struct reader *reader, const struct page *page,
                              size_t index)
{
    struct render_host *host = render_host_of(reader);

    if (host->titled != page) {
        host->titled = page;
        host->titles = arena_array(reader->arena, struct value,
                                   page->document.heading_count);
        for (size_t i = 0; i < page->document.heading_count; i++)
            host->titles[i] = value_undefined(STR(""));
    }
    return &host->titles[index];
}

static struct value fill_title(struct reader *reader, const struct page *page,
                               size_t index)
{
    struct render_host *host = render_host_of(reader);
    struct buf html = BUF_INIT;
    struct fill fill = {
        .page = page,
        .document = &page->document,
        .reader = reader,
        .out = &html,
    };

    host->titling = true;
    fill_heading(&fill, &page->document.headings[index]);
    host->titling = false;
    struct str title = buf_dup(reader->arena, &html);
    buf_deinit(&html);
    return value_html(html_trust(title));
}

bool body_heading(struct reader *reader, const struct page *page, size_t index,
                  struct value *out)
{
    PHX_BUG_ON(index >= page->document.heading_count);
    if (render_host_of(reader)->titling)
        return reader_fail(reader, DIAG_BODY_CYCLE,
                           "a heading asks for the headings of %" STR_FMT,
                           STR_ARG(page->path));
    struct value *title = title_of(reader, page, index);
    if (value_is(*title, VALUE_UNDEFINED))
        *title = fill_title(reader, page, index);
    *out = *title;
    return true;
}
