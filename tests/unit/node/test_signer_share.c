/* Shares of signatures: each precondition taken away from a request that is good without that, and no couple
 * of nonces ever serving twice. */
#include <string.h>

#include "base/limits.h"
#include "codec/dsse.h"
#include "codec/sshsig.h"
#include "unit/node/voiced.h"

static struct act give(struct voiced *v)
{
    const struct act act = probe_act(&v->p, &v->share, "node.share");
    check_that(voiced_share_holds(v, &act));
    return act;
}

/* The answer is a refusal on the record: nothing that holds the key together. */
static void check_spent(struct voiced *v)
{
    const struct hash session = fact_session_id(&v->share.share.session);
    const struct act act = probe_act(&v->p, &v->share, "node.refuse");
    check_hash(&act_value(&act, "session")->hash, &session);
    check_bytes(act_value(&act, "reason")->text, BYTES("spent"));
}

TEST(a_share_of_both_halves_is_one_that_everybody_can_check)
{
    struct voiced v;
    voiced_to_share(&v);
    check_eq(v.p.s->voice.live, VOICED_COUPLES);
    (void)give(&v);
    check_eq(v.p.s->voice.live, VOICED_COUPLES - 1);
    for (size_t i = 1; i < VOICED_COUPLES; i++) { /* in any order */
        voiced_session(&v, VOICED_COUPLES - i);
        (void)give(&v);
    }
    check_eq(v.p.s->voice.live, 0);
    voiced_done(&v);
}

TEST(every_field_of_close_statement_and_session_counts)
{
    struct voiced v;
    voiced_to_share(&v);
    for (int field = 0; field < 16; field++) {
        struct signer_request r = v.share;
        struct signer_share *s = &r.share;
        uint16_t ids[VOICED_MEMBERS];
        uint8_t couples[VOICED_MEMBERS][COUPLE_BYTES];
        const struct bytes swapped[] = {v.p.o.codes[0], v.p.o.codes[2], v.p.o.codes[1]};
        memcpy(ids, v.ids, sizeof ids);
        memcpy(couples, v.others, sizeof couples);
        s->session.ids = ids;
        s->session.couples = (const uint8_t(*)[COUPLE_BYTES])couples;
        s->close.subject.bytes[0] ^= field == 0;
        s->close.root.bytes[0] ^= field == 1;
        s->close.epoch += field == 2;
        s->close.statement += field == 3;
        s->close.speaking_for_count += field == 4;
        s->close.outcome = field == 5 ? BYTES("rejected") : s->close.outcome;
        s->sha256.bytes[0] ^= field == 6;
        s->session.close += field == 7;
        s->session.attempt += field == 8;
        s->session.transcript.bytes[0] ^= field == 9;
        couples[0][3] ^= field == 10; /* its own commitment */
        couples[1][COUPLE_BYTES - 1] ^= field == 11;
        ids[1] = field == 12 ? 1 : ids[1]; /* repeated */
        s->session.members = field == 13 ? swapped : s->session.members;
        s->session.count -= field == 14;
        s->session.sha256.bytes[0] ^= field == 15;
        harness_note("field %d", field);
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
    }
    (void)give(&v);
    voiced_done(&v);
}

TEST(a_share_is_given_only_for_what_the_record_shows)
{
    struct voiced v;
    voiced_to_share(&v);
    struct signer_request r = v.share;
    struct signer_included *list[] = {&r.share.closed, &r.share.said, &r.share.asked};
    for (size_t i = 0; i < 3; i++) {
        const struct signer_included good = *list[i];
        list[i]->proof.count = 0;
        probe_refuses(&v.p, &r, REFUSE_not_included);
        *list[i] = good;
        list[i]->proof.steps[1].bytes[0] ^= 1;
        probe_refuses(&v.p, &r, REFUSE_not_included);
        *list[i] = good;
        list[i]->entry.time_ms++;
        probe_refuses(&v.p, &r, REFUSE_not_included);
        *list[i] = good;
        list[i]->entry.type = ENTRY_ACT;
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
        *list[i] = good;
        list[i]->entry.id.bytes[0] ^= 1;
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
        *list[i] = good;
        *list[i] = shown_included(&v.p.shown, 2, v.p.shown.count);
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
        *list[i] = good;
    }
    r.share.closed.entry.index++; /* the statement is that of another close */
    probe_refuses(&v.p, &r, REFUSE_wrong_fact);
    r = v.share;
    const struct checkpoint c = shown_checkpoint(&v.p.shown, v.p.shown.count);
    r.share.view.note = shown_note(harness_arena(), &c, BYTES("exercise-other.example"), &v.p.o.log_key);
    probe_refuses(&v.p, &r, REFUSE_bad_checkpoint);
    r = v.share;
    r.share.view.growth.count = 0;
    probe_refuses(&v.p, &r, REFUSE_not_grown);
    (void)give(&v);
    voiced_done(&v);
}

