/* Requests and completions, on each engine. */
#include <limits.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/stat.h>

#include "check.h"

enum { BLOCK = 4096, LENGTH = 1 << 20 };

static const char *const engines[] = {"io_uring", "native", "threads"};

/* A disk of LENGTH bytes on one engine; NULL where this kernel or file system hasn't got it. */
static hf_node *add_disk(hf_backend *backend, const char *engine)
{
    char option[256];
    make_file("disk.img", LENGTH, 0);
    snprintf(option, sizeof option, "driver=file,node-name=disk,filename=disk.img,aio=%s,cache.direct=on,discard=unmap",
        engine);
    hf_node *node = NULL;
    char *message = NULL;
    int code = hf_node_add(backend, option, &node, &message);
    if (code < 0)
        printf("# no %s here: %s\n", engine, message);
    hf_free(message);
    return node;
}

static void fill(char *memory, size_t length, unsigned seed)
{
    for (size_t i = 0; i < length; i++)
        memory[i] = (char)(seed * 31 + i / 512 + i);
}

static void *aligned(size_t length)
{
    void *memory = aligned_alloc(BLOCK, length);
    NEED(memory != NULL);
    memset(memory, 0, length);
    return memory;
}

static void round_trip(const char *engine)
{
    hf_backend *backend = make_backend();
    hf_node *disk = add_disk(backend, engine);
    if (disk == NULL) {
        hf_backend_free(backend);
        SKIP("the engine can't be had");
    }
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk);
    char *out = aligned(4 * BLOCK), *in = aligned(4 * BLOCK);
    fill(out, 4 * BLOCK, 7);
    EQUAL(hf_in_flight(queue), 0);
    for (uint64_t i = 0; i < 4; i++)
        CHECK(hf_write(queue, handle, out + i * BLOCK, BLOCK, i * 8 * BLOCK, i == 3 ? HF_DURABLE : 0, 100 + i) != 0);
    EQUAL(hf_in_flight(queue), 4);
    EQUAL(hf_submit(queue), 0);
    unsigned seen = 0;
    while (seen != 15) {
        hf_completion done[3];
        int count = hf_poll(queue, done, 3, 1, HF_FOREVER);
        NEED(count > 0 && count <= 3);
        for (int i = 0; i < count; i++) {
            EQUAL(done[i].result, BLOCK);
            CHECK(done[i].user_data >= 100 && done[i].user_data < 104);
            CHECK((seen & 1u << (done[i].user_data - 100)) == 0);
            seen |= 1u << (done[i].user_data - 100);
        }
    }
    EQUAL(hf_in_flight(queue), 0);
    CHECK(hf_flush(queue, handle, 5) != 0);
    hf_completion flushed = complete(queue);
    EQUAL(flushed.user_data, 5);
    EQUAL(flushed.result, 0);
    for (uint64_t i = 0; i < 4; i++)
        EQUAL(do_read(queue, handle, in + i * BLOCK, BLOCK, i * 8 * BLOCK), BLOCK);
    CHECK(memcmp(in, out, 4 * BLOCK) == 0);

    /* Not aligned to anything: through bounce buffers. */
    EQUAL(do_write(queue, handle, out + 1, 1000, 1234567 % (LENGTH - 1000)), 1000);
    EQUAL(do_read(queue, handle, in + 3, 1000, 1234567 % (LENGTH - 1000)), 1000);
    CHECK(memcmp(in + 3, out + 1, 1000) == 0);

    /* Scattered. */
    fill(out, 4 * BLOCK, 9);
    struct iovec to[3] = {{out, BLOCK}, {out + BLOCK, 2 * BLOCK}, {out + 3 * BLOCK, BLOCK}};
    struct iovec from[2] = {{in, 3 * BLOCK}, {in + 3 * BLOCK, BLOCK}};
    CHECK(hf_writev(queue, handle, to, 3, 65536, 0, 1) != 0);
    EQUAL(complete(queue).result, 4 * BLOCK);
    CHECK(hf_readv(queue, handle, from, 2, 65536, 2) != 0);
    EQUAL(complete(queue).result, 4 * BLOCK);
    CHECK(memcmp(in, out, 4 * BLOCK) == 0);

    /* Zeroes, discards, and what is known without reading. */
    CHECK(hf_write_zeroes(queue, handle, 65536, 2 * BLOCK, HF_MAY_UNMAP, 3) != 0);
    EQUAL(complete(queue).result, 0);
    EQUAL(do_read(queue, handle, in, 4 * BLOCK, 65536), 4 * BLOCK);
    CHECK(in[0] == 0 && memcmp(in, in + 1, 2 * BLOCK - 1) == 0);
    CHECK(memcmp(in + 2 * BLOCK, out + 2 * BLOCK, 2 * BLOCK) == 0);
    CHECK(hf_block_status(queue, handle, 65536, 4 * BLOCK, 4) != 0);
    hf_completion known = complete(queue);
    CHECK(known.result >= BLOCK && known.result <= 4 * BLOCK);
    CHECK((known.status & ~(HF_EXTENT_DATA | HF_EXTENT_ZERO)) == 0 && known.status != 0);
    CHECK(hf_discard(queue, handle, 131072, 8 * BLOCK, 5) != 0);
    EQUAL(complete(queue).result, 0);

    WORKS(hf_queue_detach(queue, handle, &message));
    FAILS(hf_queue_detach(queue, handle, &message), EINVAL, "handle");
    FAILS(hf_queue_detach(queue, 12345, &message), EINVAL, "handle");
    hf_queue_free(queue);
    hf_node_release(disk);
    WORKS(hf_node_remove(backend, "disk", &message));
    hf_backend_free(backend);
    free(out);
    free(in);
}

