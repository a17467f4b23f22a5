#include "mechanism/act_rows.h"
#include "mechanism/commitment.h"

#define NUMBER(n)          {n, FIELD_INTEGER, INTEGER_MAX, false}
#define QUANTITY(optional) {"quantity", FIELD_INTEGER, QUANTITY_MAX, optional}

static const struct act_kind kinds[] = {
    {"commitment.confirm", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{commitment}:{report}",
     {NUMBER("commitment"), TEXT_OPTIONAL("reason", REASON_BYTES_MAX), NUMBER("report")},
     commitment_confirm,
     "unknown_commitment unknown_report own_report exists not_chair",
     "Another member confirms a report; where it was disputed, who disputes it or the chair."},
    {"commitment.dispute", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{commitment}:{report}",
     {NUMBER("commitment"), TEXT("reason", REASON_BYTES_MAX), NUMBER("report")},
     commitment_dispute,
     "unknown_commitment unknown_report own_report exists not_chair",
     "Another member disputes a report, with its reason; a ruling of the chair stands."},
    {"commitment.pledge", SIGNER_DELEGATE, POWER_BIND, 1, 1, "commitments:pledge",
     {TEXT_OPTIONAL("conditions", REASON_BYTES_MAX), {"due", FIELD_DATE, 0, false},
      {"from", FIELD_DATE, 0, true}, {"matter", FIELD_HASH, 0, true},
      {"places", FIELD_NAMES, PLACES_MAX, true}, QUANTITY(false),
      {"statement", FIELD_INTEGER, INTEGER_MAX, true}, LINE("title", NAME_BYTES_MAX),
      LINE("unit", UNIT_BYTES_MAX)},
     commitment_pledge,
     "wrong_quantity wrong_dates wrong_target unknown_matter unknown_statement",
     "A member pledges so much of something, where and by when, in common security."},
    {"commitment.report", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{commitment}:report",
     {NUMBER("commitment"), {"day", FIELD_DATE, 0, false}, {"evidence", FIELD_HASH, 0, true},
      QUANTITY(false), TEXT("text", REASON_BYTES_MAX)},
     commitment_report,
     "unknown_commitment not_owner already_withdrawn wrong_quantity wrong_dates limit",
     "The member reports what it has done of its pledge, with evidence."},
    {"commitment.revise", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{commitment}:pledge",
     {NUMBER("commitment"), {"due", FIELD_DATE, 0, true}, QUANTITY(true), TEXT("reason", REASON_BYTES_MAX)},
     commitment_revise,
     "unknown_commitment not_owner already_withdrawn wrong_target wrong_quantity wrong_dates limit",
     "The member changes how much it pledges or by when, and says why; what stood before stays."},
    {"commitment.withdraw", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{commitment}:pledge",
     {NUMBER("commitment"), TEXT("reason", REASON_BYTES_MAX)},
     commitment_withdraw,
     "unknown_commitment not_owner already_withdrawn wrong_stage",
     "The member withdraws a pledge that is not fulfilled, and says why."},
};

ACT_TABLE(commitment, kinds);
