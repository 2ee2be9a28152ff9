#define _GNU_SOURCE
#include "hf_sockets.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define RESULT(call) ({ __typeof__(call) result_ = (call); result_ < 0 ? -errno : result_; })

const int hf_unix_path_limit = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
const int16_t hf_poll_in = POLLIN;
const int16_t hf_poll_out = POLLOUT;
const int16_t hf_poll_gone = POLLHUP | POLLERR | POLLNVAL;

_Static_assert(sizeof(struct hf_poll_entry) == sizeof(struct pollfd), "hf_poll_entry stands in for pollfd");
_Static_assert(offsetof(struct hf_poll_entry, wanted) == offsetof(struct pollfd, events), "wanted is events");
_Static_assert(offsetof(struct hf_poll_entry, ready) == offsetof(struct pollfd, revents), "ready is revents");

// Makes a socket and its address; -errno.
static int make(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length == 0) {
        return -ENOENT;
    }
    if (length > (size_t)hf_unix_path_limit) {
        return -ENAMETOOLONG;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return RESULT(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

int hf_unix_connect(const char *path) {
    struct sockaddr_un address;
    int fd = make(path, &address);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int error = -errno;
        close(fd);
        return error;
    }
    return fd;
}

int hf_unix_listen(const char *path, int backlog) {
    struct sockaddr_un address;
    int fd = make(path, &address);
    if (fd >= 0 && (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, backlog) < 0)) {
        int error = -errno;
        close(fd);
        return error;
    }
    return fd;
}

int hf_accept(int fd) { return RESULT(accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)); }

// Room for one descriptor more than is ever taken, so that one too many is seen.
union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE((HF_MOST_DESCRIPTORS + 1) * sizeof(int))];
};

ssize_t hf_send(int fd, const void *bytes, size_t length, const int *descriptors, int count) {
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = length};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    union control control;
    if (count > HF_MOST_DESCRIPTORS) {
        return -EINVAL;
    }
    if (count > 0) {
        size_t size = (size_t)count * sizeof(int);
        memset(&control, 0, sizeof control);
        message.msg_control = control.bytes;
        message.msg_controllen = CMSG_SPACE(size);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(size);
        memcpy(CMSG_DATA(header), descriptors, size);
    }
    return RESULT(sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}

ssize_t hf_receive(int fd, void *bytes, size_t length) { return RESULT(recv(fd, bytes, length, MSG_DONTWAIT)); }

ssize_t hf_receive_descriptors(int fd, void *bytes, size_t length, int *descriptors, int *count) {
    struct iovec vector = {.iov_base = bytes, .iov_len = length};
    union control control;
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
    *count = 0;
    ssize_t result = RESULT(recvmsg(fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT));
    if (result < 0) {
        return result;
    }
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        size_t size = header->cmsg_len - CMSG_LEN(0);
        for (size_t offset = 0; offset + sizeof(int) <= size; offset += sizeof(int)) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(header) + offset, sizeof descriptor);
            if (*count < HF_MOST_DESCRIPTORS) {
                descriptors[(*count)++] = descriptor;
            } else {
                close(descriptor);
            }
        }
    }
    return result;
}

int hf_poll_entries(struct hf_poll_entry *entries, int count, int64_t timeout_ns) {
    struct timespec timeout = {.tv_sec = timeout_ns / 1000000000, .tv_nsec = timeout_ns % 1000000000};
    return RESULT(ppoll((struct pollfd *)entries, (nfds_t)count, timeout_ns < 0 ? NULL : &timeout, NULL));
}
