/*
 * The gate of one disk: a process with QUEUES queues that writes, a preemptor that fences it, a later locker, and a
 * reader of PERSISTENT RESERVE IN. Any of the first two may die between any two steps.
 *
 * What is modelled: the word of the victim's slot, its counter lines, the store buffers between a queue's thread and
 * memory (one first-in first-out buffer each, which is x86-64; on Arm the release store of `left` gives the same order),
 * the kernel, which completes writes whenever it likes, also those of the dead; the slot lock, which falls with the last of
 * them; the store's record, the page's copy of it, and the registry lock, which a death releases.
 *
 * What is asserted, by the names of the specification:
 *   I1  no write lands after the command has answered GOOD      I2  none is accepted after it
 *   I3  nobody meets a conflict that the store doesn't hold     I5  no write lands once a reader has seen the key gone
 *   I6  every process comes to its end: nobody is held for ever
 *
 * Each of these breaks one rule and must break an assertion:
 *   COUNT_AFTER_CHECK   the word is read before the request is counted in
 *   NO_BARRIER          no process-wide barrier between raising HOLD and reading the lines
 *   ENTERED_FIRST       the drain reads `entered` before `left`
 *   DEAD_BY_PID         a process that is gone counts as drained, whatever the kernel still does for it
 *   GOOD_BEFORE_DRAIN   commit and answer first
 *   RECORD_BEFORE_DRAIN the page shows the new record before the drain
 *   RECOVER_TO_BEFORE   the later locker lifts HOLD without asking the store
 *   NOBODY_RECOVERS     neither a later locker nor the held look after a dead preemptor
 */
#ifndef QUEUES
#define QUEUES 1
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif

mtype = { entering, leaving };

/* The page. */
mtype:word = { live, held, refusing };
mtype:word word = live;
bit pending = 0;
bit recordRemoved = 0;
byte entered[QUEUES] = 0;
byte left[QUEUES] = 0;
/* The store. */
bit stored = 0;
/* Locks, processes, the kernel. */
bit registry = 0;
bit victimDead = 0;
bit preemptorOver = 0;
byte ended = 0;
byte kernel[QUEUES] = 0;
byte landed[QUEUES] = 0;
/* What others have seen. */
bit good = 0;
bit seenRemoved = 0;

chan buffer0 = [4] of { mtype };
chan buffer1 = [4] of { mtype };

inline store(q, what) {
    if
    :: q == 0 -> buffer0!what
    :: else -> buffer1!what
    fi
}

inline makeVisible(q, what) {
    if
    :: what == entering -> entered[q]++
    :: else -> left[q]++
    fi
}

/* The processor's store buffers reach memory at any time, in order. */
active proctype memory() {
    mtype what;
end:
    do
    :: atomic { buffer0?what -> makeVisible(0, what) }
#if QUEUES > 1
    :: atomic { buffer1?what -> makeVisible(1, what) }
#endif
    od
}

/* A barrier in every running thread of the machine: the buffers are empty after it. */
inline processBarrier() {
#ifdef NO_BARRIER
    skip
#else
    d_step {
        do
        :: buffer0?what -> makeVisible(0, what)
        :: empty(buffer0) -> break
        od;
#if QUEUES > 1
        do
        :: buffer1?what -> makeVisible(1, what)
        :: empty(buffer1) -> break
        od
#endif
    }
#endif
}

/* Words first, then the record, then the note that a command is under way. */
inline publish() {
    if
    :: stored -> word = refusing
    :: else -> word = live
    fi;
    recordRemoved = stored;
    pending = 0
}

