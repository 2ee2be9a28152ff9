// Unix stream sockets with descriptors on board, and waiting for many descriptors at once.
//
// Every function that can fail returns -errno. Sockets don't block, and close on exec.
#ifndef HOLDFAST_SOCKETS_H
#define HOLDFAST_SOCKETS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#pragma GCC visibility push(hidden)

// The longest path of a Unix socket, without its final zero.
extern const int hf_unix_path_limit;

int hf_unix_connect(const char *path);
int hf_unix_listen(const char *path, int backlog);
int hf_accept(int fd);
// The most descriptors that travel with one message.
enum { HF_MOST_DESCRIPTORS = 3 };
// Sends at most `length` bytes, together with some descriptors. Never raises SIGPIPE.
ssize_t hf_send(int fd, const void *bytes, size_t length, const int *descriptors, int count);
// Receives at most `length` bytes; descriptors that come along are closed.
ssize_t hf_receive(int fd, void *bytes, size_t length);
// The same, and takes up to HF_MOST_DESCRIPTORS descriptors, which close on exec; more are closed. `count` says how many
// were taken.
ssize_t hf_receive_descriptors(int fd, void *bytes, size_t length, int *descriptors, int *count);

// One descriptor to wait for; `ready` is filled in.
struct hf_poll_entry {
    int fd;
    int16_t wanted;
    int16_t ready;
};
extern const int16_t hf_poll_in;
extern const int16_t hf_poll_out;
// The other end is gone, or there is an error.
extern const int16_t hf_poll_gone;
// Waits until one is ready; `timeout_ns` < 0 waits for ever. Returns how many are.
int hf_poll_entries(struct hf_poll_entry *entries, int count, int64_t timeout_ns);

#pragma GCC visibility pop

#endif
