/* A queue's owner with requests in flight may make any control call, and none of them waits for ever. */
#include "check.h"

enum { LENGTH = 1 << 20, BLOCK = 4096, DEPTH = 32 };

static hf_backend *backend;
static hf_queue *queue;
static hf_node *disk;
static uint32_t handle;
static char memory[DEPTH][BLOCK];

/* Fills the queue; what was in it before has been polled. */
static void fill_queue(void)
{
    for (uint64_t i = 0; i < DEPTH; i++)
        CHECK(hf_write(queue, handle, memory[i], BLOCK, i * BLOCK, 0, i) != 0);
    EQUAL(hf_submit(queue), 0);
    EQUAL(hf_in_flight(queue), DEPTH);
}

/* All are there exactly once, and went well. */
static void empty_queue(int64_t result)
{
    hf_completion done[DEPTH];
    unsigned count = 0, seen = 0;
    while (count < DEPTH) {
        int some = hf_poll(queue, done, DEPTH, 1, HF_FOREVER);
        NEED(some > 0);
        for (int i = 0; i < some; i++) {
            EQUAL(done[i].result, result);
            seen += 1u << done[i].user_data;
        }
        count += (unsigned)some;
    }
    EQUAL(seen, UINT32_MAX);
    EQUAL(hf_in_flight(queue), 0);
}

static void begin(const char *engine)
{
    char option[256];
    make_file("disk.img", 2 * LENGTH, 0);
    backend = make_backend();
    snprintf(option, sizeof option, "driver=file,node-name=disk,filename=disk.img,cache.direct=on,aio=%s", engine);
    disk = add_node(backend, option);
    queue = make_queue(backend);
    handle = attach(queue, disk);
}

static void end(void)
{
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void calls_everything(const char *engine)
{
    char option[256], *json = NULL;
    begin(engine);
    snprintf(option, sizeof option, "driver=file,node-name=disk,filename=disk.img,aio=%s%s", engine,
        strcmp(engine, "native") == 0 ? ",cache.direct=on,cache.no-flush=on" : "");
    fill_queue();
    FAILS(hf_node_remove(backend, "disk", &message), EBUSY, "in use");
    FAILS(hf_queue_detach(queue, handle, &message), EBUSY, "in flight");
    /* These drain the node. */
    WORKS(hf_node_reopen(backend, option, &message));
    empty_queue(BLOCK);
    fill_queue();
    WORKS(hf_node_resize(backend, "disk", LENGTH, &message));
    WORKS(hf_query(backend, "query-blockstats", &json, &message));
    hf_free(json);
    empty_queue(BLOCK);
    fill_queue();
    WORKS(hf_node_set_active(backend, "disk", 0, &message));
    WORKS(hf_node_set_active(backend, "disk", 1, &message));
    WORKS(hf_node_add(backend, "null-co,node-name=other", NULL, &message));
    WORKS(hf_node_remove(backend, "other", &message));
    WORKS(hf_object_add(backend, "iothread,id=io", &message));
    WORKS(hf_object_remove(backend, "io", &message));
    WORKS(hf_seal(backend, &message));
    empty_queue(BLOCK);
    fill_queue();
    hf_backend_free(backend);
    empty_queue(BLOCK);
    hf_queue_free(queue);
    hf_node_release(disk);
}

static void calls_everything_on_io_uring(void) { calls_everything("io_uring"); }
static void calls_everything_on_linux_aio(void) { calls_everything("native"); }
static void calls_everything_on_threads(void) { calls_everything("threads"); }

static void changes_limits_of_what_it_waits_for(void)
{
    begin("threads");
    WORKS(hf_object_add(backend, "throttle-group,id=slow,limits.iops-total=1", &message));
    WORKS(hf_queue_detach(queue, handle, &message));
    hf_node *top = add_node(backend, "driver=throttle,node-name=top,throttle-group=slow,file=disk");
    handle = attach(queue, top);
    fill_queue();
    EQUAL(hf_drain(queue, 1000000), 0);
    WORKS(hf_node_reopen(backend, "driver=throttle,node-name=top,throttle-group=slow,file=disk", &message));
    FAILS(hf_node_remove(backend, "top", &message), EBUSY, "in use");
    FAILS(hf_object_remove(backend, "slow", &message), EBUSY, "in use");
    WORKS(hf_object_set(backend, "slow", "limits", "{\"iops-total\": 0}", &message));
    empty_queue(BLOCK);
    hf_node_release(top);
    end();
}

static void goes_on_while_another_queue_is_drained(void)
{
    /* Two queues of one thread: the change waits for both, and the thread is inside of it. */
    begin("io_uring");
    hf_queue *second = make_queue(backend);
    hf_attach_options options = HF_INIT(hf_attach_options);
    options.device = "vda";
    uint32_t handles[2];
    WORKS(hf_queue_detach(queue, handle, &message));
    WORKS(hf_queue_attach(queue, disk, &options, &handles[0], &message));
    WORKS(hf_queue_attach(second, disk, &options, &handles[1], &message));
    handle = handles[0];
    fill_queue();
    CHECK(hf_read(second, handles[1], memory[0], BLOCK, LENGTH, 5) != 0);
    EQUAL(hf_submit(second), 0);
    WORKS(hf_node_resize(backend, "disk", LENGTH / 2, &message));
    empty_queue(BLOCK);
    hf_completion done;
    EQUAL(hf_poll(second, &done, 1, 1, HF_FOREVER), 1);
    EQUAL(done.user_data, 5);
    EQUAL(done.result, BLOCK);
    CHECK(hf_read(second, handles[1], memory[0], BLOCK, LENGTH, 6) != 0);
    EQUAL(hf_poll(second, &done, 1, 1, HF_FOREVER), 1);
    EQUAL(done.result, -EIO);
    hf_queue_free(second);
    end();
}

int main(void)
{
    static const struct test tests[] = {
        {"an owner with requests on io_uring makes every call", calls_everything_on_io_uring},
        {"an owner with requests on Linux AIO makes every call", calls_everything_on_linux_aio},
        {"an owner with requests on threads makes every call", calls_everything_on_threads},
        {"an owner raises the limit that holds its requests", changes_limits_of_what_it_waits_for},
        {"an owner of two queues changes the node of both", goes_on_while_another_queue_is_drained},
    };
    return RUN_TESTS(tests);
}
