/* SPDX-License-Identifier: MIT */
/*
 * value: the one dynamic value, and how it is read.
 *
 * A value is 16 bytes, passed by value, immutable, and owned by an arena (never
 * reference counted). Containers reach shared data without copying it. Values
 * made while rendering live in the job's arena (reader->arena).
 *
 * Objects are the site's own things (page, site, result …). They answer
 * get(object, key, reader): the reader is the job's, and every read of a shared
 * object goes through it, so that it can write down what was read (trace) and
 * say what is wrong (diags). No object computes a field lazily into itself.
 *
 * Thread class: any, for values that are frozen; a reader belongs to one job.
 */
#ifndef PHX_VALUE_VALUE_H
#define PHX_VALUE_VALUE_H

#include "base/base.h"

enum value_kind {
    VALUE_UNDEFINED, /* a name that is not there; `text` is the name */
    VALUE_NULL,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_FLOAT,
    VALUE_STRING, /* text, or safe markup when `safe` is set */
    VALUE_DATE,
    VALUE_LIST,
    VALUE_MAP,
    VALUE_OBJECT
};

struct value_list;
struct value_map;
struct value_object;

struct value {
    uint8_t kind;        /* enum value_kind */
    bool safe;           /* VALUE_STRING: is markup (Jinja's Markup) */
    int16_t date_offset; /* VALUE_DATE: minutes east of UTC */
    uint32_t len;        /* VALUE_STRING, _UNDEFINED: bytes; _DATE: day_only */
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *text; /* not NUL-terminated */
        int64_t unix_seconds;
        const struct value_list *list;
        const struct value_map *map;
        const struct value_object *object;
    } as;
};

struct value_list {
    const struct value *items;
    size_t len;
    bool tuple; /* prints and compares as Python's tuple */
};

struct value_entry {
    struct value key; /* mostly a string; int, float, bool, null, tuple too */
    struct value value;
};

/* In order of insertion. Made by a map builder, which also makes the index. */
struct value_map {
    const struct value_entry *entries;
    size_t len;
    const uint32_t *slots; /* hash table of index + 1; NULL for short maps */
    size_t slot_mask;
};

struct reader;
struct value_args;

/*
 * What an object can do; every function may be NULL, then the object cannot.
 * `get` and `call` answer false when there is no such key or they failed; a
 * failure has been reported through `reader_fail`.
 */
struct value_object_type {
    const char *name; /* "page": for messages */
    bool (*get)(const struct value_object *self, struct str key,
                struct reader *reader, struct value *out);
    /* Subscript by any value (mappings with other keys, sequences). */
    bool (*item)(const struct value_object *self, struct value key,
                 struct reader *reader, struct value *out);
    /* The keys, for iteration as a mapping and for "did you mean". */
    bool (*keys)(const struct value_object *self, struct reader *reader,
                 struct value *out);
    /* The elements, for iteration as a sequence. */
    bool (*items)(const struct value_object *self, struct reader *reader,
                  struct value *out);
    bool (*call)(const struct value_object *self, const struct value_args *args,
                 struct reader *reader, struct value *out);
    /* What {{ object }} prints, and what a string filter reads. */
    bool (*text)(const struct value_object *self, struct reader *reader,
                 struct value *out);
    bool (*truthy)(const struct value_object *self, struct reader *reader);
    /* For ==, and as a dictionary key; identity of `data` when NULL. */
    bool (*equal)(const struct value_object *a, const struct value_object *b);
};

struct value_object {
    const struct value_object_type *type;
    const void *data;
};

/* Arguments of a call, filter or test. */
struct value_args {
    const struct value *items;
    size_t len;
    const struct value_entry *named; /* keys are strings */
    size_t named_len;
};

/* The argument that was given by name, or NULL. */
const struct value *value_args_named(const struct value_args *args,
                                     struct str name);

/* ---- Reading, tracing ---- */

/* What an output can depend on (DESIGN.md, "The cache"). */
enum input_kind {
    INPUT_SOURCE,    /* a file's bytes; key: path */
    INPUT_TEMPLATE,  /* key: name */
    INPUT_SETTING,   /* key: dotted name of a configuration key */
    INPUT_PAGE_META, /* front matter; key: the page's source path */
    INPUT_PAGE_SUMMARY,
    INPUT_PAGE_FACTS, /* words, reading time */
    INPUT_PAGE_HEADINGS,
    INPUT_PAGE_BODY,
    INPUT_COLLECTION, /* which members, in order; key: the collection's id */
    INPUT_DATA,       /* a data file; key: path */
    INPUT_RESULT,     /* a result file; key: path */
    INPUT_HISTORY,    /* git history of a file; key: path */
    INPUT_ASSET,      /* a published asset's URL; key: path */
    INPUT_WORDS,      /* i18n; key: language/key */
    INPUT_CLOCK       /* key: the next instant at which the answer changes */
};

