/* What a monitor does: requests on the queue's thread, and control calls on another. */
#ifndef WORK_H
#define WORK_H

#include <poll.h>

#include "others.h"
#include "threads.h"

static int64_t end_of(hf_request request)
{
    NEED(request != 0);
    return complete(queue).result;
}

static void make_requests(void)
{
    memset(memory, 7, REGION);
    EQUAL(do_write(queue, handle, memory, 4 * BLOCK, 0), 4 * BLOCK);
    EQUAL(end_of(hf_write(queue, handle, memory, BLOCK, BLOCK, HF_DURABLE, 1)), BLOCK);
    EQUAL(do_read(queue, handle, memory, BLOCK, BLOCK), BLOCK);
    /* Through bounce buffers when the cache is off. */
    EQUAL(do_write(queue, handle, memory + 1, 512, 512), 512);
    EQUAL(do_read(queue, handle, memory + 3, 700, 100), 700);
    struct iovec vectors[2] = {{memory, BLOCK}, {memory + 8 * BLOCK, BLOCK}};
    EQUAL(end_of(hf_writev(queue, handle, vectors, 2, 8 * BLOCK, 0, 1)), 2 * BLOCK);
    EQUAL(end_of(hf_writev(queue, handle, vectors, 2, 8 * BLOCK, HF_DURABLE, 1)), 2 * BLOCK);
    EQUAL(end_of(hf_readv(queue, handle, vectors, 2, 8 * BLOCK, 1)), 2 * BLOCK);
    EQUAL(end_of(hf_flush(queue, handle, 1)), 0);
    EQUAL(end_of(hf_discard(queue, handle, 64 * BLOCK, 16 * BLOCK, 1)), 0);
    EQUAL(end_of(hf_write_zeroes(queue, handle, 96 * BLOCK, 16 * BLOCK, 0, 1)), 0);
    EQUAL(end_of(hf_write_zeroes(queue, handle, 96 * BLOCK, 16 * BLOCK, HF_MAY_UNMAP, 1)), 0);
    EQUAL(end_of(hf_write_zeroes(queue, handle, 100, 700, HF_DURABLE, 1)), 0);
    CHECK(end_of(hf_block_status(queue, handle, 0, LENGTH, 1)) > 0);
    CHECK(end_of(hf_block_status(queue, handle, 64 * BLOCK, LENGTH - 64 * BLOCK, 1)) > 0);

    /* Many at once, some of them cancelled; then from a loop of one's own. */
    for (int turn = 0; turn < 4; turn++) {
        hf_request requests[DEPTH];
        for (uint64_t i = 0; i < DEPTH; i++) {
            requests[i] = hf_write(queue, handle, memory + i * BLOCK, BLOCK, i * BLOCK, turn == 1 ? HF_DURABLE : 0, i);
            NEED(requests[i] != 0);
        }
        EQUAL(hf_submit(queue), 0);
        for (int i = 0; turn < 2 && i < DEPTH; i++)
            CHECK(hf_cancel(queue, requests[i]) >= 0);
        if (turn == 2)
            EQUAL(hf_drain(queue, HF_FOREVER), 1);
        for (int count = 0; count < DEPTH;) {
            hf_completion done[DEPTH];
            if (turn == 3) {
                struct epoll_event event;
                EQUAL(hf_arm(queue), 0);
                int ready;
                while ((ready = epoll_wait(epoll, &event, 1, 20000)) < 0 && errno == EINTR)
                    ;
                EQUAL(ready, 1);
                hf_disarm(queue);
                hf_acknowledge(queue);
            }
            int some = hf_poll(queue, done, DEPTH, turn < 3, turn < 3 ? HF_FOREVER : 0);
            for (int i = 0; i < some; i++)
                CHECK(done[i].result == BLOCK || (turn < 2 && done[i].result == -ECANCELED));
            count += some;
        }
    }

    /* Requests that wait for their turn: a time that passes, and a cancellation. */
    hf_completion done[DEPTH];
    hf_request last = 0;
    for (uint64_t i = 0; i < DEPTH; i++)
        NEED((last = hf_read(queue, slow_handle, memory, BLOCK, 0, i)) != 0);
    CHECK(hf_poll(queue, done, DEPTH, DEPTH, 1000000) >= 0);
    CHECK(hf_cancel(queue, last) >= 0);
    while (hf_in_flight(queue) > 0)
        CHECK(hf_poll(queue, done, DEPTH, 1, HF_FOREVER) > 0);
}

