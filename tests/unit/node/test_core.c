/* Core, moved by hand: every request has one answer, and what is answered is in the record. */
#include <string.h>

#include "base/hex.h"
#include "base/limits.h"
#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "record/fact.h"
#include "support/host.h"

static void made(struct host *h, struct org *o, size_t members)
{
    org_make(harness_arena(), &(struct org_options){.members = members, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
}

static const struct json *status_of(struct host *h)
{
    const struct client_request r = {.verb = CLIENT_status};
    const struct json *top = NULL;
    const uint64_t client = host_request(h, &r);
    const struct client_answer *a = host_answer(h, client); /* at once */
    check_eq(a->outcome, OUTCOME_DONE);
    check_ok(json_parse_canonical(harness_arena(), a->content, a->content.len, &top, NULL));
    return top;
}

static struct checkpoint checkpoint_in(struct host *h, struct bytes note)
{
    struct checkpoint c;
    check_ok(checkpoint_open(note, BYTES("exercise-test.example"), &h->org->log_key.public, &c));
    return c;
}

static uint64_t ask_checkpoint(struct host *h, uint64_t size)
{
    const struct client_request r = {.verb = CLIENT_checkpoint, .size = size};
    return host_request(h, &r);
}

static struct bytes open_matter(struct org *o, size_t number)
{
    struct arena *a = harness_arena();
    return org_sign(
        o, a,
        &(struct org_act){.kind = "matter.open",
                          .member = number % o->options.members,
                          .key = ORG_MINISTER,
                          .body = arena_printf(a,
                                               "{\"body\":\"council\",\"languages\":[\"en\"],\"reference\":"
                                               "\"m%zu\",\"rule\":\"silence\",\"title\":\"A matter\"}",
                                               number)});
}

TEST(a_folder_without_an_organisation_has_no_core)
{
    struct world *w = world_new(1);
    struct core *c = NULL;
    const struct core_io io = {.ctx = NULL};
    check_eq(core_open(&c, &w->env, "org", &io), ERROR_NOT_FOUND);
    check_that(c == NULL);
    core_close(NULL);
    world_free(w);
}

TEST(core_says_how_it_stands)
{
    struct host h;
    struct org o;
    struct bytes text;
    int64_t n = 0;
    bool full = true;
    made(&h, &o, 3);
    const struct json *s = status_of(&h);
    check_that(json_get_text(s, "realm", &text));
    check_bytes(text, BYTES("exercise"));
    check_that(json_get_text(s, "clock", &text));
    check_bytes(text, BYTES("steady"));
    check_that(json_get_integer(s, "size", &n) && n == 1);
    check_that(json_get_bool(s, "disk_full", &full) && !full);
    check_that(json_get_integer(s, "time", &n) && n == h.world->wall_ms);
    const struct json *signers = json_get_array(s, "signers");
    check_eq(signers->count, 4);
    for (size_t i = 0; i < 4; i++) {
        check_that(json_get_text(&signers->items[i], "state", &text));
        check_bytes(text, BYTES("ready"));
        check_that(json_get_text(&signers->items[i], "member", &text));
        check_bytes(text, i == 3 ? BYTES("log") : o.codes[i]);
    }
    host_done(&h);
}

TEST(bytes_that_are_no_request_are_answered_once)
{
    struct host h;
    struct org o;
    struct prng p;
    made(&h, &o, 3);
    prng_seed(&p, harness_seed());
    for (size_t i = 0; i < 500; i++) {
        uint8_t request[64];
        const size_t len = (size_t)prng_below(&p, sizeof request);
        const uint64_t client = h.next_client++;
        prng_fill(&p, request, sizeof request);
        request[0] = (uint8_t)prng_between(&p, CLIENT_forget + 1, 255); /* no verb */
        core_request(h.core, client, bytes_of(request, len));
        const struct client_answer *a = host_answer(&h, client);
        check_eq(a->outcome, OUTCOME_FAILED);
        check_bytes(a->name, BYTES("ERROR_MALFORMED"));
    }
    host_settle(&h);
    check_eq(h.answer_count, 500);
    host_done(&h);
}

TEST(an_act_is_answered_when_it_is_in_the_record)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    const struct bytes envelope = open_matter(&o, 1);
    const uint64_t client = host_submit(&h, envelope);
    check_eq(host_answers(&h, client), 0); /* not before it is committed */
    host_settle(&h);
    const struct client_answer *a = host_answer(&h, client);
    check_eq(a->outcome, OUTCOME_DONE);
    check_that(a->recorded_now);
    check_bytes(a->result, BYTES("ok"));
    check_eq(a->receipt.len, 0);
    struct entry e;
    struct bytes carried;
    check_ok(record_read(host_record(&h), a->index, harness_arena(), &e, &carried));
    check_bytes(carried, envelope);
    /* Once more: the same entry, and no other. */
    const uint64_t again = host_submit(&h, envelope);
    host_settle(&h);
    check_that(!host_answer(&h, again)->recorded_now);
    check_eq(host_answer(&h, again)->index, a->index);
    host_done(&h);
}

TEST(a_stateless_rejection_is_told_and_leaves_no_trace)
{
    struct host h;
    struct org o;
    struct org other;
    made(&h, &o, 3);
    org_make(harness_arena(), &(struct org_options){.members = 3, .seed = 4}, &other);
    const uint64_t size = record_size(host_record(&h));
    const uint64_t foreign = host_submit(&h, open_matter(&other, 1));
    check_eq(host_answer(&h, foreign)->outcome, OUTCOME_REFUSED); /* at once */
    check_bytes(host_answer(&h, foreign)->name, BYTES("wrong_organisation"));
    struct bytes cut = open_matter(&o, 1);
    cut.len--;
    const uint64_t malformed = host_submit(&h, cut);
    check_bytes(host_answer(&h, malformed)->name, BYTES("malformed"));
    check_that(host_answer(&h, malformed)->text.len > 0);
    const uint8_t *zeros = arena_take(harness_arena(), ENVELOPE_BYTES_MAX + 1, 1);
    const uint64_t large = host_submit(&h, bytes_of(zeros, ENVELOPE_BYTES_MAX + 1));
    check_bytes(host_answer(&h, large)->name, BYTES("too_large"));
    host_settle(&h);
    check_eq(record_size(host_record(&h)), size);
    host_done(&h);
}

TEST(a_rejection_of_state_is_an_entry)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    const struct org_act act = {.kind = "body.chair", .member = 1, .key = ORG_MINISTER,
                                .body = "{\"body\":\"council\",\"member\":\"A02\"}"};
    const struct client_answer *a = host_act(&h, &act);
    check_eq(a->outcome, OUTCOME_DONE);
    check_bytes(a->result, BYTES("not_chair"));
    check_eq(host_count(&h, "body.chair", "not_chair"), 1);
    host_done(&h);
}

