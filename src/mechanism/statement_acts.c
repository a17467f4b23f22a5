#include "mechanism/act_rows.h"
#include "mechanism/older.h"

static const struct act_kind kinds[] = {
    {"statement.archive",
     SIGNER_DELEGATE,
     POWER_CHAIR,
     1,
     1,
     "{body}/{reference}/{language}",
     {ID("body"),
      {"date", FIELD_DATE, 0, false},
      {"digest", FIELD_HASH, 0, true},
      {"language", FIELD_LANGUAGE, 0, false},
      ID("reference"),
      LINE("source", OLDER_SOURCE_BYTES_MAX),
      {"text", FIELD_PLAINTEXT, 0, false},
      LINE("title", NAME_BYTES_MAX),
      {"topic", FIELD_ID, 0, true}},
     older_archive,
     "unknown_body not_chair exists wrong_dates",
     "The chair archives a statement that was published before, with its source; it takes no number."},
};

ACT_TABLE(statement, kinds);
