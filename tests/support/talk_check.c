/* What must hold of the machine, whatever was said; and its record once more. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "support/talk.h"
#include "support/talk_inner.h"

/* Rejected acts have no effects; results are one for each act. */
static void check_results(struct rig *r)
{
    for (size_t i = 0; i < r->result_count; i++) {
        const struct machine_result *result = &r->results[i];
        struct entry e;
        if (!result->recorded) {
            continue;
        }
        check(record_read(r->record, result->index, &r->arena, &e, NULL) == OK);
        check(e.type == ENTRY_ACT && strcmp(e.result, result->result) == 0);
        check(hash_equal(&e.id, &r->queue[i].id));
        check(hash_is_zero(&e.effects) == (strcmp(e.result, "ok") != 0));
    }
}

static void check_members(struct rig *r)
{
    struct member *members = NULL;
    const size_t count = member_list(r->state, &r->arena, &members);
    check(count == r->options.members);
    for (size_t i = 0; i < count; i++) {
        const struct member *m = &members[i];
        struct member_key clearing;
        check(m->key_managers >= 1);
        check((size_t)m->key_managers == member_count_delegates(r->state, m->code, POWER_KEYS, &r->arena));
        check((size_t)m->delegates == member_count_delegates(r->state, m->code, 0, &r->arena));
        check(member_key_get(r->state, &m->clearing, &clearing) && clearing.role == ROLE_NODE);
    }
    struct body *bodies = NULL;
    const size_t body_count = body_list(r->state, &r->arena, &bodies);
    for (size_t i = 0; i < body_count; i++) {
        check(bodies[i].chair.len == 0 || body_has(&bodies[i], bodies[i].chair));
        for (size_t k = 1; k < bodies[i].seat_count; k++) {
            check(bytes_compare(bodies[i].seats[k - 1], bodies[i].seats[k]) < 0);
        }
    }
}

static void check_provisions(struct rig *r, const struct matter *m)
{
    struct provision *list = NULL;
    const size_t count = provision_list(r->state, &m->id, &r->arena, &list);
    check((int64_t)count == m->provisions);
    for (size_t i = 0; i < count; i++) {
        struct alternative alt;
        struct root root;
        check(i == 0 || list[i - 1].order < list[i].order);
        if (list[i].chosen.len > 0) {
            check(alternative_get(r->state, &m->id, list[i].id, list[i].chosen, &r->arena, &alt));
            check(!alt.withdrawn && alt.leaf_count == m->language_count);
            check(root_get(r->state, &alt.root, &root) && root.what == ROOT_ALTERNATIVE);
        }
    }
}

/* Whether an objection to a text should have kept it from being adopted: it was there before the close, by a
 * member that was asked. Those withdrawn before the opening are the exception. */
static bool was_objected_to(struct rig *r, const struct silence *x)
{
    struct objection *list = NULL;
    const size_t count = objection_list(r->state, &x->root, &r->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].raised > x->opened && list[i].raised < x->ended &&
            silence_seat_of(x, list[i].member) != NULL) {
            return true;
        }
    }
    return false;
}

static void check_end(struct rig *r, const struct silence *x, const struct matter *m)
{
    const int64_t clear = silence_clear_count(r->state, x, &r->arena);
    struct entry e;
    struct bytes body;
    struct fact_close f;
    check(x->ended > x->opened);
    check(record_read(r->record, (uint64_t)x->ended, &r->arena, &e, &body) == OK);
    check(fact_read_close(&r->arena, body, &f) == OK && hash_equal(&f.subject, &x->id));
    check((f.statement != 0) == bytes_equal_text(f.outcome, "adopted"));
    if (x->stage == SILENCE_CLOSED) {
        check(clear == x->nodes ||
              (x->quorum && clear >= x->nodes - x->faulty && e.time_ms >= x->deadline_ms + x->extra_ms));
        check(!was_objected_to(r, x));
    } else if (x->stage == SILENCE_BROKEN) {
        check(bytes_equal_text(f.reason, "objected"));
        check(was_objected_to(r, x));
    } else {
        check(bytes_equal_text(f.outcome, "lapsed"));
    }
    if (f.statement != 0) {
        check(m->stage == MATTER_ADOPTED && m->statement == f.statement && hash_equal(&m->root, &x->root));
    }
}

