#define _GNU_SOURCE
#include "hf_sharing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

#define RESULT(call) ({ __typeof__(call) result_ = (call); result_ < 0 ? -errno : result_; })

const unsigned hf_mfd_cloexec = MFD_CLOEXEC;
const unsigned hf_mfd_allow_sealing = MFD_ALLOW_SEALING;
const unsigned hf_mfd_noexec_seal = MFD_NOEXEC_SEAL;
const int hf_seal_seal = F_SEAL_SEAL;
const int hf_seal_shrink = F_SEAL_SHRINK;
const int hf_seal_grow = F_SEAL_GROW;
const int hf_seal_write = F_SEAL_WRITE;
const int hf_seal_future_write = F_SEAL_FUTURE_WRITE;
const int hf_sigkill = SIGKILL;

int hf_add_seals(int fd, int seals) { return RESULT(fcntl(fd, F_ADD_SEALS, seals)); }
int hf_get_seals(int fd) { return RESULT(fcntl(fd, F_GET_SEALS)); }

int hf_map_shared(int fd, size_t length, void **address) {
    void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    if (memory == MAP_FAILED) {
        return -errno;
    }
    // Where that isn't allowed, the pages may have to come back from swap.
    (void)mlock(memory, length);
    *address = memory;
    return 0;
}

void hf_unmap(void *address, size_t length) { (void)munmap(address, length); }

int hf_pidfd_signal(int pidfd, int signal) {
    return (int)RESULT(syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0));
}
