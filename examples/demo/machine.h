/*
 * machine.h - the two machines of the demo, each a process that runs a monitor
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "chart.h"

#define MILLISECOND UINT64_C(1000000)

/* What a machine has answered to an order. */
struct answer {
    char text[512];
    uint64_t when;
    /* What the order took. */
    double milliseconds;
};

/* A virtual machine and the monitor that runs it. */
struct machine {
    const char *name;
    pid_t pid;
    FILE *orders;
    int lines;
    char buffer[8192];
    size_t filled;
    /* The answers that nobody has looked at. */
    struct answer waiting[2];
    unsigned waiting_count;
    /* Its end is part of the plot. */
    bool is_doomed;
    /* When it was refused a write for the first time since this was set to 0. */
    uint64_t refused;
    struct history history;
    /* What its predecessors had done. */
    uint64_t base[KINDS];
};

extern struct machine a, b;

/* When the story began; what is told shows the time since. */
extern uint64_t begun;

/* Prints what a machine did. */
__attribute__((format(printf, 3, 4))) void tell(
    uint64_t when, const struct machine *machine, const char *format, ...);

/* Ends the demo without a proof. */
__attribute__((format(printf, 1, 2), noreturn)) void give_up(const char *format, ...);

/* Runs a monitor, and returns when it has attached its disk. It ends with this process at the latest. */
void start(struct machine *machine, const char *monitor, const char *object, const char *blockdev);

/* Takes note of the end of a machine: by that signal, or 0 for its own will. */
void bury(struct machine *machine, int signal);

/* Sends a line, and takes the answer to one. */
void order(struct machine *machine, const char *order);
struct answer await_answer(struct machine *machine);

/* Both together. */
struct answer ask(struct machine *machine, const char *question);

/* Asks for what must be answered like that, and tells of it by a format with one %s, unless that is NULL. */
struct answer require(struct machine *machine, const char *question, const char *expected, const char *story);

/* Waits until a machine is refused a write. */
void await_refusal(struct machine *machine);

/* Takes what machines say for at most so many milliseconds, until one line or more have been taken. */
void listen_for(int milliseconds);

/* Lets the machines do what they do, to show how fast. */
void let_run(int milliseconds);

/* Notes what a machine had done at a time. */
void add_sample(struct machine *machine, uint64_t when, const uint64_t *totals);

#endif
