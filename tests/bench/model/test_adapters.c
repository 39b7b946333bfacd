/* SPDX-License-Identifier: MIT */
/* Adapters: none equals the base, merged equals unmerged, files hold them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/adapters.h"
#include "model/blas.h"
#include "model/pass.h"
#include "tiny.h"

enum { LENGTH = 12 };

struct fixture {
    struct model *model;
    struct adapter_shape shape;
    real *weights; /* of the adapters of layers 1 and 2 */
    int32_t tokens[LENGTH + 1];
    real base[LENGTH]; /* log probabilities before there were adapters */
};

static void log_probabilities(const struct fixture *f, real logp[LENGTH])
{
    struct pass *p = pass_new(
        f->model, &(struct pass_options){.batch = 1, .length = LENGTH});
    struct batch b = {f->tokens, f->tokens + 1, 1, LENGTH};
    pass_forward(p, &b, logp);
    pass_free(p);
}

static void bind(struct fixture *f)
{
    const struct config *c = &f->model->config;
    adapters_attach(f->model, f->shape);
    for (size_t u = 1; u < model_units(c); u++)
        adapters_bind(f->model, u,
                      f->weights +
                          (u - 1) * adapters_unit_size(c, f->shape, 1));
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    f->model = tiny_model(NULL, 3);
    f->shape = (struct adapter_shape){3, 6};
    struct rng rng = {5};
    for (size_t i = 0; i <= LENGTH; i++)
        f->tokens[i] = (int32_t)rng_below(&rng, f->model->config.vocab);
    log_probabilities(f, f->base);
    size_t count = adapters_parameters(&f->model->config, f->shape);
    f->weights = base_calloc(count, sizeof(real));
    for (size_t i = 0; i < count; i++)
        f->weights[i] = (real)(0.3 * rng_normal(&rng));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    model_free(f->model);
    free(f->weights);
    free(f);
    return 0;
}

static void rank_0_is_the_base(void **state)
{
    struct fixture *f = *state;
    real logp[LENGTH];
    bind(f);
    log_probabilities(f, logp);
    assert_memory_not_equal(logp, f->base, sizeof(logp));
    adapters_attach(f->model, (struct adapter_shape){0, 0});
    log_probabilities(f, logp);
    assert_memory_equal(logp, f->base, sizeof(logp));
}

static void new_adapters_change_nothing(void **state)
{
    struct fixture *f = *state;
    const struct config *c = &f->model->config;
    size_t size = adapters_unit_size(c, f->shape, 1);
    for (size_t u = 1; u < model_units(c); u++)
        adapters_initialise(c, f->shape, u, f->weights + (u - 1) * size, 1);
    bind(f);
    real logp[LENGTH];
    log_probabilities(f, logp);
    assert_memory_equal(logp, f->base, sizeof(logp));
}

static void merged_equals_unmerged(void **state)
{
    struct fixture *f = *state;
    real apart[LENGTH];
    real merged[LENGTH];
    bind(f);
    log_probabilities(f, apart);
    adapters_merge(f->model);
    log_probabilities(f, merged);
    for (size_t i = 0; i < LENGTH; i++)
        assert_true(fabsf(apart[i] - merged[i]) < 1e-4F);
}

static void saved_adapter_is_loaded_again(void **state)
{
    struct fixture *f = *state;
    char dir[] = "/tmp/bench-adapter-XXXXXX";
    assert_non_null(mkdtemp(dir));
    const struct config *c = &f->model->config;
    size_t size = adapters_unit_size(c, f->shape, 1);
    real *units[] = {NULL, f->weights, f->weights + size};
    struct fault fault;
    assert_int_equal(adapters_save(c, f->shape, units, dir, &fault), 0);
    real before[LENGTH];
    real after[LENGTH];
    bind(f);
    log_probabilities(f, before);
    adapters_attach(f->model, (struct adapter_shape){0, 0});
    real *loaded = NULL;
    assert_int_equal(adapters_load(f->model, dir, &loaded, &fault), 0);
    log_probabilities(f, after);
    assert_memory_equal(before, after, sizeof(before));
    memory_free(NULL, loaded);

    static const char *const names[] = {"adapter_config.json",
                                        "adapter_model.safetensors"};
    for (size_t i = 0; i < 2; i++) {
        char *path = path_join(dir, names[i]);
        unlink(path);
        free(path);
    }
    rmdir(dir);
}

/* Gradients reach the adapters and nothing else, also over a base in NF4. */
static void only_adapters_are_trained(void **state)
{
    struct fixture *f = *state;
    const struct config *c = &f->model->config;
    size_t size = adapters_unit_size(c, f->shape, 1);
    real *gradients = base_calloc(2 * size, sizeof(real));
    model_quantise(f->model, PRECISION_NF4);
    bind(f);
    for (size_t u = 1; u < 3; u++)
        adapters_bind_gradients(f->model, u, gradients + (u - 1) * size);
    struct pass *p = pass_new(
        f->model, &(struct pass_options){.batch = 1, .length = LENGTH});
    struct batch b = {f->tokens, f->tokens + 1, 1, LENGTH};
    real logp[LENGTH];
    real weight[LENGTH];
    for (size_t i = 0; i < LENGTH; i++)
        weight[i] = 1;
    pass_forward(p, &b, logp);
    pass_backward(p, &b, weight);
    size_t moved = 0;
    for (size_t i = 0; i < 2 * size; i++)
        moved += fabsf(gradients[i]) > 0;
    assert_true(moved > size);
    pass_free(p);
    free(gradients);
}

int main(void)
{
    blas_set_threads(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rank_0_is_the_base, setup, teardown),
        cmocka_unit_test_setup_teardown(new_adapters_change_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(merged_equals_unmerged, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(saved_adapter_is_loaded_again, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(only_adapters_are_trained, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
