/* Requests and answers of a signer: what is read is written again byte for byte, and whatever a signer is
 * asked, it gives one answer that can be read. */
#include <stddef.h>
#include <stdint.h>

#include "fuzz/member.h"
#include "node/signer_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_same(struct buffer *again, struct bytes text)
{
    check(!again->overflow && bytes_equal(buffer_view(again), text));
    buffer_clear(again);
}

static void check_request(struct arena *a, struct bytes text)
{
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    const enum error read = signer_request_read(a, text, r);
    check(read == OK || read == ERROR_MALFORMED);
    if (read == OK) {
        struct buffer again;
        buffer_init(&again, SIGNER_FRAME_BYTES_MAX);
        signer_request_write(&again, r);
        check_same(&again, text);
        buffer_done(&again);
    }
}

/* Core reads these of a signer that it need not trust. */
static void check_answer(struct bytes text)
{
    enum signer_refusal refusal;
    struct bytes content;
    struct signer_status status;
    struct signer_held held;
    struct buffer again;
    buffer_init(&again, SIGNER_FRAME_BYTES_MAX);
    if (signer_answer_read(text, &refusal, &content) == OK) {
        signer_answer_write(&again, refusal, content);
        check_same(&again, text);
        if (signer_status_read(content, &status) == OK) {
            signer_status_write(&again, &status);
            check_same(&again, content);
        }
        if (signer_held_read(content, &held) == OK) {
            signer_held_write(&again, &held);
            check_same(&again, content);
        }
    }
    buffer_done(&again);
}

static void check_signer(struct bytes text)
{
    static struct world *w;
    static struct signer *s;
    if (w == NULL) {
        w = world_new(1);
        check(member_open(w, &s) == OK);
    }
    enum signer_refusal refusal;
    struct bytes content;
    struct buffer answer;
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_answer(s, text, &answer);
    check(!answer.overflow && signer_answer_read(buffer_view(&answer), &refusal, &content) == OK);
    check(refusal == REFUSE_none || content.len > 0);
    buffer_done(&answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    member_start();
    if (size > SIGNER_FRAME_BYTES_MAX / 2) {
        return 0;
    }
    struct arena a = {0};
    const struct bytes text = bytes_of(data, size);
    check_request(&a, text);
    check_answer(text);
    check_signer(text);
    arena_done(&a);
    return 0;
}
