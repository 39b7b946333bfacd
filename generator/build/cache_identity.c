/* SPDX-License-Identifier: MIT */
/*
 * The program is known by its build id, which the linker makes of its bytes.
 * The libraries that phx opens when it needs them (libsass, libgit2,
 * JavaScriptCore, Graphviz …) are not opened to ask them: whoever installs or
 * replaces a library rewrites the dynamic linker's cache, and whoever installs
 * a font, whose widths Graphviz reads, changes the fonts' folders.
 */
#include "cache_identity.h"

#include <link.h>
#include <stdlib.h>

/* A number to change when a cached form changes and the program need not. */
#define FORMAT 1u

static const char *const places[] = {
    "/etc/ld.so.cache",       "/etc/ld.so.preload", "/usr/share/fonts",
    "/usr/local/share/fonts", "/etc/fonts",
};

static const char *const variables[] = {
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "FONTCONFIG_FILE",
    "GVBINDIR",
};

/* The notes of the first object, which is the program itself. */
static int find_build_id(struct dl_phdr_info *info, size_t size, void *ctx)
{
    struct hash *h = ctx;

    (void)size;
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[i];
        if (p->p_type != PT_NOTE)
            continue;
        const char *notes = (const char *)(info->dlpi_addr + p->p_vaddr);
        *h = hash_mix_str(*h, str_bytes(notes, p->p_memsz));
    }
    return 1;
}

struct hash cache_identity(void)
{
    struct hash h = hash_bytes(STR(PHX_VERSION));
    struct error err;

    h = hash_mix_int(h, FORMAT);
    dl_iterate_phdr(find_build_id, &h);
    for (size_t i = 0; i < PHX_COUNT(places); i++) {
        struct fs_stat st = {0};
        phx_ignore(fs_stat(places[i], true, &st, &err), "as if not there");
        h = hash_mix_int(h, (uint64_t)st.mtime_ns);
        h = hash_mix_int(h, st.inode);
        h = hash_mix_int(h, st.size);
    }
    for (size_t i = 0; i < PHX_COUNT(variables); i++)
        h = hash_mix_str(h, str_of(getenv(variables[i])));
    return h;
}
