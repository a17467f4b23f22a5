#include <stdlib.h>

#include "mechanism/civil.h"
#include "mechanism/instrument.h"

static const char *const stages[] = {"open", "in_force", NULL};
static const char *const signatures[] = {"none", "simple", "ad_referendum", "definitive", NULL};
static const char *const kinds[] = {"ratification", "acceptance", "approval",     "accession",
                                    "succession",   "signature",  "confirmation", NULL};
static const char *const correction_stages[] = {"proposed", "corrected", "disputed", NULL};
static const char *const events[] = {
    "opened",     "signed",  "confirmed", "deposited",  "reserved", "reservation_withdrawn", "objected",
    "objection_withdrawn", "applied_provisionally", "provisional_application_ended", "correction_proposed",
    "correction_disputed", "corrected", "instrument_withdrawn", "withdrawal_notified", "withdrawal_revoked",
    "condition_met", "condition_met_no_more", "in_force", "bound", "left", "reservation_accepted", NULL};

static const struct row_field of_instrument[] = {
    ROW_FIELD(instrument, amends, ROW_HASH),       ROW_FIELD(instrument, body, ROW_TEXT),
    ROW_FIELD(instrument, clause, ROW_TEXT),       ROW_FIELD(instrument, closes, ROW_TEXT),
    ROW_FIELD(instrument, corrections, ROW_NUMBER), ROW_FIELD(instrument, digest, ROW_HASH),
    ROW_FIELD(instrument, entry, ROW_NUMBER),      ROW_FIELD(instrument, force, ROW_TEXT),
    ROW_FIELD(instrument, id, ROW_HASH),           ROW_FIELD(instrument, languages, ROW_TEXT),
    ROW_FIELD(instrument, met, ROW_TEXT),          ROW_FIELD(instrument, name, ROW_TEXT),
    ROW_FIELD(instrument, notices, ROW_NUMBER),    ROW_FIELD(instrument, opens, ROW_TEXT),
    ROW_FIELD(instrument, parties, ROW_NUMBER),    ROW_FIELD(instrument, place, ROW_TEXT),
    ROW_FIELD(instrument, reservations, ROW_NUMBER), ROW_ENUM(instrument, stage, stages),
    ROW_FIELD(instrument, statement, ROW_NUMBER),  ROW_FIELD(instrument, title, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_party[] = {
    ROW_FIELD(instrument_party, applied, ROW_TEXT),   ROW_FIELD(instrument_party, code, ROW_TEXT),
    ROW_FIELD(instrument_party, confirmed, ROW_TEXT), ROW_FIELD(instrument_party, deposited, ROW_TEXT),
    ROW_FIELD(instrument_party, document, ROW_HASH),  ROW_FIELD(instrument_party, ended, ROW_TEXT),
    ROW_FIELD(instrument_party, entry, ROW_NUMBER),   ROW_FIELD(instrument_party, first, ROW_TEXT),
    ROW_FIELD(instrument_party, force, ROW_TEXT),
    ROW_ENUM(instrument_party, kind, kinds),          ROW_FIELD(instrument_party, leaves, ROW_TEXT),
    ROW_FIELD(instrument_party, member, ROW_BOOL),    ROW_FIELD(instrument_party, notified, ROW_TEXT),
    ROW_FIELD(instrument_party, number, ROW_NUMBER),  ROW_FIELD(instrument_party, office, ROW_TEXT),
    ROW_FIELD(instrument_party, powers, ROW_HASH),    ROW_ENUM(instrument_party, signature, signatures),
    ROW_FIELD(instrument_party, signed_on, ROW_TEXT), ROW_FIELD(instrument_party, withdrawn, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_reservation[] = {
    ROW_FIELD(instrument_reservation, accepted, ROW_TEXT),
    ROW_FIELD(instrument_reservation, code, ROW_TEXT),
    ROW_FIELD(instrument_reservation, confirmed, ROW_TEXT),
    ROW_FIELD(instrument_reservation, declaration, ROW_BOOL),
    ROW_FIELD(instrument_reservation, entry, ROW_NUMBER),
    ROW_FIELD(instrument_reservation, made, ROW_TEXT),
    ROW_FIELD(instrument_reservation, number, ROW_NUMBER),
    ROW_FIELD(instrument_reservation, text, ROW_TEXT),
    ROW_FIELD(instrument_reservation, withdrawn, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_objection[] = {
    ROW_FIELD(instrument_objection, code, ROW_TEXT),    ROW_FIELD(instrument_objection, entry, ROW_NUMBER),
    ROW_FIELD(instrument_objection, made, ROW_TEXT),    ROW_FIELD(instrument_objection, opposes, ROW_BOOL),
    ROW_FIELD(instrument_objection, reason, ROW_TEXT),
    ROW_FIELD(instrument_objection, reservation, ROW_NUMBER),
    ROW_FIELD(instrument_objection, withdrawn, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_correction[] = {
    ROW_FIELD(instrument_correction, by, ROW_TEXT),     ROW_FIELD(instrument_correction, entry, ROW_NUMBER),
    ROW_FIELD(instrument_correction, number, ROW_NUMBER),
    ROW_FIELD(instrument_correction, proposed, ROW_TEXT), ROW_FIELD(instrument_correction, reason, ROW_TEXT),
    ROW_ENUM(instrument_correction, stage, correction_stages),
    ROW_FIELD(instrument_correction, text, ROW_TEXT),   ROW_FIELD(instrument_correction, until, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_notice[] = {
    ROW_FIELD(instrument_notice, code, ROW_TEXT),  ROW_FIELD(instrument_notice, day, ROW_TEXT),
    ROW_FIELD(instrument_notice, entry, ROW_NUMBER), ROW_ENUM(instrument_notice, event, events),
    ROW_FIELD(instrument_notice, number, ROW_NUMBER), ROW_FIELD(instrument_notice, subject, ROW_NUMBER),
    ROW_END,
};
ROW_SHAPE(instrument, of_instrument);
ROW_SHAPE(instrument_party, of_party);
ROW_SHAPE(instrument_reservation, of_reservation);
ROW_SHAPE(instrument_objection, of_objection);
ROW_SHAPE(instrument_correction, of_correction);
ROW_SHAPE(instrument_notice, of_notice);

static struct key key_of(const char *noun, const struct hash *id)
{
    struct key k = key_noun(noun);
    key_add_hash(&k, id);
    return k;
}

static struct key key_with_number(const char *noun, const struct hash *id, int64_t number)
{
    struct key k = key_of(noun, id);
    key_add_number(&k, number);
    return k;
}

static struct key key_with_code(const char *noun, const struct hash *id, struct bytes code)
{
    struct key k = key_of(noun, id);
    key_add_text(&k, code);
    return k;
}

static struct key key_of_name(struct bytes name)
{
    struct key k = key_noun("instrument_name");
    key_add_text(&k, name);
    return k;
}

bool instrument_get(struct state *s, const struct hash *id, struct instrument *out)
{
    const struct key k = key_of("instrument", id);
    return row_get(s, &k, &instrument_shape, out);
}

void instrument_put(struct state *s, const struct instrument *i)
{
    const struct key k = key_of("instrument", &i->id);
    const struct key name = key_of_name(i->name);
    row_put(s, &k, &instrument_shape, i);
    state_put(s, key_view(&name), hash_view(&i->id));
}

bool instrument_named(struct state *s, struct bytes name, struct hash *out)
{
    const struct key k = key_of_name(name);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    *out = value_hash(&c);
    return true;
}

static size_t list(struct state *s, const struct key *k, const struct row_shape *shape, struct arena *a,
                   void **out)
{
    return row_list(s, k, shape, a, out);
}

static int by_name(const void *x, const void *y)
{
    const struct instrument *a = x;
    const struct instrument *b = y;
    return bytes_compare(a->name, b->name);
}

size_t instrument_list(struct state *s, struct arena *a, struct instrument **out)
{
    const struct key k = key_noun("instrument");
    void *rows = NULL;
    const size_t count = list(s, &k, &instrument_shape, a, &rows);
    *out = rows;
    qsort(*out, count, sizeof **out, by_name);
    return count;
}

bool instrument_party_get(struct state *s, const struct hash *id, struct bytes code,
                          struct instrument_party *out)
{
    const struct key k = key_with_code("instrument_party", id, code);
    return row_get(s, &k, &instrument_party_shape, out);
}

void instrument_party_put(struct state *s, const struct hash *id, const struct instrument_party *p)
{
    const struct key k = key_with_code("instrument_party", id, p->code);
    row_put(s, &k, &instrument_party_shape, p);
}

size_t instrument_parties(struct state *s, const struct hash *id, struct arena *a,
                          struct instrument_party **out)
{
    const struct key k = key_of("instrument_party", id);
    void *rows = NULL;
    const size_t count = list(s, &k, &instrument_party_shape, a, &rows);
    *out = rows;
    return count;
}

bool instrument_reservation_get(struct state *s, const struct hash *id, int64_t number,
                                struct instrument_reservation *out)
{
    const struct key k = key_with_number("instrument_reservation", id, number);
    return row_get(s, &k, &instrument_reservation_shape, out);
}

void instrument_reservation_put(struct state *s, const struct hash *id,
                                const struct instrument_reservation *r)
{
    const struct key k = key_with_number("instrument_reservation", id, r->number);
    row_put(s, &k, &instrument_reservation_shape, r);
}

size_t instrument_reservations(struct state *s, const struct hash *id, struct arena *a,
                               struct instrument_reservation **out)
{
    const struct key k = key_of("instrument_reservation", id);
    void *rows = NULL;
    const size_t count = list(s, &k, &instrument_reservation_shape, a, &rows);
    *out = rows;
    return count;
}

static struct key key_of_objection(const struct hash *id, int64_t reservation, struct bytes code)
{
    struct key k = key_with_number("instrument_objection", id, reservation);
    key_add_text(&k, code);
    return k;
}

bool instrument_objection_get(struct state *s, const struct hash *id, int64_t reservation, struct bytes code,
                              struct instrument_objection *out)
{
    const struct key k = key_of_objection(id, reservation, code);
    return row_get(s, &k, &instrument_objection_shape, out);
}

void instrument_objection_put(struct state *s, const struct hash *id, const struct instrument_objection *o)
{
    const struct key k = key_of_objection(id, o->reservation, o->code);
    row_put(s, &k, &instrument_objection_shape, o);
}

size_t instrument_objections(struct state *s, const struct hash *id, struct arena *a,
                             struct instrument_objection **out)
{
    const struct key k = key_of("instrument_objection", id);
    void *rows = NULL;
    const size_t count = list(s, &k, &instrument_objection_shape, a, &rows);
    *out = rows;
    return count;
}

bool instrument_correction_get(struct state *s, const struct hash *id, int64_t number,
                               struct instrument_correction *out)
{
    const struct key k = key_with_number("instrument_correction", id, number);
    return row_get(s, &k, &instrument_correction_shape, out);
}

void instrument_correction_put(struct state *s, const struct hash *id, const struct instrument_correction *x)
{
    const struct key k = key_with_number("instrument_correction", id, x->number);
    row_put(s, &k, &instrument_correction_shape, x);
}

size_t instrument_corrections(struct state *s, const struct hash *id, struct arena *a,
                              struct instrument_correction **out)
{
    const struct key k = key_of("instrument_correction", id);
    void *rows = NULL;
    const size_t count = list(s, &k, &instrument_correction_shape, a, &rows);
    *out = rows;
    return count;
}

size_t instrument_notices(struct state *s, const struct hash *id, struct arena *a,
                          struct instrument_notice **out)
{
    const struct key k = key_of("instrument_notice", id);
    void *rows = NULL;
    const size_t count = list(s, &k, &instrument_notice_shape, a, &rows);
    *out = rows;
    return count;
}

void instrument_tell_of(struct context *c, struct instrument *i, enum instrument_event event,
                        struct bytes code, int64_t subject, int64_t day)
{
    const struct instrument_notice n = {.code = code,
                                        .day = instrument_day(c, day),
                                        .entry = (int64_t)c->index,
                                        .event = event,
                                        .number = ++i->notices,
                                        .subject = subject};
    const struct key k = key_with_number("instrument_notice", &i->id, n.number);
    row_put(c->state, &k, &instrument_notice_shape, &n);
}

void instrument_tell(struct context *c, struct instrument *i, enum instrument_event event, struct bytes code,
                     int64_t subject)
{
    instrument_tell_of(c, i, event, code, subject, civil_today(c));
}
