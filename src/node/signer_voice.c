/* The organisation's key, as one node has to do with it: its share, and the ceremony that it comes from. */
#include <stddef.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "crypto/reception.h"
#include "node/signer_inner.h"

enum { NUMBERS_BYTES = 4, SHARE_RECORD_BYTES = 32 + 32 + 32 + NUMBERS_BYTES + 32, JOINED_RECORD_BYTES = 64 };

enum error signer_voice_open(struct signer *s)
{
    const enum error e = secret_new(sizeof(struct signer_secrets), &s->voice.vault);
    if (e == OK && !s->voice.vault.locked) {
        const bool real = s->settings.realm == REALM_REAL;
        log_event(real ? LOG_ERROR : LOG_WARNING, "secrets_not_locked", "hint=%s", secret_advice());
        return real ? ERROR_DENIED : OK;
    }
    return e;
}

void signer_voice_close(struct signer *s)
{
    secret_free(&s->voice.vault);
}

static bool take_scalar(const uint8_t *data, struct scalar *out)
{
    uint8_t bytes[SCALAR_BYTES];
    memcpy(bytes, data, sizeof bytes);
    const bool good = scalar_read(bytes, out);
    crypto_wipe(bytes, sizeof bytes);
    return good;
}

static bool take_joined(struct signer *s, struct bytes payload)
{
    if (payload.len != JOINED_RECORD_BYTES) {
        return false;
    }
    struct signer_secrets *secrets = secret_open(&s->voice.vault);
    const bool good = take_scalar(payload.data + 32, &secrets->reception);
    secret_close(&s->voice.vault);
    memcpy(s->voice.ceremony.bytes, payload.data, 32);
    s->voice.joined = good;
    return good;
}

static bool take_share(struct signer *s, struct bytes payload)
{
    if (payload.len != SHARE_RECORD_BYTES) {
        return false;
    }
    struct signer_voice *v = &s->voice;
    const uint8_t *at = payload.data;
    memcpy(v->sharing.bytes, at, 32);
    memcpy(v->transcript.bytes, at + 32, 32);
    memcpy(v->key.bytes, at + 64, 32);
    v->id = (uint16_t)(at[96] << 8 | at[97]);
    v->threshold = (uint16_t)(at[98] << 8 | at[99]);
    struct signer_secrets *secrets = secret_open(&v->vault);
    v->shared = take_scalar(at + 100, &secrets->share);
    if (v->joined && hash_equal(&v->ceremony, &v->sharing)) { /* it has served */
        crypto_wipe(&secrets->reception, sizeof secrets->reception);
        v->joined = false;
    }
    secret_close(&v->vault);
    return v->shared;
}

/* Without a share there is nothing that a session could have been given. */
static bool take_spent(struct signer *s, struct bytes payload)
{
    if (payload.len != HASH_BYTES || !s->voice.shared) {
        return false;
    }
    s->voice.served = true;
    memcpy(s->voice.session.bytes, payload.data, HASH_BYTES);
    return true;
}

bool signer_voice_take(struct signer *s, const struct signer_record *r)
{
    return r->type == RECORD_JOINED  ? take_joined(s, r->payload)
           : r->type == RECORD_SHARE ? take_share(s, r->payload)
                                     : take_spent(s, r->payload);
}

static struct signer_record joined_record(struct signer *s, const struct hash *ceremony,
                                          const struct scalar *secret)
{
    uint8_t *data = ARENA_ARRAY(&s->scratch, uint8_t, JOINED_RECORD_BYTES);
    memcpy(data, ceremony->bytes, 32);
    memcpy(data + 32, secret->bytes, 32);
    return (struct signer_record){RECORD_JOINED, bytes_of(data, JOINED_RECORD_BYTES)};
}

