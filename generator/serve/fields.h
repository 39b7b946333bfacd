/* SPDX-License-Identifier: MIT */
/*
 * Header fields of requests as RFC 9110 has them: ranges, entity tags, dates,
 * encodings. What is wrong in a field makes it count as absent. Thread class:
 * any.
 */
#ifndef PHX_SERVE_FIELDS_H
#define PHX_SERVE_FIELDS_H

#include "base/base.h"

enum range_kind {
    RANGE_WHOLE, /* no range, several, or another unit: send everything */
    RANGE_PART,
    RANGE_IMPOSSIBLE /* 416 */
};
struct range {
    enum range_kind kind;
    uint64_t first; /* of RANGE_PART */
    uint64_t count; /* > 0 */
};
/* "bytes=0-99", "bytes=100-", "bytes=-100" of a file of `size` bytes. */
struct range range_parse(struct str field, uint64_t size);

/* If-None-Match: "*", or a list that has `tag` (weak comparison: W/ does not
 * count). `tag` is quoted. */
bool etag_listed(struct str field, struct str tag);

/* "Sun, 06 Nov 1994 08:49:37 GMT"; the two obsolete forms are not read. */
#define HTTP_DATE_SIZE 30
bool http_date_parse(struct str field, int64_t *unix_seconds);
void http_date_print(char out[HTTP_DATE_SIZE], int64_t unix_seconds);

/* Accept-Encoding: whether gzip may be sent. */
bool accepts_gzip(struct str field);

#endif
