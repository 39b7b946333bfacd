/* SPDX-License-Identifier: MIT */
/* The keys, in the order in which the two tools write them. */
#include "report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The last part of a path: folders of this machine are nobody's business. */
static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static struct tm date_now(void)
{
    time_t now = time(NULL);
    struct tm t;
    gmtime_r(&now, &t);
    return t;
}

/* ---- vLLM -------------------------------------------------------------------
 */

static void write_measure(struct json_writer *w, const char *name,
                          const struct measure *m)
{
    const struct {
        const char *prefix;
        double value;
    } parts[] = {{"mean", m->mean},
                 {"median", m->median},
                 {"std", m->deviation},
                 {"p99", m->p99}};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        char key[40];
        snprintf(key, sizeof(key), "%s_%s_ms", parts[i].prefix, name);
        json_write_number(w, key, parts[i].value);
    }
}

static void write_settings(struct json_writer *w, const struct options *o)
{
    json_write_text(w, "cache", options_cache_name(o->engine.cache));
    json_write_text(w, "batching", options_batching_name(o->engine.batching));
    json_write_text(w, "precision", options_precision_name(o->precision));
    json_write_text(w, "clock", o->step_ms > 0 ? "counted" : "measured");
    const struct {
        const char *key;
        size_t value;
    } sizes[] = {{"max_num_seqs", o->engine.batch},
                 {"block_size", o->engine.block_tokens},
                 {"prompt_chunk", o->engine.chunk},
                 {"drafts", o->engine.drafts},
                 {"queue_limit", o->engine.queue},
                 {"load_seed", o->load.seed}};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char text[24];
        snprintf(text, sizeof(text), "%zu", sizes[i].value);
        json_write_text(w, sizes[i].key, text);
    }
}

static void write_or_null(struct json_writer *w, const char *key, bool given,
                          double value)
{
    if (given)
        json_write_number(w, key, value);
    else
        json_write_null(w, key);
}

void report_serving(struct json_writer *w, const struct session *s,
                    const struct serving *r)
{
    const struct options *o = s->options;
    double duration = r->duration > 0 ? r->duration : 1;
    double out = (double)r->output_tokens;
    json_open(w, NULL, '{');
    char date[24];
    struct tm now = date_now();
    strftime(date, sizeof(date), "%Y%m%d-%H%M%S", &now);
    json_write_text(w, "date", date);
    json_write_text(w, "backend", "phx-infer");
    json_write_text(w, "model_id", last_part(o->model));
    json_write_number(w, "num_prompts", (double)o->load.requests);
    write_settings(w, o);
    if (o->load.rate > 0)
        json_write_number(w, "request_rate", o->load.rate);
    else
        json_write_text(w, "request_rate", "inf");
    json_write_number(w, "burstiness", 1);
    write_or_null(w, "max_concurrency", r->concurrency > 0,
                  (double)r->concurrency);
    json_write_number(w, "duration", r->duration);
    json_write_number(w, "completed", (double)r->completed);
    json_write_number(w, "failed", (double)r->failed);
    json_write_number(w, "total_input_tokens", (double)r->prompt_tokens);
    json_write_number(w, "total_output_tokens", out);
    json_write_number(w, "request_throughput", (double)r->completed / duration);
    write_or_null(w, "request_goodput",
                  o->goodput_ttft > 0 || o->goodput_tpot > 0,
                  (double)r->good / duration);
    json_write_number(w, "output_throughput", out / duration);
    json_write_number(w, "total_token_throughput",
                      (out + (double)r->prompt_tokens) / duration);
    json_write_number(w, "max_output_tokens_per_s", (double)r->best_second);
    json_write_number(w, "max_concurrent_requests", (double)r->in_flight);
    write_measure(w, "ttft", &r->ttft);
    write_measure(w, "tpot", &r->tpot);
    write_measure(w, "itl", &r->itl);
    write_measure(w, "e2el", &r->e2el);
    json_close(w, '}');
}

/* ---- llama-bench ------------------------------------------------------------
 */

static void write_processor(struct json_writer *w)
{
    char line[256];
    char name[200] = "unknown";
    FILE *f = fopen("/proc/cpuinfo", "re");
    while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
        if (sscanf(line, "model name%*[ \t]: %199[^\n]", name) == 1)
            break;
    }
    if (f != NULL)
        fclose(f);
    json_write_text(w, "cpu_info", name);
}

static void write_model(struct json_writer *w, const struct session *s)
{
    const struct options *o = s->options;
    const struct config *c = &s->model->config;
    char type[80];
    snprintf(type, sizeof(type), "llama %zu layers %s", c->layers,
             options_precision_name(o->precision));
    json_write_text(w, "model_filename", last_part(o->model));
    json_write_text(w, "model_type", type);
    json_write_number(w, "model_size", (double)model_weight_bytes(s->model));
    json_write_number(w, "model_n_params", (double)model_parameters(c));
    json_write_number(w, "n_batch", (double)c->context);
    json_write_number(w, "n_ubatch", (double)c->context);
    json_write_number(w, "n_threads", 1);
    json_write_text(w, "type_k", "f32");
    json_write_text(w, "type_v", "f32");
    json_write_number(w, "n_gpu_layers", 0);
}

static void write_sample(struct json_writer *w, const struct speed *r,
                         const char *unit, bool rates)
{
    double tokens = (double)(r->prompt + r->generated);
    double n = (double)r->repeats;
    double mean = 0;
    double squares = 0;
    char key[24];
    for (size_t i = 0; i < r->repeats; i++)
        mean += (rates ? 1e9 * tokens / r->ns[i] : r->ns[i]) / n;
    for (size_t i = 0; i < r->repeats; i++)
        squares += pow((rates ? 1e9 * tokens / r->ns[i] : r->ns[i]) - mean, 2);
    snprintf(key, sizeof(key), "avg_%s", unit);
    json_write_number(w, key, mean);
    snprintf(key, sizeof(key), "stddev_%s", unit);
    json_write_number(w, key, n > 1 ? sqrt(squares / (n - 1)) : 0);
}

static void write_list(struct json_writer *w, const struct speed *r,
                       const char *key, bool rates)
{
    double tokens = (double)(r->prompt + r->generated);
    json_open(w, key, '[');
    for (size_t i = 0; i < r->repeats; i++)
        json_write_number(w, NULL, rates ? 1e9 * tokens / r->ns[i] : r->ns[i]);
    json_close(w, ']');
}

void report_speed(struct json_writer *w, const struct session *s,
                  const struct speed *r)
{
    json_open(w, NULL, '{');
    json_write_text(w, "build_commit", "phx-infer");
    json_write_number(w, "build_number", 0);
    write_processor(w);
    json_write_text(w, "gpu_info", "");
    json_write_text(w, "backends", "OpenBLAS");
    write_model(w, s);
    json_write_number(w, "n_prompt", (double)r->prompt);
    json_write_number(w, "n_gen", (double)r->generated);
    json_write_number(w, "n_depth", 0);
    char date[24];
    struct tm now = date_now();
    strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &now);
    json_write_text(w, "test_time", date);
    write_sample(w, r, "ns", false);
    write_sample(w, r, "ts", true);
    write_list(w, r, "samples_ns", false);
    write_list(w, r, "samples_ts", true);
    json_close(w, '}');
}
