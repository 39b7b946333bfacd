/* SPDX-License-Identifier: MIT */
/*
 * The registry of metrics, and the rules for keys that are not in it: a unit at
 * the end (_ms, _per_second), a statistic at either end (mean_, _p99), words
 * that tell the direction (loss, throughput).
 */
#include "metric.h"

#include <math.h>

struct known {
    const char *tool; /* NULL: any */
    const char *key;
    const char *base;
    const char *label; /* NULL: made of the base */
    const char *unit;
    enum better better;
    enum statistic stat;
};

#define HIGHER BETTER_HIGHER
#define LOWER BETTER_LOWER
#define NONE BETTER_NONE

static const struct known registry[] = {
    {"hyperfine", "mean", "time", NULL, "s", LOWER, STAT_MEAN},
    {"hyperfine", "median", "time", NULL, "s", LOWER, STAT_MEDIAN},
    {"hyperfine", "min", "time", NULL, "s", LOWER, STAT_MIN},
    {"hyperfine", "max", "time", NULL, "s", LOWER, STAT_MAX},
    {"hyperfine", "stddev", "time", NULL, "s", NONE, STAT_DEVIATION},
    {"hyperfine", "user", "user time", NULL, "s", LOWER, STAT_MEAN},
    {"hyperfine", "system", "system time", NULL, "s", LOWER, STAT_MEAN},
    {"hyperfine", "memory", "memory", "peak memory", "B", LOWER, STAT_MEDIAN},

    {NULL, "request_throughput", "request_throughput", NULL, "req/s", HIGHER,
     STAT_RATE},
    {NULL, "request_goodput", "request_goodput", NULL, "req/s", HIGHER,
     STAT_RATE},
    {NULL, "output_throughput", "output_throughput", NULL, "tok/s", HIGHER,
     STAT_RATE},
    {NULL, "input_throughput", "input_throughput", NULL, "tok/s", HIGHER,
     STAT_RATE},
    {NULL, "total_throughput", "total_throughput", NULL, "tok/s", HIGHER,
     STAT_RATE},
    {NULL, "total_token_throughput", "total_token_throughput", NULL, "tok/s",
     HIGHER, STAT_RATE},
    {NULL, "max_output_tokens_per_s", "output_tokens", NULL, "tok/s", HIGHER,
     STAT_MAX},
    {NULL, "input_sequence_throughput", "input_sequence_throughput", NULL,
     "seq/s", HIGHER, STAT_RATE},
    {NULL, "requests_per_second", "requests_per_second", "request throughput",
     "req/s", HIGHER, STAT_RATE},
    {NULL, "tokens_per_second", "tokens_per_second", "token throughput",
     "tok/s", HIGHER, STAT_RATE},
    {"vllm-serve", "duration", "duration", NULL, "s", NONE, STAT_SINGLE},
    {"sglang", "duration", "duration", NULL, "s", NONE, STAT_SINGLE},
    {NULL, "completed", "completed", "completed requests", "", NONE,
     STAT_COUNT},
    {NULL, "failed", "failed", "failed requests", "", LOWER, STAT_COUNT},
    {NULL, "total_input_tokens", "total_input_tokens", "input tokens", "tok",
     NONE, STAT_COUNT},
    {NULL, "total_input_text_tokens", "total_input_text_tokens",
     "input text tokens", "tok", NONE, STAT_COUNT},
    {NULL, "total_input_vision_tokens", "total_input_vision_tokens",
     "input vision tokens", "tok", NONE, STAT_COUNT},
    {NULL, "total_output_tokens", "total_output_tokens", "output tokens", "tok",
     NONE, STAT_COUNT},
    {"sglang", "total_output_tokens_retokenized",
     "total_output_tokens_retokenized", "output tokens retokenized", "tok",
     NONE, STAT_COUNT},
    {NULL, "max_concurrent_requests", "concurrent_requests", NULL, "", NONE,
     STAT_MAX},
    {"sglang", "concurrency", "concurrency", "achieved concurrency", "", NONE,
     STAT_MEAN},
    {NULL, "rtfx", "rtfx", "real-time factor", "", HIGHER, STAT_SINGLE},
    {NULL, "spec_decode_acceptance_length", "spec_decode_acceptance_length",
     NULL, "tok", HIGHER, STAT_MEAN},
    {NULL, "spec_decode_num_drafts", "spec_decode_num_drafts", NULL, "", NONE,
     STAT_COUNT},
    {NULL, "spec_decode_draft_tokens", "spec_decode_draft_tokens", NULL, "tok",
     NONE, STAT_COUNT},
    {NULL, "spec_decode_accepted_tokens", "spec_decode_accepted_tokens", NULL,
     "tok", NONE, STAT_COUNT},
    {NULL, "elapsed_time", "elapsed_time", NULL, "s", LOWER, STAT_SINGLE},
    {NULL, "accept_length", "accept_length", NULL, "tok", HIGHER, STAT_MEAN},
    {NULL, "spec_decode_acceptance_rate", "spec_decode_acceptance_rate", NULL,
     "%", HIGHER, STAT_SINGLE},

    {"llama-bench", "avg_ts", "speed", NULL, "tok/s", HIGHER, STAT_MEAN},
    {"llama-bench", "stddev_ts", "speed", NULL, "tok/s", NONE, STAT_DEVIATION},
    {"llama-bench", "avg_ns", "time", NULL, "ns", LOWER, STAT_MEAN},
    {"llama-bench", "stddev_ns", "time", NULL, "ns", NONE, STAT_DEVIATION},

    {NULL, "loss", "loss", NULL, "", LOWER, STAT_SINGLE},
    {NULL, "eval_loss", "eval_loss", NULL, "", LOWER, STAT_SINGLE},
    {NULL, "train_loss", "train_loss", NULL, "", LOWER, STAT_SINGLE},
    {NULL, "learning_rate", "learning_rate", NULL, "", NONE, STAT_SINGLE},
    {NULL, "lr", "learning_rate", NULL, "", NONE, STAT_SINGLE},
    {NULL, "grad_norm", "grad_norm", NULL, "", NONE, STAT_SINGLE},
    {NULL, "loss scale", "loss scale", NULL, "", NONE, STAT_SINGLE},
    {NULL, "loss_scale", "loss_scale", NULL, "", NONE, STAT_SINGLE},
    {NULL, "learning rate", "learning rate", NULL, "", NONE, STAT_SINGLE},
    {NULL, "global batch size", "global batch size", NULL, "", NONE,
     STAT_SINGLE},
    {NULL, "consumed samples", "consumed samples", NULL, "", NONE, STAT_COUNT},
    {NULL, "consumed tokens", "consumed tokens", NULL, "tok", NONE, STAT_COUNT},
    {NULL, "grad norm", "grad norm", NULL, "", NONE, STAT_SINGLE},
    {"llamafactory", "throughput", "throughput", NULL, "tok/s", HIGHER,
     STAT_RATE},
    {"llamafactory", "total_tokens", "total_tokens", NULL, "tok", NONE,
     STAT_COUNT},
    {"hf-trainer", "train_samples", "train_samples", NULL, "", NONE,
     STAT_COUNT},
    {"hf-trainer", "eval_samples", "eval_samples", NULL, "", NONE, STAT_COUNT},
    {"hf-trainer", "predict_samples", "predict_samples", NULL, "", NONE,
     STAT_COUNT},
    {NULL, "num_input_tokens_seen", "num_input_tokens_seen", NULL, "tok", NONE,
     STAT_COUNT},
    {NULL, "num_tokens", "num_tokens", NULL, "tok", NONE, STAT_COUNT},
    {NULL, "total_flos", "total_flos", "total FLOPs", "", NONE, STAT_SINGLE},
    {NULL, "train_runtime", "train_runtime", NULL, "s", LOWER, STAT_SINGLE},
    {NULL, "eval_runtime", "eval_runtime", NULL, "s", LOWER, STAT_SINGLE},
    {"hf-trainer", "train_samples_per_second", "train_samples_per_second",
     "training speed", "samples/s", HIGHER, STAT_RATE},
    {"hf-trainer", "train_steps_per_second", "train_steps_per_second",
     "training speed", "steps/s", HIGHER, STAT_RATE},
    {"hf-trainer", "eval_samples_per_second", "eval_samples_per_second",
     "evaluation speed", "samples/s", HIGHER, STAT_RATE},
    {"hf-trainer", "eval_steps_per_second", "eval_steps_per_second",
     "evaluation speed", "steps/s", HIGHER, STAT_RATE},
    {NULL, "_runtime", "runtime", NULL, "s", NONE, STAT_LAST},

    {"google-benchmark", "real_time", "real_time", NULL, "ns", LOWER,
     STAT_SINGLE},
    {"google-benchmark", "cpu_time", "cpu_time", NULL, "ns", LOWER,
     STAT_SINGLE},
    {"google-benchmark", "items_per_second", "items_per_second", NULL,
     "items/s", HIGHER, STAT_RATE},
    {"google-benchmark", "bytes_per_second", "bytes_per_second", NULL, "B/s",
     HIGHER, STAT_RATE},
    {"pytest-benchmark", "mean", "time", NULL, "s", LOWER, STAT_MEAN},
    {"pytest-benchmark", "median", "time", NULL, "s", LOWER, STAT_MEDIAN},
    {"pytest-benchmark", "min", "time", NULL, "s", LOWER, STAT_MIN},
    {"pytest-benchmark", "max", "time", NULL, "s", LOWER, STAT_MAX},
    {"pytest-benchmark", "stddev", "time", NULL, "s", NONE, STAT_DEVIATION},
    {"pytest-benchmark", "ops", "ops", "speed", "1/s", HIGHER, STAT_RATE},
    {"pytest-benchmark", "iqr", "time", "time IQR", "s", NONE, STAT_DEVIATION},
    {"pytest-benchmark", "q1", "time", "time Q1", "s", NONE, STAT_SINGLE},
    {"pytest-benchmark", "q3", "time", "time Q3", "s", NONE, STAT_SINGLE},
    {"criterion", "mean", "time", NULL, "ns", LOWER, STAT_MEAN},
    {"criterion", "median", "time", NULL, "ns", LOWER, STAT_MEDIAN},
    {"criterion", "std_dev", "time", NULL, "ns", NONE, STAT_DEVIATION},
    {"criterion", "median_abs_dev", "time", "median absolute deviation", "ns",
     NONE, STAT_DEVIATION},
    {"helm", "mean", "value", NULL, "", BETTER_UNKNOWN, STAT_MEAN},
    {"helm", "min", "value", NULL, "", BETTER_UNKNOWN, STAT_MIN},
    {"helm", "max", "value", NULL, "", BETTER_UNKNOWN, STAT_MAX},
    {"helm", "stddev", "value", NULL, "", NONE, STAT_DEVIATION},
    {"criterion", "slope", "slope", NULL, "ns", LOWER, STAT_SINGLE},

    {"locust", "request_count", "request_count", "requests", "", NONE,
     STAT_COUNT},
    {"locust", "failure_count", "failure_count", "failed requests", "", LOWER,
     STAT_COUNT},
    {"locust", "requests_per_s", "requests_per_s", "request throughput",
     "req/s", HIGHER, STAT_RATE},
    {"locust", "failures_per_s", "failures_per_s", "failures", "req/s", LOWER,
     STAT_RATE},
};