static struct talk_silence *seen_of(struct talk *t, const struct hash *id)
{
    for (size_t i = 0; i < t->seen_count; i++) {
        if (hash_equal(&t->seen[i].id, id)) {
            return &t->seen[i];
        }
    }
    if (t->seen_count == TALK_ITEMS_MAX) {
        return NULL;
    }
    t->seen[t->seen_count] = (struct talk_silence){.id = *id, .stage = SILENCE_WAITING};
    return &t->seen[t->seen_count++];
}

/* Stages go one way; a deadline moves only until it has fired, and only forward; what has ended stays. */
static void check_course(struct talk *t, const struct silence *x)
{
    struct talk_silence *s = seen_of(t, &x->id);
    if (s == NULL) {
        return;
    }
    check(s->nodes == 0 || s->nodes == x->nodes);
    check(x->stage >= s->stage || s->stage == SILENCE_WAITING);
    check(x->deadline_ms >= s->deadline_ms);
    check(s->stage < SILENCE_FIRED || x->deadline_ms == s->deadline_ms);
    check(s->stage < SILENCE_BROKEN || (x->stage == s->stage && x->extra_ms == s->extra_ms));
    check(s->stage == SILENCE_WAITING || s->stage == SILENCE_FIRED || x->extra_ms == s->extra_ms ||
          x->stage != s->stage);
    *s = (struct talk_silence){x->id, x->stage, x->deadline_ms, x->extra_ms, x->nodes};
}

static void check_silence(struct talk *t, const struct silence *x)
{
    struct rig *r = t->rig;
    struct matter m;
    check(matter_get(r->state, &x->matter, &r->arena, &m));
    check(x->faulty == (x->nodes - 1) / 3 && x->nodes >= 1 && (size_t)x->nodes <= x->seat_count);
    check(x->deadline_ms == 0 || x->deadline_ms >= x->opened_ms + x->duration_ms);
    check_course(t, x);
    if (silence_is_open(x)) {
        check(m.stage == MATTER_SILENCE && hash_equal(&m.silence, &x->id) && hash_equal(&m.root, &x->root));
        check(x->ended == 0);
        check(x->stage != SILENCE_RUNNING || r->time_ms < x->deadline_ms);
        check(x->stage != SILENCE_WAITING || r->time_ms < x->window_ms);
    } else {
        check_end(r, x, &m);
    }
}

void talk_check(struct talk *t)
{
    struct rig *r = t->rig;
    struct matter *matters = NULL;
    int64_t adopted = 0;
    check_results(r);
    check_members(r);
    const size_t count = matter_list(r->state, &r->arena, &matters);
    for (size_t i = 0; i < count; i++) {
        check_provisions(r, &matters[i]);
        adopted += matters[i].stage == MATTER_ADOPTED;
        check((matters[i].stage == MATTER_ADOPTED) == (matters[i].statement != 0));
        check(matters[i].unopened >= 0);
    }
    check(counters_get(r->state).statements == adopted);
    for (size_t i = 0; i < t->silences.count; i++) {
        struct silence x;
        check(silence_get(r->state, &t->silences.items[i], &r->arena, &x));
        check_silence(t, &x);
    }
    struct silence *open = NULL;
    check(silence_open_list(r->state, &r->arena, &open) <= (size_t)counters_get(r->state).silences);
    talk_check_votes(t);
    talk_check_elections(t);
    talk_check_charters(t);
    talk_check_procedures(t);
    talk_check_help(r);
    check(state_error(r->state) == OK);
}

enum { REPLAY_ACTS_MAX = 64 }; /* in a block */

/* The entries of one block: from its fact to the next one. */
static uint64_t read_block(struct rig *from, uint64_t index, struct machine_block *b, struct act *acts)
{
    struct entry e;
    struct bytes body;
    const struct json *top = NULL;
    bool others = false;
    check(record_read(from->record, index, &from->arena, &e, &body) == OK && e.type == ENTRY_FACT);
    check(json_parse_canonical(&from->arena, body, 4096, &top, NULL) == OK);
    check(json_get_integer(top, "previous", &b->previous_ms) && json_get_integer(top, "time", &b->time_ms));
    b->height = e.height;
    b->act_height = e.height - from->options.delay;
    b->acts = acts;
    for (index++; index < record_size(from->record); index++) {
        check(record_read(from->record, index, &from->arena, &e, &body) == OK);
        if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&from->arena, body), "block")) {
            break;
        }
        others = true;
        if (e.type == ENTRY_ACT) {
            check(b->act_count < REPLAY_ACTS_MAX);
            check(act_decode(&from->arena, body, &acts[b->act_count++], NULL) == ACCEPTED);
        }
    }
    b->pulse = !others;
    return index;
}

