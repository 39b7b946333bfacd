/* SPDX-License-Identifier: MIT */
/* Addresses and ports. */
#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#define PORTS_TRIED 100
#define BACKLOG 511

/* By copies: a struct sockaddr may lie at any address. */
bool listen_is_local(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof(four));
        return ntohl(four.sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, address, sizeof(six));
        return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr) ||
               (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr) &&
                six.sin6_addr.s6_addr[12] == 127);
    }
    return false;
}

/* A listening socket, or -1 and errno. */
static int try_address(const struct addrinfo *address)
{
    int fd = socket(address->ai_family, SOCK_STREAM, 0), one = 1, failed;

    if (fd < 0)
        return -1;
    phx_ignore(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)),
               "then a port is free a little later");
    if (bind(fd, address->ai_addr, address->ai_addrlen) == 0 &&
        listen(fd, BACKLOG) == 0)
        return fd;
    failed = errno;
    close(fd);
    errno = failed;
    return -1;
}

static int try_port(const char *host, int port, struct listening *out,
                    struct error *err)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found;
    char service[8];

    snprintf(service, sizeof(service), "%d", port);
    int rc = getaddrinfo(host, service, &hints, &found);
    if (rc != 0)
        return phx_fail(err, PHX_ENOENT, "cannot find the host %s: %s", host,
                        gai_strerror(rc));
    out->fd = try_address(found);
    out->local = listen_is_local(found->ai_addr);
    rc = 0;
    if (out->fd < 0)
        rc = phx_fail(err, PHX_EIO, "cannot listen on %s, port %d: %s", host,
                      port, strerror(errno));
    freeaddrinfo(found);
    return rc;
}

/* The port that was bound, and a host that a browser here can reach. */
static void name_authority(const char *host, struct listening *out)
{
    struct sockaddr_storage bound = {0};
    socklen_t size = sizeof(bound);
    char port[NI_MAXSERV] = "0";
    unsigned char bytes[sizeof(struct in6_addr)];
    bool six = inet_pton(AF_INET6, host, bytes) == 1;

    out->is_address = six || inet_pton(AF_INET, host, bytes) == 1;
    if (getsockname(out->fd, (struct sockaddr *)&bound, &size) == 0)
        phx_ignore(getnameinfo((const struct sockaddr *)&bound, size, NULL, 0,
                               port, sizeof(port),
                               NI_NUMERICSERV | NI_NUMERICHOST),
                   "a number needs no look-up");
    if (strcmp(host, "0.0.0.0") == 0)
        host = "127.0.0.1";
    else if (strcmp(host, "::") == 0)
        host = "::1";
    snprintf(out->authority, sizeof(out->authority), six ? "[%s]:%s" : "%s:%s",
             host, port);
}

int listen_open(const char *host, int port, int fallback, struct listening *out,
                struct error *err)
{
    int first = port < 0 ? fallback : port;
    int last = port < 0 ? first + PORTS_TRIED : first;
    int rc = 0;

    *out = (struct listening){.fd = -1};
    if (!host)
        host = "127.0.0.1";
    for (int at = first; at <= last; at++) {
        rc = try_port(host, at, out, err);
        if (rc == 0) {
            name_authority(host, out);
            return 0;
        }
        if (rc == PHX_ENOENT || errno != EADDRINUSE)
            break;
    }
    return rc;
}
