/* analysis/show_statement.h: statements with what the record says of them: how far they are signed, what
 * corrects or withdraws them, under which topic they stand. Command line and pages show the same. */
#ifndef ANALYSIS_SHOW_STATEMENT_H
#define ANALYSIS_SHOW_STATEMENT_H

#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/signing.h"
#include "mechanism/statement.h"

/* A statement with what the record says of it. */
struct said {
    struct statement x;
    struct matter m;
    bool spoken; /* signed by the organisation's key */
    struct spoken signature;
    struct bytes date;  /* civil, of the close */
    struct bytes topic; /* empty: none */
};

/* False: there is no such statement. Lives in the arena of the context. */
bool said_get(struct context *c, int64_t number, struct said *out);
/* "incomplete", "unsigned", "signed", "members" (complete, and not the organisation's voice) */
const char *said_state_word(const struct said *s);
/* Its statement.txt into the arena. ERROR_NOT_FOUND: it is not complete; ERROR_CORRUPT; of the disk. */
MUST_USE enum error said_text(struct context *c, const struct said *s, struct bytes *out);

/* Which statement each one corrects or withdraws, read once for all that are shown. */
enum said_relation { SAID_CORRECTS, SAID_WITHDRAWS };
struct said_relations {
    int64_t count;  /* of statements */
    int64_t *of[2]; /* by relation and number; 0: none */
};
struct said_relations said_relate(struct context *c);
/* The first after `after` that has this relation to the statement; 0: none. */
int64_t said_later(const struct said_relations *r, enum said_relation which, int64_t number, int64_t after);

/* Those whom a session of signing asks, by what they have done: the one that signed, else the newest. Codes
 * with ", " between. */
struct said_answers {
    const char *given;
    const char *refused;
    const char *bad;
    const char *silent;
    size_t sessions;
};
struct said_answers said_answers(struct context *c, const struct said *s);

/* {"corrected_by":[N..],"corrects":N,"languages":[TAG..],"matter":"BODY/REFERENCE","number":N,"state":WORD,
 *  "time":MS,"title":TEXT,"topic":ID,"withdrawn_by":[N..],"withdraws":N} */
void show_said(struct json_writer *w, const struct said *s, const struct said_relations *r);
/* The whole value of one, with the text as it is published; empty while it is not complete. */
void show_statement(struct json_writer *w, struct context *c, const struct said *s, struct bytes text);
#endif