static struct signer_record share_record(struct signer *s, const struct signer_voice *v,
                                         const struct scalar *share)
{
    uint8_t *data = ARENA_ARRAY(&s->scratch, uint8_t, SHARE_RECORD_BYTES);
    memcpy(data, v->sharing.bytes, 32);
    memcpy(data + 32, v->transcript.bytes, 32);
    memcpy(data + 64, v->key.bytes, 32);
    data[96] = (uint8_t)(v->id >> 8);
    data[97] = (uint8_t)v->id;
    data[98] = (uint8_t)(v->threshold >> 8);
    data[99] = (uint8_t)v->threshold;
    memcpy(data + 100, share->bytes, 32);
    return (struct signer_record){RECORD_SHARE, bytes_of(data, SHARE_RECORD_BYTES)};
}

size_t signer_voice_records(struct signer *s, struct signer_record list[SIGNER_VOICE_RECORDS])
{
    size_t count = 0;
    const struct signer_secrets *secrets = secret_read(&s->voice.vault);
    if (s->voice.shared) {
        list[count++] = share_record(s, &s->voice, &secrets->share);
    }
    if (s->voice.served) {
        const struct bytes session = arena_copy(&s->scratch, hash_view(&s->voice.session));
        list[count++] = (struct signer_record){RECORD_SPENT, session};
    }
    if (s->voice.joined) {
        list[count++] = joined_record(s, &s->voice.ceremony, &secrets->reception);
    }
    secret_close(&s->voice.vault);
    return count;
}

void signer_voice_wipe(const struct signer_record *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        crypto_wipe((void *)(uintptr_t)list[i].payload.data, list[i].payload.len);
    }
}

/* The place of this node's member among those named; its identifier is one more. */
static bool find_place(const struct signer *s, const struct fact_ceremony *f, size_t *place)
{
    for (*place = 0; *place < f->count; (*place)++) {
        if (bytes_equal_text(f->members[*place], s->key.member)) {
            return true;
        }
    }
    return false;
}

static enum signer_refusal check_fact(const struct signer_included *x, const struct fact_ceremony *f,
                                      void (*write)(struct buffer *b, const struct fact_ceremony *f),
                                      const struct checkpoint *view)
{
    struct buffer body;
    buffer_init(&body, ACT_BYTES_MAX);
    write(&body, f);
    const bool fact = !body.overflow && signer_is_fact(x, buffer_view(&body));
    buffer_done(&body);
    return !fact ? REFUSE_wrong_fact : signer_is_included(x, view) ? REFUSE_none : REFUSE_not_included;
}

static void begin_body(struct json_writer *w, struct buffer *b, const struct hash *ceremony)
{
    buffer_init(b, ACT_BYTES_MAX);
    json_begin(w, b);
    json_object(w, NULL);
    json_hex(w, "ceremony", hash_view(ceremony));
}

static void sign_body(struct signer *s, const char *kind, const char *what, const struct hash *ceremony,
                      struct buffer *body, struct buffer *out)
{
    const char *subject = arena_printf(&s->scratch, "%s:%s", hash_hex(ceremony).text, what);
    check(!body->overflow);
    signer_sign_act(s, kind, bytes_of_text(subject), buffer_view(body), out);
    buffer_done(body);
}

static void write_base64(struct signer *s, struct json_writer *w, const char *name, struct bytes value)
{
    struct buffer text;
    buffer_init(&text, ACT_BYTES_MAX);
    buffer_add_base64(&text, value);
    check(!text.overflow);
    json_text(w, name, arena_copy(&s->scratch, buffer_view(&text)));
    buffer_done(&text);
}

/* The secret for receiving, made when the ceremony is joined first, and durable before it is used. */
static enum signer_refusal join(struct signer *s, const struct hash *ceremony)
{
    struct signer_voice *v = &s->voice;
    if (v->joined && hash_equal(&v->ceremony, ceremony)) {
        return REFUSE_none;
    }
    uint8_t random[RECEPTION_RANDOM_BYTES];
    struct point key;
    struct signer_secrets *secrets = secret_open(&v->vault);
    s->env->random(s->env->ctx, random, sizeof random);
    check(reception_key_make(random, &secrets->reception, &key) == OK);
    crypto_wipe(random, sizeof random);
    const struct signer_record r = joined_record(s, ceremony, &secrets->reception);
    secret_close(&v->vault);
    const enum error e = signer_file_append(&s->file, &r);
    signer_voice_wipe(&r, 1);
    v->joined = e == OK;
    v->ceremony = *ceremony;
    return signer_refusal_of(e);
}

