// Linux interfaces that the Glibc module does not offer: variadic calls, macros, ioctl numbers, newer system calls.
//
// Every function that can fail returns -errno. _GNU_SOURCE is defined in the .c files only: in a header it would change
// the types that the Glibc module was built with.
#ifndef HOLDFAST_LINUX_H
#define HOLDFAST_LINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "hf_aio.h"
#include "hf_files.h"

// The C library exports what begins like this, but not these.
#pragma GCC visibility push(hidden)

// MARK: - Constants

extern const int hf_o_direct;
extern const int hf_o_cloexec;
extern const int hf_o_tmpfile;
extern const int hf_o_path;
extern const int hf_o_noatime;
extern const int hf_efd_cloexec;
extern const int hf_efd_nonblock;
extern const int hf_falloc_keep_size;
extern const int hf_falloc_punch_hole;
extern const int hf_falloc_zero_range;
extern const int hf_rwf_dsync;
extern const int hf_rwf_nowait;
extern const int hf_fadv_dontneed;

extern const unsigned long hf_blkroget;
extern const unsigned long hf_blksszget;
extern const unsigned long hf_blkpbszget;
extern const unsigned long hf_blkgetsize64;
extern const unsigned long hf_blksectget;
extern const unsigned long hf_blkdiscard;
extern const unsigned long hf_blkzeroout;
extern const unsigned long hf_blkgetdiskseq;
extern const unsigned long hf_cdrom_drive_status;
extern const unsigned long hf_cdrom_eject;
extern const unsigned long hf_cdrom_close_tray;
extern const unsigned long hf_cdrom_lock_door;
extern const unsigned long hf_sg_io;
extern const unsigned long hf_sg_get_version_num;
extern const unsigned long hf_sg_get_sg_tablesize;
extern const unsigned long hf_xfs_ioc_dioinfo;
extern const unsigned long hf_fs_ioc_getflags;
extern const unsigned long hf_fs_ioc_setflags;
extern const unsigned long hf_fs_ioc_fsgetxattr;
extern const unsigned long hf_fs_ioc_fssetxattr;
extern const unsigned long hf_fs_ioc_getversion;
extern const unsigned long hf_fs_ioc_getfsuuid;
extern const unsigned long hf_dm_mpath_probe_paths;
extern const unsigned long hf_ioc_pr_register;
extern const unsigned long hf_ioc_pr_reserve;
extern const unsigned long hf_ioc_pr_release;
extern const unsigned long hf_ioc_pr_preempt;
extern const unsigned long hf_ioc_pr_preempt_abort;
extern const unsigned long hf_ioc_pr_clear;

// MARK: - Files

int hf_open(const char *path, int flags, unsigned mode);
int hf_open_at(int folder, const char *name, int flags);
int hf_close(int fd);
int hf_dup(int fd);
// Makes `to` a second number of `from`'s description; close-on-exec.
int hf_dup_over(int from, int to);
// 0 when the effective user may write to the file.
int hf_may_write(const char *path);
int hf_may_write_at(int folder, const char *name);
ssize_t hf_pread(int fd, void *buffer, size_t length, int64_t offset);
ssize_t hf_pwrite(int fd, const void *buffer, size_t length, int64_t offset);
ssize_t hf_preadv2(int fd, const struct iovec *vector, int count, int64_t offset, int flags);
ssize_t hf_pwritev2(int fd, const struct iovec *vector, int count, int64_t offset, int flags);
ssize_t hf_read_fd(int fd, void *buffer, size_t length);
ssize_t hf_write_fd(int fd, const void *buffer, size_t length);
int hf_fdatasync(int fd);
// Begins to write out what of a range is only in the page cache; says nothing of what becomes of it.
int hf_start_writeback(int fd, int64_t offset, int64_t length);
// How many pages of a range are being written out.
int64_t hf_pages_in_writeback(int fd, int64_t offset, int64_t length);
int hf_fallocate(int fd, int mode, int64_t offset, int64_t length);
int hf_ftruncate(int fd, int64_t length);
int64_t hf_lseek(int fd, int64_t offset, int whence);
int hf_fadvise(int fd, int64_t offset, int64_t length, int advice);
ssize_t hf_copy_file_range(int source, int64_t source_offset, int target, int64_t target_offset, size_t length);
// How many pages of a range of a file are in the page cache; the offset is a multiple of a page.
int64_t hf_resident_pages(int fd, int64_t offset, size_t length);
int hf_ioctl(int fd, unsigned long request, void *argument);
int hf_fcntl(int fd, int command, int argument);
int hf_unlink(const char *path);

