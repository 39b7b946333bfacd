/* SPDX-License-Identifier: MIT */
/* Links to the outside: which there are, what is said about those that do not
 * answer. Only with `--external`. */
#include "external.h"

#include "state.h"

struct outsides {
    struct check *check;
    struct outside_list all;
    struct map by_url;
};

static struct value setting(const struct check *check, const char *key)
{
    return config_value(check->options->config, key);
}

/* `check.external_ignore` names beginnings of addresses. */
static bool is_ignored(const struct check *check, struct str url)
{
    struct value v = setting(check, "check.external_ignore");

    if (value_is(v, VALUE_STRING))
        return v.len && str_starts(url, value_text(v));
    for (size_t i = 0; value_is(v, VALUE_LIST) && i < v.as.list->len; i++) {
        struct value item = v.as.list->items[i];
        if (value_is(item, VALUE_STRING) && item.len &&
            str_starts(url, value_text(item)))
            return true;
    }
    return false;
}

static void collect(struct outsides *o)
{
    struct arena *arena = o->check->arena;

    for (size_t i = 0; i < o->check->file_count; i++) {
        const struct web_page *page = o->check->files[i].page;
        for (size_t k = 0; page && k < page->outside.len; k++) {
            struct str url = page->outside.items[k].url;
            if (map_has(&o->by_url, url) || is_ignored(o->check, url))
                continue;
            struct outside *found = arena_new(arena, struct outside);
            found->url = url;
            map_set(&o->by_url, url, found);
            vec_push(arena, &o->all.list, found);
        }
    }
}

/* Nobody answers, on several hosts: that is this machine's network. */
static bool is_offline(const struct outsides *o)
{
    struct str host = STR("");
    bool several = false;

    for (size_t i = 0; i < o->all.list.len; i++) {
        const struct outside *one = o->all.list.items[i];
        if (one->outcome != OUTCOME_UNREACHABLE)
            return false;
        several |= host.len && !str_eq(host, outside_host(one->url));
        host = outside_host(one->url);
    }
    return several;
}

static void report_one(struct outsides *o, struct site_file *file,
                       const struct outside_link *link)
{
    const struct outside *found = map_get(&o->by_url, link->url);
    struct arena *arena = o->check->arena;
    struct finding *f;

    if (!found)
        return;
    switch (found->outcome) {
    case OUTCOME_UNKNOWN:
    case OUTCOME_THERE:
        return;
    case OUTCOME_GONE:
        f = finding_add(&file->findings, arena, DIAG_EXTERNAL_GONE, link->at,
                        "`%" STR_FMT "` answers %d", STR_ARG(link->needle),
                        found->status);
        f->needle = link->needle;
        return;
    case OUTCOME_UNSURE:
    case OUTCOME_UNREACHABLE:
        f = finding_add(
            &file->findings, arena, DIAG_EXTERNAL_UNSURE, link->at,
            "`%" STR_FMT "` does not answer: %s", STR_ARG(link->needle),
            found->why ? found->why
                       : str_fmt(arena, "status %d", found->status).ptr);
        f->needle = link->needle;
        return;
    }
}

static void report_all(struct outsides *o)
{
    for (size_t i = 0; i < o->check->file_count; i++) {
        struct site_file *file = &o->check->files[i];
        for (size_t k = 0; file->page && k < file->page->outside.len; k++)
            report_one(o, file, &file->page->outside.items[k]);
    }
}

/* Who asks, and for which site, so that a host's owner can find out why. */
static struct str agent(const struct check *check)
{
    const struct config *config = check->options->config;

    if (config->base_url.len == 0)
        return STR("phx/" PHX_VERSION " (link check)");
    return str_fmt(check->arena,
                   "phx/" PHX_VERSION " (link check for %" STR_FMT ")",
                   STR_ARG(config->base_url));
}

static void say(struct diags *diags, enum diag_id id, const char *text)
{
    diag_add(diags, id, NULL, (struct span){0}, "%s", text);
}

void external_check(struct check *check, struct diags *diags)
{
    const struct check_options *o = check->options;
    struct outsides outsides = {.check = check};
    struct ask_options ask = {
        .timeout = 15,
        .agent = agent(check),
        .progress = o->progress,
        .progress_ctx = o->progress_ctx,
    };
    struct value timeout = setting(check, "check.external_timeout");
    struct value days = setting(check, "check.external_days");
    struct error err;

    if (value_is(timeout, VALUE_INT) && timeout.as.integer > 0)
        ask.timeout = (unsigned)timeout.as.integer;
    map_init(&outsides.by_url, check->arena);
    collect(&outsides);
    if (o->cache)
        external_recall(check->arena, o->cache, time(NULL),
                        value_is(days, VALUE_INT) ? days.as.integer : 7,
                        &outsides.all);
    if (external_ask(check->arena, &outsides.all, &ask, &check->asked, &err) <
        0) {
        say(diags, DIAG_CHECK_LIBRARY, err.message);
        return;
    }
    if (is_offline(&outsides))
        say(diags, DIAG_EXTERNAL_OFFLINE,
            "no host outside can be reached: is this machine offline?");
    else
        report_all(&outsides);
    if (o->cache && check->asked &&
        external_remember(o->cache, &outsides.all, &err) < 0)
        say(diags, DIAG_FILE_UNREADABLE, err.message);
}
