// The header in C++: every macro, and a request there and back.
#include "check.h"

static void reads_in_cpp()
{
    make_file("disk.img", 65536, 7);
    hf_backend_options backend_options = HF_INIT(hf_backend_options);
    backend_options.flags = HF_BACKEND_NO_LINUX_AIO;
    hf_queue_options queue_options = HF_INIT(hf_queue_options);
    EQUAL(queue_options.size, sizeof queue_options);
    EQUAL(queue_options.depth, 0);
    queue_options.depth = 8;
    hf_backend *backend = nullptr;
    hf_queue *queue = nullptr;
    hf_node *node = nullptr;
    uint32_t handle = 0;
    WORKS(hf_backend_new(&backend_options, &backend, &message));
    WORKS(hf_node_add(backend, R"({"driver": "file", "node-name": "disk", "filename": "disk.img"})", &node, &message));
    WORKS(hf_queue_new(backend, &queue_options, &queue, &message));
    WORKS(hf_queue_attach(queue, node, nullptr, &handle, &message));
    char memory[512] = {};
    CHECK(hf_read(queue, handle, memory, sizeof memory, 512, 1) != 0);
    hf_completion done = {};
    EQUAL(hf_poll(queue, &done, 1, 1, HF_FOREVER), 1);
    EQUAL(done.result, 512);
    EQUAL(memory[511], 7);
    hf_queue_free(queue);
    hf_node_release(node);
    hf_backend_free(backend);
}

int main()
{
    static const struct test tests[] = {{"the header works in C++", reads_in_cpp}};
    return RUN_TESTS(tests);
}
