/* SPDX-License-Identifier: MIT */
/*
 * Completions for bash, zsh and fish, from the verbs' tables. A verb behind a
 * verb ("bench list") is one case of its own. What an option's value is, its
 * name in the help says: DIR and FILE are looked up, others are the reader's.
 */
#include "reference.h"

struct writer {
    struct cli_visitor visitor;
    struct buf *out;
};

static struct buf *out_of(struct cli_visitor *visitor)
{
    return ((struct writer *)visitor)->out;
}

/* The next word that a verb's arguments want as it stands there: `stat` and
 * `clear` of "stat|clear [DIR]". */
static bool next_word(struct str *rest, struct str *word)
{
    while (rest->len) {
        size_t len = 0;
        while (len < rest->len && !strchr(" |[]", rest->ptr[len]))
            len++;
        *word = str_slice(*rest, 0, len);
        *rest = str_from(*rest, len < rest->len ? len + 1 : len);
        bool plain = len > 0;
        for (size_t i = 0; i < len; i++)
            plain = plain && word->ptr[i] >= 'a' && word->ptr[i] <= 'z';
        if (plain)
            return true;
    }
    return false;
}

/* "list" of "bench list"; empty for a verb of phx itself. */
static struct str subname(const struct cli_verb *verb)
{
    struct str name = str_of(verb->name);
    size_t space = str_chr(name, ' ');

    return space == STR_NONE ? STR("") : str_from(name, space + 1);
}

/* The words that may follow a verb as they are: those of its arguments, the
 * verbs behind it, for `help` all verbs. */
static void add_words(struct buf *out, const struct cli_verb *verb)
{
    struct str rest = str_of(verb->arguments), word;
    const struct cli_verb *const *verbs = verb->verbs;

    if (!verbs && str_is(str_of(verb->name), "help"))
        verbs = cli_verbs;
    for (size_t i = 0; verbs && verbs[i]; i++) {
        struct str sub = subname(verbs[i]);
        buf_add_char(out, ' ');
        buf_add(out, sub.len ? sub : str_of(verbs[i]->name));
    }
    while (next_word(&rest, &word))
        buf_add_fmt(out, " %" STR_FMT, STR_ARG(word));
}

static bool takes(const struct cli_option *o, const char *value)
{
    return o->value && str_is(str_of(o->value), value);
}

/* ---- bash ---- */

/* The options that take a value of one kind, each between blanks. */
static void add_bash_list(struct buf *out, const char *variable,
                          const struct cli_option *options, size_t count,
                          const char *value)
{
    buf_add_fmt(out, " %s='", variable);
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        bool is_path = takes(o, "DIR") || takes(o, "FILE");
        if (value ? !takes(o, value) : !o->value || is_path)
            continue;
        buf_add_fmt(out, " --%s ", o->name);
        if (o->letter)
            buf_add_fmt(out, " -%c ", o->letter);
    }
    buf_add_char(out, '\'');
}

static void see_bash(struct cli_visitor *visitor, const struct cli_verb *verb,
                     const struct cli_option *options, size_t count)
{
    struct buf *out = out_of(visitor);

    buf_add_fmt(out, "    '%s')\n        options='--help", verb->name);
    for (size_t i = 0; i < count; i++)
        buf_add_fmt(out, " --%s", options[i].name);
    buf_add_cstr(out, "' words='");
    add_words(out, verb);
    buf_add_cstr(out, "'\n       ");
    add_bash_list(out, "folders", options, count, "DIR");
    add_bash_list(out, "files", options, count, "FILE");
    add_bash_list(out, "texts", options, count, NULL);
    buf_add_cstr(out, "\n        ;;\n");
}