static void sign_join(struct signer *s, const struct hash *ceremony, struct buffer *out)
{
    uint8_t random[PROOF_RANDOM_BYTES];
    struct point key;
    struct proof_known proof;
    struct buffer context;
    buffer_init(&context, 1024);
    ceremony_context_write(&context, &s->settings.org, s->settings.realm, ceremony, &s->key.public);
    s->env->random(s->env->ctx, random, sizeof random);
    const struct signer_secrets *secrets = secret_read(&s->voice.vault);
    check(point_base(&secrets->reception, &key));
    check(reception_prove(&secrets->reception, buffer_view(&context), random, &proof) == OK);
    secret_close(&s->voice.vault);
    crypto_wipe(random, sizeof random);
    buffer_done(&context);
    struct json_writer w;
    struct buffer body;
    begin_body(&w, &body, ceremony);
    json_hex(&w, "key", point_view(&key));
    write_base64(s, &w, "proof", bytes_of(proof.bytes, sizeof proof.bytes));
    json_end(&w);
    sign_body(s, "node.join", "join", ceremony, &body, out);
}

/* A key that has signed is never overwritten with another, whatever a record says: the organisation cannot
 * have decided on that, for its state machine knows no ceremony beside a key that speaks. */
static enum signer_refusal check_free(const struct signer *s)
{
    return s->voice.served ? REFUSE_bound : REFUSE_none;
}

/* join: the log signed a record that grows from the one seen last; the fact that the members asked for this
 * ceremony is in it, and names this node's member; no key of this node has signed yet. The secret is durable
 * before the answer. */
enum signer_refusal signer_answer_join(struct signer *s, const struct signer_join *r, struct buffer *out)
{
    struct checkpoint view;
    size_t place = 0;
    enum signer_refusal refusal = signer_open_view(s, &r->view, &view);
    refusal = refusal == REFUSE_none ? check_fact(&r->opened, &r->fact, fact_write_ceremony, &view) : refusal;
    if (refusal == REFUSE_none && !find_place(s, &r->fact, &place)) {
        refusal = REFUSE_not_party;
    }
    refusal = refusal == REFUSE_none ? check_free(s) : refusal;
    refusal = refusal == REFUSE_none ? signer_remember(s, &view, NULL) : refusal;
    refusal = refusal == REFUSE_none ? join(s, &r->fact.ceremony) : refusal;
    if (refusal == REFUSE_none) {
        sign_join(s, &r->fact.ceremony, out);
    }
    return refusal;
}

/* The parties of the fact, in which this node stands with its own keys. */
static enum signer_refusal check_parties(struct signer *s, const struct fact_ceremony *f,
                                         struct ceremony *parties, size_t *place)
{
    struct point own;
    if (!s->voice.joined || !hash_equal(&s->voice.ceremony, &f->ceremony)) {
        return REFUSE_not_joined;
    }
    if (!find_place(s, f, place)) {
        return REFUSE_not_party;
    }
    const struct signer_secrets *secrets = secret_read(&s->voice.vault);
    check(point_base(&secrets->reception, &own));
    secret_close(&s->voice.vault);
    const struct public_key key = point_key(&own);
    if (!public_key_equal(&f->keys[*place], &key) || !public_key_equal(&f->nodes[*place], &s->key.public)) {
        return REFUSE_not_party;
    }
    ceremony_begin(parties, &f->ceremony, (uint16_t)f->threshold);
    for (size_t i = 0; i < f->count; i++) {
        struct point p;
        if (!point_read(f->keys[i].bytes, &p) || ceremony_add(parties, (uint16_t)(i + 1), &p) != OK) {
            return REFUSE_wrong_fact;
        }
    }
    return ceremony_holds(parties) ? REFUSE_none : REFUSE_wrong_fact;
}