static void round_trip_io_uring(void) { round_trip(engines[0]); }
static void round_trip_native(void) { round_trip(engines[1]); }
static void round_trip_threads(void) { round_trip(engines[2]); }

static void completes_what_is_wrong_with_an_error(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 1);
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=disk.img,read-only=on");
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk);
    char memory[BLOCK];
    struct iovec vector = {memory, BLOCK}, negative = {memory, SIZE_MAX};
#define ENDS(request, error)                \
    do {                                    \
        CHECK((request) != 0);              \
        EQUAL(hf_in_flight(queue), 1);      \
        hf_completion end = complete(queue); \
        EQUAL(end.result, -(error));        \
        EQUAL(end.user_data, 77);           \
        EQUAL(hf_in_flight(queue), 0);      \
    } while (0)
    ENDS(hf_read(queue, handle, NULL, BLOCK, 0, 77), EFAULT);
    ENDS(hf_write(queue, handle, NULL, BLOCK, 0, 0, 77), EFAULT);
    ENDS(hf_readv(queue, handle, NULL, 1, 0, 77), EFAULT);
    ENDS(hf_writev(queue, handle, NULL, 1, 0, 0, 77), EFAULT);
    ENDS(hf_readv(queue, handle, &vector, -1, 0, 77), EINVAL);
    ENDS(hf_writev(queue, handle, &vector, INT_MIN, 0, 0, 77), EINVAL);
    ENDS(hf_readv(queue, handle, &negative, 1, 0, 77), EIO);
    ENDS(hf_read(queue, handle, memory, SIZE_MAX, 0, 77), EIO);
    ENDS(hf_read(queue, handle, memory, (size_t)INT64_MAX, 0, 77), EIO);
    ENDS(hf_read(queue, handle, memory, BLOCK, LENGTH, 77), EIO);
    ENDS(hf_read(queue, handle, memory, BLOCK, UINT64_MAX, 77), EIO);
    ENDS(hf_read(queue, handle, memory, 2, UINT64_MAX - 1, 77), EIO);
    ENDS(hf_discard(queue, handle, 0, UINT64_MAX, 77), EPERM);
    ENDS(hf_block_status(queue, handle, 1, UINT64_MAX, 77), EIO);
    ENDS(hf_write(queue, handle, memory, BLOCK, 0, 0, 77), EPERM);
    ENDS(hf_write(queue, handle, memory, BLOCK, 0, HF_MAY_UNMAP, 77), EINVAL);
    ENDS(hf_writev(queue, handle, &vector, 1, 0, 8, 77), EINVAL);
    ENDS(hf_write_zeroes(queue, handle, 0, BLOCK, 8, 77), EINVAL);
    ENDS(hf_write_zeroes(queue, handle, 0, BLOCK, 0, 77), EPERM);
    ENDS(hf_read(queue, handle + 1, memory, BLOCK, 0, 77), EBADF);
    ENDS(hf_read(queue, UINT32_MAX, memory, BLOCK, 0, 77), EBADF);
    ENDS(hf_read(queue, UINT32_MAX, NULL, BLOCK, 0, 77), EFAULT);
    ENDS(hf_flush(queue, 4096, 77), EBADF);
    ENDS(hf_read(queue, handle, NULL, 0, 0, 77), 0);
    ENDS(hf_readv(queue, handle, NULL, 0, 0, 77), 0);

    hf_scsi_command command = HF_INIT(hf_scsi_command);
    char cdb[32] = {0};
    ENDS(hf_scsi(queue, handle, NULL, 77), EFAULT);
    ENDS(hf_scsi(queue, handle, &command, 77), EINVAL);
    command.cdb_length = 6;
    ENDS(hf_scsi(queue, handle, &command, 77), EFAULT);
    command.cdb = cdb;
    ENDS(hf_scsi(queue, handle, &command, 77), EOPNOTSUPP);
    command.direction = 3;
    ENDS(hf_scsi(queue, handle, &command, 77), EINVAL);
    command.direction = HF_SCSI_FROM_DEVICE;
    command.data_length = 8;
    ENDS(hf_scsi(queue, handle, &command, 77), EFAULT);
    command.data_length = 0;
    command.sense_capacity = 8;
    ENDS(hf_scsi(queue, handle, &command, 77), EFAULT);
    command.size = 0;
    ENDS(hf_scsi(queue, handle, &command, 77), EINVAL);
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void polls_no_more_than_fits(void)
{
    hf_backend *backend = make_backend();
    hf_node *disk = add_node(backend, "null-co,node-name=disk,size=1048576");
    hf_queue_options options = HF_INIT(hf_queue_options);
    options.depth = 4;
    hf_queue *queue;
    WORKS(hf_queue_new(backend, &options, &queue, &message));
    uint32_t handle = attach(queue, disk);
    char memory[4][BLOCK];
    for (uint64_t i = 0; i < 4; i++)
        CHECK(hf_read(queue, handle, memory[i], BLOCK, 0, i) != 0);
    /* Full: nothing happens, and nothing is lost. */
    EQUAL(hf_read(queue, handle, memory[0], BLOCK, 0, 9), 0);
    EQUAL(hf_read(queue, handle, NULL, BLOCK, 0, 9), 0);
    EQUAL(hf_flush(queue, handle, 9), 0);
    hf_completion done[8];
    memset(done, 0xee, sizeof done);
    EQUAL(hf_poll(queue, NULL, 0, 5, 0), 0);
    EQUAL(hf_poll(queue, NULL, 1, 1, 0), -EFAULT);
    EQUAL(hf_poll(queue, done, 1, UINT32_MAX, HF_FOREVER), 1);
    EQUAL(done[1].user_data, 0xeeeeeeeeeeeeeeee);
    EQUAL(hf_drain(queue, HF_FOREVER), 1);
    EQUAL(hf_in_flight(queue), 3);
    EQUAL(hf_poll(queue, done, 8, 8, HF_FOREVER), 3);
    EQUAL(done[3].user_data, 0xeeeeeeeeeeeeeeee);
    EQUAL(hf_poll(queue, done, 8, 1, 0), 0);
    EQUAL(hf_poll(queue, done, UINT32_MAX, 1, HF_FOREVER), 0);
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static int is_readable(int fd, int timeout)
{
    int set = epoll_create1(EPOLL_CLOEXEC);
    NEED(set >= 0);
    struct epoll_event event = {.events = EPOLLIN};
    NEED(epoll_ctl(set, EPOLL_CTL_ADD, fd, &event) == 0);
    int count;
    /* The kernel interrupts whoever sleeps when a ring of its has news. */
    do
        count = epoll_wait(set, &event, 1, timeout);
    while (count < 0 && errno == EINTR);
    close(set);
    return count;
}

static void wakes_programs_that_wait_by_epoll(void)
{
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        hf_backend *backend = make_backend();
        hf_node *disk = add_disk(backend, engines[i]);
        if (disk == NULL) {
            hf_backend_free(backend);
            continue;
        }
        hf_queue *queue = make_queue(backend);
        uint32_t handle = attach(queue, disk);
        char *memory = aligned(BLOCK);
        int fd = hf_completion_fd(queue);
        NEED(fd >= 0);
        EQUAL(hf_arm(queue), 0);
        for (uint64_t round = 0; round < 20; round++) {
            CHECK(hf_read(queue, handle, memory, BLOCK, round * BLOCK, round) != 0);
            EQUAL(hf_submit(queue), 0);
            hf_completion done;
            int count = 0;
            while (count == 0) {
                EQUAL(is_readable(fd, 10000), 1);
                EQUAL(hf_acknowledge(queue), 0);
                count = hf_poll(queue, &done, 1, 0, 0);
                NEED(count >= 0);
            }
            EQUAL(done.user_data, round);
        }
        /* What waits already makes it readable at once. */
        EQUAL(hf_disarm(queue), 0);
        EQUAL(hf_acknowledge(queue), 0);
        CHECK(hf_flush(queue, 999, 5) != 0);
        EQUAL(is_readable(fd, 0), 0);
        EQUAL(hf_arm(queue), 0);
        EQUAL(is_readable(fd, 10000), 1);
        EQUAL(complete(queue).result, -EBADF);
        free(memory);
        hf_queue_free(queue);
        hf_node_release(disk);
        hf_backend_free(backend);
    }
}

