#include "mechanism/act_rows.h"
#include "mechanism/civil.h"

static const struct act_kind kinds[] = {
    {"clock.note",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "{day}:note",
     {{"day", FIELD_DATE, 0, false}, TEXT("text", REASON_BYTES_MAX)},
     clock_note,
     "not_in_office",
     "Who has the clock notes something for a day: when the day begins, the record says so."},
    {"clock.offset",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "clock:offset",
     {{"from", FIELD_INTEGER, TIME_MS_MAX, true}, LINE("offset", sizeof "+HH:MM" - 1)},
     clock_offset,
     "not_in_office wrong_offset too_late limit",
     "Who has the clock says how far ahead of UTC the civil date is from an official time on, +HH:MM."},
    {"clock.set",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "clock",
     {{"parts", FIELD_INTEGER, CIVIL_PARTS_MAX, true},
      {"rate", FIELD_INTEGER, CIVIL_RATE_MAX, true},
      {"to", FIELD_DATE, 0, true}},
     clock_set,
     "no_scenario not_in_office wrong_rate clock_back limit",
     "Exercise control sets the scenario clock: how fast it goes, or forward to the beginning of a day."},
};

ACT_TABLE(clock, kinds);
