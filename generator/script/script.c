/* SPDX-License-Identifier: MIT */
/* The host's life, and which versions of the libraries phx carries. */
#include "script/script.h"

#include "host.h"

#include "value/value.h"

struct script_host *script_host_new(unsigned workers)
{
    struct script_host *host = calloc(1, sizeof(*host));

    if (host) {
        host->engines = calloc(workers, sizeof(host->engines[0]));
        host->tokens = calloc(workers, sizeof(host->tokens[0]));
    }
    if (!host || !host->engines || !host->tokens)
        base_out_of_memory(workers * sizeof(host->engines[0]));
    host->workers = workers;
    memo_init(&host->memo, MEMO_BYTES);
    languages_init(&host->languages);
    grammars_open(&host->grammars);
    patterns_init(&host->patterns, &host->grammars);
    return host;
}

void script_host_free(struct script_host *host)
{
    if (!host)
        return;
    for (unsigned i = 0; i < host->workers; i++) {
        engine_close(&host->engines[i]);
        tokens_scratch_close(&host->tokens[i]);
    }
    patterns_deinit(&host->patterns);
    languages_deinit(&host->languages);
    memo_deinit(&host->memo);
    free(host->tokens);
    free(host->engines);
    free(host);
}

int host_engine(struct script_host *host, unsigned worker, struct engine **out,
                struct error *err)
{
    PHX_BUG_ON(worker >= host->workers);
    *out = &host->engines[worker];
    return engine_open(*out, err);
}

static struct str version_of(struct arena *arena, struct str path)
{
    struct source_ref source = {.path = path};
    struct diags diags;
    struct value package;

    diags_init(&diags, arena, NULL);
    if (embed_find(path, &source.text) &&
        json_read(arena, &source, NULL, &diags, &package))
        return value_map_str(package, STR("version"), STR("unknown"));
    return STR("missing");
}

/* " 10.42", of "10.42 2022-12-11"; empty where the library is missing. */
static struct str pcre_version(struct arena *arena)
{
    char text[64];

    if (!pcre_narrow.version(text))
        return STR("");
    struct str version = str_of(text);

    return str_fmt(arena, " %" STR_FMT,
                   STR_ARG(str_slice(version, 0, str_chr(version, ' '))));
}

struct str script_library_versions(struct arena *arena)
{
    struct str katex = version_of(arena, STR("npm/katex/package.json"));
    struct str prism = version_of(arena, STR("npm/prismjs/package.json"));

    return str_fmt(
        arena, "katex %" STR_FMT ", prismjs %" STR_FMT ", pcre2%" STR_FMT,
        STR_ARG(katex), STR_ARG(prism), STR_ARG(pcre_version(arena)));
}
