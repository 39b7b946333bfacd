/* SPDX-License-Identifier: MIT */
/* The table of options. */
#include "options.h"

#include "model/arguments.h"

#define AT(member) offsetof(struct options, member)

static const struct argument items[] = {
    {"corpus", ARGUMENT_TEXT, AT(corpus), ".", NULL,
     "folder of C sources and Markdown"},
    {"model", ARGUMENT_TEXT, AT(model), NULL, NULL,
     "folder of the model (pretrain: of the tokenizer)"},
    {"adapter", ARGUMENT_TEXT, AT(adapter), NULL, NULL, "folder of an adapter"},
    {"experts", ARGUMENT_TEXT, AT(experts), NULL, NULL,
     "adapters for code, arithmetic, prose: DIR,DIR,DIR"},
    {"out", ARGUMENT_TEXT, AT(out), NULL, NULL, "folder to write"},
    {"row-file", ARGUMENT_TEXT, AT(row_file), NULL, NULL,
     "CSV file that a row of results is added to"},
    {"labels", ARGUMENT_TEXT, AT(labels), "", NULL,
     "the row's first cells: NAME=VALUE,NAME=VALUE"},
    {"dim", ARGUMENT_SIZE, AT(config.dim), "128", NULL, "model: width"},
    {"layers", ARGUMENT_SIZE, AT(config.layers), "4", NULL, "model: layers"},
    {"heads", ARGUMENT_SIZE, AT(config.heads), "4", NULL, "model: query heads"},
    {"kv-heads", ARGUMENT_SIZE, AT(config.kv_heads), "2", NULL,
     "model: key/value heads"},
    {"ffn", ARGUMENT_SIZE, AT(config.ffn), "352", NULL,
     "model: width of the feed-forward part"},
    {"context", ARGUMENT_SIZE, AT(config.context), "256", NULL,
     "model: longest sequence"},
    {"merges", ARGUMENT_SIZE, AT(merges), "768", NULL, "tokenizer: merges"},
    {"steps", ARGUMENT_SIZE, AT(loop.steps), "200", NULL, "steps"},
    {"batch", ARGUMENT_SIZE, AT(loop.batch), "8", NULL,
     "sequences a step, of all ranks"},
    {"micro", ARGUMENT_SIZE, AT(loop.micro), "0", NULL,
     "sequences a pass of one rank; 0: its share"},
    {"length", ARGUMENT_SIZE, AT(loop.length), "128", NULL,
     "tokens of a sequence"},
    {"warmup", ARGUMENT_SIZE, AT(loop.warmup), "20", NULL, "steps of warm-up"},
    {"rate", ARGUMENT_NUMBER, AT(loop.rate), "0.002", NULL, "learning rate"},
    {"decay", ARGUMENT_NUMBER, AT(loop.decay), "0.1", NULL, "weight decay"},
    {"clip", ARGUMENT_NUMBER, AT(loop.clip), "1", NULL,
     "gradient norm at most; 0: any"},
    {"log-every", ARGUMENT_SIZE, AT(loop.log_every), "10", NULL,
     "steps a row of the journal"},
    {"save-every", ARGUMENT_SIZE, AT(loop.save_every), "0", NULL,
     "steps a checkpoint; 0: none"},
    {"resume", ARGUMENT_FLAG, AT(loop.resume), NULL, NULL,
     "go on from the checkpoint in --out"},
    {"checkpoint-activations", ARGUMENT_FLAG, AT(loop.checkpoint_activations),
     NULL, NULL, "keep layers' inputs only, compute the rest again"},
    {"seed", ARGUMENT_SIZE, AT(loop.seed), "1", NULL, "seed"},
    {"scheme", ARGUMENT_CHOICE, AT(scheme), "data-parallel",
     "data-parallel|zero-1|zero-2|zero-3", "what is sharded over ranks"},
    {"method", ARGUMENT_CHOICE, AT(method), "lora", "full|lora|qlora",
     "tune: what is trained"},
    {"domain", ARGUMENT_CHOICE, AT(domain), "arithmetic",
     "code|arithmetic|prose", "tune: on what"},
    {"precision", ARGUMENT_CHOICE, AT(precision), "float", "float|int8|nf4",
     "evaluate: the layers' weights"},
    {"rank", ARGUMENT_SIZE, AT(rank), "8", NULL, "adapters: rank"},
    {"alpha", ARGUMENT_NUMBER, AT(alpha), "0", NULL,
     "adapters: scale times rank; 0: twice the rank"},
    {"beta", ARGUMENT_NUMBER, AT(beta), "0.1", NULL, "dpo: beta"},
    {"windows", ARGUMENT_SIZE, AT(windows), "16", NULL,
     "held-out sequences a domain"},
    {"seeds", ARGUMENT_SIZE, AT(seeds), "10", NULL, "route: seeds"},
};
static const struct argument_table table = {items,
                                            sizeof(items) / sizeof(items[0])};

_Static_assert(sizeof(enum scheme) == sizeof(unsigned),
               "choices are written as unsigned");

int options_parse(struct options *o, char **args, struct fault *fault)
{
    *o = (struct options){.config = {.rope_base = 10000, .norm_eps = 1e-5}};
    return arguments_parse(o, table, args, fault);
}

void options_help(FILE *out)
{
    arguments_help(table, out);
}
