/* What a signer should be asked for, read off the state. */
#include <string.h>

#include "base/hex.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "node/duty.h"
#include "support/host.h"

/* An organisation whose signers do nothing by themselves from here on. */
struct scene {
    struct org o;
    struct host h;
    struct blobs *blobs;
    struct host_text t;
    struct silence x;
};

static void made(struct scene *s, bool silenced)
{
    *s = (struct scene){.blobs = NULL};
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, &s->o);
    host_found(&s->h, &s->o);
    host_settle(&s->h);
    s->t = host_text(&s->h, "relief", 1);
    if (silenced) {
        host_silence(&s->h, &s->t, 10000);
    }
    check_ok(blobs_open(&s->blobs, &s->h.world->env, "org/blobs.db", true));
    for (size_t i = 0; i < 4; i++) {
        s->h.signers[i].manner = HOST_LOST;
    }
}

static void done(struct scene *s)
{
    blobs_close(s->blobs);
    host_done(&s->h);
}

static struct duty_view view_of(struct scene *s)
{
    struct duty_view v = {.state = host_state(&s->h), .record = host_record(&s->h), .blobs = s->blobs};
    const enum error e = checkpoints_last(embedded_checkpoints(core_engine(s->h.core)), harness_arena(),
                                          &v.checkpoint.size, &v.note);
    check_that(e == OK || e == ERROR_NOT_FOUND);
    check_ok(record_root_at(v.record, v.checkpoint.size, &v.checkpoint.root));
    v.wall_ms = s->h.world->wall_ms;
    return v;
}

static struct duty_signer signer_of(const struct scene *s, size_t member)
{
    return (struct duty_signer){.key = s->o.keys[member][ORG_NODE].public, .last = {0, tree_empty()}};
}

static struct duty_answer of_silence(struct scene *s, size_t member)
{
    const struct duty_view v = view_of(s);
    const struct duty_signer who = signer_of(s, member);
    check_that(silence_get(v.state, &s->t.silence, harness_arena(), &s->x));
    return duty_of_silence(&v, &who, &s->x, harness_arena());
}

/* The place of a member among the nodes of the silence. */
static size_t rank_of(struct scene *s, size_t member)
{
    check_that(silence_get(host_state(&s->h), &s->t.silence, harness_arena(), &s->x));
    return duty_rank(&s->x, &s->o.keys[member][ORG_NODE].public);
}

TEST(ranks_are_the_places_of_the_distinct_nodes)
{
    struct scene s;
    made(&s, true);
    for (size_t i = 0; i < 4; i++) {
        check_eq(rank_of(&s, i), i); /* seats ascend by code */
    }
    struct silence x = s.x; /* the first two share a node */
    struct silence_seat seats[4];
    memcpy(seats, x.seats, sizeof seats);
    seats[1].node = seats[0].node;
    x.seats = seats;
    x.nodes = 3;
    check_eq(duty_rank(&x, &seats[0].node), 0);
    check_eq(duty_rank(&x, &seats[2].node), 1);
    check_eq(duty_rank(&x, &seats[3].node), 2);
    const struct public_key stranger = {{1}};
    check_eq(duty_rank(&x, &stranger), 3);
    done(&s);
}

TEST(a_deadline_is_ticked_rank_after_rank)
{
    struct scene s;
    made(&s, true);
    for (size_t i = 0; i < 4; i++) {
        const struct duty_answer d = of_silence(&s, i);
        check_eq(d.duty, DUTY_LATER);
        check_eq(d.when_ms, s.x.deadline_ms + (int64_t)(i + 1) * DUTY_STEP_MS);
        struct duty_view v = view_of(&s);
        const struct duty_signer who = signer_of(&s, i);
        v.wall_ms = d.when_ms - 1;
        check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_LATER);
        v.wall_ms = d.when_ms;
        const struct duty_answer due = duty_of_silence(&v, &who, &s.x, harness_arena());
        check_eq(due.duty, DUTY_ASK);
        check_eq(due.request.verb, SIGNER_tick);
        check_eq(due.request.tick.deadline_ms, s.x.deadline_ms);
        check_bytes(hash_view(&due.request.tick.silence), hash_view(&s.t.silence));
        check_bytes(hash_view(&due.request.tick.root), hash_view(&s.t.root));
    }
    done(&s);
}

TEST(whoever_is_not_of_the_set_has_no_duty)
{
    struct scene s;
    made(&s, true);
    const struct duty_view v = view_of(&s);
    struct duty_signer who = signer_of(&s, 0);
    who.key = s.o.keys[0][ORG_MINISTER].public;
    check_that(silence_get(v.state, &s.t.silence, harness_arena(), &s.x));
    check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_NONE);
    check_eq(duty_of_root(&v, &who, &s.t.root, harness_arena()).duty, DUTY_NONE);
    who.key.bytes[0] ^= 1;
    check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_NONE);
    done(&s);
}

