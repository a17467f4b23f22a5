#include "interop/assents.h"

#include <string.h>

#include "base/hex.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "codec/base64.h"
#include "codec/dsse.h"
#include "mechanism/acts.h"
#include "mechanism/vote.h"
#include "record/entry.h"

static const char *first_line(enum realm realm)
{
    return realm == REALM_REAL ? "univocal assents 1 real" : "univocal assents 1 exercise EXERCISE";
}

static void add_hex(struct buffer *b, const char *name, struct bytes data)
{
    buffer_printf(b, "%s ", name);
    buffer_add_hex(b, data);
    buffer_add_u8(b, '\n');
}

static void add_line(struct buffer *b, const char *name, struct bytes text)
{
    buffer_printf(b, "%s ", name);
    buffer_add_bytes(b, text);
    buffer_add_u8(b, '\n');
}

void assents_write(struct buffer *b, const struct assents *x)
{
    buffer_printf(b, "%s\n", first_line(x->realm));
    add_hex(b, "organisation", hash_view(&x->org));
    add_hex(b, "log-key", public_key_view(&x->log_key));
    add_hex(b, "transcript", hash_view(&x->transcript));
    for (size_t i = 0; i < x->count; i++) {
        const struct assent *one = &x->list[i];
        buffer_add_u8(b, '\n');
        add_line(b, "member", one->member);
        add_line(b, "act", one->kind);
        buffer_printf(b, "index %llu\n", (unsigned long long)one->index);
        add_hex(b, "key", public_key_view(&one->key));
        buffer_add_text(b, "signature ");
        buffer_add_base64(b, bytes_of(one->signature.bytes, SIGNATURE_BYTES));
        buffer_add_u8(b, '\n');
        add_line(b, "entry", one->entry);
        add_line(b, "envelope", one->envelope);
        buffer_printf(b, "proof %u\n", one->proof.count);
        for (uint32_t k = 0; k < one->proof.count; k++) {
            buffer_add_base64(b, hash_view(&one->proof.steps[k]));
            buffer_add_u8(b, '\n');
        }
    }
}

/* A line `name HEX` of 32 bytes. */
static bool take_hex(struct cursor *c, const char *name, uint8_t out[HASH_BYTES])
{
    struct hash h;
    if (!hash_parse(cursor_named_line(c, name), &h)) {
        return false;
    }
    memcpy(out, h.bytes, HASH_BYTES);
    return true;
}

static bool take_number(struct cursor *c, const char *name, int64_t max, int64_t *out)
{
    return num_parse(cursor_named_line(c, name), max, out);
}

static bool take_assent(struct cursor *c, struct assent *out)
{
    int64_t index = 0;
    int64_t steps = 0;
    out->member = cursor_named_line(c, "member");
    out->kind = cursor_named_line(c, "act");
    if (!text_is_code(out->member) || !take_number(c, "index", INTEGER_MAX, &index) ||
        !take_hex(c, "key", out->key.bytes) ||
        !base64_decode_exact(cursor_named_line(c, "signature"), out->signature.bytes, SIGNATURE_BYTES)) {
        return false;
    }
    out->index = (uint64_t)index;
    out->entry = cursor_named_line(c, "entry");
    out->envelope = cursor_named_line(c, "envelope");
    if (out->envelope.len > ENVELOPE_BYTES_MAX || !take_number(c, "proof", PROOF_STEPS_MAX, &steps)) {
        return false;
    }
    for (; out->proof.count < (uint32_t)steps; out->proof.count++) {
        if (!base64_decode_exact(cursor_line(c), out->proof.steps[out->proof.count].bytes, HASH_BYTES)) {
            return false;
        }
    }
    return !c->failed;
}

