#include "interop/bundle_check.h"

#include <string.h>

#include "codec/note.h"
#include "codec/pem.h"
#include "codec/signify.h"
#include "codec/sshsig.h"
#include "record/checkpoint.h"
#include "record/entry.h"
#include "record/fact.h"
#include "record/fact_voice.h"

/* One bundle on the bench. */
struct bench {
    struct arena *a;
    const struct bundle *b;
    struct bundle_report *out;
    struct bundle_source source; /* as read */
    struct bundle made;          /* the files again, from what was read */
    struct hash subject;         /* of the decision, the silence or the vote; zero: not known */
    bool whole;                  /* all of `made` is there to compare with */
};

const char *bundle_check_word(enum bundle_check c)
{
    static const char *const words[] = {
#define X(name, word) [CHECK_##name] = word,
        BUNDLE_CHECK_TABLE(X)
#undef X
    };
    return words[c];
}

static void find(struct bench *x, enum bundle_check c, enum bundle_result r, const char *text)
{
    x->out->findings[c] = (struct bundle_finding){r, text};
}

static void judge(struct bench *x, enum bundle_check c, bool holds, const char *good, const char *wrong)
{
    find(x, c, holds ? BUNDLE_GOOD : BUNDLE_FALSE, holds ? good : wrong);
}

/* Whether what a check needs is there; else it cannot tell. */
static bool has(struct bench *x, enum bundle_check c, enum bundle_file f)
{
    if (!x->b->there[f]) {
        find(x, c, BUNDLE_MISSING, arena_printf(x->a, "%s is not there", bundle_file_name(f)));
    }
    return x->b->there[f];
}

static bool is_as_made(const struct bench *x, enum bundle_file f)
{
    return x->whole && bytes_equal(x->b->content[f], x->made.content[f]);
}

static void check_files(struct bench *x, const char *other)
{
    const bool voice = x->out->read && x->out->header.voice;
    for (int f = 0; f < BUNDLE_FILES; f++) {
        const char *name = bundle_file_name((enum bundle_file)f);
        const bool wanted = !bundle_file_is_voice((enum bundle_file)f) || voice;
        if (x->b->there[f] && !wanted && x->out->read) {
            find(x, CHECK_FILES, BUNDLE_FALSE,
                 arena_printf(x->a, "%s is there, and this is not the organisation's voice", name));
            return;
        }
        if (x->b->content[f].len > bundle_file_max((enum bundle_file)f)) {
            find(x, CHECK_FILES, BUNDLE_FALSE, arena_printf(x->a, "%s is longer than it can be", name));
            return;
        }
    }
    if (other != NULL) {
        find(x, CHECK_FILES, BUNDLE_FALSE, arena_printf(x->a, "%s does not belong to a bundle", other));
        return;
    }
    for (int f = 0; f < BUNDLE_FILES; f++) {
        if ((!bundle_file_is_voice((enum bundle_file)f) || voice) &&
            !has(x, CHECK_FILES, (enum bundle_file)f)) {
            return;
        }
    }
    find(x, CHECK_FILES, BUNDLE_GOOD,
         voice ? "exactly the twelve files of a bundle"
               : "exactly the four files of a bundle without a voice");
}

static void check_header(struct bench *x)
{
    struct diag diag = {.message = ""};
    if (!has(x, CHECK_HEADER, BUNDLE_TEXT)) {
        return;
    }
    x->out->read = statement_header_read(x->a, x->b->content[BUNDLE_TEXT], &x->out->header, &diag) == OK;
    judge(x, CHECK_HEADER, x->out->read, "statement.txt has the first line and the header of a statement",
          arena_printf(x->a, "statement.txt is no statement: line %d: %s", diag.line, diag.message));
}