TEST(what_comes_together_is_one_block_in_the_order_in_which_it_came)
{
    struct host h;
    struct org o;
    uint64_t clients[BATCH_ACTS_MAX + 2];
    made(&h, &o, 3);
    for (size_t i = 0; i < BATCH_ACTS_MAX + 2; i++) {
        clients[i] = host_submit(&h, open_matter(&o, i));
    }
    for (size_t i = BATCH_ACTS_MAX; i < BATCH_ACTS_MAX + 2; i++) { /* the queue is full */
        check_eq(host_answer(&h, clients[i])->outcome, OUTCOME_FAILED);
        check_bytes(host_answer(&h, clients[i])->name, BYTES("ERROR_BUSY"));
    }
    host_settle(&h);
    struct entry first;
    for (size_t i = 0; i < BATCH_ACTS_MAX; i++) {
        struct entry e;
        const struct client_answer *a = host_answer(&h, clients[i]);
        check_bytes(a->result, BYTES("ok"));
        check_ok(record_read(host_record(&h), a->index, harness_arena(), &e, NULL));
        first = i == 0 ? e : first;
        check_eq(e.index, first.index + i);
        check_eq(e.height, first.height);
        check_eq(e.time_ms, first.time_ms);
    }
    host_done(&h);
}

TEST(one_act_from_two_clients_is_recorded_once_and_answered_twice)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    const struct bytes envelope = open_matter(&o, 1);
    const uint64_t one = host_submit(&h, envelope);
    const uint64_t two = host_submit(&h, envelope);
    host_settle(&h);
    check_that(host_answer(&h, one)->recorded_now);
    check_that(!host_answer(&h, two)->recorded_now);
    check_eq(host_answer(&h, one)->index, host_answer(&h, two)->index);
    check_eq(host_count(&h, "matter.open", "ok"), 1);
    host_done(&h);
}

