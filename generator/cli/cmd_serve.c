/* SPDX-License-Identifier: MIT */
/* phx serve */
#include "cli/cli.h"

#include "serve/serve.h"

#include <unistd.h>

static void print_ready(void *ctx, const char *url)
{
    (void)ctx;
    printf("Preview at %s (Ctrl-C ends it)\n", url);
    fflush(stdout);
}

static void print_note(void *ctx, const char *text)
{
    (void)ctx;
    fprintf(stderr, "phx serve: %s\n", text);
}

/* "12:30:05", by the clock on the wall. */
static void print_clock(void)
{
    time_t now = time(NULL);
    struct tm fields;

    if (localtime_r(&now, &fields))
        printf("%02d:%02d:%02d  ", fields.tm_hour, fields.tm_min,
               fields.tm_sec);
}

static void print_built(void *ctx, int rc, const struct build_report *report,
                        const struct error *err)
{
    double ms = (double)report->total_ns / 1e6;
    size_t changed = report->changed + report->deleted;

    (void)ctx;
    cli_print_diags(&report->diags);
    print_clock();
    if (rc < 0)
        printf("not built: %s\n", err->message);
    else if (!report->written)
        printf("not built: %zu error%s; the last good build is shown\n",
               report->diags.errors, report->diags.errors == 1 ? "" : "s");
    else if (changed)
        printf("%zu file%s changed in %.0f ms\n", changed,
               changed == 1 ? "" : "s", ms);
    else
        printf("nothing changed (%.0f ms)\n", ms);
    fflush(stdout);
}

/* The port of --port; -1 without it. An exit code when it is none. */
static int read_port(const char *text, int *port)
{
    int64_t n;

    if (!text)
        return -1;
    if (!str_to_int(str_of(text), &n) || n < 0 || n > 65535) {
        fprintf(stderr, "phx serve: `%s` is no port from 0 to 65535\n", text);
        return EXIT_COMMAND_WRONG;
    }
    *port = (int)n;
    return -1;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct serve_options o = {.port = -1,
                              .ready = print_ready,
                              .built = print_built,
                              .note = print_note};
    const char *port = NULL;
    const struct cli_option options[] = {
        {"port", 'p', "N", "default: 4400, or the next free one",
         .text = &port},
        {"host", 'H', "NAME", "listen there (default: 127.0.0.1)",
         .text = &o.host},
        {"open", 'O', NULL, "show it in the browser", .flag = &o.open},
        {"drafts", 'D', NULL, "show pages marked as drafts", .flag = &o.drafts},
        {"future", 'F', NULL, "show pages with a date to come",
         .flag = &o.future},
        {"base-url", 'b', "URL", "instead of base_url in phx.yaml",
         .text = &o.base_url},
        {"environment", 'e', "NAME",
         "read phx.NAME.yaml too (default: development)",
         .text = &o.environment},
        {"poll", 0, NULL, "look for changes where the system does not tell",
         .flag = &o.poll},
        {"jobs", 'j', "N", "worker threads (default: one a processor)",
         .number = &o.jobs},
    };
    const char *args[1] = {"."};
    struct error err = {0};
    size_t arg_count;

    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &arg_count);
    if (rc >= 0 || (rc = read_port(port, &o.port)) >= 0)
        return rc;
    o.root = args[0];
    if (serve_run(&o, &err) == 0)
        return 0;
    fprintf(stderr, "phx serve: %s\n", err.message);
    return EXIT_SITE_WRONG;
}

const struct cli_verb cli_verb_serve = {
    .name = "serve",
    .arguments = "[OPTION...] [DIR]",
    .summary = "Show the site in DIR in a browser, and follow its files",
    .example = "phx serve --drafts --open",
    .run = run,
};
