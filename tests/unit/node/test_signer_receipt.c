/* Receipts: an objection that a signer has acknowledged is never forgotten. */
#include <string.h>

#include "node/signer_inner.h"
#include "node/signer_receipt.h"
#include "unit/codec/vectors.h"
#include "unit/node/probe.h"

/* An objection of a member, as its fields. */
static struct signer_request asking_for(struct bytes envelope)
{
    struct act act;
    struct signer_request r = {.verb = SIGNER_receipt};
    check_text(rejection_name(act_decode(harness_arena(), envelope, &act, NULL)), "ok");
    r.receipt = (struct signer_receipt){
        .epoch = act.frame.epoch,
        .expires_ms = act.frame.expires_ms,
        .seq = act.frame.seq,
        .member = act.frame.member,
        .key = act.frame.key,
        .root = act_value(&act, "root")->hash,
        .reason = act_value(&act, "reason")->text,
        .signature_count = act.signature_count,
    };
    memcpy(r.receipt.signatures, act.signatures, sizeof r.receipt.signatures);
    return r;
}

static struct bytes objection(struct org *o, enum org_key key, const struct hash *root, const char *reason)
{
    struct arena *a = harness_arena();
    return org_sign(
        o, a,
        &(struct org_act){
            .kind = "objection.raise",
            .key = key,
            .body = arena_printf(a, "{\"reason\":\"%s\",\"root\":\"%s\"}", reason, org_hex(a, root)),
        });
}

static struct receipt expected_of(struct probe *p, struct bytes envelope, const struct hash *root, bool late)
{
    return (struct receipt){.late = late,
                            .org = p->o.id,
                            .epoch = 1,
                            .realm = REALM_EXERCISE,
                            .key = p->key.public,
                            .objection = org_act_id(harness_arena(), envelope),
                            .root = *root};
}

static void check_receipt(struct probe *p, struct bytes answer, struct bytes envelope,
                          const struct hash *root, bool late)
{
    const struct receipt expected = expected_of(p, envelope, root, late);
    bool is_late = !late;
    check_that(receipt_holds(harness_arena(), answer, &expected, &is_late));
    check_eq(is_late, late);
}

static uint64_t held_count(struct probe *p)
{
    struct signer_status status;
    const struct signer_request r = {.verb = SIGNER_status};
    check_ok(signer_status_read(probe_answer(p, &r), &status));
    return status.held_count;
}

/* An all-clear for a text, of a record in which its deadline fired. */
static struct signer_request clearing(struct probe *p, const struct hash *root,
                                      const struct signer_included *held, size_t held_count)
{
    struct signer_request r = {.verb = SIGNER_all_clear};
    struct buffer body;
    struct arena *a = harness_arena();
    const struct bytes opening = org_sign(
        &p->o, a,
        &(struct org_act){.kind = "silence.open",
                          .key = ORG_MINISTER,
                          .seq = 5,
                          .body = arena_printf(a, "{\"duration\":10000,\"matter\":\"%s\",\"root\":\"%s\"}",
                                               org_hex(a, root), org_hex(a, root))});
    r.all_clear.fact = (struct fact_deadline){.subject = org_act_id(a, opening), .root = *root};
    r.all_clear.fact.deadline_ms = p->h.world->wall_ms - 2000;
    r.all_clear.fact.time_ms = r.all_clear.fact.deadline_ms;
    r.all_clear.opening = (struct signer_opening){.epoch = 1,
                                                  .seq = 5,
                                                  .member = p->o.codes[0],
                                                  .key = p->o.keys[0][ORG_MINISTER].public,
                                                  .matter = *root,
                                                  .root = *root,
                                                  .duration_ms = 10000};
    buffer_init(&body, 4096);
    fact_write_deadline(&body, &r.all_clear.fact);
    const size_t index = shown_fact(&p->shown, buffer_view(&body));
    buffer_done(&body);
    r.all_clear.view = shown_view(&p->shown, a, &p->o, 0);
    r.all_clear.fired = shown_included(&p->shown, index, p->shown.count);
    r.all_clear.held = held;
    r.all_clear.held_count = held_count;
    return r;
}

TEST(a_receipt_names_the_objection_and_the_text_and_is_no_act)
{
    struct probe p;
    struct act act;
    const struct hash root = probe_hash(3);
    static const enum org_key keys[] = {ORG_MINISTER, ORG_ADVISER, ORG_OBJECTION};
    probe_make(&p);
    for (size_t i = 0; i < 3; i++) {
        const struct bytes envelope = objection(&p.o, keys[i], &root, "We have no harbour.");
        const struct signer_request r = asking_for(envelope);
        const struct bytes answer = probe_answer(&p, &r);
        check_receipt(&p, answer, envelope, &root, false);
        check_text(rejection_name(machine_check(embedded_machine(core_engine(p.h.core)), harness_arena(),
                                                answer, &act, NULL)),
                   "wrong_type");
    }
    check_eq(held_count(&p), 3);
    probe_done(&p);
}

