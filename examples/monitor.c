/*
 * monitor.c - the disk of a virtual machine: what a monitor does with Holdfast, and what the machine in it does
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 *     monitor vm-a -object pr-manager-flock,id=pr0,initiator=vm-a \
 *         -blockdev driver=file,node-name=disk0,filename=disk.img,pr-manager=pr0
 *
 * A monitor has a guest to obey; this one takes its orders from standard input, a line each. Every line that it prints begins
 * with the time, CLOCK_MONOTONIC in nanoseconds, and each order ends with a line "answer", with the milliseconds that it took.
 *
 *     load write STEP | load read | load off
 *                       from now on, reads or writes anywhere, in every STEP-th block, 32 at a time
 *     write BLOCK       one write
 *     admit BLOCK       asks as a monitor does that emulates the SCSI command WRITE(10)
 *     register KEY, reserve KEY, preempt KEY VICTIM, keys, reservation
 *                       PERSISTENT RESERVE OUT and IN: registers whatever was before, reserves (write exclusive, registrants
 *                       only), sends PREEMPT AND ABORT
 *     copy FILE         ends the load and copies the whole disk
 *     ledger FILE       ends the load and says for each block which of its writes was the last to succeed: 8 bytes a block
 *     set OBJECT PROPERTY JSON
 *     quit
 */
#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <holdfast.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stamp.h"

enum { DEPTH = 32, BATCH = 16, PIECE = 256 * 1024 };
/* What a completion belongs to: a request of the load below DEPTH, or one of these. */
enum { SINGLE = DEPTH, COMMAND, COPY };

#define MILLISECOND UINT64_C(1000000)
#define WRITE_EXCLUSIVE_REGISTRANTS_ONLY 5

static const char *name = "";
static hf_backend *backend;
static hf_node *disk;
static hf_queue *queue;
static uint32_t handle;
static hf_node_info info = HF_INIT(hf_node_info);
static uint64_t blocks;
/* What the last call said that failed. */
static char *message;

/* The load. */
static enum { IDLE, READING, WRITING } load;
static uint64_t step = 1, sequence, reads, writes, refused, last_report;
static bool was_refused;
static struct {
    uint64_t block;
    /* 0 for a read. */
    uint64_t sequence;
} requests[DEPTH + 1];
static unsigned char *memory;
static uint64_t *ledger;

/* The order that is being carried out; 0 when there is none. */
static uint64_t ordered;

/* The SCSI command of which it consists, if it does. */
static uint8_t cdb[10], data[8192], sense[252];
static hf_scsi_command command = HF_INIT(hf_scsi_command);

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    va_list arguments;

    printf("%llu ", (unsigned long long)now());
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

__attribute__((format(printf, 1, 2))) static void answer(const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    say("answer %.3f %s", (double)(now() - ordered) / MILLISECOND, text);
    ordered = 0;
}

static const char *error_name(int64_t result)
{
    return strerrorname_np((int)-result);
}

static int check(int64_t result)
{
    if (result >= 0)
        return (int)result;
    fprintf(stderr, "monitor %s: %s\n", name, message ? message : strerror((int)-result));
    exit(1);
}

/* ---- Reads and writes ------------------------------------------------------------------------------------------- */

static void start_write(unsigned slot, uint64_t block)
{
    unsigned char *place = memory + slot * BLOCK_SIZE;

    requests[slot].block = block;
    requests[slot].sequence = ++sequence;
    put_stamp(place, name, (uint64_t)getpid(), sequence, block);
    hf_write(queue, handle, place, BLOCK_SIZE, block * BLOCK_SIZE, 0, slot);
}

/* Each slot has blocks of its own, so that no two writes to one block are in flight. */
static void start_any(unsigned slot)
{
    static uint64_t random = 88172645463325252;
    uint64_t block;

    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    block = (slot + DEPTH * (random % (blocks / (DEPTH * step)))) * step;
    if (load == WRITING) {
        start_write(slot, block);
    } else if (load == READING) {
        requests[slot].sequence = 0;
        hf_read(queue, handle, memory + slot * BLOCK_SIZE, BLOCK_SIZE, block * BLOCK_SIZE, slot);
    }
}

static void report(void)
{
    last_report = now();
    say("rate %llu %llu %llu", (unsigned long long)reads, (unsigned long long)writes, (unsigned long long)refused);
}

static void finish(const hf_completion *done)
{
    unsigned slot = (unsigned)done->user_data;
    bool refusal = done->result == -EBADE;

    if (refusal && !was_refused && slot != SINGLE) {
        report();
        say("refused %llu", (unsigned long long)requests[slot].sequence);
    }
    if (done->result == BLOCK_SIZE && requests[slot].sequence == 0) {
        reads++;
    } else if (done->result == BLOCK_SIZE) {
        writes++;
        ledger[requests[slot].block] = requests[slot].sequence;
    } else if (refusal) {
        refused++;
    } else {
        check(done->result < 0 ? done->result : -EIO);
    }
    if (slot == SINGLE) {
        answer("%s", done->result < 0 ? error_name(done->result) : "written");
        return;
    }
    was_refused = refusal;
    start_any(slot);
}