static void cancels_and_drains(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 1);
    WORKS(hf_object_add(backend, "throttle-group,id=slow,limits.iops-total=1", &message));
    hf_node *disk = add_node(
        backend,
        "driver=throttle,node-name=disk,throttle-group=slow,file.driver=file,file.node-name=file,file.filename=disk.img");
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk);
    char memory[8][BLOCK];
    hf_request last = 0;
    for (uint64_t i = 0; i < 8; i++) {
        last = hf_read(queue, handle, memory[i], BLOCK, i * BLOCK, i);
        CHECK(last != 0);
    }
    EQUAL(hf_drain(queue, 1000000), 0);
    EQUAL(hf_cancel(queue, 0), 0);
    EQUAL(hf_cancel(queue, UINT64_MAX), 0);
    EQUAL(hf_cancel(queue, last), 1);
    EQUAL(hf_cancel(queue, last), 0);
    int cancelled = 0;
    while (cancelled == 0) {
        hf_completion done;
        EQUAL(hf_poll(queue, &done, 1, 1, HF_FOREVER), 1);
        cancelled = done.user_data == 7;
        EQUAL(done.result, cancelled ? -ECANCELED : BLOCK);
    }
    EQUAL(hf_cancel(queue, last), 0);
    /* Freed with requests in flight: they are cancelled, and the memory is the program's again. */
    CHECK(hf_in_flight(queue) > 0);
    hf_queue_free(queue);
    hf_node_release(disk);
    WORKS(hf_node_remove(backend, "disk", &message));
    hf_backend_free(backend);
}

