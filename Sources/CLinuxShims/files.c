#define _GNU_SOURCE
#include "hf_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

// {tree, object, 4080 bytes of a name}.
const unsigned long hf_btrfs_ioc_ino_lookup = _IOWR(0x94, 18, char[4096]);
const unsigned long hf_loop_get_status64 = LOOP_GET_STATUS64;
const unsigned hf_fs_nocow = FS_NOCOW_FL;

#ifndef STATX_MNT_ID
#define STATX_MNT_ID 0x1000U
#endif

#define RESULT(call) ({ __typeof__(call) result_ = (call); result_ < 0 ? -errno : result_; })

static const char label_name[] = "security.selinux";

int hf_link(const char *from, const char *to) { return RESULT(link(from, to)); }
int hf_rename(const char *from, const char *to) { return RESULT(rename(from, to)); }
int hf_fsync(int fd) { return RESULT(fsync(fd)); }
int hf_set_owner_fd(int fd, uint32_t owner, uint32_t group) { return RESULT(fchown(fd, owner, group)); }
int hf_set_owner_path(const char *path, uint32_t owner, uint32_t group) { return RESULT(lchown(path, owner, group)); }
int hf_set_mode_fd(int fd, uint32_t mode) { return RESULT(fchmod(fd, mode)); }
// Through a path descriptor: before Linux 6.6 there is no call that follows no link, and closing such a descriptor
// leaves the process's locks on the file alone.
int hf_set_mode_path(const char *path, uint32_t mode) {
    int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    char name[32];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    struct stat status;
    int result = RESULT(fstat(fd, &status));
    if (result == 0) {
        result = S_ISLNK(status.st_mode) ? -ELOOP : RESULT(chmod(name, mode));
    }
    close(fd);
    return result;
}

long hf_get_label_fd(int fd, void *buffer, size_t size) { return RESULT(fgetxattr(fd, label_name, buffer, size)); }
long hf_get_label_path(const char *path, void *buffer, size_t size) {
    return RESULT(lgetxattr(path, label_name, buffer, size));
}
int hf_set_label_fd(int fd, const void *label, size_t size) {
    return RESULT(fsetxattr(fd, label_name, label, size, 0));
}
int hf_set_label_path(const char *path, const void *label, size_t size) {
    return RESULT(lsetxattr(path, label_name, label, size, 0));
}

// glibc's struct statx may be older than the kernel's: the number of the mount follows stx_dev_minor.
struct mount_view {
    uint8_t before[0x90];
    uint64_t mount;
};

// Without the times of changes, as in every status here: see status_fields.
static const unsigned inode_fields = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_GID | STATX_INO |
                                     STATX_BTIME | STATX_MNT_ID;

static int inode(int fd, const char *path, int flags, struct hf_inode *out) {
    struct statx raw;
    memset(&raw, 0, sizeof raw);
    if (statx(fd, path, flags, inode_fields, &raw) < 0) {
        return -errno;
    }
    memset(out, 0, sizeof *out);
    out->mode = raw.stx_mode;
    out->uid = raw.stx_uid;
    out->gid = raw.stx_gid;
    out->device_major = raw.stx_dev_major;
    out->device_minor = raw.stx_dev_minor;
    out->links = raw.stx_nlink;
    out->inode = raw.stx_ino;
    if (raw.stx_mask & STATX_BTIME) {
        out->birth_seconds = raw.stx_btime.tv_sec;
        out->birth_nanoseconds = raw.stx_btime.tv_nsec;
    }
    if (raw.stx_mask & STATX_MNT_ID) {
        struct mount_view view;
        memcpy(&view, &raw, sizeof view);
        out->mount = view.mount;
    }
    return 0;
}

int hf_inode_fd(int fd, struct hf_inode *out) { return inode(fd, "", AT_EMPTY_PATH, out); }
int hf_inode_path(const char *path, struct hf_inode *out) {
    return inode(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, out);
}
