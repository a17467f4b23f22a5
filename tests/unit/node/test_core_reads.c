/* A disk that cannot be read, at each of its reads in turn: while an organisation is opened, while acts are
 * interpreted, while somebody looks. It ends as an error; never as a failed check, a rejection that is none,
 * or an answer that is wrong. */
#include <sqlite3.h>
#include <string.h>

#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "node/audit.h"
#include "node/reader.h"
#include "support/host.h"

enum { MATTERS = 150, TRIES = 40 };

static struct host_text text;

/* An organisation with a history, which nobody serves; its world. */
static struct world *made(struct host *h, struct org *o)
{
    org_make(harness_arena(), &(struct org_options){.members = 3, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
    text = host_text(h, "relief", 1);
    host_silence(h, &text, 10000);
    for (size_t i = 0; i < MATTERS; i++) {
        (void)host_say(h, i % 3, "matter.open", "ok",
                       "{\"body\":\"council\",\"languages\":[\"en\"],\"reference\":\"m%zu\",\"rule\":"
                       "\"silence\",\"title\":\"A matter\"}",
                       i);
    }
    host_pass(h, 3000);
    host_close(h);
    return h->world;
}

static void fail_reads(struct world *w, uint64_t from, uint64_t count)
{
    w->faults.reads = 0;
    w->faults.read_fail_from = from;
    w->faults.read_fail_count = count;
}

/* Whether all read faults ordered were beyond the end of what is read. */
static bool is_beyond(const struct world *w, uint64_t k)
{
    return w->faults.reads < k;
}

static void check_intact(struct host *h)
{
    const struct audit_options options = {.scratch = "scratch"};
    struct audit_result r;
    check_ok(audit_run(&h->world->env, "org", &options, &r));
    if (r.wrong > 0) {
        harness_note("%.*s", (int)r.findings.len, (const char *)r.findings.data);
    }
    check_eq(r.wrong, 0);
    audit_done(&r);
}

static void ask_nobody(void *ctx, size_t signer, struct bytes request)
{
    (void)ctx;
    (void)signer;
    (void)request;
}

static void reply_nobody(void *ctx, uint64_t client, struct bytes answer)
{
    (void)ctx;
    (void)client;
    (void)answer;
}

TEST(an_organisation_is_opened_or_says_that_its_disk_cannot_be_read)
{
    struct host h;
    struct org o;
    struct world *w = made(&h, &o);
    const struct core_io io = {.ask = ask_nobody, .reply = reply_nobody};
    uint64_t failed = 0;
    uint64_t k = 1;
    for (bool last = false; !last; k++) {
        struct world *next = world_after(w, false);
        struct core *c = NULL;
        harness_note("read %d", (int)k);
        fail_reads(next, k, 1);
        const enum error e = core_open(&c, &next->env, "org", &io);
        check_that(e == OK || e == ERROR_IO);
        failed += e != OK;
        last = is_beyond(next, k);
        core_close(c);
        world_free(next);
    }
    check_that(k > 20 && failed > k / 2);
    world_free(w);
}

TEST(a_signer_is_opened_or_says_that_its_disk_cannot_be_read)
{
    struct host h;
    struct org o;
    struct world *w = made(&h, &o);
    const struct env *env = &w->env;
    struct checkpoint last;
    for (uint64_t k = 1; k <= 2; k++) { /* it reads its file once */
        fail_reads(w, k, 1);
        const enum error e = signer_state_read(env, "org/signers/log/state", &last);
        check_eq(e, k == 1 ? ERROR_IO : OK);
    }
    world_free(w);
}

/* What one act may be answered: it is recorded and ok, or it could not be done. */
static bool check_answered(struct host *h, uint64_t client)
{
    if (host_answers(h, client) == 0) { /* core ended before */
        check_that(h->core == NULL);
        return false;
    }
    const struct client_answer *a = host_answer(h, client);
    check_that(a->outcome == OUTCOME_DONE || a->outcome == OUTCOME_FAILED);
    if (a->outcome == OUTCOME_DONE) {
        check_bytes(a->result, BYTES("ok"));
    }
    return a->outcome == OUTCOME_DONE;
}

static struct bytes act_of(struct org *o, size_t number)
{
    static const char *const kinds[] = {"matter.position", "objection.raise", "matter.explain",
                                        "matter.open"};
    struct arena *a = harness_arena();
    const char *root = org_hex(a, &text.root);
    const char *bodies[] = {
        arena_printf(a, "{\"position\":\"Y\",\"root\":\"%s\"}", root),
        arena_printf(a, "{\"reason\":\"No.\",\"root\":\"%s\"}", root),
        arena_printf(a, "{\"root\":\"%s\",\"text\":\"Why.\"}", root),
        "{\"body\":\"council\",\"languages\":[\"en\"],\"reference\":\"new\",\"rule\":\"silence\","
        "\"title\":\"N\"}",
    };
    return org_sign(o, a,
                    &(struct org_act){.kind = kinds[number],
                                      .member = number % 3,
                                      .key = ORG_MINISTER,
                                      .body = bodies[number]});
}

enum { ACTS = 4 };

/* Acts, and the end of the silence, with the k-th read failing; then all again with a disk that is well. How
 * many reads there were; with k 0 none fails. */
static uint64_t run_batches(const struct world *w, struct org *o, uint64_t k, uint64_t count)
{
    struct host h;
    struct bytes sent[ACTS];
    bool done[ACTS] = {false};
    /* Pages are read again, as in a database that is larger than memory. */
    (void)sqlite3_soft_heap_limit64(1);
    host_open(&h, o, world_after(w, false));
    check_ok(h.core_error);
    state_bound(host_state(&h), 1, 1); /* nothing that can be read again stays in memory */
    record_bound(host_record(&h), 1);
    fail_reads(h.world, k, count);
    for (size_t i = 0; i < ACTS; i++) {
        sent[i] = act_of(o, i);
        if (h.core != NULL) {
            const uint64_t client = host_submit(&h, sent[i]);
            host_pass(&h, 500);
            done[i] = check_answered(&h, client);
        }
    }
    host_pass(&h, 15000);
    check_that(h.core_error == OK || h.core_error == ERROR_IO);
    check_that(k > 0 || h.core_error == OK);
    const uint64_t reads = h.world->faults.reads;
    fail_reads(h.world, 0, 0);
    (void)sqlite3_soft_heap_limit64(0);
    host_crash(&h, false);
    check_ok(h.core_error);
    for (size_t i = 0; i < ACTS; i++) {
        uint64_t index = 0;
        const struct hash id = org_act_id(harness_arena(), sent[i]);
        check_that(!done[i] || record_find(host_record(&h), &id, &index) == OK);
        const uint64_t client = host_submit(&h, sent[i]);
        host_settle(&h);
        check_eq(host_answer(&h, client)->outcome, OUTCOME_DONE);
    }
    host_close(&h);
    check_intact(&h);
    world_free(h.world);
    return reads;
}

TEST(acts_are_interpreted_rightly_or_core_ends_when_its_disk_cannot_be_read)
{
    struct host h;
    struct org o;
    struct world *w = made(&h, &o);
    const uint64_t reads = run_batches(w, &o, 0, 0);
    check_that(reads > TRIES);
    for (uint64_t i = 0; i < TRIES; i++) { /* each once, if the seeds are many */
        const uint64_t k = 1 + (i * reads + harness_seed() % reads) / TRIES;
        harness_note("read %d of %d", (int)k, (int)reads);
        (void)run_batches(w, &o, k, 1);
        (void)run_batches(w, &o, k, 0);
    }
    world_free(w);
}

/* What somebody sees who looks: a number that any row missed would change. */
static size_t look(struct reader *r, struct arena *a)
{
    struct matter *list = NULL;
    struct matter m;
    struct silence x;
    struct entry e;
    size_t seen = matter_list(r->state, a, &list);
    seen += matter_get(r->state, &text.matter, a, &m) ? 100 : 0;
    seen += silence_get(r->state, &text.silence, a, &x) ? 1000 : 0;
    for (uint64_t i = 0; i < record_size(r->record); i++) {
        seen += record_read(r->record, i, a, &e, NULL) == OK ? 10000 : 0;
    }
    return seen;
}

TEST(who_looks_sees_what_is_there_or_is_told_that_it_cannot_be_read)
{
    struct host h;
    struct org o;
    struct world *w = made(&h, &o);
    struct reader r;
    struct arena a = {0};
    check_ok(reader_open(&r, &w->env, "org"));
    const size_t whole = look(&r, &a);
    const uint64_t size = record_size(r.record);
    check_eq(whole % 10000, 1100 + MATTERS + 1);
    check_eq(whole / 10000, size);
    reader_close(&r);
    uint64_t told = 0;
    uint64_t k = 1;
    for (bool last = false; !last; k++) {
        harness_note("read %d", (int)k);
        fail_reads(w, k, 1);
        enum error e = reader_open(&r, &w->env, "org");
        check_that(e == OK || e == ERROR_IO);
        if (e == OK) {
            const size_t seen = look(&r, &a);
            e = reader_error(&r);
            check_that(e == OK || e == ERROR_IO);
            check_that(seen % 10000 == whole % 10000 || e != OK);
            check_that(seen <= whole);
            reader_close(&r);
        }
        told += e != OK;
        last = is_beyond(w, k);
    }
    check_that(k > 20 && told > k / 2);
    arena_done(&a);
    world_free(w);
}
