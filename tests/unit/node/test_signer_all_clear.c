/* All-clear: each precondition taken away from a request that is good without that (O7, O8, contracts section
 * 4). */
#include <string.h>

#include "node/signer_inner.h"
#include "unit/node/probe.h"

/* A silence that has fired in a record of many entries, and what is asked for it. */
struct fired {
    struct hash silence;
    struct hash root;
    int64_t duration_ms;
    int64_t deadline_ms;
    size_t index; /* of the fact */
    struct signer_request request;
};

static struct bytes fact_body(const struct fact_deadline *fact)
{
    struct buffer b;
    buffer_init(&b, 4096);
    fact_write_deadline(&b, fact);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

/* Shows the whole record, as the signer is to see it now. */
static void show(struct probe *p, struct fired *f)
{
    struct signer_all_clear *r = &f->request.all_clear;
    r->view = shown_view(&p->shown, harness_arena(), &p->o, p->s->last.size);
    r->fired = shown_included(&p->shown, f->index, p->shown.count);
}

/* The own clock stands exactly at D + delta. */
static void fire(struct probe *p, struct fired *f, int64_t duration_ms)
{
    struct arena *a = harness_arena();
    const int64_t delta = duration_ms / 1000 < DELTA_MS_MIN   ? DELTA_MS_MIN
                          : duration_ms / 1000 > DELTA_MS_MAX ? DELTA_MS_MAX
                                                              : duration_ms / 1000;
    *f = (struct fired){.root = probe_hash(5), .duration_ms = duration_ms};
    f->deadline_ms = p->h.world->wall_ms - delta;
    const struct hash matter = probe_hash(6);
    const struct bytes envelope =
        org_sign(&p->o, a,
                 &(struct org_act){.kind = "silence.open",
                                   .member = 2,
                                   .key = ORG_AMBASSADOR,
                                   .seq = 17,
                                   .expires_ms = 1800000000000,
                                   .body = arena_printf(
                                       a, "{\"duration\":%lld,\"matter\":\"%s\",\"root\":\"%s\"}",
                                       (long long)duration_ms, org_hex(a, &matter), org_hex(a, &f->root))});
    f->silence = org_act_id(a, envelope);
    f->request.verb = SIGNER_all_clear;
    struct signer_all_clear *r = &f->request.all_clear;
    r->fact = (struct fact_deadline){f->silence, f->root, f->deadline_ms, f->deadline_ms + 3};
    r->opening = (struct signer_opening){.epoch = 1,
                                         .seq = 17,
                                         .expires_ms = 1800000000000,
                                         .member = p->o.codes[2],
                                         .key = p->o.keys[2][ORG_AMBASSADOR].public,
                                         .matter = matter,
                                         .root = f->root,
                                         .duration_ms = duration_ms};
    shown_fill(&p->shown, p->shown.count + 9, p->shown.count + 100);
    f->index = shown_fact(&p->shown, fact_body(&r->fact));
    shown_fill(&p->shown, p->shown.count + 11, p->shown.count + 200);
    show(p, f);
}

/* An objection to the text, held by the signer. */
static struct hash hold(struct probe *p, const struct fired *f, const char *reason)
{
    struct act act;
    struct arena *a = harness_arena();
    struct signer_request r = {.verb = SIGNER_receipt};
    const struct bytes envelope =
        org_sign(&p->o, a,
                 &(struct org_act){.kind = "objection.raise",
                                   .member = 3,
                                   .key = ORG_OBJECTION,
                                   .body = arena_printf(a, "{\"reason\":\"%s\",\"root\":\"%s\"}", reason,
                                                        org_hex(a, &f->root))});
    check_text(rejection_name(act_decode(a, envelope, &act, NULL)), "ok");
    r.receipt = (struct signer_receipt){.epoch = 1,
                                        .seq = act.frame.seq,
                                        .member = act.frame.member,
                                        .key = act.frame.key,
                                        .root = f->root,
                                        .reason = act_value(&act, "reason")->text,
                                        .signature_count = 1,
                                        .signatures = {act.signatures[0]}};
    (void)probe_answer(p, &r);
    return act.id;
}

TEST(an_all_clear_names_silence_text_deadline_size_and_root)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 10000);
    const struct act act = probe_act(&p, &f.request, "node.all_clear");
    const struct checkpoint c = shown_checkpoint(&p.shown, p.shown.count);
    check_hash(&act_value(&act, "silence")->hash, &f.silence);
    check_hash(&act_value(&act, "root")->hash, &f.root);
    check_eq(act_value(&act, "deadline")->integer, f.deadline_ms);
    check_eq(act_value(&act, "log_size")->integer, (int64_t)c.size);
    check_hash(&act_value(&act, "log_root")->hash, &c.root);
    /* Asked again with what has come since it gives another, for a larger size: the state machine takes
     * one. */
    shown_fill(&p.shown, p.shown.count + 5, 77);
    show(&p, &f);
    const struct act again = probe_act(&p, &f.request, "node.all_clear");
    check_eq(act_value(&again, "log_size")->integer, (int64_t)c.size + 5);
    probe_done(&p);
}

