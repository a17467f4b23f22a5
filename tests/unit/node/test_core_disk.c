/* Core on a disk that is full, or fails: what it acknowledged is there, what it refused is not. */
#include <string.h>

#include "base/limits.h"
#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "support/host.h"

static void made(struct host *h, struct org *o)
{
    org_make(harness_arena(), &(struct org_options){.members = 3, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
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

static bool says_full(struct host *h)
{
    const struct client_request r = {.verb = CLIENT_status};
    const struct json *top = NULL;
    bool full = false;
    const uint64_t client = host_request(h, &r);
    const struct client_answer *a = host_answer(h, client);
    check_ok(json_parse_canonical(harness_arena(), a->content, a->content.len, &top, NULL));
    check_that(json_get_bool(top, "disk_full", &full));
    return full;
}

static bool is_recorded(struct host *h, struct bytes envelope)
{
    uint64_t index = 0;
    const struct hash id = org_act_id(harness_arena(), envelope);
    return record_find(host_record(h), &id, &index) == OK;
}

TEST(on_a_full_disk_acts_are_refused_by_name_and_go_on_when_there_is_room)
{
    struct host h;
    struct org o;
    struct bytes taken[400];
    struct bytes refused[20];
    size_t taken_count = 0;
    size_t refused_count = 0;
    made(&h, &o);
    h.world->faults.space = 300000;
    for (size_t i = 0; i < 400 && refused_count < 20; i++) {
        const struct bytes envelope = open_matter(&o, i);
        const uint64_t client = host_submit(&h, envelope);
        host_settle(&h);
        check_ok(h.core_error);
        const struct client_answer *a = host_answer(&h, client);
        if (a->outcome == OUTCOME_DONE) {
            check_bytes(a->result, BYTES("ok"));
            taken[taken_count++] = envelope;
        } else {
            check_eq(a->outcome, OUTCOME_FAILED);
            check_bytes(a->name, BYTES("ERROR_FULL"));
            refused[refused_count++] = envelope;
            check_that(says_full(&h));
        }
        host_pass(&h, 200);
    }
    check_that(taken_count > 5);
    check_eq(refused_count, 20);
    for (size_t i = 0; i < taken_count; i++) {
        check_that(is_recorded(&h, taken[i]));
    }
    for (size_t i = 0; i < refused_count; i++) {
        check_that(!is_recorded(&h, refused[i]));
    }
    h.world->faults.space = -1;
    for (size_t i = 0; i < refused_count; i++) {
        const uint64_t client = host_submit(&h, refused[i]);
        host_settle(&h);
        check_bytes(host_answer(&h, client)->result, BYTES("ok"));
        check_that(host_answer(&h, client)->recorded_now);
    }
    check_that(!says_full(&h));
    host_done(&h);
}

/* Time goes by on the full disk: pulses, checkpoints, all-clears cannot be written; nothing spins, nothing is
 * lost. */
TEST(a_full_disk_over_the_end_of_a_silence_only_delays_it)
{
    struct host h;
    struct org o;
    struct silence x;
    struct matter m;
    made(&h, &o);
    struct host_text t = host_text(&h, "relief", 1);
    host_silence(&h, &t, 10000);
    host_pass(&h, 5000);
    h.world->faults.space = 0;
    host_pass(&h, 30000);
    check_ok(h.core_error);
    check_that(says_full(&h));
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    check_eq(x.stage, SILENCE_RUNNING);
    h.world->faults.space = -1;
    host_pass(&h, 60000);
    check_that(!says_full(&h));
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    check_eq(x.stage, SILENCE_CLOSED);
    check_that(matter_get(host_state(&h), &t.matter, harness_arena(), &m));
    check_eq(m.stage, MATTER_ADOPTED);
    check_eq(m.unopened, 0);
    host_done(&h);
}

/* The closes of blocks are counted from the beginning again after the database was opened again. */
TEST(a_close_after_a_full_disk_still_gets_its_checkpoint)
{
    struct host h;
    struct org o;
    made(&h, &o);
    struct host_text one = host_text(&h, "one", 1);
    struct host_text two = host_text(&h, "two", 2);
    host_silence(&h, &one, 10000);
    host_silence(&h, &two, 20000);
    (void)host_say(&h, 0, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                   org_hex(harness_arena(), &one.root));
    host_pass(&h, 2000);
    h.world->faults.space = 0;
    const uint64_t client = host_submit(&h, open_matter(&o, 1));
    host_settle(&h);
    check_bytes(host_answer(&h, client)->name, BYTES("ERROR_FULL"));
    h.world->faults.space = -1;
    host_pass(&h, 1100);
    (void)host_say(&h, 0, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                   org_hex(harness_arena(), &two.root));
    const uint64_t size = record_size(host_record(&h));
    (void)host_say(&h, 0, "matter.hold", "ok",
                   "{\"matter\":\"%s\",\"provision\":\"one\",\"reason\":\"r\",\"release\":\"x\"}",
                   org_hex(harness_arena(), &one.matter));
    host_pass(&h, 3000);
    uint64_t found = 0;
    struct bytes note;
    check_ok(
        checkpoints_from(embedded_checkpoints(core_engine(h.core)), size, harness_arena(), &found, &note));
    check_eq(found, size);
    host_done(&h);
}

TEST(words_are_refused_on_a_full_disk_and_taken_when_there_is_room)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const struct org_words words = org_words(harness_arena(), 5);
    char *text = arena_take(harness_arena(), PLAINTEXT_BYTES_MAX, 1);
    memset(text, 'x', PLAINTEXT_BYTES_MAX);
    const struct blob blob = {.text = bytes_of(text, PLAINTEXT_BYTES_MAX)};
    const struct client_request r = {.verb = CLIENT_store, .blob_count = 1, .blobs = &blob};
    h.world->faults.space = 0;
    for (int i = 0; i < 3; i++) {
        const uint64_t client = host_request(&h, &r);
        check_bytes(host_answer(&h, client)->name, BYTES("ERROR_FULL"));
        host_settle(&h);
        check_ok(h.core_error);
    }
    h.world->faults.space = -1;
    const uint64_t client = host_request(&h, &r);
    check_eq(host_answer(&h, client)->outcome, OUTCOME_DONE);
    host_store(&h, &words);
    host_done(&h);
}

/* The objection is not in the record, but its signer holds it: when there is room it is. */
TEST(an_objection_that_a_signer_holds_outlives_a_full_disk)
{
    struct host h;
    struct org o;
    struct silence x;
    made(&h, &o);
    struct host_text t = host_text(&h, "relief", 1);
    host_silence(&h, &t, 10000);
    host_pass(&h, 5000);
    const struct bytes envelope = org_sign(
        &o, harness_arena(),
        &(struct org_act){.kind = "objection.raise",
                          .member = 1,
                          .key = ORG_OBJECTION,
                          .body = arena_printf(harness_arena(), "{\"reason\":\"No.\",\"root\":\"%s\"}",
                                               org_hex(harness_arena(), &t.root))});
    h.world->faults.space = 0;
    const uint64_t client = host_submit(&h, envelope);
    host_settle(&h);
    check_bytes(host_answer(&h, client)->name, BYTES("ERROR_FULL"));
    host_pass(&h, 3000);
    check_eq(host_answers(&h, client), 1);
    h.world->faults.space = -1;
    const uint64_t again = host_submit(&h, envelope); /* as its sender would */
    host_settle(&h);
    check_bytes(host_answer(&h, again)->result, BYTES("ok"));
    check_that(host_answer(&h, again)->receipt.len > 0);
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    check_eq(x.stage, SILENCE_BROKEN);
    host_done(&h);
}

/* One failure of the disk at each of its operations in turn: core ends, starts again, and has all it
 * acknowledged. */
static bool run_with_failure(uint64_t k, enum error error, uint64_t count)
{
    struct host h;
    struct org o;
    struct bytes sent[6];
    bool acknowledged[6] = {false};
    uint64_t clients[6] = {0};
    made(&h, &o);
    h.world->faults = (struct world_faults){.space = -1, .fail_from = k, .fail_count = count, .error = error};
    for (size_t i = 0; i < 6; i++) {
        sent[i] = open_matter(&o, i);
        if (h.core != NULL) {
            clients[i] = host_submit(&h, sent[i]);
            host_pass(&h, 1500);
            acknowledged[i] =
                host_answers(&h, clients[i]) == 1 && host_answer(&h, clients[i])->outcome == OUTCOME_DONE;
            check_that(h.core == NULL || host_answers(&h, clients[i]) == 1);
        }
    }
    const bool happened = h.world->faults.operations >= k;
    check_that(h.core_error == OK || h.core_error == error || h.core_error == ERROR_IO ||
               h.core_error == ERROR_FULL);
    h.world->faults = (struct world_faults){.space = -1};
    host_crash(&h, true);
    check_ok(h.core_error);
    for (size_t i = 0; i < 6; i++) {
        harness_note("operation %d, act %zu", (int)k, i);
        check_that(!acknowledged[i] || is_recorded(&h, sent[i]));
        const uint64_t client = host_submit(&h, sent[i]);
        host_settle(&h);
        check_bytes(host_answer(&h, client)->result, BYTES("ok"));
    }
    check_eq(host_count(&h, "matter.open", "ok"), 6); /* each exactly once */
    host_done(&h);
    return happened;
}

TEST(a_failure_at_any_operation_of_the_disk_loses_nothing_that_was_acknowledged)
{
    uint64_t k = 1;
    while (run_with_failure(k, ERROR_IO, 1)) {
        k++;
    }
    check_that(k > 50); /* there were that many */
    for (uint64_t j = 1; j < k; j += 3) {
        (void)run_with_failure(j, ERROR_IO, 0); /* and it stays so */
    }
}

TEST(a_disk_that_is_full_at_any_operation_loses_nothing_that_was_acknowledged)
{
    uint64_t k = 1;
    while (run_with_failure(k, ERROR_FULL, 1)) {
        k++;
    }
    check_that(k > 50);
    for (uint64_t j = 1; j < k; j += 3) {
        (void)run_with_failure(j, ERROR_FULL, 0);
    }
}

/* An error in the answer of one signer is not forgotten because another one answers too. */
TEST(the_first_error_of_a_round_is_the_one_that_ends_core)
{
    struct host h;
    struct org o;
    made(&h, &o);
    host_pass(&h, 2000);
    for (size_t i = 0; i < 4; i++) {
        h.signers[i].manner = HOST_SILENT;
    }
    struct host_text t = host_text(&h, "a", 1);
    host_pass(&h, 1000); /* all of them are asked for something now */
    check_that(h.signers[3].asked && h.signers[0].asked);
    (void)t;
    h.world->faults = (struct world_faults){.space = -1, .fail_from = 1, .error = ERROR_IO};
    for (size_t i = 0; i < 4; i++) {
        struct host_signer *s = &h.signers[3 - i];
        struct buffer answer;
        buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
        h.world->faults.fail_from = i == 0 ? UINT64_MAX : 1; /* the signer of the log itself can write */
        signer_answer(s->signer, buffer_view(&s->request), &answer);
        h.world->faults.fail_from = 1;
        s->asked = false;
        core_signer_answered(h.core, 3 - i, buffer_view(&answer));
        buffer_done(&answer);
    }
    host_settle(&h);
    check_eq(h.core_error, ERROR_IO);
    host_done(&h);
}
