/* analysis/notice.h: a draft of the notice by which an organisation tells the United Nations that a member
 * was helped: composed from the record, marked as a draft (and as an exercise), sent by nobody. A person in
 * office checks it, changes it, and signs it or does not.
 *
 * Aggression: Charter of the United Nations, articles 51 and 54. Attack on networks: article 54. Disaster:
 * for information. What stands in it are labels with values: the words of members and of the adopted text are
 * theirs, as they are on the record. */
#ifndef ANALYSIS_NOTICE_H
#define ANALYSIS_NOTICE_H

#include "mechanism/assistance.h"

enum { NOTICE_BYTES_MAX = 4 * 1024 * 1024 };

/* Whether there are words for a language: those of the United Nations: ar, en, es, fr, ru, zh. */
bool notice_has_words(struct bytes language);
/* Appends the draft to a buffer of NOTICE_BYTES_MAX. There must be words for the language. *c->error is the
 * first error of the disk. */
void notice_compose(struct context *c, const struct assistance *x, struct bytes language, struct buffer *out);
#endif
