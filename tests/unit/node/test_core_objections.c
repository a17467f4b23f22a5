/* Objections: kept, secured, recorded; and what is missing is said. */
#include <string.h>

#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "node/signer_receipt.h"
#include "support/host.h"
#include "support/shown.h"

static void made(struct host *h, struct org *o, struct host_text *t)
{
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
    *t = host_text(h, "patrol", 1);
}

static struct bytes objection(struct org *o, size_t member, const struct hash *root, const char *reason)
{
    struct arena *a = harness_arena();
    return org_sign(o, a,
                    &(struct org_act){.kind = "objection.raise",
                                      .member = member,
                                      .key = ORG_OBJECTION,
                                      .body = arena_printf(a, "{\"reason\":\"%s\",\"root\":\"%s\"}", reason,
                                                           org_hex(a, root))});
}

/* Whether an answer carries the receipt of a member's own node, and that it is not late. */
static bool is_secured(struct host *h, const struct client_answer *a, struct bytes envelope, size_t member,
                       const struct hash *root)
{
    bool late = false;
    const struct receipt expected = {.org = h->org->id,
                                     .epoch = 1,
                                     .realm = h->org->options.realm,
                                     .key = h->org->keys[member][ORG_NODE].public,
                                     .objection = org_act_id(harness_arena(), envelope),
                                     .root = *root};
    return receipt_holds(harness_arena(), a->receipt, &expected, &late) && !late;
}

static enum silence_stage stage_of(struct host *h, const struct host_text *t)
{
    struct silence x;
    check_that(silence_get(host_state(h), &t->silence, harness_arena(), &x));
    return x.stage;
}

/* What a signer is asked by somebody else than core. */
static struct signer_request asking_for(struct bytes envelope)
{
    struct act act;
    struct signer_request r = {.verb = SIGNER_receipt};
    check_text(rejection_name(act_decode(harness_arena(), envelope, &act, NULL)), "ok");
    r.receipt = (struct signer_receipt){.epoch = act.frame.epoch,
                                        .expires_ms = act.frame.expires_ms,
                                        .seq = act.frame.seq,
                                        .member = act.frame.member,
                                        .key = act.frame.key,
                                        .root = act_value(&act, "root")->hash,
                                        .reason = act_value(&act, "reason")->text,
                                        .signature_count = act.signature_count};
    memcpy(r.receipt.signatures, act.signatures, sizeof r.receipt.signatures);
    return r;
}

TEST(an_objection_is_answered_with_its_entry_and_its_receipt)
{
    struct host h;
    struct org o;
    struct host_text t;
    made(&h, &o, &t);
    host_silence(&h, &t, 10000);
    const struct bytes envelope = objection(&o, 2, &t.root, "No harbour.");
    const uint64_t client = host_submit(&h, envelope);
    host_settle(&h);
    const struct client_answer *a = host_answer(&h, client);
    check_bytes(a->result, BYTES("ok"));
    check_that(a->recorded_now);
    check_that(is_secured(&h, a, envelope, 2, &t.root));
    check_eq(stage_of(&h, &t), SILENCE_BROKEN);
    host_done(&h);
}

TEST(an_objection_before_any_silence_is_held_by_the_node_that_clears)
{
    struct host h;
    struct org o;
    struct host_text t;
    struct arena *a = harness_arena();
    made(&h, &o, &t);
    /* The third member names the first one's node; that one holds for it then. */
    (void)host_say(&h, 2, "member.clearing", "ok", "{\"node\":\"%s\"}", org_public(&o, 0, ORG_NODE));
    const struct bytes envelope = objection(&o, 2, &t.root, "No.");
    const uint64_t client = host_submit(&h, envelope);
    host_settle(&h);
    check_that(is_secured(&h, host_answer(&h, client), envelope, 0, &t.root));
    /* Under a silence it is the node that was named when that was opened (O10). */
    struct host_text other = host_text(&h, "other", 2);
    host_silence(&h, &other, 10000);
    (void)host_say(&h, 2, "member.clearing", "ok", "{\"node\":\"%s\"}", org_public(&o, 2, ORG_NODE));
    const struct bytes later = objection(&o, 2, &other.root, "No.");
    const uint64_t second = host_submit(&h, later);
    host_settle(&h);
    check_that(is_secured(&h, host_answer(&h, second), later, 0, &other.root));
    (void)a;
    host_done(&h);
}

