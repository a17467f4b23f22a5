/* What acts about the clock are refused for. */
#include "unit/mechanism/causes.h"

#include "mechanism/civil.h"
#include "support/harness.h"

static void fill_segments(struct rig *r)
{
    struct civil_clock k = civil_clock_get(r->state);
    k.segment_count = CIVIL_SEGMENTS_MAX;
    civil_clock_put(r->state, &k);
}

static void fill_zones(struct rig *r)
{
    struct civil_clock k = civil_clock_get(r->state);
    k.zone_count = CIVIL_ZONES_MAX;
    for (int i = 0; i < CIVIL_ZONES_MAX; i++) {
        k.zones[i] = (struct civil_zone){i + 1, 0};
    }
    civil_clock_put(r->state, &k);
}

const struct cause clock_causes[] = {
    ROW("clock.note", "not_in_office", RIG_FOUNDED, "A02", "{'day':'2026-03-01','text':'x'}"),
    ROW("clock.offset", "not_in_office", RIG_FOUNDED, "A02", "{'offset':'+01:00'}"),
    ROW("clock.offset", "wrong_offset", RIG_FOUNDED, "A01", "{'offset':'x'}"),
    ROW("clock.offset", "too_late", RIG_FOUNDED, "A01", "{'from':1,'offset':'+01:00'}"),
    ROW("clock.offset", "limit", RIG_FOUNDED, "A01", "{'offset':'+01:00'}", .prepare = fill_zones),
    ROW("clock.set", "no_scenario", RIG_FOUNDED, "A01", "{'rate':1}", .realm = REALM_REAL),
    ROW("clock.set", "not_in_office", RIG_FOUNDED, "A02", "{'rate':1}"),
    ROW("clock.set", "wrong_rate", RIG_FOUNDED, "A01", "{}"),
    ROW("clock.set", "clock_back", RIG_FOUNDED, "A01", "{'to':'2025-01-01'}"),
    ROW("clock.set", "limit", RIG_FOUNDED, "A01", "{'rate':1}", .prepare = fill_segments),
};
const size_t clock_cause_count = sizeof clock_causes / sizeof clock_causes[0];
