#include "analysis/show_csv.h"

void show_csv_text(struct buffer *b, struct bytes text)
{
    buffer_add_u8(b, '"');
    const uint8_t first = text.len == 0 ? 0 : text.data[0];
    if (first == '=' || first == '+' || first == '-' || first == '@') {
        buffer_add_u8(b, '\'');
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '"') {
            buffer_add_u8(b, '"');
        }
        buffer_add_u8(b, text.data[i]);
    }
    buffer_add_u8(b, '"');
}

static void add_field(struct buffer *b, const struct row_field *f, const void *row)
{
    const struct row_value v = row_value(f, row);
    if (f->type == ROW_HASH) {
        show_csv_text(b, hash_is_zero(&v.hash) ? BYTES("") : bytes_of_text(hash_hex(&v.hash).text));
    } else if (f->type == ROW_NUMBER || f->type == ROW_BOOL) {
        buffer_printf(b, "%lld", (long long)v.number);
    } else {
        show_csv_text(b, v.text);
    }
}

static void add_realm(struct buffer *b, struct bytes realm, struct bytes cell)
{
    if (realm.len > 0) {
        show_csv_text(b, cell);
        buffer_add_u8(b, ',');
    }
}

void show_csv_rows(struct buffer *b, struct bytes realm, const struct row_shape *shape, const void *rows,
                   size_t count)
{
    add_realm(b, realm, BYTES("realm"));
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        buffer_add_text(b, f == shape->fields ? "" : ",");
        show_csv_text(b, bytes_of_text(f->name));
    }
    buffer_add_text(b, "\r\n");
    for (size_t i = 0; i < count; i++) {
        add_realm(b, realm, realm);
        const uint8_t *row = (const uint8_t *)rows + i * shape->size;
        for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
            buffer_add_text(b, f == shape->fields ? "" : ",");
            add_field(b, f, row);
        }
        buffer_add_text(b, "\r\n");
    }
}
