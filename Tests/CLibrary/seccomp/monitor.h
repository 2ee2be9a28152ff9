/* A monitor from its beginning to its end, in a process of its own: filters stay. */
#ifndef MONITOR_H
#define MONITOR_H

#include <sched.h>

#include "work.h"

/* Groups of system calls that a container may refuse. */
static const struct { const char *group; int number; } groups[] = {
    {"io_uring", SYS_io_uring_setup}, {"io_uring", SYS_io_uring_enter}, {"io_uring", SYS_io_uring_register},
    {"aio", SYS_io_setup}, {"aio", SYS_io_submit}, {"aio", SYS_io_getevents}, {"aio", SYS_io_destroy},
    {"membarrier", SYS_membarrier}, {"pidfd", SYS_pidfd_open}, {"pidfd", SYS_pidfd_send_signal}, {"waitv", 449},
    {"writeback", SYS_sync_file_range}, {"writeback", SYS_cachestat},
};

static void refuse_groups(void)
{
    struct filter filter;
    begin_filter(&filter);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strstr(refused, groups[i].group) != NULL)
            on_call(&filter, groups[i].number, SECCOMP_RET_ERRNO | (i % 2 ? EPERM : ENOSYS));
    answer(&filter, SECCOMP_RET_ALLOW);
    EQUAL(install(&filter, 0), 0);
}

/* One filter for the whole process: everything that any thread may need now. */
static void enter_sealed(void)
{
    struct filter filter;
    static const int own[] = {SYS_ppoll, SYS_read, SYS_write, SYS_wait4, SYS_kill, SYS_close, SYS_fstat, SYS_epoll_pwait,
        SYS_tgkill, SYS_getpid, SYS_clone3, SYS_newfstatat, SYS_clock_nanosleep,
#ifdef SYS_poll
        SYS_poll, SYS_epoll_wait,
#endif
    };
    begin_filter(&filter);
    allow_last_words(&filter);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        on_call(&filter, own[i], SECCOMP_RET_ALLOW);
    allow_role(&filter, ROLES, has, true);
    answer(&filter, SECCOMP_RET_TRAP);
    EQUAL(install(&filter, SECCOMP_FILTER_FLAG_TSYNC), 0);
}

static void *make_memory(void)
{
    void *made = aligned_alloc(BLOCK, REGION);
    NEED(made != NULL);
    memset(made, 0, REGION);
    return made;
}

static void begin_monitor(void)
{
    char option[512];
    pthread_t thread;
    refuse_groups();
    if (!is(manager, "none"))
        start_other(is(manager, "helper") ? "helper" : "peer");
    memory = make_memory();
    spare = open("spare.img", O_RDWR | O_CLOEXEC);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    NEED(spare >= 0 && epoll >= 0);
    report_traps();
    if (mode == RECORD)
        NEED(pthread_create(&thread, NULL, supervise, NULL) == 0);
    make_executor(&spawner, "spawner");
    make_executor(&owner, "owner");
    make_executor(&caller, "caller");

    hf_backend_options options = HF_INIT(hf_backend_options);
    options.start_thread = start_thread;
    options.worker_limit = 2;
    options.growth_interval_ms = 20;
    WORKS(hf_backend_new(&options, &backend, &message));
    WORKS(hf_object_add(backend, "iothread,id=io7", &message));
    WORKS(hf_object_add(backend, "throttle-group,id=group,limits.iops-total=400", &message));
    slow = add_node(backend, "driver=throttle,node-name=slow,throttle-group=group,file.driver=null-co,file.size=4194304");
    if (!is(manager, "none"))
        add_manager("machine-a");
    disk_option(option, sizeof option, "");
    disk = add_node(backend, option);
    WORKS(hf_seal(backend, &message));
    atomic_store(&is_sealed, true);
}

