/* Nonces and shares: docs/protocol/voice.md. */
#include <string.h>

#include "base/check.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "codec/sshsig.h"
#include "node/signer_inner.h"

/* What both signatures of a session have in common for all signers. */
struct signing_halves {
    struct frost_session raw;
    struct frost_session sshsig;
};

/* New nonces take the places of the oldest: what those were published for is long over, or is refused. */
static void make_couples(struct signer *s, struct buffer *out)
{
    struct signer_voice *v = &s->voice;
    struct signer_secrets *secrets = secret_open(&v->vault);
    v->live = 0;
    for (size_t i = 0; i < COUPLES_AT_ONCE; i++) {
        struct signer_couple *c = &secrets->couples[v->next_couple];
        struct frost_nonces *halves[] = {&c->raw, &c->sshsig};
        for (size_t k = 0; k < 2; k++) {
            uint8_t random[FROST_RANDOM_BYTES];
            s->env->random(s->env->ctx, random, sizeof random);
            check(frost_nonces_make(random, &secrets->share, halves[k]) == OK);
            crypto_wipe(random, sizeof random);
            buffer_add(out, &halves[k]->commitment, FROST_COMMITMENT_BYTES);
        }
        c->live = true;
        v->next_couple = (v->next_couple + 1) % COUPLES_KEPT;
    }
    for (size_t i = 0; i < COUPLES_KEPT; i++) {
        v->live += secrets->couples[i].live;
    }
    secret_close(&v->vault);
}

/* nonces: this node has a share of the sharing named. They exist in its locked memory only: a restart forgets
 * them. */
enum signer_refusal signer_answer_nonces(struct signer *s, const struct hash *transcript, struct buffer *out)
{
    if (!s->voice.shared || !hash_equal(&s->voice.transcript, transcript)) {
        return REFUSE_no_share;
    }
    struct buffer couples;
    struct buffer text;
    struct buffer body;
    struct json_writer w;
    buffer_init(&couples, COUPLES_AT_ONCE * COUPLE_BYTES);
    buffer_init(&text, ACT_BYTES_MAX);
    buffer_init(&body, ACT_BYTES_MAX);
    make_couples(s, &couples);
    buffer_add_base64(&text, buffer_view(&couples));
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_text(&w, "couples", buffer_view(&text));
    json_hex(&w, "transcript", hash_view(transcript));
    json_end(&w);
    check(!body.overflow);
    signer_sign_act(s, "node.nonces", BYTES("nonces"), buffer_view(&body), out);
    buffer_done(&couples);
    buffer_done(&text);
    buffer_done(&body);
    return REFUSE_none;
}

static bool is_close(const struct signer *s, const struct signer_share *r)
{
    struct fact_close fact = r->close;
    struct buffer body;
    fact.org = s->settings.org;
    fact.realm = s->settings.realm;
    buffer_init(&body, 64 * 1024);
    fact_write_close(&body, &fact);
    const bool is = !body.overflow && fact.epoch == s->settings.epoch &&
                    signer_is_fact(&r->closed, buffer_view(&body));
    buffer_done(&body);
    return is;
}

static bool is_statement(const struct signer_share *r)
{
    struct buffer body;
    buffer_init(&body, 1024);
    fact_write_statement(&body, r->closed.entry.index, &r->sha256);
    const bool is = signer_is_fact(&r->said, buffer_view(&body));
    buffer_done(&body);
    return is;
}

/* The close, the statement and the session are facts of the record shown, and belong together. */
static enum signer_refusal check_facts(const struct signer *s, const struct signer_share *r,
                                       const struct checkpoint *view)
{
    const struct hash session = fact_session_id(&r->session);
    const bool is_session = r->asked.entry.type == ENTRY_FACT && hash_equal(&r->asked.entry.id, &session) &&
                            hash_equal(&r->asked.entry.envelope, &session);
    if (!is_close(s, r) || !is_statement(r) || !is_session || r->session.close != r->closed.entry.index ||
        !hash_equal(&r->session.sha256, &r->sha256)) {
        return REFUSE_wrong_fact;
    }
    return signer_is_included(&r->closed, view) && signer_is_included(&r->said, view) &&
                   signer_is_included(&r->asked, view)
               ? REFUSE_none
               : REFUSE_not_included;
}

