/* tests/unit/mechanism/votes.h: the charter of the tests about votes. */
#ifndef UNIT_MECHANISM_VOTES_H
#define UNIT_MECHANISM_VOTES_H

extern const char votes_charter[];
#endif
