/* Texts: that they are here, and their opening. */
#include "base/text.h"
#include "codec/json.h"
#include "node/signer_inner.h"

/* availability: that every leaf was checked against its commitment and the rules for texts is its core's
 * word. */
enum signer_refusal signer_answer_availability(struct signer *s, const struct signer_availability *r,
                                               struct buffer *out)
{
    struct buffer body;
    struct json_writer w;
    buffer_init(&body, 1024);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_hex(&w, "matter", hash_view(&r->matter));
    json_hex(&w, "root", hash_view(&r->root));
    json_end(&w);
    signer_sign_act(s, "node.availability", signer_hex(s, &r->root), buffer_view(&body), out);
    buffer_done(&body);
    return REFUSE_none;
}

/* open: the fact that the text was adopted is in a record that the log signed and that grows from the one
 * seen last. That the words give the commitment is judged by the state machine; this only keeps drafts from
 * being opened. */
enum signer_refusal signer_answer_open(struct signer *s, const struct signer_open *r, struct buffer *out)
{
    struct checkpoint view;
    enum signer_refusal refusal = signer_open_view(s, &r->view, &view);
    if (refusal != REFUSE_none) {
        return refusal;
    }
    struct fact_close fact = r->fact;
    fact.org = s->settings.org;
    fact.realm = s->settings.realm;
    struct buffer body;
    buffer_init(&body, 64 * 1024);
    fact_write_close(&body, &fact);
    const bool adopted = !body.overflow && bytes_equal_text(fact.outcome, "adopted") &&
                         signer_is_fact(&r->closed, buffer_view(&body));
    buffer_done(&body);
    if (!adopted) {
        return REFUSE_not_adopted;
    }
    if (!signer_is_included(&r->closed, &view)) {
        return REFUSE_not_included;
    }
    if (!text_is_plaintext(r->text)) {
        return REFUSE_bad_text;
    }
    refusal = signer_remember(s, &view, NULL);
    if (refusal != REFUSE_none) {
        return refusal;
    }
    struct json_writer w;
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_text(&w, "language", r->language);
    json_hex(&w, "matter", hash_view(&fact.matter));
    json_text(&w, "provision", r->provision);
    json_hex(&w, "root", hash_view(&fact.root));
    json_hex(&w, "salt", hash_view(&r->salt));
    json_text(&w, "text", r->text);
    json_end(&w);
    signer_sign_act(s, "text.open", signer_hex(s, &fact.matter), buffer_view(&body), out);
    buffer_done(&body);
    return REFUSE_none;
}
