/*
 * holdfast.h - block devices for virtual machine monitors, with persistent reservations
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * A backend holds named nodes (disks) and objects, described by the strings of QEMU's -blockdev and -object. A queue,
 * which one thread owns, carries requests to any number of nodes and hands back completions:
 *
 *     hf_backend *backend;
 *     hf_node *disk;
 *     hf_queue *queue;
 *     uint32_t handle;
 *     hf_completion done[32];
 *
 *     hf_backend_new(NULL, &backend, NULL);
 *     hf_node_add(backend, "driver=file,node-name=disk0,filename=disk.img", &disk, NULL);
 *     hf_queue_new(backend, NULL, &queue, NULL);
 *     hf_queue_attach(queue, disk, NULL, &handle, NULL);
 *     hf_read(queue, handle, memory, 4096, 0, 1);
 *     int count = hf_poll(queue, done, 32, 1, HF_FOREVER);
 *
 * Conventions
 *
 *   Results    Functions that can fail return 0 or more on success and -errno on failure. Control calls take a last
 *              argument `char **message`: where it isn't NULL it gets a sentence for people, to be released by hf_free(),
 *              or NULL when the call succeeded. Programs decide by the number, people by the sentence.
 *   Structs    Each struct that may grow begins with its size in bytes, set by HF_INIT: a program built with this header
 *              works with later libraries of the same soname. Members that a caller's struct doesn't have count as 0.
 *   Text       UTF-8, ended by a zero byte. Text that a function gives out belongs to the caller, who releases it by
 *              hf_free().
 *   Threads    Calls with a backend, a node or a device may come from any thread. A queue belongs to the thread of its
 *              first hf_submit() or hf_poll(), until hf_rebind(). Only that thread may call the functions with an
 *              hf_queue, hf_queue_free() included.
 *              A thread that has requests in flight may make any control call: its requests go on meanwhile.
 *   Processes  All descriptors are close-on-exec. A child of fork() must not call the library; it may execute a program.
 *              The library installs no signal handler, and its threads block all signals.
 *   Bad input  No option string, command, guest memory, file or peer makes the library end the process. A pointer or a
 *              handle that never was one is the program's own mistake; NULL in place of a handle gives -EFAULT.
 */
#ifndef HOLDFAST_H
#define HOLDFAST_H

#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The library ------------------------------------------------------------------------------------------------ */

/* The version that this header came with. */
#define HF_VERSION_MAJOR 0
#define HF_VERSION_MINOR 1
#define HF_VERSION_PATCH 0
/* A version as one number. */
#define HF_VERSION_NUMBER(major, minor, patch) ((uint32_t)(major) << 16 | (uint32_t)(minor) << 8 | (uint32_t)(patch))

/* The version of the library that runs, as HF_VERSION_NUMBER makes it. */
uint32_t hf_version(void);

/* Gives a struct its size and everything else 0: hf_queue_options options = HF_INIT(hf_queue_options); */
#ifdef __cplusplus
#define HF_INIT(type) [] { type made = type(); made.size = sizeof(type); return made; }()
#else
#define HF_INIT(type) { .size = sizeof(type) }
#endif

/* Releases text that the library gave out; NULL is fine. */
void hf_free(void *memory);

/* Waits without an end, as a time-out. */
#define HF_FOREVER ((int64_t)-1)

/* ---- Backends --------------------------------------------------------------------------------------------------- */

/* Named nodes and objects, and the threads that serve them. */
typedef struct hf_backend hf_backend;
/* A named node: one block of the graph, usually a disk. */
typedef struct hf_node hf_node;
/* The data path of one thread. */
typedef struct hf_queue hf_queue;
/* A guest's disk as far as errors are concerned. */
typedef struct hf_device hf_device;

/*
 * Starts a thread named `name` that calls body(argument) once, and returns 0; or returns -errno, and never calls it. The
 * name is gone when the call returns. The thread ends when body returns; nobody joins it.
 * For programs that set up the affinity, the scheduling or the filters of all their threads. Signals should be blocked.
 */
typedef int hf_thread_starter(void *opaque, const char *name, void (*body)(void *argument), void *argument);