static bool is_shared(void) { return (has & SHARED) != 0; }

static void reserve(void)
{
    take_attentions(disk);
    EQUAL(reserve_out(REGISTER_AND_IGNORE, 0, 10), 0);
    EQUAL(reserve_out(RESERVE, 10, 0), 0);
    EQUAL(reserve_in(), 0);
    EQUAL(do_write(queue, handle, memory, BLOCK, 0), BLOCK);
}

static void register_again(void)
{
    take_attentions(disk);
    EQUAL(reserve_out(REGISTER_AND_IGNORE, 0, 10), 0);
}

static void preempt(void) { EQUAL(reserve_out(PREEMPT_AND_ABORT, 10, 11), 0); }

/* The other machine has stopped in the middle of a request: it is ended, if that can be. */
static void preempt_stuck(void)
{
    bool is_spared = strstr(refused, "pidfd") != NULL;
    int result = reserve_out(PREEMPT_AND_ABORT, 10, 11);
    /* On a busy machine it may take longer until it is gone. */
    for (int turn = 0; !is_spared && result == 2 && turn < 50; turn++)
        result = reserve_out(PREEMPT_AND_ABORT, 10, 11);
    EQUAL(result, is_spared ? 2 : 0);
}

/* Writes until the reservation forbids it. */
static atomic_bool is_writing;
static void write_until_fenced(void)
{
    int64_t result = BLOCK;
    uint32_t busy = 0;
    while (result == BLOCK) {
        hf_completion done[DEPTH];
        for (; busy < DEPTH; busy++)
            NEED(hf_write(queue, handle, memory + busy * BLOCK, BLOCK, busy * BLOCK, 0, 1) != 0);
        int count = hf_poll(queue, done, DEPTH, 1, HF_FOREVER);
        NEED(count > 0);
        for (int i = 0; i < count; i++)
            if (done[i].result != BLOCK)
                result = done[i].result;
        busy -= (uint32_t)count;
        atomic_store(&is_writing, true);
    }
    EQUAL(result, -EBADE);
    while (hf_in_flight(queue) > 0) {
        hf_completion done;
        EQUAL(hf_poll(queue, &done, 1, 1, HF_FOREVER), 1);
    }
    EQUAL(do_read(queue, handle, memory, BLOCK, 0), BLOCK);
}

static void let_go(void) { WORKS(hf_rebind(queue, &message)); }

/* ---- Control calls ---------------------------------------------------------------------------------------------- */

static void set_up(void)
{
    attach_disk();
    WORKS(hf_queue_attach(queue, slow, NULL, &slow_handle, &message));
    CHECK(hf_region_add(queue, memory, REGION, &region) >= 0);
}

static int spare = -1;