struct trace_input {
    enum input_kind kind;
    struct str key;          /* owned by the trace's arena */
    struct hash fingerprint; /* of what was read */
};

/* The set of inputs that one output read. Belongs to one job. */
struct trace {
    struct arena *arena;
    PHX_VEC(struct trace_input) inputs; /* in order of first read */
    struct map seen;                    /* kind + key → already there */
};

void trace_init(struct trace *trace, struct arena *arena);
/* Notes a read once; later reads of the same input cost a look-up. */
void trace_note(struct trace *trace, enum input_kind kind, struct str key,
                struct hash fingerprint);
const char *input_kind_name(enum input_kind kind);

/*
 * One job's way of reading. Whoever evaluates an expression sets `where`, so
 * that a failing object or filter need not know where it was called.
 */
struct reader {
    struct arena *arena;  /* the job's: values made while reading */
    struct trace *trace;  /* may be NULL: then nothing is noted */
    struct diags *diags;  /* where reader_fail reports; may be NULL */
    bool failed;          /* set by reader_fail; evaluation stops */
    enum diag_id fail_id; /* of the first failure */
    struct str fail_message;
    struct str fail_hint;
    struct str language; /* of the page being rendered: "en" */
    const void *page;    /* what is rendered: content's struct page, or NULL */
    void *host;          /* the build's; other rooms do not look inside */
    unsigned worker;     /* id of the worker that runs the job */
};

/* Notes into reader->trace when there is one. */
void reader_note(struct reader *reader, enum input_kind kind, struct str key,
                 struct hash fingerprint);

/* Records the first failure of an evaluation; always returns false. The
 * evaluator turns it into a diagnostic with its own place. */
bool reader_fail(struct reader *reader, enum diag_id id, const char *fmt, ...)
    PHX_PRINTF(3, 4);
void reader_hint(struct reader *reader, const char *fmt, ...) PHX_PRINTF(2, 3);

/* ---- Making values ---- */

static inline struct value value_null(void)
{
    return (struct value){.kind = VALUE_NULL};
}
static inline struct value value_bool(bool b)
{
    return (struct value){.kind = VALUE_BOOL, .as.boolean = b};
}
static inline struct value value_int(int64_t n)
{
    return (struct value){.kind = VALUE_INT, .as.integer = n};
}
static inline struct value value_float(double x)
{
    return (struct value){.kind = VALUE_FLOAT, .as.number = x};
}
/* Borrows the bytes; PHX_BUG_ON over 4 GiB. */
struct value value_str(struct str s);
struct value value_html(struct html markup);
struct value value_undefined(struct str name);
struct value value_date(struct date d);
/* Borrow the array. */
struct value value_list_of(struct arena *arena, const struct value *items,
                           size_t len);
struct value value_tuple_of(struct arena *arena, const struct value *items,
                            size_t len);
struct value value_object(struct arena *arena,
                          const struct value_object_type *type,
                          const void *data);
/* A list of strings. */
struct value value_strings(struct arena *arena, const struct str *items,
                           size_t len);

/* Builders: push, then finish once. */
struct list_builder {
    struct arena *arena;
    PHX_VEC(struct value) items;
};
void list_builder_init(struct list_builder *b, struct arena *arena);
void list_builder_push(struct list_builder *b, struct value v);
struct value list_builder_finish(struct list_builder *b);

struct map_builder {
    struct arena *arena;
    PHX_VEC(struct value_entry) entries;
    uint32_t *slots; /* made when the map passes a few entries */
    size_t slot_mask;
};
void map_builder_init(struct map_builder *b, struct arena *arena);
/* A key that is there already keeps its place and gets the new value; true
 * when it was there. */
bool map_builder_set(struct map_builder *b, struct value key,
                     struct value value);
bool map_builder_put(struct map_builder *b, const char *key,
                     struct value value);
/* Room for `count` entries at once; before the first one. */
void map_builder_reserve(struct map_builder *b, size_t count);
struct value map_builder_finish(struct map_builder *b);

/* ---- Looking at values ---- */

static inline bool value_is(struct value v, enum value_kind kind)
{
    return v.kind == (uint8_t)kind;
}
static inline bool value_is_number(struct value v)
{
    return v.kind == VALUE_INT || v.kind == VALUE_FLOAT;
}
static inline struct str value_text(struct value v) /* VALUE_STRING only */
{
    return (struct str){v.as.text, v.len};
}
struct date value_as_date(struct value v);   /* VALUE_DATE only */
double value_as_double(struct value v);      /* int, float, bool */
const char *value_kind_name(struct value v); /* "text", "list", "page" … */

