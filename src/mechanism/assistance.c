/* The path of a request: consultation, decision, mandate, notice, end. */
#include "mechanism/assistance.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/statement.h"

static const struct charter_motion *law_of_help(struct context *c)
{
    return charter_motion(law_now(c), BYTES("assist"));
}

struct bytes assistance_body(struct context *c)
{
    const struct charter *law = law_now(c);
    const struct charter_motion *motion = law_of_help(c);
    if (motion != NULL && motion->body.len > 0) {
        return motion->body;
    }
    return law->body_count > 0 ? law->bodies[0].name : BYTES("");
}

struct bytes assistance_chair(struct context *c)
{
    struct body b;
    return body_get(c->state, assistance_body(c), c->arena, &b) ? b.chair : BYTES("");
}

static bool is_chair(struct context *c, const struct act *a)
{
    return bytes_equal(assistance_chair(c), a->frame.member);
}

/* Whether a matter is where, and by which rule, the charter lets help be decided on. */
static bool may_decide(struct context *c, const struct matter *m)
{
    const struct charter_motion *motion = law_of_help(c);
    return bytes_equal(m->body, assistance_body(c)) &&
           (motion == NULL || bytes_equal(m->rule, motion->rule));
}

enum rejection assistance_find(struct context *c, const struct act *a, struct assistance *x)
{
    return assistance_get(c->state, act_value(a, "request")->integer, x) ? ACCEPTED : REJECT_unknown_request;
}

enum rejection assistance_find_own(struct context *c, const struct act *a, struct assistance *x)
{
    const enum rejection r = assistance_find(c, a, x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(x->member, a->frame.member)) {
        return REJECT_not_owner;
    }
    return x->stage == ASSISTANCE_ENDED ? REJECT_wrong_stage : ACCEPTED;
}

static int64_t now_ms(struct context *c)
{
    return civil_ms(c->state, c->org, c->time_ms);
}

void assistance_reach(struct context *c, const struct assistance *x, enum assistance_step step)
{
    struct assistance_time t;
    assistance_time_get(c->state, x->number, step, &t);
    if (t.entry == 0) {
        t.entry = (int64_t)c->index;
        t.time_ms = now_ms(c);
        assistance_time_put(c->state, x->number, step, &t);
    }
}

struct assistance_time assistance_time(struct context *c, const struct assistance *x,
                                       enum assistance_step step)
{
    struct assistance_time t;
    struct matter m;
    struct statement s;
    assistance_time_get(c->state, x->number, step, &t);
    if (step == STEP_DECISION && matter_get(c->state, &x->matter, c->arena, &m) && m.statement != 0 &&
        statement_get(c->state, m.statement, c->arena, &s)) {
        t.entry = s.close;
        t.time_ms = civil_ms(c->state, c->org, s.closed_ms);
    }
    return t;
}

enum rejection assistance_set_target(struct context *c, const struct act *a)
{
    enum assistance_kind kind = ASSISTANCE_DISASTER;
    enum assistance_step step = STEP_END;
    const int64_t ms = act_value(a, "time")->integer;
    if (!assistance_kind_parse(act_value(a, "kind")->text, &kind) ||
        !assistance_step_parse(act_value(a, "step")->text, &step)) {
        return REJECT_wrong_kind;
    }
    if (!is_chair(c, a)) {
        return REJECT_not_chair;
    }
    if (ms == 0) {
        return REJECT_wrong_duration;
    }
    assistance_target_put(c->state, kind, step, ms);
    return ACCEPTED;
}

static struct bytes join_lines(struct arena *a, const struct act_value *v)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    for (size_t i = 0; v->given && i < v->count; i++) {
        buffer_add_text(&b, i > 0 ? "\n" : "");
        buffer_add_bytes(&b, v->items[i]);
    }
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static enum rejection check_needs(struct context *c, const struct act_value *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (act_cell(rows, i, "quantity")->integer == 0) {
            return REJECT_wrong_quantity;
        }
        if (civil_parse(act_cell(rows, i, "by")->text) < civil_today(c)) {
            return REJECT_wrong_dates;
        }
    }
    return ACCEPTED;
}

