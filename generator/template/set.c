/* SPDX-License-Identifier: MIT */
/* The set of templates, rendering one of them, and the profile. */
#include "run.h"

#define OUTPUT_LIMIT ((size_t)64 << 20)
#define STEP_LIMIT 50000000
#define DEPTH_LIMIT 200
#define MEMORY_LIMIT ((size_t)1 << 30)

struct template_set *template_set_new(struct arena *arena, struct expr_env *env,
                                      const struct template_options *options)
{
    struct template_set *set = arena_new(arena, struct template_set);

    set->arena = arena;
    set->env = env;
    set->options = *options;
    if (!set->options.output_limit)
        set->options.output_limit = OUTPUT_LIMIT;
    if (!set->options.step_limit)
        set->options.step_limit = STEP_LIMIT;
    if (!set->options.depth_limit)
        set->options.depth_limit = DEPTH_LIMIT;
    if (!set->options.memory_limit)
        set->options.memory_limit = MEMORY_LIMIT;
    map_init(&set->by_name, arena);
    return set;
}

/* \r\n and \r count as \n, in templates and in what they print. */
static struct str normal_lines(struct arena *arena, struct str text)
{
    if (str_chr(text, '\r') == STR_NONE)
        return text;
    text = str_replace(arena, text, STR("\r\n"), STR("\n"));
    return str_replace(arena, text, STR("\r"), STR("\n"));
}

void template_set_add(struct template_set *set, struct str name,
                      struct str path, struct str text)
{
    struct template *t = map_get(&set->by_name, name);

    PHX_BUG_ON(set->frozen);
    if (!t) {
        t = arena_new(set->arena, struct template);
        t->index = (uint32_t)set->list.len;
        t->name = name;
        vec_push(set->arena, &set->list, t);
        map_set(&set->by_name, name, t);
    }
    t->path = path;
    t->hash = hash_bytes(text);
    t->text = normal_lines(set->arena, text);
}

bool template_set_compile(struct template_set *set, struct diags *diags)
{
    bool ok = true;

    for (size_t i = 0; i < set->list.len; i++) {
        struct template *t = set->list.items[i];
        if (!template_parse(t, set->arena, &set->options, diags) ||
            !template_compile(t, set->arena, set->env, set->options.autoescape,
                              diags))
            ok = false;
    }
    set->frozen = true;
    return ok;
}

const struct template *template_find(const struct template_set *set,
                                     struct str name)
{
    return map_get(&set->by_name, name);
}

struct hash template_fingerprint(const struct template_set *set,
                                 struct str name)
{
    const struct template *t = template_find(set, name);

    return t ? t->hash : (struct hash){0};
}

const struct template *template_seek(const struct template_set *set,
                                     struct str name, struct reader *reader)
{
    reader_note(reader, INPUT_TEMPLATE, name, template_fingerprint(set, name));
    return template_find(set, name);
}

struct str template_name(const struct template *t)
{
    return t->name;
}

void template_profile_init(struct template_profile *profile,
                           const struct template_set *set, struct arena *arena)
{
    profile->len = set->list.len;
    profile->times = arena_array(arena, struct template_time, profile->len);
    for (size_t i = 0; i < profile->len; i++)
        profile->times[i].name = set->list.items[i]->name;
}

void template_profile_merge(struct template_profile *into,
                            const struct template_profile *from)
{
    PHX_BUG_ON(into->len != from->len);
    for (size_t i = 0; i < into->len; i++) {
        into->times[i].runs += from->times[i].runs;
        into->times[i].nanoseconds += from->times[i].nanoseconds;
    }
}

static bool start(struct run *r, const struct template *t)
{
    reader_note(r->e.reader, INPUT_TEMPLATE, t->name, t->hash);
    if (t->compiled) {
        bool ok = run_root(r, t);
        if (!r->fail_template)
            r->fail_template = t; /* a chain of parents without an end */
        return ok;
    }
    reader_fail(r->e.reader, DIAG_TEMPLATE_SYNTAX,
                "the template '%" STR_FMT "' did not compile",
                STR_ARG(t->name));
    r->fail_template = t;
    return false;
}

bool template_render_profiled(const struct template_set *set,
                              const struct template *t, struct value context,
                              struct reader *reader, struct buf *out,
                              struct template_profile *profile)
{
    char base;
    struct run run = {
        .e = {.reader = reader,
              .arena = reader->arena,
              .env = set->env,
              .resolve = context_resolve,
              .names = context_names,
              .autoescape = set->options.autoescape,
              .steps_left = set->options.step_limit},
        .set = set,
        .names = context,
        .out = out,
        .out_limit = out->len + set->options.output_limit,
        .memory_limit = reader->arena->allocated + set->options.memory_limit,
        .depth_limit = set->options.depth_limit,
        .stack_base = &base,
        .profile = profile,
    };
    bool ok;

    buf_init(&run.chain);
    reader->failed = false;
    run.e.scope = &run;
    run.context = context_new(&run, NULL, false);
    ok = start(&run, t);
    if (!ok)
        run_report(&run);
    buf_deinit(&run.chain);
    return ok;
}

bool template_render(const struct template_set *set, const struct template *t,
                     struct value context, struct reader *reader,
                     struct buf *out)
{
    return template_render_profiled(set, t, context, reader, out, NULL);
}
