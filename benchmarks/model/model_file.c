/* SPDX-License-Identifier: MIT */
/*
 * config.json and model.safetensors, under Hugging Face's names. Weights are
 * float32 in files, whatever `real` is.
 */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "safetensors.h"

static size_t size_member(const struct json *config, const char *key)
{
    double n = json_number(config, key, 0);
    return n > 0 && n < 1e9 ? (size_t)n : 0;
}

int config_load(struct config *c, const char *dir, struct fault *fault)
{
    char *path = path_join(dir, "config.json");
    struct json j;
    int rc = json_load(&j, path, fault);
    if (rc == 0) {
        *c = (struct config){
            .vocab = size_member(&j, "vocab_size"),
            .dim = size_member(&j, "hidden_size"),
            .layers = size_member(&j, "num_hidden_layers"),
            .heads = size_member(&j, "num_attention_heads"),
            .kv_heads = size_member(&j, "num_key_value_heads"),
            .ffn = size_member(&j, "intermediate_size"),
            .context = size_member(&j, "max_position_embeddings"),
            .rope_base = json_number(&j, "rope_theta", 10000),
            .norm_eps = json_number(&j, "rms_norm_eps", 1e-5),
        };
        if (config_check(c, fault) < 0)
            rc = fault_prefix(fault, path);
    }
    json_release(&j);
    free(path);
    return rc;
}

int config_save(const struct config *c, const char *dir, struct fault *fault)
{
    struct json_writer w;
    json_writer_init(&w, false);
    json_open(&w, NULL, '{');
    json_open(&w, "architectures", '[');
    json_write_text(&w, NULL, "LlamaForCausalLM");
    json_close(&w, ']');
    json_write_text(&w, "hidden_act", "silu");
    json_write_number(&w, "hidden_size", (double)c->dim);
    json_write_number(&w, "intermediate_size", (double)c->ffn);
    json_write_number(&w, "max_position_embeddings", (double)c->context);
    json_write_text(&w, "model_type", "llama");
    json_write_number(&w, "num_attention_heads", (double)c->heads);
    json_write_number(&w, "num_hidden_layers", (double)c->layers);
    json_write_number(&w, "num_key_value_heads", (double)c->kv_heads);
    json_write_number(&w, "rms_norm_eps", c->norm_eps);
    json_write_number(&w, "rope_theta", c->rope_base);
    json_write_bool(&w, "tie_word_embeddings", true);
    json_write_text(&w, "torch_dtype", "float32");
    json_write_number(&w, "vocab_size", (double)c->vocab);
    json_close(&w, '}');
    char *path = path_join(dir, "config.json");
    int rc = json_writer_save(&w, path, fault);
    free(path);
    return rc;
}

static int copy_tensor(struct model *m, const struct place *p,
                       const struct safetensors *st, struct fault *fault)
{
    const struct tensor *t = safetensors_find(st, p->name);
    if (t == NULL)
        return fault_set(fault, "tensor %s is missing", p->name);
    size_t rank = p->cols > 0 ? 2 : 1;
    if (t->rank != rank || t->dims[0] != p->rows ||
        (rank == 2 && t->dims[1] != p->cols))
        return fault_set(fault, "tensor %s: not the shape of the configuration",
                         p->name);
    for (size_t i = 0; i < t->count; i++)
        m->owned[p->unit][p->offset + i] = (real)t->data[i];
    return 0;
}

static int load_weights(struct model *m, const char *path, struct fault *fault)
{
    struct safetensors st;
    if (safetensors_read(&st, path, fault) < 0)
        return -1;
    int rc = 0;
    for (size_t i = 0; i < model_places(&m->config) && rc == 0; i++) {
        struct place p = model_place(&m->config, i);
        rc = copy_tensor(m, &p, &st, fault);
    }
    safetensors_release(&st);
    return rc < 0 ? fault_prefix(fault, path) : 0;
}

int model_load(struct model **out, const char *dir, struct memory *memory,
               struct fault *fault)
{
    struct config c;
    if (config_load(&c, dir, fault) < 0)
        return -1;
    struct model *m = model_new(&c, memory);
    model_own(m);
    char *path = path_join(dir, "model.safetensors");
    int rc = load_weights(m, path, fault);
    free(path);
    if (rc < 0)
        model_free(m);
    else
        *out = m;
    return rc;
}

static void fill_tensor(struct tensor *t, const struct place *p,
                        const real *from, float *into)
{
    *t = (struct tensor){.name = strdup(p->name), .rank = p->cols > 0 ? 2 : 1};
    t->dims[0] = p->rows;
    t->dims[1] = p->cols;
    t->count = p->rows * (p->cols > 0 ? p->cols : 1);
    t->data = into;
    for (size_t i = 0; i < t->count; i++)
        into[i] = (float)from[p->offset + i];
}

int model_save(const struct config *c, real *const *units, const char *dir,
               struct fault *fault)
{
    if (folder_make(dir, fault) < 0 || config_save(c, dir, fault) < 0)
        return -1;
    size_t count = model_places(c);
    struct tensor *tensors = base_calloc(count, sizeof(*tensors));
    float *values = base_calloc(model_parameters(c), sizeof(float));
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        struct place p = model_place(c, i);
        fill_tensor(&tensors[i], &p, units[p.unit], values + at);
        at += tensors[i].count;
    }
    char *path = path_join(dir, "model.safetensors");
    int rc = safetensors_write(path, tensors, count, fault);
    free(path);
    for (size_t i = 0; i < count; i++)
        free(tensors[i].name);
    free(values);
    free(tensors);
    return rc;
}
