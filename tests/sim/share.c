#include "sim/share.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"

int share(int (*part)(void *ctx, uint64_t first, uint64_t step, uint64_t *counts), void *ctx, size_t count,
          uint64_t *sums)
{
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    const size_t jobs = online < 1 ? 1 : (size_t)online;
    const size_t size = jobs * count * sizeof *sums;
    int status = 0;
    uint64_t *all = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    check(all != MAP_FAILED);
    (void)fflush(stdout);
    for (size_t i = 0; i < jobs; i++) {
        const pid_t child = fork();
        check(child >= 0);
        if (child == 0) {
            const int own = part(ctx, i, jobs, all + i * count);
            (void)fflush(stdout);
            _exit(own);
        }
    }
    for (size_t i = 0; i < jobs; i++) {
        int ended = 0;
        check(wait(&ended) > 0);
        if (!WIFEXITED(ended)) {
            (void)printf("FAILED: a process of the simulation was ended by signal %d\n", WTERMSIG(ended));
            status = 1;
        } else if (WEXITSTATUS(ended) != 0) {
            status = 1;
        }
    }
    for (size_t i = 0; i < jobs * count; i++) {
        sums[i % count] += all[i];
    }
    check(munmap(all, size) == 0);
    return status;
}