struct suffix {
    const char *text;
    const char *unit;
    enum better better;
};

/* The longer ones first. */
static const struct suffix units[] = {
    {"_tokens_per_second", "tok/s", HIGHER},
    {"_samples_per_second", "samples/s", HIGHER},
    {"_steps_per_second", "steps/s", HIGHER},
    {"_requests_per_second", "req/s", HIGHER},
    {"_bytes_per_second", "B/s", HIGHER},
    {"_per_second", "1/s", HIGHER},
    {"_per_sec", "1/s", HIGHER},
    {"_tok_s", "tok/s", HIGHER},
    {"_req_s", "req/s", HIGHER},
    {"_runtime", "s", LOWER},
    {"_milliseconds", "ms", LOWER},
    {"_seconds", "s", LOWER},
    {"_percent", "%", BETTER_UNKNOWN},
    {"_bytes", "B", BETTER_UNKNOWN},
    {"_msec", "ms", LOWER},
    {"_secs", "s", LOWER},
    {"_sec", "s", LOWER},
    {"_pct", "%", BETTER_UNKNOWN},
    {"_mib", "MiB", BETTER_UNKNOWN},
    {"_gib", "GiB", BETTER_UNKNOWN},
    {"_ms", "ms", LOWER},
    {"_us", "us", LOWER},
    {"_ns", "ns", LOWER},
    {"_mb", "MB", BETTER_UNKNOWN},
    {"_gb", "GB", BETTER_UNKNOWN},
    {"_s", "s", LOWER},
};

