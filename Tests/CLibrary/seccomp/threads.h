/* The threads of a monitor: its own two, and those that it makes for the library, each behind its filter. */
#ifndef THREADS_H
#define THREADS_H

#include <pthread.h>
#include <semaphore.h>

#include "program.h"

/* A thread of the program that carries out functions, one by one. */
struct executor {
    sem_t begin, end;
    void (*work)(void);
};
static struct executor owner, caller;

static void *execute(void *opaque)
{
    struct executor *self = opaque;
    for (;;) {
        while (sem_wait(&self->begin) != 0)
            ;
        if (self->work == NULL)
            return NULL;
        self->work();
        sem_post(&self->end);
    }
}

static void make_executor(struct executor *self, const char *name)
{
    pthread_t thread;
    NEED(sem_init(&self->begin, 0, 0) == 0 && sem_init(&self->end, 0, 0) == 0);
    NEED(pthread_create(&thread, NULL, execute, self) == 0);
    pthread_setname_np(thread, name);
    pthread_detach(thread);
}

static void on(struct executor *self, void (*work)(void))
{
    self->work = work;
    sem_post(&self->begin);
    while (sem_wait(&self->end) != 0)
        ;
}

/* The filter of a thread that has a role. What the program itself does there: wait for work. */
static void enter_role(enum role role)
{
    struct filter filter;
    if (mode == RECORD) {
        watch_thread(role);
    } else if (mode == EACH) {
        begin_filter(&filter);
        allow_last_words(&filter);
        if (role == QUEUE)
            on_call(&filter, SYS_epoll_pwait, SECCOMP_RET_ALLOW);
#ifdef SYS_epoll_wait
        if (role == QUEUE)
            on_call(&filter, SYS_epoll_wait, SECCOMP_RET_ALLOW);
#endif
        allow_role(&filter, role, has, role == QUEUE || role == CALLER);
        answer(&filter, SECCOMP_RET_TRAP);
        EQUAL(install(&filter, 0), 0);
    }
}

static void enter_queue(void) { enter_role(QUEUE); }
static void enter_caller(void) { enter_role(CALLER); }

/* The library's threads are made by a thread that has no filter: one that has hands it on. */
struct start {
    char name[64];
    void (*body)(void *argument);
    void *argument;
};
static struct start starting;
static struct executor spawner;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static int start_result;
static atomic_int started, ended;

static void *run_thread(void *opaque)
{
    struct start *start = opaque;
    enum role role = role_of(start->name);
    if (role == ROLES) {
        printf("# a thread has the name %s, which isn't known\n", start->name);
        exit(1);
    }
    enter_role(role);
    start->body(start->argument);
    free(start);
    atomic_fetch_add(&ended, 1);
    return NULL;
}

static void spawn(void)
{
    struct start *start = malloc(sizeof *start);
    NEED(start != NULL);
    *start = starting;
    pthread_t thread;
    sigset_t blocked, previous;
    sigfillset(&blocked);
    sigdelset(&blocked, SIGSYS);
    pthread_sigmask(SIG_SETMASK, &blocked, &previous);
    start_result = -pthread_create(&thread, NULL, run_thread, start);
    pthread_sigmask(SIG_SETMASK, &previous, NULL);
    if (start_result == 0)
        pthread_detach(thread);
}

static int start_thread(void *opaque, const char *name, void (*body)(void *argument), void *argument)
{
    (void)opaque;
    NEED(!atomic_load(&is_sealed));
    pthread_mutex_lock(&one_at_a_time);
    snprintf(starting.name, sizeof starting.name, "%s", name);
    starting.body = body, starting.argument = argument;
    on(&spawner, spawn);
    int result = start_result;
    pthread_mutex_unlock(&one_at_a_time);
    atomic_fetch_add(&started, result == 0);
    return result;
}

#endif
