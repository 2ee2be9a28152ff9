/* A thread that notes which system calls the others make, and lets them go on. */
#ifndef SUPERVISOR_H
#define SUPERVISOR_H

#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>

#include "filter.h"

enum { MOST_THREADS = 64 };

/* The calls of each role, before and after hf_seal(). */
static atomic_uchar made[ROLES][2][MOST_CALLS];
static atomic_bool is_sealed;

static struct {
    atomic_int descriptor;
    enum role role;
} watched[MOST_THREADS];
static atomic_int watched_count;

/* From now on the calls of this thread are noted, and all are carried out. */
static inline void watch_thread(enum role role)
{
    struct filter filter;
    begin_filter(&filter);
    allow_last_words(&filter);
    answer(&filter, SECCOMP_RET_USER_NOTIF);
    int place = atomic_fetch_add(&watched_count, 1);
    NEED(place < MOST_THREADS);
    watched[place].role = role;
    int descriptor = install(&filter, SECCOMP_FILTER_FLAG_NEW_LISTENER);
    NEED(descriptor > 0);
    atomic_store(&watched[place].descriptor, descriptor);
}

/* Notes calls and lets them go on. A thread that has just been watched waits for its first call to be noticed. */
static inline void *supervise(void *opaque)
{
    (void)opaque;
    int epoll = epoll_create1(EPOLL_CLOEXEC), known = 0;
    NEED(epoll >= 0);
    for (;;) {
        for (int descriptor; known < MOST_THREADS && (descriptor = atomic_load(&watched[known].descriptor)) != 0; known++) {
            struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)known};
            NEED(epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0);
        }
        struct epoll_event event;
        if (epoll_wait(epoll, &event, 1, known < atomic_load(&watched_count) ? 0 : 1) != 1)
            continue;
        int descriptor = atomic_load(&watched[event.data.u32].descriptor);
        struct seccomp_notif notice = {0};
        if (!(event.events & EPOLLIN)) {
            /* The thread has ended. */
            epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL);
            continue;
        }
        if (ioctl(descriptor, SECCOMP_IOCTL_NOTIF_RECV, &notice) != 0)
            continue;
        NEED(notice.data.nr >= 0 && notice.data.nr < MOST_CALLS);
        atomic_store(&made[watched[event.data.u32].role][atomic_load(&is_sealed)][notice.data.nr], 1);
        struct seccomp_notif_resp response = {.id = notice.id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
        ioctl(descriptor, SECCOMP_IOCTL_NOTIF_SEND, &response);
    }
    return NULL;
}

#endif
