/* SPDX-License-Identifier: MIT */
/*
 * Each reader on a small file in its tool's real form. The files are the seeds
 * of the fuzz target, tests/fuzz/corpus/results.
 */
#include "bench_test.h"

#define FOLDER "tests/fuzz/corpus/results"

static void add_seed(struct fixture *f, const char *file)
{
    struct str path = str_fmt(&f->arena, FOLDER "/%s", file);
    struct error err;
    struct str bytes;

    if (fs_read(&f->arena, str_cstr(&f->arena, path), 0, &bytes, &err) < 0)
        fail_msg("%s", err.message);
    add_bytes(f, file, bytes);
}

struct expectation {
    const char *file;
    const char *tool;
    const char *query; /* behind bench('file') */
    const char *value;
};

static const struct expectation expectations[] = {
    {"vllm-serve.json", "vllm-serve",
     ".value('p99.9_ttft_ms', max_concurrency=16)", "68.0"},
    {"vllm-serve.json", "vllm-serve", ".rows[0].tensor_parallel", "2"},
    {"vllm-serve.json", "vllm-serve",
     ".columns | selectattr('key', 'equalto', 'mean_ttft_ms') | "
     "map(attribute='better') | first",
     "lower"},
    {"vllm-latency.json", "vllm-latency", ".value('std_latency')", "1.0"},
    {"vllm-throughput.json", "vllm-throughput", ".unit('tokens_per_second')",
     "tok/s"},
    {"sglang.jsonl", "sglang", ".value('request_rate')", "inf"},
    {"sglang.jsonl", "sglang", ".value('model_path')", "tiny"},
    {"llama-bench.jsonl", "llama-bench", ".value('avg_ts', test='tg128 @ d64')",
     "64.5"},
    {"llama-bench.jsonl", "llama-bench", ".meta.machine", "A GPU, A CPU"},
    {"llama-bench.jsonl", "llama-bench", ".rows[0].model_filename",
     "tiny.gguf"},
    {"llama-bench.md", "llama-bench", ".value('stddev_ts', test='pp512')",
     "5.5"},
    {"llama-bench.md", "llama-bench", ".meta.version", "abc1234 (5000)"},
    {"trtllm.json", "trtllm-bench", ".value('request_latency_p99')", "99.5"},
    {"trtllm.json", "trtllm-bench", ".rows[0].issue_rate is defined", "False"},
    {"aiperf.json", "aiperf", ".value('request_latency_p99')", "300.0"},
    {"aiperf.json", "aiperf", ".unit('request_throughput')", "req/s"},
    {"genai-perf.csv", "aiperf", ".value('time_to_first_token_max')", "2000.0"},
    {"genai-perf.csv", "aiperf", ".unit('osl_mismatch_diff_%')", "%"},
    {"guidellm.json", "guidellm", ".value('request_latency_p999')", "1.99"},
    {"guidellm.json", "guidellm",
     ".columns | selectattr('key', 'equalto', 'request_latency_p001') | "
     "map(attribute='quantile') | first",
     "0.001"},
    {"locust-stats.csv", "locust", ".max('failed')", "9"},
    {"locust-stats.csv", "locust", ".value('response_time_p99.9', name='/a')",
     "19"},
    {"locust-history.csv", "locust", ".last('requests_per_s')", "9.5"},
    {"wrk.txt", "wrk", ".value('latency_p99')", "1.36"},
    {"wrk.txt", "wrk", ".value('failed')", "5"},
    {"hey.txt", "hey", ".value('failed')", "2"},
    {"hey.txt", "hey", ".value('latency_p50')", "0.19"},
    {"k6.json", "k6", ".value('http_req_duration_p(95)')", "50.5"},
    {"k6.json", "k6", ".unit('http_req_duration_avg')", "ms"},
    {"trainer-state.json", "hf-trainer", ".last('eval_loss')", "1.75"},
    {"trainer-state.json", "hf-trainer", ".where('loss < 2').rows | length",
     "2"},
    {"trainer-results.json", "hf-trainer", ".value('train_runtime')", "100.5"},
    {"llamafactory.jsonl", "llamafactory", ".rows[0].elapsed_time", "323492"},
    {"lightning.csv", "lightning-csv", ".last('val_acc')", "0.5"},
    {"wandb-panel.csv", "wandb", ".rows[3].run", "big - wide"},
    {"wandb-panel.csv", "wandb", ".where(run='base').rows | length", "3"},
    {"wandb-runs.csv", "wandb", ".best('acc').Name", "run-2"},
    {"wandb-summary.json", "wandb", ".value('train/loss')", "0.25"},
    {"wandb-config.yaml", "wandb", ".rows[0].lr", "0.001"},
    {"mlflow-metric", "mlflow", ".rows | length", "3"},
    {"mlflow-meta.yaml", "mlflow", ".value('duration')", "71877.0"},
    {"tensorboard.bin", "tensorboard", ".last('loss')", "1.0"},
    {"tensorboard.bin", "tensorboard", ".value('loss', step=2)", "1.25"},
    {"megatron-golden.json", "megatron", ".rows[2]['lm loss']", "nan"},
    {"megatron.log", "megatron", ".value('lm loss', step=20)", "10.62067"},
    {"megatron.log", "megatron", ".value('samples_per_second', step=10)",
     "368.5"},
    {"verl.log", "verl", ".value('critic/score/mean', step=1)", "-0.038"},
    {"lm-eval.json", "lm-eval", ".value('acc', task='arc')", "0.5"},
    {"lm-eval.json", "lm-eval",
     ".columns | selectattr('key', 'equalto', 'ppl') | "
     "map(attribute='better') | first",
     "lower"},
    {"opencompass.csv", "opencompass",
     ".value('score', model='big', dataset='ceval-art')", "50.0"},
    {"opencompass.csv", "opencompass", ".max('score', model='tiny')", "31.58"},
    {"opencompass.txt", "opencompass", ".value('score')", "21.55"},
    {"helm.json", "helm", ".value('mean')", "0.5"},
    {"model-index.md", "model-index", ".value('wer')", "9.5"},
    {"google-benchmark.json", "google-benchmark",
     ".value('real_time', name='BM_b')", "2000.0"},
    {"google-benchmark.json", "google-benchmark", ".unit('real_time')", "us"},
    {"pytest-benchmark.json", "pytest-benchmark", ".value('q3')", "0.0021"},
    {"pytest-benchmark.json", "pytest-benchmark", ".meta.commit",
     "0123456789 (dirty)"},
    {"hyperfine.json", "hyperfine", ".value('mean', threads=8)", "0.001"},
    {"hyperfine.json", "hyperfine", ".rows[0].failed", "1"},
    {"criterion.json", "criterion", ".value('mean_upper')", "5.5"},
    {"criterion-raw.csv", "criterion", ".rows | length", "2"},
    {"go.txt", "go-bench", ".median('ns/op', format='json')", "1724.5"},
    {"go.txt", "go-bench", ".best('widgets/op').format", "gob"},
    {"jmh.json", "jmh", ".value('score', size=10)", "5.5"},
    {"jmh.json", "jmh", ".best('score').size", "10"},
    {"gh-action.json", "github-action-benchmark",
     ".value('value [ns/iter]', name='b')", "200"},
    {"data.js", "github-action-benchmark", ".last('value [x]')", "110"},
    {"bmf.json", "bmf", ".value('latency', benchmark='bench-b')", "4.5"},
    {"asv.json", "asv", ".where('status == \"failed\"').rows | length", "1"},
    {"mlperf.txt", "mlperf", ".value('99.90 percentile latency')", "3000"},
    {"mlperf.txt", "mlperf", ".rows[0]['Result is']", "VALID"},
    {"vllm-sweep.json", "vllm-serve", ".rows[0].max_num_batched_tokens",
     "2048"},
    {"vllm-sweep.json", "vllm-serve", ".rows[0].model_id", "tiny"},
    {"vllm-sweep.json", "vllm-serve",
     ".columns | selectattr('role', 'equalto', 'param') | "
     "map(attribute='key') | join(' ')",
     "model_id num_prompts request_rate max_concurrency "
     "max_num_batched_tokens gpu_memory_utilization"},
    {"tensorboard-tf2.bin", "tensorboard", ".last('epoch_loss')", "1.25"},
    {"tensorboard-tf2.bin", "tensorboard", ".last('epoch_accuracy')", "0.75"},
    {"tensorboard-tf2.bin", "tensorboard", ".last('half')", "1.5"},
    {"tensorboard-tf2.bin", "tensorboard", ".last('bf16')", "1.5"},
    {"tensorboard-tf2.bin", "tensorboard", ".last('examples')", "60000.0"},
    {"tensorboard-tf2.bin", "tensorboard", ".columns | length", "6"},
    {"jmh-secondary.json", "jmh",
     ".value('gc.alloc.rate.norm', benchmark='a.B.c')", "24.5"},
    {"jmh-secondary.json", "jmh", ".unit('gc.alloc.rate.norm')", "B/op"},
    {"jmh-secondary.json", "jmh", ".value('score p99.9', benchmark='a.B.c')",
     "9.5"},
    {"jmh-secondary.json", "jmh",
     ".columns | selectattr('key', 'equalto', 'score p99.9') | "
     "map(attribute='quantile') | first",
     "0.999"},
    {"jmh-secondary.json", "jmh", ".value('n', benchmark='a.B.d')", "10"},
    {"aiperf-phases.json", "aiperf", ".value('concurrency')", "8"},
    {"aiperf-phases.json", "aiperf", ".rows[0].load", "concurrency"},
    {"genai-perf.json", "aiperf", ".value('concurrency')", "4"},
    {"criterion-deviation.json", "criterion", ".value('std_dev')", "1.25"},
    {"criterion-deviation.json", "criterion", ".value('median_abs_dev')",
     "0.3"},
    {"verl-file.jsonl", "verl", ".last('critic/score/mean')", "0.5"},
    {"verl-file.jsonl", "verl", ".unit('timing_s/step')", "s"},
    {"deepspeed.log", "deepspeed", ".value('learning_rate', step=20)", "5e-05"},
    {"deepspeed.log", "deepspeed", ".value('samples_per_second', step=10)",
     "31.5"},
    {"megatron-validation.log", "megatron", ".value('lm loss value')", "2.125"},
    {"megatron-validation.log", "megatron",
     ".unit('throughput per GPU (TFLOP/s/GPU)')", "TFLOP/s/GPU"},
    {"megatron-validation.log", "megatron",
     ".columns | selectattr('key', 'equalto', 'loss scale') | "
     "map(attribute='better') | first",
     "none"},
    {"trl-state.json", "hf-trainer",
     ".columns | selectattr('key', 'equalto', 'rewards/format_reward/mean') | "
     "map(attribute='stat') | first",
     "mean"},
    {"trl-state.json", "hf-trainer", ".unit('eval_g0_runtime')", "s"},
    {"k6-export.json", "k6", ".unit('data_sent_count')", "B"},
    {"k6-export.json", "k6",
     ".columns | selectattr('better', 'equalto', 'lower') | "
     "map(attribute='key') | first",
     "checks_fails"},
    {"wrk-errors.txt", "wrk", ".value('failed')", "12"},
    {"wrk-errors.txt", "wrk", ".value('transfer_per_second')", "53687091.2"},
    {"hey-errors.txt", "hey", ".value('failed')", "10"},
    {"lm-eval-args.json", "lm-eval", ".rows[0].model", "meta/tiny"},
    {"lm-eval-args.json", "lm-eval", ".meta.version", "0.4.9"},
    {"model-index-text.md", "model-index", ".value('accuracy')", "85.2"},
    {"model-index-text.md", "model-index", ".unit('accuracy')", "%"},
    {"helm.json", "helm", ".value('count')", "3"},
    {"french.csv", "table", ".value('faithfulness', question='une')", "0.71"},
    {"french.csv", "table", ".unit('durée')", "s"},
    {"latin1.csv", "table", ".columns[0].key", "équipe"},
    {"bom.csv", "table", ".best('吞吐')['名称']", "甲"},
    {"bom.csv", "table", ".max('吞吐')", "1234.5"},
    {"table.md", "markdown", ".best('acc').engine", "b"},
    {"table.md", "markdown", ".rows[0].note", "x | y"},
    {"records.jsonl", "json", ".rows[1]['cfg.tp']", "2"},
};