TEST(the_act_of_a_client_that_has_gone_is_recorded_all_the_same)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    const uint64_t client = host_submit(&h, open_matter(&o, 1));
    core_forget(h.core, client);
    host_settle(&h);
    check_eq(host_answers(&h, client), 0);
    check_eq(host_count(&h, "matter.open", "ok"), 1);
    core_forget(h.core, 4711); /* one that never was */
    host_done(&h);
}

TEST(words_are_stored_or_refused_by_name)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    struct blob blob = {.text = BYTES("a tab\t")};
    const struct client_request r = {.verb = CLIENT_store, .blob_count = 1, .blobs = &blob};
    const uint64_t bad = host_request(&h, &r);
    check_eq(host_answer(&h, bad)->outcome, OUTCOME_FAILED);
    check_bytes(host_answer(&h, bad)->name, BYTES("ERROR_MALFORMED"));
    blob.text = BYTES("No tab.");
    const uint64_t good = host_request(&h, &r);
    check_eq(host_answer(&h, good)->outcome, OUTCOME_DONE);
    host_done(&h);
}

/* Keys that were good when the act was checked and are not when it is ordered: an audit must come to the same
 * answer. */
TEST(keys_are_looked_at_again_if_a_block_came_between)
{
    struct host h;
    struct org o;
    struct arena *a = harness_arena();
    made(&h, &o, 3);
    /* A member with one delegate may enrol keys with one signature. */
    for (size_t i = 0; i < 2; i++) {
        const enum org_key gone = i == 0 ? ORG_ADVISER : ORG_AMBASSADOR;
        (void)host_recorded(
            &h,
            &(struct org_act){.kind = "member.revoke",
                              .member = 2,
                              .key = ORG_MINISTER,
                              .body = arena_printf(a, "{\"key\":\"%s\"}", org_public(&o, 2, gone))},
            "ok");
    }
    struct key_file fresh[2];
    struct bytes enrol[2];
    for (size_t i = 0; i < 2; i++) {
        char hex[2 * PUBLIC_KEY_BYTES + 1];
        fresh[i] = org_key(&o, 2, "delegate", 100 + i);
        hex_encode(public_key_view(&fresh[i].public), hex);
        enrol[i] =
            org_sign(&o, a,
                     &(struct org_act){.kind = "member.enrol",
                                       .member = 2,
                                       .key = ORG_MINISTER,
                                       .body = arena_printf(a,
                                                            "{\"key\":\"%s\",\"name\":\"Second\",\"powers\":"
                                                            "[\"keys\",\"speak\"],\"role\":\"delegate\"}",
                                                            hex)});
    }
    const uint64_t client = host_submit(&h, enrol[1]);
    check_eq(host_answers(&h, client), 0); /* checked, and waiting */
    /* Meanwhile the engine commits the first: now the member has two delegates. */
    struct act act;
    struct machine_result result;
    struct embedded *e = core_engine(h.core);
    check_text(rejection_name(machine_check(embedded_machine(e), a, enrol[0], &act, NULL)), "ok");
    check_ok(embedded_batch(e, &act, 1, &result));
    check_text(result.result, "ok");
    host_settle(&h);
    check_eq(host_answer(&h, client)->outcome, OUTCOME_REFUSED);
    check_bytes(host_answer(&h, client)->name, BYTES("too_few_signatures"));
    check_eq(host_count(&h, "member.enrol", "ok"), 1);
    host_done(&h);
}

