#!/bin/sh
# SPDX-License-Identifier: MIT
# Times phx's templates against python3-jinja2 on the same templates and
# context, and compares the number of bytes that both write.
#
#   benchmarks/templates/run.sh
#
# Environment: BUILD, phx's build folder (default: build); PYTHON.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -c 'import jinja2' 2>/dev/null || {
    echo "run.sh: python3-jinja2 is not there" >&2
    exit 2
}
make -s -C "$root" BUILD="$build" "$build/templates-render"
"$python" "$here/cases.py" "$work/cases.json"
"$python" "$here/cases.py" --time "$work/cases.json" >"$work/jinja2"
"$build/templates-render" "$work/cases.json" >"$work/phx"
paste -d' ' "$work/jinja2" "$work/phx" | awk '
    BEGIN { printf "%-12s %12s %12s %8s\n", "", "Jinja2 (us)", "phx (us)", "times" }
    $3 != $6 { printf "%s: %d bytes against %d\n", $1, $3, $6; bad = 1 }
    { printf "%-12s %12.1f %12.1f %8.1f\n", $1, $2, $5, $2 / $5 }
    END { exit bad }'
