/* What the library is, what it says of itself, and what it does with nonsense. */
#include "check.h"

static void tells_its_version(void)
{
    EQUAL(hf_version(), HF_VERSION_NUMBER(HF_VERSION_MAJOR, HF_VERSION_MINOR, HF_VERSION_PATCH));
    EQUAL(HF_VERSION_NUMBER(1, 2, 3), 0x10203);
    hf_free(NULL);
}

static void refuses_null_handles(void)
{
    FAILS(hf_object_add(NULL, "throttle-group,id=t", &message), EFAULT, "NULL");
    FAILS(hf_object_remove(NULL, "t", &message), EFAULT, "NULL");
    FAILS(hf_node_add(NULL, "null-co,node-name=n", NULL, &message), EFAULT, "NULL");
    FAILS(hf_node_find(NULL, "n", NULL, &message), EFAULT, "NULL");
    FAILS(hf_node_remove(NULL, "n", &message), EFAULT, "NULL");
    FAILS(hf_node_reopen(NULL, "null-co,node-name=n", &message), EFAULT, "NULL");
    FAILS(hf_node_set_active(NULL, NULL, 1, &message), EFAULT, "NULL");
    FAILS(hf_node_resize(NULL, "n", 1, &message), EFAULT, "NULL");
    FAILS(hf_node_set_write_threshold(NULL, "n", 1, &message), EFAULT, "NULL");
    FAILS(hf_seal(NULL, &message), EFAULT, "NULL");
    FAILS(hf_fdset_add(NULL, 0, -1, &message), EFAULT, "NULL");
    FAILS(hf_fdset_remove(NULL, 0, &message), EFAULT, "NULL");
    FAILS(hf_backend_new(NULL, NULL, &message), EFAULT, "NULL");
    FAILS(hf_queue_new(NULL, NULL, NULL, &message), EFAULT, "NULL");
    FAILS(hf_queue_attach(NULL, NULL, NULL, NULL, &message), EFAULT, "NULL");
    FAILS(hf_queue_detach(NULL, 0, &message), EFAULT, "NULL");
    FAILS(hf_rebind(NULL, &message), EFAULT, "NULL");
    FAILS(hf_device_new(NULL, NULL, NULL, &message), EFAULT, "NULL");
    char *json = NULL;
    FAILS(hf_object_get(NULL, "t", "type", &json, &message), EFAULT, "NULL");
    FAILS(hf_object_set(NULL, "t", "type", "1", &message), EFAULT, "NULL");
    FAILS(hf_query(NULL, "query-fdsets", &json, &message), EFAULT, "NULL");

    hf_node_info info = HF_INIT(hf_node_info);
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    hf_event event = HF_INIT(hf_event);
    char *name;
    EQUAL(hf_node_get_info(NULL, &info), -EFAULT);
    EQUAL(hf_node_get_name(NULL, &name), -EFAULT);
    EQUAL(hf_event_fd(NULL), -EFAULT);
    EQUAL(hf_event_next(NULL, &event), -EFAULT);
    EQUAL(hf_node_admit(NULL, "", 1, &result), -EFAULT);
    EQUAL(hf_node_take_unit_attention(NULL, &result), -EFAULT);
    EQUAL(hf_node_device_identification(NULL, NULL, 0), -EFAULT);
    EQUAL(hf_device_failed(NULL, -EIO, 0), -EFAULT);
    EQUAL(hf_device_resume(NULL), -EFAULT);

    uint32_t region;
    char memory[1];
    hf_completion completion;
    EQUAL(hf_region_add(NULL, memory, 1, &region), -EFAULT);
    EQUAL(hf_region_remove(NULL, 0), -EFAULT);
    EQUAL(hf_submit(NULL), -EFAULT);
    EQUAL(hf_poll(NULL, &completion, 1, 1, 0), -EFAULT);
    EQUAL(hf_drain(NULL, 0), -EFAULT);
    EQUAL(hf_cancel(NULL, 1), -EFAULT);
    EQUAL(hf_in_flight(NULL), 0);
    EQUAL(hf_completion_fd(NULL), -EFAULT);
    EQUAL(hf_arm(NULL), -EFAULT);
    EQUAL(hf_disarm(NULL), -EFAULT);
    EQUAL(hf_acknowledge(NULL), -EFAULT);

    struct iovec vector = {memory, 1};
    hf_scsi_command command = HF_INIT(hf_scsi_command);
    EQUAL(hf_read(NULL, 0, memory, 1, 0, 0), 0);
    EQUAL(hf_write(NULL, 0, memory, 1, 0, 0, 0), 0);
    EQUAL(hf_readv(NULL, 0, &vector, 1, 0, 0), 0);
    EQUAL(hf_writev(NULL, 0, &vector, 1, 0, 0, 0), 0);
    EQUAL(hf_flush(NULL, 0, 0), 0);
    EQUAL(hf_discard(NULL, 0, 0, 1, 0), 0);
    EQUAL(hf_write_zeroes(NULL, 0, 0, 1, 0, 0), 0);
    EQUAL(hf_block_status(NULL, 0, 0, 1, 0), 0);
    EQUAL(hf_scsi(NULL, 0, &command, 0), 0);

    hf_node_release(NULL);
    hf_queue_free(NULL);
    hf_device_free(NULL);
    hf_backend_free(NULL);
}

