/* SPDX-License-Identifier: MIT */
/*
 * The set of published files: names, fingerprints, output paths. A style sheet
 * waits until everything is added, because its bytes, and so its fingerprint,
 * depend on the fingerprints of the files it refers to. Compilation is
 * sass.c's, the search for references css.c's.
 */
#include "asset/asset.h"

#include "css.h"
#include "sass.h"

/* Hexadecimal digits of the content hash in a file name: names of one file's
 * versions must differ, 32 bits are plenty. */
#define FINGERPRINT_DIGITS 8

enum seal_state { SEAL_WAITING, SEAL_RUNNING, SEAL_DONE };

struct asset_entry {
    struct asset asset;
    bool fingerprint;
    enum seal_state state;
};

struct asset_set {
    struct arena *arena;
    PHX_VEC(struct asset_entry *) entries;
    struct map names; /* → struct asset_entry */
    struct map paths; /* → struct asset_entry; NULL: given up again */
    PHX_VEC(struct sass_file) sass;
    struct asset_memo memo; /* `get` NULL: none */
    bool compiled;
};

struct asset_set *asset_set_new(struct arena *arena)
{
    struct asset_set *set = arena_new(arena, struct asset_set);
    set->arena = arena;
    map_init(&set->names, arena);
    map_init(&set->paths, arena);
    return set;
}

static bool is_css(struct str name)
{
    return str_eq_nocase(path_ext(name), STR("css"));
}

/* ---- Sealing: from bytes to the published name ---- */

/* Where ".HASH" goes into a file's path: before its last extension. */
static size_t fingerprint_at(struct str path)
{
    size_t start = path.len - path_name(path).len;
    size_t dot = str_rchr(path, '.');
    return dot == STR_NONE || dot <= start ? path.len : dot;
}

static struct str fingerprint_of(struct arena *arena,
                                 const struct asset_entry *entry)
{
    return str_slice(hash_hex(arena, entry->asset.id), 0, FINGERPRINT_DIGITS);
}

static void report_duplicate(struct diags *diags, struct str what,
                             const struct asset *first, struct str second)
{
    struct source_ref where = {.path = second};
    struct diag *diag =
        diag_add(diags, DIAG_ASSET_DUPLICATE, &where, (struct span){0},
                 "%" STR_FMT " is claimed by %" STR_FMT " and by %" STR_FMT,
                 STR_ARG(what), STR_ARG(first->origin), STR_ARG(second));
    diag_hint(diags, diag, "rename or remove one of them");
}

static void claim_path(struct asset_set *set, struct asset_entry *entry,
                       struct diags *diags)
{
    void **place = map_place(&set->paths, entry->asset.path);
    const struct asset_entry *other = *place;
    if (other)
        report_duplicate(diags, entry->asset.path, &other->asset,
                         entry->asset.origin);
    else
        *place = entry;
}

static void publish(struct asset_set *set, struct asset_entry *entry,
                    struct diags *diags)
{
    struct asset *asset = &entry->asset;
    struct str ext = path_ext(asset->name);
    asset->id = hash_bytes(asset->bytes);
    asset->path = asset->name;
    if (entry->fingerprint) {
        size_t at = fingerprint_at(asset->name);
        asset->path = str_fmt(set->arena, "%" STR_FMT ".%" STR_FMT "%" STR_FMT,
                              STR_ARG(str_slice(asset->name, 0, at)),
                              STR_ARG(fingerprint_of(set->arena, entry)),
                              STR_ARG(str_from(asset->name, at)));
    }
    if (is_css(asset->name) || str_eq_nocase(ext, STR("js")) ||
        str_eq_nocase(ext, STR("mjs")))
        asset->integrity =
            str_cat(set->arena, STR("sha384-"),
                    hash_sha384_base64(set->arena, asset->bytes));
    entry->state = SEAL_DONE;
    claim_path(set, entry, diags);
}

/* ---- References in style sheets ---- */

struct resolver {
    struct asset_set *set;
    struct asset_entry *sheet;
    struct diags *diags;
};

static void seal(struct asset_set *set, struct asset_entry *entry,
                 struct diags *diags);