/* The names of the realm are parts of other files, which are compared with what they must be. */
static void check_realm(struct bench *x, const char *folder)
{
    const bool exercise = x->out->header.realm == REALM_EXERCISE;
    const bool marked = strncmp(folder, "exercise-", 9) == 0;
    judge(x, CHECK_REALM,
          exercise == marked &&
              (!x->b->there[BUNDLE_ASSENTS] || x->source.assents.realm == x->out->header.realm),
          exercise ? "EXERCISE: the first line, the acts and the folder's name agree"
                   : "real: the first line, the acts and the folder's name agree",
          marked || !exercise ? "the realm of the first line, of the acts and of the folder's name differ"
                              : "an EXERCISE stands in a folder whose name does not begin with exercise-");
}

static void check_keys(struct bench *x)
{
    static const enum bundle_file files[] = {BUNDLE_PEM, BUNDLE_PUB, BUNDLE_VKEY, BUNDLE_SIGNERS};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        if (!has(x, CHECK_SAME_KEY, files[i])) {
            return;
        }
        if (!is_as_made(x, files[i])) {
            find(x, CHECK_SAME_KEY, BUNDLE_FALSE,
                 arena_printf(x->a, "%s is not of the key in voice.pem under its name",
                              bundle_file_name(files[i])));
            return;
        }
    }
    find(x, CHECK_SAME_KEY, BUNDLE_GOOD,
         "voice.pem, voice.pub, voice.vkey and allowed_signers have one key, under the organisation's name");
}

static void check_signatures(struct bench *x)
{
    const struct bytes *content = x->b->content;
    const struct public_key *key = &x->source.key;
    const struct bytes text = content[BUNDLE_TEXT];
    struct buffer namespace;
    static const enum bundle_check by_key[] = {CHECK_SIGNED_RAW, CHECK_SIGNED_SSH, CHECK_SIGNED_SIGNIFY,
                                               CHECK_SIGNED_NOTE};
    bool keyed = true;
    for (size_t i = 0; i < sizeof by_key / sizeof by_key[0]; i++) {
        keyed = has(x, by_key[i], BUNDLE_PEM);
    }
    if (!keyed) {
        return;
    }
    buffer_init(&namespace, 1024);
    statement_namespace_write(&namespace, x->source.realm, x->source.origin);
    if (has(x, CHECK_SIGNED_RAW, BUNDLE_RAW)) {
        judge(x, CHECK_SIGNED_RAW,
              content[BUNDLE_RAW].len == SIGNATURE_BYTES && signature_holds(&x->source.raw, key, text),
              "statement.raw is a signature of statement.txt by the key",
              "statement.raw is no signature of statement.txt by the key");
    }
    if (has(x, CHECK_SIGNED_SSH, BUNDLE_SSHSIG)) {
        judge(
            x, CHECK_SIGNED_SSH,
            sshsig_verify(content[BUNDLE_SSHSIG], buffer_view(&namespace), key, text) == OK &&
                is_as_made(x, BUNDLE_SSHSIG),
            arena_printf(x->a, "statement.txt.sig is one too, in the namespace %s", buffer_text(&namespace)),
            arena_printf(x->a, "statement.txt.sig is none in the namespace %s", buffer_text(&namespace)));
    }
    if (has(x, CHECK_SIGNED_SIGNIFY, BUNDLE_SIGNIFY) && has(x, CHECK_SIGNED_SIGNIFY, BUNDLE_PUB) &&
        has(x, CHECK_SIGNED_SIGNIFY, BUNDLE_RAW)) {
        judge(x, CHECK_SIGNED_SIGNIFY,
              signify_verify(content[BUNDLE_PUB], content[BUNDLE_SIGNIFY], text) == OK &&
                  is_as_made(x, BUNDLE_SIGNIFY),
              "statement.signify is one for signify", "statement.signify is none for signify");
    }
    if (has(x, CHECK_SIGNED_NOTE, BUNDLE_NOTE) && has(x, CHECK_SIGNED_NOTE, BUNDLE_RAW)) {
        struct bytes signed_text = BYTES("");
        struct signature found;
        struct buffer name;
        buffer_init(&name, 1024);
        bundle_add_principal(&name, x->source.realm, x->source.origin);
        judge(x, CHECK_SIGNED_NOTE,
              note_verify(content[BUNDLE_NOTE], buffer_view(&name), key, &signed_text, &found) == OK &&
                  bytes_equal(signed_text, text) && is_as_made(x, BUNDLE_NOTE),
              arena_printf(x->a, "statement.note is the same words, signed as %s", buffer_text(&name)),
              arena_printf(x->a, "statement.note is not the same words, signed as %s", buffer_text(&name)));
        buffer_done(&name);
    }
    buffer_done(&namespace);
}