TEST(without_a_receipt_the_answer_comes_after_three_seconds)
{
    struct host h;
    struct org o;
    struct host_text t;
    made(&h, &o, &t);
    h.signers[2].manner = HOST_SILENT;
    const uint64_t client = host_submit(&h, objection(&o, 2, &t.root, "No."));
    host_pass(&h, 2999);
    check_eq(host_answers(&h, client), 0);
    host_pass(&h, 1);
    const struct client_answer *a = host_answer(&h, client);
    check_eq(a->outcome, OUTCOME_DONE);
    check_bytes(a->result, BYTES("ok"));
    check_eq(a->receipt.len, 0);
    host_done(&h);
}

TEST(a_signer_that_is_not_there_is_waited_for_three_seconds_too)
{
    struct host h;
    struct org o;
    struct host_text t;
    made(&h, &o, &t);
    h.signers[2].manner = HOST_LOST;
    host_say(&h, 2, "matter.hold", "ok",
             "{\"matter\":\"%s\",\"provision\":\"one\",\"reason\":\"r\",\"release\":\"x\"}",
             org_hex(harness_arena(), &t.matter));
    const struct bytes lost = objection(&o, 2, &t.root, "No.");
    const uint64_t one = host_submit(&h, lost);
    host_settle(&h); /* it is asked, and its loss is told at once */
    check_eq(host_answer(&h, one)->receipt.len, 0);
    const struct bytes envelope = objection(&o, 2, &t.root, "Again no.");
    const uint64_t two = host_submit(&h, envelope);
    host_pass(&h, 1000);
    check_eq(host_answers(&h, two), 0);
    h.signers[2].manner = HOST_ANSWERS; /* it is started again, in time */
    host_pass(&h, 1000);
    check_that(is_secured(&h, host_answer(&h, two), envelope, 2, &t.root));
    host_done(&h);
}

TEST(a_receipt_that_is_refused_is_left_out_and_stops_nothing_else)
{
    struct host h;
    struct org o;
    struct host_text t;
    struct host_text other;
    made(&h, &o, &t);
    other = host_text(&h, "other", 2);
    for (int i = 0; i < HELD_MAX; i++) {
        const uint64_t client =
            host_submit(&h, objection(&o, 2, &t.root, arena_printf(harness_arena(), "No %d.", i)));
        host_settle(&h);
        check_that(host_answer(&h, client)->receipt.len > 0);
    }
    for (int i = 0; i < 5; i++) { /* one beyond, and more */
        const uint64_t client =
            host_submit(&h, objection(&o, 2, &t.root, arena_printf(harness_arena(), "No no %d.", i)));
        host_settle(&h);
        check_bytes(host_answer(&h, client)->result, BYTES("ok"));
        check_eq(host_answer(&h, client)->receipt.len, 0);
    }
    const struct bytes elsewhere = objection(&o, 2, &other.root, "No.");
    const uint64_t client = host_submit(&h, elsewhere);
    host_settle(&h);
    check_that(is_secured(&h, host_answer(&h, client), elsewhere, 2, &other.root));
    host_done(&h);
}

TEST(one_objection_from_two_clients_is_answered_to_both_with_its_receipt)
{
    struct host h;
    struct org o;
    struct host_text t;
    made(&h, &o, &t);
    const struct bytes envelope = objection(&o, 2, &t.root, "No.");
    const uint64_t one = host_submit(&h, envelope);
    const uint64_t two = host_submit(&h, envelope);
    const uint64_t gone = host_submit(&h, envelope);
    core_forget(h.core, gone);
    host_settle(&h);
    check_that(is_secured(&h, host_answer(&h, one), envelope, 2, &t.root));
    check_that(is_secured(&h, host_answer(&h, two), envelope, 2, &t.root));
    check_eq(host_answers(&h, gone), 0);
    check_eq(host_count(&h, "objection.raise", "ok"), 1);
    const uint64_t later = host_submit(&h, envelope); /* and once more, when it is in the record */
    host_settle(&h);
    check_that(is_secured(&h, host_answer(&h, later), envelope, 2, &t.root));
    host_done(&h);
}

