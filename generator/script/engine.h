/* SPDX-License-Identifier: MIT */
/*
 * struct engine: one worker's JavaScript context, in a context group of its
 * own, made when the worker first needs it. One thread at a time.
 */
#ifndef PHX_SCRIPT_ENGINE_H
#define PHX_SCRIPT_ENGINE_H

#include "jsc.h"

struct engine {
    const struct jsc *js; /* NULL: not open yet */
    JSContextGroupRef group;
    JSGlobalContextRef context;
    JSObjectRef math;      /* NULL until KaTeX is loaded */
    JSObjectRef highlight; /* NULL until Prism is loaded */
    bool *loaded;          /* Prism's languages, by number; owned */
    struct buf text;       /* a string on its way in */
};

/* Does nothing when it is open. */
int engine_open(struct engine *engine, struct error *err) PHX_MUST_USE;
/* On any thread, when the engine's own does not use it any more. */
void engine_close(struct engine *engine);

/* Runs an embedded file. PHX_ELIBRARY when the binary does not carry it, or
 * when it throws. */
int engine_run(struct engine *engine, const char *path,
               struct error *err) PHX_MUST_USE;
/* A global function, protected as long as the engine is open. */
int engine_function(struct engine *engine, const char *name, JSObjectRef *out,
                    struct error *err) PHX_MUST_USE;

/* False when it threw, or took more than three seconds of processor time. The
 * engine may be in any state then: close it. *out is then the exception. */
bool engine_call(struct engine *engine, JSObjectRef function, size_t count,
                 const JSValueRef *arguments, JSValueRef *out) PHX_MUST_USE;

/* Invalid UTF-8 is repaired; any length, NUL included. */
JSValueRef engine_text(struct engine *engine, struct str text);
JSValueRef engine_bool(struct engine *engine, bool value);
/* What String(value) gives; empty when that throws. */
struct str engine_read(struct engine *engine, struct arena *arena,
                       JSValueRef value);
/* The object's property; undefined when there is none. */
JSValueRef engine_get(struct engine *engine, JSValueRef object,
                      const char *key);

#endif
