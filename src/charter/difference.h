/* charter/difference.h: what a charter changes in another, and what of a charter nobody has checked.
 *
 * For those who found an organisation on a preset: how theirs differs, clause by clause, and what in the
 * whole is unverified, theirs or not. */
#ifndef CHARTER_DIFFERENCE_H
#define CHARTER_DIFFERENCE_H

#include "charter/charter.h"

/* The parts of a charter: each has a text of its own (charter/print.h), a clause a line. */
enum part_kind {
    PART_LANGUAGES,
    PART_ATTRIBUTES,
    PART_VOICE,
    PART_RUNGS,
    PART_TABLE,
    PART_GROUP,
    PART_BODY,
    PART_RULE,
    PART_MOTION,
    PART_CALENDAR,
    PART_MEMBER,
    PART_OFFICE,
    PART_CLASSIFICATION,
    PART_REFERRAL,
    PART_KIND_COUNT
};

struct difference_part {
    enum part_kind kind;
    struct bytes name; /* empty for languages, attributes, voice and rungs */
    struct bytes from; /* of rules, tables and members: which version; may be empty */
    struct bytes until;
    struct bytes text;
    const struct charter_mark *mark; /* NULL for languages, attributes, voice and rungs */
    const struct charter_rule *rule; /* of a rule, */
    const struct charter_body *body; /* and of a body */
};

struct difference {
    const struct difference_part *before; /* NULL: added */
    const struct difference_part *after;  /* NULL: removed */
};

struct difference_list {
    size_t count;
    const struct difference *items; /* in the order of the charter; removed parts last */
};

struct unverified_list {
    size_t count;
    struct unverified {
        const struct difference_part *part;
        bool inherited; /* the part is in the other charter too, to the letter */
    } *items;
};

/* The charter that sources[0] extends, out of the same sources; NULL if it extends none, or if that is no
 * charter by itself, of which *diags tells, for what extends it may mend it. The sources are such that
 * charter_parse takes them. */
const struct charter *difference_base(struct arena *a, const struct charter_source *sources, size_t count,
                                      struct charter_diags *diags);
/* What `after` changes in `before`. */
struct difference_list difference_of(struct arena *a, const struct charter *before,
                                     const struct charter *after);
/* Every part of `c` that is marked. `base` (may be NULL) tells what of it is inherited. */
struct unverified_list difference_unverified(struct arena *a, const struct charter *c,
                                             const struct charter *base);

/* "rule", "languages": the word that begins such a part in the charter. */
const char *part_kind_word(enum part_kind k);

/* One change as text for people: the lines that differ and what they mean. */
void difference_write_one(struct buffer *b, struct arena *a, const struct difference *d);
/* Both as text for people: each change with the lines that differ and what they mean, then what is
 * unverified. `before` NULL: it extends none. */
void difference_write(struct buffer *b, struct arena *a, const struct charter *before,
                      const struct charter *after);
#endif
