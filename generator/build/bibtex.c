/* SPDX-License-Identifier: MIT */
/*
 * The reader of BibTeX files. After a mistake it goes on at the next line that
 * begins with @, so that one run shows every broken entry.
 */
#include "bibtex.h"

#define ENTRIES_MAX 100000u
#define FIELDS_MAX 200u
#define VALUE_MAX (64u << 10)
#define ERRORS_MAX 20u

struct reader_state {
    struct arena *arena;
    const struct source_ref *source;
    struct diags *diags;
    struct str text;
    size_t at;
    struct map macros; /* name → struct str * */
    size_t errors;
    struct bib_file *out;
    PHX_VEC(struct bib_field) fields; /* of the entry at hand */
};

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                     "jul", "aug", "sep", "oct", "nov", "dec"};
static const char *const month_names[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

static bool wrong(struct reader_state *r, size_t at, const char *what)
{
    if (r->errors++ < ERRORS_MAX)
        diag_add(r->diags, DIAG_BIBLIOGRAPHY, r->source,
                 span_at(r->text, at < r->text.len ? at : r->text.len), "%s",
                 what);
    return false;
}

static char peek(const struct reader_state *r)
{
    return r->at < r->text.len ? r->text.ptr[r->at] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(struct reader_state *r)
{
    while (r->at < r->text.len && is_space(r->text.ptr[r->at]))
        r->at++;
}

static bool accept(struct reader_state *r, char c)
{
    skip_space(r);
    if (peek(r) != c || r->at >= r->text.len)
        return false;
    r->at++;
    return true;
}

/* A name or key: everything up to what ends one. */
static struct str word(struct reader_state *r, const char *ends)
{
    size_t from;

    skip_space(r);
    from = r->at;
    while (r->at < r->text.len && !is_space(r->text.ptr[r->at]) &&
           (unsigned char)r->text.ptr[r->at] >= ' ' &&
           !strchr(ends, r->text.ptr[r->at]))
        r->at++;
    return str_slice(r->text, from, r->at);
}

/* Behind an opening brace or quote, up to its end; braces inside balance. */
static bool delimited(struct reader_state *r, char close, struct str *out)
{
    size_t from = r->at, depth = 0;

    for (; r->at < r->text.len; r->at++) {
        char c = r->text.ptr[r->at];
        if (c == '\\' && r->at + 1 < r->text.len)
            r->at++;
        else if (depth == 0 && c == close)
            break;
        else if (c == '{')
            depth++;
        else if (c == '}' && depth > 0)
            depth--;
        else if (c == '}')
            return wrong(r, r->at, "a closing brace without its opening one");
    }
    if (r->at >= r->text.len)
        return wrong(r, from - 1,
                     close == '"' ? "this quote is never closed"
                                  : "this brace is never closed");
    *out = str_slice(r->text, from, r->at++);
    return true;
}

static bool macro(struct reader_state *r, struct str *out)
{
    size_t from = r->at;
    struct str name = word(r, "{}(),=#\"");
    const struct str *found;

    if (name.len == 0)
        return wrong(r, from,
                     "a value is expected: {…}, \"…\", a number or a "
                     "name of @string");
    *out = name;
    if (name.ptr[0] >= '0' && name.ptr[0] <= '9')
        return true;
    name = str_lower_ascii(r->arena, name);
    found = map_get(&r->macros, name);
    if (found) {
        *out = *found;
        return true;
    }
    for (size_t i = 0; i < PHX_COUNT(months); i++)
        if (str_is(name, months[i])) {
            *out = str_of(month_names[i]);
            return true;
        }
    return wrong(r, from, "no @string defines this name");
}

/* value # value # … */
static bool value(struct reader_state *r, struct str *out)
{
    struct buf all = BUF_INIT;
    struct str part;
    bool ok;

    do {
        if (accept(r, '{'))
            ok = delimited(r, '}', &part);
        else if (accept(r, '"'))
            ok = delimited(r, '"', &part);
        else
            ok = macro(r, &part);
        if (ok && all.len + part.len > VALUE_MAX)
            ok = wrong(r, r->at, "a value is longer than 64 KiB");
        if (ok)
            buf_add(&all, part);
    } while (ok && accept(r, '#'));
    *out = buf_dup(r->arena, &all);
    buf_deinit(&all);
    return ok;
}

static bool read_string(struct reader_state *r, char close)
{
    struct str name = word(r, "{}(),=#\"");
    struct str text;
    struct str *kept;

    if (name.len == 0 || !accept(r, '='))
        return wrong(r, r->at, "@string wants NAME = VALUE");
    if (!value(r, &text))
        return false;
    kept = arena_new(r->arena, struct str);
    *kept = text;
    map_set(&r->macros, str_lower_ascii(r->arena, name), kept);
    return accept(r, close) || wrong(r, r->at, "@string is not closed");
}

static bool read_fields(struct reader_state *r, char close)
{
    r->fields.len = 0;
    while (accept(r, ',')) {
        size_t from;
        skip_space(r);
        if (peek(r) == close)
            break;
        from = r->at;
        struct bib_field field = {
            .name = str_lower_ascii(r->arena, word(r, "{}(),=#\"")),
        };
        if (field.name.len == 0 || !accept(r, '='))
            return wrong(r, from, "a field is NAME = VALUE");
        if (!value(r, &field.value))
            return false;
        if (r->fields.len >= FIELDS_MAX)
            return wrong(r, from, "an entry has more than 200 fields");
        vec_push(r->arena, &r->fields, field);
    }
    return accept(r, close) ||
           wrong(r, r->at, "a comma or the end of the entry is expected");
}

static bool read_entry(struct reader_state *r, struct str type, size_t start,
                       char close)
{
    size_t from = r->at;
    struct str key = word(r, "{}(),=#\"");
    struct bib_entry *entry;

    if (key.len == 0)
        return wrong(r, from, "the entry has no key");
    if (!read_fields(r, close))
        return false;
    if (map_has(&r->out->by_key, key))
        return wrong(r, from, "this key stands twice: the first one counts");
    if (r->out->entries.len >= ENTRIES_MAX)
        return wrong(r, from, "more than 100,000 entries");
    entry = arena_new(r->arena, struct bib_entry);
    entry->type = str_lower_ascii(r->arena, type);
    entry->key = str_dup(r->arena, key);
    entry->line = span_at(r->text, start).line;
    entry->field_count = r->fields.len;
    entry->fields = arena_copy(
        r->arena, r->fields.items ? r->fields.items : &(struct bib_field){0},
        r->fields.len * sizeof(struct bib_field));
    map_set(&r->out->by_key, entry->key, entry);
    vec_push(r->arena, &r->out->entries, entry);
    return true;
}

/* Behind an @. */
static bool read_item(struct reader_state *r)
{
    size_t start = r->at - 1;
    struct str type = word(r, "{}(),=#\"@");
    struct str skipped;
    char close;

    skip_space(r);
    if (peek(r) != '{' && peek(r) != '(')
        return str_eq_nocase(type, STR("comment")) || type.len == 0 ||
               wrong(r, start, "@TYPE must be followed by {");
    close = peek(r) == '{' ? '}' : ')';
    r->at++;
    if (str_eq_nocase(type, STR("comment")) ||
        str_eq_nocase(type, STR("preamble")))
        return delimited(r, close, &skipped);
    if (str_eq_nocase(type, STR("string")))
        return read_string(r, close);
    return read_entry(r, type, start, close);
}

/* The next @, at the start of a line after a mistake. */
static bool next_item(struct reader_state *r, bool at_line)
{
    for (; r->at < r->text.len; r->at++)
        if (r->text.ptr[r->at] == '@' &&
            (!at_line || r->at == 0 || r->text.ptr[r->at - 1] == '\n')) {
            r->at++;
            return true;
        }
    return false;
}

bool bibtex_read(struct arena *arena, const struct source_ref *source,
                 struct diags *diags, struct bib_file *out)
{
    struct reader_state r = {
        .arena = arena,
        .source = source,
        .diags = diags,
        .text = source->text,
        .out = out,
    };
    bool ok = true;

    *out = (struct bib_file){.path = source->path,
                             .hash = hash_bytes(source->text)};
    map_init(&out->by_key, arena);
    map_init(&r.macros, arena);
    if (str_starts(r.text, STR("\xEF\xBB\xBF")))
        r.at = 3;
    while (r.errors < ERRORS_MAX && next_item(&r, !ok))
        ok = read_item(&r);
    return r.errors == 0;
}

struct str bib_field(const struct bib_entry *entry, const char *name)
{
    for (size_t i = 0; i < entry->field_count; i++)
        if (str_is(entry->fields[i].name, name))
            return entry->fields[i].value;
    return STR("");
}
