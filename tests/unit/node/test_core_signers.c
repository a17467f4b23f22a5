/* Core and its signers: lost, slow, refusing and lying ones. */
#include <string.h>

#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "support/host.h"
#include "support/requests.h"
#include "support/shown.h"

enum { LOG = 4 }; /* of four members: one may be faulty */

static void made(struct host *h, struct org *o)
{
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
}

static const char *state_of(struct host *h, size_t number)
{
    const struct client_request r = {.verb = CLIENT_status};
    const struct json *top = NULL;
    struct bytes text;
    const uint64_t client = host_request(h, &r);
    const struct client_answer *a = host_answer(h, client);
    check_ok(json_parse_canonical(harness_arena(), a->content, a->content.len, &top, NULL));
    check_that(json_get_text(&json_get_array(top, "signers")->items[number], "state", &text));
    return arena_text(harness_arena(), text);
}

static uint64_t asked(const struct host *h, size_t number)
{
    uint64_t count = 0;
    for (size_t v = 0; v <= SIGNER_share; v++) {
        count += h->signers[number].asked_count[v];
    }
    return count;
}

static enum silence_stage stage_of(struct host *h, const struct host_text *t)
{
    struct silence x;
    check_that(silence_get(host_state(h), &t->silence, harness_arena(), &x));
    return x.stage;
}

/* What one signer says instead of its own answer. */
struct lie {
    enum signer_verb verb; /* 0: to everything */
    struct bytes answer;   /* a whole one */
    size_t times;          /* 0: for ever */
    size_t told;
};

static bool tell(struct host *h, size_t number, const struct signer_request *r, struct buffer *answer)
{
    struct lie *lie = h->signers[number].lie_ctx;
    if ((lie->verb != 0 && r->verb != lie->verb) || (lie->times != 0 && lie->told == lie->times)) {
        return false;
    }
    lie->told++;
    buffer_add_bytes(answer, lie->answer);
    return true;
}

static struct bytes answer_of(enum signer_refusal refusal, struct bytes content)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * SIGNER_FRAME_BYTES_MAX);
    signer_answer_write(&b, refusal, content);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

/* Whatever a signer says, however long: core lives, everything else goes on, and it is not asked in
 * circles. */
TEST(a_signer_that_talks_nonsense_is_asked_less_and_less_often)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    const struct bytes nonsense = requests_bytes(&p, harness_arena(), 300);
    const struct bytes answers[] = {
        {NULL, 0},
        nonsense,
        answer_of(REFUSE_none, nonsense),
        answer_of(REFUSE_none, bytes_of(NULL, 0)),
        answer_of(REFUSE_disk_full, BYTES("full")),
        answer_of(REFUSE_too_early, BYTES("early")),
        answer_of(REFUSE_not_grown, BYTES("not grown")),
        answer_of(REFUSE_malformed, BYTES("what?")),
        answer_of(REFUSE_not_found, BYTES("nothing")),
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        for (size_t number = 0; number <= LOG; number += LOG) {
            struct host h;
            struct org o;
            struct lie lie = {.answer = answers[i]};
            made(&h, &o);
            h.signers[number].lie = tell;
            h.signers[number].lie_ctx = &lie;
            const uint64_t before = asked(&h, number);
            struct host_text t = host_text(&h, "a", 1);
            host_silence(&h, &t, 10000);
            host_pass(&h, 20000);
            harness_note("answer %zu of signer %zu: asked %d times", i, number,
                         (int)(asked(&h, number) - before));
            check_ok(h.core_error);
            check_that(asked(&h, number) - before < 80);
            check_eq(host_count(&h, "node.availability", "ok"), number == LOG ? 8 : 6);
            check_eq(stage_of(&h, &t), SILENCE_FIRED);
            /* It comes to its senses, and all is made up for. */
            h.signers[number].lie = NULL;
            host_pass(&h, 45000);
            check_eq(stage_of(&h, &t), SILENCE_CLOSED);
            host_done(&h);
        }
    }
}

