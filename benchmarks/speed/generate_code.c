/* SPDX-License-Identifier: MIT */
/*
 * Code blocks: for each language a first part, statements to choose from, and a
 * last part, in which placeholders become names, numbers and texts:
 *
 *   @i  a name        @n  a number      @f  a number with a fraction
 *   @T  a type's name @s  a few words   @u  the number that no other block has
 */
#include "generate.h"

#include <ctype.h>

struct language {
    const char *name;
    const char *first;
    const char *last;
    const char *statements[8];
};

static const struct language languages[] = {
    {
        "python",
        "import @i\nfrom @i.@i import @T, @i\n\nRUN = @u\n\n\n"
        "def @i_@i(@i, @i=@n, *, @i: float = @f):\n"
        "    \"\"\"@s.\"\"\"\n",
        "    return @i\n",
        {
            "    for @i, @i in enumerate(@i.@i(@n)):\n"
            "        if @i % @n == 0 and not @i:\n"
            "            @i[@i] += @i * @f\n",
            "    @i = [@i(@i) for @i in @i if @i > @n]  # @s\n",
            "    with open(f\"{@i}/@i-{@i:04d}.json\") as @i:\n"
            "        @i = json.load(@i)[\"@i\"]\n",
            "    try:\n        @i.@i(@i, @i=@f)\n"
            "    except (ValueError, KeyError) as error:\n"
            "        raise RuntimeError(\"@s\") from error\n",
            "    @i = {\"@i\": @n, '@i': @f, \"@i\": None, \"@i\": True}\n",
            "    class @T(@T):\n        def __init__(self, @i):\n"
            "            super().__init__()\n            self.@i = @i or @n\n",
            "    assert @i.shape == (@n, @n), \"@s\"\n",
            "    @i = lambda @i: @i ** @n - @i // @n\n",
        },
    },
    {
        "c",
        "#include <@i.h>\n#include \"@i/@i.h\"\n\n#define LIMIT @uUL\n\n"
        "/* @s. */\nstatic int @i_@i(struct @i *@i, size_t @i)\n{\n"
        "    int rc = 0;\n\n",
        "    return rc;\n}\n",
        {
            "    for (size_t i = 0; i < @i->len; i++)\n"
            "        if (@i->items[i].@i != @n)\n"
            "            @i += (double)@i->items[i].@i * @f;\n",
            "    if (!@i || @i->@i >= LIMIT) {\n"
            "        fprintf(stderr, \"@s: %zu\\n\", @i);\n"
            "        return -@n;\n    }\n",
            "    const char *@i = @i ? @i->@i : \"@i\"; /* @s */\n",
            "    switch (@i->@i) {\n    case @n:\n        rc = @i_@i(@i, @n);\n"
            "        break;\n    case 0x@n:\n        goto out;\n    }\n",
            "    memcpy(@i + @n, &@i->@i[@n], sizeof(*@i) * @n);\n",
            "    uint64_t @i = (uint64_t)@i << @n | ~(@i & 0xff@nu);\n",
            "    while ((@i = @i_@i(@i)) != NULL)\n        @i->@i = @i->@i;\n",
            "    // @s\n    @i[@n] = '\\0';\n",
        },
    },
    {
        "bash",
        "#!/usr/bin/env bash\n# @s\nset -euo pipefail\n\nrun_id=@u\n"
        "@i_dir=\"${1:-/var/@i/@i}\"\n\n",
        "echo \"@s: $run_id\"\n",
        {
            "for @i in \"${@i[@]}\" @n @n; do\n"
            "    @i --@i=\"$@i\" --@i @n | sort -n "
            ">>\"$@i_dir/@i.log\"\ndone\n",
            "if [ ! -f \"$@i_dir/@i.yaml\" ] && [[ $@i -gt @n ]]; then\n"
            "    echo \"@s\" >&2\n    exit @n\nfi\n",
            "@i=$(awk -F, '$@n > @f { print $1 }' \"$@i\" | head -n @n)\n",
            "export @i_@i=@n # @s\n",
            "@i() {\n    local @i=$1\n    (( @i += @n )) || return @n\n}\n",
            "curl -fsS -X POST \"http://localhost:@n/v1/@i\" \\\n"
            "    -H 'Content-Type: application/json' \\\n"
            "    -d '{\"@i\": @n, \"@i\": \"@s\"}'\n",
            "python -m @i.@i --@i @n --@i-@i @f --@i '@i' &\nwait $!\n",
            "grep -c '^@i=[0-9]*$' @i.txt || true\n",
        },
    },
    {
        "json",
        "{\n  \"run\": @u,\n",
        "  \"done\": true\n}\n",
        {
            "  \"@i\": {\"@i\": @n, \"@i\": @f, \"@i\": null},\n",
            "  \"@i_@i\": [@n, @n, @n, @f, -@n],\n",
            "  \"@i\": \"@s\",\n",
            "  \"@i\": [\n    {\"@i\": \"@i\", \"@i\": false},\n"
            "    {\"@i\": \"@i\", \"@i\": @f}\n  ],\n",
            "  \"@i_@i\": @n.@ne-@n,\n",
            "  \"@i\": {\n    \"@i\": {\n      \"@i\": [\"@i\", \"@i\"],\n"
            "      \"@i\": \"\\u4e2d\\n@s\"\n    }\n  },\n",
            "  \"@i.@i\": true,\n",
            "  \"@i\": [],\n",
        },
    },
    {
        "yaml",
        "# @s\nrun: @u\n",
        "enabled: true\n",
        {
            "@i:\n  @i: @n\n  @i: @f\n  @i_@i: \"@s\"\n",
            "@i_@i:\n  - name: @i\n    @i: @n\n  - name: @i\n    @i: null\n",
            "@i: &@i\n  @i: [@n, @n, @i]\n  <<: *@i\n",
            "@i: |\n  @i --@i @n\n  echo @s\n",
            "@i: {@i: @n, @i: yes, @i: '@s'}\n",
            "@i_@i: !@i 2026-0@n-1@n # @s\n",
            "@i:\n  @i:\n    @i:\n      @i: @f\n      @i: ~\n",
            "? @i\n: @n\n",
        },
    },
    {
        "go",
        "package @i\n\nimport (\n\t\"fmt\"\n\t\"@i/@i\"\n)\n\n"
        "const run = @u\n\n// @T is @s.\n"
        "func (@i *@T) @T(@i int, @i []float64) (*@T, error) {\n",
        "\treturn @i, nil\n}\n",
        {
            "\tfor i, @i := range @i {\n\t\tif i%@n == 0 && @i > @f {\n"
            "\t\t\t@i[i] += @i * float64(@n)\n\t\t}\n\t}\n",
            "\tif err := @i.@T(@i, @n); err != nil {\n"
            "\t\treturn nil, fmt.Errorf(\"@s: %w\", err)\n\t}\n",
            "\t@i := make(map[string]@T, @n) // @s\n",
            "\tgo func() {\n\t\tdefer @i.Done()\n\t\t@i <- @i(@n)\n\t}()\n",
            "\tswitch @i := @i.(type) {\n\tcase *@T:\n\t\t@i.@T(@n)\n"
            "\tdefault:\n\t\tpanic(`@s`)\n\t}\n",
            "\ttype @T struct {\n\t\t@T int64 `json:\"@i\"`\n"
            "\t\t@T []byte\n\t}\n",
            "\tselect {\n\tcase @i := <-@i:\n\t\t_ = @i\n"
            "\tcase <-time.After(@n * time.Second):\n\t}\n",
            "\tvar @i, @i = 0x@n, '\\n'\n",
        },
    },
    {
        "rust",
        "use @i::@i::{@T, @T};\n\nconst RUN: u64 = @u;\n\n/// @s.\n"
        "pub fn @i_@i<'a, T: @T>(@i: &'a [T], @i: usize) -> "
        "Result<@T<'a>, @T> {\n",
        "    Ok(@i)\n}\n",
        {
            "    for (i, @i) in @i.iter().enumerate().skip(@n) {\n"
            "        if i % @n == 0 && @i.@i() > @f {\n"
            "            @i[i] += @i as f64 * @f;\n        }\n    }\n",
            "    let mut @i: Vec<u@n> = Vec::with_capacity(@n); // @s\n",
            "    match @i.@i(@n)? {\n        Some(@T::@T(@i)) => @i.push(@i),\n"
            "        None if @i.is_empty() => return Err(@T::@T),\n"
            "        _ => unreachable!(\"@s\"),\n    }\n",
            "    let @i = @i.iter().map(|@i| @i * @n).sum::<u64>();\n",
            "    println!(\"@i: {:>@n} {:?}\", @i, @i);\n",
            "    unsafe { @i.as_ptr().add(@n).write(b'\\n') };\n",
            "    #[derive(Debug, Clone)]\n    struct @T {\n"
            "        @i: Option<String>,\n        @i: [f32; @n],\n    }\n",
            "    while let Some(@i) = @i.pop_front() {\n"
            "        @i ^= @i.rotate_left(@n);\n    }\n",
        },
    },
};

