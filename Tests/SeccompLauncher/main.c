/* seccomp-launcher GROUP[,GROUP...] PROGRAM [ARGUMENT...]: runs a program that may not make some system calls.
 *
 * They fail with EPERM, as under a container's usual filter. Groups: io_uring, aio, membarrier. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct group {
    const char *name;
    int calls[5];
    size_t count;
};

static const struct group groups[] = {
    {"io_uring", {SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register}, 3},
    {"aio", {SYS_io_setup, SYS_io_submit, SYS_io_getevents, SYS_io_pgetevents, SYS_io_destroy}, 5},
    {"membarrier", {SYS_membarrier}, 1},
};

enum { MOST = 64 };

static void fail(const char *what)
{
    fprintf(stderr, "seccomp-launcher: %s: %s\n", what, strerror(errno));
    exit(125);
}

int main(int argc, char **argv)
{
    struct sock_filter filter[MOST];
    size_t length = 0;

    if (argc < 3) {
        errno = EINVAL;
        fail("wants groups and a program");
    }
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (char *name = strtok(argv[1], ","); name != NULL; name = strtok(NULL, ",")) {
        const struct group *found = NULL;
        for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
            if (strcmp(groups[i].name, name) == 0)
                found = &groups[i];
        if (found == NULL) {
            errno = EINVAL;
            fail(name);
        }
        for (size_t i = 0; i < found->count && length + 3 < MOST; i++) {
            filter[length++] =
                (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)found->calls[i], 0, 1);
            filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
        }
    }
    filter[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    struct sock_fprog program = {.len = (unsigned short)length, .filter = filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        fail("prctl");
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
        fail("seccomp");
    execvp(argv[2], argv + 2);
    fail(argv[2]);
}
