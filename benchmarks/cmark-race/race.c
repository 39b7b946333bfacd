/* SPDX-License-Identifier: MIT */
/*
 * Does cmark-gfm give the same bytes on several threads as on one? Parses one
 * small document again and again, compares each output with that of the first,
 * serial parse, and writes a row of CSV: how many differed.
 * The post is content/posts/cmark-gfm-race.md; the Makefile beside this file
 * builds the variants and runs them all.
 */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char document[] = "A ~~struck~~ word, www.example.com, and\n"
                               "https://example.org/a_b with ~~another~~.\n"
                               "\n"
                               "| name | link |\n"
                               "| :--- | ---: |\n"
                               "| ~~a~~ | www.example.net |\n"
                               "\n"
                               "<title>filtered</title> ~~end~~\n";

static const char *const extensions[] = {"table", "strikethrough", "autolink",
                                         "tagfilter"};

struct race {
    pthread_barrier_t start;
    pthread_mutex_t lock;
    bool locked; /* one parse at a time */
    unsigned documents;
    const char *expected;
    atomic_uint wrong;
    atomic_bool shown; /* the first wrong output has been printed */
};

static char *to_html(void)
{
    const int options = CMARK_OPT_UNSAFE;
    cmark_parser *parser = cmark_parser_new(options);

    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        cmark_parser_attach_syntax_extension(
            parser, cmark_find_syntax_extension(extensions[i]));
    cmark_parser_feed(parser, document, sizeof document - 1);
    cmark_node *root = cmark_parser_finish(parser);
    char *html = cmark_render_html(root, options,
                                   cmark_parser_get_syntax_extensions(parser));
    cmark_node_free(root);
    cmark_parser_free(parser);
    return html;
}

static void *parse_all(void *data)
{
    struct race *race = data;

    pthread_barrier_wait(&race->start);
    for (unsigned i = 0; i < race->documents; i++) {
        if (race->locked)
            pthread_mutex_lock(&race->lock);
        char *html = to_html();
        if (race->locked)
            pthread_mutex_unlock(&race->lock);
        if (strcmp(html, race->expected) != 0) {
            atomic_fetch_add(&race->wrong, 1);
            if (!atomic_exchange(&race->shown, true))
                fprintf(stderr, "%s\n", html);
        }
        free(html);
    }
    return NULL;
}

static unsigned run(struct race *race, unsigned threads)
{
    pthread_t ids[64];

    pthread_barrier_init(&race->start, NULL, threads);
    atomic_store(&race->wrong, 0);
    for (unsigned i = 0; i < threads; i++)
        if (pthread_create(&ids[i], NULL, parse_all, race) != 0)
            abort();
    for (unsigned i = 0; i < threads; i++)
        pthread_join(ids[i], NULL);
    pthread_barrier_destroy(&race->start);
    return atomic_load(&race->wrong);
}

#ifdef WRAPPED
/* The fix: nothing is ever taken out of the table of special characters. */
void __wrap_cmark_inlines_remove_special_character(unsigned char c, bool e);
void __wrap_cmark_inlines_remove_special_character(unsigned char c, bool e)
{
    (void)c, (void)e;
}
#endif

int main(int argc, char **argv)
{
    const char *build = argc > 1 ? argv[1] : "shared";
    const unsigned threads =
        argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 8;
    const unsigned total =
        argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 48000;
    const unsigned runs = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1;
    struct race race = {
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .locked = strcmp(build, "locked") == 0,
    };

    if (threads < 1 || threads > 64) {
        fprintf(stderr, "race [BUILD [THREADS [DOCUMENTS [RUNS]]]]\n");
        return 2;
    }
    cmark_gfm_core_extensions_ensure_registered();
    char *expected = to_html();
    race.expected = expected;
    race.documents = total / threads;
    if (lseek(STDOUT_FILENO, 0, SEEK_END) <= 0)
        puts("build,threads,run,documents,wrong,wrong_percent");
    for (unsigned i = 1; i <= runs; i++) {
        unsigned wrong = run(&race, threads);
        unsigned documents = race.documents * threads;
        printf("%s,%u,%u,%u,%u,%.2f\n", build, threads, i, documents, wrong,
               100.0 * wrong / documents);
        fflush(stdout);
    }
    free(expected);
    return 0;
}
