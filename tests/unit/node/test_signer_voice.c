/* The ceremony as one signer sees it: each precondition taken away from a request that is good without it. */
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "crypto/reception.h"
#include "unit/node/voiced.h"

TEST(joining_gives_a_key_for_receiving_and_proves_that_it_is_known)
{
    struct voiced v;
    struct buffer context;
    struct proof_known proof;
    struct point key;
    voiced_to_join(&v);
    const struct act act = probe_act(&v.p, &v.join, "node.join");
    check_hash(&act_value(&act, "ceremony")->hash, &v.ceremony);
    check_that(point_read(act_value(&act, "key")->hash.bytes, &key));
    check_eq(act_value(&act, "proof")->text.len, sizeof proof.bytes);
    memcpy(proof.bytes, act_value(&act, "proof")->text.data, sizeof proof.bytes);
    buffer_init(&context, 1024);
    ceremony_context_write(&context, &v.p.o.id, REALM_EXERCISE, &v.ceremony, &v.p.key.public);
    check_that(reception_proof_holds(&key, buffer_view(&context), &proof));
    buffer_done(&context);
    /* Asked again, and after a restart, it is the same key. */
    voiced_show(&v);
    const struct act again = probe_act(&v.p, &v.join, "node.join");
    probe_reopen(&v.p);
    voiced_show(&v);
    const struct act later = probe_act(&v.p, &v.join, "node.join");
    check_hash(&act_value(&again, "key")->hash, &act_value(&act, "key")->hash);
    check_hash(&act_value(&later, "key")->hash, &act_value(&act, "key")->hash);
    voiced_done(&v);
}

/* What every request that shows the record has in common. */
static void check_view(struct voiced *v, struct signer_request *r, struct signer_view *view)
{
    const struct signer_view good = *view;
    const struct checkpoint c = shown_checkpoint(&v->p.shown, v->p.shown.count);
    view->note = shown_note(harness_arena(), &c, BYTES("test.example"), &v->p.o.log_key);
    probe_refuses(&v->p, r, REFUSE_bad_checkpoint); /* of the real realm */
    view->note = shown_note(harness_arena(), &c, BYTES("exercise-test.example"), &v->p.o.keys[1][ORG_NODE]);
    probe_refuses(&v->p, r, REFUSE_bad_checkpoint);
    view->note = BYTES("");
    probe_refuses(&v->p, r, REFUSE_bad_checkpoint);
    *view = good;
    if (v->p.s->last.size > 0) {
        view->growth.count = 0;
        probe_refuses(&v->p, r, REFUSE_not_grown);
        *view = good;
        view->growth.steps[0].bytes[3] ^= 1;
        probe_refuses(&v->p, r, REFUSE_not_grown);
        *view = good;
        /* Another record altogether, with everything in it. */
        struct shown fork = v->p.shown;
        memset(fork.entries[0].result, 0, sizeof fork.entries[0].result);
        memcpy(fork.entries[0].result, "no", 3);
        *view = shown_view(&fork, harness_arena(), &v->p.o, v->p.s->last.size);
        probe_refuses(&v->p, r, REFUSE_not_grown);
    }
    *view = good;
}

static void check_included(struct voiced *v, struct signer_request *r, struct signer_included *x)
{
    const struct signer_included good = *x;
    x->proof.count = 0;
    probe_refuses(&v->p, r, REFUSE_not_included);
    *x = good;
    x->proof.steps[0].bytes[0] ^= 1;
    probe_refuses(&v->p, r, REFUSE_not_included);
    *x = good;
    x->entry.index++;
    probe_refuses(&v->p, r, REFUSE_not_included);
    *x = good;
    memcpy(x->entry.result, "no", 3);
    probe_refuses(&v->p, r, REFUSE_not_included);
    *x = good;
    x->entry.type = ENTRY_ACT; /* an act whose id is that of the fact */
    probe_refuses(&v->p, r, REFUSE_wrong_fact);
    *x = good;
    x->entry.envelope.bytes[0] ^= 1;
    probe_refuses(&v->p, r, REFUSE_wrong_fact);
    *x = shown_included(&v->p.shown, 1, v->p.shown.count); /* another entry */
    probe_refuses(&v->p, r, REFUSE_wrong_fact);
    *x = good;
}

