/* tests/support/rig_charter.h: the bench changes its charter. A charter is one text under the name that org.h
 * gives it; it is laid down by A01, or by whoever is named. */
#ifndef SUPPORT_RIG_CHARTER_H
#define SUPPORT_RIG_CHARTER_H

#include "support/rig.h"

#define RIG_TACIT(least)                                                                                     \
    "    allow Y L N;\n    default L;\n    pass n(N) = 0 & n(Y) + n(L) > 0;\n    clock at least " least    \
    " set by chair;\n    close all within 60s;\n    poll at least 10s;\n}\n"
/* A constitution of the council of all, whose chair rotates. The rules: `silence`, with a clock from `least`;
 * `change`, by which the charter is amended; `fees`, which `treasury` amends. `more` stands behind them. */
#define RIG_CHARTER(least, fees, more)                                                                       \
    "charter \"test\" title \"Test\";\nmotion amend by change in council;\n"                               \
    "body council {\n    members all;\n    chair rotation;\n"                                                \
    "    rules silence, change, fees, treasury;\n}\n"                                                       \
    "rule silence {\n" RIG_TACIT(least) "rule change {\n" RIG_TACIT("10s")                                  \
    "rule treasury {\n" RIG_TACIT("10s")                                                                     \
    "rule fees {\n    allow Y N A;\n    pass n(Y) >= " fees ";\n    amend by treasury;\n}\n" more
const char *rig_charter_text(struct rig *r, const char *least, const char *fees, const char *more);

struct hash rig_charter_hash(const char *text);
/* A part in its place: the result of the act. */
const char *rig_lay(struct rig *r, const char *who, int place, const char *text);
/* A frozen table in its place. */
const char *rig_lay_table(struct rig *r, const char *who, int place, const char *text);
/* All of it from place 0 on, however it is refused, then the proposal. `from` NULL: as soon as adopted. */
const char *rig_propose_charter(struct rig *r, const char *who, const char *text, const char *from);
/* A matter about it in the council, under that rule; it is then at hand. */
const char *rig_amend(struct rig *r, const char *text, const char *rule);
/* All of that and its adoption by silence under that rule. */
void rig_adopt_charter(struct rig *r, const char *text, const char *rule, const char *from);
#endif
