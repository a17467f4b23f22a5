/* tests/fuzz/charter_grammar.h: the language of docs/formats/charter.md, for fuzz targets. */
#ifndef FUZZ_CHARTER_GRAMMAR_H
#define FUZZ_CHARTER_GRAMMAR_H

#include "fuzz/grammar.h"

#define FORMS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}

FORMS(grammar_text, "charter \"a\";\nattributes pop, votes;\nrule r { pass n(Y) > 0; }\n",
      "charter \"a\";\nattributes pop, votes;\n$P$P$P",
      "charter \"a\";\nfictional;\nattributes pop;\n$P$P$P$P$P$P",
      "charter \"a\";\nextends \"b\";\n$P$P\n----\ncharter \"b\";\nattributes pop;\n$P$P$P");
FORMS(
    grammar_part, "fictional;\n", "rule $R$H{ $C }\n", "rule $R$H{ $C $L }\n", "rule $R$H{ $C $L $L }\n",
    "rule $R$H{ $C $L $L $L }\n", "group $T$H{ $O; $O$D; }\n",
    "body $B { members all; chair rotation; rules $R; }\n", "body $B$H{ $M $M $M $M }\n",
    "table pop-1 of $A$H{ sha256 \""
    "0000000000000000000000000000000000000000000000000000000000000000\"; }\n",
    "voice threshold $N;\n", "languages ru, en;\n", "rungs $S, $S;\n", "motion $W by $R in $B;\n",
    "motion $W by $R$H;\n", "unverified $S;\n", "attributes $A;\n", "member $O$H{ tag $T; $A $N; }\n",
    "member $O { calendar $K; }\n",
    "calendar $K$H{ zone $S; week mon, tue; holiday $J; yearly \"05-09\"; }\n",
    "office $K { holder $Q; term $U; }\n", "referral $K { from $B; to $B; by $R; about $S; }\n",
    "classification $K { as one use $R; as two use $R; decided by $R; appeal by $R upholds; doubt two; }\n");
FORMS(grammar_clause, "default L;", "allow Y L N A Q R;", "allow $X, $X;", "default L;", "reason $X;",
      "out $T;", "force $T = $X;", "force $T = $X, $T = $X;", "quorum $E;", "clock at least 2h set by chair;",
      "clock at least 1h at most 5d;", "clock at least $N workdays in $K;", "extend at most 2 times by 1h;",
      "extend at most 1 times by $N workdays;",
      "close all within 1h;", "close n-f after 60s;", "rung $S;", "bind $G;", "bind $G, $G;", "void $X;",
      "void $X $X without REASONED;", "void $X with $T;", "split by $A;", "else $F;", "else $F;",
      "poll at least 1h at most 2d;", "sealed until 1h before close;", "presence within 1h;",
      "elect in 3 rounds drop last;", "amend by $R;", "over $B, $B;");
FORMS(grammar_pass, "pass n(Y) > 0;", "pass $E;", "allow Y L N A Q R; pass $E;", "over $B, $B; pass $I;");
FORMS(grammar_else, "reject", "defer", "lapse", "refer to $B", "refer to $B by $R", "stage $R", "stage $R",
      "stage $R after $U");
FORMS(grammar_bind, "Y bound", "* free", "$V bound", "$V|$T committed", "$V|!$T free", "$V free as to $S");
FORMS(grammar_body, "members all;", "members named;", "members tagged $T;", "members elected 5 by $R for $U;",
      "chair rotation;", "chair rotation order $O, $O every $U;", "chair elected by $R for $U;",
      "chair office $K;", "chair $O;", "mandate $S;", "reports to $B;", "rules $R, $R;", "rules $R;");
FORMS(grammar_condition, "n(Y) > 0", "$Y", "$Y & $E", "$Y | $E", "($E) & $Y", "!($E)");
FORMS(grammar_over, "n(Y in a) > 0", "n($V in $B) > n($V|$T in $B)", "3*n(Y in a) > n(* in a) & $I");
FORMS(grammar_comparison, "n(Y) > n(N)", "$N*n($V) >= $N*n($V)", "n($V|$T) = 0", "$A($V) <= $N",
      "2*$A($V) > $A(*)", "n($V) + n($V) - $A($V|!$T) != $N", "$N < n($V)", "n(N) = 0");
FORMS(grammar_set, "Y", "N", "V", "C", "*", "!Y", "Y L", "N Q", "X R", "!X R", "A", "$X $X");
FORMS(grammar_position, "Y", "L", "N", "A", "Q", "X", "R");
FORMS(grammar_tag, "P5", "PARTY", "GONE", "REASONED");
FORMS(grammar_rule_name, "r", "s", "t", "u");
FORMS(grammar_body_name, "a", "b");
FORMS(grammar_other_name, "k", "chair", "l");
FORMS(grammar_attribute, "pop", "votes");
FORMS(grammar_member, "A", "B", "C", "M001");
FORMS(grammar_number, "1", "0", "2", "3", "9", "100", "1000000000");
FORMS(grammar_day, "2000-01-01", "1999-12-31", "2024-02-29");
FORMS(grammar_days, " ", " from $J ", " until $J ", " from 1990-01-01 until $J ");
FORMS(grammar_heading, " ", "$D", " title $S$D", " source $S ", " unverified $S$D");
FORMS(grammar_string, "\"one\"", "\"two\"", "\"+03:00\"", "\"-05:30\"");
FORMS(grammar_span, "3d", "2 workdays", "1 month", "5 years", "10s", "1 workday");
FORMS(grammar_holder, "chair of $B", "member $O", "elected in $B by $R", "appointed in $B by $R");
FORMS(grammar_motion, "straw", "amend", "refer", "adopt", "assist", "classify", "contest", "elect", "limited",
      "overrule", "restore", "settle", "suspend");

static const struct grammar charter_grammar = {
    .forms = {['A'] = grammar_attribute,  ['B'] = grammar_body_name,  ['C'] = grammar_pass,
              ['D'] = grammar_days,       ['E'] = grammar_condition,  ['F'] = grammar_else,
              ['G'] = grammar_bind,       ['H'] = grammar_heading,    ['I'] = grammar_over,
              ['J'] = grammar_day,        ['K'] = grammar_other_name, ['L'] = grammar_clause,
              ['M'] = grammar_body,       ['N'] = grammar_number,     ['O'] = grammar_member,
              ['P'] = grammar_part,       ['Q'] = grammar_holder,     ['R'] = grammar_rule_name,
              ['S'] = grammar_string,     ['T'] = grammar_tag,        ['U'] = grammar_span,
              ['V'] = grammar_set,        ['W'] = grammar_motion,     ['X'] = grammar_position,
              ['Y'] = grammar_comparison, ['Z'] = grammar_text},
    .pieces = "LLLPPMC",
    .end = ';',
};
#endif
