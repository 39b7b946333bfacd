/* SPDX-License-Identifier: MIT */
/*
 * script: the JavaScript host for build-time libraries: KaTeX and the code
 * highlighter (Prism). JavaScriptCore is opened (dlopen) when first needed, one
 * context group a worker. The only room that knows JavaScriptCore.
 *
 * (Contract sketch: the owner of this room completes it.)
 */
#ifndef PHX_SCRIPT_SCRIPT_H
#define PHX_SCRIPT_SCRIPT_H

#include "base/base.h"

struct script_host;

/* Cheap: nothing is loaded before the first call of a worker. */
struct script_host *script_host_new(unsigned workers);
void script_host_free(struct script_host *host);

struct script_math_options {
    bool display;
    bool trust; /* KaTeX's `trust`, off for sites */
};
struct script_math_error {
    struct str message; /* KaTeX's own */
    size_t position;    /* in the formula, bytes; STR_NONE when unknown */
};

/*
 * A formula as HTML + MathML. PHX_EINPUT when it does not parse: *error says
 * where and *out is KaTeX's soft error markup. PHX_ELIBRARY when the library is
 * missing (err names the package). `worker` is the calling worker's id; one
 * thread per id at a time.
 */
int script_math(struct script_host *host, unsigned worker, struct arena *arena,
                struct str tex, const struct script_math_options *options,
                struct html *out, struct script_math_error *error,
                struct error *err) PHX_MUST_USE;

/* Code as <span class="token …"> markup. *known is false and *out the escaped
 * code when no grammar has that name or alias. */
int script_highlight(struct script_host *host, unsigned worker,
                     struct arena *arena, struct str language, struct str code,
                     struct html *out, bool *known,
                     struct error *err) PHX_MUST_USE;

/* "katex 0.19.1, prismjs 1.30.0": what the cache keys and `phx version` say. */
struct str script_library_versions(struct arena *arena);

#endif
