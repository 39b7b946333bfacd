/* SPDX-License-Identifier: MIT */
/*
 * Writes the content of a site of mixed posts for a comparison of static site
 * generators: the same text for all of them, front matter as each wants it.
 *
 *   generate --posts N --seed S --flavour phx|hugo|zola|eleventy --out DIR
 *            [--no-code] [--math]
 *
 * Posts are DIR/content/posts/post-000000.md and so on. A post depends on its
 * number, the seed and N (it links to other posts), and on nothing else.
 */
#define _POSIX_C_SOURCE 200809L
#include "generate.h"

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum flavour { FLAVOUR_PHX, FLAVOUR_HUGO, FLAVOUR_ZOLA, FLAVOUR_ELEVENTY };

struct plan {
    unsigned long posts;
    unsigned long seed;
    enum flavour flavour;
    const char *out;
    bool code;
    bool math;
};

struct post {
    const struct plan *plan;
    unsigned long number;
    FILE *out;
    struct random text, code, math;
    unsigned blocks; /* of code, so far */
};

static const char *const tags[] = {
    "attention",  "batching",    "benchmarks",  "bash",        "c",
    "caching",    "checkpoints", "clusters",    "compilers",   "cuda",
    "data",       "debugging",   "decoding",    "deployment",  "distillation",
    "embeddings", "evaluation",  "experiments", "fine-tuning", "formats",
    "gateways",   "go",          "gpu",         "gradients",   "hardware",
    "inference",  "io",          "json",        "kernels",     "latency",
    "linux",      "logging",     "memory",      "metrics",     "networks",
    "numerics",   "operations",  "optimizers",  "parallelism", "performance",
    "pipelines",  "profiling",   "prompts",     "python",      "quantization",
    "queues",     "retrieval",   "rust",        "sampling",    "scheduling",
    "search",     "serving",     "sharding",    "statistics",  "storage",
    "testing",    "throughput",  "tokenizers",  "training",    "yaml",
};

/* ---- Inlines ---- */

static void put_capital(FILE *out, const char *word)
{
    fputc(word[0] >= 'a' && word[0] <= 'z' ? word[0] - 'a' + 'A' : word[0],
          out);
    fputs(word + 1, out);
}

static void put_words(struct post *p, bool chinese, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (chinese)
            fputs(word_chinese(&p->text), p->out);
        else
            fprintf(p->out, "%s%s", i ? " " : "", word_english(&p->text));
}

static void put_phrase(struct post *p, bool chinese)
{
    put_words(p, chinese, random_between(&p->text, 1, 3));
}

static unsigned long any_post(struct post *p)
{
    return random_below(&p->text, (unsigned)p->plan->posts);
}

/* A few words, now and then set apart by markup. */
static void put_inline(struct post *p, bool chinese)
{
    switch (random_below(&p->text, 30)) {
    case 0:
        fputs("**", p->out);
        put_phrase(p, chinese);
        fputs("**", p->out);
        break;
    case 1:
        fputs("*", p->out);
        put_phrase(p, chinese);
        fputs("*", p->out);
        break;
    case 2:
        fprintf(p->out, "`%s", word_english(&p->text));
        fprintf(p->out, "_%s`", word_english(&p->text));
        break;
    case 3:
        fputs("[", p->out);
        put_phrase(p, chinese);
        fprintf(p->out, "](/posts/post-%06lu/)", any_post(p));
        break;
    case 4:
        fputs("[", p->out);
        put_phrase(p, chinese);
        fprintf(p->out, "](https://example.org/%s", word_english(&p->text));
        fprintf(p->out, "/%u)", random_below(&p->text, 10000));
        break;
    default:
        put_phrase(p, chinese);
    }
}

static void put_formula(struct post *p)
{
    struct random *r = &p->math;
    const unsigned n = random_below(r, 1000);

    switch (random_below(r, 4)) {
    case 0:
        fprintf(p->out, " $x_{%u} = \\frac{%u}{\\sqrt{d_k}}$", n,
                random_below(r, 100));
        break;
    case 1:
        fprintf(p->out, " $O(n^{%u} \\log %u)$", random_below(r, 10), n);
        break;
    case 2:
        fprintf(p->out, " $\\alpha_{%u} \\le %u$", n, random_below(r, 100));
        break;
    default:
        fprintf(p->out, " $\\mathrm{softmax}(QK^\\top)_{%u}$", n);
    }
}

static void put_sentence(struct post *p, bool chinese)
{
    const unsigned phrases = random_between(&p->text, 3, 9);

    if (!chinese)
        put_capital(p->out, word_english(&p->text));
    for (unsigned i = 0; i < phrases; i++) {
        if (!chinese)
            fputc(' ', p->out);
        else if (i && random_below(&p->text, 4) == 0)
            fputs("，", p->out);
        put_inline(p, chinese);
    }
    if (p->plan->math && random_below(&p->math, 12) == 0)
        put_formula(p);
    fputs(chinese ? "。" : ".", p->out);
}

/* ---- Blocks ---- */

