/* SPDX-License-Identifier: MIT */
/* `budgets` of the configuration: what pages, files and the site may take. */
#include "state.h"

struct budget {
    struct check *check;
    struct diags *diags;
};

/* 0: none was set. */
static double limit_of(const struct budget *b, const char *key)
{
    struct value v = config_value(b->check->options->config, key);

    return value_is_number(v) ? value_as_double(v) : 0;
}

static void say_file(const struct budget *b, const struct site_file *file,
                     const char *key, const char *what, uint64_t bytes)
{
    const struct source_ref where = {.path = file_name(file)};
    double limit = limit_of(b, key);

    if (limit <= 0 || (double)bytes <= limit)
        return;
    diag_add(b->diags, DIAG_BUDGET, &where, (struct span){0},
             "`%" STR_FMT "` takes %llu bytes%s, %s allows %.0f",
             STR_ARG(file->path), (unsigned long long)bytes, what, key, limit);
}

/* `before` and `behind` stand around the value. */
static void say_whole(const struct budget *b, const char *key,
                      const char *before, double value, const char *behind)
{
    const struct source_ref *source = NULL;
    struct span span = config_place(b->check->options->config, key, &source);
    double limit = limit_of(b, key);

    if (limit <= 0 || value <= limit)
        return;
    diag_add(b->diags, DIAG_BUDGET, source, span,
             "the %s %.15g %s, %s allows %.15g", before, value, behind, key,
             limit);
}

void budgets(struct check *check, struct diags *diags)
{
    const struct budget b = {check, diags};
    uint64_t bytes = 0;

    for (size_t i = 0; i < check->file_count; i++) {
        const struct site_file *file = &check->files[i];
        bytes += file->size;
        if (file->kind != FILE_HTML) {
            say_file(&b, file, "budgets.asset_bytes", "", file->size);
            continue;
        }
        say_file(&b, file, "budgets.page_bytes", "", file->size);
        say_file(&b, file, "budgets.page_gzip", " compressed", file->gzip);
    }
    say_whole(&b, "budgets.site_bytes", "site takes", (double)bytes, "bytes");
    say_whole(&b, "budgets.files", "site has", (double)check->file_count,
              "files");
    say_whole(&b, "budgets.build_seconds", "build took",
              (double)(check->options->build_ns / 10000000u) / 100.0,
              "seconds");
}
