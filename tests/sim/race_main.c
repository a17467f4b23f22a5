/* sim-race: deadline races.
 *
 *   sim-race races FIRST COUNT            drawn races; CI runs 10^4, `make sim` 10^5
 *   sim-race family NAME FIRST COUNT      races of one danger, with nothing taken away
 *   sim-race mutations COUNT              each obligation is taken away in its family: a checker must trip,
 * and none may trip with the same seeds when it is there sim-race seed SEED [FAMILY]           one race, told
 *   sim-race list                         families
 *
 * One process a processor. Prints seed and commit of what failed. Status 0: nothing did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "commit.h"
#include "sim/race.h"
#include "sim/share.h"

static struct chain chains[RACE_NODES_MAX + 1][2];
static bool open_chains[RACE_NODES_MAX + 1][2];
static struct race race;

struct totals {
    uint64_t races, events, adopted, rejected, lapsed, secured, failed, families_failed;
};
static struct totals totals;

static bool run(const struct scenario *s)
{
    struct chain *c = &chains[s->n][s->quorum];
    if (!open_chains[s->n][s->quorum]) {
        chain_open(c, s->n, s->quorum);
        open_chains[s->n][s->quorum] = true;
    }
    const bool passed = race_run(&race, s, c);
    totals.races++;
    totals.events += race.events;
    totals.adopted += race.adopted;
    totals.rejected += race.rejected;
    totals.lapsed += race.lapsed;
    totals.secured += race.secured;
    totals.failed += !passed;
    return passed;
}

static void report(const struct scenario *s, const char *family)
{
    (void)printf("FAILED seed %llu%s%s (n %zu, delay %d, close %s) at commit %s: %s\n",
                 (unsigned long long)s->seed, family == NULL ? "" : " of ", family == NULL ? "" : family,
                 s->n, s->delay, s->quorum ? "n-f" : "all", SIM_COMMIT, race.failure);
}

static void print_totals(const char *what)
{
    (void)printf("%s: %llu races, %llu events: %llu texts adopted, %llu silences broken, %llu lapsed; "
                 "%llu objections were secured, %llu races failed\n",
                 what, (unsigned long long)totals.races, (unsigned long long)totals.events,
                 (unsigned long long)totals.adopted, (unsigned long long)totals.rejected,
                 (unsigned long long)totals.lapsed, (unsigned long long)totals.secured,
                 (unsigned long long)totals.failed);
}

static void close_all(void)
{
    for (size_t n = 0; n <= RACE_NODES_MAX; n++) {
        for (size_t q = 0; q < 2; q++) {
            if (open_chains[n][q]) {
                chain_close(&chains[n][q]);
            }
        }
    }
    race_done(&race);
}

struct work {
    const struct family *family;
    uint64_t first;
    uint64_t count;
};

static int end_part(uint64_t *counts, int status)
{
    memcpy(counts, &totals, sizeof totals);
    close_all();
    return status;
}

static int race_part(void *ctx, uint64_t first, uint64_t step, uint64_t *counts)
{
    const struct work *w = ctx;
    for (uint64_t i = first; i < w->count; i += step) {
        struct scenario s;
        if (w->family == NULL) {
            scenario_draw(&s, w->first + i);
        } else {
            scenario_family(&s, w->family, w->first + i);
            s.mutation = MUTATION_none;
        }
        if (!run(&s)) {
            report(&s, w->family == NULL ? NULL : w->family->name);
        }
    }
    return end_part(counts, totals.failed > 0 ? 1 : 0);
}

/* One family, with the obligation taken away and with it in force. */
static int try_family(const struct family *f, uint64_t count)
{
    uint64_t noticed = 0;
    uint64_t alarms = 0;
    char first[sizeof race.failure] = "";
    for (uint64_t seed = 0; seed < count; seed++) {
        struct scenario s;
        scenario_family(&s, f, seed);
        if (s.mutation != MUTATION_none && !run(&s)) {
            memcpy(first, noticed == 0 ? race.failure : first, sizeof first);
            noticed++;
            totals.failed--;
        }
        s.mutation = MUTATION_none;
        if (!run(&s)) {
            report(&s, f->name);
            alarms++;
        }
    }
    if (f->mutation == MUTATION_none) {
        (void)printf("%-22s %llu races, %llu failed\n", f->name, (unsigned long long)count,
                     (unsigned long long)alarms);
        return alarms > 0 ? 1 : 0;
    }
    (void)printf("%-22s noticed in %llu of %llu%s%s\n", f->name, (unsigned long long)noticed,
                 (unsigned long long)count, noticed == 0 ? ": NOT NOTICED" : ", first as: ", first);
    return noticed == 0 || alarms > 0 ? 1 : 0;
}

