# phx bench, phx check --claims.

# site: a repository with six versions of one result.
site() {
    mkdir -p benchmarks/results content/posts
    git init -q -b main .
    printf 'public\n.phx\nout\nerr\n' >.gitignore
    cat >phx.yaml <<'Y'
title: T
base_url: https://x.example
repository: https://github.com/o/r
author: {name: Ada}
Y
    local i=0 speed
    for speed in 100 102 99 101 150 151; do
        i=$((i + 1))
        table "$speed"
        commit "$i"
    done
}
table() {
    printf 'engine,speed [tok/s]\nvllm,%s\nhf,%s\n' "$1" $(($1 / 2)) \
        >benchmarks/results/t.csv
}
commit() {
    git add -A
    GIT_AUTHOR_DATE="2026-01-0$1T12:00:00Z" \
        GIT_COMMITTER_DATE="2026-01-0$1T12:00:00Z" git commit -qm "run $1"
}
page() {
    { printf -- '---\ntitle: P\ndate: 2026-01-01\n---\n' && cat; } >content/posts/p.md
}
# json EXPRESSION: of the document `d` in out.
json() {
    python3 -c "import json, sys; d = json.load(open('out')); assert $1, d"
}

case_show_reads_a_file_outside_of_a_site() {
    printf 'a [ms],b\n1.5,x\n2.5,y\n' >t.csv
    exits 0 "$phx" bench show t.csv
    has out 'CSV · 2 rows · t.csv'
    exits 0 "$phx" bench show --json t.csv
    json "d['tool'] == 'table' and d['rows'][1] == {'a': 2.5, 'b': 'y'}"
    json "[c['unit'] for c in d['columns']] == ['ms', None]"
}

case_show_takes_the_author_s_word_beside_the_file() {
    printf 'a,b\n1,2\n2,3\n' >t.csv
    printf '{"machine": "H200"}' >t.facts.json
    exits 0 "$phx" bench show --json t.csv
    json "d['facts'] == [{'name': 'machine', 'value': 'H200', 'said_by': 'author'}]"
}

case_show_reads_a_folder_of_runs() {
    mkdir -p runs
    printf 'a,speed\nx,1\n' >runs/1.csv
    printf 'a,speed\nx,2\n' >runs/2.csv
    exits 0 "$phx" bench show --json runs/
    json "[r['speed'] for r in d['rows']] == [1, 2]"
    json "[r['file'] for r in d['rows']] == ['1', '2']"
}

case_show_says_what_it_cannot_read() {
    printf 'words' >t.txt
    exits 1 "$phx" bench show t.txt
    has err 'no tool that phx knows writes such a file'
    exits 1 "$phx" bench show nothing
    has err 'there is no result "nothing"'
    exits 2 "$phx" bench show
}

case_list_names_results_and_their_pages() {
    site
    page <<<'{eval}`bench("t").max("speed")`'
    exits 0 "$phx" bench list --json
    json "d[0]['name'] == 't' and d[0]['pages'] == ['content/posts/p.md']"
    json "d[0]['date'] == '2026-01-06' and d[0]['metrics'] == ['speed']"
    exits 0 "$phx" bench list
    has out 'content/posts/p.md'
}

case_diff_is_aware_of_directions() {
    site
    exits 0 "$phx" bench diff t HEAD~5 HEAD
    has out '0 worse, 2 better, 0 moved'
    has out '100 tok/s  151 tok/s  +51.0 %'
    exits 0 "$phx" bench diff t HEAD HEAD~5
    has out '2 worse, 0 better'
    exits 1 "$phx" bench diff --fail-on-worse t HEAD HEAD~5
}

case_diff_knows_noise() {
    cat >a.json <<'J'
{"results":[{"command":"a","mean":1.0,"stddev":0.1,"median":1.0,"user":1,"system":0,"min":0.9,"max":1.1,"times":[0.9,1.1]}]}
J
    sed 's/"mean":1.0/"mean":1.12/' a.json >b.json
    exits 0 "$phx" bench diff --json a.json b.json
    json "[c['column'] for c in d['changes']] == []"
    sed 's/"mean":1.0/"mean":1.2/' a.json >b.json
    exits 0 "$phx" bench diff --json a.json b.json
    json "[(c['column'], c['verdict'], c['noise_assumed']) for c in d['changes']] == [('mean', 'worse', False)]"
}