TEST(the_bytes_of_a_receipt_are_those_of_the_vectors)
{
    const struct json *rows = vectors_open("tests/vectors/receipt.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        struct receipt r = {.realm = REALM_EXERCISE};
        int64_t epoch = 0;
        bool late = false;
        bool holds = false;
        check_that(
            hash_parse(vector_text(row, "org"), &r.org) && hash_parse(vector_text(row, "root"), &r.root) &&
            hash_parse(vector_text(row, "objection"), &r.objection) &&
            realm_parse(vector_text(row, "realm"), &r.realm) && json_get_integer(row, "epoch", &epoch) &&
            json_get_bool(row, "late", &late) && json_get_bool(row, "holds", &holds));
        memcpy(r.key.bytes, vector_hex(row, "key").data, PUBLIC_KEY_BYTES);
        r.epoch = epoch;
        r.late = late;
        struct buffer b;
        buffer_init(&b, 1024);
        receipt_write(&b, &r);
        check_bytes(buffer_view(&b), vector_text(row, "payload"));
        buffer_done(&b);
        bool is_late = !late;
        r.late = !late; /* what is expected says nothing of it */
        check_eq(receipt_holds(harness_arena(), vector_text(row, "envelope"), &r, &is_late), holds);
        check_that(!holds || is_late == late);
    }
}

TEST(a_receipt_of_anything_else_is_none)
{
    struct probe p;
    const struct hash root = probe_hash(3);
    probe_make(&p);
    const struct bytes envelope = objection(&p.o, ORG_MINISTER, &root, "No.");
    const struct signer_request r = asking_for(envelope);
    const struct bytes answer = probe_answer(&p, &r);
    for (int field = 0; field < 6; field++) {
        struct receipt other = expected_of(&p, envelope, &root, false);
        bool late = false;
        other.org.bytes[0] ^= field == 0;
        other.epoch += field == 1;
        other.realm = field == 2 ? REALM_REAL : other.realm;
        other.key.bytes[0] ^= field == 3;
        other.objection.bytes[0] ^= field == 4;
        other.root.bytes[0] ^= field == 5;
        harness_note("field %d", field);
        check_that(!receipt_holds(harness_arena(), answer, &other, &late));
    }
    const struct receipt expected = expected_of(&p, envelope, &root, false);
    bool late = false;
    uint8_t *text = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), answer).data;
    for (size_t i = 0; i < answer.len; i++) {
        text[i] ^= 1;
        harness_note("byte %zu", i);
        check_that(!receipt_holds(harness_arena(), bytes_of(text, answer.len), &expected, &late));
        check_that(!receipt_holds(harness_arena(), bytes_of(answer.data, i), &expected, &late));
        text[i] ^= 1;
    }
    check_that(receipt_holds(harness_arena(), answer, &expected, &late));
    probe_done(&p);
}

TEST(asking_twice_gives_the_same_receipt_and_holds_once)
{
    struct probe p;
    const struct hash root = probe_hash(3);
    probe_make(&p);
    const struct bytes envelope = objection(&p.o, ORG_OBJECTION, &root, "No.");
    const struct signer_request r = asking_for(envelope);
    const struct bytes first = probe_answer(&p, &r);
    const size_t len = world_find(p.h.world, "probe")->len;
    check_bytes(probe_answer(&p, &r), first);
    check_eq(held_count(&p), 1);
    check_eq(world_find(p.h.world, "probe")->len, len);
    probe_reopen(&p);
    check_bytes(probe_answer(&p, &r), first);
    check_eq(held_count(&p), 1);
    probe_done(&p);
}

/* O6. What was acknowledged is there after the power was lost at once. */
TEST(a_receipt_is_given_only_for_what_is_durable)
{
    struct probe p;
    const struct hash root = probe_hash(3);
    probe_make(&p);
    const struct bytes envelope = objection(&p.o, ORG_OBJECTION, &root, "No.");
    const struct signer_request r = asking_for(envelope);
    (void)probe_answer(&p, &r);
    struct world *after = world_after(p.h.world, true);
    struct signer *s = NULL;
    struct bytes content;
    struct signer_held held;
    const struct signer_settings settings = shown_settings(&p.o);
    const struct signer_request ask = {.verb = SIGNER_held, .held = 0};
    check_ok(signer_open(&s, &after->env, "probe", &settings, &p.key));
    check_eq(shown_ask(s, harness_arena(), &ask, &content), REFUSE_none);
    check_ok(signer_held_read(content, &held));
    check_bytes(held.envelope, envelope);
    check_hash(&held.root, &root);
    signer_close(s);
    world_free(after);
    probe_done(&p);
}

