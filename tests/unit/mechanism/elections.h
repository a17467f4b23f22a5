/* tests/unit/mechanism/elections.h: the charter of the tests about elections. */
#ifndef UNIT_MECHANISM_ELECTIONS_H
#define UNIT_MECHANISM_ELECTIONS_H

extern const char elections_charter[];
#endif
