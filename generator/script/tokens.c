/* SPDX-License-Identifier: MIT */
/*
 * Prism 1.30's tokenize and matchGrammar (components/prism-core.js), function
 * for function. Two things are new: a pattern is not asked about a text that
 * lacks a character which every match of it has, and there are limits.
 */
#include "tokens_list.h"

#include "utf16.h"

#include <time.h>

/* Deeper code goes to JavaScript, whose stack is deeper. */
#define MAX_DEPTH 400

/* Processor time of one block, looked at each time that so many units may have
 * been searched. Honest blocks need a hundredth. */
#define MAX_SECONDS 3
#define CLOCK_UNITS ((size_t)1 << 20)

struct run {
    struct patterns *patterns;
    struct tokens_scratch *scratch;
    struct tokens_text text;
    const struct pcre *pcre;
    enum tokens_outcome outcome; /* when not TOKENS_DONE, all functions end */
    unsigned depth;
    size_t searched; /* since the last look at the clock */
    double deadline; /* 0 before the first look */
};

/* What one call of Prism's tokenize works on. */
struct part {
    size_t start, len;
    struct char_set has;
    struct token head, tail; /* ends of the list, no tokens */
    size_t count;            /* tokens in it */
};

/* Matching again what a greedy match has laid open: up to `reach`, by the rules
 * before `cause`. */
struct again {
    const struct grammar_rule *cause;
    size_t reach;
};

/* ---- Characters ---- */