static void check_checkpoint(struct bench *x)
{
    const struct statement_header *h = &x->out->header;
    struct checkpoint c = {.size = 0};
    const char *prefix = h->realm == REALM_REAL ? "" : "exercise-";
    const char *line = arena_printf(x->a, "%s%.*s", prefix, (int)h->origin.len, (const char *)h->origin.data);
    const enum error e =
        checkpoint_open(x->source.proof.checkpoint, bytes_of_text(line), &x->source.assents.log_key, &c);
    judge(x, CHECK_CHECKPOINT, e == OK && c.size == h->log_size && hash_equal(&c.root, &h->log_root),
          arena_printf(x->a, "the log %s has signed the record of %llu entries that statement.txt names",
                       line, (unsigned long long)h->log_size),
          e == OK ? "the checkpoint is of another size or root than statement.txt names"
                  : "the checkpoint is not signed by the log key that assents names");
}

static bool same_codes(const struct bytes *a, size_t a_count, const struct bytes *b, size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++) {
        same = bytes_equal(a[i], b[i]);
    }
    return same;
}

/* Whether the close says what the statement says. */
static bool agrees(const struct fact_close *f, const struct statement_header *h)
{
    const struct bytes rung = f->rung.len == 0 ? BYTES("none") : f->rung;
    return hash_equal(&f->org, &h->org) && f->epoch == h->epoch && f->realm == h->realm &&
           f->statement == h->number && h->number > 0 && hash_equal(&f->root, &h->root) &&
           hash_equal(&f->charter, &h->charter) && hash_equal(&f->rule, &h->rule) &&
           bytes_equal(f->rule_name, h->rule_name) && bytes_equal(f->outcome, h->outcome) &&
           bytes_equal_text(f->outcome, "adopted") && bytes_equal(f->reason, h->reason) &&
           bytes_equal(rung, h->rung) &&
           same_codes(f->speaking_for, f->speaking_for_count, h->speaking_for, h->speaking_for_count) &&
           same_codes(f->not_reached, f->not_reached_count, h->not_reached, h->not_reached_count);
}

/* Without a voice nobody signs the words: the record itself has their hash, in a later entry. */
static void check_words(struct bench *x, struct bytes nested)
{
    const struct statement_header *h = &x->out->header;
    struct tlog_proof proof = {.index = 0};
    struct checkpoint c = {.size = 0};
    struct entry entry;
    struct buffer fact;
    const char *prefix = h->realm == REALM_REAL ? "" : "exercise-";
    const char *origin =
        arena_printf(x->a, "%s%.*s", prefix, (int)h->origin.len, (const char *)h->origin.data);
    const struct hash sha256 = hash_of(x->b->content[BUNDLE_TEXT]);
    buffer_init(&fact, 1024);
    fact_write_statement(&fact, h->close, &sha256);
    bool holds =
        tlog_proof_read(x->a, nested, &proof) == OK &&
        checkpoint_open(proof.checkpoint, bytes_of_text(origin), &x->source.assents.log_key, &c) == OK;
    struct cursor parts = cursor_of(proof.extra);
    const struct bytes line = cursor_line(&parts);
    holds = holds && !parts.failed && entry_read(line, &entry) == OK &&
            bytes_equal(parts.rest, buffer_view(&fact));
    if (holds) {
        const struct hash leaf = entry_leaf(&entry);
        const struct hash id = hash_of(parts.rest);
        holds = entry.index == proof.index && entry.type == ENTRY_FACT && hash_equal(&entry.envelope, &id) &&
                hash_equal(&entry.id, &id) &&
                proof_of_leaf_holds(&proof.steps, &leaf, proof.index, c.size, &c.root);
    }
    buffer_done(&fact);
    judge(x, CHECK_WORDS, holds,
          arena_printf(x->a,
                       "the record has the hash of statement.txt, at entry %llu, and the log has signed it",
                       (unsigned long long)proof.index),
          "the record is not proved to have the hash of statement.txt: its words may be changed");
}

