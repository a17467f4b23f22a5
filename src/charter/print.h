/* charter/print.h: a charter back as text, in one form: what is printed parses again to the same rules, and two
 * rules that differ in layout and remarks only are printed alike. */
#ifndef CHARTER_PRINT_H
#define CHARTER_PRINT_H

#include "charter/charter.h"

struct atom;

/* The rule, behind the groups that its conditions name. */
void charter_print_rule(struct buffer *b, const struct charter_rule *rule);
/* The whole, with all that it took over from others, and without `extends`. */
void charter_print(struct buffer *b, const struct charter *c);
void charter_print_body(struct buffer *b, const struct charter_body *body);
/* A condition, as in `n(Y) >= 9 & n(N|P5) = 0`, and one of its comparisons. */
void charter_print_condition(struct buffer *b, const struct charter_rule *rule, const struct expression *e);
void charter_print_atom(struct buffer *b, const struct charter_rule *rule, const struct atom *atom);
/* `Y L N`, `*`, `!Y` */
void charter_print_positions(struct buffer *b, uint16_t positions);
/* 10s, 5min, 24h, 3d */
void charter_print_duration(struct buffer *b, int64_t ms);
/* The bodies whose decisions a rule joins by `over`, in its order; 0 for a rule of one electorate. */
size_t charter_rule_over(const struct charter_rule *rule, const struct bytes **out);

/* SHA-256 of `univocal rule 1`, a line feed, and charter_print_rule. */
struct hash charter_rule_hash(const struct charter_rule *rule);
#endif
