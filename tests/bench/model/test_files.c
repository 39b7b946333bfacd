/* SPDX-License-Identifier: MIT */
/* Files of a model: what is written is read back; what is wrong is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/json.h"
#include "model/safetensors.h"
#include "tiny.h"

/* A folder of its own under the temporary one, with a saved tiny model. */
struct fixture {
    char dir[64];
    struct model *model;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    snprintf(f->dir, sizeof(f->dir), "/tmp/bench-files-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    f->model = tiny_model(NULL, 11);
    struct fault fault;
    assert_int_equal(
        model_save(&f->model->config, f->model->owned, f->dir, &fault), 0);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {"config.json", "model.safetensors"};
    for (size_t i = 0; i < 2; i++) {
        char *path = path_join(f->dir, names[i]);
        unlink(path);
        free(path);
    }
    rmdir(f->dir);
    model_free(f->model);
    free(f);
    return 0;
}

static void saved_model_is_loaded_bit_for_bit(void **state)
{
    struct fixture *f = *state;
    struct model *m = NULL;
    struct fault fault;
    assert_int_equal(model_load(&m, f->dir, NULL, &fault), 0);
    assert_int_equal(m->config.heads, f->model->config.heads);
    for (size_t u = 0; u < model_units(&m->config); u++)
        assert_memory_equal(m->owned[u], f->model->owned[u],
                            model_unit_size(&m->config, u) * sizeof(real));
    model_free(m);
}

static void header_is_padded_to_eight_bytes(void **state)
{
    struct fixture *f = *state;
    char *path = path_join(f->dir, "model.safetensors");
    char *data;
    size_t size;
    struct fault fault;
    assert_int_equal(file_read(path, &data, &size, &fault), 0);
    uint64_t length;
    memcpy(&length, data, sizeof(length));
    assert_int_equal(length % 8, 0);
    assert_int_equal(
        size, 8 + length + model_parameters(&f->model->config) * sizeof(float));
    free(data);
    free(path);
}

/* Loading must fail with a message that has the given words. */
static void expect_fault(const struct fixture *f, const char *words)
{
    struct model *m = NULL;
    struct fault fault;
    assert_int_equal(model_load(&m, f->dir, NULL, &fault), -1);
    if (strstr(fault.text, words) == NULL)
        print_error("%s\n", fault.text);
    assert_non_null(strstr(fault.text, words));
}

static void write_weights(const struct fixture *f, const void *data,
                          size_t size)
{
    char *path = path_join(f->dir, "model.safetensors");
    struct fault fault;
    assert_int_equal(file_write(path, data, size, &fault), 0);
    free(path);
}

static void cut_checkpoint_is_named_at_every_length(void **state)
{
    struct fixture *f = *state;
    char *path = path_join(f->dir, "model.safetensors");
    char *data;
    size_t size;
    struct fault fault;
    assert_int_equal(file_read(path, &data, &size, &fault), 0);
    write_weights(f, data, 0);
    expect_fault(f, "cut, or no safetensors");
    write_weights(f, data, 7);
    expect_fault(f, "cut, or no safetensors");
    write_weights(f, data, 100);
    expect_fault(f, "cut, or no safetensors");
    write_weights(f, data, size - 4);
    expect_fault(f, "lies outside the file");
    free(data);
    free(path);
}

static void tensor_of_another_shape_is_named(void **state)
{
    struct fixture *f = *state;
    struct config c = f->model->config;
    struct fault fault;
    c.ffn = 24;
    assert_int_equal(config_save(&c, f->dir, &fault), 0);
    expect_fault(f, "mlp.gate_proj.weight: not the shape");
}

static void missing_tensor_is_named(void **state)
{
    struct fixture *f = *state;
    struct config c = f->model->config;
    struct fault fault;
    c.layers = 3;
    assert_int_equal(config_save(&c, f->dir, &fault), 0);
    expect_fault(f, "model.layers.2.input_layernorm.weight is missing");
}

static void heads_that_do_not_divide_are_refused(void **state)
{
    struct fixture *f = *state;
    struct config c = f->model->config;
    struct fault fault;
    c.kv_heads = 3;
    assert_int_equal(config_save(&c, f->dir, &fault), 0);
    expect_fault(f, "no multiple of 3 kv_heads");
}

static void numbers_are_written_as_short_as_they_can_be_read(void **state)
{
    (void)state;
    struct json_writer w;
    json_writer_init(&w, true);
    json_open(&w, NULL, '[');
    json_write_number(&w, NULL, 0.1);
    json_write_number(&w, NULL, 3);
    json_write_number(&w, NULL, 1.0 / 3);
    json_close(&w, ']');
    size_t size;
    char *text = json_writer_take(&w, &size);
    assert_string_equal(text, "[0.1, 3, 0.3333333333333333]");
    free(text);
}

static void written_json_is_read_back(void **state)
{
    (void)state;
    struct json_writer w;
    json_writer_init(&w, false);
    json_open(&w, NULL, '{');
    json_write_text(&w, "text", "a \"b\" \\ \n\x01 é");
    json_open(&w, "empty", '[');
    json_close(&w, ']');
    json_write_bool(&w, "yes", true);
    json_write_null(&w, "nothing");
    json_close(&w, '}');
    size_t size;
    char *text = json_writer_take(&w, &size);
    struct json j;
    struct fault fault;
    assert_int_equal(json_parse(&j, text, size, &fault), 0);
    assert_string_equal(json_get(&j, "text")->text, "a \"b\" \\ \n\x01 é");
    assert_int_equal(json_get(&j, "empty")->count, 0);
    assert_int_equal(json_get(&j, "nothing")->kind, JSON_NULL);
    json_release(&j);
    free(text);
}

static void bad_json_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",        "{",     "[1,]", "{\"a\"}",
                                        "[1] 2",   "\"a",   "[-]",  "{1:2}",
                                        "\"\\x\"", "[1 2]", "nul"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct json j;
        struct fault fault;
        assert_int_equal(json_parse(&j, texts[i], strlen(texts[i]), &fault),
                         -1);
    }
    char deep[200];
    memset(deep, '[', sizeof(deep));
    struct json j;
    struct fault fault;
    assert_int_equal(json_parse(&j, deep, sizeof(deep), &fault), -1);
    assert_non_null(strstr(fault.text, "too deep"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(saved_model_is_loaded_bit_for_bit,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(header_is_padded_to_eight_bytes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(cut_checkpoint_is_named_at_every_length,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(tensor_of_another_shape_is_named, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(missing_tensor_is_named, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(heads_that_do_not_divide_are_refused,
                                        setup, teardown),
        cmocka_unit_test(numbers_are_written_as_short_as_they_can_be_read),
        cmocka_unit_test(written_json_is_read_back),
        cmocka_unit_test(bad_json_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
