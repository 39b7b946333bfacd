/* SPDX-License-Identifier: MIT */
/* The table of options. */
#include "options.h"

#include "model/arguments.h"

#define AT(member) offsetof(struct options, member)

static const struct argument items[] = {
    {"model", ARGUMENT_TEXT, AT(model), NULL, NULL, "folder of the model"},
    {"draft", ARGUMENT_TEXT, AT(draft), NULL, NULL,
     "folder of a smaller model that drafts"},
    {"precision", ARGUMENT_CHOICE, AT(precision), "float", "float|int8|nf4",
     "the layers' weights"},
    {"prompt", ARGUMENT_TEXT, AT(prompt), "", NULL, "generate: what to go on"},
    {"samples", ARGUMENT_SIZE, AT(samples), "1", NULL,
     "generate: continuations of the prompt"},
    {"text", ARGUMENT_TEXT, AT(text), NULL, NULL,
     "bench, perplexity: file of text"},
    {"out", ARGUMENT_TEXT, AT(out), NULL, NULL, "bench: file to write"},
    {"format", ARGUMENT_CHOICE, AT(format), "vllm", "vllm|llama-bench",
     "bench: what is measured, and whose format the file has"},
    {"row-file", ARGUMENT_TEXT, AT(row_file), NULL, NULL,
     "CSV file that rows of counts are added to"},
    {"labels", ARGUMENT_TEXT, AT(labels), "", NULL,
     "the rows' first cells: NAME=VALUE,NAME=VALUE"},
    {"cache", ARGUMENT_CHOICE, AT(engine.cache), "paged",
     "paged|contiguous|recompute", "keys and values"},
    {"batching", ARGUMENT_CHOICE, AT(engine.batching), "continuous",
     "continuous|static", "when requests join a batch"},
    {"block", ARGUMENT_SIZE, AT(engine.block_tokens), "16", NULL,
     "tokens of a block of a paged cache"},
    {"cache-bytes", ARGUMENT_SIZE, AT(engine.cache_bytes), "0", NULL,
     "size of the cache at most; 0: for a full batch"},
    {"batch", ARGUMENT_SIZE, AT(engine.batch), "8", NULL,
     "sequences at once at most"},
    {"chunk", ARGUMENT_SIZE, AT(engine.chunk), "64", NULL,
     "prompt tokens a step at most"},
    {"queue", ARGUMENT_SIZE, AT(engine.queue), "1000", NULL,
     "requests that may wait; more are refused"},
    {"drafts", ARGUMENT_SIZE, AT(engine.drafts), "0", NULL,
     "tokens to draft a step, with --draft"},
    {"prefix-cache", ARGUMENT_FLAG, AT(engine.remember), NULL, NULL,
     "remember the blocks of ended sequences"},
    {"deadline", ARGUMENT_NUMBER, AT(engine.deadline), "0", NULL,
     "seconds after which a request is cancelled; 0: never"},
    {"requests", ARGUMENT_SIZE, AT(load.requests), "64", NULL,
     "bench: requests"},
    {"rate", ARGUMENT_NUMBER, AT(load.rate), "0", NULL,
     "bench: requests a second, Poisson; 0: all at once"},
    {"prompt-tokens", ARGUMENT_SIZE, AT(load.prompt_tokens), "64", NULL,
     "bench: mean length of prompts"},
    {"output-tokens", ARGUMENT_SIZE, AT(load.output_tokens), "32", NULL,
     "tokens to generate; bench: their mean"},
    {"shared-tokens", ARGUMENT_SIZE, AT(load.shared_tokens), "0", NULL,
     "bench: tokens that all prompts begin with"},
    {"temperature", ARGUMENT_NUMBER, AT(load.temperature), "0", NULL,
     "of sampling; 0: greedy"},
    {"seed", ARGUMENT_SIZE, AT(load.seed), "1", NULL, "seed"},
    {"concurrency", ARGUMENT_TEXT, AT(concurrency), "0", NULL,
     "bench: requests in flight, N,N,N; 0: any number"},
    {"step-ms", ARGUMENT_NUMBER, AT(step_ms), "0", NULL,
     "bench: count time, so much a step, instead of measuring it"},
    {"goodput-ttft", ARGUMENT_NUMBER, AT(goodput_ttft), "0", NULL,
     "bench: ms to the first token of a good request; 0: any"},
    {"goodput-tpot", ARGUMENT_NUMBER, AT(goodput_tpot), "0", NULL,
     "bench: ms a further token of a good request; 0: any"},
    {"repeats", ARGUMENT_SIZE, AT(repeats), "5", NULL,
     "bench --format llama-bench: repeats"},
};
static const struct argument_table table = {items,
                                            sizeof(items) / sizeof(items[0])};

_Static_assert(sizeof(enum cache_kind) == sizeof(unsigned) &&
                   sizeof(enum batching) == sizeof(unsigned) &&
                   sizeof(enum format) == sizeof(unsigned) &&
                   sizeof(enum precision) == sizeof(unsigned),
               "choices are written as unsigned");

int options_parse(struct options *o, char **args, struct fault *fault)
{
    *o = (struct options){.samples = 1};
    return arguments_parse(o, table, args, fault);
}

void options_help(FILE *out)
{
    arguments_help(table, out);
}

const char *options_cache_name(enum cache_kind kind)
{
    static const char *const names[] = {"paged", "contiguous", "recompute"};
    return names[kind];
}

const char *options_batching_name(enum batching batching)
{
    static const char *const names[] = {"continuous", "static"};
    return names[batching];
}

const char *options_precision_name(enum precision precision)
{
    static const char *const names[] = {"float", "int8", "nf4"};
    return names[precision];
}
