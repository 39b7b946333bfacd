/* SPDX-License-Identifier: MIT */
/*
 * In how many files of a folder does CommonMark leave stars as text because
 * Chinese punctuation stands beside them? Renders each Markdown file twice,
 * without and with phx's rule, counts <strong>, <em> and <del>, and writes one
 * row of CSV. With -l it prints a line of each file that differs. The post is
 * content/posts/chinese-emphasis.md.
 *
 * The rule alone is compared, so this includes a private header of markdown/.
 */
#include "markdown/parse.h"

#include <ftw.h>
#include <stdio.h>
#include <unistd.h>

struct counts {
    unsigned files, cjk, marked, changed, gained, lost;
    unsigned long long bytes;
};

/* nftw passes no pointer. */
static struct counts counts;
static bool list;

static unsigned count(struct str html, const char *tag)
{
    unsigned n = 0;

    for (size_t at = 0; (at = str_find_from(html, str_of(tag), at)) != STR_NONE;
         at++)
        n++;
    return n;
}

static unsigned emphases(struct str html)
{
    return count(html, "<strong>") + count(html, "<em>") + count(html, "<del>");
}

static bool has_cjk(struct str text)
{
    size_t pos = 0;

    while (pos < text.len) {
        uint32_t c = utf8_next(text, &pos);
        if (c >= 0x4E00 && c <= 0x9FFF)
            return true;
    }
    return false;
}

/* Without "---" lines and what stands between them. */
static struct str body_of(struct str text)
{
    size_t end;

    if (!str_starts(text, STR("---\n")))
        return text;
    end = str_find_from(text, STR("\n---\n"), 4);
    return end == STR_NONE ? text : str_from(text, end + 5);
}

static struct str rendered(struct arena *arena, struct str text)
{
    static const struct str extensions[] = {STR_INIT("table"),
                                            STR_INIT("strikethrough")};
    static const struct str options[] = {STR_INIT("unsafe")};

    return markdown_gfm_html(arena, text, extensions, 2, options, 1);
}

/* The first line that differs, as phx renders it. */
static void print_difference(const char *path, struct str before,
                             struct str after)
{
    struct str a, b;

    while (str_line(&before, &a) && str_line(&after, &b))
        if (!str_eq(a, b)) {
            printf("%s\n  - %.*s\n  + %.*s\n", path, (int)a.len, a.ptr,
                   (int)b.len, b.ptr);
            return;
        }
}

static void compare(struct arena *arena, const char *path, struct str text)
{
    bool marked;

    cmark_memory_begin();
    struct str with = str_dup(arena, emphasis_mark(text, &marked));
    cmark_memory_end();
    if (!marked)
        return;
    counts.marked++;
    struct str before = rendered(arena, text);
    struct str after =
        str_replace(arena, rendered(arena, with), STR("\xEF\xB7\x90"), STR(""));
    unsigned was = emphases(before), is = emphases(after);
    counts.changed += !str_eq(before, after);
    counts.gained += is > was ? is - was : 0;
    counts.lost += was > is ? was - is : 0;
    if (list && !str_eq(before, after))
        print_difference(path, before, after);
}

static int visit(const char *path, const struct stat *info, int type,
                 struct FTW *place)
{
    struct str ext = path_ext(str_of(path)), text;
    struct arena arena;
    struct error err;

    (void)info, (void)place;
    if (type != FTW_F || (!str_is(ext, "md") && !str_is(ext, "mdx")))
        return 0;
    arena_init(&arena);
    if (fs_read(&arena, path, 64u << 20, &text, &err) == 0) {
        counts.files++;
        counts.bytes += text.len;
        counts.cjk += has_cjk(text);
        compare(&arena, path, body_of(text));
    }
    arena_deinit(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    struct error err;

    list = argc > 1 && strcmp(argv[1], "-l") == 0;
    argc -= list, argv += list;
    if (argc != 3) {
        fprintf(stderr, "emphasis [-l] NAME FOLDER\n");
        return 2;
    }
    if (markdown_init(&err) < 0 || nftw(argv[2], visit, 16, FTW_PHYS) != 0)
        return 1;
    if (list)
        return 0;
    if (lseek(STDOUT_FILENO, 0, SEEK_END) <= 0)
        puts("set,files,cjk_files,bytes,candidates,changed,gained,lost");
    printf("%s,%u,%u,%llu,%u,%u,%u,%u\n", argv[1], counts.files, counts.cjk,
           counts.bytes, counts.marked, counts.changed, counts.gained,
           counts.lost);
    return 0;
}
