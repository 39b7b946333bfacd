/* SPDX-License-Identifier: MIT */
/*
 * What KaTeX costs inside JavaScriptCore: the first formula, which pays for the
 * engine and the library, and the later ones. Writes rows of CSV with the
 * processor time of the whole process, the engine's own threads included. The
 * post is content/posts/katex-in-c.md; the Makefile beside this file runs it.
 */
#include "script/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MOST 4096

/* %u makes each one new, so that none is remembered from an earlier call. */
static const char *const formulas[] = {
    "x_{%u}",
    "O(n^{%u})",
    "\\alpha_{%u} \\beta",
    "\\frac{a_{%u}}{b + c}",
    "\\theta_{%u} \\in \\mathbb{R}^{d}",
    "\\lVert W_{%u} \\rVert_F^2",
    "\\mathrm{softmax}(QK^\\top / \\sqrt{d_{%u}}) V",
    "y_{%u} = g \\odot \\frac{x}{\\sqrt{\\frac{1}{d} \\sum_i x_i^2 + "
    "\\epsilon}}",
    "m_{%u} = \\beta_1 m_{t-1} + (1 - \\beta_1) g_t",
    "\\hat{y}_{%u} = \\arg\\max_{v} p(v \\mid x_{<t})",
    "\\mathcal{L}_{%u} = -\\log \\sigma\\left(\\beta \\left(\\Delta_w - "
    "\\Delta_l\\right)\\right)",
    "\\sum_{t=1}^{T_{%u}} \\gamma^{t} r_t",
    "\\nabla_\\theta J_{%u} = \\mathbb{E}\\left[R \\, \\nabla_\\theta \\log "
    "\\pi_\\theta\\right]",
    "\\begin{pmatrix} \\cos m\\theta_{%u} & -\\sin m\\theta \\\\ \\sin "
    "m\\theta "
    "& \\cos m\\theta \\end{pmatrix}",
    "W_{%u}' = W + \\frac{\\alpha}{r} B A",
    "\\mathrm{KL}(p_{%u} \\,\\|\\, q) = \\sum_x p(x) \\log "
    "\\frac{p(x)}{q(x)}",
};

static double milliseconds(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void render(struct script_host *host, struct arena *arena, unsigned i)
{
    const struct script_math_options options = {.display = i % 4 == 0};
    const char *formula = formulas[i % PHX_COUNT(formulas)];
    struct script_math_error error;
    struct error err;
    struct html html;
    char tex[512];

    /* The index goes where the formula's own %u is. */
    const char *mark = strstr(formula, "%u");
    int len = snprintf(tex, sizeof(tex), "%.*s%u%s", (int)(mark - formula),
                       formula, i, mark + 2);
    if (script_math(host, 0, arena, str_bytes(tex, (size_t)len), &options,
                    &html, &error, &err) < 0) {
        fprintf(stderr, "%s\n", tex);
        exit(1);
    }
}

/* Rows at 1, 2, 4 … `most` formulas; the mean is over those since the last. */
static void measure(struct script_host *host, const char *engine, unsigned most)
{
    struct arena arena;
    double last = milliseconds(CLOCK_PROCESS_CPUTIME_ID), total = 0;
    unsigned done = 0;

    arena_init(&arena);
    for (unsigned row = 1; row <= most; row *= 2) {
        unsigned from = done;
        while (done < row)
            render(host, &arena, done++);
        double now = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
        total += now - last;
        printf("%s,%u,%.3f,%.4f\n", engine, row, total,
               (now - last) / (row - from));
        last = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    }
    arena_deinit(&arena);
}

int main(int argc, char **argv)
{
    const char *engine = argc > 1 ? argv[1] : "JIT";
    const unsigned most =
        argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : MOST;

    struct script_host *host = script_host_new(1);
    if (lseek(STDOUT_FILENO, 0, SEEK_END) <= 0)
        puts("engine,formulas,cpu_ms,cpu_ms_each");
    measure(host, engine, most);
    if (argc > 3) /* the same formulas again */
        measure(host, argv[3], most);
    script_host_free(host);
    return 0;
}