/* Whether all was there is known when its day is over. */
static void watch_need(struct context *c, const struct assistance *x, const struct assistance_need *n)
{
    civil_deadline_set(c, CIVIL_ASSISTANCE_NEED, &x->id, n->number, civil_parse(n->by) + 1);
}

enum rejection assistance_request(struct context *c, const struct act *a)
{
    const struct act_value *rows = act_value(a, "needs");
    struct assistance x = {.entry = (int64_t)c->index,
                           .id = a->id,
                           .member = a->frame.member,
                           .needs = (int64_t)rows->count,
                           .places = join_lines(c->arena, act_value(a, "places")),
                           .time_ms = now_ms(c),
                           .title = act_value(a, "title")->text,
                           .what = act_value(a, "what")->text};
    if (!assistance_kind_parse(act_value(a, "kind")->text, &x.kind)) {
        return REJECT_wrong_kind;
    }
    const enum rejection r = check_needs(c, rows);
    if (r != ACCEPTED) {
        return r;
    }
    x.number = assistance_number(c->state, &x.id);
    assistance_put(c->state, &x);
    for (size_t i = 0; i < rows->count; i++) {
        const struct assistance_need n = {.by = act_cell(rows, i, "by")->text,
                                          .entry = (int64_t)c->index,
                                          .item = act_cell(rows, i, "item")->text,
                                          .number = (int64_t)i + 1,
                                          .quantity = act_cell(rows, i, "quantity")->integer,
                                          .unit = act_cell(rows, i, "unit")->text};
        assistance_need_put(c->state, x.number, &n);
        watch_need(c, &x, &n);
    }
    for (enum assistance_step step = 0; step < ASSISTANCE_STEPS; step++) {
        const struct assistance_time t = {.target_ms = assistance_target(c->state, x.kind, step)};
        if (t.target_ms > 0) { /* those of today hold for it, whatever is set later */
            assistance_time_put(c->state, x.number, step, &t);
        }
    }
    return ACCEPTED;
}

enum rejection assistance_revise(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_need n;
    const enum rejection r = assistance_find_own(c, a, &x);
    const struct act_value *by = act_value(a, "by");
    const int64_t quantity = act_value(a, "quantity")->integer;
    if (r != ACCEPTED) {
        return r;
    }
    if (!assistance_need_get(c->state, x.number, act_value(a, "need")->integer, &n)) {
        return REJECT_unknown_need;
    }
    if (quantity == 0) {
        return REJECT_wrong_quantity;
    }
    if (quantity < n.accepted) {
        return REJECT_beyond_need;
    }
    if (by->given && civil_parse(by->text) < civil_today(c)) {
        return REJECT_wrong_dates;
    }
    n.quantity = quantity;
    n.by = by->given ? by->text : n.by;
    n.late = n.late && !by->given && n.delivered < quantity;
    n.entry = (int64_t)c->index;
    n.reason = act_value(a, "reason")->text;
    n.revisions++;
    assistance_need_put(c->state, x.number, &n);
    if (by->given) {
        watch_need(c, &x, &n);
    }
    return ACCEPTED;
}

