/* analysis/find.h: what a number, a digest, a name or words stand for on the record.
 *
 * Things are looked up by their keys. Entries are read one by one, from the newest to the oldest, a bounded
 * number a call: whoever wants to go on gives `before` again. */
#ifndef ANALYSIS_FIND_H
#define ANALYSIS_FIND_H

#include "codec/json.h"
#include "language/language.h"
#include "mechanism/context.h"
#include "record/entry.h"

enum found_noun {
    FOUND_ASSISTANCE,
    FOUND_BODY,
    FOUND_CHARTER,
    FOUND_COMMITMENT,
    FOUND_ELECTION,
    FOUND_ENTRY,
    FOUND_INSTRUMENT,
    FOUND_MATTER,
    FOUND_MEMBER,
    FOUND_ORGANISATION,
    FOUND_OLDER,
    FOUND_PLATFORM,
    FOUND_SESSION,
    FOUND_SPEECH,
    FOUND_STATEMENT,
    FOUND_VOTE,
    FOUND_NOUNS,
};

struct found {
    enum found_noun noun;
    struct bytes name;  /* as its page is called: a code, "council/relief", a number, 64 digits, "" */
    struct bytes title; /* may be empty */
};

/* Of one thing there is one key, of a number one thing a noun, and of a name one a body at most. */
enum { FOUND_MAX = 64 };

/* The word of the noun, such as "session". */
const char *found_word(enum found_noun noun);

/* What `text` names: a number, 64 digits, a code, an id, BODY/REFERENCE; of the record its first `size`
 * entries. Names live in the arena of the context; titles that the charter does not give are in that
 * language. */
size_t find_things(struct context *c, enum language l, uint64_t size, struct bytes text,
                   struct found out[FOUND_MAX]);

/* What an entry is about, in short. */
struct entry_line {
    struct entry entry;
    struct bytes carried; /* the envelope, or the body of the fact */
    struct bytes kind;    /* of the act or the fact */
    struct bytes member;  /* empty: a fact */
    struct bytes subject;
};

MUST_USE enum error entry_line_read(struct record *r, uint64_t index, struct arena *a,
                                    struct entry_line *out);
/* As an object: id, index, kind, member, result, subject, time, type. */
void show_entry_line(struct json_writer *w, const struct entry_line *l);

struct found_entries {
    size_t count;
    struct entry_line *lines; /* newest first */
    int64_t before;           /* go on from here; 0: all were looked at */
};

/* Of the first `size` entries those before `before` (0: all) that are `text`, or have it in a text, letters
 * A-Z as a-z. At most `most` are found, and at most FIND_ENTRIES_MAX are read. */
MUST_USE enum error find_entries(struct context *c, uint64_t size, struct bytes text, uint64_t before,
                                 size_t most, struct found_entries *out);

/* {"before", "entries", "things"}, as the page and the command give it. */
void show_found(struct json_writer *w, const struct found *things, size_t count,
                const struct found_entries *entries);
#endif
