/* Persistent reservations of two machines that share a disk: this process, and one that it starts of its own program. */
#include <signal.h>
#include <sys/wait.h>

#include "check.h"

enum { LENGTH = 1 << 20, BLOCK = 4096 };
enum { REGISTER = 0, RESERVE = 1, RELEASE = 2, PREEMPT_AND_ABORT = 5, REGISTER_AND_IGNORE = 6 };
enum { WRITE_EXCLUSIVE_REGISTRANTS_ONLY = 5 };

static const char disk_option[] = "driver=file,node-name=disk,filename=disk.img,pr-manager=pr0";

/* A machine: its backend, whose objects belong to this initiator, and its disk on a queue. */
struct machine {
    hf_backend *backend;
    hf_node *disk;
    hf_queue *queue;
    uint32_t handle;
};

/* A new disk that nobody knows. */
static void make_disk(void)
{
    unlink("disk.img");
    unlink("disk.img.pr");
    make_file("disk.img", LENGTH, 0);
}

/* Takes the unit attentions that wait; returns how many. */
static int take_attentions(hf_node *disk)
{
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    int count = 0;
    while (hf_node_take_unit_attention(disk, &result) == 1) {
        EQUAL(result.status, 2);
        EQUAL(result.sense[2], 6);
        count++;
    }
    return count;
}

static struct machine make_machine(const char *initiator)
{
    struct machine machine = {0};
    hf_backend_options options = HF_INIT(hf_backend_options);
    options.initiator = initiator;
    WORKS(hf_backend_new(&options, &machine.backend, &message));
    WORKS(hf_object_add(machine.backend, "pr-manager-flock,id=pr0", &message));
    machine.disk = add_node(machine.backend, disk_option);
    machine.queue = make_queue(machine.backend);
    hf_attach_options attach_options = HF_INIT(hf_attach_options);
    attach_options.share_rw = 1;
    WORKS(hf_queue_attach(machine.queue, machine.disk, &attach_options, &machine.handle, &message));
    return machine;
}

static void free_machine(struct machine *machine)
{
    hf_queue_free(machine->queue);
    hf_node_release(machine->disk);
    hf_backend_free(machine->backend);
}

static void put64(unsigned char *place, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        place[i] = (unsigned char)(value >> (56 - 8 * i));
}

/* Queues PERSISTENT RESERVE OUT; the command's memory is overwritten as soon as it is queued. */
static void queue_reserve_out(
    struct machine *machine, int action, int type, uint64_t key, uint64_t service_key, unsigned char *sense)
{
    unsigned char cdb[10] = {0x5f, (unsigned char)action, (unsigned char)type, [8] = 24}, list[24] = {0};
    put64(list, key);
    put64(list + 8, service_key);
    hf_scsi_command command = HF_INIT(hf_scsi_command);
    command.direction = HF_SCSI_TO_DEVICE;
    command.cdb = cdb;
    command.cdb_length = sizeof cdb;
    command.data = list;
    command.data_length = sizeof list;
    command.sense = sense;
    command.sense_capacity = sense ? 252 : 0;
    CHECK(hf_scsi(machine->queue, machine->handle, &command, 9) != 0);
    memset(cdb, 0xff, sizeof cdb);
    memset(&command, 0xff, sizeof command);
}

static hf_completion reserve_out(
    struct machine *machine, int action, int type, uint64_t key, uint64_t service_key, unsigned char *sense)
{
    queue_reserve_out(machine, action, type, key, service_key, sense);
    hf_completion done = complete(machine->queue);
    EQUAL(done.user_data, 9);
    return done;
}

static int reserve_out_status(struct machine *machine, int action, int type, uint64_t key, uint64_t service_key)
{
    unsigned char sense[252] = {0};
    hf_completion done = reserve_out(machine, action, type, key, service_key, sense);
    if (done.status == 2)
        printf("# sense %02x/%02x/%02x\n", sense[2], sense[12], sense[13]);
    return done.result < 0 ? (int)done.result : done.status;
}