/* O7 (b): delta is T/1000, at least 1 s, at most 120 s. */
TEST(an_all_clear_waits_for_the_own_clock_to_the_millisecond)
{
    static const int64_t durations[] = {10000,     999999,    1000000,   1001000,       3600000,
                                        119999000, 120000000, 120001000, SILENCE_MS_MAX};
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        struct probe p;
        struct fired f;
        probe_make(&p);
        fire(&p, &f, durations[i]);
        p.h.world->wall_ms--;
        harness_note("T = %lld", (long long)durations[i]);
        probe_refuses(&p, &f.request, REFUSE_too_early);
        p.h.world->wall_ms++;
        (void)probe_act(&p, &f.request, "node.all_clear");
        probe_done(&p);
    }
}

TEST(a_deadline_at_the_end_of_time_is_never_past)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 10000);
    struct signer_all_clear *r = &f.request.all_clear;
    r->fact.deadline_ms = INTEGER_MAX;
    r->fact.time_ms = INTEGER_MAX;
    f.index = shown_fact(&p.shown, fact_body(&r->fact));
    show(&p, &f);
    probe_refuses(&p, &f.request, REFUSE_too_early);
    probe_done(&p);
}

TEST(a_checkpoint_that_the_log_did_not_sign_shows_nothing)
{
    struct probe p;
    struct fired f;
    struct org other;
    struct arena *a = harness_arena();
    probe_make(&p);
    fire(&p, &f, 10000);
    org_make(a, &(struct org_options){.members = 4, .seed = 8}, &other);
    const struct checkpoint c = shown_checkpoint(&p.shown, p.shown.count);
    const struct bytes origin = BYTES("exercise-test.example");
    struct key_file node_as_log = p.o.keys[0][ORG_NODE];
    const struct {
        const char *name;
        struct bytes note;
    } rows[] = {
        {"signed by another log", shown_note(a, &c, origin, &other.log_key)},
        {"signed by a node", shown_note(a, &c, origin, &node_as_log)},
        {"of the real realm", shown_note(a, &c, BYTES("test.example"), &p.o.log_key)},
        {"of another organisation", shown_note(a, &c, BYTES("exercise-other.example"), &p.o.log_key)},
        {"no note", BYTES("exercise-test.example\n")},
        {"nothing", BYTES("")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct signer_request r = f.request;
        r.all_clear.view.note = rows[i].note;
        harness_note("%s", rows[i].name);
        probe_refuses(&p, &r, REFUSE_bad_checkpoint);
    }
    /* Every byte of the note counts. */
    const struct bytes note = f.request.all_clear.view.note;
    uint8_t *changed = (uint8_t *)(uintptr_t)arena_copy(a, note).data;
    for (size_t i = 0; i < note.len; i++) {
        struct signer_request r = f.request;
        changed[i] ^= 1;
        r.all_clear.view.note = bytes_of(changed, note.len);
        probe_refuses(&p, &r, REFUSE_bad_checkpoint);
        changed[i] ^= 1;
    }
    probe_done(&p);
}

TEST(a_record_that_has_shrunk_or_forked_is_refused)
{
    struct probe p;
    struct fired f;
    struct shown longer;
    probe_make(&p);
    fire(&p, &f, 10000);
    longer = p.shown;
    shown_fill(&longer, p.shown.count + 8, 9);
    /* It has seen a longer one, by clearing another text in it. */
    struct fired first = f;
    (void)probe_act(&p, &first.request, "node.all_clear");
    const uint64_t seen = p.s->last.size;
    struct signer_request r = f.request;
    const struct checkpoint shrunk = shown_checkpoint(&p.shown, (size_t)seen - 1);
    r.all_clear.view.note =
        shown_note(harness_arena(), &shrunk, BYTES("exercise-test.example"), &p.o.log_key);
    r.all_clear.view.growth.count = 0;
    r.all_clear.fired = shown_included(&p.shown, f.index, (size_t)seen - 1);
    probe_refuses(&p, &r, REFUSE_not_grown);
    /* Another history from the last entry on, of the same size and of a larger one. */
    struct shown fork = {.count = 0};
    memcpy(fork.entries, p.shown.entries, sizeof fork.entries);
    fork.count = (size_t)seen - 1;
    shown_fill(&fork, (size_t)seen, 4711);
    for (int more = 0; more < 2; more++) {
        r.all_clear.view = shown_view(&fork, harness_arena(), &p.o, seen);
        r.all_clear.fired = shown_included(&fork, f.index, fork.count);
        harness_note("fork of %zu", fork.count);
        probe_refuses(&p, &r, REFUSE_not_grown);
        shown_fill(&fork, (size_t)seen + 30, 4712);
    }
    /* And after a restart it knows as much. */
    probe_reopen(&p);
    probe_refuses(&p, &r, REFUSE_not_grown);
    p.shown = longer;
    show(&p, &f);
    (void)probe_act(&p, &f.request, "node.all_clear");
    probe_done(&p);
}

/* O7 (a). */
TEST(a_deadline_that_is_not_in_the_record_has_not_fired)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 10000);
    struct signer_request r = f.request;
    for (int field = 0; field < 4; field++) { /* each field of the fact: then it is another fact */
        r = f.request;
        r.all_clear.fact.subject.bytes[0] ^= field == 0;
        r.all_clear.fact.root.bytes[0] ^= field == 1;
        r.all_clear.fact.deadline_ms -= field == 2;
        r.all_clear.fact.time_ms += field == 3;
        harness_note("field %d", field);
        probe_refuses(&p, &r, REFUSE_not_fired);
    }
    r = f.request; /* another entry */
    r.all_clear.fired = shown_included(&p.shown, f.index + 1, p.shown.count);
    probe_refuses(&p, &r, REFUSE_not_fired);
    r = f.request; /* its fact, and the proof of another */
    r.all_clear.fired.proof = shown_included(&p.shown, f.index + 1, p.shown.count).proof;
    probe_refuses(&p, &r, REFUSE_not_included);
    r = f.request; /* at another place */
    r.all_clear.fired.entry.index++;
    probe_refuses(&p, &r, REFUSE_not_included);
    r = f.request; /* with another result */
    memcpy(r.all_clear.fired.entry.result, "no", 3);
    probe_refuses(&p, &r, REFUSE_not_included);
    r = f.request; /* an act whose id is that of the fact */
    r.all_clear.fired.entry.type = ENTRY_ACT;
    probe_refuses(&p, &r, REFUSE_not_fired);
    r = f.request;
    r.all_clear.fired.entry.envelope.bytes[0] ^= 1;
    probe_refuses(&p, &r, REFUSE_not_fired);
    r = f.request;
    r.all_clear.fired.proof.count = 0;
    probe_refuses(&p, &r, REFUSE_not_included);
    probe_done(&p);
}

