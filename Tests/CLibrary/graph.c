/* Nodes, objects, descriptors from outside, and the events that tell of them. */
#include <sys/stat.h>

#include "check.h"

enum { LENGTH = 1 << 20 };

/* The next event of a kind, for which it waits a while; others are taken and left aside. */
static hf_event await_event(hf_backend *backend, uint32_t kind)
{
    hf_event event = HF_INIT(hf_event);
    for (int turn = 0; turn < 200; turn++) {
        NEED(wait_readable(hf_event_fd(backend), 10000) == 1);
        while (hf_event_next(backend, &event) == 1) {
            EQUAL(event.size, sizeof event);
            if (event.kind == kind)
                return event;
            hf_free(event.json);
        }
    }
    NEED(!"the event comes");
    return event;
}

static int has_event(hf_backend *backend) { return wait_readable(hf_event_fd(backend), 0); }

static void names_nodes(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 0);
    hf_node *disk = add_node(backend, "{\"driver\": \"file\", \"node-name\": \"disk\", \"filename\": \"disk.img\"}");
    hf_node *found = NULL;
    char *name = NULL;
    WORKS(hf_node_find(backend, "disk", &found, &message));
    EQUAL(hf_node_get_name(found, &name), 0);
    CHECK(strcmp(name, "disk") == 0);
    hf_free(name);
    hf_node_release(found);
    WORKS(hf_node_find(backend, "disk", NULL, &message));
    FAILS(hf_node_find(backend, "dusk", &found, &message), ENOENT, "disk");
    CHECK(found == NULL);
    EQUAL(hf_node_get_name(disk, NULL), -EFAULT);
    FAILS(hf_node_add(backend, "null-co,node-name=disk", NULL, &message), EEXIST, "already");
    FAILS(hf_node_add(backend, "driver=file,node-name=other,filename=missing.img", NULL, &message), ENOENT, "missing.img");
    FAILS(hf_node_add(backend, "driver=fiel,node-name=other", NULL, &message), EINVAL, "driver");
    FAILS(hf_node_remove(backend, "other", &message), ENOENT, "other");

    hf_node_info info = HF_INIT(hf_node_info);
    EQUAL(hf_node_get_info(disk, &info), 0);
    EQUAL(info.size, sizeof info);
    EQUAL(info.length, LENGTH);
    EQUAL(info.flags, 0);
    EQUAL(info.request_alignment, 1);
    EQUAL(info.memory_alignment, 1);
    EQUAL(info.max_command, 0);
    EQUAL(hf_node_get_info(disk, NULL), -EFAULT);

    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk);
    FAILS(hf_node_remove(backend, "disk", &message), EBUSY, "in use");
    WORKS(hf_queue_detach(queue, handle, &message));
    WORKS(hf_node_remove(backend, "disk", &message));
    /* The handle outlives its node. */
    EQUAL(hf_node_get_info(disk, &info), 0);
    EQUAL(info.length, 0);
    FAILS(hf_queue_attach(queue, disk, NULL, &handle, &message), ENODEV, "removed");
    hf_queue_free(queue);
    hf_backend_free(backend);
    EQUAL(hf_node_get_info(disk, &info), 0);
    hf_node_release(disk);
}

