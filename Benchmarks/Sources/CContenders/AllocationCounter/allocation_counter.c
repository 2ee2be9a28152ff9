/* Counts a process's heap allocations exactly. Loaded with LD_PRELOAD; at exit it writes one line to the file that
 * HOLDFAST_ALLOCATIONS names. It stands before glibc's allocator and forwards to it by its internal names: looking them
 * up with dlsym would itself allocate. */
#define _GNU_SOURCE

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static atomic_ullong allocations, bytes, frees;

static void *counted(void *memory, size_t size)
{
    if (memory != NULL) {
        atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed);
    }
    return memory;
}

void *malloc(size_t size)
{
    return counted(__libc_malloc(size), size);
}

void *calloc(size_t count, size_t size)
{
    return counted(__libc_calloc(count, size), count * size);
}

/* A reallocation counts as an allocation even where it grows in place: it is work in the allocator. */
void *realloc(void *old, size_t size)
{
    return counted(__libc_realloc(old, size), size);
}

void *memalign(size_t alignment, size_t size)
{
    return counted(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return counted(__libc_memalign(alignment, size), size);
}

int posix_memalign(void **result, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
        return EINVAL;
    void *memory = counted(__libc_memalign(alignment, size), size);
    if (memory == NULL)
        return ENOMEM;
    *result = memory;
    return 0;
}

void free(void *memory)
{
    if (memory != NULL)
        atomic_fetch_add_explicit(&frees, 1, memory_order_relaxed);
    __libc_free(memory);
}

__attribute__((destructor)) static void report(void)
{
    unsigned long long total = atomic_load(&allocations), size = atomic_load(&bytes), freed = atomic_load(&frees);
    const char *path = getenv("HOLDFAST_ALLOCATIONS");
    FILE *file = path != NULL ? fopen(path, "we") : NULL;
    if (file == NULL)
        return;
    fprintf(file, "allocations=%llu bytes=%llu frees=%llu\n", total, size, freed);
    fclose(file);
}
