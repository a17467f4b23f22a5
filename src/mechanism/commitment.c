#include "mechanism/commitment.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/statement.h"

static const char *const stages[] = {"open", "fulfilled", "withdrawn", NULL};
static const char *const report_stages[] = {"made", "confirmed", "disputed", NULL};

static const struct row_field of_commitment[] = {
    ROW_FIELD(commitment, conditions, ROW_TEXT), ROW_FIELD(commitment, confirmed, ROW_NUMBER),
    ROW_FIELD(commitment, due, ROW_TEXT),        ROW_FIELD(commitment, entry, ROW_NUMBER),
    ROW_FIELD(commitment, from, ROW_TEXT),       ROW_FIELD(commitment, id, ROW_HASH),
    ROW_FIELD(commitment, matter, ROW_HASH),     ROW_FIELD(commitment, member, ROW_TEXT),
    ROW_FIELD(commitment, number, ROW_NUMBER),   ROW_FIELD(commitment, overdue, ROW_BOOL),
    ROW_FIELD(commitment, places, ROW_TEXT),     ROW_FIELD(commitment, quantity, ROW_NUMBER),
    ROW_FIELD(commitment, reason, ROW_TEXT),     ROW_FIELD(commitment, reports, ROW_NUMBER),
    ROW_FIELD(commitment, revisions, ROW_NUMBER), ROW_ENUM(commitment, stage, stages),
    ROW_FIELD(commitment, statement, ROW_NUMBER), ROW_FIELD(commitment, title, ROW_TEXT),
    ROW_FIELD(commitment, unit, ROW_TEXT),       ROW_END,
};
static const struct row_field of_report[] = {
    ROW_FIELD(commitment_report, by, ROW_TEXT),        ROW_FIELD(commitment_report, day, ROW_TEXT),
    ROW_FIELD(commitment_report, entry, ROW_NUMBER),   ROW_FIELD(commitment_report, evidence, ROW_HASH),
    ROW_FIELD(commitment_report, number, ROW_NUMBER),  ROW_FIELD(commitment_report, quantity, ROW_NUMBER),
    ROW_FIELD(commitment_report, reason, ROW_TEXT),    ROW_FIELD(commitment_report, ruled, ROW_BOOL),
    ROW_FIELD(commitment_report, said, ROW_NUMBER),    ROW_ENUM(commitment_report, stage, report_stages),
    ROW_FIELD(commitment_report, text, ROW_TEXT),      ROW_END,
};
static const struct row_field of_revision[] = {
    ROW_FIELD(commitment_revision, due, ROW_TEXT),        ROW_FIELD(commitment_revision, entry, ROW_NUMBER),
    ROW_FIELD(commitment_revision, number, ROW_NUMBER),
    ROW_FIELD(commitment_revision, quantity, ROW_NUMBER),
    ROW_FIELD(commitment_revision, reason, ROW_TEXT),     ROW_END,
};
ROW_SHAPE(commitment, of_commitment);
ROW_SHAPE(commitment_report, of_report);
ROW_SHAPE(commitment_revision, of_revision);

static struct key key_of(const char *noun, int64_t commitment)
{
    struct key k = key_noun(noun);
    key_add_number(&k, commitment);
    return k;
}

static struct key part_key(const char *noun, int64_t commitment, int64_t number)
{
    struct key k = key_of(noun, commitment);
    key_add_number(&k, number);
    return k;
}

bool commitment_get(struct state *s, int64_t number, struct commitment *out)
{
    const struct key k = key_of("commitment", number);
    return row_get(s, &k, &commitment_shape, out);
}

static void commitment_put(struct state *s, const struct commitment *x)
{
    const struct key k = key_of("commitment", x->number);
    row_put(s, &k, &commitment_shape, x);
}

size_t commitment_list(struct state *s, struct arena *a, struct commitment **out)
{
    const struct key k = key_noun("commitment");
    void *rows = NULL;
    const size_t count = row_list(s, &k, &commitment_shape, a, &rows);
    *out = rows;
    return count;
}

bool commitment_report_get(struct state *s, int64_t commitment, int64_t number, struct commitment_report *out)
{
    const struct key k = part_key("commitment_report", commitment, number);
    return row_get(s, &k, &commitment_report_shape, out);
}

static void report_put(struct state *s, int64_t commitment, const struct commitment_report *r)
{
    const struct key k = part_key("commitment_report", commitment, r->number);
    row_put(s, &k, &commitment_report_shape, r);
}

size_t commitment_reports(struct state *s, int64_t commitment, struct arena *a,
                          struct commitment_report **out)
{
    const struct key k = key_of("commitment_report", commitment);
    void *rows = NULL;
    const size_t count = row_list(s, &k, &commitment_report_shape, a, &rows);
    *out = rows;
    return count;
}

