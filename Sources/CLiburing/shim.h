// liburing, as Swift sees it.
//
// <features.h> comes first: liburing.h defines _XOPEN_SOURCE, which otherwise changes fd_set under the Glibc module and
// breaks debug builds.
#ifndef HOLDFAST_CLIBURING_SHIM_H
#define HOLDFAST_CLIBURING_SHIM_H

#include <features.h>
#include <liburing.h>

// Opcodes and flags that are newer than the oldest liburing we build against; the kernel says at run time whether it
// knows them.
enum {
    HF_IORING_OP_READ_MULTISHOT = 49,
    HF_IORING_OP_WAITID = 50,
    HF_IORING_OP_FUTEX_WAIT = 51,
    HF_IORING_OP_FUTEX_WAKE = 52,
    HF_IORING_OP_FUTEX_WAITV = 53,
    HF_IORING_OP_FIXED_FD_INSTALL = 54,
    HF_IORING_OP_FTRUNCATE = 55,
    HF_IORING_OP_READV_FIXED = 60,
    HF_IORING_OP_WRITEV_FIXED = 61,
    HF_IORING_SETUP_NO_SQARRAY = 1 << 16,
};

// The flag bits are macros over enumerators, which the importer skips.
enum {
    HF_IOSQE_FIXED_FILE = 1 << 0,
    HF_IOSQE_ASYNC = 1 << 4,
    HF_IORING_SQ_NEED_WAKEUP = 1 << 0,
    HF_IORING_SQ_CQ_OVERFLOW = 1 << 1,
    HF_IORING_SQ_TASKRUN = 1 << 2,
    HF_IORING_POLL_ADD_MULTI = 1 << 0,
};

// The ring's flags word, which the kernel changes under us.
static inline unsigned hf_sq_flags(const struct io_uring *ring) {
    return __atomic_load_n(ring->sq.kflags, __ATOMIC_RELAXED);
}

#endif
