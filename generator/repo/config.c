/* SPDX-License-Identifier: MIT */
/*
 * Reads git's configuration files (git-config(1), "SYNTAX"). Which files there
 * are follows git: GIT_CONFIG_SYSTEM, GIT_CONFIG_GLOBAL, XDG_CONFIG_HOME and
 * HOME count. What the values mean is the caller's.
 */
#include "config.h"

#define CONFIG_LIMIT ((uint64_t)1 << 20)

/* The rest of a value's line: quotes and escapes resolved, a comment and white
 * space at the end dropped, a backslash before the line's end joins lines. */
static void read_value(struct str text, size_t *pos, struct buf *out)
{
    bool quoted = false;
    size_t solid = 0; /* end of what a trailing blank may not be cut from */

    for (; *pos < text.len && text.ptr[*pos] != '\n'; (*pos)++) {
        char c = text.ptr[*pos];
        if (!quoted && (c == '#' || c == ';'))
            break;
        if (c == '"') {
            quoted = !quoted;
            solid = out->len;
            continue;
        }
        if (c == '\\' && *pos + 1 < text.len) {
            c = text.ptr[++*pos];
            if (c == '\n')
                continue;
            c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
            buf_add_char(out, c);
            solid = out->len;
            continue;
        }
        buf_add_char(out, c);
        if (quoted || (c != ' ' && c != '\t' && c != '\r'))
            solid = out->len;
    }
    buf_truncate(out, solid);
    while (*pos < text.len && text.ptr[*pos] != '\n')
        (*pos)++;
}

/* "[remote "origin"]" → "remote.origin."; *pos stands behind the '['. */
static void read_section(struct str text, size_t *pos, struct buf *out)
{
    bool quoted = false;

    buf_reset(out);
    for (; *pos < text.len; (*pos)++) {
        char c = text.ptr[*pos];
        if (c == '\n' || (c == ']' && !quoted))
            break;
        if (c == '"') {
            if (!quoted)
                buf_add_char(out, '.');
            quoted = !quoted;
        } else if (quoted) {
            if (c == '\\' && *pos + 1 < text.len)
                c = text.ptr[++*pos];
            buf_add_char(out, c);
        } else if (c != ' ' && c != '\t') {
            buf_add_char(out, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
        }
    }
    buf_add_char(out, '.');
    if (*pos < text.len && text.ptr[*pos] == ']')
        (*pos)++;
}

static bool is_name_char(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '-';
}

static size_t skip_blanks(struct str text, size_t pos)
{
    while (pos < text.len && (text.ptr[pos] == ' ' || text.ptr[pos] == '\t'))
        pos++;
    return pos;
}

/* "name = value"; a name alone means true. */
static void read_variable(struct config *config, struct str text, size_t *pos,
                          struct str section)
{
    struct arena *arena = config->arena;
    size_t start = *pos;
    struct buf value = BUF_INIT;
    struct str name, *slot;

    while (*pos < text.len && is_name_char(text.ptr[*pos]))
        (*pos)++;
    name = str_lower_ascii(arena, str_slice(text, start, *pos));
    *pos = skip_blanks(text, *pos);
    if (*pos < text.len && text.ptr[*pos] == '=') {
        *pos = skip_blanks(text, *pos + 1);
        read_value(text, pos, &value);
    } else {
        buf_add_cstr(&value, "true");
    }
    slot = arena_new(arena, struct str);
    *slot = buf_dup(arena, &value);
    map_set(&config->values, str_cat(arena, section, name), slot);
    buf_deinit(&value);
}

void config_parse(struct config *config, struct str text)
{
    struct buf section = BUF_INIT;
    size_t pos = 0;

    while (pos < text.len) {
        char c = text.ptr[pos];
        if (c == '[') {
            pos++;
            read_section(text, &pos, &section);
        } else if (is_name_char(c) && section.len > 0) {
            read_variable(config, text, &pos, buf_str(&section));
        } else if (c == '#' || c == ';') {
            while (pos < text.len && text.ptr[pos] != '\n')
                pos++;
        } else {
            pos++;
        }
    }
    buf_deinit(&section);
}

static void parse_file(struct config *config, const char *path)
{
    struct error err;
    struct str text;

    if (fs_read(config->arena, path, CONFIG_LIMIT, &text, &err) == 0)
        config_parse(config, text);
}

static void parse_joined(struct config *config, struct str dir,
                         const char *name)
{
    struct str path =
        str_fmt(config->arena, "%" STR_FMT "/%s", STR_ARG(dir), name);

    parse_file(config, path.ptr);
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

bool config_user_file(struct arena *arena, const char *name, struct str *out)
{
    const char *xdg = environment("XDG_CONFIG_HOME");
    const char *home = environment("HOME");

    if (xdg)
        *out = str_fmt(arena, "%s/git/%s", xdg, name);
    else if (home)
        *out = str_fmt(arena, "%s/.config/git/%s", home, name);
    else
        return false;
    return true;
}

struct str config_expand_home(struct arena *arena, struct str path)
{
    const char *home = environment("HOME");

    if (!home || !str_starts(path, STR("~/")))
        return str_dup(arena, path);
    return str_cat(arena, str_of(home), str_from(path, 1));
}

void config_load(const struct repo *repo, struct arena *arena,
                 struct config *out)
{
    const char *system = environment("GIT_CONFIG_SYSTEM");
    const char *global = environment("GIT_CONFIG_GLOBAL");
    struct str path;

    out->arena = arena;
    map_init(&out->values, arena);
    if (!environment("GIT_CONFIG_NOSYSTEM"))
        parse_file(out, system ? system : "/etc/gitconfig");
    if (global) {
        parse_file(out, global);
    } else {
        if (config_user_file(arena, "config", &path))
            parse_file(out, path.ptr);
        path = config_expand_home(arena, STR("~/.gitconfig"));
        parse_file(out, path.ptr);
    }
    parse_joined(out, repo->common_dir, "config");
    parse_joined(out, repo->git_dir, "config.worktree");
}

bool config_get(const struct config *config, const char *key, struct str *out)
{
    const struct str *value = map_get(&config->values, str_of(key));

    if (!value)
        return false;
    *out = *value;
    return true;
}
