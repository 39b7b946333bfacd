#!/bin/sh
# SPDX-License-Identifier: MIT
# Every experiment of phx-train; rewrites benchmarks/results/training/.
#
#   benchmarks/training/run.sh
#
# Environment: BUILD, the folder of phx-train (default: build); BENCH_SCALE, full
# (default: about 20 minutes on two cores) or small (about 3); OUT, another
# folder of results; WORK, a folder to work in and keep.
#
# What depends on the machine's load is the time alone: losses, memory and bytes
# on the wire are the same on a busy one. The facts say the load.
set -eu
LC_ALL=C
OPENBLAS_NUM_THREADS=1
export LC_ALL OPENBLAS_NUM_THREADS
cd "$(dirname "$0")/../.."
train=${BUILD:-build}/phx-train
out=${OUT:-benchmarks/results/training}
scale=${BENCH_SCALE:-full}
here=benchmarks/training
if [ -n "${WORK:-}" ]; then
    work=$WORK
    mkdir -p "$work"
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
case $scale in
full)
    model="--dim 192 --layers 4 --heads 6 --kv-heads 3 --ffn 512 --length 128"
    merges=768 pretrain=1500 pretrain_ranks=2 supervised=1200 expert=300 preference=300
    ;;
small)
    model="--dim 96 --layers 3 --heads 4 --kv-heads 2 --ffn 256 --length 64"
    merges=512 pretrain=800 pretrain_ranks=1 supervised=400 expert=100 preference=150
    ;;
*)
    echo "run.sh: BENCH_SCALE is full or small, not $scale" >&2
    exit 2
    ;;
esac
rm -rf "$out"
mkdir -p "$out"

ranks() {
    mpirun --oversubscribe --allow-run-as-root -n "$@"
}

program=phx-train
libraries="OpenBLAS $(pkg-config --modversion openblas), Open MPI $(pkg-config --modversion ompi-c)"
. benchmarks/tables.sh

keep() { # NAME WORDS: the Trainer's history of work/NAME
    cp "$work/$1/trainer_state.json" "$out/$1.json"
    facts "$out/$1.facts.json" "$2"
}

# ---- The base ------------------------------------------------------------------

say "tokenizer, $merges merges"
mkdir -p "$work/tokens"
"$train" tokenizer --merges "$merges" --out "$work/tokens"

say "pre-training, $pretrain steps on $pretrain_ranks ranks"
# shellcheck disable=SC2086 # $model is a list of options
ranks "$pretrain_ranks" "$train" pretrain $model --model "$work/tokens" --batch 16 \
    --steps "$pretrain" --warmup 50 --rate 0.006 --windows 32 \
    --out "$work/pretrain"
keep pretrain "pretrain, data parallel on $pretrain_ranks ranks"

say "precision"
for weights in float int8 nf4; do
    # shellcheck disable=SC2086
    "$train" evaluate $model --model "$work/pretrain" --precision $weights \
        --windows 32 --labels "weights=$weights" \
        --row-file "$work/precision.csv" >/dev/null
done
table precision "evaluate"

# ---- Supervised tuning -----------------------------------------------------------

sums="--domain arithmetic --length 12 --batch 64 --windows 512"
tune() { # METHOD RANK RATE
    say "tuning on sums: $1, rank $2"
    # shellcheck disable=SC2086
    "$train" tune $sums --model "$work/pretrain" --method "$1" --rank "$2" \
        --steps "$supervised" --rate "$3" --warmup 50 \
        --out "$work/sums-$1-$2" --labels "method=$1,rank=$2" \
        --row-file "$work/methods.csv"
    keep "sums-$1-$2" "tune --method $1 --rank $2"
}
tune full 0 0.006
tune lora 2 0.005
tune lora 8 0.005
tune lora 32 0.005
tune qlora 8 0.005
table methods "tune, one rank"

# ---- Memory of one rank: activations -----------------------------------------------

say "activations kept and computed again"
for length in 32 64 128; do
    for activations in kept recomputed; do
        again=
        [ $activations = kept ] || again=--checkpoint-activations
        # shellcheck disable=SC2086
        "$train" pretrain $model --model "$work/tokens" --batch 8 \
            --length $length --steps 10 --warmup 5 $again \
            --labels "activations=$activations,length=$length" \
            --row-file "$work/activations.csv"
    done
done
table activations "pretrain, 10 steps"

# ---- Sharding ------------------------------------------------------------------------

say "sharding over 1, 2 and 4 ranks"
for count in 1 2 4; do
    for scheme in data-parallel zero-1 zero-2 zero-3; do
        # shellcheck disable=SC2086
        ranks $count "$train" pretrain $model --model "$work/tokens" \
            --batch 8 --steps 20 --warmup 5 --scheme $scheme \
            --checkpoint-activations --labels "scheme=$scheme,ranks=$count" \
            --row-file "$work/sharding.csv"
    done
done
table sharding "pretrain, 20 steps of the same batches"

# ---- Preferences -----------------------------------------------------------------------

say "preferences"
# shellcheck disable=SC2086
"$train" dpo $sums --model "$work/sums-full-0" --steps "$preference" \
    --rate 0.002 --out "$work/preference"
keep preference "dpo --beta 0.1"

# ---- Routing ---------------------------------------------------------------------------

for domain in code arithmetic prose; do
    say "expert for $domain"
    # shellcheck disable=SC2086
    "$train" tune $model --model "$work/pretrain" --domain $domain \
        --method lora --steps "$expert" --batch 8 --rate 0.003 \
        --out "$work/expert-$domain"
done
say "routing"
# shellcheck disable=SC2086
"$train" route $model --model "$work/pretrain" --steps 600 --batch 16 \
    --rate 0.1 --seeds 20 --windows 64 --out "$work/router" --experts \
    "$work/expert-code,$work/expert-arithmetic,$work/expert-prose"
cp "$work/router/router.csv" "$work/router.csv"
table router "route, 20 seeds"
cp "$work/router/trainer_state.json" "$out/router-learning.json"
facts "$out/router-learning.facts.json" "route, the first seed"
