/* SPDX-License-Identifier: MIT */
/* Bodies to responses. */
#include "reply.h"

#include "fields.h"
#include "gzip.h"
#include "inject.h"

#include <unistd.h>

/* What is smaller fits into a packet anyway; what is larger would hold up the
 * thread that serves everybody. */
#define GZIP_MIN 860
#define GZIP_MAX (8u << 20)

struct first_field {
    const char *name;
    struct str value;
};

static enum MHD_Result take_first(void *cls, enum MHD_ValueKind kind,
                                  const char *key, const char *value)
{
    struct first_field *field = cls;

    (void)kind;
    if (field->value.len || !str_eq_nocase(str_of(key), str_of(field->name)))
        return MHD_YES;
    field->value = str_of(value);
    return MHD_NO;
}

struct str reply_field(const struct replier *r, const char *name)
{
    struct first_field field = {name, STR("")};

    r->libraries->mhd.MHD_get_connection_values(r->connection, MHD_HEADER_KIND,
                                                take_first, &field);
    return field.value;
}

static void add(const struct replier *r, struct MHD_Response *response,
                const char *name, const char *value)
{
    enum MHD_Result ok =
        r->libraries->mhd.MHD_add_response_header(response, name, value);
    PHX_BUG_ON(ok != MHD_YES);
}

enum MHD_Result reply_queue(const struct replier *r, int status,
                            struct MHD_Response *response)
{
    enum MHD_Result result;

    if (!response)
        return MHD_NO;
    add(r, response, "Cross-Origin-Resource-Policy", "same-origin");
    add(r, response, "Server", "phx");
    result = r->libraries->mhd.MHD_queue_response(r->connection,
                                                  (unsigned)status, response);
    r->libraries->mhd.MHD_destroy_response(response);
    return result;
}

/* ---- Decisions ---- */

/* What a body becomes for this request. */
struct plan {
    struct body body; /* owns the bytes or the file */
    struct range range;
    bool gzip;
};

static bool is_compressible(struct str type)
{
    static const struct str whole[] = {
        STR_INIT("application/json"),
        STR_INIT("application/xml"),
        STR_INIT("application/atom+xml"),
        STR_INIT("application/rss+xml"),
        STR_INIT("application/feed+json"),
        STR_INIT("application/manifest+json"),
        STR_INIT("application/wasm"),
        STR_INIT("image/svg+xml"),
        STR_INIT("image/bmp"),
        STR_INIT("image/x-icon"),
    };
    struct str name = str_trim(str_slice(type, 0, str_chr(type, ';')));

    if (str_starts(name, STR("text/")))
        return true;
    for (size_t i = 0; i < PHX_COUNT(whole); i++)
        if (str_eq(name, whole[i]))
            return true;
    return false;
}

/* If-None-Match decides alone where it is sent (RFC 9110, 13.2.2). */
static bool not_modified(const struct replier *r, const struct body *body,
                         struct str tag)
{
    struct str field = reply_field(r, "If-None-Match");
    int64_t since;

    if (field.len)
        return tag.len && etag_listed(field, tag);
    return body->mtime &&
           http_date_parse(reply_field(r, "If-Modified-Since"), &since) &&
           body->mtime <= since;
}

/* If-Range: the part only of the same bytes; a weak tag never is the same. */
static bool range_holds(const struct replier *r, const struct body *body)
{
    struct str field = reply_field(r, "If-Range");
    int64_t date;

    if (field.len == 0)
        return true;
    if (field.ptr[0] == '"')
        return str_eq(field, body->tag);
    return body->mtime && http_date_parse(field, &date) && date == body->mtime;
}

static void drop(struct body *body)
{
    if (body->fd >= 0)
        close(body->fd);
    free(body->bytes);
    body->fd = -1;
    body->bytes = NULL;
}

/* Compressed bytes are other bytes: another tag. */
static struct str gzip_tag(const struct replier *r, struct str tag)
{
    if (tag.len == 0)
        return tag;
    return str_fmt(r->scratch, "%" STR_FMT "-gzip\"",
                   STR_ARG(str_slice(tag, 0, tag.len - 1)));
}

/* Compressed bytes in place of the body's; it stays as it is when they would
 * not be fewer. */
static void compress_body(const struct replier *r, struct plan *plan)
{
    struct body *body = &plan->body;
    struct gzip_source source = {body->bytes, body->fd, (size_t)body->size};
    size_t size;
    char *packed = gzip_bytes(&r->libraries->z, &source, &size);

    if (!packed)
        return;
    drop(body);
    body->bytes = packed;
    body->size = size;
    body->tag = gzip_tag(r, body->tag);
    plan->gzip = true;
}

static bool wants_gzip(const struct replier *r, const struct body *body)
{
    return r->libraries->has_zlib && !body->no_store &&
           body->size >= GZIP_MIN && body->size <= GZIP_MAX &&
           is_compressible(body->type) && reply_field(r, "Range").len == 0 &&
           accepts_gzip(reply_field(r, "Accept-Encoding"));
}

/* ---- Responses ---- */