/* A good answer to another question. */
static bool swap_answers(struct host *h, size_t number, const struct signer_request *r, struct buffer *answer)
{
    struct signer_request other = {.verb = SIGNER_availability};
    if (r->verb == SIGNER_status || r->verb == SIGNER_held) {
        return false;
    }
    prng_fill(&h->world->prng, other.availability.root.bytes, HASH_BYTES); /* never twice the same act */
    struct buffer request;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, &other);
    signer_answer(h->signers[number].signer, buffer_view(&request), answer);
    buffer_done(&request);
    return true;
}

/* Acts that are its own and of no use: each leaves a rejection, and that ever more seldom. */
TEST(a_signer_that_signs_something_else_does_not_flood_the_record)
{
    struct host h;
    struct org o;
    made(&h, &o);
    h.signers[1].lie = swap_answers;
    struct host_text t = host_text(&h, "a", 1);
    host_silence(&h, &t, 10000);
    host_pass(&h, 60000);
    check_that(host_count(&h, "node.availability", "unknown_matter") < 20);
    host_done(&h);
}

static struct bytes envelope_of_stranger(struct org *o)
{
    const struct key_file stranger = org_key(o, 1, "node", 9);
    return org_sign(
        o, harness_arena(),
        &(struct org_act){.kind = "node.availability",
                          .member = 1,
                          .signer = &stranger,
                          .body = "{\"matter\":\"0000000000000000000000000000000000000000000000000000"
                                  "000000000000\",\"root\":\"00000000000000000000000000000000000000000"
                                  "00000000000000000000000\"}"});
}

TEST(an_envelope_that_is_not_fit_to_be_ordered_is_not_ordered)
{
    for (int kind = 0; kind < 3; kind++) {
        struct host h;
        struct org o;
        struct org other;
        made(&h, &o);
        org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 4}, &other);
        const struct bytes envelope = kind == 0   ? BYTES("{}")
                                      : kind == 1 ? envelope_of_stranger(&o)
                                                  : envelope_of_stranger(&other);
        struct lie lie = {.verb = SIGNER_availability, .answer = answer_of(REFUSE_none, envelope)};
        h.signers[1].lie = tell;
        h.signers[1].lie_ctx = &lie;
        struct host_text t = host_text(&h, "a", 1);
        const uint64_t before = asked(&h, 1);
        host_pass(&h, 30000);
        harness_note("kind %d", kind);
        check_that(asked(&h, 1) - before < 30);
        check_eq(host_count(&h, "node.availability", "ok"), 6);
        h.signers[1].lie = NULL;
        host_pass(&h, 60000);
        check_eq(host_count(&h, "node.availability", "ok"), 8);
        (void)t;
        host_done(&h);
    }
}

static struct bytes status_answer(const struct signer_status *s)
{
    struct buffer b;
    buffer_init(&b, 1000);
    signer_status_write(&b, s);
    const struct bytes answer = answer_of(REFUSE_none, buffer_view(&b));
    buffer_done(&b);
    return answer;
}

TEST(a_signer_with_a_foreign_key_is_not_asked_for_anything)
{
    struct org o;
    struct host h;
    made(&h, &o);
    const struct key_file stranger = org_key(&o, 1, "node", 9);
    const struct public_key keys[] = {stranger.public,
                                      o.keys[0][ORG_NODE].public,     /* of another member */
                                      o.keys[1][ORG_MINISTER].public, /* no node's */
                                      o.log_key.public};
    host_done(&h);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        made(&h, &o);
        const struct signer_status status = {.member = o.codes[1], .key = keys[i], .last = {0, tree_empty()}};
        struct lie lie = {.verb = SIGNER_status, .answer = status_answer(&status)};
        host_crash(&h, false);
        h.signers[1].lie = tell;
        h.signers[1].lie_ctx = &lie;
        (void)host_text(&h, "a", 1);
        host_pass(&h, 30000);
        harness_note("key %zu", i);
        check_text(state_of(&h, 1), "foreign");
        check_that(lie.told < 12);
        check_eq(h.signers[1].asked_count[SIGNER_availability], 0);
        check_eq(host_count(&h, "node.availability", "ok"), 6);
        host_done(&h);
    }
    /* The log's signer with a member's key, and a member's that calls itself the log's. */
    made(&h, &o);
    const struct signer_status as_log = {.is_log = true, .member = BYTES("-"), .key = o.log_key.public,
                                         .last = {0, tree_empty()}};
    struct lie lie = {.verb = SIGNER_status, .answer = status_answer(&as_log)};
    host_crash(&h, false);
    h.signers[1].lie = tell;
    h.signers[1].lie_ctx = &lie;
    host_pass(&h, 5000);
    check_text(state_of(&h, 1), "foreign");
    host_done(&h);
}

