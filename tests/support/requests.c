#include "support/requests.h"

#include <string.h>

#include "base/check.h"

static int64_t number(struct prng *p)
{
    return prng_chance(p, 100) ? INTEGER_MAX : prng_between(p, 0, 2000000000000);
}

struct hash requests_hash(struct prng *p)
{
    struct hash h;
    prng_fill(p, h.bytes, sizeof h.bytes);
    return h;
}

static struct public_key key(struct prng *p)
{
    struct public_key k;
    prng_fill(p, k.bytes, sizeof k.bytes);
    return k;
}

struct bytes requests_bytes(struct prng *p, struct arena *a, size_t max)
{
    const size_t len = (size_t)prng_below(p, max + 1);
    uint8_t *data = arena_take(a, len + 1, 1);
    prng_fill(p, data, len);
    return bytes_of(data, len);
}

static struct bytes word(struct prng *p, struct arena *a, const char *letters, size_t max)
{
    const size_t len = 1 + (size_t)prng_below(p, max);
    char *text = arena_take(a, len + 1, 1);
    for (size_t i = 0; i < len; i++) {
        text[i] = letters[prng_below(p, strlen(letters))];
    }
    return bytes_of(text, len);
}

static struct bytes code(struct prng *p, struct arena *a)
{
    return word(p, a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", CODE_BYTES_MAX);
}

static struct proof proof(struct prng *p)
{
    struct proof x = {.count = (uint32_t)prng_below(p, 20)};
    for (uint32_t i = 0; i < x.count; i++) {
        x.steps[i] = requests_hash(p);
    }
    return x;
}

static struct entry entry(struct prng *p)
{
    struct entry e = {
        .index = (uint64_t)number(p),
        .type = prng_chance(p, 500) ? ENTRY_ACT : ENTRY_FACT,
        .height = (uint64_t)number(p),
        .time_ms = number(p),
        .id = requests_hash(p),
        .envelope = requests_hash(p),
        .effects = requests_hash(p),
    };
    memcpy(e.result, "ok", 3);
    return e;
}

static struct signer_included included(struct prng *p)
{
    return (struct signer_included){.entry = entry(p), .proof = proof(p)};
}

static struct signer_view view(struct prng *p, struct arena *a)
{
    return (struct signer_view){.note = requests_bytes(p, a, 300), .growth = proof(p)};
}

static struct signer_receipt receipt(struct prng *p, struct arena *a)
{
    struct signer_receipt r = {
        .epoch = number(p),
        .expires_ms = number(p),
        .seq = number(p),
        .member = code(p, a),
        .key = key(p),
        .root = requests_hash(p),
        .reason = word(p, a, "abc def\n.\"\\", 60),
        .signature_count = 1 + (size_t)prng_below(p, SIGNATURES_MAX),
    };
    for (size_t i = 0; i < r.signature_count; i++) {
        r.signatures[i].key = key(p);
        r.signatures[i].key.bytes[0] = (uint8_t)i; /* ascending */
        prng_fill(p, r.signatures[i].signature.bytes, SIGNATURE_BYTES);
    }
    return r;
}

static struct signer_all_clear all_clear(struct prng *p, struct arena *a)
{
    struct signer_all_clear r = {.view = view(p, a), .held_count = (size_t)prng_below(p, 4)};
    r.opening = (struct signer_opening){
        .epoch = number(p),
        .expires_ms = number(p),
        .seq = number(p),
        .member = code(p, a),
        .key = key(p),
        .matter = requests_hash(p),
        .root = requests_hash(p),
        .duration_ms = number(p),
    };
    r.fact = (struct fact_deadline){requests_hash(p), requests_hash(p), number(p), number(p)};
    r.fired = included(p);
    struct signer_included *held = ARENA_ARRAY(a, struct signer_included, r.held_count);
    for (size_t i = 0; i < r.held_count; i++) {
        held[i] = included(p);
    }
    r.held = held;
    return r;
}

static const struct bytes *codes(struct prng *p, struct arena *a, size_t count)
{
    struct bytes *list = ARENA_ARRAY(a, struct bytes, count);
    for (size_t i = 0; i < count; i++) {
        list[i] = code(p, a);
    }
    return list;
}

static struct signer_open open_text(struct prng *p, struct arena *a)
{
    struct signer_open r = {.view = view(p, a), .closed = included(p), .salt = requests_hash(p)};
    r.fact = (struct fact_close){
        .subject = requests_hash(p),
        .matter = requests_hash(p),
        .root = requests_hash(p),
        .epoch = number(p),
        .deadline_ms = number(p),
        .time_ms = number(p),
        .charter = requests_hash(p),
        .rule = requests_hash(p),
        .rule_name = word(p, a, "abc", 10),
        .outcome = BYTES("adopted"),
        .reason = BYTES("assent"),
        .rung = word(p, a, "abc ", 20),
        .speaking_for_count = (size_t)prng_below(p, 5),
        .not_reached_count = (size_t)prng_below(p, 5),
        .statement = number(p),
    };
    r.fact.speaking_for = codes(p, a, r.fact.speaking_for_count);
    r.fact.not_reached = codes(p, a, r.fact.not_reached_count);
    r.provision = word(p, a, "abc09", 20);
    r.language = BYTES("pt-br");
    r.text = word(p, a, "Words. ", 200);
    return r;
}

static struct public_key *keys(struct prng *p, struct arena *a, size_t count)
{
    struct public_key *list = ARENA_ARRAY(a, struct public_key, count);
    for (size_t i = 0; i < count; i++) {
        prng_fill(p, list[i].bytes, sizeof list[i].bytes);
    }
    return list;
}

static struct fact_ceremony parties(struct prng *p, struct arena *a)
{
    struct fact_ceremony f = {.ceremony = requests_hash(p), .deadline_ms = number(p), .time_ms = number(p)};
    f.count = 2 + (size_t)prng_below(p, 4);
    f.threshold = 1 + (int64_t)prng_below(p, f.count);
    f.members = codes(p, a, f.count);
    f.nodes = keys(p, a, f.count);
    f.keys = keys(p, a, f.count);
    return f;
}

static struct signer_confirm confirm(struct prng *p, struct arena *a)
{
    struct signer_confirm r = {.view = view(p, a), .parties = parties(p, a), .joined = included(p)};
    r.fact = (struct fact_ceremony){.ceremony = requests_hash(p),
                                    .deadline_ms = number(p),
                                    .time_ms = number(p),
                                    .key = *keys(p, a, 1),
                                    .transcript = requests_hash(p)};
    r.dealt = included(p);
    struct bytes *dealings = ARENA_ARRAY(a, struct bytes, r.parties.count);
    for (size_t i = 0; i < r.parties.count; i++) {
        dealings[i] = requests_bytes(p, a, 600);
    }
    r.dealings = dealings;
    return r;
}

static struct fact_session session(struct prng *p, struct arena *a)
{
    struct fact_session f = {.close = (uint64_t)number(p), .attempt = number(p), .time_ms = number(p)};
    f.sha256 = requests_hash(p);
    f.transcript = requests_hash(p);
    f.count = 2 + (size_t)prng_below(p, 4);
    f.members = codes(p, a, f.count);
    uint16_t *ids = ARENA_ARRAY(a, uint16_t, f.count);
    uint8_t(*couples)[COUPLE_BYTES] = arena_take(a, f.count, COUPLE_BYTES);
    for (size_t i = 0; i < f.count; i++) {
        ids[i] = (uint16_t)prng_next(p);
        prng_fill(p, couples[i], COUPLE_BYTES);
    }
    f.ids = ids;
    f.couples = (const uint8_t(*)[COUPLE_BYTES])couples;
    return f;
}

static struct signer_share share(struct prng *p, struct arena *a)
{
    const struct signer_open open = open_text(p, a);
    return (struct signer_share){.view = open.view,
                                 .close = open.fact,
                                 .closed = open.closed,
                                 .sha256 = requests_hash(p),
                                 .said = included(p),
                                 .session = session(p, a),
                                 .asked = included(p),
                                 .file = requests_bytes(p, a, 500)};
}

struct signer_request requests_signer(struct prng *p, struct arena *a, enum signer_verb verb)
{
    struct signer_request r = {.verb = verb};
    switch (verb) {
    case SIGNER_status:
        break;
    case SIGNER_availability:
        r.availability = (struct signer_availability){requests_hash(p), requests_hash(p)};
        break;
    case SIGNER_receipt:
        r.receipt = receipt(p, a);
        break;
    case SIGNER_tick:
        r.tick = (struct signer_tick){requests_hash(p), requests_hash(p), number(p)};
        break;
    case SIGNER_all_clear:
        r.all_clear = all_clear(p, a);
        break;
    case SIGNER_open:
        r.open = open_text(p, a);
        break;
    case SIGNER_held:
        r.held = prng_next(p);
        break;
    case SIGNER_join:
        r.join = (struct signer_join){view(p, a), parties(p, a), included(p)};
        break;
    case SIGNER_deal:
        r.deal = (struct signer_deal){view(p, a), parties(p, a), included(p)};
        break;
    case SIGNER_confirm:
        r.confirm = confirm(p, a);
        break;
    case SIGNER_nonces:
        r.nonces = requests_hash(p);
        break;
    case SIGNER_share:
        r.share = share(p, a);
        break;
    case SIGNER_checkpoint:
        r.checkpoint = (struct signer_checkpoint){{(uint64_t)number(p), requests_hash(p)}, proof(p)};
        break;
    }
    return r;
}

struct client_request requests_client(struct prng *p, struct arena *a, enum client_verb verb)
{
    struct client_request r = {.verb = verb};
    if (verb == CLIENT_submit) {
        r.envelope = requests_bytes(p, a, 500);
    } else if (verb == CLIENT_checkpoint) {
        r.size = prng_next(p);
    } else if (verb == CLIENT_forget) {
        r.subject = requests_hash(p);
    } else if (verb == CLIENT_store) {
        r.blob_count = (size_t)prng_below(p, 5);
        struct blob *blobs = ARENA_ARRAY(a, struct blob, r.blob_count);
        for (size_t i = 0; i < r.blob_count; i++) {
            prng_fill(p, blobs[i].salt, sizeof blobs[i].salt);
            blobs[i].text = requests_bytes(p, a, 100);
        }
        r.blobs = blobs;
    }
    return r;
}

struct client_answer requests_answer(struct prng *p, struct arena *a)
{
    return (struct client_answer){
        .outcome = (enum client_outcome)prng_below(p, 3),
        .name = requests_bytes(p, a, 20),
        .text = requests_bytes(p, a, 100),
        .recorded_now = prng_chance(p, 500),
        .index = prng_next(p),
        .result = requests_bytes(p, a, RESULT_BYTES_MAX),
        .receipt = requests_bytes(p, a, 300),
        .content = requests_bytes(p, a, 300),
    };
}
