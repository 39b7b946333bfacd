/* SPDX-License-Identifier: MIT */
/* posix_spawn with its output captured. */
#include "process.h"

#include "arena.h"
#include "buf.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct pipes {
    int out[2];
    int err[2];
};

static void close_pair(int pair[2])
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
    pair[0] = pair[1] = -1;
}

static int spawn(const char *const *argv, bool talks, const struct pipes *pipes,
                 pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int rc = posix_spawn_file_actions_init(&actions);

    if (rc != 0)
        return rc;
    if (!talks)
        rc = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
                                              "/dev/null", O_RDONLY, 0);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&actions, pipes->out[1],
                                              STDOUT_FILENO);
    if (rc == 0 && !talks)
        rc = posix_spawn_file_actions_adddup2(&actions, pipes->err[1],
                                              STDERR_FILENO);
    if (rc == 0)
        /* The interface is older than const; it writes to neither. */
        rc = posix_spawnp(pid, argv[0], &actions, NULL,
                          (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

/* Takes what is there; false at the stream's end. */
static bool take(int fd, struct buf *into, size_t limit)
{
    char block[16384];
    ssize_t n = read(fd, block, sizeof(block));

    if (n < 0)
        return errno == EINTR || errno == EAGAIN;
    size_t room = limit > into->len ? limit - into->len : 0;
    buf_add_bytes(into, block, (size_t)n < room ? (size_t)n : room);
    return n > 0;
}

/* Both streams at once: a program may fill one while we wait for the other. */
static void read_streams(const struct pipes *pipes, size_t limit,
                         struct buf *out, struct buf *err)
{
    struct pollfd fds[] = {{.fd = pipes->out[0], .events = POLLIN},
                           {.fd = pipes->err[0], .events = POLLIN}};

    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR)
            return;
        if (fds[0].fd >= 0 && fds[0].revents && !take(fds[0].fd, out, limit))
            fds[0].fd = -1;
        if (fds[1].fd >= 0 && fds[1].revents && !take(fds[1].fd, err, limit))
            fds[1].fd = -1;
    }
}

static int wait_for(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int open_pipes(struct pipes *pipes, bool talks)
{
    if (pipe2(pipes->out, O_CLOEXEC) < 0)
        return -1;
    return talks ? 0 : pipe2(pipes->err, O_CLOEXEC);
}

int process_run(struct arena *arena, const char *const *argv, bool talks,
                size_t limit, struct process_result *result, struct error *err)
{
    struct pipes pipes = {{-1, -1}, {-1, -1}};
    struct buf out = BUF_INIT, errors = BUF_INIT;
    pid_t pid = 0;
    int rc = 0;

    *result = (struct process_result){0};
    if (open_pipes(&pipes, talks) < 0) {
        rc = phx_fail_errno(err, "make a pipe to", argv[0]);
        goto out;
    }
    errno = spawn(argv, talks, &pipes, &pid);
    if (errno != 0) {
        rc = phx_fail_errno(err, "run", argv[0]);
        goto out;
    }
    close(pipes.out[1]);
    pipes.out[1] = -1;
    if (pipes.err[1] >= 0)
        close(pipes.err[1]);
    pipes.err[1] = -1;
    read_streams(&pipes, limit, &out, &errors);
    result->status = wait_for(pid);
    result->out = buf_dup(arena, &out);
    result->err = buf_dup(arena, &errors);
    if (result->status < 0)
        rc = phx_fail_errno(err, "wait for", argv[0]);
out:
    close_pair(pipes.out);
    close_pair(pipes.err);
    buf_deinit(&out);
    buf_deinit(&errors);
    return rc;
}
