/* SPDX-License-Identifier: MIT */
/* Why a page was or was not rendered, in words. */
#include "keep_private.h"

static void line(struct keep *keep, const char *fmt, ...) PHX_PRINTF(2, 3);

static void line(struct keep *keep, const char *fmt, ...)
{
    va_list args;

    pthread_mutex_lock(&keep->lock);
    va_start(args, fmt);
    buf_add_vfmt(&keep->explained, fmt, args);
    va_end(args);
    buf_add_char(&keep->explained, '\n');
    pthread_mutex_unlock(&keep->lock);
}

/* The URL as a browser shows it, or the path without the base. */
static bool is_asked(const struct build *build, const struct route *route)
{
    struct str asked = str_of(build->options->explain);
    const struct config *config = &build->config;

    if (config->base_url.len && str_starts(asked, config->base_url))
        asked = str_from(asked, config->base_url.len - config->base_path.len);
    return str_eq(asked, route->url) || str_eq(asked, route->output) ||
           (str_starts(route->url, config->base_path) &&
            str_eq(asked, str_from(route->url, config->base_path.len)));
}

/* A link's key is "link:PATH\nURL". */
static void explain_input(struct keep *keep, const struct trace_input *input)
{
    size_t at = str_chr(input->key, '\n');

    if (at == STR_NONE)
        line(keep, "  %s %" STR_FMT, input_kind_name(input->kind),
             STR_ARG(input->key));
    else
        line(keep, "  %s %" STR_FMT " -> %" STR_FMT,
             input_kind_name(input->kind),
             STR_ARG(str_slice(input->key, 0, at)),
             STR_ARG(str_from(input->key, at + 1)));
}

static void explain_trace(struct build *build, struct arena *scratch,
                          const struct unit *unit)
{
    struct keep *keep = build->keep;
    size_t changed = 0;

    for (size_t i = 0; i < unit->input_count; i++) {
        if (keep_input_holds(build, scratch, unit->inputs[i]))
            continue;
        if (changed++ == 0)
            line(keep, "rendered, because of what it read this has changed:");
        explain_input(keep, &keep->traces.inputs[unit->inputs[i]]);
    }
    if (changed == 0 && unit->said)
        line(keep, "rendered, because it has diagnostics, which each build "
                   "says");
    else if (changed == 0)
        line(keep,
             "rendered, because its file in the output was changed or removed");
}

void keep_explain(struct build *build, const struct route *route,
                  const struct unit *unit, bool kept, struct arena *scratch)
{
    struct keep *keep = build->keep;

    if (!build->options->explain || !is_asked(build, route))
        return;
    line(keep, "%" STR_FMT, STR_ARG(route->url));
    if (kept)
        line(keep, "kept: each of the %zu things it read is as it was",
             unit->input_count);
    else if (!keep->cache)
        line(keep, "rendered: there is no cache");
    else if (!keep->has_ledger)
        line(keep, "rendered: the cache knows no earlier build of this output "
                   "by this phx");
    else if (!keep->has_traces)
        line(keep, "rendered: configuration or options are not those of the "
                   "build before");
    else if (!unit)
        line(keep, "rendered: the build before had no such page");
    else
        explain_trace(build, scratch, unit);
}

void keep_explained(const struct build *build, struct build_report *report)
{
    const struct keep *keep = build->keep;

    if (!build->options->explain || !keep)
        return;
    if (build->kept)
        report->explained =
            STR("kept: nothing that the site depends on has changed\n");
    else if (keep->explained.len == 0)
        report->explained = str_fmt(report->arena, "no page has the URL %s\n",
                                    build->options->explain);
    else
        report->explained = buf_dup(report->arena, &keep->explained);
}
