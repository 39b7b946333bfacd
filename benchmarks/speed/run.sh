#!/bin/sh
# SPDX-License-Identifier: MIT
# Times phx and its peers on one machine. README.md says what is measured.
#
#   benchmarks/speed/run.sh [--posts N] [--runs R] [--no-code] [--json FILE]
#   benchmarks/speed/run.sh --hyperfine [--posts N] [--runs R]
#   benchmarks/speed/run.sh --prepare DIR [--posts N] [--no-code]
#
# Environment: BUILD, phx's build folder (default: build; `make` is asked to
# bring it up to date); PHX, a phx to measure instead; WORK, a folder to work in
# and keep (default: one below TMPDIR that is removed).
set -eu
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}

posts=1000
runs=5
code=
json=
mode=paired
keep=${WORK:+yes}
work=${WORK:-}

fail() {
    echo "run.sh: $*" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case $1 in
    --posts) posts=$2 && shift ;;
    --runs) runs=$2 && shift ;;
    --no-code) code=--no-code ;;
    --json) json=$2 && shift ;;
    --hyperfine) mode=hyperfine ;;
    --prepare) mode=prepare keep=yes work=$2 && shift ;;
    *) fail "unknown option $1 (the head of this file lists them)" ;;
    esac
    shift
done

# ---- The programs ------------------------------------------------------------

make -s -C "$root" BUILD="$build" "$build/speed-generate" "$build/speed-timer"
phx=${PHX:-$build/phx}
[ -n "${PHX:-}" ] || make -s -C "$root" BUILD="$build" phx

# Its packages may stand in this folder or in the repository's root.
eleventy=
for folder in "$here/eleventy" "$root"; do
    if [ -x "$folder/node_modules/.bin/eleventy" ]; then
        eleventy=$folder/node_modules
    fi
done
eleventy=${ELEVENTY:-$eleventy}

# ---- The sites -----------------------------------------------------------------
# Outside of any repository: phx leaves out what git ignores.

if [ -z "$work" ]; then
    work=$(mktemp -d "${TMPDIR:-/tmp}/phx-speed.XXXXXX")
fi
mkdir -p "$work"
work=$(cd "$work" && pwd)
cleanup() {
    [ -n "$keep" ] || rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

prepare() {
    site=$work/$1
    rm -rf "$site"
    cp -r "$here/$1" "$site"
    static=$site/static
    [ "$1" != phx ] || static=$site/themes/speed/static
    mkdir -p "$static"
    cp "$here/style.css" "$static/style.css"
    # shellcheck disable=SC2086 # no option is no argument
    "$build/speed-generate" --posts "$posts" --flavour "$1" --out "$site" $code
}

# Zola moved its highlighter's settings to a table of their own in 0.22.
configure_zola() {
    case $(zola --version) in
    "zola 0."[0-9].* | "zola 0.1"* | "zola 0.20"* | "zola 0.21"*)
        on='[markdown]
highlight_code = true
highlight_theme = "css"' ;;
    *)
        on='[markdown.highlighting]
theme = "github-light"
style = "class"' ;;
    esac
    cp "$work/zola/config.toml" "$work/zola/plain.toml"
    printf '%s\n' "$on" >>"$work/zola/config.toml"
}

prepare phx
variants=phx
if command -v hugo >/dev/null; then
    prepare hugo
    variants="$variants hugo"
    [ -n "$code" ] || variants="$variants hugo-plain"
fi
if command -v zola >/dev/null; then
    prepare zola
    configure_zola
    variants="$variants zola"
    [ -n "$code" ] || variants="$variants zola-plain"
fi
if [ -n "$eleventy" ]; then
    prepare eleventy
    rm -rf "$work/eleventy/node_modules"
    ln -s "$eleventy" "$work/eleventy/node_modules"
    variants="$variants eleventy"
    [ -n "$code" ] || variants="$variants eleventy-plain"
fi
[ "$mode" != prepare ] || exit 0

# What hyperfine and the table call a variant.
title() {
    case $1 in
    *-plain) echo "${1%-plain}, no highlighting" ;;
    floor) echo "cp -r of phx's output" ;;
    *) echo "$1" ;;
    esac
}

output() {
    case $1 in
    floor) echo "$work/floor" ;;
    *) echo "$work/${1%-plain}/public" ;;
    esac
}

# Everything a build could leave for the next one. Hugo's own cache folder is
# inside the site, so that it is removed too.
clean() {
    site=$work/${1%-plain}
    echo "rm -rf '$(output "$1")' '$site/.phx' '$site/resources' '$site/cache' \
'$site/.cache' '$site/.hugo_build.lock'"
}

# A command line without spaces inside words but for the folder's.
command_of() {
    case $1 in
    phx) echo "'$phx' build '$work/phx'" ;;
    hugo) echo "hugo --quiet --ignoreCache -s '$work/hugo' --cacheDir '$work/hugo/cache'" ;;
    hugo-plain) echo "$(command_of hugo) --config config.yaml,plain.yaml" ;;
    zola) echo "zola --root '$work/zola' build" ;;
    zola-plain) echo "zola --root '$work/zola' --config '$work/zola/plain.toml' build" ;;
    eleventy) echo "sh -c 'cd \"$work/eleventy\" && exec node_modules/.bin/eleventy --quiet'" ;;
    eleventy-plain) echo "env PLAIN=1 $(command_of eleventy)" ;;
    floor) echo "cp -r '$work/phx/public' '$work/floor'" ;;
    esac
}

