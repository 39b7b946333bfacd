#!/bin/sh
# Rewrites the parts of the manual that phx prints itself: what stands between
#
#   <!-- phx help --table=NAME -->
#   <!-- end -->
#
# Usage: docs.sh PHX [--check]; with --check nothing is written, and a part that
# is not what phx prints is named and ends it with 1.
set -eu
phx=$1
check=${2:-}
cd "$(dirname "$0")/../.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
stale=0

for file in $(grep -l '^<!-- phx help --table=' content/docs/*.md); do
    name=$(sed -n 's/^<!-- phx help --table=\([a-z]*\) -->$/\1/p' "$file")
    "$phx" help --table="$name" >"$tmp/table"
    awk -v table="$tmp/table" '
        /^<!-- end -->$/ { inside = 0 }
        !inside { print }
        /^<!-- phx help --table=/ {
            inside = 1
            print ""
            while ((getline line <table) > 0) print line
            print ""
        }' "$file" >"$tmp/new"
    if cmp -s "$tmp/new" "$file"; then
        continue
    elif [ "$check" = --check ]; then
        echo "$file: stale; make docs"
        stale=1
    else
        cat "$tmp/new" >"$file"
    fi
done
exit "$stale"
