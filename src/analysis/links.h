/* analysis/links.h: where the parts of a charter name each other: who may call a rule, what an office does,
 * what counts by a calendar. */
#ifndef ANALYSIS_LINKS_H
#define ANALYSIS_LINKS_H

#include "analysis/prose.h"

/* What a name of a charter can be the name of; where one name is of two, the earlier goes first. */
enum name_kind {
    NAME_RULE,
    NAME_CLASSIFICATION,
    NAME_BODY,
    NAME_OFFICE,
    NAME_REFERRAL,
    NAME_MOTION,
    NAME_CALENDAR,
    NAME_TABLE,
    NAME_TAG,
    NAME_MEMBER,
    NAME_ATTRIBUTE,
    NAME_CLASS, /* of a classification */
    NAME_RUNG,
    NAME_LANGUAGE,
    NAME_COUNT
};
/* "rule", "tag" */
const char *name_kind_word(enum name_kind k);

struct link {
    int role; /* its row of the table in links.c */
    struct bytes from;
    struct bytes to;
};

struct links {
    size_t count;
    struct link *items;
};

/* As the charter is on the day (empty: now, that is, the newest versions). All of it lives in the arena. */
void links_of(struct arena *a, const struct charter *c, struct bytes date, struct links *out);
/* What the part of that name is to others, a sentence a role. By name: without the numbers of articles. */
void links_tell(struct arena *a, const struct prose *p, const struct links *links, enum name_kind kind,
                struct bytes name, bool by_name, struct bytes **sentences, size_t *count);
#endif