/* How a backend is set up; members of 0 mean their defaults. */
typedef struct hf_backend_options {
    uint32_t size;
    /* The most threads for what has no asynchronous form; 0 is 64. */
    uint32_t worker_limit;
    /* Bits of HF_BACKEND_*. */
    uint64_t flags;
    /* Makes every thread of the library; NULL for plain ones. */
    hf_thread_starter *start_thread;
    /* The first argument of start_thread. */
    void *opaque;
    /* How often devices are asked for their length, in milliseconds; 0 is 5000, UINT32_MAX never. */
    uint32_t growth_interval_ms;
    uint32_t reserved;
    /* The initiator= of pr-manager objects that name none; NULL for none. */
    const char *initiator;
} hf_backend_options;

/* io_uring is not used. */
#define HF_BACKEND_NO_IO_URING ((uint64_t)1)
/* Linux AIO is not used. */
#define HF_BACKEND_NO_LINUX_AIO ((uint64_t)2)

/* Creates a backend and starts its control thread, hf-control. */
int hf_backend_new(const hf_backend_options *options, hf_backend **backend, char **message);

/*
 * Removes all nodes and objects and ends the threads; the handles of nodes stay valid until they are released. Queues
 * should be freed before: they go on with what they have attached, and their nodes stay open for as long.
 */
void hf_backend_free(hf_backend *backend);

/*
 * Starts all threads that may be needed later, and from then on none: for programs that lock themselves in. Afterwards
 * nothing is opened by a path; nodes can come from descriptors (hf_fdset_add). docs/embedding-c.md lists what that
 * means, and the system calls that remain.
 */
int hf_seal(hf_backend *backend, char **message);

/* ---- Objects ---------------------------------------------------------------------------------------------------- */

/* Adds an object by the argument of QEMU's -object: an option string, or JSON when it begins with '{'. */
int hf_object_add(hf_backend *backend, const char *option, char **message);

/* Removes an object; -EBUSY while something uses it. */
int hf_object_remove(hf_backend *backend, const char *id, char **message);

/* Gives a property of an object as JSON; `path` is its id, or its path below /objects. */
int hf_object_get(hf_backend *backend, const char *path, const char *property, char **json, char **message);

/* Changes a property of an object, such as on-stuck of a pr-manager, to a JSON value: "\"kill\"", "3", "true". */
int hf_object_set(hf_backend *backend, const char *path, const char *property, const char *json, char **message);

/* ---- Descriptors from outside ----------------------------------------------------------------------------------- */

/*
 * Puts a duplicate of a descriptor into the set of that number, -1 for a new one; returns the set's number. A node opens it
 * by filename=/dev/fdset/N.
 */
int64_t hf_fdset_add(hf_backend *backend, int fd, int64_t set, char **message);

/* Closes all descriptors of a set; nodes that were opened from it keep theirs. */
int hf_fdset_remove(hf_backend *backend, int64_t set, char **message);

/* ---- Nodes ------------------------------------------------------------------------------------------------------ */

/*
 * Adds a node by the argument of QEMU's -blockdev: an option string, or JSON when it begins with '{'. `node` may be NULL;
 * otherwise it gets a handle, to be released by hf_node_release().
 */
int hf_node_add(hf_backend *backend, const char *option, hf_node **node, char **message);

/* Finds a node by its node-name; -ENOENT when there is none. */
int hf_node_find(hf_backend *backend, const char *name, hf_node **node, char **message);

/* Gives a handle back. The node stays in its backend until hf_node_remove(). */
void hf_node_release(hf_node *node);

/* Removes a node that nobody uses and closes its files; -EBUSY names the users. */
int hf_node_remove(hf_backend *backend, const char *name, char **message);

/* Gives a node other options: blockdev-reopen. */
int hf_node_reopen(hf_backend *backend, const char *option, char **message);

/* Takes a disk over from another process of this host, or lets it go to one: blockdev-set-active. NULL means all nodes. */
int hf_node_set_active(hf_backend *backend, const char *name, int active, char **message);

/* Changes a node's length, in bytes. */
int hf_node_resize(hf_backend *backend, const char *name, uint64_t length, char **message);

/* Posts HF_EVENT_WRITE_THRESHOLD when a write reaches beyond an offset, once; 0 for never. */
int hf_node_set_write_threshold(hf_backend *backend, const char *name, uint64_t offset, char **message);

