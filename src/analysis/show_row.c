#include "analysis/show_row.h"

#include "base/check.h"

static void show_field(struct json_writer *w, const struct row_field *f, const void *row)
{
    const struct row_value v = row_value(f, row);
    switch (f->type) {
    case ROW_TEXT:
    case ROW_WORD:
        json_text(w, f->name, v.text);
        return;
    case ROW_NUMBER:
        json_integer(w, f->name, v.number);
        return;
    case ROW_BOOL:
        json_bool(w, f->name, v.number != 0);
        return;
    case ROW_HASH:
        json_hex(w, f->name, hash_view(&v.hash));
        return;
    }
    unreachable("not a type of row");
}

void show_row(struct json_writer *w, const char *key, const struct row_shape *shape, const void *row)
{
    json_object(w, key);
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        show_field(w, f, row);
    }
    json_end(w);
}

void show_rows(struct json_writer *w, const char *key, const struct row_shape *shape, const void *rows,
               size_t count)
{
    const uint8_t *at = rows;
    json_array(w, key);
    for (size_t i = 0; i < count; i++) {
        show_row(w, NULL, shape, at + i * shape->size);
    }
    json_end(w);
}