static int mutation_part(void *ctx, uint64_t first, uint64_t step, uint64_t *counts)
{
    const struct work *w = ctx;
    uint64_t failed = 0;
    for (uint64_t i = first; i < family_count; i += step) {
        failed += (uint64_t)try_family(&families[i], w->count);
    }
    totals.families_failed = failed;
    return end_part(counts, failed > 0 ? 1 : 0);
}

static int run_range(const struct family *f, uint64_t first, uint64_t count)
{
    struct work w = {.family = f, .first = first, .count = count};
    const int status = share(race_part, &w, sizeof totals / sizeof(uint64_t), (uint64_t *)&totals);
    print_totals(f == NULL ? "deadline races" : f->name);
    (void)printf("%llu passed, %llu failed\n", (unsigned long long)(totals.races - totals.failed),
                 (unsigned long long)totals.failed);
    /* A run in which nothing of interest happens proves nothing. */
    const bool idle =
        f == NULL && count >= 1000 &&
        (totals.adopted == 0 || totals.rejected == 0 || totals.lapsed == 0 || totals.secured == 0);
    return status != 0 || idle ? 1 : 0;
}

static int run_mutations(uint64_t count)
{
    struct work w = {.count = count};
    const int status = share(mutation_part, &w, sizeof totals / sizeof(uint64_t), (uint64_t *)&totals);
    print_totals("mutation check");
    (void)printf("%zu passed, %zu failed\n", family_count - (size_t)totals.families_failed,
                 (size_t)totals.families_failed);
    return status;
}

static const struct family *find_family(const char *name)
{
    for (size_t i = 0; i < family_count; i++) {
        if (strcmp(families[i].name, name) == 0) {
            return &families[i];
        }
    }
    (void)fprintf(stderr, "sim-race: no family is called %s; `sim-race list` names them\n", name);
    exit(2);
}

static int tell(uint64_t seed, const char *family)
{
    struct scenario s;
    if (family == NULL) {
        scenario_draw(&s, seed);
    } else {
        scenario_family(&s, find_family(family), seed);
    }
    s.tell = true;
    (void)printf("seed %llu: n %zu, delay %d, close %s, T %lld ms, %zu silences, %zu objections, %zu liars, "
                 "%zu dark\n",
                 (unsigned long long)seed, s.n, s.delay, s.quorum ? "n-f" : "all", (long long)s.duration_ms,
                 s.silences, s.objections, s.liars, s.dark);
    const bool passed = run(&s);
    if (!passed) {
        report(&s, family);
    }
    return passed ? 0 : 1;
}

static uint64_t number(const char *text)
{
    int64_t n = 0;
    if (!num_parse(bytes_of_text(text), INTEGER_MAX, &n)) {
        (void)fprintf(stderr, "sim-race: not a number: %s\n", text);
        exit(2);
    }
    return (uint64_t)n;
}

int main(int argc, char **argv)
{
    int status = 2;
    check(crypto_start() == OK);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 4 && strcmp(argv[1], "races") == 0) {
        status = run_range(NULL, number(argv[2]), number(argv[3]));
    } else if (argc == 5 && strcmp(argv[1], "family") == 0) {
        status = run_range(find_family(argv[2]), number(argv[3]), number(argv[4]));
    } else if (argc == 3 && strcmp(argv[1], "mutations") == 0) {
        status = run_mutations(number(argv[2]));
    } else if ((argc == 3 || argc == 4) && strcmp(argv[1], "seed") == 0) {
        status = tell(number(argv[2]), argc == 4 ? argv[3] : NULL);
    } else if (argc == 2 && strcmp(argv[1], "list") == 0) {
        for (size_t i = 0; i < family_count; i++) {
            (void)printf("%s\n", families[i].name);
        }
        status = 0;
    } else {
        (void)fprintf(stderr,
                      "usage: sim-race races FIRST COUNT | family NAME FIRST COUNT | mutations COUNT |\n"
                      "       seed SEED [FAMILY] | list\n");
    }
    close_all();
    return status;
}
