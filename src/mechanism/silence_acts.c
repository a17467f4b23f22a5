#include "charter/charter.h"
#include "mechanism/act_rows.h"
#include "mechanism/silence.h"

static const struct act_kind kinds[] = {
    {"silence.extend",
     SIGNER_DELEGATE,
     POWER_CHAIR,
     1,
     1,
     "{silence}:extend",
     {{"by", FIELD_INTEGER, SILENCE_MS_MAX, true},
      HASH("silence"),
      {"workdays", FIELD_INTEGER, CLOCK_WORKDAYS_MAX, true}},
     silence_extend,
     "unknown_silence wrong_stage not_chair extensions_spent wrong_duration",
     "The chair lengthens a running silence within what the charter allows: by milliseconds, or by working "
     "days where its rule counts extensions so."},
    {"silence.not_received",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "{silence}:not_received",
     {HASH("silence")},
     silence_not_received,
     "unknown_silence wrong_stage not_seated said_twice",
     "A member says that it did not receive the text: the clock gives it time, twice at most."},
    {"silence.open",
     SIGNER_DELEGATE,
     POWER_CHAIR,
     1,
     1,
     "{root}",
     {INTEGER("duration", SILENCE_MS_MAX), HASH("matter"), HASH("root")},
     silence_open,
     "unknown_matter wrong_stage not_chair unknown_rule deferred no_silence wrong_duration "
     "unknown_root root_used wrong_root held standing_objection not_applicable unknown_charter "
     "amendment_running motion_running",
     "The chair puts a version under silence: adopted unless a member objects in time."},
};

ACT_TABLE(silence, kinds);