/* The file is the one that the record names, and one that statements are. */
static enum signer_refusal check_file(const struct signer *s, const struct signer_share *r)
{
    const struct hash sha256 = hash_of(r->file);
    const char *line = statement_first_line(s->settings.realm);
    const size_t len = strlen(line);
    return hash_equal(&sha256, &r->sha256) && r->file.len > len && memcmp(r->file.data, line, len) == 0 &&
                   r->file.data[len] == '\n'
               ? REFUSE_none
               : REFUSE_wrong_statement;
}

static enum signer_refusal check_request(struct signer *s, const struct signer_share *r,
                                         const struct checkpoint *view)
{
    enum signer_refusal refusal = check_facts(s, r, view);
    if (refusal != REFUSE_none) {
        return refusal;
    }
    if (!bytes_equal_text(r->close.outcome, "adopted") || r->close.statement == 0) {
        return REFUSE_not_adopted;
    }
    if (!s->voice.shared || !hash_equal(&s->voice.transcript, &r->session.transcript)) {
        return REFUSE_no_share;
    }
    if (r->close.speaking_for_count < s->voice.threshold) {
        return REFUSE_not_carried;
    }
    if (signer_rows_count(&s->rows, &r->close.root) > 0 &&
        !signer_rows_is_cleared(&s->rows, &r->close.root)) {
        return REFUSE_still_held; /* this node holds an objection that the close does not know of */
    }
    return check_file(s, r);
}

/* The seat of this node in the session, and whether the couple it is asked for is in its memory. */
static bool find_seat(const struct signer *s, const struct fact_session *f, size_t *seat)
{
    for (*seat = 0; *seat < f->count; (*seat)++) {
        if (f->ids[*seat] == s->voice.id && bytes_equal_text(f->members[*seat], s->key.member)) {
            return true;
        }
    }
    return false;
}