static const char *const lower_words[] = {
    "loss",  "latency", "ppl",   "perplexity", "wer",  "cer",      "time",
    "error", "ttft",    "tpot",  "itl",        "e2el", "mse",      "rmse",
    "mae",   "failed",  "fails", "failures",   "bpb",  "duration", "errors"};
static const char *const higher_words[] = {
    "acc",         "accuracy",   "f1",      "bleu",         "rouge",
    "throughput",  "reward",     "rewards", "match",        "goodput",
    "bandwidth",   "precision",  "recall",  "auc",          "mfu",
    "score",       "similarity", "r2",      "faithfulness", "relevancy",
    "correctness", "tflops",     "gflops",  "flops",        "rps",
    "qps",         "tps",        "fps",     "speedup"};

/* ---- Words of a key ---- */

static bool is_separator(char c)
{
    return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             (unsigned char)c >= 0x80);
}

/* A word of the lower-case text is one of the list. "acc_norm" has "acc". */
static bool has_word(struct str text, const char *const *words, size_t count)
{
    size_t start = 0;

    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && !is_separator(text.ptr[i]))
            continue;
        for (size_t k = 0; k < count; k++)
            if (str_is(str_slice(text, start, i), words[k]))
                return true;
        start = i + 1;
    }
    return false;
}

