/* What is read is written in a form that is read again, canonically and to the same bytes; the canonical
 * reader takes exactly the texts that are their own canonical form. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "codec/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_other_keys(const struct json *value)
{
    for (size_t i = 0; i < value->count; i++) {
        const struct json *inner = value->type == JSON_ARRAY ? &value->items[i] : &value->members[i].value;
        if (has_other_keys(inner)) {
            return true;
        }
        if (value->type == JSON_OBJECT) {
            const struct bytes key = value->members[i].key;
            check(json_get(value, "") == NULL || value->members[0].key.len == 0);
            check(i == 0 || bytes_compare(value->members[i - 1].key, key) < 0);
            for (size_t j = 0; j < key.len; j++) {
                if (key.data[j] > 0x7f) {
                    return true;
                }
            }
        }
    }
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct diag diag = {0};
    const struct bytes text = bytes_of(data, size);
    const struct json *value = NULL;
    const struct json *strict = NULL;
    const enum error e = json_parse(&a, text, ACT_BYTES_MAX, &value, &diag);
    const enum error s = json_parse_canonical(&a, text, ACT_BYTES_MAX, &strict, &diag);
    if (e != OK) {
        check(s == e);
        check(diag.message[0] != 0);
        arena_done(&a);
        return 0;
    }
    struct buffer once;
    struct buffer again;
    buffer_init(&once, 8 * size + 16);
    buffer_init(&again, 8 * size + 16);
    json_write(&once, value);
    const bool other_keys = has_other_keys(value);
    check(!once.overflow);
    check((s == OK) == (bytes_equal(buffer_view(&once), text) && !other_keys));
    const struct json *back = NULL;
    check(json_parse(&a, buffer_view(&once), once.max, &back, NULL) == OK);
    json_write(&again, back);
    check(bytes_equal(buffer_view(&once), buffer_view(&again)));
    check((json_parse_canonical(&a, buffer_view(&once), once.max, &back, NULL) == OK) == !other_keys);
    buffer_done(&once);
    buffer_done(&again);
    arena_done(&a);
    return 0;
}
