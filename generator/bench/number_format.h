/* SPDX-License-Identifier: MIT */
/*
 * Numbers as d3-format 3.1 writes them (private to bench/), in its en-US
 * locale: "," between thousands, U+2212 for minus. Pure, any thread.
 */
#ifndef PHX_BENCH_NUMBER_FORMAT_H
#define PHX_BENCH_NUMBER_FORMAT_H

#include "base/base.h"

#define PRECISION_UNSET (-1)

/* [[fill]align][sign][symbol][0][width][,][.precision][~][type] */
struct number_format {
    struct str fill; /* one character */
    char align;      /* < > ^ = */
    char sign;       /* - + ( space */
    char symbol;     /* $ # or 0 */
    bool zero;
    bool comma;
    bool trim;
    char type; /* 0: the default */
    unsigned width;
    int precision;
    /* formatPrefix: values are scaled by 10^-prefix and get its letter */
    bool has_prefix;
    int prefix;
};

bool number_format_parse(struct str specifier, struct number_format *out);
/* formatPrefix(specifier, reference) */
void number_format_prefix(struct number_format *format, double reference);
void number_format_add(struct buf *out, const struct number_format *format,
                       double value);

/* -1 where d3 answers NaN. */
int precision_fixed(double step);
int precision_prefix(double step, double value);
int precision_round(double step, double max);

#endif
