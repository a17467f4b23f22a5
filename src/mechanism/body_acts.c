#include "mechanism/act_rows.h"
#include "mechanism/body.h"

static const struct act_kind kinds[] = {
    {"body.chair",
     SIGNER_DELEGATE,
     POWER_CHAIR,
     1,
     1,
     "{body}:chair",
     {ID("body"), {"member", FIELD_CODE, 0, false}},
     body_chair,
     "unknown_body not_chair unknown_member not_next",
     "The chair hands the chair over to the next member of the rotation."},
    {"body.seat",
     SIGNER_DELEGATE,
     POWER_BIND,
     1,
     1,
     "{body}:seat",
     {ID("body"), {"seated", FIELD_BOOL, 0, false}},
     body_seat,
     "unknown_body composition_fixed exists not_seated not_tagged not_chair",
     "A member takes or leaves its seat in a body whose composition is open."},
};

ACT_TABLE(body, kinds);