proctype victim(byte q) {
    mtype:word seen;
    byte rounds = 0;
    bit parked = 0;
    do
    :: victimDead -> break
    :: !victimDead && rounds == ROUNDS && !parked && kernel[q] == 0 && landed[q] == 0 -> break
    /* A completion is taken off the ring, also while another request is parked. */
    :: atomic { !victimDead && landed[q] > 0 -> landed[q]--; store(q, leaving) }
    :: !victimDead && parked && word != held -> parked = 0
#ifndef NOBODY_RECOVERS
    /* Held for long: it looks after a dead locker itself. */
    :: atomic { !victimDead && parked && registry == 0 && pending -> registry = 1 } ->
        if :: pending -> publish() :: else fi;
        registry = 0
#endif
    :: !victimDead && rounds < ROUNDS && !parked ->
        rounds++;
#ifdef COUNT_AFTER_CHECK
        seen = word;
        atomic { if :: victimDead -> break :: else -> store(q, entering) fi };
#else
        atomic { if :: victimDead -> break :: else -> store(q, entering) fi };
        seen = word;
#endif
        if
        :: seen == live ->
            atomic { if :: victimDead -> break :: else -> assert(!good); kernel[q]++ fi }
        :: seen == refusing ->
            assert(stored);
            atomic { if :: victimDead -> break :: else -> store(q, leaving) fi }
        :: seen == held ->
            /* Counted out and parked, not refused: it is tried again. */
            atomic { if :: victimDead -> break :: else -> store(q, leaving) fi };
            parked = 1;
            rounds--
        fi
    od;
    ended++
}

proctype device(byte q) {
    do
    :: atomic {
        kernel[q] > 0 -> assert(!good); assert(!seenRemoved); kernel[q]--;
        if :: !victimDead -> landed[q]++ :: else fi
       }
    :: ended == QUEUES && kernel[q] == 0 -> break
    od
}

#ifdef KILL
active proctype killer() {
    if
    :: victimDead = 1
    :: skip
    fi
}
#endif

#define SLOT_FREE (victimDead && kernel[0] == 0 && kernel[QUEUES - 1] == 0)

/* Reads the lines of all queues, each `left` before `entered`. */
inline readLines(drained) {
    drained = 1;
    q = 0;
    do
    :: q < QUEUES ->
#ifdef ENTERED_FIRST
        e = entered[q];
        l = left[q];
#else
        l = left[q];
        e = entered[q];
#endif
        if :: l != e -> drained = 0 :: else fi;
        q++
    :: else -> break
    od
}

inline mayDie() {
    if
    :: preemptorOver = 1; registry = 0; goto over
    :: skip
    fi
}

active proctype preemptor() {
    byte l, e, q;
    bit drained;
    mtype what;
    atomic { registry == 0 -> registry = 1 };
    pending = 1;
    mayDie();
#ifdef GOOD_BEFORE_DRAIN
    stored = 1; publish(); good = 1; registry = 0; goto over;
#endif
    word = held;
    mayDie();
#ifdef RECORD_BEFORE_DRAIN
    recordRemoved = 1;
#endif
    processBarrier();
    do
    :: readLines(drained);
        if :: drained -> break :: else fi
#ifdef DEAD_BY_PID
    :: victimDead -> break
#else
    :: SLOT_FREE -> break
#endif
    /* Out of time: nothing has changed. */
    :: publish(); registry = 0; goto over
    od;
    mayDie();
    stored = 1;
    mayDie();
    word = refusing;
    mayDie();
    recordRemoved = 1;
    mayDie();
    pending = 0;
    good = 1;
    registry = 0;
over:
    preemptorOver = 1
}

/* Whoever takes the registry lock next finds `pending` set and makes the page agree with the store. */
active proctype laterLocker() {
    do
#ifndef NOBODY_RECOVERS
    :: atomic { registry == 0 && pending -> registry = 1 };
        if
        :: pending ->
#ifdef RECOVER_TO_BEFORE
            word = live; pending = 0
#else
            publish()
#endif
        :: else
        fi;
        registry = 0
#endif
    :: preemptorOver && !pending && registry == 0 -> break
    od
}

active proctype reader() {
    if
    :: recordRemoved -> seenRemoved = 1
    :: skip
    fi
}

init {
    atomic {
        run victim(0); run device(0);
#if QUEUES > 1
        run victim(1); run device(1)
#endif
    }
}