static void put_paragraph(struct post *p, bool chinese)
{
    for (unsigned i = random_between(&p->text, 2, 6); i > 0; i--) {
        put_sentence(p, chinese);
        if (i > 1 && random_below(&p->text, 2) == 0)
            fputc('\n', p->out);
        else if (i > 1 && !chinese)
            fputc(' ', p->out);
    }
    fputs("\n\n", p->out);
}

static void put_list(struct post *p, bool chinese)
{
    const bool ordered = random_below(&p->text, 3) == 0;
    const unsigned items = random_between(&p->text, 3, 7);

    for (unsigned i = 0; i < items; i++) {
        if (ordered)
            fprintf(p->out, "%u. ", i + 1);
        else
            fputs("- ", p->out);
        put_sentence(p, chinese);
        fputc('\n', p->out);
        if (!ordered && random_below(&p->text, 5) == 0) {
            fputs("  - ", p->out);
            put_sentence(p, chinese);
            fputc('\n', p->out);
        }
    }
    fputc('\n', p->out);
}

static void put_quote(struct post *p, bool chinese)
{
    fputs("> ", p->out);
    put_sentence(p, chinese);
    fputs("\n\n", p->out);
}

static void put_decimal(FILE *out, struct random *random)
{
    const unsigned tenths = random_below(random, 10000);

    fprintf(out, " | %u.%u", tenths / 10, tenths % 10);
}

static void put_table(struct post *p, bool chinese)
{
    const unsigned columns = random_between(&p->text, 3, 5);
    const unsigned rows = random_between(&p->text, 3, 9);

    for (unsigned c = 0; c < columns; c++) {
        fputs("| ", p->out);
        put_phrase(p, chinese);
        fputc(' ', p->out);
    }
    fputs("|\n|", p->out);
    for (unsigned c = 0; c < columns; c++)
        fputs(c ? " ---: |" : " --- |", p->out);
    for (unsigned r = 0; r < rows; r++) {
        fputs("\n| ", p->out);
        put_inline(p, chinese);
        for (unsigned c = 1; c < columns; c++)
            put_decimal(p->out, &p->text);
        fputs(" |", p->out);
    }
    fputs("\n\n", p->out);
}

static void put_display(struct post *p)
{
    const unsigned n = random_below(&p->math, 1000);
    const unsigned m = random_below(&p->math, 1000);

    fprintf(p->out,
            "$$\n\\sum_{i=1}^{%u} \\left( x_i - \\mu_{%u} \\right)^2 = "
            "\\int_0^{%u} f(t)\\,\\mathrm{d}t\n$$\n\n",
            n, m, n + m);
}

static void put_code(struct post *p)
{
    /* 64 blocks a post is more than there are sections. */
    code_block(p->out, &p->code, p->number * 64 + p->blocks++);
}

static void put_section(struct post *p)
{
    const unsigned level = random_below(&p->text, 4) == 0 ? 3 : 2;
    bool chinese = random_below(&p->text, 5) == 0;

    fprintf(p->out, "%.*s ", (int)level, "###");
    put_words(p, chinese, random_between(&p->text, 2, 5));
    fputs("\n\n", p->out);
    for (unsigned i = random_between(&p->text, 2, 4); i > 0; i--) {
        chinese = random_below(&p->text, 5) == 0;
        put_paragraph(p, chinese);
        const unsigned other = random_below(&p->text, 12);
        if (other < 2)
            put_list(p, chinese);
        else if (other == 2)
            put_table(p, chinese);
        else if (other == 3)
            put_quote(p, chinese);
    }
    if (p->plan->code && random_below(&p->code, 3) > 0)
        put_code(p);
    if (p->plan->math && random_below(&p->math, 5) == 0)
        put_display(p);
}

/* ---- Front matter ---- */

/* Three hours from one post to the next, backwards from a fixed day, so that
 * no two posts have the same date and their order is the same everywhere. */
static void put_date(struct post *p)
{
    const time_t newest = 1767225600; /* 2026-01-01 */
    const time_t when = newest - (time_t)p->number * 10800;
    struct tm tm;
    char text[32];

    gmtime_r(&when, &tm);
    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
    fprintf(p->out, "date%s%s\n",
            p->plan->flavour == FLAVOUR_ZOLA ? " = " : ": ", text);
}

static void put_tags(struct post *p)
{
    const unsigned count = random_between(&p->text, 1, 5);
    const unsigned start = random_below(&p->text, COUNT(tags));

    fputs("[", p->out);
    for (unsigned i = 0; i < count; i++)
        fprintf(p->out, "%s\"%s\"", i ? ", " : "",
                tags[(start + i * 7) % COUNT(tags)]);
    fputs("]\n", p->out);
}

static void put_front_matter(struct post *p)
{
    const bool zola = p->plan->flavour == FLAVOUR_ZOLA;
    const char *is = zola ? " = " : ": ";
    const bool chinese = random_below(&p->text, 5) == 0;

    fprintf(p->out, "%s\ntitle%s\"", zola ? "+++" : "---", is);
    put_words(p, chinese, random_between(&p->text, 3, 7));
    fprintf(p->out, " %lu\"\n", p->number);
    put_date(p);
    fprintf(p->out, "%s%s\"", zola ? "description" : "summary", is);
    put_words(p, chinese, random_between(&p->text, 12, 24));
    fputs(zola ? "\"\n[taxonomies]\n" : "\"\n", p->out);
    fprintf(p->out, "tags%s", is);
    put_tags(p);
    fputs(zola ? "+++\n\n" : "---\n\n", p->out);
}

