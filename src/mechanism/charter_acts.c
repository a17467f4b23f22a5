#include "mechanism/act_rows.h"
#include "mechanism/amendment.h"

static const struct act_kind kinds[] = {
    {"charter.propose",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "{charter}:proposal",
     {HASH("base"), HASH("charter"), {"from", FIELD_DATE, 0, true}, {"sources", FIELD_SOURCES, 0, false}},
     amendment_propose,
     "charter_overtaken exists limit wrong_day charter_incomplete charter_malformed charter_renamed "
     "charter_unfit table_missing no_amending_rule several_amending_rules",
     "A member proposes what it has laid down as the next charter."},
    {"charter.text",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "charter:{place}",
     {BYTES_OF("bytes", CHARTER_PART_BYTES_MAX), INTEGER("place", CHARTER_PARTS_MAX - 1)},
     amendment_text,
     "exists",
     "A member lays down a part of a charter's text, in the place of what it had laid down there."},
    {"charter.withdraw",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "{charter}:proposal",
     {HASH("charter")},
     amendment_withdraw,
     "unknown_charter not_owner wrong_stage",
     "A member withdraws its proposal for the charter."},
};

ACT_TABLE(charter, kinds);
