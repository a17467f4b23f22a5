/* mechanism/civil.h: the civil date, and what shall happen at the beginning of a day (docs/protocol/time.md).
 *
 * Official time drives the protocol; the civil date drives law and plans (contracts section 6). In the real
 * realm it is the day of the official time at the organisation's offset from UTC. In the exercise realm it
 * is that of the scenario clock: S = start + floor((time - from) * rate / parts), in segments, each begun by
 * an act `clock.set`; it never goes back. Offsets are a table of (official time from which, minutes), begun
 * by the founding document. Data of time zones is never read.
 *
 * A day here is counted from 1970-01-01 (base/civil.h), and may be negative. */
#ifndef MECHANISM_CIVIL_H
#define MECHANISM_CIVIL_H

#include "base/civil.h"
#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/silence.h"

int64_t civil_today(struct context *c); /* at the official time of this block */
int64_t civil_at(struct state *s, const struct organisation *org, int64_t time_ms);
int64_t civil_parse(struct bytes day); /* of a value of FIELD_DATE */

/* Milliseconds of the clock whose day at the offset is the civil date: in the real realm official time
 * itself, in the exercise realm the scenario clock, at most the end of the year 9999. */
int64_t civil_ms(struct state *s, const struct organisation *org, int64_t time_ms);
/* Minutes ahead of UTC at an official time. */
int64_t civil_offset(struct state *s, const struct organisation *org, int64_t time_ms);
/* The first official time from which on the civil date is `day` or later, as the clock goes now; a time that
 * is past if the day has come; 0: never, for the clock stands. */
int64_t civil_when_ms(struct state *s, const struct organisation *org, int64_t day);

/* What comes on a day: a number for good (it is part of the order), a word in civil.c, and what then happens.
 * New ones are added at the end. */
enum civil_kind {
    CIVIL_NOTE,               /* of a calendar: clock.note; number 0 */
    CIVIL_INSTRUMENT,         /* a treaty comes into force (number 0), or for a participant */
    CIVIL_INSTRUMENT_LEAVE,   /* the withdrawal of a participant takes effect */
    CIVIL_INSTRUMENT_ACCEPT,  /* a reservation is accepted by whoever has not objected */
    CIVIL_INSTRUMENT_CORRECT, /* a correction was not disputed */
    CIVIL_COMMITMENT,         /* the last day of a pledge is over; its number */
    CIVIL_MINUTES,            /* nobody has objected to minutes in time: of a session, their version */
    CIVIL_TASK,               /* the last day of what is to follow a session is over; its number */
    CIVIL_MANDATE,            /* a mandate to speak has run out */
    CIVIL_SEATS,              /* the charter takes a tag by which members sit in bodies */
    CIVIL_ASSISTANCE_NEED,    /* the day by which something is needed is over; the number of the need */
    CIVIL_ASSISTANCE_OFFER,   /* the last day of an offer is over; its number */
    CIVIL_ASSISTANCE_MANDATE, /* the last day of a mandate to help is over; its number */
};
enum { CIVIL_KINDS = CIVIL_ASSISTANCE_MANDATE + 1 };
const char *civil_word(enum civil_kind kind);

/* One row a (kind, id, number): set again, the day is replaced. What is set for a day that has come happens
 * at the end of the same block. `number` from 0 tells apart what one noun has several of. */
void civil_deadline_set(struct context *c, enum civil_kind kind, const struct hash *id, int64_t number,
                        int64_t day);
void civil_deadline_drop(struct context *c, enum civil_kind kind, const struct hash *id, int64_t number);
/* False: there is none. */
bool civil_deadline_get(struct state *s, enum civil_kind kind, const struct hash *id, int64_t number,
                        int64_t *day);

struct civil_deadline {
    int64_t day;
    enum civil_kind kind;
    struct hash id;
    int64_t number;
};
/* The next to come, in the order in which they come: by day, kind, id, number; `max` at most. */
size_t civil_deadlines(struct state *s, size_t max, struct arena *a, struct civil_deadline **out);

/* End of a block: what is due comes in that order, each once, each with its fact `civil.deadline`;
 * CIVIL_FIRES_MAX a block, and the others in the next. */
void civil_advance(struct context *c, const struct block_sink *sink);
/* The official time at which the next deadline comes, or a later offset begins to hold; 0: none. */
int64_t civil_next_ms(struct state *s, const struct organisation *org, struct arena *a);

/* What is noted for a day. */
struct civil_note {
    struct hash id;
    int64_t day;
    int64_t entry; /* index of the act, which has the text */
    bool come;
};
bool civil_note_get(struct state *s, const struct hash *id, struct civil_note *out);
size_t civil_notes(struct state *s, struct arena *a, struct civil_note **out); /* by id */

/* How the clock goes. */
struct civil_segment {
    int64_t from_ms;  /* official */
    int64_t start_ms; /* of the clock then */
    int64_t rate;     /* milliseconds of the clock ... 0: it stands */
    int64_t parts;    /* ... in so many of official time, from 1 */
};
struct civil_zone {
    int64_t from_ms; /* official time from which on it holds */
    int64_t minutes; /* ahead of UTC */
};
struct civil_clock {
    int64_t segment_count; /* that clock.set began; 0: scenario and official time agree */
    struct civil_segment now; /* the newest: may hold from the next block on */
    size_t zone_count;     /* beside that of the founding document */
    struct civil_zone zones[CIVIL_ZONES_MAX]; /* ascending */
};
struct civil_clock civil_clock_get(struct state *s);
/* The segments, the newest first; `max` at most. */
size_t civil_segments(struct state *s, size_t max, struct arena *a, struct civil_segment **out);
/* The member that has the clock: who holds the office `exercise-control` or `record-keeper`, as the realm is,
 * else the chair of the first body. */
struct bytes civil_keeper(struct context *c);

enum rejection clock_set(struct context *c, const struct act *a);
enum rejection clock_offset(struct context *c, const struct act *a);
enum rejection clock_note(struct context *c, const struct act *a);

/* For the files of this mechanism. */
void civil_clock_put(struct state *s, const struct civil_clock *k);
/* Keeps a segment that is over. */
void civil_past_put(struct state *s, const struct civil_segment *x);
/* The segment that held at that time; false: it was before the first. */
bool civil_past_get(struct state *s, int64_t time_ms, struct civil_segment *out);
void civil_note_put(struct state *s, const struct civil_note *n);
/* The clock at a time from x->from_ms on. */
int64_t civil_segment_ms(const struct civil_segment *x, int64_t time_ms);
#endif
