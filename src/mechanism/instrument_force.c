#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/instrument.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "mechanism/office.h"

/* What the clause makes of the participants, and what comes on its day. */

struct bytes instrument_day(struct context *c, int64_t day)
{
    return arena_copy(c->arena, bytes_of_text(civil_day_at(day).text));
}

static int64_t day_of(struct bytes day)
{
    return day.len == 0 ? TREATY_NO_DAY : civil_parse(day);
}

static struct bytes text_of(struct context *c, int64_t day)
{
    return day == TREATY_NO_DAY ? BYTES("") : instrument_day(c, day);
}

struct bytes instrument_depositary(struct context *c, const struct instrument *i)
{
    const struct charter_office *office = charter_office(law_now(c), BYTES("depositary"));
    const struct bytes holder = office == NULL ? BYTES("") : office_holder(c, office);
    struct body b;
    struct member m;
    if (holder.len > 0 && member_get(c->state, holder, &m)) {
        return holder;
    }
    return body_get(c->state, i->body, c->arena, &b) ? b.chair : BYTES("");
}

bool instrument_binds(const struct instrument_party *p, struct bytes day)
{
    return p->force.len > 0 && bytes_compare(p->force, day) <= 0 && p->withdrawn.len == 0 &&
           (p->leaves.len == 0 || bytes_compare(day, p->leaves) < 0);
}

/* An ad referendum signature counts once it is confirmed, from its own day; a definitive one is an
 * instrument. Withdrawal from a treaty in force does not change what its clause has made (VCLT 55). */
static struct treaty_row row_of(const struct instrument_party *p)
{
    const bool counts = p->signature == SIGNATURE_SIMPLE || p->signature == SIGNATURE_DEFINITIVE ||
                        (p->signature == SIGNATURE_AD_REFERENDUM && p->confirmed.len > 0);
    const bool definitive = p->signature == SIGNATURE_DEFINITIVE && p->deposited.len == 0;
    const struct bytes deposited = p->first.len > 0 ? p->first : p->deposited;
    return (struct treaty_row){
        .code = p->code,
        .party = p->code,
        .kind = definitive ? TREATY_DEFINITIVE : p->kind,
        .signed_on = counts ? day_of(p->signed_on) : TREATY_NO_DAY,
        .deposited = day_of(definitive ? p->signed_on : deposited),
        .withdrawn = p->first.len > 0 ? TREATY_NO_DAY : day_of(p->withdrawn),
    };
}

/* Other treaties, by the id that their clause gives. */
static void list_others(struct state *s, struct arena *a, struct treaty_facts *facts)
{
    struct instrument *all = NULL;
    const size_t count = instrument_list(s, a, &all);
    struct treaty_other *others = ARENA_ARRAY(a, struct treaty_other, count + 1);
    for (size_t k = 0; k < count; k++) {
        if (all[k].force.len > 0) {
            others[facts->other_count++] = (struct treaty_other){all[k].name, civil_parse(all[k].force)};
        }
    }
    facts->others = others;
}

/* The clause, and what is known; room for one row more. */
static const struct treaty *read_facts(struct state *s, struct arena *a, const struct instrument *i,
                                       struct treaty_facts *facts, struct treaty_row **out)
{
    struct charter_diags *diags = ARENA_NEW(a, struct charter_diags);
    const struct charter_source source = {i->name, arena_copy(a, i->clause)};
    const struct treaty *treaty = NULL;
    struct instrument_party *parties = NULL;
    check(treaty_parse(a, &source, &treaty, diags) == OK);
    facts->row_count = instrument_parties(s, &i->id, a, &parties);
    struct treaty_row *rows = ARENA_ARRAY(a, struct treaty_row, facts->row_count + 1);
    for (size_t k = 0; k < facts->row_count; k++) {
        rows[k] = row_of(&parties[k]);
    }
    facts->rows = rows;
    list_others(s, a, facts);
    *out = rows;
    return treaty;
}

void instrument_apply_clause(struct state *s, struct arena *a, const struct instrument *i, int64_t today,
                             const struct treaty **treaty, struct treaty_force *out)
{
    struct treaty_facts facts = {.on = today};
    struct treaty_row *rows = NULL;
    *treaty = read_facts(s, a, i, &facts, &rows);
    treaty_apply(a, *treaty, &facts, out);
}

/* By which kind of instrument it would consent: one that the clause counts. */
static enum treaty_kind kind_of(const struct treaty *t, bool has_signed)
{
    const enum treaty_kind usual = has_signed ? TREATY_RATIFICATION : TREATY_ACCESSION;
    int kind = (int)usual;
    for (int k = 0; k < TREATY_KIND_COUNT && (t->kinds & 1U << kind) == 0; k++) {
        kind = k;
    }
    return (enum treaty_kind)kind;
}

