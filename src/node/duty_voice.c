/* Duties about the organisation's key: ceremonies, nonces, shares. */
#include "base/check.h"
#include "mechanism/member.h"
#include "mechanism/signing.h"
#include "mechanism/voice.h"
#include "node/duty_inner.h"

enum { COUPLES_LOW = 4 }; /* then more are published */

/* The member's code of a living node; empty: it has no say. */
static struct bytes member_of(const struct duty_view *v, const struct duty_signer *s)
{
    struct member_key key;
    return member_key_get(v->state, &s->key, &key) && key.role == ROLE_NODE && key.revoked == 0 ? key.member
                                                                                                : BYTES("");
}

/* A fact of a ceremony as the record has it. */
static enum error show_fact(const struct duty_view *v, int64_t index, const char *kind, struct arena *a,
                            struct fact_ceremony *fact, struct signer_included *included)
{
    struct entry entry;
    struct bytes body;
    const enum error e = record_read(v->record, (uint64_t)index, a, &entry, &body);
    if (e != OK) {
        return e;
    }
    check(fact_read_ceremony(a, body, kind, fact) == OK);
    return duty_show_entry(v, (uint64_t)index, a, included);
}

static struct duty_answer ask_join(const struct duty_view *v, const struct duty_signer *s,
                                   const struct voice_ceremony *x, struct arena *a)
{
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    r->verb = SIGNER_join;
    enum error e = duty_show_view(v, s, &r->join.view);
    e = e == OK ? show_fact(v, x->announced, "ceremony", a, &r->join.fact, &r->join.opened) : e;
    return duty_ask(e, r);
}

static struct duty_answer ask_deal(const struct duty_view *v, const struct duty_signer *s,
                                   const struct voice_ceremony *x, struct arena *a)
{
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    r->verb = SIGNER_deal;
    enum error e = duty_show_view(v, s, &r->deal.view);
    e = e == OK ? show_fact(v, x->joined, "parties", a, &r->deal.fact, &r->deal.joined) : e;
    return duty_ask(e, r);
}

static struct duty_answer ask_confirm(const struct duty_view *v, const struct duty_signer *s,
                                      const struct voice_ceremony *x, struct arena *a)
{
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    struct bytes *dealings = ARENA_ARRAY(a, struct bytes, x->seat_count + 1);
    r->verb = SIGNER_confirm;
    enum error e = duty_show_view(v, s, &r->confirm.view);
    e = e == OK ? show_fact(v, x->joined, "parties", a, &r->confirm.parties, &r->confirm.joined) : e;
    e = e == OK ? show_fact(v, x->dealt, "transcript", a, &r->confirm.fact, &r->confirm.dealt) : e;
    for (size_t i = 0; e == OK && i < x->seat_count; i++) {
        struct entry entry;
        struct bytes envelope;
        struct act act;
        e = record_read(v->record, (uint64_t)x->seats[i].dealt, a, &entry, &envelope);
        if (e == OK) {
            check(act_decode(a, envelope, &act, NULL) == ACCEPTED); /* it is in the record */
            dealings[i] = act_value(&act, "dealing")->text;
        }
    }
    r->confirm.dealings = dealings;
    return duty_ask(e, r);
}

struct duty_answer duty_of_ceremony(const struct duty_view *v, const struct duty_signer *s, struct arena *a)
{
    struct voice_ceremony x;
    const struct bytes member = member_of(v, s);
    if (!voice_ceremony_last(v->state, a, &x) || x.announced == 0) {
        return duty_none();
    }
    size_t i = 0;
    while (i < x.seat_count && !bytes_equal(x.seats[i].member, member)) {
        i++;
    }
    if (i == x.seat_count || (x.seats[i].joined != 0 && !public_key_equal(&x.seats[i].node, &s->key))) {
        return duty_none();
    }
    const struct ceremony_seat *seat = &x.seats[i];
    const bool due = x.stage == CEREMONY_JOINING      ? seat->joined == 0
                     : x.stage == CEREMONY_DEALING    ? seat->dealt == 0
                     : x.stage == CEREMONY_CONFIRMING ? seat->confirmed == 0
                                                      : false;
    if (!due) {
        return duty_none();
    }
    const int64_t fact = x.stage == CEREMONY_JOINING   ? x.announced
                         : x.stage == CEREMONY_DEALING ? x.joined
                                                       : x.dealt;
    if (v->checkpoint.size < (uint64_t)fact + 1) {
        return (struct duty_answer){.duty = DUTY_CHECKPOINT, .size = (uint64_t)fact + 1};
    }
    return x.stage == CEREMONY_JOINING   ? ask_join(v, s, &x, a)
           : x.stage == CEREMONY_DEALING ? ask_deal(v, s, &x, a)
                                         : ask_confirm(v, s, &x, a);
}

