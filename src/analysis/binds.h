/* analysis/binds.h: what binds one participant of treaties toward another on a day, and why.
 *
 * Effects of reservations are between two (VCLT 21): as the one made it and the other accepted it, or less
 * the
 * provisions that it is about where the other objected, or not at all where the other opposed the treaty's
 * entry
 * into force between them. Nothing here flows back into the state. */
#ifndef ANALYSIS_BINDS_H
#define ANALYSIS_BINDS_H

#include "codec/json.h"
#include "mechanism/instrument.h"

struct bind {
    struct instrument instrument;
    bool bound;          /* the treaty is in force between the two */
    size_t reason_count; /* in plain words */
    const char **reasons;
};

/* Of every treaty on the record, by name; nothing binds one toward itself, or toward nobody (empty). `day` is
 * YYYY-MM-DD. */
size_t binds_between(struct context *c, struct bytes a, struct bytes b, struct bytes day, struct bind **out);
/* An object: a, b, on, treaties (each: bound, name, reasons, title). */
void binds_write(struct json_writer *w, struct context *c, struct bytes a, struct bytes b, struct bytes day);
#endif
