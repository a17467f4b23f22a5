#include "mechanism/signing.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/sshsig.h"

/* The seat of the member in the voice, for which its node acts; its identifier is its place, from 1. */
static enum rejection enter_voice(struct context *c, const struct act *a, struct voice *v, int64_t *id)
{
    if (!voice_get(c->state, c->arena, v)) {
        return REJECT_no_voice;
    }
    for (size_t i = 0; i < v->seat_count; i++) {
        if (bytes_equal(v->seats[i].member, a->frame.member)) {
            *id = (int64_t)i + 1;
            return public_key_equal(&v->seats[i].node, &a->frame.key) ? ACCEPTED : REJECT_not_party;
        }
    }
    return REJECT_not_party;
}

/* Four points that nobody has published before. */
static enum rejection take_couple(struct context *c, const uint8_t couple[COUPLE_BYTES])
{
    for (size_t i = 0; i < COUPLE_BYTES; i += FROST_COMMITMENT_BYTES) {
        struct frost_commitment pair;
        if (frost_commitment_read(couple + i, &pair) != OK) {
            return REJECT_bad_nonces;
        }
        if (!signing_claim(c->state, &pair.hiding) || !signing_claim(c->state, &pair.binding)) {
            return REJECT_nonce_reused;
        }
    }
    return ACCEPTED;
}

/* They take the place of what is not spent: a node that starts again has forgotten it. */
enum rejection signing_nonces_publish(struct context *c, const struct act *a)
{
    struct voice v;
    struct signing_pool pool;
    int64_t id = 0;
    enum rejection r = enter_voice(c, a, &v, &id);
    const struct bytes couples = act_value(a, "couples")->text;
    if (r != ACCEPTED) {
        return r;
    }
    if (!hash_equal(&act_value(a, "transcript")->hash, &v.transcript)) {
        return REJECT_wrong_transcript;
    }
    if (couples.len % COUPLE_BYTES != 0) {
        return REJECT_bad_nonces;
    }
    pool.count = couples.len / COUPLE_BYTES;
    check(pool.count <= NONCES_MAX);
    for (size_t i = 0; i < pool.count && r == ACCEPTED; i++) {
        memcpy(pool.couples[i], couples.data + i * COUPLE_BYTES, COUPLE_BYTES);
        r = take_couple(c, pool.couples[i]);
    }
    if (r == ACCEPTED) {
        signing_pool_put(c->state, a->frame.member, &pool);
    }
    return r;
}