static void each_reader_knows_its_tool_s_file(void **state)
{
    struct fixture *f = *state;
    size_t wrong = 0;

    for (size_t i = 0; i < PHX_COUNT(expectations); i++) {
        const struct expectation *e = &expectations[i];
        const char *tool, *value;

        if (i == 0 || strcmp(e->file, e[-1].file) != 0)
            add_seed(f, e->file);
        tool = eval(
            f, str_cstr(&f->arena,
                        str_fmt(&f->arena, "bench('%s').meta.tool", e->file)));
        value = eval(f, str_cstr(&f->arena, str_fmt(&f->arena, "bench('%s')%s",
                                                    e->file, e->query)));
        if (strcmp(tool, e->tool) == 0 && strcmp(value, e->value) == 0)
            continue;
        print_error("%s (%s)%s: %s\n", e->file, tool, e->query, value);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void private_texts_never_reach_a_table(void **state)
{
    static const char *const files[] = {"sglang.jsonl",
                                        "llama-bench.jsonl",
                                        "trtllm.json",
                                        "guidellm.json",
                                        "trainer-state.json",
                                        "wandb-runs.csv",
                                        "mlflow-meta.yaml",
                                        "pytest-benchmark.json",
                                        "jmh.json",
                                        "data.js",
                                        "asv.json"};
    static const char *const words[] = {"someone", "secret", "private",
                                        "@example.com"};
    struct fixture *f = *state;

    for (size_t i = 0; i < PHX_COUNT(files); i++) {
        const char *rows, *meta;

        add_seed(f, files[i]);
        rows =
            eval(f, str_cstr(&f->arena,
                             str_fmt(&f->arena, "bench('%s').rows", files[i])));
        meta =
            eval(f, str_cstr(&f->arena,
                             str_fmt(&f->arena, "bench('%s').meta", files[i])));
        for (size_t k = 0; k < PHX_COUNT(words); k++) {
            assert_lacks(rows, words[k]);
            assert_lacks(meta, words[k]);
        }
    }
}

static void what_cannot_be_read_is_refused_with_the_reason(void **state)
{
    struct fixture *f = *state;

    add_seed(f, "lfs");
    add_seed(f, "cut.json");
    add_seed(f, "deep.json");
    add_file(f, "prose.txt", "Nothing but words, in one line.\n");
    add_file(f, "empty.json", " \n");
    assert_has(eval(f, "bench('lfs').rows"), "git lfs pull");
    assert_has(eval(f, "bench('cut.json').rows"), "line 1, column 43");
    assert_has(eval(f, "bench('deep.json').rows"), "nested too deeply");
    assert_has(eval(f, "bench('prose').rows"), "B002");
    assert_has(eval(f, "bench('empty').rows"), "the file is empty");
}

static void a_log_axis_leaves_zero_out_and_says_so(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_file(f, "t.csv", "step,loss\n1,0\n2,10\n3,100\n4,-5\n");
    html = draw(f, "t", ":log: y");
    assert_has(html, "Not drawn on a log axis (zero or negative): 2.");
}

static void long_series_keep_their_spikes(void **state)
{
    struct fixture *f = *state;
    struct buf csv = BUF_INIT;
    const char *html;

    buf_add_cstr(&csv, "step,loss\n");
    for (int i = 0; i < 10000; i++)
        buf_add_fmt(&csv, "%d,%d\n", i, i == 5001 ? 99 : i % 2);
    add_bytes(f, "t.csv", buf_str(&csv));
    buf_deinit(&csv);
    html = draw(f, "t", "");
    assert_has(html, "the extremes of each part stay");
    assert_has(html, "5,001: 99");
    assert_true(strlen(html) < 200000);
}

static void one_point_is_a_chart(void **state)
{
    struct fixture *f = *state;

    add_file(f, "t.csv", "step,loss\n1,2.5\n");
    assert_has(draw(f, "t", ":chart: line\n:x: step"), "1: 2.5");
}

static void several_series_get_their_own_lines(void **state)
{
    struct fixture *f = *state;
    const char *html;

    add_seed(f, "wandb-panel.csv");
    html = draw(f, "wandb-panel", "");
    assert_has(html, "aria-label=\"base\"");
    assert_has(html, "aria-label=\"big - wide\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_reader_knows_its_tool_s_file),
        TEST(private_texts_never_reach_a_table),
        TEST(what_cannot_be_read_is_refused_with_the_reason),
        TEST(a_log_axis_leaves_zero_out_and_says_so),
        TEST(long_series_keep_their_spikes),
        TEST(one_point_is_a_chart),
        TEST(several_series_get_their_own_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
