#!/bin/sh
# Checks of the sources. Usage: check.sh fast|all. "fast" is part of make test;
# "all" adds the slow analyses. Ends with "N passed, N failed, N skipped".
set -u
mode=${1:-fast}
here=$(dirname "$0")
passed=0
failed=0
skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# check NAME COMMAND...: the tool must exit 0.
check() {
    name=$1
    shift
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        head -n 60 "$log"
    fi
}

# need TOOL NAME: false, and counted as skipped, when the tool is missing.
need() {
    command -v "$1" >/dev/null 2>&1 && return 0
    skipped=$((skipped + 1))
    echo "skipped $2: no $1"
    return 1
}

check "include arrows" sh "$here/check-arrows.sh"
check "sizes" sh "$here/check-size.sh"
check "sizes of the programs" sh "$here/check-size.sh" benchmarks
need clang-format formatting &&
    check formatting sh -c "clang-format --dry-run -Werror \$(git ls-files 'generator/*.c' 'generator/*.h' 'tests/*.c' 'tests/*.h' 'benchmarks/*.c' 'benchmarks/*.h')"
need clang "clang build" &&
    check "clang build" make -s CC=clang BUILD=build-clang build-clang/phx
check "scripts" sh -c 'for f in $(git ls-files "*.sh"); do sh -n "$f" || exit 1; done'

if [ "$mode" = all ]; then
    check "headers alone" sh "$here/check-headers.sh"
    [ -d build-clang/lib ] &&
        check "unused functions" sh "$here/check-unused.sh" build-clang
    need cppcheck cppcheck &&
        check cppcheck cppcheck --quiet --std=c11 --error-exitcode=1 \
            --inline-suppr --enable=warning,portability,performance \
            --suppressions-list="$here/cppcheck.suppress" \
            -Igenerator generator
    need clang-tidy clang-tidy &&
        check clang-tidy sh "$here/tidy.sh"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
