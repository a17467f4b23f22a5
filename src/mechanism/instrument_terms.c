#include "base/check.h"
#include "base/limits.h"
#include "mechanism/civil.h"
#include "mechanism/instrument.h"

/* Reservations, objections and corrections. */

static const struct treaty_term objection_term = {TREATY_MONTHS, OBJECTION_MONTHS, TREATY_NO_DAY, false};

static struct bytes notified(const struct instrument_reservation *r)
{
    return r->confirmed.len > 0 ? r->confirmed : r->made;
}

struct civil_day instrument_objection_until(const struct instrument_reservation *r,
                                            const struct instrument_party *p)
{
    struct civil_day none = {""};
    if (p->deposited.len == 0) {
        return none;
    }
    const int64_t until = treaty_term_day(&objection_term, civil_parse(notified(r)));
    const int64_t consent = civil_parse(p->deposited);
    return civil_day_at(until > consent ? until : consent);
}

void instrument_reservation_wait(struct context *c, const struct instrument *i,
                                 const struct instrument_reservation *r)
{
    const int64_t until = treaty_term_day(&objection_term, civil_parse(notified(r)));
    if (!r->declaration && r->confirmed.len > 0 && until != TREATY_NO_DAY) {
        civil_deadline_set(c, CIVIL_INSTRUMENT_ACCEPT, &i->id, r->number, until);
    }
}

static bool takes_part(struct context *c, const struct instrument *i, struct bytes code,
                       struct instrument_party *p)
{
    return instrument_party_get(c->state, &i->id, code, p) &&
           (p->signature != SIGNATURE_NONE || p->deposited.len > 0) && p->withdrawn.len == 0;
}

static bool forbids(struct context *c, const struct instrument *i)
{
    struct charter_diags *diags = ARENA_NEW(c->arena, struct charter_diags);
    const struct charter_source source = {i->name, arena_copy(c->arena, i->clause)};
    const struct treaty *t = NULL;
    check(treaty_parse(c->arena, &source, &t, diags) == OK);
    return t->no_reservations;
}

enum rejection instrument_reserve(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    const bool declaration = act_value(a, "declaration")->integer != 0;
    const enum rejection r = instrument_of(c, a, &i, &code, &day);
    if (r != ACCEPTED) {
        return r;
    }
    if (!takes_part(c, &i, code, &p)) {
        return REJECT_not_signatory;
    }
    if (!declaration && forbids(c, &i)) {
        return REJECT_no_reservations;
    }
    /* When signing, or with the consent, on the same day (VCLT 19). */
    if (!declaration && p.deposited.len > 0 && !bytes_equal(p.deposited, day)) {
        return REJECT_too_late;
    }
    if (i.reservations == INSTRUMENT_ROWS_MAX) {
        return REJECT_limit;
    }
    const bool consented = p.deposited.len > 0 || p.signature == SIGNATURE_DEFINITIVE;
    const struct instrument_reservation x = {.code = code,
                                             .confirmed = consented ? day : BYTES(""),
                                             .declaration = declaration,
                                             .entry = (int64_t)c->index,
                                             .made = day,
                                             .number = ++i.reservations,
                                             .text = act_value(a, "text")->text};
    instrument_reservation_put(c->state, &i.id, &x);
    instrument_reservation_wait(c, &i, &x);
    instrument_tell(c, &i, EVENT_RESERVED, code, x.number);
    instrument_put(c->state, &i);
    return ACCEPTED;
}

/* The reservation that an act names. */
static enum rejection reservation_of(struct context *c, const struct act *a, struct instrument *i,
                                     struct bytes *code,
                                     struct bytes *day, struct instrument_reservation *x)
{
    const enum rejection r = instrument_of(c, a, i, code, day);
    if (r != ACCEPTED) {
        return r;
    }
    return instrument_reservation_get(c->state, &i->id, act_value(a, "reservation")->integer, x)
               ? ACCEPTED
               : REJECT_unknown_reservation;
}

enum rejection instrument_lift(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_reservation x;
    struct bytes code;
    struct bytes day;
    const enum rejection r = reservation_of(c, a, &i, &code, &day, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(x.code, code)) {
        return REJECT_not_owner;
    }
    if (x.withdrawn.len > 0) {
        return REJECT_already_withdrawn;
    }
    if (bytes_compare(day, x.made) < 0) {
        return REJECT_wrong_dates;
    }
    x.withdrawn = day;
    instrument_reservation_put(c->state, &i.id, &x);
    civil_deadline_drop(c, CIVIL_INSTRUMENT_ACCEPT, &i.id, x.number);
    instrument_tell(c, &i, EVENT_LIFTED, code, x.number);
    instrument_put(c->state, &i);
    return ACCEPTED;
}

