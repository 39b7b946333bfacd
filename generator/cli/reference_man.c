/* SPDX-License-Identifier: MIT */
/* The manual page in the man macros, from the verbs' tables. */
#include "reference.h"

struct writer {
    struct cli_visitor visitor;
    struct buf *out;
};

/* Text as roff wants it: nothing in it is a request, a hyphen is the one of
 * the command line. */
static void add_text(struct buf *out, const char *text)
{
    struct str all = str_of(text);
    size_t at = 0;

    if (all.len && (all.ptr[0] == '.' || all.ptr[0] == '\''))
        buf_add_cstr(out, "\\&");
    while (at < all.len) {
        uint32_t code = utf8_next(all, &at);
        if (code == '\\')
            buf_add_cstr(out, "\\e");
        else if (code == '-')
            buf_add_cstr(out, "\\-");
        else if (code == '\'')
            buf_add_cstr(out, "\\(aq");
        else if (code == '`')
            buf_add_cstr(out, "\\(ga");
        else if (code < 128)
            buf_add_char(out, (char)code);
        else
            buf_add_fmt(out, "\\[u%04X]", (unsigned)code);
    }
}

static void add_line(struct buf *out, const char *text)
{
    add_text(out, text);
    buf_add_char(out, '\n');
}

static void add_option(struct buf *out, char letter, const char *name,
                       const char *value, const char *help)
{
    buf_add_cstr(out, ".TP\n");
    if (letter)
        buf_add_fmt(out, "\\fB\\-%c\\fR, ", letter);
    buf_add_cstr(out, "\\fB\\-\\-");
    add_text(out, name);
    buf_add_cstr(out, "\\fR");
    if (value) {
        buf_add_cstr(out, "=\\fI");
        add_text(out, value);
        buf_add_cstr(out, "\\fR");
    }
    buf_add_char(out, '\n');
    add_line(out, help);
}

static void see(struct cli_visitor *visitor, const struct cli_verb *verb,
                const struct cli_option *options, size_t count)
{
    struct buf *out = ((struct writer *)visitor)->out;

    buf_add_cstr(out, ".SS \"phx ");
    add_text(out, verb->name);
    buf_add_char(out, ' ');
    add_text(out, verb->arguments);
    buf_add_cstr(out, "\"\n");
    add_text(out, verb->summary);
    buf_add_cstr(out, ".\n");
    for (size_t i = 0; i < count; i++)
        add_option(out, options[i].letter, options[i].name, options[i].value,
                   options[i].help);
    if (verb->example) {
        buf_add_cstr(out, ".PP\nExample:\n.PP\n.RS\n.nf\n");
        add_line(out, verb->example);
        buf_add_cstr(out, ".fi\n.RE\n");
    }
}

struct entry {
    const char *name;
    const char *text;
};

static void add_entries(struct buf *out, const char *title,
                        const struct entry *entries, size_t count)
{
    buf_add_fmt(out, ".SH %s\n", title);
    for (size_t i = 0; i < count; i++) {
        buf_add_cstr(out, ".TP\n.B ");
        add_line(out, entries[i].name);
        add_line(out, entries[i].text);
    }
}

static const struct entry files[] = {
    {"phx.yaml", "the configuration; phx.ENVIRONMENT.yaml is laid over it"},
    {"content/, data/, static/, assets/, benchmarks/results/",
     "what the site is made of"},
    {"templates/, components/, i18n/, themes/NAME/",
     "files that replace those of the theme"},
    {"public/", "the output"},
    {".phx/", "what builds keep for the next; safe to delete"},
};

static const struct entry exits[] = {
    {"0", "All is well."},
    {"1", "The site is wrong, or the machine failed."},
    {"2", "The command is wrong."},
};

static const struct entry environment[] = {
    {"SOURCE_DATE_EPOCH", "The time to build for, instead of the clock's."},
    {"NO_COLOR", "Not empty: no colours on a terminal."},
    {"PHX_EDITOR, VISUAL, EDITOR",
     "Opens a place from the preview; {file}, {line} and {column} are filled "
     "in."},
};

void reference_man(struct buf *out)
{
    struct writer writer = {{see}, out};

    buf_add_cstr(out, ".\\\" Made by phx help --man.\n.TH PHX 1 \"\" \"phx ");
    add_text(out, PHX_VERSION);
    buf_add_cstr(out, "\"\n.SH NAME\nphx \\- turn Markdown and benchmark "
                      "results into a site\n.SH SYNOPSIS\n.B phx\n.I VERB\n"
                      "[\\fIOPTION\\fR...]\n.SH DESCRIPTION\n");
    buf_add_cstr(out,
                 "phx makes a static site from a repository of Markdown posts "
                 "and of the files\nthat benchmark tools wrote. Each verb has "
                 "the option \\fB\\-h\\fR, \\fB\\-\\-help\\fR too.\n"
                 ".SH VERBS\n");
    cli_visit(&writer.visitor);
    add_entries(out, "FILES", files, PHX_COUNT(files));
    add_entries(out, "\"EXIT STATUS\"", exits, PHX_COUNT(exits));
    add_entries(out, "ENVIRONMENT", environment, PHX_COUNT(environment));
}
