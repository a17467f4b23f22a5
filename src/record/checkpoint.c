#include "record/checkpoint.h"

#include "base/limits.h"
#include "base/num.h"
#include "codec/base64.h"
#include "codec/note.h"

void checkpoint_write(struct buffer *b, struct bytes origin, const struct checkpoint *c)
{
    buffer_add_bytes(b, origin);
    buffer_printf(b, "\n%llu\n", (unsigned long long)c->size);
    buffer_add_base64(b, hash_view(&c->root));
    buffer_add_u8(b, '\n');
}

static bool take_line(struct bytes *text, struct bytes *line)
{
    for (size_t i = 0; i < text->len; i++) {
        if (text->data[i] == '\n') {
            *line = (struct bytes){text->data, i};
            text->data += i + 1;
            text->len -= i + 1;
            return true;
        }
    }
    return false;
}

enum error checkpoint_read(struct bytes text, struct bytes origin, struct checkpoint *out)
{
    struct bytes first;
    struct bytes size;
    struct bytes root;
    if (!take_line(&text, &first) || !take_line(&text, &size) || !take_line(&text, &root) || text.len != 0) {
        return ERROR_MALFORMED;
    }
    if (!bytes_equal(first, origin)) {
        return ERROR_DENIED;
    }
    int64_t n = 0;
    struct checkpoint c;
    if (!num_parse(size, INTEGER_MAX, &n) || !base64_decode_exact(root, c.root.bytes, HASH_BYTES)) {
        return ERROR_MALFORMED;
    }
    c.size = (uint64_t)n;
    *out = c;
    return OK;
}

enum error checkpoint_open(struct bytes note, struct bytes origin, const struct public_key *key,
                           struct checkpoint *out)
{
    struct bytes text;
    struct signature signature;
    const enum error e = note_verify(note, origin, key, &text, &signature);
    if (e != OK) {
        return e == ERROR_MALFORMED ? e : ERROR_DENIED;
    }
    return checkpoint_read(text, origin, out);
}