TEST(a_signer_that_has_seen_another_record_is_told_of_and_not_asked)
{
    for (int kind = 0; kind < 3; kind++) {
        struct host h;
        struct org o;
        made(&h, &o);
        (void)host_text(&h, "a", 1);
        host_pass(&h, 3000);
        const uint64_t size = record_size(host_record(&h));
        struct signer_status status = {.member = o.codes[1], .key = o.keys[1][ORG_NODE].public};
        status.last.size = kind == 0 ? size + 1 : kind == 1 ? size - 2 : 0;
        check_ok(record_root_at(host_record(&h), size - 2, &status.last.root));
        status.last.root.bytes[3] ^= kind == 1;
        struct lie lie = {.verb = SIGNER_status, .answer = status_answer(&status)};
        host_crash(&h, false);
        h.signers[1].lie = tell;
        h.signers[1].lie_ctx = &lie;
        host_pass(&h, 5000);
        harness_note("kind %d", kind);
        check_text(state_of(&h, 1), "disagrees");
        check_text(state_of(&h, 0), "ready");
        h.signers[1].lie = NULL;
        host_pass(&h, 60000);
        check_text(state_of(&h, 1), "ready");
        host_done(&h);
    }
}

/* A record that was put back from a copy: the log's signer has signed more than there is. */
TEST(a_record_that_was_put_back_is_noticed_by_the_logs_signer)
{
    struct host h;
    struct org o;
    made(&h, &o);
    host_pass(&h, 3000);
    struct world *old = world_after(h.world, false);
    (void)host_text(&h, "a", 1);
    host_pass(&h, 3000);
    /* The states of the signers as they are, the record as it was. */
    host_close(&h);
    static const char *const files[] = {"org/record.db", "org/record.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        const struct world_file *f = world_find(old, files[i]);
        world_put(h.world, files[i], f == NULL ? bytes_of(NULL, 0) : world_content(f));
    }
    struct world *w = h.world;
    host_open(&h, &o, w);
    check_ok(h.core_error);
    host_pass(&h, 2000);
    check_text(state_of(&h, LOG), "disagrees");
    check_text(state_of(&h, 0), "ready"); /* it has seen nothing yet that is lacking */
    world_free(old);
    host_done(&h);
}

/* A checkpoint of something else, by the log's own key. */
static bool sign_other_tree(struct host *h, size_t number, const struct signer_request *r,
                            struct buffer *answer)
{
    const int kind = *(const int *)h->signers[number].lie_ctx;
    if (r->verb != SIGNER_checkpoint) {
        return false;
    }
    struct checkpoint c = r->checkpoint.checkpoint;
    c.size += kind == 0;
    c.size -= kind == 1;
    c.root.bytes[0] ^= kind == 2;
    const struct key_file *key = kind == 3 ? &h->org->keys[0][ORG_NODE] : &h->org->log_key;
    const struct bytes origin = kind == 4 ? BYTES("test.example") : BYTES("exercise-test.example");
    signer_answer_write(answer, REFUSE_none, shown_note(harness_arena(), &c, origin, key));
    return true;
}

