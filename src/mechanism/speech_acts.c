#include "mechanism/act_rows.h"
#include "mechanism/speech.h"

static const struct act_kind kinds[] = {
    {"speech.correct", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{speech}:correct",
     {{"parts", FIELD_INTEGER, SPEECH_PARTS_MAX, true}, {"reason", FIELD_TEXT, REASON_BYTES_MAX, false},
      {"speech", FIELD_HASH, 0, false}, {"text", FIELD_PLAINTEXT, 0, false}},
     speech_correct,
     "unknown_speech not_owner limit wrong_part",
     "A member corrects its own speech by a further text; what it had filed stays."},
    {"speech.file", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{date}:speech",
     {{"date", FIELD_DATE, 0, false}, {"language", FIELD_LANGUAGE, 0, false},
      {"mandate", FIELD_HASH, 0, true}, {"office", FIELD_LINE, NAME_BYTES_MAX, true},
      {"parts", FIELD_INTEGER, SPEECH_PARTS_MAX, true}, {"platform", FIELD_INTEGER, INTEGER_MAX, true},
      {"session", FIELD_HASH, 0, true}, {"speaker", FIELD_INTEGER, SESSION_ROWS_MAX, true},
      {"text", FIELD_PLAINTEXT, 0, false}, {"title", FIELD_LINE, NAME_BYTES_MAX, false}},
     speech_file,
     "unknown_session unknown_number not_owner unknown_platform unknown_mandate wrong_target "
     "mandate_over wrong_part",
     "A member files in its own name what it said, as it was delivered."},
    {"speech.part", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{speech}:{number}:{part}",
     {{"number", FIELD_INTEGER, SPEECH_TEXTS_MAX, false},
      {"part", FIELD_INTEGER, SPEECH_PARTS_MAX, false}, {"speech", FIELD_HASH, 0, false},
      {"text", FIELD_PLAINTEXT, 0, false}},
     speech_part,
     "unknown_speech not_owner wrong_part",
     "Who began a text of a speech lays down its next part."},
    {"speech.translate", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{speech}:{language}",
     {{"by", FIELD_LINE, NAME_BYTES_MAX, false}, {"language", FIELD_LANGUAGE, 0, false},
      {"parts", FIELD_INTEGER, SPEECH_PARTS_MAX, true}, {"speech", FIELD_HASH, 0, false},
      {"text", FIELD_PLAINTEXT, 0, false}},
     speech_translate,
     "unknown_speech wrong_language limit wrong_part",
     "A member files a translation of a speech, and says who made it."},
};

ACT_TABLE(speech, kinds);