/* With delay 1: the acts that were ordered in the block that is interpreted, found where they were
 * interpreted. */
static size_t read_pending(struct rig *from, uint64_t index, uint64_t height, struct act *acts)
{
    size_t count = 0;
    for (; index < record_size(from->record); index++) {
        struct entry e;
        struct bytes body;
        check(record_read(from->record, index, &from->arena, &e, &body) == OK);
        if (e.type == ENTRY_ACT && e.height == height) {
            check(count < REPLAY_ACTS_MAX);
            check(act_decode(&from->arena, body, &acts[count++], NULL) == ACCEPTED);
        } else if (e.height > height + 1) {
            break;
        }
    }
    return count;
}

static bool same_record(struct rig *from, struct rig *to)
{
    const struct hash a = record_root(from->record);
    const struct hash b = record_root(to->record);
    return record_size(from->record) == record_size(to->record) && hash_equal(&a, &b);
}

bool talk_replay(struct rig *from, struct rig *to)
{
    struct act *acts = ARENA_ARRAY(&from->arena, struct act, REPLAY_ACTS_MAX);
    struct act *pending = ARENA_ARRAY(&from->arena, struct act, REPLAY_ACTS_MAX);
    check(record_size(to->record) == 1);
    for (uint64_t index = 1; index < record_size(from->record);) {
        struct machine_block b = {.height = 0};
        index = read_block(from, index, &b, acts);
        if (from->options.delay == 1) {
            b.pending = pending;
            b.pending_count = read_pending(from, index, b.height, pending);
        }
        check(machine_interpret(to->machine, &b, NULL) == OK);
        if (record_size(to->record) != index) {
            (void)fprintf(stderr, "replay: entry %llu is another\n", (unsigned long long)index);
            return false;
        }
    }
    const struct hash before = rig_digest(from);
    const struct hash after = rig_digest(to);
    return same_record(from, to) && hash_equal(&before, &after);
}

static void describe_matter(struct rig *r, struct buffer *b, const struct matter *m)
{
    struct provision *list = NULL;
    struct version v = {.count = 0};
    const size_t count = provision_list(r->state, &m->id, &r->arena, &list);
    buffer_printf(b, "matter %.*s stage %d versions %lld\n", (int)m->reference.len,
                  (const char *)m->reference.data, (int)m->stage, (long long)m->versions);
    if (matter_text(r->state, &m->id, &r->arena, &v)) {
        buffer_printf(b, " text %s\n", hash_hex(&v.root).text);
    }
    for (size_t i = 0; i < count; i++) {
        struct hold *holds = NULL;
        struct agreement *agreements = NULL;
        const size_t held = hold_list(r->state, &m->id, list[i].id, &r->arena, &holds);
        const size_t agreed = agreement_list(r->state, &m->id, list[i].id, &r->arena, &agreements);
        buffer_printf(b, " provision %.*s deleted %d chosen %.*s of %lld\n", (int)list[i].id.len,
                      (const char *)list[i].id.data, list[i].deleted, (int)list[i].chosen.len,
                      (const char *)list[i].chosen.data, (long long)list[i].alternatives);
        for (size_t k = 0; k < held; k++) {
            buffer_printf(b, "  hold %.*s\n", (int)holds[k].member.len, (const char *)holds[k].member.data);
        }
        for (size_t k = 0; k < agreed; k++) {
            buffer_printf(b, "  agreement %.*s %s %s\n", (int)agreements[k].member.len,
                          (const char *)agreements[k].member.data, stance_word(agreements[k].stance),
                          hash_hex(&agreements[k].root).text);
        }
    }
}

struct bytes talk_describe(struct rig *r)
{
    struct matter *matters = NULL;
    struct buffer b;
    buffer_init(&b, (size_t)1 << 20);
    const size_t count = matter_list(r->state, &r->arena, &matters);
    for (size_t i = 0; i < count; i++) {
        describe_matter(r, &b, &matters[i]);
    }
    check(!b.overflow);
    const struct bytes text = arena_copy(&r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}