size_t commitment_revisions(struct state *s, int64_t commitment, struct arena *a,
                            struct commitment_revision **out)
{
    const struct key k = key_of("commitment_revision", commitment);
    void *rows = NULL;
    const size_t count = row_list(s, &k, &commitment_revision_shape, a, &rows);
    *out = rows;
    return count;
}

struct bytes commitment_chair(struct context *c, const struct commitment *x)
{
    const struct charter *law = law_now(c);
    struct matter m;
    struct body b;
    const bool decided = matter_get(c->state, &x->matter, c->arena, &m);
    const struct bytes body = decided ? m.body : law->body_count > 0 ? law->bodies[0].name : BYTES("");
    return body_get(c->state, body, c->arena, &b) ? b.chair : BYTES("");
}

/* How many there were so far, the new one with them. */
static int64_t next_number(struct state *s)
{
    const struct key k = key_noun("commitments");
    struct bytes value;
    int64_t n = 0;
    if (state_get(s, key_view(&k), &value)) {
        struct cursor c = cursor_of(value);
        n = value_number(&c);
    }
    struct buffer b;
    buffer_init(&b, 8);
    value_add_number(&b, ++n);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    return n;
}

/* The day after the last is when it is overdue. */
static void watch(struct context *c, const struct commitment *x)
{
    if (x->stage == COMMITMENT_OPEN && !x->overdue) {
        civil_deadline_set(c, CIVIL_COMMITMENT, &x->id, x->number, civil_parse(x->due) + 1);
    } else {
        civil_deadline_drop(c, CIVIL_COMMITMENT, &x->id, x->number);
    }
}

const char *commitment_due(struct context *c, int64_t number)
{
    struct commitment x;
    check(commitment_get(c->state, number, &x) && x.stage == COMMITMENT_OPEN);
    x.overdue = true;
    commitment_put(c->state, &x);
    return "overdue";
}

