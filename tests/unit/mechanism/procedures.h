/* tests/unit/mechanism/procedures.h: the charter of the tests about what surrounds a decision. */
#ifndef UNIT_MECHANISM_PROCEDURES_H
#define UNIT_MECHANISM_PROCEDURES_H

extern const char procedures_charter[];
#endif