static struct MHD_Response *make_response(const struct replier *r,
                                          struct plan *plan)
{
    const struct mhd_library *mhd = &r->libraries->mhd;
    struct body *body = &plan->body;
    uint64_t first = 0, size = body->size;
    struct MHD_Response *response;

    if (plan->range.kind == RANGE_PART) {
        first = plan->range.first;
        size = plan->range.count;
    }
    if (body->fd >= 0) {
        response =
            mhd->MHD_create_response_from_fd_at_offset64(size, body->fd, first);
        if (response)
            body->fd = -1; /* closed with the response */
    } else if (first == 0 && size == body->size && body->bytes) {
        response = mhd->MHD_create_response_from_buffer(
            (size_t)size, body->bytes, MHD_RESPMEM_MUST_FREE);
        if (response)
            body->bytes = NULL;
    } else {
        static char nothing[1];
        response = mhd->MHD_create_response_from_buffer(
            (size_t)size, body->bytes ? body->bytes + first : nothing,
            MHD_RESPMEM_MUST_COPY);
    }
    return response;
}

static void add_validators(const struct replier *r,
                           struct MHD_Response *response,
                           const struct body *body)
{
    char date[HTTP_DATE_SIZE];

    add(r, response, "Cache-Control", body->no_store ? "no-store" : "no-cache");
    if (body->tag.len)
        add(r, response, "ETag", str_cstr(r->scratch, body->tag));
    if (body->mtime) {
        http_date_print(date, body->mtime);
        add(r, response, "Last-Modified", date);
    }
    if (is_compressible(body->type))
        add(r, response, "Vary", "Accept-Encoding, Sec-Fetch-Dest");
}

static enum MHD_Result send_empty(const struct replier *r, int status,
                                  const struct body *body)
{
    static char nothing[1];
    struct MHD_Response *response =
        r->libraries->mhd.MHD_create_response_from_buffer(
            0, nothing, MHD_RESPMEM_PERSISTENT);

    if (!response)
        return MHD_NO;
    add_validators(r, response, body);
    if (status == 416)
        add(r, response, "Content-Range",
            str_fmt(r->scratch, "bytes */%llu", (unsigned long long)body->size)
                .ptr);
    return reply_queue(r, status, response);
}

static enum MHD_Result send_plan(const struct replier *r, struct plan *plan)
{
    const struct body body = plan->body; /* its tag, type and size */
    struct MHD_Response *response = make_response(r, plan);
    int status = body.status;

    if (!response)
        return MHD_NO;
    add_validators(r, response, &body);
    if (body.type.len)
        add(r, response, "Content-Type", str_cstr(r->scratch, body.type));
    if (body.location)
        add(r, response, "Location", body.location);
    if (body.fingerprint)
        add(r, response, "X-Phx-Fingerprint",
            str_fmt(r->scratch, "%016llx", (unsigned long long)body.fingerprint)
                .ptr);
    if (status == 200 && !body.no_store)
        add(r, response, "Accept-Ranges", "bytes");
    if (plan->gzip)
        add(r, response, "Content-Encoding", "gzip");
    if (plan->range.kind == RANGE_PART) {
        unsigned long long first = plan->range.first,
                           last = first + plan->range.count - 1;
        status = 206;
        add(r, response, "Content-Range",
            str_fmt(r->scratch, "bytes %llu-%llu/%llu", first, last,
                    (unsigned long long)body.size)
                .ptr);
    }
    return reply_queue(r, status, response);
}

/* The tag of what will be sent, when the client has it already. */
static bool client_has_it(const struct replier *r, const struct body *body,
                          bool gzip, struct str *tag)
{
    *tag = gzip ? gzip_tag(r, body->tag) : body->tag;
    return body->status == 200 && !body->no_store &&
           not_modified(r, body, *tag);
}

enum MHD_Result reply_body(const struct replier *r, const struct body *body)
{
    struct plan plan = {.body = *body, .range = {RANGE_WHOLE, 0, 0}};
    struct str range = reply_field(r, "Range"), tag;
    bool gzip = wants_gzip(r, body);
    enum MHD_Result result;

    if (client_has_it(r, body, gzip, &tag)) {
        plan.body.tag = tag;
        result = send_empty(r, 304, &plan.body);
        drop(&plan.body);
        return result;
    }
    if (gzip)
        compress_body(r, &plan);
    else if (range.len && body->status == 200 && !body->no_store && !r->head &&
             range_holds(r, body))
        plan.range = range_parse(range, body->size);
    if (plan.range.kind == RANGE_IMPOSSIBLE)
        result = send_empty(r, 416, &plan.body);
    else
        result = send_plan(r, &plan);
    drop(&plan.body);
    return result;
}

enum MHD_Result reply_refusal(const struct replier *r, int status,
                              struct str sentence)
{
    struct buf page = BUF_INIT;

    inject_plain_page(&page, status, sentence);
    const struct body body = {
        .status = status,
        .type = STR("text/html; charset=utf-8"),
        .no_store = true,
        .fd = -1,
        .size = page.len,
        .bytes = page.ptr, /* malloc'd: a page is never empty */
    };
    return reply_body(r, &body);
}
