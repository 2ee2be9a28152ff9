/*
 * machine.c - runs monitors, tells them what to do, and shows what they say
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 */
#define _GNU_SOURCE
#include "machine.h"

#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../stamp.h"

enum { SAMPLES = 4096 };

/* How long an answer may take: a fence waits for `stuck-timeout`, twice if it kills. */
enum { PATIENCE_MS = 20000 };

static struct sample samples[2][SAMPLES];
struct machine a = { .name = "vm-a", .lines = -1, .history = { "vm-a", samples[0], 0 } };
struct machine b = { .name = "vm-b", .lines = -1, .history = { "vm-b", samples[1], 0 } };
uint64_t begun;

void tell(uint64_t when, const struct machine *machine, const char *format, ...)
{
    va_list arguments;

    printf("%8.3f s  %s  ", (double)(when - begun) / 1e9, machine->name);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    fflush(stdout);
}

void give_up(const char *format, ...)
{
    va_list arguments;

    fflush(stdout);
    printf("NOT PROVED: ");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    exit(1);
}

void add_sample(struct machine *machine, uint64_t when, const uint64_t *totals)
{
    struct history *history = &machine->history;

    if (history->count == SAMPLES)
        give_up("too many samples");
    history->samples[history->count].nanoseconds = when;
    for (int kind = 0; kind < KINDS; kind++)
        history->samples[history->count].totals[kind] = machine->base[kind] + totals[kind];
    history->count++;
}

/* Shows a member of an event, when it has that member. */
static void show_member(const char *json, const char *before, const char *member, const char *after)
{
    char pattern[64];
    const char *text;
    bool is_string;

    snprintf(pattern, sizeof(pattern), "\"%s\":", member);
    text = strstr(json, pattern);
    if (text == NULL)
        return;
    text += strlen(pattern);
    text += strspn(text, " ");
    is_string = *text == '"';
    text += is_string;
    printf("%s%.*s%s", before, (int)strcspn(text, is_string ? "\"" : ",}"), text, after);
}

static void show_event(uint64_t when, const struct machine *machine, const char *json)
{
    bool is_stuck = strstr(json, "\"PR_STUCK\"") != NULL;

    if (!is_stuck && strstr(json, "\"PR_FENCED\"") == NULL)
        return;
    printf("%8.3f s  %s  event %s", (double)(when - begun) / 1e9, machine->name, is_stuck ? "PR_STUCK" : "PR_FENCED");
    if (!is_stuck)
        show_member(json, ": ", "initiator", "");
    show_member(json, " by ", "by", "");
    show_member(json, ", drained after ", "drained-after", " ms");
    show_member(json, ", killed: ", "killed", "");
    show_member(json, ", on-stuck=", "on-stuck", "");
    show_member(json, ": ", "reason", "");
    putchar('\n');
    fflush(stdout);
}

static const char *attention_name(const char *code)
{
    static const char *const names[][2] = {
        { "29h/00h", "power on" }, { "2Ah/03h", "reservations preempted" }, { "2Ah/05h", "registrations preempted" }
    };

    for (size_t each = 0; each < sizeof(names) / sizeof(names[0]); each++) {
        if (strcmp(code, names[each][0]) == 0)
            return names[each][1];
    }
    return "";
}

static void hear(struct machine *machine, const char *line)
{
    unsigned long long when, totals[KINDS];
    double milliseconds = 0;
    int length = 0;
    const char *words;

    if (sscanf(line, "%llu %n", &when, &length) != 1)
        give_up("%s said: %s", machine->name, line);
    words = line + length;
    if (sscanf(words, "rate %llu %llu %llu", &totals[READS], &totals[WRITES], &totals[REFUSALS]) == 3) {
        add_sample(machine, when, (uint64_t[]){ totals[READS], totals[WRITES], totals[REFUSALS] });
    } else if (sscanf(words, "answer %lf %n", &milliseconds, &length) == 1 || strncmp(words, "ready", 5) == 0) {
        struct answer *answer = &machine->waiting[machine->waiting_count++ % 2];

        answer->when = when;
        answer->milliseconds = milliseconds;
        snprintf(answer->text, sizeof(answer->text), "%s", words + (words[0] == 'a' ? length : 0));
    } else if (strncmp(words, "refused", 7) == 0 && machine->refused == 0) {
        machine->refused = when;
        tell(when, machine, "a write is refused: EBADE");
    } else if (strncmp(words, "attention ", 10) == 0) {
        tell(when, machine, "is told: unit attention %s, %s", words + 10, attention_name(words + 10));
    } else if (strncmp(words, "event ", 6) == 0) {
        show_event(when, machine, words + 6);
    }
}

