#include "node/client_wire.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

void client_request_write(struct buffer *b, const struct client_request *r)
{
    buffer_add_u8(b, (uint8_t)r->verb);
    switch (r->verb) {
    case CLIENT_submit:
        buffer_add_block(b, r->envelope);
        return;
    case CLIENT_store:
        buffer_add_u32(b, (uint32_t)r->blob_count);
        for (size_t i = 0; i < r->blob_count; i++) {
            buffer_add(b, r->blobs[i].salt, sizeof r->blobs[i].salt);
            buffer_add_block(b, r->blobs[i].text);
        }
        return;
    case CLIENT_checkpoint:
        buffer_add_u64(b, r->size);
        return;
    case CLIENT_forget:
        buffer_add_bytes(b, hash_view(&r->subject));
        return;
    case CLIENT_status:
    case CLIENT_confirm:
        return;
    }
    unreachable("a verb that is not in the table");
}

static void read_blobs(struct cursor *c, struct arena *a, struct client_request *r)
{
    r->blob_count = cursor_u32(c);
    if (c->failed || r->blob_count > CLIENT_BLOBS_MAX) {
        c->failed = true;
        return;
    }
    struct blob *blobs = ARENA_ARRAY(a, struct blob, r->blob_count);
    for (size_t i = 0; i < r->blob_count && !c->failed; i++) {
        const struct bytes salt = cursor_take(c, sizeof blobs[i].salt);
        if (!c->failed) {
            memcpy(blobs[i].salt, salt.data, salt.len);
        }
        blobs[i].text = cursor_block(c, PLAINTEXT_BYTES_MAX);
    }
    r->blobs = blobs;
}

enum error client_request_read(struct arena *a, struct bytes message, struct client_request *out)
{
    struct cursor c = cursor_of(message);
    struct client_request r = {.verb = (enum client_verb)cursor_u8(&c)};
    switch (r.verb) {
    case CLIENT_submit:
        r.envelope =
            cursor_block(&c, ENVELOPE_BYTES_MAX + 1); /* one beyond is told as too large, not as malformed */
        break;
    case CLIENT_store:
        read_blobs(&c, a, &r);
        break;
    case CLIENT_checkpoint:
        r.size = cursor_u64(&c);
        break;
    case CLIENT_forget: {
        const struct bytes subject = cursor_take(&c, sizeof r.subject.bytes);
        if (!c.failed) {
            memcpy(r.subject.bytes, subject.data, subject.len);
        }
        break;
    }
    case CLIENT_status:
    case CLIENT_confirm:
        break;
    default:
        c.failed = true;
    }
    if (!cursor_ended(&c)) {
        return ERROR_MALFORMED;
    }
    *out = r;
    return OK;
}

void client_answer_write(struct buffer *b, const struct client_answer *r)
{
    buffer_add_u8(b, (uint8_t)r->outcome);
    buffer_add_block(b, r->name);
    buffer_add_block(b, r->text);
    buffer_add_u8(b, r->recorded_now);
    buffer_add_u64(b, r->index);
    buffer_add_block(b, r->result);
    buffer_add_block(b, r->receipt);
    buffer_add_block(b, r->content);
}

enum error client_answer_read(struct bytes message, struct client_answer *out)
{
    struct cursor c = cursor_of(message);
    struct client_answer r = {.outcome = (enum client_outcome)cursor_u8(&c)};
    r.name = cursor_block(&c, NAME_BYTES_MAX);
    r.text = cursor_block(&c, REASON_BYTES_MAX);
    const uint8_t recorded_now = cursor_u8(&c);
    r.recorded_now = recorded_now == 1;
    r.index = cursor_u64(&c);
    r.result = cursor_block(&c, RESULT_BYTES_MAX);
    r.receipt = cursor_block(&c, ENVELOPE_BYTES_MAX);
    r.content = cursor_block(&c, FRAME_BYTES_MAX);
    if (!cursor_ended(&c) || r.outcome > OUTCOME_FAILED || recorded_now > 1) {
        return ERROR_MALFORMED;
    }
    *out = r;
    return OK;
}
