/* SPDX-License-Identifier: MIT */
/*
 * Real files of the tools, where they lie beside the checkout: each is taken
 * for its tool's, has its rows, and its values are the file's.
 */
#include "bench_test.h"

static const char *data_folder(void)
{
    static char folder[4096];
    const char *named = getenv("PHX_CONFORMANCE");

    snprintf(folder, sizeof(folder), "%s/results",
             named ? named : "../shared/conformance");
    return folder;
}

/* False when it is not here. */
static bool add_real(struct fixture *f, const char *file, const char *as)
{
    struct str path = str_fmt(&f->arena, "%s/%s", data_folder(), file);
    struct error err;
    struct str bytes;

    if (fs_read(&f->arena, str_cstr(&f->arena, path), 0, &bytes, &err) < 0)
        return false;
    add_bytes(f, as, bytes);
    return true;
}

struct real_file {
    const char *file;
    const char *tool; /* NULL: refused with a B code */
    const char *rows;
};

static const struct real_file files[] = {
    {"vllm-serve/appended_results.json", "vllm-serve", "12"},
    {"vllm-serve/result-long-rate1.json", "vllm-serve", "1"},
    {"vllm-serve/sweep_v0.25.1_run0.json", "vllm-serve", "1"},
    {"vllm-throughput/throughput_llama8B_tp1.json", "vllm-throughput", "1"},
    {"vllm-latency/latency_llama8B_tp1.json", "vllm-latency", "1"},
    {"sglang-bench/agg_local.jsonl", "sglang", "1"},
    {"llama-bench/gpt-oss-20b-q8_0-q8_0-20260206.json", "llama-bench", "84"},
    {"llama-bench/llama-bench.json", "llama-bench", "2"},
    {"llama-bench/readme_sample.csv", "llama-bench", "2"},
    {"llama-bench/readme_sample.md", "llama-bench", "4"},
    {"llama-bench/vulkan_benchmark_20251211_074700.txt", "llama-bench", "12"},
    {"trtllm-bench/W0a_kv090.report.json", "trtllm-bench", "1"},
    {"trtllm-bench/in87_out40_bs1.json", "trtllm-bench", "1"},
    {"genai-perf/issue_profile_export_genai_perf.csv", "aiperf", "1"},
    {"aiperf/profile_export_aiperf.csv", "aiperf", "1"},
    {"aiperf/profile_export_aiperf.json", "aiperf", "1"},
    {"guidellm/benchmarks.csv", "guidellm", "1"},
    {"guidellm/benchmarks.json", "guidellm", "1"},
    {"locust/bitcoin_failures.csv", "locust", "7"},
    {"locust/bitcoin_stats.csv", "locust", "9"},
    {"locust/bitcoin_stats_history.csv", "locust", "56"},
    {"wrk/wrk_results.txt", "wrk", "1"},
    {"hey/kserve_batcher_doc_excerpt.txt", "hey", "1"},
    {"k6/handleSummary_nested.json", "k6", "1"},
    {"hf-trainer/llamafactory_all_results.json", "hf-trainer", "1"},
    {"hf-trainer/whisper_flemish_trainer_state.json", "hf-trainer", "166"},
    {"llamafactory/qwen_medical_trainer_log.jsonl", "llamafactory", "689"},
    {"lightning-csv/mnist_v2_metrics.csv", "lightning-csv", "10"},
    {"wandb/mozilla_wandb-summary.json", "wandb", "1"},
    {"wandb/panel_flowers.csv", "wandb", "2200"},
    {"wandb/runs_table_gnn.csv", "table", "54"},
    {"wandb/vst_config.yaml", "wandb", "1"},
    {"mlflow/mnist/run/meta.yaml", "mlflow", "1"},
    {"mlflow/mnist/run/metrics/acc_step", "mlflow", "10"},
    {"tensorboard/events.out.tfevents.1622543341.janoshs-mbp.lan.86862.0",
     "tensorboard", "100"},
    {"tensorboard/lfs-pointer_events.out.tfevents.1671085786", NULL, NULL},
    {"megatron-deepspeed/golden_bert_a100.json", "megatron", "11"},
    {"megatron-deepspeed/gpt3-0.125B-random_ltd_origin.log", "megatron", "16"},
    {"verl/issue2060_step0.log", "verl", "1"},
    {"verl/tinyzero_console_excerpt.log", "verl", "2"},
    {"lm-eval/bigscience_fork_2022.json", "lm-eval", "32"},
    {"lm-eval/results_2025-06-09T18-32-58.151999.json", "lm-eval", "1"},
    {"opencompass/ceval_summary_excerpt.csv", "opencompass", "12"},
    {"opencompass/quick_start_doc_excerpt.txt", "opencompass", "4"},
    {"ragas/RAGAS_BASE_Model_Validated.csv", "table", "5"},
    {"ragas/faq_ragas_results.csv", "table", "2"},
    {"ragas/metric_score.csv", "table", "4"},
    {"hf-model-index/mistral_translator_README.md", NULL, NULL},
    {"hf-model-index/whisper_tiny_README.md", "model-index", "1"},
    {"google-benchmark/googlecpp_output.json", "google-benchmark", "2"},
    {"google-benchmark/test1_run1.json", "google-benchmark", "16"},
    {"pytest-benchmark/pytest_output.json", "pytest-benchmark", "2"},
    {"hyperfine/1brc_hyperfine.json", "hyperfine", "2"},
    {"hyperfine/one.json", "hyperfine", "1"},
    {"criterion/Fibonacci_Iterative_new_estimates.json", "criterion", "1"},
    {"criterion/Fibonacci_Iterative_new_raw.csv", "criterion", "100"},
    {"criterion/Fibonacci_Iterative_new_sample.json", "criterion", "100"},
    {"go-bench/go_fiber_duplicate_names_output.txt", "go-bench", "4"},
    {"go-bench/old.txt", "go-bench", "20"},
    {"jmh/fs2_jmh-result.json", "jmh", "9"},
    {"normalised/github-action-benchmark/customBiggerIsBetter_output.json",
     "github-action-benchmark", "2"},
    {"normalised/github-action-benchmark/pyxirr_data.js",
     "github-action-benchmark", "79"},
    {"normalised/bencher-bmf/report_bmf_mixed.json", "bmf", "3"},
    {"normalised/asv/cheetah_22b920c6-py2.7-Cython-numpy1.8.json", "asv", "23"},
    {"normalised/mlperf-loadgen/mlperf_log_summary.txt", "mlperf", "1"},
    {"normalised/mlperf-loadgen/mlperf_log_detail.txt", "mlperf", "1"},
    {"tables/W4_conc128.boxstate.csv", "table", "8"},
    {"tables/mdtable.txt", "markdown", "146"},
};

