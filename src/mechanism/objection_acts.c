#include "mechanism/act_rows.h"
#include "mechanism/silence.h"

static const struct act_kind kinds[] = {
    {"objection.raise",
     SIGNER_OBJECTOR,
     0,
     1,
     1,
     "{root}",
     {TEXT("reason", REASON_BYTES_MAX), HASH("root")},
     silence_object,
     "key_revoked",
     "A member objects to exactly this text; under silence it is then broken."},
    {"objection.withdraw",
     SIGNER_DELEGATE,
     POWER_BIND,
     2,
     1,
     "{objection}",
     {HASH("objection")},
     silence_withdraw,
     "unknown_objection not_owner already_withdrawn",
     "A member withdraws its objection; a silence that it broke stays broken."},
};

ACT_TABLE(objection, kinds);
