#include "support/org.h"

#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/prng.h"
#include "codec/dsse.h"
#include "codec/json.h"
#include "mechanism/acts.h"
#include "mechanism/matter.h"

#define CHARTER(close)                                                                              \
    "charter \"test\" title \"A charter for tests\";\n"                                             \
    "languages en, fr;\n"                                                                           \
    "body council title \"Council\" {\n"                                                            \
    "    members all;\n"                                                                            \
    "    chair rotation;\n"                                                                         \
    "    rules silence, majority;\n"                                                                \
    "}\n"                                                                                           \
    "body group title \"Working group\" {\n"                                                        \
    "    members named;\n"                                                                          \
    "    chair rotation;\n"                                                                         \
    "    rules silence;\n"                                                                          \
    "}\n"                                                                                           \
    "rule silence {\n"                                                                              \
    "    allow Y L N A;\n"                                                                          \
    "    default L;\n"                                                                              \
    "    reason N;\n"                                                                               \
    "    pass n(N) = 0 & n(Y) + n(L) > 0;\n"                                                        \
    "    clock at least 10s at most 30d set by chair;\n"                                            \
    "    extend at most 2 times by 1d;\n"                                                           \
    "    close " close ";\n"                                                                        \
    "    rung \"the alliance\";\n"                                                                  \
    "    bind Y L bound;\n"                                                                         \
    "}\n"                                                                                           \
    "rule majority {\n"                                                                             \
    "    pass n(Y) > n(N);\n"                                                                       \
    "}\n"

const char org_charter[] = CHARTER("all within 60s");
const char org_charter_quorum[] = CHARTER("n-f after 3s");

static const struct {
    const char *role;
    const char *powers; /* JSON */
} key_rows[ORG_KEYS] = {
    [ORG_MINISTER] = {"delegate", "[\"bind\",\"chair\",\"keys\",\"speak\"]"},
    [ORG_AMBASSADOR] = {"delegate", "[\"bind\",\"chair\",\"keys\",\"speak\"]"},
    [ORG_ADVISER] = {"delegate", "[\"speak\"]"},
    [ORG_OBJECTION] = {"objection", "[]"},
    [ORG_NODE] = {"node", "[]"},
};

static struct key_file make_key(enum realm realm, const char *role, struct bytes member, uint64_t seed)
{
    struct key_file k = {.realm = realm};
    struct prng p;
    uint8_t bytes[SECRET_SEED_BYTES];
    prng_seed(&p, seed);
    prng_fill(&p, bytes, sizeof bytes);
    sign_key_from_seed(bytes, &k.secret, &k.public);
    memcpy(k.role, role, strlen(role) + 1);
    memcpy(k.member, member.data, member.len);
    return k;
}

const char *org_hex(struct arena *a, const struct hash *h)
{
    return arena_text(a, bytes_of_text(hash_hex(h).text));
}

static const char *hex_of(struct arena *a, const struct public_key *k)
{
    char text[2 * PUBLIC_KEY_BYTES + 1];
    hex_encode(public_key_view(k), text);
    return arena_text(a, bytes_of_text(text));
}

const char *org_public(const struct org *o, size_t member, enum org_key key)
{
    return hex_of(o->arena, &o->keys[member][key].public);
}

