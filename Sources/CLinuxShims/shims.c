#define _GNU_SOURCE
#include "hf_linux.h"
#include "hf_sharing.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <linux/pr.h>
#include <scsi/scsi.h>
#include <scsi/sg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

const int hf_o_direct = O_DIRECT;
const int hf_o_cloexec = O_CLOEXEC;
const int hf_o_tmpfile = O_TMPFILE;
const int hf_o_path = O_PATH;
const int hf_o_noatime = O_NOATIME;
const int hf_falloc_keep_size = FALLOC_FL_KEEP_SIZE;
const int hf_falloc_punch_hole = FALLOC_FL_PUNCH_HOLE;
const int hf_falloc_zero_range = FALLOC_FL_ZERO_RANGE;
const int hf_rwf_dsync = RWF_DSYNC;
const int hf_rwf_nowait = RWF_NOWAIT;
const int hf_fadv_dontneed = POSIX_FADV_DONTNEED;

const unsigned long hf_blkroget = BLKROGET;
const unsigned long hf_blksszget = BLKSSZGET;
const unsigned long hf_blkpbszget = BLKPBSZGET;
const unsigned long hf_blkgetsize64 = BLKGETSIZE64;
const unsigned long hf_blksectget = BLKSECTGET;
const unsigned long hf_blkdiscard = BLKDISCARD;
const unsigned long hf_blkzeroout = BLKZEROOUT;
// Linux 5.15.
const unsigned long hf_blkgetdiskseq = _IOR(0x12, 128, uint64_t);
const unsigned long hf_cdrom_drive_status = CDROM_DRIVE_STATUS;
const unsigned long hf_cdrom_eject = CDROMEJECT;
const unsigned long hf_cdrom_close_tray = CDROMCLOSETRAY;
const unsigned long hf_cdrom_lock_door = CDROM_LOCKDOOR;
const unsigned long hf_sg_io = SG_IO;
const unsigned long hf_sg_get_version_num = SG_GET_VERSION_NUM;
const unsigned long hf_sg_get_sg_tablesize = SG_GET_SG_TABLESIZE;
// XFS: three 32-bit words {memory alignment, smallest, largest I/O}.
const unsigned long hf_xfs_ioc_dioinfo = _IOR('X', 30, uint32_t[3]);
const unsigned long hf_fs_ioc_getflags = FS_IOC_GETFLAGS;
const unsigned long hf_fs_ioc_setflags = FS_IOC_SETFLAGS;
const unsigned long hf_fs_ioc_fsgetxattr = FS_IOC_FSGETXATTR;
const unsigned long hf_fs_ioc_fssetxattr = FS_IOC_FSSETXATTR;
const unsigned long hf_fs_ioc_getversion = FS_IOC_GETVERSION;
// Linux 6.9: {length, 16 bytes}.
const unsigned long hf_fs_ioc_getfsuuid = _IOR(0x15, 0, uint8_t[17]);
// Linux 6.16.
const unsigned long hf_dm_mpath_probe_paths = _IO(0xfd, 18);
const unsigned long hf_ioc_pr_register = IOC_PR_REGISTER;
const unsigned long hf_ioc_pr_reserve = IOC_PR_RESERVE;
const unsigned long hf_ioc_pr_release = IOC_PR_RELEASE;
const unsigned long hf_ioc_pr_preempt = IOC_PR_PREEMPT;
const unsigned long hf_ioc_pr_preempt_abort = IOC_PR_PREEMPT_ABORT;
const unsigned long hf_ioc_pr_clear = IOC_PR_CLEAR;

#define RESULT(call) ({ __typeof__(call) result_ = (call); result_ < 0 ? -errno : result_; })