/* What a node is like now. */
typedef struct hf_node_info {
    uint32_t size;
    /* Bits of HF_NODE_*. */
    uint32_t flags;
    /* In bytes. */
    uint64_t length;
    /* Offsets and lengths in multiples of this need no bounce buffer; a power of two. */
    uint32_t request_alignment;
    /* Addresses in multiples of this need no bounce buffer; a power of two. */
    uint32_t memory_alignment;
    /* The most bytes that one hf_scsi() can move, 0 where that isn't known; reads and writes may be of any length. */
    uint64_t max_command;
} hf_node_info;

#define HF_NODE_READ_ONLY ((uint32_t)1)
#define HF_NODE_INACTIVE ((uint32_t)2)
/* Reservations are enforced here: hf_node_admit() and its neighbours have something to say. */
#define HF_NODE_ENFORCES_RESERVATIONS ((uint32_t)4)

/* Fills in what a node is like. */
int hf_node_get_info(hf_node *node, hf_node_info *info);

/* Gives the node-name. */
int hf_node_get_name(hf_node *node, char **name);

/* ---- Questions -------------------------------------------------------------------------------------------------- */

/*
 * Answers a question of QMP in JSON, as its command of that name returns it: query-named-block-nodes, query-blockstats,
 * query-fdsets, query-iothreads, query-pr-managers, query-reservations, query-qmp-schema (what may be said in options and
 * events, each with its type); and x-query-threads: name and number of each thread of the library, x-query-objects.
 * -ENOENT for any other.
 */
int hf_query(hf_backend *backend, const char *command, char **json, char **message);

/*
 * Checks the argument of -blockdev or -object and gives the JSON that it means, without doing anything; -EINVAL
 * with a sentence that names the option, what would be accepted and what was probably meant.
 */
int hf_check_blockdev(const char *option, char **json, char **message);
int hf_check_object(const char *option, char **json, char **message);

/* ---- Events ----------------------------------------------------------------------------------------------------- */

/* What happened. Others may come: ignore what you don't know. */
enum {
    /* Something that has no number of its own yet; its JSON tells. */
    HF_EVENT_OTHER = 0,
    /* BLOCK_RESIZED: `value` is the length in bytes. */
    HF_EVENT_RESIZED = 1,
    /* BLOCK_WRITE_THRESHOLD: `value` is by how many bytes it was exceeded. */
    HF_EVENT_WRITE_THRESHOLD = 2,
    /* BLOCK_IO_ERROR: `value` is an HF_ACTION_*. */
    HF_EVENT_IO_ERROR = 3,
    /* PR_MANAGER_STATUS_CHANGED: `value` is 1 when the manager's helper is connected, 0 when not. */
    HF_EVENT_MANAGER_STATUS = 4,
    /* PR_RESERVATION_CHANGED: `value` is the generation, PRGENERATION of SPC-4. */
    HF_EVENT_RESERVATION_CHANGED = 5,
    /* PR_FENCED: an initiator has lost the right to write, and nothing of it is in flight. `value` is 1 for this process's. */
    HF_EVENT_FENCED = 6,
    /* PR_STUCK: a command waits for a process that doesn't answer; `value` is its pid, 0 where it isn't known. */
    HF_EVENT_STUCK = 7,
    /* PR_STATE_LOST: reservations can't be read or stored; the disk takes no I/O. */
    HF_EVENT_STATE_LOST = 8,
    /* BLOCK_ENGINE_FALLBACK: a node got another engine than it was to have. */
    HF_EVENT_ENGINE_FALLBACK = 9,
    /* `value` events were dropped because nobody took them. */
    HF_EVENT_LOST = 10
};

/* Something that happened to a node, an object or a disk. */
typedef struct hf_event {
    uint32_t size;
    /* An HF_EVENT_*. */
    uint32_t kind;
    /* What the kind says. */
    uint64_t value;
    /* When, in microseconds since 1970. */
    int64_t microseconds;
    /* The node-name, or "". */
    char node[32];
    /* The id of the object or device, cut to what fits, or "". */
    char id[64];
    /* The whole event as QMP sends it, NULL for HF_EVENT_LOST; release it by hf_free(). */
    char *json;
} hf_event;

/* A descriptor that is readable while events wait; it belongs to the backend. */
int hf_event_fd(hf_backend *backend);