// What statx tells; `dio_*` are 0 where the kernel or the file system doesn't say.
struct hf_status {
    uint32_t mode;
    uint32_t uid;
    uint32_t gid;
    uint32_t dio_memory_align;
    uint32_t dio_offset_align;
    uint32_t device_major;
    uint32_t device_minor;
    uint32_t special_major;
    uint32_t special_minor;
    uint64_t size;
    uint64_t blocks;
    uint64_t inode;
};
int hf_statx_fd(int fd, struct hf_status *out);
int hf_statx_path(const char *path, struct hf_status *out);
long hf_readlink(const char *path, void *buffer, size_t size);
// The magic number of the file system that holds a file.
int hf_file_system_fd(int fd, uint32_t *magic);
int hf_file_system_path(const char *path, uint32_t *magic);

// Open file description locks. `type`: 0 read, 1 write, 2 unlock.
struct hf_lock {
    int type;
    int64_t start;
    int64_t length;
};
int hf_ofd_set_lock(int fd, const struct hf_lock *lock);
// Leaves `type` at 2 when nothing would conflict.
int hf_ofd_get_lock(int fd, struct hf_lock *lock);
// The same with locks that belong to the process.
int hf_posix_set_lock(int fd, const struct hf_lock *lock);
int hf_posix_get_lock(int fd, struct hf_lock *lock);

// MARK: - Descriptors that signal

int hf_eventfd(unsigned initial, int flags);
int hf_timerfd(void);
// An absolute CLOCK_MONOTONIC time; 0 disarms.
int hf_timerfd_set(int fd, uint64_t nanoseconds);
// Waits until one of `count` descriptors is readable; `timeout_ns` < 0 waits for ever. Returns how many are.
int hf_wait_readable(const int *fds, int count, int64_t timeout_ns);
// An epoll descriptor, itself readable while one of its members is.
int hf_epoll_create(void);
int hf_epoll_add(int epoll, int fd);
int hf_epoll_remove(int epoll, int fd);
int hf_memfd_create(const char *name, unsigned flags);
// A limit of this process: what holds now and what it may be raised to; the largest number stands for none.
extern const int hf_limit_open_files, hf_limit_locked_memory;
int hf_get_limit(int kind, uint64_t *now, uint64_t *most);
// A descriptor of a process.
int hf_pidfd_open(int pid);

// MARK: - Threads and memory

int hf_gettid(void);
// A value that differs between live threads and costs one load. Never compare across an await.
uintptr_t hf_thread_token(void);
void hf_set_thread_name(const char *name);
int hf_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_ns, int shared);
int hf_futex_wake(const uint32_t *word, int count, int shared);
// Waits until one of `count` words, at most hf_futex_most, differs from what is expected; -ENOSYS before Linux 5.16.
extern const int hf_futex_most;
int hf_futex_wait_any(const uint32_t *const *words, const uint32_t *expected, int count, int64_t timeout_ns, int shared);
// Registers for and issues private expedited barriers over all threads of this process.
int hf_membarrier_register(void);
int hf_membarrier(void);
// The same over every process that registered.
int hf_membarrier_register_global(void);
int hf_membarrier_global(void);
uint64_t hf_monotonic_ns(void);
uint64_t hf_realtime_ns(void);
void *hf_aligned_alloc(size_t alignment, size_t size);

// The processor's counter of time; 0 where there is none that programs may read.
static inline uint64_t hf_ticks(void) {
#if defined(__x86_64__)
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
#elif defined(__aarch64__)
    uint64_t value;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(value));
    return value;
#else
    return 0;
#endif
}

// Keeps the compiler from moving memory accesses across; emits nothing.
static inline void hf_compiler_barrier(void) { __asm__ volatile("" ::: "memory"); }
// The same; what is known of `pointer` is forgotten too, so that it stays in one register from here on.
static inline void *hf_compiler_barrier_passing(void *pointer) {
    __asm__ volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

// Tells the processor that a loop waits for memory to change.
static inline void hf_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

// MARK: - Names of errors

// Null for numbers without one.
const char *hf_error_name(int number);
const char *hf_error_text(int number);

// MARK: - SG_IO

// One pass-through command: what goes in, what comes back.
struct hf_sg_command {
    const uint8_t *cdb;
    uint8_t cdb_length;
    // 0 none, 1 to the device, 2 from the device.
    uint8_t direction;
    uint8_t sense_capacity;
    uint32_t timeout_ms;
    void *data;
    uint32_t data_length;
    uint8_t *sense;
    // Out.
    uint8_t status;
    uint8_t sense_length;
    uint16_t host_status;
    uint16_t driver_status;
    int32_t residual;
};
int hf_sg_io_command(int fd, struct hf_sg_command *command);

#pragma GCC visibility pop

#endif
