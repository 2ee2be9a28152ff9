#define _GNU_SOURCE
#include "hf_linux.h"

#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

const int hf_efd_cloexec = EFD_CLOEXEC;
const int hf_efd_nonblock = EFD_NONBLOCK;

#define RESULT(call) ({ __typeof__(call) result_ = (call); result_ < 0 ? -errno : result_; })
#define NANOSECONDS 1000000000LL

int hf_eventfd(unsigned initial, int flags) { return RESULT(eventfd(initial, flags)); }
int hf_timerfd(void) { return RESULT(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)); }

int hf_timerfd_set(int fd, uint64_t nanoseconds) {
    struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(nanoseconds / NANOSECONDS), .tv_nsec = (long)(nanoseconds % NANOSECONDS)}};
    return RESULT(timerfd_settime(fd, TFD_TIMER_ABSTIME, &when, NULL));
}

static struct timespec span(int64_t nanoseconds) {
    struct timespec value = {.tv_sec = nanoseconds / NANOSECONDS, .tv_nsec = nanoseconds % NANOSECONDS};
    return value;
}

int hf_wait_readable(const int *fds, int count, int64_t timeout_ns) {
    struct pollfd entries[8];
    if (count > 8) {
        return -EINVAL;
    }
    for (int i = 0; i < count; i++) {
        entries[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    }
    struct timespec timeout = span(timeout_ns < 0 ? 0 : timeout_ns);
    return RESULT(ppoll(entries, (nfds_t)count, timeout_ns < 0 ? NULL : &timeout, NULL));
}

int hf_epoll_create(void) { return RESULT(epoll_create1(EPOLL_CLOEXEC)); }
int hf_epoll_add(int epoll, int fd) {
    struct epoll_event event = {.events = EPOLLIN};
    return RESULT(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
}
int hf_epoll_remove(int epoll, int fd) { return RESULT(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL)); }

int hf_memfd_create(const char *name, unsigned flags) { return RESULT(memfd_create(name, flags)); }

const int hf_limit_open_files = RLIMIT_NOFILE;
const int hf_limit_locked_memory = RLIMIT_MEMLOCK;

int hf_get_limit(int kind, uint64_t *now, uint64_t *most) {
    struct rlimit raw;
    if (getrlimit(kind, &raw) < 0) {
        return -errno;
    }
    *now = raw.rlim_cur;
    *most = raw.rlim_max;
    return 0;
}

int hf_pidfd_open(int pid) { return (int)RESULT(syscall(SYS_pidfd_open, pid, 0)); }

int hf_gettid(void) { return (int)syscall(SYS_gettid); }

static __thread char thread_mark;
uintptr_t hf_thread_token(void) { return (uintptr_t)&thread_mark; }

void hf_set_thread_name(const char *name) {
    char shortened[16];
    strncpy(shortened, name, sizeof shortened - 1);
    shortened[sizeof shortened - 1] = 0;
    pthread_setname_np(pthread_self(), shortened);
}

int hf_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns, int shared) {
    struct timespec timeout = span(timeout_ns < 0 ? 0 : timeout_ns);
    int operation = shared ? FUTEX_WAIT : FUTEX_WAIT | FUTEX_PRIVATE_FLAG;
    return (int)RESULT(syscall(SYS_futex, word, operation, expected, timeout_ns < 0 ? NULL : &timeout, NULL, 0));
}

int hf_futex_wake(const uint32_t *word, int count, int shared) {
    int operation = shared ? FUTEX_WAKE : FUTEX_WAKE | FUTEX_PRIVATE_FLAG;
    return (int)RESULT(syscall(SYS_futex, word, operation, count, NULL, NULL, 0));
}

// Not in the headers of every C library that this is built with.
struct futex_entry {
    uint64_t expected;
    uint64_t address;
    uint32_t flags;
    uint32_t reserved;
};
enum { FUTEX_ENTRIES = 128, FUTEX_SIZE_32 = 2, FUTEX_OWN_PROCESS = 128, FUTEX_WAIT_ANY = 449 };
const int hf_futex_most = FUTEX_ENTRIES;

int hf_futex_wait_any(
    const uint32_t *const *words, const uint32_t *expected, int count, int64_t timeout_ns, int shared) {
    struct futex_entry entries[FUTEX_ENTRIES];
    if (count < 1 || count > FUTEX_ENTRIES) return -EINVAL;
    for (int index = 0; index < count; index++)
        entries[index] = (struct futex_entry){
            .expected = expected[index],
            .address = (uintptr_t)words[index],
            .flags = FUTEX_SIZE_32 | (shared ? 0 : FUTEX_OWN_PROCESS),
        };
    uint64_t end = hf_monotonic_ns() + (uint64_t)timeout_ns;
    struct timespec until = {.tv_sec = (time_t)(end / 1000000000), .tv_nsec = (long)(end % 1000000000)};
    long result = syscall(
        FUTEX_WAIT_ANY, entries, (unsigned)count, 0u, timeout_ns < 0 ? NULL : &until, CLOCK_MONOTONIC);
    return (int)RESULT(result);
}

static int barrier(int command) { return (int)RESULT(syscall(SYS_membarrier, command, 0, 0)); }
int hf_membarrier_register(void) { return barrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED); }
int hf_membarrier(void) { return barrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED); }
int hf_membarrier_register_global(void) { return barrier(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED); }
int hf_membarrier_global(void) { return barrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED); }

static uint64_t clock_ns(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * NANOSECONDS + (uint64_t)now.tv_nsec;
}

uint64_t hf_monotonic_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

uint64_t hf_realtime_ns(void) { return clock_ns(CLOCK_REALTIME); }
