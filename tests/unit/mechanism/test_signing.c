/* How a statement is signed: nonces ahead, sessions, shares, and the signature that comes of them. */
#include "mechanism/signing.h"

#include <string.h>

#include "base/limits.h"
#include "codec/sshsig.h"
#include "mechanism/clock.h"
#include "support/harness.h"
#include "support/rig_voice.h"

static struct rig r;
static struct rig_voice v;

/* A key, so many couples of nonces each, and an opened text: statement 1. */
static void begin(size_t members, size_t couples)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .members = members});
    rig_voice_begin(&v, &r, 7);
    rig_voice_to(&v, CEREMONY_DONE);
    for (size_t i = 0; i < members && couples > 0; i++) {
        check_text(rig_voice_nonces(&v, i, couples), "ok");
    }
    rig_to(&r, RIG_OPENED);
}

static struct signing signing_now(void)
{
    struct signing x;
    check_that(rig_voice_session(&v, 1, &x));
    return x;
}

static bool is_asked(const struct signing *x, size_t member)
{
    for (size_t i = 0; i < x->seat_count; i++) {
        if (x->seats[i].id == (int64_t)member + 1) {
            return true;
        }
    }
    return false;
}

/* The signatures hold over the file and over its SSHSIG preimage, under the organisation's key. */
static void check_spoken(int64_t statement)
{
    struct spoken spoken;
    struct voice voice;
    struct statement said;
    enum error e = OK;
    struct buffer file;
    struct buffer preimage;
    struct context c = rig_context(&r, &e);
    check_that(signing_spoken(r.state, statement, &spoken) && voice_get(r.state, &r.arena, &voice));
    check_that(statement_get(r.state, statement, &r.arena, &said));
    buffer_init(&file, STATEMENT_BYTES_MAX);
    buffer_init(&preimage, 4096);
    check_that(statement_render(&c, &said, &file));
    check_that(strstr(buffer_text(&file), "\nvoice: the organisation's voice\n") != NULL);
    const struct bytes namespace = signing_namespace(&r.arena, c.org);
    check_bytes(namespace, BYTES("exercise-statement@test.example"));
    sshsig_preimage(&preimage, namespace, buffer_view(&file));
    check_that(signature_holds(&spoken.raw, &voice.key, buffer_view(&file)));
    check_that(signature_holds(&spoken.sshsig, &voice.key, buffer_view(&preimage)));
    buffer_done(&file);
    buffer_done(&preimage);
}

TEST(a_statement_is_signed_when_all_whom_its_session_asks_have_given_their_shares)
{
    struct spoken spoken;
    begin(4, 2);
    const struct signing x = signing_now();
    check_eq(x.seat_count, 3);
    check_eq(x.attempt, 1);
    r.step_ms = 10; /* they answer at once */
    for (size_t i = 0; i < 4; i++) {
        check_eq(signing_nonces(r.state, r.org.codes[i]), is_asked(&x, i) ? 1 : 2);
    }
    size_t given = 0;
    for (size_t i = 0; i < 4; i++) {
        if (is_asked(&x, i)) {
            check_that(!signing_spoken(r.state, 1, &spoken));
            const uint64_t size = record_size(r.record);
            check_text(rig_voice_share(&v, i, 1, 0), "ok");
            check_text(rig_facts_since(&r, size), ++given == 3 ? "block signature" : "block");
        }
    }
    check_spoken(1);
    int64_t *wanted = NULL;
    check_eq(signing_wanted(r.state, &r.arena, &wanted), 0);
    check_eq(rig_count_facts(&r, "session"), 1);
    rig_close(&r);
}

TEST(a_text_that_too_few_carry_is_not_signed_and_says_so)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_voice_begin(&v, &r, 7);
    struct signing x;
    rig_to(&r, RIG_OPENED); /* before there is a key */
    rig_voice_to(&v, CEREMONY_DONE);
    for (size_t i = 0; i < 4; i++) {
        check_text(rig_voice_nonces(&v, i, 1), "ok");
    }
    rig_block(&r, 1000);
    check_that(!rig_voice_session(&v, 1, &x));
    check_eq(rig_count_facts(&r, "session"), 0);
    rig_close(&r);
}

TEST(a_session_opens_when_enough_members_have_nonces)
{
    struct signing x;
    begin(4, 0);
    check_that(!rig_voice_session(&v, 1, &x));
    check_text(rig_voice_nonces(&v, 3, 1), "ok");
    check_text(rig_voice_nonces(&v, 0, 1), "ok");
    check_that(!rig_voice_session(&v, 1, &x));
    check_text(rig_voice_nonces(&v, 1, 1), "ok");
    x = signing_now();
    check_that(is_asked(&x, 0) && is_asked(&x, 1) && !is_asked(&x, 2) && is_asked(&x, 3));
    rig_close(&r);
}