/* A client that has gone leaves nothing behind that grows. */
TEST(objections_of_clients_that_left_are_recorded_and_forgotten)
{
    struct host h;
    struct org o;
    struct host_text t;
    made(&h, &o, &t);
    h.signers[2].manner = HOST_SILENT;
    for (int i = 0; i < 30; i++) {
        const uint64_t client =
            host_submit(&h, objection(&o, 2, &t.root, arena_printf(harness_arena(), "No %d.", i)));
        host_settle(&h);
        core_forget(h.core, client);
    }
    h.signers[2].manner = HOST_ANSWERS;
    host_lose(&h, 2);
    const uint64_t before = h.signers[2].asked_count[SIGNER_receipt];
    host_pass(&h, 10000);
    check_that(h.signers[2].asked_count[SIGNER_receipt] <= before + 1);
    check_eq(host_count(&h, "objection.raise", "ok"), 30);
    host_done(&h);
}

static bool answer_with(struct buffer *answer, struct bytes content)
{
    signer_answer_write(answer, REFUSE_none, content);
    return true;
}

/* A receipt that is signed by another node, over another objection, or by nobody. */
static bool lie_receipt(struct host *h, size_t number, const struct signer_request *r, struct buffer *answer)
{
    struct arena *a = harness_arena();
    const int kind = *(const int *)h->signers[number].lie_ctx;
    if (r->verb != SIGNER_receipt) {
        return false;
    }
    struct receipt receipt = {.org = h->org->id,
                              .epoch = 1,
                              .realm = h->org->options.realm,
                              .key = h->org->keys[number][ORG_NODE].public,
                              .root = r->receipt.root};
    const struct key_file *key = &h->org->keys[kind == 0 ? 1 : number][ORG_NODE];
    const char *type = kind == 1 ? DSSE_TYPE_ACT : DSSE_TYPE_RECEIPT;
    struct buffer b;
    buffer_init(&b, 4096);
    receipt_write(&b, &receipt); /* of the objection whose id is all zeros */
    const struct bytes sealed = org_seal(a, type, buffer_view(&b), &key, 1);
    buffer_done(&b);
    return answer_with(answer, kind == 3 ? BYTES("") : kind == 4 ? BYTES("thank you") : sealed);
}

TEST(a_receipt_that_does_not_hold_is_not_handed_on)
{
    for (int kind = 0; kind < 5; kind++) {
        struct host h;
        struct org o;
        struct host_text t;
        made(&h, &o, &t);
        h.signers[2].lie = lie_receipt;
        h.signers[2].lie_ctx = &kind;
        const uint64_t client = host_submit(&h, objection(&o, 2, &t.root, "No."));
        host_settle(&h);
        harness_note("kind %d", kind);
        check_bytes(host_answer(&h, client)->result, BYTES("ok"));
        check_eq(host_answer(&h, client)->receipt.len, 0);
        h.signers[2].lie = NULL;
        host_pass(&h, 5000);
        const struct bytes envelope = objection(&o, 2, &t.root, "Still no.");
        const uint64_t next = host_submit(&h, envelope);
        host_settle(&h);
        check_that(is_secured(&h, host_answer(&h, next), envelope, 2, &t.root));
        host_done(&h);
    }
}

TEST(an_objection_after_the_all_clear_is_late_and_is_told_so)
{
    struct host h;
    struct org o;
    struct host_text t;
    bool late = false;
    made(&h, &o, &t);
    host_silence(&h, &t, 10000);
    h.signers[0].manner = HOST_LOST; /* so that the silence stays open */
    host_pass(&h, 11500);
    check_eq(stage_of(&h, &t), SILENCE_FIRED);
    const struct bytes envelope = objection(&o, 2, &t.root, "Too late.");
    const uint64_t client = host_submit(&h, envelope);
    host_settle(&h);
    const struct client_answer *a = host_answer(&h, client);
    const struct receipt expected = {.org = o.id,
                                     .epoch = 1,
                                     .realm = REALM_EXERCISE,
                                     .key = o.keys[2][ORG_NODE].public,
                                     .objection = org_act_id(harness_arena(), envelope),
                                     .root = t.root};
    check_that(receipt_holds(harness_arena(), a->receipt, &expected, &late) && late);
    check_bytes(a->result, BYTES("ok"));
    check_eq(stage_of(&h, &t),
             SILENCE_BROKEN); /* it counts all the same: it is in the record before the close */
    host_done(&h);
}

