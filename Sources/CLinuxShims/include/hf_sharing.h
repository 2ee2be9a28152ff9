// Memory that several processes map, and looking at and ending other processes.
//
// Every function that can fail returns -errno.
#ifndef HOLDFAST_SHARING_H
#define HOLDFAST_SHARING_H

#include <stddef.h>
#include <stdint.h>

#include "hf_linux.h"

#pragma GCC visibility push(hidden)

extern const unsigned hf_mfd_cloexec;
extern const unsigned hf_mfd_allow_sealing;
// Linux 6.3; older kernels answer EINVAL.
extern const unsigned hf_mfd_noexec_seal;

extern const int hf_seal_seal;
extern const int hf_seal_shrink;
extern const int hf_seal_grow;
extern const int hf_seal_write;
extern const int hf_seal_future_write;
int hf_add_seals(int fd, int seals);
int hf_get_seals(int fd);

// Maps a file for reading and writing, shared, with its page tables filled; locks the pages in memory if that is allowed.
int hf_map_shared(int fd, size_t length, void **address);
void hf_unmap(void *address, size_t length);

// Like hf_statx_fd, but never asks a server that a file system may depend on.
int hf_statx_cached(int fd, struct hf_status *out);
int hf_statx_cached_path(const char *path, struct hf_status *out);
// Like hf_statx_path, but of a link itself.
int hf_statx_link(const char *path, struct hf_status *out);

// Sends a signal by a descriptor of a process.
int hf_pidfd_signal(int pidfd, int signal);
extern const int hf_sigkill;

#pragma GCC visibility pop

#endif
