#include "record/fact_voice.h"

#include "base/check.h"
#include "record/fact_inner.h"

enum { SESSION_BYTES_MAX = 256 * 1024 };

static void write_keys(struct json_writer *w, const char *key, const struct public_key *keys, size_t count)
{
    json_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_hex(w, NULL, public_key_view(&keys[i]));
    }
    json_end(w);
}

void fact_write_ceremony(struct buffer *b, const struct fact_ceremony *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "ceremony", hash_view(&f->ceremony));
    json_integer(&w, "deadline", f->deadline_ms);
    json_cstring(&w, "kind", "ceremony");
    fact_write_codes(&w, "members", f->members, f->count);
    json_integer(&w, "threshold", f->threshold);
    json_integer(&w, "time", f->time_ms);
    json_end(&w);
}

void fact_write_parties(struct buffer *b, const struct fact_ceremony *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "ceremony", hash_view(&f->ceremony));
    json_integer(&w, "deadline", f->deadline_ms);
    write_keys(&w, "keys", f->keys, f->count);
    json_cstring(&w, "kind", "parties");
    fact_write_codes(&w, "members", f->members, f->count);
    write_keys(&w, "nodes", f->nodes, f->count);
    json_integer(&w, "threshold", f->threshold);
    json_integer(&w, "time", f->time_ms);
    json_end(&w);
}

void fact_write_transcript(struct buffer *b, const struct fact_ceremony *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "ceremony", hash_view(&f->ceremony));
    json_integer(&w, "deadline", f->deadline_ms);
    json_hex(&w, "key", public_key_view(&f->key));
    json_cstring(&w, "kind", "transcript");
    json_integer(&w, "time", f->time_ms);
    json_hex(&w, "transcript", hash_view(&f->transcript));
    json_end(&w);
}

void fact_write_key(struct buffer *b, const struct fact_ceremony *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "ceremony", hash_view(&f->ceremony));
    json_hex(&w, "key", public_key_view(&f->key));
    json_cstring(&w, "kind", "key");
    fact_write_codes(&w, "members", f->members, f->count);
    write_keys(&w, "shares", f->keys, f->count);
    json_integer(&w, "threshold", f->threshold);
    json_integer(&w, "time", f->time_ms);
    json_hex(&w, "transcript", hash_view(&f->transcript));
    json_end(&w);
}

void fact_write_void(struct buffer *b, const struct hash *ceremony, const char *round, int64_t time_ms,
                     const struct bytes *missing, size_t count)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "ceremony", hash_view(ceremony));
    json_cstring(&w, "kind", "void");
    fact_write_codes(&w, "missing", missing, count);
    json_cstring(&w, "round", round);
    json_integer(&w, "time", time_ms);
    json_end(&w);
}

void fact_write_session(struct buffer *b, const struct fact_session *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_integer(&w, "attempt", f->attempt);
    json_integer(&w, "close", (int64_t)f->close);
    json_array(&w, "commitments");
    for (size_t i = 0; i < f->count; i++) {
        json_hex(&w, NULL, bytes_of(f->couples[i], COUPLE_BYTES));
    }
    json_end(&w);
    json_array(&w, "ids");
    for (size_t i = 0; i < f->count; i++) {
        json_integer(&w, NULL, f->ids[i]);
    }
    json_end(&w);
    json_cstring(&w, "kind", "session");
    fact_write_codes(&w, "members", f->members, f->count);
    json_hex(&w, "sha256", hash_view(&f->sha256));
    json_integer(&w, "time", f->time_ms);
    json_hex(&w, "transcript", hash_view(&f->transcript));
    json_end(&w);
}

struct hash fact_session_id(const struct fact_session *f)
{
    struct buffer b;
    buffer_init(&b, SESSION_BYTES_MAX);
    fact_write_session(&b, f);
    check(!b.overflow);
    const struct hash id = hash_of(buffer_view(&b));
    buffer_done(&b);
    return id;
}

void fact_write_evidence(struct buffer *b, const struct hash *session, struct bytes member, uint64_t share,
                         int64_t time_ms)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_cstring(&w, "kind", "evidence");
    json_text(&w, "member", member);
    json_hex(&w, "session", hash_view(session));
    json_integer(&w, "share", (int64_t)share);
    json_integer(&w, "time", time_ms);
    json_end(&w);
}

void fact_write_signature(struct buffer *b, const struct fact_signature *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_integer(&w, "close", (int64_t)f->close);
    json_cstring(&w, "kind", "signature");
    json_hex(&w, "raw", bytes_of(f->raw.bytes, sizeof f->raw.bytes));
    json_hex(&w, "session", hash_view(&f->session));
    json_hex(&w, "sha256", hash_view(&f->sha256));
    json_hex(&w, "sshsig", bytes_of(f->sshsig.bytes, sizeof f->sshsig.bytes));
    json_integer(&w, "time", f->time_ms);
    json_end(&w);
}

void ceremony_context_write(struct buffer *b, const struct hash *org, enum realm realm,
                            const struct hash *ceremony, const struct public_key *node)
{
    buffer_add_bytes(b, hash_view(org));
    buffer_add_u8(b, realm == REALM_REAL ? 1 : 0);
    buffer_add_bytes(b, hash_view(ceremony));
    buffer_add_bytes(b, public_key_view(node));
}

const char *statement_first_line(enum realm realm)
{
    return realm == REALM_REAL ? "univocal statement 1 real" : "univocal statement 1 exercise EXERCISE";
}

void statement_namespace_write(struct buffer *b, enum realm realm, struct bytes origin)
{
    buffer_add_text(b, realm == REALM_REAL ? "statement@" : "exercise-statement@");
    buffer_add_bytes(b, origin);
}
