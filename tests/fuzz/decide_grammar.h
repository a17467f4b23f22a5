/* tests/fuzz/decide_grammar.h: lines of docs/formats/decide.md, for the charter of tests/fuzz/decide.c. */
#ifndef FUZZ_DECIDE_GRAMMAR_H
#define FUZZ_DECIDE_GRAMMAR_H

#include "fuzz/grammar.h"

#define FORMS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

FORMS(decide_lines, "{\"positions\":{}}\n", "$L", "$L$L", "$L$L$L");
FORMS(decide_line, "{\"positions\":{}}\n", "{\"rule\":$R,$P$F}\n", "{\"rule\":$R,$P,\"electorate\":$E$F}\n",
      "{\"rule\":$R,\"counts\":[$C]$F}\n", "{\"rule\":$R,\"counts\":[$C,$C],\"electorate\":$E$F}\n",
      "{\"rule\":\"both\",\"electorates\":{\"a\":[$C],\"b\":[$C,$C]}$F}\n",
      "{\"rule\":\"both\",\"electorates\":{\"a\":[$C],\"b\":{$V}},\"electorate\":{\"a\":$E}$F}\n");
FORMS(decide_rule, "\"veto\"", "\"silence\"", "\"weighed\"", "\"odd\"", "\"both\"", "\"none\"", "null");
FORMS(decide_positions, "\"positions\":{}", "\"positions\":{$V}", "\"positions\":{$V,$V}",
      "\"positions\":{\"ALDER\":$X,\"BIRCH\":$X,\"CEDAR\":$X,\"DAMSON\":$X}");
FORMS(decide_vote, "\"ALDER\":\"Y\"", "$M:$X");
FORMS(decide_member, "\"ALDER\"", "\"BIRCH\"", "\"CEDAR\"", "\"DAMSON\"", "\"ELM\"", "\"FIR\"", "\"M001\"");
FORMS(decide_position, "\"Y\"", "\"L\"", "\"N\"", "\"A\"", "\"Q\"", "\"X\"", "\"R\"", "\"Z\"");
FORMS(decide_electorate, "6", "[$M]", "[$M,$M,$M]",
      "[\"ALDER\",\"BIRCH\",\"CEDAR\",\"DAMSON\",\"ELM\",\"FIR\"]", "$N", "[]");
FORMS(decide_count, "{\"n\":1,\"pos\":\"Y\"}", "{\"n\":$N,\"pos\":$X}", "{\"n\":2,\"pos\":$X,\"tags\":[$T]}",
      "{\"ids\":[$M],\"n\":$N,\"pos\":$X}", "{\"ids\":[$M,$M],\"n\":3,\"pos\":$X,\"tags\":[$T,$T]}");
FORMS(decide_number, "1", "0", "2", "3", "15", "193", "1000000000", "-1");
FORMS(decide_tag, "\"P5\"", "\"PARTY\"", "\"GONE\"", "\"REASONED\"");
FORMS(decide_more, "", ",\"open\":true$F", ",\"open\":false$F", ",\"id\":7$F", ",\"id\":\"x\"$F",
      ",\"date\":$D$F", ",\"attributes\":\"pop-2\"$F", ",\"attributes\":\"pop-1\"$F", ",\"tags\":{$T:[$M]}$F",
      ",\"tags\":{$T:[$M,$M],$T:[]}$F");
FORMS(decide_day, "\"2000-01-01\"", "\"1999-12-31\"", "\"2024-02-30\"", "null");

static const struct grammar decide_grammar = {
    .forms = {['C'] = decide_count,
              ['D'] = decide_day,
              ['E'] = decide_electorate,
              ['F'] = decide_more,
              ['L'] = decide_line,
              ['M'] = decide_member,
              ['N'] = decide_number,
              ['P'] = decide_positions,
              ['R'] = decide_rule,
              ['T'] = decide_tag,
              ['V'] = decide_vote,
              ['X'] = decide_position,
              ['Z'] = decide_lines},
    .pieces = "L",
    .end = '\n',
};
#endif