static struct bytes join_lines(struct arena *a, const struct act_value *v)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    for (size_t i = 0; v->given && i < v->count; i++) {
        buffer_printf(&b, "%s", i > 0 ? "\n" : "");
        buffer_add_bytes(&b, v->items[i]);
    }
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* What it follows, if it says so: one decision. */
static enum rejection read_decision(struct context *c, const struct act *a, struct commitment *x)
{
    struct matter m;
    struct statement said;
    x->matter = act_value(a, "matter")->hash;
    x->statement = act_value(a, "statement")->integer;
    if (act_value(a, "matter")->given && act_value(a, "statement")->given) {
        return REJECT_wrong_target;
    }
    if (act_value(a, "matter")->given && !matter_get(c->state, &x->matter, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    if (act_value(a, "statement")->given && !statement_get(c->state, x->statement, c->arena, &said)) {
        return REJECT_unknown_statement;
    }
    return ACCEPTED;
}

enum rejection commitment_pledge(struct context *c, const struct act *a)
{
    struct commitment x = {.conditions = act_value(a, "conditions")->text,
                           .due = act_value(a, "due")->text,
                           .entry = (int64_t)c->index,
                           .from = act_value(a, "from")->text,
                           .id = a->id,
                           .member = a->frame.member,
                           .places = join_lines(c->arena, act_value(a, "places")),
                           .quantity = act_value(a, "quantity")->integer,
                           .title = act_value(a, "title")->text,
                           .unit = act_value(a, "unit")->text};
    if (x.quantity == 0) {
        return REJECT_wrong_quantity;
    }
    if (bytes_compare(x.from, x.due) > 0 || civil_parse(x.due) < civil_today(c)) {
        return REJECT_wrong_dates;
    }
    const enum rejection r = read_decision(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    x.number = next_number(c->state);
    commitment_put(c->state, &x);
    watch(c, &x);
    return ACCEPTED;
}

static enum rejection find(struct context *c, const struct act *a, struct commitment *x)
{
    return commitment_get(c->state, act_value(a, "commitment")->integer, x) ? ACCEPTED
                                                                            : REJECT_unknown_commitment;
}

/* An own one that is not withdrawn. */
static enum rejection find_own(struct context *c, const struct act *a, struct commitment *x)
{
    const enum rejection r = find(c, a, x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(x->member, a->frame.member)) {
        return REJECT_not_owner;
    }
    return x->stage == COMMITMENT_WITHDRAWN ? REJECT_already_withdrawn : ACCEPTED;
}

enum rejection commitment_report(struct context *c, const struct act *a)
{
    struct commitment x;
    const enum rejection found = find_own(c, a, &x);
    if (found != ACCEPTED) {
        return found;
    }
    struct commitment_report r = {.day = act_value(a, "day")->text,
                                  .entry = (int64_t)c->index,
                                  .evidence = act_value(a, "evidence")->hash,
                                  .quantity = act_value(a, "quantity")->integer,
                                  .text = act_value(a, "text")->text};
    if (r.quantity == 0) {
        return REJECT_wrong_quantity;
    }
    if (civil_parse(r.day) > civil_today(c)) {
        return REJECT_wrong_dates; /* what is still to come is not done */
    }
    if (x.reports == COMMITMENT_REPORTS_MAX) {
        return REJECT_limit;
    }
    r.number = ++x.reports;
    commitment_put(c->state, &x);
    report_put(c->state, x.number, &r);
    return ACCEPTED;
}

/* What stands confirmed decides whether it is fulfilled; a dispute may open it again. */
static void count_again(struct context *c, struct commitment *x)
{
    if (x->stage == COMMITMENT_WITHDRAWN) {
        commitment_put(c->state, x);
        return;
    }
    const bool done = x->confirmed >= x->quantity;
    x->stage = done ? COMMITMENT_FULFILLED : COMMITMENT_OPEN;
    x->overdue = !done && x->overdue;
    commitment_put(c->state, x);
    watch(c, x);
}

/* Who may say whether a report is right: not its own member. A word of the chair stands, and where a report
 * is disputed only who disputes it or the chair may confirm it. */
static enum rejection judge(struct context *c, const struct act *a, enum report_stage stage)
{
    struct commitment x;
    struct commitment_report r;
    const enum rejection found = find(c, a, &x);
    if (found != ACCEPTED) {
        return found;
    }
    if (!commitment_report_get(c->state, x.number, act_value(a, "report")->integer, &r)) {
        return REJECT_unknown_report;
    }
    if (bytes_equal(a->frame.member, x.member)) {
        return REJECT_own_report;
    }
    const bool chair = bytes_equal(a->frame.member, commitment_chair(c, &x));
    if (r.stage == stage && (!chair || r.ruled)) {
        return REJECT_exists;
    }
    const bool others = r.stage == REPORT_DISPUTED && !bytes_equal(r.by, a->frame.member);
    if ((r.ruled || others) && !chair) {
        return REJECT_not_chair;
    }
    const int64_t before = r.stage == REPORT_CONFIRMED ? r.quantity : 0;
    x.confirmed += (stage == REPORT_CONFIRMED ? r.quantity : 0) - before;
    r.stage = stage;
    r.by = a->frame.member;
    r.reason = act_value(a, "reason")->text;
    r.ruled = chair;
    r.said = (int64_t)c->index;
    report_put(c->state, x.number, &r);
    count_again(c, &x);
    return ACCEPTED;
}

enum rejection commitment_confirm(struct context *c, const struct act *a)
{
    return judge(c, a, REPORT_CONFIRMED);
}

enum rejection commitment_dispute(struct context *c, const struct act *a)
{
    return judge(c, a, REPORT_DISPUTED);
}

enum rejection commitment_revise(struct context *c, const struct act *a)
{
    struct commitment x;
    const enum rejection found = find_own(c, a, &x);
    if (found != ACCEPTED) {
        return found;
    }
    const struct act_value *due = act_value(a, "due");
    const struct act_value *quantity = act_value(a, "quantity");
    struct commitment_revision v = {.due = x.due,
                                    .entry = (int64_t)c->index,
                                    .quantity = x.quantity,
                                    .reason = act_value(a, "reason")->text};
    if (!due->given && !quantity->given) {
        return REJECT_wrong_target;
    }
    if (quantity->given && (quantity->integer == 0 || quantity->integer < x.confirmed)) {
        return REJECT_wrong_quantity;
    }
    if (due->given && (civil_parse(due->text) < civil_today(c) || bytes_compare(x.from, due->text) > 0)) {
        return REJECT_wrong_dates;
    }
    if (x.revisions == COMMITMENT_REVISIONS_MAX) {
        return REJECT_limit;
    }
    v.number = ++x.revisions;
    x.quantity = quantity->given ? quantity->integer : x.quantity;
    x.due = due->given ? due->text : x.due;
    x.overdue = x.overdue && !due->given;
    const struct key k = part_key("commitment_revision", x.number, v.number);
    row_put(c->state, &k, &commitment_revision_shape, &v);
    count_again(c, &x);
    return ACCEPTED;
}

enum rejection commitment_withdraw(struct context *c, const struct act *a)
{
    struct commitment x;
    const enum rejection found = find_own(c, a, &x);
    if (found != ACCEPTED) {
        return found;
    }
    if (x.stage == COMMITMENT_FULFILLED) {
        return REJECT_wrong_stage;
    }
    x.stage = COMMITMENT_WITHDRAWN;
    x.reason = act_value(a, "reason")->text;
    commitment_put(c->state, &x);
    watch(c, &x);
    return ACCEPTED;
}