/* Reads what the signer hashes and compares: the close, its statement, the session and the file. */
static enum error show_session(const struct duty_view *v, const struct statement *said,
                               const struct signing *x, struct arena *a, struct signer_share *out)
{
    struct entry entry;
    struct bytes close;
    struct bytes session;
    struct buffer file;
    enum error e = record_read(v->record, (uint64_t)said->close, a, &entry, &close);
    e = e == OK ? record_read(v->record, (uint64_t)x->opened, a, &entry, &session) : e;
    if (e != OK) {
        return e;
    }
    check(fact_read_close(a, close, &out->close) == OK && fact_read_session(a, session, &out->session) == OK);
    struct context c = {.org = v->org,
                        .state = v->state,
                        .record = v->record,
                        .arena = a,
                        .time_ms = v->wall_ms,
                        .error = &e};
    buffer_init(&file, STATEMENT_BYTES_MAX);
    if (statement_render(&c, said, &file)) {
        out->file = arena_copy(a, buffer_view(&file));
    }
    buffer_done(&file);
    out->sha256 = said->sha256;
    e = e == OK ? duty_show_entry(v, (uint64_t)said->close, a, &out->closed) : e;
    e = e == OK ? duty_show_entry(v, (uint64_t)said->entry, a, &out->said) : e;
    return e == OK ? duty_show_entry(v, (uint64_t)x->opened, a, &out->asked) : e;
}

static struct duty_answer ask_share(const struct duty_view *v, const struct duty_signer *s,
                                    const struct signing *x, struct arena *a)
{
    struct statement said;
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    const uint64_t size = (uint64_t)x->opened + 1;
    if (v->checkpoint.size < size) {
        return (struct duty_answer){.duty = DUTY_CHECKPOINT, .size = size};
    }
    check(statement_get(v->state, x->statement, a, &said));
    r->verb = SIGNER_share;
    enum error e = duty_show_view(v, s, &r->share.view);
    e = e == OK ? show_session(v, &said, x, a, &r->share) : e;
    return duty_ask(e, r);
}

/* The session that waits for the holder of this identifier. */
static bool find_session(const struct duty_view *v, int64_t id, struct arena *a, struct signing *out)
{
    int64_t *wanted = NULL;
    const size_t count = signing_wanted(v->state, a, &wanted);
    for (size_t i = 0; i < count; i++) {
        struct signing *list = NULL;
        const size_t sessions = signing_list(v->state, wanted[i], a, &list);
        for (size_t k = 0; k < sessions; k++) {
            for (size_t n = 0; n < list[k].seat_count; n++) {
                if (list[k].seats[n].id == id && list[k].seats[n].stage == SHARE_ASKED) {
                    *out = list[k];
                    return true;
                }
            }
        }
    }
    return false;
}

struct duty_answer duty_of_voice(const struct duty_view *v, const struct duty_signer *s, struct arena *a)
{
    struct voice voice;
    struct signing session;
    if (!voice_get(v->state, a, &voice) || !hash_equal(&voice.transcript, &s->transcript) ||
        member_of(v, s).len == 0) {
        return duty_none();
    }
    size_t i = 0;
    while (i < voice.seat_count && !public_key_equal(&voice.seats[i].node, &s->key)) {
        i++;
    }
    if (i == voice.seat_count) {
        return duty_none();
    }
    const size_t published = signing_nonces(v->state, voice.seats[i].member);
    const bool forgotten = published > s->couples;
    if (!forgotten && find_session(v, (int64_t)i + 1, a, &session)) {
        return ask_share(v, s, &session, a);
    }
    if (!forgotten && published >= COUPLES_LOW) {
        return duty_none();
    }
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    r->verb = SIGNER_nonces;
    r->nonces = voice.transcript;
    return duty_ask(OK, r);
}
