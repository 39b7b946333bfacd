/* SPDX-License-Identifier: MIT */
/*
 * The cardinal rules of CLDR 44 for the languages that sites are written in.
 * The operands are CLDR's: i the whole part, f the decimals as a number, t the
 * same without final zeros, v their count.
 */
#include "plural.h"

struct operands {
    uint64_t i, f, t;
    unsigned v;
    bool whole; /* no decimals but zeros: n is i */
};

typedef const char *rule(const struct operands *o);

static bool in(uint64_t n, uint64_t from, uint64_t to)
{
    return n >= from && n <= to;
}

/* n ends in a digit of from…to, and not in 1 and such a digit. */
static bool ends(uint64_t n, uint64_t from, uint64_t to)
{
    return in(n % 10, from, to) && !in(n % 100, 10 + from, 10 + to);
}

static bool is(const struct operands *o, uint64_t n)
{
    return o->whole && o->i == n;
}

static const char *rule_none(const struct operands *o)
{
    (void)o;
    return "other";
}

static const char *rule_english(const struct operands *o)
{
    return o->i == 1 && o->v == 0 ? "one" : "other";
}

static const char *rule_one(const struct operands *o)
{
    return is(o, 1) ? "one" : "other";
}

static const char *rule_danish(const struct operands *o)
{
    return is(o, 1) || (o->t && o->i <= 1) ? "one" : "other";
}

static const char *rule_hindi(const struct operands *o)
{
    return o->i == 0 || is(o, 1) ? "one" : "other";
}

static bool is_millions(const struct operands *o)
{
    return o->i && o->i % 1000000 == 0 && o->v == 0;
}

static const char *rule_french(const struct operands *o)
{
    return o->i <= 1 ? "one" : is_millions(o) ? "many" : "other";
}

static const char *rule_italian(const struct operands *o)
{
    return o->i == 1 && o->v == 0 ? "one" : is_millions(o) ? "many" : "other";
}

static const char *rule_spanish(const struct operands *o)
{
    return is(o, 1) ? "one" : is_millions(o) ? "many" : "other";
}

static const char *rule_russian(const struct operands *o)
{
    if (o->v)
        return "other";
    return ends(o->i, 1, 1) ? "one" : ends(o->i, 2, 4) ? "few" : "many";
}

static const char *rule_polish(const struct operands *o)
{
    if (o->v)
        return "other";
    return o->i == 1 ? "one" : ends(o->i, 2, 4) ? "few" : "many";
}

static const char *rule_czech(const struct operands *o)
{
    if (o->v)
        return "many";
    return o->i == 1 ? "one" : in(o->i, 2, 4) ? "few" : "other";
}

static const char *rule_serbian(const struct operands *o)
{
    const uint64_t n = o->v ? o->f : o->i;

    return ends(n, 1, 1) ? "one" : ends(n, 2, 4) ? "few" : "other";
}

static const char *rule_macedonian(const struct operands *o)
{
    return ends(o->v ? o->f : o->i, 1, 1) ? "one" : "other";
}

static const char *rule_icelandic(const struct operands *o)
{
    return ends(o->t ? o->t : o->i, 1, 1) ? "one" : "other";
}

static const char *rule_slovenian(const struct operands *o)
{
    if (o->v || in(o->i % 100, 3, 4))
        return "few";
    return o->i % 100 == 1 ? "one" : o->i % 100 == 2 ? "two" : "other";
}

static const char *rule_lithuanian(const struct operands *o)
{
    if (o->f)
        return "many";
    if (in(o->i % 100, 11, 19) || o->i % 10 == 0)
        return "other";
    return o->i % 10 == 1 ? "one" : "few";
}

static const char *rule_latvian(const struct operands *o)
{
    if (o->f == 0)
        return o->i % 10 == 0 || in(o->i % 100, 11, 19) ? "zero"
               : o->i % 10 == 1                         ? "one"
                                                        : "other";
    if (o->v == 2 && in(o->f % 100, 11, 19))
        return "zero";
    return o->v == 2        ? ends(o->f, 1, 1) ? "one" : "other"
           : o->f % 10 == 1 ? "one"
                            : "other";
}

