/* What every contender shares: the workload's options, the sequence of offsets, the clock, the report. All contenders,
 * in C and in Swift, go through this file, so that they do the same work and measure it in the same way. */
#ifndef CONTENDER_H
#define CONTENDER_H

#include <stdbool.h>
#include <stdint.h>

enum contender_operation {
    CONTENDER_NOP,
    CONTENDER_READ,
    CONTENDER_WRITE,
};

struct contender_workload {
    enum contender_operation operation;
    bool direct;           /* open with O_DIRECT */
    uint32_t depth;        /* requests in flight, per thread */
    uint32_t block_size;   /* bytes per request; a multiple of 4096 */
    uint32_t threads;      /* each with its own queue */
    uint64_t operations;   /* per thread */
    uint64_t span;         /* bytes from offset 0 in which offsets lie; the file's size unless given */
    const char *path;      /* NULL for CONTENDER_NOP */
    const char *engine;    /* what carries requests out, by the library's name; NULL for its own choice */
    const char *layer;     /* what lies between the queue and the file, by the contender's name; NULL for the usual */
    bool durable;          /* each write is on stable storage when it completes */
};

/* What a contender brings. prepare and finish run on the thread that runs run; only run is measured. */
struct contender_driver {
    void *(*prepare)(const struct contender_workload *workload, uint64_t seed);
    void (*run)(void *state);
    void (*finish)(void *state);
};

struct contender_clock {
    uint64_t wall_ns;
    uint64_t cpu_ns;
    uint64_t context_switches;
};

/* Parses the options of a contender; prints the error and exits with 2 when they are wrong. */
struct contender_workload contender_parse(int argc, char **argv);
/* Opens the workload's file as its options say; prints the error and exits with 1 when that fails. */
int contender_open(const struct contender_workload *workload);
/* Reads the process's clocks. */
struct contender_clock contender_now(void);
/* Prints the one line that the runner reads. */
void contender_report(uint64_t operations, struct contender_clock start, struct contender_clock end);
/* Prints "contender: WHAT: the error's text" and exits with 1; error is an errno value, its negative, or 0. */
_Noreturn void contender_fail(const char *what, int error);
/* Allocates depth blocks, page-aligned and touched, one after the other. */
void *contender_buffers(const struct contender_workload *workload);
/* A file of that many bytes that takes no memory until it is written to. */
int contender_memory_file(uint64_t size);
/* The whole main function of a contender whose threads do not know each other. */
int contender_main(int argc, char **argv, struct contender_driver driver);

/* The next offset in blocks below `blocks`: xorshift64*, then a multiplication instead of a division. */
static inline uint64_t contender_next_block(uint64_t *state, uint64_t blocks)
{
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return ((x * UINT64_C(0x2545F4914F6CDD1D) >> 32) * blocks) >> 32;
}

#endif
