/* SPDX-License-Identifier: MIT */
/*
 * One worker's JavaScript context: opening it, running embedded files in it,
 * calling functions, and strings in and out. What the functions mean is left to
 * math.c and highlight.c.
 */
#include "engine.h"

#include "utf16.h"

/* Processor time of one call: twenty times what the largest honest block
 * needs. Only text that was made to be slow comes here. */
#define TIME_LIMIT 3.0

int engine_open(struct engine *engine, struct error *err)
{
    if (engine->js)
        return PHX_OK;
    const struct jsc *js = jsc_open(err);

    if (!js)
        return PHX_ELIBRARY;
    engine->js = js;
    engine->group = js->JSContextGroupCreate();
    engine->context = js->JSGlobalContextCreateInGroup(engine->group, NULL);
    if (js->set_time_limit)
        js->set_time_limit(engine->group, TIME_LIMIT, NULL, NULL);
    buf_init(&engine->text);
    return PHX_OK;
}

void engine_close(struct engine *engine)
{
    if (!engine->js)
        return;
    engine->js->JSGlobalContextRelease(engine->context);
    engine->js->JSContextGroupRelease(engine->group);
    buf_deinit(&engine->text);
    free(engine->loaded);
    *engine = (struct engine){0};
}

/* ASCII goes in as 8-bit text, on which regular expressions are faster. */
static JSStringRef string_in(struct engine *engine, struct str text)
{
    struct buf *buf = &engine->text;

    buf_reset(buf);
    if (utf16_is_plain(text)) {
        buf_add(buf, text);
        return engine->js->JSStringCreateWithUTF8CString(buf->ptr);
    }
    buf_reserve(buf, text.len * sizeof(uint16_t));
    uint16_t *units = (void *)buf->ptr;
    size_t len = utf16_from_utf8(text, units);

    return engine->js->JSStringCreateWithCharacters(units, len);
}

JSValueRef engine_text(struct engine *engine, struct str text)
{
    JSStringRef string = string_in(engine, text);
    JSValueRef value = engine->js->JSValueMakeString(engine->context, string);

    engine->js->JSStringRelease(string);
    return value;
}

JSValueRef engine_bool(struct engine *engine, bool value)
{
    return engine->js->JSValueMakeBoolean(engine->context, value);
}

struct str engine_read(struct engine *engine, struct arena *arena,
                       JSValueRef value)
{
    const struct jsc *js = engine->js;
    JSStringRef string = js->JSValueToStringCopy(engine->context, value, NULL);

    if (!string)
        return STR("");
    struct str text = utf16_to_utf8(arena, js->JSStringGetCharactersPtr(string),
                                    js->JSStringGetLength(string));

    js->JSStringRelease(string);
    return text;
}

JSValueRef engine_get(struct engine *engine, JSValueRef object, const char *key)
{
    const struct jsc *js = engine->js;
    JSValueRef value = NULL;

    if (js->JSValueIsObject(engine->context, object)) {
        JSStringRef name = js->JSStringCreateWithUTF8CString(key);

        /* JSValueRef points to const, JSObjectRef does not; both are handles
         * that only the library looks through. */
        value = js->JSObjectGetProperty(
            engine->context, (JSObjectRef)(uintptr_t)object, name, NULL);
        js->JSStringRelease(name);
    }
    return value ? value : js->JSValueMakeUndefined(engine->context);
}

static int fail_script(struct engine *engine, const char *what,
                       JSValueRef exception, struct error *err)
{
    struct arena scratch;
    struct str message;

    arena_init(&scratch);
    message = engine_read(engine, &scratch, exception);
    phx_fail(err, PHX_ELIBRARY, "%s: %" STR_FMT, what, STR_ARG(message));
    arena_deinit(&scratch);
    return PHX_ELIBRARY;
}

int engine_run(struct engine *engine, const char *path, struct error *err)
{
    const struct jsc *js = engine->js;
    JSValueRef exception = NULL;
    struct str source;

    if (!embed_find(str_of(path), &source))
        return phx_fail(err, PHX_ELIBRARY,
                        "this phx was built without %s: run npm ci, then build "
                        "it again",
                        path);
    JSStringRef script = string_in(engine, source);
    JSStringRef name = js->JSStringCreateWithUTF8CString(path);

    js->JSEvaluateScript(engine->context, script, NULL, name, 1, &exception);
    js->JSStringRelease(name);
    js->JSStringRelease(script);
    return exception ? fail_script(engine, path, exception, err) : PHX_OK;
}

int engine_function(struct engine *engine, const char *name, JSObjectRef *out,
                    struct error *err)
{
    const struct jsc *js = engine->js;
    JSObjectRef global = js->JSContextGetGlobalObject(engine->context);
    JSValueRef value = engine_get(engine, global, name);

    if (!js->JSValueIsObject(engine->context, value))
        return phx_fail(err, PHX_ELIBRARY, "JavaScript has no %s", name);
    js->JSValueProtect(engine->context, value);
    *out = (JSObjectRef)(uintptr_t)value;
    return PHX_OK;
}

bool engine_call(struct engine *engine, JSObjectRef function, size_t count,
                 const JSValueRef *arguments, JSValueRef *out)
{
    JSValueRef exception = NULL;
    JSValueRef value = engine->js->JSObjectCallAsFunction(
        engine->context, function, NULL, count, arguments, &exception);

    *out = exception ? exception : value;
    return !exception;
}
