/* SPDX-License-Identifier: MIT */
/* conformance KIND FILE: see run beside this file. */
#include "conformance.h"

#include <stdio.h>

static const struct kind {
    const char *name;
    void (*run)(struct conformance *run, struct value cases);
} kinds[] = {
    {"gfm", kind_gfm},   {"cjk", kind_cjk},     {"katex", kind_katex},
    {"yaml", kind_yaml}, {"jinja", kind_jinja}, {"ticks", kind_ticks},
};

void conformance_pass(struct conformance *run)
{
    run->passed++;
}

void conformance_fail(struct conformance *run, struct str id,
                      struct str expected, struct str got)
{
    run->failed++;
    printf("FAIL %" STR_FMT "\n  expected: %" STR_FMT "\n  got:      %" STR_FMT
           "\n",
           STR_ARG(id), STR_ARG(expected), STR_ARG(got));
}

static int run_file(const struct kind *kind, const char *path)
{
    struct arena arena, scratch;
    struct error err;
    struct diags diags;
    struct source_ref source = {.path = str_of(path)};
    struct conformance run = {.arena = &arena, .scratch = &scratch};
    struct value cases;
    int rc = 2;

    arena_init(&arena);
    arena_init(&scratch);
    diags_init(&diags, &arena, NULL);
    if (fs_read(&arena, path, 0, &source.text, &err) < 0) {
        fprintf(stderr, "conformance: %s\n", err.message);
        goto out;
    }
    if (!json_read(&arena, &source, NULL, &diags, &cases)) {
        fprintf(stderr, "conformance: %s is not JSON\n", path);
        goto out;
    }
    kind->run(&run, cases);
    printf("%zu passed, %zu failed", run.passed, run.failed);
    printf(run.skipped ? ", %zu skipped\n" : "\n", run.skipped);
    rc = run.failed ? 1 : 0;
out:
    arena_deinit(&scratch);
    arena_deinit(&arena);
    return rc;
}

int main(int argc, char **argv)
{
    for (size_t i = 0; argc == 3 && i < PHX_COUNT(kinds); i++)
        if (str_is(str_of(argv[1]), kinds[i].name))
            return run_file(&kinds[i], argv[2]);
    fprintf(stderr, "usage: conformance gfm|cjk|katex|yaml|jinja|ticks FILE\n");
    return 2;
}
