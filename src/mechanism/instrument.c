#include "mechanism/instrument.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/member.h"
#include "mechanism/statement.h"

/* Opening, signing, depositing, leaving. */

/* Languages with a space between. */
static struct bytes join(struct arena *a, const struct act_value *list)
{
    struct buffer b;
    buffer_init(&b, LANGUAGES_MAX * (LANGUAGE_BYTES_MAX + 1));
    for (size_t i = 0; i < list->count; i++) {
        buffer_add_text(&b, i == 0 ? "" : " ");
        buffer_add_bytes(&b, list->items[i]);
    }
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* A clause that can be applied to what is on the record: its tables stand in it. */
static bool clause_is_good(struct context *c, struct bytes text)
{
    struct charter_diags *diags = ARENA_NEW(c->arena, struct charter_diags);
    const struct charter_source source = {BYTES("clause"), text};
    const struct treaty_facts none = {.on = TREATY_NO_DAY};
    const struct treaty *t = NULL;
    return treaty_parse(c->arena, &source, &t, diags) == OK && treaty_lacks_table(t, &none).len == 0;
}

static bool others_are_too_many(struct context *c)
{
    struct instrument *all = NULL;
    return instrument_list(c->state, c->arena, &all) >= INSTRUMENTS_MAX;
}

/* Its text: an adopted statement, or a digest, and not both. */
static enum rejection check_text_of(struct context *c, const struct act *a)
{
    struct statement st;
    const struct act_value *statement = act_value(a, "statement");
    if (statement->given == act_value(a, "digest")->given) {
        return REJECT_wrong_target;
    }
    return statement->given && !statement_get(c->state, statement->integer, c->arena, &st)
               ? REJECT_unknown_statement
               : ACCEPTED;
}

enum rejection instrument_open(struct context *c, const struct act *a)
{
    struct body b;
    struct hash known;
    struct instrument base;
    struct instrument i = {.amends = act_value(a, "amends")->hash,
                           .body = act_value(a, "body")->text,
                           .clause = act_value(a, "clause")->text,
                           .closes = act_value(a, "closes")->text,
                           .digest = act_value(a, "digest")->hash,
                           .entry = (int64_t)c->index,
                           .id = a->id,
                           .languages = join(c->arena, act_value(a, "languages")),
                           .name = act_value(a, "name")->text,
                           .opens = act_value(a, "opens")->text,
                           .place = act_value(a, "place")->text,
                           .statement = act_value(a, "statement")->integer,
                           .title = act_value(a, "title")->text};
    if (!body_get(c->state, i.body, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (instrument_named(c->state, i.name, &known)) {
        return REJECT_exists;
    }
    if (others_are_too_many(c)) {
        return REJECT_limit;
    }
    if (i.closes.len > 0 && bytes_compare(i.closes, i.opens) < 0) {
        return REJECT_wrong_dates;
    }
    if (act_value(a, "amends")->given && !instrument_get(c->state, &i.amends, &base)) {
        return REJECT_unknown_instrument;
    }
    if (!clause_is_good(c, i.clause)) {
        return REJECT_bad_clause;
    }
    const enum rejection r = check_text_of(c, a);
    if (r == ACCEPTED) {
        instrument_tell(c, &i, EVENT_OPENED, BYTES(""), 0);
        instrument_settle(c, &i);
    }
    return r;
}

enum rejection instrument_of(struct context *c, const struct act *a, struct instrument *i, struct bytes *code,
                             struct bytes *day)
{
    struct member m;
    *day = instrument_day(c, civil_today(c));
    *code = a->frame.member;
    if (!instrument_get(c->state, &act_value(a, "instrument")->hash, i)) {
        return REJECT_unknown_instrument;
    }
    const bool party = act_has(a, "party") && act_value(a, "party")->given;
    const bool date = act_has(a, "date") && act_value(a, "date")->given;
    if (!party) {
        return date ? REJECT_not_depositary : ACCEPTED; /* members act on the day on which they do */
    }
    *code = act_value(a, "party")->text;
    if (!bytes_equal(instrument_depositary(c, i), a->frame.member)) {
        return REJECT_not_depositary;
    }
    if (member_get(c->state, *code, &m)) {
        return REJECT_not_owner; /* members act for themselves */
    }
    if (date && bytes_compare(act_value(a, "date")->text, *day) > 0) {
        return REJECT_wrong_dates;
    }
    *day = date ? act_value(a, "date")->text : *day;
    return ACCEPTED;
}

/* The row of a participant, or a new one. */
static enum rejection party_of(struct context *c, const struct act *a, struct instrument *i,
                               struct bytes code,
                               struct instrument_party *p)
{
    struct member m;
    if (!instrument_party_get(c->state, &i->id, code, p)) {
        if (i->parties == INSTRUMENT_PARTIES_MAX) {
            return REJECT_limit;
        }
        *p = (struct instrument_party){
            .code = code, .member = member_get(c->state, code, &m), .number = ++i->parties};
    }
    p->entry = (int64_t)c->index;
    (void)a;
    return ACCEPTED;
}

static void settle(struct context *c, struct instrument *i, const struct instrument_party *p,
                   enum instrument_event event)
{
    instrument_party_put(c->state, &i->id, p);
    instrument_tell(c, i, event, p->code, 0);
    instrument_settle(c, i);
}

static bool signature_parse(struct bytes word, enum instrument_signature *out)
{
    static const char *const words[] = {"simple", "ad_referendum", "definitive"};
    for (size_t k = 0; k < 3; k++) {
        if (bytes_equal_text(word, words[k])) {
            *out = (enum instrument_signature)(k + SIGNATURE_SIMPLE);
            return true;
        }
    }
    return false;
}

enum rejection instrument_sign(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    enum rejection r = instrument_of(c, a, &i, &code, &day);
    r = r == ACCEPTED ? party_of(c, a, &i, code, &p) : r;
    if (r != ACCEPTED) {
        return r;
    }
    if (bytes_compare(day, i.opens) < 0) {
        return REJECT_too_early;
    }
    if (i.closes.len > 0 && bytes_compare(day, i.closes) > 0) {
        return REJECT_too_late;
    }
    if (p.signature != SIGNATURE_NONE || p.deposited.len > 0) {
        return REJECT_exists;
    }
    if (!signature_parse(act_value(a, "signature")->text, &p.signature)) {
        return REJECT_wrong_kind;
    }
    p.signed_on = day;
    p.office = act_value(a, "office")->text;
    p.powers = act_value(a, "powers")->hash;
    settle(c, &i, &p, EVENT_SIGNED);
    return ACCEPTED;
}

enum rejection instrument_confirm(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    const enum rejection r = instrument_of(c, a, &i, &code, &day);
    if (r != ACCEPTED) {
        return r;
    }
    if (!instrument_party_get(c->state, &i.id, code, &p) || p.signature != SIGNATURE_AD_REFERENDUM) {
        return REJECT_not_signatory;
    }
    if (p.confirmed.len > 0) {
        return REJECT_exists;
    }
    if (bytes_compare(day, p.signed_on) < 0) {
        return REJECT_wrong_dates;
    }
    p.confirmed = day;
    p.entry = (int64_t)c->index;
    settle(c, &i, &p, EVENT_CONFIRMED);
    return ACCEPTED;
}

/* Ratification, acceptance and approval follow a signature that counts. */
static bool needs_signature(enum treaty_kind kind)
{
    return kind == TREATY_RATIFICATION || kind == TREATY_ACCEPTANCE || kind == TREATY_APPROVAL;
}

static bool has_signed(const struct instrument_party *p)
{
    return p->signature == SIGNATURE_SIMPLE || p->signature == SIGNATURE_DEFINITIVE || p->confirmed.len > 0;
}

/* Reservations that were made when signing are confirmed with the consent, or have no effect (VCLT 23(2)). */
static void confirm_reservations(struct context *c, const struct instrument *i, struct bytes code,
                                 struct bytes day)
{
    struct instrument_reservation *list = NULL;
    const size_t count = instrument_reservations(c->state, &i->id, c->arena, &list);
    for (size_t k = 0; k < count; k++) {
        if (bytes_equal(list[k].code, code) && list[k].withdrawn.len == 0 && list[k].confirmed.len == 0) {
            list[k].confirmed = day;
            instrument_reservation_put(c->state, &i->id, &list[k]);
            instrument_reservation_wait(c, i, &list[k]);
        }
    }
}

enum rejection instrument_deposit(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    enum treaty_kind kind = TREATY_RATIFICATION;
    enum rejection r = instrument_of(c, a, &i, &code, &day);
    r = r == ACCEPTED ? party_of(c, a, &i, code, &p) : r;
    if (r != ACCEPTED) {
        return r;
    }
    const struct bytes word = act_value(a, "kind")->text;
    if (!treaty_kind_read(word, &kind) || kind == TREATY_DEFINITIVE || word.len < 3) {
        return REJECT_wrong_kind;
    }
    const bool gone = p.leaves.len > 0 && bytes_compare(p.leaves, day) <= 0;
    if ((p.deposited.len > 0 && p.withdrawn.len == 0 && !gone) ||
        (p.signature == SIGNATURE_DEFINITIVE && p.deposited.len == 0)) {
        return REJECT_exists;
    }
    if (needs_signature(kind) && !has_signed(&p)) {
        return REJECT_not_signatory;
    }
    if (bytes_compare(day, p.signed_on.len > 0 ? p.signed_on : i.opens) < 0) {
        return REJECT_wrong_dates;
    }
    p.first = !gone || p.first.len > 0 ? p.first : p.deposited.len > 0 ? p.deposited : p.signed_on;
    p.kind = kind;
    p.deposited = day;
    p.office = act_value(a, "office")->text;
    p.document = act_value(a, "document")->hash;
    p.withdrawn = p.leaves = p.notified = BYTES("");
    if (act_value(a, "confirms")->integer != 0) {
        confirm_reservations(c, &i, code, day);
    }
    settle(c, &i, &p, EVENT_DEPOSITED);
    return ACCEPTED;
}

static int64_t leaving_day(struct context *c, const struct instrument *i, struct bytes day)
{
    const struct treaty *t = NULL;
    struct treaty_force f;
    instrument_apply_clause(c->state, c->arena, i, civil_today(c), &t, &f);
    return treaty_withdrawal_day(t, civil_parse(day));
}

static bool has_consented(const struct instrument_party *p)
{
    return (p->deposited.len > 0 || p->signature == SIGNATURE_DEFINITIVE) && p->withdrawn.len == 0;
}

/* Before it is bound a participant takes its instrument back at once; later it gives notice. */
enum rejection instrument_withdraw(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    const enum rejection r = instrument_of(c, a, &i, &code, &day);
    if (r != ACCEPTED) {
        return r;
    }
    if (!instrument_party_get(c->state, &i.id, code, &p) || !has_consented(&p)) {
        return REJECT_not_bound;
    }
    if (p.leaves.len > 0) {
        return REJECT_exists;
    }
    const struct bytes since = p.deposited.len > 0 ? p.deposited : p.signed_on;
    if (bytes_compare(day, since) < 0) {
        return REJECT_wrong_dates;
    }
    p.entry = (int64_t)c->index;
    if (!instrument_binds(&p, day)) {
        p.withdrawn = day;
        settle(c, &i, &p, EVENT_TAKEN_BACK);
        return ACCEPTED;
    }
    const int64_t leaves = leaving_day(c, &i, day);
    if (leaves == TREATY_NO_DAY) {
        return REJECT_wrong_dates;
    }
    p.notified = day;
    p.leaves = instrument_day(c, leaves);
    civil_deadline_set(c, CIVIL_INSTRUMENT_LEAVE, &i.id, p.number, leaves);
    settle(c, &i, &p, EVENT_LEAVING);
    return ACCEPTED;
}

/* A notice may be revoked before it takes effect (VCLT 68). */
enum rejection instrument_stay(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    const enum rejection r = instrument_of(c, a, &i, &code, &day);
    if (r != ACCEPTED) {
        return r;
    }
    if (!instrument_party_get(c->state, &i.id, code, &p) || p.leaves.len == 0) {
        return REJECT_not_bound;
    }
    if (bytes_compare(p.leaves, day) <= 0) {
        return REJECT_too_late;
    }
    p.notified = p.leaves = BYTES("");
    p.entry = (int64_t)c->index;
    civil_deadline_drop(c, CIVIL_INSTRUMENT_LEAVE, &i.id, p.number);
    settle(c, &i, &p, EVENT_STAYING);
    return ACCEPTED;
}

/* Provisional application begins and ends by notice, before the treaty is in force for the participant (VCLT
 * 25). */
enum rejection instrument_apply(struct context *c, const struct act *a)
{
    struct instrument i;
    struct instrument_party p;
    struct bytes code;
    struct bytes day;
    const bool ends = act_value(a, "ends")->integer != 0;
    const enum rejection r = instrument_of(c, a, &i, &code, &day);
    if (r != ACCEPTED) {
        return r;
    }
    if (!instrument_party_get(c->state, &i.id, code, &p) || (!has_signed(&p) && !has_consented(&p))) {
        return REJECT_not_signatory;
    }
    const bool applies = p.applied.len > 0 && p.ended.len == 0;
    if (applies != ends || instrument_binds(&p, day)) {
        return ends ? REJECT_not_applied : REJECT_exists;
    }
    if (bytes_compare(day, ends ? p.applied : p.signed_on) < 0) {
        return REJECT_wrong_dates;
    }
    *(ends ? &p.ended : &p.applied) = day;
    p.ended = ends ? p.ended : BYTES("");
    p.entry = (int64_t)c->index;
    settle(c, &i, &p, ends ? EVENT_APPLIED_END : EVENT_APPLIED);
    return ACCEPTED;
}
