// Linux AIO: the kernel's own interface. The library of that name adds nothing but a wrapper around each call.
//
// The structures are those of <linux/aio_abi.h>, which can't be included here: its neighbours differ from the C library's.
#ifndef HOLDFAST_AIO_H
#define HOLDFAST_AIO_H

#include <stdint.h>

#pragma GCC visibility push(hidden)

// struct iocb
struct hf_aio_block {
    uint64_t data;
    uint32_t key;
    int32_t transfer_flags;
    uint16_t command;
    int16_t priority;
    uint32_t descriptor;
    uint64_t address;
    uint64_t length;
    int64_t offset;
    uint64_t reserved;
    uint32_t flags;
    uint32_t event_descriptor;
};

// struct io_event
struct hf_aio_event {
    uint64_t data;
    uint64_t block;
    int64_t result;
    int64_t more;
};

// The head of the completion ring, which the kernel maps where the context's number points; events follow it.
struct hf_aio_ring {
    uint32_t number;
    uint32_t count;
    uint32_t head;
    uint32_t tail;
    uint32_t magic;
    uint32_t compatible_features;
    uint32_t incompatible_features;
    uint32_t header_length;
};

enum {
    HF_AIO_READ = 0,
    HF_AIO_WRITE = 1,
    HF_AIO_SYNC_DATA = 3,
    HF_AIO_POLL = 5,
    HF_AIO_READ_VECTORS = 7,
    HF_AIO_WRITE_VECTORS = 8,
    HF_AIO_SIGNALS = 1,
    HF_AIO_RING_MAGIC = (int)0xa10a10a1,
};

int hf_aio_setup(unsigned count, uint64_t *context);
int hf_aio_destroy(uint64_t context);
long hf_aio_submit(uint64_t context, long count, struct hf_aio_block **blocks);
int hf_aio_cancel(uint64_t context, struct hf_aio_block *block);
// `timeout_ns` < 0 waits for ever.
long hf_aio_wait(uint64_t context, long least, long most, struct hf_aio_event *events, int64_t timeout_ns);

// The kernel writes an event before it moves the tail, and reuses its place after the head has moved.
static inline uint32_t hf_aio_ring_tail(const struct hf_aio_ring *ring) {
    return __atomic_load_n(&ring->tail, __ATOMIC_ACQUIRE);
}
static inline void hf_aio_ring_set_head(struct hf_aio_ring *ring, uint32_t head) {
    __atomic_store_n(&ring->head, head, __ATOMIC_RELEASE);
}

#pragma GCC visibility pop

#endif
