/* SPDX-License-Identifier: MIT */
/*
 * The reader of HTML (html.h), after the tokenizer of the HTML standard,
 * section 13.2.5: one function a state that has more than a byte to say.
 */
#include "html.h"

static const struct str names[ELEMENT_COUNT] = {
    STR_INIT(""),
#define PHX_HTML_ELEMENT(id, name) STR_INIT(name),
#include "html_elements.h"
};

void html_reader_init(struct html_reader *reader, struct str text)
{
    unsigned element = 1;

    *reader = (struct html_reader){.text = text};
    for (unsigned letter = 0; letter < 26; letter++) {
        while (element < ELEMENT_COUNT &&
               (unsigned char)names[element].ptr[0] < 'a' + letter)
            element++;
        reader->first[letter] = (uint8_t)element;
    }
    reader->first[26] = ELEMENT_COUNT;
}

static enum html_element find_element(const struct html_reader *reader,
                                      struct str name)
{
    char c = ascii_lower(name.ptr[0]);

    if (c < 'a' || c > 'z')
        return ELEMENT_OTHER;
    for (unsigned i = reader->first[c - 'a']; i < reader->first[c - 'a' + 1];
         i++)
        if (names[i].len == name.len && str_eq_nocase(names[i], name))
            return (enum html_element)i;
    return ELEMENT_OTHER;
}

bool html_is_void(enum html_element element)
{
    switch ((unsigned)element) {
    case ELEMENT_AREA:
    case ELEMENT_BASE:
    case ELEMENT_BR:
    case ELEMENT_COL:
    case ELEMENT_EMBED:
    case ELEMENT_HR:
    case ELEMENT_IMG:
    case ELEMENT_INPUT:
    case ELEMENT_LINK:
    case ELEMENT_META:
    case ELEMENT_SOURCE:
    case ELEMENT_TRACK:
    case ELEMENT_WBR:
        return true;
    }
    return false;
}

/* Whose content is text up to the end tag, whatever it looks like. */
static bool is_raw(enum html_element element)
{
    switch ((unsigned)element) {
    case ELEMENT_IFRAME:
    case ELEMENT_NOEMBED:
    case ELEMENT_NOFRAMES:
    case ELEMENT_PLAINTEXT:
    case ELEMENT_SCRIPT:
    case ELEMENT_STYLE:
    case ELEMENT_TEXTAREA:
    case ELEMENT_TITLE:
    case ELEMENT_XMP:
        return true;
    }
    return false;
}

/* ---- Tags ---- */

/* The byte at the reader's place, NUL at the end. */
static char look(const struct html_reader *r)
{
    return r->pos < r->text.len ? r->text.ptr[r->pos] : '\0';
}

static bool at_end(const struct html_reader *r)
{
    return r->pos >= r->text.len;
}

static void skip_space(struct html_reader *r)
{
    while (!at_end(r) && ascii_is_space(look(r)))
        r->pos++;
}

static struct str quoted(struct html_reader *r, char quote)
{
    size_t from = r->pos;
    const char *end = memchr(r->text.ptr + from, quote, r->text.len - from);

    r->pos = end ? (size_t)(end - r->text.ptr) : r->text.len;
    struct str value = str_slice(r->text, from, r->pos);
    if (end)
        r->pos++;
    return value;
}

static struct str attr_value(struct html_reader *r)
{
    size_t from;

    r->pos++; /* the '=' */
    skip_space(r);
    if (look(r) == '"' || look(r) == '\'') {
        char quote = look(r);
        r->pos++;
        return quoted(r, quote);
    }
    from = r->pos;
    while (!at_end(r) && !ascii_is_space(look(r)) && look(r) != '>')
        r->pos++;
    return str_slice(r->text, from, r->pos);
}