/* Facts that a record may well have, and that ask for what must not be signed. */
TEST(what_was_not_adopted_or_too_few_carry_is_not_signed)
{
    struct voiced v;
    voiced_to_share(&v);
    struct signer_share *r = &v.share.share;
    const struct fact_close good = r->close;
    r->close.outcome = BYTES("lapsed");
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_not_adopted);
    r->close = good;
    r->close.statement = 0;
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_not_adopted);
    r->close = good;
    r->close.speaking_for_count = VOICED_THRESHOLD - 1;
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_not_carried);
    r->close = good;
    r->session.transcript = probe_hash(9);
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_no_share);
    r->session.transcript = v.sharing.transcript;
    voiced_put_session(&v);
    (void)give(&v);
    voiced_done(&v);
}

/* The signer puts in organisation and realm by itself, and has one epoch: a close of another is none. */
TEST(a_close_of_another_organisation_realm_or_epoch_is_not_signed)
{
    for (int row = 0; row < 3; row++) {
        struct voiced v;
        struct buffer b;
        voiced_to_share(&v);
        struct signer_share *r = &v.share.share;
        struct fact_close close = r->close;
        close.org.bytes[0] ^= row == 0;
        close.realm = row == 1 ? REALM_REAL : REALM_EXERCISE;
        close.epoch += row == 2;
        buffer_init(&b, ACT_BYTES_MAX);
        fact_write_close(&b, &close);
        const size_t index = shown_fact(&v.p.shown, buffer_view(&b));
        buffer_clear(&b);
        fact_write_statement(&b, index, &r->sha256);
        v.said = shown_fact(&v.p.shown, buffer_view(&b));
        buffer_clear(&b);
        r->session.close = index;
        fact_write_session(&b, &r->session);
        v.asked = shown_fact(&v.p.shown, buffer_view(&b));
        v.closed = index;
        buffer_done(&b);
        voiced_show(&v);
        r->close.epoch += row == 2; /* shown as it is */
        harness_note("row %d", row);
        probe_refuses(&v.p, &v.share, REFUSE_wrong_fact);
        voiced_done(&v);
    }
}

/* A file that was changed by one byte anywhere, and files that are something else that keys sign. */
TEST(only_the_statement_of_the_record_in_the_form_of_statements_is_signed)
{
    struct voiced v;
    voiced_to_share(&v);
    struct signer_share *r = &v.share.share;
    const struct bytes good = r->file;
    uint8_t *changed = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), good).data;
    for (size_t i = 0; i < good.len; i++) {
        changed[i] ^= 1;
        r->file = bytes_of(changed, good.len);
        probe_refuses(&v.p, &v.share, REFUSE_wrong_statement);
        changed[i] ^= 1;
    }
    for (size_t i = 0; i < good.len; i += 7) {
        r->file = bytes_of(good.data, i);
        probe_refuses(&v.p, &v.share, REFUSE_wrong_statement);
    }
    struct buffer preimage[2];
    for (size_t i = 0; i < 2; i++) {
        buffer_init(&preimage[i], 10000);
    }
    sshsig_preimage(&preimage[0], BYTES("exercise-statement@test.example"), good);
    dsse_preimage(&preimage[1], BYTES(DSSE_TYPE_ACT), BYTES("{}"));
    const struct bytes files[] = {
        BYTES("univocal statement 1 real\nnumber: 1\n\nWords of all.\n"),
        BYTES("univocal statement 2 exercise EXERCISE\nnumber: 1\n"),
        BYTES("univocal statement 1 exercise EXERCISE"),
        BYTES("univocal statement 1 exercise EXERCISE \nnumber: 1\n"),
        BYTES("univocal statement 1 exercise EXERCISE\r\nnumber: 1\n"),
        BYTES(" univocal statement 1 exercise EXERCISE\nnumber: 1\n"),
        BYTES("exercise-test.example\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"),
        buffer_view(&preimage[0]),
        buffer_view(&preimage[1]),
        BYTES("x"),
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        r->file = files[i];
        voiced_put_session(&v); /* the record names it all the same */
        harness_note("file %zu", i);
        probe_refuses(&v.p, &v.share, REFUSE_wrong_statement);
    }
    buffer_done(&preimage[0]);
    buffer_done(&preimage[1]);
    r->file = good;
    voiced_put_session(&v);
    (void)give(&v);
    voiced_done(&v);
}

