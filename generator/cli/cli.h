/* SPDX-License-Identifier: MIT */
/*
 * cli: one file per verb, and nothing but arguments, calls and printing.
 *
 * Exit codes: 0 all is well, 1 the site is wrong (or the machine failed), 2 the
 * command is wrong.
 */
#ifndef PHX_CLI_CLI_H
#define PHX_CLI_CLI_H

#include "value/value.h"

enum { EXIT_SITE_WRONG = 1, EXIT_COMMAND_WRONG = 2 };

/* One option of a verb. Exactly one of the targets is not NULL. */
struct cli_option {
    const char *name;  /* "output" */
    char letter;       /* 'o', or 0 */
    const char *value; /* "DIR" in the help; NULL for a flag */
    const char *help;
    bool *flag;
    const char **text;
    unsigned *number;
};

struct cli_visitor;

struct cli_verb {
    const char *name;      /* "build"; "bench list" for one behind another */
    const char *arguments; /* "[DIR]" */
    const char *summary;   /* one line for `phx help` */
    const char *example;   /* for `phx VERB --help` */
    int (*run)(const struct cli_verb *verb, int argc, char **argv);
    const struct cli_verb *const
        *verbs;                  /* behind it, ends with NULL; or NULL */
    struct cli_visitor *visitor; /* NULL but for cli_visit() */
};

/* Asked about each verb in its turn; `options` are the call's. */
struct cli_visitor {
    void (*see)(struct cli_visitor *visitor, const struct cli_verb *verb,
                const struct cli_option *options, size_t count);
};

extern const struct cli_verb cli_verb_bench;
extern const struct cli_verb cli_verb_build;
extern const struct cli_verb cli_verb_cache;
extern const struct cli_verb cli_verb_check;
extern const struct cli_verb cli_verb_help;
extern const struct cli_verb cli_verb_import;
extern const struct cli_verb cli_verb_new;
extern const struct cli_verb cli_verb_publish;
extern const struct cli_verb cli_verb_serve;
extern const struct cli_verb cli_verb_template;
extern const struct cli_verb cli_verb_version;

/* In the order of the help; ends with NULL. */
extern const struct cli_verb *const cli_verbs[];

/*
 * Reads the options of a verb; argv[0] is the verb. Positional arguments end up
 * in args[0 .. *arg_count), at most max_args. Returns -1 to go on, else the
 * exit code: help was printed, or the command is wrong and the message says
 * how.
 */
int cli_parse(const struct cli_verb *verb, const struct cli_option *options,
              size_t option_count, int argc, char **argv, const char **args,
              size_t max_args, size_t *arg_count);

/* Shows every verb with its options to the visitor, and runs none: cli_parse,
 * which a verb calls before anything else, hands over the table instead of
 * parsing. Verbs behind a verb follow it. */
void cli_visit(struct cli_visitor *visitor);

/* Colours on this stream: a terminal, and NO_COLOR is not set. */
bool cli_has_color(int fd);
/* Of the terminal on standard output; 0 when it is none. */
unsigned cli_terminal_width(void);

/* How far long work is, for rooms that report it: progress.c. */
struct cli_progress {
    bool terminal;
    bool shown;
    struct timespec start, last;
};
void cli_progress_init(struct cli_progress *progress);
/* `ctx` is the struct. */
void cli_progress_show(void *ctx, const char *stage, size_t done, size_t total);
void cli_progress_clear(struct cli_progress *progress);

/* A list of maps, for --json. */
struct value cli_diags_value(struct arena *arena, const struct diags *diags);

struct build_report;
struct check_origin;
/* The report's origins as check_site wants them, as many, in the arena. */
const struct check_origin *cli_origins(struct arena *arena,
                                       const struct build_report *report);

/* Prints diagnostics to standard error. */
void cli_print_diags(const struct diags *diags);

#endif