static void shares_nodes_as_they_allow(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 0);
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=disk.img");
    hf_queue *queues[3];
    uint32_t handle;
    for (int i = 0; i < 3; i++)
        queues[i] = make_queue(backend);
    hf_attach_options options = HF_INIT(hf_attach_options);
    options.device = "vda";
    WORKS(hf_queue_attach(queues[0], disk, &options, &handle, &message));
    WORKS(hf_queue_attach(queues[1], disk, &options, &handle, &message));
    options.device = "vdb";
    FAILS(hf_queue_attach(queues[2], disk, &options, &handle, &message), EBUSY, "vda");
    options.device = NULL;
    options.access = HF_ACCESS_READ_ONLY;
    FAILS(hf_queue_attach(queues[2], disk, &options, &handle, &message), EBUSY, "share");
    WORKS(hf_queue_detach(queues[0], 0, &message));
    WORKS(hf_queue_detach(queues[1], 0, &message));
    WORKS(hf_queue_attach(queues[2], disk, &options, &handle, &message));
    char memory[512];
    EQUAL(do_read(queues[2], handle, memory, 512, 0), 512);
    EQUAL(do_write(queues[2], handle, memory, 512, 0), -EPERM);
    WORKS(hf_queue_detach(queues[2], handle, &message));
    options.access = HF_ACCESS_READ_WRITE;
    options.share_rw = 1;
    for (int i = 0; i < 3; i++) {
        WORKS(hf_queue_attach(queues[i], disk, &options, &handle, &message));
        EQUAL(do_write(queues[i], handle, memory, 512, 512 * (uint64_t)i), 512);
    }
    for (int i = 0; i < 3; i++)
        hf_queue_free(queues[i]);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void changes_nodes(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 0);
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=disk.img");
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk);
    char memory[512] = {1};
    hf_node_info info = HF_INIT(hf_node_info);

    FAILS(hf_node_reopen(backend, "driver=raw,node-name=disk,file=disk", &message), EINVAL, "driver");
    FAILS(hf_node_reopen(backend, "driver=file,node-name=none,filename=x", &message), ENOENT, "none");
    FAILS(hf_node_reopen(backend, "driver=file,node-name=disk,filename=disk.img,read-only=on", &message), EROFS, "read-only");
    WORKS(hf_queue_detach(queue, handle, &message));
    WORKS(hf_node_reopen(backend, "driver=file,node-name=disk,filename=disk.img,read-only=on", &message));
    EQUAL(hf_node_get_info(disk, &info), 0);
    EQUAL(info.flags, HF_NODE_READ_ONLY);
    handle = attach(queue, disk);
    EQUAL(do_write(queue, handle, memory, 512, 0), -EPERM);
    WORKS(hf_queue_detach(queue, handle, &message));
    WORKS(hf_node_reopen(backend, "driver=file,node-name=disk,filename=disk.img", &message));
    handle = attach(queue, disk);
    EQUAL(do_write(queue, handle, memory, 512, 0), 512);

    EQUAL(has_event(backend), 0);
    FAILS(hf_node_resize(backend, "none", 1, &message), ENOENT, "none");
    FAILS(hf_node_resize(backend, "disk", UINT64_MAX, &message), EINVAL, "");
    WORKS(hf_node_resize(backend, "disk", 2 * LENGTH, &message));
    hf_event event = await_event(backend, HF_EVENT_RESIZED);
    EQUAL(event.value, 2 * LENGTH);
    CHECK(strcmp(event.node, "disk") == 0);
    CHECK(event.microseconds > INT64_C(1500000000000000));
    NEED(event.json != NULL);
    CHECK(strstr(event.json, "\"event\": \"BLOCK_RESIZED\"") != NULL);
    CHECK(strstr(event.json, "\"size\": 2097152") != NULL);
    hf_free(event.json);
    EQUAL(has_event(backend), 0);
    EQUAL(hf_event_next(backend, &event), 0);
    EQUAL(do_write(queue, handle, memory, 512, 2 * LENGTH - 512), 512);

    FAILS(hf_node_set_write_threshold(backend, "none", 1, &message), ENOENT, "none");
    WORKS(hf_node_set_write_threshold(backend, "disk", 4096, &message));
    EQUAL(do_write(queue, handle, memory, 512, 0), 512);
    EQUAL(has_event(backend), 0);
    EQUAL(do_write(queue, handle, memory, 512, 8192), 512);
    event = await_event(backend, HF_EVENT_WRITE_THRESHOLD);
    EQUAL(event.value, 8192 + 512 - 4096);
    hf_free(event.json);

    FAILS(hf_node_set_active(backend, "none", 0, &message), ENOENT, "none");
    WORKS(hf_node_set_active(backend, "disk", 0, &message));
    EQUAL(hf_node_get_info(disk, &info), 0);
    EQUAL(info.flags, HF_NODE_INACTIVE);
    EQUAL(do_read(queue, handle, memory, 512, 0), -EPERM);
    WORKS(hf_node_set_active(backend, NULL, 1, &message));
    EQUAL(do_read(queue, handle, memory, 512, 0), 512);
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void keeps_objects(void)
{
    hf_backend *backend = make_backend();
    char *json = NULL;
    WORKS(hf_object_add(backend, "throttle-group,id=group,limits.iops-total=100", &message));
    FAILS(hf_object_add(backend, "throttle-group,id=group", &message), EEXIST, "group");
    FAILS(hf_object_add(backend, "throttle-grp,id=other", &message), EINVAL, "throttle-group");
    WORKS(hf_object_get(backend, "group", "type", &json, &message));
    CHECK(strcmp(json, "\"throttle-group\"") == 0);
    hf_free(json);
    WORKS(hf_object_get(backend, "/objects/group", "limits", &json, &message));
    CHECK(strstr(json, "\"iops-total\": 100") != NULL);
    hf_free(json);
    FAILS(hf_object_get(backend, "group", "nothing", &json, &message), ENOENT, "limits");
    CHECK(json == NULL);
    FAILS(hf_object_get(backend, "none", "type", &json, &message), ENOENT, "none");
    FAILS(hf_object_get(backend, "group", "type", NULL, &message), EFAULT, "NULL");
    WORKS(hf_object_set(backend, "group", "limits", "{\"iops-total\": 200}", &message));
    FAILS(hf_object_set(backend, "group", "limits", "7", &message), EINVAL, "limits");
    FAILS(hf_object_set(backend, "group", "type", "\"x\"", &message), EPERM, "type");
    WORKS(hf_object_get(backend, "group", "limits", &json, &message));
    CHECK(strstr(json, "\"iops-total\": 200") != NULL);
    hf_free(json);
    hf_node *node = add_node(backend, "driver=throttle,node-name=n,throttle-group=group,file.driver=null-co");
    FAILS(hf_object_remove(backend, "group", &message), EBUSY, "in use");
    WORKS(hf_node_remove(backend, "n", &message));
    WORKS(hf_object_remove(backend, "group", &message));
    FAILS(hf_object_remove(backend, "group", &message), ENOENT, "group");
    hf_node_release(node);
    hf_backend_free(backend);
}

