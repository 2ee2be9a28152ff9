/* The least that a Linux AIO program can do per request: prebuilt control blocks, io_submit and io_getevents once a batch. */
#define _GNU_SOURCE
#include <errno.h>
#include <libaio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contender.h"

struct state {
    const struct contender_workload *workload;
    io_context_t context;
    struct iocb *blocks;
    struct iocb **batch;
    struct io_event *events;
    char *buffers;
    uint64_t random;
    uint64_t places; /* blocks in the span */
    int fd;
};

static void *prepare(const struct contender_workload *workload, uint64_t seed)
{
    if (workload->operation == CONTENDER_NOP)
        contender_fail("Linux AIO has no operation that does nothing", 0);
    struct state *state = calloc(1, sizeof *state);
    if (state == NULL)
        contender_fail("state", ENOMEM);
    state->workload = workload;
    state->random = seed;
    state->places = workload->span / workload->block_size;
    state->buffers = contender_buffers(workload);
    state->blocks = calloc(workload->depth, sizeof *state->blocks);
    state->batch = calloc(workload->depth, sizeof *state->batch);
    state->events = calloc(workload->depth, sizeof *state->events);
    if (state->blocks == NULL || state->batch == NULL || state->events == NULL)
        contender_fail("request table", ENOMEM);
    int error = io_setup((int)workload->depth, &state->context);
    if (error < 0)
        contender_fail("io_setup", error);
    state->fd = contender_open(workload);
    return state;
}

static inline struct iocb *fill(struct state *state, uint64_t slot)
{
    const uint32_t size = state->workload->block_size;
    const uint64_t offset = contender_next_block(&state->random, state->places) * size;
    struct iocb *block = &state->blocks[slot];
    char *buffer = state->buffers + slot * size;
    if (state->workload->operation == CONTENDER_READ)
        io_prep_pread(block, state->fd, buffer, size, (long long)offset);
    else
        io_prep_pwrite(block, state->fd, buffer, size, (long long)offset);
    block->data = (void *)(uintptr_t)slot;
    return block;
}

static void submit(struct state *state, long count)
{
    struct iocb **next = state->batch;
    while (count > 0) {
        int done = io_submit(state->context, count, next);
        if (done < 0 && done != -EINTR && done != -EAGAIN)
            contender_fail("io_submit", done);
        if (done > 0) {
            next += done;
            count -= done;
        }
    }
}

static void run(void *opaque)
{
    struct state *state = opaque;
    const uint64_t operations = state->workload->operations;
    uint64_t queued = 0, completed = 0;
    long pending = 0;

    while (queued < operations && queued < state->workload->depth)
        state->batch[pending++] = fill(state, queued++);
    while (completed < operations) {
        submit(state, pending);
        pending = 0;
        int count = io_getevents(state->context, 1, (long)state->workload->depth, state->events, NULL);
        if (count < 0 && count != -EINTR)
            contender_fail("io_getevents", count);
        for (int i = 0; i < count; i++) {
            if (state->events[i].res != state->workload->block_size)
                contender_fail("a request failed or was short", EIO);
            if (queued < operations) {
                state->batch[pending++] = fill(state, (uint64_t)(uintptr_t)state->events[i].data);
                queued++;
            }
        }
        completed += count > 0 ? (uint64_t)count : 0;
    }
}

static void finish(void *opaque)
{
    struct state *state = opaque;
    io_destroy(state->context);
    close(state->fd);
    free(state->buffers);
    free(state->blocks);
    free(state->batch);
    free(state->events);
    free(state);
}

int main(int argc, char **argv)
{
    return contender_main(argc, argv, (struct contender_driver){prepare, run, finish});
}
