/* Offers, their acceptance, and what was delivered. What is accepted of all offers never exceeds the need,
 * nor of one the offer; what is delivered never exceeds what is accepted. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/assistance.h"
#include "mechanism/civil.h"

enum rejection assistance_offer(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_need n;
    struct assistance_offer new = {.conditions = act_value(a, "conditions")->text,
                                   .entry = (int64_t)c->index,
                                   .member = a->frame.member,
                                   .need = act_value(a, "need")->integer,
                                   .quantity = act_value(a, "quantity")->integer,
                                   .until = act_value(a, "until")->text};
    const enum rejection r = assistance_find(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.stage != ASSISTANCE_MANDATED) {
        return REJECT_wrong_stage;
    }
    if (bytes_equal(x.member, new.member)) {
        return REJECT_own_request;
    }
    if (!assistance_need_get(c->state, x.number, new.need, &n)) {
        return REJECT_unknown_need;
    }
    if (new.quantity == 0) {
        return REJECT_wrong_quantity;
    }
    if (civil_parse(new.until) < civil_today(c)) {
        return REJECT_wrong_dates;
    }
    if (x.offers == ASSISTANCE_OFFERS_MAX) {
        return REJECT_limit;
    }
    new.number = ++x.offers;
    assistance_put(c->state, &x);
    assistance_offer_put(c->state, x.number, &new);
    civil_deadline_set(c, CIVIL_ASSISTANCE_OFFER, &x.id, new.number, civil_parse(new.until) + 1);
    assistance_reach(c, &x, STEP_OFFER);
    return ACCEPTED;
}

/* No more of it is accepted from now on. */
static void close_offer(struct context *c, const struct assistance *x, struct assistance_offer *o,
                        enum offer_stage stage)
{
    if (o->stage == OFFER_OPEN) {
        civil_deadline_drop(c, CIVIL_ASSISTANCE_OFFER, &x->id, o->number);
    }
    o->stage = stage;
    assistance_offer_put(c->state, x->number, o);
}

static enum rejection find_offer(struct context *c, const struct act *a, const struct assistance *x,
                                 struct assistance_offer *o)
{
    return assistance_offer_get(c->state, x->number, act_value(a, "offer")->integer, o)
               ? ACCEPTED
               : REJECT_unknown_offer;
}

/* An offer on which the member that asked for help can still say something. */
static enum rejection find_open(struct context *c, const struct act *a, struct assistance *x,
                                struct assistance_offer *o)
{
    enum rejection r = assistance_find_own(c, a, x);
    r = r == ACCEPTED ? find_offer(c, a, x, o) : r;
    if (r != ACCEPTED) {
        return r;
    }
    return o->stage == OFFER_OPEN ? ACCEPTED : REJECT_offer_over;
}

enum rejection assistance_accept(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_offer o;
    struct assistance_need n;
    const int64_t quantity = act_value(a, "quantity")->integer;
    const enum rejection r = find_open(c, a, &x, &o);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.stage != ASSISTANCE_MANDATED) {
        return REJECT_wrong_stage;
    }
    check(assistance_need_get(c->state, x.number, o.need, &n));
    if (quantity == 0) {
        return REJECT_wrong_quantity;
    }
    if (quantity > o.quantity - o.accepted) {
        return REJECT_beyond_offer;
    }
    if (quantity > n.quantity - n.accepted) {
        return REJECT_beyond_need;
    }
    n.accepted += quantity;
    assistance_need_put(c->state, x.number, &n);
    o.accepted += quantity;
    if (o.accepted == o.quantity) {
        close_offer(c, &x, &o, OFFER_TAKEN);
    } else {
        assistance_offer_put(c->state, x.number, &o);
    }
    assistance_reach(c, &x, STEP_ACCEPTANCE);
    return ACCEPTED;
}

/* What is accepted of it already stays accepted. */
enum rejection assistance_decline(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_offer o;
    const enum rejection r = find_open(c, a, &x, &o);
    if (r != ACCEPTED) {
        return r;
    }
    o.reason = act_value(a, "reason")->text;
    o.said = (int64_t)c->index;
    close_offer(c, &x, &o, OFFER_DECLINED);
    return ACCEPTED;
}

/* An own offer of a request that has not ended. */
static enum rejection find_own_offer(struct context *c, const struct act *a, struct assistance *x,
                                     struct assistance_offer *o)
{
    enum rejection r = assistance_find(c, a, x);
    r = r == ACCEPTED ? find_offer(c, a, x, o) : r;
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(o->member, a->frame.member)) {
        return REJECT_not_owner;
    }
    return x->stage == ASSISTANCE_ENDED ? REJECT_wrong_stage : ACCEPTED;
}

