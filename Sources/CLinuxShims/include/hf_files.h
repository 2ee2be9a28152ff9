// What files are called, whom they belong to, and what tells one from another.
//
// Every function that can fail returns -errno. Paths are taken as they are: a symbolic link in the last place is never
// followed.
#ifndef HOLDFAST_FILES_H
#define HOLDFAST_FILES_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

extern const unsigned long hf_btrfs_ioc_ino_lookup;
extern const unsigned long hf_loop_get_status64;
extern const unsigned hf_fs_nocow;

int hf_link(const char *from, const char *to);
int hf_rename(const char *from, const char *to);
int hf_fsync(int fd);
// UINT32_MAX leaves the owner or the group as it is.
int hf_set_owner_fd(int fd, uint32_t owner, uint32_t group);
int hf_set_owner_path(const char *path, uint32_t owner, uint32_t group);
int hf_set_mode_fd(int fd, uint32_t mode);
int hf_set_mode_path(const char *path, uint32_t mode);
// The security label of SELinux; returns its length.
long hf_get_label_fd(int fd, void *buffer, size_t size);
long hf_get_label_path(const char *path, void *buffer, size_t size);
int hf_set_label_fd(int fd, const void *label, size_t size);
int hf_set_label_path(const char *path, const void *label, size_t size);

// What statx tells beside `hf_status`; what the file system or the kernel doesn't know is 0.
struct hf_inode {
    uint32_t mode;
    uint32_t uid;
    uint32_t gid;
    uint32_t device_major;
    uint32_t device_minor;
    uint32_t links;
    uint32_t birth_nanoseconds;
    int64_t birth_seconds;
    uint64_t inode;
    uint64_t mount;
};
int hf_inode_fd(int fd, struct hf_inode *out);
int hf_inode_path(const char *path, struct hf_inode *out);

#pragma GCC visibility pop

#endif
