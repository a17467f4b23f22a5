/* tests/support/talk_inner.h: what the files of the talk share. */
#ifndef SUPPORT_TALK_INNER_H
#define SUPPORT_TALK_INNER_H

#include "mechanism/vote.h"
#include "support/talk.h"

struct said {
    const char *who;
    const char *kind;
    const char *body;
};

/* talk.c */
const char *talk_member(struct talk *t);
const char *talk_delegate(struct talk *t, const char *of);

/* talk_vote.c, talk_election.c, talk_charter.c: under talk_charter, for the others are refused. */
struct said say_of_vote(struct talk *t);
struct said say_of_election(struct talk *t);
struct said say_of_charter(struct talk *t);
struct said say_of_procedure(struct talk *t); /* talk_procedure.c */
struct said say_of_nouns(struct talk *t);     /* talk_nouns.c */
/* What the matter needs next whose rule decides by vote. */
struct said say_adopt(struct talk *t, const struct matter *m, const char *chair);
const char *talk_rule(struct talk *t);

/* talk_check_vote.c */
void talk_check_votes(struct talk *t);
void talk_check_elections(struct talk *t);
void talk_check_charters(struct talk *t);
void talk_check_procedures(struct talk *t); /* talk_check_procedure.c */
#endif
