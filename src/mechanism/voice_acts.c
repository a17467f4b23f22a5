#include "mechanism/act_rows.h"
#include "mechanism/voice.h"

static const struct act_kind kinds[] = {
    {"voice.open",
     SIGNER_DELEGATE,
     POWER_KEYS,
     1,
     1,
     "voice",
     {INTEGER("duration", CEREMONY_MS_MAX)},
     voice_open,
     "exists wrong_duration voice_size",
     "A member asks for the ceremony that makes the organisation's key; it begins when all have asked."},
};

ACT_TABLE(voice, kinds);
