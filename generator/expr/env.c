/* SPDX-License-Identifier: MIT */
/* The environment: names of filters, tests, globals and functions. */
#include "builtins.h"

struct expr_env {
    struct arena *arena;
    enum expr_undefined mode;
    struct map filters; /* → struct expr_function */
    struct map tests;
    struct map globals; /* → struct global */
};

struct global {
    struct value value;
    bool noted; /* reading it is reading `input` */
    struct trace_input input;
};

static void add(struct expr_env *env, struct map *into, const char *kind,
                struct expr_function function)
{
    struct expr_function *own = arena_new(env->arena, struct expr_function);

    *own = function;
    own->kind = kind;
    map_set(into, own->name, own);
}

static void add_table(struct expr_env *env, struct map *into, const char *kind,
                      const struct builtin *table)
{
    for (; table->name; table++)
        add(env, into, kind,
            (struct expr_function){.name = str_of(table->name),
                                   .builtin = *table});
}

static void add_global(struct expr_env *env, struct str name,
                       struct value value)
{
    struct global *own = arena_new(env->arena, struct global);

    own->value = value;
    map_set(&env->globals, name, own);
}

static void add_function(struct expr_env *env, struct expr_function function)
{
    struct expr_function *own = arena_new(env->arena, struct expr_function);

    *own = function;
    own->kind = "function";
    add_global(env, own->name, value_object(env->arena, &function_type, own));
}

struct expr_env *expr_env_new(struct arena *arena)
{
    static const struct builtin *const filters[] = {
        filters_text, filters_layout, filters_html,   filters_url,
        filters_list, filters_select, filters_sort,   filters_number,
        filters_json, filters_format, filters_default};
    struct expr_env *env = arena_new(arena, struct expr_env);

    env->arena = arena;
    env->mode = EXPR_STRICT;
    map_init(&env->filters, arena);
    map_init(&env->tests, arena);
    map_init(&env->globals, arena);
    for (size_t i = 0; i < PHX_COUNT(filters); i++)
        add_table(env, &env->filters, "filter", filters[i]);
    add_table(env, &env->tests, "test", tests_builtin);
    for (const struct builtin *b = functions_builtin; b->name; b++)
        add_function(env, (struct expr_function){.name = str_of(b->name),
                                                 .builtin = *b});
    return env;
}

void expr_env_filter(struct expr_env *env, const char *name, expr_native *fn,
                     void *data)
{
    add(env, &env->filters, "filter",
        (struct expr_function){
            .name = str_of(name), .native = fn, .data = data});
}

void expr_env_test(struct expr_env *env, const char *name, expr_native *fn,
                   void *data)
{
    add(env, &env->tests, "test",
        (struct expr_function){
            .name = str_of(name), .native = fn, .data = data});
}

void expr_env_global(struct expr_env *env, const char *name, struct value value)
{
    add_global(env, str_of(name), value);
}

void expr_env_noted(struct expr_env *env, const char *name, struct value value,
                    const struct trace_input *input)
{
    struct global *own = arena_new(env->arena, struct global);

    *own = (struct global){value, true, *input};
    map_set(&env->globals, str_of(name), own);
}

void expr_env_function(struct expr_env *env, const char *name, expr_native *fn,
                       void *data)
{
    add_function(env, (struct expr_function){
                          .name = str_of(name), .native = fn, .data = data});
}

void expr_env_undefined(struct expr_env *env, enum expr_undefined mode)
{
    env->mode = mode;
}

enum expr_undefined expr_env_mode(const struct expr_env *env)
{
    return env->mode;
}

const struct expr_function *expr_env_find_filter(const struct expr_env *env,
                                                 struct str name)
{
    return map_get(&env->filters, name);
}

const struct expr_function *expr_env_find_test(const struct expr_env *env,
                                               struct str name)
{
    return map_get(&env->tests, name);
}

bool expr_env_find_global(const struct expr_env *env, struct str name,
                          struct reader *reader, struct value *out)
{
    const struct global *found = map_get(&env->globals, name);

    if (!found)
        return false;
    if (found->noted)
        reader_note(reader, found->input.kind, found->input.key,
                    found->input.fingerprint);
    *out = found->value;
    return true;
}

void expr_env_names(const struct expr_env *env, struct list_builder *out)
{
    for (size_t i = 0; i < env->globals.len; i++)
        list_builder_push(out, value_str(env->globals.entries[i].key));
}

struct str expr_env_nearest(const struct expr_env *env, bool filter,
                            struct str name, struct arena *arena)
{
    const struct map *map = filter ? &env->filters : &env->tests;
    struct str *names = arena_array(arena, struct str, map->len);

    for (size_t i = 0; i < map->len; i++)
        names[i] = map->entries[i].key;
    return str_nearest(name, names, map->len);
}