TEST(nobody_joins_what_the_record_does_not_ask_for)
{
    struct voiced v;
    voiced_to_join(&v);
    struct signer_request r = v.join;
    check_view(&v, &r, &r.join.view);
    check_included(&v, &r, &r.join.opened);
    for (int field = 0; field < 6; field++) {
        r = v.join;
        r.join.fact.ceremony.bytes[0] ^= field == 0;
        r.join.fact.deadline_ms += field == 1;
        r.join.fact.time_ms -= field == 2;
        r.join.fact.threshold -= field == 3;
        r.join.fact.count -= field == 4;
        const struct bytes swapped[] = {v.p.o.codes[1], v.p.o.codes[0], v.p.o.codes[2], v.p.o.codes[3]};
        r.join.fact.members = field == 5 ? swapped : r.join.fact.members;
        harness_note("field %d", field);
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
    }
    /* A ceremony of others. */
    v.join.join.fact.members = v.p.o.codes + 1;
    v.join.join.fact.count = 3;
    voiced_put_opened(&v);
    probe_refuses(&v.p, &v.join, REFUSE_not_party);
    voiced_done(&v);
}

TEST(a_dealing_is_one_that_everybody_can_check)
{
    struct voiced v;
    struct dealing d;
    struct ceremony *c = &v.parties;
    voiced_to_confirm(&v);
    check_ok(dealing_read(c, 1, v.dealings[0], &d, NULL));
    /* Asked again it deals anew: the record takes the first. */
    voiced_show(&v);
    const struct act again = probe_act(&v.p, &v.deal, "node.deal");
    check_ok(dealing_read(c, 1, act_value(&again, "dealing")->text, &d, NULL));
    check_that(!bytes_equal(act_value(&again, "dealing")->text, v.dealings[0]));
    voiced_done(&v);
}

TEST(nobody_deals_to_parties_that_the_record_does_not_name)
{
    struct voiced v;
    voiced_to_deal(&v);
    shown_fill(&v.p.shown, v.p.shown.count + 3, 5);
    voiced_show(&v);
    struct signer_request r = v.deal;
    check_view(&v, &r, &r.deal.view);
    check_included(&v, &r, &r.deal.joined);
    for (int field = 0; field < 5; field++) {
        struct public_key keys[VOICED_MEMBERS];
        struct public_key nodes[VOICED_MEMBERS];
        memcpy(keys, v.keys, sizeof keys);
        memcpy(nodes, v.nodes, sizeof nodes);
        r = v.deal;
        r.deal.fact.keys = keys;
        r.deal.fact.nodes = nodes;
        r.deal.fact.threshold -= field == 0;
        r.deal.fact.time_ms += field == 1;
        keys[2].bytes[4] ^= field == 2;
        nodes[3].bytes[4] ^= field == 3;
        keys[1] = field == 4 ? keys[2] : keys[1];
        harness_note("field %d", field);
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
    }
    voiced_done(&v);
}

/* A record may say what it likes: where it names this node it must be with its own keys. */
TEST(a_node_deals_only_where_it_stands_with_its_own_keys)
{
    for (int row = 0; row < 6; row++) {
        struct voiced v;
        voiced_to_deal(&v);
        enum signer_refusal expected = REFUSE_not_party;
        if (row == 0) { /* another key for receiving, under which the host could read what is dealt to it */
            v.keys[0] = v.keys[1];
        } else if (row == 1) {
            v.nodes[0] = v.nodes[1];
        } else if (row == 2) {
            v.deal.deal.fact.members = v.p.o.codes + 1;
            v.deal.deal.fact.count = 3;
        } else if (row == 3) { /* two parties with one key */
            v.keys[1] = v.keys[2];
            expected = REFUSE_wrong_fact;
        } else if (row == 4) { /* no point */
            memset(v.keys[1].bytes, 0xff, sizeof v.keys[1].bytes);
            expected = REFUSE_wrong_fact;
        } else {
            v.deal.deal.fact.ceremony = probe_hash(32);
            expected = REFUSE_not_joined;
        }
        voiced_put_joined(&v);
        harness_note("row %d", row);
        probe_refuses(&v.p, &v.deal, expected);
        voiced_done(&v);
    }
}