static void write_member(const struct org *o, struct buffer *b, size_t i)
{
    enum org_key order[ORG_KEYS];
    for (enum org_key k = 0; k < ORG_KEYS; k++) {
        size_t at = k;
        while (at > 0 && bytes_compare(public_key_view(&o->keys[i][order[at - 1]].public),
                                       public_key_view(&o->keys[i][k].public)) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = k;
    }
    buffer_printf(b, "%s{\"code\":\"%.*s\",\"keys\":[", i == 0 ? "" : ",", (int)o->codes[i].len,
                  (const char *)o->codes[i].data);
    for (size_t k = 0; k < ORG_KEYS; k++) {
        buffer_printf(b, "%s{\"key\":\"%s\",\"name\":\"key %d of %zu\",\"powers\":%s,\"role\":\"%s\"}",
                      k == 0 ? "" : ",", org_public(o, i, order[k]), (int)order[k], i,
                      key_rows[order[k]].powers, key_rows[order[k]].role);
    }
    const char *charter = o->options.charter == NULL ? org_charter : o->options.charter;
    const bool sits = i < 2 && strstr(charter, "body group ") != NULL;
    buffer_printf(b, "],\"name\":\"Member %zu\",\"node\":\"%s\",\"seats\":[%s]}", i,
                  org_public(o, i, ORG_NODE), sits ? "\"group\"" : "");
}

static void write_document(struct org *o, struct buffer *b)
{
    struct json_writer w;
    buffer_add_text(b, "{\"charter\":[{\"name\":\"test\",\"text\":");
    json_begin(&w, b);
    json_cstring(&w, NULL, o->options.charter == NULL ? org_charter : o->options.charter);
    buffer_printf(
        b, "}],\"civil_offset\":0,\"hosting\":\"operator\","
        "\"kind\":\"founding\",\"languages\":[\"en\",\"fr\"],\"log_key\":\"%s\",",
        hex_of(o->arena, &o->log_key.public));
    buffer_add_text(b, "\"members\":[");
    for (size_t i = 0; i < o->options.members; i++) {
        write_member(o, b, i);
    }
    buffer_printf(b, "],\"name\":\"Test\",\"origin\":\"%s\",\"protocol\":1,\"realm\":\"%s\",",
                  o->options.origin, realm_word(o->options.realm));
    if (o->options.tables != NULL) {
        buffer_printf(b, "\"tables\":[%s],", o->options.tables);
    }
    buffer_printf(b, "\"time\":%lld}", (long long)o->options.time_ms);
}

void org_make(struct arena *a, const struct org_options *options, struct org *out)
{
    struct buffer b;
    *out = (struct org){.arena = a, .options = *options, .next_seq = 1, .epoch = 1};
    out->options.origin = options->origin == NULL ? "test.example" : options->origin;
    out->options.time_ms = options->time_ms == 0 ? 1767225600000 : options->time_ms;
    check(options->members >= 1 && options->members <= ORG_MEMBERS_MAX);
    out->log_key = make_key(options->realm, "log", BYTES("-"), options->seed * 1000 + 999);
    for (size_t i = 0; i < options->members; i++) {
        out->codes[i] = bytes_of_text(arena_printf(a, "A%02zu", i + 1));
        for (size_t k = 0; k < ORG_KEYS; k++) {
            out->keys[i][k] = make_key(options->realm, key_rows[k].role, out->codes[i],
                                       options->seed * 1000 + i * ORG_KEYS + k);
        }
    }
    buffer_init(&b, FOUNDING_BYTES_MAX);
    write_document(out, &b);
    check(!b.overflow);
    out->document = arena_copy(a, buffer_view(&b));
    out->id = hash_of(out->document);
    out->log_key.org = out->id;
    for (size_t i = 0; i < options->members; i++) {
        for (size_t k = 0; k < ORG_KEYS; k++) {
            out->keys[i][k].org = out->id;
        }
    }
    buffer_done(&b);
}

struct key_file org_key(const struct org *o, size_t member, const char *role, uint64_t seed)
{
    struct key_file k = make_key(o->options.realm, role, o->codes[member], seed + ((uint64_t)1 << 40));
    k.org = o->id;
    return k;
}

struct bytes org_seal(struct arena *a, const char *type, struct bytes payload,
                      const struct key_file *const *keys, size_t count)
{
    struct dsse d = {.type = bytes_of_text(type), .payload = payload, .signature_count = count};
    struct buffer b;
    buffer_init(&b, (size_t)4 * ENVELOPE_BYTES_MAX);
    dsse_preimage(&b, d.type, payload);
    for (size_t i = 0; i < count; i++) {
        d.signatures[i].key = keys[i]->public;
        d.signatures[i].signature = sign_bytes(&keys[i]->secret, buffer_view(&b));
    }
    buffer_clear(&b);
    dsse_write(&b, &d);
    const struct bytes envelope = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return envelope;
}

struct bytes org_subject(struct arena *a, const char *kind, struct bytes body)
{
    const struct act_kind *k = act_kind(bytes_of_text(kind));
    const struct json *parsed = NULL;
    struct act_value values[ACT_FIELDS_MAX];
    struct bytes subject;
    if (k == NULL || json_parse_canonical(a, body, ACT_BYTES_MAX, &parsed, NULL) != OK ||
        act_check_body(a, k, parsed, values, &subject, NULL) != ACCEPTED) {
        return BYTES("none");
    }
    return subject;
}

struct bytes org_sign(struct org *o, struct arena *a, const struct org_act *act)
{
    const struct key_file *first = act->signer != NULL ? act->signer
                                   : act->two          ? &o->keys[act->member][ORG_MINISTER]
                                                       : &o->keys[act->member][act->key];
    const struct key_file *keys[2] = {first, &o->keys[act->member][ORG_AMBASSADOR]};
    const struct bytes body = bytes_of_text(act->body);
    const struct act_frame frame = {
        .org = o->id,
        .epoch = o->epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = o->options.realm,
        .kind = bytes_of_text(act->kind),
        .member = o->codes[act->member],
        .key = first->public,
        .seq = act->seq != 0 ? act->seq : o->next_seq++,
        .expires_ms = act->expires_ms,
        .subject = org_subject(a, act->kind, body),
    };
    struct buffer b;
    buffer_init(&b, (size_t)2 * ACT_BYTES_MAX);
    act_write(&b, &frame, body);
    const struct bytes envelope = org_seal(a, DSSE_TYPE_ACT, buffer_view(&b), keys, act->two ? 2 : 1);
    buffer_done(&b);
    return envelope;
}

struct hash org_act_id(struct arena *a, struct bytes envelope)
{
    struct dsse d;
    check(dsse_read(a, envelope, &d) == OK);
    return dsse_id(d.type, d.payload);
}

struct bytes org_changed(struct arena *a, struct bytes document, const char *old, const char *new)
{
    const char *text = arena_text(a, document);
    const char *at = strstr(text, old);
    check(at != NULL);
    return bytes_of_text(arena_printf(a, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old)));
}

struct org_words org_words(struct arena *a, uint64_t number)
{
    struct org_words w;
    static const char *const languages[] = {"en", "fr"};
    struct prng p;
    struct buffer b;
    prng_seed(&p, number);
    buffer_init(&b, 4096);
    buffer_add_text(&b, "[");
    for (size_t i = 0; i < 2; i++) {
        prng_fill(&p, w.salt[i], sizeof w.salt[i]);
        w.text[i] =
            bytes_of_text(arena_printf(a, "Words %llu in %s.", (unsigned long long)number, languages[i]));
        w.commitment[i] = text_commitment(w.salt[i], w.text[i]);
        buffer_printf(&b, "%s{\"commitment\":\"%s\",\"language\":\"%s\"}", i == 0 ? "" : ",",
                      org_hex(a, &w.commitment[i]), languages[i]);
    }
    buffer_add_text(&b, "]");
    w.leaves = arena_text(a, buffer_view(&b));
    buffer_done(&b);
    return w;
}