/* A record that says so though the time had not come convinces nobody. */
TEST(a_deadline_that_fired_before_its_time_has_not_fired)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 10000);
    struct signer_all_clear *r = &f.request.all_clear;
    r->fact.time_ms = r->fact.deadline_ms - 1;
    f.index = shown_fact(&p.shown, fact_body(&r->fact));
    show(&p, &f);
    probe_refuses(&p, &f.request, REFUSE_not_fired);
    r->fact.time_ms = r->fact.deadline_ms;
    f.index = shown_fact(&p.shown, fact_body(&r->fact));
    show(&p, &f);
    (void)probe_act(&p, &f.request, "node.all_clear");
    probe_done(&p);
}

/* T, and with it delta, is what the chair signed, not what core says. */
TEST(a_silence_that_was_not_opened_as_shown_is_refused)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 200000000); /* delta: 120 s */
    for (int field = 0; field < 8; field++) {
        struct signer_request r = f.request;
        struct signer_opening *o = &r.all_clear.opening;
        o->epoch += field == 0;
        o->expires_ms += field == 1;
        o->seq += field == 2;
        o->member = field == 3 ? BYTES("A01") : o->member;
        o->key.bytes[0] ^= field == 4;
        o->matter.bytes[0] ^= field == 5;
        o->root.bytes[0] ^= field == 6;
        o->duration_ms = field == 7 ? 10000 : o->duration_ms; /* delta: 1 s */
        harness_note("field %d", field);
        probe_refuses(&p, &r, REFUSE_wrong_silence);
    }
    /* The deadline of another text, by the same silence. */
    struct signer_request r = f.request;
    r.all_clear.fact.root = probe_hash(8);
    const size_t index = shown_fact(&p.shown, fact_body(&r.all_clear.fact));
    r.all_clear.view = shown_view(&p.shown, harness_arena(), &p.o, 0);
    r.all_clear.fired = shown_included(&p.shown, index, p.shown.count);
    probe_refuses(&p, &r, REFUSE_wrong_silence);
    probe_done(&p);
}