TEST(an_objection_that_is_held_without_a_result_keeps_the_share_back)
{
    struct voiced v;
    struct act act;
    struct arena *a = harness_arena();
    voiced_to_share(&v);
    const struct bytes envelope = org_sign(
        &v.p.o, a,
        &(struct org_act){.kind = "objection.raise",
                          .member = 3,
                          .key = ORG_OBJECTION,
                          .body = arena_printf(a, "{\"reason\":\"No.\",\"root\":\"%s\"}",
                                               org_hex(a, &v.share.share.close.root))});
    check_text(rejection_name(act_decode(a, envelope, &act, NULL)), "ok");
    struct signer_request r = {.verb = SIGNER_receipt};
    r.receipt = (struct signer_receipt){.epoch = 1,
                                        .seq = act.frame.seq,
                                        .member = act.frame.member,
                                        .key = act.frame.key,
                                        .root = v.share.share.close.root,
                                        .reason = act_value(&act, "reason")->text,
                                        .signature_count = 1,
                                        .signatures = {act.signatures[0]}};
    (void)probe_answer(&v.p, &r);
    probe_refuses(&v.p, &v.share, REFUSE_still_held);
    probe_reopen(&v.p); /* it holds it still, and has forgotten the nonces */
    voiced_show(&v);
    probe_refuses(&v.p, &v.share, REFUSE_still_held);
    check_that(signer_rows_clear(&v.p.s->rows, &v.share.share.close.root));
    check_spent(&v);
    voiced_done(&v);
}

TEST(a_session_that_does_not_ask_this_node_gets_nothing)
{
    struct voiced v;
    voiced_to_share(&v);
    struct fact_session *f = &v.share.share.session;
    const struct fact_session good = *f;
    /* Members 2 to 4. */
    f->members = v.p.o.codes + 1;
    f->ids = v.ids + 1;
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_not_party);
    /* Its code under another's identifier, and another's under its own. */
    const struct bytes other[] = {v.p.o.codes[1], v.p.o.codes[2], v.p.o.codes[3]};
    f->members = other;
    f->ids = v.ids;
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_not_party);
    f->members = good.members;
    f->ids = v.ids + 1;
    voiced_put_session(&v);
    probe_refuses(&v.p, &v.share, REFUSE_not_party);
    *f = good;
    voiced_put_session(&v);
    (void)give(&v);
    voiced_done(&v);
}

/* Lists that no session can have, though the record names them: fewer than the threshold, repeated or falling
 * identifiers, commitments that are no points. */
TEST(a_session_that_cannot_be_is_refused_and_costs_no_nonces)
{
    for (int row = 0; row < 4; row++) {
        struct voiced v;
        voiced_to_share(&v);
        struct fact_session *f = &v.share.share.session;
        f->count = row == 0 ? VOICED_THRESHOLD - 1 : f->count;
        v.ids[2] = row == 1 ? 2 : v.ids[2];
        v.ids[2] = row == 2 ? 0 : v.ids[2];
        memset(v.others[1], row == 3 ? 0xff : v.others[1][0], row == 3 ? 32 : 1);
        voiced_put_session(&v);
        harness_note("row %d", row);
        probe_refuses(&v.p, &v.share, REFUSE_wrong_fact);
        check_eq(v.p.s->voice.live, VOICED_COUPLES);
        voiced_done(&v);
    }
}

