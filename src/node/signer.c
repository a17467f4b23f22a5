#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "node/signer_inner.h"

enum { RENEWAL_BYTES = 16 * 1024 * 1024 };

/* What the file says of its owner: organisation, epoch of the founding is no part of it, realm, key. */
static struct bytes whose(struct signer *s, struct arena *a)
{
    struct buffer b;
    buffer_init(&b, 256);
    buffer_add_bytes(&b, hash_view(&s->settings.org));
    buffer_add_block(&b, bytes_of_text(realm_word(s->settings.realm)));
    buffer_add_bytes(&b, public_key_view(&s->key.public));
    const struct bytes copy = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return copy;
}

static bool take_checkpoint(struct cursor *c, struct checkpoint *out)
{
    out->size = cursor_u64(c);
    const struct bytes root = cursor_take(c, HASH_BYTES);
    if (root.len == HASH_BYTES) {
        memcpy(out->root.bytes, root.data, HASH_BYTES);
    }
    return cursor_ended(c);
}

static bool take_hash(struct cursor *c, struct hash *out)
{
    const struct bytes s = cursor_take(c, HASH_BYTES);
    if (s.len == HASH_BYTES) {
        memcpy(out->bytes, s.data, HASH_BYTES);
    }
    return s.len == HASH_BYTES;
}

/* What was seen never shrinks, and is something. */
static bool take_seen(struct signer *s, struct cursor *c)
{
    struct checkpoint seen;
    if (!take_checkpoint(c, &seen) || seen.size == 0 || seen.size < s->last.size) {
        return false;
    }
    s->last = seen;
    return true;
}

static bool take_record(void *ctx, const struct signer_record *r)
{
    struct signer *s = ctx;
    struct cursor c = cursor_of(r->payload);
    struct hash root;
    struct hash id;
    if (r->type == RECORD_WHOSE) {
        const bool first = !s->introduced;
        s->introduced = true;
        return first && bytes_equal(r->payload, whose(s, &s->scratch));
    }
    if (!s->introduced) {
        return false;
    }
    switch (r->type) {
    case RECORD_SEEN:
        return take_seen(s, &c);
    case RECORD_HELD:
        return take_hash(&c, &root) && take_hash(&c, &id) && signer_rows_hold(&s->rows, &root, &id, c.rest);
    case RECORD_JOINED:
    case RECORD_SHARE:
    case RECORD_SPENT:
        return signer_voice_take(s, r);
    case RECORD_CLEARED:
        return take_hash(&c, &root) && take_seen(s, &c) && signer_rows_clear(&s->rows, &root);
    default:
        return false;
    }
}

/* Each start writes the state anew. So what is read now is durable, even if it was left by an append whose
 * sync had failed; and what is of no use any more is left out: checkpoints that were followed by others, and
 * what is held of a text that was cleared, which has its result in the record and gets no more receipts. */
static enum error renew(struct signer *s, const char *path)
{
    const size_t most = 2 + SIGNER_VOICE_RECORDS + s->rows.held_count + s->rows.count;
    struct signer_record *list = ARENA_ARRAY(&s->scratch, struct signer_record, most);
    size_t count = 0;
    list[count++] = (struct signer_record){RECORD_WHOSE, whose(s, &s->scratch)};
    if (s->last.size > 0) {
        list[count++] = signer_seen_record(s, &s->last);
    }
    struct signer_held held;
    for (uint64_t i = 0; signer_rows_held(&s->rows, i, &held); i++) {
        if (!held.cleared) {
            list[count++] = signer_held_record(s, &held);
        }
    }
    struct hash root;
    for (size_t i = 0; signer_rows_root(&s->rows, i, &root); i++) {
        if (signer_rows_is_cleared(&s->rows, &root)) {
            list[count++] = signer_cleared_record(s, &root, &s->last);
        }
    }
    const struct signer_record *secrets = &list[count];
    const size_t secret_count = signer_voice_records(s, &list[count]);
    count += secret_count;
    const enum error e = signer_file_replace(&s->file, path, list, count);
    signer_voice_wipe(secrets, secret_count);
    if (e == ERROR_FULL && s->introduced) { /* then the old one goes on */
        log_event(LOG_WARNING, "signer_state_not_renewed", "path=%s error=%s", path, error_text(e));
        return OK;
    }
    s->introduced = true;
    s->dead_bytes = 0;
    return e;
}

