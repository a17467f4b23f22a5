#include "mechanism/voice.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "crypto/reception.h"
#include "mechanism/clock.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "record/fact_voice.h"

int64_t voice_threshold(const struct charter *c, size_t members)
{
    const int64_t n = (int64_t)members;
    return c->voice_threshold > 0 ? c->voice_threshold : 2 * n / 3 + 1;
}

bool voice_carries(struct context *c, size_t speaking_for_count)
{
    struct voice v;
    return voice_get(c->state, c->arena, &v) && (int64_t)speaking_for_count >= v.threshold;
}

static bool is_at_work(const struct voice_ceremony *x)
{
    return x->stage == CEREMONY_JOINING || x->stage == CEREMONY_DEALING || x->stage == CEREMONY_CONFIRMING;
}

static void open_ceremony(struct context *c, const struct act *a, const struct member *members, size_t count,
                          int64_t duration_ms)
{
    struct ceremony_seat *seats = ARENA_ARRAY(c->arena, struct ceremony_seat, count + 1);
    for (size_t i = 0; i < count; i++) {
        seats[i] = (struct ceremony_seat){.member = members[i].code};
        voice_ask_put(c->state, members[i].code, 0);
    }
    const struct voice_ceremony x = {
        .id = a->id,
        .opened = (int64_t)c->index,
        .opened_ms = c->time_ms,
        .duration_ms = duration_ms,
        .deadline_ms = c->time_ms + duration_ms,
        .threshold = voice_threshold(law_now(c), count),
        .seat_count = count,
        .seats = seats,
    };
    voice_ceremony_put(c->state, &x);
}

/* The members ask for it one by one; with the last of them it begins. */
enum rejection voice_open(struct context *c, const struct act *a)
{
    const int64_t duration_ms = act_value(a, "duration")->integer;
    struct voice v;
    struct voice_ceremony last;
    struct member *members = NULL;
    const size_t count = member_list(c->state, c->arena, &members);
    if (voice_get(c->state, c->arena, &v) ||
        (voice_ceremony_last(c->state, c->arena, &last) && is_at_work(&last))) {
        return REJECT_exists;
    }
    if (duration_ms < CEREMONY_MS_MIN) {
        return REJECT_wrong_duration;
    }
    const int64_t threshold = voice_threshold(law_now(c), count);
    if (threshold < 2 || threshold > (int64_t)count || count > SHARE_HOLDERS_MAX) {
        return REJECT_voice_size;
    }
    voice_ask_put(c->state, a->frame.member, duration_ms);
    for (size_t i = 0; i < count; i++) {
        int64_t asked_ms = 0;
        if (!voice_asks(c->state, members[i].code, &asked_ms) || asked_ms != duration_ms) {
            return ACCEPTED;
        }
    }
    open_ceremony(c, a, members, count, duration_ms);
    return ACCEPTED;
}

/* The seat of the member; its node is the one that joined for it. */
static enum rejection enter(struct context *c, const struct act *a, enum ceremony_stage stage,
                            struct voice_ceremony *x, struct ceremony_seat **seat)
{
    if (!voice_ceremony_get(c->state, &act_value(a, "ceremony")->hash, c->arena, x)) {
        return REJECT_unknown_ceremony;
    }
    if (x->stage != stage || c->time_ms >= x->deadline_ms) {
        return REJECT_wrong_round;
    }
    struct ceremony_seat *seats = ARENA_ARRAY(c->arena, struct ceremony_seat, x->seat_count + 1);
    memcpy(seats, x->seats, x->seat_count * sizeof *seats);
    x->seats = seats;
    for (size_t i = 0; i < x->seat_count; i++) {
        if (bytes_equal(seats[i].member, a->frame.member)) {
            *seat = &seats[i];
            return seats[i].joined == 0 || public_key_equal(&seats[i].node, &a->frame.key) ? ACCEPTED
                                                                                           : REJECT_not_party;
        }
    }
    return REJECT_not_party;
}

