/* SPDX-License-Identifier: MIT */
/*
 * Opening a file in the author's editor. PHX_EDITOR is a command line; {file},
 * {line} and {column} in it are replaced ("kate -l {line} {file}"). Without
 * them, and for VISUAL and EDITOR, the program's name says how it wants to be
 * told. Editors that live in a terminal cannot be opened from here.
 * Thread class: the HTTP thread.
 */
#ifndef PHX_SERVE_EDITOR_H
#define PHX_SERVE_EDITOR_H

#include "base/base.h"

/* `line` and `column` 0: not known. PHX_ENOENT: no editor that opens a window
 * is named; PHX_EIO: it could not be started. Does not wait for it. */
int editor_open(struct arena *arena, struct str file, uint32_t line,
                uint32_t column, struct error *err) PHX_MUST_USE;

/* The command line that editor_open runs, for one of those variables, ended by
 * NULL; NULL when it names a terminal's editor or nothing. */
char **editor_command(struct arena *arena, struct str setting, struct str file,
                      uint32_t line, uint32_t column);

/* "vscode://file/…:3:7", which many systems open. */
struct str editor_link(struct arena *arena, struct str file, uint32_t line,
                       uint32_t column);

/* Shows a URL in the browser; nothing happens where there is none. */
void editor_browse(const char *url);

#endif