TEST(no_receipt_is_given_if_the_disk_takes_nothing)
{
    struct probe p;
    const struct hash root = probe_hash(3);
    probe_make(&p);
    const struct bytes envelope = objection(&p.o, ORG_OBJECTION, &root, "No.");
    const struct signer_request r = asking_for(envelope);
    p.h.world->faults.space = 1023; /* this objection takes two sectors */
    probe_refuses(&p, &r, REFUSE_disk_full);
    check_eq(held_count(&p), 0);
    p.h.world->faults =
        (struct world_faults){.space = -1, .fail_from = 2, .fail_count = 1, .error = ERROR_IO};
    struct bytes content;
    check_eq(probe_ask(&p, &r, &content), REFUSE_disk_failed);
    check_eq(held_count(&p), 0);
    check_that(signer_wants_restart(p.s));
    p.h.world->faults = (struct world_faults){.space = -1};
    probe_reopen(&p);
    check_receipt(&p, probe_answer(&p, &r), envelope, &root, false);
    check_eq(held_count(&p), 1);
    probe_done(&p);
}

TEST(an_objection_that_its_signers_did_not_sign_gets_no_receipt)
{
    struct probe p;
    struct org other;
    struct org real;
    const struct hash root = probe_hash(3);
    struct arena *a = harness_arena();
    probe_make(&p);
    org_make(a, &(struct org_options){.members = 4, .seed = 8}, &other);
    org_make(a, &(struct org_options){.members = 4, .seed = 7, .realm = REALM_REAL}, &real);
    const struct signer_request good = asking_for(objection(&p.o, ORG_MINISTER, &root, "No."));
    const struct signer_request foreign = asking_for(objection(&other, ORG_MINISTER, &root, "No."));
    const struct signer_request earnest = asking_for(objection(&real, ORG_MINISTER, &root, "No."));
    probe_refuses(&p, &foreign, REFUSE_bad_signature);
    probe_refuses(&p, &earnest, REFUSE_bad_signature);
    for (int field = 0; field < 9; field++) {
        struct signer_request r = good;
        r.receipt.epoch += field == 0;
        r.receipt.expires_ms += field == 1;
        r.receipt.seq += field == 2;
        r.receipt.member = field == 3 ? BYTES("A02") : r.receipt.member;
        r.receipt.key.bytes[0] ^= field == 4;
        r.receipt.root.bytes[0] ^= field == 5;
        r.receipt.reason = field == 6 ? BYTES("Yes.") : r.receipt.reason;
        r.receipt.signatures[0].signature.bytes[0] ^= field == 7;
        r.receipt.signatures[0].key.bytes[0] ^= field == 8;
        harness_note("field %d", field);
        probe_refuses(&p, &r, REFUSE_bad_signature);
    }
    /* Signed by somebody, and not by the key that it names. */
    struct signer_request r = good;
    r.receipt.key = p.o.keys[0][ORG_AMBASSADOR].public;
    probe_refuses(&p, &r, REFUSE_bad_signature);
    /* A second signature that does not hold spoils the first. */
    r = good;
    r.receipt.signatures[1] = r.receipt.signatures[0];
    memset(r.receipt.signatures[1].key.bytes, 0xff, PUBLIC_KEY_BYTES);
    r.receipt.signature_count = 2;
    probe_refuses(&p, &r, REFUSE_bad_signature);
    check_eq(held_count(&p), 0);
    probe_done(&p);
}

TEST(an_objection_with_two_signatures_is_held_as_it_is)
{
    struct probe p;
    struct signer_held held;
    const struct hash root = probe_hash(3);
    struct arena *a = harness_arena();
    probe_make(&p);
    const struct bytes envelope =
        org_sign(&p.o, a,
                 &(struct org_act){
                     .kind = "objection.raise",
                     .two = true,
                     .body = arena_printf(a, "{\"reason\":\"No.\",\"root\":\"%s\"}", org_hex(a, &root))});
    const struct signer_request r = asking_for(envelope);
    const struct signer_request ask = {.verb = SIGNER_held};
    check_receipt(&p, probe_answer(&p, &r), envelope, &root, false);
    check_ok(signer_held_read(probe_answer(&p, &ask), &held));
    check_bytes(held.envelope, envelope);
    probe_done(&p);
}

