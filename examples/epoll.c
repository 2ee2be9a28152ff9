/*
 * epoll.c - a disk in an event loop of one's own: fills it with zeroes, and hears of what happens to it meanwhile
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 *     epoll driver=file,node-name=disk0,filename=disk.img
 */
#include <errno.h>
#include <holdfast.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>

enum { DEPTH = 8, SIZE = 65536 };

static unsigned char zeroes[SIZE] __attribute__((aligned(4096)));
static hf_node_info info = HF_INIT(hf_node_info);
static hf_backend *backend;
static hf_queue *queue;
static uint32_t handle;
static uint64_t offset, written;
/* What the last call said that failed. */
static char *message;

static int check(int64_t result)
{
    if (result >= 0)
        return (int)result;
    fprintf(stderr, "epoll: %s\n", message ? message : strerror((int)-result));
    exit(1);
}

static void write_next(void)
{
    uint64_t length = info.length - offset < SIZE ? info.length - offset : SIZE;

    if (length > 0)
        hf_write(queue, handle, zeroes, length, offset, 0, 0);
    offset += length;
}

/* Takes what has completed, and sends on what that has made room for. */
static void take_completions(void)
{
    hf_completion done[DEPTH];
    int count;

    check(hf_acknowledge(queue));
    while ((count = check(hf_poll(queue, done, DEPTH, 0, 0))) > 0) {
        for (int each = 0; each < count; each++) {
            written += (uint64_t)check(done[each].result);
            write_next();
        }
    }
}

static void take_events(void)
{
    hf_event event = HF_INIT(hf_event);

    while (hf_event_next(backend, &event) == 1) {
        if (event.kind == HF_EVENT_WRITE_THRESHOLD)
            printf("node %s: threshold exceeded by %llu bytes\n", event.node, (unsigned long long)event.value);
        else
            printf("%s\n", event.json);
        hf_free(event.json);
    }
}

static int watch(int loop, int fd)
{
    struct epoll_event interest = { .events = EPOLLIN, .data.fd = fd };

    check(epoll_ctl(loop, EPOLL_CTL_ADD, fd, &interest) < 0 ? -errno : 0);
    return fd;
}

int main(int argc, char **argv)
{
    struct itimerspec deadline = { .it_value.tv_sec = 60 };
    hf_node *disk;
    int completions, events, timer, loop = epoll_create1(EPOLL_CLOEXEC);

    check(hf_backend_new(NULL, &backend, &message));
    check(hf_node_add(backend, argc > 1 ? argv[1] : "", &disk, &message));
    check(hf_node_get_info(disk, &info));
    check(hf_node_set_write_threshold(backend, "disk0", info.length / 2, &message));
    check(hf_queue_new(backend, NULL, &queue, &message));
    check(hf_queue_attach(queue, disk, NULL, &handle, &message));

    completions = watch(loop, check(hf_completion_fd(queue)));
    events = watch(loop, check(hf_event_fd(backend)));
    timer = watch(loop, timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    timerfd_settime(timer, 0, &deadline, NULL);

    for (int each = 0; each < DEPTH; each++)
        write_next();
    check(hf_submit(queue));
    /* Armed once, the descriptor stays so: it is what this loop sleeps on, and nothing else polls. */
    check(hf_arm(queue));
    while (written < info.length) {
        struct epoll_event ready[4];
        int count = epoll_wait(loop, ready, 4, -1);

        for (int each = 0; each < count; each++) {
            if (ready[each].data.fd == completions)
                take_completions();
            else if (ready[each].data.fd == events)
                take_events();
            else
                check(-ETIMEDOUT);
        }
    }
    take_events();
    printf("wrote %llu bytes\n", (unsigned long long)written);
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
    return 0;
}
