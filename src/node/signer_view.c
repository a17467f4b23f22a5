/* What is shown of the record, and the checkpoints of the log. */
#include "base/check.h"
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

static struct signer_record record_of(struct signer *s, enum record_type type, const struct bytes *parts,
                                      size_t count)
{
    struct buffer b;
    buffer_init(&b, SIGNER_RECORD_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        buffer_add_bytes(&b, parts[i]);
    }
    check(!b.overflow);
    const struct signer_record r = {(uint8_t)type, arena_copy(&s->scratch, buffer_view(&b))};
    buffer_done(&b);
    return r;
}

static struct bytes size_bytes(struct signer *s, uint64_t size)
{
    struct buffer b;
    buffer_init(&b, 8);
    buffer_add_u64(&b, size);
    const struct bytes copy = arena_copy(&s->scratch, buffer_view(&b));
    buffer_done(&b);
    return copy;
}

struct signer_record signer_seen_record(struct signer *s, const struct checkpoint *c)
{
    const struct bytes parts[] = {size_bytes(s, c->size), hash_view(&c->root)};
    return record_of(s, RECORD_SEEN, parts, 2);
}

struct signer_record signer_held_record(struct signer *s, const struct signer_held *held)
{
    const struct bytes parts[] = {hash_view(&held->root), hash_view(&held->id), held->envelope};
    return record_of(s, RECORD_HELD, parts, 3);
}

struct signer_record signer_cleared_record(struct signer *s, const struct hash *root,
                                           const struct checkpoint *c)
{
    const struct bytes parts[] = {hash_view(root), size_bytes(s, c->size), hash_view(&c->root)};
    return record_of(s, RECORD_CLEARED, parts, 3);
}

enum signer_refusal signer_remember(struct signer *s, const struct checkpoint *c, const struct hash *cleared)
{
    const bool newer = c->size > s->last.size;
    if (!newer && cleared == NULL) {
        return REFUSE_none;
    }
    const struct checkpoint *last = newer ? c : &s->last;
    const struct signer_record r =
        cleared == NULL ? signer_seen_record(s, last) : signer_cleared_record(s, cleared, last);
    const enum error e = signer_file_append(&s->file, &r);
    if (e == OK && newer) {
        s->last = *c;
    }
    if (e == OK && cleared == NULL) {
        s->dead_bytes += signer_record_bytes(r.payload.len);
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
