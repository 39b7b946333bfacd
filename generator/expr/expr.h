/* SPDX-License-Identifier: MIT */
/*
 * expr: the expression language of templates, {eval}, `where` and assertions.
 * Jinja2's expressions: literals, operators, tests, filters, calls, slices,
 * attribute and item access, inline if, ~, in, chained comparisons. No I/O.
 *
 * An environment holds what an expression may use besides its scope: all of
 * Jinja2's filters and tests, the globals range, dict, namespace, cycler and
 * joiner, and whatever its owner adds. It is filled while the site is set up
 * and read by any thread afterwards. A compiled expression is read-only too:
 * the state of an evaluation is the caller's reader.
 *
 * Bounds: nesting of an expression (120 levels, 400 operators on one path),
 * 50,000,000 elements that filters go over in one evaluation.
 */
#ifndef PHX_EXPR_EXPR_H
#define PHX_EXPR_EXPR_H

#include "value/value.h"

struct expr;
struct expr_env;

/* A filter, test or global function written in C. False: reader_fail said why.
 * A filter's or test's subject is args->items[0]. A test answers a VALUE_BOOL.
 * An argument may be VALUE_UNDEFINED. `data` is what was given when it was
 * registered. */
typedef bool expr_native(void *data, const struct value_args *args,
                         struct reader *reader, struct value *out);

/* Names → filters, tests, globals. Filled while the site is set up, frozen
 * before workers start; read by any thread afterwards. A name given twice: the
 * later one counts, also over a built-in. Names are borrowed. */
struct expr_env *expr_env_new(struct arena *arena);
void expr_env_filter(struct expr_env *env, const char *name, expr_native *fn,
                     void *data);
void expr_env_test(struct expr_env *env, const char *name, expr_native *fn,
                   void *data);
void expr_env_global(struct expr_env *env, const char *name,
                     struct value value);
/* A global that is an input of whatever reads it; `input` is copied, its key
 * borrowed. */
void expr_env_noted(struct expr_env *env, const char *name, struct value value,
                    const struct trace_input *input);
void expr_env_function(struct expr_env *env, const char *name, expr_native *fn,
                       void *data);
/* strict (sites, the default): a missing name or attribute fails unless tested
 * or given a default. Otherwise Jinja2's default or chainable Undefined. */
enum expr_undefined { EXPR_STRICT, EXPR_DEFAULT, EXPR_CHAINABLE };
void expr_env_undefined(struct expr_env *env, enum expr_undefined mode);

/* A whole text as one expression; NULL when diags says what is wrong. `text`
 * and `source` are borrowed and outlive the expression. `span` is the text's
 * place in the source, for messages. */
struct expr *expr_compile(struct expr_env *env, struct arena *arena,
                          struct str text, const struct source_ref *source,
                          struct span span, struct diags *diags);

/* Evaluates with the names of `scope` (a map or an object) and the globals.
 * False: a diagnostic was added to reader->diags at the expression's place, and
 * reader->failed stays set. An undefined result counts as a failure in strict
 * mode. Text that is markup comes out with its flag; the rest is text. */
bool expr_eval(const struct expr *expr, struct value scope,
               struct reader *reader, struct value *out) PHX_MUST_USE;

#endif