struct bytes signing_namespace(struct arena *a, const struct organisation *org)
{
    struct buffer b;
    buffer_init(&b, NAMESPACE_BYTES_MAX);
    statement_namespace_write(&b, org->realm, org->origin);
    check(!b.overflow);
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* What is signed: the file, and its SSHSIG preimage. */
struct messages {
    struct buffer file;
    struct buffer sshsig;
};

static void messages_done(struct messages *m)
{
    buffer_done(&m->file);
    buffer_done(&m->sshsig);
}

/* False after an error. */
static bool make_messages(struct context *c, int64_t statement, struct messages *out)
{
    struct statement x;
    check(statement_get(c->state, statement, c->arena, &x) && x.entry != 0);
    buffer_init(&out->file, STATEMENT_BYTES_MAX);
    buffer_init(&out->sshsig, 4096);
    if (!statement_render(c, &x, &out->file)) {
        check(*c->error != OK);
        messages_done(out);
        return false;
    }
    sshsig_preimage(&out->sshsig, signing_namespace(c->arena, c->org), buffer_view(&out->file));
    check(!out->sshsig.overflow);
    return true;
}

static bool prepare_one(const struct voice *v, const struct signing *x, size_t offset, struct bytes message,
                        struct frost_session *out, struct arena *a)
{
    struct frost_list *list = ARENA_ARRAY(a, struct frost_list, 1);
    struct point *shares = ARENA_ARRAY(a, struct point, x->seat_count + 1);
    struct point group;
    frost_list_begin(list);
    for (size_t i = 0; i < x->seat_count; i++) {
        struct frost_commitment pair;
        check(frost_commitment_read(x->seats[i].couple + offset, &pair) == OK);
        check(frost_list_add(list, (uint16_t)x->seats[i].id, &pair) == OK);
        shares[i] = v->seats[x->seats[i].id - 1].share;
    }
    check(point_read(v->key.bytes, &group));
    return frost_session_open(out, &group, (uint16_t)v->threshold, list, message) == OK &&
           frost_session_watch(out, shares, x->seat_count) == OK;
}

/* Lays out what both signatures of the session need. False: its commitments cancel each other out. */
static bool prepare(struct context *c, const struct voice *v, const struct signing *x,
                    const struct messages *m)
{
    struct signing_desk *desk = c->desk;
    static const struct hash none;
    desk->id = none;
    if (!prepare_one(v, x, 0, buffer_view(&m->file), &desk->raw, c->arena) ||
        !prepare_one(v, x, FROST_COMMITMENT_BYTES, buffer_view(&m->sshsig), &desk->sshsig, c->arena)) {
        return false;
    }
    desk->id = x->id;
    return true;
}

/* Both halves of a share, and whether they are what the session's commitments promise. */
static bool share_holds(struct context *c, const struct voice *v, const struct signing *x,
                        struct signing_seat *seat)
{
    if (!hash_equal(&c->desk->id, &x->id)) {
        struct messages m;
        if (!make_messages(c, x->statement, &m)) {
            return false;
        }
        check(prepare(c, v, x, &m)); /* it could be when it was opened */
        messages_done(&m);
    }
    const uint16_t id = (uint16_t)seat->id;
    return frost_share_holds(&c->desk->raw, id, &seat->raw) &&
           frost_share_holds(&c->desk->sshsig, id, &seat->sshsig);
}

/* The seat that is asked and has not answered. */
static enum rejection enter_session(struct context *c, const struct act *a, struct voice *v,
                                    struct signing *x, struct signing_seat **seat)
{
    int64_t id = 0;
    struct spoken spoken;
    const enum rejection r = enter_voice(c, a, v, &id);
    if (r != ACCEPTED) {
        return r;
    }
    if (!signing_get(c->state, &act_value(a, "session")->hash, c->arena, x)) {
        return REJECT_unknown_session;
    }
    if (signing_spoken(c->state, x->statement, &spoken)) {
        return REJECT_signed;
    }
    for (size_t i = 0; i < x->seat_count; i++) {
        if (x->seats[i].id == id) {
            *seat = &x->seats[i];
            return x->seats[i].stage == SHARE_ASKED ? ACCEPTED : REJECT_exists;
        }
    }
    return REJECT_not_asked;
}

/* A bad share is recorded as what it is: it counts against its member, and a fact says so. */
enum rejection signing_share(struct context *c, const struct act *a)
{
    struct voice v;
    struct signing x;
    struct signing_seat *seat = NULL;
    const enum rejection r = enter_session(c, a, &v, &x, &seat);
    if (r != ACCEPTED) {
        return r;
    }
    const bool read = scalar_read(act_value(a, "raw")->hash.bytes, &seat->raw) &&
                      scalar_read(act_value(a, "sshsig")->hash.bytes, &seat->sshsig);
    seat->given = (int64_t)c->index;
    seat->stage = read && share_holds(c, &v, &x, seat) ? SHARE_GIVEN : SHARE_BAD;
    signing_put(c->state, &x);
    return ACCEPTED;
}

/* Who has forgotten one nonce has forgotten all that it published before. */
enum rejection signing_refuse(struct context *c, const struct act *a)
{
    static const struct signing_pool none = {.count = 0};
    struct voice v;
    struct signing x;
    struct signing_seat *seat = NULL;
    const enum rejection r = enter_session(c, a, &v, &x, &seat);
    if (r == ACCEPTED) {
        seat->given = (int64_t)c->index;
        seat->stage = SHARE_REFUSED;
        signing_put(c->state, &x);
        signing_pool_put(c->state, a->frame.member, &none);
    }
    return r;
}

static size_t count_stage(const struct signing *x, enum share_stage stage)
{
    size_t count = 0;
    for (size_t i = 0; i < x->seat_count; i++) {
        count += x->seats[i].stage == stage;
    }
    return count;
}

/* A fact for each bad share, once. */
static void accuse(struct context *c, const struct block_sink *sink, const struct voice *v, struct signing *x)
{
    for (size_t i = 0; i < x->seat_count; i++) {
        struct signing_seat *seat = &x->seats[i];
        if (seat->stage != SHARE_BAD || seat->named) {
            continue;
        }
        sink->prepare(sink->ctx);
        seat->named = true;
        signing_put(c->state, x);
        struct buffer b;
        buffer_init(&b, 4096);
        const size_t whose = mutated(c, MUTATION_v15_blame) ? 0 : (size_t)seat->id - 1;
        fact_write_evidence(&b, &x->id, v->seats[whose].member, (uint64_t)seat->given, c->time_ms);
        sink->emit(sink->ctx, buffer_view(&b));
        buffer_done(&b);
    }
}

static void speak(struct context *c, const struct block_sink *sink, const struct voice *v,
                  const struct signing *x)
{
    struct messages m;
    struct statement said;
    struct spoken spoken = {.session = x->id};
    if (!make_messages(c, x->statement, &m)) {
        return;
    }
    struct scalar *raw = ARENA_ARRAY(c->arena, struct scalar, x->seat_count + 1);
    struct scalar *sshsig = ARENA_ARRAY(c->arena, struct scalar, x->seat_count + 1);
    for (size_t i = 0; i < x->seat_count; i++) {
        raw[i] = x->seats[i].raw;
        sshsig[i] = x->seats[i].sshsig;
    }
    check(hash_equal(&c->desk->id, &x->id) || prepare(c, v, x, &m));
    /* Each share was checked when it came, so the sums hold. */
    check(frost_aggregate(&c->desk->raw, buffer_view(&m.file), raw, x->seat_count, &spoken.raw) == OK);
    check(frost_aggregate(&c->desk->sshsig, buffer_view(&m.sshsig), sshsig, x->seat_count, &spoken.sshsig) ==
          OK);
    messages_done(&m);
    check(statement_get(c->state, x->statement, c->arena, &said));
    sink->prepare(sink->ctx);
    spoken.entry = (int64_t)c->index;
    signing_spoken_put(c->state, x->statement, &spoken);
    const struct fact_signature f = {.close = (uint64_t)said.close,
                                     .session = x->id,
                                     .sha256 = said.sha256,
                                     .raw = spoken.raw,
                                     .sshsig = spoken.sshsig,
                                     .time_ms = c->time_ms};
    struct buffer b;
    buffer_init(&b, 4096);
    fact_write_signature(&b, &f);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

/* What the sessions of a statement say of a member. */
struct standing {
    bool asked; /* and silent so far */
    bool bad;
    int64_t refused; /* how often */
};

static struct standing standing_of(const struct signing *list, size_t count, int64_t id)
{
    struct standing s = {.refused = 0};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < list[i].seat_count; k++) {
            const struct signing_seat *seat = &list[i].seats[k];
            if (seat->id == id) {
                s.asked = s.asked || seat->stage == SHARE_ASKED;
                s.bad = s.bad || seat->stage == SHARE_BAD;
                s.refused += seat->stage == SHARE_REFUSED;
            }
        }
    }
    return s;
}

