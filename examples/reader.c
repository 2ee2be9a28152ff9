/*
 * reader.c - adds up the bytes of a disk, as `sum -s` does
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 *     reader driver=file,node-name=disk0,filename=disk.img,read-only=on
 */
#include <err.h>
#include <holdfast.h>
#include <stdio.h>

enum { DEPTH = 8, SIZE = 65536 };

static char *message;

static int check(int64_t result)
{
    if (result < 0)
        errx(1, "%s", message ? message : "the disk can't be read");
    return (int)result;
}

int main(int argc, char **argv)
{
    static unsigned char memory[DEPTH][SIZE] __attribute__((aligned(4096)));
    hf_node_info info = HF_INIT(hf_node_info);
    hf_completion done[DEPTH] = { 0 };
    hf_backend *backend;
    hf_node *disk;
    hf_queue *queue;
    uint32_t handle;
    uint64_t offset = 0, sum = 0;

    check(hf_backend_new(NULL, &backend, &message));
    check(hf_node_add(backend, argc > 1 ? argv[1] : "", &disk, &message));
    check(hf_node_get_info(disk, &info));
    check(hf_queue_new(backend, NULL, &queue, &message));
    check(hf_queue_attach(queue, disk, NULL, &handle, &message));

    /* At first all parts of the memory are free, afterwards those whose requests are done. */
    for (uint64_t part = 0; part < DEPTH; part++)
        done[part].user_data = part;
    for (int count = DEPTH; count > 0; count = check(hf_poll(queue, done, DEPTH, 1, HF_FOREVER))) {
        for (int each = 0; each < count; each++) {
            unsigned char *part = memory[done[each].user_data];
            uint64_t length = info.length - offset < SIZE ? info.length - offset : SIZE;

            for (int byte = 0; byte < check(done[each].result); byte++)
                sum += part[byte];
            if (length > 0)
                hf_read(queue, handle, part, length, offset, done[each].user_data);
            offset += length;
        }
    }

    sum = (sum & 0xffff) + (sum >> 16 & 0xffff);
    printf("%u %u\n", (unsigned)((sum & 0xffff) + (sum >> 16)), (unsigned)((info.length + 511) / 512));
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
    return 0;
}
