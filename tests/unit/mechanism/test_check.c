/* What is refused before any state is asked: another place, foreign keys, bad and missing signatures. */
#include <string.h>

#include "base/hex.h"
#include "codec/dsse.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/kinds.h"

static struct rig r;

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
}

static const char *check_envelope(struct bytes envelope)
{
    struct act a = {.signature_count = 77};
    const uint64_t size = record_size(r.record);
    const char *name = rejection_name(machine_check(r.machine, &r.arena, envelope, &a, NULL));
    check_eq(record_size(r.record), size); /* no trace */
    return name;
}

/* An act of one organisation, as it is or put under another payload type. */
static struct bytes made_in(const struct org *o, const char *type)
{
    const struct act_frame frame = {
        .org = o->id,
        .epoch = 1,
        .protocol = PROTOCOL_VERSION,
        .realm = o->options.realm,
        .kind = BYTES("matter.explain"),
        .member = o->codes[0],
        .key = o->keys[0][ORG_MINISTER].public,
        .seq = 1,
        .subject = BYTES("1111111111111111111111111111111111111111111111111111111111111111:explain"),
    };
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    act_write(&b, &frame,
              BYTES("{\"root\":\"1111111111111111111111111111111111111111111111111111111111111111\",\"text\":"
                    "\"x\"}"));
    const struct key_file *keys[] = {&o->keys[0][ORG_MINISTER]};
    const struct bytes envelope = org_seal(&r.arena, type, buffer_view(&b), keys, 1);
    buffer_done(&b);
    return envelope;
}

/* Realms, organisations and payload types: three machines, and acts of every place under every type. All keys
 * are the same, so that nothing but the place makes the difference. */
TEST(an_act_is_taken_in_its_own_place_and_nowhere_else)
{
    static const char *const types[] = {DSSE_TYPE_ACT, DSSE_TYPE_RECEIPT,
                                        "application/vnd.univocal.act.v2+json", "text/plain"};
    struct org places[4];
    for (size_t i = 0; i < 4; i++) {
        struct org_options options = {.members = 2,
                                      .seed = 3,
                                      .realm = i % 2 == 0 ? REALM_EXERCISE : REALM_REAL,
                                      .time_ms = 5 + (int64_t)(i / 2)};
        org_make(harness_arena(), &options, &places[i]);
    }
    for (size_t here = 0; here < 4; here++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                           .members = 2,
                                           .seed = 3,
                                           .realm = here % 2 == 0 ? REALM_EXERCISE : REALM_REAL,
                                           .time_ms = 5 + (int64_t)(here / 2)});
        check_bytes(hash_view(&r.org.id), hash_view(&places[here].id));
        for (size_t from = 0; from < 4; from++) {
            for (size_t type = 0; type < 4; type++) {
                harness_note("from %zu to %zu as %s", from, here, types[type]);
                const char *expected = type != 0 ? "wrong_type" : from != here ? "wrong_organisation" : "ok";
                check_text(check_envelope(made_in(&places[from], types[type])), expected);
            }
            /* One that names this organisation, but the realm of the other. */
            struct org forged = places[from];
            forged.id = r.org.id;
            forged.options.realm = from % 2 == 0 ? REALM_EXERCISE : REALM_REAL;
            check_text(check_envelope(made_in(&forged, DSSE_TYPE_ACT)),
                       from % 2 == here % 2 ? "ok" : "wrong_realm");
        }
        rig_close(&r);
    }
}