case_diff_without_revisions_asks_for_the_version_before() {
    site
    table 200
    exits 0 "$phx" bench diff t
    has out '151 tok/s  200 tok/s'
    git checkout -q benchmarks
    exits 0 "$phx" bench diff -t0 t
    has out '150 tok/s  151 tok/s'
    exits 1 "$phx" bench diff t nowhere
    has err 'git knows no commit `nowhere`'
}

case_run_keeps_what_was_measured_with_its_facts() {
    site
    cat >>phx.yaml <<'Y'
bench:
  commands:
    go: {run: "printf 'BenchmarkA-2 100 123 ns/op\\n'", result: go/a.txt}
    file: {run: "echo said; printf 'a,speed\\nx,1\\n' >made.csv", output: made.csv}
Y
    mkdir benchmarks/results/go
    printf '{"room": "B", "command": "old"}' >benchmarks/results/go/a.facts.json
    exits 0 "$phx" bench run go
    has benchmarks/results/go/a.txt 'BenchmarkA-2 100 123 ns/op'
    cp benchmarks/results/go/a.facts.json out
    json "d['room'] == 'B' and 'BenchmarkA' in d['command'] and d['tree'] == 'dirty'"
    json "d['commit'] == '$(git rev-parse HEAD)' and 'machine' in d and 'kernel' in d"
    exits 0 "$phx" bench show --json go/a
    json "{'name': 'room', 'value': 'B', 'said_by': 'author'} in d['facts']"
    exits 0 "$phx" bench run file
    has benchmarks/results/file.csv 'x,1'
    has err said
}

case_run_keeps_nothing_of_a_command_that_fails() {
    site
    cat >>phx.yaml <<'Y'
bench:
  commands:
    bad: {run: "printf 'a,b\\n1,2\\n'; exit 3", result: bad.csv}
    stale: {run: "true", output: phx.yaml}
    out: {run: "echo 1", result: ../x.txt}
Y
    exits 1 "$phx" bench run bad
    has err 'ended with 3; nothing was kept'
    [ ! -e benchmarks/results/bad.csv ]
    exits 1 "$phx" bench run stale
    has err 'did not write phx.yaml'
    exits 1 "$phx" bench run out
    [ ! -e benchmarks/x.txt ]
    exits 2 "$phx" bench run nothing
    has err 'there are: bad, stale, out'
}

case_exports_are_read_back() {
    site
    exits 0 "$phx" bench export t -o github.json
    has err customBiggerIsBetter
    exits 0 "$phx" bench show --json github.json
    json "d['tool'] == 'github-action-benchmark'"
    json "[r['value [tok/s]'] for r in d['rows']] == [151, 75]"
    exits 0 "$phx" bench export -f bencher t -o bmf.json
    exits 0 "$phx" bench show --json bmf.json
    json "d['tool'] == 'bmf' and [r['speed'] for r in d['rows']] == [151, 75]"
    json "[r['benchmark'] for r in d['rows']] == ['vllm', 'hf']"
    exits 0 "$phx" bench export -f data.js t -o data.js
    has data.js 'window.BENCHMARK_DATA = {'
    exits 0 "$phx" bench show --json data.js
    json "len(d['rows']) == 12 and d['rows'][-1]['value [tok/s]'] == 75"
    exits 2 "$phx" bench export -f xml t
}

case_history_is_drawn_from_the_commits() {
    site
    page <<'M'
```{bench} t
:history: speed
```

{eval}`bench("t").history("speed", engine="vllm") | map(attribute="value") | map("int") | join(" ")`
M
    exits 0 "$phx" build
    cp public/posts/p/index.html page
    has page '<p>100 102 99 101 150 151</p>'
    has page "https://github.com/o/r/commit/$(git rev-parse HEAD~1)"
    has page 'vllm +48.5 % <a href='
    [ "$(grep -o 'class="step"' page | wc -l)" -eq 4 ] # two, wide and narrow
    table 7
    exits 0 "$phx" build
    has public/posts/p/index.html 'changes that are in no commit yet'
}

