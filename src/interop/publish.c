#include "interop/publish.h"

#include <string.h>

#include "base/check.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "mechanism/voice.h"
#include "mechanism/vote.h"
#include "record/fact.h"

/* Acts of nodes that say of a member that it lets the text pass: the later it stands, the more it says. */
struct passes {
    const struct publish *p;
    const struct statement *x;
    const struct silence *silence;
    int64_t *found; /* index for each seat of the silence, 0: none */
};

static bool carries(const struct passes *f, const struct act *act)
{
    const bool clear = strcmp(act->kind->name, "node.all_clear") == 0;
    return (clear && hash_equal(&act_value(act, "silence")->hash, &f->silence->id)) ||
           (strcmp(act->kind->name, "node.availability") == 0 &&
            hash_equal(&act_value(act, "root")->hash, &f->silence->root));
}

/* Backwards from the close to the opening of the matter; every node's last such act. */
static enum error find_passes(struct passes *f)
{
    struct arena scratch = {0};
    enum error e = OK;
    struct matter m;
    check(matter_get(f->p->state, &f->x->matter, f->p->arena, &m));
    for (int64_t i = f->x->close - 1; e == OK && i > m.opened; i--) {
        struct entry entry;
        struct bytes envelope;
        struct act act;
        e = record_read(f->p->record, (uint64_t)i, &scratch, &entry, &envelope);
        if (e == OK && entry.type == ENTRY_ACT && strcmp(entry.result, "ok") == 0 &&
            act_decode(&scratch, envelope, &act, NULL) == ACCEPTED && carries(f, &act)) {
            for (size_t k = 0; k < f->silence->seat_count; k++) {
                const bool own = public_key_equal(&f->silence->seats[k].node, &act.frame.key);
                f->found[k] = own && f->found[k] == 0 ? i : f->found[k];
            }
        }
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    return e;
}

/* The entry of the act that carries the text for a member. */
static int64_t carrier_of(const struct passes *f, struct bytes member)
{
    struct position said = {.taken = 0};
    if (position_get(f->p->state, &f->silence->root, member, &said) && said.taken < f->x->close &&
        (said.letter == 'Y' || said.letter == 'L')) {
        return said.taken;
    }
    for (size_t k = 0; k < f->silence->seat_count; k++) {
        if (bytes_equal(f->silence->seats[k].member, member)) {
            return f->found[k];
        }
    }
    return 0;
}

static enum error fill_assent(const struct publish *p, struct bytes member, int64_t index, uint64_t size,
                              struct assent *out)
{
    struct entry entry;
    struct act act;
    struct buffer b;
    if (index == 0) {
        return ERROR_NOT_FOUND;
    }
    *out = (struct assent){.member = member, .index = (uint64_t)index};
    enum error e = record_read(p->record, out->index, p->arena, &entry, &out->envelope);
    e = e == OK ? record_prove_leaf(p->record, out->index, size, &out->proof) : e;
    if (e != OK || act_decode(p->arena, out->envelope, &act, NULL) != ACCEPTED) {
        return e == OK ? ERROR_CORRUPT : e;
    }
    buffer_init(&b, ENTRY_BYTES_MAX);
    entry_write(&b, &entry);
    out->entry = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    out->kind = bytes_of_text(act.kind->name);
    out->key = act.signatures[0].key;
    out->signature = act.signatures[0].signature;
    return OK;
}

/* The acts that carried a text through a vote, by the tally before its close. */
static enum error find_votes(const struct publish *p, const struct statement *x,
                             const struct fact_close *close, int64_t *carriers)
{
    struct entry entry;
    struct bytes body;
    struct fact_tally tally;
    enum error e = record_read(p->record, (uint64_t)x->close - 1, p->arena, &entry, &body);
    if (e != OK || fact_read_tally(p->arena, body, &tally) != OK) {
        return e == OK ? ERROR_CORRUPT : e;
    }
    for (size_t i = 0; i < close->speaking_for_count; i++) {
        for (size_t k = 0; k < tally.seat_count; k++) {
            if (bytes_equal(tally.seats[k].member, close->speaking_for[i])) {
                carriers[i] = tally.seats[k].said;
            }
        }
    }
    return OK;
}

static enum error find_carriers(const struct publish *p, const struct statement *x,
                                const struct fact_close *close, int64_t *carriers)
{
    struct silence silence;
    struct vote vote;
    if (vote_get(p->state, &close->subject, p->arena, &vote)) {
        return find_votes(p, x, close, carriers);
    }
    check(silence_get(p->state, &close->subject, p->arena, &silence));
    struct passes f = {.p = p, .x = x, .silence = &silence};
    f.found = ARENA_ARRAY(p->arena, int64_t, silence.seat_count + 1);
    const enum error e = find_passes(&f);
    for (size_t i = 0; e == OK && i < close->speaking_for_count; i++) {
        carriers[i] = carrier_of(&f, close->speaking_for[i]);
    }
    return e;
}

static enum error gather_assents(const struct publish *p, const struct statement *x,
                                 const struct fact_close *close, uint64_t size, struct assents *out)
{
    struct assent *list = ARENA_ARRAY(p->arena, struct assent, close->speaking_for_count + 1);
    int64_t *carriers = ARENA_ARRAY(p->arena, int64_t, close->speaking_for_count + 1);
    enum error e = find_carriers(p, x, close, carriers);
    for (size_t i = 0; e == OK && i < close->speaking_for_count; i++) {
        e = fill_assent(p, close->speaking_for[i], carriers[i], size, &list[i]);
    }
    out->count = close->speaking_for_count;
    out->list = list;
    return e;
}

/* A fact with its proof: in `extra` its entry, LF, its body. */
static enum error gather_proof(const struct publish *p, uint64_t index, uint64_t size, struct tlog_proof *out,
                               struct bytes *fact)
{
    struct entry entry;
    struct buffer b;
    out->index = index;
    enum error e = record_prove_leaf(p->record, index, size, &out->steps);
    e = e == OK ? record_read(p->record, index, p->arena, &entry, fact) : e;
    if (e != OK) {
        return e;
    }
    buffer_init(&b, BUNDLE_PROOF_BYTES_MAX);
    entry_write(&b, &entry);
    buffer_add_u8(&b, '\n');
    buffer_add_bytes(&b, *fact);
    out->extra = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    return OK;
}

/* Behind the decision: that the record has the hash of the words, which nobody signs. */
static enum error add_words(const struct publish *p, const struct statement *x,
                            const struct publish_notes *notes, struct tlog_proof *out)
{
    struct tlog_proof words = {.checkpoint = notes->later};
    struct bytes fact;
    struct buffer b;
    const enum error e = gather_proof(p, (uint64_t)x->entry, notes->later_size, &words, &fact);
    buffer_init(&b, BUNDLE_PROOF_BYTES_MAX);
    buffer_add_bytes(&b, out->extra);
    buffer_add_u8(&b, '\n');
    tlog_proof_write(&b, &words);
    out->extra = arena_copy(p->arena, buffer_view(&b));
    const bool large = b.overflow;
    buffer_done(&b);
    return e == OK && large ? ERROR_TOO_LARGE : e;
}

enum error publish_find_notes(struct checkpoints *from, struct arena *a, const struct statement *x,
                              struct bytes text, struct publish_notes *out, uint64_t *lacking)
{
    struct statement_header header;
    uint64_t found = 0;
    check(statement_header_read(a, text, &header, NULL) == OK);
    *out = (struct publish_notes){.later_size = 0};
    *lacking = header.log_size;
    enum error e = checkpoints_from(from, header.log_size, a, &found, &out->checkpoint);
    if (e != OK || found != header.log_size) {
        return e == OK ? ERROR_NOT_FOUND : e;
    }
    if (!x->voice) {
        *lacking = (uint64_t)x->entry + 1;
        e = checkpoints_from(from, *lacking, a, &out->later_size, &out->later);
    }
    return e;
}

enum error publish_bundle(const struct publish *p, const struct statement *x, struct bytes text,
                          const struct publish_notes *notes, struct bundle *out)
{
    struct statement_header header;
    struct fact_close close;
    struct voice v;
    struct spoken spoken;
    struct bundle_source source = {
        .text = text, .realm = p->org->realm, .origin = p->org->origin, .number = x->number};
    check(statement_header_read(p->arena, text, &header, NULL) == OK);
    source.assents = (struct assents){.realm = p->org->realm, .org = p->org->id, .log_key = p->org->log_key};
    if (x->voice) {
        if (!voice_get(p->state, p->arena, &v) || !signing_spoken(p->state, x->number, &spoken)) {
            return ERROR_NOT_FOUND;
        }
        source.voice = true;
        source.key = v.key;
        source.raw = spoken.raw;
        source.sshsig = spoken.sshsig;
        source.assents.transcript = v.transcript;
    }
    source.proof.checkpoint = notes->checkpoint;
    struct bytes fact;
    enum error e = gather_proof(p, (uint64_t)x->close, header.log_size, &source.proof, &fact);
    e = e == OK && fact_read_close(p->arena, fact, &close) != OK ? ERROR_CORRUPT : e;
    e = e == OK && !x->voice ? add_words(p, x, notes, &source.proof) : e;
    e = e == OK ? gather_assents(p, x, &close, header.log_size, &source.assents) : e;
    return e == OK ? bundle_make(p->arena, &source, out) : e;
}
