/*
 * director.c - the demo: two machines, one disk, a fence, and the proof that it held
 *
 * SPDX-License-Identifier: MIT OR Apache-2.0
 *
 *     director MONITOR sqlite|flock plain|kill|stop
 *
 * Tells two monitors what to do, shows what they say, and then looks for itself, without the library, whether any block of the
 * fenced machine has reached the disk. The disk and the picture stay in the current folder. Ends with 0 when nothing has.
 */
#define _GNU_SOURCE
#include <err.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "../stamp.h"
#include "chart.h"
#include "machine.h"
#include "medium.h"

enum { BLOCKS = 16384, MARKS = 8 };
/* How long rates are shown, before the fence and after it. */
enum { BEFORE_MS = 700, AFTER_MS = 1500 };

static const char *monitor, *manager;
static struct medium medium = { .path = "disk.img", .blocks = BLOCKS };
static struct mark marks[MARKS];
static size_t mark_count;

/* ---- What is shown ---------------------------------------------------------------------------------------------- */

__attribute__((format(printf, 2, 3))) static void mark(uint64_t when, const char *format, ...)
{
    va_list arguments;

    if (mark_count == MARKS)
        return;
    marks[mark_count].nanoseconds = when;
    va_start(arguments, format);
    vsnprintf(marks[mark_count++].text, sizeof(marks[0].text), format, arguments);
    va_end(arguments);
}

/* 1234567 as 1,234,567. */
static const char *grouped(double number)
{
    static char texts[8][32];
    static unsigned next;
    char digits[32], *text = texts[next++ % 8], *end = text;
    int count = snprintf(digits, sizeof(digits), "%.0f", number);

    for (int each = 0; each < count; each++) {
        *end++ = digits[each];
        if ((count - each) % 3 == 1 && each + 1 < count)
            *end++ = ',';
    }
    *end = '\0';
    return text;
}

/* ---- The plot --------------------------------------------------------------------------------------------------- */

/* Starts a machine's monitor, with more properties of its manager. */
static void start_machine(struct machine *machine, const char *more)
{
    char object[256], blockdev[256];

    if (strcmp(manager, "flock") == 0)
        snprintf(object, sizeof(object), "pr-manager-flock,id=pr0,initiator=%s%s", machine->name, more);
    else
        snprintf(
            object, sizeof(object), "pr-manager-sqlite,id=pr0,initiator=%s,database=cluster.db%s", machine->name, more);
    snprintf(
        blockdev, sizeof(blockdev), "driver=file,node-name=disk0,filename=%s%s,pr-manager=pr0", medium.path,
        medium.is_direct ? ",cache.direct=on" : "");
    printf("\n$ monitor %s -object %s \\\n    -blockdev %s\n", machine->name, object, blockdev);
    fflush(stdout);
    start(machine, monitor, object, blockdev);
}

/* A registers, reserves and writes; B reads, and is refused what it may not do. Returns when both were busy. */
static uint64_t share_disk(const char *more)
{
    uint64_t loaded;

    start_machine(&a, "");
    require(&a, "register a", "GOOD", "REGISTER key 0xa: %s");
    require(&a, "reserve a", "GOOD", "RESERVE, write exclusive, registrants only: %s");
    require(&a, "load write 1", "done", "writes stamped blocks, 32 at a time");
    start_machine(&b, more);
    loaded = require(&b, "load read", "done", "reads blocks, 32 at a time").when;
    require(&b, "reservation", "GOOD key 0xa, type 5", "READ RESERVATION: %s");
    require(&b, "write 1", "EBADE", "writes a block: %s");
    require(&b, "admit 1", "RESERVATION CONFLICT", "may its guest send WRITE(10)? %s");
    require(&b, "reserve b", "RESERVATION CONFLICT", "RESERVE by SG_IO: %s");
    let_run(BEFORE_MS);
    require(&b, "register b", "GOOD", "REGISTER key 0xb: %s");
    return loaded;
}