static void each_file_is_its_tool_s(void **state)
{
    struct fixture *f = *state;
    size_t wrong = 0;

    for (size_t i = 0; i < PHX_COUNT(files); i++) {
        const char *as = str_cstr(&f->arena, str_fmt(&f->arena, "f%zu.x", i));
        const char *tool, *rows;

        if (!add_real(f, files[i].file, as))
            skip();
        tool =
            eval(f, str_cstr(&f->arena,
                             str_fmt(&f->arena, "bench('%s').meta.tool", as)));
        if (!files[i].tool) {
            if (tool[0] == 'B')
                continue;
            print_error("%s: read as %s\n", files[i].file, tool);
            wrong++;
            continue;
        }
        rows = eval(
            f, str_cstr(&f->arena,
                        str_fmt(&f->arena, "bench('%s').rows | length", as)));
        if (strcmp(tool, files[i].tool) != 0 ||
            strcmp(rows, files[i].rows) != 0) {
            print_error("%s: %s with %s rows\n", files[i].file, tool, rows);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void values_are_those_of_the_file(void **state)
{
    static const struct {
        const char *file;
        const char *query;
        const char *value;
    } values[] = {
        {"vllm-serve/sweep_v0.25.1_run0.json", ".value('p99_ttft_ms')",
         "762.4942294094944"},
        {"vllm-serve/sweep_v0.25.1_run0.json", ".value('request_rate')", "inf"},
        {"vllm-serve/sweep_v0.25.1_run0.json", ".value('max_num_seqs')", "4"},
        {"llama-bench/readme_sample.csv", ".value('avg_ts', test='pp512')",
         "7285.676949"},
        {"llama-bench/readme_sample.md",
         ".value('avg_ts', test='tg128 @ d512')", "116.71"},
        {"genai-perf/issue_profile_export_genai_perf.csv",
         ".value('time_to_first_token')", "32688.4"},
        {"guidellm/benchmarks.json", ".value('request_latency')",
         "46.108335971832275"},
        {"wrk/wrk_results.txt", ".value('latency_max')", "1650.0"},
        {"hey/kserve_batcher_doc_excerpt.txt", ".value('latency_p99')",
         "0.5759"},
        {"lm-eval/results_2025-06-09T18-32-58.151999.json",
         ".value('pass@1,create_test')", "0.1524390243902439"},
        {"ragas/RAGAS_BASE_Model_Validated.csv",
         ".value('faithfulness', question='MOYENNE GENERALE')", "0.56"},
        {"jmh/jmh_output.json", ".value('score')", "3376238873.1228185"},
        {"tensorboard/events.out.tfevents.1622543341.janoshs-mbp.lan.86862.0",
         ".last('strict/foo')", "1.212090253829956"},
        {"criterion/Fibonacci_Iterative_new_estimates.json", ".value('mean')",
         "4.723173110355467"},
        {"mlflow/mnist/run/metrics/acc_step",
         ".where('step == 2')"
         ".rows[0].step",
         "2"},
        {"locust/bitcoin_stats.csv", ".value('failed', name='Aggregated')",
         "1607"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < PHX_COUNT(values); i++) {
        const char *as = str_cstr(&f->arena, str_fmt(&f->arena, "f%zu.x", i));

        if (!add_real(f, values[i].file, as))
            skip();
        assert_string_equal(
            eval(f, str_cstr(&f->arena, str_fmt(&f->arena, "bench('%s')%s", as,
                                                values[i].query))),
            values[i].value);
    }
}

/* Either a figure, or a diagnostic that says what is missing; never silence. */
static void every_file_is_drawn_or_refused_with_a_reason(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < PHX_COUNT(files); i++) {
        const char *as = str_cstr(&f->arena, str_fmt(&f->arena, "f%zu.x", i));
        const size_t before = f->diags.list.len;

        if (!add_real(f, files[i].file, as))
            skip();
        if (!draw(f, as, "")) {
            assert_true(f->diags.list.len > before);
            if (files[i].tool)
                print_message(
                    "%s: %s\n", files[i].file,
                    str_cstr(
                        &f->arena,
                        f->diags.list.items[f->diags.list.len - 1].message));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_file_is_its_tool_s),
        TEST(values_are_those_of_the_file),
        TEST(every_file_is_drawn_or_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
