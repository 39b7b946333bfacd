/* SPDX-License-Identifier: MIT */
/* Editors, their ways to be told a place, and starting them. */
#include "editor.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS 64

extern char **environ;

enum style {
    STYLE_FILE,      /* FILE */
    STYLE_COLONS,    /* FILE:LINE:COLUMN */
    STYLE_GOTO,      /* -g FILE:LINE:COLUMN */
    STYLE_PLUS,      /* +LINE FILE */
    STYLE_PLUS_BOTH, /* +LINE:COLUMN FILE */
    STYLE_LINE,      /* --line LINE FILE */
    STYLE_TERMINAL
};

static enum style style_of(struct str program)
{
    static const struct {
        struct str name;
        enum style style;
    } known[] = {
        {STR_INIT("code"), STYLE_GOTO},
        {STR_INIT("code-insiders"), STYLE_GOTO},
        {STR_INIT("codium"), STYLE_GOTO},
        {STR_INIT("cursor"), STYLE_GOTO},
        {STR_INIT("windsurf"), STYLE_GOTO},
        {STR_INIT("subl"), STYLE_COLONS},
        {STR_INIT("sublime_text"), STYLE_COLONS},
        {STR_INIT("zed"), STYLE_COLONS},
        {STR_INIT("mate"), STYLE_COLONS},
        {STR_INIT("gvim"), STYLE_PLUS},
        {STR_INIT("mvim"), STYLE_PLUS},
        {STR_INIT("gedit"), STYLE_PLUS_BOTH},
        {STR_INIT("gnome-text-editor"), STYLE_PLUS_BOTH},
        {STR_INIT("emacsclient"), STYLE_PLUS_BOTH},
        {STR_INIT("emacs"), STYLE_PLUS_BOTH},
        {STR_INIT("idea"), STYLE_LINE},
        {STR_INIT("pycharm"), STYLE_LINE},
        {STR_INIT("clion"), STYLE_LINE},
        {STR_INIT("webstorm"), STYLE_LINE},
        {STR_INIT("kate"), STYLE_LINE},
        {STR_INIT("vi"), STYLE_TERMINAL},
        {STR_INIT("vim"), STYLE_TERMINAL},
        {STR_INIT("nvim"), STYLE_TERMINAL},
        {STR_INIT("view"), STYLE_TERMINAL},
        {STR_INIT("nano"), STYLE_TERMINAL},
        {STR_INIT("pico"), STYLE_TERMINAL},
        {STR_INIT("micro"), STYLE_TERMINAL},
        {STR_INIT("hx"), STYLE_TERMINAL},
        {STR_INIT("helix"), STYLE_TERMINAL},
        {STR_INIT("kak"), STYLE_TERMINAL},
        {STR_INIT("joe"), STYLE_TERMINAL},
        {STR_INIT("mg"), STYLE_TERMINAL},
        {STR_INIT("ne"), STYLE_TERMINAL},
        {STR_INIT("ed"), STYLE_TERMINAL},
        {STR_INIT("editor"), STYLE_TERMINAL}, /* Debian's, mostly nano */
    };

    for (size_t i = 0; i < PHX_COUNT(known); i++)
        if (str_eq(program, known[i].name))
            return known[i].style;
    return STYLE_FILE;
}

struct command {
    struct arena *arena;
    char *words[WORDS + 1];
    size_t count;
};

static void push(struct command *command, struct str word)
{
    if (command->count == WORDS)
        return;
    command->words[command->count++] = arena_copy(
        command->arena, str_cstr(command->arena, word), word.len + 1);
}

/* Words between spaces; '…' and "…" keep spaces. */
static bool next_word(struct arena *arena, struct str *rest, struct str *word)
{
    struct buf text = BUF_INIT;
    char quote = 0;
    size_t at = 0;

    *rest = str_trim_left(*rest);
    if (rest->len == 0)
        return false;
    for (; at < rest->len; at++) {
        char c = rest->ptr[at];
        if (quote ? c == quote : c == '"' || c == '\'')
            quote = quote ? 0 : c;
        else if (!quote && ascii_is_space(c))
            break;
        else
            buf_add_char(&text, c);
    }
    *word = buf_dup(arena, &text);
    *rest = str_from(*rest, at);
    buf_deinit(&text);
    return true;
}

static struct str number(struct arena *arena, uint32_t n)
{
    return str_fmt(arena, "%u", n ? n : 1);
}

