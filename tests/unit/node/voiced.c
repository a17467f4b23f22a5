#include "unit/node/voiced.h"

#include <string.h>

#include "codec/sshsig.h"
#include "crypto/reception.h"

static const char file_text[] = "univocal statement 1 exercise EXERCISE\nnumber: 1\n\nWords of all.\n";

static size_t put(struct voiced *v, void (*write)(struct buffer *b, const struct fact_ceremony *f),
                  const struct fact_ceremony *f)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    write(&b, f);
    const size_t index = shown_fact(&v->p.shown, buffer_view(&b));
    buffer_done(&b);
    shown_fill(&v->p.shown, v->p.shown.count + 3, v->p.shown.count);
    return index;
}

void voiced_show(struct voiced *v)
{
    struct shown *s = &v->p.shown;
    const struct signer_view view = shown_view(s, harness_arena(), &v->p.o, v->p.s->last.size);
    v->join.join.view = v->deal.deal.view = v->confirm.confirm.view = v->share.share.view = view;
    v->join.join.opened = shown_included(s, v->opened, s->count);
    v->deal.deal.joined = v->confirm.confirm.joined = shown_included(s, v->joined, s->count);
    v->confirm.confirm.dealt = shown_included(s, v->dealt, s->count);
    v->share.share.closed = shown_included(s, v->closed, s->count);
    v->share.share.said = shown_included(s, v->said, s->count);
    v->share.share.asked = shown_included(s, v->asked, s->count);
}

void voiced_put_opened(struct voiced *v)
{
    v->opened = put(v, fact_write_ceremony, &v->join.join.fact);
    voiced_show(v);
}

void voiced_put_joined(struct voiced *v)
{
    v->joined = put(v, fact_write_parties, &v->deal.deal.fact);
    v->confirm.confirm.parties = v->deal.deal.fact;
    voiced_show(v);
}

void voiced_put_dealt(struct voiced *v)
{
    v->dealt = put(v, fact_write_transcript, &v->confirm.confirm.fact);
    voiced_show(v);
}

void voiced_to_join(struct voiced *v)
{
    *v = (struct voiced){.ceremony = probe_hash(31)};
    probe_make(&v->p);
    prng_seed(&v->prng, 17);
    v->join.verb = SIGNER_join;
    v->deal.verb = SIGNER_deal;
    v->confirm.verb = SIGNER_confirm;
    v->nonces.verb = SIGNER_nonces;
    v->share.verb = SIGNER_share;
    shown_fill(&v->p.shown, 5, 1);
    v->join.join.fact = (struct fact_ceremony){.ceremony = v->ceremony,
                                               .deadline_ms = 1800000000000,
                                               .time_ms = 1799999000000,
                                               .threshold = VOICED_THRESHOLD,
                                               .count = VOICED_MEMBERS,
                                               .members = v->p.o.codes};
    voiced_put_opened(v);
}

void voiced_to_deal(struct voiced *v)
{
    voiced_to_join(v);
    const struct act act = probe_act(&v->p, &v->join, "node.join");
    memcpy(v->keys[0].bytes, act_value(&act, "key")->hash.bytes, 32);
    for (size_t i = 1; i < VOICED_MEMBERS; i++) {
        uint8_t random[RECEPTION_RANDOM_BYTES];
        struct point key;
        prng_fill(&v->prng, random, sizeof random);
        check_ok(reception_key_make(random, &v->receptions[i], &key));
        v->keys[i] = point_key(&key);
    }
    for (size_t i = 0; i < VOICED_MEMBERS; i++) {
        v->nodes[i] = v->p.o.keys[i][ORG_NODE].public;
    }
    v->deal.deal.fact = v->join.join.fact;
    v->deal.deal.fact.nodes = v->nodes;
    v->deal.deal.fact.keys = v->keys;
    voiced_put_joined(v);
}

static void deal_one(struct voiced *v, size_t place, struct buffer *out)
{
    struct dealing_work work;
    uint8_t random[DEALING_RANDOM_BYTES];
    prng_fill(&v->prng, random, sizeof random);
    const uint16_t id = (uint16_t)(place + 1);
    check_ok(dealing_make(&v->parties, id, &v->receptions[place], NULL, random, &work, out));
}

