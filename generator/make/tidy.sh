#!/bin/sh
# Runs clang-tidy over the sources, as .clang-tidy says, two at a time. Prints
# what it finds and exits 1 when that is anything.
#
# Usage: tidy.sh [FILE...], default all of generator/. CLANG_TIDY names another
# clang-tidy.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
CLANG_TIDY=${CLANG_TIDY:-clang-tidy}
export CLANG_TIDY

if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046 # our file names have no spaces
    set -- $(find generator -name '*.c' | sort)
fi
list=$(mktemp)
trap 'rm -f "$list"' EXIT
printf '%s\n' "$@" >"$list"

# One file a process: in a second one, clang-tidy 14 takes each va_list for
# uninitialised. On stderr it only counts what it does not print.
flags=$(make -s flags)
export flags
# shellcheck disable=SC2016 # for the shell that xargs runs
xargs -n 1 -P 2 sh -c '
    eval "exec \"\$CLANG_TIDY\" --quiet \"\$1\" -- -std=c11 $flags"
    ' tidy <"$list" 2>/dev/null || exit 1
