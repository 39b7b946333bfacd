/* SPDX-License-Identifier: MIT */
/* A table of options, and one loop over the arguments. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

enum option_kind {
    OPTION_TEXT,
    OPTION_SIZE,
    OPTION_NUMBER,
    OPTION_FLAG,
    OPTION_CHOICE
};

struct option {
    const char *name;
    enum option_kind kind;
    size_t offset;        /* in struct options */
    const char *standard; /* the default, as it would be typed; NULL: none */
    const char *choices;  /* "a|b|c", numbered from 0 */
    const char *help;
};

#define AT(member) offsetof(struct options, member)

static const struct option table[] = {
    {"corpus", OPTION_TEXT, AT(corpus), ".", NULL,
     "folder of C sources and Markdown"},
    {"model", OPTION_TEXT, AT(model), NULL, NULL,
     "folder of the model (pretrain: of the tokenizer)"},
    {"adapter", OPTION_TEXT, AT(adapter), NULL, NULL, "folder of an adapter"},
    {"experts", OPTION_TEXT, AT(experts), NULL, NULL,
     "adapters for code, arithmetic, prose: DIR,DIR,DIR"},
    {"out", OPTION_TEXT, AT(out), NULL, NULL, "folder to write"},
    {"row-file", OPTION_TEXT, AT(row_file), NULL, NULL,
     "CSV file that a row of results is added to"},
    {"labels", OPTION_TEXT, AT(labels), "", NULL,
     "the row's first cells: NAME=VALUE,NAME=VALUE"},
    {"dim", OPTION_SIZE, AT(config.dim), "128", NULL, "model: width"},
    {"layers", OPTION_SIZE, AT(config.layers), "4", NULL, "model: layers"},
    {"heads", OPTION_SIZE, AT(config.heads), "4", NULL, "model: query heads"},
    {"kv-heads", OPTION_SIZE, AT(config.kv_heads), "2", NULL,
     "model: key/value heads"},
    {"ffn", OPTION_SIZE, AT(config.ffn), "352", NULL,
     "model: width of the feed-forward part"},
    {"context", OPTION_SIZE, AT(config.context), "256", NULL,
     "model: longest sequence"},
    {"merges", OPTION_SIZE, AT(merges), "768", NULL, "tokenizer: merges"},
    {"steps", OPTION_SIZE, AT(loop.steps), "200", NULL, "steps"},
    {"batch", OPTION_SIZE, AT(loop.batch), "8", NULL,
     "sequences a step, of all ranks"},
    {"micro", OPTION_SIZE, AT(loop.micro), "0", NULL,
     "sequences a pass of one rank; 0: its share"},
    {"length", OPTION_SIZE, AT(loop.length), "128", NULL,
     "tokens of a sequence"},
    {"warmup", OPTION_SIZE, AT(loop.warmup), "20", NULL, "steps of warm-up"},
    {"rate", OPTION_NUMBER, AT(loop.rate), "0.002", NULL, "learning rate"},
    {"decay", OPTION_NUMBER, AT(loop.decay), "0.1", NULL, "weight decay"},
    {"clip", OPTION_NUMBER, AT(loop.clip), "1", NULL,
     "gradient norm at most; 0: any"},
    {"log-every", OPTION_SIZE, AT(loop.log_every), "10", NULL,
     "steps a row of the journal"},
    {"save-every", OPTION_SIZE, AT(loop.save_every), "0", NULL,
     "steps a checkpoint; 0: none"},
    {"resume", OPTION_FLAG, AT(loop.resume), NULL, NULL,
     "go on from the checkpoint in --out"},
    {"checkpoint-activations", OPTION_FLAG, AT(loop.checkpoint_activations),
     NULL, NULL, "keep layers' inputs only, compute the rest again"},
    {"seed", OPTION_SIZE, AT(loop.seed), "1", NULL, "seed"},
    {"scheme", OPTION_CHOICE, AT(scheme), "data-parallel",
     "data-parallel|zero-1|zero-2|zero-3", "what is sharded over ranks"},
    {"method", OPTION_CHOICE, AT(method), "lora", "full|lora|qlora",
     "tune: what is trained"},
    {"domain", OPTION_CHOICE, AT(domain), "arithmetic", "code|arithmetic|prose",
     "tune: on what"},
    {"precision", OPTION_CHOICE, AT(precision), "float", "float|int8|nf4",
     "evaluate: the layers' weights"},
    {"rank", OPTION_SIZE, AT(rank), "8", NULL, "adapters: rank"},
    {"alpha", OPTION_NUMBER, AT(alpha), "0", NULL,
     "adapters: scale times rank; 0: twice the rank"},
    {"beta", OPTION_NUMBER, AT(beta), "0.1", NULL, "dpo: beta"},
    {"windows", OPTION_SIZE, AT(windows), "16", NULL,
     "held-out sequences a domain"},
    {"seeds", OPTION_SIZE, AT(seeds), "10", NULL, "route: seeds"},
};
enum { OPTION_COUNT = sizeof(table) / sizeof(table[0]) };