/* Takes the oldest event: returns 1, or 0 when there is none. Up to 1024 wait; then HF_EVENT_LOST says how many didn't fit. */
int hf_event_next(hf_backend *backend, hf_event *event);

/* ---- Queues ----------------------------------------------------------------------------------------------------- */

/* How a queue is set up; members of 0 mean their defaults. */
typedef struct hf_queue_options {
    uint32_t size;
    /* The most requests that are accepted and not yet polled; 0 is 128. */
    uint32_t depth;
    /* Bits of HF_QUEUE_*. */
    uint64_t flags;
    /* The most nodes whose files are registered with the kernel; further ones work too. 0 is 1024. */
    uint32_t registered_files;
    /* The most kernel threads for requests that would block; 0 is 64. */
    uint32_t kernel_workers;
    /* The number of bounce buffers, 0 is 16; and their size in bytes, a power of two of at least 64 KiB, 0 is 256 KiB. */
    uint32_t bounce_buffers;
    uint32_t bounce_size;
} hf_queue_options;

/* A kernel thread takes submissions from memory (IORING_SETUP_SQPOLL). */
#define HF_QUEUE_SUBMISSION_POLLING ((uint64_t)1)
/* Devices opened with cache.direct=on are polled for completions (IORING_SETUP_IOPOLL). */
#define HF_QUEUE_COMPLETION_POLLING ((uint64_t)2)

/* Creates a queue; no thread owns it yet. */
int hf_queue_new(hf_backend *backend, const hf_queue_options *options, hf_queue **queue, char **message);

/* Cancels what is in flight, waits for it and frees the queue. */
void hf_queue_free(hf_queue *queue);

/* How a queue attaches a node; members of 0 mean their defaults. */
typedef struct hf_attach_options {
    uint32_t size;
    /* An HF_ACCESS_*. */
    uint32_t access;
    /* Others may write too: the property share-rw of QEMU's devices. */
    uint32_t share_rw;
    uint32_t reserved;
    /* Queues that name the same device are one user together; NULL for a user of its own. */
    const char *device;
} hf_attach_options;

enum {
    /* As much as the node allows. */
    HF_ACCESS_AUTOMATIC = 0,
    HF_ACCESS_READ_ONLY = 1,
    HF_ACCESS_READ_WRITE = 2
};

/* Attaches a node and gives the number by which this queue's requests name it. */
int hf_queue_attach(
    hf_queue *queue, hf_node *node, const hf_attach_options *options, uint32_t *handle, char **message);

/* Takes a node off, none of whose requests is unpolled. */
int hf_queue_detach(hf_queue *queue, uint32_t handle, char **message);

/*
 * Announces memory that requests will point into, such as a guest's, and gives its number. Returns 1 when it could be
 * pinned for the kernel, which saves work at each request, and 0 when not: requests work all the same.
 */
int hf_region_add(hf_queue *queue, void *memory, size_t length, uint32_t *region);

/* Lets memory go that no request in flight points into; -ENOENT for a number that names none. */
int hf_region_remove(hf_queue *queue, uint32_t region);

/* Lets the next thread that submits own the queue; everything must have been polled. */
int hf_rebind(hf_queue *queue, char **message);

/* ---- Requests --------------------------------------------------------------------------------------------------- */

/*
 * Names an accepted request for hf_cancel(). 0 says that the queue is full (or NULL) and nothing has happened: poll, and try
 * again. Whatever else is wrong with a request, its completion says: each accepted request has exactly one. -EBADF: the
 * queue has no such handle; -EIO: the range isn't in the node; -EPERM: the node is read-only or inactive; -EFAULT: a pointer is
 * NULL; -EINVAL: flags, or a number of vectors, that can't be.
 *
 * Requests are queued here and travel by hf_submit() or hf_poll(), many in one system call. Memory must stay valid until
 * the completion. Offsets and lengths are bytes; requests in flight have no order among each other.
 */
typedef uint64_t hf_request;

/* The data is on stable storage at the completion (force unit access). */
#define HF_DURABLE ((uint32_t)1)
/* Zeroes may deallocate, when the node allows it. */
#define HF_MAY_UNMAP ((uint32_t)2)
/* Fails with -ENOTSUP rather than write zeroes byte by byte. */
#define HF_NO_FALLBACK ((uint32_t)4)

