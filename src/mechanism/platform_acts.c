#include "mechanism/act_rows.h"
#include "mechanism/platform.h"

static const struct act_kind kinds[] = {
    {"platform.calendar", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "platforms",
     {{"platforms", FIELD_PLATFORMS, PLATFORMS_ACT_MAX, false}},
     platform_calendar,
     "wrong_dates exists",
     "A member lists international platforms; what it lists again under the same uid is said anew."},
    {"platform.cancel", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "platform:{platform}",
     {{"platform", FIELD_INTEGER, INTEGER_MAX, false}},
     platform_cancel,
     "unknown_platform not_owner exists",
     "Who listed a platform says that it does not take place."},
    {"platform.mandate", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{body}:mandate",
     {{"body", FIELD_ID, 0, false}, {"matter", FIELD_HASH, 0, true}, {"member", FIELD_CODE, 0, false},
      {"office", FIELD_LINE, NAME_BYTES_MAX, false}, {"platform", FIELD_INTEGER, INTEGER_MAX, true},
      {"statement", FIELD_INTEGER, INTEGER_MAX, true}, {"until", FIELD_DATE, 0, false}},
     platform_mandate,
     "unknown_body not_chair unknown_member unknown_platform wrong_day wrong_target unknown_matter "
     "unknown_statement",
     "The chair gives a mandate to speak: who, with which text, where, until when."},
    {"platform.revoke", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{mandate}:revoke",
     {{"mandate", FIELD_HASH, 0, false}, {"reason", FIELD_TEXT, REASON_BYTES_MAX, false}},
     platform_revoke,
     "unknown_mandate not_chair mandate_over",
     "The chair revokes a mandate to speak."},
};

ACT_TABLE(platform, kinds);
