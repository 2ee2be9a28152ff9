/* Just enough to test a C library by: tests with a sentence each, one line for each, and a watchdog.
 *
 * A program is a table of tests; it runs in a folder of its own, which the runner removes. */
#ifndef CHECK_H
#define CHECK_H

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <holdfast.h>

struct test {
    const char *sentence;
    void (*run)(void);
};

static int check_failures;
static const char *check_skipped;

/* Notes a failure and goes on. */
#define CHECK(condition) check_that((condition) ? 1 : 0, __FILE__, __LINE__, "%s", #condition)
/* The same for two integers, which it shows. */
#define EQUAL(left, right) check_equal((int64_t)(left), (int64_t)(right), __FILE__, __LINE__, #left " == " #right)
/* Ends the program: what follows makes no sense without it. */
#define NEED(condition) check_need((condition) ? 1 : 0, __FILE__, __LINE__, #condition)
/* A control call with a last argument `message` that is to succeed; ends the program if not, and says why. */
#define WORKS(call)                                                      \
    do {                                                                 \
        char *message = NULL;                                            \
        int64_t code_ = (call);                                          \
        if (code_ < 0)                                                   \
            check_die(__FILE__, __LINE__, #call, code_, message);        \
        CHECK(message == NULL);                                          \
    } while (0)
/* One that is to fail with this error, and a sentence that has these words. */
#define FAILS(call, error, words)                                                       \
    do {                                                                                \
        char *message = NULL;                                                           \
        EQUAL((call), -(error));                                                        \
        check_that(message != NULL && strstr(message, words) != NULL, __FILE__, __LINE__, \
            "the message of %s is \"%s\" and has no \"%s\"", #call, message ? message : "(none)", words); \
        hf_free(message);                                                               \
    } while (0)
/* This machine lacks something; the runner counts it. */
#define SKIP(reason)              \
    do {                          \
        check_skipped = (reason); \
        return;                   \
    } while (0)

static inline void check_that(int holds, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static inline void check_that(int holds, const char *file, int line, const char *format, ...)
{
    if (holds)
        return;
    check_failures++;
    printf("# %s:%d: ", file, line);
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

static inline void check_equal(int64_t left, int64_t right, const char *file, int line, const char *text)
{
    check_that(left == right, file, line, "%s: %" PRId64 " and %" PRId64, text, left, right);
}

static inline void check_need(int holds, const char *file, int line, const char *text)
{
    if (holds)
        return;
    printf("# %s:%d: %s\n# the program can't go on\n", file, line, text);
    exit(1);
}

static inline void check_die(const char *file, int line, const char *call, int64_t code, const char *message)
{
    printf("# %s:%d: %s: %" PRId64 ": %s\n# the program can't go on\n", file, line, call, code,
        message ? message : "(no message)");
    exit(1);
}

/* Runs a table of tests; the exit status for main(). */
static inline int check_run(const char *program, const struct test *tests, size_t count)
{
    int failed = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("1..%zu\n", count);
    for (size_t i = 0; i < count; i++) {
        check_failures = 0;
        check_skipped = NULL;
        /* Nothing here takes as long; what waits for ever ends the program. */
        alarm(60);
        tests[i].run();
        alarm(0);
        printf("%s %zu - %s: %s%s%s\n", check_failures ? "not ok" : "ok", i + 1, program, tests[i].sentence,
            check_skipped ? " # SKIP " : "", check_skipped ? check_skipped : "");
        failed += check_failures != 0;
    }
    return failed != 0;
}
#define RUN_TESTS(tests) check_run(__FILE_NAME__, tests, sizeof(tests) / sizeof(*(tests)))

/* ---- What many tests begin with --------------------------------------------------------------------------------- */

/* A file of so many bytes of this value. */
static inline void make_file(const char *path, size_t length, int value)
{
    int fd = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
    NEED(fd >= 0);
    char *bytes = (char *)malloc(length ? length : 1);
    NEED(bytes != NULL);
    memset(bytes, value, length);
    NEED(write(fd, bytes, length) == (ssize_t)length);
    free(bytes);
    close(fd);
}

/* Whether a descriptor is readable within some milliseconds; what interrupts the wait doesn't end it. */
static inline int wait_readable(int fd, int timeout)
{
    struct pollfd waiting = {fd, POLLIN, 0};
    int count;
    do
        count = poll(&waiting, 1, timeout);
    while (count < 0 && errno == EINTR);
    return count;
}

static inline hf_backend *make_backend(void)
{
    hf_backend *backend = NULL;
    WORKS(hf_backend_new(NULL, &backend, &message));
    return backend;
}

static inline hf_node *add_node(hf_backend *backend, const char *option)
{
    hf_node *node = NULL;
    WORKS(hf_node_add(backend, option, &node, &message));
    return node;
}

static inline hf_queue *make_queue(hf_backend *backend)
{
    hf_queue *queue = NULL;
    WORKS(hf_queue_new(backend, NULL, &queue, &message));
    return queue;
}

static inline uint32_t attach(hf_queue *queue, hf_node *node)
{
    uint32_t handle = UINT32_MAX;
    WORKS(hf_queue_attach(queue, node, NULL, &handle, &message));
    return handle;
}

/* The completion of the one request in flight. */
static inline hf_completion complete(hf_queue *queue)
{
    hf_completion completion;
    memset(&completion, 0xff, sizeof completion);
    EQUAL(hf_poll(queue, &completion, 1, 1, HF_FOREVER), 1);
    return completion;
}

static inline int64_t do_read(hf_queue *queue, uint32_t handle, void *memory, size_t length, uint64_t offset)
{
    NEED(hf_read(queue, handle, memory, length, offset, 1) != 0);
    return complete(queue).result;
}

static inline int64_t do_write(hf_queue *queue, uint32_t handle, const void *memory, size_t length, uint64_t offset)
{
    NEED(hf_write(queue, handle, memory, length, offset, 0, 2) != 0);
    return complete(queue).result;
}

#endif
