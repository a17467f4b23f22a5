#include "mechanism/act_rows.h"
#include "mechanism/opening.h"

static const struct act_kind kinds[] = {
    {"text.open",
     SIGNER_ANYONE,
     0,
     1,
     1,
     "{matter}",
     {{"language", FIELD_LANGUAGE, 0, false},
      HASH("matter"),
      ID("provision"),
      HASH("root"),
      HASH("salt"),
      {"text", FIELD_PLAINTEXT, 0, false}},
     opening_open,
     "unknown_matter not_adopted confidential unknown_provision wrong_commitment",
     "Opens one part of an adopted text on the record: salt and words."},
};

ACT_TABLE(text, kinds);
