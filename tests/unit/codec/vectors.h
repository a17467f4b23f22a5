/* tests/unit/codec/vectors.h: reads the tables of tests/vectors. */
#ifndef UNIT_CODEC_VECTORS_H
#define UNIT_CODEC_VECTORS_H

#include "base/hex.h"
#include "codec/json.h"
#include "support/harness.h"

/* An array of objects, each with a name. */
static inline const struct json *vectors_open(const char *path)
{
    const struct json *rows = NULL;
    check_ok(json_parse(harness_arena(), harness_file(path), 1 << 20, &rows, NULL));
    check_eq(rows->type, JSON_ARRAY);
    check_that(rows->count > 0);
    return rows;
}

static inline struct bytes vector_text(const struct json *row, const char *key)
{
    struct bytes text = {NULL, 0};
    check_that(json_get_text(row, key, &text));
    return text;
}

static inline struct bytes vector_hex(const struct json *row, const char *key)
{
    const struct bytes text = vector_text(row, key);
    uint8_t *out = arena_take(harness_arena(), text.len / 2, 1);
    check_that(hex_decode(text, out, text.len / 2));
    return bytes_of(out, text.len / 2);
}

/* The row at `i`; its name stands in what a failure prints. */
static inline const struct json *vector_row(const struct json *rows, size_t i)
{
    const struct bytes name = vector_text(&rows->items[i], "name");
    harness_note("%.*s", (int)name.len, (const char *)name.data);
    return &rows->items[i];
}

static inline enum error vector_result(const struct json *row)
{
    static const struct {
        const char *word;
        enum error error;
    } words[] = {
        {"ok", OK},
        {"malformed", ERROR_MALFORMED},
        {"too_large", ERROR_TOO_LARGE},
        {"not_found", ERROR_NOT_FOUND},
        {"denied", ERROR_DENIED},
    };
    const struct bytes word = vector_text(row, "result");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bytes_equal_text(word, words[i].word)) {
            return words[i].error;
        }
    }
    const bool known = false;
    check_that(known);
    return ERROR_IO;
}
#endif