/* One of those asked is silent: the others and the fourth sign in another session, and no more than that. */
TEST(a_silent_member_keeps_no_other_from_signing)
{
    for (size_t silent = 0; silent < 4; silent++) {
        begin(4, 4);
        struct signing x = signing_now();
        for (size_t i = 0; i < 4; i++) {
            if (i != silent && is_asked(&x, i)) {
                check_text(rig_voice_share(&v, i, 1, 0), "ok");
            }
        }
        if (is_asked(&x, silent)) {
            x = signing_now();
            check_eq(x.attempt, 2);
            check_that(!is_asked(&x, silent));
            for (size_t i = 0; i < 4; i++) {
                if (i != silent) {
                    check_text(rig_voice_share(&v, i, 1, 0), "ok");
                }
            }
        }
        check_spoken(1);
        check_that(rig_count_facts(&r, "session") <= 2); /* n - t + 1 */
        rig_close(&r);
    }
}

/* The others have answered: another session waits its moment, and a block is asked for at its end. */
TEST(a_session_has_a_moment_for_itself_before_another_opens)
{
    begin(4, 4);
    const struct signing x = signing_now();
    r.step_ms = 1;
    size_t answers = 0;
    check_eq(rig_next_ms(&r), 0);
    for (size_t i = 0; i < 4 && answers < 2; i++) {
        if (is_asked(&x, i)) {
            check_text(rig_voice_share(&v, i, 1, 0), "ok");
            answers++;
        }
    }
    check_eq(rig_next_ms(&r), x.opened_ms + SESSION_GRACE_MS);
    rig_block(&r, x.opened_ms + SESSION_GRACE_MS - 1 - r.time_ms);
    check_eq(signing_now().attempt, 1);
    rig_block(&r, 1);
    check_eq(signing_now().attempt, 2);
    check_eq(rig_next_ms(&r), 0);
    rig_close(&r);
}

TEST(a_bad_share_of_either_half_names_its_member_and_counts_for_nothing)
{
    for (int half = 1; half <= 2; half++) {
        begin(4, 4);
        const struct signing first = signing_now();
        size_t bad = 0;
        while (!is_asked(&first, bad)) {
            bad++;
        }
        const uint64_t size = record_size(r.record);
        check_text(rig_voice_share(&v, bad, 1, half), "ok");
        check_that(strstr(rig_facts_since(&r, size), "block evidence") != NULL);
        check_eq(rig_count_facts(&r, "evidence"), 1);
        for (size_t i = 0; i < 4; i++) {
            if (is_asked(&first, i) && i != bad) {
                check_text(rig_voice_share(&v, i, 1, 0), "ok");
            }
        }
        const struct signing second = signing_now();
        check_eq(second.attempt, 2);
        check_that(!is_asked(&second, bad));
        for (size_t i = 0; i < 4; i++) {
            if (i != bad) {
                check_text(rig_voice_share(&v, i, 1, 0), "ok");
            }
        }
        check_spoken(1);
        check_eq(rig_count_facts(&r, "evidence"), 1);
        rig_close(&r);
    }
}

TEST(who_refuses_is_replaced_at_once_and_may_be_asked_again_at_the_end)
{
    begin(4, 4);
    const struct signing first = signing_now();
    size_t spent = 0;
    while (!is_asked(&first, spent)) {
        spent++;
    }
    check_text(rig_voice_refuse(&v, spent, 1), "ok");
    check_eq(signing_nonces(r.state, r.org.codes[spent]), 0);
    check_text(rig_voice_nonces(&v, spent, 2), "ok");
    struct signing x = signing_now();
    check_eq(x.attempt, 1); /* the two others of the first have not answered */
    size_t other = 3;
    while (!is_asked(&first, other)) {
        other--;
    }
    check_text(rig_voice_refuse(&v, other, 1), "ok");
    check_text(rig_voice_nonces(&v, other, 2), "ok");
    x = signing_now();
    check_eq(x.attempt, 2);
    check_that(is_asked(&x, spent) && is_asked(&x, other));
    for (size_t i = 0; i < 4; i++) {
        if (is_asked(&x, i)) {
            check_text(rig_voice_share(&v, i, 1, 0), "ok");
        }
    }
    check_spoken(1);
    rig_close(&r);
}

TEST(a_member_that_refuses_again_and_again_is_asked_no_more)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .members = 2});
    rig_voice_begin(&v, &r, 7);
    rig_voice_to(&v, CEREMONY_DONE);
    check_text(rig_voice_nonces(&v, 0, NONCES_MAX), "ok");
    check_text(rig_voice_nonces(&v, 1, NONCES_MAX), "ok");
    rig_to(&r, RIG_OPENED);
    for (int64_t i = 0; i < REFUSALS_MAX; i++) {
        check_eq(signing_now().attempt, i + 1);
        for (size_t m = 0; m < 2; m++) {
            check_text(rig_voice_refuse(&v, m, 1), "ok");
            check_text(rig_voice_nonces(&v, m, 2), "ok");
        }
    }
    check_eq(signing_now().attempt, REFUSALS_MAX);
    rig_close(&r);
}