/* ---- Files ---- */

static struct random stream(const struct plan *plan, unsigned long number,
                            uint64_t which)
{
    struct random random = {plan->seed * 0x100000001b3u + number * 4 + which};
    const uint64_t high = random_below(&random, UINT32_MAX);

    random.state = high << 32 | random_below(&random, UINT32_MAX);
    return random;
}

static FILE *open_file(const char *path)
{
    FILE *out = fopen(path, "wb");

    if (!out) {
        fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    return out;
}

static void close_file(FILE *out, const char *path)
{
    const bool failed = ferror(out);

    if (fclose(out) != 0 || failed) {
        fprintf(stderr, "generate: %s was not written whole\n", path);
        exit(1);
    }
}

static void write_post(const struct plan *plan, unsigned long number)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s/content/posts/post-%06lu.md", plan->out,
             number);
    struct post p = {.plan = plan,
                     .number = number,
                     .out = open_file(path),
                     .text = stream(plan, number, 1),
                     .code = stream(plan, number, 2),
                     .math = stream(plan, number, 3)};
    put_front_matter(&p);
    put_paragraph(&p, random_below(&p.text, 5) == 0);
    for (unsigned i = random_between(&p.text, 3, 7); i > 0; i--)
        put_section(&p);
    close_file(p.out, path);
}

/* Zola asks each section's page how to sort and how many posts a list shows;
 * phx would page the home page as it does other lists. */
static void write_indexes(const struct plan *plan)
{
    static const char *const names[] = {"_index.md", "posts/_index.md"};
    static const char *const titles[] = {"Home", "Posts"};
    char path[4096];

    if (plan->flavour == FLAVOUR_ELEVENTY)
        return; /* its lists are templates */
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof(path), "%s/content/%s", plan->out, names[i]);
        FILE *out = open_file(path);
        if (plan->flavour == FLAVOUR_ZOLA)
            fprintf(out, "+++\ntitle = \"%s\"\nsort_by = \"date\"\n%s+++\n",
                    titles[i],
                    i ? "paginate_by = 10\ngenerate_feeds = true\n" : "");
        else
            fprintf(out, "---\ntitle: %s\n%s---\n", titles[i],
                    i || plan->flavour != FLAVOUR_PHX ? "" : "paginate: 0\n");
        close_file(out, path);
    }
}

static void make_folder(const char *out, const char *name)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s%s", out, name);
    if (mkdir(path, 0777) < 0 && errno != EEXIST) {
        fprintf(stderr, "generate: %s: %s\n", path, strerror(errno));
        exit(1);
    }
}

/* ---- The command line ---- */

static void usage(void)
{
    fputs("Usage: generate --posts N --out DIR [--seed S]\n"
          "                [--flavour phx|hugo|zola|eleventy]\n"
          "                [--no-code] [--math | --no-math]\n",
          stderr);
    exit(2);
}

static unsigned long number(const char *text)
{
    char *end;
    const unsigned long n = strtoul(text, &end, 10);

    if (!*text || *end || n > 100000000)
        usage();
    return n;
}

static enum flavour flavour(const char *text)
{
    static const char *const names[] = {"phx", "hugo", "zola", "eleventy"};

    for (size_t i = 0; i < COUNT(names); i++)
        if (strcmp(text, names[i]) == 0)
            return (enum flavour)i;
    usage();
    return FLAVOUR_PHX;
}

static struct plan parse(int argc, char **argv)
{
    static const struct option options[] = {
        {"posts", required_argument, NULL, 'p'},
        {"seed", required_argument, NULL, 's'},
        {"flavour", required_argument, NULL, 'f'},
        {"out", required_argument, NULL, 'o'},
        {"no-code", no_argument, NULL, 'c'},
        {"math", no_argument, NULL, 'm'},
        {"no-math", no_argument, NULL, 'n'},
        {NULL, 0, NULL, 0},
    };
    struct plan plan = {.seed = 1, .code = true};
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
        switch (c) {
        case 'p':
            plan.posts = number(optarg);
            break;
        case 's':
            plan.seed = number(optarg);
            break;
        case 'f':
            plan.flavour = flavour(optarg);
            break;
        case 'o':
            plan.out = optarg;
            break;
        case 'c':
            plan.code = false;
            break;
        case 'm':
        case 'n':
            plan.math = c == 'm';
            break;
        default:
            usage();
        }
    if (optind != argc || !plan.posts || !plan.out)
        usage();
    return plan;
}

int main(int argc, char **argv)
{
    const struct plan plan = parse(argc, argv);

    make_folder(plan.out, "");
    make_folder(plan.out, "/content");
    make_folder(plan.out, "/content/posts");
    write_indexes(&plan);
    for (unsigned long i = 0; i < plan.posts; i++)
        write_post(&plan, i);
    return 0;
}
