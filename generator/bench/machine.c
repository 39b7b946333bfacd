/* SPDX-License-Identifier: MIT */
/*
 * What can be known of this machine without asking anybody: processor, cores,
 * memory, kernel, compiler, and the accelerator where nvidia-smi answers. What
 * is not known is left out.
 */
#include "machine.h"

#include <sys/utsname.h>
#include <unistd.h>

#define LINE_MOST 1024
#define ANSWER_MOST 4096

/* The text behind "KEY\t: " in a file of /proc. */
static struct str proc_value(struct arena *arena, const char *path,
                             const char *key)
{
    char line[LINE_MOST];
    struct str found = STR("");
    FILE *file = fopen(path, "re"); /* its size is 0: fs_read sees nothing */

    while (file && found.len == 0 && fgets(line, sizeof(line), file)) {
        struct str text = str_of(line);
        const size_t colon = str_chr(text, ':');

        if (colon != STR_NONE &&
            str_is(str_trim(str_slice(text, 0, colon)), key))
            found = str_dup(arena, str_trim(str_from(text, colon + 1)));
    }
    if (file)
        fclose(file);
    return found;
}

/* What a program prints, without its last line break; empty when it is not
 * there or fails. */
static struct str answer(struct arena *arena, const char *const *argv)
{
    struct process_result result;
    struct error err;

    if (process_run(arena, argv, false, ANSWER_MOST, &result, &err) < 0 ||
        result.status != 0)
        return STR("");
    return utf8_repair(arena, str_trim(result.out));
}

static struct str first_line(struct str text)
{
    struct str line = STR("");

    phx_ignore(str_line(&text, &line), "an empty text has no line");
    return str_trim(line);
}

static void put(struct map_builder *facts, const char *key, struct str text)
{
    if (text.len > 0)
        map_builder_put(facts, key, value_str(text));
}

/* "8 × NVIDIA H200" of one line a device. A driver may hang: five seconds. */
static struct str accelerators(struct arena *arena)
{
    static const char *const argv[] = {"nvidia-smi", "--query-gpu=name",
                                       "--format=csv,noheader", NULL};
    struct str text = answer(arena, argv), name = first_line(text), line;
    size_t count = 0;

    while (str_line(&text, &line))
        count += str_trim(line).len > 0;
    return count > 1 ? str_fmt(arena, "%zu × %" STR_FMT, count, STR_ARG(name))
                     : name;
}

static struct str memory(struct arena *arena)
{
    struct str text = proc_value(arena, "/proc/meminfo", "MemTotal");
    const size_t space = str_chr(text, ' ');
    int64_t kib;

    if (space == STR_NONE || !str_to_int(str_slice(text, 0, space), &kib))
        return STR("");
    return str_fmt(arena, "%.0f GiB", (double)kib / 1048576.0);
}

void machine_facts(struct arena *arena, struct map_builder *facts)
{
    const char *compiler = getenv("CC");
    const char *const version[] = {compiler && *compiler ? compiler : "cc",
                                   "--version", NULL};
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct str cpu = proc_value(arena, "/proc/cpuinfo", "model name");
    struct utsname system;

    if (uname(&system) == 0) {
        if (cpu.len == 0)
            cpu = str_dup(arena, str_of(system.machine));
        put(facts, "kernel",
            str_fmt(arena, "%s %s", system.sysname, system.release));
    }
    if (cpu.len > 0 && cores > 0)
        cpu = str_fmt(arena, "%" STR_FMT ", %ld %s", STR_ARG(cpu), cores,
                      cores == 1 ? "core" : "cores");
    put(facts, "machine", cpu);
    put(facts, "memory", memory(arena));
    put(facts, "accelerator", accelerators(arena));
    put(facts, "compiler", first_line(answer(arena, version)));
}