/* READ KEYS; returns how many there are. */
static int read_keys(struct machine *machine)
{
    unsigned char cdb[10] = {0x5e, 0, [8] = 255}, data[255] = {0};
    hf_scsi_command command = HF_INIT(hf_scsi_command);
    command.direction = HF_SCSI_FROM_DEVICE;
    command.cdb = cdb;
    command.cdb_length = sizeof cdb;
    command.data = data;
    command.data_length = sizeof data;
    CHECK(hf_scsi(machine->queue, machine->handle, &command, 9) != 0);
    hf_completion done = complete(machine->queue);
    if (done.result < 0 || done.status != 0)
        return -1;
    EQUAL(done.residual, (int)sizeof data - 8 - data[7]);
    return data[7] / 8;
}

/* ---- The other machine ------------------------------------------------------------------------------------------ */

static int run_peer(void)
{
    struct machine machine = make_machine("machine-b");
    static char memory[BLOCK];
    char line[64];
    take_attentions(machine.disk);
    printf("ready\n");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        int action, type;
        uint64_t key, service_key;
        if (strcmp(line, "read\n") == 0) {
            printf("%" PRId64 "\n", do_read(machine.queue, machine.handle, memory, BLOCK, 0));
        } else if (strcmp(line, "write\n") == 0) {
            printf("%" PRId64 "\n", do_write(machine.queue, machine.handle, memory, BLOCK, 0));
        } else if (strcmp(line, "page\n") == 0) {
            unsigned char page[64];
            int length = hf_node_device_identification(machine.disk, page, sizeof page);
            for (int i = 0; i < length; i++)
                printf("%02x", page[i]);
            printf("\n");
        } else if (sscanf(line, "out %d %d %" SCNu64 " %" SCNu64, &action, &type, &key, &service_key) == 4) {
            printf("%d\n", reserve_out_status(&machine, action, type, key, service_key));
        }
        fflush(stdout);
    }
    free_machine(&machine);
    return 0;
}

struct peer {
    pid_t pid;
    FILE *to, *from;
};

static struct peer start_peer(void)
{
    int to[2], from[2];
    NEED(pipe(to) == 0 && pipe(from) == 0);
    struct peer peer = {.pid = fork()};
    NEED(peer.pid >= 0);
    if (peer.pid == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[0]), close(to[1]), close(from[0]), close(from[1]);
        execl("/proc/self/exe", "reservations", "peer", (char *)NULL);
        _exit(127);
    }
    close(to[0]), close(from[1]);
    peer.to = fdopen(to[1], "w");
    peer.from = fdopen(from[0], "r");
    char line[64];
    NEED(peer.to != NULL && peer.from != NULL);
    NEED(fgets(line, sizeof line, peer.from) != NULL && strcmp(line, "ready\n") == 0);
    return peer;
}

/* What the other machine answers to a line, without its end. */
static const char *ask(struct peer *peer, const char *line)
{
    static char answer[256];
    fprintf(peer->to, "%s\n", line);
    fflush(peer->to);
    do
        NEED(fgets(answer, sizeof answer, peer->from) != NULL);
    while (answer[0] == '#');
    answer[strcspn(answer, "\n")] = 0;
    return answer;
}