/* A is stopped with writes in flight: nothing says when they end, so that the fence must fail. */
static void fail_to_fence(void)
{
    struct answer keys = ask(&b, "keys"), answer;
    int status;

    a.is_doomed = true;
    kill(a.pid, SIGSTOP);
    if (waitpid(a.pid, &status, WUNTRACED) < 0 || !WIFSTOPPED(status))
        give_up("vm-a can't be stopped");
    tell(now(), &a, "SIGSTOP, with writes in flight");
    mark(now(), "vm-a is stopped");
    answer = ask(&b, "preempt b a");
    tell(answer.when, &b, "PREEMPT AND ABORT: %s after %.0f ms", answer.text, answer.milliseconds);
    if (strcmp(answer.text, "CHECK CONDITION 4/44h/00h") != 0)
        give_up("a fence of a stopped machine must fail");
    mark(answer.when, "the fence can't be proved, and fails");
    require(&b, "keys", keys.text, "nothing has changed: %s");
    require(&b, "reservation", "GOOD key 0xa, type 5", "nothing has changed: %s");
    require(&b, "set pr0 on-stuck \"kill\"", "done", "object pr0: on-stuck=kill");
}

/* B preempts, and copies the medium as soon as it knows that A is fenced. Returns when that was. */
static struct answer fence(void)
{
    struct answer good;

    order(&b, "preempt b a\ncopy copy.img");
    good = await_answer(&b);
    tell(good.when, &b, "PREEMPT AND ABORT: %s after %.1f ms", good.text, good.milliseconds);
    if (strcmp(good.text, "GOOD") != 0)
        give_up("the fence has failed");
    mark(good.when, "GOOD after %.1f ms: vm-a is fenced", good.milliseconds);
    tell(await_answer(&b).when, &b, "has copied the medium");
    return good;
}

/* Prints a line of the proof and returns whether it holds. */
__attribute__((format(printf, 2, 3))) static bool hold(bool is_true, const char *format, ...)
{
    va_list arguments;

    printf("  %s  ", is_true ? "holds" : "FAILS");
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
    return is_true;
}

static void *read_whole(const char *path, size_t size)
{
    void *memory = malloc(size);
    FILE *file = fopen(path, "r");

    if (memory == NULL || file == NULL || fread(memory, 1, size, file) != size)
        err(1, "%s", path);
    fclose(file);
    return memory;
}

/* What the medium says, whose content at the end is given; A has been refused so many writes. */
static bool prove(const unsigned char *after, uint64_t good, double refusals, const uint64_t *ledger)
{
    unsigned char *before = read_whole("copy.img", (size_t)BLOCKS * BLOCK_SIZE), *again;
    struct findings found = medium_compare(&medium, before, after, good, "vm-b", "vm-a", ledger), control;
    unsigned char forged[BLOCK_SIZE];
    bool holds = true;

    printf("\nthe medium, %s\n", medium.is_direct ? "read with O_DIRECT" : "read through the page cache");
    holds &= hold(
        found.changed > 0 && found.stale == 0 && found.damaged == 0,
        "since GOOD %s of %s blocks were changed by vm-b, %s by anybody else; %s are torn", grouped((double)found.changed),
        grouped(BLOCKS), grouped((double)found.stale), grouped((double)found.damaged));
    holds &= hold(
        refusals > 0 && found.latest < good, "%s writes of vm-a were refused since; its last on the medium was sent %.1f ms before",
        grouped(refusals), ((double)good - (double)found.latest) / 1e6);
    if (ledger != NULL)
        holds &= hold(found.wrong == 0, "blocks that did not change hold what vm-a was last told was written");

    /* The check must be able to fail. */
    memset(forged, 0, sizeof(forged));
    put_stamp(forged, "vm-a", 1, 1, 1);
    medium_write(&medium, 1, forged);
    again = medium_read(&medium);
    control = medium_compare(&medium, before, again, good, "vm-b", "vm-a", NULL);
    medium_write(&medium, 1, after + BLOCK_SIZE);
    holds &= hold(
        control.stale == found.stale + 1 && control.latest > good,
        "a block of vm-a, now put there by hand, is found: the check can fail");
    free(again);
    free(before);
    return holds;
}

