/* tests/unit/cli/csv.h: reads the data sets under SHARED_DATA (default ../shared/data): comma separated,
 * quoted where needed, one header line. They are not part of the project; a test that needs one is skipped
 * where it is absent. */
#ifndef UNIT_CLI_CSV_H
#define UNIT_CLI_CSV_H

#include <stdlib.h>

#include "unit/charter/fixture.h"

enum { CSV_FIELDS_MAX = 32 };

struct csv {
    struct bytes rest;
    size_t count; /* of fields, by the header */
    struct bytes names[CSV_FIELDS_MAX];
    struct bytes fields[CSV_FIELDS_MAX]; /* of the row at hand */
};

static inline bool csv_next(struct csv *c)
{
    size_t count = 0;
    if (c->rest.len == 0) {
        return false;
    }
    for (bool more = true; more; count++) {
        struct buffer field;
        bool quoted = false;
        size_t i = 0;
        buffer_init(&field, 1 << 16);
        for (; i < c->rest.len; i++) {
            const uint8_t byte = c->rest.data[i];
            if (byte == '"' && quoted && i + 1 < c->rest.len && c->rest.data[i + 1] == '"') {
                buffer_add_u8(&field, byte);
                i++;
            } else if (byte == '"') {
                quoted = !quoted;
            } else if (!quoted && (byte == ',' || byte == '\n')) {
                break;
            } else {
                buffer_add_u8(&field, byte);
            }
        }
        check_that(count < CSV_FIELDS_MAX);
        more = i < c->rest.len && c->rest.data[i] == ',';
        const size_t taken = i < c->rest.len ? i + 1 : i;
        c->rest = bytes_of(c->rest.data + taken, c->rest.len - taken);
        c->fields[count] = arena_copy(harness_arena(), buffer_view(&field));
        buffer_done(&field);
    }
    check_that(c->count == 0 || c->count == count);
    c->count = count;
    return true;
}

static inline struct csv csv_open(const char *name)
{
    struct csv c = {.rest = harness_file(harness_shared(name))};
    check_that(csv_next(&c));
    memcpy(c.names, c.fields, sizeof c.names);
    return c;
}

static inline struct bytes csv_field(const struct csv *c, const char *name)
{
    for (size_t i = 0; i < c->count; i++) {
        if (is_text(c->names[i], name)) {
            return c->fields[i];
        }
    }
    harness_note("there is no column %s", name);
    check_that(name == NULL);
    return BYTES("");
}

static inline const char *csv_text(const struct csv *c, const char *name)
{
    return arena_text(harness_arena(), csv_field(c, name));
}
#endif
