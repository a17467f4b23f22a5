/* mechanism/row.h: rows of the state that a table describes, so that a noun writes its fields down once: for
 * the state, for JSON (analysis/show_row.h) and for its document.
 *
 * A row is a plain struct; its shape lists every field, ascending by name. The value of the row is the fields
 * in that order, each as docs/formats/state.md says. */
#ifndef MECHANISM_ROW_H
#define MECHANISM_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "mechanism/tuple.h"

enum row_type {
    ROW_TEXT,   /* struct bytes */
    ROW_NUMBER, /* int64_t */
    ROW_BOOL,   /* bool */
    ROW_HASH,   /* struct hash */
    ROW_WORD,   /* an enum from 0 on: `words` has the word of each, NULL behind the last */
};

struct row_field {
    const char *name; /* NULL ends the list */
    enum row_type type;
    size_t offset;
    const char *const *words;
};

struct row_shape {
    size_t size; /* of the struct */
    const struct row_field *fields;
};

#define ROW_FIELD(row, field, type) {#field, type, offsetof(struct row, field), NULL}
#define ROW_ENUM(row, field, words) {#field, ROW_WORD, offsetof(struct row, field), words}
#define ROW_END {NULL, ROW_TEXT, 0, NULL}
#define ROW_SHAPE(row, list) \
    const struct row_shape row##_shape = {sizeof(struct row), list}

/* What a row has in a field, one of these by its type: words have the text of their word. */
struct row_value {
    struct bytes text;
    int64_t number; /* also of a word and of yes or no */
    struct hash hash;
};
struct row_value row_value(const struct row_field *f, const void *row);

void row_put(struct state *s, const struct key *k, const struct row_shape *shape, const void *row);
/* False: there is none. Texts live as long as the state's values (store/state.h). */
bool row_get(struct state *s, const struct key *k, const struct row_shape *shape, void *row);
/* All rows whose keys begin with that, ascending by key: an array of structs in the arena. */
size_t row_list(struct state *s, const struct key *prefix, const struct row_shape *shape, struct arena *a,
                void **out);
/* A row that is one number; 0: there is none. */
void row_number_put(struct state *s, const struct key *k, int64_t n);
int64_t row_number(struct state *s, const struct key *k);
/* How many there are. */
size_t row_count(struct state *s, const struct key *prefix, struct arena *a);
#endif
