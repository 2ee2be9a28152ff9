/* What the processes of this test have in common: what they are to do, and their disk. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdatomic.h>
#include <sys/epoll.h>

#include "supervisor.h"

enum { BLOCK = 4096, LENGTH = 4 << 20, REGION = 1 << 20, DEPTH = 64 };
enum { REGISTER = 0, RESERVE = 1, PREEMPT_AND_ABORT = 5, REGISTER_AND_IGNORE = 6, WRITE_EXCLUSIVE_REGISTRANTS_ONLY = 5 };

/* What a process is to do: from its command line. */
static const char *engine, *manager, *cache, *refused;
/* None at all; each thread its own from its beginning; one for all after hf_seal(); or note what is called. */
static enum { OPEN, EACH, SEALED, RECORD } mode;
static const char *const modes[] = {"open", "each", "sealed", "record"};
static unsigned has;

static hf_backend *backend;
static hf_node *disk, *slow;
static hf_queue *queue;
static uint32_t handle, slow_handle, region;
static char *memory;
static int epoll = -1;

static bool is(const char *left, const char *right) { return strcmp(left, right) == 0; }

#endif
