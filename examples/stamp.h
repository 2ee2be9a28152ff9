/*
 * stamp.h - what the demo's monitors write: blocks that say who wrote them, and when
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#ifndef STAMP_H
#define STAMP_H

#include <stdint.h>
#include <string.h>
#include <time.h>

enum { BLOCK_SIZE = 4096, SECTOR_SIZE = 512 };

/* Stands at the beginning of each sector, so that a block which was written in part shows. */
struct stamp {
    char magic[8];
    char writer[8];
    uint64_t process;
    uint64_t sequence;
    uint64_t block;
    /* CLOCK_MONOTONIC, which all processes of a host share, when the write was asked for. */
    uint64_t nanoseconds;
};

static inline uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static inline void put_stamp(
    unsigned char *memory, const char *writer, uint64_t process, uint64_t sequence, uint64_t block)
{
    struct stamp stamp = {
        .magic = "HOLDFAST", .process = process, .sequence = sequence, .block = block, .nanoseconds = now()
    };

    strncpy(stamp.writer, writer, sizeof(stamp.writer) - 1);
    for (int offset = 0; offset < BLOCK_SIZE; offset += SECTOR_SIZE)
        memcpy(memory + offset, &stamp, sizeof(stamp));
}

#endif