static void push_place(struct command *command, enum style style,
                       struct str file, uint32_t line, uint32_t column)
{
    struct arena *arena = command->arena;
    struct str l = number(arena, line), c = number(arena, column);
    struct str colons = str_fmt(arena, "%" STR_FMT ":%" STR_FMT ":%" STR_FMT,
                                STR_ARG(file), STR_ARG(l), STR_ARG(c));

    switch (style) {
    case STYLE_GOTO:
        push(command, STR("-g"));
        push(command, colons);
        return;
    case STYLE_COLONS:
        push(command, colons);
        return;
    case STYLE_PLUS:
        push(command, str_cat(arena, STR("+"), l));
        break;
    case STYLE_PLUS_BOTH:
        push(command,
             str_fmt(arena, "+%" STR_FMT ":%" STR_FMT, STR_ARG(l), STR_ARG(c)));
        break;
    case STYLE_LINE:
        push(command, STR("--line"));
        push(command, l);
        break;
    case STYLE_FILE:
    case STYLE_TERMINAL:
        break;
    }
    push(command, file);
}

char **editor_command(struct arena *arena, struct str setting, struct str file,
                      uint32_t line, uint32_t column)
{
    struct command *command = arena_new(arena, struct command);
    bool placed = false;
    struct str word;

    command->arena = arena;
    while (next_word(arena, &setting, &word)) {
        struct str filled = word;
        filled = str_replace(arena, filled, STR("{file}"), file);
        filled = str_replace(arena, filled, STR("{line}"), number(arena, line));
        filled =
            str_replace(arena, filled, STR("{column}"), number(arena, column));
        placed |= !str_eq(filled, word);
        push(command, filled);
    }
    if (command->count == 0)
        return NULL;
    if (placed)
        return command->words;
    enum style style = style_of(path_name(str_of(command->words[0])));
    bool terminal = style == STYLE_TERMINAL;
    for (size_t i = 1; i < command->count; i++)
        terminal |= str_is(str_of(command->words[i]), "-nw");
    if (terminal)
        return NULL;
    push_place(command, style, file, line, column);
    return command->words;
}

/* Starts a program without a terminal to read from, in a session of its own, so
 * that Ctrl-C here does not end it. */
static int start(char **words, pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int rc;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                     O_RDONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    rc = posix_spawnp(pid, words[0], &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

/* An editor runs as long as it likes; somebody has to wait for it, or it stays
 * as a zombie. */
static void *wait_for(void *ctx)
{
    pid_t pid = (pid_t)(intptr_t)ctx;
    int status;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return NULL;
}

static int start_detached(char **words)
{
    pthread_attr_t attributes;
    pthread_t thread;
    pid_t pid;
    int rc = start(words, &pid);

    if (rc != 0)
        return rc;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    phx_ignore(
        pthread_create(&thread, &attributes, wait_for, (void *)(intptr_t)pid),
        "then it stays as a zombie until we end");
    pthread_attr_destroy(&attributes);
    return 0;
}

int editor_open(struct arena *arena, struct str file, uint32_t line,
                uint32_t column, struct error *err)
{
    static const char *const variables[] = {"PHX_EDITOR", "VISUAL", "EDITOR"};
    char **command = NULL;

    for (size_t i = 0; !command && i < PHX_COUNT(variables); i++)
        command = editor_command(arena, str_of(getenv(variables[i])), file,
                                 line, column);
    if (!command)
        return phx_fail(err, PHX_ENOENT, "PHX_EDITOR names no editor");
    int rc = start_detached(command);
    if (rc != 0)
        return phx_fail(err, PHX_EIO, "cannot start %s: %s", command[0],
                        strerror(rc));
    return 0;
}

struct str editor_link(struct arena *arena, struct str file, uint32_t line,
                       uint32_t column)
{
    struct buf link = BUF_INIT;

    buf_add_cstr(&link, "vscode://file");
    buf_add_url(&link, str_replace(arena, file, STR("%"), STR("%25")));
    buf_add_fmt(&link, ":%u:%u", line ? line : 1, column ? column : 1);
    struct str result = buf_dup(arena, &link);
    buf_deinit(&link);
    return result;
}

void editor_browse(const char *url)
{
#ifdef __APPLE__
    char program[] = "open";
#else
    char program[] = "xdg-open";
#endif
    char *address = strdup(url);
    char *words[] = {program, address, NULL};

    phx_ignore(start_detached(words), "the URL is printed, too");
    free(address);
}
