#!/bin/sh
# SPDX-License-Identifier: MIT
# Measures again what content/docs/gallery.md shows, each file as its tool
# writes it, into benchmarks/results/gallery/.
#
#   benchmarks/gallery/run.sh [PART...]
#
# Parts: gzip sorting search text hashing serving train. Their tools are
# optional; a tool that is not there is named, and its files stay as they are.
# Where root may, the host has no name of its own, because some tools write it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$root/benchmarks/results/gallery
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
if [ -z "${GALLERY_NAMELESS:-}" ] && unshare --uts true 2>/dev/null; then
    GALLERY_NAMELESS=1 exec unshare --uts sh -c 'hostname bench; exec "$0" "$@"' "$0" "$@"
fi
mkdir -p "$out"

# has COMMAND...: all of them are there.
has() {
    for command; do
        command -v "$command" >/dev/null 2>&1 || {
            echo "gallery: $command is not there; its files stay as they are" >&2
            return 1
        }
    done
}

# hyperfine: gzip's levels on the sources of phx, 30 runs each.
gzip_levels() {
    has hyperfine gzip || return 0
    cd "$root" && git ls-files -z 'generator/*.c' | sort -z | xargs -0 cat >"$work/sources.c"
    cd "$work" && hyperfine -N --warmup 3 --runs 30 --export-json "$out/gzip.json" \
        -L level 1,3,5,6,7,9 'gzip -{level} -k -c sources.c' >/dev/null 2>&1
}

# google-benchmark: three ways to sort, five repetitions.
sorting() {
    has c++ || return 0
    c++ -O2 -o "$work/sorting" "$here/sorting.cc" -lbenchmark -pthread 2>"$work/log" || {
        echo "gallery: google-benchmark is not there; its file stays as it is" >&2
        return 0
    }
    cd "$work" && ./sorting --benchmark_min_time=0.05 --benchmark_repetitions=5 \
        --benchmark_out="$out/sorting.json" --benchmark_out_format=json >/dev/null 2>&1
}

# Go: three ways to search, five times.
search() {
    has go || return 0
    cd "$here/go" && GOFLAGS=-mod=mod GOCACHE="$work/go" \
        go test -bench . -benchtime 30ms -count 5 >"$out/search.txt"
}

# pytest-benchmark: three ways to join texts, with all rounds.
text() {
    python=${PYTHON:-/usr/bin/python3}
    "$python" -c 'import pytest_benchmark' 2>/dev/null || {
        echo "gallery: pytest-benchmark is not there; its file stays as it is" >&2
        return 0
    }
    cp "$here/test_text.py" "$work" && cd "$work" &&
        "$python" -m pytest -q -p no:cacheprovider --benchmark-max-time=0.02 \
            --benchmark-min-rounds=40 --benchmark-save-data \
            --benchmark-json="$out/text.json" test_text.py >/dev/null 2>&1
}

# criterion: two hashes on three sizes; the estimates of each.
hashing() {
    has cargo || return 0
    cp -r "$here/rust" "$work/rust" && cd "$work/rust"
    if [ -d /usr/share/cargo/registry ]; then # Debian's crates, no network
        mkdir -p .cargo
        printf '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "/usr/share/cargo/registry"\n' \
            >.cargo/config.toml
    fi
    cargo bench --bench hashing >"$work/log" 2>&1 || {
        echo "gallery: criterion is not there; its files stay as they are" >&2
        tail -3 "$work/log" >&2
        return 0
    }
    rm -rf "$out/hashing"
    for estimates in target/criterion/hash/*/*/new/estimates.json; do
        size=$(dirname "$(dirname "$estimates")")
        way=$(dirname "$size")
        mkdir -p "$out/hashing/$(basename "$way")-$(basename "$size")"
        cp "$estimates" "$(dirname "$estimates")/benchmark.json" \
            "$out/hashing/$(basename "$way")-$(basename "$size")/"
    done
}

# wrk and hey at several numbers of connections, locust with ten users, all on
# server.js.
serving() {
    has node || return 0
    port=${PORT:-18080}
    node "$here/server.js" "$port" &
    server=$!
    sleep 1
    if has wrk; then
        mkdir -p "$out/wrk"
        for c in 1 2 4 8 16 32 64; do
            wrk -t1 -c"$c" -d2s --latency "http://127.0.0.1:$port/table" >"$out/wrk/c$c.txt"
        done
    fi
    if has hey; then
        mkdir -p "$out/hey"
        for c in 4 16 64; do
            hey -n 4000 -c "$c" "http://127.0.0.1:$port/table" >"$out/hey/c$c.txt"
        done
    fi
    if has locust; then
        cd "$work" && locust --headless -u 10 -r 5 -t 20s --csv locust --only-summary \
            -H "http://127.0.0.1:$port" -f "$here/locustfile.py" >/dev/null 2>&1 || true
        cp locust_stats.csv "$out/locust.csv"
        cp locust_stats_history.csv "$out/locust-history.csv"
    fi
    kill "$server"
    server=
}

# A training loop of our own: a plain table.
train() {
    has cc || return 0
    cc -std=c11 -O2 -o "$work/train" "$here/train.c" -lm
    "$work/train" >"$out/train.csv"
}

[ $# -gt 0 ] || set -- gzip sorting search text hashing serving train
for part; do
    case $part in
    gzip) (gzip_levels) ;;
    sorting | search | text | hashing | train) ("$part") ;;
    serving) serving ;;
    *)
        echo "gallery: there is no part \"$part\"" >&2
        exit 2
        ;;
    esac
done
