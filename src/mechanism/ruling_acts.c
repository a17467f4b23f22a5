#include "mechanism/act_rows.h"
#include "mechanism/ruling.h"

static const struct act_kind kinds[] = {
    {"ruling.appeal",
     SIGNER_DELEGATE,
     POWER_SPEAK,
     1,
     1,
     "{ruling}:appeal",
     {INTEGER("duration", VOTE_MS_MAX), HASH("ruling")},
     ruling_appeal,
     "unknown_ruling not_seated no_appeal unknown_rule no_vote wrong_duration ruling_final wrong_stage "
     "motion_running no_presence limit not_applicable",
     "A member appeals against a ruling: a vote opens on overruling it."},
    {"ruling.give",
     SIGNER_DELEGATE,
     POWER_CHAIR,
     1,
     1,
     "{body}:ruling",
     {{"article", FIELD_LINE, NAME_BYTES_MAX, true},
      ID("body"),
      {"matter", FIELD_HASH, 0, true},
      TEXT("text", REASON_BYTES_MAX)},
     ruling_give,
     "unknown_body not_chair unknown_matter wrong_stage",
     "The chair of a body rules on a point of order, about a matter or about none."},
};

ACT_TABLE(ruling, kinds);
