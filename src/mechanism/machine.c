#include "mechanism/clock.h"
#include "mechanism/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/amendment.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/election.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "mechanism/opening.h"
#include "mechanism/signing.h"
#include "mechanism/silence.h"
#include "mechanism/statement.h"
#include "mechanism/voice.h"
#include "mechanism/vote.h"
#include "mechanism/tuple.h"
#include "record/fact.h"

struct machine {
    struct record *record;
    struct state *state;
    struct arena founding; /* what the organisation points at */
    struct arena block;    /* lives for one block */
    bool founded;
    struct organisation org;
    struct law_shelf shelf;
    uint64_t closes;
    struct signing_desk desk;
    enum mutation mutation;
};

/* One block under way. */
struct run {
    struct machine *m;
    const struct machine_block *block;
    struct context c;
    enum error error;
    bool begun; /* the block fact is written */
};

static enum error load_founding(struct machine *m)
{
    struct entry e;
    struct bytes document;
    enum error err = record_read(m->record, 0, &m->founding, &e, &document);
    if (err == OK) {
        struct diag diag;
        err = founding_read(&m->founding, document, &m->org, &diag);
        if (err == ERROR_MALFORMED) {
            err = ERROR_CORRUPT; /* it was accepted once */
        }
    }
    m->org.shelf = &m->shelf;
    m->founded = err == OK;
    return err;
}

enum error machine_open(struct machine **out, struct record *r, struct state *s)
{
    struct machine *m = calloc(1, sizeof *m);
    check(m != NULL);
    m->record = r;
    m->state = s;
    const enum error e = record_size(r) == 0 ? OK : load_founding(m);
    if (e != OK) {
        machine_close(m);
        return e;
    }
    *out = m;
    return OK;
}

void machine_close(struct machine *m)
{
    if (m != NULL) {
        arena_done(&m->founding);
        arena_done(&m->block);
        arena_done(&m->shelf.arena);
        free(m);
    }
}

bool machine_is_founded(const struct machine *m)
{
    return m->founded;
}

const struct organisation *machine_organisation(const struct machine *m)
{
    check(m->founded);
    return &m->org;
}

uint64_t machine_closes(const struct machine *m)
{
    return m->closes;
}

void machine_set_mutation(struct machine *m, enum mutation mutation)
{
    m->mutation = mutation;
}

enum mutation machine_mutation(const struct machine *m)
{
    return m->mutation;
}

static void set_result(char out[RESULT_BYTES_MAX], enum rejection r)
{
    (void)snprintf(out, RESULT_BYTES_MAX, "%s", rejection_name(r));
}

enum error machine_found(struct machine *m, struct bytes document, struct diag *diag)
{
    check(!m->founded && record_size(m->record) == 0);
    struct organisation org;
    enum error e = founding_read(&m->founding, document, &org, diag);
    if (e != OK) {
        return e;
    }
    state_mark(m->state);
    e = founding_apply(&m->founding, document, &org, m->state);
    if (e != OK) {
        if (diag != NULL) {
            diag_set(diag, 0, 0, "",
                     "the charter gives the chair of a body to a member without a seat in it");
        }
        return e;
    }
    struct entry entry = {.type = ENTRY_FACT, .time_ms = org.founded_ms, .id = org.id, .envelope = org.id};
    set_result(entry.result, ACCEPTED);
    entry.effects = state_effects(m->state);
    e = record_append(m->record, &entry, document);
    if (e == OK) {
        m->org = org;
        m->org.shelf = &m->shelf;
        m->founded = true;
    }
    return e;
}

/* An objection stands whatever its epoch (contracts section 2). */
static enum rejection check_frame(const struct machine *m, const struct act *a)
{
    const struct act_frame *f = &a->frame;
    if (!hash_equal(&f->org, &m->org.id) && !mutated_by(m->mutation, MUTATION_o16_org)) {
        return REJECT_wrong_organisation;
    }
    if (f->realm != m->org.realm && !mutated_by(m->mutation, MUTATION_o16_realm)) {
        return REJECT_wrong_realm;
    }
    const bool older = a->kind->signer == SIGNER_OBJECTOR && f->epoch >= 1 && f->epoch < m->org.epoch;
    return f->epoch == m->org.epoch || older || mutated_by(m->mutation, MUTATION_o16_epoch)
               ? ACCEPTED
               : REJECT_wrong_epoch;
}

