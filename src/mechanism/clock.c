#include "mechanism/clock.h"

#include "mechanism/silence.h"
#include "mechanism/statement.h"

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

int64_t clock_pulse_ms(struct state *s, struct arena *a)
{
    return silence_pulse_ms(s, a);
}

int64_t clock_next_ms(struct state *s, struct arena *a)
{
    return earlier(silence_next_ms(s, a), statement_next_ms(s, a));
}