enum rejection assistance_consult(struct context *c, const struct act *a)
{
    struct assistance x;
    struct matter m;
    struct matter before;
    const enum rejection r = assistance_find(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(x.member, a->frame.member) && !is_chair(c, a)) {
        return REJECT_not_owner;
    }
    const bool linked = matter_get(c->state, &x.matter, c->arena, &before);
    const bool in_vain = linked && (before.stage == MATTER_LAPSED || !may_decide(c, &before));
    if (x.stage > ASSISTANCE_CONSULTED || (linked && !in_vain)) {
        return REJECT_wrong_stage;
    }
    if (!matter_get(c->state, &act_value(a, "matter")->hash, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    if (!may_decide(c, &m)) {
        return REJECT_wrong_rule;
    }
    if (m.stage == MATTER_LAPSED) {
        return REJECT_wrong_stage;
    }
    x.matter = m.id;
    x.stage = ASSISTANCE_CONSULTED;
    assistance_put(c->state, &x);
    assistance_reach(c, &x, STEP_CONSULTATION);
    return ACCEPTED;
}

/* The decision that an act names, or else the one of the request: adopted, where the charter lets it be. */
static enum rejection find_decision(struct context *c, const struct act *a, const struct assistance *x,
                                    struct matter *m)
{
    const struct act_value *named = act_value(a, "matter");
    if (!matter_get(c->state, named->given ? &named->hash : &x->matter, c->arena, m)) {
        return REJECT_unknown_matter;
    }
    if (!may_decide(c, m)) {
        return REJECT_wrong_rule;
    }
    return m->stage == MATTER_ADOPTED ? ACCEPTED : REJECT_not_adopted;
}

static bool has_mandate(struct context *c, const struct assistance *x, const struct hash *matter)
{
    struct assistance_mandate *list = NULL;
    const size_t count = assistance_mandates(c->state, x->number, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&list[i].matter, matter)) {
            return true;
        }
    }
    return false;
}

/* The one that holds, holds no more. */
static void end_mandate(struct context *c, const struct assistance *x)
{
    struct assistance_mandate m;
    if (assistance_mandate_get(c->state, x->number, x->mandates, &m) && !m.over) {
        m.over = true;
        assistance_mandate_put(c->state, x->number, &m);
        civil_deadline_drop(c, CIVIL_ASSISTANCE_MANDATE, &x->id, m.number);
    }
}

enum rejection assistance_mandate(struct context *c, const struct act *a)
{
    struct assistance x;
    struct matter m;
    struct assistance_mandate new = {.entry = (int64_t)c->index,
                                     .from = act_value(a, "from")->text,
                                     .limits = act_value(a, "limits")->text,
                                     .member = a->frame.member,
                                     .tasks = act_value(a, "tasks")->text,
                                     .until = act_value(a, "until")->text};
    enum rejection r = assistance_find(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.stage == ASSISTANCE_ENDED) {
        return REJECT_wrong_stage;
    }
    if (!is_chair(c, a)) {
        return REJECT_not_chair;
    }
    r = find_decision(c, a, &x, &m);
    if (r != ACCEPTED) {
        return r;
    }
    if (has_mandate(c, &x, &m.id)) {
        return REJECT_exists; /* another one needs another decision */
    }
    if (bytes_compare(new.from, new.until) > 0 || civil_parse(new.until) < civil_today(c)) {
        return REJECT_wrong_dates;
    }
    if (x.mandates == ASSISTANCE_MANDATES_MAX) {
        return REJECT_limit;
    }
    end_mandate(c, &x);
    new.matter = m.id;
    new.number = ++x.mandates;
    x.matter = m.id;
    x.stage = ASSISTANCE_MANDATED;
    assistance_put(c->state, &x);
    assistance_mandate_put(c->state, x.number, &new);
    civil_deadline_set(c, CIVIL_ASSISTANCE_MANDATE, &x.id, new.number, civil_parse(new.until) + 1);
    assistance_reach(c, &x, STEP_CONSULTATION);
    assistance_reach(c, &x, STEP_MANDATE);
    return ACCEPTED;
}

static bool offers_help(struct context *c, const struct assistance *x, struct bytes member)
{
    struct assistance_offer *list = NULL;
    const size_t count = assistance_offers(c->state, x->number, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].member, member)) {
            return true;
        }
    }
    return false;
}

enum rejection assistance_report(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_report new = {.entry = (int64_t)c->index,
                                    .evidence = act_value(a, "evidence")->hash,
                                    .member = a->frame.member,
                                    .text = act_value(a, "text")->text};
    const enum rejection r = assistance_find(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.stage == ASSISTANCE_ENDED) {
        return REJECT_wrong_stage;
    }
    const bool takes_part = bytes_equal(x.member, new.member) || is_chair(c, a);
    if (!takes_part && !offers_help(c, &x, new.member)) {
        return REJECT_not_owner;
    }
    if (x.reports == ASSISTANCE_REPORTS_MAX) {
        return REJECT_limit;
    }
    new.number = ++x.reports;
    assistance_put(c->state, &x);
    assistance_report_put(c->state, x.number, &new);
    return ACCEPTED;
}