enum error assents_read(struct arena *a, struct bytes file, struct assents *out)
{
    struct assents x = {.realm = REALM_EXERCISE};
    struct cursor c = cursor_of(file);
    if (file.len > BUNDLE_ASSENTS_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    const struct bytes first = cursor_line(&c);
    x.realm = bytes_equal_text(first, first_line(REALM_REAL)) ? REALM_REAL : REALM_EXERCISE;
    if (!bytes_equal_text(first, first_line(x.realm)) || !take_hex(&c, "organisation", x.org.bytes) ||
        !take_hex(&c, "log-key", x.log_key.bytes) || !take_hex(&c, "transcript", x.transcript.bytes)) {
        return ERROR_MALFORMED;
    }
    struct assent *list = NULL;
    while (c.rest.len > 0) {
        list = list == NULL ? ARENA_ARRAY(a, struct assent, MEMBERS_MAX) : list;
        if (x.count == MEMBERS_MAX || cursor_line(&c).len != 0 || !take_assent(&c, &list[x.count]) ||
            (x.count > 0 && bytes_compare(list[x.count - 1].member, list[x.count].member) >= 0)) {
            return ERROR_MALFORMED;
        }
        x.count++;
    }
    x.list = list;
    *out = x;
    return OK;
}

/* In a vote: a position of its own, for or letting pass, which a divided one has among its parts. */
static const char *carries_in_vote(const struct act *act, const struct assent *one, const struct hash *vote)
{
    int64_t parts[7] = {0};
    const bool confirmed = strcmp(act->kind->name, "vote.confirm") == 0;
    const struct act_value *position = act_value(act, "position");
    if (position->given) {
        parts[position_index((char)position->integer)] = 1;
    } else if (confirmed || !split_read(act_value(act, "split")->text, parts)) {
        return "it has no position";
    }
    if (parts[position_index('Y')] == 0 && parts[position_index('L')] == 0) {
        return "its position is neither for nor letting pass";
    }
    if (!bytes_equal(act->frame.member, one->member)) {
        return "it is the act of another member";
    }
    return hash_equal(&act_value(act, "vote")->hash, vote) ? NULL : "it is about another vote";
}

static bool is_of_vote(const char *kind)
{
    return strcmp(kind, "vote.cast") == 0 || strcmp(kind, "vote.reveal") == 0 ||
           strcmp(kind, "vote.confirm") == 0;
}

/* Whether the act is one that carries a text for a member, and which text. */
static const char *carries(const struct act *act, const struct assent *one, const struct assent_about *about)
{
    const bool node = act->kind->signer == SIGNER_NODE;
    const bool position = strcmp(act->kind->name, "matter.position") == 0;
    if (is_of_vote(act->kind->name)) {
        return carries_in_vote(act, one, &about->subject);
    }
    if (!position && strcmp(act->kind->name, "node.all_clear") != 0 &&
        strcmp(act->kind->name, "node.availability") != 0) {
        return "an act of this kind carries no text";
    }
    if (position && strchr("YL", (char)act_value(act, "position")->integer) == NULL) {
        return "its position is neither for nor letting pass";
    }
    if (!node && !bytes_equal(act->frame.member, one->member)) {
        return "it is the act of another member";
    }
    return hash_equal(&act_value(act, "root")->hash, &about->root) ? NULL : "it is about another text";
}

static bool names_signature(const struct act *act, const struct assent *one)
{
    return public_key_equal(&act->signatures[0].key, &one->key) &&
           memcmp(act->signatures[0].signature.bytes, one->signature.bytes, SIGNATURE_BYTES) == 0;
}

const char *assent_fault(struct arena *a, const struct assents *x, const struct assent *one,
                         const struct assent_about *about, uint64_t size, const struct hash *root)
{
    struct entry entry;
    struct act act;
    const struct hash envelope = hash_of(one->envelope);
    if (entry_read(one->entry, &entry) != OK || act_decode(a, one->envelope, &act, NULL) != ACCEPTED) {
        return "its entry or its act is malformed";
    }
    const struct hash leaf = entry_leaf(&entry);
    if (entry.index != one->index || !proof_of_leaf_holds(&one->proof, &leaf, one->index, size, root)) {
        return "its entry is not in the record";
    }
    if (entry.type != ENTRY_ACT || !hash_equal(&entry.envelope, &envelope) ||
        !hash_equal(&entry.id, &act.id)) {
        return "its entry is of another act";
    }
    if (strcmp(entry.result, "ok") != 0) {
        return "it was refused";
    }
    if (!act_signatures_hold(&act) || !names_signature(&act, one)) {
        return "its signature does not hold";
    }
    if (!hash_equal(&act.frame.org, &x->org) || act.frame.realm != x->realm) {
        return "it belongs to another organisation or realm";
    }
    if (!bytes_equal_text(one->kind, act.kind->name)) {
        return "it is of another kind";
    }
    return carries(&act, one, about);
}
