#include "support/shown.h"

#include <string.h>

#include "base/check.h"
#include "base/prng.h"
#include "codec/note.h"
#include "support/requests.h"

static size_t add(struct shown *s, enum entry_type type, const struct hash *id, const struct hash *envelope)
{
    check(s->count < SHOWN_MAX);
    struct entry *e = &s->entries[s->count];
    *e = (struct entry){.index = s->count, .type = type, .height = s->count + 1, .time_ms = 1767225600000};
    e->id = *id;
    e->envelope = *envelope;
    memcpy(e->result, "ok", 3);
    return s->count++;
}

size_t shown_act(struct shown *s, const struct hash *id)
{
    const struct hash envelope = hash_of(hash_view(id));
    return add(s, ENTRY_ACT, id, &envelope);
}

size_t shown_fact(struct shown *s, struct bytes body)
{
    const struct hash id = hash_of(body);
    return add(s, ENTRY_FACT, &id, &id);
}

void shown_fill(struct shown *s, size_t count, uint64_t seed)
{
    struct prng p;
    prng_seed(&p, seed);
    while (s->count < count) {
        const struct hash id = requests_hash(&p);
        (void)shown_act(s, &id);
    }
}

static bool subtree(void *ctx, unsigned level, uint64_t index, struct hash *out)
{
    const struct shown *s = ctx;
    struct tree t;
    tree_init(&t);
    for (uint64_t i = index << level; i < (index + 1) << level; i++) {
        const struct hash leaf = entry_leaf(&s->entries[i]);
        tree_add(&t, &leaf);
    }
    *out = tree_root(&t);
    return true;
}

struct checkpoint shown_checkpoint(const struct shown *s, size_t size)
{
    struct checkpoint c = {.size = size};
    const struct tree_source source = {(void *)(uintptr_t)s, subtree};
    check(size <= s->count && tree_root_at(&source, size, &c.root));
    return c;
}

struct proof shown_growth(const struct shown *s, size_t old_size, size_t size)
{
    struct proof p;
    const struct tree_source source = {(void *)(uintptr_t)s, subtree};
    check(proof_of_growth(&source, old_size, size, &p));
    return p;
}

struct signer_included shown_included(const struct shown *s, size_t index, size_t size)
{
    struct signer_included x = {.entry = s->entries[index]};
    const struct tree_source source = {(void *)(uintptr_t)s, subtree};
    check(proof_of_leaf(&source, index, size, &x.proof));
    return x;
}

struct bytes shown_note(struct arena *a, const struct checkpoint *c, struct bytes origin,
                        const struct key_file *key)
{
    struct buffer b;
    buffer_init(&b, NOTE_BYTES_MAX);
    checkpoint_write(&b, origin, c);
    const struct signature signature = sign_bytes(&key->secret, buffer_view(&b));
    buffer_add_u8(&b, '\n');
    note_add_line(&b, origin, &key->public, &signature);
    const struct bytes note = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return note;
}

struct signer_settings shown_settings(const struct org *o)
{
    const char *prefix = o->options.realm == REALM_EXERCISE ? "exercise-" : "";
    return (struct signer_settings){
        .org = o->id,
        .realm = o->options.realm,
        .epoch = 1,
        .origin_line = bytes_of_text(arena_printf(o->arena, "%s%s", prefix, o->options.origin)),
        .log_key = o->log_key.public,
    };
}

struct signer_view shown_view(const struct shown *s, struct arena *a, const struct org *o, uint64_t old_size)
{
    const struct checkpoint c = shown_checkpoint(s, s->count);
    return (struct signer_view){
        .note = shown_note(a, &c, shown_settings(o).origin_line, &o->log_key),
        .growth = shown_growth(s, (size_t)old_size, s->count),
    };
}

enum signer_refusal shown_ask(struct signer *s, struct arena *a, const struct signer_request *r,
                              struct bytes *content)
{
    struct buffer request;
    struct buffer answer;
    enum signer_refusal refusal = REFUSE_none;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, r);
    check(!request.overflow);
    signer_answer(s, buffer_view(&request), &answer);
    check(!answer.overflow);
    check(signer_answer_read(arena_copy(a, buffer_view(&answer)), &refusal, content) == OK);
    buffer_done(&request);
    buffer_done(&answer);
    return refusal;
}