static const char *rule_romanian(const struct operands *o)
{
    if (o->i == 1 && o->v == 0)
        return "one";
    return o->v || o->i == 0 || in(o->i % 100, 1, 19) ? "few" : "other";
}

static const char *rule_arabic(const struct operands *o)
{
    static const char *const small[] = {"zero", "one", "two"};

    if (!o->whole)
        return "other";
    if (o->i < PHX_COUNT(small))
        return small[o->i];
    return in(o->i % 100, 3, 10) ? "few" : o->i % 100 > 10 ? "many" : "other";
}

static const char *rule_hebrew(const struct operands *o)
{
    if (o->v ? o->i == 0 : o->i == 1)
        return "one";
    return o->i == 2 && o->v == 0 ? "two" : "other";
}

static const char *rule_irish(const struct operands *o)
{
    if (!o->whole || o->i == 0 || o->i > 10)
        return "other";
    return o->i == 1 ? "one" : o->i == 2 ? "two" : o->i <= 6 ? "few" : "many";
}

static const char *rule_welsh(const struct operands *o)
{
    static const char *const small[] = {"zero",  "one",   "two", "few",
                                        "other", "other", "many"};

    return o->whole && o->i < PHX_COUNT(small) ? small[o->i] : "other";
}

static const struct {
    const char *languages; /* between spaces */
    rule *rule;
} rules[] = {
    {" zh yue ja ko vi th id ms lo km my bo ", rule_none},
    {" en de nl sv fi et gl ast yi sw ur ", rule_english},
    {" bg el hu tr nb nn no eu ka kk ky az mn mr ne sq ta te ml uz eo fo af ",
     rule_one},
    {" da ", rule_danish},
    {" hi bn fa gu kn am zu ", rule_hindi},
    {" fr pt ", rule_french},
    {" it ca pt-PT ", rule_italian},
    {" es ", rule_spanish},
    {" ru uk be ", rule_russian},
    {" pl ", rule_polish},
    {" cs sk ", rule_czech},
    {" sr hr bs sh ", rule_serbian},
    {" mk ", rule_macedonian},
    {" is ", rule_icelandic},
    {" sl ", rule_slovenian},
    {" lt ", rule_lithuanian},
    {" lv ", rule_latvian},
    {" ro mo ", rule_romanian},
    {" ar ", rule_arabic},
    {" he iw ", rule_hebrew},
    {" ga ", rule_irish},
    {" cy ", rule_welsh},
};

static rule *rule_of(struct str language)
{
    char name[16];

    if (language.len == 0 || language.len > sizeof(name) - 3)
        return NULL;
    snprintf(name, sizeof(name), " %" STR_FMT " ", STR_ARG(language));
    for (size_t i = 0; i < PHX_COUNT(rules); i++)
        if (strstr(rules[i].languages, name))
            return rules[i].rule;
    return NULL;
}

/* Saturates: only the last digits and small numbers matter. */
static uint64_t digits_of(struct str digits)
{
    uint64_t n = 0;

    for (size_t i = 0; i < digits.len && ascii_is_digit(digits.ptr[i]); i++)
        n = n % 100000000000000000u * 10 + (uint64_t)(digits.ptr[i] - '0');
    return n;
}

static struct operands operands_of(struct str number)
{
    if (str_starts(number, STR("-")))
        number = str_from(number, 1);
    size_t dot = str_chr(number, '.');
    struct str decimals = dot == STR_NONE ? STR("") : str_from(number, dot + 1);
    struct str significant = decimals;
    while (str_ends(significant, STR("0")))
        significant.len--;
    return (struct operands){
        .i = digits_of(str_slice(number, 0, dot)),
        .f = digits_of(decimals),
        .t = digits_of(significant),
        .v = (unsigned)decimals.len,
        .whole = significant.len == 0,
    };
}

const char *plural_category(struct str language, struct str number)
{
    const struct operands o = operands_of(number);
    rule *found = rule_of(language);

    if (!found)
        found = rule_of(str_slice(language, 0, str_chr(language, '-')));
    return found ? found(&o) : rule_english(&o);
}
