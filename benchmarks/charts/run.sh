#!/bin/sh
# SPDX-License-Identifier: MIT
# The time of each kind of chart: from rows to points, from points to the two
# drawings (wide and narrow), in microseconds, the best of 60 times.
#
#   benchmarks/charts/run.sh [KIND]
#
# Environment: BUILD, phx's build folder (default: build).
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$root/build}

make -s -C "$root" BUILD="$build" "$build/charts-bench"
printf '%-22s %6s %9s %9s %8s\n' chart points plot-us draw-us bytes
"$build/charts-bench" "$@"