static bool proves_possession(struct context *c, const struct act *a, const struct voice_ceremony *x,
                              const struct point *key)
{
    struct proof_known proof;
    const struct bytes given = act_value(a, "proof")->text;
    if (given.len != sizeof proof.bytes) {
        return false;
    }
    memcpy(proof.bytes, given.data, sizeof proof.bytes);
    struct buffer b;
    buffer_init(&b, 1024);
    ceremony_context_write(&b, &c->org->id, c->org->realm, &x->id, &a->frame.key);
    const bool holds = reception_proof_holds(key, buffer_view(&b), &proof);
    buffer_done(&b);
    return holds;
}

enum rejection voice_join(struct context *c, const struct act *a)
{
    struct voice_ceremony x;
    struct ceremony_seat *seat = NULL;
    const enum rejection r = enter(c, a, CEREMONY_JOINING, &x, &seat);
    if (r != ACCEPTED) {
        return r;
    }
    if (seat->joined != 0) {
        return REJECT_exists;
    }
    if (!point_read(act_value(a, "key")->hash.bytes, &seat->key) ||
        !proves_possession(c, a, &x, &seat->key)) {
        return REJECT_bad_proof;
    }
    for (size_t i = 0; i < x.seat_count; i++) {
        if (&x.seats[i] != seat && x.seats[i].joined != 0 && point_equal(&x.seats[i].key, &seat->key)) {
            return REJECT_bad_proof; /* two members cannot receive with one key */
        }
    }
    seat->joined = (int64_t)c->index;
    seat->node = a->frame.key;
    voice_ceremony_put(c->state, &x);
    return ACCEPTED;
}

void voice_parties(const struct voice_ceremony *x, struct ceremony *out)
{
    ceremony_begin(out, &x->id, (uint16_t)x->threshold);
    for (size_t i = 0; i < x->seat_count; i++) {
        check(ceremony_add(out, (uint16_t)(i + 1), &x->seats[i].key) == OK);
    }
    check(ceremony_holds(out));
}

static uint16_t identifier_of(const struct voice_ceremony *x, const struct ceremony_seat *seat)
{
    return (uint16_t)(seat - x->seats + 1);
}

enum rejection voice_deal(struct context *c, const struct act *a)
{
    struct voice_ceremony x;
    struct ceremony_seat *seat = NULL;
    struct ceremony *parties = ARENA_ARRAY(c->arena, struct ceremony, 1);
    struct dealing *dealing = ARENA_ARRAY(c->arena, struct dealing, 1);
    const enum rejection r = enter(c, a, CEREMONY_DEALING, &x, &seat);
    if (r != ACCEPTED) {
        return r;
    }
    if (seat->dealt != 0) {
        return REJECT_exists;
    }
    voice_parties(&x, parties);
    if (dealing_read(parties, identifier_of(&x, seat), act_value(a, "dealing")->text, dealing, NULL) != OK) {
        return REJECT_bad_dealing;
    }
    seat->dealt = (int64_t)c->index;
    voice_ceremony_put(c->state, &x);
    return ACCEPTED;
}

enum rejection voice_confirm(struct context *c, const struct act *a)
{
    struct voice_ceremony x;
    struct ceremony_seat *seat = NULL;
    const enum rejection r = enter(c, a, CEREMONY_CONFIRMING, &x, &seat);
    if (r != ACCEPTED) {
        return r;
    }
    if (seat->confirmed != 0) {
        return REJECT_exists;
    }
    if (!hash_equal(&act_value(a, "transcript")->hash, &x.transcript)) {
        return REJECT_wrong_transcript;
    }
    seat->confirmed = (int64_t)c->index;
    voice_ceremony_put(c->state, &x);
    return ACCEPTED;
}

