/* Other processes: another machine that shares the disk, and a reservation helper. */
#ifndef OTHERS_H
#define OTHERS_H

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "program.h"

static void put64(unsigned char *place, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        place[i] = (unsigned char)(value >> (56 - 8 * i));
}

static void take_attentions(hf_node *node)
{
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    while (hf_node_take_unit_attention(node, &result) == 1)
        ;
}

static int reserve_out(int action, uint64_t key, uint64_t service_key)
{
    unsigned char cdb[10] = {0x5f, (unsigned char)action, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, [8] = 24}, list[24] = {0};
    put64(list, key);
    put64(list + 8, service_key);
    hf_scsi_command command = HF_INIT(hf_scsi_command);
    command.direction = HF_SCSI_TO_DEVICE;
    command.cdb = cdb, command.cdb_length = sizeof cdb;
    command.data = list, command.data_length = sizeof list;
    NEED(hf_scsi(queue, handle, &command, 9) != 0);
    hf_completion done = complete(queue);
    return done.result < 0 ? (int)done.result : done.status;
}

static int reserve_in(void)
{
    unsigned char cdb[10] = {0x5e, 0, [8] = 255}, data[255] = {0};
    hf_scsi_command command = HF_INIT(hf_scsi_command);
    command.direction = HF_SCSI_FROM_DEVICE;
    command.cdb = cdb, command.cdb_length = sizeof cdb;
    command.data = data, command.data_length = sizeof data;
    NEED(hf_scsi(queue, handle, &command, 9) != 0);
    hf_completion done = complete(queue);
    return done.result < 0 ? (int)done.result : done.status;
}

static void add_manager(const char *initiator)
{
    char option[256];
    if (is(manager, "helper"))
        snprintf(option, sizeof option, "pr-manager-helper,id=helper0,path=helper.socket");
    else
        snprintf(option, sizeof option, "pr-manager-%s,id=helper0,initiator=%s%s", manager, initiator,
            is(manager, "sqlite") ? ",database=reservations.db" : "");
    WORKS(hf_object_add(backend, option, &message));
}

static void disk_option(char *option, size_t size, const char *more)
{
    snprintf(option, size,
        "driver=file,node-name=disk,filename=disk.img,aio=%s,cache.direct=%s,discard=unmap,auto-read-only=on%s%s", engine,
        cache, is(manager, "none") ? "" : ",pr-manager=helper0", more);
}

static void attach_disk(void)
{
    hf_attach_options options = HF_INIT(hf_attach_options);
    options.share_rw = 1;
    queue = make_queue(backend);
    WORKS(hf_queue_attach(queue, disk, &options, &handle, &message));
}

/* Another process that does what it reads from its standard input, without a filter. */
static int run_peer(void)
{
    char option[512], line[64];
    engine = "threads", cache = "off";
    backend = make_backend();
    add_manager("machine-b");
    disk_option(option, sizeof option, "");
    disk = add_node(backend, option);
    attach_disk();
    take_attentions(disk);
    memory = aligned_alloc(BLOCK, BLOCK);
    NEED(memory != NULL);
    memset(memory, 0, BLOCK);
    printf("0\n");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        int action;
        uint64_t key, service_key;
        take_attentions(disk);
        if (sscanf(line, "out %d %" SCNu64 " %" SCNu64, &action, &key, &service_key) == 3)
            printf("%d\n", reserve_out(action, key, service_key));
        else if (is(line, "stick\n")) {
            /* A request that never ends: its thread doesn't go on. */
            NEED(hf_write(queue, handle, memory, BLOCK, 0, 0, 1) != 0 && hf_submit(queue) == 0);
            raise(SIGSTOP);
        } else
            printf("%" PRId64 "\n", do_write(queue, handle, memory, BLOCK, 0));
        fflush(stdout);
    }
    hf_queue_free(queue);
    hf_node_release(disk);
    hf_backend_free(backend);
    return 0;
}

/* Speaks the protocol of a reservation helper: each command is GOOD, and after the first one it hangs up. */
static _Noreturn void run_helper(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "helper.socket"};
    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(address.sun_path);
    NEED(listener >= 0 && bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 4) == 0);
    printf("0\n");
    fflush(stdout);
    for (int connection = 0;; connection++) {
        unsigned char bytes[512] = {0}, reply[104 + 8] = {[7] = 8};
        int stream = accept(listener, NULL, NULL);
        NEED(stream >= 0 && send(stream, bytes, 4, MSG_NOSIGNAL) == 4 && recv(stream, bytes, 4, MSG_WAITALL) == 4);
        while (recv(stream, bytes, 16, MSG_WAITALL) == 16) {
            bool is_out = bytes[0] == 0x5f;
            reply[7] = is_out ? 0 : 8;
            if (is_out)
                NEED(recv(stream, bytes + 16, 24, MSG_WAITALL) == 24);
            NEED(send(stream, reply, is_out ? 104 : 112, MSG_NOSIGNAL) > 0);
            if (connection == 0)
                break;
        }
        close(stream);
    }
}

static FILE *to_other, *from_other;
static pid_t other;

static int hear(void)
{
    char line[64] = "";
    do
        NEED(fgets(line, sizeof line, from_other) != NULL);
    while (line[0] == '#');
    return atoi(line);
}

static int ask(const char *line)
{
    fprintf(to_other, "%s\n", line);
    fflush(to_other);
    return hear();
}

static void start_other(const char *what)
{
    int to[2], from[2];
    NEED(pipe2(to, O_CLOEXEC) == 0 && pipe2(from, O_CLOEXEC) == 0);
    other = fork();
    NEED(other >= 0);
    if (other == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(to[0], 0);
        dup2(from[1], 1);
        execl("/proc/self/exe", "seccomp", what, manager, (char *)NULL);
        _exit(127);
    }
    close(to[0]), close(from[1]);
    to_other = fdopen(to[1], "w"), from_other = fdopen(from[0], "r");
    NEED(to_other != NULL && from_other != NULL);
    EQUAL(hear(), 0);
}

static void end_other(void)
{
    fclose(to_other);
    if (is(manager, "helper"))
        kill(other, SIGKILL);
    if (other != 0)
        NEED(waitpid(other, NULL, 0) == other);
    fclose(from_other);
}

#endif
