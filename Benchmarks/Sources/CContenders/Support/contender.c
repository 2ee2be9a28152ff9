#define _GNU_SOURCE
#include "contender.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <linux/fs.h>

void contender_fail(const char *what, int error)
{
    if (error != 0)
        fprintf(stderr, "contender: %s: %s\n", what, strerror(abs(error)));
    else
        fprintf(stderr, "contender: %s\n", what);
    exit(1);
}

static _Noreturn void usage(const char *why)
{
    fprintf(stderr,
            "contender: %s\n"
            "usage: --operation nop|read|write [--path FILE] [--direct] [--depth N] [--operations N]\n"
            "       [--block-size BYTES] [--threads N] [--span BYTES] [--engine NAME] [--layer NAME] [--durable]\n",
            why);
    exit(2);
}

static uint64_t number(const char *text, uint64_t low, uint64_t high)
{
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' || value < low || value > high)
        usage("a number is malformed or out of range");
    return value;
}

struct contender_workload contender_parse(int argc, char **argv)
{
    static const struct option options[] = {
        {"operation", required_argument, NULL, 'o'}, {"path", required_argument, NULL, 'p'},
        {"direct", no_argument, NULL, 'x'},          {"depth", required_argument, NULL, 'd'},
        {"operations", required_argument, NULL, 'n'}, {"block-size", required_argument, NULL, 'b'},
        {"threads", required_argument, NULL, 't'},   {"span", required_argument, NULL, 's'},
        {"engine", required_argument, NULL, 'e'},    {"layer", required_argument, NULL, 'l'},
        {"durable", no_argument, NULL, 'D'},         {NULL, 0, NULL, 0},
    };
    struct contender_workload workload = {
        .operation = CONTENDER_READ, .depth = 32, .block_size = 4096, .threads = 1, .operations = 100000,
    };
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'o':
            if (strcmp(optarg, "nop") == 0)
                workload.operation = CONTENDER_NOP;
            else if (strcmp(optarg, "read") == 0)
                workload.operation = CONTENDER_READ;
            else if (strcmp(optarg, "write") == 0)
                workload.operation = CONTENDER_WRITE;
            else
                usage("an operation is nop, read or write");
            break;
        case 'p': workload.path = optarg; break;
        case 'x': workload.direct = true; break;
        case 'd': workload.depth = (uint32_t)number(optarg, 1, 4096); break;
        case 'n': workload.operations = number(optarg, 1, UINT64_C(1) << 40); break;
        case 'b': workload.block_size = (uint32_t)number(optarg, 4096, 1 << 20); break;
        case 't': workload.threads = (uint32_t)number(optarg, 1, 64); break;
        case 's': workload.span = number(optarg, 4096, UINT64_C(1) << 50); break;
        case 'e': workload.engine = optarg; break;
        case 'l': workload.layer = optarg; break;
        case 'D': workload.durable = true; break;
        default: usage("unknown option");
        }
    }
    if (optind != argc)
        usage("an argument is left over");
    if (workload.block_size % 4096 != 0)
        usage("the block size is not a multiple of 4096");
    if (workload.operation == CONTENDER_NOP) {
        workload.path = NULL;
        if (workload.span == 0)
            workload.span = UINT64_C(1) << 30;
    } else {
        if (workload.path == NULL)
            usage("--path is missing");
        if (workload.span == 0) {
            int fd = contender_open(&workload);
            struct stat status;
            if (fstat(fd, &status) != 0)
                contender_fail(workload.path, errno);
            workload.span = (uint64_t)status.st_size;
            if (S_ISBLK(status.st_mode) && ioctl(fd, BLKGETSIZE64, &workload.span) != 0)
                contender_fail(workload.path, errno);
            close(fd);
        }
    }
    if (workload.span < workload.block_size)
        usage("the file is smaller than a block; give --span");
    return workload;
}

int contender_open(const struct contender_workload *workload)
{
    int flags = O_CLOEXEC | (workload->operation == CONTENDER_WRITE ? O_RDWR : O_RDONLY);
    int fd = open(workload->path, flags | (workload->direct ? O_DIRECT : 0));
    if (fd < 0)
        contender_fail(workload->path, errno);
    return fd;
}

void *contender_buffers(const struct contender_workload *workload)
{
    size_t size = (size_t)workload->depth * workload->block_size;
    void *memory;
    int error = posix_memalign(&memory, 4096, size);
    if (error != 0)
        contender_fail("buffers", error);
    memset(memory, 0x5a, size);
    return memory;
}

int contender_memory_file(uint64_t size)
{
    int fd = memfd_create("contender", MFD_CLOEXEC);
    if (fd < 0 || ftruncate(fd, (off_t)size) != 0)
        contender_fail("memory file", errno);
    return fd;
}

static uint64_t nanoseconds(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_usec * 1000;
}

struct contender_clock contender_now(void)
{
    struct timespec wall;
    struct rusage usage;
    clock_gettime(CLOCK_MONOTONIC, &wall);
    getrusage(RUSAGE_SELF, &usage);
    return (struct contender_clock){
        .wall_ns = (uint64_t)wall.tv_sec * 1000000000 + (uint64_t)wall.tv_nsec,
        .cpu_ns = nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime),
        .context_switches = (uint64_t)usage.ru_nvcsw,
    };
}

void contender_report(uint64_t operations, struct contender_clock start, struct contender_clock end)
{
    printf("operations=%" PRIu64 " wall_ns=%" PRIu64 " cpu_ns=%" PRIu64 " context_switches=%" PRIu64 "\n", operations,
           end.wall_ns - start.wall_ns, end.cpu_ns - start.cpu_ns, end.context_switches - start.context_switches);
}

struct worker {
    const struct contender_workload *workload;
    const struct contender_driver *driver;
    pthread_barrier_t *barrier; /* everyone waits here before and after the measured part */
    uint64_t seed;
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    void *state = worker->driver->prepare(worker->workload, worker->seed);
    pthread_barrier_wait(worker->barrier);
    worker->driver->run(state);
    pthread_barrier_wait(worker->barrier);
    worker->driver->finish(state);
    return NULL;
}

int contender_main(int argc, char **argv, struct contender_driver driver)
{
    const struct contender_workload workload = contender_parse(argc, argv);
    const uint64_t seed = UINT64_C(0x9E3779B97F4A7C15);
    struct contender_clock start, end;

    if (workload.threads == 1) {
        void *state = driver.prepare(&workload, seed);
        start = contender_now();
        driver.run(state);
        end = contender_now();
        driver.finish(state);
    } else {
        pthread_t threads[64];
        struct worker workers[64];
        pthread_barrier_t barrier;
        pthread_barrier_init(&barrier, NULL, workload.threads + 1);
        for (uint32_t i = 0; i < workload.threads; i++) {
            workers[i] = (struct worker){&workload, &driver, &barrier, seed + i * UINT64_C(0x632BE59BD9B4E019)};
            int error = pthread_create(&threads[i], NULL, work, &workers[i]);
            if (error != 0)
                contender_fail("thread", error);
        }
        pthread_barrier_wait(&barrier);
        start = contender_now();
        pthread_barrier_wait(&barrier);
        end = contender_now();
        for (uint32_t i = 0; i < workload.threads; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&barrier);
    }
    contender_report(workload.operations * workload.threads, start, end);
    return 0;
}