static void opens_descriptors(void)
{
    hf_backend *backend = make_backend();
    make_file("disk.img", LENGTH, 5);
    int fd = open("disk.img", O_RDWR | O_CLOEXEC);
    NEED(fd >= 0);
    int64_t set = hf_fdset_add(backend, fd, -1, NULL);
    EQUAL(set, 0);
    EQUAL(hf_fdset_add(backend, fd, 7, NULL), 7);
    close(fd);
    FAILS(hf_fdset_add(backend, fd, -1, &message), EBADF, "descriptor");
    FAILS(hf_fdset_add(backend, 0, -2, &message), EINVAL, "0 or more");
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=/dev/fdset/7");
    hf_queue *queue = make_queue(backend);
    uint32_t handle = attach(queue, disk);
    char memory[512];
    WORKS(hf_fdset_remove(backend, 7, &message));
    FAILS(hf_fdset_remove(backend, 7, &message), ENOENT, "7");
    EQUAL(do_read(queue, handle, memory, 512, 0), 512);
    EQUAL(memory[5], 5);
    FAILS(hf_node_add(backend, "driver=file,node-name=other,filename=/dev/fdset/9", NULL, &message), ENOENT, "fdset");
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void decides_about_errors(void)
{
    hf_backend *backend = make_backend();
    hf_node *disk = add_node(backend, "null-co,node-name=disk,size=1048576");
    hf_device_options options = HF_INIT(hf_device_options);
    options.on_read_error = HF_ON_ERROR_IGNORE;
    options.on_write_error = HF_ON_ERROR_STOP;
    options.name = "vda";
    options.qom_path = "/machine/vda";
    hf_device *device = NULL;
    WORKS(hf_device_new(disk, &options, &device, &message));
    EQUAL(hf_device_failed(device, -EIO, 1), HF_ACTION_STOP);
    hf_event event = await_event(backend, HF_EVENT_IO_ERROR);
    EQUAL(event.value, HF_ACTION_STOP);
    CHECK(strcmp(event.node, "disk") == 0);
    CHECK(strcmp(event.id, "vda") == 0);
    CHECK(strstr(event.json, "/machine/vda") != NULL);
    hf_free(event.json);
    EQUAL(hf_device_resume(device), 0);
    EQUAL(hf_device_failed(device, -EIO, 0), HF_ACTION_IGNORE);
    EQUAL(hf_device_failed(device, -EBADE, 1), HF_ACTION_REPORT);
    EQUAL(hf_device_failed(device, 0, 1), -EINVAL);
    EQUAL(hf_device_failed(device, 512, 1), -EINVAL);
    EQUAL(hf_device_failed(device, INT64_MIN, 1), -EINVAL);
    hf_device_free(device);
    WORKS(hf_device_new(disk, NULL, &device, &message));
    EQUAL(hf_device_failed(device, -ENOSPC, 1), HF_ACTION_STOP);
    EQUAL(hf_device_failed(device, -ENOSPC, 0), HF_ACTION_REPORT);
    hf_device_free(device);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void counts_events_that_nobody_takes(void)
{
    hf_backend *backend = make_backend();
    hf_node *disk = add_node(backend, "null-co,node-name=disk,size=1048576");
    hf_device_options options = HF_INIT(hf_device_options);
    options.on_write_error = HF_ON_ERROR_STOP;
    hf_device *device = NULL;
    WORKS(hf_device_new(disk, &options, &device, &message));
    for (int i = 0; i < 1024 + 10; i++)
        EQUAL(hf_device_failed(device, -EIO, 1), HF_ACTION_STOP);
    hf_event event = HF_INIT(hf_event);
    for (int i = 0; i < 1024; i++) {
        EQUAL(hf_event_next(backend, &event), 1);
        EQUAL(event.kind, HF_EVENT_IO_ERROR);
        hf_free(event.json);
    }
    EQUAL(has_event(backend), 1);
    EQUAL(hf_event_next(backend, &event), 1);
    EQUAL(event.kind, HF_EVENT_LOST);
    EQUAL(event.value, 10);
    CHECK(event.json == NULL);
    EQUAL(has_event(backend), 0);
    EQUAL(hf_event_next(backend, &event), 0);
    EQUAL(hf_device_failed(device, -EIO, 1), HF_ACTION_STOP);
    EQUAL(hf_event_next(backend, &event), 1);
    EQUAL(event.kind, HF_EVENT_IO_ERROR);
    hf_free(event.json);
    /* A program from before events had JSON gets none to release. */
    EQUAL(hf_device_failed(device, -EIO, 1), HF_ACTION_STOP);
    memset(&event, 0x11, sizeof event);
    event.size = offsetof(hf_event, json);
    EQUAL(hf_event_next(backend, &event), 1);
    EQUAL((uint64_t)(uintptr_t)event.json, UINT64_C(0x1111111111111111));
    EQUAL(hf_event_next(backend, NULL), -EFAULT);
    hf_device_free(device);
    hf_node_release(disk);
    hf_backend_free(backend);
}

int main(void)
{
    static const struct test tests[] = {
        {"nodes are added, found, described and removed", names_nodes},
        {"queues share a node as far as they allow it", shares_nodes_as_they_allow},
        {"nodes are reopened, resized, watched and handed over", changes_nodes},
        {"objects have properties and users", keeps_objects},
        {"nodes come from descriptors", opens_descriptors},
        {"errors are decided about", decides_about_errors},
        {"a backlog of events is bounded, and tells what it lost", counts_events_that_nobody_takes},
    };
    return RUN_TESTS(tests);
}