# ---- hyperfine ------------------------------------------------------------------

if [ "$mode" = hyperfine ]; then
    command -v hyperfine >/dev/null || fail "hyperfine is not installed"
    set -- --runs "$runs" --warmup 1 \
        --export-json "${json:-$root/benchmarks/results/speed.json}"
    for v in $variants floor; do
        set -- "$@" --prepare "$(clean "$v")" -n "$(title "$v")" \
            "$(command_of "$v")"
    done
    exec hyperfine "$@"
fi

# ---- Paired runs ------------------------------------------------------------------
# One run of each in turn, so that what else the machine does meets all of them.

log=$work/runs
: >"$log"
run=0
while [ "$run" -le "$runs" ]; do
    for v in $variants floor; do
        eval "$(clean "$v")"
        eval "set -- $(command_of "$v")"
        line=$("$build/speed-timer" "$@" 2>"$work/stderr") || {
            cat "$work/stderr" >&2
            fail "$(title "$v") failed"
        }
        # The first round warms the page cache and is not counted.
        [ "$run" -eq 0 ] || printf '%s\t%s\n' "$v" "$line" >>"$log"
        if [ "$run" -eq "$runs" ]; then
            out=$(output "$v")
            printf '%s\t%s\t%s\t%s\n' "$v" \
                "$(find "$out" -type f | wc -l)" \
                "$(find "$out" -type f -printf '%s\n' | awk '{ n += $1 } END { print n + 0 }')" \
                "$(find "$out/posts" -path '*/post-*/index.html' | wc -l)" \
                >>"$work/outputs"
        fi
    done
    run=$((run + 1))
done

names=$(for v in $variants floor; do printf '%s\t%s\n' "$v" "$(title "$v")"; done)
printf '%s\n' "$names" >"$work/names"

awk -F '\t' -v posts="$posts" -v json="$json" -v code="${code:+false}" '
function value(line, key) {
    sub(".*\"" key "\": ", "", line)
    sub(/[,}].*/, "", line)
    return line + 0
}
# The median of list[name, 1..n].
function median(list, name, n,    i, j, t, s) {
    for (i = 1; i <= n; i++) {
        t = list[name, i]
        for (j = i - 1; j > 0 && s[j] > t; j--) s[j + 1] = s[j]
        s[j + 1] = t
    }
    return n % 2 ? s[(n + 1) / 2] : (s[n / 2] + s[n / 2 + 1]) / 2
}
function numbers(list, name, n,    i, text) {
    for (i = 1; i <= n; i++)
        text = text (i > 1 ? ", " : "") list[name, i]
    return "[" text "]"
}
FILENAME ~ /names$/ { order[++count] = $1; title[$1] = $2; next }
FILENAME ~ /outputs$/ { files[$1] = $2; bytes[$1] = $3; pages[$1] = $4; next }
{
    n = ++runs[$1]
    wall[$1, n] = value($2, "wall")
    cpu[$1, n] = value($2, "user") + value($2, "system")
    ratio[$1, n] = wall[$1, n] / wall["phx", n]
    cpuratio[$1, n] = cpu["phx", n] ? cpu[$1, n] / cpu["phx", n] : 0
    rss[$1, n] = value($2, "maxrss_kib")
}
END {
    printf "%d posts, %s, median of %d runs, taken in turn\n\n", posts,
        code ? "no code" : "with code", runs["phx"]
    printf "%-28s %8s %7s %8s %7s %9s %8s %9s\n", "", "seconds", "ratio",
        "cpu s", "ratio", "peak MiB", "files", "MB"
    for (i = 1; i <= count; i++) {
        v = order[i]; n = runs[v]
        printf "%-28s %8.3f %7.2f %8.3f %7.2f %9.1f %8d %9.1f\n", title[v],
            median(wall, v, n), median(ratio, v, n), median(cpu, v, n),
            median(cpuratio, v, n), median(rss, v, n) / 1024, files[v],
            bytes[v] / 1e6
        if (pages[v] != posts) {
            printf "%s wrote %d of %d posts\n", title[v], pages[v], posts
            bad = 1
        }
    }
    if (json != "") {
        print "[" >json
        for (i = 1; i <= count; i++) {
            v = order[i]; n = runs[v]
            printf "  {\"command\": \"%s\", \"posts\": %d, \"code\": %s,\n" \
                "   \"seconds\": %s,\n   \"cpu_seconds\": %s,\n" \
                "   \"ratio_to_phx\": %s,\n   \"peak_kib\": %s,\n" \
                "   \"files\": %d, \"bytes\": %d}%s\n", title[v], posts,
                code ? "false" : "true", numbers(wall, v, n),
                numbers(cpu, v, n), numbers(ratio, v, n), numbers(rss, v, n),
                files[v], bytes[v], i < count ? "," : "" >json
        }
        print "]" >json
    }
    exit bad
}' "$work/names" "$work/outputs" "$log"