/* deal: as join; the fact of the parties is in the record, and has this node with the keys that it joined
 * with. What is dealt is made anew each time: the record takes the first. */
enum signer_refusal signer_answer_deal(struct signer *s, const struct signer_deal *r, struct buffer *out)
{
    struct checkpoint view;
    size_t place = 0;
    struct ceremony *parties = ARENA_ARRAY(&s->scratch, struct ceremony, 1);
    enum signer_refusal refusal = signer_open_view(s, &r->view, &view);
    refusal = refusal == REFUSE_none ? check_fact(&r->joined, &r->fact, fact_write_parties, &view) : refusal;
    refusal = refusal == REFUSE_none ? check_parties(s, &r->fact, parties, &place) : refusal;
    refusal = refusal == REFUSE_none ? signer_remember(s, &view, NULL) : refusal;
    if (refusal != REFUSE_none) {
        return refusal;
    }
    uint8_t random[DEALING_RANDOM_BYTES];
    struct buffer dealing;
    buffer_init(&dealing, DEALING_BYTES_MAX);
    s->env->random(s->env->ctx, random, sizeof random);
    struct signer_secrets *secrets = secret_open(&s->voice.vault);
    check(dealing_make(parties, (uint16_t)(place + 1), &secrets->reception, NULL, random, &secrets->work,
                       &dealing) == OK);
    secret_close(&s->voice.vault);
    crypto_wipe(random, sizeof random);
    struct json_writer w;
    struct buffer body;
    begin_body(&w, &body, &r->fact.ceremony);
    write_base64(s, &w, "dealing", buffer_view(&dealing));
    json_end(&w);
    buffer_done(&dealing);
    sign_body(s, "node.deal", "deal", &r->fact.ceremony, &body, out);
    return REFUSE_none;
}

/* Whose share is to blame for a sum that is not what the dealers promised; for the operator to read. */
static void blame(const struct signer *s, const struct signer_confirm *r, const struct ceremony *parties,
                  const struct dealing *dealings, const struct scalar *received, uint16_t id)
{
    for (size_t i = 0; i < parties->count; i++) {
        if (!dealing_share_holds(&dealings[i], id, &received[i])) {
            log_event(LOG_ERROR, "share_bad", "member=%s dealer=%.*s", s->key.member,
                      (int)r->parties.members[i].len, (const char *)r->parties.members[i].data);
        }
    }
}

/* Opens what was dealt to this node and sums it up, in locked memory; what the sum is a share of. */
static enum signer_refusal receive(struct signer *s, const struct signer_confirm *r,
                                   const struct ceremony *parties, size_t place, struct signer_voice *made)
{
    const size_t n = parties->count;
    const uint16_t id = (uint16_t)(place + 1);
    struct sharing *sharing = ARENA_ARRAY(&s->scratch, struct sharing, 1);
    struct dealing *dealings = ARENA_ARRAY(&s->scratch, struct dealing, n);
    sharing_begin(sharing, parties);
    for (size_t i = 0; i < n; i++) {
        const uint16_t dealer = (uint16_t)(i + 1);
        if (dealing_read(parties, dealer, r->dealings[i], &dealings[i], NULL) != OK ||
            sharing_add(sharing, dealer, &dealings[i]) != OK) {
            return REFUSE_bad_dealing;
        }
    }
    if (sharing_finish(sharing) != OK || !hash_equal(&sharing->transcript, &r->fact.transcript)) {
        return REFUSE_wrong_key;
    }
    bool opened = true;
    struct signer_secrets *secrets = secret_open(&s->voice.vault);
    struct scalar *received = secrets->received;
    for (size_t i = 0; i < n; i++) {
        opened = dealing_open(parties, (uint16_t)(i + 1), &dealings[i], id, &secrets->reception,
                              &received[i]) == OK &&
                 opened;
    }
    const bool holds = opened && sharing_own_share(sharing, id, received, n, &secrets->sum) == OK;
    if (!holds) {
        blame(s, r, parties, dealings, received, id);
    }
    crypto_wipe(secrets->received, sizeof secrets->received);
    secret_close(&s->voice.vault);
    made->sharing = parties->id;
    made->transcript = sharing->transcript;
    made->key = point_key(sharing_group(sharing));
    made->id = id;
    made->threshold = parties->threshold;
    return holds ? REFUSE_none : REFUSE_bad_share;
}

