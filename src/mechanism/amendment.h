/* mechanism/amendment.h: the charter changes, by its own amending rule alone (docs/protocol/amendment.md).
 *
 * A member lays the texts of a charter down on the record, part by part, and proposes them as the next
 * version. What could not be the charter of this organisation is refused there, before anybody decides on it.
 * A matter that names the proposal decides on it by the rule that the charter in force prescribes for what is
 * changed. Once adopted it is the next version: in force from the end of that block, or from the beginning of
 * the day that the proposal names. */
#ifndef MECHANISM_AMENDMENT_H
#define MECHANISM_AMENDMENT_H

#include "mechanism/acts.h"
#include "mechanism/body.h"
#include "mechanism/context.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "mechanism/tables.h"

/* One text of a charter, in parts. */
struct charter_pieces {
    struct bytes name;
    size_t count;
    const int64_t *entries; /* of the acts that carry them, in order */
};

struct charter_texts {
    size_t count; /* 1 to 8; the first is the charter, the others are those it extends */
    const struct charter_pieces *items;
};

/* Open: not withdrawn, not adopted, and no other amendment was adopted since. */
struct proposal {
    struct hash charter; /* of its texts: charter.h */
    struct bytes member;
    int64_t proposed; /* index of the entry */
    int64_t base;     /* the version that it changes, the newest then */
    struct bytes from; /* first day in force; empty: as soon as it is adopted */
    struct charter_texts texts;
    struct table_texts tables; /* that it brings: the record had none of them */
};

struct charter_version {
    int64_t number; /* from 1, the founding */
    struct hash charter;
    struct bytes member; /* that proposed it; empty: the founding */
    int64_t proposed;    /* index of the entry */
    struct hash matter;  /* zero: it was adopted by a vote without one */
    struct hash subject; /* the silence or vote that adopted it */
    int64_t close;       /* index of the fact */
    struct bytes from;   /* the civil day before which it is not in force; empty: at once */
    int64_t in_force;    /* index of the fact, 0: not yet, or the founding */
    int64_t since_ms;
    struct charter_texts texts; /* none of the founding, which has its own */
};

/* What a matter decides on. False: not on the charter. */
struct matter_amends {
    struct hash charter;
    int64_t proposed; /* index of the entry */
};
bool amendment_of_matter(struct state *s, const struct hash *matter, struct matter_amends *out);

/* How many versions there are, and which is in force: those behind it wait for their day. */
struct charter_counts {
    int64_t versions;
    int64_t in_force;
};
struct charter_counts charter_counts_get(struct state *s);
/* False: there is none of this number. */
bool charter_version_get(struct context *c, int64_t number, struct charter_version *out);
bool proposal_get(struct state *s, const struct hash *charter, struct arena *a, struct proposal *out);
size_t proposal_list(struct state *s, struct arena *a, struct proposal **out); /* in order of proposal */

/* The texts out of the record, fit for charter_parse. False after an error of the disk, kept in *c->error. */
bool charter_texts_read(struct context *c, struct arena *a, const struct charter_texts *texts,
                        struct charter_source *out);

/* By which rule the charter in force lets `after` follow on `before`, and in which body (empty: in any that
 * has this rule). REJECT_no_amending_rule, REJECT_several_amending_rules. */
enum rejection amendment_rule(struct arena *a, const struct charter *in_force, const struct charter *before,
                              const struct charter *after, struct bytes *rule, struct bytes *body);
/* Whether the organisation as it stands could go on under that charter: its name, its mark, its languages,
 * who sits where. */
enum rejection amendment_fits(struct context *c, const struct charter *after);

/* For a matter that is opened, in a body and by a rule: whether these may decide on that proposal. */
enum rejection amendment_enter(struct context *c, const struct hash *charter, struct bytes body,
                               struct bytes rule, struct matter_amends *out);
/* Before a matter goes to a decision: its proposal still stands, and no other is being decided on. */
enum rejection amendment_may_decide(struct context *c, const struct hash *matter);
/* Whether any amendment is being decided on now. */
bool amendment_is_running(struct context *c);
/* At an adopting close, whose fact becomes the entry c->index. A matter about something else: nothing. */
void amendment_adopt(struct context *c, const struct hash *matter, const struct hash *subject);
/* The same of a vote on a proposal itself, without a matter. */
void amendment_carry(struct context *c, const struct hash *charter, const struct hash *vote);

/* At the end of a block: what has its day comes into force. */
void amendment_advance(struct context *c, const struct block_sink *sink);
/* The official time at which the next version comes into force; 0: none waits. */
int64_t amendment_next_ms(struct state *s, const struct organisation *org, struct arena *a);

enum rejection amendment_text(struct context *c, const struct act *a);
enum rejection amendment_propose(struct context *c, const struct act *a);
enum rejection amendment_withdraw(struct context *c, const struct act *a);

/* For the files of this mechanism. */
void proposal_put(struct state *s, const struct proposal *p);
void proposal_delete(struct state *s, const struct hash *charter);
void charter_version_put(struct state *s, const struct charter_version *v);
void charter_counts_put(struct state *s, const struct charter_counts *n);
struct charter_part {
    int64_t entry; /* index */
    struct hash hash; /* of its bytes */
};
/* False: the member has laid down nothing in that place. */
bool charter_part_get(struct state *s, struct bytes member, int64_t place, struct charter_part *out);
void charter_part_put(struct state *s, struct bytes member, int64_t place, const struct charter_part *p);
void matter_amends_put(struct state *s, const struct hash *matter, const struct matter_amends *m);
#endif
