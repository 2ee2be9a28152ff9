/*
 * medium.h - the disk as it is, without the library
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#ifndef MEDIUM_H
#define MEDIUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct medium {
    const char *path;
    uint64_t blocks;
    /* Whether the file system lets requests go around its cache (O_DIRECT). */
    bool is_direct;
};

/* What a comparison of the medium with an earlier copy has found. */
struct findings {
    /* Blocks that are as they were, and those that `writer` has changed since. */
    uint64_t same, changed;
    /* The first time and the last sequence number of a block of `victim`. */
    uint64_t latest;
    /* Blocks that were changed by anybody else, or by nobody after `since`. */
    uint64_t stale;
    /* Blocks that look as if written in part, elsewhere, or not by us. */
    uint64_t damaged;
    /* Of `victim`, blocks that don't hold what its ledger says. */
    uint64_t wrong;
};

/* Makes an image in which each block says that nobody has written it. */
void medium_make(struct medium *medium);

/* Reads all of it into memory that the caller releases by free(). */
unsigned char *medium_read(const struct medium *medium);

/* Overwrites one block, as a program would that knows nothing of reservations. */
void medium_write(const struct medium *medium, uint64_t block, const void *content);

/*
 * Compares the medium with a copy that was made after `since`: from then on, only `writer` wrote. The ledger, which may be
 * NULL, has the sequence number of each block's last write by `victim` that succeeded.
 */
struct findings medium_compare(
    const struct medium *medium, const unsigned char *before, const unsigned char *after, uint64_t since,
    const char *writer, const char *victim, const uint64_t *ledger);

#endif
