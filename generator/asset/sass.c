/* SPDX-License-Identifier: MIT */
/*
 * One style sheet by libsass: imports from memory, errors and @warn as
 * diagnostics. The constructs libsass gets wrong without a word are found by
 * sass_check.c.
 *
 * libsass is not thread-safe: a lock is held around each compilation. What it
 * returns belongs to its context and is copied before that is deleted. Texts
 * handed to it come from its own allocator, it frees them.
 */
#include "sass.h"

#include "sass_library.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct source_ref sass_source(const struct sass_file *file)
{
    return (struct source_ref){.path = file->origin.len > 0 ? file->origin
                                                            : file->name,
                               .text = file->text};
}

static const struct sass_library *library(void)
{
    const char *reason;
    return sass_library(&reason); /* a job runs only when it is there */
}

/* ---- Imports ---- */

static char *library_text(struct str text)
{
    char *copy = library()->sass_alloc_memory(text.len + 1);
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

static const struct sass_file *file_named(const struct sass_job *job,
                                          struct str name)
{
    for (size_t i = 0; i < job->other_count; i++) {
        if (str_eq(job->others[i].name, name))
            return &job->others[i];
    }
    return str_eq(job->entry->name, name) ? job->entry : NULL;
}

/* The forms in which Sass looks for `url`, in one folder. */
static const struct sass_file *find_in(struct sass_job *job, struct str dir,
                                       struct str url)
{
    static const struct {
        const char *before, *after;
    } forms[] = {{"", ""}, {"_", ""}, {"", "/_index"}, {"", "/index"}};
    struct str path;

    if (!path_resolve(job->arena, dir, url, &path))
        return NULL;
    struct str parent = path_dir(path);
    struct str name = path_name(path);
    const char *ext = str_ends(name, STR(".scss")) ? "" : ".scss";
    for (size_t i = 0; i < PHX_COUNT(forms); i++) {
        struct str candidate =
            str_fmt(job->arena, "%" STR_FMT "%s%s%" STR_FMT "%s%s",
                    STR_ARG(parent), parent.len > 0 ? "/" : "", forms[i].before,
                    STR_ARG(name), forms[i].after, ext);
        const struct sass_file *file = file_named(job, candidate);
        if (file)
            return file;
    }
    return NULL;
}

static struct str nearest_name(struct sass_job *job, struct str url)
{
    struct str *names = arena_array(job->arena, struct str, job->other_count);
    for (size_t i = 0; i < job->other_count; i++) {
        struct str name = job->others[i].name;
        if (str_ends(name, STR(".scss")))
            name = str_slice(name, 0, name.len - 5);
        struct str file = path_name(name);
        if (str_starts(file, STR("_")))
            file = str_from(file, 1);
        names[i] = path_join(job->arena, path_dir(name), file);
    }
    return str_nearest(url, names, job->other_count);
}

/* Notes the file for the search of a place; checks it at its first use. */
static void note_read(struct sass_job *job, const struct sass_file *file)
{
    for (size_t i = 0; i < job->read.len; i++) {
        if (job->read.items[i] == file)
            return;
    }
    vec_push(job->arena, &job->read, file);
    sass_check(file, job->diags);
}

static Sass_Import_Entry import_failure(struct sass_job *job, const char *url)
{
    const struct sass_library *lib = library();
    struct str near = nearest_name(job, str_of(url));
    struct str message =
        str_fmt(job->arena, "there is no Sass file \"%s\"%s%" STR_FMT "%s", url,
                near.len > 0 ? "; did you mean \"" : "", STR_ARG(near),
                near.len > 0 ? "\"?" : "");
    return lib->sass_import_set_error(
        lib->sass_make_import_entry(url, NULL, NULL), message.ptr, 0, 0);
}

/* libsass asks for each @import. A list with an error in it ends the
 * compilation; NULL would let libsass look into the file system, so that is
 * only for URLs that it writes out as CSS. */
static Sass_Import_List on_import(const char *url, Sass_Importer_Entry self,
                                  struct Sass_Compiler *compiler)
{
    const struct sass_library *lib = library();
    struct sass_job *job = lib->sass_importer_get_cookie(self);
    Sass_Import_Entry from = lib->sass_compiler_get_last_import(compiler);
    struct str dir = path_dir(str_of(lib->sass_import_get_abs_path(from)));
    Sass_Import_Entry entry;

    if (sass_is_css_import(str_of(url)))
        return NULL;
    const struct sass_file *file = find_in(job, dir, str_of(url));
    if (!file && dir.len > 0)
        file = find_in(job, STR(""), str_of(url));
    if (file) {
        const char *name = str_cstr(job->arena, file->name);
        note_read(job, file);
        entry =
            lib->sass_make_import(name, name, library_text(file->text), NULL);
    } else {
        entry = import_failure(job, url);
    }
    Sass_Import_List list = lib->sass_make_import_list(1);
    lib->sass_import_set_list_entry(list, 0, entry);
    return list;
}

/* libsass asks once, before the entry: a text that does not move its lines. */
static Sass_Import_List on_header(const char *url, Sass_Importer_Entry self,
                                  struct Sass_Compiler *compiler)
{
    const struct sass_library *lib = library();
    struct sass_job *job = lib->sass_importer_get_cookie(self);
    const char *name = str_cstr(job->arena, job->prelude.name);
    Sass_Import_List list = lib->sass_make_import_list(1);
    (void)url;
    (void)compiler;
    lib->sass_import_set_list_entry(
        list, 0,
        lib->sass_make_import(name, name, library_text(job->prelude.text),
                              NULL));
    return list;
}

/* ---- Errors ---- */

static const struct sass_file *file_of_error(const struct sass_job *job,
                                             const char *name)
{
    if (str_eq(job->prelude.name, str_of(name)))
        return &job->prelude;
    const struct sass_file *file = file_named(job, str_of(name));
    return file ? file : job->entry;
}

/* libsass counts code points, a span bytes. */
static struct span span_of(const struct sass_file *file, size_t line,
                           size_t column)
{
    struct str rest = file->text;
    struct str text = STR("");
    for (size_t i = 0; i < line; i++) {
        if (!str_line(&rest, &text))
            break;
    }
    size_t col = column > 0 ? utf8_offset(text, column - 1) + 1 : 0;
    return (struct span){.line = (uint32_t)line, .col = (uint32_t)col};
}

/* Several lines become one. */
static struct str one_line(struct arena *arena, struct str text)
{
    struct buf out = BUF_INIT;
    struct str line;
    while (str_line(&text, &line)) {
        line = str_trim(line);
        if (line.len == 0)
            continue;
        if (out.len > 0)
            buf_add_cstr(&out, out.ptr[out.len - 1] == ':' ? " " : "; ");
        buf_add(&out, line);
    }
    struct str result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

/* "from line 2:9 of main.scss" lines of the long message. */
static struct str chain_of(struct arena *arena, struct str message)
{
    struct buf out = BUF_INIT;
    struct str line;
    while (str_line(&message, &line)) {
        line = str_trim(line);
        if (!str_starts(line, STR("from line ")))
            continue;
        if (out.len > 0)
            buf_add_cstr(&out, ", ");
        buf_add(&out, line);
    }
    struct str result = buf_dup(arena, &out);
    buf_deinit(&out);
    return result;
}

/* Ways out of what libsass does not know, by a part of its message or of the
 * line it stopped at. */
static const char *hint_for(struct str message, struct str line)
{
    static const struct {
        struct str message, line;
        const char *hint;
    } hints[] = {
        {STR_INIT("Incompatible units"), STR_INIT(""),
         "interpolate what the browser shall compute: "
         "#{\"min(100%, 40rem)\"}"},
        {STR_INIT(""), STR_INIT("@media"),
         "libsass does not know ranges: write (min-width: 600px)"},
        {STR_INIT(""), STR_INIT("math."),
         "libsass has no modules: write (a / b)"},
        {STR_INIT("Custom property values may not be empty"), STR_INIT(""),
         "write --name: initial;"},
        {STR_INIT(""), STR_INIT("rgb("),
         "libsass knows rgb(r, g, b) and rgba(r, g, b, a); #0008 works, too"},
        {STR_INIT(""), STR_INIT("hsl("),
         "libsass knows hsl(h, s%, l%) with commas and no unit of the angle"},
        {STR_INIT(""), STR_INIT("min("),
         "interpolate it: #{\"min(100%, 40rem)\"}"},
        {STR_INIT(""), STR_INIT("max("),
         "interpolate it: #{\"max(1rem, 2vw)\"}"},
        {STR_INIT(""), STR_INIT("clamp("),
         "write calc() around the sums inside clamp()"},
        {STR_INIT(""), STR_INIT("@supports selector"),
         "put the rule into a plain .css file of the theme"},
        {STR_INIT(""), STR_INIT("layer("),
         "put the @import into a plain .css file of the theme"}};
    for (size_t i = 0; i < PHX_COUNT(hints); i++) {
        if (str_find(message, hints[i].message) != STR_NONE &&
            str_find(line, hints[i].line) != STR_NONE)
            return hints[i].hint;
    }
    return NULL;
}

/* "Incompatible units: 'rem' and '%'." comes without a place: looks for the
 * call that has both. */
static struct span guess_units(struct sass_job *job, struct str message,
                               const struct sass_file **file)
{
    struct str rest = message, before, a, between, b;
    if (!str_starts(message, STR("Incompatible units")) ||
        !str_split(&rest, '\'', &before) || !str_split(&rest, '\'', &a) ||
        !str_split(&rest, '\'', &between) || !str_split(&rest, '\'', &b))
        return (struct span){0};
    for (size_t i = 0; i < job->read.len; i++) {
        size_t at = sass_find_units(job->read.items[i]->text, a, b);
        if (at == STR_NONE)
            continue;
        *file = job->read.items[i];
        return span_at(job->read.items[i]->text, at);
    }
    return (struct span){0};
}

static void report_error(struct sass_job *job, struct Sass_Context *context)
{
    const struct sass_library *lib = library();
    const char *name = lib->sass_context_get_error_file(context);
    size_t line = lib->sass_context_get_error_line(context);
    struct str message =
        one_line(job->arena, str_of(lib->sass_context_get_error_text(context)));
    const struct sass_file *file = job->entry;
    struct span span;

    if (name && line > 0 && line < UINT32_MAX) {
        file = file_of_error(job, name);
        span = span_of(file, line, lib->sass_context_get_error_column(context));
    } else {
        span = guess_units(job, message, &file);
    }
    struct source_ref where = sass_source(file);
    struct diag *diag = diag_add(job->diags, DIAG_SASS, &where, span,
                                 "%" STR_FMT, STR_ARG(message));
    if (!diag)
        return;
    diag->chain =
        chain_of(job->diags->arena,
                 str_of(lib->sass_context_get_error_message(context)));
    const char *hint = hint_for(message, diag->source);
    if (hint)
        diag_hint(job->diags, diag, "%s", hint);
}

static union Sass_Value *on_warn(const union Sass_Value *arguments,
                                 Sass_Function_Entry self,
                                 struct Sass_Compiler *compiler)
{
    const struct sass_library *lib = library();
    struct sass_job *job = lib->sass_function_get_cookie(self);
    Sass_Callee_Entry at = lib->sass_compiler_get_last_callee(compiler);
    const struct sass_file *file =
        file_of_error(job, lib->sass_callee_get_path(at));
    struct source_ref where = sass_source(file);
    struct span span = {.line = (uint32_t)lib->sass_callee_get_line(at)};
    union Sass_Value *value = lib->sass_list_get_value(arguments, 0);

    if (lib->sass_value_is_string(value)) {
        diag_add(job->diags, DIAG_SASS_WARNING, &where, span, "%s",
                 lib->sass_string_get_value(value));
    } else {
        union Sass_Value *text = lib->sass_value_stringify(value, false, 5);
        diag_add(job->diags, DIAG_SASS_WARNING, &where, span, "%s",
                 lib->sass_string_get_value(text));
        lib->sass_delete_value(text);
    }
    return lib->sass_make_null();
}

/* ---- One compilation ---- */

static void set_options(struct sass_job *job, struct Sass_Options *options)
{
    const struct sass_library *lib = library();
    lib->sass_option_set_output_style(
        options, job->compressed ? SASS_STYLE_COMPRESSED : SASS_STYLE_EXPANDED);
    lib->sass_option_set_precision(options, 10);
    lib->sass_option_set_omit_source_map_url(options, true);
    lib->sass_option_set_input_path(options,
                                    str_cstr(job->arena, job->entry->name));

    Sass_Importer_List importers = lib->sass_make_importer_list(1);
    lib->sass_importer_set_list_entry(
        importers, 0, lib->sass_make_importer(on_import, 0, job));
    lib->sass_option_set_c_importers(options, importers);
    if (job->prelude.text.len > 0) {
        Sass_Importer_List headers = lib->sass_make_importer_list(1);
        lib->sass_importer_set_list_entry(
            headers, 0, lib->sass_make_importer(on_header, 0, job));
        lib->sass_option_set_c_headers(options, headers);
    }
    Sass_Function_List functions = lib->sass_make_function_list(1);
    lib->sass_function_set_list_entry(
        functions, 0, lib->sass_make_function("@warn", on_warn, job));
    lib->sass_option_set_c_functions(options, functions);
}

/* Under the lock. */
static bool compile(struct sass_job *job, struct str *out)
{
    const struct sass_library *lib = library();
    struct Sass_Data_Context *data =
        lib->sass_make_data_context(library_text(job->entry->text));
    struct Sass_Context *context = lib->sass_data_context_get_context(data);
    bool ok = false;

    set_options(job, lib->sass_data_context_get_options(data));
    if (lib->sass_compile_data_context(data) == 0) {
        struct str css = str_of(lib->sass_context_get_output_string(context));
        if (str_starts(css, STR("\xEF\xBB\xBF")))
            css = str_from(css, 3);
        *out = str_dup(job->arena, css);
        ok = true;
    } else {
        report_error(job, context);
    }
    lib->sass_delete_data_context(data);
    return ok;
}

static bool texts_usable(struct sass_job *job)
{
    for (size_t i = 0; i <= job->other_count; i++) {
        const struct sass_file *file =
            i < job->other_count ? &job->others[i] : job->entry;
        size_t nul = str_chr(file->text, '\0');
        if (nul == STR_NONE)
            continue;
        struct source_ref where = sass_source(file);
        diag_add(job->diags, DIAG_SASS, &where, span_at(file->text, nul),
                 "a NUL byte in a style sheet");
        return false;
    }
    return true;
}

bool sass_run(struct sass_job *job, struct str *out)
{
    const char *reason;
    struct str css = STR("");
    struct source_ref where = sass_source(job->entry);
    size_t errors_before = job->diags->errors;

    if (!texts_usable(job))
        return false;
    if (!sass_library(&reason)) {
        struct diag *diag = diag_add(job->diags, DIAG_SASS, &where,
                                     (struct span){0}, "no Sass: %s", reason);
        diag_hint(job->diags, diag, "install libsass (Debian: libsass1)");
        return false;
    }
    note_read(job, job->entry);
    bool ok = true;
    if (str_trim(job->entry->text).len > 0) { /* libsass refuses no text */
        pthread_mutex_lock(&lock);
        ok = compile(job, &css);
        pthread_mutex_unlock(&lock);
    }
    if (!ok || job->diags->errors != errors_before)
        return false;
    *out = css;
    return true;
}

bool sass_compile(struct arena *arena, const struct sass_file *entry,
                  const struct sass_file *others, size_t other_count,
                  bool compressed, struct diags *diags, struct str *out)
{
    struct sass_job job = {.arena = arena,
                           .entry = entry,
                           .others = others,
                           .other_count = other_count,
                           .compressed = compressed,
                           .diags = diags};
    return sass_run(&job, out);
}
