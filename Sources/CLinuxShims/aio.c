#define _GNU_SOURCE
#include "hf_aio.h"

#include <errno.h>
#include <linux/aio_abi.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SAME(ours, our_field, theirs, their_field)                                                                   \
    _Static_assert(offsetof(struct ours, our_field) == offsetof(struct theirs, their_field), #our_field)

_Static_assert(sizeof(struct hf_aio_block) == sizeof(struct iocb), "iocb");
_Static_assert(sizeof(struct hf_aio_event) == sizeof(struct io_event), "io_event");
SAME(hf_aio_block, data, iocb, aio_data);
SAME(hf_aio_block, transfer_flags, iocb, aio_rw_flags);
SAME(hf_aio_block, command, iocb, aio_lio_opcode);
SAME(hf_aio_block, descriptor, iocb, aio_fildes);
SAME(hf_aio_block, address, iocb, aio_buf);
SAME(hf_aio_block, length, iocb, aio_nbytes);
SAME(hf_aio_block, offset, iocb, aio_offset);
SAME(hf_aio_block, flags, iocb, aio_flags);
SAME(hf_aio_block, event_descriptor, iocb, aio_resfd);
SAME(hf_aio_event, result, io_event, res);
_Static_assert(HF_AIO_SYNC_DATA == IOCB_CMD_FDSYNC && HF_AIO_POLL == IOCB_CMD_POLL, "commands");
_Static_assert(HF_AIO_WRITE_VECTORS == IOCB_CMD_PWRITEV && HF_AIO_SIGNALS == IOCB_FLAG_RESFD, "commands");

#define RESULT(call) ({ __typeof__(call) result_ = (call); result_ < 0 ? -errno : result_; })
#define NANOSECONDS 1000000000LL

int hf_aio_setup(unsigned count, uint64_t *context) {
    aio_context_t made = 0;
    int result = RESULT((int)syscall(SYS_io_setup, count, &made));
    *context = made;
    return result;
}
int hf_aio_destroy(uint64_t context) { return RESULT((int)syscall(SYS_io_destroy, (aio_context_t)context)); }
long hf_aio_submit(uint64_t context, long count, struct hf_aio_block **blocks) {
    return RESULT(syscall(SYS_io_submit, (aio_context_t)context, count, blocks));
}
int hf_aio_cancel(uint64_t context, struct hf_aio_block *block) {
    struct io_event event;
    return RESULT((int)syscall(SYS_io_cancel, (aio_context_t)context, block, &event));
}
long hf_aio_wait(uint64_t context, long least, long most, struct hf_aio_event *events, int64_t timeout_ns) {
    struct timespec timeout = {timeout_ns / NANOSECONDS, timeout_ns % NANOSECONDS};
    return RESULT(
        syscall(SYS_io_getevents, (aio_context_t)context, least, most, events, timeout_ns < 0 ? NULL : &timeout));
}