hf_request hf_read(
    hf_queue *queue, uint32_t handle, void *memory, size_t length, uint64_t offset, uint64_t user_data);
hf_request hf_write(
    hf_queue *queue, uint32_t handle, const void *memory, size_t length, uint64_t offset, uint32_t flags,
    uint64_t user_data);

/* The same with scattered memory; the vectors too must stay valid. */
hf_request hf_readv(
    hf_queue *queue, uint32_t handle, const struct iovec *vectors, int count, uint64_t offset, uint64_t user_data);
hf_request hf_writev(
    hf_queue *queue, uint32_t handle, const struct iovec *vectors, int count, uint64_t offset, uint32_t flags,
    uint64_t user_data);

/* What completed before it was queued is on stable storage at its completion. */
hf_request hf_flush(hf_queue *queue, uint32_t handle, uint64_t user_data);

/* The content of a range no longer matters. Advisory: a part that isn't aligned stays. */
hf_request hf_discard(hf_queue *queue, uint32_t handle, uint64_t offset, uint64_t length, uint64_t user_data);

/* Makes a range read as zeroes. */
hf_request hf_write_zeroes(
    hf_queue *queue, uint32_t handle, uint64_t offset, uint64_t length, uint32_t flags, uint64_t user_data);

/*
 * Asks what is known about a range without reading it. The result is how many bytes from the offset on are of one kind;
 * the completion's `status` tells which: an HF_EXTENT_*.
 */
hf_request hf_block_status(hf_queue *queue, uint32_t handle, uint64_t offset, uint64_t length, uint64_t user_data);

/* A SCSI command. */
typedef struct hf_scsi_command {
    uint32_t size;
    /* An HF_SCSI_*: which way the data goes. */
    uint8_t direction;
    /* Bytes of the command descriptor block: 1 to 32. */
    uint8_t cdb_length;
    /* Bytes of room for sense data; 252 are enough for all. */
    uint8_t sense_capacity;
    uint8_t reserved;
    const void *cdb;
    void *data;
    void *sense;
    /* Bytes to send, or room for bytes to receive: at most 2^31 - 1. */
    uint32_t data_length;
    /* In milliseconds; 0 leaves it to whoever carries it out. */
    uint32_t timeout_ms;
} hf_scsi_command;

enum {
    HF_SCSI_NO_DATA = 0,
    HF_SCSI_TO_DEVICE = 1,
    HF_SCSI_FROM_DEVICE = 2
};

/*
 * Queues a SCSI command (SG_IO). PERSISTENT RESERVE IN and OUT go to the node's pr-manager, if it has one, everything else
 * to the device. A command that was answered completes with 0 and its status; a negative result says that it was not
 * carried out. The struct and the CDB are copied here; data and sense must stay valid until the completion.
 */
hf_request hf_scsi(hf_queue *queue, uint32_t handle, const hf_scsi_command *command, uint64_t user_data);

/* Asks for the early end of a request: returns 1, or 0 when it is over already. A cancelled write may have landed. */
int hf_cancel(hf_queue *queue, hf_request request);

/* ---- Completions ------------------------------------------------------------------------------------------------ */

/* The end of one request. Always 24 bytes: what needed more would get a function of its own. */
typedef struct hf_completion {
    /* What the request gave. */
    uint64_t user_data;
    /* Bytes done, or 0, or -errno. -EBADE: the disk's reservation forbids it (RESERVATION CONFLICT). */
    int64_t result;
    /* Bytes of a SCSI command that were asked for and not transferred. */
    int32_t residual;
    /* The status byte of a SCSI command, 0 is GOOD; the HF_EXTENT_* of a block status. */
    uint8_t status;
    /* Bytes of sense data that were written. */
    uint8_t sense_length;
    uint16_t reserved;
} hf_completion;

/* Bits of what hf_block_status() tells of an extent. */
enum {
    /* It holds data of its own. */
    HF_EXTENT_DATA = 1,
    /* It reads as zeroes. */
    HF_EXTENT_ZERO = 2
};

/* Hands everything queued to the kernel without waiting; returns 0. */
int hf_submit(hf_queue *queue);

/*
 * Hands everything queued to the kernel and fills in up to `capacity` completions. Waits until there are at least `minimum`
 * of them, nothing is in flight, or `timeout` nanoseconds have passed (HF_FOREVER: without an end). Returns how many.
 */