/* The facts of a ceremony, with the parts that they have in common. */
static struct fact_ceremony fact_of(struct context *c, const struct voice_ceremony *x)
{
    struct bytes *members = ARENA_ARRAY(c->arena, struct bytes, x->seat_count + 1);
    struct public_key *nodes = ARENA_ARRAY(c->arena, struct public_key, x->seat_count + 1);
    struct public_key *keys = ARENA_ARRAY(c->arena, struct public_key, x->seat_count + 1);
    for (size_t i = 0; i < x->seat_count; i++) {
        members[i] = x->seats[i].member;
        nodes[i] = x->seats[i].node;
        keys[i] = point_key(&x->seats[i].key);
    }
    return (struct fact_ceremony){
        .ceremony = x->id,
        .deadline_ms = x->deadline_ms,
        .time_ms = c->time_ms,
        .threshold = x->threshold,
        .count = x->seat_count,
        .members = members,
        .nodes = nodes,
        .keys = keys,
        .key = x->key,
        .transcript = x->transcript,
    };
}

static void emit(const struct block_sink *sink, const struct fact_ceremony *f,
                 void (*write)(struct buffer *b, const struct fact_ceremony *f))
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    write(&b, f);
    check(!b.overflow);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

/* All dealings, as the record has them. NULL: they cancel each other out, or *c->error. */
static struct sharing *sum_up(struct context *c, const struct voice_ceremony *x)
{
    struct sharing *sharing = ARENA_ARRAY(c->arena, struct sharing, 1);
    struct ceremony *parties = ARENA_ARRAY(c->arena, struct ceremony, 1);
    struct dealing *dealing = ARENA_ARRAY(c->arena, struct dealing, 1);
    voice_parties(x, parties);
    sharing_begin(sharing, parties);
    for (size_t i = 0; i < x->seat_count; i++) {
        struct entry e;
        struct bytes carried;
        struct act dealt;
        *c->error = record_read(c->record, (uint64_t)x->seats[i].dealt, c->arena, &e, &carried);
        if (*c->error != OK) {
            return NULL;
        }
        const uint16_t id = (uint16_t)(i + 1);
        if (act_decode(c->arena, carried, &dealt, NULL) != ACCEPTED ||
            dealing_read(parties, id, act_value(&dealt, "dealing")->text, dealing, NULL) != OK) {
            *c->error = ERROR_CORRUPT; /* it was read once */
            return NULL;
        }
        check(sharing_add(sharing, id, dealing) == OK);
    }
    return sharing_finish(sharing) == OK ? sharing : NULL;
}

/* Says what is over, and whom it lacked. */
static void end_void(struct context *c, const struct block_sink *sink, struct voice_ceremony *x)
{
    struct bytes *missing = ARENA_ARRAY(c->arena, struct bytes, x->seat_count + 1);
    const enum ceremony_stage round = x->stage;
    size_t count = 0;
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct ceremony_seat *seat = &x->seats[i];
        const int64_t done = round == CEREMONY_JOINING   ? seat->joined
                             : round == CEREMONY_DEALING ? seat->dealt
                                                         : seat->confirmed;
        if (done == 0) {
            missing[count++] = seat->member;
        }
    }
    sink->prepare(sink->ctx);
    x->stage = CEREMONY_VOID;
    x->ended = (int64_t)c->index;
    voice_ceremony_put(c->state, x);
    voice_promised_delete(c->state);
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    fact_write_void(&b, &x->id, ceremony_stage_word(round), c->time_ms, missing, count);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

static void begin_dealing(struct context *c, const struct block_sink *sink, struct voice_ceremony *x)
{
    sink->prepare(sink->ctx);
    x->stage = CEREMONY_DEALING;
    x->joined = (int64_t)c->index;
    x->deadline_ms = c->time_ms + x->duration_ms;
    voice_ceremony_put(c->state, x);
    const struct fact_ceremony f = fact_of(c, x);
    emit(sink, &f, fact_write_parties);
}