/* NULL: the key is another's. Nothing is opened yet. */
static struct signer *make(const struct env *env, const struct signer_settings *settings,
                           const struct key_file *key)
{
    const bool log = strcmp(key->role, "log") == 0;
    const bool mine =
        key->realm == settings->realm && hash_equal(&key->org, &settings->org) &&
        (log ? public_key_equal(&key->public, &settings->log_key) : strcmp(key->role, "node") == 0);
    if (!mine) {
        log_event(LOG_ERROR, "signer_key_foreign", "role=%s realm=%s", key->role, realm_word(key->realm));
        return NULL;
    }
    struct signer *s = calloc(1, sizeof *s);
    check(s != NULL);
    s->env = env;
    s->file.env = env;
    s->settings = *settings;
    s->settings.origin_line = arena_copy(&s->arena, settings->origin_line);
    if (!crypto_lock(&s->key, sizeof s->key)) {
        log_event(LOG_WARNING, "key_memory_not_locked", "hint=raise the limit of locked memory");
    }
    s->key = *key;
    s->is_log = log;
    s->last.root = hash_of(bytes_of(NULL, 0)); /* of the empty tree */
    return s;
}

enum error signer_open(struct signer **out, const struct env *env, const char *path,
                       const struct signer_settings *settings, const struct key_file *key)
{
    struct signer *s = make(env, settings, key);
    if (s == NULL) {
        return ERROR_DENIED;
    }
    enum error e = signer_voice_open(s);
    e = e == OK ? signer_file_open(&s->file, env, path, take_record, s) : e;
    e = e == OK ? renew(s, path) : e;
    arena_clear(&s->scratch);
    if (e != OK) {
        signer_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void signer_close(struct signer *s)
{
    if (s != NULL) {
        signer_file_close(&s->file);
        signer_rows_done(&s->rows);
        signer_voice_close(s);
        arena_done(&s->arena);
        arena_done(&s->scratch);
        key_wipe(&s->key);
        free(s);
    }
}

enum error signer_begin(const struct env *env, const char *path, const struct signer_settings *settings,
                        const struct key_file *key, const struct checkpoint *seen)
{
    struct checkpoint before;
    struct signer_record list[2];
    size_t count = 0;
    const enum error found = signer_state_read(env, path, &before);
    if (found != ERROR_NOT_FOUND) {
        return found == OK || found == ERROR_CORRUPT ? ERROR_EXISTS : found;
    }
    struct signer *s = make(env, settings, key);
    if (s == NULL) {
        return ERROR_DENIED;
    }
    list[count++] = (struct signer_record){RECORD_WHOSE, whose(s, &s->scratch)};
    if (seen != NULL) {
        list[count++] = signer_seen_record(s, seen);
    }
    const enum error e = signer_file_replace(&s->file, path, list, count);
    signer_close(s);
    return e;
}

struct public_key signer_public_key(const struct signer *s)
{
    return s->key.public;
}

struct state_read {
    struct checkpoint *last;
    bool begun;
};

static bool take_last(void *ctx, const struct signer_record *r)
{
    struct state_read *x = ctx;
    struct cursor c = cursor_of(r->payload);
    struct hash root;
    x->begun = true;
    return r->type == RECORD_SEEN      ? take_checkpoint(&c, x->last)
           : r->type == RECORD_CLEARED ? take_hash(&c, &root) && take_checkpoint(&c, x->last)
                                       : r->type == RECORD_WHOSE || r->type == RECORD_HELD ||
                                             r->type == RECORD_JOINED || r->type == RECORD_SHARE ||
                                             r->type == RECORD_SPENT;
}

enum error signer_state_read(const struct env *env, const char *path, struct checkpoint *last)
{
    struct buffer text;
    struct state_read x = {.last = last};
    buffer_init(&text, SIGNER_FILE_BYTES_MAX);
    *last = (struct checkpoint){.size = 0};
    enum error e = env->file_read(env->ctx, path, SIGNER_FILE_BYTES_MAX, &text);
    e = e == OK ? signer_file_read(buffer_view(&text), take_last, &x) : e;
    crypto_wipe(text.data, text.capacity); /* it may hold a share */
    buffer_done(&text);
    return e == OK && !x.begun ? ERROR_NOT_FOUND : e;
}

bool signer_wants_restart(const struct signer *s)
{
    return s->file.broken || s->dead_bytes > RENEWAL_BYTES;
}

void signer_set_mutation(struct signer *s, enum mutation m)
{
    s->mutation = m;
}

/* status: no precondition; signs nothing. */
static enum signer_refusal answer_status(struct signer *s, struct buffer *out)
{
    const struct signer_status status = {
        .is_log = s->is_log,
        .member = bytes_of_text(s->key.member),
        .key = s->key.public,
        .last = s->last,
        .held_count = signer_rows_held_count(&s->rows),
        .transcript = s->voice.transcript,
        .couples = s->voice.live,
    };
    signer_status_write(out, &status);
    return REFUSE_none;
}

/* held: no precondition; signs nothing. For a core that has lost what it had not recorded yet. */
static enum signer_refusal answer_held(struct signer *s, uint64_t number, struct buffer *out)
{
    struct signer_held held;
    if (!signer_rows_held(&s->rows, number, &held)) {
        return REFUSE_not_found;
    }
    signer_held_write(out, &held);
    return REFUSE_none;
}

static char whose_verb(enum signer_verb v)
{
    switch (v) {
#define X(name, number, whose)                                                                               \
    case SIGNER_##name:                                                                                      \
        return whose;
        SIGNER_VERB_TABLE(X)
#undef X
    }
    return 0;
}

static enum signer_refusal answer_request(struct signer *s, const struct signer_request *r,
                                          struct buffer *out)
{
    const char whose = whose_verb(r->verb);
    if (whose == (s->is_log ? 'm' : 'l')) {
        return REFUSE_not_mine;
    }
    switch (r->verb) {
    case SIGNER_status:
        return answer_status(s, out);
    case SIGNER_availability:
        return signer_answer_availability(s, &r->availability, out);
    case SIGNER_receipt:
        return signer_answer_receipt(s, &r->receipt, out);
    case SIGNER_tick:
        return signer_answer_tick(s, &r->tick, out);
    case SIGNER_all_clear:
        return signer_answer_all_clear(s, &r->all_clear, out);
    case SIGNER_open:
        return signer_answer_open(s, &r->open, out);
    case SIGNER_held:
        return answer_held(s, r->held, out);
    case SIGNER_checkpoint:
        return signer_answer_checkpoint(s, &r->checkpoint, out);
    case SIGNER_join:
        return signer_answer_join(s, &r->join, out);
    case SIGNER_deal:
        return signer_answer_deal(s, &r->deal, out);
    case SIGNER_confirm:
        return signer_answer_confirm(s, &r->confirm, out);
    case SIGNER_nonces:
        return signer_answer_nonces(s, &r->nonces, out);
    case SIGNER_share:
        return signer_answer_share(s, &r->share, out);
    }
    unreachable("signer_request_read knows the verbs");
}

void signer_answer(struct signer *s, struct bytes request, struct buffer *answer)
{
    struct buffer content;
    buffer_init(&content, SIGNER_FRAME_BYTES_MAX - 16);
    struct signer_request *r = ARENA_NEW(&s->scratch, struct signer_request);
    enum signer_refusal refusal = REFUSE_malformed;
    if (signer_request_read(&s->scratch, request, r) == OK) {
        refusal = answer_request(s, r, &content);
    }
    if (refusal != REFUSE_none) {
        buffer_clear(&content);
        buffer_add_text(&content, signer_refusal_text(refusal));
    }
    check(!content.overflow);
    signer_answer_write(answer, refusal, buffer_view(&content));
    buffer_done(&content);
    arena_clear(&s->scratch);
}