static void put_name(FILE *out, struct random *random)
{
    fputs(word_english(random), out);
    if (random_below(random, 3) == 0)
        fprintf(out, "_%s", word_english(random));
    if (random_below(random, 6) == 0)
        fprintf(out, "%u", random_below(random, 10));
}

static void put_type(FILE *out, struct random *random)
{
    for (unsigned i = random_between(random, 1, 2); i > 0; i--) {
        const char *word = word_english(random);
        fputc(toupper((unsigned char)word[0]), out);
        fputs(word + 1, out);
    }
}

static void put_text(FILE *out, struct random *random)
{
    for (unsigned i = random_between(random, 2, 6); i > 0; i--)
        fprintf(out, "%s%s", word_english(random), i > 1 ? " " : "");
}

static void expand(FILE *out, struct random *random, const char *text,
                   unsigned long unique)
{
    unsigned hundredths;

    for (; *text; text++) {
        if (*text != '@' || !text[1] || text[1] == ']') {
            fputc(*text, out);
            continue;
        }
        switch (*++text) {
        case 'i':
            put_name(out, random);
            break;
        case 'T':
            put_type(out, random);
            break;
        case 's':
            put_text(out, random);
            break;
        case 'n':
            fprintf(out, "%u",
                    random_between(random, 1, 1 + random_rank(random, 4096)));
            break;
        case 'f':
            hundredths = random_below(random, 1000);
            fprintf(out, "%u.%02u", hundredths / 100, hundredths % 100);
            break;
        case 'u':
            fprintf(out, "%lu", unique);
            break;
        }
    }
}

void code_block(FILE *out, struct random *random, unsigned long unique)
{
    const struct language *l =
        &languages[random_below(random, COUNT(languages))];

    fprintf(out, "```%s\n", l->name);
    expand(out, random, l->first, unique);
    for (unsigned i = random_between(random, 2, 8); i > 0; i--)
        expand(out, random,
               l->statements[random_below(random, COUNT(l->statements))],
               unique);
    expand(out, random, l->last, unique);
    fputs("```\n\n", out);
}