static void add_bash(struct buf *out)
{
    struct writer writer = {{see_bash}, out};

    buf_add_cstr(out, "# Made by phx help --completion bash.\n"
                      "_phx() {\n"
                      "    local cur=${COMP_WORDS[COMP_CWORD]}"
                      " prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
                      "    local verb=${COMP_WORDS[1]} at=2"
                      " options= words= folders= files= texts=\n"
                      "    COMPREPLY=()\n"
                      "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                      "        COMPREPLY=($(compgen -W '--help --version");
    for (size_t i = 0; cli_verbs[i]; i++)
        buf_add_fmt(out, " %s", cli_verbs[i]->name);
    buf_add_cstr(out, "' -- \"$cur\"))\n"
                      "        return\n"
                      "    fi\n"
                      "    case $verb in\n");
    for (size_t i = 0; cli_verbs[i]; i++)
        if (cli_verbs[i]->verbs)
            buf_add_fmt(out,
                        "    %s) [ \"$COMP_CWORD\" -gt 2 ] &&"
                        " verb=\"$verb ${COMP_WORDS[2]}\" at=3 ;;\n",
                        cli_verbs[i]->name);
    buf_add_cstr(out, "    esac\n    case $verb in\n");
    cli_visit(&writer.visitor);
    buf_add_cstr(
        out,
        "    esac\n"
        "    # bash splits `--output=DIR` into three words.\n"
        "    if [ \"$cur\" = = ]; then\n"
        "        cur=\n"
        "    elif [ \"$prev\" = = ]; then\n"
        "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
        "    fi\n"
        "    if [[ $folders == *\" $prev \"* ]]; then\n"
        "        COMPREPLY=($(compgen -d -- \"$cur\"))\n"
        "    elif [[ $files == *\" $prev \"* ]]; then\n"
        "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
        "    elif [[ $texts == *\" $prev \"* ]]; then\n"
        "        return\n"
        "    elif [[ $cur == -* ]]; then\n"
        "        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
        "    elif [ \"$COMP_CWORD\" -eq \"$at\" ] && [ \"$words\" ]; then\n"
        "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
        "    else\n"
        "        COMPREPLY=($(compgen -f -- \"$cur\"))\n"
        "    fi\n"
        "}\n"
        "complete -o filenames -F _phx phx\n");
}

/* ---- zsh ---- */

/* In single quotes, and for _arguments and _describe, where colons and brackets
 * mean something. */
static void add_zsh_text(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (strchr(":[]\\", *p))
            buf_add_char(out, '\\');
        if (*p == '\'')
            buf_add_cstr(out, "'\\'");
        buf_add_char(out, *p);
    }
}

static void add_zsh_verbs(struct buf *out, const struct cli_verb *const *verbs)
{
    for (size_t i = 0; verbs[i]; i++) {
        struct str sub = subname(verbs[i]);
        struct str name = sub.len ? sub : str_of(verbs[i]->name);
        buf_add_fmt(out, " \\\n            '%" STR_FMT ":", STR_ARG(name));
        add_zsh_text(out, verbs[i]->summary);
        buf_add_char(out, '\'');
    }
    buf_add_cstr(out, ")\n");
}

static void see_zsh(struct cli_visitor *visitor, const struct cli_verb *verb,
                    const struct cli_option *options, size_t count)
{
    struct buf *out = out_of(visitor);
    size_t before;

    if (verb->verbs)
        return;
    buf_add_fmt(out,
                "    '%s')\n        _arguments '(-h --help)'{-h,--help}"
                "'[print this help]'",
                verb->name);
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        buf_add_cstr(out, " \\\n            ");
        if (o->letter)
            buf_add_fmt(out, "'(-%c --%s)'{-%c%s,--%s%s}'", o->letter, o->name,
                        o->letter, o->value ? "+" : "", o->name,
                        o->value ? "=" : "");
        else
            buf_add_fmt(out, "'--%s%s", o->name, o->value ? "=" : "");
        buf_add_char(out, '[');
        add_zsh_text(out, o->help);
        buf_add_char(out, ']');
        if (o->value)
            buf_add_fmt(out, ":%s:%s", o->value,
                        takes(o, "DIR")    ? "_files -/"
                        : takes(o, "FILE") ? "_files"
                                           : "");
        buf_add_char(out, '\'');
    }
    buf_add_cstr(out, " \\\n            '1: :(");
    before = out->len;
    add_words(out, verb);
    if (out->len == before) {
        buf_truncate(out, before - strlen("1: :("));
        buf_add_cstr(out, "*:file:_files'\n        ;;\n");
    } else {
        buf_add_cstr(out, ")' '*:file:_files'\n        ;;\n");
    }
}

static void add_zsh(struct buf *out)
{
    struct writer writer = {{see_zsh}, out};

    buf_add_cstr(out, "#compdef phx\n# Made by phx help --completion zsh.\n"
                      "_phx() {\n    local -a verbs\n"
                      "    local verb=$words[2]\n"
                      "    if (( CURRENT == 2 )); then\n        verbs=(");
    add_zsh_verbs(out, cli_verbs);
    buf_add_cstr(out, "        _describe verb verbs\n        return\n"
                      "    fi\n    case $verb in\n");
    for (size_t i = 0; cli_verbs[i]; i++) {
        if (!cli_verbs[i]->verbs)
            continue;
        buf_add_fmt(out, "    %s)\n        verbs=(", cli_verbs[i]->name);
        add_zsh_verbs(out, cli_verbs[i]->verbs);
        buf_add_cstr(out, "        if (( CURRENT == 3 )); then\n"
                          "            _describe verb verbs\n"
                          "            return\n        fi\n"
                          "        verb=\"$verb $words[3]\"\n"
                          "        shift words\n        (( CURRENT-- ))\n"
                          "        ;;\n");
    }
    buf_add_cstr(out, "    esac\n    shift words\n    (( CURRENT-- ))\n"
                      "    case $verb in\n");
    cli_visit(&writer.visitor);
    buf_add_cstr(out, "    esac\n}\n"
                      "if [ \"$funcstack[1]\" = _phx ]; then\n"
                      "    _phx \"$@\"\nelse\n"
                      "    compdef _phx phx\nfi\n");
}

/* ---- fish ---- */

static void add_fish_text(struct buf *out, const char *text)
{
    buf_add_cstr(out, " -d '");
    for (const char *p = text; *p; p++) {
        if (*p == '\'' || *p == '\\')
            buf_add_char(out, '\\');
        buf_add_char(out, *p);
    }
    buf_add_cstr(out, "'\n");
}

static void add_fish_condition(struct buf *out, const struct cli_verb *verb)
{
    struct str sub = subname(verb);
    struct str name = str_of(verb->name);

    if (sub.len)
        name = str_slice(name, 0, name.len - sub.len - 1);
    buf_add_fmt(out,
                "complete -c phx -n '__fish_seen_subcommand_from %" STR_FMT,
                STR_ARG(name));
    if (sub.len)
        buf_add_fmt(out, "; and __fish_seen_subcommand_from %" STR_FMT,
                    STR_ARG(sub));
    buf_add_char(out, '\'');
}

static void see_fish(struct cli_visitor *visitor, const struct cli_verb *verb,
                     const struct cli_option *options, size_t count)
{
    struct buf *out = out_of(visitor);
    struct buf words = BUF_INIT;

    add_words(&words, verb);
    if (words.len) {
        add_fish_condition(out, verb);
        buf_add_fmt(out, " -a '%" STR_FMT "'\n",
                    STR_ARG(str_trim(buf_str(&words))));
    }
    buf_deinit(&words);
    for (size_t i = 0; i < count; i++) {
        const struct cli_option *o = &options[i];
        add_fish_condition(out, verb);
        if (o->letter)
            buf_add_fmt(out, " -s %c", o->letter);
        buf_add_fmt(out, " -l %s", o->name);
        if (takes(o, "DIR"))
            buf_add_cstr(out, " -x -a '(__fish_complete_directories)'");
        else if (o->value)
            buf_add_cstr(out, takes(o, "FILE") ? " -r -F" : " -x");
        add_fish_text(out, o->help);
    }
}

static void add_fish(struct buf *out)
{
    struct writer writer = {{see_fish}, out};

    buf_add_cstr(out, "# Made by phx help --completion fish.\n"
                      "complete -c phx -s h -l help -d 'print this help'\n");
    for (size_t i = 0; cli_verbs[i]; i++) {
        buf_add_fmt(out, "complete -c phx -f -n __fish_use_subcommand -a %s",
                    cli_verbs[i]->name);
        add_fish_text(out, cli_verbs[i]->summary);
    }
    cli_visit(&writer.visitor);
}

bool reference_completion(struct buf *out, struct str shell)
{
    static const struct {
        const char *name;
        void (*add)(struct buf *out);
    } shells[] = {{"bash", add_bash}, {"zsh", add_zsh}, {"fish", add_fish}};

    for (size_t i = 0; i < PHX_COUNT(shells); i++)
        if (str_is(shell, shells[i].name)) {
            shells[i].add(out);
            return true;
        }
    return false;
}
