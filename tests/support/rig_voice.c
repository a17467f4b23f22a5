#include "support/rig_voice.h"

#include <string.h>

#include "base/check.h"
#include "codec/base64.h"
#include "codec/sshsig.h"
#include "crypto/reception.h"
#include "mechanism/statement.h"
#include "support/rig_inner.h"

void rig_voice_begin(struct rig_voice *v, struct rig *r, uint64_t seed)
{
    *v = (struct rig_voice){.r = r, .duration_ms = 60000};
    prng_seed(&v->prng, seed);
    v->holders = ARENA_ARRAY(&r->arena, struct rig_holder, r->options.members);
}

static const char *code_of(struct rig_voice *v, size_t member)
{
    return arena_printf(&v->r->arena, "A%02zu", member + 1);
}

static const char *node_of(struct rig_voice *v, size_t member)
{
    return arena_printf(&v->r->arena, "A%02zu/node", member + 1);
}

static const char *base64_of(struct rig_voice *v, struct bytes s)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    buffer_add_base64(&b, s);
    check(!b.overflow);
    const char *text = arena_text(&v->r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *hex_of(struct rig_voice *v, const uint8_t bytes[32])
{
    struct hash h;
    memcpy(h.bytes, bytes, sizeof h.bytes);
    return arena_printf(&v->r->arena, "%s", hash_hex(&h).text);
}

const char *rig_voice_ask(struct rig_voice *v, size_t member)
{
    const char *result =
        rig_say(v->r, code_of(v, member), "voice.open", "{'duration':%lld}", (long long)v->duration_ms);
    struct voice_ceremony x;
    if (voice_ceremony_last(v->r->state, &v->r->arena, &x)) {
        v->ceremony = x.id;
    }
    return result;
}

struct voice_ceremony rig_voice_ceremony(struct rig_voice *v)
{
    struct voice_ceremony x;
    check(voice_ceremony_get(v->r->state, &v->ceremony, &v->r->arena, &x));
    return x;
}

const char *rig_voice_join(struct rig_voice *v, size_t member)
{
    struct rig *r = v->r;
    uint8_t random[RECEPTION_RANDOM_BYTES];
    struct point key;
    struct proof_known proof;
    struct public_key node;
    struct hash node_hash;
    struct buffer b;
    prng_fill(&v->prng, random, sizeof random);
    check(reception_key_make(random, &v->holders[member].reception, &key) == OK);
    check(hash_parse(bytes_of_text(org_public(&r->org, member, ORG_NODE)), &node_hash));
    memcpy(node.bytes, node_hash.bytes, sizeof node.bytes);
    buffer_init(&b, 1024);
    ceremony_context_write(&b, &r->org.id, r->options.realm, &v->ceremony, &node);
    prng_fill(&v->prng, random, sizeof random);
    check(reception_prove(&v->holders[member].reception, buffer_view(&b), random, &proof) == OK);
    buffer_done(&b);
    return rig_say(r, node_of(v, member), "node.join", "{'ceremony':'%s','key':'%s','proof':'%s'}",
                   hash_hex(&v->ceremony).text, hex_of(v, key.bytes),
                   base64_of(v, bytes_of(proof.bytes, sizeof proof.bytes)));
}

const char *rig_voice_dealing(struct rig_voice *v, size_t member)
{
    struct ceremony *parties = ARENA_ARRAY(&v->r->arena, struct ceremony, 1);
    uint8_t random[DEALING_RANDOM_BYTES];
    struct buffer b;
    struct dealing_work work;
    const struct voice_ceremony x = rig_voice_ceremony(v);
    voice_parties(&x, parties);
    prng_fill(&v->prng, random, sizeof random);
    buffer_init(&b, DEALING_BYTES_MAX);
    const struct scalar *own = &v->holders[member].reception;
    check(dealing_make(parties, (uint16_t)(member + 1), own, NULL, random, &work, &b) == OK);
    const char *text = base64_of(v, buffer_view(&b));
    buffer_done(&b);
    return text;
}

const char *rig_voice_deal(struct rig_voice *v, size_t member)
{
    return rig_say(v->r, node_of(v, member), "node.deal", "{'ceremony':'%s','dealing':'%s'}",
                   hash_hex(&v->ceremony).text, rig_voice_dealing(v, member));
}

/* What the record holds for the member, opened with its key. */
static struct hash receive(struct rig_voice *v, size_t member)
{
    struct rig *r = v->r;
    struct ceremony *parties = ARENA_ARRAY(&r->arena, struct ceremony, 1);
    struct sharing *sharing = ARENA_ARRAY(&r->arena, struct sharing, 1);
    struct dealing *dealing = ARENA_ARRAY(&r->arena, struct dealing, 1);
    struct rig_holder *holder = &v->holders[member];
    const struct voice_ceremony x = rig_voice_ceremony(v);
    struct scalar *received = ARENA_ARRAY(&r->arena, struct scalar, x.seat_count);
    const uint16_t id = (uint16_t)(member + 1);
    voice_parties(&x, parties);
    sharing_begin(sharing, parties);
    for (size_t i = 0; i < x.seat_count; i++) {
        struct entry e;
        struct bytes carried;
        struct act dealt;
        const uint16_t dealer = (uint16_t)(i + 1);
        check(record_read(r->record, (uint64_t)x.seats[i].dealt, &r->arena, &e, &carried) == OK);
        check(act_decode(&r->arena, carried, &dealt, NULL) == ACCEPTED);
        check(dealing_read(parties, dealer, act_value(&dealt, "dealing")->text, dealing, NULL) == OK);
        check(sharing_add(sharing, dealer, dealing) == OK);
        check(dealing_open(parties, dealer, dealing, id, &holder->reception, &received[i]) == OK);
    }
    check(sharing_finish(sharing) == OK);
    check(sharing_own_share(sharing, id, received, x.seat_count, &holder->share) == OK);
    return sharing->transcript;
}

const char *rig_voice_confirm(struct rig_voice *v, size_t member)
{
    const struct hash transcript = receive(v, member);
    return rig_say(v->r, node_of(v, member), "node.confirm", "{'ceremony':'%s','transcript':'%s'}",
                   hash_hex(&v->ceremony).text, hash_hex(&transcript).text);
}

static const char *step(struct rig_voice *v, enum ceremony_stage stage, size_t member)
{
    return stage == CEREMONY_JOINING   ? rig_voice_join(v, member)
           : stage == CEREMONY_DEALING ? rig_voice_deal(v, member)
                                       : rig_voice_confirm(v, member);
}

void rig_voice_to(struct rig_voice *v, enum ceremony_stage stage)
{
    struct voice_ceremony x;
    if (!voice_ceremony_last(v->r->state, &v->r->arena, &x) || x.stage == CEREMONY_VOID) {
        for (size_t i = 0; i < v->r->options.members; i++) {
            check(strcmp(rig_voice_ask(v, i), "ok") == 0);
        }
        x = rig_voice_ceremony(v);
    }
    while (x.stage < stage) {
        const enum ceremony_stage now = x.stage;
        for (size_t i = 0; i < x.seat_count; i++) {
            check(strcmp(step(v, now, i), "ok") == 0);
        }
        x = rig_voice_ceremony(v);
        check(x.stage == now + 1);
    }
}

const char *rig_voice_nonces(struct rig_voice *v, size_t member, size_t couples)
{
    struct rig_holder *holder = &v->holders[member];
    struct buffer b;
    struct voice voice;
    check(voice_get(v->r->state, &v->r->arena, &voice));
    buffer_init(&b, ACT_BYTES_MAX);
    for (size_t i = 0; i < couples; i++) {
        uint8_t random[FROST_RANDOM_BYTES];
        struct frost_nonces *raw = &holder->raw[holder->couple_count];
        struct frost_nonces *sshsig = &holder->sshsig[holder->couple_count];
        check(holder->couple_count++ < RIG_COUPLES_MAX);
        prng_fill(&v->prng, random, sizeof random);
        check(frost_nonces_make(random, &holder->share, raw) == OK);
        prng_fill(&v->prng, random, sizeof random);
        check(frost_nonces_make(random, &holder->share, sshsig) == OK);
        buffer_add(&b, &raw->commitment, FROST_COMMITMENT_BYTES);
        buffer_add(&b, &sshsig->commitment, FROST_COMMITMENT_BYTES);
    }
    const char *text = base64_of(v, buffer_view(&b));
    buffer_done(&b);
    return rig_say(v->r, node_of(v, member), "node.nonces", "{'couples':'%s','transcript':'%s'}", text,
                   hash_hex(&voice.transcript).text);
}

bool rig_voice_session(struct rig_voice *v, int64_t statement, struct signing *out)
{
    struct signing *list = NULL;
    const size_t count = signing_list(v->r->state, statement, &v->r->arena, &list);
    if (count > 0) {
        *out = list[count - 1];
    }
    return count > 0;
}

/* Which of its couples the session asks the member for. */
static size_t find_couple(const struct rig_holder *holder, const uint8_t couple[COUPLE_BYTES])
{
    size_t i = 0;
    while (memcmp(&holder->raw[i].commitment, couple, FROST_COMMITMENT_BYTES) != 0) {
        i++;
        check(i < holder->couple_count);
    }
    return i;
}

static struct scalar sign_half(struct rig_voice *v, const struct signing *x, size_t member, size_t offset,
                               struct bytes message, struct frost_nonces *nonces)
{
    struct arena *a = &v->r->arena;
    struct voice voice;
    struct point group;
    struct scalar z = {{0}};
    struct frost_list *list = ARENA_ARRAY(a, struct frost_list, 1);
    struct frost_session *session = ARENA_ARRAY(a, struct frost_session, 1);
    check(voice_get(v->r->state, a, &voice) && point_read(voice.key.bytes, &group));
    frost_list_begin(list);
    for (size_t i = 0; i < x->seat_count; i++) {
        struct frost_commitment c;
        check(frost_commitment_read(x->seats[i].couple + offset, &c) == OK);
        check(frost_list_add(list, (uint16_t)x->seats[i].id, &c) == OK);
    }
    check(frost_session_open(session, &group, (uint16_t)voice.threshold, list, message) == OK);
    check(frost_share_make(session, (uint16_t)(member + 1), &v->holders[member].share, nonces, &z) == OK);
    return z;
}

/* The place of the member in the first session that waits for it. */
static size_t find_asked(struct rig_voice *v, size_t member, int64_t statement, struct signing *out)
{
    struct signing *list = NULL;
    const size_t count = signing_list(v->r->state, statement, &v->r->arena, &list);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < list[i].seat_count; k++) {
            if (list[i].seats[k].id == (int64_t)member + 1 && list[i].seats[k].stage == SHARE_ASKED) {
                *out = list[i];
                return k;
            }
        }
    }
    unreachable("nobody asks this member");
}

