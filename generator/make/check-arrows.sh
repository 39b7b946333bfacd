#!/bin/sh
# Checks the order of the rooms: every #include in generator/ must follow the
# arrows of the table below. Prints FILE:LINE: what is wrong, exits 1.
#
#   - "ROOM/…" only of a room that this room stands on, directly or through
#     another (or of itself);
#   - of another room only its front door, ROOM/ROOM.h, but for the second doors
#     named below;
#   - a file name without a room stays in the folder;
#   - a library's header only in the room that owns the library.
#
# Usage: check-arrows.sh [FOLDER], default generator.
set -eu
LC_ALL=C
export LC_ALL
if [ $# -eq 0 ]; then
    cd "$(dirname "$0")/../.."
fi
root=${1:-generator}

find "$root" -name '*.[ch]' | sort | tr '\n' '\0' | xargs -0 awk -v root="$root" '
function stands_on(room, list) { direct[room] = list; rooms[room] = 1 }
function library(pattern, list) { owner[pattern] = list }

BEGIN {
    # room, the rooms it stands on (what those stand on is included)
    stands_on("base",     "")
    stands_on("value",    "base")
    stands_on("expr",     "value")
    stands_on("repo",     "value")
    stands_on("script",   "value")
    stands_on("bench",    "expr repo")
    stands_on("markdown", "value")
    stands_on("content",  "value repo markdown")
    stands_on("template", "expr")
    stands_on("asset",    "value")
    stands_on("feed",     "value")
    stands_on("scaffold", "content template")
    stands_on("import",   "content")
    stands_on("build",    "script bench content template asset feed")
    stands_on("check",    "content")
    stands_on("serve",    "build")
    stands_on("publish",  "repo")
    stands_on("cli",      "build check serve publish scaffold import")

    # header, the rooms that may include it
    library("^cmark-gfm",            "markdown")
    library("^git2(/|[.]h)",         "repo")
    library("^yaml[.]h",             "value")
    library("^csv[.]h",              "value")
    library("^sass([.]h|/|2scss)",   "asset")
    library("^libxml/",              "feed check")
    library("^pcre2[.]h",            "script")
    library("^curl/",                "check")
    library("^zlib[.]h",             "serve check")
    library("^JavaScriptCore/|^jsc/", "script")
    library("^utf8proc[.]h",         "base")
    library("^xxh(ash|3)[.]h",       "base")
    library("^lmdb[.]h",             "build")
    library("^microhttpd[.]h",       "serve")
    library("^uv[.]h",               "serve")
    library("^vips/",                "asset")
    library("^graphviz/",            "asset")

    second_door["value/json_stream.h"] = "bench"
    # The language that expressions and statements share: only template/ needs
    # its tokens and parser.
    second_door["expr/language.h"] = "template"
    for (room in rooms)
        close_over(room, room)
}

# below[room, x]: room may see x.
function close_over(room, at,    n, i, next_rooms) {
    n = split(direct[at], next_rooms, " ")
    for (i = 1; i <= n; i++) {
        below[room, next_rooms[i]] = 1
        close_over(room, next_rooms[i])
    }
}

function wrong(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what
    bad = 1
}

# A file of the same folder that is named like a library.
function is_neighbour(header,    path, line, found) {
    path = FILENAME
    sub("[^/]*$", header, path)
    found = (getline line < path) >= 0
    close(path)
    return found
}

function in_list(word, list) { return index(" " list " ", " " word " ") > 0 }

FNR == 1 {
    room = substr(FILENAME, length(root) + 2)
    sub("/.*", "", room)
    if (!(room in rooms))
        wrong("room " room "/ is not in the table of check-arrows.sh")
}

/^[ \t]*#[ \t]*include[ \t]*["<]/ {
    header = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*["<]/, "", header)
    sub(/[">].*/, "", header)

    for (pattern in owner)
        if (header ~ pattern && !in_list(room, owner[pattern]) &&
            ($0 ~ /</ || !is_neighbour(header)))
            wrong("<" header "> belongs to " owner[pattern] "/")

    target = header
    if ($0 ~ /</ || !sub("/.*", "", target))
        next
    if (target ~ /^[.]/) {
        wrong("\"" header "\" climbs out of its folder")
    } else if (!(target in rooms)) {
        next # a sub-folder of the room
    } else if (target != room && !((room, target) in below)) {
        wrong(room "/ does not stand on " target "/")
    } else if (target != room && header != target "/" target ".h" &&
               !in_list(room, second_door[header])) {
        wrong("\"" header "\" is private to " target "/")
    }
}

END { exit bad }
' || exit 1