static struct str percent_decode(struct arena *arena, struct str url)
{
    char *out = arena_bytes(arena, url.len);
    size_t len = 0;
    for (size_t i = 0; i < url.len; i++) {
        int high = i + 2 < url.len && url.ptr[i] == '%'
                       ? ascii_hex_digit(url.ptr[i + 1])
                       : -1;
        int low = high >= 0 ? ascii_hex_digit(url.ptr[i + 2]) : -1;
        if (low >= 0) {
            out[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            out[len++] = url.ptr[i];
        }
    }
    return (struct str){out, len};
}

/* The entry that a path (no query, no fragment) in `sheet` leads to. */
static struct asset_entry *entry_at(const struct resolver *r, struct str path)
{
    struct str dir = path_dir(r->sheet->asset.name);
    struct str decoded = percent_decode(r->set->arena, path);
    struct str name;
    if (str_starts(decoded, STR("/"))) {
        dir = STR("");
        decoded = str_from(decoded, 1);
    }
    if (!path_resolve(r->set->arena, dir, decoded, &name))
        return NULL;
    return map_get(&r->set->names, name);
}

static bool is_foreign(struct str url)
{
    size_t colon = str_chr(url, ':');
    size_t slash = str_chr(url, '/');
    return str_starts(url, STR("#")) || str_starts(url, STR("//")) ||
           (colon != STR_NONE && (slash == STR_NONE || colon < slash));
}

static void report_cycle(const struct resolver *r,
                         const struct asset_entry *target)
{
    struct source_ref where = {.path = r->sheet->asset.origin,
                               .text = r->sheet->asset.bytes};
    diag_add(r->diags, DIAG_SASS, &where, (struct span){0},
             "style sheets refer to each other: %" STR_FMT " and %" STR_FMT,
             STR_ARG(r->sheet->asset.name), STR_ARG(target->asset.name));
}

/*
 * The author's own text stays, with the hash before its extension: so no path
 * is encoded anew. A path from the root becomes a relative one, which is right
 * under any base path.
 */
static bool resolve(void *ctx, struct str url, struct buf *out)
{
    const struct resolver *r = ctx;
    size_t end = 0;
    while (end < url.len && url.ptr[end] != '?' && url.ptr[end] != '#')
        end++;
    struct str path = str_slice(url, 0, end);
    if (is_foreign(url) || path.len == 0)
        return false;
    struct asset_entry *target = entry_at(r, path);
    if (!target)
        return false;
    if (target->state == SEAL_WAITING)
        seal(r->set, target, r->diags);
    if (target->state == SEAL_RUNNING) {
        report_cycle(r, target);
        return false;
    }
    bool rooted = str_starts(path, STR("/"));
    if (!target->fingerprint && !rooted)
        return false;
    if (rooted) {
        struct str dir = r->sheet->asset.name;
        for (size_t i = 0; i < dir.len; i++) {
            if (dir.ptr[i] == '/')
                buf_add_cstr(out, "../");
        }
        path = str_from(path, 1);
    }
    size_t at = fingerprint_at(path);
    buf_add(out, str_slice(path, 0, at));
    if (target->fingerprint) {
        buf_add_char(out, '.');
        buf_add(out, fingerprint_of(r->set->arena, target));
    }
    buf_add(out, str_from(path, at));
    buf_add(out, str_from(url, end));
    return true;
}

static void seal(struct asset_set *set, struct asset_entry *entry,
                 struct diags *diags)
{
    if (is_css(entry->asset.name)) {
        struct resolver r = {.set = set, .sheet = entry, .diags = diags};
        struct buf css = BUF_INIT;
        entry->state = SEAL_RUNNING;
        if (css_rewrite(entry->asset.bytes, resolve, &r, &css))
            entry->asset.bytes = buf_dup(set->arena, &css);
        buf_deinit(&css);
    }
    publish(set, entry, diags);
}

/* ---- The set ---- */

void asset_add(struct asset_set *set, struct str name, struct str bytes,
               struct str origin, bool fingerprint, bool override,
               struct diags *diags)
{
    struct asset_entry *entry = map_get(&set->names, name);
    if (entry && !override) {
        report_duplicate(diags, name, &entry->asset, origin);
        return;
    }
    if (entry) {
        if (entry->state == SEAL_DONE)
            map_set(&set->paths, entry->asset.path, NULL);
    } else {
        entry = arena_new(set->arena, struct asset_entry);
        vec_push(set->arena, &set->entries, entry);
        map_set(&set->names, name, entry);
    }
    *entry = (struct asset_entry){.asset = {.name = name,
                                            .path = name,
                                            .integrity = STR(""),
                                            .bytes = bytes,
                                            .origin = origin},
                                  .fingerprint = fingerprint};
    if (set->compiled || !is_css(name))
        seal(set, entry, diags);
}

const struct asset *asset_find(const struct asset_set *set, struct str name)
{
    const struct asset_entry *entry = map_get(&set->names, name);
    return entry ? &entry->asset : NULL;
}

const struct asset *asset_find_url(const struct asset_set *set,
                                   struct arena *arena, struct str url)
{
    const struct asset_entry *entry =
        map_get(&set->paths, percent_decode(arena, url));

    return entry ? &entry->asset : NULL;
}

size_t asset_count(const struct asset_set *set)
{
    return set->entries.len;
}

const struct asset *asset_at(const struct asset_set *set, size_t index)
{
    PHX_BUG_ON(index >= set->entries.len);
    return &set->entries.items[index]->asset;
}

/* ---- Sass ---- */

void asset_add_sass(struct asset_set *set, struct str name, struct str text,
                    struct str origin)
{
    struct sass_file file = {.name = name, .text = text, .origin = origin};
    for (size_t i = 0; i < set->sass.len; i++) {
        if (str_eq(set->sass.items[i].name, name)) {
            set->sass.items[i] = file;
            return;
        }
    }
    vec_push(set->arena, &set->sass, file);
}

static bool is_variable_name(struct str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = ascii_is_letter(c) || c == '_';
        if (!letter && (i == 0 || !(ascii_is_digit(c) || c == '-')))
            return false;
    }
    return name.len > 0;
}

