/* SPDX-License-Identifier: MIT */
/* Hashes: published values, order in mixing, SHA-384 at its block edges. */
#include "unit.h"

static void xxh3_has_its_published_values(void **state)
{
    struct arena *arena = *state;
    assert_text(hash_hex(arena, hash_bytes(STR(""))),
                "99aa06d3014798d86001c324468d497f");
    assert_true(hash_short(STR("")) == 0x2d06800538d394c2u);
}

static void equal_bytes_have_equal_hashes(void **state)
{
    struct arena *arena = *state;
    assert_true(hash_eq(hash_bytes(STR("page")),
                        hash_bytes(str_cat(arena, STR("pa"), STR("ge")))));
    assert_false(hash_eq(hash_bytes(STR("page")), hash_bytes(STR("pagf"))));
}

static void mixing_depends_on_order(void **state)
{
    (void)state;
    struct hash a = hash_bytes(STR("a"));
    struct hash b = hash_bytes(STR("b"));
    assert_false(hash_eq(hash_mix(a, b), hash_mix(b, a)));
    assert_true(hash_eq(hash_mix_str(a, STR("b")), hash_mix(a, b)));
    assert_false(hash_eq(hash_mix_int(a, 1), hash_mix_int(a, 2)));
}

/* From another implementation (Python's hashlib). */
static void sha384_is_right_at_the_edges_of_blocks(void **state)
{
    struct arena *arena = *state;
    static const struct {
        size_t len;
        const char *base64;
    } cases[] = {
        {0, "OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"},
        {111,
         "PDeVUFHLXDAm+U1VHVteKsONVyrk4HFyCF/tgfhGa4+Q3COo/83qC42OWOj9rMgK"},
        {112,
         "GH1OB8swYQPGmWe/VE0N++kEJXdZnHPDMKvAy2TGEjbV7VZe4ZEZ2MMXeaOPeR/N"},
        {127,
         "m9BrF2PCz3rvQOeV3GW8ltWcQbU3861y6979SFR2tXF8Gus3wyf+nBgxsSue/Qiu"},
        {128,
         "7bEnMKNmCYs7K+rHWjvvGwlpsVxI4hY8I9lplPjRvvdgx+J/PEZNOCn1bA1TgIsL"},
        {1000,
         "9USAaJxrCxHQMDKF2agbIak7ymulobRHJ2XcpNpF7jKAgtRpxlDNO2GxbTJmq4zt"},
    };
    char text[1000];
    memset(text, 'a', sizeof(text));
    for (size_t i = 0; i < PHX_COUNT(cases); i++)
        assert_text(hash_sha384_base64(arena, (struct str){text, cases[i].len}),
                    cases[i].base64);
    assert_text(
        hash_sha384_base64(arena, STR("abc")),
        "ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(xxh3_has_its_published_values),
        TEST(equal_bytes_have_equal_hashes),
        TEST(mixing_depends_on_order),
        TEST(sha384_is_right_at_the_edges_of_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
