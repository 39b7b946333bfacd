/* SPDX-License-Identifier: MIT */
/* urlencode and urlize. */
#include "builtins.h"

#include "token.h"

/* Percent-encodes as Python's quote: letters, digits, _.-~ and `also` stay. */
static void percent(struct buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";

    buf_add_char(out, '%');
    buf_add_char(out, digits[c >> 4]);
    buf_add_char(out, digits[c & 15]);
}

static void quote(struct buf *out, struct str s, const char *also, bool plus)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        bool keep = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') ||
                    (c && (strchr("_.-~", c) || strchr(also, c)));
        if (keep)
            buf_add_char(out, (char)c);
        else if (plus && c == ' ')
            buf_add_char(out, '+');
        else
            percent(out, c);
    }
}

static bool quote_pair(struct eval *e, struct buf *out, struct value key,
                       struct value value)
{
    struct str k, v;

    if (!eval_text(e, key, &k) || !eval_text(e, value, &v))
        return false;
    if (out->len > 0)
        buf_add_char(out, '&');
    quote(out, k, "", true);
    buf_add_char(out, '=');
    quote(out, v, "", true);
    return true;
}

static bool quote_pairs(struct eval *e, struct value v, struct buf *out)
{
    const struct value *items, *pair;
    size_t len, pair_len;

    if (v.kind == VALUE_MAP) {
        for (size_t i = 0; i < v.as.map->len; i++)
            if (!quote_pair(e, out, v.as.map->entries[i].key,
                            v.as.map->entries[i].value))
                return false;
        return true;
    }
    if (!eval_items(e, v, &items, &len))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!eval_items(e, items[i], &pair, &pair_len))
            return false;
        if (pair_len != 2)
            return eval_fail(e, "urlencode takes pairs");
        if (!quote_pair(e, out, pair[0], pair[1]))
            return false;
    }
    return true;
}

static bool f_urlencode(struct eval *e, const struct value *a,
                        struct value *out)
{
    struct buf buf = BUF_INIT;
    struct str s;
    bool ok;

    if (a[0].kind == VALUE_STRING || !value_is_iterable(a[0])) {
        ok = eval_text(e, a[0], &s);
        if (ok)
            quote(&buf, s, "/", false);
    } else {
        ok = quote_pairs(e, a[0], &buf);
    }
    if (ok)
        *out = text_value(e, &buf, false);
    buf_deinit(&buf);
    return ok;
}

/* ---- urlize ---- */

struct urlize {
    struct eval *e;
    struct buf *out;
    int64_t limit; /* < 0: none */
    struct str attributes;
    const struct value *schemes;
    size_t schemes_len;
};

static bool is_word(uint32_t c)
{
    return c == '_' || (c != UTF8_INVALID && text_is_letter_or_digit(c));
}

static size_t skip_word(struct str s, size_t pos, const char *also)
{
    while (pos < s.len) {
        size_t next = pos;
        uint32_t c = utf8_next(s, &next);
        if (!is_word(c) && !(c > 0 && c < 0x80 && strchr(also, (int)c)))
            break;
        pos = next;
    }
    return pos;
}

static size_t skip_digits(struct str s, size_t pos)
{
    while (pos < s.len && s.ptr[pos] >= '0' && s.ptr[pos] <= '9')
        pos++;
    return pos;
}

static bool is_letters(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] | 0x20) < 'a' || (s.ptr[i] | 0x20) > 'z')
            return false;
    return s.len >= 2 && s.len <= 63;
}

/* Four numbers with points between. */
static bool is_address(struct str s)
{
    struct str part;
    size_t parts = 0;

    while (str_split(&s, '.', &part)) {
        if (part.len == 0 || part.len > 3 || skip_digits(part, 0) != part.len)
            return false;
        parts++;
    }
    return parts == 4;
}

/* The end of a host at `pos`, or STR_NONE: behind a scheme or "www." any name,
 * else one under a well-known top domain. */