/* A member that has only one delegate with the power cannot be asked for a second signature. */
static enum rejection check_signature_count(struct machine *m, const struct act *a)
{
    if (a->signature_count >= a->kind->signatures_min) {
        return ACCEPTED;
    }
    struct arena scratch;
    arena_init(&scratch);
    const size_t able = member_count_delegates(m->state, a->frame.member, a->kind->power, &scratch);
    arena_done(&scratch);
    return able >= a->kind->signatures_min ? REJECT_too_few_signatures : ACCEPTED;
}

enum rejection machine_check_keys(struct machine *m, const struct act *a)
{
    bool names_first = false;
    struct member_key key;
    for (size_t i = 0; i < a->signature_count; i++) {
        if (!member_key_get(m->state, &a->signatures[i].key, &key)) {
            return REJECT_unknown_key;
        }
        if (!bytes_equal(key.member, a->frame.member)) {
            return REJECT_wrong_member;
        }
        names_first = names_first || public_key_equal(&a->signatures[i].key, &a->frame.key);
    }
    if (!names_first) {
        return REJECT_bad_signature; /* the key that the act names has not signed it */
    }
    return check_signature_count(m, a);
}

enum rejection machine_check_form(struct machine *m, struct arena *a, struct bytes envelope, struct act *out,
                                  struct diag *diag)
{
    check(m->founded);
    const enum rejection r = act_decode(a, envelope, out, diag);
    if (r != ACCEPTED) {
        return r;
    }
    const enum rejection frame = check_frame(m, out);
    return frame != ACCEPTED ? frame : machine_check_keys(m, out);
}

enum rejection machine_check(struct machine *m, struct arena *a, struct bytes envelope, struct act *out,
                             struct diag *diag)
{
    const enum rejection r = machine_check_form(m, a, envelope, out, diag);
    if (r != ACCEPTED) {
        return r;
    }
    return act_signatures_hold(out) ? ACCEPTED : REJECT_bad_signature;
}

/* Appends; false after an error, which is kept. */
static bool append(struct run *run, struct entry *e, struct bytes carried)
{
    if (run->error == OK) {
        run->error = state_error(run->m->state);
    }
    if (run->error == OK) {
        e->index = record_size(run->m->record);
        e->time_ms = run->block->time_ms;
        run->error = record_append(run->m->record, e, carried);
    }
    run->c.index = record_size(run->m->record);
    return run->error == OK;
}

static void append_fact(struct run *run, struct bytes body, const struct hash *effects)
{
    struct entry e = {.type = ENTRY_FACT, .height = run->block->height, .effects = *effects};
    e.id = hash_of(body);
    e.envelope = e.id;
    set_result(e.result, ACCEPTED);
    (void)append(run, &e, body);
}

/* The block fact comes before anything else that the block leaves. */
static void begin(struct run *run)
{
    if (run->begun) {
        return;
    }
    run->begun = true;
    struct buffer b;
    buffer_init(&b, 1024);
    fact_write_block(&b, run->block->previous_ms, run->block->time_ms);
    const struct hash none = {{0}};
    append_fact(run, buffer_view(&b), &none);
    buffer_done(&b);
}

static void sink_prepare(void *ctx)
{
    struct run *run = ctx;
    begin(run);
    state_mark(run->m->state);
}

static void sink_emit(void *ctx, struct bytes body)
{
    struct run *run = ctx;
    const struct hash effects = state_effects(run->m->state);
    append_fact(run, body, &effects);
}

/* O5. The gap is a row, so that expiries can be lengthened by it later. */
static void give_back(struct run *run)
{
    const struct machine_block *b = run->block;
    const int64_t gap = b->time_ms - b->previous_ms;
    const int64_t pulse = clock_pulse_ms(run->m->state, run->c.arena);
    if (gap <= 2 * pulse || mutated(&run->c, MUTATION_o5_gap)) {
        return;
    }
    sink_prepare(run);
    const int64_t excess = gap - pulse;
    struct key k = key_new('z');
    key_add_number(&k, b->previous_ms);
    struct buffer value;
    buffer_init(&value, 16);
    value_add_number(&value, excess);
    state_put(run->m->state, key_view(&k), buffer_view(&value));
    buffer_done(&value);
    silence_give_back(&run->c, excess);
    voice_give_back(&run->c, excess);
    vote_give_back(&run->c, b->previous_ms, excess);
    election_give_back(&run->c, b->previous_ms, excess);
    struct buffer body;
    buffer_init(&body, 1024);
    fact_write_gap(&body, b->previous_ms, b->time_ms, excess);
    sink_emit(run, buffer_view(&body));
    buffer_done(&body);
}

