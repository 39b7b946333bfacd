/* SPDX-License-Identifier: MIT */
/*
 * How wide text is, without a font: the advance widths of Liberation Sans (the
 * metrics of Arial) in 1/2048 em, read from its hmtx table once. Han and other
 * wide characters are 1 em; 8 % is added because readers have other fonts.
 */
#include "measure.h"

#include <math.h>

#define UNITS_PER_EM 2048.0
#define SLACK 1.08
#define UNKNOWN 1139 /* a digit's width */

/* U+0020 to U+017F */
static const uint16_t latin[] = {
    569,  569,  727,  1139, 1139, 1821, 1366, 391,  682,  682,  797,  1196,
    569,  682,  569,  569,  1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139,
    1139, 1139, 569,  569,  1196, 1196, 1196, 1139, 2079, 1366, 1366, 1479,
    1479, 1366, 1251, 1593, 1479, 569,  1024, 1366, 1139, 1706, 1479, 1593,
    1366, 1593, 1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 569,
    569,  569,  961,  1139, 682,  1139, 1139, 1024, 1139, 1139, 569,  1139,
    1139, 455,  455,  1024, 455,  1706, 1139, 1139, 1139, 1139, 682,  1024,
    569,  1139, 1024, 1479, 1024, 1024, 1024, 684,  532,  684,  1196, 748,
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
    748,  748,  748,  748,  748,  748,  748,  748,  569,  682,  1139, 1139,
    1139, 1139, 532,  1139, 682,  1509, 758,  1139, 1196, 682,  1509, 1131,
    819,  1124, 682,  682,  682,  1180, 1100, 569,  682,  682,  748,  1139,
    1708, 1708, 1708, 1251, 1366, 1366, 1366, 1366, 1366, 1366, 2048, 1479,
    1366, 1366, 1366, 1366, 569,  569,  569,  569,  1479, 1479, 1593, 1593,
    1593, 1593, 1593, 1196, 1593, 1479, 1479, 1479, 1479, 1366, 1366, 1251,
    1139, 1139, 1139, 1139, 1139, 1139, 1821, 1024, 1139, 1139, 1139, 1139,
    569,  569,  569,  569,  1139, 1139, 1139, 1139, 1139, 1139, 1139, 1124,
    1251, 1139, 1139, 1139, 1139, 1024, 1139, 1024, 1366, 1139, 1366, 1139,
    1366, 1139, 1479, 1024, 1479, 1024, 1479, 1024, 1479, 1024, 1479, 1259,
    1479, 1139, 1366, 1139, 1366, 1139, 1366, 1139, 1366, 1139, 1366, 1139,
    1593, 1139, 1593, 1139, 1593, 1139, 1593, 1139, 1479, 1139, 1479, 1139,
    569,  569,  569,  569,  569,  569,  569,  455,  569,  569,  1505, 909,
    1024, 455,  1366, 1024, 1024, 1139, 455,  1139, 455,  1139, 597,  1139,
    684,  1139, 455,  1479, 1139, 1479, 1139, 1479, 1139, 1237, 1481, 1139,
    1593, 1139, 1593, 1139, 1593, 1139, 2048, 1933, 1479, 682,  1479, 682,
    1479, 682,  1366, 1024, 1366, 1024, 1366, 1024, 1366, 1024, 1251, 569,
    1251, 768,  1251, 569,  1479, 1139, 1479, 1139, 1479, 1139, 1479, 1139,
    1479, 1139, 1479, 1139, 1933, 1479, 1366, 1024, 1366, 1251, 1024, 1251,
    1024, 1251, 1024, 455,
};

/* U+0370 to U+03FF */
static const uint16_t greek[] = {
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
    748,  748,  569,  748,  748,  748,  748,  748,  682,  682,  1367, 569,
    1606, 1716, 786,  748,  1586, 748,  1752, 1541, 455,  1366, 1366, 1128,
    1368, 1366, 1251, 1479, 1593, 569,  1366, 1368, 1706, 1479, 1331, 1593,
    1479, 1366, 748,  1266, 1251, 1366, 1634, 1366, 1711, 1531, 569,  1366,
    1184, 913,  1139, 455,  1120, 1184, 1178, 1024, 1140, 913,  903,  1139,
    1139, 455,  1024, 1024, 1180, 1024, 917,  1139, 1413, 1165, 987,  1264,
    809,  1120, 1328, 1075, 1460, 1599, 455,  1120, 1139, 1120, 1599, 748,
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
    748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,  748,
};