TEST(the_same_session_asked_twice_gets_one_share)
{
    struct voiced v;
    voiced_to_share(&v);
    (void)give(&v);
    voiced_show(&v);
    check_spent(&v);
    check_spent(&v);
    voiced_done(&v);
}

TEST(a_couple_serves_one_session_whatever_another_changes)
{
    for (int row = 0; row < 3; row++) {
        struct voiced v;
        voiced_to_share(&v);
        (void)give(&v);
        if (row == 0) { /* another attempt with the same couple */
            voiced_session(&v, 0);
        } else if (row == 1) { /* another statement */
            v.share.share.file = BYTES("univocal statement 1 exercise EXERCISE\nnumber: 2\n");
            v.share.share.close.statement = 2;
            voiced_put_session(&v);
        } else { /* other signers */
            v.ids[2] = 4;
            static struct bytes members[3];
            members[0] = v.p.o.codes[0];
            members[1] = v.p.o.codes[1];
            members[2] = v.p.o.codes[3];
            v.share.share.session.members = members;
            voiced_put_session(&v);
        }
        harness_note("row %d", row);
        check_spent(&v);
        voiced_done(&v);
    }
}

/* Half of one couple and half of another, halves exchanged, another signer's couple, one of nobody. */
TEST(a_couple_that_was_not_published_as_it_is_gets_no_share)
{
    for (int row = 0; row < 4; row++) {
        struct voiced v;
        voiced_to_share(&v);
        uint8_t *own = v.others[0];
        if (row == 0) {
            memcpy(own + FROST_COMMITMENT_BYTES, v.couples[1] + FROST_COMMITMENT_BYTES,
                   FROST_COMMITMENT_BYTES);
        } else if (row == 1) {
            memcpy(own, v.couples[0] + FROST_COMMITMENT_BYTES, FROST_COMMITMENT_BYTES);
            memcpy(own + FROST_COMMITMENT_BYTES, v.couples[0], FROST_COMMITMENT_BYTES);
        } else if (row == 2) {
            memcpy(own, v.others[1], COUPLE_BYTES);
        } else { /* hiding and binding exchanged */
            memcpy(own, v.couples[0] + 32, 32);
            memcpy(own + 32, v.couples[0], 32);
        }
        voiced_put_session(&v);
        harness_note("row %d", row);
        check_spent(&v);
        check_eq(v.p.s->voice.live, VOICED_COUPLES);
        voiced_done(&v);
    }
}

/* What one of two cores has shown, the other's record does not grow from; where it does, the couple is
 * spent. */
TEST(two_cores_get_no_two_shares_of_one_couple)
{
    struct voiced v;
    voiced_to_share(&v);
    const struct signer_request first = v.share;
    struct shown fork = v.p.shown;
    v.share.share.session.attempt++;
    const struct shown both = v.p.shown;
    v.p.shown = fork;
    v.p.shown.count = v.asked; /* the other history, from the session on */
    shown_fill(&v.p.shown, v.p.shown.count + 1, 99);
    voiced_put_session(&v);
    const struct signer_request second = v.share;
    (void)probe_act(&v.p, &first, "node.share");
    probe_refuses(&v.p, &second, REFUSE_not_grown);
    /* A core that shows the first history, grown by the second session. */
    v.p.shown = both;
    voiced_put_session(&v);
    check_spent(&v);
    voiced_done(&v);
}