/* Live time: every gap that began in the EXPIRY_SPAN_MS before the expiry, or before the expiry as it was
 * lengthened by then, lengthens it by its excess. Gaps ascend by their beginning. */
static bool is_expired(struct run *run, const struct act *a)
{
    const int64_t expires = a->frame.expires_ms;
    if (expires == 0 || run->block->time_ms <= expires) {
        return false;
    }
    const struct key k = key_new('z');
    struct state_row *rows = NULL;
    const size_t count = state_scan(run->m->state, key_view(&k), run->c.arena, &rows);
    int64_t lengthened = expires;
    for (size_t i = 0; i < count; i++) {
        struct cursor key = cursor_of(rows[i].key);
        (void)cursor_take(&key, 1);
        const int64_t began = value_number(&key);
        struct cursor value = cursor_of(rows[i].value);
        if (began <= lengthened && began > expires - EXPIRY_SPAN_MS) {
            lengthened += value_number(&value);
        }
    }
    return run->block->time_ms > lengthened;
}

/* For one key and subject the highest sequence number prevails; an older one is recorded, without effect. */
static bool is_superseded(struct run *run, const struct act *a)
{
    struct key k = key_new('e');
    key_add_text(&k, a->frame.subject); /* first, so that the rows of one moment stand together */
    key_add_public(&k, &a->frame.key);
    struct bytes value;
    if (state_get(run->m->state, key_view(&k), &value)) {
        struct cursor c = cursor_of(value);
        if (value_number(&c) >= a->frame.seq) {
            return true;
        }
    }
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, a->frame.seq);
    state_put(run->m->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    return false;
}

static bool role_may(enum act_signer signer, enum key_role role)
{
    switch (signer) {
    case SIGNER_DELEGATE:
        return role == ROLE_DELEGATE;
    case SIGNER_OBJECTOR:
        return role != ROLE_NODE;
    case SIGNER_NODE:
        return role == ROLE_NODE;
    case SIGNER_ANYONE:
        return role != ROLE_OBJECTION;
    }
    unreachable("not a signer");
}

/* An objection stands by the key that it names (O14), whoever has signed it besides: so O3 can tell from that
 * key whether it is valid. silence_object judges whether the key is authorised. */
static enum rejection check_objector(struct run *run, const struct act *a)
{
    struct member_key key;
    check(member_key_get(run->m->state, &a->frame.key, &key));
    return role_may(a->kind->signer, key.role) ? ACCEPTED : REJECT_out_of_mandate;
}

/* Every signer's key must live and reach so far. */
static enum rejection check_mandate(struct run *run, const struct act *a)
{
    if (a->kind->signer == SIGNER_OBJECTOR) {
        return check_objector(run, a);
    }
    for (size_t i = 0; i < a->signature_count; i++) {
        struct member_key key;
        check(member_key_get(run->m->state, &a->signatures[i].key, &key));
        if (!role_may(a->kind->signer, key.role)) {
            return REJECT_out_of_mandate;
        }
        if (key.revoked != 0) {
            return REJECT_key_revoked;
        }
        if ((key.powers & a->kind->power) != a->kind->power) {
            return REJECT_out_of_mandate;
        }
    }
    return ACCEPTED;
}

static enum rejection apply(struct run *run, const struct act *a)
{
    enum rejection r = check_mandate(run, a);
    if (r != ACCEPTED) {
        return r;
    }
    const bool objection = a->kind->signer == SIGNER_OBJECTOR;
    if (!objection && is_expired(run, a)) {
        return REJECT_expired;
    }
    const bool counts =
        a->kind->signer == SIGNER_DELEGATE || (objection && mutated(&run->c, MUTATION_o15_sequence));
    if (counts && is_superseded(run, a)) {
        return REJECT_superseded;
    }
    return a->kind->apply(&run->c, a);
}

/* The entry that answers an act already: its own, or for a part of a text the one that opened it. */
static enum error find_earlier(struct run *run, const struct act *a, uint64_t *index)
{
    const enum error e = record_find(run->m->record, &a->id, index);
    if (e == ERROR_NOT_FOUND && a->kind->apply == opening_open && opening_is_done(run->m->state, a, index)) {
        return OK;
    }
    return e;
}

static void answer(struct machine_result *result, bool recorded, uint64_t index, const char *words)
{
    if (result != NULL) {
        result->recorded = recorded;
        result->index = index;
        (void)snprintf(result->result, sizeof result->result, "%s", words);
    }
}

