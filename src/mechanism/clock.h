/* mechanism/clock.h: when the engine must make a block though nobody acts. */
#ifndef MECHANISM_CLOCK_H
#define MECHANISM_CLOCK_H

#include "base/arena.h"
#include "store/state.h"

/* Pulse in force: the shortest that anything open asks for, else PULSE_MS_MAX (O5). */
int64_t clock_pulse_ms(struct state *s, struct arena *a);
/* The next official time at which something fires, lapses or becomes complete; 0: none. A time that is past
 * asks for a block at once. */
int64_t clock_next_ms(struct state *s, struct arena *a);
#endif
