/* analysis/show_decision.h: what a rule made of positions, as JSON: parts of what silences, votes,
 * elections and sessions print. */
#ifndef ANALYSIS_SHOW_DECISION_H
#define ANALYSIS_SHOW_DECISION_H

#include "codec/json.h"
#include "mechanism/asked.h"

/* "bodies": the count of each body that the rule is over; empty where it is over none, or nothing is decided
 * (NULL). */
void show_decision_bodies(struct json_writer *w, const struct decision *d);
/* "bodies": the names of those in a bit set, by their place in the rule's `over`. */
void show_decision_places(struct json_writer *w, const struct asked *bodies, unsigned in);
/* "conditions": of each comparison holds, left, of_quorum, right, text, words. */
void show_decision_conditions(struct json_writer *w, const struct decision_atom *list, size_t count);
/* {conditions, counts (by position), out, pivotal, reason, stands}; NULL: null. */
void show_decision(struct json_writer *w, const char *key, const struct decision *d);
#endif
