/* SPDX-License-Identifier: MIT */
/*
 * script: formulas by KaTeX in JavaScriptCore, and code by Prism: most of its
 * grammars in C on PCRE2, the others in JavaScriptCore. Both libraries are
 * opened (dlopen) when first needed; JavaScriptCore has one context group a
 * worker. The only room that knows either.
 *
 * Results depend on the arguments alone, not on the worker nor on what it did
 * before. Those of JavaScript are remembered within the process: the same
 * formula a second time costs a look-up.
 */
#ifndef PHX_SCRIPT_SCRIPT_H
#define PHX_SCRIPT_SCRIPT_H

#include "base/base.h"

struct script_host;

/* Cheap: nothing is loaded before the first call of a worker. */
struct script_host *script_host_new(unsigned workers);
/* When no worker uses it any more; NULL is fine. */
void script_host_free(struct script_host *host);

struct script_math_options {
    bool display;
    bool trust; /* KaTeX's `trust`, off for sites */
    /* More of KaTeX's options as a JSON object, such as {"macros": {…}}; they
     * win over the two above. Empty (or all zero) for none. */
    struct str extra_json;
};
struct script_math_error {
    struct str message; /* KaTeX's own */
    size_t position;    /* in the formula, bytes; STR_NONE when unknown */
};

/*
 * A formula as HTML + MathML, in `arena`. PHX_EINPUT when it does not parse:
 * *error says where and *out is KaTeX's soft error markup. PHX_ELIBRARY when
 * the library is missing (err names the package): *out is the escaped formula.
 * `worker` is the calling worker's id; one thread per id at a time.
 */
int script_math(struct script_host *host, unsigned worker, struct arena *arena,
                struct str tex, const struct script_math_options *options,
                struct html *out, struct script_math_error *error,
                struct error *err) PHX_MUST_USE;

/*
 * Code as <span class="token …"> markup, in `arena`. The language is a name or
 * alias in any case: py, sh, C++, golang, YAML. *known is false and *out the
 * escaped code when there is no such grammar. Names of plain text ("", "text",
 * "none" …) are known and give escaped code, and so does code over 512 KiB,
 * with a line over 16 KiB, or on which Prism spends over three seconds.
 * PHX_ELIBRARY as above: *out is the escaped code.
 */
int script_highlight(struct script_host *host, unsigned worker,
                     struct arena *arena, struct str language, struct str code,
                     struct html *out, bool *known,
                     struct error *err) PHX_MUST_USE;

/* KaTeX's style sheet with each font at `font_prefix` + file name, WOFF2 only.
 * False when the binary does not carry KaTeX. */
bool script_katex_css(struct arena *arena, struct str font_prefix,
                      struct str *css) PHX_MUST_USE;

struct script_file {
    struct str name; /* "KaTeX_Main-Regular.woff2" */
    struct str bytes;
};
/* The fonts that the style sheet names; returns how many. */
size_t script_katex_fonts(struct arena *arena, struct script_file **files);

/* "katex 0.19.1, prismjs 1.30.0, pcre2 10.42": what `phx version` says; the
 * last without a number when PCRE2 is not installed. */
struct str script_library_versions(struct arena *arena);

#endif