/* The value's text, or false when it cannot stand in one declaration. */
static bool variable_text(struct value value, struct buf *out)
{
    switch ((enum value_kind)value.kind) {
    case VALUE_STRING:
        buf_add(out, str_trim(value_text(value)));
        break;
    case VALUE_BOOL:
        buf_add_cstr(out, value.as.boolean ? "true" : "false");
        break;
    case VALUE_NULL:
        buf_add_cstr(out, "null");
        break;
    case VALUE_INT:
    case VALUE_FLOAT:
        value_print(out, value, NULL);
        break;
    case VALUE_UNDEFINED:
    case VALUE_DATE:
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_OBJECT:
        return false;
    }
    for (size_t i = 0; i < out->len; i++) {
        char c = out->ptr[i];
        if (c == ';' || c == '{' || c == '}' || c == '\n' || c == '\0')
            return false;
    }
    return out->len > 0;
}

static bool write_variables(struct value variables, struct diags *diags,
                            struct buf *out)
{
    struct buf text = BUF_INIT;
    bool ok = true;
    size_t count = value_is(variables, VALUE_MAP) ? variables.as.map->len : 0;
    for (size_t i = 0; i < count; i++) {
        const struct value_entry *entry = &variables.as.map->entries[i];
        struct str name = value_is(entry->key, VALUE_STRING)
                              ? value_text(entry->key)
                              : STR("");
        buf_reset(&text);
        if (is_variable_name(name) && variable_text(entry->value, &text)) {
            buf_add_fmt(out, "$%" STR_FMT ": %s;\n", STR_ARG(name), text.ptr);
            continue;
        }
        struct source_ref where = {.path = STR("")};
        struct diag *diag = diag_add(
            diags, DIAG_SASS, &where, (struct span){0},
            "\"%" STR_FMT "\" cannot be a Sass variable", STR_ARG(name));
        diag_hint(diags, diag,
                  "a name of letters, digits, - and _; a value on one line "
                  "without ; { }");
        ok = false;
    }
    buf_deinit(&text);
    return ok;
}

/* Of everything that a style sheet can be made of. */
static struct hash sass_key(const struct sass_job *job)
{
    struct hash h = hash_bytes(job->entry->name);

    h = hash_mix_str(h, job->prelude.text);
    h = hash_mix_int(h, job->compressed);
    for (size_t i = 0; i < job->other_count; i++) {
        h = hash_mix_str(h, job->others[i].name);
        h = hash_mix_str(h, job->others[i].text);
    }
    return h;
}

/* sass_run, unless the style sheet is remembered. */
static bool sass_known(struct sass_job *job, const struct asset_memo *memo,
                       struct str *css)
{
    const size_t said = job->diags->list.len;
    struct hash key;

    if (!memo->get)
        return sass_run(job, css);
    key = sass_key(job);
    if (memo->get(memo->ctx, key, css))
        return true;
    if (!sass_run(job, css))
        return false;
    if (job->diags->list.len == said)
        memo->put(memo->ctx, key, *css);
    return true;
}

static bool compile_one(struct asset_set *set, const struct sass_file *entry,
                        struct str variables, struct diags *diags)
{
    struct sass_job job = {.arena = set->arena,
                           .entry = entry,
                           .others = set->sass.items,
                           .other_count = set->sass.len,
                           .prelude = {.name = STR("(variables)"),
                                       .text = variables,
                                       .origin = STR("(Sass variables)")},
                           .compressed = true,
                           .diags = diags};
    struct str stem = entry->name;
    struct str css;
    if (!sass_known(&job, &set->memo, &css))
        return false;
    size_t dot = fingerprint_at(stem);
    struct str name = str_fmt(set->arena, "css/%" STR_FMT ".css",
                              STR_ARG(str_slice(stem, 0, dot)));
    asset_add(set, name, css, entry->origin, true, false, diags);
    return true;
}

void asset_set_memo(struct asset_set *set, const struct asset_memo *memo)
{
    set->memo = *memo;
}

bool asset_compile_sass(struct asset_set *set, struct value variables,
                        struct diags *diags)
{
    struct buf text = BUF_INIT;
    size_t errors_before = diags->errors;
    bool ok = write_variables(variables, diags, &text);
    struct str prelude = buf_dup(set->arena, &text);
    buf_deinit(&text);

    for (size_t i = 0; i < set->sass.len; i++) {
        const struct sass_file *file = &set->sass.items[i];
        if (!str_starts(path_name(file->name), STR("_")))
            ok = compile_one(set, file, prelude, diags) && ok;
    }
    for (size_t i = 0; i < set->entries.len; i++) {
        if (set->entries.items[i]->state == SEAL_WAITING)
            seal(set, set->entries.items[i], diags);
    }
    set->compiled = true;
    return ok && diags->errors == errors_before;
}