static bool find_couple(const struct signer_secrets *secrets, const uint8_t couple[COUPLE_BYTES],
                        size_t *place)
{
    for (*place = 0; *place < COUPLES_KEPT; (*place)++) {
        const struct signer_couple *c = &secrets->couples[*place];
        if (c->live && memcmp(&c->raw.commitment, couple, FROST_COMMITMENT_BYTES) == 0 &&
            memcmp(&c->sshsig.commitment, couple + FROST_COMMITMENT_BYTES, FROST_COMMITMENT_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

static enum error open_half(struct signer *s, const struct fact_session *f, size_t offset,
                            struct bytes message, struct frost_session *out)
{
    struct frost_list *list = ARENA_ARRAY(&s->scratch, struct frost_list, 1);
    struct point group;
    frost_list_begin(list);
    for (size_t i = 0; i < f->count; i++) {
        struct frost_commitment pair;
        if (frost_commitment_read(f->couples[i] + offset, &pair) != OK ||
            frost_list_add(list, f->ids[i], &pair) != OK) {
            return ERROR_MALFORMED;
        }
    }
    check(point_read(s->voice.key.bytes, &group));
    return frost_session_open(out, &group, s->voice.threshold, list, message);
}

/* Both halves of the session, from public data alone. */
static bool open_session(struct signer *s, const struct signer_share *r, struct signing_halves *out)
{
    struct buffer namespace;
    struct buffer preimage;
    struct bytes origin = s->settings.origin_line;
    const struct bytes prefix = BYTES("exercise-");
    if (s->settings.realm == REALM_EXERCISE && bytes_start_with(origin, prefix)) {
        origin = bytes_of(origin.data + prefix.len, origin.len - prefix.len);
    }
    buffer_init(&namespace, NAMESPACE_BYTES_MAX);
    buffer_init(&preimage, 4096);
    statement_namespace_write(&namespace, s->settings.realm, origin);
    sshsig_preimage(&preimage, buffer_view(&namespace), r->file);
    const bool good =
        !preimage.overflow && open_half(s, &r->session, 0, r->file, &out->raw) == OK &&
        open_half(s, &r->session, FROST_COMMITMENT_BYTES, buffer_view(&preimage), &out->sshsig) == OK;
    buffer_done(&namespace);
    buffer_done(&preimage);
    return good;
}

static void sign_refusal(struct signer *s, const struct hash *session, const char *reason, struct buffer *out)
{
    struct buffer body;
    struct json_writer w;
    buffer_init(&body, 4096);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_cstring(&w, "reason", reason);
    json_hex(&w, "session", hash_view(session));
    json_end(&w);
    const char *subject = arena_printf(&s->scratch, "%s:refuse", hash_hex(session).text);
    signer_sign_act(s, "node.refuse", bytes_of_text(subject), buffer_view(&body), out);
    buffer_done(&body);
}

static void sign_share(struct signer *s, const struct hash *session, const struct scalar *raw,
                       const struct scalar *sshsig, struct buffer *out)
{
    struct buffer body;
    struct json_writer w;
    buffer_init(&body, 4096);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_hex(&w, "raw", bytes_of(raw->bytes, sizeof raw->bytes));
    json_hex(&w, "session", hash_view(session));
    json_hex(&w, "sshsig", bytes_of(sshsig->bytes, sizeof sshsig->bytes));
    json_end(&w);
    const char *subject = arena_printf(&s->scratch, "%s:share", hash_hex(session).text);
    signer_sign_act(s, "node.share", bytes_of_text(subject), buffer_view(&body), out);
    buffer_done(&body);
}

/* Takes the couple out of those that may be asked for, for good. It stays in locked memory. */
static bool take_couple(struct signer *s, const uint8_t couple[COUPLE_BYTES])
{
    size_t place = 0;
    struct signer_secrets *secrets = secret_open(&s->voice.vault);
    const bool found = find_couple(secrets, couple, &place);
    if (found) {
        secrets->taken = secrets->couples[place];
        if (!signer_mutated(s, MUTATION_v22_couple)) {
            crypto_wipe(&secrets->couples[place], sizeof secrets->couples[place]);
            s->voice.live--;
        }
    }
    secret_close(&s->voice.vault);
    return found;
}

/* The order of work: nobody finds the couple any more, that it is spent is on disk, the share is made, the
 * couple is wiped, and only then the answer leaves. A failure in between costs a session, never the key. */
static enum signer_refusal give(struct signer *s, const struct signing_halves *halves,
                                const struct hash *session, struct buffer *out)
{
    struct scalar raw = {{0}};
    struct scalar sshsig = {{0}};
    const struct signer_record spent = {RECORD_SPENT, hash_view(session)};
    const enum error e = signer_mutated(s, MUTATION_v22_mark) ? OK : signer_file_append(&s->file, &spent);
    struct signer_secrets *secrets = secret_open(&s->voice.vault);
    struct signer_couple *taken = &secrets->taken;
    if (e == OK) {
        s->dead_bytes += signer_record_bytes(spent.payload.len);
        s->voice.served = true;
        s->voice.session = *session;
        const enum error a = frost_share_make(&halves->raw, s->voice.id, &secrets->share, &taken->raw, &raw);
        const enum error b =
            frost_share_make(&halves->sshsig, s->voice.id, &secrets->share, &taken->sshsig, &sshsig);
        check(a == OK && b == OK); /* seat and commitments were compared before */
    }
    crypto_wipe(taken, sizeof *taken);
    secret_close(&s->voice.vault);
    if (e == OK) {
        sign_share(s, session, &raw, &sshsig, out);
    }
    return signer_refusal_of(e);
}

/* share: the log signed a record that grows from the one seen last; in it are the close that adopted the
 * text, the fact of its statement and that of the session, and they belong together; as many members carry it
 * as the key needs; this node holds no objection to the text without a result; the file is the one that the
 * record names and begins as statements do; the session asks this node. If the nonces asked for are not in
 * its memory the answer is a refusal on the record, so that another takes its place. */
enum signer_refusal signer_answer_share(struct signer *s, const struct signer_share *r, struct buffer *out)
{
    struct checkpoint view;
    size_t seat = 0;
    struct signing_halves *halves = ARENA_ARRAY(&s->scratch, struct signing_halves, 1);
    enum signer_refusal refusal = signer_open_view(s, &r->view, &view);
    refusal = refusal == REFUSE_none ? check_request(s, r, &view) : refusal;
    if (refusal == REFUSE_none && !find_seat(s, &r->session, &seat)) {
        refusal = REFUSE_not_party;
    }
    if (refusal == REFUSE_none && !open_session(s, r, halves)) {
        refusal = REFUSE_wrong_fact;
    }
    refusal = refusal == REFUSE_none ? signer_remember(s, &view, NULL) : refusal;
    if (refusal != REFUSE_none) {
        return refusal;
    }
    const struct hash session = fact_session_id(&r->session);
    if (!take_couple(s, r->session.couples[seat])) {
        sign_refusal(s, &session, "spent", out);
        return REFUSE_none;
    }
    return give(s, halves, &session, out);
}