TEST(a_signer_that_lost_its_state_deals_and_confirms_nothing)
{
    struct voiced v;
    voiced_to_confirm(&v);
    signer_close(v.p.s);
    world_remove(v.p.h.world, "probe");
    probe_open_as(&v.p, &v.p.key);
    voiced_show(&v);
    probe_refuses(&v.p, &v.deal, REFUSE_not_joined);
    probe_refuses(&v.p, &v.confirm, REFUSE_not_joined);
    voiced_done(&v);
}

TEST(confirming_means_that_the_share_is_durable)
{
    struct voiced v;
    voiced_to_confirm(&v);
    const struct act act = probe_act(&v.p, &v.confirm, "node.confirm");
    check_hash(&act_value(&act, "ceremony")->hash, &v.ceremony);
    check_hash(&act_value(&act, "transcript")->hash, &v.sharing.transcript);
    /* Power is lost at once; it confirms the same, and its share is the one that everybody can compute the
     * counterpart of. */
    struct world *next = world_after(v.p.h.world, true);
    struct signer *s = NULL;
    struct bytes content;
    const struct signer_settings settings = shown_settings(&v.p.o);
    check_ok(signer_open(&s, &next->env, "probe", &settings, &v.p.key));
    voiced_show(&v);
    check_text(signer_refusal_name(shown_ask(s, harness_arena(), &v.confirm, &content)), "none");
    const struct signer_secrets *secrets = secret_read(&s->voice.vault);
    struct point p;
    check_that(point_base(&secrets->share, &p));
    check_that(scalar_is_zero(&secrets->reception)); /* it has served */
    secret_close(&s->voice.vault);
    check_that(point_equal(&p, &v.sharing.shares[0]));
    signer_close(s);
    world_free(next);
    voiced_done(&v);
}

TEST(nobody_confirms_what_the_record_does_not_say)
{
    struct voiced v;
    voiced_to_confirm(&v);
    struct signer_request r = v.confirm;
    check_view(&v, &r, &r.confirm.view);
    check_included(&v, &r, &r.confirm.joined);
    check_included(&v, &r, &r.confirm.dealt);
    for (int field = 0; field < 7; field++) {
        r = v.confirm;
        r.confirm.fact.ceremony.bytes[0] ^= field == 0;
        r.confirm.fact.transcript.bytes[0] ^= field == 1;
        r.confirm.fact.key.bytes[0] ^= field == 2;
        r.confirm.fact.time_ms += field == 3;
        r.confirm.fact.deadline_ms += field == 4;
        r.confirm.parties.threshold -= field == 5;
        r.confirm.parties.ceremony.bytes[0] ^= field == 6;
        harness_note("field %d", field);
        probe_refuses(&v.p, &r, REFUSE_wrong_fact);
    }
    voiced_done(&v);
}

TEST(dealings_that_are_none_or_another_dealers_are_refused)
{
    struct voiced v;
    voiced_to_confirm(&v);
    struct bytes dealings[VOICED_MEMBERS];
    struct signer_request r = v.confirm;
    r.confirm.dealings = dealings;
    for (int row = 0; row < 4; row++) {
        memcpy(dealings, v.dealings, sizeof dealings);
        uint8_t *changed = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), dealings[2]).data;
        changed[32 * VOICED_THRESHOLD + 5] ^= row == 0; /* the proof */
        dealings[2] = row == 0   ? bytes_of(changed, dealings[2].len)
                      : row == 1 ? bytes_of(changed, dealings[2].len - 1)
                      : row == 2 ? BYTES("")
                                 : v.dealings[1];
        harness_note("row %d", row);
        probe_refuses(&v.p, &r, REFUSE_bad_dealing);
    }
    voiced_done(&v);
}

