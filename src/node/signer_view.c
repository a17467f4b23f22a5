/* What is shown of the record, and the checkpoints of the log. */
#include "codec/note.h"
#include "node/signer_inner.h"

enum signer_refusal signer_refusal_of(enum error e)
{
    return e == OK                                     ? REFUSE_none
           : e == ERROR_FULL || e == ERROR_TOO_LARGE ? REFUSE_disk_full
                                                       : REFUSE_disk_failed;
}

enum signer_refusal signer_open_view(const struct signer *s, const struct signer_view *v,
                                     struct checkpoint *out)
{
    if (checkpoint_open(v->note, s->settings.origin_line, &s->settings.log_key, out) != OK) {
        return REFUSE_bad_checkpoint;
    }
    return proof_of_growth_holds(&v->growth, s->last.size, &s->last.root, out->size, &out->root)
               ? REFUSE_none
               : REFUSE_not_grown;
}

bool signer_is_included(const struct signer_included *x, const struct checkpoint *c)
{
    const struct hash leaf = entry_leaf(&x->entry);
    return proof_of_leaf_holds(&x->proof, &leaf, x->entry.index, c->size, &c->root);
}

bool signer_is_fact(const struct signer_included *x, struct bytes body)
{
    const struct hash id = hash_of(body);
    return x->entry.type == ENTRY_FACT && hash_equal(&x->entry.id, &id) &&
           hash_equal(&x->entry.envelope, &id);
}

static struct signer_record seen_record(struct signer *s, const struct checkpoint *c)
{
    struct buffer b;
    buffer_init(&b, 64);
    buffer_add_u64(&b, c->size);
    buffer_add_bytes(&b, hash_view(&c->root));
    const struct signer_record r = {RECORD_SEEN, arena_copy(&s->scratch, buffer_view(&b))};
    buffer_done(&b);
    return r;
}

enum signer_refusal signer_remember(struct signer *s, const struct checkpoint *c,
                                    const struct signer_record *more)
{
    struct signer_record records[2];
    size_t count = 0;
    if (c->size > s->last.size) {
        records[count++] = seen_record(s, c);
    }
    if (more != NULL) {
        records[count++] = *more;
    }
    const enum error e = count == 0 ? OK : signer_file_append(&s->file, records, count);
    if (e == OK && c->size > s->last.size) {
        s->last = *c;
    }
    return signer_refusal_of(e);
}

/* checkpoint: the tree grows from the one signed last; the same one may be signed again. Durable before the
 * answer. */
enum signer_refusal signer_answer_checkpoint(struct signer *s, const struct signer_checkpoint *r,
                                             struct buffer *out)
{
    const struct checkpoint *c = &r->checkpoint;
    if (!proof_of_growth_holds(&r->growth, s->last.size, &s->last.root, c->size, &c->root)) {
        return REFUSE_not_grown;
    }
    const enum signer_refusal refusal = signer_remember(s, c, NULL);
    if (refusal != REFUSE_none) {
        return refusal;
    }
    struct buffer text;
    buffer_init(&text, NOTE_BYTES_MAX);
    checkpoint_write(&text, s->settings.origin_line, c);
    const struct signature signature = sign_bytes(&s->key.secret, buffer_view(&text));
    buffer_add_bytes(out, buffer_view(&text));
    buffer_add_u8(out, '\n');
    note_add_line(out, s->settings.origin_line, &s->key.public, &signature);
    buffer_done(&text);
    return REFUSE_none;
}
