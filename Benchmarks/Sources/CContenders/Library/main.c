/* A queue of Holdfast as programs in C use it: the installed library, raw over file, with statistics. */
#include <errno.h>
#include <holdfast.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contender.h"

struct state {
    const struct contender_workload *workload;
    hf_queue *queue;
    char *buffers;
    hf_completion *completions;
    uint64_t random;
    uint64_t places; /* blocks in the span */
    uint32_t handle;
};

/* The threads of the process share their disk. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static hf_backend *backend;
static hf_node *disk;
static int users;

static void need(int64_t result, const char *message)
{
    if (result < 0)
        contender_fail(message ? message : "the library", (int)result);
}

static void open_disk(const struct contender_workload *workload)
{
    char option[4096];
    char *message = NULL;
    /* With the layer "gate" every request is checked against reservations, of which there are none. */
    int is_managed = workload->layer != NULL;
    int is_device = strncmp(workload->path, "/dev/", 5) == 0 && strncmp(workload->path, "/dev/shm/", 9) != 0;
    int length = snprintf(option, sizeof option,
        "driver=raw,node-name=disk,read-only=%s,file.driver=%s,file.cache.direct=%s,file.aio=%s,file.filename=%s%s",
        is_managed || workload->operation == CONTENDER_WRITE ? "off" : "on", is_device ? "host_device" : "file",
        workload->direct ? "on" : "off", workload->engine ? workload->engine : "auto", workload->path,
        is_managed ? ",file.pr-manager=pr0" : "");
    if (length < 0 || (size_t)length >= sizeof option)
        contender_fail("the path is too long", 0);
    need(hf_backend_new(NULL, &backend, &message), message);
    if (is_managed)
        need(hf_object_add(backend, "pr-manager-flock,id=pr0,initiator=bench,audit=off", &message), message);
    need(hf_node_add(backend, option, &disk, &message), message);
    hf_node_info info = HF_INIT(hf_node_info);
    need(hf_node_get_info(disk, &info), NULL);
    if (is_managed != ((info.flags & HF_NODE_ENFORCES_RESERVATIONS) != 0))
        contender_fail("the disk is not managed as it should be", 0);
}

static void *prepare(const struct contender_workload *workload, uint64_t seed)
{
    if (workload->path == NULL || (workload->layer != NULL && strcmp(workload->layer, "gate") != 0))
        contender_fail("the library has no such workload", 0);
    pthread_mutex_lock(&lock);
    if (users++ == 0)
        open_disk(workload);
    pthread_mutex_unlock(&lock);

    struct state *state = calloc(1, sizeof *state);
    hf_completion *completions = calloc(workload->depth, sizeof *completions);
    if (state == NULL || completions == NULL)
        contender_fail("state", ENOMEM);
    state->workload = workload;
    state->completions = completions;
    state->random = seed;
    state->places = workload->span / workload->block_size;
    state->buffers = contender_buffers(workload);

    char *message = NULL;
    uint32_t region;
    hf_queue_options options = HF_INIT(hf_queue_options);
    options.depth = workload->depth;
    need(hf_queue_new(backend, &options, &state->queue, &message), message);
    hf_attach_options attachment = HF_INIT(hf_attach_options);
    attachment.device = "bench";
    need(hf_queue_attach(state->queue, disk, &attachment, &state->handle, &message), message);
    need(hf_region_add(state->queue, state->buffers, (size_t)workload->depth * workload->block_size, &region), NULL);
    return state;
}

static inline void queue(struct state *state, uint64_t slot, int writes)
{
    const uint32_t size = state->workload->block_size;
    const uint64_t offset = contender_next_block(&state->random, state->places) * size;
    char *buffer = state->buffers + slot * size;
    hf_request request = writes
        ? hf_write(state->queue, state->handle, buffer, size, offset, state->workload->durable ? HF_DURABLE : 0, slot)
        : hf_read(state->queue, state->handle, buffer, size, offset, slot);
    if (request == 0)
        contender_fail("the queue refused a request", 0);
}

static inline void run_all(struct state *state, int writes)
{
    const uint64_t operations = state->workload->operations;
    const uint32_t depth = state->workload->depth;
    uint64_t queued = 0, completed = 0;

    while (queued < operations && queued < depth)
        queue(state, queued++, writes);
    while (completed < operations) {
        int count = hf_poll(state->queue, state->completions, depth, 1, HF_FOREVER);
        if (count < 0)
            contender_fail("hf_poll", count);
        for (int i = 0; i < count; i++) {
            if (state->completions[i].result != state->workload->block_size)
                contender_fail("a request failed or was short", EIO);
            if (queued < operations) {
                queue(state, state->completions[i].user_data, writes);
                queued++;
            }
        }
        completed += (uint64_t)count;
    }
}

static void run(void *opaque)
{
    struct state *state = opaque;
    /* One loop for each direction, as a program that knows what it does would have it. */
    if (state->workload->operation == CONTENDER_WRITE)
        run_all(state, 1);
    else
        run_all(state, 0);
}

static void finish(void *opaque)
{
    struct state *state = opaque;
    hf_queue_free(state->queue);
    free(state->completions);
    free(state->buffers);
    free(state);
    /* The next program finds the image free. */
    pthread_mutex_lock(&lock);
    if (--users == 0) {
        hf_node_release(disk);
        hf_backend_free(backend);
    }
    pthread_mutex_unlock(&lock);
}

int main(int argc, char **argv)
{
    return contender_main(argc, argv, (struct contender_driver){prepare, run, finish});
}
