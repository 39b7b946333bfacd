// SPDX-License-Identifier: MIT
// Sorting 32-bit numbers three ways, for google-benchmark.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace
{
std::vector<uint32_t> numbers(size_t count)
{
    std::mt19937 engine(1);
    std::vector<uint32_t> out(count);

    for (auto &n : out)
        n = engine();
    return out;
}

void radix_sort(std::vector<uint32_t> &v)
{
    std::vector<uint32_t> other(v.size());

    for (unsigned shift = 0; shift < 32; shift += 8) {
        size_t starts[257] = {0};

        for (uint32_t n : v)
            starts[(n >> shift & 255) + 1]++;
        for (size_t i = 0; i < 256; i++)
            starts[i + 1] += starts[i];
        for (uint32_t n : v)
            other[starts[n >> shift & 255]++] = n;
        v.swap(other);
    }
}

template <void (*sort)(std::vector<uint32_t> &)>
void run(benchmark::State &state)
{
    const auto input = numbers(size_t(state.range(0)));

    for (auto _ : state) {
        auto v = input;
        sort(v);
        benchmark::DoNotOptimize(v.data());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void quick(std::vector<uint32_t> &v) { std::sort(v.begin(), v.end()); }
void merge(std::vector<uint32_t> &v) { std::stable_sort(v.begin(), v.end()); }
} // namespace

BENCHMARK(run<quick>)->Name("sort/quick")->RangeMultiplier(8)->Range(64, 32768);
BENCHMARK(run<merge>)->Name("sort/merge")->RangeMultiplier(8)->Range(64, 32768);
BENCHMARK(run<radix_sort>)->Name("sort/radix")->RangeMultiplier(8)->Range(64, 32768);
BENCHMARK_MAIN();