TEST(an_all_clear_waits_for_the_clock_then_for_a_checkpoint_then_is_asked_for)
{
    struct scene s;
    made(&s, true);
    s.h.signers[4].manner = HOST_LOST; /* the log's */
    host_pass(&s.h, 10500);
    struct duty_answer d = of_silence(&s, 1);
    check_eq(s.x.stage, SILENCE_FIRED);
    check_eq(d.duty, DUTY_LATER);
    check_eq(d.when_ms, s.x.deadline_ms + s.x.delta_ms);
    host_pass(&s.h, 1000);
    d = of_silence(&s, 1);
    check_eq(d.duty, DUTY_CHECKPOINT); /* the newest is from before the deadline fired */
    check_eq(d.size, (uint64_t)s.x.fired + 1);
    s.h.signers[4].manner = HOST_ANSWERS;
    host_pass(&s.h, 2000);
    d = of_silence(&s, 1);
    check_eq(d.duty, DUTY_ASK);
    check_eq(d.request.verb, SIGNER_all_clear);
    check_eq(d.request.all_clear.held_count, 0);
    check_eq(d.request.all_clear.opening.duration_ms, 10000);
    check_that(d.request.all_clear.fact.time_ms >= d.request.all_clear.fact.deadline_ms);
    /* A lagging checkpoint is still enough, if it covers the fact. */
    struct duty_view v = view_of(&s);
    const struct duty_signer who = signer_of(&s, 1);
    v.checkpoint.size = (uint64_t)s.x.fired + 1;
    check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_ASK);
    v.checkpoint.size--;
    check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_CHECKPOINT);
    done(&s);
}

TEST(a_signer_that_has_seen_more_than_can_be_shown_is_not_asked)
{
    struct scene s;
    made(&s, true);
    host_pass(&s.h, 13500);
    const struct duty_view v = view_of(&s);
    struct duty_signer who = signer_of(&s, 1);
    check_that(silence_get(v.state, &s.t.silence, harness_arena(), &s.x));
    who.last = v.checkpoint;
    check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_ASK);
    who.last.size++;
    const struct duty_answer d = duty_of_silence(&v, &who, &s.x, harness_arena());
    check_eq(d.duty, DUTY_NONE);
    check_ok(d.error);
    done(&s);
}

TEST(held_objections_are_shown_where_they_are_recorded_or_are_to_be_recorded_first)
{
    struct scene s;
    struct duty_held held[3] = {{{{0}}, {{0}}}};
    made(&s, true);
    host_pass(&s.h, 13500);
    /* One to the text, which is recorded with whatever result; one to another text. */
    const struct hash recorded =
        host_say(&s.h, 0, "matter.hold", "wrong_stage",
                 "{\"matter\":\"%s\",\"provision\":\"one\",\"reason\":\"r\",\"release\":\"x\"}",
                 org_hex(harness_arena(), &s.t.matter));
    host_pass(&s.h, 2000);
    struct duty_view v = view_of(&s);
    struct duty_signer who = signer_of(&s, 1);
    check_that(silence_get(v.state, &s.t.silence, harness_arena(), &s.x));
    held[0].root = (struct hash){{0}};
    held[1] = (struct duty_held){s.t.root, recorded};
    held[2] = (struct duty_held){{{0xff}}, {{0}}};
    memset(held[2].root.bytes, 0xff, HASH_BYTES);
    who.held = held;
    who.held_count = 3;
    struct duty_answer d = duty_of_silence(&v, &who, &s.x, harness_arena());
    check_eq(d.duty, DUTY_ASK);
    check_eq(d.request.all_clear.held_count, 1);
    check_bytes(hash_view(&d.request.all_clear.held[0].entry.id), hash_view(&recorded));
    /* The checkpoint must cover the held one too. */
    const uint64_t covering = d.request.all_clear.held[0].entry.index + 1;
    v.checkpoint.size = covering - 1;
    d = duty_of_silence(&v, &who, &s.x, harness_arena());
    check_eq(d.duty, DUTY_CHECKPOINT);
    check_eq(d.size, covering);
    held[1].id.bytes[0] ^= 1; /* one that is nowhere */
    check_eq(duty_of_silence(&v, &who, &s.x, harness_arena()).duty, DUTY_UNRECORDED);
    done(&s);
}

TEST(a_closed_silence_and_a_cleared_one_ask_for_nothing)
{
    struct scene s;
    made(&s, true);
    s.h.signers[1].manner = HOST_ANSWERS;
    host_pass(&s.h, 14000);
    check_eq(of_silence(&s, 1).duty, DUTY_NONE); /* it has cleared */
    check_eq(of_silence(&s, 2).duty, DUTY_ASK);
    s.h.signers[0].manner = HOST_ANSWERS;
    host_pass(&s.h, 1000);
    (void)host_say(&s.h, 0, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                   org_hex(harness_arena(), &s.t.root));
    check_eq(of_silence(&s, 2).duty, DUTY_NONE); /* it is broken */
    done(&s);
}