/* The entry of a VALUE_MAP, or NULL; other kinds give NULL. */
const struct value *value_map_get(struct value map, struct str key);
const struct value *value_map_find(struct value map, struct value key);
/* Conveniences for readers of configuration: the entry when it has the right
 * kind, else the default. */
struct str value_map_str(struct value map, struct str key, struct str fallback);
bool value_map_bool(struct value map, struct str key, bool fallback);
int64_t value_map_int(struct value map, struct str key, int64_t fallback);

/* Python's truth. Objects are asked. */
bool value_truthy(struct value v, struct reader *reader);
/* Python's ==: 1 == 1.0 == True, lists and maps by content. */
bool value_equal(struct value a, struct value b);
/* Python's < for numbers, strings, dates, lists; false in *ok for the rest. NaN
 * sorts behind every number, so that sorting is stable; the operators < and >
 * check for NaN before they ask. */
int value_compare(struct value a, struct value b, bool *ok);
uint64_t value_hash(struct value v); /* equal values, equal hash */
/* By content, for fingerprints; objects count by name only. */
struct hash value_fingerprint(struct value v);

/* Appends what Python's str() prints (True, None, 1.0, ['a', 1], {'k': 2}). */
void value_print(struct buf *out, struct value v, struct reader *reader);
/* Python's repr(): strings in quotes. */
void value_repr(struct buf *out, struct value v, struct reader *reader);

/* ---- Readers and the writer ---- */

/*
 * Limits for YAML and JSON; zero means the default in brackets. What passes one
 * is refused with a diagnostic.
 */
struct value_limits {
    size_t depth; /* nested containers [200] */
    size_t nodes; /* values, counting what aliases repeat [10,000,000] */
    size_t bytes; /* input [256 MiB] */
};

/* The place in the source of a map's keys and values, for diagnostics. */
struct value_place {
    const void *container; /* as.map->entries or as.list->items */
    size_t index;
    struct span key;
    struct span value;
};
struct value_places {
    PHX_VEC(struct value_place) list;
};
/* NULL when unknown. Searches all places: for diagnostics, not for loops. */
const struct value_place *value_place_of(const struct value_places *places,
                                         struct value container, size_t index);

/*
 * One YAML document (YAML 1.2 core schema: yes/no stay text, 0o17 is octal;
 * ISO dates become VALUE_DATE when `dates`). Aliases are expanded within the
 * limits; a merge key `<<` merges. Duplicate keys: the last wins, with a
 * warning (the first 100 of a file). Empty input is null. `places` may be NULL.
 * All text is copied into `arena`. False when a diagnostic says why there is no
 * value.
 */
struct yaml_options {
    bool dates;
    const struct date_zone *zone;
    struct value_limits limits;
};
bool yaml_read(struct arena *arena, const struct source_ref *source,
               const struct yaml_options *options, struct diags *diags,
               struct value *out, struct value_places *places) PHX_MUST_USE;
/* All documents of a stream, as a list. */
bool yaml_read_all(struct arena *arena, const struct source_ref *source,
                   const struct yaml_options *options, struct diags *diags,
                   struct value *out) PHX_MUST_USE;

/* One JSON document. NaN, Infinity, -Infinity, -NaN are read, as Python writes
 * them. Integers over 64 bits become floats. */
bool json_read(struct arena *arena, const struct source_ref *source,
               const struct value_limits *limits, struct diags *diags,
               struct value *out) PHX_MUST_USE;

/* One TOML 1.0 document, as a map; dates and times stay text. `limits` as for
 * JSON. False when a diagnostic says why there is none. */
bool toml_read(struct arena *arena, const struct source_ref *source,
               const struct value_limits *limits, struct diags *diags,
               struct value *out) PHX_MUST_USE;

/* CSV per RFC 4180 with a chosen delimiter (0: guess among , ; tab |). A list
 * of lists of strings. */
bool csv_read(struct arena *arena, const struct source_ref *source,
              char delimiter, struct diags *diags,
              struct value *out) PHX_MUST_USE;

/* Compact when `indent` is 0. NaN and infinities become null. Markup characters
 * < > & ' and U+2028/9 are escaped when `for_html`, for <script> elements.
 * Objects are written as their text, or null. */
void json_write(struct buf *out, struct value v, unsigned indent, bool for_html,
                struct reader *reader);

#endif