const char *rig_voice_share(struct rig_voice *v, size_t member, int64_t statement, int spoil)
{
    struct rig *r = v->r;
    struct rig_holder *holder = &v->holders[member];
    enum error e = OK;
    struct signing x;
    struct statement said;
    struct buffer file;
    struct buffer preimage;
    struct context c = rig_context(r, &e);
    const size_t place = find_asked(v, member, statement, &x);
    check(statement_get(r->state, statement, &r->arena, &said));
    buffer_init(&file, STATEMENT_BYTES_MAX);
    buffer_init(&preimage, 4096);
    check(statement_render(&c, &said, &file));
    sshsig_preimage(&preimage, signing_namespace(&r->arena, c.org), buffer_view(&file));
    const size_t couple = find_couple(holder, x.seats[place].couple);
    struct scalar raw = sign_half(v, &x, member, 0, buffer_view(&file), &holder->raw[couple]);
    struct scalar sshsig =
        sign_half(v, &x, member, FROST_COMMITMENT_BYTES, buffer_view(&preimage), &holder->sshsig[couple]);
    buffer_done(&file);
    buffer_done(&preimage);
    raw.bytes[0] ^= spoil == 1;
    sshsig.bytes[0] ^= spoil == 2;
    return rig_say(r, node_of(v, member), "node.share", "{'raw':'%s','session':'%s','sshsig':'%s'}",
                   hex_of(v, raw.bytes), hash_hex(&x.id).text, hex_of(v, sshsig.bytes));
}

const char *rig_voice_refuse(struct rig_voice *v, size_t member, int64_t statement)
{
    struct signing x;
    (void)find_asked(v, member, statement, &x);
    return rig_say(v->r, node_of(v, member), "node.refuse", "{'reason':'spent','session':'%s'}",
                   hash_hex(&x.id).text);
}
