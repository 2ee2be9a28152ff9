/* The system calls of each thread: everything works under filters that allow what seccomp/calls.def says and no more, and
 * it says no more than is made. One process for each engine, manager and kind of filter: filters stay. */
#include <malloc.h>

#include "seccomp/monitor.h"

/* Runs a monitor in a process of its own, on new disks; its exit status. */
static int run(const char *with_engine, const char *with_manager, const char *with_cache, const char *how, const char *without)
{
    int status;
    unlink("disk.img.pr");
    unlink("reservations.db");
    make_file("disk.img", LENGTH, 0);
    make_file("spare.img", LENGTH, 0);
    pid_t child = fork();
    NEED(child >= 0);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execl("/proc/self/exe", "seccomp", "run", with_engine, with_manager, with_cache, how, without, (char *)NULL);
        _exit(127);
    }
    do {
        NEED(waitpid(child, &status, WUNTRACED) == child);
        if (WIFSTOPPED(status))
            NEED(kill(child, SIGCONT) == 0);
    } while (WIFSTOPPED(status));
    status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (status != 0)
        printf("# aio=%s, manager %s, cache.direct=%s, filters %s, without \"%s\": %d\n", with_engine, with_manager, with_cache,
            how, without, status);
    return status;
}

/* Adds up what the recording process noted. */
static unsigned char seen[ROLES][2][MOST_CALLS];
static void add_up(void)
{
    static unsigned char these[ROLES][2][MOST_CALLS];
    int file = open("made", O_RDONLY | O_CLOEXEC);
    NEED(file >= 0 && read(file, these, sizeof these) == sizeof these);
    close(file);
    for (size_t i = 0; i < sizeof these; i++)
        (&seen[0][0][0])[i] |= (&these[0][0][0])[i];
}

static const char *const engines[] = {"io_uring", "native", "threads"};
static const char *const managers[] = {"none", "flock", "sqlite", "helper"};
enum { ENGINE_COUNT = sizeof engines / sizeof *engines, MANAGER_COUNT = sizeof managers / sizeof *managers };

/* Why these tests can't be made here; NULL when they can. */
static const char *missing(void)
{
    if (FILTER_ARCH == 0)
        return "the numbers of this architecture's system calls aren't known";
    if (syscall(SYS_io_uring_setup, 0, NULL) < 0 && (errno == ENOSYS || errno == EPERM))
        return "there is no io_uring";
    int direct = open("direct.img", O_RDWR | O_CREAT | O_DIRECT | O_CLOEXEC, 0600);
    if (direct < 0)
        return "the file system has no O_DIRECT";
    close(direct);
    return NULL;
}

static void allows_what_each_thread_needs(void)
{
    const char *reason = missing();
    if (reason != NULL)
        SKIP(reason);
    for (int i = 0; i < ENGINE_COUNT; i++)
        for (int j = 0; j < MANAGER_COUNT; j++)
            EQUAL(run(engines[i], managers[j], (i + j) % 2 && i != 1 ? "off" : "on", "each", ""), 0);
}

static void allows_what_comes_after_sealing(void)
{
    const char *reason = missing();
    if (reason != NULL)
        SKIP(reason);
    for (int i = 0; i < ENGINE_COUNT; i++)
        for (int j = i == 0 ? 0 : 1; j < (i == 0 ? MANAGER_COUNT : 2); j++)
            EQUAL(run(engines[i], managers[j], j % 2 ? "on" : "off", "sealed", ""), 0);
}

/* One call of each kind of thread that isn't allowed: the program ends there. */
static void forbids_what_is_not_listed(void)
{
    static const char *const left_out[][3] = {
        {"io_uring", "none", "-io_uring_enter"}, {"native", "none", "-io_submit"}, {"threads", "none", "-preadv2"},
        {"io_uring", "none", "-timerfd_settime"}, {"io_uring", "none", "-timerfd_create"}, {"io_uring", "none", "-ftruncate"},
        {"io_uring", "none", "-fallocate"}, {"io_uring", "flock", "-futex_waitv"}, {"io_uring", "flock", "-pwrite64"},
        {"io_uring", "flock", "-ppoll"}, {"io_uring", "helper", "-recvfrom"},
    };
    const char *reason = missing();
    if (reason != NULL)
        SKIP(reason);
    for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
        EQUAL(run(left_out[i][0], left_out[i][1], "on", "each", left_out[i][2]), 2);
}