static void check_close(struct bench *x)
{
    const struct statement_header *h = &x->out->header;
    struct entry entry;
    struct fact_close close;
    struct cursor c = cursor_of(x->source.proof.extra);
    const struct bytes line = cursor_line(&c);
    const bool is_entry = !c.failed && entry_read(line, &entry) == OK;
    const struct hash leaf = is_entry ? entry_leaf(&entry) : (struct hash){{0}};
    const struct bytes rest = c.rest;
    const struct bytes first = cursor_line(&c); /* fails where nothing is behind the fact */
    const struct bytes fact = c.failed ? rest : first;
    judge(x, CHECK_INCLUSION,
          is_entry && entry.index == h->close && x->source.proof.index == h->close &&
              proof_of_leaf_holds(&x->source.proof.steps, &leaf, h->close, h->log_size, &h->log_root),
          arena_printf(x->a, "entry %llu, the decision, is in that record", (unsigned long long)h->close),
          arena_printf(x->a, "entry %llu, the decision, is not proved to be in that record",
                       (unsigned long long)h->close));
    const struct hash id = hash_of(fact);
    const bool is_close = fact_read_close(x->a, fact, &close) == OK;
    if (is_close) {
        x->subject = close.subject;
    }
    judge(x, CHECK_CLOSE,
          is_entry && entry.type == ENTRY_FACT && hash_equal(&entry.envelope, &id) &&
              hash_equal(&entry.id, &id) && is_close && agrees(&close, h) && (c.failed || !h->voice),
          "the decision says what statement.txt says: organisation, number, text, rule, outcome, members",
          "the decision does not say what statement.txt says");
    if (!h->voice && has(x, CHECK_WORDS, BUNDLE_ASSENTS)) {
        check_words(x, c.failed ? BYTES("") : c.rest);
    }
}

static void check_assents(struct bench *x)
{
    const struct statement_header *h = &x->out->header;
    const struct assents *list = &x->source.assents;
    bool same = list->count == h->speaking_for_count && hash_equal(&list->org, &h->org) &&
                (h->voice || hash_is_zero(&list->transcript));
    for (size_t i = 0; same && i < list->count; i++) {
        same = bytes_equal(list->list[i].member, h->speaking_for[i]);
    }
    if (!same) {
        find(x, CHECK_ASSENT, BUNDLE_FALSE, "assents are not of exactly those for whom statement.txt speaks");
        return;
    }
    const struct assent_about about = {h->root, x->subject};
    for (size_t i = 0; i < list->count; i++) {
        const struct assent *one = &list->list[i];
        const char *fault = assent_fault(x->a, list, one, &about, h->log_size, &h->log_root);
        if (fault != NULL) {
            find(x, CHECK_ASSENT, BUNDLE_FALSE,
                 arena_printf(x->a, "the assent of %.*s does not hold: %s", (int)one->member.len,
                              (const char *)one->member.data, fault));
            return;
        }
    }
    find(x, CHECK_ASSENT, BUNDLE_GOOD,
         arena_printf(x->a, "%zu members carry it by acts that they signed and that are in that record",
                      list->count));
}