/* Rates while both machines were busy, and since the fence. */
static void show_rates(uint64_t loaded, uint64_t asked, uint64_t fenced, uint64_t end)
{
    static const struct {
        const struct machine *machine;
        int kind;
        const char *text;
    } rows[] = { { &a, WRITES, "writes" }, { &a, REFUSALS, "refused" }, { &b, READS, "reads" }, { &b, WRITES, "writes" } };

    printf("\nblocks of 4 KiB a second   %12s  %12s\n", "before", "after GOOD");
    for (size_t each = 0; each < sizeof(rows) / sizeof(rows[0]); each++) {
        const struct history *history = &rows[each].machine->history;

        printf(
            "  %s %-16s    %12s  %12s\n", history->name, rows[each].text,
            grouped(history_rate(history, rows[each].kind, loaded, asked)),
            grouped(history_rate(history, rows[each].kind, fenced, end)));
    }
}

static void draw(uint64_t until)
{
    struct history histories[] = { a.history, b.history };
    char title[128];

    snprintf(title, sizeof(title), "A fence with pr-manager-%s: blocks of 4 KiB a second", manager);
    if (chart_write("fence.svg", title, histories, 2, marks, mark_count, begun, until) < 0)
        err(1, "fence.svg");
}

int main(int argc, char **argv)
{
    bool kills, stops, holds;
    uint64_t loaded, asked, fenced, end;
    uint64_t *ledger = NULL;
    struct answer good;
    unsigned char *after;

    kills = argc == 4 && strcmp(argv[3], "kill") == 0;
    stops = argc == 4 && strcmp(argv[3], "stop") == 0;
    if (argc != 4 || !(kills || stops || strcmp(argv[3], "plain") == 0))
        errx(2, "usage: director MONITOR sqlite|flock plain|kill|stop");
    monitor = argv[1];
    manager = argv[2];
    signal(SIGPIPE, SIG_IGN);

    medium_make(&medium);
    printf("%s: %s blocks of %d bytes\n", medium.path, grouped(BLOCKS), BLOCK_SIZE);
    begun = now();
    loaded = share_disk(stops ? ",stuck-timeout=1000" : "");
    asked = now();
    if (stops)
        fail_to_fence();
    if (kills) {
        a.is_doomed = true;
        kill(a.pid, SIGKILL);
        tell(now(), &a, "SIGKILL, with writes in flight");
        mark(now(), "vm-a is killed");
    }
    good = fence();
    if (kills || stops) {
        bury(&a, SIGKILL);
        start_machine(&a, "");
        add_sample(&a, now(), (uint64_t[KINDS]){ 0 });
        require(&a, "load write 1", "done", "starts again, and writes");
    }
    fenced = require(&b, "load write 2", "done", "writes every second block").when;
    await_refusal(&a);
    /* Writes that succeeded had done so by GOOD, even if vm-a came to count them later: the medium will tell. */
    for (size_t each = 0; !kills && !stops && each < a.history.count; each++) {
        if (a.history.samples[each].totals[REFUSALS] == 0 && a.history.samples[each].nanoseconds > good.when)
            a.history.samples[each].nanoseconds = good.when;
    }
    let_run(AFTER_MS);
    end = require(&b, "load off", "done", "ends its load").when;
    after = medium_read(&medium);
    require(&a, "load off", "done", "has tried until now, and ends its load");
    if (!kills && !stops) {
        require(&a, "ledger ledger", "ledger", NULL);
        ledger = read_whole("ledger", BLOCKS * sizeof(*ledger));
    }
    require(&a, "keys", "GOOD generation", "READ KEYS: %s");
    require(&b, "reservation", "GOOD key 0xb, type 5", "READ RESERVATION: %s");
    a.is_doomed = b.is_doomed = true;
    order(&a, "quit");
    order(&b, "quit");
    bury(&a, 0);
    bury(&b, 0);

    show_rates(loaded, asked, fenced, end);
    holds = prove(after, good.when, history_total(&a.history, REFUSALS, end), ledger);
    draw(end);
    if (!holds)
        give_up("see above");
    puts("\nfence.svg shows the rates over time");
    printf(
        "FENCED in %.1f ms: no block of vm-a has landed since vm-b's PREEMPT AND ABORT was answered\n", good.milliseconds);
    free(ledger);
    free(after);
    return 0;
}