TEST(another_epoch_is_refused_but_an_older_one_of_an_objection)
{
    begin();
    static const struct {
        const char *kind;
        int64_t own;
        int64_t named;
        const char *expected;
    } rows[] = {
        {"matter.explain", 1, 1, "ok"},           {"matter.explain", 1, 2, "wrong_epoch"},
        {"matter.explain", 3, 2, "wrong_epoch"},  {"objection.raise", 1, 1, "ok"},
        {"objection.raise", 1, 2, "wrong_epoch"}, {"objection.raise", 3, 2, "ok"},
        {"objection.raise", 3, 1, "ok"},          {"objection.raise", 3, 4, "wrong_epoch"},
        {"objection.raise", 3, 0, "wrong_epoch"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        /* Only a recovery raises the epoch, and there is none yet: the test does. */
        struct organisation *org = NULL;
        const struct organisation *constant = machine_organisation(r.machine);
        memcpy(&org, &constant, sizeof org);
        org->epoch = rows[i].own;
        r.epoch = rows[i].named == 0 ? -1 : rows[i].named;
        const char *body = strcmp(rows[i].kind, "objection.raise") == 0 ? "{'reason':'x','root':$r}"
                                                                        : "{'root':$r,'text':'x'}";
        struct bytes envelope = rig_envelope(&r, "A01", rows[i].kind, body);
        harness_note("row %zu", i);
        check_text(check_envelope(envelope), rows[i].named == 0 ? "malformed" : rows[i].expected);
    }
    rig_close(&r);
}

TEST(an_older_epoch_does_not_keep_an_objection_from_breaking_a_silence)
{
    begin();
    rig_to(&r, RIG_RUNNING);
    struct organisation *org = NULL;
    const struct organisation *constant = machine_organisation(r.machine);
    memcpy(&org, &constant, sizeof org);
    org->epoch = 2;
    r.epoch = 1;
    check_text(rig_object(&r, "A03/objection"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
    rig_close(&r);
}

TEST(keys_that_were_never_enrolled_or_belong_to_another_member_are_refused)
{
    begin();
    (void)rig_key(&r, "A01/stranger", "delegate");
    check_text(rig_say(&r, "A01/stranger", "matter.explain", "{'root':$r,'text':'x'}"), "unknown_key");
    check_text(rig_say(&r, "A01+A01/stranger", "matter.explain", "{'root':$r,'text':'x'}"), "unknown_key");
    check_text(rig_say(&r, "A01+A02", "matter.explain", "{'root':$r,'text':'x'}"), "wrong_member");
    /* A key that says it is another member's. */
    const struct bytes envelope = rig_envelope(&r, "A01", "matter.explain", "{'root':$r,'text':'x'}");
    struct dsse d;
    check_ok(dsse_read(&r.arena, envelope, &d));
    const struct bytes payload = org_changed(&r.arena, d.payload, "\"member\":\"A01\"", "\"member\":\"A02\"");
    const struct key_file *keys[] = {&r.org.keys[0][ORG_MINISTER], &r.org.keys[0][ORG_AMBASSADOR]};
    check_text(check_envelope(org_seal(&r.arena, DSSE_TYPE_ACT, payload, keys, 1)), "wrong_member");
    /* The key that the act names must be among the signers. */
    check_text(check_envelope(org_seal(&r.arena, DSSE_TYPE_ACT, d.payload, &keys[1], 1)), "bad_signature");
    check_text(check_envelope(org_seal(&r.arena, DSSE_TYPE_ACT, d.payload, keys, 2)), "ok");
    rig_close(&r);
}

TEST(every_signature_must_hold)
{
    begin();
    const struct bytes envelope = rig_envelope(&r, "A01+", "matter.explain", "{'root':$r,'text':'x'}");
    struct dsse d;
    check_ok(dsse_read(&r.arena, envelope, &d));
    check_eq(d.signature_count, 2);
    for (size_t i = 0; i < 2; i++) {
        for (size_t byte = 0; byte < sizeof d.signatures[i].signature.bytes; byte += 9) {
            struct dsse bad = d;
            struct buffer b;
            bad.signatures[i].signature.bytes[byte] ^= 4;
            buffer_init(&b, ENVELOPE_BYTES_MAX);
            dsse_write(&b, &bad);
            check_text(check_envelope(buffer_view(&b)), "bad_signature");
            buffer_done(&b);
        }
    }
    check_text(check_envelope(envelope), "ok");
    rig_close(&r);
}

/* Two of a member's delegates enrol a key and change powers; for the rest one is enough. */
TEST(kinds_ask_for_as_many_signatures_as_their_row_says)
{
    begin();
    for (size_t i = 0; i < KINDS; i++) {
        const struct act_kind *k = act_kind(bytes_of_text(kinds[i].kind));
        const char *who = k->signer == SIGNER_NODE ? "A01/node" : "A01";
        harness_note("%s", k->name);
        check_text(check_envelope(rig_envelope(&r, who, k->name, kinds[i].body)),
                   k->signatures_min == 1 ? "ok" : "too_few_signatures");
        if (k->signatures_min == 2) {
            check_text(check_envelope(rig_envelope(&r, "A01+", k->name, kinds[i].body)), "ok");
        }
    }
    check_eq(act_kind(BYTES("member.enrol"))->signatures_min, 2);
    check_eq(act_kind(BYTES("member.powers"))->signatures_min, 2);
    check_eq(act_kind(BYTES("objection.withdraw"))->signatures_min, 2);
    rig_close(&r);
}

/* An id that was refused without a trace is not burned. */
TEST(an_act_with_too_few_signatures_may_come_again_with_enough)
{
    begin();
    const char *key = rig_key(&r, "A01/new", "objection");
    const char *body = arena_printf(&r.arena, "{'key':'%s','name':'n','powers':[],'role':'objection'}", key);
    const int64_t seq = r.seq;
    check_text(rig_say(&r, "A01", "member.enrol", "%s", body), "too_few_signatures");
    r.seq = seq; /* the same signed bytes */
    check_text(rig_say(&r, "A01+", "member.enrol", "%s", body), "ok");
    rig_close(&r);
}

/* What makes no difference to whom the key belongs makes none here: expired, revoked and without powers are
 * for the state to say. */
TEST(what_only_the_state_can_say_passes)
{
    begin();
    check_text(rig_say(&r, "A01", "member.revoke", "{'key':$(A01/adviser)}"), "ok");
    r.expires_ms = 1;
    check_text(check_envelope(rig_envelope(&r, "A01/adviser", "body.chair",
                                           "{'body':'council','member':'A02'}")),
               "ok");
    rig_close(&r);
}
