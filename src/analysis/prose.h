/* analysis/prose.h: a charter as people read a constitution: numbered articles of plain sentences, each with
 * its source, what of it is unverified, and the formal text that it says in words. Pure. */
#ifndef ANALYSIS_PROSE_H
#define ANALYSIS_PROSE_H

#include "charter/charter.h"
#include "language/language.h"

enum prose_section {
    SECTION_ORGANISATION,
    SECTION_MEMBERS,
    SECTION_BODIES,
    SECTION_RULES,
    SECTION_PROCEDURE,
    SECTION_COUNT
};

enum prose_kind {
    PROSE_ORGANISATION,
    PROSE_MEMBERS,
    PROSE_GROUP,
    PROSE_TABLE,
    PROSE_CALENDAR,
    PROSE_BODY,
    PROSE_OFFICE,
    PROSE_RULE,
    PROSE_CLASSIFICATION,
    PROSE_REFERRAL,
    PROSE_MOTIONS
};

/* In a sentence a reference to an article stands as PROSE_REFERENCE, its number, PROSE_TEXT, the words,
 * PROSE_END: no other control character stands in it. */
enum { PROSE_REFERENCE = 1, PROSE_TEXT = 2, PROSE_END = 3 };

struct prose_article {
    int number; /* from 1 */
    enum prose_section section;
    enum prose_kind kind;
    struct bytes name;   /* of the part; of articles that sum up several, such as the members, their kind */
    struct bytes anchor; /* rule-substantive@1966-01-01: no other article has it */
    struct bytes title;  /* in words; never empty */
    struct bytes from;   /* YYYY-MM-DD or empty: of a version */
    struct bytes until;
    struct bytes period; /* "from 1 January 1966 until 31 March 1970"; empty if both are */
    struct bytes source;     /* may be empty */
    struct bytes unverified; /* what of it nobody has checked; empty: nothing is marked */
    size_t count;
    struct bytes *sentences;
    struct bytes formal;             /* as in the charter, in its one form */
    const struct charter_rule *rule; /* of PROSE_RULE */
    const struct charter_body *body; /* of PROSE_BODY */
};

struct prose {
    const struct charter *charter;
    enum language language;
    struct bytes title; /* of the charter, or its name */
    size_t unverified;  /* articles that are marked */
    size_t count;
    struct prose_article *articles;
};

/* All of it lives in the arena. What the charter itself says, such as titles, stands as it is there. */
void prose_of(struct arena *a, const struct charter *c, enum language l, struct prose *out);
/* The same, but parts are named as the charter names them, and no number of an article stands in a sentence:
 * what is the same in two charters is told in the same words. */
void prose_by_name(struct arena *a, const struct charter *c, enum language l, struct prose *out);
/* By its number, its anchor or the name of its part; of a rule the version in force on the day (empty: the
 * newest). NULL: there is none. */
const struct prose_article *prose_find(const struct prose *p, struct bytes what, struct bytes date);
/* "Bodies" */
struct bytes prose_section_title(struct arena *a, enum language l, enum prose_section s);
/* "Article 6. Main rule (rule main), from 1 January 2021"; the name in brackets where it is asked for. */
struct bytes prose_heading(struct arena *a, enum language l, const struct prose_article *x, bool named);
/* "rule", "body": the word that begins the part in the charter */
const char *prose_kind_word(enum prose_kind k);
/* "from 1 January 1966 until 31 March 1970"; nothing if both are empty */
struct bytes prose_period(struct arena *a, enum language l, struct bytes from, struct bytes until);
/* "24 hours", "3 working days", "2 years" */
struct bytes prose_span(struct arena *a, enum language l, const struct charter_span *span);
struct bytes prose_duration(struct arena *a, enum language l, int64_t ms);
/* Takes the next piece of a sentence: words, and the article that they refer to; NULL: to none. False: it is
 * over. */
bool prose_next(const struct prose *p, struct bytes *sentence, struct bytes *words,
                const struct prose_article **article);
/* The sentence without what marks its references. */
void prose_add_plain(struct buffer *b, struct bytes sentence);

/* The whole as text in lines of at most `columns`, and one article of it. */
void prose_write(struct buffer *b, const struct prose *p, size_t columns);
void prose_write_article(struct buffer *b, enum language l, const struct prose_article *article,
                         size_t columns);
/* The words in lines of at most `columns` characters; the first line begins with `first`, the others with as
 * many spaces. */
void prose_wrap(struct buffer *b, const char *first, struct bytes words, size_t columns);
#endif
