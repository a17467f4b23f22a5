#include "interop/tlog_proof.h"

#include "base/limits.h"
#include "base/num.h"
#include "codec/base64.h"

#define VERSION "c2sp.org/tlog-proof@v1"

void tlog_proof_write(struct buffer *b, const struct tlog_proof *p)
{
    buffer_add_text(b, VERSION "\n");
    if (p->extra.len > 0) {
        buffer_add_text(b, "extra ");
        buffer_add_base64(b, p->extra);
        buffer_add_u8(b, '\n');
    }
    buffer_printf(b, "index %llu\n", (unsigned long long)p->index);
    for (uint32_t i = 0; i < p->steps.count; i++) {
        buffer_add_base64(b, hash_view(&p->steps.steps[i]));
        buffer_add_u8(b, '\n');
    }
    buffer_add_u8(b, '\n');
    buffer_add_bytes(b, p->checkpoint);
}

enum error tlog_proof_read(struct arena *a, struct bytes file, struct tlog_proof *out)
{
    struct tlog_proof p = {.index = 0};
    struct cursor c = cursor_of(file);
    int64_t index = 0;
    if (file.len > BUNDLE_PROOF_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    if (!bytes_equal_text(cursor_line(&c), VERSION)) {
        return ERROR_MALFORMED;
    }
    if (bytes_start_with(c.rest, BYTES("extra ")) &&
        (!base64_decode(a, cursor_named_line(&c, "extra"), &p.extra) || p.extra.len == 0)) {
        return ERROR_MALFORMED;
    }
    const struct bytes number = cursor_named_line(&c, "index");
    if (c.failed || !num_parse(number, INTEGER_MAX, &index)) {
        return ERROR_MALFORMED;
    }
    p.index = (uint64_t)index;
    for (struct bytes line = cursor_line(&c); line.len > 0; line = cursor_line(&c)) {
        if (p.steps.count == PROOF_STEPS_MAX ||
            !base64_decode_exact(line, p.steps.steps[p.steps.count].bytes, HASH_BYTES)) {
            return ERROR_MALFORMED;
        }
        p.steps.count++;
    }
    if (c.failed || c.rest.len == 0) {
        return ERROR_MALFORMED;
    }
    p.checkpoint = c.rest;
    *out = p;
    return OK;
}