TEST(a_checkpoint_of_another_tree_is_not_kept)
{
    for (int kind = 0; kind < 5; kind++) {
        struct host h;
        struct org o;
        uint64_t size = 0;
        struct bytes note;
        made(&h, &o);
        host_pass(&h, 2000);
        check_ok(checkpoints_last(embedded_checkpoints(core_engine(h.core)), harness_arena(), &size, &note));
        check_eq(size, 1);
        h.signers[LOG].lie = sign_other_tree;
        h.signers[LOG].lie_ctx = &kind;
        (void)host_text(&h, "a", 1);
        host_pass(&h, 10000);
        harness_note("kind %d", kind);
        check_ok(checkpoints_last(embedded_checkpoints(core_engine(h.core)), harness_arena(), &size, &note));
        check_eq(size, 1);
        check_that(h.signers[LOG].asked_count[SIGNER_checkpoint] < 10);
        h.signers[LOG].lie = NULL;
        host_pass(&h, 60000);
        check_ok(checkpoints_last(embedded_checkpoints(core_engine(h.core)), harness_arena(), &size, &note));
        check_eq(size, record_size(host_record(&h)));
        host_done(&h);
    }
}

/* A signer that says it holds more than it can. */
TEST(held_objections_without_end_are_not_listed_without_end)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const struct signer_status status = {.member = o.codes[1],
                                         .key = o.keys[1][ORG_NODE].public,
                                         .last = {0, tree_empty()},
                                         .held_count = UINT64_MAX};
    struct lie lie = {.verb = SIGNER_status, .answer = status_answer(&status)};
    host_crash(&h, false);
    h.signers[1].lie = tell;
    h.signers[1].lie_ctx = &lie;
    host_pass(&h, 5000);
    check_text(state_of(&h, 1), "unreachable");
    check_eq(h.signers[1].asked_count[SIGNER_held], 0);
    host_done(&h);
}

static bool hold_too_many(struct host *h, size_t number, const struct signer_request *r,
                          struct buffer *answer)
{
    struct buffer b;
    struct signer_held held = {.root = *(const struct hash *)h->signers[number].lie_ctx,
                               .envelope = BYTES("{}")};
    buffer_init(&b, 1000);
    if (r->verb == SIGNER_status) {
        const struct signer_status status = {.member = h->org->codes[number],
                                             .key = h->org->keys[number][ORG_NODE].public,
                                             .last = {0, tree_empty()},
                                             .held_count = 3 * HELD_MAX};
        signer_status_write(&b, &status);
    } else if (r->verb == SIGNER_held) {
        held.id.bytes[0] = (uint8_t)r->held;
        held.id.bytes[1] = (uint8_t)(r->held >> 8);
        signer_held_write(&b, &held);
    } else {
        buffer_done(&b);
        return false;
    }
    signer_answer_write(answer, REFUSE_none, buffer_view(&b));
    buffer_done(&b);
    return true;
}

TEST(more_objections_of_one_text_than_can_be_held_do_not_end_core)
{
    struct host h;
    struct org o;
    made(&h, &o);
    struct host_text t = host_text(&h, "a", 1);
    host_silence(&h, &t, 10000);
    host_crash(&h, false);
    h.signers[1].lie = hold_too_many;
    h.signers[1].lie_ctx = &t.root;
    host_pass(&h, 120000);
    check_ok(h.core_error);
    check_eq(stage_of(&h, &t), SILENCE_LAPSED); /* that node never clears */
    host_done(&h);
}

TEST(a_signer_that_was_lost_while_it_was_asked_is_asked_again)
{
    struct host h;
    struct org o;
    made(&h, &o);
    h.signers[1].manner = HOST_SILENT;
    struct host_text t = host_text(&h, "a", 1);
    check_that(h.signers[1].asked && h.signers[1].asked_count[SIGNER_availability] == 1);
    h.signers[1].manner = HOST_ANSWERS;
    host_lose(&h, 1);
    host_pass(&h, 1000);
    check_eq(host_count(&h, "node.availability", "ok"), 8);
    (void)t;
    host_done(&h);
}

TEST(an_answer_to_what_was_given_up_is_passed_over)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const struct bytes answer = answer_of(REFUSE_none, BYTES("late"));
    core_signer_answered(h.core, 1, answer);
    core_signer_lost(h.core, 1); /* one that nobody asked */
    host_settle(&h);
    host_pass(&h, 2000);
    check_text(state_of(&h, 1), "ready");
    host_done(&h);
}