static const struct option *find_option(const char *name)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

/* The number of `value` among "a|b|c", or −1. */
static int choice_of(const char *choices, const char *value)
{
    size_t n = strlen(value);
    for (int i = 0; choices != NULL; i++) {
        const char *bar = strchr(choices, '|');
        size_t length = bar != NULL ? (size_t)(bar - choices) : strlen(choices);
        if (length == n && memcmp(choices, value, n) == 0)
            return i;
        choices = bar != NULL ? bar + 1 : NULL;
    }
    return -1;
}

static int set_number(char *member, const struct option *option,
                      const char *value, struct fault *fault)
{
    char *stop;
    double number = strtod(value, &stop);
    bool good = stop != value && *stop == '\0' && number >= 0 && number < 1e12;
    if (option->kind == OPTION_SIZE) {
        good = good && !(number > (double)(size_t)number);
        *(size_t *)(void *)member = good ? (size_t)number : 0;
    } else {
        *(double *)(void *)member = good ? number : 0;
    }
    return good ? 0
                : fault_set(fault, "--%s: not a number it can be: %s",
                            option->name, value);
}

static int set_option(struct options *o, const struct option *option,
                      const char *value, struct fault *fault)
{
    char *member = (char *)o + option->offset;
    switch (option->kind) {
    case OPTION_TEXT:
        *(const char **)(void *)member = value;
        return 0;
    case OPTION_FLAG:
        *(bool *)(void *)member = true;
        return 0;
    case OPTION_CHOICE: {
        int choice = choice_of(option->choices, value);
        if (choice < 0)
            return fault_set(fault, "--%s: one of %s, not %s", option->name,
                             option->choices, value);
        *(unsigned *)(void *)member = (unsigned)choice;
        return 0;
    }
    case OPTION_SIZE:
    case OPTION_NUMBER:
        return set_number(member, option, value, fault);
    }
    return -1;
}

_Static_assert(sizeof(enum scheme) == sizeof(unsigned),
               "choices are written as unsigned");

int options_parse(struct options *o, char **args, struct fault *fault)
{
    *o = (struct options){.config = {.rope_base = 10000, .norm_eps = 1e-5}};
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (table[i].standard != NULL &&
            set_option(o, &table[i], table[i].standard, fault) < 0)
            return -1;
    }
    for (; *args != NULL; args++) {
        const struct option *option =
            strncmp(*args, "--", 2) == 0 ? find_option(*args + 2) : NULL;
        if (option == NULL)
            return fault_set(fault, "unknown option %s", *args);
        const char *value = NULL;
        if (option->kind != OPTION_FLAG) {
            value = *++args;
            if (value == NULL)
                return fault_set(fault, "--%s needs a value", option->name);
        }
        if (set_option(o, option, value, fault) < 0)
            return -1;
    }
    return 0;
}

void options_help(FILE *out)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const struct option *p = &table[i];
        char left[64];
        snprintf(left, sizeof(left), "--%s %s", p->name,
                 p->choices != NULL       ? p->choices
                 : p->kind == OPTION_TEXT ? "TEXT"
                 : p->kind == OPTION_FLAG ? ""
                                          : "N");
        fprintf(out, "  %-32s %s", left, p->help);
        if (p->standard != NULL)
            fprintf(out, " [%s]", p->standard);
        fputc('\n', out);
    }
}

int options_need(const char *value, const char *name, struct fault *fault)
{
    return value != NULL ? 0 : fault_set(fault, "--%s is needed", name);
}