/* This machine fences the other one, the other one this, and then this one the other, which doesn't answer. */
static void fence(void)
{
    await_event(HF_EVENT_RESERVATION_CHANGED);
    EQUAL(ask("write"), -EBADE);
    EQUAL(ask("out 6 0 11"), 0);
    EQUAL(ask("write"), BLOCK);
    on(&owner, preempt);
    EQUAL(ask("write"), -EBADE);
    EQUAL(ask("out 6 0 11"), 0);
    owner.work = write_until_fenced;
    sem_post(&owner.begin);
    while (!atomic_load(&is_writing))
        sched_yield();
    EQUAL(ask("out 5 11 10"), 0);
    while (sem_wait(&owner.end) != 0)
        ;
    await_event(HF_EVENT_FENCED);

    int status = 0;
    on(&owner, register_again);
    fprintf(to_other, "stick\n");
    fflush(to_other);
    NEED(waitpid(other, &status, WUNTRACED) == other && WIFSTOPPED(status));
    on(&owner, preempt_stuck);
    await_event(HF_EVENT_STUCK);
    bool lives = waitpid(other, &status, WNOHANG) == 0;
    if (strstr(refused, "pidfd") != NULL) {
        CHECK(lives);
        EQUAL(kill(other, SIGKILL), 0);
        NEED(waitpid(other, &status, 0) == other);
    } else {
        NEED(!lives || waitpid(other, &status, 0) == other);
    }
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    other = 0;
}

static void run_monitor(void)
{
    begin_monitor();
    int count = atomic_load(&started);
    if (mode == SEALED)
        enter_sealed();
    on(&caller, enter_caller);
    on(&owner, enter_queue);
    on(&caller, set_up);
    struct epoll_event event = {.events = EPOLLIN};
    NEED(epoll_ctl(epoll, EPOLL_CTL_ADD, hf_completion_fd(queue), &event) == 0 || mode == SEALED);
    on(&owner, make_requests);
    on(&caller, control);
    if (!is(manager, "none"))
        on(&owner, reserve);
    if (is(manager, "helper"))
        on(&owner, reserve);
    if (is_shared())
        fence();
    /* Stopped and continued, as by a debugger: waits with an end go on by restart_syscall. */
    raise(SIGSTOP);
    EQUAL(ftruncate(spare, LENGTH), 0);
    on(&owner, let_go);
    on(&caller, take_down);
    on(&caller, change_modes);
    on(&caller, take_events);
    on(&caller, remove_all);
    if (!is(manager, "none"))
        end_other();
    while (atomic_load(&ended) < count)
        sched_yield();
    EQUAL(atomic_load(&started), count);
    bool falls_back =
        (is(engine, "io_uring") && strstr(refused, "io_uring")) || (is(engine, "native") && strstr(refused, "aio"));
    EQUAL((seen_events & 1u << HF_EVENT_ENGINE_FALLBACK) != 0, falls_back);
}

/* seccomp run ENGINE MANAGER CACHE MODE REFUSED (groups, or -CALL to withhold one): what a test has a process of its own do. */
static int run_alone(char **arguments)
{
    static const struct { const char *name; unsigned bit; } bits[] = {{"io_uring", IO_URING}, {"native", NATIVE},
        {"threads", THREADS}, {"flock", FLOCK}, {"sqlite", SQLITE}, {"helper", QEMU_HELPER}};
    engine = arguments[0], manager = arguments[1], cache = arguments[2], refused = arguments[4];
    while (!is(modes[mode], arguments[3]))
        mode++;
    if (refused[0] == '-')
        withheld = refused + 1, refused = "";
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        if (is(engine, bits[i].name) || is(manager, bits[i].name))
            has |= bits[i].bit;
    if (strstr(refused, "io_uring") != NULL)
        has |= NATIVE | THREADS;
    alarm(50);
    run_monitor();
    if (mode == RECORD) {
        int file = open("made", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        NEED(file >= 0 && write(file, made, sizeof made) == sizeof made);
        close(file);
    }
    return check_failures != 0;
}

#endif
