/* SPDX-License-Identifier: MIT */
/* One text through the template language. */
#include "private.h"

#include "template/template.h"

bool scaffold_fill(struct arena *arena, struct str path, struct str text,
                   struct value context, struct diags *diags, struct str *out)
{
    static const struct template_options options = {
        .trim_blocks = true,
        .lstrip_blocks = true,
        .keep_trailing_newline = true,
    };
    struct expr_env *env = expr_env_new(arena);
    struct template_set *set = template_set_new(arena, env, &options);
    struct reader reader = {
        .arena = arena, .diags = diags, .language = STR("en")};
    struct buf buf = BUF_INIT;

    expr_env_undefined(env, EXPR_STRICT);
    template_set_add(set, path, path, text);
    const struct template *t =
        template_set_compile(set, diags) ? template_find(set, path) : NULL;
    bool ok = t && template_render(set, t, context, &reader, &buf);
    if (ok)
        *out = buf_dup(arena, &buf);
    buf_deinit(&buf);
    return ok;
}