TEST(a_checkpoint_is_given_when_the_log_has_signed_it)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    const uint64_t any = ask_checkpoint(&h, 0);
    const uint64_t beyond = ask_checkpoint(&h, 1000000);
    check_bytes(host_answer(&h, beyond)->name, BYTES("ERROR_NOT_FOUND"));
    host_settle(&h);
    check_eq(checkpoint_in(&h, host_answer(&h, any)->content).size, 1);
    (void)host_submit(&h, open_matter(&o, 1));
    h.signers[3].manner = HOST_SILENT;
    host_settle(&h);
    const uint64_t size = record_size(host_record(&h));
    const uint64_t exact = ask_checkpoint(&h, size);
    const uint64_t gone = ask_checkpoint(&h, size);
    core_forget(h.core, gone);
    host_pass(&h, 1000);
    check_eq(host_answers(&h, exact), 0);
    h.signers[3].manner = HOST_ANSWERS;
    host_settle(&h);
    const struct checkpoint c = checkpoint_in(&h, host_answer(&h, exact)->content);
    struct hash root;
    check_that(c.size >= size);
    check_ok(record_root_at(host_record(&h), c.size, &root));
    check_bytes(hash_view(&c.root), hash_view(&root));
    check_eq(host_answers(&h, gone), 0);
    host_done(&h);
}

/* Sizes of all checkpoints that are kept. */
static bool is_kept(struct host *h, uint64_t size)
{
    uint64_t found = 0;
    struct bytes note;
    const enum error e =
        checkpoints_from(embedded_checkpoints(core_engine(h->core)), size, harness_arena(), &found, &note);
    return e == OK && found == size && checkpoint_in(h, note).size == size;
}

/* Every block with a close has a checkpoint of exactly the size at its end. */
static size_t check_exact_sizes(struct host *h)
{
    struct record *r = host_record(h);
    uint64_t closed_at = 0;
    size_t count = 0;
    for (uint64_t i = 0; i <= record_size(r); i++) {
        struct entry e = {.height = UINT64_MAX};
        struct bytes body = {NULL, 0};
        struct fact_close close;
        if (i < record_size(r)) {
            check_ok(record_read(r, i, harness_arena(), &e, &body));
        }
        if (closed_at != 0 && e.height != closed_at) {
            harness_note("a block that closed a silence ends at %d", (int)i);
            check_that(is_kept(h, i));
            closed_at = 0;
            count++;
        }
        if (e.height != UINT64_MAX && e.type == ENTRY_FACT &&
            fact_read_close(harness_arena(), body, &close) == OK) {
            closed_at = e.height;
        }
    }
    return count;
}

TEST(a_text_is_negotiated_adopted_and_opened_by_the_signers_alone)
{
    struct host h;
    struct org o;
    struct silence x;
    struct matter m;
    made(&h, &o, 4);
    struct host_text t = host_text(&h, "relief", 1);
    host_silence(&h, &t, 10000);
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    check_eq(x.stage, SILENCE_RUNNING); /* every node had said that it holds the text */
    host_pass(&h, 9999);
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    check_eq(x.stage, SILENCE_RUNNING);
    host_pass(&h, 1100); /* many blocks in one moment move official time on, a millisecond each */
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    check_eq(x.stage, SILENCE_CLOSED);
    host_pass(&h, 10000);
    check_that(matter_get(host_state(&h), &t.matter, harness_arena(), &m));
    check_eq(m.stage, MATTER_ADOPTED);
    check_eq(m.unopened, 0);
    check_eq(host_count(&h, "node.all_clear", "ok"), 4);
    check_eq(host_count(&h, "text.open", "ok"), 2);
    check_eq(host_count(&h, "node.availability", "ok"), 8); /* the alternative and the version, four nodes */
    check_eq(check_exact_sizes(&h), 1);
    host_done(&h);
}

