/*
 * medium.c - makes, reads and judges the demo's disk by system calls alone
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#define _GNU_SOURCE
#include "medium.h"

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../stamp.h"

enum { PIECE = 1 << 20 };

static void *allocate(size_t size)
{
    void *memory = aligned_alloc(4096, size);

    if (memory == NULL)
        err(1, "%zu bytes of memory", size);
    return memory;
}

static int open_medium(const struct medium *medium, int flags)
{
    int fd = open(medium->path, flags | O_CLOEXEC | (medium->is_direct ? O_DIRECT : 0), 0644);

    if (fd < 0)
        err(1, "%s", medium->path);
    return fd;
}

void medium_make(struct medium *medium)
{
    size_t size = medium->blocks * BLOCK_SIZE;
    unsigned char *memory = allocate(size);
    int fd = open(medium->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    if (fd < 0)
        err(1, "%s", medium->path);
    memset(memory, 0, size);
    for (uint64_t block = 0; block < medium->blocks; block++)
        put_stamp(memory + block * BLOCK_SIZE, "nobody", 0, 0, block);
    for (size_t offset = 0; offset < size; offset += PIECE) {
        if (pwrite(fd, memory + offset, PIECE, (off_t)offset) != PIECE)
            err(1, "%s", medium->path);
    }
    if (fsync(fd) < 0)
        err(1, "%s", medium->path);
    close(fd);
    fd = open(medium->path, O_RDWR | O_DIRECT | O_CLOEXEC);
    medium->is_direct = fd >= 0 && pread(fd, memory, BLOCK_SIZE, 0) == BLOCK_SIZE;
    if (fd >= 0)
        close(fd);
    free(memory);
}

unsigned char *medium_read(const struct medium *medium)
{
    size_t size = medium->blocks * BLOCK_SIZE;
    unsigned char *memory = allocate(size);
    int fd = open_medium(medium, O_RDONLY);

    for (size_t offset = 0; offset < size; offset += PIECE) {
        if (pread(fd, memory + offset, PIECE, (off_t)offset) != PIECE)
            err(1, "%s", medium->path);
    }
    close(fd);
    return memory;
}

void medium_write(const struct medium *medium, uint64_t block, const void *content)
{
    int fd = open_medium(medium, O_WRONLY);
    void *memory = allocate(BLOCK_SIZE);

    memcpy(memory, content, BLOCK_SIZE);
    if (pwrite(fd, memory, BLOCK_SIZE, (off_t)(block * BLOCK_SIZE)) != BLOCK_SIZE)
        err(1, "%s", medium->path);
    free(memory);
    close(fd);
}

static bool is_whole(const unsigned char *content, uint64_t block)
{
    struct stamp stamp;

    memcpy(&stamp, content, sizeof(stamp));
    for (int offset = SECTOR_SIZE; offset < BLOCK_SIZE; offset += SECTOR_SIZE) {
        if (memcmp(content + offset, &stamp, sizeof(stamp)) != 0)
            return false;
    }
    return memcmp(stamp.magic, "HOLDFAST", 8) == 0 && stamp.block == block;
}

struct findings medium_compare(
    const struct medium *medium, const unsigned char *before, const unsigned char *after, uint64_t since,
    const char *writer, const char *victim, const uint64_t *ledger)
{
    struct findings findings = { 0 };

    for (uint64_t block = 0; block < medium->blocks; block++) {
        const unsigned char *content = after + block * BLOCK_SIZE;
        bool is_same = memcmp(before + block * BLOCK_SIZE, content, BLOCK_SIZE) == 0;
        struct stamp stamp;

        memcpy(&stamp, content, sizeof(stamp));
        bool is_victims = strncmp(stamp.writer, victim, sizeof(stamp.writer)) == 0;
        if (!is_whole(content, block))
            findings.damaged++;
        if (is_same && stamp.nanoseconds < since)
            findings.same++;
        else if (!is_same && stamp.nanoseconds >= since && strncmp(stamp.writer, writer, sizeof(stamp.writer)) == 0)
            findings.changed++;
        else
            findings.stale++;
        if (is_victims && stamp.nanoseconds > findings.latest)
            findings.latest = stamp.nanoseconds;
        if (is_same && ledger != NULL && stamp.sequence != ledger[block])
            findings.wrong++;
    }
    return findings;
}