static bool is_digits(struct str s)
{
    bool dot = false;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '.' && !dot && i > 0)
            dot = true;
        else if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    }
    return s.len > 0;
}

/* 99.9 / 100 is not 0.999. */
double metric_share(double percent)
{
    return round(percent * 1e6) / 1e8;
}

bool metric_quantile(struct str text, double *out)
{
    double percent;

    if (text.len > 1 && (text.ptr[0] == 'p' || text.ptr[0] == 'P'))
        text = str_from(text, 1);
    else if (!str_ends(text, STR("%")))
        return false;
    if (str_ends(text, STR("%")))
        text.len--;
    if (str_starts(text, STR("(")) && str_ends(text, STR(")")))
        text = str_slice(text, 1, text.len - 1);
    if (!is_digits(text) || text.len > 8 || !str_to_double(text, &percent) ||
        percent > 100.0)
        return false;
    *out = metric_share(percent);
    return true;
}

static bool read_statistic(struct str word, struct column *column)
{
    static const struct {
        const char *word;
        enum statistic stat;
    } words[] = {{"mean", STAT_MEAN},       {"avg", STAT_MEAN},
                 {"average", STAT_MEAN},    {"median", STAT_MEDIAN},
                 {"min", STAT_MIN},         {"minimum", STAT_MIN},
                 {"max", STAT_MAX},         {"maximum", STAT_MAX},
                 {"std", STAT_DEVIATION},   {"stddev", STAT_DEVIATION},
                 {"stdev", STAT_DEVIATION}, {"std_dev", STAT_DEVIATION},
                 {"stderr", STAT_DEVIATION}};

    for (size_t i = 0; i < PHX_COUNT(words); i++)
        if (str_is(word, words[i].word)) {
            column->stat = words[i].stat;
            return true;
        }
    if (!metric_quantile(word, &column->quantile))
        return false;
    column->stat = STAT_QUANTILE;
    return true;
}

/* Takes a statistic off either end of *base. */
static void take_statistic(struct str *base, struct column *column)
{
    const size_t first = str_chr(*base, '_'), slash = str_rchr(*base, '/');
    size_t last = str_rchr(*base, '_');

    /* "rewards/format_reward/mean", "completions/mean_length" */
    if (slash != STR_NONE && slash > 0 &&
        read_statistic(str_from(*base, slash + 1), column)) {
        *base = str_slice(*base, 0, slash);
        return;
    }
    if (last == STR_NONE)
        last = slash;
    if (first != STR_NONE && first > 0 &&
        read_statistic(str_slice(*base, 0, first), column))
        *base = str_from(*base, first + 1);
    else if (last != STR_NONE && last > 0 &&
             read_statistic(str_from(*base, last + 1), column))
        *base = str_slice(*base, 0, last);
}

/* "output_throughput" → "output throughput", "ttft" → "TTFT". */
static struct str readable(struct arena *arena, struct str base)
{
    static const char *const acronyms[] = {"ttft", "tpot", "itl", "e2el",
                                           "mfu",  "gpu",  "cpu"};
    struct buf out = BUF_INIT;
    struct str rest = base, word;
    bool first = true;

    while (str_split(&rest, '_', &word)) {
        bool upper = false;

        if (word.len == 0)
            continue;
        for (size_t i = 0; i < PHX_COUNT(acronyms); i++)
            upper = upper || str_is(word, acronyms[i]);
        if (!first)
            buf_add_char(&out, ' ');
        buf_add(&out, upper ? text_upper(arena, word) : word);
        first = false;
    }
    if (out.len == 0)
        buf_add(&out, base);
    word = buf_dup(arena, &out);
    buf_deinit(&out);
    return word;
}

static bool find_known(struct arena *arena, struct str tool,
                       struct column *column)
{
    for (size_t i = 0; i < PHX_COUNT(registry); i++) {
        const struct known *k = &registry[i];

        if (!str_is(column->key, k->key) || (k->tool && !str_is(tool, k->tool)))
            continue;
        column->base = str_of(k->base);
        column->label =
            k->label ? str_of(k->label) : readable(arena, str_of(k->base));
        column->unit = str_of(k->unit);
        column->better = k->better;
        column->stat = k->stat;
        return true;
    }
    return false;
}

