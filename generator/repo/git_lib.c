/* SPDX-License-Identifier: MIT */
/*
 * Opens libgit2 and resolves its functions, once a process. The table is the
 * room's only global: what it holds is the same for every repo, and the
 * library's own settings are global too.
 */
#include "git_lib.h"

#include <pthread.h>

static const struct library_symbol functions[] = {
#define F(name) {"git_" #name, offsetof(struct git_lib, name)},
    GIT_FUNCTIONS(F)
#undef F
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct git_lib table;
static struct library library = {"libgit2.so." LIBGIT2_SOVERSION, functions,
                                 PHX_COUNT(functions), &table, ""};
static bool loaded;

static void configure(void)
{
    /* What git itself may have switched on and what does not change how
     * objects are read; without this libgit2 refuses the repository. */
    const char *extensions[] = {"partialclone", "worktreeconfig",
                                "preciousobjects", "relativeworktrees"};

    table.libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions,
                       PHX_COUNT(extensions));
    /* git does not hash again what it reads either; this halves the time. */
    table.libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    /* A walk over the history meets a tree twice, next to each other; keeping
     * all of them would cost 10 KB a commit and saves no time. */
    table.libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
                       (size_t)0);
}

static void load(void)
{
    if (!library_open(&library))
        return;
    if (table.libgit2_init() < 0) {
        snprintf(library.why_not, sizeof(library.why_not),
                 "it cannot be initialised");
        return;
    }
    configure();
    loaded = true;
}

const struct git_lib *git_lib(struct error *err)
{
    int rc = pthread_once(&once, load);

    PHX_BUG_ON(rc != 0);
    if (!loaded) {
        phx_fail(err, PHX_ELIBRARY,
                 "cannot open libgit2 (package libgit2-" LIBGIT2_SOVERSION
                 "): %s",
                 library.why_not);
        return NULL;
    }
    return &table;
}

int git_lib_fail(const struct git_lib *lib, enum phx_code code,
                 const char *step, struct error *err)
{
    const git_error *last = lib->error_last();

    return phx_fail(err, code, "%s: %s", step,
                    last ? last->message : "libgit2 failed");
}
