/* sim-voice: the organisation's one voice on bad days.
 *
 *   sim-voice sessions FIRST COUNT   a run a seed: a ceremony and some statements; one process a processor
 *   sim-voice small FIRST COUNT      three signers, many statements, hardly a session left in peace
 *   sim-voice subsets                each subset of six signers: from the threshold on each signs, below none
 *   sim-voice crashes                three and four signers, each killed at each of its writes
 *   sim-voice mutations COUNT        sentences of voice.md are taken away: a checker must trip each time
 *   sim-voice seed SEED              one run, told
 *
 * Prints seed and commit of what failed. Status 0: nothing did. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "base/num.h"
#include "commit.h"
#include "sim/chorus.h"
#include "sim/share.h"

static struct chorus chorus;
static uint64_t failed;

struct work {
    uint64_t first;
    uint64_t count;
    void (*draw)(struct chorus_plan *p, uint64_t seed);
};

struct sums {
    struct chorus_totals totals;
    uint64_t failed;
};

static bool run(const struct chorus_plan *p, const char *what)
{
    const bool passed = chorus_run(&chorus, p);
    if (!passed) {
        failed++;
        (void)printf("FAILED seed %llu (n %zu, delay %u%s%s) at commit %s: %s\n", (unsigned long long)p->seed,
                     p->n, p->delay, what[0] == 0 ? "" : ", ", what, SIM_COMMIT, chorus.failure);
    }
    return passed;
}

static int end_part(uint64_t *counts)
{
    const struct sums sums = {chorus.totals, failed};
    memcpy(counts, &sums, sizeof sums);
    return failed > 0 ? 1 : 0;
}

static int signing_part(void *ctx, uint64_t first, uint64_t step, uint64_t *counts)
{
    const struct work *w = ctx;
    for (uint64_t i = first; i < w->count; i += step) {
        struct chorus_plan p;
        w->draw(&p, w->first + i);
        (void)run(&p, "");
    }
    return end_part(counts);
}

static int subset_part(void *ctx, uint64_t first, uint64_t step, uint64_t *counts)
{
    (void)ctx;
    for (uint64_t i = first; i < 64; i += step) {
        const struct chorus_plan p = {
            .seed = 8 * i, .n = 6, .delay = (unsigned)(i & 1), .statements = 1, .calm_ceremony = true,
            .dead = (uint32_t)i};
        char what[32];
        (void)snprintf(what, sizeof what, "silent %02llx", (unsigned long long)i);
        const uint64_t spoken = chorus.totals.spoken;
        if (run(&p, what) && (chorus.totals.spoken > spoken) != (__builtin_popcountll(i) <= 1)) {
            failed++;
            (void)printf("FAILED: with the signers %s it is %ssigned\n", what,
                         chorus.totals.spoken > spoken ? "" : "not ");
        }
    }
    return end_part(counts);
}

/* Every file operation of one signer in one run; it starts again half a second later. */
static void crash_everywhere(size_t n, size_t victim, int manner, unsigned delay)
{
    for (uint64_t at = 2;; at++) { /* the first is its very first start */
        const struct chorus_plan p = {.seed = 100 * n + victim,
                                      .n = n,
                                      .delay = delay,
                                      .statements = 2,
                                      .victim = victim,
                                      .crash_at = at,
                                      .crash_manner = manner};
        char what[64];
        (void)snprintf(what, sizeof what, "member %zu killed at operation %llu, manner %d", victim + 1,
                       (unsigned long long)at, manner);
        const uint64_t crashes = chorus.totals.crashes;
        const uint64_t spoken = chorus.totals.spoken;
        const uint64_t ceremonies = chorus.totals.ceremonies;
        if (run(&p, what) && (chorus.totals.spoken != spoken + p.statements ||
                              chorus.totals.ceremonies != ceremonies + 1)) {
            failed++;
            (void)printf("FAILED: not everything was signed: %s\n", what);
        }
        if (chorus.totals.crashes == crashes && chorus.nodes[victim].operations < at) {
            return;
        }
    }
}

static int crash_part(void *ctx, uint64_t first, uint64_t step, uint64_t *counts)
{
    (void)ctx;
    for (uint64_t i = first; i < (uint64_t)7 * 3 * 2; i += step) {
        const size_t place = (size_t)(i % 7);
        crash_everywhere(place < 3 ? 3 : 4, place < 3 ? place : place - 3, (int)(i / 7 % 3),
                         (unsigned)(i / 21));
    }
    return end_part(counts);
}

