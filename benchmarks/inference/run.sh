#!/bin/sh
# SPDX-License-Identifier: MIT
# Every experiment of phx-infer; rewrites benchmarks/results/inference/.
#
#   benchmarks/inference/run.sh
#
# Environment: BUILD, the folder of phx-infer and phx-train (default: build);
# BENCH_SCALE, full (default: about 8 minutes on two cores) or small (about 2);
# OUT, another folder of results; WORK, a folder to work in and keep.
#
# Two kinds of experiments. Counts are taken under a counted clock, one
# millisecond a step: they are the same on any machine under any load. Times are
# only taken when the machine is idle at the start; else their files are left
# out.
set -eu
LC_ALL=C
OPENBLAS_NUM_THREADS=1
export LC_ALL OPENBLAS_NUM_THREADS
cd "$(dirname "$0")/../.."
train=${BUILD:-build}/phx-train
infer=${BUILD:-build}/phx-infer
out=${OUT:-benchmarks/results/inference}
scale=${BENCH_SCALE:-full}
here=benchmarks/inference
if [ -n "${WORK:-}" ]; then
    work=$WORK
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
rm -rf "$out"
mkdir -p "$out"
rm -f "$work"/*.csv

case $scale in
full) steps=1200 requests=400 ;;
small) steps=500 requests=100 ;;
*)
    echo "run.sh: BENCH_SCALE is full or small, not $scale" >&2
    exit 2
    ;;
esac

program=phx-infer
libraries="OpenBLAS $(pkg-config --modversion openblas)"
. benchmarks/tables.sh

# ---- The models: of the generator's sources and this site's text ---------------

mkdir -p "$work/corpus" "$work/tokens"
cp -r generator content "$work/corpus"
# What they have not seen; prompts are cut from it.
cat benchmarks/model/*.c benchmarks/inference/*.c >"$work/text"

say "tokenizer"
"$train" tokenizer --corpus "$work/corpus" --merges 512 --out "$work/tokens"
pretrain() { # NAME OPTION...
    name=$1
    shift
    say "pre-training: $name, $steps steps"
    "$train" pretrain --corpus "$work/corpus" --model "$work/tokens" \
        --context 512 --length 128 --batch 8 --steps "$steps" --warmup 50 \
        --rate 0.006 --heads 4 --kv-heads 2 --out "$work/$name" "$@"
}
pretrain base --dim 128 --layers 4 --ffn 352
pretrain draft-small --dim 48 --layers 1 --ffn 128
pretrain draft-half --dim 96 --layers 2 --ffn 256

# NAME LABELS OPTION...: a row of work/NAME.csv.
count() {
    name=$1 labels=$2
    shift 2
    "$infer" bench --model "$work/base" --text "$work/text" --step-ms 1 \
        --requests "$requests" --prompt-tokens 64 --output-tokens 32 \
        --labels "$labels" --row-file "$work/$name.csv" \
        --out "$work/serve.json" "$@"
}

# ---- Counts ----------------------------------------------------------------------

# The same four contexts of memory, cut in blocks.
say "reserving and paging"
memory=$((4 * 512 * 2 * 4 * 64 * 4))
for block in 512 256 128 64 32 16 8 4; do
    count paging "block=$block" --cache paged --block $block --batch 64 \
        --cache-bytes $memory
done
table paging "bench, all requests at once, $memory bytes of cache"

say "static and continuous batching"
for rate in 50 100 150 200; do
    for batching in static continuous; do
        count batching "batching=$batching,rate=$rate" --rate $rate \
            --batching $batching
    done
done
table batching "bench, batches of at most 8, Poisson arrivals"

say "prefix cache"
for shared in 0 64 128 256; do
    for prefix in off on; do
        option=
        [ $prefix = off ] || option=--prefix-cache
        count prefix "shared=$shared,prefix=$prefix" --shared-tokens $shared \
            --rate 100 $option
    done
done
table prefix "bench, prompts with a common beginning"

# About one and a half times what the batch can do.
say "shedding"
for queue in 4 16 64 1000; do
    count shedding "queue=$queue" --rate 400 --queue $queue
done
table shedding "bench, more requests than can be served"

say "precision"
for weights in float int8 nf4; do
    "$infer" perplexity --model "$work/base" --text "$work/text" \
        --precision $weights --labels "weights=$weights" \
        --row-file "$work/precision.csv" >/dev/null
done
table precision "perplexity of benchmarks/*.c, which training has not seen"

say "speculation"
for temperature in 0 1; do
    for drafter in draft-small draft-half; do
        for drafts in 1 2 4 6; do
            count speculation \
                "draft=${drafter#draft-},drafts=$drafts,temperature=$temperature" \
                --draft "$work/$drafter" --drafts $drafts \
                --temperature $temperature --requests 40 --concurrency 1
        done
    done
done
table speculation "bench, one request at a time"

say "recomputing and caching"
for length in 16 32 64; do
    for cache in recompute paged; do
        count caching "cache=$cache,output=$length" --cache $cache \
            --requests 8 --output-tokens $length --concurrency 1
    done
done
table caching "bench, 8 requests one after the other"

# ---- Times -----------------------------------------------------------------------

if [ -n "$busy" ]; then
    say "the machine is busy: times are left out"
    exit 0
fi

say "serving"
"$infer" bench --model "$work/base" --text "$work/text" --requests 100 \
    --prompt-tokens 64 --output-tokens 32 --batch 16 \
    --concurrency 1,2,4,8,16 --goodput-ttft 200 --goodput-tpot 50 \
    --out "$out/serve.json"
facts "$out/serve.facts.json" "bench"
say "chunks of prompts"
for chunk in 16 64 256; do
    "$infer" bench --model "$work/base" --text "$work/text" --requests 60 \
        --prompt-tokens 200 --output-tokens 32 --chunk $chunk \
        --concurrency 8 --out "$out/chunk-$chunk.json"
    facts "$out/chunk-$chunk.facts.json" "bench --chunk $chunk"
done
say "prompts and generation"
for weights in float int8 nf4; do
    "$infer" bench --format llama-bench --model "$work/base" \
        --prompt-tokens 256 --output-tokens 64 --precision $weights \
        --out "$out/speed-$weights.json"
    facts "$out/speed-$weights.facts.json" "bench --precision $weights"
done