static void control(void)
{
    char *json = NULL, option[512];
    hf_node_info info = HF_INIT(hf_node_info);
    static const char *const questions[] = {"query-named-block-nodes", "query-blockstats", "query-fdsets", "query-iothreads",
        "query-pr-managers", "query-reservations", "x-query-threads", "x-query-objects"};
    /* The helper hangs up after its first answer; what has been sent by then has none. */
    while (is(manager, "helper") && hf_query(backend, "query-reservations", &json, NULL) != 0)
        ;
    hf_free(json);
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        WORKS(hf_query(backend, questions[i], &json, &message));
        hf_free(json);
    }
    EQUAL(hf_node_get_info(disk, &info), 0);
    EQUAL(info.length, LENGTH);

    /* A node from a descriptor, and a queue for it. */
    EQUAL(hf_fdset_add(backend, spare, 7, NULL), 7);
    snprintf(option, sizeof option, "driver=file,node-name=extra,filename=/dev/fdset/7,aio=%s,cache.direct=%s", engine, cache);
    hf_node *extra = add_node(backend, option);
    hf_queue *second = make_queue(backend);
    uint32_t number = attach(second, extra);
    WORKS(hf_queue_detach(second, number, &message));
    hf_queue_free(second);
    hf_node_release(extra);
    WORKS(hf_node_resize(backend, "extra", 2 * LENGTH, &message));
    WORKS(hf_node_resize(backend, "extra", LENGTH, &message));
    WORKS(hf_node_set_active(backend, "extra", 0, &message));
    WORKS(hf_node_set_active(backend, "extra", 1, &message));
    WORKS(hf_node_remove(backend, "extra", &message));
    WORKS(hf_fdset_remove(backend, 7, &message));
    char *message = NULL;
    EQUAL(hf_node_add(backend, "driver=file,node-name=by-path,filename=spare.img", NULL, &message), -EPERM);
    CHECK(message != NULL && strstr(message, "sealed") != NULL);
    hf_free(message);

    WORKS(hf_node_set_write_threshold(backend, "disk", 1, &message));
    if (is_shared()) {
        WORKS(hf_object_set(backend, "helper0", "on-stuck", "\"kill\"", &message));
        WORKS(hf_object_set(backend, "helper0", "stuck-timeout", "100", &message));
        WORKS(hf_object_get(backend, "helper0", "on-stuck", &json, &message));
        hf_free(json);
    }
    hf_device *device = NULL;
    WORKS(hf_device_new(disk, NULL, &device, &message));
    EQUAL(hf_device_failed(device, -EIO, 1), HF_ACTION_REPORT);
    hf_device_free(device);
    unsigned char page[64];
    CHECK(hf_node_device_identification(disk, page, sizeof page) > 0 || !is_shared());
}

/* While nobody has the disk attached: its mode changes, and goes back. */
static void change_modes(void)
{
    char option[512];
    disk_option(option, sizeof option, ",read-only=on");
    WORKS(hf_node_reopen(backend, option, &message));
    disk_option(option, sizeof option, ",cache.no-flush=on");
    WORKS(hf_node_reopen(backend, option, &message));
    disk_option(option, sizeof option, "");
    WORKS(hf_node_reopen(backend, option, &message));
    if (!is_shared()) {
        WORKS(hf_node_set_active(backend, "disk", 0, &message));
        WORKS(hf_node_set_active(backend, "disk", 1, &message));
    }
}

static unsigned seen_events;
static void take_events(void)
{
    hf_event event = HF_INIT(hf_event);
    while (hf_event_next(backend, &event) == 1) {
        seen_events |= 1u << event.kind;
        hf_free(event.json);
    }
}

/* Waits until an event of that kind has been there. */
static void await_event(uint32_t kind)
{
    struct pollfd waiting = {.fd = hf_event_fd(backend), .events = POLLIN};
    on(&caller, take_events);
    while (!(seen_events & 1u << kind)) {
        NEED(poll(&waiting, 1, 20000) == 1);
        on(&caller, take_events);
    }
}

static void take_down(void)
{
    WORKS(hf_queue_detach(queue, slow_handle, &message));
    WORKS(hf_queue_detach(queue, handle, &message));
    EQUAL(hf_region_remove(queue, region), 0);
    hf_queue_free(queue);
}

static void remove_all(void)
{
    hf_node_release(disk);
    hf_node_release(slow);
    WORKS(hf_node_remove(backend, "disk", &message));
    if (!is(manager, "none"))
        WORKS(hf_object_remove(backend, "helper0", &message));
    hf_backend_free(backend);
}

#endif