static bool is_rate(struct str unit)
{
    return str_ends(unit, STR("/s"));
}

void metric_describe(struct arena *arena, struct str tool,
                     struct column *column)
{
    struct str base = text_lower(arena, column->key);
    enum better by_unit = BETTER_UNKNOWN;

    column->role = ROLE_METRIC;
    column->stat = STAT_SINGLE;
    if (find_known(arena, tool, column))
        return;
    if (str_starts(base, STR("timing_s/"))) { /* verl */
        column->unit = STR("s");
        by_unit = LOWER;
    } else if (str_starts(base, STR("timing_per_token_ms/"))) {
        column->unit = STR("ms");
        by_unit = LOWER;
    }
    for (size_t i = 0; i < PHX_COUNT(units); i++) {
        struct str suffix = str_of(units[i].text);

        if (base.len <= suffix.len || !str_ends(base, suffix))
            continue;
        if (column->unit.len == 0)
            column->unit = str_of(units[i].unit);
        by_unit = units[i].better;
        /* "eval_runtime" and "eval_samples_per_second" are two things. */
        if (str_find(suffix, STR("_per_")) == STR_NONE &&
            !str_is(suffix, "_runtime"))
            base = str_slice(base, 0, base.len - suffix.len);
        break;
    }
    take_statistic(&base, column);
    if (is_rate(column->unit))
        by_unit = HIGHER;
    if (column->stat == STAT_DEVIATION)
        column->better = NONE;
    else if (column->better == BETTER_UNKNOWN && by_unit == HIGHER)
        column->better = HIGHER;
    else if (column->better == BETTER_UNKNOWN &&
             has_word(base, lower_words, PHX_COUNT(lower_words)))
        column->better = LOWER;
    else if (column->better == BETTER_UNKNOWN &&
             has_word(base, higher_words, PHX_COUNT(higher_words)))
        column->better = HIGHER;
    else if (column->better == BETTER_UNKNOWN)
        column->better = by_unit;
    column->base = base;
    column->label = readable(arena, base);
}

/* ---- Parameters ---- */

static const char *const param_words[] = {
    "concurrency", "batch",   "threads", "thread", "workers", "seed",   "size",
    "rank",        "tp",      "pp",      "dp",     "ep",      "users",  "vus",
    "len",         "length",  "context", "ctx",    "depth",   "layers", "heads",
    "dim",         "hidden",  "seq",     "n",      "k",       "ngl",    "gpus",
    "devices",     "nodes",   "param",   "params", "version", "year",   "run",
    "connections", "prompts", "shots",   "shot",   "index",   "id",     "port",
    "num",         "qd",      "iodepth", "ubatch", "isl",     "osl"};
static const char *const log_words[] = {
    "concurrency", "batch",  "threads", "len",         "length",
    "context",     "ctx",    "size",    "connections", "seq",
    "users",       "ubatch", "isl",     "osl"};
static const char *const step_words[] = {
    "step",       "epoch",    "iteration",          "iter",       "global_step",
    "_step",      "steps",    "current_steps",      "train_step", "timestamp",
    "time_stamp", "datetime", "trainer/global_step"};

bool metric_names_param(struct str key)
{
    char lower[128];

    if (key.len > sizeof(lower))
        return false;
    for (size_t i = 0; i < key.len; i++)
        lower[i] = key.ptr[i] >= 'A' && key.ptr[i] <= 'Z'
                       ? (char)(key.ptr[i] + ('a' - 'A'))
                       : key.ptr[i];
    /* "Context Precision" is measured, "context" is set. */
    return has_word(str_bytes(lower, key.len), param_words,
                    PHX_COUNT(param_words)) &&
           !has_word(str_bytes(lower, key.len), higher_words,
                     PHX_COUNT(higher_words)) &&
           !has_word(str_bytes(lower, key.len), lower_words,
                     PHX_COUNT(lower_words));
}

bool metric_names_step(struct str key)
{
    for (size_t i = 0; i < PHX_COUNT(step_words); i++)
        if (str_eq_nocase(key, str_of(step_words[i])))
            return true;
    return false;
}

void metric_param(struct arena *arena, struct column *column)
{
    struct str lower = text_lower(arena, column->key);

    column->role = metric_names_step(column->key) ? ROLE_STEP : ROLE_PARAM;
    column->better = BETTER_NONE;
    column->label = readable(arena, column->key);
    column->log_natural = has_word(lower, log_words, PHX_COUNT(log_words));
}
