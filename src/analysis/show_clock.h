/* analysis/show_clock.h: the civil date and the clock that it follows, as JSON. */
#ifndef ANALYSIS_SHOW_CLOCK_H
#define ANALYSIS_SHOW_CLOCK_H

#include "codec/json.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

enum {
    SHOW_CLOCK_NEXT = 20,     /* deadlines to come that are shown, */
    SHOW_CLOCK_CHANGES = 100, /* settings of the scenario clock, */
    SHOW_CLOCK_NOTES = 100    /* and notes */
};

/* How the scenario clock went on from an official time. */
struct clock_change {
    int64_t from;      /* official time, ms */
    struct bytes rate; /* "P/Q": so much time of the scenario in so much of official time; "0/1": it stands */
    int64_t start;     /* of the scenario clock then, ms */
};
/* What was noted for a day. */
struct clock_note {
    bool come;
    struct bytes day;
    int64_t entry;
    struct bytes text;
};
extern const struct row_shape clock_change_shape, clock_note_shape;

/* The newest first; none in the real realm. */
size_t clock_changes(struct context *c, struct clock_change **out);
/* By day, the latest first; the texts are read from the record. On an error *c->error. */
size_t clock_notes(struct context *c, struct clock_note **out);
/* The text of a note; empty: there is none of this id, or *c->error. */
struct bytes clock_note_text(struct context *c, const struct hash *id);

/* "+03:00" */
struct show_zone {
    char text[sizeof "+HH:MM"];
};
struct show_zone show_zone(int64_t minutes);
/* "P/Q" of the scenario clock as it goes after this block; "" in the real realm, which has none. */
const char *show_rate(struct context *c);

/* The whole value, at the official time of the context:
 *   {"changes":[{"from":MS,"rate":"P/Q","start":MS}..],"civil_date":DATE,"keeper":CODE,
 *    "next":[{"day":DATE,"id":HEX,"number":N,"of":WORD,"when":MS}..],
 *    "notes":[{"come":BOOL,"day":DATE,"entry":N,"text":TEXT}..],"offset":"+HH:MM",
 *    "offsets":[{"from":MS,"offset":"+HH:MM"}..],"rate":"P/Q","realm":WORD,"scenario":MS,"time":MS}
 * when: the official time at which it comes as the clock goes now, 0: never; offsets: those that an act
 * brought; scenario: the scenario clock, in the real realm official time. */
void show_clock(struct json_writer *w, struct context *c);
#endif