/* U+0400 to U+045F */
static const uint16_t cyrillic[] = {
    1366, 1367, 1771, 1109, 1472, 1366, 569,  569,  1024, 2165, 2069, 1749,
    1193, 1479, 1301, 1472, 1366, 1344, 1366, 1109, 1387, 1366, 1891, 1237,
    1472, 1472, 1193, 1344, 1706, 1479, 1593, 1472, 1366, 1479, 1251, 1301,
    1557, 1366, 1515, 1365, 1877, 1920, 1621, 1813, 1344, 1472, 2069, 1479,
    1139, 1173, 1088, 747,  1195, 1139, 1370, 939,  1144, 1144, 896,  1195,
    1408, 1131, 1139, 1109, 1139, 1024, 938,  1024, 1685, 1024, 1173, 1067,
    1643, 1685, 1280, 1472, 1067, 1045, 1536, 1109, 1139, 1139, 1139, 747,
    1045, 1024, 455,  569,  455,  1856, 1664, 1139, 896,  1144, 1024, 1131,
};

/* U+2010 to U+203F */
static const uint16_t punctuation[] = {
    682, 682, 748, 1139, 2048, 2048, 748, 1131, 455,  455, 455,  455,
    682, 682, 682, 748,  1139, 1139, 717, 748,  748,  748, 2048, 748,
    748, 748, 748, 748,  748,  748,  748, 748,  2048, 748, 384,  725,
    748, 748, 748, 748,  748,  682,  682, 748,  1024, 748, 682,  748,
};

static unsigned advance(uint32_t c)
{
    if (c >= 0x20 && c - 0x20 < PHX_COUNT(latin))
        return latin[c - 0x20];
    if (c >= 0x370 && c - 0x370 < PHX_COUNT(greek))
        return greek[c - 0x370];
    if (c >= 0x400 && c - 0x400 < PHX_COUNT(cyrillic))
        return cyrillic[c - 0x400];
    if (c >= 0x2010 && c - 0x2010 < PHX_COUNT(punctuation))
        return punctuation[c - 0x2010];
    if (c == 0x2212)
        return 1196;
    if (text_is_wide(c) || text_is_cjk(c) || text_is_emoji(c))
        return (unsigned)UNITS_PER_EM;
    return UNKNOWN;
}

double text_width(struct str text, double size)
{
    unsigned long units = 0;

    for (size_t at = 0; at < text.len;)
        units += advance(utf8_next(text, &at));
    return (double)units * size * SLACK / UNITS_PER_EM;
}

static double width_of(uint32_t c, double size)
{
    return advance(c) * size * SLACK / UNITS_PER_EM;
}

/* The end of the longest beginning that is no wider than `room`. */
static size_t head_within(struct str text, double size, double room)
{
    size_t at = 0, end = 0;

    while (at < text.len) {
        room -= width_of(utf8_next(text, &at), size);
        if (room < 0)
            break;
        end = at;
    }
    return end;
}

/* The start of the longest end that is no wider than `room`. */
static size_t tail_within(struct str text, double size, double room)
{
    double over = text_width(text, size) - room;
    size_t at = 0;

    while (at < text.len && over > 0)
        over -= width_of(utf8_next(text, &at), size);
    return at;
}

struct str text_fit(struct arena *arena, struct str text, double size,
                    double width)
{
    const double room = fmax(0, width - text_width(STR("…"), size));
    size_t head, tail;

    if (text_width(text, size) <= width)
        return text;
    head = head_within(text, size, room * 0.6);
    tail = tail_within(text, size, room * 0.4);
    return str_fmt(arena, "%" STR_FMT "…%" STR_FMT,
                   STR_ARG(str_trim_right(str_slice(text, 0, head))),
                   STR_ARG(str_trim(str_from(text, tail))));
}
