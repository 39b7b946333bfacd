/* SPDX-License-Identifier: MIT */
/*
 * What strangers send to a preview: a request target, a Host field, and the
 * fields that choose what is sent, a line each, in that order.
 */
#include "serve/fields.h"
#include "serve/target.h"

/* Whatever decoded is a path below a folder. */
static void check_path(struct str path)
{
    struct str part;

    PHX_BUG_ON(str_has_nul(path) || str_starts(path, STR("/")));
    PHX_BUG_ON(str_chr(path, '\\') != STR_NONE || !utf8_valid(path, NULL));
    while (str_split(&path, '/', &part)) {
        PHX_BUG_ON(part.len == 0 && path.ptr);
        PHX_BUG_ON(str_starts(part, STR(".")) && !str_is(part, ".well-known"));
    }
}

static void check_target(struct arena *arena, struct str line)
{
    struct target target;
    struct str path;

    if (!target_split(line, &target))
        return;
    PHX_BUG_ON(target.path.len + target.query.len + target.authority.len >
               line.len + 1);
    if (target_decode(arena, target.path, &path) == 0)
        check_path(path);
    PHX_BUG_ON(target_argument(target.query, STR("problem")).len > line.len);
}

static void check_host(struct str line)
{
    const struct host_policy near = {.name = STR("")};
    const struct host_policy far = {.name = STR("box"), .any_address = true};

    PHX_BUG_ON(host_allowed(line, &near) && !host_allowed(line, &far));
}

static void check_range(struct str line)
{
    static const uint64_t sizes[] = {0, 1, 1000, UINT64_MAX / 2};

    for (size_t i = 0; i < PHX_COUNT(sizes); i++) {
        struct range r = range_parse(line, sizes[i]);
        PHX_BUG_ON(r.kind == RANGE_PART &&
                   (r.count == 0 || r.first >= sizes[i] ||
                    r.count > sizes[i] - r.first));
    }
}

static void check_date(struct str line)
{
    char text[HTTP_DATE_SIZE];
    int64_t seconds, again;

    if (!http_date_parse(line, &seconds))
        return;
    http_date_print(text, seconds);
    /* The year 10000 begins within the last day that can be written. */
    PHX_BUG_ON(!http_date_parse(str_of(text), &again) ||
               (again != seconds && seconds < 253402300800));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct str rest = str_bytes(len ? (const char *)bytes : "", len);
    struct str lines[6] = {{"", 0}, {"", 0}, {"", 0},
                           {"", 0}, {"", 0}, {"", 0}};
    struct arena arena;

    for (size_t i = 0; i < PHX_COUNT(lines); i++)
        if (!str_split(&rest, '\n', &lines[i]))
            lines[i] = STR("");
    arena_init(&arena);
    check_target(&arena, lines[0]);
    check_host(lines[1]);
    check_range(lines[2]);
    check_date(lines[3]);
    bool plain = etag_listed(lines[4], STR("\"ab\""));
    PHX_BUG_ON(plain && lines[4].len == 0);
    PHX_BUG_ON(accepts_gzip(lines[5]) && lines[5].len == 0);
    arena_deinit(&arena);
    return 0;
}