TEST(as_many_objections_as_can_be_held_and_not_one_more)
{
    struct probe p;
    const struct hash root = probe_hash(3);
    const struct hash other = probe_hash(4);
    probe_make(&p);
    for (int i = 0; i < HELD_MAX; i++) {
        const struct signer_request r =
            asking_for(objection(&p.o, ORG_MINISTER, &root, arena_printf(harness_arena(), "Reason %d.", i)));
        (void)probe_answer(&p, &r);
    }
    check_eq(held_count(&p), HELD_MAX);
    const struct signer_request beyond = asking_for(objection(&p.o, ORG_MINISTER, &root, "One more."));
    probe_refuses(&p, &beyond, REFUSE_too_many);
    const struct signer_request elsewhere = asking_for(objection(&p.o, ORG_MINISTER, &other, "One more."));
    (void)probe_answer(&p, &elsewhere); /* each text has its own count */
    probe_reopen(&p);
    check_eq(held_count(&p), HELD_MAX + 1);
    probe_refuses(&p, &beyond, REFUSE_too_many);
    for (uint64_t i = 0; i < HELD_MAX + 1; i++) {
        struct signer_held held;
        const struct signer_request r = {.verb = SIGNER_held, .held = i};
        check_ok(signer_held_read(probe_answer(&p, &r), &held));
        check_hash(&held.root, i < HELD_MAX ? &root : &other);
        const struct hash id = org_act_id(harness_arena(), held.envelope);
        check_hash(&held.id, &id);
        check_that(!held.cleared);
    }
    const struct signer_request none = {.verb = SIGNER_held, .held = HELD_MAX + 1};
    const struct signer_request far = {.verb = SIGNER_held, .held = UINT64_MAX};
    probe_refuses(&p, &none, REFUSE_not_found);
    probe_refuses(&p, &far, REFUSE_not_found);
    probe_done(&p);
}

/* O9. */
TEST(after_the_all_clear_an_objection_is_late)
{
    struct probe p;
    struct signer_held held;
    const struct hash root = probe_hash(3);
    const struct hash other = probe_hash(4);
    probe_make(&p);
    const struct signer_request clear = clearing(&p, &root, NULL, 0);
    (void)probe_act(&p, &clear, "node.all_clear");
    const struct bytes envelope = objection(&p.o, ORG_MINISTER, &root, "Too late.");
    const struct bytes in_time = objection(&p.o, ORG_MINISTER, &other, "Another text.");
    for (int restarted = 0; restarted < 2; restarted++) {
        const size_t len = world_find(p.h.world, "probe")->len;
        const struct signer_request r = asking_for(envelope);
        check_receipt(&p, probe_answer(&p, &r), envelope, &root, true);
        check_eq(world_find(p.h.world, "probe")->len, len); /* it holds nothing of it */
        check_eq(held_count(&p), (uint64_t)restarted);
        const struct signer_request elsewhere = asking_for(in_time);
        check_receipt(&p, probe_answer(&p, &elsewhere), in_time, &other, false);
        probe_reopen(&p);
    }
    const struct signer_request ask = {.verb = SIGNER_held};
    check_ok(signer_held_read(probe_answer(&p, &ask), &held));
    check_that(!held.cleared);
    probe_done(&p);
}

TEST(a_held_objection_with_its_result_is_told_as_cleared)
{
    struct probe p;
    struct signer_held held;
    const struct hash root = probe_hash(3);
    probe_make(&p);
    const struct bytes envelope = objection(&p.o, ORG_MINISTER, &root, "In time.");
    const struct signer_request r = asking_for(envelope);
    const struct signer_request ask = {.verb = SIGNER_held};
    (void)probe_answer(&p, &r);
    const struct hash id = org_act_id(harness_arena(), envelope);
    const size_t index = shown_act(&p.shown, &id);
    struct signer_request clear = clearing(&p, &root, NULL, 0);
    const struct signer_included shown = shown_included(&p.shown, index, p.shown.count);
    clear.all_clear.held = &shown;
    clear.all_clear.held_count = 1;
    (void)probe_act(&p, &clear, "node.all_clear");
    check_ok(signer_held_read(probe_answer(&p, &ask), &held));
    check_that(held.cleared);
    check_receipt(&p, probe_answer(&p, &r), envelope, &root, true);
    probe_done(&p);
}

/* Receipts cannot fill a state up so that no silence could be cleared any more. */
TEST(the_last_part_of_a_state_is_left_to_all_clears)
{
    struct probe p;
    const struct hash root = probe_hash(3);
    const uint64_t receipts_end = SIGNER_FILE_BYTES_MAX - 16 * 1024 * 1024;
    probe_make(&p);
    const struct signer_request r = asking_for(objection(&p.o, ORG_MINISTER, &root, "No."));
    const struct signer_request next = asking_for(objection(&p.o, ORG_MINISTER, &root, "Never."));
    const struct hash other = probe_hash(4);
    const struct signer_request clear = clearing(&p, &other, NULL, 0);
    p.s->file.len = receipts_end - 1024; /* as if it had grown so far */
    (void)probe_answer(&p, &r);
    check_eq(p.s->file.len, receipts_end);
    probe_refuses(&p, &next, REFUSE_disk_full);
    (void)probe_act(&p, &clear, "node.all_clear");
    check_that(!signer_wants_restart(p.s));
    probe_done(&p);
}
