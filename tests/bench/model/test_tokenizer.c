/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/tokenizer.h"

static const char corpus[] =
    "the cat sat on the mat; the rat saw the cat. 12+34=46\n"
    "int main(void)\n{\n    return the_cat(12, 34);\n}\n"
    "\xe4\xb8\xad\xe6\x96\x87 \xe4\xb8\xad\xe6\x96\x87";

static void assert_round_trip(const struct tokenizer *t, const char *text,
                              size_t size)
{
    struct token_list list = {0};
    tokenizer_encode(t, text, size, &list);
    size_t at = 0;
    for (size_t i = 0; i < list.count; i++) {
        size_t n;
        const char *bytes = tokenizer_bytes(t, list.items[i], &n);
        assert_true(at + n <= size);
        assert_memory_equal(bytes, text + at, n);
        at += n;
    }
    assert_int_equal(at, size);
    token_list_release(&list);
}

static void decoding_gives_the_bytes_back(void **state)
{
    (void)state;
    struct tokenizer *t = tokenizer_train(corpus, sizeof(corpus) - 1, 40);
    assert_round_trip(t, corpus, sizeof(corpus) - 1);
    assert_round_trip(t, "", 0);
    assert_round_trip(t, "x", 1);
    assert_round_trip(t, "  \n  the   cat ", 15);
    tokenizer_free(t);
}

static void any_bytes_can_be_encoded(void **state)
{
    (void)state;
    struct tokenizer *t = tokenizer_train(corpus, sizeof(corpus) - 1, 40);
    struct rng rng = {1};
    char noise[4000];
    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (char)rng_below(&rng, 256);
    assert_round_trip(t, noise, sizeof(noise));
    memset(noise, 'a', sizeof(noise)); /* a piece has a largest size */
    assert_round_trip(t, noise, sizeof(noise));
    tokenizer_free(t);
}

/* Of " t", "th" and "he", four times each, " t" has the lower numbers. */
static void first_merge_is_the_most_frequent_lowest_pair(void **state)
{
    (void)state;
    static const char text[] = " the the the the ab ab";
    struct tokenizer *t = tokenizer_train(text, sizeof(text) - 1, 3);
    assert_int_equal(t->merge_count, 3);
    assert_int_equal(t->merges[0].left, ' ');
    assert_int_equal(t->merges[0].right, 't');
    tokenizer_free(t);
}

static void pair_that_occurs_once_is_not_merged(void **state)
{
    (void)state;
    struct tokenizer *t = tokenizer_train("abcdef", 6, 100);
    assert_int_equal(t->merge_count, 0);
    assert_int_equal(tokenizer_vocab(t), 257);
    assert_int_equal(tokenizer_end(t), 256);
    tokenizer_free(t);
}

static void digits_are_tokens_of_their_own(void **state)
{
    (void)state;
    static const char text[] = "1212121212 121212";
    struct tokenizer *t = tokenizer_train(text, sizeof(text) - 1, 10);
    struct token_list list = {0};
    tokenizer_encode(t, "1212", 4, &list);
    assert_int_equal(list.count, 4);
    token_list_release(&list);
    tokenizer_free(t);
}

static void saved_tokenizer_encodes_the_same(void **state)
{
    (void)state;
    char dir[] = "/tmp/bench-tokenizer-XXXXXX";
    assert_non_null(mkdtemp(dir));
    struct tokenizer *t = tokenizer_train(corpus, sizeof(corpus) - 1, 40);
    struct tokenizer *read = NULL;
    struct fault fault;
    assert_int_equal(tokenizer_save(t, dir, &fault), 0);
    assert_int_equal(tokenizer_load(&read, dir, &fault), 0);
    struct token_list a = {0};
    struct token_list b = {0};
    tokenizer_encode(t, corpus, sizeof(corpus) - 1, &a);
    tokenizer_encode(read, corpus, sizeof(corpus) - 1, &b);
    assert_int_equal(a.count, b.count);
    assert_memory_equal(a.items, b.items, a.count * sizeof(*a.items));
    assert_true(a.count < sizeof(corpus) * 3 / 4);
    token_list_release(&a);
    token_list_release(&b);
    tokenizer_free(t);
    tokenizer_free(read);

    char *path = path_join(dir, "tokenizer.json");
    static const char later[] = "{\"merges\": [[1, 256]]}";
    assert_int_equal(file_write(path, later, sizeof(later) - 1, &fault), 0);
    assert_int_equal(tokenizer_load(&read, dir, &fault), -1);
    assert_non_null(strstr(fault.text, "merge 0 is no pair of earlier tokens"));
    unlink(path);
    rmdir(dir);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decoding_gives_the_bytes_back),
        cmocka_unit_test(any_bytes_can_be_encoded),
        cmocka_unit_test(first_merge_is_the_most_frequent_lowest_pair),
        cmocka_unit_test(pair_that_occurs_once_is_not_merged),
        cmocka_unit_test(digits_are_tokens_of_their_own),
        cmocka_unit_test(saved_tokenizer_encodes_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
