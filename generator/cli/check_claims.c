/* SPDX-License-Identifier: MIT */
/*
 * Claims are checked by rendering every page into nothing: what a sentence says
 * depends on its page. Other findings of that run are counted, not printed:
 * `phx build` has them.
 */
#include "check_claims.h"

#include "build/build.h"
#include "cli/cli.h"

static bool is_claim(const struct diag *diag)
{
    const enum diag_class class = diag_class_of(diag->id);

    return class == DIAG_CLASS_CLAIMS || class == DIAG_CLASS_RESULTS;
}

static int conclude(const struct diags *all, struct diags *claims)
{
    size_t others = 0;

    for (size_t i = 0; i < all->list.len; i++) {
        const struct diag *diag = &all->list.items[i];

        if (is_claim(diag)) {
            vec_push(claims->arena, &claims->list, *diag);
            claims->errors += diag->severity == SEVERITY_ERROR;
        } else {
            others += diag->severity == SEVERITY_ERROR;
        }
    }
    cli_print_diags(claims);
    if (others > 0)
        fprintf(stderr,
                "%zu other %s: `phx build` says which. Claims on such pages "
                "may not have been looked at.\n",
                others, others == 1 ? "error" : "errors");
    if (claims->errors > 0)
        fprintf(stderr, "%zu %s hold.\n", claims->errors,
                claims->errors == 1 ? "claim does not" : "claims do not");
    else if (others == 0)
        printf("All claims hold.\n");
    return claims->errors + others > 0 ? EXIT_SITE_WRONG : 0;
}

int check_claims(const char *root)
{
    const struct build_options options = {.root = root, .dry_run = true};
    struct arena arena;
    struct build_report report;
    struct diags claims;
    struct error err;
    int exit_code = EXIT_SITE_WRONG;

    arena_init(&arena);
    diags_init(&claims, &arena, NULL);
    report.arena = &arena;
    if (build_site(&options, &report, &err) < 0)
        fprintf(stderr, "phx check: %s\n", err.message);
    else
        exit_code = conclude(&report.diags, &claims);
    arena_deinit(&arena);
    return exit_code;
}