/* ---- SCSI commands ---------------------------------------------------------------------------------------------- */

/* "CHECK CONDITION 6/29h/00h": sense key, additional sense code, its qualifier. */
static const char *status_name(uint8_t status, const uint8_t *bytes)
{
    static char text[64];

    switch (status) {
    case 0x00:
        return "GOOD";
    case 0x02:
        if ((bytes[0] & 0x7f) >= 0x72)
            snprintf(text, sizeof(text), "CHECK CONDITION %x/%02Xh/%02Xh", bytes[1] & 15, bytes[2], bytes[3]);
        else
            snprintf(text, sizeof(text), "CHECK CONDITION %x/%02Xh/%02Xh", bytes[2] & 15, bytes[12], bytes[13]);
        return text;
    case 0x08:
        return "BUSY";
    case 0x18:
        return "RESERVATION CONFLICT";
    default:
        snprintf(text, sizeof(text), "status %02xh", status);
        return text;
    }
}

static void send_command(void)
{
    memset(sense, 0, sizeof(sense));
    hf_scsi(queue, handle, &command, COMMAND);
}

static void reserve_out(uint8_t action, uint64_t own, uint64_t other)
{
    memset(data, 0, sizeof(data));
    memcpy(data, &(uint64_t){ htobe64(own) }, 8);
    memcpy(data + 8, &(uint64_t){ htobe64(other) }, 8);
    memcpy(cdb, (uint8_t[10]){ 0x5f, action, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, [8] = 24 }, 10);
    command.direction = HF_SCSI_TO_DEVICE;
    command.data_length = 24;
    send_command();
}

static void reserve_in(uint8_t action)
{
    memset(data, 0, sizeof(data));
    memcpy(cdb, (uint8_t[10]){ 0x5e, action, [7] = sizeof(data) >> 8 }, 10);
    command.direction = HF_SCSI_FROM_DEVICE;
    command.data_length = sizeof(data);
    send_command();
}

static uint64_t number_at(const uint8_t *bytes, int size)
{
    uint64_t number = 0;

    while (size-- > 0)
        number = number << 8 | *bytes++;
    return number;
}

static void finish_command(const hf_completion *done)
{
    const char *status = status_name(done->status, sense);
    char keys[256] = "";
    uint64_t length = number_at(data + 4, 4);

    if (done->result < 0) {
        answer("%s", error_name(done->result));
    } else if (strncmp(status, "CHECK CONDITION 6/", 18) == 0) {
        /* A unit attention is news, not an answer: guests take note and try again. */
        say("attention %s", status + 18);
        send_command();
    } else if (done->status != 0 || cdb[0] == 0x5f) {
        answer("%s", status);
    } else if (cdb[1] == 0) {
        for (uint64_t each = 0; each + 8 <= length && each < 64; each += 8)
            sprintf(keys + strlen(keys), " 0x%llx", (unsigned long long)number_at(data + 8 + each, 8));
        answer("GOOD generation %llu, keys%s", (unsigned long long)number_at(data, 4), length ? keys : " none");
    } else if (length == 0) {
        answer("GOOD nothing is reserved");
    } else {
        answer("GOOD key 0x%llx, type %d", (unsigned long long)number_at(data + 8, 8), data[21] & 15);
    }
}

/* What a monitor asks that carries out its guest's WRITE(10) itself. */
static void admit_write(uint32_t block)
{
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    uint8_t bytes[10] = { 0x2a, [8] = BLOCK_SIZE / SECTOR_SIZE };
    uint32_t sector = htobe32(block * (BLOCK_SIZE / SECTOR_SIZE));

    memcpy(bytes + 2, &sector, 4);
    switch (check(hf_node_admit(disk, bytes, sizeof(bytes), &result))) {
    case HF_ADMITTED:
        answer("admitted");
        break;
    case HF_REFUSED:
        answer("%s", status_name(result.status, result.sense));
        break;
    default:
        answer("BUSY");
    }
}

/* ---- The loop --------------------------------------------------------------------------------------------------- */

/* Hands over what is queued and takes what is done, if anything is in flight. */
static void turn(void)
{
    hf_completion done[BATCH];
    /* Half of the load at most, so that there is always something in flight. */
    int count = check(hf_poll(queue, done, BATCH, BATCH / 2, 10 * MILLISECOND));

    for (int each = 0; each < count; each++) {
        if (done[each].user_data <= SINGLE)
            finish(&done[each]);
        else if (done[each].user_data == COMMAND)
            finish_command(&done[each]);
        else
            check(done[each].result);
    }
    if (load != IDLE && now() - last_report > 20 * MILLISECOND)
        report();
}

static void end_load(void)
{
    load = IDLE;
    while (hf_in_flight(queue) > 0)
        turn();
    report();
}

static void save(const char *path, const void *content, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    for (size_t saved = 0; saved < length;) {
        ssize_t result = write(fd, (const char *)content + saved, length - saved);

        check(result < 0 ? -errno : 0);
        saved += (size_t)result;
    }
    close(fd);
    answer("%s", path);
}