struct mover {
    hf_queue *queue;
    uint32_t handle;
    int64_t result;
};

static void *read_elsewhere(void *argument)
{
    struct mover *mover = argument;
    char memory[BLOCK];
    mover->result = do_read(mover->queue, mover->handle, memory, BLOCK, 0);
    if (memory[100] != 3)
        mover->result = -1;
    return NULL;
}

static void moves_to_another_thread(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 3);
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=disk.img");
    struct mover mover = {.queue = make_queue(backend)};
    mover.handle = attach(mover.queue, disk);
    char memory[BLOCK];
    CHECK(hf_read(mover.queue, mover.handle, memory, BLOCK, 0, 1) != 0);
    FAILS(hf_rebind(mover.queue, &message), EBUSY, "polled");
    EQUAL(complete(mover.queue).result, BLOCK);
    for (int round = 0; round < 3; round++) {
        WORKS(hf_rebind(mover.queue, &message));
        pthread_t thread;
        NEED(pthread_create(&thread, NULL, read_elsewhere, &mover) == 0);
        pthread_join(thread, NULL);
        EQUAL(mover.result, BLOCK);
    }
    WORKS(hf_rebind(mover.queue, &message));
    EQUAL(do_read(mover.queue, mover.handle, memory, BLOCK, 0), BLOCK);
    hf_queue_free(mover.queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void knows_regions_of_memory(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 3);
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=disk.img");
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk), first = 99, second = 99;
    char *memory = aligned(16 * BLOCK);
    EQUAL(hf_submit(queue), 0);
    int pinned = hf_region_add(queue, memory, 8 * BLOCK, &first);
    CHECK(pinned == 0 || pinned == 1);
    CHECK(hf_region_add(queue, memory + 8 * BLOCK, 8 * BLOCK, &second) >= 0);
    CHECK(first != second);
    for (uint64_t i = 0; i < 16; i++) {
        EQUAL(do_read(queue, handle, memory + i * BLOCK, BLOCK, i * BLOCK), BLOCK);
        EQUAL(memory[i * BLOCK], 3);
    }
    EQUAL(do_read(queue, handle, memory + 7 * BLOCK, 2 * BLOCK, 0), 2 * BLOCK);
    EQUAL(hf_region_remove(queue, first), 0);
    EQUAL(hf_region_remove(queue, first), -ENOENT);
    EQUAL(hf_region_remove(queue, UINT32_MAX), -ENOENT);
    EQUAL(do_read(queue, handle, memory, BLOCK, 0), BLOCK);
    EQUAL(hf_region_add(queue, NULL, BLOCK, &first), -EFAULT);
    EQUAL(hf_region_add(queue, memory, BLOCK, NULL), -EFAULT);
    EQUAL(hf_region_add(queue, memory, 0, &first), -EINVAL);
    EQUAL(hf_region_add(queue, memory, SIZE_MAX, &first), -EINVAL);
    free(memory);
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

int main(void)
{
    static const struct test tests[] = {
        {"io_uring carries every kind of request", round_trip_io_uring},
        {"Linux AIO carries every kind of request", round_trip_native},
        {"threads carry every kind of request", round_trip_threads},
        {"what is wrong with a request its completion says", completes_what_is_wrong_with_an_error},
        {"a full queue refuses, and a poll takes no more than fits", polls_no_more_than_fits},
        {"programs wait in epoll", wakes_programs_that_wait_by_epoll},
        {"requests are cancelled, and a queue is freed with some in flight", cancels_and_drains},
        {"a queue moves to another thread", moves_to_another_thread},
        {"memory can be announced", knows_regions_of_memory},
    };
    return RUN_TESTS(tests);
}
