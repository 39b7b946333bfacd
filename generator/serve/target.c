/* SPDX-License-Identifier: MIT */
/* Request targets and Host fields. */
#include "target.h"

#include <arpa/inet.h>

bool target_split(struct str uri, struct target *out)
{
    static const struct str scheme = STR_INIT("http://");
    struct str rest = uri;
    size_t at;

    *out = (struct target){{"", 0}, {"", 0}, {"", 0}};
    if (uri.len > scheme.len &&
        str_eq_nocase(str_slice(uri, 0, scheme.len), scheme)) {
        rest = str_from(uri, scheme.len);
        at = 0;
        while (at < rest.len && rest.ptr[at] != '/' && rest.ptr[at] != '?')
            at++;
        out->authority = str_slice(rest, 0, at);
        rest = str_from(rest, at);
        if (out->authority.len == 0)
            return false;
        if (rest.len == 0)
            rest = STR("/");
    }
    at = str_chr(rest, '?');
    out->path = str_slice(rest, 0, at);
    if (at != STR_NONE)
        out->query = str_from(rest, at);
    return str_starts(out->path, STR("/"));
}

/* One part between slashes, decoded in place behind `out`. 0 or a status. */
static int decode_part(struct str part, struct buf *out)
{
    size_t start = out->len;

    for (size_t i = 0; i < part.len; i++) {
        char c = part.ptr[i];
        if (c == '%') {
            int high = i + 2 < part.len ? ascii_hex_digit(part.ptr[i + 1]) : -1;
            int low = i + 2 < part.len ? ascii_hex_digit(part.ptr[i + 2]) : -1;
            if (high < 0 || low < 0)
                return 400;
            c = (char)(high * 16 + low);
            i += 2;
            if (c == '/')
                return 400;
        }
        if ((unsigned char)c < 0x20 || c == 0x7F || c == '\\')
            return 400;
        buf_add_char(out, c);
    }
    struct str name = str_from(buf_str(out), start);
    if (str_is(name, ".") || str_is(name, ".."))
        return 400;
    if (str_starts(name, STR(".")) &&
        !(start == 0 && str_is(name, ".well-known")))
        return 404;
    return 0;
}

static int decode(struct str path, struct buf *out)
{
    struct str rest = str_from(path, 1), part;

    while (str_split(&rest, '/', &part)) {
        bool last = rest.ptr == NULL;
        if (part.len == 0)
            return last ? 0 : 404;
        int status = decode_part(part, out);
        if (status)
            return status;
        if (!last)
            buf_add_char(out, '/');
    }
    return 0;
}

int target_decode(struct arena *arena, struct str path, struct str *out)
{
    struct buf name = BUF_INIT;
    int status = path.len > TARGET_LIMIT ? 414 : decode(path, &name);

    if (status == 0 && !utf8_valid(buf_str(&name), NULL))
        status = 400;
    if (status == 0)
        *out = buf_dup(arena, &name);
    buf_deinit(&name);
    return status;
}

struct str target_argument(struct str query, struct str name)
{
    struct str rest = str_from(query, 1), pair;

    while (rest.ptr && str_split(&rest, '&', &pair)) {
        size_t equals = str_chr(pair, '=');
        if (equals != STR_NONE && str_eq(str_slice(pair, 0, equals), name))
            return str_from(pair, equals + 1);
    }
    return STR("");
}

/* ---- Host ---- */

/* Takes ":8080" off. False when what stands behind the colon is no port. */
static bool without_port(struct str *host)
{
    size_t colon = str_rchr(*host, ':');
    size_t bracket = str_rchr(*host, ']');

    if (colon == STR_NONE || (bracket != STR_NONE && bracket > colon))
        return true;
    struct str port = str_from(*host, colon + 1);
    if (port.len > 5)
        return false;
    for (size_t i = 0; i < port.len; i++)
        if (!ascii_is_digit(port.ptr[i]))
            return false;
    *host = str_slice(*host, 0, colon);
    return true;
}

/* "127.0.0.1" or "[::1]". */
static bool is_address(struct str host, bool *loopback)
{
    char text[INET6_ADDRSTRLEN];
    struct in6_addr six;
    struct in_addr four;
    bool bracketed =
        host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']';

    if (bracketed)
        host = str_slice(host, 1, host.len - 1);
    if (host.len >= sizeof(text) || str_has_nul(host))
        return false;
    memcpy(text, host.ptr, host.len);
    text[host.len] = '\0';
    if (bracketed) {
        if (inet_pton(AF_INET6, text, &six) != 1)
            return false;
        *loopback = IN6_IS_ADDR_LOOPBACK(&six);
        return true;
    }
    if (inet_pton(AF_INET, text, &four) != 1)
        return false;
    *loopback = ntohl(four.s_addr) >> 24 == 127;
    return true;
}

bool host_allowed(struct str host, const struct host_policy *policy)
{
    bool loopback;

    if (host.len == 0 || host.len > 255 || !without_port(&host))
        return false;
    if (is_address(host, &loopback))
        return loopback || policy->any_address;
    if (str_ends(host, STR("."))) /* the same name, written in full */
        host = str_slice(host, 0, host.len - 1);
    return str_eq_nocase(host, STR("localhost")) ||
           (policy->name.len && str_eq_nocase(host, policy->name));
}