static void read_attr(struct html_reader *r, struct html_token *token)
{
    struct html_attr attr = {.at = r->pos, .value = STR("")};

    if (look(r) == '=') /* a name may begin with it */
        r->pos++;
    while (!at_end(r) && !ascii_is_space(look(r)) && look(r) != '/' &&
           look(r) != '>' && look(r) != '=')
        r->pos++;
    attr.name = str_slice(r->text, attr.at, r->pos);
    size_t behind = r->pos;
    skip_space(r);
    if (look(r) == '=')
        attr.value = attr_value(r);
    else
        r->pos = behind;
    if (token->attr_count < HTML_ATTRS_MAX)
        token->attrs[token->attr_count++] = attr;
}

static void note_foreign(struct html_reader *r, const struct html_token *token)
{
    if (token->element != ELEMENT_SVG && token->element != ELEMENT_MATH)
        return;
    if (token->kind == HTML_CLOSE && r->foreign)
        r->foreign--;
    else if (token->kind == HTML_OPEN && !token->self_closing)
        r->foreign++;
}

/* At the name. False: the text ends inside the tag, which is then none. */
static bool read_tag(struct html_reader *r, struct html_token *token)
{
    size_t from = r->pos;

    while (!at_end(r) && !ascii_is_space(look(r)) && look(r) != '/' &&
           look(r) != '>')
        r->pos++;
    token->name = str_slice(r->text, from, r->pos);
    token->element = find_element(r, token->name);
    for (;;) {
        skip_space(r);
        if (at_end(r))
            return false;
        if (look(r) == '>')
            break;
        token->self_closing = look(r) == '/';
        if (look(r) == '/')
            r->pos++;
        else
            read_attr(r, token);
    }
    r->pos++;
    note_foreign(r, token);
    if (token->kind == HTML_OPEN && is_raw(token->element) && !r->foreign)
        r->raw = token->element;
    return true;
}

/* ---- What is no tag ---- */

/* Behind the next `end`, or at the end of the text. */
static void skip_past(struct html_reader *r, struct str end)
{
    size_t at = str_find_from(r->text, end, r->pos);

    r->pos = at == STR_NONE ? r->text.len : at + end.len;
}

/* At "<!", "<?" or "</" that opens no tag. */
static void skip_markup(struct html_reader *r)
{
    struct str rest = str_from(r->text, r->pos);

    if (str_starts(rest, STR("<!-->")) || str_starts(rest, STR("<!--->")))
        skip_past(r, STR(">"));
    else if (str_starts(rest, STR("<!--"))) {
        r->pos += 4;
        skip_past(r, STR("-->"));
    } else if (r->foreign && str_starts(rest, STR("<![CDATA[")))
        skip_past(r, STR("]]>"));
    else
        skip_past(r, STR(">"));
}

/* Up to the end tag of r->raw. */
static void read_raw(struct html_reader *r, struct html_token *token)
{
    struct str name = names[r->raw];
    size_t from = r->pos;
    size_t end = r->text.len;

    for (size_t at = from; r->raw != ELEMENT_PLAINTEXT;) {
        at = str_find_from(r->text, STR("</"), at);
        if (at == STR_NONE)
            break;
        struct str found = str_slice(r->text, at + 2, at + 2 + name.len);
        char next = at + 2 + name.len < r->text.len
                        ? r->text.ptr[at + 2 + name.len]
                        : '>';
        if (str_eq_nocase(found, name) &&
            (ascii_is_space(next) || next == '>' || next == '/')) {
            end = at;
            break;
        }
        at += 2;
    }
    token->kind = HTML_RAW;
    token->element = r->raw;
    token->at = from;
    token->text = str_slice(r->text, from, end);
    r->pos = end;
    r->raw = ELEMENT_OTHER;
}

/* The next '<' that opens something, from `from` on. */
static size_t find_markup(struct str text, size_t from)
{
    while (from < text.len) {
        const char *at = memchr(text.ptr + from, '<', text.len - from);
        if (!at)
            break;
        from = (size_t)(at - text.ptr);
        char next = from + 1 < text.len ? at[1] : '\0';
        if (ascii_is_letter(next) || next == '/' || next == '!' || next == '?')
            return from;
        from++;
    }
    return text.len;
}

