/* The obligations O6 to O9 of docs/protocol/silence.md, which a member's signer keeps, with core and all
 * signers on one host in a world in memory. */
#include <string.h>

#include "mechanism/silence.h"
#include "support/host.h"

static struct org o;
static struct host h;
static struct host_text t;

enum { DURATION_MS = 20000, DELTA_MS = 1000 };

static void begin(void)
{
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 9}, &o);
    host_found(&h, &o);
    t = host_text(&h, "m1", 1);
    host_settle(&h); /* every node says that it holds the text */
}

static void begin_silence(void)
{
    begin();
    host_silence(&h, &t, DURATION_MS);
}

static struct silence silence_now(void)
{
    struct silence x;
    check_that(silence_get(host_state(&h), &t.silence, harness_arena(), &x));
    return x;
}

static void pass_until(int64_t wall_ms)
{
    host_pass(&h, wall_ms - h.world->wall_ms);
}

static uint64_t submit_objection(size_t member)
{
    const char *body = arena_printf(harness_arena(), "{\"reason\":\"no\",\"root\":\"%s\"}",
                                    org_hex(harness_arena(), &t.root));
    const struct org_act act = {
        .kind = "objection.raise", .member = member, .key = ORG_OBJECTION, .body = body};
    return host_submit(&h, org_sign(&o, harness_arena(), &act));
}

/* What a member's signer says: "receipt", "late", or nothing. */
static const char *answer_of(uint64_t client)
{
    struct dsse d;
    const struct client_answer *a = host_answer(&h, client);
    check_eq(a->outcome, OUTCOME_DONE);
    if (a->receipt.len == 0) {
        return "";
    }
    check_ok(dsse_read(harness_arena(), a->receipt, &d));
    check_bytes(d.type, BYTES(DSSE_TYPE_RECEIPT));
    check_that(dsse_holds(&d));
    const char *payload = arena_text(harness_arena(), d.payload);
    return strstr(payload, "\"kind\":\"late\"") != NULL ? "late" : "receipt";
}

static uint64_t held_by(size_t number)
{
    const struct signer_request r = {.verb = SIGNER_status};
    struct buffer request;
    struct buffer answer;
    enum signer_refusal refusal = REFUSE_none;
    struct bytes content;
    struct signer_status status;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, &r);
    signer_answer(h.signers[number].signer, buffer_view(&request), &answer);
    check_ok(signer_answer_read(buffer_view(&answer), &refusal, &content));
    check_ok(signer_status_read(content, &status));
    buffer_done(&request);
    buffer_done(&answer);
    return status.held_count;
}

TEST(o6_a_receipt_is_given_only_for_what_a_loss_of_power_leaves)
{
    begin_silence();
    uint64_t client = submit_objection(2);
    host_settle(&h);
    check_text(answer_of(client), "receipt");
    check_eq(held_by(2), 1);
    host_crash(&h, true);
    check_ok(h.core_error);
    check_eq(held_by(2), 1);
    host_done(&h);
    /* Where it cannot be made durable there is no receipt; the objection itself stands in the record. */
    begin_silence();
    h.signers[2].manner = HOST_SILENT;
    client = submit_objection(2);
    host_settle(&h);
    check_eq(silence_now().stage, SILENCE_BROKEN);
    h.signers[2].manner = HOST_ANSWERS;
    h.world->faults.error = ERROR_IO;
    h.world->faults.fail_from = h.world->faults.operations + 1;
    h.world->faults.fail_count = 1;
    host_settle(&h);
    host_pass(&h, 4000);
    check_text(answer_of(client), "");
    check_eq(held_by(2), 0);
    host_done(&h);
}