/* Also of a request that has ended: that measures have ended is to be told too. */
enum rejection assistance_sign(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_notice new = {.day = act_value(a, "day")->text,
                                    .digest = act_value(a, "digest")->hash,
                                    .entry = (int64_t)c->index,
                                    .member = a->frame.member,
                                    .office = act_value(a, "office")->text,
                                    .to = act_value(a, "to")->text};
    const enum rejection r = assistance_find(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!is_chair(c, a)) {
        return REJECT_not_chair;
    }
    if (civil_parse(new.day) > civil_today(c)) {
        return REJECT_wrong_dates;
    }
    if (x.notices == ASSISTANCE_NOTICES_MAX) {
        return REJECT_limit;
    }
    new.number = ++x.notices;
    assistance_put(c->state, &x);
    assistance_notice_put(c->state, x.number, &new);
    assistance_reach(c, &x, STEP_NOTICE);
    return ACCEPTED;
}

/* Who asked may say at any time that it is over; the chair when the mandate is, or by a decision. */
static enum rejection may_end(struct context *c, const struct act *a, const struct assistance *x)
{
    struct matter m;
    if (bytes_equal(x->member, a->frame.member)) {
        return ACCEPTED;
    }
    if (!is_chair(c, a)) {
        return REJECT_not_owner;
    }
    if (x->stage == ASSISTANCE_OVER) {
        return ACCEPTED;
    }
    if (!act_value(a, "matter")->given) {
        return REJECT_not_adopted;
    }
    const enum rejection r = find_decision(c, a, x, &m);
    if (r != ACCEPTED) {
        return r;
    }
    return has_mandate(c, x, &m.id) ? REJECT_exists : ACCEPTED;
}

/* Nothing of it comes any more. */
static void drop_all(struct context *c, const struct assistance *x)
{
    struct assistance_offer *list = NULL;
    const size_t count = assistance_offers(c->state, x->number, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].stage == OFFER_OPEN) {
            list[i].stage = OFFER_EXPIRED;
            assistance_offer_put(c->state, x->number, &list[i]);
            civil_deadline_drop(c, CIVIL_ASSISTANCE_OFFER, &x->id, list[i].number);
        }
    }
    for (int64_t i = 1; i <= x->needs; i++) {
        civil_deadline_drop(c, CIVIL_ASSISTANCE_NEED, &x->id, i);
    }
    end_mandate(c, x);
}

enum rejection assistance_end(struct context *c, const struct act *a)
{
    struct assistance x;
    enum rejection r = assistance_find(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.stage == ASSISTANCE_ENDED) {
        return REJECT_wrong_stage;
    }
    r = may_end(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    drop_all(c, &x);
    x.ended = (int64_t)c->index;
    x.ended_by = a->frame.member;
    x.stage = ASSISTANCE_ENDED;
    x.summary = act_value(a, "summary")->text;
    assistance_put(c->state, &x);
    assistance_reach(c, &x, STEP_END);
    return ACCEPTED;
}

const char *assistance_need_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct assistance x;
    struct assistance_need n;
    (void)day;
    assistance_of_id(c->state, id, &x);
    check(assistance_need_get(c->state, x.number, number, &n));
    n.late = n.delivered < n.quantity;
    if (n.late) {
        assistance_need_put(c->state, x.number, &n);
    }
    return n.late ? "unmet" : "met";
}

const char *assistance_mandate_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct assistance x;
    (void)day;
    assistance_of_id(c->state, id, &x);
    check(x.stage == ASSISTANCE_MANDATED && x.mandates == number);
    end_mandate(c, &x);
    x.stage = ASSISTANCE_OVER;
    assistance_put(c->state, &x);
    return "over";
}