case_history_says_that_a_clone_is_shallow() {
    site
    printf '```{bench} t\n:history: speed\n:where: engine == "hf"\n```\n' | page
    commit 7
    git clone -q --depth 3 "file://$PWD" shallow
    cd shallow
    exits 0 "$phx" build
    has public/posts/p/index.html 'The clone is shallow'
}

case_history_follows_renames() {
    site
    git mv benchmarks/results/t.csv benchmarks/results/u.csv
    commit 7
    page <<<'{eval}`bench("u").history("speed", engine="hf") | length`'
    exits 0 "$phx" build
    has public/posts/p/index.html '<p>7</p>' # six, and the renaming
}

case_figures_give_their_rows_away() {
    site
    printf '```{bench} t\n:where: engine == "vllm"\n:caption: A "quoted" </script>\n```\n' | page
    exits 0 "$phx" build
    [ "$(cat public/benchmarks/results/t-*.csv)" = $'engine,speed [tok/s]\nvllm,151' ]
    cp public/benchmarks/results/t-*.json out
    json "d['rows'] == [{'engine': 'vllm', 'speed': 151}]"
    cat >dataset.py <<'P'
import json, re
page = open("public/posts/p/index.html").read()
found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
sets = [d for d in map(json.loads, found) if d["@type"] == "Dataset"]
assert len(sets) == 1, found
d = sets[0]
assert d["@context"] == "https://schema.org"
assert d["name"] == 'A "quoted" </script>', d["name"]
assert 50 <= len(d["description"]) <= 5000
assert d["creator"] == {"name": "Ada", "@type": "Person"}
assert d["dateCreated"] == "2026-01-01T12:00:00Z"
assert d["measurementTechnique"] == "CSV"
assert d["variableMeasured"] == [{"name": "speed", "unitText": "tok/s", "@type": "PropertyValue"}]
urls = [x["contentUrl"] for x in d["distribution"]]
assert all(x["@type"] == "DataDownload" for x in d["distribution"])
assert [x["encodingFormat"] for x in d["distribution"]] == ["text/csv", "text/csv", "application/json"]
import os
for url in urls:
    assert os.path.exists("public/" + url.removeprefix("https://x.example/")), url
P
    python3 dataset.py
}

case_a_false_claim_names_file_commit_and_values() {
    site
    printf '```{bench} t\n:where: engine == "vllm"\n:assert: max("speed") < 120\n```\n' | page
    commit 7
    exits 1 "$phx" check --claims
    has err 'this no longer holds for benchmarks/results/t.csv: it is 151 since commit'
    has err "$(git rev-parse HEAD~2 | cut -c1-10) (2026-01-05, \"run 5\")"
    has err "it was 101 in commit $(git rev-parse HEAD~3 | cut -c1-10) (2026-01-04, \"run 4\")"
    has err '1 claim does not hold.'
    [ ! -e public ]
    table 110
    exits 0 "$phx" check --claims
    has out 'All claims hold.'
    sed -i 's/< 120/> 1000/' content/posts/p.md
    exits 1 "$phx" build
    has err "does not hold for benchmarks/results/t.csv: it is 110; it held in none of the file's 6 commits"
}

# The repository's own post: its numbers are computed, and it stops the build
# when its result says something else.
case_a_post_fails_when_its_result_changes() {
    local root=$here/../..
    mkdir -p content/posts benchmarks/results
    cp "$root"/phx.yaml .
    cp "$root"/content/posts/cmark-gfm-race.md content/posts/
    cp "$root"/benchmarks/results/cmark-race.* benchmarks/results/
    cp -r "$root"/{themes,components} .
    git init -q -b main . && git add -A && git commit -qm first
    exits 0 "$phx" check --claims
    python3 - <<'P'
import csv
path = "benchmarks/results/cmark-race.csv"
rows = list(csv.DictReader(open(path)))
for row in rows:
    if row["build"] == "wrapped":
        row["wrong"] = "17"
with open(path, "w", newline="") as out:
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
P
    git commit -qam second
    exits 1 "$phx" build
    has err 'this no longer holds for benchmarks/results/cmark-race.csv: it is 17 since commit'
    has err '"second"); it was 0 in commit'
    [ ! -e public/index.html ]
}
