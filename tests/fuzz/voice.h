/* tests/fuzz/voice.h: the member of fuzz/member.h with what its node has to do with the key: it
 * has joined a ceremony, has a share of another, and has published nonces. Always the same. */
#ifndef FUZZ_VOICE_H
#define FUZZ_VOICE_H

#include "fuzz/member.h"
#include "node/signer_inner.h"

enum { VOICE_ID = 1, VOICE_THRESHOLD = 2, VOICE_RECEPTION = 9, VOICE_SHARE = 5, VOICE_KEY = 7 };

static inline struct hash voice_hash(uint8_t byte)
{
    struct hash h;
    memset(h.bytes, byte, sizeof h.bytes);
    return h;
}

static inline struct hash voice_ceremony_id(void)
{
    return voice_hash(0x50);
}

static inline struct hash voice_transcript(void)
{
    return voice_hash(0x52);
}

/* The payload of its share, as docs/formats/signer-state.md has it. */
static inline void voice_share_write(struct buffer *b)
{
    const struct hash sharing = voice_hash(0x51);
    const struct hash transcript = voice_transcript();
    const struct scalar key = scalar_of(VOICE_KEY);
    const struct scalar share = scalar_of(VOICE_SHARE);
    struct point p;
    check(point_base(&key, &p));
    buffer_add_bytes(b, hash_view(&sharing));
    buffer_add_bytes(b, hash_view(&transcript));
    buffer_add_bytes(b, point_view(&p));
    buffer_add_u32(b, VOICE_ID << 16 | VOICE_THRESHOLD);
    buffer_add_bytes(b, scalar_view(&share));
}

static inline void voice_joined_write(struct buffer *b)
{
    const struct hash ceremony = voice_ceremony_id();
    const struct scalar reception = scalar_of(VOICE_RECEPTION);
    buffer_add_bytes(b, hash_view(&ceremony));
    buffer_add_bytes(b, scalar_view(&reception));
}

/* Opens it in a new world; it has published its first nonces. */
static inline struct signer *voice_open_member(struct world *w)
{
    struct signer *s = NULL;
    struct buffer share;
    struct buffer joined;
    struct buffer nonces;
    buffer_init(&share, 256);
    buffer_init(&joined, 256);
    buffer_init(&nonces, SIGNER_FRAME_BYTES_MAX);
    voice_share_write(&share);
    voice_joined_write(&joined);
    check(member_open(w, &s) == OK);
    const struct signer_record records[] = {{RECORD_SHARE, buffer_view(&share)},
                                            {RECORD_JOINED, buffer_view(&joined)}};
    for (size_t i = 0; i < 2; i++) {
        check(signer_file_append(&s->file, &records[i]) == OK);
    }
    signer_close(s);
    check(member_open(w, &s) == OK);
    const struct signer_request r = {.verb = SIGNER_nonces, .nonces = voice_transcript()};
    signer_request_write(&nonces, &r);
    struct buffer answer;
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_answer(s, buffer_view(&nonces), &answer);
    buffer_done(&answer);
    buffer_done(&nonces);
    buffer_done(&joined);
    buffer_done(&share);
    return s;
}
#endif