int hf_open(const char *path, int flags, unsigned mode) { return RESULT(open(path, flags, (mode_t)mode)); }
int hf_open_at(int folder, const char *name, int flags) { return RESULT(openat(folder, name, flags)); }
int hf_close(int fd) { return RESULT(close(fd)); }
int hf_dup(int fd) { return RESULT(fcntl(fd, F_DUPFD_CLOEXEC, 0)); }
int hf_dup_over(int from, int to) { return RESULT(dup3(from, to, O_CLOEXEC)); }
int hf_may_write(const char *path) { return RESULT(faccessat(AT_FDCWD, path, W_OK, AT_EACCESS)); }
int hf_may_write_at(int folder, const char *name) { return RESULT(faccessat(folder, name, W_OK, AT_EACCESS)); }
ssize_t hf_pread(int fd, void *buffer, size_t length, int64_t offset) {
    return RESULT(pread(fd, buffer, length, offset));
}
ssize_t hf_pwrite(int fd, const void *buffer, size_t length, int64_t offset) {
    return RESULT(pwrite(fd, buffer, length, offset));
}
ssize_t hf_preadv2(int fd, const struct iovec *vector, int count, int64_t offset, int flags) {
    return RESULT(preadv2(fd, vector, count, offset, flags));
}
ssize_t hf_pwritev2(int fd, const struct iovec *vector, int count, int64_t offset, int flags) {
    return RESULT(pwritev2(fd, vector, count, offset, flags));
}
ssize_t hf_read_fd(int fd, void *buffer, size_t length) { return RESULT(read(fd, buffer, length)); }
ssize_t hf_write_fd(int fd, const void *buffer, size_t length) { return RESULT(write(fd, buffer, length)); }
int hf_fdatasync(int fd) { return RESULT(fdatasync(fd)); }
int hf_start_writeback(int fd, int64_t offset, int64_t length) {
    return RESULT(sync_file_range(fd, offset, length, SYNC_FILE_RANGE_WRITE));
}
// cachestat(2), Linux 6.5, which the C library doesn't know yet: a range, and counts of pages.
enum { CACHE_STATUS = 451 };
int64_t hf_pages_in_writeback(int fd, int64_t offset, int64_t length) {
    struct { uint64_t offset, length; } range = {(uint64_t)offset, (uint64_t)length};
    struct { uint64_t cached, dirty, writeback, evicted, recently_evicted; } pages = {0};
    long result = RESULT(syscall(CACHE_STATUS, fd, &range, &pages, 0));
    return result < 0 ? result : (int64_t)pages.writeback;
}
int hf_fallocate(int fd, int mode, int64_t offset, int64_t length) {
    return RESULT(fallocate(fd, mode, offset, length));
}
int hf_ftruncate(int fd, int64_t length) { return RESULT(ftruncate(fd, length)); }
int64_t hf_lseek(int fd, int64_t offset, int whence) { return RESULT(lseek(fd, offset, whence)); }
int hf_fadvise(int fd, int64_t offset, int64_t length, int advice) {
    return -posix_fadvise(fd, offset, length, advice);
}
ssize_t hf_copy_file_range(int source, int64_t source_offset, int target, int64_t target_offset, size_t length) {
    off64_t from = source_offset;
    off64_t to = target_offset;
    return RESULT(copy_file_range(source, &from, target, &to, length, 0));
}
int64_t hf_resident_pages(int fd, int64_t offset, size_t length) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t count = (length + page - 1) / page;
    unsigned char *present = malloc(count ? count : 1);
    if (!present) {
        return -ENOMEM;
    }
    void *memory = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, offset);
    int64_t result = memory == MAP_FAILED ? -errno : 0;
    if (result == 0) {
        if (mincore(memory, length, present) < 0) {
            result = -errno;
        }
        for (size_t i = 0; result >= 0 && i < count; i++) {
            result += present[i] & 1;
        }
        munmap(memory, length);
    }
    free(present);
    return result;
}
int hf_ioctl(int fd, unsigned long request, void *argument) { return RESULT(ioctl(fd, request, argument)); }
int hf_fcntl(int fd, int command, int argument) { return RESULT(fcntl(fd, command, argument)); }
int hf_unlink(const char *path) { return RESULT(unlink(path)); }

#ifndef STATX_DIOALIGN
#define STATX_DIOALIGN 0x2000U
#endif

// glibc's struct statx may be older than the kernel's: the two alignment words follow stx_mnt_id.
struct dio_view {
    uint8_t before[0x98];
    uint32_t memory;
    uint32_t offset;
};

// Without the times of changes: a file system that was asked for them (Linux 6.13) gives the next write a time of its own,
// and a sync after it, of whatever file, may write the inode as well as the data.
static const unsigned status_fields = STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID | STATX_INO | STATX_SIZE |
                                      STATX_BLOCKS | STATX_DIOALIGN;