/* O8. */
TEST(a_held_objection_without_its_result_is_never_cleared)
{
    struct probe p;
    struct fired f;
    struct signer_included held[3];
    struct arena *a = harness_arena();
    probe_make(&p);
    fire(&p, &f, 10000);
    const struct hash one = hold(&p, &f, "One.");
    const struct hash two = hold(&p, &f, "Two.");
    const size_t first = shown_act(&p.shown, &one);
    const size_t second = shown_act(&p.shown, &two);
    shown_fill(&p.shown, p.shown.count + 3, 5);
    show(&p, &f);
    struct signer_request r = f.request;
    r.all_clear.held = held;
    for (int restarted = 0; restarted < 2; restarted++) {
        probe_refuses(&p, &f.request, REFUSE_still_held); /* nothing is shown */
        held[0] = shown_included(&p.shown, first, p.shown.count);
        r.all_clear.held_count = 1;
        probe_refuses(&p, &r, REFUSE_still_held); /* one of two */
        held[1] = held[0];
        r.all_clear.held_count = 2;
        probe_refuses(&p, &r, REFUSE_still_held); /* one of two, twice */
        held[1] = shown_included(&p.shown, second + 1, p.shown.count);
        probe_refuses(&p, &r, REFUSE_still_held); /* included, but of another id */
        held[1] = shown_included(&p.shown, second, p.shown.count);
        held[1].entry.id = one; /* of the id, and not included so */
        probe_refuses(&p, &r, REFUSE_still_held);
        held[1] = shown_included(&p.shown, second, p.shown.count);
        held[1].proof.steps[0].bytes[0] ^= 1;
        probe_refuses(&p, &r, REFUSE_still_held);
        held[1] = shown_included(&p.shown, second, p.shown.count);
        held[1].entry.type = ENTRY_FACT;
        probe_refuses(&p, &r, REFUSE_still_held);
        probe_reopen(&p);
    }
    held[1] = shown_included(&p.shown, second, p.shown.count);
    held[2] = shown_included(&p.shown, second + 1, p.shown.count); /* more than is needed does no harm */
    r.all_clear.held_count = 3;
    (void)probe_act(&p, &r, "node.all_clear");
    (void)a;
    probe_done(&p);
}

TEST(as_many_held_objections_as_can_be_are_cleared_in_one_request)
{
    struct probe p;
    struct fired f;
    struct signer_included *held = ARENA_ARRAY(harness_arena(), struct signer_included, HELD_MAX);
    size_t indexes[HELD_MAX];
    probe_make(&p);
    fire(&p, &f, 10000);
    for (size_t i = 0; i < HELD_MAX; i++) {
        const struct hash id = hold(&p, &f, arena_printf(harness_arena(), "Reason %zu.", i));
        indexes[i] = shown_act(&p.shown, &id);
    }
    show(&p, &f);
    for (size_t i = 0; i < HELD_MAX; i++) {
        held[i] = shown_included(&p.shown, indexes[i], p.shown.count);
    }
    f.request.all_clear.held = held;
    f.request.all_clear.held_count = HELD_MAX - 1;
    probe_refuses(&p, &f.request, REFUSE_still_held);
    f.request.all_clear.held_count = HELD_MAX;
    (void)probe_act(&p, &f.request, "node.all_clear");
    probe_done(&p);
}