static size_t host_end(struct str s, size_t pos, bool scheme)
{
    static const char *const tops[] = {"com", "net", "int",  "edu",
                                       "gov", "org", "info", "mil"};
    size_t end;
    struct str host, last;

    if (scheme && pos < s.len && s.ptr[pos] == '[') {
        end = str_find_from(s, STR("]"), pos);
        return end == STR_NONE ? STR_NONE : end + 1;
    }
    end = skip_word(s, pos, "%-.");
    host = str_slice(s, pos, end);
    size_t dot = str_rchr(host, '.');
    last = dot == STR_NONE ? host : str_from(host, dot + 1);
    if (scheme && is_address(host))
        return end;
    if (str_find(host, STR("..")) != STR_NONE || dot == 0)
        return STR_NONE;
    if (scheme || (str_starts(host, STR("www.")) && host.len > 4))
        return is_letters(last) || str_starts(last, STR("xn--")) ? end
                                                                 : STR_NONE;
    for (size_t i = 0; dot != STR_NONE && i < PHX_COUNT(tops); i++)
        if (str_eq_nocase(last, str_of(tops[i])))
            return end;
    return STR_NONE;
}

/* Behind ":" and one to five digits; `pos` itself without them. */
static size_t port_end(struct str s, size_t pos)
{
    size_t end = skip_digits(s, pos + 1);

    return end > pos + 1 && end <= pos + 6 ? end : pos;
}

static bool is_url(struct str s)
{
    size_t pos = 0;
    bool scheme = false;

    if (s.len >= 8 && str_eq_nocase(str_slice(s, 0, 8), STR("https://"))) {
        scheme = true;
        pos = 8;
    } else if (s.len >= 7 &&
               str_eq_nocase(str_slice(s, 0, 7), STR("http://"))) {
        scheme = true;
        pos = 7;
    }
    pos = host_end(s, pos, scheme);
    if (pos == STR_NONE)
        return false;
    if (pos < s.len && s.ptr[pos] == ':')
        pos = port_end(s, pos);
    return pos == s.len || s.ptr[pos] == '/' || s.ptr[pos] == '?' ||
           s.ptr[pos] == '#';
}

/* ^\S+@\w[\w.-]*\.\w+$ */
static bool is_mail(struct str s)
{
    size_t at = str_rchr(s, '@');
    struct str domain;

    if (at == STR_NONE || at == 0)
        return false;
    domain = str_from(s, at + 1);
    size_t dot = str_rchr(domain, '.');
    return dot != STR_NONE && dot > 0 && dot + 1 < domain.len &&
           domain.ptr[0] != '.' && domain.ptr[0] != '-' &&
           skip_word(domain, 0, ".-") == domain.len &&
           skip_word(str_from(domain, dot + 1), 0, "") == domain.len - dot - 1;
}

static size_t count_of(struct str s, struct str needle)
{
    size_t count = 0;

    for (size_t at = 0; (at = str_find_from(s, needle, at)) != STR_NONE;
         at += needle.len)
        count++;
    return count;
}

/* Moves closing brackets from the tail back where the URL opened them. */
static void balance(struct str word, size_t head, size_t *end, struct str open,
                    struct str close)
{
    struct str middle = str_slice(word, head, *end);
    size_t opened = count_of(middle, open);
    size_t tail_closed = count_of(str_from(word, *end), close);

    if (opened <= count_of(middle, close))
        return;
    for (size_t i = 0; i < opened && i < tail_closed; i++)
        *end = str_find_from(word, close, *end) + close.len;
}

static size_t word_head(struct str word)
{
    size_t pos = 0;

    for (;;) {
        struct str rest = str_from(word, pos);
        if (str_starts(rest, STR("&lt;")))
            pos += 4;
        else if (rest.len > 0 && (rest.ptr[0] == '(' || rest.ptr[0] == '<'))
            pos++;
        else
            return pos;
    }
}

static size_t word_tail(struct str word, size_t head)
{
    size_t end = word.len;

    while (end > head) {
        struct str middle = str_slice(word, head, end);
        if (str_ends(middle, STR("&gt;")))
            end -= 4;
        else if (strchr(")>.,\n", middle.ptr[middle.len - 1]) &&
                 middle.ptr[middle.len - 1] != '\0')
            end--;
        else
            break;
    }
    return end;
}

static void put_link(struct urlize *u, const char *prefix, struct str target,
                     struct str attributes, struct str text, bool trim)
{
    buf_add_fmt(u->out, "<a href=\"%s", prefix);
    buf_add(u->out, target);
    buf_add_char(u->out, '"');
    buf_add(u->out, attributes);
    buf_add_char(u->out, '>');
    if (trim && u->limit >= 0 && utf8_count(text) > (size_t)u->limit) {
        buf_add(u->out,
                str_slice(text, 0, utf8_offset(text, (size_t)u->limit)));
        buf_add_cstr(u->out, "...");
    } else {
        buf_add(u->out, text);
    }
    buf_add_cstr(u->out, "</a>");
}

