/* The machine itself: order inside a block, answers, mandates, effects. */
#include "mechanism/machine.h"

#include <string.h>

#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/kinds.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

static void go_to(int64_t time_ms)
{
    while (time_ms - r.time_ms > 1000) {
        rig_block(&r, 1000);
    }
    rig_block(&r, time_ms - r.time_ms);
}

static const char *entries_since(uint64_t index)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (uint64_t i = index; i < record_size(r.record); i++) {
        struct entry e;
        struct bytes body;
        check_ok(record_read(r.record, i, &r.arena, &e, &body));
        const struct bytes kind = e.type == ENTRY_ACT ? BYTES("act") : fact_kind(&r.arena, body);
        buffer_printf(&b, "%s%.*s", b.len == 0 ? "" : " ", (int)kind.len, (const char *)kind.data);
    }
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* One silence lapses, one closes, one comes to its deadline, all in a block after a gap. */
TEST(a_block_is_interpreted_in_one_order_gap_acts_deadlines_closes_lapses)
{
    begin(RIG_FIRED);
    const struct silence lapsing = rig_silence_now(&r);
    rig_forget(&r);
    rig_to(&r, RIG_FIRED);
    for (size_t i = 0; i < 3; i++) {
        check_text(rig_clear(&r, i), "ok");
    }
    const struct rig closing = r;
    rig_forget(&r);
    rig_to(&r, RIG_RUNNING);
    const int64_t end = lapsing.deadline_ms + lapsing.extra_ms;
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':%lld,'silence':$s}",
                       (long long)(end - rig_silence_now(&r).deadline_ms)),
               "ok");
    const struct hash firing = r.silence;
    go_to(end - 1000);
    const uint64_t size = record_size(r.record);
    r.silence = closing.silence;
    r.root = closing.root;
    check_text(rig_order_clear(&r, 3), "ok");
    rig_block(&r, 3000);
    check_text(entries_since(size), "block gap act deadline close close");
    struct silence x;
    check_that(silence_get(r.state, &firing, &r.arena, &x));
    check_eq(x.stage, SILENCE_FIRED);
    check_eq(x.fired, size + 3);
    check_eq(rig_silence_now(&r).ended, size + 4);
    check_eq(rig_silence_now(&r).stage, SILENCE_CLOSED);
    check_that(silence_get(r.state, &lapsing.id, &r.arena, &x));
    check_eq(x.stage, SILENCE_LAPSED);
    check_eq(machine_closes(r.machine), 2);
    rig_close(&r);
}

/* The facts of a block and the acts in it have its time; its height, and with a delay the height at which
 * they were ordered. */
TEST(entries_carry_the_time_and_the_height_of_their_block)
{
    for (unsigned delay = 0; delay < 2; delay++) {
        struct entry e;
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .delay = delay});
        check_text(rig_order(&r, "A01", "body.chair", "{'body':'council','member':'A02'}"), "ok");
        const int64_t start = r.time_ms;
        rig_block(&r, 700);
        if (delay == 1) {
            check_eq(record_size(r.record), 1); /* nothing is interpreted yet */
            rig_block(&r, 500);
        }
        check_ok(record_read(r.record, 1, &r.arena, &e, NULL));
        check_eq(e.type, ENTRY_FACT);
        check_eq(e.time_ms, start + (delay == 0 ? 700 : 1200)); /* O1: of the block that comes after */
        check_eq(e.height, delay + 1);
        check_ok(record_read(r.record, 2, &r.arena, &e, NULL));
        check_eq(e.type, ENTRY_ACT);
        check_eq(e.time_ms, start + (delay == 0 ? 700 : 1200));
        check_eq(e.height, 1);
        rig_close(&r);
    }
}

TEST(a_block_without_anything_leaves_no_trace_and_a_pulse_leaves_one_fact)
{
    begin(RIG_FOUNDED);
    rig_block(&r, 1000);
    rig_block(&r, 1000);
    check_eq(record_size(r.record), 1);
    const struct machine_block pulse = {
        .height = 3, .act_height = 3, .previous_ms = r.time_ms, .time_ms = r.time_ms + 1000, .pulse = true};
    check_ok(machine_interpret(r.machine, &pulse, NULL));
    check_text(entries_since(1), "block");
    uint64_t height = 0;
    int64_t time_ms = 0;
    check_ok(machine_last_block(r.machine, &height, &time_ms));
    check_eq(height, 3);
    check_eq(time_ms, r.time_ms + 1000);
    const struct machine_block still = {.height = 4, .previous_ms = 5, .time_ms = 5};
    check_dies((void)!machine_interpret(r.machine, &still, NULL));
    rig_close(&r);
}

