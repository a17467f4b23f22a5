/* mechanism/clock.h: when the engine must make a block though nobody acts. */
#ifndef MECHANISM_CLOCK_H
#define MECHANISM_CLOCK_H

#include "base/arena.h"
#include "mechanism/context.h"

/* The pulse that something open for so long asks for: an eighth, within the limits (O5). */
int64_t clock_pulse_of(int64_t duration_ms);
/* The smaller of two times or pulses; 0 is none. */
int64_t clock_earlier(int64_t a, int64_t b);
/* Pulse in force: the shortest that anything open asks for, else PULSE_MS_MAX (O5). */
int64_t clock_pulse_ms(struct state *s, struct arena *a);
/* The next official time at which something fires, lapses or becomes complete; 0: none. A time that is past
 * asks for a block at once. */
int64_t clock_next_ms(struct state *s, const struct organisation *org, struct arena *a);
#endif
