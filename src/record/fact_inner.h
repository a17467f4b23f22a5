/* record/fact_inner.h: what the files of facts share; for them alone. */
#ifndef RECORD_FACT_INNER_H
#define RECORD_FACT_INNER_H

#include "codec/json.h"
#include "record/fact.h"

/* The object that every fact is; the caller ends it. */
void fact_begin(struct json_writer *w, struct buffer *b);
/* "bodies", where there are some. */
void fact_write_bodies(struct json_writer *w, const struct fact_body *bodies, size_t count);
void fact_write_codes(struct json_writer *w, const char *key, const struct bytes *codes, size_t count);

/* fact_read.c: members of a fact that was parsed. */
bool fact_take_hash(const struct json *top, const char *key, struct hash *out);
bool fact_take_codes(struct arena *a, const struct json *top, const char *key, size_t *count,
                     const struct bytes **out);
#endif
