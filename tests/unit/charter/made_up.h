/* tests/unit/charter/made_up.h: conditions made up at random, over what unit/charter/naive.h can read. */
#ifndef UNIT_CHARTER_MADE_UP_H
#define UNIT_CHARTER_MADE_UP_H

#include "base/prng.h"
#include "support/harness.h"

static inline void made_up_sum(struct prng *p, struct buffer *b)
{
    static const char *const counts[] = {"n(Y)",   "n(N)",    "n(*)",   "n(V)",    "n(C)",  "n(!Y)",
                                         "n(L A)", "n(N|P5)", "pop(Y)", "pop(*)", "pop(N|!P5)"};
    const int64_t terms = prng_between(p, 1, 3);
    for (int64_t i = 0; i < terms; i++) {
        buffer_add_text(b, i == 0 ? "" : prng_chance(p, 500) ? " + " : " - ");
        const uint64_t kind = prng_below(p, 4);
        if (kind == 0) {
            buffer_printf(b, "%lld", (long long)prng_between(p, 0, 9));
        } else {
            buffer_printf(b, "%s%s", kind == 1 ? "2*" : "", counts[prng_below(p, 11)]);
        }
    }
}

static inline void made_up_part(struct prng *p, struct buffer *b, int depth)
{
    static const char *const signs[] = {" >= ", " <= ", " > ", " < ", " = ", " != "};
    const uint64_t kind = depth == 0 ? 0 : prng_below(p, 5);
    if (kind < 2) {
        made_up_sum(p, b);
        buffer_add_text(b, signs[prng_below(p, 6)]);
        made_up_sum(p, b);
    } else if (kind == 2) {
        buffer_add_text(b, "!(");
        made_up_part(p, b, depth - 1);
        buffer_add_text(b, ")");
    } else {
        buffer_add_text(b, "(");
        made_up_part(p, b, depth - 1);
        buffer_add_text(b, kind == 3 ? ") & (" : ") | (");
        made_up_part(p, b, depth - 1);
        buffer_add_text(b, ")");
    }
}

static inline const char *made_up_condition(struct prng *p)
{
    struct buffer b;
    buffer_init(&b, 1 << 16);
    made_up_part(p, &b, 3);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}
#endif
