/* Requests and answers of a signer: what is read is written again byte for byte, and whatever a signer is
 * asked, it gives one answer that can be read. */
#include <stddef.h>
#include <stdint.h>

#include "fuzz/voice.h"
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

/* The verbs of the organisation's key, asked of a node that has a share, nonces and a ceremony: whatever is
 * asked twice takes at most one couple, and the share is what it was. */
static void check_voice(struct bytes text)
{
    if (text.len == 0 || text.data[0] < SIGNER_join || text.data[0] > SIGNER_share) {
        return;
    }
    struct world *w = world_new(1);
    struct signer *s = voice_open_member(w);
    const struct scalar share = scalar_of(VOICE_SHARE);
    enum signer_refusal refusal;
    struct bytes content;
    struct buffer answer;
    const uint32_t couples = s->voice.live;
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    for (size_t i = 0; i < 2; i++) {
        buffer_clear(&answer);
        signer_answer(s, text, &answer);
        check(signer_answer_read(buffer_view(&answer), &refusal, &content) == OK);
    }
    check(s->voice.live + 1 >= couples || text.data[0] == SIGNER_confirm);
    const struct hash transcript = voice_transcript();
    if (hash_equal(&s->voice.transcript, &transcript)) {
        const struct signer_secrets *secrets = secret_read(&s->voice.vault);
        check(scalar_equal(&secrets->share, &share));
        secret_close(&s->voice.vault);
    }
    buffer_done(&answer);
    signer_close(s);
    world_free(w);
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
    check_voice(text);
    arena_done(&a);
    return 0;
}
