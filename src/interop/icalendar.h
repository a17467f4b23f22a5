/* interop/icalendar.h: the events of an iCalendar file (RFC 5545), as days: what a calendar of international
 * platforms needs of it.
 *
 * Read are VEVENTs of VCALENDARs with UID, SUMMARY, DTSTART, DTEND, LOCATION, CATEGORIES and STATUS; other
 * properties and components are passed over. Lines may be folded (3.1) and end with LF too. A date with a
 * time counts as the day that is written, in whatever zone. DTEND is exclusive (3.6.1): of days, and of a
 * time 000000. An event that repeats (RRULE, RDATE) or has a DURATION is an error: its days are not written
 * down. Everything in the list lives in the arena or in the text. */
#ifndef INTEROP_ICALENDAR_H
#define INTEROP_ICALENDAR_H

#include "base/arena.h"
#include "base/error.h"
#include "interop/import.h"

#define ICALENDAR_BYTES_MAX      (1024 * 1024)
#define ICALENDAR_LINE_BYTES_MAX 20000 /* unfolded */
#define ICALENDAR_EVENTS_MAX     1000
#define ICALENDAR_DEPTH_MAX      8 /* components within components */

struct icalendar_event {
    int line;           /* of its BEGIN */
    struct bytes uid;   /* may be empty */
    struct bytes name;  /* SUMMARY; one line, not empty */
    struct bytes place; /* LOCATION; may be empty, as is the next */
    struct bytes topic; /* the first of CATEGORIES */
    struct bytes from;  /* YYYY-MM-DD */
    struct bytes to;    /* last day, not before the first */
    bool cancelled;
};

/* OK; ERROR_TOO_LARGE (the text, or more events than there may be); ERROR_MALFORMED with at least one error
 * told. */
MUST_USE enum error icalendar_read(struct arena *a, struct bytes text, struct icalendar_event **out,
                                   size_t *count, struct import_errors *errors);
#endif