enum rejection instrument_object(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct instrument_reservation x;
    struct instrument_objection o;
    struct bytes code;
    struct bytes day;
    const enum rejection r = reservation_of(c, a, &i, &code, &day, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!takes_part(c, &i, code, &p)) {
        return REJECT_not_signatory;
    }
    if (bytes_equal(x.code, code)) {
        return REJECT_own_reservation;
    }
    if (x.declaration) {
        return REJECT_wrong_kind;
    }
    if (x.withdrawn.len > 0) {
        return REJECT_already_withdrawn;
    }
    if (instrument_objection_get(c->state, &i.id, x.number, code, &o) && o.withdrawn.len == 0) {
        return REJECT_exists;
    }
    const struct civil_day until = instrument_objection_until(&x, &p);
    if (until.text[0] != 0 && bytes_compare(day, bytes_of_text(until.text)) > 0) {
        return REJECT_too_late;
    }
    if (bytes_compare(day, x.made) < 0) {
        return REJECT_wrong_dates;
    }
    o = (struct instrument_objection){.code = code,
                                      .entry = (int64_t)c->index,
                                      .made = day,
                                      .opposes = act_value(a, "opposes")->integer != 0,
                                      .reason = act_value(a, "reason")->text,
                                      .reservation = x.number};
    instrument_objection_put(c->state, &i.id, &o);
    instrument_tell(c, &i, EVENT_OBJECTED, code, x.number);
    instrument_put(c->state, &i);
    return ACCEPTED;
}

enum rejection instrument_drop(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_reservation x;
    struct instrument_objection o;
    struct bytes code;
    struct bytes day;
    const enum rejection r = reservation_of(c, a, &i, &code, &day, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!instrument_objection_get(c->state, &i.id, x.number, code, &o)) {
        return REJECT_unknown_objection;
    }
    if (o.withdrawn.len > 0) {
        return REJECT_already_withdrawn;
    }
    if (bytes_compare(day, o.made) < 0) {
        return REJECT_wrong_dates;
    }
    o.withdrawn = day;
    instrument_objection_put(c->state, &i.id, &o);
    instrument_tell(c, &i, EVENT_DROPPED, code, x.number);
    instrument_put(c->state, &i);
    return ACCEPTED;
}

/* Twelve months have passed: whoever had consented by then and did not object has accepted (VCLT 20(5)). */
const char *instrument_accepts(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct instrument i;
    struct instrument_reservation x;
    check(instrument_get(c->state, id, &i) && instrument_reservation_get(c->state, id, number, &x));
    x.accepted = instrument_day(c, day);
    instrument_reservation_put(c->state, id, &x);
    instrument_tell_of(c, &i, EVENT_ACCEPTED, x.code, number, day);
    instrument_put(c->state, &i);
    return "accepted";
}

enum rejection instrument_correct(struct context *c, const struct act *a)
{
    struct instrument i;
    const int64_t today = civil_today(c);
    if (!instrument_get(c->state, &act_value(a, "instrument")->hash, &i)) {
        return REJECT_unknown_instrument;
    }
    if (!bytes_equal(instrument_depositary(c, &i), a->frame.member)) {
        return REJECT_not_depositary;
    }
    if (i.corrections == INSTRUMENT_ROWS_MAX) {
        return REJECT_limit;
    }
    const struct instrument_correction x = {.entry = (int64_t)c->index,
                                            .number = ++i.corrections,
                                            .proposed = instrument_day(c, today),
                                            .text = act_value(a, "text")->text,
                                            .until = instrument_day(c, today + CORRECTION_DAYS)};
    instrument_correction_put(c->state, &i.id, &x);
    civil_deadline_set(c, CIVIL_INSTRUMENT_CORRECT, &i.id, x.number, today + CORRECTION_DAYS);
    instrument_tell(c, &i, EVENT_CORRECTION, BYTES(""), x.number);
    instrument_put(c->state, &i);
    return ACCEPTED;
}

enum rejection instrument_dispute(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct instrument_correction x;
    struct bytes code;
    struct bytes day;
    const enum rejection r = instrument_of(c, a, &i, &code, &day);
    if (r != ACCEPTED) {
        return r;
    }
    if (!takes_part(c, &i, code, &p)) {
        return REJECT_not_signatory;
    }
    if (!instrument_correction_get(c->state, &i.id, act_value(a, "correction")->integer, &x)) {
        return REJECT_unknown_correction;
    }
    if (x.stage != CORRECTION_PROPOSED) {
        return REJECT_too_late;
    }
    x.stage = CORRECTION_DISPUTED;
    x.by = code;
    x.reason = act_value(a, "reason")->text;
    instrument_correction_put(c->state, &i.id, &x);
    civil_deadline_drop(c, CIVIL_INSTRUMENT_CORRECT, &i.id, x.number);
    instrument_tell(c, &i, EVENT_DISPUTED, code, x.number);
    instrument_put(c->state, &i);
    return ACCEPTED;
}

/* Nobody has disputed it: the text is and always was the corrected one (VCLT 79(2), (4)). */
const char *instrument_corrects(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct instrument i;
    struct instrument_correction x;
    check(instrument_get(c->state, id, &i) && instrument_correction_get(c->state, id, number, &x));
    x.stage = CORRECTION_MADE;
    instrument_correction_put(c->state, id, &x);
    instrument_tell_of(c, &i, EVENT_CORRECTED, BYTES(""), number, day);
    instrument_put(c->state, &i);
    return "corrected";
}
