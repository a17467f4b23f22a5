/* analysis/show_quote.h: the answer to "whose words are these?", as JSON and in sentences. */
#ifndef ANALYSIS_SHOW_QUOTE_H
#define ANALYSIS_SHOW_QUOTE_H

#include "analysis/quote_record.h"
#include "codec/json.h"

/* The whole value, under `key` (NULL: at the top or in an array). `id` is a member of a batch's answers
 * (NULL: none). Contracts section 7 names result, statement, speech and difference; docs/quote.md the
 * others. */
void show_quote(struct json_writer *w, const char *key, const struct quote_record *r,
                const struct quote_answer *q, const struct json *id, struct arena *a);

/* Whether the answer cannot be told: it is altered or none, and words are missing that it might be of. */
bool quote_is_open(const struct quote_record *r, const struct quote_answer *q);

/* In sentences: first what was found, then what is to be said of it. In the arena, at least one. */
size_t quote_sentences(struct arena *a, const struct quote_record *r, const struct quote_answer *q,
                       const char ***out);

/* The same passage in the other languages of its source: those of the same parts. */
struct quote_passage {
    struct bytes language;
    bool translation;
    struct bytes text; /* empty: longer than QUOTE_PASSAGE_BYTES_MAX, or its parts are others */
};
enum { QUOTE_PASSAGE_BYTES_MAX = 4000 };
size_t quote_elsewhere(struct arena *a, const struct quote_record *r, const struct quote_answer *q,
                       struct quote_passage **out);
#endif
