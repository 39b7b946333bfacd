/* SPDX-License-Identifier: MIT */
/*
 * Formulas with what KaTeX makes of them. The files differ in their fields, and
 * a case is held to each it has: `ok`, `html`, `html_sha256`, `mathml`;
 * `error`, `position` (UTF-16 units) and `soft_html` where it fails.
 */
#include "conformance.h"

#include "script/script.h"
#include "sha256.h"

struct outcome {
    bool ok;
    struct str markup;
    struct script_math_error error;
};

static struct str id_of(struct arena *arena, struct value c, size_t index)
{
    struct str id = value_map_str(c, STR("id"), STR(""));
    struct str tex = value_map_str(c, STR("tex"), STR(""));

    return id.len ? id : str_fmt(arena, "#%zu %" STR_FMT, index, STR_ARG(tex));
}

static bool render(struct script_host *host, struct arena *arena,
                   struct value c, struct outcome *out, struct error *err)
{
    const struct value *more = value_map_get(c, STR("options"));
    struct script_math_options options = {
        .display = value_map_bool(c, STR("display"), false),
    };
    struct html html;
    int rc;

    if (more) {
        struct buf json;

        buf_init(&json);
        json_write(&json, *more, 0, false, NULL);
        options.extra_json = buf_dup(arena, &json);
        buf_deinit(&json);
    }
    rc = script_math(host, 0, arena, value_map_str(c, STR("tex"), STR("")),
                     &options, &html, &out->error, err);
    out->ok = rc == PHX_OK;
    out->markup = html.markup;
    return rc == PHX_OK || rc == PHX_EINPUT;
}

static size_t bytes_of_units(struct str text, int64_t units)
{
    size_t pos = 0;

    while (units > 0 && pos < text.len)
        units -= utf8_next(text, &pos) < 0x10000 ? 1 : 2;
    return pos;
}

static struct str position_of(struct arena *arena, struct value c)
{
    const struct value *position = value_map_get(c, STR("position"));

    if (!position || !value_is(*position, VALUE_INT))
        return STR("position unknown");
    return str_fmt(arena, "position %zu",
                   bytes_of_units(value_map_str(c, STR("tex"), STR("")),
                                  position->as.integer));
}

static struct str position_text(struct arena *arena, size_t position)
{
    return position == STR_NONE ? STR("position unknown")
                                : str_fmt(arena, "position %zu", position);
}

/* One of a case's expectations; the first that fails is reported. */
struct check {
    struct conformance *run;
    struct str id;
    struct value c;
    bool failed;
};

static void expect(struct check *check, struct str expected, struct str got)
{
    if (check->failed || str_eq(expected, got))
        return;
    check->failed = true;
    conformance_fail(check->run, check->id, expected, got);
}

static void expect_text(struct check *check, struct str field, struct str got)
{
    const struct value *expected = value_map_get(check->c, field);

    if (expected && value_is(*expected, VALUE_STRING))
        expect(check, value_text(*expected), got);
}

static void check_case(struct check *check, const struct outcome *got)
{
    struct arena *arena = check->run->scratch;
    struct str mathml = value_map_str(check->c, STR("mathml"), STR(""));
    bool ok = value_map_bool(check->c, STR("ok"), true);

    if (ok != got->ok) {
        expect(check, ok ? STR("it renders") : STR("it fails"),
               got->ok ? STR("it renders") : got->error.message);
        return;
    }
    if (!ok) {
        expect_text(check, STR("error"), got->error.message);
        expect_text(check, STR("soft_html"), got->markup);
        expect(check, position_of(arena, check->c),
               position_text(arena, got->error.position));
        return;
    }
    expect_text(check, STR("html"), got->markup);
    if (str_find(got->markup, mathml) == STR_NONE)
        expect(check, mathml, got->markup);
    expect_text(check, STR("html_sha256"), sha256_hex(arena, got->markup));
}

/* Every case is held to its verdict at least. */
void kind_katex(struct conformance *run, struct value cases)
{
    struct script_host *host = script_host_new(1);
    struct error err;

    for (size_t i = 0; value_is(cases, VALUE_LIST) && i < cases.as.list->len;
         i++) {
        struct check check = {.run = run, .c = cases.as.list->items[i]};
        struct outcome got = {0};

        arena_reset(run->scratch);
        check.id = id_of(run->scratch, check.c, i);
        if (!render(host, run->scratch, check.c, &got, &err)) {
            conformance_fail(run, check.id, STR("a result"),
                             str_of(err.message));
            continue;
        }
        check_case(&check, &got);
        if (!check.failed)
            conformance_pass(run);
    }
    script_host_free(host);
}