bool instrument_suppose(struct state *s, struct arena *a, const struct instrument *i, int64_t today,
                        struct bytes code, int64_t day, const struct treaty **treaty,
                        struct treaty_force *out)
{
    struct treaty_facts facts = {.on = day > today ? day : today};
    struct treaty_row *rows = NULL;
    size_t k = 0;
    *treaty = read_facts(s, a, i, &facts, &rows);
    while (k < facts.row_count && !bytes_equal(rows[k].code, code)) {
        k++;
    }
    if (k == facts.row_count) {
        rows[facts.row_count++] = (struct treaty_row){
            .code = code, .party = code, .signed_on = TREATY_NO_DAY, .deposited = TREATY_NO_DAY};
    } else if (rows[k].deposited != TREATY_NO_DAY && rows[k].withdrawn == TREATY_NO_DAY) {
        return false;
    }
    rows[k].kind = kind_of(*treaty, rows[k].signed_on != TREATY_NO_DAY);
    rows[k].deposited = day;
    rows[k].withdrawn = TREATY_NO_DAY;
    treaty_apply(a, *treaty, &facts, out);
    return true;
}

/* Of one who consents once more. */
static int64_t bound_again(const struct treaty *t, const struct treaty_force *f,
                           const struct instrument_party *p)
{
    const int64_t deposited = day_of(p->deposited);
    const int64_t own = p->kind == TREATY_SUCCESSION ? deposited : treaty_term_day(&t->late, deposited);
    return p->withdrawn.len > 0 || own == TREATY_NO_DAY ? TREATY_NO_DAY : own > f->in_force ? own
        : f->in_force;
}

int64_t instrument_bound_from(const struct treaty_force *f, struct bytes code)
{
    for (size_t k = 0; k < f->first_count; k++) {
        if (bytes_equal(f->first[k], code)) {
            return f->in_force;
        }
    }
    for (size_t k = 0; k < f->late_count; k++) {
        if (bytes_equal(f->late[k].code, code)) {
            return f->late[k].in_force;
        }
    }
    return TREATY_NO_DAY;
}

static void settle_party(struct context *c, const struct instrument *i, const struct treaty *t,
                         const struct treaty_force *f, struct instrument_party *p)
{
    const int64_t from = p->first.len > 0 ? bound_again(t, f, p) : instrument_bound_from(f, p->code);
    const struct bytes force = text_of(c, from);
    if (bytes_equal(force, p->force)) {
        return;
    }
    p->force = force;
    instrument_party_put(c->state, &i->id, p);
    if (from == TREATY_NO_DAY || from == f->in_force) {
        civil_deadline_drop(c, CIVIL_INSTRUMENT, &i->id, p->number);
    } else {
        civil_deadline_set(c, CIVIL_INSTRUMENT, &i->id, p->number, from);
    }
}

void instrument_settle(struct context *c, struct instrument *i)
{
    const struct treaty *treaty = NULL;
    struct treaty_force f;
    struct instrument_party *parties = NULL;
    instrument_put(c->state, i);
    instrument_apply_clause(c->state, c->arena, i, civil_today(c), &treaty, &f);
    const size_t count = instrument_parties(c->state, &i->id, c->arena, &parties);
    if (i->stage == INSTRUMENT_OPEN) {
        const bool was = i->met.len > 0;
        i->met = text_of(c, f.met);
        i->force = text_of(c, f.in_force);
        if (was != (f.met != TREATY_NO_DAY)) {
            instrument_tell(c, i, was ? EVENT_UNMET : EVENT_MET, BYTES(""), 0);
        }
        if (f.in_force == TREATY_NO_DAY) {
            civil_deadline_drop(c, CIVIL_INSTRUMENT, &i->id, 0);
        } else {
            civil_deadline_set(c, CIVIL_INSTRUMENT, &i->id, 0, f.in_force);
        }
    }
    for (size_t k = 0; k < count; k++) {
        settle_party(c, i, treaty, &f, &parties[k]);
    }
    instrument_put(c->state, i);
}

/* Those that wait for it, by their clauses. */
static void settle_others(struct context *c, const struct hash *but)
{
    struct instrument *all = NULL;
    const size_t count = instrument_list(c->state, c->arena, &all);
    for (size_t k = 0; k < count; k++) {
        if (all[k].stage == INSTRUMENT_OPEN && !hash_equal(&all[k].id, but)) {
            instrument_settle(c, &all[k]);
        }
    }
}

static bool party_numbered(struct context *c, const struct hash *id, int64_t number,
                           struct instrument_party *out)
{
    struct instrument_party *parties = NULL;
    const size_t count = instrument_parties(c->state, id, c->arena, &parties);
    for (size_t k = 0; k < count; k++) {
        if (parties[k].number == number) {
            *out = parties[k];
            return true;
        }
    }
    return false;
}

const char *instrument_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct instrument i;
    struct instrument_party p;
    check(instrument_get(c->state, id, &i));
    if (number != 0) {
        check(party_numbered(c, id, number, &p) && day_of(p.force) == day);
        instrument_tell_of(c, &i, EVENT_BOUND, p.code, 0, day);
        instrument_put(c->state, &i);
        return "bound";
    }
    check(i.stage == INSTRUMENT_OPEN && day_of(i.force) == day);
    i.stage = INSTRUMENT_IN_FORCE;
    instrument_tell_of(c, &i, EVENT_IN_FORCE, BYTES(""), 0, day);
    instrument_put(c->state, &i);
    settle_others(c, id);
    return "in_force";
}

const char *instrument_leaves(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct instrument i;
    struct instrument_party p;
    check(instrument_get(c->state, id, &i) && party_numbered(c, id, number, &p) && day_of(p.leaves) == day);
    instrument_tell_of(c, &i, EVENT_LEFT, p.code, 0, day);
    instrument_put(c->state, &i);
    return "left";
}
