/* SPDX-License-Identifier: MIT */
/*
 * Options by one table a verb: it parses them (getopt_long) and prints them.
 */
#include "cli/cli.h"

#include <getopt.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MAX_OPTIONS 32

static void print_help(const struct cli_verb *verb,
                       const struct cli_option *options, size_t count)
{
    printf("Usage: phx %s %s\n\n%s.\n", verb->name, verb->arguments,
           verb->summary);
    if (count)
        printf("\nOptions:\n");
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        char left[64];
        snprintf(left, sizeof(left), "--%s%s%s", o->name, o->value ? "=" : "",
                 o->value ? o->value : "");
        if (o->letter)
            printf("  -%c, %-24s %s\n", o->letter, left, o->help);
        else
            printf("      %-24s %s\n", left, o->help);
    }
    printf("  -h, %-24s %s\n", "--help", "print this help");
    if (verb->example)
        printf("\nExample:\n  %s\n", verb->example);
}

static int wrong(const struct cli_verb *verb, const char *what,
                 const char *problem)
{
    fprintf(stderr, "phx %s: `%s` %s\nTry `phx %s --help`.\n", verb->name, what,
            problem, verb->name);
    return EXIT_COMMAND_WRONG;
}

static int store(const struct cli_verb *verb, const struct cli_option *o,
                 const char *value)
{
    int64_t n;

    if (o->flag) {
        *o->flag = true;
    } else if (o->text) {
        *o->text = value;
    } else {
        if (!str_to_int(str_of(value), &n) || n < 0 || n > 4096)
            return wrong(verb, value, "is no number from 0 to 4096");
        *o->number = (unsigned)n;
    }
    return -1;
}

int cli_parse(const struct cli_verb *verb, const struct cli_option *options,
              size_t option_count, int argc, char **argv, const char **args,
              size_t max_args, size_t *arg_count)
{
    struct option longs[MAX_OPTIONS + 2] = {{0}};
    char shorts[2 * MAX_OPTIONS + 4];
    size_t s = 0;
    int c, rc;

    PHX_BUG_ON(option_count > MAX_OPTIONS);
    if (verb->visitor) {
        verb->visitor->see(verb->visitor, verb, options, option_count);
        return 0;
    }
    shorts[s++] = ':'; /* report missing values apart */
    for (size_t i = 0; i < option_count; i++) {
        longs[i].name = options[i].name;
        longs[i].has_arg = options[i].value ? required_argument : no_argument;
        longs[i].val = 256 + (int)i;
        if (options[i].letter) {
            shorts[s++] = options[i].letter;
            if (options[i].value)
                shorts[s++] = ':';
        }
    }
    longs[option_count] = (struct option){"help", no_argument, NULL, 'h'};
    shorts[s++] = 'h';
    shorts[s] = '\0';

    opterr = 0;
    optind = 1;
    while ((c = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        const struct cli_option *found = NULL;
        if (c == 'h') {
            print_help(verb, options, option_count);
            return 0;
        }
        if (c == ':')
            return wrong(verb, argv[optind - 1], "wants a value");
        if (c == '?')
            return wrong(verb, argv[optind - 1], "is no option of this verb");
        for (size_t i = 0; i < option_count; i++)
            if (c == 256 + (int)i || c == options[i].letter)
                found = &options[i];
        PHX_BUG_ON(!found);
        if ((rc = store(verb, found, optarg)) >= 0)
            return rc;
    }
    *arg_count = 0;
    while (optind < argc) {
        if (*arg_count == max_args)
            return wrong(verb, argv[optind], "is one argument too many");
        args[(*arg_count)++] = argv[optind++];
    }
    return -1;
}

static void visit(struct cli_visitor *visitor, const struct cli_verb *verb)
{
    struct cli_verb asked = *verb;
    char name[] = "phx";
    char *argv[] = {name, NULL};

    asked.visitor = visitor;
    if (!verb->verbs)
        verb->run(&asked, 1, argv);
    else
        visitor->see(visitor, verb, NULL, 0);
    for (size_t i = 0; verb->verbs && verb->verbs[i]; i++)
        visit(visitor, verb->verbs[i]);
}

void cli_visit(struct cli_visitor *visitor)
{
    for (size_t i = 0; cli_verbs[i]; i++)
        visit(visitor, cli_verbs[i]);
}

bool cli_has_color(int fd)
{
    const char *no_color = getenv("NO_COLOR");

    return isatty(fd) && !(no_color && no_color[0]);
}

unsigned cli_terminal_width(void)
{
    struct winsize size = {0};

    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0
               ? size.ws_col
               : 0;
}

void cli_print_diags(const struct diags *diags)
{
    bool color = cli_has_color(STDERR_FILENO);
    struct buf text = BUF_INIT;

    for (size_t i = 0; i < diags->list.len; i++) {
        buf_reset(&text);
        diag_print(&text, &diags->list.items[i], color);
        fputs(text.ptr, stderr);
    }
    buf_deinit(&text);
}