/* What the files of the voice say, as far as it can be read: a bad one is found by comparing it. */
static void read_voice(struct bench *x)
{
    struct sshsig sshsig;
    const struct bytes *content = x->b->content;
    if (x->b->there[BUNDLE_PEM] && pem_read_key(content[BUNDLE_PEM], &x->source.key) == OK) {
        x->out->keyed = true;
        x->out->key = x->source.key;
    }
    if (content[BUNDLE_RAW].len == SIGNATURE_BYTES) {
        memcpy(x->source.raw.bytes, content[BUNDLE_RAW].data, SIGNATURE_BYTES);
    }
    if (sshsig_read(content[BUNDLE_SSHSIG], &sshsig, NULL) == OK) {
        x->source.sshsig = sshsig.signature;
    }
}

static void read_proofs(struct bench *x, bool *proof, bool *assents)
{
    *proof = tlog_proof_read(x->a, x->b->content[BUNDLE_PROOF], &x->source.proof) == OK;
    *assents = assents_read(x->a, x->b->content[BUNDLE_ASSENTS], &x->source.assents) == OK;
    x->out->transcript = x->source.assents.transcript;
}

static void check_record(struct bench *x, bool proof, bool assents)
{
    static const enum bundle_check by_proof[] = {CHECK_CHECKPOINT, CHECK_INCLUSION, CHECK_CLOSE, CHECK_WORDS};
    const size_t count = sizeof by_proof / sizeof by_proof[0] - (x->out->header.voice ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        if (has(x, by_proof[i], BUNDLE_PROOF) && !proof) {
            find(x, by_proof[i], BUNDLE_FALSE, "statement.tlog-proof is malformed");
        }
    }
    if (proof) {
        check_close(x);
    }
    if (proof && has(x, CHECK_CHECKPOINT, BUNDLE_ASSENTS)) {
        check_checkpoint(x);
    }
    if (has(x, CHECK_ASSENT, BUNDLE_ASSENTS) && !assents) {
        find(x, CHECK_ASSENT, BUNDLE_FALSE, "assents is malformed");
    } else if (assents) {
        check_assents(x);
    }
}

static enum bundle_result sum_up(const struct bundle_report *r)
{
    enum bundle_result sum = BUNDLE_GOOD;
    for (int c = 0; c < BUNDLE_CHECKS; c++) {
        const enum bundle_result one = r->findings[c].result;
        sum = one == BUNDLE_FALSE || (one == BUNDLE_MISSING && sum == BUNDLE_GOOD) ? one : sum;
    }
    return sum;
}

void bundle_verify(struct arena *a, const struct bundle *b, const char *folder, const char *other,
                   struct bundle_report *out)
{
    struct bench x = {.a = a, .b = b, .out = out};
    bool proof = false;
    bool assents = false;
    *out = (struct bundle_report){.read = false};
    check_header(&x);
    check_files(&x, other);
    if (!out->read) {
        out->result = sum_up(out);
        return;
    }
    x.source.text = b->content[BUNDLE_TEXT];
    x.source.realm = out->header.realm;
    x.source.origin = out->header.origin;
    x.source.number = out->header.number;
    x.source.voice = out->header.voice;
    read_proofs(&x, &proof, &assents);
    if (out->header.voice) {
        read_voice(&x);
    }
    x.whole = bundle_make(a, &x.source, &x.made) == OK;
    check_realm(&x, folder);
    if (out->header.voice) {
        check_keys(&x);
        check_signatures(&x);
    }
    check_record(&x, proof, assents);
    if (has(&x, CHECK_INSTRUCTIONS, BUNDLE_VERIFY) && has(&x, CHECK_INSTRUCTIONS, BUNDLE_ASSENTS) &&
        (!out->header.voice || has(&x, CHECK_INSTRUCTIONS, BUNDLE_PEM))) {
        judge(&x, CHECK_INSTRUCTIONS, is_as_made(&x, BUNDLE_VERIFY),
              "VERIFY has the right commands and names",
              "VERIFY does not say what it should: do not type what it says");
    }
    out->result = sum_up(out);
}
