/* SPDX-License-Identifier: MIT */
/*
 * Prism in JavaScriptCore: loads its core and, in the order of languages.h, the
 * grammars that are asked for. prism_after.js is the other half.
 */
#include "prism.h"

/* components.json has no cycles; this stops one. */
#define MAX_DEPTH 32

static int load_prism(struct script_host *host, struct engine *engine,
                      struct error *err)
{
    static const char *const files[] = {
        "script/prism_before.js",
        "npm/prismjs/components/prism-core.min.js",
        "script/prism_after.js",
    };

    if (engine->highlight)
        return PHX_OK;
    for (size_t i = 0; i < PHX_COUNT(files); i++) {
        int rc = engine_run(engine, files[i], err);

        if (rc != PHX_OK)
            return rc;
    }
    free(engine->loaded);
    engine->loaded = calloc(host->languages.len, sizeof(engine->loaded[0]));
    if (!engine->loaded)
        base_out_of_memory(host->languages.len);
    return engine_function(engine, "phx_highlight", &engine->highlight, err);
}

static int call_global(struct engine *engine, const char *name,
                       struct error *err)
{
    JSObjectRef function;
    JSValueRef answer;
    int rc = engine_function(engine, name, &function, err);

    if (rc == PHX_OK && !engine_call(engine, function, 0, NULL, &answer))
        rc = phx_fail(err, PHX_ELIBRARY, "%s failed", name);
    return rc;
}

static int run_language(struct engine *engine, const struct language *language,
                        struct error *err)
{
    int rc;

    if (!language->guarded)
        return engine_run(engine, language->path, err);
    rc = call_global(engine, "phx_guard", err);
    if (rc == PHX_OK)
        rc = engine_run(engine, language->path, err);
    if (rc == PHX_OK)
        rc = call_global(engine, "phx_release", err);
    return rc;
}

/* Recursive. Asked for css, it loads markup first, which then loads css and
 * javascript: so the order is the same whichever is asked for. */
static int load_language(struct script_host *host, struct engine *engine,
                         size_t number, unsigned depth, struct error *err)
{
    const struct language *language = &host->languages.list[number];
    int rc = PHX_OK;

    if (engine->loaded[number] || depth > MAX_DEPTH)
        return PHX_OK;
    for (size_t i = 0; rc == PHX_OK && i < language->before_len; i++)
        rc = load_language(host, engine, language->before[i], depth + 1, err);
    if (rc != PHX_OK || engine->loaded[number])
        return rc;
    engine->loaded[number] = true;
    rc = run_language(engine, language, err);
    for (size_t i = 0; rc == PHX_OK && i < language->after_len; i++)
        rc = load_language(host, engine, language->after[i], depth + 1, err);
    return rc;
}

static int load_found(struct script_host *host, struct engine *engine,
                      const struct language *language, struct error *err)
{
    return load_language(host, engine,
                         (size_t)(language - host->languages.list), 0, err);
}

static int load_wanted(struct script_host *host, struct engine *engine,
                       struct str names, struct error *err)
{
    struct str name;
    int rc = PHX_OK;

    while (rc == PHX_OK && str_split(&names, ' ', &name)) {
        const struct language *language =
            languages_find(&host->languages, name);

        if (language)
            rc = load_found(host, engine, language, err);
    }
    return rc;
}

/* Calls Prism until it asks for no more languages: each is asked for once. */
static int highlight(struct script_host *host, struct engine *engine,
                     struct arena *arena, const struct language *language,
                     struct str code, struct memo_result *result,
                     struct error *err)
{
    JSValueRef answer;
    bool done = false;
    int rc = load_prism(host, engine, err);

    if (rc == PHX_OK)
        rc = load_found(host, engine, language, err);
    while (rc == PHX_OK && !done) {
        JSValueRef arguments[] = {engine_text(engine, code),
                                  engine_text(engine, language->id)};

        result->ok =
            engine_call(engine, engine->highlight, 2, arguments, &answer) &&
            !engine->js->JSValueIsNull(engine->context, answer);
        done =
            !result->ok || engine->js->JSValueIsString(engine->context, answer);
        if (!done)
            rc = load_wanted(host, engine,
                             engine_read(engine, arena,
                                         engine_get(engine, answer, "wanted")),
                             err);
    }
    if (rc == PHX_OK)
        result->markup = result->ok ? engine_read(engine, arena, answer)
                                    : html_escape(arena, code).markup;
    if (rc != PHX_OK || !result->ok)
        engine_close(engine);
    return rc;
}

int prism_highlight(struct script_host *host, unsigned worker,
                    struct arena *arena, const struct language *language,
                    struct str code, struct str *markup, struct error *err)
{
    struct engine *engine;
    struct memo_result result;
    struct hash key = hash_mix_str(hash_bytes(code), language->id);
    int rc = PHX_OK;

    if (!memo_get(&host->memo, key, arena, &result)) {
        result = (struct memo_result){.position = STR_NONE, .message = STR("")};
        rc = host_engine(host, worker, &engine, err);
        if (rc == PHX_OK)
            rc = highlight(host, engine, arena, language, code, &result, err);
        if (rc == PHX_OK)
            memo_put(&host->memo, key, &result);
    }
    if (rc == PHX_OK)
        *markup = result.markup;
    return rc;
}