static void copy(const char *path)
{
    unsigned char *whole = memory + (DEPTH + 1) * BLOCK_SIZE;

    end_load();
    for (uint64_t offset = 0; offset < info.length;) {
        uint64_t length = info.length - offset < PIECE ? info.length - offset : PIECE;

        if (hf_read(queue, handle, whole + offset, length, offset, COPY) != 0)
            offset += length;
        else
            turn();
    }
    end_load();
    save(path, whole, info.length);
}

static void obey(const char *order)
{
    unsigned long long first, second;
    char path[256], object[64], property[64], json[256];

    ordered = now();
    if (sscanf(order, "load write %llu", &first) == 1 && first > 0 && blocks / (DEPTH * first) > 0) {
        end_load();
        step = first;
        load = WRITING;
    } else if (strcmp(order, "load read\n") == 0) {
        end_load();
        load = READING;
    } else if (strcmp(order, "load off\n") == 0) {
        end_load();
    } else if (sscanf(order, "write %llu", &first) == 1 && first < blocks) {
        return start_write(SINGLE, first);
    } else if (sscanf(order, "admit %llu", &first) == 1 && first < blocks) {
        return admit_write((uint32_t)first);
    } else if (sscanf(order, "register %llx", &first) == 1) {
        return reserve_out(0x06, 0, first);
    } else if (sscanf(order, "reserve %llx", &first) == 1) {
        return reserve_out(0x01, first, 0);
    } else if (sscanf(order, "preempt %llx %llx", &first, &second) == 2) {
        return reserve_out(0x05, first, second);
    } else if (strcmp(order, "keys\n") == 0) {
        return reserve_in(0x00);
    } else if (strcmp(order, "reservation\n") == 0) {
        return reserve_in(0x01);
    } else if (sscanf(order, "copy %255s", path) == 1) {
        return copy(path);
    } else if (sscanf(order, "ledger %255s", path) == 1) {
        end_load();
        return save(path, ledger, blocks * sizeof(*ledger));
    } else if (sscanf(order, "set %63s %63s %255[^\n]", object, property, json) == 3) {
        int result = hf_object_set(backend, object, property, json, &message);

        answer("%s", result < 0 ? message : "done");
        hf_free(message);
        message = NULL;
        return;
    } else {
        return answer("what?");
    }
    for (unsigned slot = 0; load != IDLE && slot < DEPTH; slot++)
        start_any(slot);
    answer("done");
}

static void attach(int count, char **words)
{
    hf_queue_options options = HF_INIT(hf_queue_options);
    hf_attach_options sharing = HF_INIT(hf_attach_options);

    check(hf_backend_new(NULL, &backend, &message));
    for (int each = 0; each + 1 < count; each += 2) {
        if (strcmp(words[each], "-object") == 0)
            check(hf_object_add(backend, words[each + 1], &message));
        else if (strcmp(words[each], "-blockdev") == 0 && disk == NULL)
            check(hf_node_add(backend, words[each + 1], &disk, &message));
        else
            check(-EINVAL);
    }
    check(disk == NULL ? -EINVAL : hf_node_get_info(disk, &info));
    blocks = info.length / BLOCK_SIZE;
    options.depth = 2 * DEPTH;
    check(hf_queue_new(backend, &options, &queue, &message));
    /* The disk of a cluster has several machines that write. */
    sharing.share_rw = 1;
    check(hf_queue_attach(queue, disk, &sharing, &handle, &message));
    /* No path is opened and no thread started any more. */
    check(hf_seal(backend, &message));
}

int main(int argc, char **argv)
{
    char order[512];

    name = argc > 1 ? argv[1] : "";
    setvbuf(stdin, NULL, _IONBF, 0);
    attach(argc - 2, argv + 2);
    ledger = calloc(blocks, sizeof(*ledger));
    memory = mmap(
        NULL, (DEPTH + 1) * BLOCK_SIZE + info.length, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (ledger == NULL || memory == MAP_FAILED)
        check(-ENOMEM);
    command.cdb = cdb;
    command.cdb_length = sizeof(cdb);
    command.data = data;
    command.sense = sense;
    command.sense_capacity = sizeof(sense);
    say("ready %llu", (unsigned long long)blocks);

    for (;;) {
        struct pollfd news[2] = {
            { .fd = hf_event_fd(backend), .events = POLLIN },
            /* One order after the other. */
            { .fd = ordered ? -1 : STDIN_FILENO, .events = POLLIN },
        };
        hf_event event = HF_INIT(hf_event);

        if (poll(news, 2, hf_in_flight(queue) > 0 ? 0 : -1) < 0 && errno != EINTR)
            check(-errno);
        while (news[0].revents != 0 && hf_event_next(backend, &event) == 1) {
            say("event %s", event.json);
            hf_free(event.json);
        }
        if (news[1].revents != 0) {
            if (fgets(order, sizeof(order), stdin) == NULL || strcmp(order, "quit\n") == 0)
                break;
            obey(order);
        }
        if (hf_in_flight(queue) > 0)
            turn();
    }
    end_load();
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
    return 0;
}
