/* SPDX-License-Identifier: MIT */
/*
 * Code as markup: by tokens.c where Prism's grammar is in the table, by Prism
 * itself (prism.c) otherwise. Both give the same bytes.
 */
#include "script/script.h"

#include "prism.h"
#include "tokens.h"

/* Prism's regular expressions are not linear in the worst case: code longer
 * than this, or with such a line, stays plain. */
#define MAX_CODE ((size_t)512 << 10)
#define MAX_LINE ((size_t)16 << 10)

static bool is_too_large(struct str code)
{
    struct str line;

    if (code.len > MAX_CODE)
        return true;
    while (str_line(&code, &line))
        if (line.len > MAX_LINE)
            return true;
    return false;
}

static int highlight(struct script_host *host, unsigned worker,
                     struct arena *arena, const struct language *language,
                     struct str code, struct str *markup, struct error *err)
{
    uint32_t grammar = grammars_find(&host->grammars, language->id);
    enum tokens_outcome outcome = TOKENS_UNABLE;

    PHX_BUG_ON(worker >= host->workers);
    if (grammar != GRAMMAR_NONE)
        outcome = tokens_highlight(&host->patterns, &host->tokens[worker],
                                   arena, grammar, code, markup);
    if (outcome == TOKENS_UNABLE)
        return prism_highlight(host, worker, arena, language, code, markup,
                               err);
    if (outcome == TOKENS_TOO_MUCH)
        *markup = html_escape(arena, code).markup;
    return PHX_OK;
}

int script_highlight(struct script_host *host, unsigned worker,
                     struct arena *arena, struct str language, struct str code,
                     struct html *out, bool *known, struct error *err)
{
    const struct language *found = NULL;
    struct str markup;
    int rc = PHX_OK;

    *known = languages_is_plain(language);
    if (!*known) {
        rc = languages_open(&host->languages, err);
        if (rc == PHX_OK)
            found = languages_find(&host->languages, language);
        *known = found != NULL;
    }
    if (rc != PHX_OK || !found || is_too_large(code)) {
        *out = html_escape(arena, code);
        return rc;
    }
    rc = highlight(host, worker, arena, found, code, &markup, err);
    *out = rc == PHX_OK ? html_trust(markup) : html_escape(arena, code);
    return rc;
}
