/* SPDX-License-Identifier: MIT */
/*
 * Runs a command and prints what it cost as one line of JSON: seconds by the
 * clock, processor seconds, and the largest resident set of any one process of
 * it. The command's standard output is thrown away.
 *
 *   timer [-C DIR] COMMAND [ARGUMENT...]
 *
 * Exits as the command did.
 */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void run(const char *folder, char **command)
{
    int null = open("/dev/null", O_WRONLY);

    if (null < 0 || dup2(null, STDOUT_FILENO) < 0 ||
        (folder && chdir(folder) < 0)) {
        perror("timer");
        _exit(126);
    }
    close(null);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    const char *folder = NULL;
    struct timespec start, end;
    struct rusage usage;
    int status;

    argv++;
    if (argc > 2 && strcmp(argv[0], "-C") == 0) {
        folder = argv[1];
        argv += 2;
    }
    if (!argv[0]) {
        fputs("Usage: timer [-C DIR] COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0)
        run(folder, argv);
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("timer");
        return 126;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);

    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    printf("{\"wall\": %.6f, \"user\": %.6f, \"system\": %.6f, "
           "\"maxrss_kib\": %ld, \"exit\": %d}\n",
           (double)(end.tv_sec - start.tv_sec) +
               (double)(end.tv_nsec - start.tv_nsec) / 1e9,
           seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss,
           code);
    return code;
}
