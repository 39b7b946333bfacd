/* SPDX-License-Identifier: MIT */
/*
 * phx template FILE: one template with given data, for authors and tests. It
 * has Jinja2's filters and globals; what only a site has (url_for, asset …) is
 * not there.
 */
#include "cli/cli.h"

#include "template/template.h"

#define FILE_LIMIT (64u << 20)
#define FILES_MAX 10000u

struct request {
    const char *file;
    const char *data;
    const char *name;   /* NULL: the file's */
    const char *folder; /* of templates to include, or NULL */
};

struct loader {
    struct arena *arena;
    struct template_set *set;
    size_t count;
};

/* Every file below `folder`, under its path from there. */
static int load_folder(struct loader *l, const char *folder, struct str prefix,
                       struct error *err)
{
    struct fs_listing listing;
    int rc = fs_list(l->arena, folder, &listing, err);

    for (size_t i = 0; rc == 0 && i < listing.list.len; i++) {
        const struct fs_entry *e = &listing.list.items[i];
        struct str path = path_join(l->arena, str_of(folder), e->name);
        struct str name =
            prefix.len ? path_join(l->arena, prefix, e->name) : e->name;
        struct str text;
        if (e->kind == FS_DIR && e->name.ptr[0] != '.') {
            rc = load_folder(l, path.ptr, name, err);
        } else if (e->kind == FS_FILE) {
            if (++l->count > FILES_MAX)
                return phx_fail(err, PHX_ELIMIT, "%s: more than %u files",
                                folder, FILES_MAX);
            rc = fs_read(l->arena, path.ptr, FILE_LIMIT, &text, err);
            if (rc == 0 && utf8_valid(text, NULL))
                template_set_add(l->set, name, path, text);
        }
    }
    return rc;
}

static bool escapes(struct str name)
{
    struct str ext = path_ext(name);

    return str_is(ext, "html") || str_is(ext, "htm") || str_is(ext, "xml");
}

static bool read_data(struct arena *arena, const struct request *request,
                      struct diags *diags, struct value *out, struct error *err)
{
    struct source_ref source = {.path = str_of(request->data)};
    struct map_builder empty;

    map_builder_init(&empty, arena);
    *out = map_builder_finish(&empty);
    if (!request->data)
        return true;
    if (fs_read(arena, request->data, FILE_LIMIT, &source.text, err) < 0)
        return false;
    if (!json_read(arena, &source, NULL, diags, out))
        return false;
    if (value_is(*out, VALUE_MAP))
        return true;
    phx_fail(err, PHX_EINPUT, "%s: the data must be an object, not %s",
             request->data, value_kind_name(*out));
    return false;
}

static struct template_set *load(struct arena *arena,
                                 const struct request *request, struct str name,
                                 struct error *err)
{
    const struct template_options options = {
        .trim_blocks = true,
        .lstrip_blocks = true,
        .autoescape = escapes(name),
    };
    struct loader l = {.arena = arena};
    struct str text;

    l.set = template_set_new(arena, expr_env_new(arena), &options);
    if (request->folder && load_folder(&l, request->folder, STR(""), err) < 0)
        return NULL;
    if (fs_read(arena, request->file, FILE_LIMIT, &text, err) < 0)
        return NULL;
    template_set_add(l.set, name, str_of(request->file), text);
    return l.set;
}

/* False: diagnostics or err say why. */
static bool render(struct arena *arena, const struct request *request,
                   struct diags *diags, struct buf *out, struct error *err)
{
    struct str name = request->name ? str_of(request->name)
                                    : path_name(str_of(request->file));
    struct template_set *set = load(arena, request, name, err);
    struct reader reader = {
        .arena = arena, .diags = diags, .language = STR("en")};
    struct value data;

    if (!set || !read_data(arena, request, diags, &data, err))
        return false;
    phx_ignore(template_set_compile(set, diags), "diags say what is wrong");
    const struct template *t = template_find(set, name);
    return t && !diags->errors && template_render(set, t, data, &reader, out);
}

static int run(const struct cli_verb *verb, int argc, char **argv)
{
    struct request request = {0};
    const struct cli_option options[] = {
        {"data", 'd', "FILE", "a JSON object: the names the template sees",
         .text = &request.data},
        {"name", 'n', "NAME",
         "the template's name (default: the file's); .html escapes",
         .text = &request.name},
        {"templates", 't', "DIR", "where includes and parents are found",
         .text = &request.folder},
    };
    const char *args[1] = {NULL};
    struct arena arena;
    struct diags diags;
    struct buf out = BUF_INIT;
    struct error err = {0};
    size_t count;

    int rc = cli_parse(verb, options, PHX_COUNT(options), argc, argv, args,
                       PHX_COUNT(args), &count);
    if (rc >= 0)
        return rc;
    if (count == 0) {
        fprintf(stderr,
                "phx template: which file? Try `phx template --help`.\n");
        return EXIT_COMMAND_WRONG;
    }
    request.file = args[0];
    arena_init(&arena);
    diags_init(&diags, &arena, NULL);
    bool ok = render(&arena, &request, &diags, &out, &err);
    if (ok)
        fwrite(out.ptr, 1, out.len, stdout);
    cli_print_diags(&diags);
    if (err.code)
        fprintf(stderr, "phx template: %s\n", err.message);
    buf_deinit(&out);
    arena_deinit(&arena);
    return ok ? 0 : EXIT_SITE_WRONG;
}

const struct cli_verb cli_verb_template = {
    .name = "template",
    .arguments = "[OPTION...] FILE",
    .summary = "Render one template with data",
    .example = "phx template --data page.json templates/page.html",
    .run = run,
};
