#include "mechanism/clock.h"

#include "mechanism/amendment.h"
#include "mechanism/election.h"
#include "mechanism/session.h"
#include "mechanism/silence.h"
#include "mechanism/statement.h"
#include "mechanism/voice.h"
#include "mechanism/vote.h"

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

int64_t clock_pulse_ms(struct state *s, struct arena *a)
{
    const int64_t votes = earlier(vote_pulse_ms(s, a), election_pulse_ms(s, a));
    return earlier(silence_pulse_ms(s, a), earlier(voice_pulse_ms(s, a), votes));
}

int64_t clock_next_ms(struct state *s, struct arena *a)
{
    const int64_t votes = earlier(vote_next_ms(s, a), election_next_ms(s, a));
    const int64_t deadline = earlier(silence_next_ms(s, a), earlier(voice_next_ms(s, a), votes));
    const int64_t day = amendment_next_ms(s, a);
    return earlier(earlier(deadline, day), earlier(statement_next_ms(s, a), session_next_ms(s, a)));
}