TEST(a_text_is_vouched_for_once_and_only_with_all_its_words)
{
    struct scene s;
    struct blobs *writer = NULL;
    made(&s, false);
    const struct duty_view v = view_of(&s);
    struct duty_signer who = signer_of(&s, 0);
    check_eq(duty_of_root(&v, &who, &s.t.root, harness_arena()).duty, DUTY_NONE); /* it has */
    const struct hash unknown = {{7}};
    check_eq(duty_of_root(&v, &who, &unknown, harness_arena()).duty, DUTY_NONE);
    /* A node that is new has not. */
    const struct key_file fresh = org_key(&s.o, 0, "node", 77);
    char hex[2 * PUBLIC_KEY_BYTES + 1];
    hex_encode(public_key_view(&fresh.public), hex);
    const struct org_act enrol = {
        .kind = "member.enrol",
        .two = true,
        .body = arena_printf(harness_arena(),
                             "{\"key\":\"%s\",\"name\":\"New\",\"powers\":[],\"role\":\"node\"}", hex)};
    (void)host_recorded(&s.h, &enrol, "ok");
    who.key = fresh.public;
    struct duty_answer d = duty_of_root(&v, &who, &s.t.root, harness_arena());
    check_eq(d.duty, DUTY_ASK);
    check_eq(d.request.verb, SIGNER_availability);
    check_bytes(hash_view(&d.request.availability.matter), hash_view(&s.t.matter));
    check_bytes(hash_view(&d.request.availability.root), hash_view(&s.t.root));
    /* Without one of its words it waits for exactly that one. */
    host_close(&s.h);
    check_ok(blobs_open(&writer, &s.h.world->env, "org/blobs.db", false));
    check_ok(blobs_delete(writer, &s.t.words.commitment[1]));
    blobs_close(writer);
    struct world *w = s.h.world;
    host_open(&s.h, &s.o, w);
    const struct duty_view after = view_of(&s);
    d = duty_of_root(&after, &who, &s.t.root, harness_arena());
    check_eq(d.duty, DUTY_WORDS);
    check_bytes(hash_view(&d.commitment), hash_view(&s.t.words.commitment[1]));
    done(&s);
}

TEST(an_adopted_text_is_opened_rank_after_rank_with_what_is_here)
{
    struct scene s;
    struct matter m;
    made(&s, true);
    for (size_t i = 0; i < 4; i++) {
        s.h.signers[i].manner = HOST_ANSWERS;
    }
    host_pass(&s.h, 10900);
    for (int i = 0; i < 50; i++) { /* until the close, and no further */
        host_pass(&s.h, 20);
        check_that(matter_get(host_state(&s.h), &s.t.matter, harness_arena(), &m));
        if (m.stage == MATTER_ADOPTED) {
            break;
        }
    }
    check_eq(m.stage, MATTER_ADOPTED);
    struct duty_view v = view_of(&s);
    struct duty_signer who = signer_of(&s, 2);
    struct entry close;
    check_that(silence_get(v.state, &s.t.silence, harness_arena(), &s.x));
    check_ok(record_read(v.record, (uint64_t)s.x.ended, harness_arena(), &close, NULL));
    if (m.unopened > 0) {
        v.wall_ms = close.time_ms + 2 * DUTY_STEP_MS - 1;
        const struct duty_answer d = duty_of_opening(&v, &who, &s.t.matter, harness_arena());
        check_eq(d.duty, DUTY_LATER);
        check_eq(d.when_ms, close.time_ms + 2 * DUTY_STEP_MS);
    }
    host_pass(&s.h, 20000);
    const struct duty_view after = view_of(&s);
    check_eq(duty_of_opening(&after, &who, &s.t.matter, harness_arena()).duty, DUTY_NONE); /* all is open */
    const struct hash unknown = {{7}};
    check_eq(duty_of_opening(&after, &who, &unknown, harness_arena()).duty, DUTY_NONE);
    done(&s);
}

/* The words of one part are lost everywhere: the other is opened, and nothing goes in circles. */
TEST(a_part_whose_words_are_lost_stays_closed)
{
    struct scene s;
    struct blobs *writer = NULL;
    struct matter m;
    made(&s, true);
    host_close(&s.h);
    check_ok(blobs_open(&writer, &s.h.world->env, "org/blobs.db", false));
    check_ok(blobs_delete(writer, &s.t.words.commitment[0]));
    blobs_close(writer);
    struct world *w = s.h.world;
    host_open(&s.h, &s.o, w);
    host_pass(&s.h, 60000);
    check_that(matter_get(host_state(&s.h), &s.t.matter, harness_arena(), &m));
    check_eq(m.stage, MATTER_ADOPTED);
    check_eq(m.unopened, 1);
    uint64_t asked = 0;
    for (size_t i = 0; i < 4; i++) {
        asked += s.h.signers[i].asked_count[SIGNER_open];
    }
    check_eq(asked, 1);
    host_store(&s.h, &s.t.words); /* a delegate has kept them */
    host_pass(&s.h, 10000);
    check_that(matter_get(host_state(&s.h), &s.t.matter, harness_arena(), &m));
    check_eq(m.unopened, 0);
    done(&s);
}