void listen_for(int milliseconds)
{
    struct machine *machines[] = { &a, &b };
    struct pollfd news[] = { { .fd = a.lines, .events = POLLIN }, { .fd = b.lines, .events = POLLIN } };

    if (poll(news, 2, milliseconds) < 0)
        err(1, "poll");
    for (int each = 0; each < 2; each++) {
        struct machine *machine = machines[each];
        ssize_t count;
        char *end;

        if (news[each].revents == 0)
            continue;
        count = read(machine->lines, machine->buffer + machine->filled, sizeof(machine->buffer) - machine->filled);
        if (count <= 0 && !machine->is_doomed)
            give_up("%s has ended", machine->name);
        if (count <= 0) {
            machine->lines = -1;
            continue;
        }
        machine->filled += (size_t)count;
        while ((end = memchr(machine->buffer, '\n', machine->filled)) != NULL) {
            size_t length = (size_t)(end - machine->buffer) + 1;

            *end = '\0';
            hear(machine, machine->buffer);
            machine->filled -= length;
            memmove(machine->buffer, machine->buffer + length, machine->filled);
        }
        if (machine->filled == sizeof(machine->buffer))
            give_up("%s talks too much", machine->name);
    }
}

void let_run(int milliseconds)
{
    for (uint64_t end = now() + (uint64_t)milliseconds * MILLISECOND; now() < end;)
        listen_for((int)((end - now()) / MILLISECOND) + 1);
}

struct answer await_answer(struct machine *machine)
{
    uint64_t end = now() + PATIENCE_MS * MILLISECOND;
    struct answer first;

    while (machine->waiting_count == 0) {
        if (now() > end)
            give_up("%s doesn't answer", machine->name);
        listen_for(100);
    }
    first = machine->waiting[0];
    machine->waiting[0] = machine->waiting[1];
    machine->waiting_count--;
    return first;
}

void await_refusal(struct machine *machine)
{
    uint64_t end = now() + PATIENCE_MS * MILLISECOND;

    while (machine->refused == 0) {
        if (now() > end)
            give_up("nobody refuses what %s writes", machine->name);
        listen_for(100);
    }
}

void order(struct machine *machine, const char *order)
{
    if (fprintf(machine->orders, "%s\n", order) < 0 || fflush(machine->orders) != 0)
        give_up("%s takes no orders", machine->name);
}

struct answer ask(struct machine *machine, const char *question)
{
    order(machine, question);
    return await_answer(machine);
}

struct answer require(struct machine *machine, const char *question, const char *expected, const char *story)
{
    struct answer answer = ask(machine, question);

    if (strncmp(answer.text, expected, strlen(expected)) != 0)
        give_up("%s: '%s' was answered with %s", machine->name, question, answer.text);
    if (story != NULL)
        tell(answer.when, machine, story, answer.text);
    return answer;
}

void start(struct machine *machine, const char *monitor, const char *object, const char *blockdev)
{
    int orders[2], lines[2];

    if (pipe2(orders, O_CLOEXEC) < 0 || pipe2(lines, O_CLOEXEC) < 0)
        err(1, "pipe");
    machine->pid = fork();
    if (machine->pid < 0)
        err(1, "fork");
    if (machine->pid == 0) {
        /* No machine outlives the demo, not even a stopped one. */
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(orders[0], STDIN_FILENO);
        dup2(lines[1], STDOUT_FILENO);
        execl(monitor, "monitor", machine->name, "-object", object, "-blockdev", blockdev, (char *)NULL);
        err(127, "%s", monitor);
    }
    close(orders[0]);
    close(lines[1]);
    machine->orders = fdopen(orders[1], "w");
    machine->lines = lines[0];
    machine->filled = 0;
    machine->waiting_count = 0;
    machine->is_doomed = false;
    machine->refused = 0;
    tell(await_answer(machine).when, machine, "has attached the disk");
}

void bury(struct machine *machine, int signal)
{
    int status;

    fclose(machine->orders);
    if (waitpid(machine->pid, &status, 0) < 0)
        err(1, "waitpid");
    if (signal == 0 ? status != 0 : !WIFSIGNALED(status) || WTERMSIG(status) != signal)
        give_up("%s has ended with status %#x", machine->name, (unsigned)status);
    while (machine->lines >= 0)
        listen_for(100);
    memcpy(machine->base, machine->history.samples[machine->history.count - 1].totals, sizeof(machine->base));
}
