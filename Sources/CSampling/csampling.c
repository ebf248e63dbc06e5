// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "csampling.h"

#if defined(__linux__) && defined(__x86_64__)
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/time.h>
#include <ucontext.h>

static uintptr_t lower, upper;
static _Atomic int64_t inside, total;

static int find(struct dl_phdr_info *info, size_t size, void *name) {
    (void)size;
    if (!info->dlpi_name || !strstr(info->dlpi_name, (const char *)name)) return 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
        lower = info->dlpi_addr + part->p_vaddr;
        upper = lower + part->p_memsz;
        return 1;
    }
    return 0;
}

static void look(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)info;
    uintptr_t place = (uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
    atomic_fetch_add_explicit(&total, 1, memory_order_relaxed);
    if (place >= lower && place < upper) atomic_fetch_add_explicit(&inside, 1, memory_order_relaxed);
}

static int every(int microseconds) {
    struct itimerval interval = {{0, microseconds}, {0, microseconds}};
    return setitimer(ITIMER_PROF, &interval, 0);
}

int scene_recipe_sampling_start(const char *library) {
    lower = upper = 0;
    if (!dl_iterate_phdr(find, (void *)library)) return -1;
    atomic_store(&inside, 0);
    atomic_store(&total, 0);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = look;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    if (sigaction(SIGPROF, &action, 0)) return -1;
    return every(1000);
}

scene_recipe_samples scene_recipe_sampling_stop(void) {
    every(0);
    signal(SIGPROF, SIG_IGN);
    scene_recipe_samples result = {atomic_load(&inside), atomic_load(&total)};
    return result;
}
#else
int scene_recipe_sampling_start(const char *library) {
    (void)library;
    return -1;
}

scene_recipe_samples scene_recipe_sampling_stop(void) {
    scene_recipe_samples result = {0, 0};
    return result;
}
#endif
