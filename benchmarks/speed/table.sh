#!/bin/sh
# SPDX-License-Identifier: MIT
# The table of DESIGN's speed rows: cold builds by size, a filled cache, one edit,
# nothing changed, a small site, a save in the preview; beside Hugo, git and cp
# where they do the same. Writes CSV to benchmarks/results/speed-table.csv.
#
#   benchmarks/speed/table.sh [--sizes "100 1000 10000"] [--big N] [--runs R] [--out FILE]
#
# --big: one more cold build by phx alone (default 100000; 0: none). Everything is
# timed by speed-timer, runs in turn, medians. Use TMPDIR on a tmpfs.
set -eu
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
phx=${PHX:-$build/phx}
sizes="100 1000 10000"
big=100000
runs=3
out=$root/benchmarks/results/speed-table.csv
while [ $# -gt 0 ]; do
    case $1 in
    --sizes) sizes=$2 && shift ;;
    --big) big=$2 && shift ;;
    --runs) runs=$2 && shift ;;
    --out) out=$2 && shift ;;
    *) echo "table.sh: unknown option $1 (the head of this file lists them)" >&2 && exit 2 ;;
    esac
    shift
done
make -s -C "$root" BUILD="$build" "$build/speed-generate" "$build/speed-timer"
work=$(mktemp -d "${TMPDIR:-/tmp}/phx-table.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
log=$work/log
: >"$log"

# measure CASE POSTS PROGRAM COMMAND...: one line of the log.
measure() {
    what=$1 posts=$2 program=$3
    shift 3
    line=$("$build/speed-timer" "$@" 2>"$work/stderr") || {
        cat "$work/stderr" >&2
        echo "table.sh: $program failed ($what, $posts posts)" >&2
        exit 1
    }
    printf '%s\t%s\t%s\t%s\n' "$what" "$posts" "$program" "$line" >>"$log"
}

prepare() { # POSTS [--no-code]
    rm -rf "$work/s"
    WORK=$work/s BUILD=$build PHX=$phx sh "$here/run.sh" --prepare "$work/s" --posts "$@" >/dev/null
}
forget() { rm -rf "$work/s/phx/public" "$work/s/phx/.phx" "$work/s/hugo/public" "$work/s/hugo/resources" "$work/s/hugo/cache"; }

# ---- Cold, by size; the last size also warm -------------------------------------
last=
for n in $sizes; do
    for code in code plain; do
        last=$n
        [ "$code" = code ] && prepare "$n" || prepare "$n" --no-code
        case=cold
        [ "$code" = code ] || case="cold, no code"
        r=0
        while [ "$r" -lt "$runs" ]; do
            forget
            measure "$case" "$n" phx "$phx" build "$work/s/phx"
            rm -rf "$work/copy"
            measure "$case" "$n" "cp -r" cp -r "$work/s/phx/public" "$work/copy"
            rm -rf "$work/copy"
            if command -v hugo >/dev/null; then
                measure "$case" "$n" hugo hugo --quiet --ignoreCache -s "$work/s/hugo" \
                    --cacheDir "$work/s/hugo/cache"
            fi
            r=$((r + 1))
        done
    done
done

# ---- The largest of them again: warm, edited, unchanged ----------------------------
prepare "$last"
site=$work/s/phx
"$phx" build "$site" >/dev/null
printf 'public/\n.phx/\n' >"$site/.gitignore"
git -C "$site" init -q
git -C "$site" add -A
git -C "$site" -c user.name=a -c user.email=a@example.org commit -qm all
"$phx" build "$site" >/dev/null
sleep 2 # a file younger than git's index is read again by everyone
post=$(find "$site/content/posts" -name '*.md' | sort | head -n 1)
r=0
while [ "$r" -lt "$runs" ]; do
    rm -rf "$site/public"
    measure "filled cache, empty output" "$last" phx "$phx" build "$site"
    measure "nothing changed" "$last" phx "$phx" build "$site"
    measure "nothing changed" "$last" "git status" git -C "$site" status --porcelain
    echo "one more line $r" >>"$post"
    measure "one post edited" "$last" phx "$phx" build "$site"
    r=$((r + 1))
done

# ---- A site of 30 pages ---------------------------------------------------------------
small=$work/small
"$phx" new site "$small" --no-git >/dev/null
i=0
while [ "$i" -lt 27 ]; do
    "$phx" new post "Post $i" --site "$small" --ready >/dev/null
    i=$((i + 1))
done
"$phx" build "$small" >/dev/null 2>&1
sleep 2
r=0
while [ "$r" -lt 9 ]; do
    measure "30 pages, warm cache" 30 phx "$phx" build "$small"
    r=$((r + 1))
done
if command -v node >/dev/null; then
    for n in 0 "$last"; do
        set -- --runs 7 --json "$work/latency.json"
        [ "$n" = 0 ] || set -- "$@" --posts "$n"
        BUILD=$build PHX=$phx node "$here/latency.js" "$@" >/dev/null &&
            node -e '
const r = JSON.parse(require("fs").readFileSync(process.argv[1]));
for (const edit of r.edits)
  for (const ms of edit.event_ms)
    console.log(["save to event, " + edit.edit, process.argv[2], "phx",
      JSON.stringify({ wall: ms / 1000, user: 0, system: 0, maxrss_kib: 0 })].join("\t"));
' "$work/latency.json" "$([ "$n" = 0 ] && echo 30 || echo "$n")" >>"$log"
    done
fi

# ---- 100,000 posts ------------------------------------------------------------------------
if [ "$big" -gt 0 ]; then
    rm -rf "$work/s"
    mkdir -p "$work/s"
    cp -r "$here/phx" "$work/s/phx"
    mkdir -p "$work/s/phx/themes/speed/static"
    cp "$here/style.css" "$work/s/phx/themes/speed/static/"
    "$build/speed-generate" --posts "$big" --flavour phx --out "$work/s/phx"
    measure cold "$big" phx "$phx" build "$work/s/phx"
fi

# ---- The table --------------------------------------------------------------------------
awk -F '\t' -v out="$out" '
function value(line, key) {
    if (!match(line, "\"" key "\": ?")) return 0
    line = substr(line, RSTART + RLENGTH)
    sub(/[,}].*/, "", line)
    return line + 0
}
function median(list, name, n,    i, j, t, s) {
    for (i = 1; i <= n; i++) {
        t = list[name, i]
        for (j = i - 1; j > 0 && s[j] > t; j--) s[j + 1] = s[j]
        s[j + 1] = t
    }
    return n % 2 ? s[(n + 1) / 2] : (s[n / 2] + s[n / 2 + 1]) / 2
}
{
    k = $1 "\t" $2 "\t" $3
    if (!(k in runs)) order[++count] = k
    n = ++runs[k]
    wall[k, n] = value($4, "wall")
    cpu[k, n] = value($4, "user") + value($4, "system")
    rss[k, n] = value($4, "maxrss_kib") / 1024
}
END {
    print "case,posts,program,seconds,cpu_seconds,peak_mib,ratio_to_phx,runs" >out
    printf "%-28s %7s %-11s %9s %9s %9s %8s\n", "case", "posts", "program", "seconds", "cpu s", "peak MiB", "ratio"
    for (i = 1; i <= count; i++) {
        k = order[i]; n = runs[k]
        split(k, part, "\t")
        base = part[1] "\t" part[2] "\tphx"
        w = median(wall, k, n)
        ratio = runs[base] ? w / median(wall, base, runs[base]) : 0
        printf "%-28s %7d %-11s %9.4f %9.4f %9.1f %8.2f\n", part[1], part[2], part[3], w,
            median(cpu, k, n), median(rss, k, n), ratio
        printf "\"%s\",%d,%s,%.4f,%.4f,%.1f,%.2f,%d\n", part[1], part[2], part[3], w,
            median(cpu, k, n), median(rss, k, n), ratio, n >out
    }
}' "$log"