/* The delegate asked the signer directly, and core was killed before it knew anything. */
TEST(an_objection_that_only_a_signer_holds_is_recovered_at_the_next_start)
{
    struct host h;
    struct org o;
    struct host_text t;
    struct bytes content;
    made(&h, &o, &t);
    host_silence(&h, &t, 10000);
    const struct bytes envelope = objection(&o, 2, &t.root, "Nobody else knows.");
    const struct signer_request r = asking_for(envelope);
    check_eq(shown_ask(h.signers[2].signer, harness_arena(), &r, &content), REFUSE_none);
    host_crash(&h, true);
    check_ok(h.core_error);
    host_settle(&h);
    check_eq(host_count(&h, "objection.raise", "ok"), 1);
    check_eq(stage_of(&h, &t), SILENCE_BROKEN);
    host_done(&h);
}

/* Core goes on running: at the latest the all-clear finds that an objection is not in the record. */
TEST(an_objection_that_only_a_signer_holds_is_never_adopted_over)
{
    struct host h;
    struct org o;
    struct host_text t;
    struct bytes content;
    made(&h, &o, &t);
    host_silence(&h, &t, 10000);
    const struct bytes envelope = objection(&o, 2, &t.root, "Nobody else knows.");
    const struct signer_request r = asking_for(envelope);
    check_eq(shown_ask(h.signers[2].signer, harness_arena(), &r, &content), REFUSE_none);
    host_pass(&h, 20000);
    check_eq(host_count(&h, "objection.raise", "ok"), 1);
    check_eq(stage_of(&h, &t), SILENCE_BROKEN);
    check_eq(host_count(&h, "text.open", "ok"), 0);
    host_done(&h);
}

/* It can never be recorded, so it is asked for less and less often, and the silence lapses at its end. */
TEST(an_objection_that_cannot_be_recorded_holds_its_text_up_and_nothing_else)
{
    struct host h;
    struct org o;
    struct host_text t;
    struct bytes content;
    made(&h, &o, &t);
    host_silence(&h, &t, 10000);
    const struct key_file stranger = org_key(&o, 2, "objection", 5);
    const struct bytes envelope = org_sign(
        &o, harness_arena(),
        &(struct org_act){.kind = "objection.raise",
                          .member = 2,
                          .signer = &stranger,
                          .body = arena_printf(harness_arena(), "{\"reason\":\"No.\",\"root\":\"%s\"}",
                                               org_hex(harness_arena(), &t.root))});
    const struct signer_request r = asking_for(envelope);
    check_eq(shown_ask(h.signers[2].signer, harness_arena(), &r, &content), REFUSE_none);
    host_pass(&h, 60000);
    check_that(h.signers[2].asked_count[SIGNER_status] < 12);
    host_pass(&h, 60000);
    check_eq(stage_of(&h, &t), SILENCE_LAPSED);
    check_eq(host_count(&h, "objection.raise", "ok"), 0);
    check_eq(host_count(&h, "node.all_clear", "ok"), 3);
    host_done(&h);
}

TEST(many_held_objections_are_listed_at_a_start_while_clients_are_served)
{
    struct host h;
    struct org o;
    struct host_text t;
    struct bytes content;
    made(&h, &o, &t);
    for (int i = 0; i < 300; i++) {
        struct hash root = t.root;
        root.bytes[0] = (uint8_t)(i / 60);
        const struct bytes envelope =
            objection(&o, 2, &root, arena_printf(harness_arena(), "Number %d.", i));
        const struct signer_request r = asking_for(envelope);
        check_eq(shown_ask(h.signers[2].signer, harness_arena(), &r, &content), REFUSE_none);
    }
    host_crash(&h, false);
    const uint64_t client = host_submit(&h, objection(&o, 1, &t.root, "Me too."));
    host_settle(&h);
    check_bytes(host_answer(&h, client)->result, BYTES("ok"));
    host_pass(&h, 1000);
    check_eq(host_count(&h, "objection.raise", "ok"), 301);
    check_eq(h.signers[2].asked_count[SIGNER_held], 300);
    host_done(&h);
}
