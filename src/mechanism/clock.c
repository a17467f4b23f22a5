#include "mechanism/clock.h"

#include "base/limits.h"
#include "mechanism/amendment.h"
#include "mechanism/civil.h"
#include "mechanism/election.h"
#include "mechanism/signing.h"
#include "mechanism/silence.h"
#include "mechanism/statement.h"
#include "mechanism/voice.h"
#include "mechanism/vote.h"

int64_t clock_pulse_of(int64_t duration_ms)
{
    const int64_t pulse = duration_ms / 8;
    return pulse < PULSE_MS_MIN ? PULSE_MS_MIN : pulse < PULSE_MS_MAX ? pulse : PULSE_MS_MAX;
}

int64_t clock_earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

int64_t clock_pulse_ms(struct state *s, struct arena *a)
{
    const int64_t votes = clock_earlier(vote_pulse_ms(s, a), election_pulse_ms(s, a));
    return clock_earlier(silence_pulse_ms(s, a), clock_earlier(voice_pulse_ms(s, a), votes));
}

int64_t clock_next_ms(struct state *s, const struct organisation *org, struct arena *a)
{
    const int64_t votes = clock_earlier(vote_next_ms(s, a), election_next_ms(s, a));
    const int64_t deadline =
        clock_earlier(silence_next_ms(s, a), clock_earlier(voice_next_ms(s, a), votes));
    const int64_t day = clock_earlier(amendment_next_ms(s, org, a), civil_next_ms(s, org, a));
    const int64_t voice = clock_earlier(statement_next_ms(s, a), signing_next_ms(s, a));
    return clock_earlier(clock_earlier(deadline, day), voice);
}