static void put_middle(struct urlize *u, struct str s)
{
    if (is_url(s)) {
        bool scheme =
            str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
        put_link(u, scheme ? "" : "https://", s, u->attributes, s, true);
        return;
    }
    if (str_starts(s, STR("mailto:")) && is_mail(str_from(s, 7))) {
        put_link(u, "", s, STR(""), str_from(s, 7), false);
        return;
    }
    if (!str_starts(s, STR("www.")) && str_chr(s, ':') == STR_NONE &&
        is_mail(s)) {
        put_link(u, "mailto:", s, STR(""), s, false);
        return;
    }
    for (size_t i = 0; i < u->schemes_len; i++) {
        struct str scheme;
        if (eval_text(u->e, u->schemes[i], &scheme) && s.len > scheme.len &&
            str_starts(s, scheme)) {
            put_link(u, "", s, u->attributes, s, false);
            return;
        }
    }
    buf_add(u->out, s);
}

static void put_word(struct urlize *u, struct str word)
{
    size_t head = word_head(word);
    size_t end = word_tail(word, head);

    balance(word, head, &end, STR("("), STR(")"));
    balance(word, head, &end, STR("<"), STR(">"));
    balance(word, head, &end, STR("&lt;"), STR("&gt;"));
    buf_add(u->out, str_slice(word, 0, head));
    put_middle(u, str_slice(word, head, end));
    buf_add(u->out, str_from(word, end));
}

/* rel="…" target="…": the parts of `rel` in order of the alphabet. */
static bool link_attributes(struct eval *e, const struct value *a,
                            struct str *out)
{
    struct str parts[16], rel, target;
    size_t count = 0;
    struct buf buf = BUF_INIT;
    bool nofollow;

    if (!arg_bool(e, a[2], false, &nofollow) ||
        !arg_text(e, a[3], STR(""), &target) ||
        !arg_text(e, a[4], STR(""), &rel))
        return false;
    rel = str_fmt(e->arena, "noopener %s%" STR_FMT, nofollow ? "nofollow " : "",
                  STR_ARG(rel));
    rel = text_collapse(e, rel);
    for (struct str part;
         count < PHX_COUNT(parts) && str_split(&rel, ' ', &part);) {
        size_t at = count;
        bool seen = false;
        for (size_t i = 0; i < count; i++)
            seen = seen || str_eq(parts[i], part);
        if (seen)
            continue;
        for (; at > 0 && str_cmp(parts[at - 1], part) > 0; at--)
            parts[at] = parts[at - 1];
        parts[at] = part;
        count++;
    }
    buf_add_cstr(&buf, " rel=\"");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_char(&buf, ' ');
        buf_add_escaped(&buf, parts[i]);
    }
    buf_add_char(&buf, '"');
    if (target.len > 0) {
        buf_add_cstr(&buf, " target=\"");
        buf_add_escaped(&buf, target);
        buf_add_char(&buf, '"');
    }
    *out = buf_dup(e->arena, &buf);
    buf_deinit(&buf);
    return true;
}

static bool f_urlize(struct eval *e, const struct value *a, struct value *out)
{
    struct buf buf = BUF_INIT;
    struct urlize u = {.e = e, .out = &buf};
    struct str s;

    if (!eval_markup(e, a[0], &s) ||
        !arg_operand(e, "the limit", a[1], -1, &u.limit) ||
        !link_attributes(e, a, &u.attributes) ||
        (arg_given(a[5]) && !eval_items(e, a[5], &u.schemes, &u.schemes_len)))
        return false;
    for (size_t pos = 0; pos < s.len;) {
        size_t start = pos, next = pos;
        while (pos < s.len && !char_is_space(utf8_next(s, &next)))
            pos = next;
        put_word(&u, str_slice(s, start, pos));
        for (next = start = pos;
             pos < s.len && char_is_space(utf8_next(s, &next));)
            pos = next;
        buf_add(&buf, str_slice(s, start, pos));
    }
    *out = text_value(e, &buf, e->autoescape);
    buf_deinit(&buf);
    return !e->reader->failed;
}

const struct builtin filters_url[] = {
    {"urlencode", "", f_urlencode, NULL},
    {"urlize", "trim_url_limit? nofollow? target? rel? extra_schemes?",
     f_urlize, NULL},
    {NULL, NULL, NULL, NULL},
};