TEST(every_closing_block_has_a_checkpoint_of_its_own_even_if_the_log_comes_late)
{
    struct host h;
    struct org o;
    struct host_text t[3];
    static const char *const names[] = {"one", "two", "three"};
    made(&h, &o, 3);
    for (size_t i = 0; i < 3; i++) {
        t[i] = host_text(&h, names[i], i + 1);
    }
    for (size_t i = 0; i < 3; i++) {
        host_silence(&h, &t[i], 10000 + 400 * (int64_t)i);
    }
    host_pass(&h, 10000);
    h.signers[3].manner =
        HOST_LOST; /* objections break them, block after block, while the log's signer is away */
    for (size_t i = 0; i < 3; i++) {
        (void)host_say(&h, i, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                       org_hex(harness_arena(), &t[i].root));
        host_pass(&h, 100);
    }
    h.signers[3].manner = HOST_ANSWERS;
    host_pass(&h, 20000);
    check_eq(check_exact_sizes(&h), 3);
    host_crash(&h, false);
    host_pass(&h, 5000);
    check_eq(check_exact_sizes(&h), 3);
    host_done(&h);
}

TEST(a_checkpoint_of_a_close_is_made_up_for_after_a_crash)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    struct host_text t = host_text(&h, "one", 1);
    host_silence(&h, &t, 10000);
    host_pass(&h, 5000);
    h.signers[3].manner = HOST_LOST;
    (void)host_say(&h, 0, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                   org_hex(harness_arena(), &t.root));
    (void)host_submit(&h, open_matter(&o, 5)); /* a block behind the one that closed */
    host_settle(&h);
    host_crash(&h, true);
    host_pass(&h, 5000);
    check_eq(check_exact_sizes(&h), 1);
    host_done(&h);
}

TEST(an_unconfirmed_clock_stands_nearly_still_until_it_is_confirmed)
{
    struct host h;
    struct org o;
    struct bytes text;
    made(&h, &o, 3);
    h.world->wall_ms += 3600000; /* somebody set the clock */
    const int64_t before = embedded_time_ms(core_engine(h.core));
    check_that(json_get_text(status_of(&h), "clock", &text));
    check_bytes(text, BYTES("unconfirmed"));
    (void)host_submit(&h, open_matter(&o, 1));
    host_pass(&h, 60000);
    check_that(embedded_time_ms(core_engine(h.core)) <= before + 10);
    const struct client_request r = {.verb = CLIENT_confirm};
    const uint64_t client = host_request(&h, &r);
    check_eq(host_answer(&h, client)->outcome, OUTCOME_DONE);
    host_settle(&h);
    check_that(json_get_text(status_of(&h), "clock", &text));
    check_bytes(text, BYTES("steady"));
    const int64_t ahead = embedded_time_ms(core_engine(h.core)) - h.world->wall_ms;
    check_that(ahead >= 0 && ahead <= 2);
    host_done(&h);
}

/* At rest there is nothing to do for a long time: a loop around core sleeps. */
TEST(core_at_rest_sleeps)
{
    struct host h;
    struct org o;
    made(&h, &o, 3);
    host_pass(&h, 3000);
    uint64_t asked = 0;
    for (size_t i = 0; i < h.signer_count; i++) {
        for (size_t v = 0; v <= SIGNER_share; v++) {
            asked += h.signers[i].asked_count[v];
        }
    }
    check_that(core_wait_ms(h.core) > 200000);
    host_pass(&h, 600000); /* two pulses, each with its checkpoint */
    uint64_t later = 0;
    for (size_t i = 0; i < h.signer_count; i++) {
        for (size_t v = 0; v <= SIGNER_share; v++) {
            later += h.signers[i].asked_count[v];
        }
    }
    check_that(later - asked <= 4);
    host_done(&h);
}
