/* Programs that were built long ago, or in times to come: a frozen header, and structs that end earlier or later. */
#include "old/holdfast-0.1.h"

#include "check.h"

/* Structs as a header may have had them, with what happens to lie behind them in a program. */
struct short_queue_options {
    uint32_t size;
    uint32_t depth;
    uint64_t behind[4];
};
struct short_backend_options {
    uint32_t size;
    uint32_t worker_limit;
    uint64_t behind[8];
};
struct short_node_info {
    uint32_t size;
    uint32_t flags;
    uint64_t length;
    uint64_t behind[4];
};
/* And as one may come to have them. */
struct long_queue_options {
    hf_queue_options known;
    uint64_t unknown[16];
};
struct long_node_info {
    hf_node_info known;
    uint64_t unknown[16];
};
struct long_command {
    hf_scsi_command known;
    uint64_t unknown[4];
};

enum { GARBAGE = 0xa5 };

static void works_with_the_header_of_0_1(void)
{
    make_file("disk.img", 1 << 20, 3);
    EQUAL(HF_VERSION_MAJOR, 0);
    EQUAL(HF_VERSION_MINOR, 1);
    CHECK(hf_version() >= HF_VERSION_NUMBER(0, 1, 0));
    hf_backend_options options = HF_INIT(hf_backend_options);
    options.initiator = "old";
    hf_backend *backend = NULL;
    WORKS(hf_backend_new(&options, &backend, &message));
    WORKS(hf_object_add(backend, "pr-manager-flock,id=pr0", &message));
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=disk.img,pr-manager=pr0");
    hf_queue *queue = make_queue(backend);
    hf_attach_options attachment = HF_INIT(hf_attach_options);
    attachment.share_rw = 1;
    attachment.device = "vda";
    uint32_t handle;
    WORKS(hf_queue_attach(queue, disk, &attachment, &handle, &message));
    hf_node_info info = HF_INIT(hf_node_info);
    EQUAL(hf_node_get_info(disk, &info), 0);
    EQUAL(info.length, 1 << 20);
    EQUAL(info.flags, HF_NODE_ENFORCES_RESERVATIONS);
    char memory[512] = {9};
    EQUAL(do_write(queue, handle, memory, sizeof memory, 0), sizeof memory);
    memory[0] = 0;
    EQUAL(do_read(queue, handle, memory, sizeof memory, 0), sizeof memory);
    EQUAL(memory[0], 9);
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    EQUAL(hf_node_take_unit_attention(disk, &result), 1);
    unsigned char cdb[10] = {0x5f, [8] = 24}, list[24] = {[15] = 1}, sense[252];
    hf_scsi_command command = HF_INIT(hf_scsi_command);
    command.direction = HF_SCSI_TO_DEVICE;
    command.cdb = cdb;
    command.cdb_length = sizeof cdb;
    command.data = list;
    command.data_length = sizeof list;
    command.sense = sense;
    command.sense_capacity = sizeof sense;
    CHECK(hf_scsi(queue, handle, &command, 4) != 0);
    hf_completion done = complete(queue);
    EQUAL(done.result, 0);
    EQUAL(done.status, 0);
    hf_event event = HF_INIT(hf_event);
    /* Told after the answer. */
    EQUAL(wait_readable(hf_event_fd(backend), 20000), 1);
    EQUAL(hf_event_next(backend, &event), 1);
    EQUAL(event.kind, HF_EVENT_RESERVATION_CHANGED);
    CHECK(strcmp(event.node, "disk") == 0 && event.json != NULL);
    hf_free(event.json);
    hf_device_options device_options = HF_INIT(hf_device_options);
    device_options.on_read_error = HF_ON_ERROR_IGNORE;
    hf_device *device;
    WORKS(hf_device_new(disk, &device_options, &device, &message));
    EQUAL(hf_device_failed(device, -EIO, 0), HF_ACTION_IGNORE);
    hf_device_free(device);
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void reads_no_further_than_a_struct_goes(void)
{
    struct short_backend_options backend_options;
    memset(&backend_options, GARBAGE, sizeof backend_options);
    backend_options.size = offsetof(struct short_backend_options, behind);
    backend_options.worker_limit = 2;
    hf_backend *backend = NULL;
    WORKS(hf_backend_new((const hf_backend_options *)(const void *)&backend_options, &backend, &message));
    hf_node *node = add_node(backend, "null-co,node-name=n,size=1048576");

    struct short_queue_options queue_options;
    memset(&queue_options, GARBAGE, sizeof queue_options);
    queue_options.size = offsetof(struct short_queue_options, behind);
    queue_options.depth = 2;
    hf_queue *queue = NULL;
    WORKS(hf_queue_new(backend, (const hf_queue_options *)(const void *)&queue_options, &queue, &message));
    uint32_t handle = attach(queue, node);
    CHECK(hf_flush(queue, handle, 1) != 0);
    CHECK(hf_flush(queue, handle, 2) != 0);
    EQUAL(hf_flush(queue, handle, 3), 0);
    hf_queue_free(queue);
    /* Nothing but its size: all defaults. */
    queue_options.size = sizeof queue_options.size;
    WORKS(hf_queue_new(backend, (const hf_queue_options *)(const void *)&queue_options, &queue, &message));
    handle = attach(queue, node);
    for (int i = 0; i < 128; i++)
        CHECK(hf_flush(queue, handle, 1) != 0);
    EQUAL(hf_flush(queue, handle, 3), 0);
    hf_queue_free(queue);

    struct short_node_info info;
    memset(&info, GARBAGE, sizeof info);
    info.size = offsetof(struct short_node_info, behind);
    EQUAL(hf_node_get_info(node, (hf_node_info *)(void *)&info), 0);
    EQUAL(info.size, offsetof(struct short_node_info, behind));
    EQUAL(info.length, 1048576);
    for (size_t i = 0; i < sizeof info.behind; i++)
        EQUAL(((unsigned char *)info.behind)[i], GARBAGE);
    hf_node_release(node);
    hf_backend_free(backend);
}

static void takes_structs_of_times_to_come(void)
{
    hf_backend *backend = make_backend();
    hf_node *node = add_node(backend, "null-co,node-name=n,size=1048576");
    struct long_queue_options queue_options = {.known = HF_INIT(hf_queue_options)};
    memset(queue_options.unknown, GARBAGE, sizeof queue_options.unknown);
    queue_options.known.size = sizeof queue_options;
    queue_options.known.depth = 1;
    hf_queue *queue = NULL;
    WORKS(hf_queue_new(backend, &queue_options.known, &queue, &message));
    uint32_t handle = attach(queue, node);
    CHECK(hf_flush(queue, handle, 1) != 0);
    EQUAL(hf_flush(queue, handle, 2), 0);
    EQUAL(complete(queue).user_data, 1);

    unsigned char cdb[6] = {0};
    struct long_command command = {.known = HF_INIT(hf_scsi_command)};
    memset(command.unknown, GARBAGE, sizeof command.unknown);
    command.known.size = sizeof command;
    command.known.cdb = cdb;
    command.known.cdb_length = sizeof cdb;
    CHECK(hf_scsi(queue, handle, &command.known, 5) != 0);
    EQUAL(complete(queue).result, -EOPNOTSUPP);

    struct long_node_info info = {.known = HF_INIT(hf_node_info)};
    memset(info.unknown, GARBAGE, sizeof info.unknown);
    info.known.size = sizeof info;
    EQUAL(hf_node_get_info(node, &info.known), 0);
    EQUAL(info.known.size, sizeof info);
    EQUAL(info.known.length, 1048576);
    for (size_t i = 0; i < sizeof info.unknown; i++)
        EQUAL(((unsigned char *)info.unknown)[i], GARBAGE);
    hf_queue_free(queue);
    hf_node_release(node);
    hf_backend_free(backend);
}

int main(void)
{
    static const struct test tests[] = {
        {"a program built with the header of 0.1 works", works_with_the_header_of_0_1},
        {"of a struct that ends early nothing behind it is read or written", reads_no_further_than_a_struct_goes},
        {"a struct that ends later is taken as far as it is known", takes_structs_of_times_to_come},
    };
    return RUN_TESTS(tests);
}