int hf_poll(hf_queue *queue, hf_completion *completions, uint32_t capacity, uint32_t minimum, int64_t timeout);

/* Waits until every request has ended, whose completions stay to be polled; returns 0 when `timeout` ns pass first, else 1. */
int hf_drain(hf_queue *queue, int64_t timeout);

/* How many requests were accepted and not yet polled. */
uint32_t hf_in_flight(hf_queue *queue);

/*
 * A descriptor for programs that wait in a loop of their own: readable when completions wait and it is armed. It belongs to
 * the queue. Arm it before sleeping: it is readable at once when something waits already. When it is readable:
 * hf_acknowledge(), then hf_poll() with a time-out of 0. It may be readable without a completion.
 */
int hf_completion_fd(hf_queue *queue);
int hf_arm(hf_queue *queue);
int hf_disarm(hf_queue *queue);
int hf_acknowledge(hf_queue *queue);

/* ---- For monitors that emulate a SCSI disk ---------------------------------------------------------------------- */

/* How a SCSI command ended. */
typedef struct hf_scsi_result {
    uint32_t size;
    /* The status byte: 0 GOOD, 2 CHECK CONDITION, 18h RESERVATION CONFLICT. */
    uint8_t status;
    uint8_t sense_length;
    uint8_t sense[252];
    uint8_t reserved[2];
} hf_scsi_result;

enum {
    /* The command may be carried out. */
    HF_ADMITTED = 0,
    /* It is to be answered with the result that was filled in. */
    HF_REFUSED = 1,
    /* A command about reservations is under way elsewhere: ask again soon. */
    HF_HELD = 2,
    /* The node does no I/O: it is inactive, or another process has taken the disk over. */
    HF_INACTIVE = 3
};

/*
 * Asks what the disk's reservations mean for a command that the monitor carries out itself: an HF_*. Takes no lock. Reads and
 * writes that the command leads to are checked again, and counted, by their queue. A unit attention in the result has been
 * taken.
 */
int hf_node_admit(hf_node *node, const void *cdb, size_t cdb_length, hf_scsi_result *result);

/* Takes the unit attention that is reported next, as REQUEST SENSE does: returns 1, or 0 when none waits. */
int hf_node_take_unit_attention(hf_node *node, hf_scsi_result *result);

/*
 * Writes the vital product data page 83h (device identification), which every machine that shares the disk sees alike.
 * Returns its length in bytes, of which at most `capacity` were written; -ENOTSUP when the disk's own is to be shown.
 */
int hf_node_device_identification(hf_node *node, void *page, size_t capacity);

/* ---- Error policies --------------------------------------------------------------------------------------------- */

/* What happens when a request fails: rerror and werror of QEMU's devices. */
enum {
    /* As the device's default: stop on ENOSPC, report the rest. */
    HF_ON_ERROR_AUTO = 0,
    HF_ON_ERROR_REPORT = 1,
    HF_ON_ERROR_IGNORE = 2,
    HF_ON_ERROR_ENOSPC = 3,
    HF_ON_ERROR_STOP = 4
};

/* What a monitor is to do about a request that failed. */
enum {
    HF_ACTION_IGNORE = 0,
    HF_ACTION_REPORT = 1,
    /* Stop the machine, and send the request again when it goes on. */
    HF_ACTION_STOP = 2
};

typedef struct hf_device_options {
    uint32_t size;
    /* HF_ON_ERROR_* for reads and for writes. */
    uint32_t on_read_error;
    uint32_t on_write_error;
    uint32_t reserved;
    /* How events name the device, and where the monitor keeps it; NULL is "". */
    const char *name;
    const char *qom_path;
} hf_device_options;

/* Keeps the errors of one guest's disk. */
int hf_device_new(hf_node *node, const hf_device_options *options, hf_device **device, char **message);
void hf_device_free(hf_device *device);

/*
 * Says what becomes of a request that failed with `result` (-errno), and posts HF_EVENT_IO_ERROR: an HF_ACTION_*. A
 * reservation conflict is always reported.
 */
int hf_device_failed(hf_device *device, int64_t result, int is_write);

/* Forgets why the machine stopped. */
int hf_device_resume(hf_device *device);

#ifdef __cplusplus
}
#endif

#endif
