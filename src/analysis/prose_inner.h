/* analysis/prose_inner.h: what the files of analysis/prose.h share. */
#ifndef ANALYSIS_PROSE_INNER_H
#define ANALYSIS_PROSE_INNER_H

#include "analysis/prose.h"

enum { PROSE_SENTENCES_MAX = 2 * CHARTER_ITEMS_MAX + 16 };
/* A sentence names at most all members or parts; their names and titles come from texts of
 * CHARTER_BYTES_MAX. */
#define PROSE_SENTENCE_BYTES_MAX ((size_t)16 * CHARTER_BYTES_MAX)

/* An article that is being written. */
struct writer {
    struct arena *arena;
    const struct prose *prose;
    struct prose_article *article;
    struct buffer text; /* of the sentence that is being written */
    size_t room;        /* sentences that it may have */
    bool by_name;       /* parts are named as the charter names them, without the numbers of articles */
};

/* Ends the sentence with a full stop, and keeps it. */
void writer_end(struct writer *w);
/* A sentence as printf makes it, without its full stop. */
void writer_say(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* NULL: the charter has none such. */
const struct prose_article *writer_find(const struct writer *w, enum prose_kind kind,
                                        struct bytes name);
/* `Consensus (article 7)`: the title of the part, or its name; of none such the name. */
void writer_refer(struct writer *w, enum prose_kind kind, struct bytes name);
/* The tag, with the article of the group that the charter gives it to. */
void writer_tag(struct writer *w, struct bytes tag);
/* "A", "A and B", "A, B and C", each by `one`. */
void writer_list(struct writer *w, const struct bytes *names, size_t count,
                 void (*one)(struct writer *w, struct bytes name));
void writer_name(struct writer *w, struct bytes name);
void writer_body(struct writer *w, struct bytes name);
void writer_rule(struct writer *w, struct bytes name);
/* "the chair", "the office secretary-general (article 9)" */
void writer_office(struct writer *w, struct bytes name);
bool span_is_set(const struct charter_span *span);

void prose_rule(struct writer *w, const struct charter_rule *rule);
void prose_body(struct writer *w, const struct charter_body *body);
void prose_office(struct writer *w, const struct charter_office *office);
void prose_classification(struct writer *w, const struct charter_classification *c);
void prose_referral(struct writer *w, const struct charter_referral *r);
void prose_motions(struct writer *w, const struct charter *c);
void prose_members(struct writer *w, const struct charter *c);
void prose_calendar(struct writer *w, const struct charter_calendar *c);
#endif
