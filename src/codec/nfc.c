#include "codec/nfc.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/check.h"
#include "base/text.h"

/* Most texts need no tables: every ASCII text is in form C. */
static bool is_ascii(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] > 0x7f) {
            return false;
        }
    }
    return true;
}

/* Form C of well-formed UTF-8, to be freed. */
static utf8proc_uint8_t *compose(struct bytes text, size_t *len)
{
    check(text.len <= PTRDIFF_MAX);
    utf8proc_uint8_t *composed = NULL;
    const utf8proc_ssize_t result =
        utf8proc_map(text.data, (utf8proc_ssize_t)text.len, &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    check(result >= 0); /* the text is UTF-8 and memory is never short */
    *len = (size_t)result;
    return composed;
}

bool nfc_holds(struct bytes text)
{
    if (is_ascii(text)) {
        return true;
    }
    if (!text_is_utf8(text)) {
        return false;
    }
    size_t len = 0;
    utf8proc_uint8_t *composed = compose(text, &len);
    const bool holds = bytes_equal(text, bytes_of(composed, len));
    free(composed);
    return holds;
}

bool nfc_make(struct arena *a, struct bytes text, struct bytes *out)
{
    if (is_ascii(text)) {
        *out = arena_copy(a, text);
        return true;
    }
    if (!text_is_utf8(text)) {
        return false;
    }
    size_t len = 0;
    utf8proc_uint8_t *composed = compose(text, &len);
    *out = arena_copy(a, bytes_of(composed, len));
    free(composed);
    return true;
}