/* Chooses as many as the key needs among those who are ready: first those who have refused nothing, each time
 * from a place that the statement gives, so that the work goes round. False: they are too few. */
static bool choose(struct state *state, const struct voice *v, const struct signing *list, size_t count,
                   const struct hash *sha256, bool *chosen)
{
    const size_t first = ((size_t)sha256->bytes[0] << 8 | sha256->bytes[1]) % v->seat_count;
    int64_t found = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < v->seat_count && found < v->threshold; i++) {
            const size_t place = (first + i) % v->seat_count;
            const struct standing s = standing_of(list, count, (int64_t)place + 1);
            const bool turn = pass == 0 ? s.refused == 0 : s.refused > 0 && s.refused < REFUSALS_MAX;
            if (turn && !s.asked && !s.bad && signing_nonces(state, v->seats[place].member) > 0) {
                chosen[place] = true;
                found++;
            }
        }
    }
    return found == v->threshold;
}

/* Takes the oldest couple of each chosen member. */
static void seat_members(struct context *c, const struct voice *v, const bool *chosen, struct signing *x)
{
    x->seats = ARENA_ARRAY(c->arena, struct signing_seat, v->seat_count + 1);
    x->seat_count = 0;
    for (size_t i = 0; i < v->seat_count; i++) {
        struct signing_pool pool;
        if (!chosen[i]) {
            continue;
        }
        struct signing_seat *seat = &x->seats[x->seat_count++];
        *seat = (struct signing_seat){.id = (int64_t)i + 1, .stage = SHARE_ASKED};
        signing_pool_get(c->state, v->seats[i].member, &pool);
        check(pool.count > 0);
        memcpy(seat->couple, pool.couples[0], COUPLE_BYTES);
        pool.count--;
        memmove(pool.couples[0], pool.couples[1], pool.count * COUPLE_BYTES);
        signing_pool_put(c->state, v->seats[i].member, &pool);
    }
}