TEST(an_act_that_is_there_already_is_answered_with_its_entry)
{
    begin(RIG_TEXT);
    const struct bytes envelope =
        rig_envelope(&r, "A01", "matter.hold", "{'matter':$m,'provision':'p1','reason':'x','release':'y'}");
    const struct bytes refused = rig_envelope(&r, "A01", "matter.release", "{'matter':$m,'provision':'p2'}");
    check_text(rig_order_envelope(&r, envelope), "ok");
    check_text(rig_order_envelope(&r, refused), "ok");
    check_text(rig_order_envelope(&r, envelope), "ok"); /* twice in one block */
    check_text(rig_order_envelope(&r, refused), "ok");
    const uint64_t size = record_size(r.record);
    rig_block(&r, 1000);
    check_text(entries_since(size), "block act act");
    static const char *const expected[] = {"ok", "not_held", "ok", "not_held"};
    for (size_t i = 0; i < 4; i++) {
        check_text(rig_result(&r, i), expected[i]);
        check_eq(r.results[i].recorded, i < 2);
        check_eq(r.results[i].index, size + 1 + i % 2);
    }
    /* And ever after, though the bracket could be placed or released by another act now. */
    const struct hash digest = rig_digest(&r);
    check_text(rig_order_envelope(&r, refused), "ok");
    check_text(rig_order_envelope(&r, envelope), "ok");
    rig_block(&r, 1000);
    check_text(entries_since(size), "block act act");
    check_text(rig_result(&r, 0), "not_held");
    check_that(!r.results[0].recorded && !r.results[1].recorded);
    const struct hash after = rig_digest(&r);
    check_bytes(hash_view(&after), hash_view(&digest));
    rig_close(&r);
}

/* One signature more makes another envelope and the same act. */
TEST(what_signs_besides_makes_no_other_act)
{
    begin(RIG_TEXT);
    const int64_t seq = r.seq;
    const char *body = "{'matter':$m,'provision':'p1','reason':'x','release':'y'}";
    const struct bytes one = rig_envelope(&r, "A01", "matter.hold", body);
    r.seq = seq;
    const struct bytes two = rig_envelope(&r, "A01+", "matter.hold", body);
    check_that(!bytes_equal(one, two));
    check_text(rig_order_envelope(&r, one), "ok");
    check_text(rig_order_envelope(&r, two), "ok");
    rig_block(&r, 1000);
    check_that(r.results[0].recorded && !r.results[1].recorded);
    check_eq(r.results[0].index, r.results[1].index);
    rig_close(&r);
}

static const char *signer_of(const struct act_kind *k)
{
    return k->signer == SIGNER_NODE ? "A02/node" : k->signatures_min == 2 ? "A02+" : "A02";
}

/* These come before anything that a kind looks at, so that any body will do. */
TEST(a_revoked_key_an_expired_act_and_a_lack_of_power_are_refused_for_every_kind)
{
    begin(RIG_FOUNDED);
    const char *key = rig_key(&r, "A02/idle", "delegate");
    const char *second = rig_key(&r, "A02/idler", "delegate");
    for (int i = 0; i < 2; i++) {
        check_text(rig_say(&r, "A02+", "member.enrol",
                           "{'key':'%s','name':'n','powers':[],'role':'delegate'}", i == 0 ? key : second),
                   "ok");
    }
    for (size_t i = 0; i < KINDS; i++) {
        const struct act_kind *k = act_kind(bytes_of_text(kinds[i].kind));
        harness_note("%s", k->name);
        r.expires_ms = r.time_ms; /* a second before the block */
        const char *late = rig_say(&r, signer_of(k), k->name, "%s", kinds[i].body);
        check_that((strcmp(late, "expired") == 0) == (k->signer != SIGNER_OBJECTOR));
        if (k->power != 0) {
            const char *idle = k->signatures_min == 2 ? "A02/idle+A02/idler" : "A02/idle";
            check_text(rig_say(&r, idle, k->name, "%s", kinds[i].body), "out_of_mandate");
        }
    }
    check_text(rig_say(&r, "A02", "member.revoke", "{'key':$(A02/node)}"), "ok");
    check_text(rig_say(&r, "A02", "member.revoke", "{'key':$(A02/ambassador)}"), "ok");
    for (size_t i = 0; i < KINDS; i++) {
        const struct act_kind *k = act_kind(bytes_of_text(kinds[i].kind));
        const char *who = k->signer == SIGNER_NODE ? "A02/node"
                          : k->signatures_min == 2 ? "A02+"
                                                   : "A02/ambassador";
        harness_note("%s", k->name);
        check_text(rig_say(&r, who, k->name, "%s", kinds[i].body), "key_revoked");
    }
    rig_close(&r);
}