/* The last dealer seals for this node what it did not promise. */
TEST(a_lying_dealer_is_found_and_nothing_is_confirmed)
{
    struct voiced v;
    voiced_to_deal(&v);
    const struct act act = probe_act(&v.p, &v.deal, "node.deal");
    voiced_deal_all(&v, act_value(&act, "dealing")->text, true);
    probe_refuses(&v.p, &v.confirm, REFUSE_bad_share);
    /* It has not forgotten the ceremony by that. */
    check_that(v.p.s->voice.joined && !v.p.s->voice.shared);
    voiced_done(&v);
}

/* Dealings that are good one by one and are not those of the transcript; a key that they do not make. */
TEST(a_transcript_or_a_key_of_other_dealings_is_refused)
{
    struct voiced v;
    voiced_to_confirm(&v);
    const struct signer_confirm good = v.confirm.confirm;
    v.confirm.confirm.fact.key = v.keys[1];
    voiced_put_dealt(&v);
    probe_refuses(&v.p, &v.confirm, REFUSE_wrong_key);
    v.confirm.confirm.fact = good.fact;
    v.confirm.confirm.fact.transcript.bytes[0] ^= 1;
    voiced_put_dealt(&v);
    probe_refuses(&v.p, &v.confirm, REFUSE_wrong_key);
    v.confirm.confirm.fact = good.fact;
    v.confirm.confirm.fact.ceremony = probe_hash(33); /* of another ceremony, as a fact has it */
    voiced_put_dealt(&v);
    probe_refuses(&v.p, &v.confirm, REFUSE_wrong_fact);
    v.confirm.confirm.fact = good.fact;
    voiced_put_dealt(&v);
    (void)probe_act(&v.p, &v.confirm, "node.confirm");
    voiced_done(&v);
}

TEST(nonces_are_for_the_key_that_this_node_has_a_share_of)
{
    struct voiced v;
    voiced_to_confirm(&v);
    v.nonces.nonces = v.sharing.transcript;
    probe_refuses(&v.p, &v.nonces, REFUSE_no_share);
    (void)probe_act(&v.p, &v.confirm, "node.confirm");
    v.nonces.nonces.bytes[0] ^= 1;
    probe_refuses(&v.p, &v.nonces, REFUSE_no_share);
    v.nonces.nonces = v.sharing.transcript;
    uint8_t before[VOICED_COUPLES][COUPLE_BYTES];
    voiced_publish(&v);
    memcpy(before, v.couples, sizeof before);
    voiced_publish(&v);
    for (size_t i = 0; i < VOICED_COUPLES; i++) {
        for (size_t k = 0; k < VOICED_COUPLES; k++) {
            check_that(memcmp(before[i], v.couples[k], COUPLE_BYTES) != 0);
        }
    }
    voiced_done(&v);
}

