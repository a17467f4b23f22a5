/* analysis/quote_record.h: all that was said on a record, as a corpus for quote.h: the organisation's
 * statements in all their languages, the members' statements that stand in them, and what members filed as
 * their own. */
#ifndef ANALYSIS_QUOTE_RECORD_H
#define ANALYSIS_QUOTE_RECORD_H

#include "analysis/quote.h"
#include "mechanism/context.h"

struct quote_record {
    struct quote_corpus *corpus; /* indexed; the caller frees it */
    uint64_t size;               /* of the record that it was read from */
    int64_t incomplete;   /* adopted statements whose words are not all on the record yet */
    int64_t confidential; /* statements whose words stay with the members */
    bool full;            /* there was no room for all of it */
    size_t words_max;
    struct quote_known *known; /* what was read; of quote_record.c alone */
};

/* Whether "not on record" can be told: nothing is missing that could hold the words. */
static inline bool quote_record_is_whole(const struct quote_record *r)
{
    return r->incomplete == 0 && !r->full;
}

/* Reads all of it, at most so many words and signs. False: *c->error, and nothing to free. It takes as long
 * as reading what was ever said. */
bool quote_record_read(struct context *c, size_t words_max, struct quote_record *out);
/* Adds what the same record has more since then: the same comes out as if it were read anew. What was full is
 * read anew. False: *c->error, and nothing to free any more. */
bool quote_record_update(struct context *c, struct quote_record *r);
void quote_record_free(struct quote_record *r);
#endif
