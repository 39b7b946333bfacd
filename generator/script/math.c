/* SPDX-License-Identifier: MIT */
/* A formula through KaTeX: math.js is the other half. */
#include "script/script.h"

#include "host.h"
#include "utf16.h"

/* Above it KaTeX's recursion comes near the end of the stack, where the answer
 * would depend on the thread and on what is compiled already. */
#define MAX_FORMULA ((size_t)256 << 10)
#define MAX_DEPTH 200

static int load_katex(struct engine *engine, struct error *err)
{
    if (engine->math)
        return PHX_OK;
    int rc = engine_run(engine, "npm/katex/dist/katex.min.js", err);

    if (rc == PHX_OK)
        rc = engine_run(engine, "script/math.js", err);
    if (rc == PHX_OK)
        rc = engine_function(engine, "phx_math", &engine->math, err);
    return rc;
}

static struct hash key_of(struct str tex, const struct script_math_options *o)
{
    struct hash key = hash_mix_int(hash_bytes(tex), 'm');

    key = hash_mix_int(key, (o->display ? 1u : 0u) | (o->trust ? 2u : 0u));
    return hash_mix_str(key, o->extra_json.ptr ? o->extra_json : STR(""));
}

/* The place of byte offsets past which braces are nested too deeply. */
static size_t too_deep(struct str tex)
{
    size_t depth = 0;

    for (size_t i = 0; i < tex.len; i++) {
        if (tex.ptr[i] == '\\')
            i++;
        else if (tex.ptr[i] == '{' && ++depth > MAX_DEPTH)
            return i;
        else if (tex.ptr[i] == '}' && depth)
            depth--;
    }
    return STR_NONE;
}

static struct memo_result refuse(struct arena *arena, struct str tex,
                                 size_t position, struct str message)
{
    struct html text = html_escape(arena, tex);

    return (struct memo_result){
        .position = position,
        .message = message,
        .markup = str_fmt(arena,
                          "<span class=\"katex-error\" title=\"%" STR_FMT
                          "\" style=\"color:#cc0000\">%" STR_FMT "</span>",
                          STR_ARG(message), STR_ARG(text.markup)),
    };
}

static struct memo_result read_error(struct engine *engine, struct arena *arena,
                                     struct str tex, JSValueRef answer)
{
    const struct jsc *js = engine->js;
    JSValueRef position = engine_get(engine, answer, "position");
    struct memo_result result = {.position = STR_NONE};

    if (js->JSValueIsNumber(engine->context, position)) {
        double unit = js->JSValueToNumber(engine->context, position, NULL);

        if (unit >= 0)
            result.position = utf16_byte_offset(tex, (size_t)unit);
    }
    result.message =
        engine_read(engine, arena, engine_get(engine, answer, "message"));
    result.markup =
        engine_read(engine, arena, engine_get(engine, answer, "html"));
    return result;
}

static int render(struct engine *engine, struct arena *arena, struct str tex,
                  const struct script_math_options *options,
                  struct memo_result *result, struct error *err)
{
    JSValueRef answer;
    int rc = load_katex(engine, err);

    if (rc != PHX_OK)
        return rc;
    JSValueRef arguments[] = {
        engine_text(engine, tex),
        engine_bool(engine, options->display),
        engine_bool(engine, options->trust),
        engine_text(engine,
                    options->extra_json.ptr ? options->extra_json : STR("")),
    };

    if (!engine_call(engine, engine->math, PHX_COUNT(arguments), arguments,
                     &answer)) {
        *result = refuse(arena, tex, STR_NONE, STR("KaTeX takes too long"));
        engine_close(engine);
    } else if (engine->js->JSValueIsString(engine->context, answer))
        *result = (struct memo_result){
            .ok = true,
            .message = STR(""),
            .markup = engine_read(engine, arena, answer),
        };
    else
        *result = read_error(engine, arena, tex, answer);
    return PHX_OK;
}

static int compute(struct script_host *host, unsigned worker,
                   struct arena *arena, struct str tex,
                   const struct script_math_options *options,
                   struct memo_result *result, struct error *err)
{
    struct engine *engine;
    struct hash key = key_of(tex, options);
    int rc;

    if (memo_get(&host->memo, key, arena, result))
        return PHX_OK;
    rc = host_engine(host, worker, &engine, err);
    if (rc == PHX_OK)
        rc = render(engine, arena, tex, options, result, err);
    if (rc == PHX_OK)
        memo_put(&host->memo, key, result);
    return rc;
}

int script_math(struct script_host *host, unsigned worker, struct arena *arena,
                struct str tex, const struct script_math_options *options,
                struct html *out, struct script_math_error *error,
                struct error *err)
{
    struct memo_result result;
    size_t deep = too_deep(tex);
    int rc = PHX_OK;

    if (tex.len > MAX_FORMULA)
        result = refuse(arena, str_slice(tex, 0, 200), MAX_FORMULA,
                        STR("the formula is longer than 256 KiB"));
    else if (deep != STR_NONE)
        result =
            refuse(arena, tex, deep, STR("the formula is nested too deeply"));
    else
        rc = compute(host, worker, arena, tex, options, &result, err);
    if (rc != PHX_OK) {
        *out = html_escape(arena, tex);
        return rc;
    }
    *out = html_trust(result.markup);
    if (result.ok)
        return PHX_OK;
    *error = (struct script_math_error){result.message, result.position};
    return phx_fail(err, PHX_EINPUT, "%" STR_FMT, STR_ARG(result.message));
}
