#include "charter/table.h"

#include <string.h>

#include "base/num.h"
#include "base/text.h"

static enum error fail(struct diag *diag, enum error e, int line, struct bytes found, const char *message)
{
    diag_set(diag, line, 1, "", "%s", message);
    diag_found(diag, found);
    return e;
}

/* Takes a line without its LF; false if there is none: the last line ends as the others do. */
static bool take_line(struct bytes *rest, struct bytes *line)
{
    const uint8_t *end = rest->len == 0 ? NULL : memchr(rest->data, '\n', rest->len);
    if (end == NULL) {
        *line = *rest;
        return false;
    }
    *line = bytes_of(rest->data, (size_t)(end - rest->data));
    *rest = bytes_of(end + 1, rest->len - line->len - 1);
    return true;
}

static bool read_row(struct bytes line, struct table_row *out)
{
    const uint8_t *comma = line.len == 0 ? NULL : memchr(line.data, ',', line.len);
    if (comma == NULL) {
        return false;
    }
    out->code = bytes_of(line.data, (size_t)(comma - line.data));
    return text_is_code(out->code) &&
           num_parse(bytes_of(comma + 1, line.len - out->code.len - 1), INTEGER_MAX, &out->value);
}

enum error table_read(struct arena *a, struct bytes text, struct table *out, struct diag *diag)
{
    if (text.len > TABLE_BYTES_MAX) {
        return fail(diag, ERROR_TOO_LARGE, 0, BYTES(""), "the table is too long");
    }
    struct bytes rest = arena_copy(a, text);
    struct bytes line;
    if (!take_line(&rest, &line) || !bytes_equal_text(line, "code,value")) {
        return fail(diag, ERROR_MALFORMED, 1, line, "a table begins with the line \"code,value\"");
    }
    struct table_row *rows = ARENA_ARRAY(a, struct table_row, TABLE_ROWS_MAX);
    size_t count = 0;
    while (rest.len > 0) {
        const int number = (int)count + 2;
        if (count == TABLE_ROWS_MAX) {
            return fail(diag, ERROR_TOO_LARGE, number, BYTES(""), "the table has too many rows");
        }
        if (!take_line(&rest, &line) || !read_row(line, &rows[count])) {
            return fail(diag, ERROR_MALFORMED, number, line,
                        "expected a member's code, a comma and a whole number");
        }
        if (count > 0 && bytes_compare(rows[count - 1].code, rows[count].code) >= 0) {
            return fail(diag, ERROR_MALFORMED, number, line,
                        "the rows ascend by code, and each code stands once");
        }
        count++;
    }
    *out = (struct table){count, rows, hash_of(text)};
    return OK;
}

int64_t table_value(const struct table *t, struct bytes code)
{
    size_t low = 0;
    size_t high = t->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = bytes_compare(t->rows[middle].code, code);
        if (order == 0) {
            return t->rows[middle].value;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}