/* Each sentence with as many seeds, without it and with it. */
static int run_mutations(uint64_t count)
{
    static const struct {
        const char *name;
        enum mutation mutation;
    } rows[] = {
        {"v8_deadline", MUTATION_v8_deadline}, {"v15_blame", MUTATION_v15_blame},
        {"v22_couple", MUTATION_v22_couple},   {"v22_mark", MUTATION_v22_mark},
        {"v23_share", MUTATION_v23_share},
    };
    uint64_t passed = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint64_t noticed = 0;
        char first[sizeof chorus.failure] = "";
        for (uint64_t seed = 0; seed < count; seed++) {
            struct chorus_plan p;
            chorus_draw(&p, seed);
            p.mutation = rows[i].mutation;
            p.calm_ceremony = p.mutation != MUTATION_v8_deadline && p.calm_ceremony;
            if (!chorus_run(&chorus, &p)) {
                memcpy(first, noticed == 0 ? chorus.failure : first, sizeof first);
                noticed++;
            }
            p.mutation = MUTATION_none;
            (void)run(&p, rows[i].name);
        }
        (void)printf("%-12s noticed in %llu of %llu%s%s\n", rows[i].name, (unsigned long long)noticed,
                     (unsigned long long)count, noticed == 0 ? ": NOT NOTICED" : ", first as: ", first);
        passed += noticed > 0;
    }
    failed += sizeof rows / sizeof rows[0] - passed;
    (void)printf("%llu passed, %llu failed\n", (unsigned long long)passed, (unsigned long long)failed);
    return failed > 0 ? 1 : 0;
}

static void print_totals(const struct chorus_totals *t)
{
    (void)printf("one voice: %llu runs, %llu ceremonies (%llu void, %llu keys), %llu statements, %llu signed "
                 "(%llu could not be), %llu sessions, %llu of them interrupted, %llu shares, %llu refusals; "
                 "%llu crashes in a write, %llu older copies, %llu forked records, %llu lies, "
                 "%llu bad shares named\n",
                 (unsigned long long)t->runs, (unsigned long long)t->ceremonies, (unsigned long long)t->voids,
                 (unsigned long long)t->keys, (unsigned long long)t->statements,
                 (unsigned long long)t->spoken, (unsigned long long)t->unable,
                 (unsigned long long)t->sessions, (unsigned long long)t->interrupted,
                 (unsigned long long)t->shares, (unsigned long long)t->refusals,
                 (unsigned long long)t->crashes, (unsigned long long)t->restores,
                 (unsigned long long)t->forks, (unsigned long long)t->lies, (unsigned long long)t->evidence);
}

static int run_shared(int (*part)(void *, uint64_t, uint64_t, uint64_t *), struct work *w, bool drawn)
{
    struct sums s = {.failed = 0};
    const int status = share(part, w, sizeof s / sizeof(uint64_t), (uint64_t *)&s);
    const struct chorus_totals *t = &s.totals;
    print_totals(t);
    (void)printf("%llu passed, %llu failed\n", (unsigned long long)(t->runs - s.failed),
                 (unsigned long long)s.failed);
    /* Runs in which nothing of interest happens prove nothing. */
    const bool idle = drawn && w->count >= 200 &&
                      (t->voids == 0 || t->crashes == 0 || t->restores == 0 || t->forks == 0 ||
                       t->evidence == 0 || t->refusals == 0 || t->interrupted == 0);
    if (idle) {
        (void)printf("FAILED: something that can go wrong has not gone wrong\n");
    }
    return status != 0 || idle ? 1 : 0;
}

static uint64_t number(const char *text)
{
    int64_t n = 0;
    if (!num_parse(bytes_of_text(text), INTEGER_MAX, &n)) {
        (void)fprintf(stderr, "sim-voice: not a number: %s\n", text);
        exit(2);
    }
    return (uint64_t)n;
}

int main(int argc, char **argv)
{
    struct work w = {.count = 0};
    check(crypto_start() == OK);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    log_set_level(LOG_NOTHING);
    if (argc == 4 && strcmp(argv[1], "sessions") == 0) {
        w = (struct work){number(argv[2]), number(argv[3]), chorus_draw};
        return run_shared(signing_part, &w, true);
    }
    if (argc == 4 && strcmp(argv[1], "small") == 0) {
        w = (struct work){number(argv[2]), number(argv[3]), chorus_draw_small};
        return run_shared(signing_part, &w, false);
    }
    if (argc == 2 && strcmp(argv[1], "subsets") == 0) {
        return run_shared(subset_part, &w, false);
    }
    if (argc == 2 && strcmp(argv[1], "crashes") == 0) {
        return run_shared(crash_part, &w, false);
    }
    if (argc == 3 && strcmp(argv[1], "mutations") == 0) {
        return run_mutations(number(argv[2]));
    }
    if (argc == 3 && strcmp(argv[1], "seed") == 0) {
        struct chorus_plan p;
        chorus_draw(&p, number(argv[2]));
        chorus.tell = true;
        const bool passed = run(&p, "");
        print_totals(&chorus.totals);
        return passed ? 0 : 1;
    }
    (void)fprintf(stderr,
                  "usage: sim-voice sessions|small FIRST COUNT | subsets | crashes | mutations COUNT |\n"
                  "       seed SEED\n");
    return 2;
}