bool html_next(struct html_reader *r, struct html_token *token)
{
    token->attr_count = 0;
    token->self_closing = false;
    token->name = token->text = STR("");
    token->element = ELEMENT_OTHER;
    if (r->raw != ELEMENT_OTHER) {
        read_raw(r, token);
        if (token->text.len)
            return true;
    }
    while (!at_end(r)) {
        size_t at = find_markup(r->text, r->pos);
        token->at = r->pos;
        if (at > r->pos) {
            token->kind = HTML_TEXT;
            token->element = ELEMENT_OTHER;
            token->text = str_slice(r->text, r->pos, at);
            r->pos = at;
            return true;
        }
        bool close = r->text.ptr[at + 1] == '/';
        char name = close && at + 2 < r->text.len ? r->text.ptr[at + 2]
                                                  : r->text.ptr[at + 1];
        if (!ascii_is_letter(name)) {
            skip_markup(r);
            continue;
        }
        token->kind = close ? HTML_CLOSE : HTML_OPEN;
        r->pos = at + (close ? 2 : 1);
        if (read_tag(r, token))
            return true;
    }
    return false;
}

const struct html_attr *html_attr(const struct html_token *token,
                                  const char *name)
{
    struct str wanted = str_of(name);

    for (size_t i = 0; i < token->attr_count; i++)
        if (token->attrs[i].name.len == wanted.len &&
            str_eq_nocase(token->attrs[i].name, wanted))
            return &token->attrs[i];
    return NULL;
}

struct str html_attr_text(struct arena *arena, const struct html_token *token,
                          const char *name)
{
    const struct html_attr *attr = html_attr(token, name);

    return attr ? html_decode(arena, attr->value) : STR("");
}

/* ---- Character references ---- */

/* The number behind "&#", or 0; *end is behind its semicolon. */
static uint32_t numeric(struct str s, size_t at, size_t *end)
{
    bool hex = at < s.len && (s.ptr[at] == 'x' || s.ptr[at] == 'X');
    uint32_t n = 0;
    size_t from = at += hex;

    for (; at < s.len; at++) {
        int digit = ascii_hex_digit(s.ptr[at]);
        if (digit < 0 || (!hex && digit > 9))
            break;
        if (n < 0x110000)
            n = n * (hex ? 16u : 10u) + (uint32_t)digit;
    }
    if (at == from)
        return 0;
    *end = at < s.len && s.ptr[at] == ';' ? at + 1 : at;
    return n ? n : 0xFFFD;
}

static const struct {
    struct str name;
    uint32_t code_point;
} references[] = {
    {STR_INIT("amp;"), '&'},   {STR_INIT("lt;"), '<'},
    {STR_INIT("gt;"), '>'},    {STR_INIT("quot;"), '"'},
    {STR_INIT("apos;"), '\''}, {STR_INIT("nbsp;"), 0xA0},
};

static uint32_t reference(struct str s, size_t at, size_t *end)
{
    struct str rest = str_from(s, at + 1);

    if (str_starts(rest, STR("#")))
        return numeric(s, at + 2, end);
    for (size_t i = 0; i < PHX_COUNT(references); i++)
        if (str_starts(rest, references[i].name)) {
            *end = at + 1 + references[i].name.len;
            return references[i].code_point;
        }
    return 0;
}

struct str html_decode(struct arena *arena, struct str value)
{
    struct buf out = BUF_INIT;

    if (str_chr(value, '&') == STR_NONE)
        return value;
    for (size_t i = 0; i < value.len;) {
        size_t end = i + 1;
        uint32_t c = value.ptr[i] == '&' ? reference(value, i, &end) : 0;
        if (c)
            buf_add_utf8(&out, c);
        else
            buf_add_char(&out, value.ptr[i]);
        i = end;
    }
    struct str text = buf_dup(arena, &out);
    buf_deinit(&out);
    return text;
}
