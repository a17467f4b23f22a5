/* The organisation's key, made and used by core and real signers, moved by hand. */
#include <string.h>

#include "base/limits.h"
#include "codec/sshsig.h"
#include "mechanism/signing.h"
#include "mechanism/statement.h"
#include "mechanism/voice.h"
#include "support/host.h"

static void made(struct host *h, struct org *o, size_t members)
{
    org_make(harness_arena(), &(struct org_options){.members = members, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
}

static void ask_all(struct host *h)
{
    for (size_t i = 0; i < h->org->options.members; i++) {
        (void)host_say(h, i, "voice.open", "ok", "{\"duration\":60000}");
    }
}

static bool has_voice(struct host *h, struct voice *out)
{
    return voice_get(host_state(h), harness_arena(), out);
}

/* The key, and nonces of every member. */
static void make_voice(struct host *h, struct org *o, size_t members)
{
    struct voice v;
    made(h, o, members);
    ask_all(h);
    host_pass(h, 5000);
    check_that(has_voice(h, &v));
    for (size_t i = 0; i < members; i++) {
        check_that(signing_nonces(host_state(h), o->codes[i]) > 0);
    }
}

static struct host_text adopt(struct host *h, const char *reference, uint64_t words)
{
    struct host_text t = host_text(h, reference, words);
    host_silence(h, &t, 10000);
    host_pass(h, 20000);
    return t;
}

/* Both signatures of a statement hold under the organisation's key. */
static void check_spoken(struct host *h, int64_t statement)
{
    struct spoken spoken;
    struct voice v;
    struct statement said;
    enum error e = OK;
    struct buffer file;
    struct buffer preimage;
    struct machine *m = embedded_machine(core_engine(h->core));
    struct context c = {.org = machine_organisation(m),
                        .state = host_state(h),
                        .record = host_record(h),
                        .arena = harness_arena(),
                        .time_ms = h->world->wall_ms,
                        .error = &e};
    check_that(signing_spoken(host_state(h), statement, &spoken) && has_voice(h, &v));
    check_that(statement_get(host_state(h), statement, harness_arena(), &said));
    buffer_init(&file, STATEMENT_BYTES_MAX);
    buffer_init(&preimage, 4096);
    check_that(statement_render(&c, &said, &file));
    sshsig_preimage(&preimage, signing_namespace(harness_arena(), c.org), buffer_view(&file));
    check_that(signature_holds(&spoken.raw, &v.key, buffer_view(&file)));
    check_that(signature_holds(&spoken.sshsig, &v.key, buffer_view(&preimage)));
    buffer_done(&file);
    buffer_done(&preimage);
}

/* Its process has ended: core is told at once, by the connection. */
static void end_signer(struct host *h, size_t number)
{
    host_stop_signer(h, number);
    core_signer_lost(h->core, number);
}

static bool is_spoken(struct host *h, int64_t statement)
{
    struct spoken spoken;
    return signing_spoken(host_state(h), statement, &spoken);
}

TEST(when_all_have_asked_the_signers_make_a_key_and_publish_nonces)
{
    struct host h;
    struct org o;
    make_voice(&h, &o, 4);
    check_eq(host_count(&h, "node.join", "ok"), 4);
    check_eq(host_count(&h, "node.deal", "ok"), 4);
    check_eq(host_count(&h, "node.confirm", "ok"), 4);
    check_eq(host_count(&h, "node.nonces", "ok"), 4);
    host_done(&h);
}

TEST(what_is_adopted_and_opened_is_signed)
{
    struct host h;
    struct org o;
    make_voice(&h, &o, 4);
    (void)adopt(&h, "m1", 1);
    check_spoken(&h, 1);
    check_eq(host_count(&h, "node.share", "ok"), 3);
    check_eq(host_count(&h, "node.refuse", "ok"), 0);
    host_done(&h);
}

/* n = 6, t = 5: one signer is gone after its all-clear; the others sign without it. */
/* From the moment on when it is asked for a share it is not there any more. */
static bool gone(struct host *h, size_t number, const struct signer_request *r, struct buffer *answer)
{
    (void)h;
    (void)number;
    (void)answer; /* nothing comes, and what is asked is lost */
    return r->verb == SIGNER_share;
}

TEST(five_of_six_sign_when_one_signer_is_gone)
{
    for (size_t number = 0; number < 6; number++) {
        struct host h;
        struct org o;
        make_voice(&h, &o, 6);
        h.signers[number].lie = gone;
        (void)adopt(&h, "m1", 1);
        check_spoken(&h, 1);
        check_that(host_count(&h, "node.share", "ok") <= 5 + 4);
        host_done(&h);
    }
}

TEST(below_the_threshold_nothing_is_signed_until_enough_are_back)
{
    struct host h;
    struct org o;
    make_voice(&h, &o, 4);
    h.signers[0].lie = gone;
    h.signers[2].lie = gone;
    (void)adopt(&h, "m1", 1);
    host_pass(&h, 60000);
    check_that(!is_spoken(&h, 1));
    end_signer(&h, 2);
    h.signers[2].lie = NULL;
    host_start_signer(&h, 2);
    host_pass(&h, 120000);
    check_spoken(&h, 1);
    host_done(&h);
}

/* A restart forgets the nonces: they are published anew, and what a session asks of the old ones is refused.
 */
TEST(a_signer_that_starts_again_publishes_new_nonces_and_keeps_its_share)
{
    struct host h;
    struct org o;
    make_voice(&h, &o, 4);
    const size_t before = host_count(&h, "node.nonces", "ok");
    for (size_t i = 0; i < 4; i++) {
        end_signer(&h, i);
        host_pass(&h, 2000);
        host_start_signer(&h, i);
    }
    host_pass(&h, 10000);
    check_eq(host_count(&h, "node.nonces", "ok"), before + 4);
    (void)adopt(&h, "m1", 1);
    check_spoken(&h, 1);
    host_done(&h);
}

TEST(a_crash_of_everything_during_the_ceremony_or_a_session_loses_neither)
{
    for (int power = 0; power < 2; power++) {
        struct host h;
        struct org o;
        struct voice v;
        made(&h, &o, 4);
        ask_all(&h);
        for (int i = 0; i < 6; i++) {
            host_crash(&h, power == 1);
            host_pass(&h, 700);
        }
        host_pass(&h, 20000);
        check_that(has_voice(&h, &v));
        struct host_text t = host_text(&h, "m1", 1);
        host_silence(&h, &t, 10000);
        while (!is_spoken(&h, 1)) {
            host_pass(&h, 900);
            host_crash(&h, power == 1);
            check_that(h.world->wall_ms < o.options.time_ms + 4000000);
        }
        check_spoken(&h, 1);
        host_done(&h);
    }
}

/* A text without enough members behind it: no key yet at its close. */
TEST(nobody_is_asked_for_shares_of_what_the_key_does_not_carry)
{
    struct host h;
    struct org o;
    made(&h, &o, 4);
    (void)adopt(&h, "m1", 1);
    ask_all(&h);
    host_pass(&h, 20000);
    check_that(!is_spoken(&h, 1));
    for (size_t i = 0; i < 4; i++) {
        check_eq(h.signers[i].asked_count[SIGNER_share], 0);
    }
    (void)adopt(&h, "m2", 50);
    check_spoken(&h, 2);
    host_done(&h);
}
