/* Acts about the clock that the civil date follows. What they change holds from the next block on, so that
 * the date of a block is one, wherever in it an act stands. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "mechanism/office.h"

struct bytes civil_keeper(struct context *c)
{
    const struct charter *law = law_now(c);
    const struct charter_office *office = charter_office(
        law, c->org->realm == REALM_REAL ? BYTES("record-keeper") : BYTES("exercise-control"));
    const struct bytes holder = office == NULL ? BYTES("") : office_holder(c, office);
    struct member m;
    struct body first;
    if (holder.len > 0 && member_get(c->state, holder, &m)) {
        return holder;
    }
    const bool any = law->body_count > 0 && body_get(c->state, law->bodies[0].name, c->arena, &first);
    return any ? first.chair : BYTES("");
}

static bool has_clock(struct context *c, const struct act *a)
{
    return bytes_equal(civil_keeper(c), a->frame.member);
}

/* How the clock goes from the next block on; false: it would go back, or not be said. */
static enum rejection begin_segment(struct context *c, const struct act *a, struct civil_segment *out)
{
    const struct act_value *rate = act_value(a, "rate");
    const struct act_value *parts = act_value(a, "parts");
    const struct act_value *to = act_value(a, "to");
    const int64_t next_ms = c->time_ms + 1;
    const struct civil_clock k = civil_clock_get(c->state);
    const int64_t then_ms = civil_ms(c->state, c->org, next_ms);
    *out = (struct civil_segment){
        .from_ms = next_ms, .start_ms = then_ms, .rate = k.now.rate, .parts = k.now.parts};
    if ((!rate->given && !to->given) || (parts->given && (!rate->given || parts->integer == 0))) {
        return REJECT_wrong_rate;
    }
    if (rate->given) {
        out->rate = rate->integer;
        out->parts = parts->given ? parts->integer : 1;
    }
    if (to->given) {
        const int64_t minutes = civil_offset(c->state, c->org, next_ms);
        out->start_ms = civil_parse(to->text) * CIVIL_DAY_MS - minutes * 60000;
    }
    return out->start_ms < then_ms ? REJECT_clock_back : ACCEPTED;
}

enum rejection clock_set(struct context *c, const struct act *a)
{
    struct civil_clock k = civil_clock_get(c->state);
    struct civil_segment x;
    if (c->org->realm == REALM_REAL) {
        return REJECT_no_scenario;
    }
    if (!has_clock(c, a)) {
        return REJECT_not_in_office;
    }
    const enum rejection r = begin_segment(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    const bool same_block = k.segment_count > 0 && k.now.from_ms == x.from_ms;
    if (!same_block && k.segment_count == CIVIL_SEGMENTS_MAX) {
        return REJECT_limit;
    }
    if (!same_block && k.segment_count > 0) {
        civil_past_put(c->state, &k.now);
    }
    k.segment_count += same_block ? 0 : 1;
    k.now = x;
    civil_clock_put(c->state, &k);
    return ACCEPTED;
}

/* "+HH:MM" or "-HH:MM", a day at most, as founding documents may say. */
static bool read_zone(struct bytes text, int64_t *minutes)
{
    if (text.len != 6 || (text.data[0] != '+' && text.data[0] != '-') || text.data[3] != ':') {
        return false;
    }
    int64_t digits[4];
    for (size_t i = 0; i < 4; i++) {
        const uint8_t ch = text.data[i < 2 ? i + 1 : i + 2];
        if (ch < '0' || ch > '9') {
            return false;
        }
        digits[i] = ch - '0';
    }
    const int64_t hours = 10 * digits[0] + digits[1];
    const int64_t rest = 10 * digits[2] + digits[3];
    const int64_t all = 60 * hours + rest;
    *minutes = text.data[0] == '-' ? -all : all;
    return rest < 60 && all <= 1440 && !(all == 0 && text.data[0] == '-');
}

static enum rejection put_zone(struct civil_clock *k, const struct civil_zone *z)
{
    size_t at = 0;
    while (at < k->zone_count && k->zones[at].from_ms < z->from_ms) {
        at++;
    }
    if (at == k->zone_count || k->zones[at].from_ms != z->from_ms) {
        if (k->zone_count == CIVIL_ZONES_MAX) {
            return REJECT_limit;
        }
        for (size_t i = k->zone_count++; i > at; i--) {
            k->zones[i] = k->zones[i - 1];
        }
    }
    k->zones[at] = *z;
    return ACCEPTED;
}

enum rejection clock_offset(struct context *c, const struct act *a)
{
    const struct act_value *from = act_value(a, "from");
    struct civil_clock k = civil_clock_get(c->state);
    struct civil_zone z = {.from_ms = from->given ? from->integer : c->time_ms + 1};
    if (!has_clock(c, a)) {
        return REJECT_not_in_office;
    }
    if (!read_zone(act_value(a, "offset")->text, &z.minutes)) {
        return REJECT_wrong_offset;
    }
    if (z.from_ms <= c->time_ms) {
        return REJECT_too_late;
    }
    const enum rejection r = put_zone(&k, &z);
    if (r == ACCEPTED) {
        civil_clock_put(c->state, &k);
    }
    return r;
}

enum rejection clock_note(struct context *c, const struct act *a)
{
    const struct civil_note n = {
        .id = a->id, .day = civil_parse(act_value(a, "day")->text), .entry = (int64_t)c->index};
    if (!has_clock(c, a)) {
        return REJECT_not_in_office;
    }
    civil_note_put(c->state, &n);
    civil_deadline_set(c, CIVIL_NOTE, &n.id, 0, n.day);
    return ACCEPTED;
}