static void refuses_text_that_is_none(void)
{
    hf_backend *backend = make_backend();
    FAILS(hf_node_add(backend, NULL, NULL, &message), EFAULT, "NULL");
    FAILS(hf_node_add(backend, "\xff\xfe", NULL, &message), EINVAL, "UTF-8");
    FAILS(hf_node_add(backend, "null-co,node-name=\xc3", NULL, &message), EINVAL, "UTF-8");
    FAILS(hf_node_add(backend, "", NULL, &message), EINVAL, "");
    FAILS(hf_node_add(backend, "{", NULL, &message), EINVAL, "JSON");
    FAILS(hf_object_add(backend, "{\"qom-type\": [[[[", &message), EINVAL, "JSON");
    FAILS(hf_object_set(backend, "x", "y", "not json", &message), EINVAL, "JSON");
    char *deep = malloc(200001);
    NEED(deep != NULL);
    memset(deep, '{', 200000);
    deep[200000] = 0;
    FAILS(hf_node_add(backend, deep, NULL, &message), EINVAL, "");
    free(deep);
    EQUAL(hf_node_add(backend, NULL, NULL, NULL), -EFAULT);
    hf_backend_free(backend);
}

static void refuses_structs_of_impossible_size(void)
{
    hf_backend *backend = NULL;
    static const uint32_t sizes[] = {0, 1, 3, 5000, UINT32_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        hf_backend_options options = {.size = sizes[i]};
        FAILS(hf_backend_new(&options, &backend, &message), EINVAL, "size");
        CHECK(backend == NULL);
    }
    backend = make_backend();
    hf_node *node = add_node(backend, "null-co,node-name=n,size=1048576");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        hf_queue_options options = {.size = sizes[i]};
        hf_node_info info = {.size = sizes[i]};
        hf_event event = {.size = sizes[i]};
        hf_scsi_result result = {.size = sizes[i]};
        hf_queue *queue;
        FAILS(hf_queue_new(backend, &options, &queue, &message), EINVAL, "size");
        EQUAL(hf_node_get_info(node, &info), -EINVAL);
        EQUAL(hf_event_next(backend, &event), -EINVAL);
        EQUAL(hf_node_admit(node, "", 1, &result), -EINVAL);
        EQUAL(hf_node_take_unit_attention(node, &result), -EINVAL);
        hf_device_options device = {.size = sizes[i]};
        hf_device *made;
        FAILS(hf_device_new(node, &device, &made, &message), EINVAL, "size");
        hf_attach_options attach_options = {.size = sizes[i]};
        hf_queue *other = make_queue(backend);
        uint32_t handle;
        FAILS(hf_queue_attach(other, node, &attach_options, &handle, &message), EINVAL, "size");
        hf_queue_free(other);
    }
    hf_node_release(node);
    hf_backend_free(backend);
}

static void refuses_flags_and_numbers_that_mean_nothing(void)
{
    hf_backend *backend;
    hf_backend_options options = HF_INIT(hf_backend_options);
    options.flags = UINT64_C(1) << 63;
    FAILS(hf_backend_new(&options, &backend, &message), EINVAL, "flags");
    options.flags = 0;
    options.initiator = "\xff";
    FAILS(hf_backend_new(&options, &backend, &message), EINVAL, "UTF-8");

    backend = make_backend();
    hf_node *node = add_node(backend, "null-co,node-name=n,size=1048576");
    hf_queue *queue;
    hf_queue_options queue_options = HF_INIT(hf_queue_options);
    queue_options.flags = 4;
    FAILS(hf_queue_new(backend, &queue_options, &queue, &message), EINVAL, "flags");
    queue_options.flags = 0;
    queue_options.depth = UINT32_MAX;
    FAILS(hf_queue_new(backend, &queue_options, &queue, &message), EINVAL, "depth");
    queue_options.depth = 0;
    queue_options.bounce_size = 65537;
    FAILS(hf_queue_new(backend, &queue_options, &queue, &message), EINVAL, "power of two");
    queue = make_queue(backend);
    hf_attach_options attach_options = HF_INIT(hf_attach_options);
    attach_options.access = 3;
    uint32_t handle;
    FAILS(hf_queue_attach(queue, node, &attach_options, &handle, &message), EINVAL, "HF_ACCESS");
    FAILS(hf_queue_attach(queue, node, NULL, NULL, &message), EFAULT, "NULL");
    hf_device_options device_options = HF_INIT(hf_device_options);
    device_options.on_read_error = 5;
    hf_device *device;
    FAILS(hf_device_new(node, &device_options, &device, &message), EINVAL, "HF_ON_ERROR");
    EQUAL(hf_rebind(queue, NULL), 0);
    EQUAL(hf_node_admit(node, "", 0, &(hf_scsi_result)HF_INIT(hf_scsi_result)), -EINVAL);
    EQUAL(hf_node_admit(node, NULL, 6, &(hf_scsi_result)HF_INIT(hf_scsi_result)), -EFAULT);
    hf_queue_free(queue);
    hf_node_release(node);
    hf_backend_free(backend);
}

