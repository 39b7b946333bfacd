#!/bin/sh
# Finds functions that no other file calls: they should be static, or gone.
# Reads the object files of a build. Prints FILE:1: NAME …, exits 1.
#
# A function that only tests call passes: tests reach what a room does inside,
# and a door may be there before the room that will use it.
#
# Usage: check-unused.sh [BUILD], default build; its archives must be there.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
build=${1:-build}
words=$(mktemp)
found=$(mktemp)
trap 'rm -f "$words" "$found"' EXIT

# What tests may call: each word of theirs.
find tests -name '*.[ch]' -exec cat {} + | tr -cs 'A-Za-z0-9_' '\n' |
    sort -u >"$words"

# The linker calls what --wrap names.
nm -A "$build"/lib/*.a 2>/dev/null | awk -v words="$words" '
BEGIN {
    while ((getline word <words) > 0)
        called[word] = 1
}
NF >= 3 {
    name = $NF
    kind = $(NF - 1)
    if (kind == "U") {
        called[name] = 1
    } else if (kind == "T") {
        split($1, part, ":") # lib/ROOM.a:FILE.o:ADDRESS
        sub(/.*\//, "", part[1])
        sub(/[.]a$/, "", part[1])
        sub(/[.]o$/, ".c", part[2])
        home[name] = "generator/" part[1] "/" part[2]
    }
}
END {
    for (name in home)
        if (!(name in called) && name !~ /^__wrap_/)
            print home[name] ":1: no other file calls " name
}' | sort >"$found"
cat "$found"
[ ! -s "$found" ]