TEST(a_restart_forgets_nonces_and_an_older_state_brings_none_back)
{
    struct voiced v;
    voiced_to_share(&v);
    const struct bytes old = arena_copy(harness_arena(), world_content(world_find(v.p.h.world, "probe")));
    probe_reopen(&v.p);
    voiced_show(&v);
    check_spent(&v);
    voiced_publish(&v);
    voiced_session(&v, 0);
    (void)give(&v);
    /* A backup of the state from before the share. */
    signer_close(v.p.s);
    world_put(v.p.h.world, "probe", old);
    probe_open_as(&v.p, &v.p.key);
    voiced_show(&v);
    check_spent(&v);
    voiced_publish(&v);
    voiced_session(&v, 3);
    (void)give(&v);
    voiced_done(&v);
}

/* Whether the state holds the mark of this session. */
static bool has_mark(struct bytes state, const struct hash *session)
{
    for (size_t i = 0; i + HASH_BYTES <= state.len; i++) {
        if (memcmp(state.data + i, session->bytes, HASH_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

/* Every write fails, for once or from then on, and the process goes on or is killed: there is at most one
 * share of a couple, and none without its mark on the disk. */
TEST(no_couple_serves_twice_whichever_write_fails)
{
    uint64_t tried = 0;
    for (int row = 0; row < 4; row++) {
        for (uint64_t at = 1; at < 20; at++) {
            struct voiced v;
            struct bytes content;
            struct act act;
            size_t shares = 0;
            voiced_to_share(&v);
            const struct hash session = fact_session_id(&v.share.share.session);
            struct world_faults *f = &v.p.h.world->faults;
            f->operations = 0;
            f->fail_from = at;
            f->fail_count = row < 2 ? 1 : 0;
            f->error = row % 2 == 0 ? ERROR_IO : ERROR_FULL;
            for (int again = 0; again < 3; again++) {
                voiced_show(&v);
                const enum signer_refusal refusal = probe_ask(&v.p, &v.share, &content);
                if (refusal == REFUSE_none) {
                    check_text(rejection_name(act_decode(harness_arena(), content, &act, NULL)), "ok");
                    shares += strcmp(act.kind->name, "node.share") == 0;
                }
                struct world *lost = world_after(v.p.h.world, true);
                check_that(shares == 0 || has_mark(world_content(world_find(lost, "probe")), &session));
                world_free(lost);
            }
            check_that(shares <= 1);
            const bool touched = f->operations >= at;
            f->fail_from = 0;
            probe_reopen(&v.p);
            voiced_show(&v);
            check_spent(&v);
            voiced_done(&v);
            tried++;
            if (!touched) {
                break;
            }
        }
    }
    harness_note("%llu failures", (unsigned long long)tried);
    check_that(tried >= 16);
}

/* Whatever bytes of a good request are others, whatever is cut out or comes in: no share. Only a change that
 * says the same is none, and this form has no such change. */
TEST(a_request_that_was_changed_anywhere_gets_no_share)
{
    enum { REQUESTS = 100000 };
    struct voiced v;
    struct prng p;
    struct buffer good;
    struct buffer answer;
    voiced_to_share(&v);
    prng_seed(&p, harness_seed());
    buffer_init(&good, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&good, &v.share);
    uint8_t *bad = arena_take(harness_arena(), good.len + 1, 1);
    for (size_t i = 0; i < REQUESTS; i++) {
        size_t len = good.len;
        memcpy(bad, good.data, len);
        const size_t changes = 1 + (size_t)prng_below(&p, 3);
        for (size_t k = 0; k < changes; k++) {
            bad[1 + prng_below(&p, len - 1)] = (uint8_t)prng_next(&p);
        }
        if (prng_chance(&p, 100)) {
            len = 1 + (size_t)prng_below(&p, len - 1);
        }
        if (len == good.len && memcmp(bad, good.data, len) == 0) {
            continue;
        }
        enum signer_refusal refusal = REFUSE_none;
        struct bytes content;
        buffer_clear(&answer);
        signer_answer(v.p.s, bytes_of(bad, len), &answer);
        check_ok(signer_answer_read(buffer_view(&answer), &refusal, &content));
        harness_note("request %zu", i);
        check_that(refusal != REFUSE_none);
        check_eq(v.p.s->voice.live, VOICED_COUPLES);
    }
    buffer_done(&good);
    buffer_done(&answer);
    (void)give(&v);
    voiced_done(&v);
}
