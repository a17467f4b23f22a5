/* What is signed is composed here, from fields that the verbs have checked. */
#include "base/check.h"
#include "codec/json.h"
#include "node/signer_inner.h"

void signer_sign_payload(struct signer *s, const char *type, struct bytes payload, struct buffer *envelope)
{
    struct dsse d = {.type = bytes_of_text(type), .payload = payload, .signature_count = 1};
    struct buffer preimage;
    buffer_init(&preimage, ACT_BYTES_MAX + 256);
    dsse_preimage(&preimage, d.type, payload);
    check(!preimage.overflow);
    d.signatures[0].key = s->key.public;
    d.signatures[0].signature = sign_bytes(&s->key.secret, buffer_view(&preimage));
    dsse_write(envelope, &d);
    buffer_done(&preimage);
}

void signer_sign_act(struct signer *s, const char *kind, struct bytes subject, struct bytes body,
                     struct buffer *out)
{
    const struct act_frame frame = {
        .org = s->settings.org,
        .epoch = s->settings.epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = s->settings.realm,
        .kind = bytes_of_text(kind),
        .member = bytes_of_text(s->key.member),
        .key = s->key.public,
        .subject = subject,
    };
    struct buffer payload;
    buffer_init(&payload, ACT_BYTES_MAX);
    act_write(&payload, &frame, body);
    check(!payload.overflow);
    signer_sign_payload(s, DSSE_TYPE_ACT, buffer_view(&payload), out);
    buffer_done(&payload);
}

struct hash signer_act_id(const struct signer *s, const struct act_frame *own, const char *kind,
                          struct bytes body, struct buffer *payload)
{
    struct act_frame frame = *own;
    frame.org = s->settings.org;
    frame.realm = s->settings.realm;
    frame.protocol = PROTOCOL_VERSION;
    frame.kind = bytes_of_text(kind);
    act_write(payload, &frame, body);
    check(!payload->overflow);
    return dsse_id(BYTES(DSSE_TYPE_ACT), buffer_view(payload));
}

struct bytes signer_hex(struct signer *s, const struct hash *h)
{
    return bytes_of_text(arena_text(&s->scratch, bytes_of_text(hash_hex(h).text)));
}