static bool is_made(const struct call *call)
{
    for (int role = 0; role < ROLES; role++)
        if ((call->role == EVERY || call->role == (enum role)role) && seen[role][!call->early][call->number])
            return true;
    return false;
}

static void lists_nothing_that_is_not_made(void)
{
    const char *reason = missing();
    if (reason != NULL)
        SKIP(reason);
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < ENGINE_COUNT; i++)
        for (int j = 0; j < MANAGER_COUNT; j++)
            for (int k = 0; k < (j == 0 && i != 1 ? 2 : 1); k++) {
                EQUAL(run(engines[i], managers[j], k ? "off" : "on", "record", ""), 0);
                add_up();
            }
    for (size_t i = 0; i < CALLS; i++)
        check_that((calls[i].needs & RARELY) || is_made(&calls[i]), __FILE__, __LINE__, "%s is listed for %s and not made",
            calls[i].name, role_names[calls[i].role]);
}

/* What a container's usual filter refuses, and older kernels don't have. */
static void works_without(const char *group)
{
    const char *reason = missing();
    if (reason != NULL)
        SKIP(reason);
    for (int i = 0; i < ENGINE_COUNT; i++)
        EQUAL(run(engines[i], i == 0 ? "sqlite" : "flock", i == 0 ? "off" : "on", "each", group), 0);
    EQUAL(run("io_uring", "flock", "on", "sealed", group), 0);
}
static void works_without_io_uring(void) { works_without("io_uring"); }
static void works_without_io_uring_and_aio(void)
{
    const char *reason = missing();
    if (reason != NULL)
        SKIP(reason);
    EQUAL(run("io_uring", "flock", "on", "each", "io_uring,aio"), 0);
    EQUAL(run("threads", "none", "on", "each", "io_uring,aio"), 0);
}
static void works_without_membarrier(void) { works_without("membarrier"); }
static void works_without_pidfd(void) { works_without("pidfd"); }
static void works_without_waitv(void) { works_without("waitv"); }
static void works_without_writeback(void) { works_without("writeback"); }

int main(int argc, char **argv)
{
    /* A buffer of its own, so that the first line of a failing test needs no other system call. */
    static char buffer[BUFSIZ];
    setvbuf(stdout, buffer, _IOLBF, sizeof buffer);
    /* Beyond its limit, which it would get from a file, malloc makes no more arenas. */
    mallopt(M_ARENA_MAX, 8);
    signal(SIGPIPE, SIG_IGN);
    if (argc == 3 && (is(argv[1], "peer") || is(argv[1], "helper"))) {
        manager = argv[2];
        if (is(argv[1], "helper"))
            run_helper();
        return run_peer();
    }
    if (argc == 7 && is(argv[1], "run"))
        return run_alone(argv + 2);
    if (argc == 2 && is(argv[1], "tables"))
        return print_tables();
    /* One of them alone, to look at: ENGINE MANAGER CACHE MODE REFUSED. */
    if (argc == 6)
        return run(argv[1], argv[2], argv[3], argv[4], argv[5]);
    static const struct test tests[] = {
        {"each thread makes the calls of its list and no others", allows_what_each_thread_needs},
        {"a call that isn't listed ends the program", forbids_what_is_not_listed},
        {"a sealed process makes the calls for after sealing and no others", allows_what_comes_after_sealing},
        {"the lists name no call that isn't made", lists_nothing_that_is_not_made},
        {"all works without io_uring, and says so", works_without_io_uring},
        {"all works without io_uring and Linux AIO", works_without_io_uring_and_aio},
        {"all works without membarrier", works_without_membarrier},
        {"without pidfd_open a stuck process is spared, and all else works", works_without_pidfd},
        {"all works without futex_waitv", works_without_waitv},
        {"all works without sync_file_range and cachestat", works_without_writeback},
    };
    return RUN_TESTS(tests);
}
