/* What must hold of help to members, whatever was said in whatever order: what is accepted of all offers
 * never exceeds the need, nor of one the offer; what was delivered never exceeds what was accepted. */
#include "base/check.h"
#include "mechanism/assistance.h"
#include "mechanism/civil.h"
#include "support/talk_inner.h"

static void check_need(const struct assistance_need *n, const struct assistance_offer *offers, size_t count)
{
    int64_t accepted = 0;
    int64_t delivered = 0;
    for (size_t i = 0; i < count; i++) {
        accepted += offers[i].need == n->number ? offers[i].accepted : 0;
        delivered += offers[i].need == n->number ? offers[i].delivered : 0;
    }
    check(n->accepted == accepted && n->delivered == delivered);
    check(0 <= delivered && delivered <= accepted && accepted <= n->quantity);
}

static void check_offer(struct rig *r, const struct assistance *x, const struct assistance_offer *o,
                        const struct assistance_delivery *deliveries, size_t count)
{
    int64_t received = 0;
    int64_t day = 0;
    for (size_t i = 0; i < count; i++) {
        received += deliveries[i].offer == o->number ? deliveries[i].received : 0;
        check(0 <= deliveries[i].received && deliveries[i].received <= deliveries[i].quantity);
    }
    check(o->delivered == received && o->delivered <= o->accepted && o->accepted <= o->quantity);
    check(o->stage != OFFER_TAKEN || o->accepted == o->quantity);
    check(!bytes_equal(o->member, x->member));
    /* Whoever can still accept it is told in time when it expires. */
    check((o->stage == OFFER_OPEN) ==
          civil_deadline_get(r->state, CIVIL_ASSISTANCE_OFFER, &x->id, o->number, &day));
    check(o->stage != OFFER_OPEN || x->stage != ASSISTANCE_ENDED);
}

static void check_mandates(struct rig *r, const struct assistance *x)
{
    struct assistance_mandate *list = NULL;
    int64_t day = 0;
    const size_t count = assistance_mandates(r->state, x->number, &r->arena, &list);
    check((int64_t)count == x->mandates);
    for (size_t i = 0; i < count; i++) {
        const bool last = i + 1 == count;
        check(list[i].over == (!last || x->stage != ASSISTANCE_MANDATED));
        check(list[i].over !=
              civil_deadline_get(r->state, CIVIL_ASSISTANCE_MANDATE, &x->id, list[i].number, &day));
    }
}

void talk_check_help(struct rig *r)
{
    struct assistance *list = NULL;
    const size_t count = assistance_list(r->state, &r->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct assistance *x = &list[i];
        struct assistance_need *needs = NULL;
        struct assistance_offer *offers = NULL;
        struct assistance_delivery *deliveries = NULL;
        const size_t need_count = assistance_needs(r->state, x->number, &r->arena, &needs);
        const size_t offer_count = assistance_offers(r->state, x->number, &r->arena, &offers);
        const size_t delivery_count = assistance_deliveries(r->state, x->number, &r->arena, &deliveries);
        for (size_t n = 0; n < need_count; n++) {
            check_need(&needs[n], offers, offer_count);
        }
        for (size_t o = 0; o < offer_count; o++) {
            check_offer(r, x, &offers[o], deliveries, delivery_count);
        }
        check_mandates(r, x);
    }
}
