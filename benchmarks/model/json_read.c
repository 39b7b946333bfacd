/* SPDX-License-Identifier: MIT */
/* The JSON reader: recursive descent with a bounded depth. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 64 };

struct reader {
    const char *start, *at, *end;
    struct fault *fault;
};

static int fail(struct reader *r, const char *what)
{
    int line = 1;
    for (const char *p = r->start; p < r->at; p++)
        line += *p == '\n';
    return fault_set(r->fault, "line %d: %s", line, what);
}

static void skip_space(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' ||
                              *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

static bool take(struct reader *r, const char *word)
{
    size_t n = strlen(word);
    if ((size_t)(r->end - r->at) < n || memcmp(r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

/* Appends the code point as UTF-8. */
static char *put_utf8(char *out, unsigned long c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | (c >> 6));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xe0 | (c >> 12));
        *out++ = (char)(0x80 | ((c >> 6) & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

/* After a backslash. Surrogates are refused: no file of ours has them. */
static int read_escape(struct reader *r, char **out)
{
    static const char names[] = "\"\\/bfnrt";
    static const char values[] = "\"\\/\b\f\n\r\t";
    if (r->at == r->end)
        return fail(r, "string without an end");
    char c = *r->at++;
    const char *name = c != '\0' ? strchr(names, c) : NULL;
    if (name != NULL) {
        *(*out)++ = values[name - names];
        return 0;
    }
    char digits[5] = {0};
    if (c != 'u' || r->end - r->at < 4)
        return fail(r, "unknown escape");
    memcpy(digits, r->at, 4);
    char *stop;
    unsigned long code = strtoul(digits, &stop, 16);
    if (stop != digits + 4 || code == 0 || (code >= 0xd800 && code < 0xe000))
        return fail(r, "unknown escape");
    r->at += 4;
    *out = put_utf8(*out, code);
    return 0;
}

static int read_string(struct reader *r, char **text)
{
    const char *close = ++r->at;
    while (close < r->end && *close != '"')
        close += *close == '\\' && close + 1 < r->end ? 2 : 1;
    if (close >= r->end)
        return fail(r, "string without an end");
    /* An escape is never shorter than what it stands for. */
    char *out = base_calloc((size_t)(close - r->at) + 1, 1);
    *text = out;
    while (*r->at != '"') {
        if (*r->at == '\0')
            return fail(r, "NUL in a string");
        if (*r->at != '\\') {
            *out++ = *r->at++;
            continue;
        }
        r->at++;
        if (read_escape(r, &out) < 0)
            return -1;
    }
    r->at++;
    return 0;
}

static int read_number(struct reader *r, double *number)
{
    char digits[64];
    size_t n = 0;
    while (r->at + n < r->end && n < sizeof(digits) - 1 &&
           strchr("+-.0123456789eE", r->at[n]) != NULL && r->at[n] != '\0') {
        digits[n] = r->at[n];
        n++;
    }
    digits[n] = '\0';
    char *stop;
    *number = strtod(digits, &stop);
    if (n == 0 || *stop != '\0')
        return fail(r, "not a value");
    r->at += n;
    return 0;
}

static int read_value(struct reader *r, struct json *out, int depth);

static struct json *add_item(struct json *parent)
{
    if ((parent->count & (parent->count - 1)) == 0) {
        size_t room = parent->count == 0 ? 1 : 2 * parent->count;
        parent->items =
            base_realloc(parent->items, room, sizeof(*parent->items));
    }
    struct json *item = &parent->items[parent->count++];
    *item = (struct json){.kind = JSON_NULL};
    return item;
}

static int read_members(struct reader *r, struct json *out, int depth)
{
    char close = out->kind == JSON_LIST ? ']' : '}';
    r->at++;
    skip_space(r);
    if (r->at < r->end && *r->at == close) {
        r->at++;
        return 0;
    }
    for (;;) {
        struct json *item = add_item(out);
        if (out->kind == JSON_OBJECT) {
            skip_space(r);
            if (r->at == r->end || *r->at != '"')
                return fail(r, "a member needs a name");
            if (read_string(r, &item->key) < 0)
                return -1;
            skip_space(r);
            if (!take(r, ":"))
                return fail(r, "no colon after a name");
        }
        if (read_value(r, item, depth + 1) < 0)
            return -1;
        skip_space(r);
        if (r->at < r->end && *r->at == close)
            break;
        if (!take(r, ","))
            return fail(r, "neither a comma nor an end");
    }
    r->at++;
    return 0;
}

static int read_value(struct reader *r, struct json *out, int depth)
{
    skip_space(r);
    if (r->at == r->end)
        return fail(r, "ends too early");
    if (depth > DEPTH_MAX)
        return fail(r, "nested too deep");
    switch (*r->at) {
    case '{':
        out->kind = JSON_OBJECT;
        return read_members(r, out, depth);
    case '[':
        out->kind = JSON_LIST;
        return read_members(r, out, depth);
    case '"':
        out->kind = JSON_STRING;
        return read_string(r, &out->text);
    default:
        break;
    }
    if (take(r, "null"))
        return 0;
    bool yes = take(r, "true");
    if (yes || take(r, "false")) {
        out->kind = JSON_BOOL;
        out->number = yes ? 1 : 0;
        return 0;
    }
    out->kind = JSON_NUMBER;
    return read_number(r, &out->number);
}

int json_parse(struct json *out, const char *text, size_t size,
               struct fault *fault)
{
    struct reader r = {text, text, text + size, fault};
    *out = (struct json){.kind = JSON_NULL};
    int rc = read_value(&r, out, 0);
    if (rc == 0) {
        skip_space(&r);
        if (r.at < r.end)
            rc = fail(&r, "something follows the value");
    }
    if (rc < 0)
        json_release(out);
    return rc;
}

int json_load(struct json *out, const char *path, struct fault *fault)
{
    char *text = NULL;
    size_t size;
    *out = (struct json){.kind = JSON_NULL};
    if (file_read(path, &text, &size, fault) < 0)
        return -1;
    int rc = json_parse(out, text, size, fault);
    free(text);
    return rc < 0 ? fault_prefix(fault, path) : 0;
}

void json_release(struct json *value)
{
    for (size_t i = 0; i < value->count; i++)
        json_release(&value->items[i]);
    free(value->items);
    free(value->text);
    free(value->key);
    *value = (struct json){.kind = JSON_NULL};
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (object == NULL || object->kind != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++) {
        if (strcmp(object->items[i].key, key) == 0)
            return &object->items[i];
    }
    return NULL;
}

double json_number(const struct json *object, const char *key, double otherwise)
{
    const struct json *member = json_get(object, key);
    return member != NULL && member->kind == JSON_NUMBER ? member->number
                                                         : otherwise;
}
