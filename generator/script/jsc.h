/* SPDX-License-Identifier: MIT */
/*
 * JavaScriptCore's C API, opened when it is first needed: linking it would cost
 * every start 4 to 5 ms. The names are the library's own.
 *
 * Thread rules of the library: a context group and everything in it is used by
 * one thread at a time; different groups run at the same time. Strings
 * (JSStringRef) are counted and released by whoever made them; values belong to
 * the collector, which sees those on the stack and those that are protected.
 */
#ifndef PHX_SCRIPT_JSC_H
#define PHX_SCRIPT_JSC_H

#include "base/base.h"

#include <JavaScriptCore/JavaScript.h>

#define JSC_FUNCTIONS(X)                                                       \
    X(JSContextGroupCreate)                                                    \
    X(JSContextGroupRelease)                                                   \
    X(JSGlobalContextCreateInGroup)                                            \
    X(JSGlobalContextRelease)                                                  \
    X(JSContextGetGlobalObject)                                                \
    X(JSEvaluateScript)                                                        \
    X(JSObjectCallAsFunction)                                                  \
    X(JSObjectGetProperty)                                                     \
    X(JSStringCreateWithCharacters)                                            \
    X(JSStringCreateWithUTF8CString)                                           \
    X(JSStringGetCharactersPtr)                                                \
    X(JSStringGetLength)                                                       \
    X(JSStringRelease)                                                         \
    X(JSValueIsNull)                                                           \
    X(JSValueIsNumber)                                                         \
    X(JSValueIsObject)                                                         \
    X(JSValueIsString)                                                         \
    X(JSValueMakeBoolean)                                                      \
    X(JSValueMakeString)                                                       \
    X(JSValueMakeUndefined)                                                    \
    X(JSValueProtect)                                                          \
    X(JSValueToNumber)                                                         \
    X(JSValueToStringCopy)

/* Exported and stable for ten years, but in none of the installed headers. A
 * call into the group that takes more processor time is ended with an exception
 * that scripts cannot catch. */
typedef void (*jsc_set_time_limit)(JSContextGroupRef group, double seconds,
                                   void *callback, void *context);

struct jsc {
    jsc_set_time_limit set_time_limit; /* NULL where the library has none */
#define JSC_MEMBER(name) __typeof__ (&(name))(name);
    JSC_FUNCTIONS(JSC_MEMBER)
#undef JSC_MEMBER
};

/* The library's functions; NULL and PHX_ELIBRARY in *err (with the package's
 * name) when it is not there. Thread class: any. */
const struct jsc *jsc_open(struct error *err);

#endif