static void end_peer(struct peer *peer)
{
    int status;
    fclose(peer->to);
    EQUAL(waitpid(peer->pid, &status, 0), peer->pid);
    fclose(peer->from);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static hf_event await_event(hf_backend *backend, uint32_t kind)
{
    hf_event event = HF_INIT(hf_event);
    while (wait_readable(hf_event_fd(backend), 20000) == 1) {
        if (hf_event_next(backend, &event) == 1 && event.kind == kind)
            return event;
        hf_free(event.json);
        event.json = NULL;
    }
    NEED(!"the event comes");
    return event;
}

/* ---- Tests ------------------------------------------------------------------------------------------------------ */

static void fences_the_other_machine(void)
{
    make_disk();
    struct machine machine = make_machine("machine-a");
    struct peer peer = start_peer();
    static char memory[BLOCK];
    hf_node_info info = HF_INIT(hf_node_info);
    EQUAL(hf_node_get_info(machine.disk, &info), 0);
    EQUAL(info.flags, HF_NODE_ENFORCES_RESERVATIONS);

    /* A new nexus begins with one. */
    EQUAL(take_attentions(machine.disk), 1);
    EQUAL(take_attentions(machine.disk), 0);
    EQUAL(read_keys(&machine), 0);
    EQUAL(reserve_out_status(&machine, REGISTER, 0, 0, 0xa), 0);
    hf_event event = await_event(machine.backend, HF_EVENT_RESERVATION_CHANGED);
    EQUAL(event.value, 1);
    CHECK(strcmp(event.node, "disk") == 0 && strcmp(event.id, "pr0") == 0);
    CHECK(strstr(event.json, "machine-a") != NULL);
    hf_free(event.json);
    EQUAL(read_keys(&machine), 1);
    EQUAL(reserve_out_status(&machine, RESERVE, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, 0xa, 0), 0);
    EQUAL(do_write(machine.queue, machine.handle, memory, BLOCK, 0), BLOCK);

    /* The other one may read and not write, neither may it reserve. */
    CHECK(strcmp(ask(&peer, "read"), "4096") == 0);
    EQUAL(atoi(ask(&peer, "write")), -EBADE);
    EQUAL(atoi(ask(&peer, "out 1 5 0 0")), 0x18);

    /* Until it registers; then it takes the disk. */
    EQUAL(atoi(ask(&peer, "out 0 0 0 11")), 0);
    EQUAL(atoi(ask(&peer, "write")), BLOCK);
    EQUAL(atoi(ask(&peer, "out 5 5 11 10")), 0);
    /* First it was the other one, by this one's reservation. */
    event = await_event(machine.backend, HF_EVENT_FENCED);
    EQUAL(event.value, 0);
    CHECK(strstr(event.json, "\"initiator\": \"machine-b\"") != NULL);
    hf_free(event.json);
    event = await_event(machine.backend, HF_EVENT_FENCED);
    EQUAL(event.value, 1);
    CHECK(strstr(event.json, "\"initiator\": \"machine-a\"") != NULL);
    hf_free(event.json);
    EQUAL(do_write(machine.queue, machine.handle, memory, BLOCK, 0), -EBADE);
    EQUAL(do_read(machine.queue, machine.handle, memory, BLOCK, 0), BLOCK);

    /* What a monitor that emulates the disk tells its guest: first why, then that. */
    unsigned char write10[10] = {0x2a, [8] = 8}, ready[6] = {0}, inquiry[6] = {0x12, [4] = 36};
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    EQUAL(hf_node_admit(machine.disk, inquiry, sizeof inquiry, &result), HF_ADMITTED);
    EQUAL(hf_node_admit(machine.disk, write10, sizeof write10, &result), HF_REFUSED);
    EQUAL(result.status, 2);
    EQUAL(result.size, sizeof result);
    EQUAL(result.sense_length, 18);
    EQUAL(result.sense[2], 6);
    EQUAL(result.sense[12], 0x2a);
    EQUAL(result.sense[13], 5);
    take_attentions(machine.disk);
    EQUAL(hf_node_admit(machine.disk, write10, sizeof write10, &result), HF_REFUSED);
    EQUAL(result.status, 0x18);
    EQUAL(result.sense_length, 0);
    EQUAL(hf_node_admit(machine.disk, ready, sizeof ready, &result), HF_ADMITTED);

    /* Both see one disk. */
    unsigned char page[64], part[4] = {0};
    char text[129] = "";
    int length = hf_node_device_identification(machine.disk, page, sizeof page);
    CHECK(length > 4 && length <= (int)sizeof page);
    EQUAL(page[1], 0x83);
    EQUAL(length, 4 + page[3]);
    for (int i = 0; i < length; i++)
        sprintf(text + 2 * i, "%02x", page[i]);
    CHECK(strcmp(ask(&peer, "page"), text) == 0);
    EQUAL(hf_node_device_identification(machine.disk, part, sizeof part), length);
    CHECK(memcmp(part, page, sizeof part) == 0);
    EQUAL(hf_node_device_identification(machine.disk, NULL, 0), length);
    EQUAL(hf_node_device_identification(machine.disk, NULL, 4), -EFAULT);

    char *json = NULL;
    WORKS(hf_query(machine.backend, "query-reservations", &json, &message));
    CHECK(strstr(json, "machine-b") != NULL);
    hf_free(json);
    end_peer(&peer);
    free_machine(&machine);
}

static void holds_what_begins_during_a_fence(void)
{
    make_disk();
    struct machine victim = make_machine("machine-a");
    struct machine winner = make_machine("machine-b");
    static char memory[BLOCK];
    take_attentions(victim.disk);
    take_attentions(winner.disk);
    EQUAL(reserve_out_status(&victim, REGISTER, 0, 0, 0xa), 0);
    EQUAL(reserve_out_status(&victim, RESERVE, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, 0xa, 0), 0);
    EQUAL(reserve_out_status(&winner, REGISTER, 0, 0, 0xb), 0);
    take_attentions(winner.disk);

    /* What nobody takes is in flight: the fence waits for it. */
    CHECK(hf_write(victim.queue, victim.handle, memory, BLOCK, 0, 0, 1) != 0);
    EQUAL(hf_submit(victim.queue), 0);
    queue_reserve_out(&winner, PREEMPT_AND_ABORT, WRITE_EXCLUSIVE_REGISTRANTS_ONLY, 0xb, 0xa, NULL);
    EQUAL(hf_submit(winner.queue), 0);

    unsigned char write10[10] = {0x2a, [8] = 8}, inquiry[6] = {0x12, [4] = 36};
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    int answer = HF_ADMITTED;
    while (answer == HF_ADMITTED)
        answer = hf_node_admit(victim.disk, write10, sizeof write10, &result);
    EQUAL(answer, HF_HELD);
    EQUAL(hf_node_admit(victim.disk, inquiry, sizeof inquiry, &result), HF_ADMITTED);
    /* The winner isn't held. */
    EQUAL(do_read(winner.queue, winner.handle, memory, BLOCK, 0), BLOCK);

    hf_completion done = complete(victim.queue);
    EQUAL(done.user_data, 1);
    EQUAL(done.result, BLOCK);
    done = complete(winner.queue);
    EQUAL(done.user_data, 9);
    EQUAL(done.result, 0);
    EQUAL(done.status, 0);
    take_attentions(victim.disk);
    EQUAL(hf_node_admit(victim.disk, write10, sizeof write10, &result), HF_REFUSED);
    EQUAL(result.status, 0x18);
    free_machine(&winner);
    free_machine(&victim);
}

static void keeps_commands_that_wait(void)
{
    /* A throttled command was read when it was queued, not when its turn came. */
    make_disk();
    struct machine machine = make_machine("machine-a");
    WORKS(hf_object_add(machine.backend, "throttle-group,id=slow,limits.iops-total=2", &message));
    hf_node *throttled = add_node(machine.backend, "driver=throttle,node-name=top,throttle-group=slow,file=disk");
    WORKS(hf_queue_detach(machine.queue, machine.handle, &message));
    hf_attach_options options = HF_INIT(hf_attach_options);
    options.share_rw = 1;
    WORKS(hf_queue_attach(machine.queue, throttled, &options, &machine.handle, &message));
    take_attentions(machine.disk);
    for (int turn = 0; turn < 4; turn++)
        EQUAL(reserve_out_status(&machine, REGISTER_AND_IGNORE, 0, 0, 0xa), 0);
    EQUAL(read_keys(&machine), 1);
    hf_node_release(throttled);
    free_machine(&machine);
}

static void does_nothing_while_it_is_inactive(void)
{
    make_disk();
    struct machine machine = make_machine("machine-a");
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    unsigned char write10[10] = {0x2a};
    char memory[512];
    take_attentions(machine.disk);
    EQUAL(hf_node_admit(machine.disk, write10, sizeof write10, &result), HF_ADMITTED);
    WORKS(hf_node_set_active(machine.backend, "disk", 0, &message));
    EQUAL(hf_node_admit(machine.disk, write10, sizeof write10, &result), HF_INACTIVE);
    EQUAL(do_read(machine.queue, machine.handle, memory, sizeof memory, 0), -EPERM);
    WORKS(hf_node_set_active(machine.backend, "disk", 1, &message));
    EQUAL(do_read(machine.queue, machine.handle, memory, sizeof memory, 0), sizeof memory);
    free_machine(&machine);
}

static void has_nothing_to_say_without_a_manager(void)
{
    make_file("plain.img", LENGTH, 0);
    hf_backend *backend = make_backend();
    hf_node *disk = add_node(backend, "driver=file,node-name=disk,filename=plain.img");
    hf_scsi_result result = HF_INIT(hf_scsi_result);
    unsigned char write10[10] = {0x2a}, page[64];
    EQUAL(hf_node_admit(disk, write10, sizeof write10, &result), HF_ADMITTED);
    EQUAL(hf_node_admit(disk, write10, 261, &result), -EINVAL);
    EQUAL(hf_node_admit(disk, write10, sizeof write10, NULL), -EFAULT);
    EQUAL(hf_node_take_unit_attention(disk, &result), 0);
    EQUAL(hf_node_take_unit_attention(disk, NULL), -EFAULT);
    EQUAL(hf_node_device_identification(disk, page, sizeof page), -ENOTSUP);
    FAILS(hf_object_add(backend, "pr-manager-flock,id=pr0", &message), EINVAL, "initiator");
    FAILS(hf_object_add(backend, "pr-manager-flock,id=pr0,initiator=", &message), EINVAL, "initiator");
    hf_node_release(disk);
    hf_backend_free(backend);
}

static void refuses_a_second_live_use_of_a_name(void)
{
    make_disk();
    struct machine machine = make_machine("machine-b");
    hf_backend *other = NULL;
    hf_backend_options options = HF_INIT(hf_backend_options);
    options.initiator = "machine-b";
    WORKS(hf_backend_new(&options, &other, &message));
    WORKS(hf_object_add(other, "pr-manager-flock,id=pr0", &message));
    FAILS(hf_node_add(other, disk_option, NULL, &message), EBUSY, "machine-b");
    WORKS(hf_object_remove(other, "pr0", &message));
    WORKS(hf_object_add(other, "pr-manager-flock,id=pr0,initiator=machine-c", &message));
    WORKS(hf_node_add(other, disk_option, NULL, &message));
    char *json = NULL;
    WORKS(hf_object_set(other, "pr0", "on-stuck", "\"kill\"", &message));
    WORKS(hf_object_get(other, "pr0", "on-stuck", &json, &message));
    CHECK(strcmp(json, "\"kill\"") == 0);
    hf_free(json);
    hf_backend_free(other);
    free_machine(&machine);
}

int main(int argc, char **argv)
{
    static const struct test tests[] = {
        {"a machine is fenced by another process", fences_the_other_machine},
        {"what begins while a fence drains is held", holds_what_begins_during_a_fence},
        {"a command is read when it is queued", keeps_commands_that_wait},
        {"a machine that has let the disk go does nothing", does_nothing_while_it_is_inactive},
        {"a disk without a manager has nothing to say", has_nothing_to_say_without_a_manager},
        {"an initiator's name is in use once", refuses_a_second_live_use_of_a_name},
    };
    signal(SIGPIPE, SIG_IGN);
    if (argc == 2 && strcmp(argv[1], "peer") == 0)
        return run_peer();
    return RUN_TESTS(tests);
}
