/* charter/print.h: a charter back as text, in one form: what is printed parses again to the same rules, and
 * two rules that differ in layout and remarks only are printed alike. */
#ifndef CHARTER_PRINT_H
#define CHARTER_PRINT_H

#include "charter/charter.h"

struct atom;

/* The rule, behind the groups that its conditions name: all that decides, and what its hash is of. */
void charter_print_rule(struct buffer *b, const struct charter_rule *rule);
/* The whole, with all that it took over from others, and without `extends`. */
void charter_print(struct buffer *b, const struct charter *c);
/* One part alone, a clause a line. */
void charter_print_rule_alone(struct buffer *b, const struct charter_rule *rule);
void charter_print_body(struct buffer *b, const struct charter_body *body);
/* What the group itself says; members that have the tag say so themselves. */
void charter_print_group(struct buffer *b, const struct charter_group *group);
/* `voice threshold 5;`, or nothing. */
void charter_print_voice(struct buffer *b, const struct charter *c);
void charter_print_calendar(struct buffer *b, const struct charter_calendar *k);
void charter_print_member(struct buffer *b, const struct charter *c, const struct charter_member *m);
void charter_print_office(struct buffer *b, const struct charter_office *o);
void charter_print_classification(struct buffer *b, const struct charter_classification *k);
void charter_print_referral(struct buffer *b, const struct charter_referral *r);
/* `"text"`, with its escapes; each heading of a part that there is, behind a space. */
void charter_print_string(struct buffer *b, struct bytes s);
void charter_print_headings(struct buffer *b, struct bytes title, struct bytes source,
                            const struct charter_mark *mark);
void charter_print_days(struct buffer *b, struct bytes from, struct bytes until);
/* word, names with commas, `;` and a line feed; nothing if there are none. */
void charter_print_names(struct buffer *b, const char *word, const struct bytes *names, size_t count);
/* `rungs "...", "...";`, or nothing. */
void charter_print_rungs(struct buffer *b, const struct charter *c);
void charter_print_motion(struct buffer *b, const struct charter_motion *m);
void charter_print_table(struct buffer *b, const struct charter_table *table);
/* A condition, as in `n(Y) >= 9 & n(N|P5) = 0`, and one of its comparisons. */
void charter_print_condition(struct buffer *b, const struct charter_rule *rule, const struct expression *e);
void charter_print_atom(struct buffer *b, const struct charter_rule *rule, const struct atom *atom);
/* The comparison, behind a ! if it is not `needed`. */
void charter_print_literal(struct buffer *b, const struct charter_rule *rule, const struct atom *atom,
                           bool needed);
/* `Y L N`, `*`, `!Y` */
void charter_print_positions(struct buffer *b, uint16_t positions);
/* 10s, 5min, 24h, 3d */
void charter_print_duration(struct buffer *b, int64_t ms);
/* 24h, 5 workdays, 1 year */
void charter_print_span(struct buffer *b, const struct charter_span *s);
/* The bodies whose decisions a rule joins by `over`, in its order; 0 for a rule of one electorate. */
size_t charter_rule_over(const struct charter_rule *rule, const struct bytes **out);

/* Whether one of the rule's conditions weighs by the attribute of that index in charter.attributes. */
bool charter_rule_weighs(const struct charter_rule *rule, size_t attribute);
/* Whether it asks who has this tag. */
bool charter_rule_minds(const struct charter_rule *rule, struct bytes tag);

/* SHA-256 of `univocal rule 1`, a line feed, and charter_print_rule. */
struct hash charter_rule_hash(const struct charter_rule *rule);
#endif
