/* The least that an io_uring program can do per request: registered file and buffers, one system call per batch, a
 * request's slot as its user data. The yardstick of the data path. */
#define _GNU_SOURCE
#include <errno.h>
#include <liburing.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <unistd.h>

#include "contender.h"

struct state {
    const struct contender_workload *workload;
    struct io_uring ring;
    char *buffers;
    uint64_t random;
    uint64_t places; /* blocks in the span */
    int fd;
};

static void *prepare(const struct contender_workload *workload, uint64_t seed)
{
    struct state *state = calloc(1, sizeof *state);
    if (state == NULL)
        contender_fail("state", ENOMEM);
    state->workload = workload;
    state->random = seed;
    state->places = workload->span / workload->block_size;
    state->fd = -1;
    state->buffers = contender_buffers(workload);

    struct io_uring_params parameters = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN};
    int error = io_uring_queue_init_params(workload->depth, &state->ring, &parameters);
    if (error < 0)
        contender_fail("io_uring_queue_init_params", error);
    if (workload->operation == CONTENDER_NOP)
        return state;

    state->fd = contender_open(workload);
    error = io_uring_register_files(&state->ring, &state->fd, 1);
    if (error < 0)
        contender_fail("io_uring_register_files", error);
    struct iovec memory = {state->buffers, (size_t)workload->depth * workload->block_size};
    error = io_uring_register_buffers(&state->ring, &memory, 1);
    if (error < 0)
        contender_fail("io_uring_register_buffers", error);
    return state;
}

static inline void queue(struct state *state, uint64_t slot)
{
    const uint32_t size = state->workload->block_size;
    struct io_uring_sqe *sqe = io_uring_get_sqe(&state->ring);
    const uint64_t offset = contender_next_block(&state->random, state->places) * size;
    char *buffer = state->buffers + slot * size;
    switch (state->workload->operation) {
    case CONTENDER_NOP: io_uring_prep_nop(sqe); break;
    case CONTENDER_READ: io_uring_prep_read_fixed(sqe, 0, buffer, size, offset, 0); break;
    case CONTENDER_WRITE: io_uring_prep_write_fixed(sqe, 0, buffer, size, offset, 0); break;
    }
    if (state->workload->operation != CONTENDER_NOP)
        sqe->flags |= IOSQE_FIXED_FILE;
    io_uring_sqe_set_data64(sqe, slot);
}

static void run(void *opaque)
{
    struct state *state = opaque;
    const uint64_t operations = state->workload->operations;
    const int32_t expected = state->workload->operation == CONTENDER_NOP ? 0 : (int32_t)state->workload->block_size;
    uint64_t queued = 0, completed = 0;

    while (queued < operations && queued < state->workload->depth)
        queue(state, queued++);
    while (completed < operations) {
        int error = io_uring_submit_and_wait(&state->ring, 1);
        if (error < 0 && error != -EINTR)
            contender_fail("io_uring_submit_and_wait", error);
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;
        io_uring_for_each_cqe(&state->ring, head, cqe) {
            count++;
            if (cqe->res != expected)
                contender_fail("a request failed or was short", cqe->res < 0 ? cqe->res : EIO);
            if (queued < operations) {
                queue(state, cqe->user_data);
                queued++;
            }
        }
        io_uring_cq_advance(&state->ring, count);
        completed += count;
    }
}

static void finish(void *opaque)
{
    struct state *state = opaque;
    io_uring_queue_exit(&state->ring);
    if (state->fd >= 0)
        close(state->fd);
    free(state->buffers);
    free(state);
}

int main(int argc, char **argv)
{
    return contender_main(argc, argv, (struct contender_driver){prepare, run, finish});
}
