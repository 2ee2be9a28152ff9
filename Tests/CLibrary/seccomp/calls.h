/* The list of the system calls, and how the documentation shows it. */
#ifndef CALLS_H
#define CALLS_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

/* Newer than some headers, and what newer architectures have instead. */
#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449
#endif
#ifndef SYS_cachestat
#define SYS_cachestat 451
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif
#ifndef SYS_unlink
#define SYS_unlink SYS_unlinkat
#define SYS_chmod SYS_fchmodat
#define SYS_readlink SYS_readlinkat
#endif

enum role { EVERY, QUEUE, CALLER, CONTROL, WORKER, IO, PAGES, WATCHER, NODE, HELPER, ROLES };
/* Which programs need a call: all, those with an engine, those with a manager. RARELY: not each time, nor on each machine. */
enum {
    ALWAYS = 0, IO_URING = 1, NATIVE = 2, THREADS = 4, FLOCK = 8, SQLITE = 16, QEMU_HELPER = 32, RARELY = 64,
    SHARED = FLOCK | SQLITE, ENGINES = IO_URING | NATIVE | THREADS, MANAGERS = SHARED | QEMU_HELPER
};

struct call {
    enum role role;
    /* Only before hf_seal(). */
    bool early;
    unsigned needs;
    int number;
    const char *name;
};

static const struct call calls[] = {
#define CALL(role, needs, name) {role, false, needs, SYS_##name, #name},
#define EARLY(role, needs, name) {role, true, needs, SYS_##name, #name},
#include "calls.def"
#undef CALL
#undef EARLY
};
enum { CALLS = sizeof calls / sizeof *calls, MOST_CALLS = 512 };

/* The role of a thread by its name; ROLES for one that shouldn't be. */
static inline enum role role_of(const char *name)
{
    static const struct { const char *begin; enum role role; } names[] = {
        {"hf-control", CONTROL}, {"hf-worker", WORKER}, {"hf-io", IO}, {"io7", IO}, {"pr-pages", PAGES},
        {"gate-watcher", WATCHER}, {"pr-helper0", HELPER}, {"pr-disk", NODE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(name, names[i].begin, strlen(names[i].begin)) == 0)
            return names[i].role;
    return ROLES;
}

/* True when programs that have these engines and managers need a call. */
static inline bool is_needed(const struct call *call, unsigned has)
{
    unsigned engines = call->needs & ENGINES, managers = call->needs & MANAGERS;
    return (engines == 0 || (engines & has) != 0) && (managers == 0 || (managers & has) != 0);
}

static inline const char *call_name(int number)
{
    static _Thread_local char text[24];
    for (size_t i = 0; i < CALLS; i++)
        if (calls[i].number == number)
            return calls[i].name;
    snprintf(text, sizeof text, "number %d", number);
    return text;
}

/* As the documentation calls them. */
static const char *const role_names[ROLES] = {
    [EVERY] = "every thread",          [QUEUE] = "a queue's thread",   [CALLER] = "a thread that makes control calls",
    [CONTROL] = "`hf-control`",        [WORKER] = "`hf-worker-N`",     [IO] = "`hf-io`, and of objects `iothread`",
    [PAGES] = "`pr-pages`",            [WATCHER] = "`gate-watcher`",   [NODE] = "`pr-NODE`",
    [HELPER] = "`pr-ID`",
};


/* One row of the documentation: what a role needs under one condition, if anything. */
static inline void print_row(enum role role, unsigned needs, bool early)
{
    static const struct { unsigned bits; const char *words; } conditions[] = {
        {IO_URING, "`aio=io_uring`"}, {NATIVE, "`aio=native`"}, {THREADS, "`aio=threads`"},
        {IO_URING | THREADS, "`aio=io_uring`, `aio=threads`"}, {FLOCK, "`pr-manager-flock`"}, {SQLITE, "`pr-manager-sqlite`"},
        {SHARED, "`pr-manager-flock`, `-sqlite`"}, {QEMU_HELPER, "`pr-manager-helper`"}, {MANAGERS, "any manager"},
    };
    const char *words = "";
    size_t count = 0;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        if (conditions[i].bits == (needs & ~(unsigned)RARELY))
            words = conditions[i].words;
    for (size_t i = 0; i < CALLS; i++) {
        if (calls[i].role != role || calls[i].needs != needs || calls[i].early != early)
            continue;
        if (count++ == 0)
            printf("| %s | %s%s%s | ", role_names[role], words, *words && (early || needs & RARELY) ? ", " : "",
                early ? "before `hf_seal`" : needs & RARELY ? "now and then" : "");
        else
            printf(", ");
        printf("`%s`", calls[i].name);
    }
    if (count > 0)
        printf(" |\n");
}

/* The lists as the documentation has them. */
static inline int print_tables(void)
{
    printf("| thread | with | system calls |\n|---|---|---|\n");
    for (enum role role = 0; role < ROLES; role++)
        for (int early = 0; early < 2; early++)
            for (unsigned needs = 0; needs < 2 * RARELY; needs++)
                print_row(role, needs, early);
    return 0;
}

#endif
