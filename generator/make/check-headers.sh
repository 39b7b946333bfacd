#!/bin/sh
# Checks that every header compiles alone: it includes what it uses. Prints the
# compiler's messages, exits 1. Uses CC from the environment, and CPPFLAGS beside
# the Makefile's.
#
# Lists that are meant to be included with a macro defined (they say so: "with
# PHX_… defined") are no headers of their own.
#
# Usage: check-headers.sh [HEADER...], default all of generator/.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
cc=${CC:-gcc}
flags="$(make -s flags) ${CPPFLAGS:-}"

if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046 # our file names have no spaces
    set -- $(find generator -name '*.h' | sort)
fi
bad=0
for header; do
    if grep -q 'with PHX_[A-Z_]* defined' "$header"; then
        continue
    fi
    if ! printf '#include "%s"\n' "${header#generator/}" |
        eval "$cc -std=c11 -fsyntax-only -Wall -Wextra -Wno-unused-function \
            -Werror $flags -x c -"; then
        echo "$header:1: does not compile alone"
        bad=1
    fi
done
exit $bad
