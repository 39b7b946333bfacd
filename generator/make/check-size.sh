#!/bin/sh
# Checks the sizes that keep the code readable: functions of at most 100 lines,
# 95 % of them of at most 60; files of at most 800 lines. Prints FILE:LINE: what
# is too long, exits 1.
#
# Functions over the limit may stand in the list below, each with its reason; a
# line that excuses nothing is an error, too.
#
# Universal Ctags finds functions where it is installed; else what looks like
# one in our format: a brace alone in the first column, up to the next.
#
# Usage: check-size.sh [FOLDER], default generator.
set -eu
LC_ALL=C
export LC_ALL
if [ $# -eq 0 ]; then
    cd "$(dirname "$0")/../.."
fi
root=${1:-generator}

# FILE:FUNCTION reason
allowed='
'

list=$(mktemp)
trap 'rm -f "$list"' EXIT
find "$root" -name '*.[ch]' | sort >"$list"

# FILE LINE NAME LENGTH
functions() {
    if ctags --version 2>/dev/null | grep -q Universal; then
        ctags -L "$list" -f - --languages=C --langmap=C:.c.h --kinds-C=f \
            --fields=+ne |
            awk -F '\t' '{
                line = end = 0
                for (i = 4; i <= NF; i++) {
                    if ($i ~ /^line:/) line = substr($i, 6)
                    if ($i ~ /^end:/) end = substr($i, 5)
                }
                if (end > 0) print $2, line, $1, end - line + 1
            }'
    else
        tr '\n' '\0' <"$list" | xargs -0 awk '
            FNR == 1 { start = 0; name = "" }
            /^[A-Za-z_].*\(/ && !/;[ \t]*$/ {
                start = FNR
                name = $0
                sub(/\(.*/, "", name)
                sub(/.*[ *]/, "", name)
            }
            /^}/ && !/^};/ && name != "" {
                print FILENAME, start, name, FNR - start + 1
                name = ""
            }
            /^};/ { name = "" }'
    fi
}

{
    printf '%s\n' "$allowed" | awk 'NF { print "allowed", $0 }'
    tr '\n' '\0' <"$list" | xargs -0 awk '
        FNR == 1 && file != "" { print "file", file, lines }
        { file = FILENAME; lines = FNR }
        END { if (file != "") print "file", file, lines }'
    functions | sort -k4,4n -k1,1 -k2,2n | sed 's/^/function /'
} | awk '
$1 == "allowed" {
    excused[$2] = 1
    if (NF < 3) {
        print "check-size.sh:1: " $2 " is excused without a reason"
        bad = 1
    }
}
$1 == "file" && $3 > 800 {
    print $2 ":1: " $3 " lines, at most 800"
    bad = 1
}
$1 == "function" {
    length_of[++count] = $5
    place[count] = $2 ":" $3 ": " $4
    if ($5 > 100) {
        if (($2 ":" $4) in excused) {
            used[$2 ":" $4] = 1
        } else {
            print $2 ":" $3 ": " $4 " has " $5 " lines, at most 100"
            bad = 1
        }
    }
}
END {
    for (name in excused)
        if (!(name in used)) {
            print "check-size.sh:1: " name " needs no excuse"
            bad = 1
        }
    rank = int(count * 0.95)
    if (rank >= 1 && length_of[rank] > 60) {
        print "the 95th percentile of " count " functions is " \
            length_of[rank] " lines, at most 60:"
        for (i = rank; i <= count; i++)
            print place[i] " has " length_of[i] " lines"
        bad = 1
    }
    exit bad
}'
