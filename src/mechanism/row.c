#include "mechanism/row.h"

#include <string.h>

#include "base/check.h"

_Static_assert(sizeof(enum row_type) == sizeof(unsigned), "an enum is as large as a number of words");

/* Fields are copied by their bytes, so that no struct is looked at as another. */
#define FIELD_OF(row, field, into) memcpy(&(into), (const uint8_t *)(row) + (field)->offset, sizeof(into))

struct row_value row_value(const struct row_field *f, const void *row)
{
    struct row_value v = {.number = 0};
    unsigned word = 0;
    bool yes = false;
    switch (f->type) {
    case ROW_TEXT:
        FIELD_OF(row, f, v.text);
        break;
    case ROW_NUMBER:
        FIELD_OF(row, f, v.number);
        break;
    case ROW_BOOL:
        FIELD_OF(row, f, yes);
        v.number = yes;
        break;
    case ROW_HASH:
        FIELD_OF(row, f, v.hash);
        break;
    case ROW_WORD:
        FIELD_OF(row, f, word);
        v.number = word;
        v.text = bytes_of_text(f->words[word]);
        break;
    }
    return v;
}

void row_put(struct state *s, const struct key *k, const struct row_shape *shape, const void *row)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        const struct row_value v = row_value(f, row);
        if (f->type == ROW_TEXT) {
            buffer_add_block(&b, v.text);
        } else if (f->type == ROW_HASH) {
            value_add_hash(&b, &v.hash);
        } else {
            value_add_number(&b, v.number);
        }
    }
    check(!b.overflow);
    state_put(s, key_view(k), buffer_view(&b));
    buffer_done(&b);
}

static unsigned known_word(const struct row_field *f, int64_t number)
{
    int64_t count = 0;
    while (f->words[count] != NULL) {
        count++;
    }
    check(number >= 0 && number < count);
    return (unsigned)number;
}

static void put_field(uint8_t *at, const struct row_field *f, struct cursor *c)
{
    if (f->type == ROW_TEXT) {
        const struct bytes text = value_text(c);
        memcpy(at, &text, sizeof text);
    } else if (f->type == ROW_HASH) {
        const struct hash h = value_hash(c);
        memcpy(at, &h, sizeof h);
    } else {
        const int64_t number = value_number(c);
        const bool yes = number != 0;
        const unsigned word = f->type == ROW_WORD ? known_word(f, number) : 0;
        if (f->type == ROW_BOOL) {
            memcpy(at, &yes, sizeof yes);
        } else if (f->type == ROW_WORD) {
            memcpy(at, &word, sizeof word);
        } else {
            memcpy(at, &number, sizeof number);
        }
    }
}

static void decode(struct bytes value, const struct row_shape *shape, void *row)
{
    struct cursor c = cursor_of(value);
    memset(row, 0, shape->size);
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        put_field((uint8_t *)row + f->offset, f, &c);
    }
    check(cursor_ended(&c));
}

bool row_get(struct state *s, const struct key *k, const struct row_shape *shape, void *row)
{
    struct bytes value;
    if (!state_get(s, key_view(k), &value)) {
        return false;
    }
    decode(value, shape, row);
    return true;
}

size_t row_list(struct state *s, const struct key *prefix, const struct row_shape *shape, struct arena *a,
                void **out)
{
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(prefix), a, &rows);
    uint8_t *list = arena_take(a, count + 1, shape->size);
    for (size_t i = 0; i < count; i++) {
        decode(rows[i].value, shape, list + i * shape->size);
    }
    *out = list;
    return count;
}

size_t row_count(struct state *s, const struct key *prefix, struct arena *a)
{
    struct state_row *rows = NULL;
    return state_scan(s, key_view(prefix), a, &rows);
}

int64_t row_number(struct state *s, const struct key *k)
{
    struct bytes value;
    if (!state_get(s, key_view(k), &value)) {
        return 0;
    }
    struct cursor c = cursor_of(value);
    const int64_t n = value_number(&c);
    check(cursor_ended(&c));
    return n;
}

void row_number_put(struct state *s, const struct key *k, int64_t n)
{
    struct buffer b;
    buffer_init(&b, 8);
    value_add_number(&b, n);
    state_put(s, key_view(k), buffer_view(&b));
    buffer_done(&b);
}