/* Durable first; then it is the share that this node signs with. */
static enum signer_refusal keep_share(struct signer *s, const struct signer_voice *made)
{
    struct signer_secrets *sum = secret_open(&s->voice.vault);
    const struct signer_record r = share_record(s, made, &sum->sum);
    crypto_wipe(&sum->sum, sizeof sum->sum);
    secret_close(&s->voice.vault);
    const enum error e = signer_mutated(s, MUTATION_v23_share) ? OK : signer_file_append(&s->file, &r);
    if (e == OK) {
        check(take_share(s, r.payload));
        s->voice.live = 0; /* nonces of another share */
        struct signer_secrets *secrets = secret_open(&s->voice.vault);
        crypto_wipe(secrets->couples, sizeof secrets->couples);
        secret_close(&s->voice.vault);
    }
    signer_voice_wipe(&r, 1);
    return signer_refusal_of(e);
}

/* confirm: as deal; the fact of the transcript is in the record; the dealings make that transcript and the
 * key it names; what was dealt to this node opens, and its sum is what they promise. The share is durable
 * before the answer; asked again, the answer is the same. */
enum signer_refusal signer_answer_confirm(struct signer *s, const struct signer_confirm *r,
                                          struct buffer *out)
{
    struct checkpoint view;
    size_t place = 0;
    struct signer_voice made = {.joined = false};
    struct ceremony *parties = ARENA_ARRAY(&s->scratch, struct ceremony, 1);
    const bool again = s->voice.shared && hash_equal(&s->voice.transcript, &r->fact.transcript) &&
                       hash_equal(&s->voice.sharing, &r->fact.ceremony);
    enum signer_refusal refusal = signer_open_view(s, &r->view, &view);
    refusal =
        refusal == REFUSE_none ? check_fact(&r->dealt, &r->fact, fact_write_transcript, &view) : refusal;
    if (refusal == REFUSE_none && !again) {
        refusal = check_fact(&r->joined, &r->parties, fact_write_parties, &view);
        refusal = refusal == REFUSE_none ? check_parties(s, &r->parties, parties, &place) : refusal;
        refusal = refusal == REFUSE_none ? check_free(s) : refusal;
        if (refusal == REFUSE_none && !hash_equal(&r->parties.ceremony, &r->fact.ceremony)) {
            refusal = REFUSE_wrong_fact;
        }
        refusal = refusal == REFUSE_none ? receive(s, r, parties, place, &made) : refusal;
        if (refusal == REFUSE_none && !public_key_equal(&made.key, &r->fact.key)) {
            refusal = REFUSE_wrong_key;
        }
    }
    refusal = refusal == REFUSE_none ? signer_remember(s, &view, NULL) : refusal;
    refusal = refusal == REFUSE_none && !again ? keep_share(s, &made) : refusal;
    if (refusal != REFUSE_none) {
        return refusal;
    }
    struct json_writer w;
    struct buffer body;
    begin_body(&w, &body, &r->fact.ceremony);
    json_hex(&w, "transcript", hash_view(&r->fact.transcript));
    json_end(&w);
    sign_body(s, "node.confirm", "confirm", &r->fact.ceremony, &body, out);
    return REFUSE_none;
}