TEST(an_all_clear_is_durable_before_it_leaves)
{
    struct probe p;
    struct fired f;
    struct bytes content;
    probe_make(&p);
    fire(&p, &f, 10000);
    p.h.world->faults.space = 511;
    probe_refuses(&p, &f.request, REFUSE_disk_full);
    p.h.world->faults =
        (struct world_faults){.space = -1, .fail_from = 2, .fail_count = 1, .error = ERROR_IO};
    check_eq(probe_ask(&p, &f.request, &content), REFUSE_disk_failed);
    p.h.world->faults = (struct world_faults){.space = -1};
    probe_reopen(&p);
    show(&p, &f);
    (void)probe_act(&p, &f.request, "node.all_clear");
    struct world *after = world_after(p.h.world, true);
    struct signer *s = NULL;
    const struct signer_settings settings = shown_settings(&p.o);
    check_ok(signer_open(&s, &after->env, "probe", &settings, &p.key));
    check_that(signer_rows_is_cleared(&s->rows, &f.root));
    check_eq(s->last.size, p.shown.count);
    signer_close(s);
    world_free(after);
    probe_done(&p);
}

/* Everything a state can hold: no change of a byte goes unnoticed. */
TEST(no_byte_of_a_state_can_be_changed_unnoticed)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 10000);
    (void)probe_act(&p, &f.request, "node.all_clear");
    f.root = probe_hash(9);
    (void)hold(&p, &f, "To another text.");
    signer_close(p.s);
    p.s = NULL;
    struct world_file *file = world_find(p.h.world, "probe");
    const struct signer_settings settings = shown_settings(&p.o);
    const struct bytes good = arena_copy(harness_arena(), world_content(file));
    check_that(good.len >= 4 * (size_t)SIGNER_SECTOR_BYTES);
    for (size_t i = 0; i < good.len; i++) {
        static const uint8_t flips[] = {0x01, 0x80, 0xff};
        for (size_t k = 0; k < 3; k++) {
            struct signer *s = NULL;
            file->data[i] ^= flips[k];
            harness_note("byte %zu", i);
            check_eq(signer_open(&s, &p.h.world->env, "probe", &settings, &p.key), ERROR_CORRUPT);
            file->data[i] ^= flips[k];
        }
    }
    probe_open_as(&p, &p.o.keys[0][ORG_NODE]);
    probe_done(&p);
}

/* Held objections of other texts survive, those of cleared texts are not needed any more. */
TEST(a_renewed_state_still_refuses_and_still_holds)
{
    struct probe p;
    struct fired f;
    probe_make(&p);
    fire(&p, &f, 10000);
    (void)probe_act(&p, &f.request, "node.all_clear");
    struct fired other = f;
    other.root = probe_hash(9);
    const struct hash id = hold(&p, &other, "To another text.");
    p.s->dead_bytes = 0;
    for (size_t i = 0; i < 140; i++) { /* checkpoints without anything else, as `open` would leave them */
        shown_fill(&p.shown, p.shown.count + 1, i);
        const struct checkpoint c = shown_checkpoint(&p.shown, p.shown.count);
        check_eq(signer_remember(p.s, &c, NULL), REFUSE_none);
        arena_clear(&p.s->scratch);
    }
    const size_t before = world_find(p.h.world, "probe")->len;
    probe_reopen(&p);
    check_that(world_find(p.h.world, "probe")->len < before / 10);
    check_eq(p.s->last.size, p.shown.count);
    check_that(signer_rows_is_cleared(&p.s->rows, &f.root));
    check_that(signer_rows_has(&p.s->rows, &other.root, &id));
    probe_reopen(&p);
    check_that(signer_rows_has(&p.s->rows, &other.root, &id));
    probe_done(&p);
}
