# SPDX-License-Identifier: MIT
# What stands beside a table of results; for training/run.sh and
# inference/run.sh, which set: program, libraries, scale; here, the folder with
# columns.tsv (name, role, title, unit, better); work, and out for results.
# Environment: BENCH_LOAD, the machine's load before any of them began.
# shellcheck shell=sh disable=SC2154

say() {
    echo "  BENCH $*"
}

load_at_start=${BENCH_LOAD:-$(cut -d ' ' -f 1 /proc/loadavg)}
busy=
[ "${load_at_start%.*}" -eq 0 ] || busy=", busy with other work: times mean nothing"
# FILE WORDS: what the run was, in the author's name.
facts() {
    cat >"$1" <<EOF
{
  "tool": "$program ($2)",
  "machine": "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores$busy",
  "os": "$(. /etc/os-release && echo "$PRETTY_NAME")",
  "libraries": "$libraries",
  "load": "$load_at_start at the start, $(cut -d ' ' -f 1 /proc/loadavg) at the end",
  "scale": "$scale",
  "corpus_commit": "$(git rev-parse --short HEAD 2>/dev/null || echo none)",
  "date": "$(date -u +%Y-%m-%d)"
}
EOF
}

# TABLE: without the columns of times when the machine was busy.
timeless() {
    if [ -z "$busy" ]; then
        cat "$1"
        return
    fi
    awk -F , '
        NR == 1 {
            for (i = 1; i <= NF; i++)
                if ($i !~ /_runtime$|_per_second$/) kept[++n] = i
        }
        {
            line = $kept[1]
            for (i = 2; i <= n; i++) line = line "," $kept[i]
            print line
        }' "$1"
}

# TABLE.csv: TABLE.schema.json with the columns it has.
schema() {
    head -n 1 "$1" | tr ',' '\n' | awk -F '\t' -v table="$here/columns.tsv" '
        BEGIN {
            while ((getline <table) > 0) {
                line = sprintf("\"role\": \"%s\", \"title\": \"%s\"", $2, $3)
                if ($4 != "") line = line ", \"unit\": \"" $4 "\""
                if ($5 != "") line = line ", \"better\": \"" $5 "\""
                about[$1] = line
            }
            printf "{\n  \"fields\": ["
        }
        { printf "%s\n    {\"name\": \"%s\", %s}", sep, $1, about[$1]; sep = "," }
        END { print "\n  ]\n}" }' >"${1%.csv}.schema.json"
}

# NAME WORDS: work/NAME.csv is a result.
table() {
    timeless "$work/$1.csv" >"$out/$1.csv"
    schema "$out/$1.csv"
    facts "$out/$1.facts.json" "$2"
}
