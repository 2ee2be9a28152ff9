/* The threads of the library: who makes them, which there are, and none after sealing. */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "check.h"

enum { LENGTH = 1 << 20, MOST = 256 };

/* What the program knows of the threads that it made. */
struct census {
    atomic_int started, ended;
    int refuses;
    char names[MOST][32];
};

struct start {
    struct census *census;
    void (*body)(void *argument);
    void *argument;
};

static void *run(void *opaque)
{
    struct start *start = opaque;
    start->body(start->argument);
    atomic_fetch_add(&start->census->ended, 1);
    free(start);
    return NULL;
}

static int start_thread(void *opaque, const char *name, void (*body)(void *argument), void *argument)
{
    struct census *census = opaque;
    if (census->refuses)
        return -EAGAIN;
    int number = atomic_fetch_add(&census->started, 1);
    NEED(number < MOST);
    snprintf(census->names[number], sizeof census->names[number], "%s", name);
    struct start *start = malloc(sizeof *start);
    NEED(start != NULL);
    *start = (struct start){census, body, argument};
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, start) != 0) {
        free(start);
        atomic_fetch_sub(&census->started, 1);
        return -EAGAIN;
    }
    pthread_detach(thread);
    return 0;
}

static int is_named(const struct census *census, const char *name)
{
    for (int i = 0; i < atomic_load(&census->started); i++)
        if (strcmp(census->names[i], name) == 0)
            return 1;
    return 0;
}

static hf_backend *make_hooked_backend(struct census *census)
{
    hf_backend *backend = NULL;
    hf_backend_options options = HF_INIT(hf_backend_options);
    options.start_thread = start_thread;
    options.opaque = census;
    options.worker_limit = 4;
    WORKS(hf_backend_new(&options, &backend, &message));
    return backend;
}

/* Reads, and asks for something that only a thread can wait for. */
static int64_t read_some(hf_backend *backend, const char *option)
{
    hf_node *node = add_node(backend, option);
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, node);
    char memory[512] = {0};
    int64_t result = do_read(queue, handle, memory, sizeof memory, 0);
    EQUAL(memory[0], 5);
    CHECK(hf_write_zeroes(queue, handle, 65536, 65536, 0, 1) != 0);
    EQUAL(complete(queue).result, 0);
    hf_queue_free(queue);
    hf_node_release(node);
    return result;
}

static void makes_threads_through_the_program(void)
{
    static struct census census;
    make_file("disk.img", LENGTH, 5);
    hf_backend *backend = make_hooked_backend(&census);
    EQUAL(atomic_load(&census.started), 1);
    CHECK(is_named(&census, "hf-control"));
    WORKS(hf_object_add(backend, "iothread,id=io7", &message));
    CHECK(is_named(&census, "io7"));
    EQUAL(read_some(backend, "driver=file,node-name=disk,filename=disk.img,aio=threads"), 512);
    int count = atomic_load(&census.started);
    CHECK(count >= 3);
    char *json = NULL;
    WORKS(hf_query(backend, "x-query-threads", &json, &message));
    int listed = 0;
    for (const char *place = json; (place = strstr(place, "\"thread-id\"")) != NULL; place++)
        listed++;
    EQUAL(listed, atomic_load(&census.started) - atomic_load(&census.ended));
    CHECK(strstr(json, "\"hf-control\"") != NULL && strstr(json, "\"io7\"") != NULL);
    hf_free(json);
    hf_backend_free(backend);
    while (atomic_load(&census.ended) < atomic_load(&census.started))
        sched_yield();
    EQUAL(atomic_load(&census.started), count);
}

static void reports_threads_that_cannot_be_made(void)
{
    static struct census census;
    census.refuses = 1;
    hf_backend *backend = NULL;
    hf_backend_options options = HF_INIT(hf_backend_options);
    options.start_thread = start_thread;
    options.opaque = &census;
    FAILS(hf_backend_new(&options, &backend, &message), EAGAIN, "thread");
    CHECK(backend == NULL);
    census.refuses = 0;
    backend = make_hooked_backend(&census);
    census.refuses = 1;
    FAILS(hf_object_add(backend, "iothread,id=io7", &message), EAGAIN, "thread");
    FAILS(hf_seal(backend, &message), EAGAIN, "");
    census.refuses = 0;
    WORKS(hf_object_add(backend, "iothread,id=io7", &message));
    WORKS(hf_seal(backend, &message));
    hf_backend_free(backend);
    while (atomic_load(&census.ended) < atomic_load(&census.started))
        sched_yield();
}

static void makes_none_when_sealed(void)
{
    static struct census census;
    make_file("disk.img", LENGTH, 5);
    make_file("shared.img", LENGTH, 5);
    hf_backend *backend = make_hooked_backend(&census);
    int fd = open("disk.img", O_RDWR | O_CLOEXEC);
    NEED(fd >= 0);
    WORKS(hf_object_add(backend, "pr-manager-flock,id=pr0,initiator=vm", &message));
    hf_node *before = add_node(backend, "driver=file,node-name=before,filename=shared.img,aio=threads,pr-manager=pr0");
    WORKS(hf_seal(backend, &message));
    WORKS(hf_seal(backend, &message));
    int count = atomic_load(&census.started);
    CHECK(count > 1);

    /* What is there works, and what comes as a descriptor. */
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, before);
    char memory[4][512];
    for (uint64_t i = 0; i < 4; i++)
        CHECK(hf_write_zeroes(queue, handle, i * 4096, 4096, 0, i) != 0);
    hf_completion done[4];
    EQUAL(hf_poll(queue, done, 4, 4, HF_FOREVER), 4);
    EQUAL(do_read(queue, handle, memory, 512, 65536), 512);
    int64_t set = hf_fdset_add(backend, fd, -1, NULL);
    EQUAL(set, 0);
    EQUAL(read_some(backend, "driver=file,node-name=after,filename=/dev/fdset/0,aio=threads"), 512);
    WORKS(hf_node_reopen(backend, "driver=file,node-name=after,filename=/dev/fdset/0,aio=threads,cache.direct=on", &message));

    /* What would need a path or a thread doesn't. */
    FAILS(hf_node_add(backend, "driver=file,node-name=path,filename=disk.img", NULL, &message), EPERM, "sealed");
    FAILS(hf_node_add(backend, "driver=file,node-name=path,filename=/dev/fdset/0,pr-manager=pr0", NULL, &message), EPERM, "");
    FAILS(hf_object_add(backend, "iothread,id=io7", &message), EPERM, "thread");
    EQUAL(atomic_load(&census.started), count);
    hf_queue_free(queue);
    hf_node_release(before);
    hf_backend_free(backend);
    close(fd);
    while (atomic_load(&census.ended) < atomic_load(&census.started))
        sched_yield();
    EQUAL(atomic_load(&census.started), count);
}

int main(void)
{
    static const struct test tests[] = {
        {"threads are made through the program, listed, and end with the backend", makes_threads_through_the_program},
        {"a thread that can't be made is reported", reports_threads_that_cannot_be_made},
        {"no thread and no path after sealing", makes_none_when_sealed},
    };
    return RUN_TESTS(tests);
}