/* The shares of the others, from all dealings. */
static void receive(struct voiced *v, const struct dealing *dealings)
{
    for (size_t i = 1; i < VOICED_MEMBERS; i++) {
        struct scalar received[VOICED_MEMBERS];
        for (size_t k = 0; k < VOICED_MEMBERS; k++) {
            check_ok(dealing_open(&v->parties, (uint16_t)(k + 1), &dealings[k], (uint16_t)(i + 1),
                                  &v->receptions[i], &received[k]));
        }
        check_ok(sharing_own_share(&v->sharing, (uint16_t)(i + 1), received, VOICED_MEMBERS, &v->shares[i]));
    }
}

void voiced_deal_all(struct voiced *v, struct bytes own, bool lie)
{
    struct arena *a = harness_arena();
    struct dealing *dealings = ARENA_ARRAY(a, struct dealing, VOICED_MEMBERS);
    ceremony_begin(&v->parties, &v->ceremony, VOICED_THRESHOLD);
    for (size_t i = 0; i < VOICED_MEMBERS; i++) {
        struct point p;
        check_that(point_read(v->keys[i].bytes, &p));
        check_ok(ceremony_add(&v->parties, (uint16_t)(i + 1), &p));
    }
    sharing_begin(&v->sharing, &v->parties);
    for (size_t i = 0; i < VOICED_MEMBERS; i++) {
        struct buffer b;
        buffer_init(&b, DEALING_BYTES_MAX);
        if (i == 0) {
            buffer_add_bytes(&b, own);
        } else {
            deal_one(v, i, &b);
        }
        if (lie && i == VOICED_MEMBERS - 1) { /* the share that is sealed for the signer, the first of them */
            b.data[b.len - (size_t)DEALING_SEALED_BYTES * VOICED_MEMBERS] ^= 1;
        }
        v->dealings[i] = arena_copy(a, buffer_view(&b));
        buffer_done(&b);
        check_ok(dealing_read(&v->parties, (uint16_t)(i + 1), v->dealings[i], &dealings[i], NULL));
        check_ok(sharing_add(&v->sharing, (uint16_t)(i + 1), &dealings[i]));
    }
    check_ok(sharing_finish(&v->sharing));
    receive(v, dealings);
    struct signer_confirm *r = &v->confirm.confirm;
    r->dealings = v->dealings;
    r->fact = (struct fact_ceremony){.ceremony = v->ceremony,
                                     .deadline_ms = 1800000001000,
                                     .time_ms = 1799999001000,
                                     .key = point_key(sharing_group(&v->sharing)),
                                     .transcript = v->sharing.transcript};
    voiced_put_dealt(v);
}

void voiced_to_confirm(struct voiced *v)
{
    voiced_to_deal(v);
    const struct act act = probe_act(&v->p, &v->deal, "node.deal");
    voiced_deal_all(v, act_value(&act, "dealing")->text, false);
}

void voiced_to_nonces(struct voiced *v)
{
    voiced_to_confirm(v);
    (void)probe_act(&v->p, &v->confirm, "node.confirm");
    v->nonces.nonces = v->sharing.transcript;
}

void voiced_publish(struct voiced *v)
{
    const struct act act = probe_act(&v->p, &v->nonces, "node.nonces");
    const struct bytes couples = act_value(&act, "couples")->text;
    check_eq(couples.len, sizeof v->couples);
    memcpy(v->couples, couples.data, sizeof v->couples);
}

void voiced_put_session(struct voiced *v)
{
    struct buffer b;
    struct signer_share *r = &v->share.share;
    struct shown *s = &v->p.shown;
    struct fact_close close = r->close;
    close.org = v->p.o.id;
    close.realm = v->p.o.options.realm;
    buffer_init(&b, ACT_BYTES_MAX);
    fact_write_close(&b, &close);
    v->closed = shown_fact(s, buffer_view(&b));
    shown_fill(s, s->count + 2, s->count);
    buffer_clear(&b);
    r->sha256 = hash_of(r->file);
    fact_write_statement(&b, v->closed, &r->sha256);
    v->said = shown_fact(s, buffer_view(&b));
    shown_fill(s, s->count + 2, s->count);
    buffer_clear(&b);
    r->session.close = v->closed;
    r->session.sha256 = r->sha256;
    fact_write_session(&b, &r->session);
    v->asked = shown_fact(s, buffer_view(&b));
    shown_fill(s, s->count + 2, s->count);
    buffer_done(&b);
    voiced_show(v);
}