/* The signer of a key that has signed takes part in no other ceremony, however well a record asks for it. */
TEST(a_share_that_has_served_is_never_replaced)
{
    struct voiced v;
    voiced_to_share(&v);
    const struct hash transcript = v.sharing.transcript;
    (void)probe_act(&v.p, &v.share, "node.share");
    for (int restart = 0; restart < 2; restart++) {
        v.join.join.fact.ceremony = probe_hash(77);
        voiced_put_opened(&v);
        probe_refuses(&v.p, &v.join, REFUSE_bound);
        check_hash(&v.p.s->voice.transcript, &transcript);
        probe_reopen(&v.p);
    }
    /* Nor one that was joined before it signed. */
    voiced_done(&v);
    voiced_to_share(&v);
    const struct signer_request share = v.share;
    v.join.join.fact.ceremony = v.ceremony = probe_hash(78);
    voiced_put_opened(&v);
    const struct act joined = probe_act(&v.p, &v.join, "node.join");
    memcpy(v.keys[0].bytes, act_value(&joined, "key")->hash.bytes, 32);
    v.deal.deal.fact.ceremony = v.ceremony;
    voiced_put_joined(&v);
    const struct act dealt = probe_act(&v.p, &v.deal, "node.deal");
    v.share = share;
    voiced_show(&v);
    (void)probe_act(&v.p, &v.share, "node.share");
    voiced_deal_all(&v, act_value(&dealt, "dealing")->text, false);
    probe_refuses(&v.p, &v.confirm, REFUSE_bound);
    voiced_done(&v);
}

static int open_without_locks(enum realm realm)
{
    struct org o;
    struct signer *s = NULL;
    const struct rlimit none = {0, 0};
    org_make(harness_arena(), &(struct org_options){.members = 2, .seed = 7, .realm = realm}, &o);
    struct world *w = world_new(1);
    const struct signer_settings settings = shown_settings(&o);
    if (setrlimit(RLIMIT_MEMLOCK, &none) != 0) {
        return 9;
    }
    const enum error e = signer_open(&s, &w->env, "state", &settings, &o.keys[0][ORG_NODE]);
    return e == ERROR_DENIED ? 4 : e == OK && !s->voice.vault.locked ? 0 : 8;
}

/* In a child that has no right to pass the limit: as root it gives that up first. */
static int child_without_locks(enum realm realm)
{
    const pid_t child = fork();
    check_that(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
            _exit(9);
        }
        _exit(open_without_locks(realm));
    }
    int status = 0;
    check_that(waitpid(child, &status, 0) == child && WIFEXITED(status));
    return WEXITSTATUS(status);
}

TEST(without_locked_memory_the_real_realm_does_not_start_and_the_exercise_warns)
{
#ifdef __SANITIZE_ADDRESS__
    harness_skip("the sanitizers make mlock do nothing and say that it did");
#endif
    check_eq(child_without_locks(REALM_REAL), 4);
    check_eq(child_without_locks(REALM_EXERCISE), 0);
}

/* Every write of the ceremony fails once, and every one is the last before the power is lost: the share is on
 * the disk whenever the confirmation has left, and what was not answered can be asked again. */
TEST(a_ceremony_survives_a_failure_at_every_write)
{
    for (int power = 0; power < 2; power++) {
        for (uint64_t at = 1; at < 40; at++) {
            struct voiced v;
            struct bytes content;
            voiced_to_confirm(&v);
            probe_reopen(&v.p);
            struct world_faults *f = &v.p.h.world->faults;
            f->operations = 0;
            f->fail_from = at;
            f->error = ERROR_IO;
            const enum signer_refusal refusal = probe_ask(&v.p, &v.confirm, &content);
            const bool touched = f->operations >= at;
            check_text(signer_refusal_name(refusal), touched ? "disk_failed" : "none");
            check_that(refusal == REFUSE_none || signer_wants_restart(v.p.s));
            struct world *next = world_after(v.p.h.world, power == 1);
            struct signer *s = NULL;
            const struct signer_settings settings = shown_settings(&v.p.o);
            check_ok(signer_open(&s, &next->env, "probe", &settings, &v.p.key));
            check_that(refusal != REFUSE_none || s->voice.shared);
            v.confirm.confirm.view =
                shown_view(&v.p.shown, harness_arena(), &v.p.o, s->last.size);
            check_text(signer_refusal_name(shown_ask(s, harness_arena(), &v.confirm, &content)), "none");
            check_that(s->voice.shared && hash_equal(&s->voice.transcript, &v.sharing.transcript));
            signer_close(s);
            world_free(next);
            voiced_done(&v);
            if (!touched) {
                check_that(at > 2);
                break;
            }
        }
    }
}
