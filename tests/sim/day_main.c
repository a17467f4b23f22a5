/* sim-day: an organisation on one host through bad days.
 *
 *   sim-day run FIRST COUNT STEPS    a day a seed, each of so many steps; one process a processor
 *   sim-day lying FIRST COUNT STEPS  the same on a disk that keeps nothing of what it syncs: at least one in
 * two must fail sim-day seed SEED STEPS          one day, told
 *
 * Prints seed and commit of what failed. Status 0: nothing did, and everything that can go wrong has gone
 * wrong. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "commit.h"
#include "sim/day.h"
#include "sim/share.h"

static struct day day;

struct work {
    uint64_t first;
    uint64_t count;
    size_t steps;
};

/* A check of the host or a bug ends the process by itself: then this is said. */
static void tell_where(void)
{
    if (day.seed != UINT64_MAX) {
        (void)printf("FAILED seed %llu with %zu steps at commit %s\n", (unsigned long long)day.seed,
                     day.steps, SIM_COMMIT);
    }
}

static void on_signal(int signal)
{
    tell_where(); /* the process ends here anyway */
    (void)fflush(stdout);
    _exit(128 + signal);
}

static void say_where(void)
{
    check(atexit(tell_where) == 0);
    (void)signal(SIGSEGV, on_signal);
    (void)signal(SIGBUS, on_signal);
    (void)signal(SIGABRT, on_signal);
}

static int part(void *ctx, uint64_t first, uint64_t step, uint64_t *counts)
{
    const struct work *w = ctx;
    say_where();
    for (uint64_t i = first; i < w->count; i += step) {
        day_run(&day, w->first + i, w->steps);
    }
    day.seed = UINT64_MAX;
    memcpy(counts, &day.totals, sizeof day.totals);
    return 0;
}

static int run(const struct work *w)
{
    struct day_totals t = {.runs = 0};
    struct work own = *w;
    const int status = share(part, &own, sizeof t / sizeof(uint64_t), (uint64_t *)&t);
    (void)printf("bad days: %llu, %llu events, %llu acts; %llu kills, %llu losses of power (%llu in the "
                 "middle of a write), "
                 "%llu full and %llu failing disks, %llu leaps of the clock, %llu lies; %llu texts adopted, "
                 "%llu silences "
                 "broken, %llu lapsed; %llu charters amended; %llu votes, %llu of them adopted "
                 "texts; %llu rounds of elections, %llu elected; %llu suspensions, %llu matters limited; "
                 "%llu matters referred, %llu classified, %llu votes by the rule of a class, %llu appeals, "
                 "%llu rulings overruled; %llu settings of the clock, %llu noted days; "
                 "%llu split positions, %llu sessions, %llu speeches, %llu platforms, %llu treaties, "
                 "%llu older statements\n",
                 (unsigned long long)t.runs, (unsigned long long)t.events, (unsigned long long)t.acts,
                 (unsigned long long)t.kills, (unsigned long long)t.losses, (unsigned long long)t.torn,
                 (unsigned long long)t.full, (unsigned long long)t.failed_disks, (unsigned long long)t.leaps,
                 (unsigned long long)t.lies, (unsigned long long)t.adopted, (unsigned long long)t.rejected,
                 (unsigned long long)t.lapsed, (unsigned long long)t.amended, (unsigned long long)t.votes,
                 (unsigned long long)t.carried, (unsigned long long)t.rounds,
                 (unsigned long long)t.elected, (unsigned long long)t.suspended,
                 (unsigned long long)t.limited, (unsigned long long)t.referred,
                 (unsigned long long)t.classified, (unsigned long long)t.by_class,
                 (unsigned long long)t.appeals, (unsigned long long)t.overruled,
                 (unsigned long long)t.clocks, (unsigned long long)t.come, (unsigned long long)t.split,
                 (unsigned long long)t.sessions, (unsigned long long)t.speeches,
                 (unsigned long long)t.platforms, (unsigned long long)t.treaties,
                 (unsigned long long)t.older);
    (void)printf("%llu passed, %llu failed\n", (unsigned long long)t.runs,
                 (unsigned long long)(w->count - t.runs));
    /* A run in which nothing of interest happens proves nothing. */
    const bool idle = w->count >= 100 &&
                      (t.kills == 0 || t.torn == 0 || t.full == 0 || t.failed_disks == 0 || t.leaps == 0 ||
                       t.lies == 0 || t.adopted == 0 || t.rejected == 0 || t.lapsed == 0 || t.amended == 0 ||
                       t.votes == 0 || t.carried == 0 || t.rounds == 0 || t.elected == 0 ||
                       t.suspended == 0 || t.limited == 0 || t.referred == 0 || t.classified == 0 ||
                       t.by_class == 0 || t.appeals == 0 || t.overruled == 0 || t.clocks == 0 ||
                       t.come == 0 || t.split == 0 || t.sessions == 0 || t.speeches == 0 ||
                       t.platforms == 0 || t.treaties == 0 || t.older == 0);
    return status != 0 || idle ? 1 : 0;
}

/* Whether the checks see anything at all. */
static int run_lying(const struct work *w)
{
    uint64_t noticed = 0;
    for (uint64_t i = 0; i < w->count; i++) {
        (void)fflush(stdout);
        const pid_t child = fork();
        check(child >= 0);
        if (child == 0) {
            check(freopen("/dev/null", "w", stdout) != NULL);
            day.lying = true;
            day_run(&day, w->first + i, w->steps);
            _exit(0);
        }
        int status = 0;
        check(waitpid(child, &status, 0) == child);
        noticed += WIFEXITED(status) && WEXITSTATUS(status) != 0;
    }
    (void)printf("a disk that lies: noticed on %llu of %llu days\n", (unsigned long long)noticed,
                 (unsigned long long)w->count);
    (void)printf("%d passed, %d failed\n", 2 * noticed >= w->count, 2 * noticed < w->count);
    return 2 * noticed >= w->count ? 0 : 1;
}

static uint64_t number(const char *text)
{
    int64_t n = 0;
    if (!num_parse(bytes_of_text(text), INTEGER_MAX, &n)) {
        (void)fprintf(stderr, "sim-day: not a number: %s\n", text);
        exit(2);
    }
    return (uint64_t)n;
}

int main(int argc, char **argv)
{
    check(crypto_start() == OK);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 5 && strcmp(argv[1], "run") == 0) {
        const struct work w = {number(argv[2]), number(argv[3]), (size_t)number(argv[4])};
        return run(&w);
    }
    if (argc == 5 && strcmp(argv[1], "lying") == 0) {
        const struct work w = {number(argv[2]), number(argv[3]), (size_t)number(argv[4])};
        return run_lying(&w);
    }
    if (argc == 4 && strcmp(argv[1], "seed") == 0) {
        day.tell = true;
        day_run(&day, number(argv[2]), (size_t)number(argv[3]));
        day.seed = UINT64_MAX;
        return 0;
    }
    (void)fprintf(stderr,
                  "usage: sim-day run FIRST COUNT STEPS | lying FIRST COUNT STEPS | seed SEED STEPS\n");
    return 2;
}
