/* SPDX-License-Identifier: MIT */
/* phx help [VERB], and what is made from the verbs' tables of options. */
#include "reference.h"

#include "content/content.h"

/* One line a verb. */
/* clang-format off */
const struct cli_verb *const cli_verbs[] = {
    &cli_verb_new,
    &cli_verb_build,
    &cli_verb_check,
    &cli_verb_serve,
    &cli_verb_publish,
    &cli_verb_cache,
    &cli_verb_bench,
    &cli_verb_import,
    &cli_verb_template,
    &cli_verb_help,
    &cli_verb_version,
    NULL,
};
/* clang-format on */

static void print_overview(void)
{
    printf("Usage: phx VERB [OPTION...]\n\n"
           "phx turns a repository of Markdown posts and benchmark results "
           "into a site.\n\nVerbs:\n");
    for (size_t i = 0; cli_verbs[i]; i++)
        printf("  %-10s %s\n", cli_verbs[i]->name, cli_verbs[i]->summary);
    printf("\n`phx VERB --help` prints a verb's options.\n");
}

static void add_schema(struct buf *out)
{
    struct arena arena;

    arena_init(&arena);
    json_write(out, config_schema(&arena), 2, false, NULL);
    buf_add_char(out, '\n');
    arena_deinit(&arena);
}

struct request {
    const char *completion, *table;
    bool man, schema;
};

static int print_reference(const struct request *r)
{
    struct buf out = BUF_INIT;
    bool known = true;

    if (r->man)
        reference_man(&out);
    else if (r->schema)
        add_schema(&out);
    else if (r->completion)
        known = reference_completion(&out, str_of(r->completion));
    else
        known = reference_table(&out, str_of(r->table));
    if (known)
        fwrite(out.ptr, 1, out.len, stdout);
    else
        fprintf(stderr, "phx help: there is none for `%s`\n",
                r->completion ? r->completion : r->table);
    buf_deinit(&out);
    return known ? 0 : EXIT_COMMAND_WRONG;
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct request r = {0};
    const struct cli_option options[] = {
        {"man", 0, NULL, "print the manual page, for man", .flag = &r.man},
        {"completion", 0, "SHELL", "print its completions: bash, zsh or fish",
         .text = &r.completion},
        {"table", 0, "NAME",
         "print a table of the manual: commands, configuration, diagnostics",
         .text = &r.table},
        {"schema", 0, NULL, "print the JSON Schema of phx.yaml, for editors",
         .flag = &r.schema},
    };
    const char *args[1] = {NULL};
    size_t count;
    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);

    if (rc >= 0)
        return rc;
    if (r.man || r.schema || r.completion || r.table)
        return print_reference(&r);
    if (count == 0) {
        print_overview();
        return 0;
    }
    for (size_t i = 0; cli_verbs[i]; i++)
        if (str_is(str_of(args[0]), cli_verbs[i]->name)) {
            char name[16], help[] = "--help";
            snprintf(name, sizeof(name), "%s", cli_verbs[i]->name);
            char *asked[] = {name, help, NULL};
            return cli_verbs[i]->run(cli_verbs[i], 2, asked);
        }
    fprintf(stderr, "phx help: there is no verb `%s`\n", args[0]);
    return EXIT_COMMAND_WRONG;
}

const struct cli_verb cli_verb_help = {
    .name = "help",
    .arguments = "[OPTION...] [VERB]",
    .summary = "Print the verbs, or one verb's options",
    .example = "phx help --completion bash >phx.bash",
    .run = run,
};