static struct fact_session fact_of(struct context *c, const struct voice *v, const struct signing *x,
                                   const struct statement *said)
{
    struct bytes *members = ARENA_ARRAY(c->arena, struct bytes, x->seat_count + 1);
    uint16_t *ids = ARENA_ARRAY(c->arena, uint16_t, x->seat_count + 1);
    uint8_t(*couples)[COUPLE_BYTES] = arena_take(c->arena, x->seat_count + 1, COUPLE_BYTES);
    for (size_t i = 0; i < x->seat_count; i++) {
        members[i] = v->seats[x->seats[i].id - 1].member;
        ids[i] = (uint16_t)x->seats[i].id;
        memcpy(couples[i], x->seats[i].couple, COUPLE_BYTES);
    }
    return (struct fact_session){.close = (uint64_t)said->close,
                                 .attempt = x->attempt,
                                 .time_ms = c->time_ms,
                                 .sha256 = said->sha256,
                                 .transcript = v->transcript,
                                 .count = x->seat_count,
                                 .members = members,
                                 .ids = ids,
                                 .couples = (const uint8_t(*)[COUPLE_BYTES])couples};
}

/* The official time from which on a further session may open: a session in which somebody may still answer
 * gets a moment, one that cannot be completed does not. */
static int64_t patience_ms(const struct signing *list, size_t count)
{
    int64_t until = 0;
    for (size_t i = 0; i < count; i++) {
        const bool open = count_stage(&list[i], SHARE_ASKED) > 0 && count_stage(&list[i], SHARE_BAD) == 0 &&
                          count_stage(&list[i], SHARE_REFUSED) == 0;
        until = open ? list[i].opened_ms + SESSION_GRACE_MS : until;
    }
    return until;
}

/* False: too few are ready, or it is too early. */
static bool open_session(struct context *c, const struct block_sink *sink, const struct voice *v,
                         int64_t statement, const struct signing *list, size_t count)
{
    struct statement said;
    bool *chosen = ARENA_ARRAY(c->arena, bool, v->seat_count + 1);
    struct messages m;
    check(statement_get(c->state, statement, c->arena, &said));
    if (c->time_ms < patience_ms(list, count)) {
        return false;
    }
    if (!choose(c->state, v, list, count, &said.sha256, chosen) || !make_messages(c, statement, &m)) {
        return false;
    }
    sink->prepare(sink->ctx);
    struct signing x = {.statement = statement,
                        .attempt = (int64_t)count + 1,
                        .opened = (int64_t)c->index,
                        .opened_ms = c->time_ms};
    seat_members(c, v, chosen, &x);
    const struct fact_session f = fact_of(c, v, &x, &said);
    x.id = fact_session_id(&f);
    if (!prepare(c, v, &x, &m)) { /* nobody can sign here: on to the next pairs */
        for (size_t i = 0; i < x.seat_count; i++) {
            x.seats[i].stage = SHARE_REFUSED;
        }
    }
    messages_done(&m);
    signing_put(c->state, &x);
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    fact_write_session(&b, &f);
    check(!b.overflow);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
    return true;
}

static void advance(struct context *c, const struct block_sink *sink, const struct voice *v,
                    int64_t statement)
{
    for (;;) {
        struct signing *list = NULL;
        const size_t count = signing_list(c->state, statement, c->arena, &list);
        for (size_t i = 0; i < count && *c->error == OK; i++) {
            accuse(c, sink, v, &list[i]);
            if (count_stage(&list[i], SHARE_GIVEN) == list[i].seat_count) {
                speak(c, sink, v, &list[i]);
                return;
            }
        }
        if (*c->error != OK || !open_session(c, sink, v, statement, list, count)) {
            return;
        }
    }
}

void signing_advance(struct context *c, const struct block_sink *sink)
{
    struct voice v;
    int64_t *wanted = NULL;
    const size_t count = signing_wanted(c->state, c->arena, &wanted);
    if (count == 0 || !voice_get(c->state, c->arena, &v)) {
        return;
    }
    for (size_t i = 0; i < count && *c->error == OK; i++) {
        advance(c, sink, &v, wanted[i]);
    }
}

int64_t signing_next_ms(struct state *s, struct arena *a)
{
    struct voice v;
    int64_t *wanted = NULL;
    int64_t next = 0;
    const size_t count = signing_wanted(s, a, &wanted);
    if (count == 0 || !voice_get(s, a, &v)) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        struct signing *list = NULL;
        struct statement said;
        bool *chosen = ARENA_ARRAY(a, bool, v.seat_count + 1);
        const size_t sessions = signing_list(s, wanted[i], a, &list);
        check(statement_get(s, wanted[i], a, &said));
        const int64_t own = patience_ms(list, sessions);
        if (own != 0 && choose(s, &v, list, sessions, &said.sha256, chosen)) {
            next = next == 0 || own < next ? own : next;
        }
    }
    return next;
}