TEST(o7_no_all_clear_is_signed_before_the_deadline_fired_and_delta_has_passed)
{
    begin_silence();
    const int64_t deadline = silence_now().deadline_ms;
    check_eq(silence_now().delta_ms, DELTA_MS);
    pass_until(deadline - 1);
    check_eq(silence_now().stage, SILENCE_RUNNING);
    check_eq(host_count(&h, "node.all_clear", "ok"), 0);
    pass_until(deadline + DELTA_MS - 1);
    check_eq(silence_now().stage, SILENCE_FIRED);
    check_eq(host_count(&h, "node.all_clear", "ok"), 0);
    pass_until(deadline + DELTA_MS + 2000);
    check_eq(silence_now().stage, SILENCE_CLOSED);
    check_eq(host_count(&h, "node.all_clear", "ok"), 4);
    host_done(&h);
}

/* Official time has passed D + delta; the clock that signers look at has not. */
TEST(o7_a_signer_refuses_while_its_own_clock_is_behind)
{
    begin_silence();
    const int64_t deadline = silence_now().deadline_ms;
    pass_until(deadline + DELTA_MS - 1);
    check_eq(silence_now().stage, SILENCE_FIRED);
    const uint64_t asked = h.signers[0].asked_count[SIGNER_all_clear];
    h.world->wall_ms -= 5000; /* within what the engine takes, and the signers' clock */
    host_pass(&h, 3000);
    check_eq(host_count(&h, "node.all_clear", "ok"), 0);
    host_pass(&h, 5000);
    check_eq(host_count(&h, "node.all_clear", "ok"), 4);
    check_that(h.signers[0].asked_count[SIGNER_all_clear] > asked);
    host_done(&h);
}

TEST(o8_an_objection_that_is_held_and_not_recorded_holds_the_all_clear)
{
    begin_silence();
    /* As when core dies between the receipt and the batch: the disk as it was before the objection, but for
     * the signer's own state, which has it. */
    struct world *without = world_after(h.world, false);
    const uint64_t client = submit_objection(2);
    host_settle(&h);
    check_text(answer_of(client), "receipt");
    const char *path = "org/signers/A03/state";
    const struct world_file *state = world_find(h.world, path);
    check_that(state != NULL);
    world_put(without, path, world_content(state));
    host_close(&h);
    world_free(h.world);
    host_open(&h, &o, without);
    check_ok(h.core_error);
    h.signers[2].manner = HOST_LOST; /* core does not learn of it yet */
    check_eq(silence_now().stage, SILENCE_RUNNING);
    pass_until(silence_now().deadline_ms + DELTA_MS + 2000);
    check_eq(silence_now().stage, SILENCE_FIRED);
    check_eq(host_count(&h, "node.all_clear", "ok"), 3);
    h.signers[2].manner = HOST_ANSWERS;
    host_pass(&h, 3000);
    check_eq(silence_now().stage, SILENCE_BROKEN); /* what it held has come to the record first */
    check_eq(host_count(&h, "node.all_clear", "ok"), 3);
    host_done(&h);
}

TEST(o9_after_the_all_clear_there_is_no_receipt_any_more)
{
    begin_silence();
    h.signers[3].manner = HOST_LOST; /* so that the silence does not close */
    pass_until(silence_now().deadline_ms + DELTA_MS + 2000);
    check_eq(host_count(&h, "node.all_clear", "ok"), 3);
    check_eq(silence_now().stage, SILENCE_FIRED);
    const uint64_t client = submit_objection(2);
    host_settle(&h);
    check_text(answer_of(client), "late");
    check_eq(held_by(2), 0);
    check_eq(silence_now().stage, SILENCE_BROKEN); /* late is the receipt, not the objection */
    host_done(&h);
}

TEST(o9_the_row_of_a_text_stays_cleared_after_a_crash)
{
    begin_silence();
    h.signers[3].manner = HOST_LOST;
    pass_until(silence_now().deadline_ms + DELTA_MS + 2000);
    host_crash(&h, true);
    check_ok(h.core_error);
    host_settle(&h);
    const uint64_t client = submit_objection(1);
    host_settle(&h);
    check_text(answer_of(client), "late");
    host_done(&h);
}