static void begin_confirming(struct context *c, const struct block_sink *sink, struct voice_ceremony *x)
{
    const struct sharing *sharing = sum_up(c, x);
    if (*c->error != OK) {
        return;
    }
    if (sharing == NULL) {
        end_void(c, sink, x);
        return;
    }
    struct voice_seat *seats = ARENA_ARRAY(c->arena, struct voice_seat, x->seat_count + 1);
    for (size_t i = 0; i < x->seat_count; i++) {
        seats[i] = (struct voice_seat){x->seats[i].member, x->seats[i].node, sharing->shares[i]};
    }
    sink->prepare(sink->ctx);
    x->stage = CEREMONY_CONFIRMING;
    x->dealt = (int64_t)c->index;
    x->deadline_ms = c->time_ms + x->duration_ms;
    x->key = point_key(sharing_group(sharing));
    x->transcript = sharing->transcript;
    voice_ceremony_put(c->state, x);
    const struct voice v = {x->id, x->transcript, x->key, x->threshold, 0, x->seat_count, seats};
    voice_put(c->state, &v);
    const struct fact_ceremony f = fact_of(c, x);
    emit(sink, &f, fact_write_transcript);
}

static void begin_speaking(struct context *c, const struct block_sink *sink, struct voice_ceremony *x)
{
    struct voice v;
    struct fact_ceremony f = fact_of(c, x);
    struct public_key *shares = ARENA_ARRAY(c->arena, struct public_key, x->seat_count + 1);
    check(voice_promised(c->state, c->arena, &v) && hash_equal(&v.ceremony, &x->id));
    for (size_t i = 0; i < x->seat_count; i++) {
        shares[i] = point_key(&v.seats[i].share);
    }
    sink->prepare(sink->ctx);
    x->stage = CEREMONY_DONE;
    x->ended = (int64_t)c->index;
    voice_ceremony_put(c->state, x);
    v.since = x->ended;
    voice_put(c->state, &v);
    f.keys = shares;
    emit(sink, &f, fact_write_key);
}

/* Whether every seat has done what the round asks of it. */
static bool is_complete(const struct voice_ceremony *x)
{
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct ceremony_seat *seat = &x->seats[i];
        if (x->stage == CEREMONY_JOINING   ? seat->joined == 0
            : x->stage == CEREMONY_DEALING ? seat->dealt == 0
                                           : seat->confirmed == 0) {
            return false;
        }
    }
    return true;
}

static void announce(struct context *c, const struct block_sink *sink, struct voice_ceremony *x)
{
    sink->prepare(sink->ctx);
    x->announced = (int64_t)c->index;
    voice_ceremony_put(c->state, x);
    const struct fact_ceremony f = fact_of(c, x);
    emit(sink, &f, fact_write_ceremony);
}

void voice_advance(struct context *c, const struct block_sink *sink)
{
    struct voice_ceremony x;
    if (!voice_ceremony_last(c->state, c->arena, &x) || !is_at_work(&x)) {
        return;
    }
    if (x.announced == 0) {
        announce(c, sink, &x);
    }
    if (is_complete(&x)) {
        static void (*const next[])(struct context *, const struct block_sink *, struct voice_ceremony *) = {
            [CEREMONY_JOINING] = begin_dealing,
            [CEREMONY_DEALING] = begin_confirming,
            [CEREMONY_CONFIRMING] = begin_speaking,
        };
        next[x.stage](c, sink, &x);
    } else if (c->time_ms >= x.deadline_ms && !mutated(c, MUTATION_v8_deadline)) {
        end_void(c, sink, &x);
    }
}

void voice_give_back(struct context *c, int64_t excess_ms)
{
    struct voice_ceremony x;
    if (voice_ceremony_last(c->state, c->arena, &x) && is_at_work(&x)) {
        x.deadline_ms += excess_ms;
        voice_ceremony_put(c->state, &x);
    }
}

int64_t voice_next_ms(struct state *s, struct arena *a)
{
    struct voice_ceremony x;
    return voice_ceremony_last(s, a, &x) && is_at_work(&x) ? x.deadline_ms : 0;
}

int64_t voice_pulse_ms(struct state *s, struct arena *a)
{
    struct voice_ceremony x;
    if (!voice_ceremony_last(s, a, &x) || !is_at_work(&x)) {
        return 0;
    }
    return clock_pulse_of(x.duration_ms);
}