static void checks_options_without_doing_anything(void)
{
    char *json = NULL;
    WORKS(hf_check_blockdev("driver=file,node-name=a,filename=/nowhere,cache.direct=on", &json, &message));
    NEED(json != NULL);
    CHECK(strstr(json, "\"driver\": \"file\"") != NULL);
    CHECK(strstr(json, "\"direct\": true") != NULL);
    hf_free(json);
    WORKS(hf_check_blockdev("driver=file,node-name=a,filename=/nowhere", NULL, &message));
    FAILS(hf_check_blockdev("driver=fiel,node-name=a", &json, &message), EINVAL, "file");
    CHECK(json == NULL);
    FAILS(hf_check_blockdev(NULL, &json, &message), EFAULT, "NULL");
    WORKS(hf_check_object("throttle-group,id=t,limits.iops-total=100", &json, &message));
    NEED(json != NULL);
    CHECK(strstr(json, "throttle-group") != NULL);
    hf_free(json);
    FAILS(hf_check_object("throttle-group", NULL, &message), EINVAL, "id");
}

static void answers_questions(void)
{
    static const char *const questions[] = {
        "query-named-block-nodes", "query-blockstats",  "query-fdsets",    "query-iothreads", "query-pr-managers",
        "query-reservations",      "query-qmp-schema", "x-query-threads", "x-query-objects",
    };
    hf_backend *backend = make_backend();
    hf_node *node = add_node(backend, "null-co,node-name=known,size=4194304");
    WORKS(hf_object_add(backend, "throttle-group,id=group", &message));
    WORKS(hf_object_add(backend, "iothread,id=worker", &message));
    char *json = NULL;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        WORKS(hf_query(backend, questions[i], &json, &message));
        NEED(json != NULL);
        CHECK(json[0] == '[' && json[strlen(json) - 1] == ']');
        if (i == 0 || i == 1)
            CHECK(strstr(json, "\"known\"") != NULL);
        /* A thread has no number before it runs. */
        while (i == 3 && strstr(json, "\"thread-id\": 0,") != NULL) {
            hf_free(json);
            WORKS(hf_query(backend, questions[i], &json, &message));
        }
        if (i == 3)
            CHECK(strstr(json, "\"id\": \"worker\"") != NULL);
        if (i == 6)
            CHECK(strstr(json, "PR_FENCED") != NULL);
        if (i == 7)
            CHECK(strstr(json, "hf-control") != NULL);
        if (i == 8)
            CHECK(strstr(json, "throttle-group") != NULL);
        hf_free(json);
    }
    FAILS(hf_query(backend, "query-nothing", &json, &message), ENOENT, "query-fdsets");
    CHECK(json == NULL);
    FAILS(hf_query(backend, NULL, &json, &message), EFAULT, "NULL");
    FAILS(hf_query(backend, "query-fdsets", NULL, &message), EFAULT, "NULL");
    hf_node_release(node);
    hf_backend_free(backend);
}

int main(void)
{
    static const struct test tests[] = {
        {"the library tells its version", tells_its_version},
        {"NULL in place of a handle gives EFAULT", refuses_null_handles},
        {"text that isn't there, UTF-8 or JSON is refused", refuses_text_that_is_none},
        {"structs of impossible size are refused", refuses_structs_of_impossible_size},
        {"flags and numbers that mean nothing are refused", refuses_flags_and_numbers_that_mean_nothing},
        {"options are checked without doing anything", checks_options_without_doing_anything},
        {"questions are answered in JSON", answers_questions},
    };
    return RUN_TESTS(tests);
}