TEST(a_key_acts_in_its_role_only)
{
    begin(RIG_FOUNDED);
    static const char *const keys[] = {"A02", "A02/objection", "A02/node"};
    for (size_t i = 0; i < KINDS; i++) {
        const struct act_kind *k = act_kind(bytes_of_text(kinds[i].kind));
        for (size_t role = 0; role < 3; role++) {
            const bool may = k->signer == SIGNER_DELEGATE   ? role == 0
                             : k->signer == SIGNER_OBJECTOR ? role < 2
                             : k->signer == SIGNER_NODE     ? role == 2
                                                            : role != 1;
            const char *who = k->signatures_min == 1 ? keys[role]
                              : role == 0            ? "A02+"
                                                     : arena_printf(&r.arena, "A02+%s", keys[role]);
            harness_note("%s by %s", k->name, who);
            const char *result = rig_say(&r, who, k->name, "%s", kinds[i].body);
            check_that((strcmp(result, "out_of_mandate") == 0) == !may);
        }
    }
    rig_close(&r);
}

/* In one block: the second act is signed by a key that the first has revoked, the third by one that it has
 * not enrolled yet when it was ordered. */
TEST(an_act_meets_the_state_that_the_acts_before_it_have_left)
{
    begin(RIG_FOUNDED);
    const char *key = rig_key(&r, "A02/new", "delegate");
    check_text(rig_order(&r, "A02", "member.revoke", "{'key':$(A02/adviser)}"), "ok");
    check_text(rig_order(&r, "A02/adviser", "matter.explain", "{'root':$r,'text':'x'}"), "ok");
    check_text(
        rig_order(&r, "A02+", "member.enrol", "{'key':'%s','name':'n','powers':[],'role':'delegate'}", key),
        "ok");
    check_text(rig_order(&r, "A02/new", "matter.explain", "{'root':$r,'text':'x'}"), "unknown_key");
    rig_block(&r, 1000);
    check_text(rig_result(&r, 0), "ok");
    check_text(rig_result(&r, 1), "key_revoked");
    check_text(rig_result(&r, 2), "ok");
    rig_close(&r);
}

static void add_effect(struct buffer *b, struct bytes key, struct bytes value)
{
    buffer_add_u8(b, 1);
    buffer_add_block(b, key);
    buffer_add_block(b, value);
}

/* What an explanation writes: the sequence number of its subject, and its own row. */
TEST(the_effects_of_an_act_are_the_rows_that_it_wrote)
{
    begin(RIG_TEXT);
    struct entry e;
    struct buffer effects;
    struct buffer key;
    struct buffer value;
    const int64_t seq = r.seq;
    check_text(rig_say(&r, "A02", "matter.explain", "{'root':$a,'text':'x'}"), "ok");
    check_ok(record_read(r.record, r.results[0].index, &r.arena, &e, NULL));
    buffer_init(&effects, 4096);
    buffer_init(&key, 512);
    buffer_init(&value, 512);
    buffer_add_text(&effects, "univocal effects 1\n");
    buffer_add_text(&key, "e");
    buffer_printf(&key, "%s:explain", hash_hex(&r.alternative).text);
    buffer_add_u8(&key, 0);
    buffer_add_bytes(&key, public_key_view(&r.org.keys[1][ORG_MINISTER].public));
    buffer_add_u64(&value, (uint64_t)seq);
    add_effect(&effects, buffer_view(&key), buffer_view(&value));
    buffer_clear(&key);
    buffer_clear(&value);
    buffer_add_text(&key, "X");
    buffer_add_bytes(&key, hash_view(&r.alternative));
    buffer_add(&key, "A02", 4);
    buffer_add_u64(&value, 0);
    buffer_add_u64(&value, r.results[0].index);
    add_effect(&effects, buffer_view(&key), buffer_view(&value));
    const struct hash expected = hash_of(buffer_view(&effects));
    check_bytes(hash_view(&e.effects), hash_view(&expected));
    buffer_done(&effects);
    buffer_done(&key);
    buffer_done(&value);
    rig_close(&r);
}

TEST(a_machine_goes_on_where_its_record_ends)
{
    struct hash digest;
    struct hash root;
    struct rig_options options = {.folder = harness_folder(), .file = "kept.db"};
    rig_open(&r, &options);
    rig_to(&r, RIG_FIRED);
    const struct rig before = r;
    digest = rig_digest(&r);
    root = record_root(r.record);
    rig_close(&r);
    rig_open(&r, &options);
    const struct hash again = rig_digest(&r);
    const struct hash root_again = record_root(r.record);
    check_bytes(hash_view(&again), hash_view(&digest));
    check_bytes(hash_view(&root_again), hash_view(&root));
    check_eq(r.time_ms, before.time_ms);
    r.matter = before.matter;
    r.root = before.root;
    r.silence = before.silence;
    r.words = before.words;
    r.seq = before.seq;
    rig_to(&r, RIG_OPENED);
    check_eq(machine_closes(r.machine), 1);
    rig_close(&r);
}
