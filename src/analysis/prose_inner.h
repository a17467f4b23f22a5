/* analysis/prose_inner.h: what the files of analysis/prose.h share. A sentence is one message, its full stop
 * in it; what it is filled with are texts in the arena: names, references, lists, periods. */
#ifndef ANALYSIS_PROSE_INNER_H
#define ANALYSIS_PROSE_INNER_H

#include "analysis/prose.h"
#include "language/say.h"

enum { PROSE_SENTENCES_MAX = 2 * CHARTER_ITEMS_MAX + 16 };

/* An article that is being written. */
struct writer {
    struct arena *arena;
    const struct prose *prose;
    struct prose_article *article;
    size_t room;  /* sentences that it may have */
    bool by_name; /* parts are named as the charter names them, without the numbers of articles */
};

/* Words of a message, and a sentence of one, in the language of the prose. */
#define WRITER_WORDS(w, m, ...) say_with((w)->arena, (w)->prose->language, (m), __VA_ARGS__)
#define WRITER_LIST(w, between, last, items, count) \
    say_list((w)->arena, (w)->prose->language, (between), (last), (items), (count))
#define WRITER_SAY(w, m, ...)   writer_keep((w), WRITER_WORDS((w), (m), __VA_ARGS__))
struct bytes writer_word(const struct writer *w, enum message m);
void writer_say(struct writer *w, enum message m);
/* A whole sentence of the article. What it begins with gets a capital, such as the name of a body. */
void writer_keep(struct writer *w, struct bytes sentence);

/* NULL: the charter has none such. */
const struct prose_article *writer_find(const struct writer *w, enum prose_kind kind,
                                        struct bytes name);
/* `Consensus (article 7)`: the title of the part, or its name; of none such the name. */
struct bytes writer_refer(const struct writer *w, enum prose_kind kind, struct bytes name);
/* The tag, with the article of the group that the charter gives it to. */
struct bytes writer_tag(const struct writer *w, struct bytes tag);
struct bytes writer_name(const struct writer *w, struct bytes name); /* as it stands */
struct bytes writer_body(const struct writer *w, struct bytes name);
struct bytes writer_rule(const struct writer *w, struct bytes name);
/* "the chair", "the holder of the office secretary-general (article 9)" */
struct bytes writer_office(const struct writer *w, struct bytes name);
/* "A", "A and B", "A, B and C", each by `one`. */
struct bytes writer_list(const struct writer *w, const struct bytes *names, size_t count,
                         struct bytes (*one)(const struct writer *w, struct bytes name));
/* "A, B, C" */
struct bytes writer_row(const struct writer *w, const struct bytes *items, size_t count);
/* The words, and the period in brackets if there is one. */
struct bytes writer_dated(const struct writer *w, struct bytes words, struct bytes from, struct bytes until);
/* The words with their source and what of them is unverified, in square brackets. */
struct bytes writer_noted(const struct writer *w, struct bytes words, struct bytes source,
                          const struct charter_mark *mark);
struct bytes writer_span(const struct writer *w, const struct charter_span *span);
struct bytes writer_duration(const struct writer *w, int64_t ms);
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