void voiced_session(struct voiced *v, size_t couple)
{
    struct signer_share *r = &v->share.share;
    struct fact_session *f = &r->session;
    memcpy(v->others[0], v->couples[couple], COUPLE_BYTES);
    for (size_t i = 1; i < VOICED_THRESHOLD; i++) {
        for (size_t half = 0; half < COUPLE_BYTES; half += FROST_COMMITMENT_BYTES) {
            struct frost_nonces n;
            uint8_t random[FROST_RANDOM_BYTES];
            prng_fill(&v->prng, random, sizeof random);
            check_ok(frost_nonces_make(random, &v->shares[i], &n));
            memcpy(v->others[i] + half, &n.commitment, FROST_COMMITMENT_BYTES);
        }
    }
    for (size_t i = 0; i < VOICED_MEMBERS; i++) {
        v->ids[i] = (uint16_t)(i + 1);
    }
    f->attempt++;
    f->time_ms = 1800000100000 + f->attempt;
    f->transcript = v->sharing.transcript;
    f->count = VOICED_THRESHOLD;
    f->members = v->p.o.codes;
    f->ids = v->ids;
    f->couples = (const uint8_t(*)[COUPLE_BYTES])v->others;
    voiced_put_session(v);
}

void voiced_to_share(struct voiced *v)
{
    voiced_to_nonces(v);
    voiced_publish(v);
    struct signer_share *r = &v->share.share;
    r->file = bytes_of(file_text, sizeof file_text - 1);
    r->close = (struct fact_close){.org = v->p.o.id,
                                   .epoch = 1,
                                   .realm = v->p.o.options.realm,
                                   .subject = probe_hash(41),
                                   .matter = probe_hash(42),
                                   .root = probe_hash(43),
                                   .deadline_ms = 1800000090000,
                                   .time_ms = 1800000095000,
                                   .rule_name = BYTES("silence"),
                                   .outcome = BYTES("adopted"),
                                   .reason = BYTES("assent"),
                                   .rung = BYTES("first"),
                                   .speaking_for_count = VOICED_THRESHOLD,
                                   .speaking_for = v->p.o.codes,
                                   .statement = 1};
    voiced_session(v, 0);
}

void voiced_done(struct voiced *v)
{
    probe_done(&v->p);
}

static bool half_holds(struct voiced *v, size_t offset, struct bytes message, const struct scalar *z)
{
    const struct fact_session *f = &v->share.share.session;
    struct frost_list *list = ARENA_ARRAY(harness_arena(), struct frost_list, 1);
    struct frost_session *session = ARENA_ARRAY(harness_arena(), struct frost_session, 1);
    struct point shares[VOICED_MEMBERS];
    frost_list_begin(list);
    for (size_t i = 0; i < f->count; i++) {
        struct frost_commitment c;
        check_ok(frost_commitment_read(f->couples[i] + offset, &c));
        check_ok(frost_list_add(list, f->ids[i], &c));
        shares[i] = v->sharing.shares[f->ids[i] - 1];
    }
    check_ok(frost_session_open(session, sharing_group(&v->sharing), VOICED_THRESHOLD, list, message));
    check_ok(frost_session_watch(session, shares, f->count));
    return frost_share_holds(session, 1, z);
}

bool voiced_share_holds(struct voiced *v, const struct act *act)
{
    struct scalar raw;
    struct scalar sshsig;
    struct buffer preimage;
    const struct hash session = fact_session_id(&v->share.share.session);
    check_hash(&act_value(act, "session")->hash, &session);
    check_that(scalar_read(act_value(act, "raw")->hash.bytes, &raw));
    check_that(scalar_read(act_value(act, "sshsig")->hash.bytes, &sshsig));
    buffer_init(&preimage, 4096);
    sshsig_preimage(&preimage, BYTES("exercise-statement@test.example"), v->share.share.file);
    const bool holds =
        half_holds(v, 0, v->share.share.file, &raw) &&
        half_holds(v, FROST_COMMITMENT_BYTES, arena_copy(harness_arena(), buffer_view(&preimage)), &sshsig);
    buffer_done(&preimage);
    return holds;
}
