/*
 * chart.h - the demo's picture
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#ifndef CHART_H
#define CHART_H

#include <stddef.h>
#include <stdint.h>

enum { READS, WRITES, REFUSALS, KINDS };

/* What a machine had done altogether at a time, in nanoseconds. */
struct sample {
    uint64_t nanoseconds;
    uint64_t totals[KINDS];
};

/* A machine's samples in the order of time. */
struct history {
    const char *name;
    struct sample *samples;
    size_t count;
};

/* What a line across the picture marks. */
struct mark {
    uint64_t nanoseconds;
    char text[80];
};

/* How much of a kind a machine had done at a time. */
double history_total(const struct history *history, int kind, uint64_t nanoseconds);

/* How much of a kind it did in a second between two times. */
double history_rate(const struct history *history, int kind, uint64_t from, uint64_t to);

/* Draws the rates of machines one below the other, as SVG for light and dark pages. Returns 0, or -1 and errno. */
int chart_write(
    const char *path, const char *title, const struct history *histories, size_t count, const struct mark *marks,
    size_t mark_count, uint64_t from, uint64_t to);

#endif