static void set_add(struct char_set *set, unsigned unit)
{
    unsigned bit = unit < 128 ? unit : 0;

    set->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

static struct char_set characters(const struct tokens_text *text, size_t start,
                                  size_t len)
{
    struct char_set set = {{0, 0}};

    for (size_t i = start; i < start + len; i++)
        set_add(&set, tokens_unit(text, i));
    return set;
}

static bool can_match(const struct grammar_pattern *pattern,
                      const struct char_set *has, size_t len)
{
    const uint64_t *all = pattern->all.bits, *any = pattern->any.bits;

    return len >= pattern->shortest &&
           ((any[0] & has->bits[0]) | (any[1] & has->bits[1])) &&
           !((all[0] & ~has->bits[0]) | (all[1] & ~has->bits[1]));
}

/* ---- Matching ---- */

static double processor_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void look_at_clock(struct run *run, size_t units)
{
    run->searched += units;
    if (run->searched < CLOCK_UNITS)
        return;
    run->searched = 0;
    double now = processor_seconds();

    if (run->deadline == 0.0)
        run->deadline = now + MAX_SECONDS;
    else if (now > run->deadline)
        run->outcome = TOKENS_TOO_MUCH;
}

/* What PCRE2 finds for a pattern of one set in narrow text, which it need not
 * be asked: most matches are of punctuation. */
static bool find_single(const struct tokens_text *text,
                        const struct grammar_pattern *pattern, size_t start,
                        size_t len, size_t from, struct pcre_match *match)
{
    for (size_t i = from; i < len; i++) {
        unsigned unit = tokens_unit(text, start + i);

        if (pattern->any.bits[unit / 64] >> unit % 64 & 1) {
            *match = (struct pcre_match){.from = i, .to = i + 1};
            return true;
        }
    }
    return false;
}

/* Prism's matchPattern in `len` units from `start`, not before `from`. */
static bool find(struct run *run, const struct grammar_rule *rule, size_t start,
                 size_t len, size_t from, struct pcre_match *match)
{
    const struct grammar_pattern *pattern =
        &run->patterns->grammars->patterns[rule->pattern];
    enum pcre_width width = run->text.width;

    if (width == PCRE_NARROW && pattern->flags & PATTERN_SINGLE)
        return find_single(&run->text, pattern, start, len, from, match);
    const void *code = patterns_get(run->patterns, width, rule->pattern);
    size_t size = width == PCRE_WIDE ? sizeof(uint16_t) : 1;

    if (!code) {
        run->outcome = TOKENS_UNABLE;
        return false;
    }
    look_at_clock(run, len - from);
    enum pcre_outcome outcome = run->pcre->match(
        code, run->scratch->match[width],
        (const char *)run->text.units + start * size, len, from, match);

    if (outcome == PCRE_TOO_MUCH)
        run->outcome = TOKENS_TOO_MUCH;
    if (outcome != PCRE_MATCHED || run->outcome != TOKENS_DONE)
        return false;
    if (rule->flags & RULE_LOOKBEHIND) {
        match->from += match->group_size;
        if (match->to < match->from)
            match->to = match->from;
    }
    return true;
}

/* ---- The list ---- */

static void part_init(struct part *part, size_t start, size_t len)
{
    *part = (struct part){.start = start, .len = len};
    part->head.next = &part->tail;
    part->tail.prev = &part->head;
}

static struct token *add_after(struct run *run, struct part *part,
                               struct token *before, size_t start, size_t len)
{
    struct token *token = arena_new(&run->scratch->arena, struct token);

    token->start = start;
    token->len = len;
    token->prev = before;
    token->next = before->next;
    token->next->prev = token;
    before->next = token;
    part->count++;
    return token;
}

/* What `rule` leaves of a text that has the characters `has`. */
static void add_text(struct run *run, struct part *part, struct token *before,
                     size_t start, size_t len, struct char_set has,
                     const struct grammar_rule *rule)
{
    struct token *token = add_after(run, part, before, start, len);

    token->has = has;
    token->left_by = rule;
}

static void remove_after(struct part *part, struct token *before, size_t count)
{
    struct token *next = before->next;

    for (size_t i = 0; i < count; i++)
        next = next->next;
    before->next = next;
    next->prev = before;
    part->count -= count;
}

/* ---- Prism's functions ---- */

static struct token *tokenize(struct run *run, uint32_t grammar, size_t start,
                              size_t len);
static void match_grammar(struct run *run, struct part *part, uint32_t grammar,
                          struct token *before, size_t pos,
                          struct again *again);

/* Where a rule is in the list. */
struct place {
    struct token *token;
    size_t pos; /* of the token, in the part */
};

/* What the next match takes: `count` tokens from the place on, that is the
 * units up to `end`. */
struct hit {
    size_t from, to; /* in the part */
    size_t count;
    size_t end;
};

enum step { STEP_HIT, STEP_NEXT, STEP_OVER };

/* A greedy match is looked for in the whole part, over tokens that are there,
 * and moves the place to the token in which it begins. */
static enum step find_greedy(struct run *run, struct part *part,
                             const struct grammar_rule *rule,
                             struct place *place, struct hit *hit)
{
    struct pcre_match match;
    struct token *t = place->token;

    if (!find(run, rule, part->start, part->len, place->pos, &match) ||
        match.from >= part->len)
        return STEP_OVER;
    size_t pos = place->pos;

    while (t != &part->tail && match.from >= pos + t->len) {
        pos += t->len;
        t = t->next;
    }
    /* The place is on a token that matching again has removed, and the match
     * before it: Prism throws. */
    if (t == &part->tail) {
        run->outcome = TOKENS_UNABLE;
        return STEP_OVER;
    }
    *place = (struct place){t, pos};
    if (t->rule)
        return STEP_NEXT;
    *hit = (struct hit){.from = match.from, .to = match.to, .end = pos};
    for (; t != &part->tail && (hit->end < match.to || !t->rule); t = t->next) {
        hit->count++;
        hit->end += t->len;
    }
    return STEP_HIT;
}

/* Others are looked for in one text between tokens, as if it were alone. */
static enum step find_plain(struct run *run, const struct part *part,
                            const struct grammar_rule *rule,
                            const struct place *place, struct hit *hit)
{
    const struct grammar_pattern *pattern =
        &run->patterns->grammars->patterns[rule->pattern];
    struct token *t = place->token;
    struct pcre_match match;
    size_t start = part->start + place->pos;

    if (!can_match(pattern, &t->has, t->len))
        return STEP_NEXT;
    /* Not yet for what this rule has just left: it may cut it on and on. */
    if (!t->exact && t->left_by != rule) {
        t->has = characters(&run->text, start, t->len);
        t->exact = true;
        if (!can_match(pattern, &t->has, t->len))
            return STEP_NEXT;
    }
    if (!find(run, rule, start, t->len, 0, &match))
        return STEP_NEXT;
    *hit = (struct hit){.from = place->pos + match.from,
                        .to = place->pos + match.to,
                        .count = 1,
                        .end = place->pos + t->len};
    return STEP_HIT;
}

/* Puts a token in the place of a hit, between what is left of the texts it
 * began and ended in, and moves the place to it. */
static void replace(struct run *run, struct part *part,
                    const struct grammar_rule *rule, struct place *place,
                    const struct hit *hit)
{
    const struct char_set has = hit->count == 1 ? place->token->has : part->has;
    struct token *before = place->token->prev;

    if (hit->from > place->pos) {
        add_text(run, part, before, part->start + place->pos,
                 hit->from - place->pos, has, rule);
        before = before->next;
    }
    remove_after(part, before, hit->count);
    struct token *token = add_after(run, part, before, part->start + hit->from,
                                    hit->to - hit->from);

    token->rule = rule;
    if (rule->inside != GRAMMAR_NONE)
        token->inside = tokenize(run, rule->inside, token->start, token->len);
    if (hit->end > hit->to)
        add_text(run, part, token, part->start + hit->to, hit->end - hit->to,
                 has, rule);
    *place = (struct place){token, hit->from};
}

/* A greedy match has taken tokens away: the rules before look again at what
 * follows. */
static void match_again(struct run *run, struct part *part, uint32_t grammar,
                        const struct grammar_rule *rule,
                        const struct place *place, size_t reach,
                        struct again *again)
{
    struct again inner = {.cause = rule, .reach = reach};

    match_grammar(run, part, grammar, place->token->prev, place->pos, &inner);
    if (again && inner.reach > again->reach)
        again->reach = inner.reach;
}

/* One pattern over the list. False when Prism gives up on the grammar: there
 * are more tokens than characters. */
static bool match_rule(struct run *run, struct part *part, uint32_t grammar,
                       const struct grammar_rule *rule, struct place place,
                       struct again *again)
{
    bool greedy = rule->flags & RULE_GREEDY;
    struct hit hit;

    for (; place.token != &part->tail && run->outcome == TOKENS_DONE;
         place.pos += place.token->len, place.token = place.token->next) {
        if (again && place.pos >= again->reach)
            break;
        if (part->count > part->len)
            return false;
        if (place.token->rule)
            continue;
        enum step step = greedy ? find_greedy(run, part, rule, &place, &hit)
                                : find_plain(run, part, rule, &place, &hit);

        if (step == STEP_OVER)
            break;
        if (step == STEP_NEXT)
            continue;
        if (again && hit.end > again->reach)
            again->reach = hit.end;
        replace(run, part, rule, &place, &hit);
        if (hit.count > 1)
            match_again(run, part, grammar, rule, &place, hit.end, again);
    }
    return true;
}

/* Recursive through match_again, at most as deep as the grammar has rules. */
static void match_grammar(struct run *run, struct part *part, uint32_t grammar,
                          struct token *before, size_t pos, struct again *again)
{
    const struct grammars *grammars = run->patterns->grammars;
    const struct grammar *g = &grammars->list[grammar];

    for (size_t i = 0; i < g->len && run->outcome == TOKENS_DONE; i++) {
        const struct grammar_rule *rule = &grammars->rules[g->first + i];

        if (again && again->cause == rule)
            return;
        if (can_match(&grammars->patterns[rule->pattern], &part->has,
                      part->len) &&
            !match_rule(run, part, grammar, rule,
                        (struct place){before->next, pos}, again))
            return;
    }
}

/* Recursive: a token's inside is tokenized. The first of the list, which ends
 * with NULL; it is never empty. */
static struct token *tokenize(struct run *run, uint32_t grammar, size_t start,
                              size_t len)
{
    struct part part;

    if (run->depth == MAX_DEPTH) {
        run->outcome = TOKENS_UNABLE;
        return NULL;
    }
    run->depth++;
    part_init(&part, start, len);
    part.has = characters(&run->text, start, len);
    add_text(run, &part, &part.head, start, len, part.has, NULL);
    part.head.next->exact = true;
    match_grammar(run, &part, grammar, &part.head, 0, NULL);
    part.tail.prev->next = NULL;
    run->depth--;
    return part.head.next;
}

/* ---- The door ---- */

/* ASCII without NUL and carriage returns: for these the narrow patterns are
 * not written. */
static bool is_narrow(struct str code)
{
    return utf16_is_plain(code) && str_chr(code, '\r') == STR_NONE;
}

static struct tokens_text read_text(struct arena *arena, struct str code)
{
    struct tokens_text text = {PCRE_NARROW, code.ptr, code.len};

    if (!is_narrow(code)) {
        uint16_t *units = arena_array(arena, uint16_t, code.len);

        text = (struct tokens_text){PCRE_WIDE, units,
                                    utf16_from_utf8(code, units)};
    }
    return text;
}

static void scratch_open(struct tokens_scratch *scratch)
{
    if (scratch->open)
        return;
    *scratch = (struct tokens_scratch){.open = true};
    arena_init(&scratch->arena);
    buf_init(&scratch->out);
}

void tokens_scratch_close(struct tokens_scratch *scratch)
{
    if (!scratch->open)
        return;
    if (scratch->match[PCRE_NARROW])
        pcre_narrow.scratch_free(scratch->match[PCRE_NARROW]);
    if (scratch->match[PCRE_WIDE])
        pcre_wide.scratch_free(scratch->match[PCRE_WIDE]);
    buf_deinit(&scratch->out);
    arena_deinit(&scratch->arena);
    *scratch = (struct tokens_scratch){0};
}

enum tokens_outcome tokens_highlight(struct patterns *patterns,
                                     struct tokens_scratch *scratch,
                                     struct arena *arena, uint32_t grammar,
                                     struct str code, struct str *markup)
{
    scratch_open(scratch);
    struct run run = {.patterns = patterns,
                      .scratch = scratch,
                      .text = read_text(&scratch->arena, code)};
    enum pcre_width width = run.text.width;

    run.pcre = pcre_of(width);
    if (!run.pcre->open()) {
        run.outcome = TOKENS_UNABLE;
    } else {
        if (!scratch->match[width])
            scratch->match[width] = run.pcre->scratch_new();
        struct token *first = tokenize(&run, grammar, 0, run.text.len);

        if (run.outcome == TOKENS_DONE)
            *markup = tokens_write(arena, &scratch->out, patterns->grammars,
                                   &run.text, first);
    }
    arena_reset(&scratch->arena);
    return run.outcome;
}