/* What is not delivered yet goes back: the need is open again for so much. */
enum rejection assistance_withdraw(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_offer o;
    struct assistance_need n;
    const enum rejection r = find_own_offer(c, a, &x, &o);
    if (r != ACCEPTED) {
        return r;
    }
    if (o.stage != OFFER_OPEN && o.accepted == o.delivered) {
        return REJECT_offer_over;
    }
    check(assistance_need_get(c->state, x.number, o.need, &n));
    n.accepted -= o.accepted - o.delivered;
    assistance_need_put(c->state, x.number, &n);
    o.accepted = o.delivered;
    o.reason = act_value(a, "reason")->text;
    o.said = (int64_t)c->index;
    close_offer(c, &x, &o, OFFER_WITHDRAWN);
    return ACCEPTED;
}

/* Help is given within a mandate: on a day of one of them, and not in the future. */
static bool is_mandated(struct context *c, const struct assistance *x, struct bytes day)
{
    struct assistance_mandate *list = NULL;
    const size_t count = assistance_mandates(c->state, x->number, c->arena, &list);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found = found || (bytes_compare(list[i].from, day) <= 0 && bytes_compare(day, list[i].until) <= 0);
    }
    return found && civil_parse(day) <= civil_today(c);
}

static void add_delivered(struct context *c, const struct assistance *x, struct assistance_offer *o,
                          int64_t more)
{
    struct assistance_need n;
    check(assistance_need_get(c->state, x->number, o->need, &n));
    n.delivered += more;
    o->delivered += more;
    n.late = n.late && n.delivered < n.quantity;
    assistance_need_put(c->state, x->number, &n);
    assistance_offer_put(c->state, x->number, o);
}

enum rejection assistance_deliver(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_offer o;
    struct assistance_delivery new = {.day = act_value(a, "day")->text,
                                      .entry = (int64_t)c->index,
                                      .evidence = act_value(a, "evidence")->hash,
                                      .member = a->frame.member,
                                      .offer = act_value(a, "offer")->integer,
                                      .quantity = act_value(a, "quantity")->integer,
                                      .received = act_value(a, "quantity")->integer,
                                      .text = act_value(a, "text")->text};
    const enum rejection r = find_own_offer(c, a, &x, &o);
    if (r != ACCEPTED) {
        return r;
    }
    if (new.quantity == 0) {
        return REJECT_wrong_quantity;
    }
    if (new.quantity > o.accepted - o.delivered) {
        return REJECT_beyond_offer;
    }
    if (!is_mandated(c, &x, new.day)) {
        return REJECT_wrong_dates;
    }
    if (x.deliveries == ASSISTANCE_DELIVERIES_MAX) {
        return REJECT_limit;
    }
    new.number = ++x.deliveries;
    assistance_put(c->state, &x);
    assistance_delivery_put(c->state, x.number, &new);
    add_delivered(c, &x, &o, new.quantity);
    assistance_reach(c, &x, STEP_DELIVERY);
    return ACCEPTED;
}

/* Who asked for help says how much of a delivery is there; it may say so again. */
enum rejection assistance_receive(struct context *c, const struct act *a)
{
    struct assistance x;
    struct assistance_delivery d;
    struct assistance_offer o;
    const int64_t quantity = act_value(a, "quantity")->integer;
    const enum rejection r = assistance_find_own(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!assistance_delivery_get(c->state, x.number, act_value(a, "delivery")->integer, &d)) {
        return REJECT_unknown_delivery;
    }
    check(assistance_offer_get(c->state, x.number, d.offer, &o));
    /* What was not received may have been delivered once more since. */
    if (quantity > d.quantity || quantity - d.received > o.accepted - o.delivered) {
        return REJECT_beyond_offer;
    }
    if (quantity < d.quantity && !act_value(a, "reason")->given) {
        return REJECT_reason_missing;
    }
    const int64_t more = quantity - d.received;
    d.received = quantity;
    d.reason = act_value(a, "reason")->text;
    d.said = (int64_t)c->index;
    assistance_delivery_put(c->state, x.number, &d);
    add_delivered(c, &x, &o, more);
    return ACCEPTED;
}

const char *assistance_offer_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct assistance x;
    struct assistance_offer o;
    (void)day;
    assistance_of_id(c->state, id, &x);
    check(assistance_offer_get(c->state, x.number, number, &o) && o.stage == OFFER_OPEN);
    o.stage = OFFER_EXPIRED;
    assistance_offer_put(c->state, x.number, &o);
    return "expired";
}