TEST(nonces_are_published_once_and_new_ones_void_what_is_not_spent)
{
    begin(4, 0);
    check_text(rig_voice_nonces(&v, 0, NONCES_MAX), "ok");
    check_eq(signing_nonces(r.state, BYTES("A01")), NONCES_MAX);
    check_text(rig_voice_nonces(&v, 0, 2), "ok");
    check_eq(signing_nonces(r.state, BYTES("A01")), 2);
    check_text(rig_voice_nonces(&v, 0, NONCES_MAX + 1), "wrong_body");
    /* By another member, word for word. */
    struct entry e;
    struct bytes carried;
    struct act published;
    const uint64_t last = r.results[0].index;
    (void)last;
    check_text(rig_voice_nonces(&v, 1, 1), "ok");
    check_ok(record_read(r.record, r.results[r.result_count - 1].index, &r.arena, &e, &carried));
    check_eq(act_decode(&r.arena, carried, &published, NULL), ACCEPTED);
    const struct json *body = NULL;
    struct act_frame frame;
    struct bytes couples;
    check_ok(act_read(&r.arena, published.payload, &frame, &body, NULL));
    check_that(json_get_text(body, "couples", &couples));
    const char *again =
        arena_printf(&r.arena, "{'couples':'%s','transcript':$t}", arena_text(&r.arena, couples));
    check_text(rig_say(&r, "A03/node", "node.nonces", "%s", again), "nonce_reused");
    check_text(rig_say(&r, "A02/node", "node.nonces", "%s", again), "nonce_reused");
    check_eq(signing_nonces(r.state, BYTES("A03")), 0);
    rig_close(&r);
}

/* What was decided while there were two matters: sessions of both, with different nonces. */
TEST(two_statements_are_signed_side_by_side)
{
    begin(4, 4);
    rig_forget(&r);
    rig_to(&r, RIG_OPENED);
    struct signing first;
    struct signing second;
    check_that(rig_voice_session(&v, 1, &first) && rig_voice_session(&v, 2, &second));
    check_that(!hash_equal(&first.id, &second.id));
    for (size_t i = 0; i < 4; i++) {
        if (is_asked(&second, i)) {
            check_text(rig_voice_share(&v, i, 2, 0), "ok");
        }
    }
    check_spoken(2);
    for (size_t i = 0; i < 4; i++) {
        if (is_asked(&first, i)) {
            check_text(rig_voice_share(&v, i, 1, 0), "ok");
        }
    }
    check_spoken(1);
    rig_close(&r);
}

/* A share is one of its session: in another it is bad. */
TEST(a_share_of_one_session_is_bad_in_another)
{
    begin(4, 4);
    rig_forget(&r);
    rig_to(&r, RIG_OPENED);
    struct signing first;
    struct signing second;
    struct entry e;
    struct bytes carried;
    struct act shared;
    check_that(rig_voice_session(&v, 1, &first) && rig_voice_session(&v, 2, &second));
    size_t both = 0;
    while (!is_asked(&first, both) || !is_asked(&second, both)) {
        both++;
    }
    check_text(rig_voice_share(&v, both, 1, 0), "ok");
    check_ok(record_read(r.record, r.results[r.result_count - 1].index, &r.arena, &e, &carried));
    check_eq(act_decode(&r.arena, carried, &shared, NULL), ACCEPTED);
    const struct hash raw = act_value(&shared, "raw")->hash;
    const struct hash sshsig = act_value(&shared, "sshsig")->hash;
    check_text(rig_say(&r, arena_printf(&r.arena, "A%02zu/node", both + 1), "node.share",
                       "{'raw':'%s','session':'%s','sshsig':'%s'}", hash_hex(&raw).text,
                       hash_hex(&second.id).text, hash_hex(&sshsig).text),
               "ok");
    check_eq(rig_count_facts(&r, "evidence"), 1);
    rig_close(&r);
}

/* With delay 1 everything comes a block later, and to the same end. */
TEST(a_statement_is_signed_with_delay_one_too)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .delay = 1});
    rig_voice_begin(&v, &r, 7);
    rig_voice_to(&v, CEREMONY_DONE);
    for (size_t i = 0; i < 4; i++) {
        check_text(rig_voice_nonces(&v, i, 2), "ok");
    }
    rig_to(&r, RIG_OPENED);
    const struct signing x = signing_now();
    for (size_t i = 0; i < 4; i++) {
        if (is_asked(&x, i)) {
            check_text(rig_voice_share(&v, i, 1, 0), "ok");
        }
    }
    check_spoken(1);
    rig_close(&r);
}