/* Each member of the clearing set is started and stopped at will; the silence closes as soon as all have
 * cleared. */
TEST(a_silence_waits_for_the_last_signer)
{
    struct host h;
    struct org o;
    made(&h, &o);
    struct host_text t = host_text(&h, "a", 1);
    host_silence(&h, &t, 10000);
    host_stop_signer(&h, 2);
    host_pass(&h, 30000);
    check_eq(stage_of(&h, &t), SILENCE_FIRED);
    check_text(state_of(&h, 2), "unreachable");
    host_start_signer(&h, 2);
    host_pass(&h, 2000);
    check_eq(stage_of(&h, &t), SILENCE_CLOSED);
    host_done(&h);
}

TEST(words_that_come_late_are_vouched_for_when_they_come)
{
    struct host h;
    struct org o;
    struct arena *a = harness_arena();
    struct org_words words[40];
    made(&h, &o);
    const struct hash matter =
        host_say(&h, 0, "matter.open", "ok",
                 "{\"body\":\"council\",\"languages\":[\"en\",\"fr\"],\"reference\":\"a\","
                 "\"rule\":\"silence\",\"title\":\"A text\"}");
    for (uint64_t i = 0; i < 40; i++) { /* proposed, and the words of none of them are here */
        words[i] = org_words(a, 100 + i);
        (void)host_say(&h, 0, "matter.propose", "ok",
                       "{\"alternative\":\"a%llu\",\"leaves\":%s,\"matter\":\"%s\",\"provision\":\"one\"}",
                       (unsigned long long)i, words[i].leaves, org_hex(a, &matter));
    }
    check_eq(host_count(&h, "node.availability", "ok"), 0);
    for (uint64_t i = 0; i < 200; i++) { /* many other words come: nothing is multiplied by that */
        const struct org_words other = org_words(a, 1000 + i);
        host_store(&h, &other);
    }
    check_eq(host_count(&h, "node.availability", "ok"), 0);
    for (size_t i = 0; i < 40; i++) { /* one language, then the other */
        struct blob one = {.text = words[i].text[0]};
        memcpy(one.salt, words[i].salt[0], sizeof one.salt);
        const struct client_request r = {.verb = CLIENT_store, .blob_count = 1, .blobs = &one};
        (void)host_request(&h, &r);
        host_settle(&h);
        check_eq(host_count(&h, "node.availability", "ok"), 4 * i);
        host_store(&h, &words[i]);
        check_eq(host_count(&h, "node.availability", "ok"), 4 * (i + 1));
    }
    host_done(&h);
}

/* Its all-clear would be refused each time, and each refusal would make the record longer. */
TEST(a_node_whose_key_was_revoked_is_not_asked_any_more)
{
    struct host h;
    struct org o;
    made(&h, &o);
    struct host_text t = host_text(&h, "a", 1);
    host_silence(&h, &t, 10000);
    (void)host_say(&h, 1, "member.revoke", "ok", "{\"key\":\"%s\"}", org_public(&o, 1, ORG_NODE));
    host_pass(&h, 11500);
    const uint64_t size = record_size(host_record(&h));
    host_pass(&h, 50000);
    check_that(record_size(host_record(&h)) - size < 60); /* pulses */
    check_eq(host_count(&h, "node.all_clear", "key_revoked"), 0);
    check_eq(h.signers[1].asked_count[SIGNER_all_clear], 0);
    host_done(&h);
}

/* Only ticks make the deadline fire here: the clock of core stands still. */
TEST(a_signer_whose_clock_is_behind_is_asked_again_later)
{
    struct host h;
    struct org o;
    struct lie lie = {
        .verb = SIGNER_all_clear, .answer = answer_of(REFUSE_too_early, BYTES("early")), .times = 5};
    made(&h, &o);
    struct host_text t = host_text(&h, "a", 1);
    host_silence(&h, &t, 10000);
    h.signers[1].lie = tell;
    h.signers[1].lie_ctx = &lie;
    host_pass(&h, 20000);
    check_eq(lie.told, 5);
    check_eq(stage_of(&h, &t), SILENCE_CLOSED);
    host_done(&h);
}
