/* Filters of system calls for the threads of a monitor. */
#ifndef FILTER_H
#define FILTER_H

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "../check.h"
#include "calls.h"

/* 0 where the numbers of the calls aren't known. */
#ifdef __x86_64__
#define FILTER_ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define FILTER_ARCH AUDIT_ARCH_AARCH64
#else
#define FILTER_ARCH 0
#endif

struct filter {
    struct sock_filter code[512];
    unsigned short length;
};

static inline void emit(struct filter *filter, unsigned short code, uint32_t k, uint8_t yes, uint8_t no)
{
    NEED(filter->length < 512);
    filter->code[filter->length++] = (struct sock_filter){code, yes, no, k};
}

static inline void answer(struct filter *filter, uint32_t action) { emit(filter, BPF_RET | BPF_K, action, 0, 0); }

static inline void begin_filter(struct filter *filter)
{
    filter->length = 0;
    emit(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch), 0, 0);
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, FILTER_ARCH, 1, 0);
    answer(filter, SECCOMP_RET_KILL_PROCESS);
    emit(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
}

static inline void on_call(struct filter *filter, int number, uint32_t action)
{
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
    answer(filter, action);
}

/* What a failing test needs to say so: to write to the standard output, and to end. */
static inline void allow_last_words(struct filter *filter)
{
    on_call(filter, SYS_exit_group, SECCOMP_RET_ALLOW);
    on_call(filter, SYS_rt_sigreturn, SECCOMP_RET_ALLOW);
    emit(filter, BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 4);
    emit(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args), 0, 0);
    emit(filter, BPF_JMP | BPF_JGT | BPF_K, 2, 1, 0);
    answer(filter, SECCOMP_RET_ALLOW);
    emit(filter, BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr), 0, 0);
}

/* A call that is left out of all filters, to see that they are in force; NULL for none. */
static const char *withheld;

/* The calls of a role, and those of every thread; ROLES for all of them together. */
static inline void allow_role(struct filter *filter, enum role role, unsigned has, bool sealed)
{
    bool done[MOST_CALLS] = {false};
    for (size_t i = 0; i < CALLS; i++) {
        const struct call *call = &calls[i];
        bool is_its = role == ROLES || call->role == role || call->role == EVERY;
        if (!is_its || !is_needed(call, has) || (sealed && call->early) || done[call->number])
            continue;
        if (withheld != NULL && strcmp(call->name, withheld) == 0)
            continue;
        on_call(filter, call->number, SECCOMP_RET_ALLOW);
        done[call->number] = true;
    }
}

/* Puts a filter in front of this thread, or of all; returns a descriptor if `flags` ask for one. */
static inline int install(struct filter *filter, unsigned flags)
{
    struct sock_fprog program = {.len = filter->length, .filter = filter->code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return -errno;
    int result = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
    return result < 0 ? -errno : result;
}

/* Names the call that a filter doesn't allow, and ends the program. */
static inline void on_trap(int signal, siginfo_t *about, void *context)
{
    (void)signal, (void)context;
    char thread[16] = "", text[160];
    prctl(PR_GET_NAME, thread);
    int length = snprintf(text, sizeof text, "# %s made the system call %s, which isn't in its list\n", thread,
        call_name(about->si_syscall));
    if (write(1, text, (size_t)length) != length)
        _exit(3);
    _exit(2);
}

static inline void report_traps(void)
{
    struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
    NEED(sigaction(SIGSYS, &action, NULL) == 0);
}

#endif