static void record_act(struct run *run, const struct act *a, struct machine_result *result)
{
    begin(run);
    state_mark(run->m->state);
    const enum rejection r = apply(run, a);
    if (r != ACCEPTED) {
        state_revert(run->m->state);
    }
    struct entry e = {.type = ENTRY_ACT, .height = run->block->act_height, .id = a->id};
    e.envelope = hash_of(a->envelope);
    e.effects = state_effects(run->m->state);
    set_result(e.result, r);
    if (append(run, &e, a->envelope)) {
        answer(result, true, e.index, e.result);
    }
}

static void interpret_act(struct run *run, const struct act *a, struct machine_result *result)
{
    uint64_t before = 0;
    const enum error found = find_earlier(run, a, &before);
    if (found == OK) {
        struct entry e;
        run->error = record_read(run->m->record, before, run->c.arena, &e, NULL);
        if (run->error == OK) {
            answer(result, false, before, e.result);
        }
    } else if (found != ERROR_NOT_FOUND) {
        run->error = found;
    } else if (a->kind->apply == silence_tick && silence_tick_is_early(&run->c, a)) {
        answer(result, false, record_size(run->m->record), rejection_name(REJECT_too_early));
    } else {
        record_act(run, a, result);
    }
}

/* The objections among the acts that are ordered and not interpreted yet. */
static size_t pending_objections(struct run *run, struct pending_objection **out)
{
    const struct machine_block *b = run->block;
    struct pending_objection *list =
        ARENA_ARRAY(run->c.arena, struct pending_objection, b->pending_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < b->pending_count; i++) {
        const struct act *a = &b->pending[i];
        if (a->kind->signer == SIGNER_OBJECTOR) {
            list[count++] =
                (struct pending_objection){a->id, act_value(a, "root")->hash, a->frame.member, a->frame.key};
        }
    }
    *out = list;
    return count;
}

static void interpret_acts(struct run *run, struct machine_result *results)
{
    for (size_t i = 0; i < run->block->act_count && run->error == OK; i++) {
        interpret_act(run, &run->block->acts[i], results == NULL ? NULL : &results[i]);
    }
}

static void end_block(struct run *run)
{
    const struct block_sink sink = {run, sink_emit, sink_prepare};
    struct pending_objection *pending = NULL;
    const size_t count = pending_objections(run, &pending);
    if (run->error == OK) {
        silence_fire_deadlines(&run->c, &sink);
    }
    if (run->error == OK) {
        run->m->closes += silence_close_all(&run->c, &sink, pending, count);
    }
    if (run->error == OK) {
        run->m->closes += vote_close_all(&run->c, &sink);
    }
    if (run->error == OK) {
        run->m->closes += election_close_all(&run->c, &sink);
    }
    if (run->error == OK) {
        amendment_advance(&run->c, &sink);
    }
    if (run->error == OK) {
        civil_advance(&run->c, &sink);
    }
    if (run->error == OK) {
        statement_complete_all(&run->c, &sink);
    }
    if (run->error == OK) {
        voice_advance(&run->c, &sink);
    }
    if (run->error == OK) {
        signing_advance(&run->c, &sink);
    }
}

enum error machine_interpret(struct machine *m, const struct machine_block *block,
                             struct machine_result *results)
{
    check(m->founded);
    check(block->time_ms > block->previous_ms);
    arena_clear(&m->block);
    struct run run = {.m = m, .block = block};
    run.c = (struct context){
        .org = &m->org,
        .state = m->state,
        .record = m->record,
        .arena = &m->block,
        .time_ms = block->time_ms,
        .index = record_size(m->record),
        .error = &run.error,
        .desk = &m->desk,
        .mutation = m->mutation,
    };
    if (block->pulse) {
        begin(&run);
    }
    give_back(&run);
    if (mutated(&run.c, MUTATION_o2_order)) {
        end_block(&run);
        interpret_acts(&run, results);
    } else {
        interpret_acts(&run, results);
        end_block(&run);
    }
    return run.error != OK ? run.error : state_error(m->state);
}

enum error machine_last_block(struct machine *m, uint64_t *height, int64_t *time_ms)
{
    struct entry e;
    const uint64_t size = record_size(m->record);
    check(size > 0);
    const enum error err = record_read(m->record, size - 1, &m->block, &e, NULL);
    if (err == OK) {
        *height = e.height;
        *time_ms = e.time_ms;
    }
    return err;
}