static int status(int fd, const char *path, int flags, struct hf_status *out) {
    struct statx raw;
    memset(&raw, 0, sizeof raw);
    if (statx(fd, path, flags, status_fields, &raw) < 0) {
        return -errno;
    }
    memset(out, 0, sizeof *out);
    out->mode = raw.stx_mode;
    out->uid = raw.stx_uid;
    out->gid = raw.stx_gid;
    out->device_major = raw.stx_dev_major;
    out->device_minor = raw.stx_dev_minor;
    out->special_major = raw.stx_rdev_major;
    out->special_minor = raw.stx_rdev_minor;
    out->size = raw.stx_size;
    out->blocks = raw.stx_blocks;
    out->inode = raw.stx_ino;
    if (raw.stx_mask & STATX_DIOALIGN) {
        struct dio_view view;
        memcpy(&view, &raw, sizeof view);
        out->dio_memory_align = view.memory;
        out->dio_offset_align = view.offset;
    }
    return 0;
}

int hf_statx_fd(int fd, struct hf_status *out) { return status(fd, "", AT_EMPTY_PATH, out); }
int hf_statx_path(const char *path, struct hf_status *out) { return status(AT_FDCWD, path, 0, out); }
int hf_statx_cached(int fd, struct hf_status *out) {
    return status(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, out);
}
int hf_statx_cached_path(const char *path, struct hf_status *out) {
    return status(AT_FDCWD, path, AT_STATX_DONT_SYNC, out);
}
int hf_statx_link(const char *path, struct hf_status *out) {
    return status(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, out);
}

long hf_readlink(const char *path, void *buffer, size_t size) { return RESULT(readlink(path, buffer, size)); }

int hf_file_system_fd(int fd, uint32_t *magic) {
    struct statfs raw;
    if (fstatfs(fd, &raw) < 0) {
        return -errno;
    }
    *magic = (uint32_t)raw.f_type;
    return 0;
}

int hf_file_system_path(const char *path, uint32_t *magic) {
    struct statfs raw;
    if (statfs(path, &raw) < 0) {
        return -errno;
    }
    *magic = (uint32_t)raw.f_type;
    return 0;
}

static struct flock raw_lock(const struct hf_lock *lock) {
    static const short types[] = {F_RDLCK, F_WRLCK, F_UNLCK};
    struct flock raw = {
        .l_type = types[lock->type], .l_whence = SEEK_SET, .l_start = lock->start, .l_len = lock->length};
    return raw;
}

static int set_lock(int fd, int command, const struct hf_lock *lock) {
    struct flock raw = raw_lock(lock);
    return RESULT(fcntl(fd, command, &raw));
}

static int get_lock(int fd, int command, struct hf_lock *lock) {
    struct flock raw = raw_lock(lock);
    if (fcntl(fd, command, &raw) < 0) {
        return -errno;
    }
    lock->type = raw.l_type == F_UNLCK ? 2 : raw.l_type == F_WRLCK ? 1 : 0;
    lock->start = raw.l_start;
    lock->length = raw.l_len;
    return 0;
}

int hf_ofd_set_lock(int fd, const struct hf_lock *lock) { return set_lock(fd, F_OFD_SETLK, lock); }
int hf_ofd_get_lock(int fd, struct hf_lock *lock) { return get_lock(fd, F_OFD_GETLK, lock); }
int hf_posix_set_lock(int fd, const struct hf_lock *lock) { return set_lock(fd, F_SETLK, lock); }
int hf_posix_get_lock(int fd, struct hf_lock *lock) { return get_lock(fd, F_GETLK, lock); }

const char *hf_error_name(int number) { return strerrorname_np(number); }
const char *hf_error_text(int number) { return strerrordesc_np(number); }

void *hf_aligned_alloc(size_t alignment, size_t size) {
    void *memory = NULL;
    return posix_memalign(&memory, alignment, size) == 0 ? memory : NULL;
}

int hf_sg_io_command(int fd, struct hf_sg_command *command) {
    static const int directions[] = {SG_DXFER_NONE, SG_DXFER_TO_DEV, SG_DXFER_FROM_DEV};
    sg_io_hdr_t header;
    memset(&header, 0, sizeof header);
    header.interface_id = 'S';
    header.dxfer_direction = directions[command->direction];
    header.cmd_len = command->cdb_length;
    header.cmdp = (unsigned char *)command->cdb;
    header.mx_sb_len = command->sense_capacity;
    header.sbp = command->sense;
    header.dxferp = command->data;
    header.dxfer_len = command->data_length;
    header.timeout = command->timeout_ms;
    if (ioctl(fd, SG_IO, &header) < 0) {
        return -errno;
    }
    command->status = header.status;
    command->sense_length = header.sb_len_wr;
    command->host_status = header.host_status;
    command->driver_status = header.driver_status;
    command->residual = header.resid;
    return 0;
}
